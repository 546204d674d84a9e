// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { CurveParams, CurveState, IBondingCurve } from "../../../contracts/interfaces/IBondingCurve.sol";
import { CurveTest } from "./CurveTest.sol";

/// @notice Each known attack on a curve, and that the attacker gets nothing by it.
contract CurveAttacksTest is CurveTest {
    function test_attack_donatedEthAndTokens_changeNothing() public {
        passSnipeTime();
        (uint256 bought,) = buyAs(alice, 2 ether);
        bytes memory before = abi.encode(curve.state());
        (uint256 quoted,,) = curve.quoteBuy(1 ether);

        // As a block reward or a self-destruct would.
        vm.deal(address(curve), address(curve).balance + 50 ether);
        token.mint(address(curve), 1e24);
        (bool taken,) = address(curve).call{ value: 1 ether }("");
        assertFalse(taken, "no plain transfers");

        assertEq(abi.encode(curve.state()), before, "the state is the same");
        (uint256 after_,,) = curve.quoteBuy(1 ether);
        assertEq(after_, quoted, "the price is the same");
        (uint256 all,) = curve.quoteSell(bought);
        uint256 reserve = curve.state().reserveWei;
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IBondingCurve.BondingCurve_NotEnoughReserve.selector, all + 1, all));
        curve.sellExactOut(all + 1, NEVER, alice, NEVER);
        vm.prank(alice);
        curve.sell(bought, 0, alice, NEVER);
        assertEq(address(curve).balance, 50 ether, "what was donated is nobody's");
        assertLe(alice.balance, reserve, "only the reserve is paid out");
        completeAs(alice);
        checkSolvent();
    }

    function test_attack_reentry_fromThePaidRecipient_fails() public {
        passSnipeTime();
        Reenterer attacker = new Reenterer(curve);
        (uint256 bought,) = curve.buy{ value: 2 ether }(0, address(attacker), NEVER);
        for (uint256 kind = 0; kind < 6; ++kind) {
            attacker.aim(kind);
            attacker.sell(bought / 10);
            assertTrue(attacker.wasEntered(), "it was called");
            assertFalse(attacker.gotThrough(), "and could not trade");
            assertEq(attacker.seenState(), abi.encode(curve.state()), "what it could read was already the new state");
        }
        checkSolvent();
    }

    function test_attack_reentry_fromTheRefundedPayer_fails() public {
        passSnipeTime();
        Reenterer attacker = new Reenterer(curve);
        vm.deal(address(attacker), 10 ether);
        for (uint256 kind = 0; kind < 6; ++kind) {
            attacker.aim(kind);
            attacker.buyExactOut(1e24);
            assertTrue(attacker.wasEntered(), "it was called");
            assertFalse(attacker.gotThrough(), "and could not trade");
            assertEq(attacker.seenState(), abi.encode(curve.state()), "what it could read was already the new state");
        }
        checkSolvent();
    }

    function test_attack_sniper_inTheFirstBlock_paysTheHolders() public {
        fund(alice, 4 ether);
        vm.prank(alice);
        (uint256 sniped,) = curve.buy{ value: 4 ether }(0, alice, NEVER);
        assertEq(address(token).balance, 2 ether, "half of it went to the holders");
        (uint256 backNow,) = curve.quoteSell(sniped);
        assertLe(backNow, 2 ether, "and cannot come back");
        // Others buy behind it, as much again: even then the sniper has not made its fee good.
        passSnipeTime();
        buyAs(bob, 2 ether);
        (uint256 backLater,) = curve.quoteSell(sniped);
        assertLe(backLater, 4 ether, "no gain at the others' expense");
    }

    function test_attack_sniping_cheaperByWaiting() public {
        (uint256 first,,) = curve.quoteBuy(1 ether);
        vm.warp(block.timestamp + 300);
        (uint256 middle,,) = curve.quoteBuy(1 ether);
        passSnipeTime();
        (uint256 last,,) = curve.quoteBuy(1 ether);
        assertTrue(first < middle && middle < last, "patience pays");
    }

    function testFuzz_attack_sandwich_isBoundedByTheMinimum(uint256 front, uint256 slackBps) public {
        passSnipeTime();
        slackBps = bound(slackBps, 0, 1000);
        front = bound(front, 1e12, 20 ether);
        (uint256 expected,,) = curve.quoteBuy(1 ether);
        uint256 minimum = expected * (10_000 - slackBps) / 10_000;
        (uint256 attackerTokens,) = buyAs(bob, front);
        fund(alice, 1 ether);
        vm.prank(alice);
        try curve.buy{ value: 1 ether }(minimum, alice, NEVER) returns (uint256 tokens, uint256) {
            assertLe(minimum, tokens, "the victim has what it asked for");
        } catch {
            assertEq(alice.balance, 1 ether, "or keeps its ETH");
            (uint256 back,) = curve.quoteSell(attackerTokens);
            assertLe(back, front, "and the attacker has paid fees for nothing");
        }
    }

    function test_attack_freeCrumbs_costMoreThanTheyAreWorth() public {
        CurveParams memory p = usualParams();
        p.feeBps = 0;
        p.snipeFeeBps = 0;
        (curve, token) = factory.make(p);
        buyAs(bob, 1 ether);
        fund(alice, 1 ether);
        // Tokens of 1e9 units a wei: each of these is worth less than a wei, and costs one.
        for (uint256 i = 0; i < 200; ++i) {
            vm.prank(alice);
            curve.buyExactOut{ value: 1 }(10_000_000, alice, NEVER);
        }
        uint256 spent = 1 ether - alice.balance;
        assertEq(spent, 200, "a wei each");
        (uint256 back,) = curve.quoteSell(token.balanceOf(alice));
        assertLe(back, spent, "no gain");
        checkSolvent();
    }

    /// @dev Completing, selling and completing again, by ever other amounts: nobody gains by the seam.
    function testFuzz_attack_crossingTheTarget_neverGains(uint256 seed) public {
        (curve, token) = factory.make(drawnParams(seed));
        CurveState memory s = curve.state();
        buyAs(bob, s.targetWei / 2);
        fund(alice, s.targetWei * 4);
        uint256 purse = alice.balance;
        for (uint256 i = 0; i < 8; ++i) {
            vm.startPrank(alice);
            if (!curve.state().complete) curve.buy{ value: alice.balance }(0, alice, NEVER);
            assertEq(curve.state().reserveWei, s.targetWei, "the target to the wei");
            uint256 back = drawLog(uint256(keccak256(abi.encode(seed, i))), "back", 1, token.balanceOf(alice));
            (uint256 weiOut,) = curve.quoteSell(back);
            if (weiOut > 0) curve.sell(back, 0, alice, NEVER);
            vm.stopPrank();
        }
        uint256 held = token.balanceOf(alice);
        (uint256 most,) = curve.quoteSell(held);
        assertLe(alice.balance + most, purse, "no gain");
        checkSolvent();
    }

    function test_attack_reopening_costsTheAttackerAndIsUndoneInOneBuy() public {
        passSnipeTime();
        completeAs(alice);
        uint256 before = alice.balance;
        vm.prank(alice);
        curve.sell(1e18, 0, alice, NEVER);
        uint256 got = alice.balance - before;
        (, uint256 spent) = buyAs(bob, 1 ether);
        assertTrue(curve.state().complete, "complete again");
        assertLe(got, spent, "at the attacker's cost");
    }

    /// @dev Tokens that never came from the curve (the creator's, once vested) compete for the reserve: they can sell at
    /// most what was sold, and never more than the reserve is paid.
    function test_foreignTokens_sellAtMostWhatWasSold() public {
        passSnipeTime();
        (uint256 bought,) = buyAs(alice, 4 ether);
        token.mint(bob, bought * 2);
        fund(bob, 0);
        vm.prank(bob);
        vm.expectRevert(
            abi.encodeWithSelector(IBondingCurve.BondingCurve_NotEnoughReserve.selector, bought + 1, bought)
        );
        curve.sell(bought + 1, 0, bob, NEVER);
        vm.prank(bob);
        curve.sell(bought, 0, bob, NEVER);
        assertEq(curve.state().reserveWei, 0, "the reserve is out");
        checkSolvent();
    }
}

