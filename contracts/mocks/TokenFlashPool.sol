// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

interface IFlashBorrower {
    function onFlash(uint256 amount) external;
}

/// @notice A pool that lends all its tokens within one call, as a flash swap does.
contract TokenFlashPool {
    IERC20 public immutable token;

    constructor(IERC20 token_) {
        token = token_;
    }

    function flash(uint256 amount) external {
        uint256 before = token.balanceOf(address(this));
        token.transfer(msg.sender, amount);
        IFlashBorrower(msg.sender).onFlash(amount);
        require(token.balanceOf(address(this)) >= before, "not repaid");
    }
}
