// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { CurveState, IBondingCurve } from "../../../contracts/interfaces/IBondingCurve.sol";
import { CurveTest, Refuser } from "./CurveTest.sol";

/// @notice `buy`, `buyExactOut` and `firstBuy`, branch by branch. See BondingCurve.tree.
contract BondingCurveBuyTest is CurveTest {
    // buy

    function test_buy_takesAllEthAndSendsTheFeeToTheToken() public {
        passSnipeTime();
        (uint256 quoted, uint256 quotedSpent, uint256 quotedFee) = curve.quoteBuy(1 ether);
        fund(alice, 3 ether);
        vm.expectEmit(address(curve));
        emit IBondingCurve.Trade(alice, bob, true, 1 ether, quoted, 0.01 ether, 0.99 ether, quoted);
        vm.prank(alice);
        (uint256 tokensOut, uint256 weiSpent) = curve.buy{ value: 1 ether }(quoted, bob, block.timestamp);
        assertEq(tokensOut, quoted, "quoted tokens");
        assertEq(weiSpent, quotedSpent, "quoted spend");
        assertEq(weiSpent, 1 ether, "all is spent");
        assertEq(quotedFee, 0.01 ether, "fee");
        assertEq(token.balanceOf(bob), tokensOut, "tokens to the recipient");
        assertEq(alice.balance, 2 ether, "paid by the caller");
        assertEq(address(token).balance, 0.01 ether, "fee to the token");
        assertEq(address(curve).balance, 0.99 ether, "the rest is the reserve");
        // y0 − y0·x0 / (x0 + 0.99), by hand: within a unit of rounding at 18 decimals.
        CurveState memory s = curve.state();
        assertClose(tokensOut, s.virtualTokens * 0.99 ether / (s.virtualWei + 0.99 ether), 1e9, "closed form");
        checkSolvent();
    }

    function test_buy_afterDeadline_reverts() public {
        vm.expectRevert(
            abi.encodeWithSelector(IBondingCurve.BondingCurve_Expired.selector, block.timestamp - 1, block.timestamp)
        );
        curve.buy{ value: 1 }(0, bob, block.timestamp - 1);
    }

    function test_buy_belowTheMinimum_reverts() public {
        (uint256 quoted,,) = curve.quoteBuy(1 ether);
        vm.expectRevert(
            abi.encodeWithSelector(IBondingCurve.BondingCurve_InsufficientOutput.selector, quoted, quoted + 1)
        );
        curve.buy{ value: 1 ether }(quoted + 1, bob, NEVER);
    }

    function test_buy_forNothing_reverts() public {
        vm.expectRevert(IBondingCurve.BondingCurve_ZeroAmount.selector);
        curve.buy(0, bob, NEVER);
        // One wei is all fee.
        vm.expectRevert(IBondingCurve.BondingCurve_ZeroAmount.selector);
        curve.buy{ value: 1 }(0, bob, NEVER);
    }

    function test_buy_toARecipientThatCannotHold_reverts() public {
        address[3] memory recipients = [address(0), address(curve), address(token)];
        for (uint256 i = 0; i < recipients.length; ++i) {
            expectBad("recipient");
            curve.buy{ value: 1 ether }(0, recipients[i], NEVER);
            expectBad("recipient");
            curve.buyExactOut{ value: 1 ether }(1e18, recipients[i], NEVER);
            expectBad("recipient");
            curve.sell(1e18, 0, recipients[i], NEVER);
            expectBad("recipient");
            curve.sellExactOut(1, NEVER, recipients[i], NEVER);
            expectBad("recipient");
            curve.sellWithPermit(1e18, 0, recipients[i], NEVER, 0, 0, 0);
            expectBad("recipient");
            factory.firstBuy{ value: 1 ether }(curve, 0, recipients[i]);
        }
    }

    function test_buy_thatReachesTheTarget_isCappedAndRefunded() public {
        passSnipeTime();
        buyAs(bob, 3 ether);
        CurveState memory before = curve.state();
        uint256 left = before.saleSupply - before.tokensSold;
        // What is missing, and a fee of 1 % of the whole.
        uint256 gross = (before.targetWei - before.reserveWei) * 10_000 / 9900 + 1;
        fund(alice, 100 ether);
        vm.expectEmit(address(curve));
        emit IBondingCurve.Trade(
            alice, alice, true, gross, left, gross - (8 ether - before.reserveWei), 8 ether, before.saleSupply
        );
        vm.expectEmit(address(curve));
        emit IBondingCurve.TargetReached(8 ether);
        vm.prank(alice);
        (uint256 tokensOut, uint256 weiSpent) = curve.buy{ value: 100 ether }(left, alice, NEVER);
        assertEq(tokensOut, left, "exactly what was left");
        assertEq(weiSpent, gross, "exactly what it cost");
        assertEq(alice.balance, 100 ether - gross, "the rest came back");
        assertEq(address(curve).balance, 8 ether, "the target to the wei");
        assertEq(token.balanceOf(address(curve)), usualParams().liquiditySupply, "the pool's tokens are left");
        assertTrue(curve.state().complete, "complete");
        checkSolvent();
    }

    function test_buy_ofLessThanWhatIsMissing_doesNotComplete() public {
        passSnipeTime();
        uint256 gross = uint256(8 ether) * 10_000 / 9900 + 1;
        (uint256 tokensOut,) = buyAs(alice, gross - 1);
        assertLe(tokensOut, usualParams().saleSupply - 1, "something is left");
        assertFalse(curve.state().complete, "not complete");
        // The crumb that is left costs a wei and its fee at most.
        (, uint256 weiSpent) = buyAs(bob, 1 ether);
        assertLe(weiSpent, 3, "the crumb");
        assertTrue(curve.state().complete, "complete");
        checkSolvent();
    }

    function test_buys_whenComplete_revert() public {
        completeAs(alice);
        vm.expectRevert(IBondingCurve.BondingCurve_Complete.selector);
        curve.buy{ value: 1 ether }(0, bob, NEVER);
        vm.expectRevert(IBondingCurve.BondingCurve_Complete.selector);
        curve.buyExactOut{ value: 1 ether }(1, bob, NEVER);
        vm.expectRevert(IBondingCurve.BondingCurve_Complete.selector);
        factory.firstBuy{ value: 1 ether }(curve, 0, bob);
        (uint256 tokensOut, uint256 weiSpent, uint256 feeWei) = curve.quoteBuy(1 ether);
        assertEq(tokensOut + weiSpent + feeWei, 0, "no quote");
        (weiSpent, feeWei) = curve.quoteBuyExactOut(1);
        assertEq(weiSpent + feeWei, 0, "no exact quote");
    }

    function test_sell_whenComplete_opensBuysAgain() public {
        passSnipeTime();
        completeAs(alice);
        vm.prank(alice);
        curve.sell(1_000_000e18, 0, alice, NEVER);
        assertFalse(curve.state().complete, "open again");
        vm.deal(bob, 1 ether);
        vm.expectEmit(address(curve));
        emit IBondingCurve.TargetReached(8 ether);
        vm.prank(bob);
        curve.buy{ value: 1 ether }(0, bob, NEVER);
        assertTrue(curve.state().complete, "complete again");
        assertEq(token.balanceOf(bob), 1_000_000e18, "what was sold");
        assertEq(address(curve).balance, 8 ether, "the target to the wei");
        checkSolvent();
    }

    function test_buy_whenTheRefundIsRefused_reverts() public {
        Refuser refuser = new Refuser(curve);
        vm.deal(address(refuser), 100 ether);
        passSnipeTime();
        uint256 gross = uint256(8 ether) * 10_000 / 9900 + 1;
        vm.expectRevert(
            abi.encodeWithSelector(
                IBondingCurve.BondingCurve_PaymentFailed.selector, address(refuser), 100 ether - gross
            )
        );
        refuser.buy(100 ether);
        refuser.buy(1 ether);
        assertEq(address(refuser).balance, 99 ether, "without a refund it can buy");
    }

    function test_buy_whenTheTokenRefusesTheFee_reverts() public {
        token.refuseEth();
        vm.expectRevert(
            abi.encodeWithSelector(IBondingCurve.BondingCurve_PaymentFailed.selector, address(token), 0.5 ether)
        );
        curve.buy{ value: 1 ether }(0, bob, NEVER);
    }

    // buyExactOut

    function test_buyExactOut_givesTheTokensAndRefunds() public {
        passSnipeTime();
        (uint256 cost, uint256 fee) = curve.quoteBuyExactOut(50_000_000e18);
        fund(alice, 5 ether);
        vm.expectEmit(address(curve));
        emit IBondingCurve.Trade(alice, bob, true, cost, 50_000_000e18, fee, cost - fee, 50_000_000e18);
        vm.prank(alice);
        uint256 spent = curve.buyExactOut{ value: 5 ether }(50_000_000e18, bob, NEVER);
        assertEq(spent, cost, "as quoted");
        assertEq(alice.balance, 5 ether - cost, "the rest came back");
        assertEq(token.balanceOf(bob), 50_000_000e18, "exactly");
        assertEq(address(token).balance, fee, "fee to the token");
        assertEq(fee, (cost + 99) / 100, "the fee rounds up");
        checkSolvent();
    }

    function test_buyExactOut_ofAll_completes() public {
        fund(alice, 100 ether);
        vm.prank(alice);
        curve.buyExactOut{ value: 100 ether }(usualParams().saleSupply, alice, NEVER);
        assertTrue(curve.state().complete, "complete");
        assertEq(address(curve).balance, 8 ether, "the target to the wei");
    }

    function test_buyExactOut_forTooLittleEth_reverts() public {
        (uint256 cost,) = curve.quoteBuyExactOut(1e24);
        vm.expectRevert(abi.encodeWithSelector(IBondingCurve.BondingCurve_ExcessiveInput.selector, cost, cost - 1));
        curve.buyExactOut{ value: cost - 1 }(1e24, bob, NEVER);
    }

    function test_buyExactOut_ofMoreThanIsLeft_reverts() public {
        uint256 left = usualParams().saleSupply;
        vm.expectRevert(
            abi.encodeWithSelector(IBondingCurve.BondingCurve_NotEnoughReserve.selector, left + 1, left)
        );
        curve.buyExactOut{ value: 100 ether }(left + 1, bob, NEVER);
        (uint256 cost, uint256 fee) = curve.quoteBuyExactOut(left + 1);
        assertEq(cost + fee, 0, "no quote");
        (cost, fee) = curve.quoteBuyExactOut(NEVER);
        assertEq(cost + fee, 0, "no quote of everything");
    }

    function test_buyExactOut_ofNothingOrTooLate_reverts() public {
        vm.expectRevert(IBondingCurve.BondingCurve_ZeroAmount.selector);
        curve.buyExactOut{ value: 1 }(0, bob, NEVER);
        vm.expectRevert(abi.encodeWithSelector(IBondingCurve.BondingCurve_Expired.selector, 5, block.timestamp));
        curve.buyExactOut{ value: 1 }(1, bob, 5);
    }

    function test_buyExactOut_ofACrumb_costsAtLeastAWeiAndAFee() public {
        passSnipeTime();
        for (uint256 i = 0; i < 10; ++i) {
            uint256 spent = curve.buyExactOut{ value: 10 }(1, bob, NEVER);
            assertLe(2, spent, "a wei and a fee");
        }
        checkSolvent();
    }

    // firstBuy

    function test_firstBuy_paysTheLastingFeeOnly() public {
        assertEq(curve.currentFeeBps(), 5000, "others pay the snipe fee");
        (uint256 tokensOut, uint256 weiSpent) = factory.firstBuy{ value: 1 ether }(curve, 0, alice);
        assertEq(weiSpent, 1 ether, "spent");
        assertEq(token.balanceOf(alice), tokensOut, "tokens");
        assertEq(address(token).balance, 0.01 ether, "1 %");
    }

    function test_firstBuy_byAnyoneElse_reverts() public {
        vm.expectRevert(abi.encodeWithSelector(IBondingCurve.BondingCurve_NotLaunchpad.selector, address(this)));
        curve.firstBuy{ value: 1 ether }(0, alice);
    }

    function test_firstBuy_belowTheMinimum_reverts() public {
        passSnipeTime();
        (uint256 quoted,,) = curve.quoteBuy(1 ether);
        vm.expectRevert(
            abi.encodeWithSelector(IBondingCurve.BondingCurve_InsufficientOutput.selector, quoted, quoted + 1)
        );
        factory.firstBuy{ value: 1 ether }(curve, quoted + 1, alice);
    }
}
