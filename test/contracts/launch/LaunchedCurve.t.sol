// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { CurveState, IBondingCurve } from "../../../contracts/interfaces/IBondingCurve.sol";
import { IModelToken } from "../../../contracts/interfaces/IModelToken.sol";
import { CreatorVesting } from "../../../contracts/launch/CreatorVesting.sol";
import { ModelToken } from "../../../contracts/token/ModelToken.sol";
import { LaunchTest } from "./LaunchTest.sol";

/// @notice The curve with the real token: fees are revenue, burns and vested tokens do no harm.
contract LaunchedCurveTest is LaunchTest {
    IModelToken private token;
    IBondingCurve private curve;

    function setUp() public override {
        super.setUp();
        token = launchAs(creator, usualLaunch(), 0);
        curve = curveOf(token);
        vm.warp(block.timestamp + 600);
    }

    function buyAs(address trader, uint256 weiIn) private returns (uint256 tokens) {
        vm.deal(trader, trader.balance + weiIn);
        vm.prank(trader);
        (tokens,) = curve.buy{ value: weiIn }(0, trader, NEVER);
        vm.prank(trader);
        token.approve(address(curve), NEVER);
    }

    function test_fees_reachTheHoldersAsRevenue() public {
        uint256 bought = buyAs(alice, 2 ether);
        vm.prank(alice);
        curve.sell(bought / 2, 0, alice, NEVER);
        uint256 fees = address(token).balance;
        assertEq(token.revenueState(address(0)).receivedTotal, fees, "all fees are revenue");
        // Taken in now, released over the hour after that.
        token.sync(address(0));
        vm.warp(block.timestamp + 3600);
        uint256 id = token.snapshot();
        vm.warp(block.timestamp + 1);
        uint256 before = alice.balance;
        vm.prank(alice);
        token.claim(id);
        // Four fifths are claimable; the only holder has all of it, less a wei of rounding.
        assertClose(alice.balance - before, fees * 8000 / 10_000, 2, "claimed");
    }

    function test_sellWithPermit_withTheRealToken() public {
        uint256 key = 0xB0B;
        address owner = vm.addr(key);
        uint256 tokens = buyAs(owner, 1 ether);
        vm.prank(owner);
        token.approve(address(curve), 0);
        uint256 deadline = block.timestamp + 60;
        bytes32 structHash = keccak256(
            abi.encode(
                keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"),
                owner,
                address(curve),
                tokens,
                ModelToken(payable(address(token))).nonces(owner),
                deadline
            )
        );
        bytes32 domain = ModelToken(payable(address(token))).DOMAIN_SEPARATOR();
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, keccak256(abi.encodePacked(hex"1901", domain, structHash)));
        vm.prank(owner);
        uint256 weiOut = curve.sellWithPermit(tokens, 0, owner, deadline, v, r, s);
        assertEq(owner.balance, weiOut, "paid");
        assertEq(curve.state().tokensSold, 0, "all back");
    }

    function test_burn_leavesEveryOtherHolderItsWayOut() public {
        uint256 aliceTokens = buyAs(alice, 2 ether);
        address bob = account("bob");
        uint256 bobTokens = buyAs(bob, 2 ether);
        vm.prank(alice);
        token.burn(aliceTokens);
        (uint256 quoted,) = curve.quoteSell(bobTokens);
        vm.prank(bob);
        assertEq(curve.sell(bobTokens, quoted, bob, NEVER), quoted, "bob is out");
        CurveState memory s = curve.state();
        assertEq(s.tokensSold, aliceTokens, "the burnt are sold for ever");
        assertEq(address(curve).balance, s.reserveWei, "and their ETH stays for the pool");
    }

    function test_vestedTokens_sellAtMostWhatTheCurveSold() public {
        buyAs(alice, 0.3 ether);
        uint256 sold = curve.state().tokensSold;
        vm.warp(block.timestamp + 365 days);
        CreatorVesting(payable(launchpad.launchOf(address(token)).vesting)).release(address(token));
        vm.startPrank(creator);
        token.approve(address(curve), NEVER);
        uint256 vested = token.balanceOf(creator);
        assertLe(sold + 1, vested, "the creator holds more than was sold");
        vm.expectRevert(
            abi.encodeWithSelector(IBondingCurve.BondingCurve_NotEnoughReserve.selector, vested, sold)
        );
        curve.sell(vested, 0, creator, NEVER);
        curve.sell(sold / 2, 0, creator, NEVER);
        vm.stopPrank();
        assertEq(address(curve).balance, curve.state().reserveWei, "the reserve follows the tokens sold");
    }
}
