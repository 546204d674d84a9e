// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { CurveParams, CurveState } from "../../../contracts/interfaces/IBondingCurve.sol";
import { CurveTest } from "./CurveTest.sol";

/// @notice What holds on every curve, from every state. Curves are drawn without a fee, unless a test is about fees.
contract BondingCurveFuzzTest is CurveTest {
    function drawCurve(uint256 seed) private {
        (curve, token) = factory.make(drawnParams(seed));
    }

    function drawCurveWithFees(uint256 seed) private {
        CurveParams memory p = drawnParams(seed);
        p.feeBps = uint16(drawBetween(seed, "fee", 0, 1000));
        p.snipeFeeBps = uint16(drawBetween(seed, "snipe", p.feeBps, 9000));
        p.snipeDurationSec = uint32(drawBetween(seed, "duration", 0, 1 days));
        (curve, token) = factory.make(p);
        vm.warp(block.timestamp + drawBetween(seed, "elapsed", 0, 1 days));
    }

    /// @dev Brings the curve to some state: bob buys a part, and sells some of it back.
    function drawState(uint256 seed) private {
        uint256 tokens = drawBetween(seed, "bought", 1, curve.state().saleSupply);
        (uint256 cost,) = curve.quoteBuyExactOut(tokens);
        fund(bob, cost);
        vm.prank(bob);
        curve.buyExactOut{ value: cost }(tokens, bob, NEVER);
        uint256 back = drawLog(seed, "back", 1, tokens);
        (uint256 weiOut,) = curve.quoteSell(back);
        if (weiOut == 0) return;
        vm.prank(bob);
        curve.sell(back, 0, bob, NEVER);
    }

    function testFuzz_shape_endsExactlyAndOpensThePoolAtTheLastPrice(uint256 seed) public {
        drawCurve(seed);
        CurveParams memory p = curve.params();
        CurveState memory s = curve.state();
        assertEq(s.reserveWei, 0, "the reserve starts empty");
        completeAs(alice);
        s = curve.state();
        assertEq(s.reserveWei, p.targetWei, "and ends at the target");
        assertEq(s.tokensSold, p.saleSupply, "with everything sold");
        // (x0 + T) / yEnd against T·(1 − τ) / L, cross-multiplied.
        uint256 last = (s.virtualWei + s.reserveWei) * p.liquiditySupply;
        uint256 pool = p.targetWei * (10_000 - p.treasuryBps) * (s.virtualTokens - s.tokensSold) / 10_000;
        assertClose(last, pool, pool / 10_000, "price is continuous to a basis point");
        checkSolvent();
    }

    function testFuzz_buy_thenSell_neverGains(uint256 seed, uint256 weiIn) public {
        drawCurve(seed);
        drawState(seed);
        weiIn = bound(weiIn, 1, curve.state().targetWei * 2);
        (uint256 quoted,,) = curve.quoteBuy(weiIn);
        if (quoted == 0) return;
        fund(alice, weiIn);
        vm.prank(alice);
        (uint256 tokens, uint256 spent) = curve.buy{ value: weiIn }(0, alice, NEVER);
        (uint256 back,) = curve.quoteSell(tokens);
        assertLe(back, spent, "no gain");
        if (back == 0) return;
        vm.prank(alice);
        curve.sell(tokens, 0, alice, NEVER);
        assertLe(alice.balance, weiIn, "no gain in the wallet");
        checkSolvent();
    }

    /// @dev The attacker starts from any state that others left, and trades in any way and order, then sells out.
    function testFuzz_anySequence_ofOneTrader_neverGains(uint256 seed) public {
        drawCurve(seed);
        drawState(seed);
        uint256 purse = curve.state().targetWei * 4;
        fund(alice, purse);
        for (uint256 i = 0; i < 24; ++i) {
            tradeAs(alice, uint256(keccak256(abi.encode(seed, i))));
        }
        sellOutAs(alice);
        assertLe(alice.balance, purse, "no gain");
        checkSolvent();
    }

    function testFuzz_anySequence_ofAllTraders_leavesNothingBehindAndTakesNothing(uint256 seed) public {
        drawCurve(seed);
        uint256 purse = curve.state().targetWei * 4;
        fund(alice, purse);
        fund(bob, purse);
        for (uint256 i = 0; i < 24; ++i) {
            tradeAs(i % 2 == 0 ? alice : bob, uint256(keccak256(abi.encode(seed, i))));
            checkSolvent();
        }
        sellOutAs(alice);
        sellOutAs(bob);
        assertLe(alice.balance + bob.balance, 2 * purse, "the traders together gain nothing");
        assertEq(alice.balance + bob.balance + address(token).balance + address(curve).balance, 2 * purse, "conserved");
        // Crumbs worth less than a wei may stay out, and only they.
        assertLe(curve.state().reserveWei, 2, "everyone could leave");
    }

    function tradeAs(address trader, uint256 draw) private {
        uint256 kind = draw % 4;
        CurveState memory s = curve.state();
        uint256 held = token.balanceOf(trader);
        uint256 left = s.saleSupply - s.tokensSold;
        vm.startPrank(trader);
        if (kind == 0) {
            uint256 weiIn = drawLog(draw, "wei", 1, s.targetWei);
            (uint256 tokens,,) = curve.quoteBuy(weiIn);
            if (tokens > 0 && weiIn <= trader.balance) curve.buy{ value: weiIn }(0, trader, NEVER);
        } else if (kind == 1 && left > 0) {
            uint256 tokens = drawLog(draw, "tokens", 1, left);
            (uint256 cost,) = curve.quoteBuyExactOut(tokens);
            if (cost <= trader.balance) curve.buyExactOut{ value: cost }(tokens, trader, NEVER);
        } else if (kind == 2 && held > 0) {
            uint256 tokens = drawLog(draw, "sold", 1, held);
            (uint256 weiOut,) = curve.quoteSell(tokens);
            if (weiOut > 0) curve.sell(tokens, 0, trader, NEVER);
        } else if (kind == 3 && held > 0) {
            (uint256 most,) = curve.quoteSell(held);
            if (most > 0) curve.sellExactOut(drawLog(draw, "out", 1, most), held, trader, NEVER);
        }
        vm.stopPrank();
    }

    function sellOutAs(address trader) private {
        uint256 held = token.balanceOf(trader);
        (uint256 weiOut,) = curve.quoteSell(held);
        if (weiOut == 0) return;
        vm.prank(trader);
        curve.sell(held, weiOut, trader, NEVER);
    }

    function testFuzz_slicing_costsExactlyTheSame(uint256 seed, uint256 slices) public {
        drawCurve(seed);
        slices = bound(slices, 2, 12);
        uint256 all = drawBetween(seed, "all", slices * 1e16, curve.state().saleSupply);
        (uint256 atOnce,) = curve.quoteBuyExactOut(all);
        fund(alice, atOnce * 2 + 100);
        uint256 spent;
        for (uint256 i = 0; i < slices; ++i) {
            uint256 slice = i + 1 == slices ? all - curve.state().tokensSold : all / slices;
            vm.prank(alice);
            spent += curve.buyExactOut{ value: alice.balance }(slice, alice, NEVER);
        }
        // Slices worth less than a wei cost one each: never less than at once, else the same to the wei.
        assertLe(atOnce, spent, "never cheaper");
        assertLe(spent, atOnce + slices, "to the wei");
        assertEq(curve.state().reserveWei, address(curve).balance, "the reserve does not know the way");
    }

    function testFuzz_quotes_equalExecution_buy(uint256 seed, uint256 weiIn) public {
        drawCurveWithFees(seed);
        drawState(seed);
        weiIn = bound(weiIn, 1, curve.state().targetWei * 2);
        (uint256 tokens, uint256 spent, uint256 fee) = curve.quoteBuy(weiIn);
        uint256 reserve = curve.state().reserveWei;
        uint256 fees = address(token).balance;
        fund(alice, weiIn);
        vm.prank(alice);
        try curve.buy{ value: weiIn }(0, alice, NEVER) returns (uint256 gotTokens, uint256 gotSpent) {
            assertEq(gotTokens, tokens, "tokens");
            assertEq(gotSpent, spent, "spent");
        } catch {
            assertEq(tokens + spent + fee, 0, "zeros where it reverts");
        }
        assertEq(address(token).balance - fees, fee, "fee");
        assertEq(alice.balance, weiIn - spent, "wallet");
        assertEq(curve.state().reserveWei - reserve, spent - fee, "reserve");
        assertLe(spent * curve.currentFeeBps(), fee * 10_000, "the fee rounds up");
        checkSolvent();
    }

    function testFuzz_quotes_equalExecution_buyExactOut(uint256 seed, uint256 tokens) public {
        drawCurveWithFees(seed);
        drawState(seed);
        CurveState memory s = curve.state();
        tokens = bound(tokens, 0, s.saleSupply - s.tokensSold + 1);
        (uint256 cost, uint256 fee) = curve.quoteBuyExactOut(tokens);
        uint256 fees = address(token).balance;
        fund(alice, cost + 1);
        vm.prank(alice);
        try curve.buyExactOut{ value: cost + 1 }(tokens, alice, NEVER) returns (uint256 spent) {
            assertEq(spent, cost, "cost");
        } catch {
            assertEq(cost + fee, 0, "zeros where it reverts");
        }
        assertEq(address(token).balance - fees, fee, "fee");
        assertEq(alice.balance, 1, "wallet");
        assertLe(cost * curve.currentFeeBps(), fee * 10_000, "the fee rounds up");
        checkSolvent();
    }

    function testFuzz_quotes_equalExecution_sell(uint256 seed, uint256 tokens) public {
        drawCurveWithFees(seed);
        drawState(seed);
        uint256 held = token.balanceOf(bob);
        tokens = bound(tokens, 0, held + 1);
        (uint256 weiOut, uint256 fee) = curve.quoteSell(tokens);
        uint256 fees = address(token).balance;
        uint256 purse = bob.balance;
        vm.prank(bob);
        try curve.sell(tokens, 0, bob, NEVER) returns (uint256 got) {
            assertEq(got, weiOut, "wei");
        } catch {
            assertEq(weiOut + fee, 0, "zeros where it reverts");
        }
        assertEq(address(token).balance - fees, fee, "fee");
        assertEq(bob.balance - purse, weiOut, "wallet");
        assertLe((weiOut + fee) * curve.params().feeBps, fee * 10_000, "the fee rounds up");
        checkSolvent();
    }

    function testFuzz_quotes_equalExecution_sellExactOut(uint256 seed, uint256 weiOut) public {
        drawCurveWithFees(seed);
        drawState(seed);
        (uint256 most,) = curve.quoteSell(token.balanceOf(bob));
        weiOut = bound(weiOut, 0, most + 1);
        (uint256 tokens, uint256 fee) = curve.quoteSellExactOut(weiOut);
        uint256 held = token.balanceOf(bob);
        uint256 purse = bob.balance;
        vm.prank(bob);
        try curve.sellExactOut(weiOut, NEVER, bob, NEVER) returns (uint256 got) {
            assertEq(got, tokens, "tokens");
            assertEq(held - token.balanceOf(bob), tokens, "taken");
            assertEq(bob.balance - purse, weiOut, "exactly");
        } catch {
            assertEq(tokens + fee, 0, "zeros where it reverts");
        }
        checkSolvent();
    }

    function testFuzz_lastBuy_ofAnySize_isCappedExactly(uint256 seed, uint256 surplus) public {
        drawCurveWithFees(seed);
        drawState(seed);
        CurveState memory s = curve.state();
        if (s.complete) return;
        uint256 left = s.saleSupply - s.tokensSold;
        (uint256 cost,) = curve.quoteBuyExactOut(left);
        surplus = bound(surplus, 0, 1e30);
        fund(alice, cost + surplus);
        vm.prank(alice);
        (uint256 tokens, uint256 spent) = curve.buy{ value: cost + surplus }(left, alice, NEVER);
        assertEq(tokens, left, "all that was left");
        assertEq(spent, cost, "for what it costs");
        assertEq(alice.balance, surplus, "the rest came back");
        s = curve.state();
        assertTrue(s.complete, "complete");
        assertEq(s.reserveWei, s.targetWei, "at the target");
        checkSolvent();
    }

    function testFuzz_exactOut_agreesWithExactIn(uint256 seed, uint256 amount) public {
        drawCurveWithFees(seed);
        drawState(seed);
        CurveState memory s = curve.state();
        uint256 left = s.saleSupply - s.tokensSold;
        if (left > 0) {
            uint256 wanted = bound(amount, 1, left);
            (uint256 cost,) = curve.quoteBuyExactOut(wanted);
            (uint256 tokens, uint256 spent,) = curve.quoteBuy(cost);
            assertLe(wanted, tokens, "what it costs buys at least as much");
            (uint256 costAgain,) = curve.quoteBuyExactOut(tokens);
            assertLe(costAgain, spent, "and costs at most as much");
        }
        uint256 given = bound(amount, 1, token.balanceOf(bob));
        (uint256 weiOut,) = curve.quoteSell(given);
        if (weiOut == 0) return;
        (uint256 needed,) = curve.quoteSellExactOut(weiOut);
        assertLe(needed, given, "what it pays needs at most as much");
        (uint256 paid,) = curve.quoteSell(needed);
        assertLe(weiOut, paid, "and pays at least as much");
    }

    function testFuzz_price_risesWithEveryBuy(uint256 seed, uint256 weiIn) public {
        drawCurve(seed);
        drawState(seed);
        uint256 before = curve.state().priceWei;
        weiIn = bound(weiIn, 1, curve.state().targetWei);
        (uint256 tokens,,) = curve.quoteBuy(weiIn);
        if (tokens == 0) return;
        buyAs(alice, weiIn);
        assertLe(before, curve.state().priceWei, "price");
    }
}