/// @dev Tries to trade from inside a payment.
contract Reenterer {
    IBondingCurve private immutable CURVE;
    uint256 private _kind;
    bool private _isArmed;
    bool public wasEntered;
    bool public gotThrough;
    bytes public seenState;

    constructor(IBondingCurve curve) {
        CURVE = curve;
        (bool done,) =
            curve.params().token.call(abi.encodeWithSignature("approve(address,uint256)", curve, type(uint256).max));
        require(done, "approve");
    }

    receive() external payable {
        if (!_isArmed) return;
        _isArmed = false;
        wasEntered = true;
        seenState = abi.encode(CURVE.state());
        uint256 never = type(uint256).max;
        bytes[6] memory calls = [
            abi.encodeCall(IBondingCurve.buy, (0, address(this), never)),
            abi.encodeCall(IBondingCurve.buyExactOut, (1e18, address(this), never)),
            abi.encodeCall(IBondingCurve.firstBuy, (0, address(this))),
            abi.encodeCall(IBondingCurve.sell, (1e18, 0, address(this), never)),
            abi.encodeCall(IBondingCurve.sellExactOut, (1, never, address(this), never)),
            abi.encodeCall(IBondingCurve.sellWithPermit, (1e18, 0, address(this), never, 0, 0, 0))
        ];
        uint256 value = _kind < 3 ? address(this).balance : 0;
        (gotThrough,) = address(CURVE).call{ value: value }(calls[_kind]);
    }

    function aim(uint256 kind) external {
        _kind = kind;
        _isArmed = true;
        wasEntered = false;
        gotThrough = false;
    }

    function sell(uint256 tokens) external {
        CURVE.sell(tokens, 0, address(this), type(uint256).max);
    }

    function buyExactOut(uint256 tokens) external {
        CURVE.buyExactOut{ value: address(this).balance }(tokens, address(this), type(uint256).max);
    }
}
