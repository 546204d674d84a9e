// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { Clones } from "@openzeppelin/contracts/proxy/Clones.sol";
import { WETH } from "solady/src/tokens/WETH.sol";
import { Allocation, IModelToken, ModelTokenParams, RevenueState } from "../../../contracts/interfaces/IModelToken.sol";
import { ModelToken } from "../../../contracts/token/ModelToken.sol";
import { Base } from "../Base.sol";

/// @notice A launched token as the launchpad makes it: a clone, with a curve that is excluded, and three holders.
abstract contract TokenBase is Base {
    uint256 internal constant UNIT = 1e18;
    uint256 internal constant START = 1_700_000_000;
    address internal constant ETH = address(0);

    ModelToken internal implementation;
    ModelToken internal token;
    WETH internal weth;
    address internal alice;
    address internal bob;
    address internal carol;
    address internal curve;
    address internal governor;
    address internal payer;

    function setUp() public virtual {
        vm.warp(START);
        alice = account("alice");
        bob = account("bob");
        carol = account("carol");
        curve = account("curve");
        governor = account("governor");
        payer = account("payer");
        vm.deal(payer, 1_000_000 ether);
        weth = new WETH();
        implementation = new ModelToken(account("pool manager"), account("hook"));
        token = _launch(_params(10_000, 0, 0));
    }

    /// @dev 40 alice, 10 bob, 50 curve, nothing for carol.
    function _params(uint16 claimableBps, uint32 releasePeriodSec, uint32 intervalSec)
        internal
        view
        returns (ModelTokenParams memory params)
    {
        params.name = "Model";
        params.symbol = "MDL";
        params.contractURI = "data:application/json,{}";
        params.governor = governor;
        params.weth = address(weth);
        params.claimableBps = claimableBps;
        params.releasePeriodSec = releasePeriodSec;
        params.snapshotIntervalSec = intervalSec;
        params.allocations = new Allocation[](3);
        params.allocations[0] = Allocation(alice, 40 * UNIT);
        params.allocations[1] = Allocation(bob, 10 * UNIT);
        params.allocations[2] = Allocation(curve, 50 * UNIT);
        params.excluded = new address[](1);
        params.excluded[0] = curve;
    }

    function _launch(ModelTokenParams memory params) internal returns (ModelToken made) {
        made = ModelToken(payable(Clones.clone(address(implementation))));
        made.initialize(params);
    }

    function _relaunch(uint16 claimableBps, uint32 releasePeriodSec, uint32 intervalSec) internal {
        token = _launch(_params(claimableBps, releasePeriodSec, intervalSec));
    }

    function _pushEth(uint256 amount) internal {
        vm.prank(payer);
        (bool sent,) = address(token).call{ value: amount }("");
        assertTrue(sent, "push of ETH");
    }

    function _pushWeth(uint256 amount) internal {
        vm.startPrank(payer);
        weth.deposit{ value: amount }();
        weth.transfer(address(token), amount);
        vm.stopPrank();
    }

    function _transfer(address from, address to, uint256 amount) internal {
        vm.prank(from);
        token.transfer(to, amount);
    }

    function _burn(address from, uint256 amount) internal {
        vm.prank(from);
        token.burn(amount);
    }

    function _claim(address holder, uint256 id) internal {
        vm.prank(holder);
        token.claim(id);
    }

    function _skip(uint256 secs) internal {
        vm.warp(block.timestamp + secs);
    }

    /// @dev Takes a snapshot and lets its block end.
    function _closedSnapshot() internal returns (uint256 id) {
        id = token.snapshot();
        _skip(1);
    }

    function _state(address currency) internal view returns (RevenueState memory) {
        return token.revenueState(currency);
    }

    function _ids(uint256 a) internal pure returns (uint256[] memory list) {
        list = new uint256[](1);
        list[0] = a;
    }

    function _ids(uint256 a, uint256 b) internal pure returns (uint256[] memory list) {
        list = new uint256[](2);
        (list[0], list[1]) = (a, b);
    }

    function _ids(uint256 a, uint256 b, uint256 c) internal pure returns (uint256[] memory list) {
        list = new uint256[](3);
        (list[0], list[1], list[2]) = (a, b, c);
    }

    /// @dev The promise that everything rests on.
    function _assertSolvent(address currency) internal view {
        RevenueState memory s = token.revenueState(currency);
        uint256 held = currency == ETH ? address(token).balance : weth.balanceOf(address(token));
        assertLe(s.owed + s.unreleased + s.pending + s.redeemPool, held, "solvent");
    }
}
