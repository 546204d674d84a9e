// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { Initializable } from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import { CurveParams, CurveState, IBondingCurve } from "../../../contracts/interfaces/IBondingCurve.sol";
import { BondingCurve } from "../../../contracts/launch/BondingCurve.sol";
import { CurveTest } from "./CurveTest.sol";

/// @notice Each function of the curve, branch by branch. See BondingCurve.tree.
contract BondingCurveTest is CurveTest {
    function expectBad(string memory name) private {
        vm.expectRevert(abi.encodeWithSelector(IBondingCurve.BondingCurve_BadParameter.selector, name));
    }

    // initialize

    function test_initialize_keepsParamsAndStartsEmpty() public view {
        CurveParams memory given = usualParams();
        given.token = address(token);
        assertEq(abi.encode(curve.params()), abi.encode(given), "params");
        assertEq(curve.startedAt(), 1_000_000, "startedAt");
        CurveState memory s = curve.state();
        assertEq(s.reserveWei, 0, "reserve");
        assertEq(s.tokensSold, 0, "sold");
        assertEq(s.targetWei, 8 ether, "target");
        assertEq(s.saleSupply, given.saleSupply, "sale");
        assertEq(s.feeBps, 5000, "fee");
        assertFalse(s.complete, "complete");
        // T·L/D = 8·250/(0.9·650 − 250) and (1 − τ)·S²/D, in closed form, to the last digits.
        assertClose(s.virtualWei, uint256(8 ether) * 250 / 335, 1, "x0");
        assertClose(s.virtualTokens, uint256(585) * 650_000_000e18 / 335, 1, "y0");
        assertEq(s.priceWei, s.virtualWei * 1e18 / s.virtualTokens, "price");
    }

    function test_initialize_again_reverts() public {
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        curve.initialize(usualParams());
    }

    function test_initialize_ofTheImplementation_reverts() public {
        BondingCurve implementation = new BondingCurve();
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        implementation.initialize(usualParams());
    }

    function test_initialize_withBadParameters_revertsWithTheirNames() public {
        CurveParams memory p = usualParams();
        p.saleSupply = 1e18 - 1;
        expectBad("saleSupply");
        factory.make(p);
        p.saleSupply = uint256(type(uint104).max) + 1;
        expectBad("saleSupply");
        factory.make(p);

        p = usualParams();
        p.liquiditySupply = 1e18 - 1;
        expectBad("liquiditySupply");
        factory.make(p);
        p.liquiditySupply = uint256(type(uint104).max) + 1;
        expectBad("liquiditySupply");
        factory.make(p);

        p = usualParams();
        p.targetWei = 1 gwei - 1;
        expectBad("targetWei");
        factory.make(p);
        p.targetWei = uint256(type(uint104).max) + 1;
        expectBad("targetWei");
        factory.make(p);

        p = usualParams();
        p.treasuryBps = 10_000;
        expectBad("treasuryBps");
        factory.make(p);

        p = usualParams();
        p.snipeFeeBps = 9001;
        expectBad("snipeFeeBps");
        factory.make(p);

        p = usualParams();
        p.feeBps = p.snipeFeeBps + 1;
        expectBad("feeBps");
        factory.make(p);
    }

    function test_initialize_withAnAbsurdPriceRange_reverts() public {
        CurveParams memory p = usualParams();
        p.treasuryBps = 0;
        p.saleSupply = 100e24;
        // (S / L)² just below 1.05 and just above 1000, then both just inside.
        p.liquiditySupply = 97.6e24;
        expectBad("shape");
        factory.make(p);
        p.liquiditySupply = 3.16e24;
        expectBad("shape");
        factory.make(p);
        p.liquiditySupply = 97.5e24;
        factory.make(p);
        p.liquiditySupply = 3.17e24;
        factory.make(p);
        // More for the pool than the raise can pay for at the last price.
        p.liquiditySupply = 120e24;
        expectBad("shape");
        factory.make(p);
    }

    function test_initialize_withoutTokensOrFunding_reverts() public {
        vm.expectRevert(abi.encodeWithSelector(IBondingCurve.BondingCurve_BadParameter.selector, "token"));
        this.makeUnfunded(address(0));
        vm.expectRevert(abi.encodeWithSelector(IBondingCurve.BondingCurve_BadParameter.selector, "supply"));
        this.makeUnfunded(address(token));
    }

    function makeUnfunded(address chosenToken) external {
        CurveParams memory p = usualParams();
        p.token = chosenToken;
        IBondingCurve(cloneOf(factory.implementation())).initialize(p);
    }

    function cloneOf(address implementation) private returns (address clone) {
        bytes memory code = abi.encodePacked(
            hex"3d602d80600a3d3981f3363d3d373d3d3d363d73", implementation, hex"5af43d82803e903d91602b57fd5bf3"
        );
        assembly ("memory-safe") {
            clone := create(0, add(code, 32), mload(code))
        }
    }

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

    // sell

    function test_sell_paysTheReserveLessTheLastingFee() public {
        (uint256 bought,) = buyAs(alice, 4 ether);
        uint256 reserve = curve.state().reserveWei;
        uint256 feesBefore = address(token).balance;
        (uint256 quoted, uint256 fee) = curve.quoteSell(bought);
        assertEq(quoted + fee, reserve, "the whole reserve");
        assertEq(fee, (reserve + 99) / 100, "1 %, even while buys pay the snipe fee");
        vm.expectEmit(address(curve));
        emit IBondingCurve.Trade(alice, bob, false, quoted, bought, fee, 0, 0);
        vm.prank(alice);
        uint256 weiOut = curve.sell(bought, quoted, bob, NEVER);
        assertEq(weiOut, quoted, "as quoted");
        assertEq(bob.balance, quoted, "to the recipient");
        assertEq(address(token).balance - feesBefore, fee, "fee to the token");
        assertEq(address(curve).balance, 0, "nothing is left");
        assertEq(token.balanceOf(alice), 0, "tokens are back");
        checkSolvent();
    }

    function test_sell_belowTheMinimum_reverts() public {
        (uint256 bought,) = buyAs(alice, 1 ether);
        (uint256 quoted,) = curve.quoteSell(bought);
        vm.prank(alice);
        vm.expectRevert(
            abi.encodeWithSelector(IBondingCurve.BondingCurve_InsufficientOutput.selector, quoted, quoted + 1)
        );
        curve.sell(bought, quoted + 1, alice, NEVER);
    }

    function test_sell_ofMoreThanWasSold_reverts() public {
        (uint256 bought,) = buyAs(alice, 1 ether);
        token.mint(alice, 1);
        vm.prank(alice);
        vm.expectRevert(
            abi.encodeWithSelector(IBondingCurve.BondingCurve_NotEnoughReserve.selector, bought + 1, bought)
        );
        curve.sell(bought + 1, 0, alice, NEVER);
        (uint256 weiOut, uint256 fee) = curve.quoteSell(bought + 1);
        assertEq(weiOut + fee, 0, "no quote");
    }

    function test_sell_ofWhatIsWorthNothing_reverts() public {
        buyAs(alice, 1 ether);
        vm.prank(alice);
        vm.expectRevert(IBondingCurve.BondingCurve_ZeroAmount.selector);
        curve.sell(0, 0, alice, NEVER);
        vm.prank(alice);
        vm.expectRevert(IBondingCurve.BondingCurve_ZeroAmount.selector);
        curve.sell(1, 0, alice, NEVER);
        (uint256 weiOut, uint256 fee) = curve.quoteSell(1);
        assertEq(weiOut + fee, 0, "no quote");
    }

    function test_sell_afterDeadline_reverts() public {
        vm.expectRevert(abi.encodeWithSelector(IBondingCurve.BondingCurve_Expired.selector, 5, block.timestamp));
        curve.sell(1, 0, bob, 5);
    }

    function test_sell_toARecipientThatRefuses_reverts() public {
        Refuser refuser = new Refuser(curve);
        (uint256 bought,) = buyAs(alice, 1 ether);
        (uint256 quoted,) = curve.quoteSell(bought);
        vm.prank(alice);
        vm.expectRevert(
            abi.encodeWithSelector(IBondingCurve.BondingCurve_PaymentFailed.selector, address(refuser), quoted)
        );
        curve.sell(bought, 0, address(refuser), NEVER);
    }

    // sellWithPermit

    function signPermit(uint256 key, uint256 amount, uint256 deadline)
        private
        view
        returns (uint8 v, bytes32 r, bytes32 s)
    {
        address owner = vm.addr(key);
        bytes32 typeHash =
            keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
        bytes32 structHash =
            keccak256(abi.encode(typeHash, owner, address(curve), amount, token.nonces(owner), deadline));
        return vm.sign(key, keccak256(abi.encodePacked(hex"1901", token.DOMAIN_SEPARATOR(), structHash)));
    }

    function test_sellWithPermit_needsNoApproval() public {
        uint256 key = 0xA11CE;
        address owner = vm.addr(key);
        (uint256 bought,) = curve.buy{ value: 1 ether }(0, owner, NEVER);
        (uint8 v, bytes32 r, bytes32 s) = signPermit(key, bought, block.timestamp + 60);
        vm.prank(owner);
        uint256 weiOut = curve.sellWithPermit(bought, 0, owner, block.timestamp + 60, v, r, s);
        assertEq(owner.balance, weiOut, "paid");
        assertEq(token.allowance(owner, address(curve)), 0, "no allowance is left");
    }

    function test_sellWithPermit_whenThePermitWasUsedByAnother_stillSells() public {
        uint256 key = 0xA11CE;
        address owner = vm.addr(key);
        (uint256 bought,) = curve.buy{ value: 1 ether }(0, owner, NEVER);
        (uint8 v, bytes32 r, bytes32 s) = signPermit(key, bought, block.timestamp + 60);
        token.permit(owner, address(curve), bought, block.timestamp + 60, v, r, s);
        vm.prank(owner);
        uint256 weiOut = curve.sellWithPermit(bought, 0, owner, block.timestamp + 60, v, r, s);
        assertEq(owner.balance, weiOut, "paid");
    }

    function test_sellWithPermit_withABadPermit_reverts() public {
        (uint256 bought,) = curve.buy{ value: 1 ether }(0, alice, NEVER);
        vm.prank(alice);
        vm.expectRevert();
        curve.sellWithPermit(bought, 0, alice, NEVER, 27, bytes32(uint256(1)), bytes32(uint256(1)));
        assertEq(token.balanceOf(alice), bought, "nothing moved");
        vm.expectRevert(abi.encodeWithSelector(IBondingCurve.BondingCurve_Expired.selector, 5, block.timestamp));
        curve.sellWithPermit(bought, 0, alice, 5, 27, 0, 0);
    }

    // sellExactOut

    function test_sellExactOut_paysExactly() public {
        passSnipeTime();
        (uint256 bought,) = buyAs(alice, 4 ether);
        (uint256 quoted, uint256 fee) = curve.quoteSellExactOut(1 ether);
        uint256 reserve = curve.state().reserveWei;
        vm.expectEmit(address(curve));
        emit IBondingCurve.Trade(alice, bob, false, 1 ether, quoted, fee, reserve - 1 ether - fee, bought - quoted);
        vm.prank(alice);
        uint256 tokensIn = curve.sellExactOut(1 ether, quoted, bob, NEVER);
        assertEq(tokensIn, quoted, "as quoted");
        assertEq(bob.balance, 1 ether, "exactly");
        assertEq(token.balanceOf(alice), bought - tokensIn, "tokens");
        checkSolvent();
    }

    function test_sellExactOut_ofEverything_emptiesTheReserve() public {
        (uint256 bought,) = buyAs(alice, 4 ether);
        (uint256 all,) = curve.quoteSell(bought);
        vm.prank(alice);
        curve.sellExactOut(all, bought, alice, NEVER);
        assertEq(curve.state().reserveWei, 0, "empty");
        checkSolvent();
    }

    function test_sellExactOut_ofMoreThanTheReservePays_reverts() public {
        (uint256 bought,) = buyAs(alice, 4 ether);
        (uint256 all,) = curve.quoteSell(bought);
        uint256[2] memory asked = [all + 1, NEVER];
        for (uint256 i = 0; i < asked.length; ++i) {
            vm.prank(alice);
            vm.expectRevert(
                abi.encodeWithSelector(IBondingCurve.BondingCurve_NotEnoughReserve.selector, asked[i], all)
            );
            curve.sellExactOut(asked[i], NEVER, alice, NEVER);
            (uint256 tokensIn, uint256 fee) = curve.quoteSellExactOut(asked[i]);
            assertEq(tokensIn + fee, 0, "no quote");
        }
    }

    function test_sellExactOut_aboveTheMaximum_reverts() public {
        buyAs(alice, 4 ether);
        (uint256 quoted,) = curve.quoteSellExactOut(1 ether);
        vm.prank(alice);
        vm.expectRevert(
            abi.encodeWithSelector(IBondingCurve.BondingCurve_ExcessiveInput.selector, quoted, quoted - 1)
        );
        curve.sellExactOut(1 ether, quoted - 1, alice, NEVER);
    }

    function test_sellExactOut_ofNothingOrTooLate_reverts() public {
        vm.expectRevert(IBondingCurve.BondingCurve_ZeroAmount.selector);
        curve.sellExactOut(0, NEVER, bob, NEVER);
        (uint256 tokensIn, uint256 fee) = curve.quoteSellExactOut(0);
        assertEq(tokensIn + fee, 0, "no quote");
        vm.expectRevert(abi.encodeWithSelector(IBondingCurve.BondingCurve_Expired.selector, 5, block.timestamp));
        curve.sellExactOut(1, NEVER, bob, 5);
    }

    // views

    function test_currentFeeBps_fallsInAStraightLineToTheLastingFee() public {
        assertEq(curve.currentFeeBps(), 5000, "at the start");
        vm.warp(1_000_000 + 300);
        assertEq(curve.currentFeeBps(), 2550, "half way");
        vm.warp(1_000_000 + 599);
        // 100 + 4900 / 600, rounded up.
        assertEq(curve.currentFeeBps(), 109, "a second before the end");
        vm.warp(1_000_000 + 600);
        assertEq(curve.currentFeeBps(), 100, "at the end");
        vm.warp(1_000_000 + 365 days);
        assertEq(curve.currentFeeBps(), 100, "for ever");
    }

    function test_currentFeeBps_withoutDuration_isTheLastingFee() public {
        CurveParams memory p = usualParams();
        p.snipeDurationSec = 0;
        (curve, token) = factory.make(p);
        assertEq(curve.currentFeeBps(), 100, "at once");
    }

    function test_quoteBuy_ofAnyAmount_doesNotRevert() public view {
        (uint256 tokensOut, uint256 weiSpent, uint256 fee) = curve.quoteBuy(NEVER);
        assertEq(tokensOut, usualParams().saleSupply, "all");
        assertEq(weiSpent - fee, 8 ether, "the target");
        (tokensOut, weiSpent, fee) = curve.quoteBuy(0);
        assertEq(tokensOut + weiSpent + fee, 0, "nothing");
    }
}

/// @dev Buys, and takes no ETH back.
contract Refuser {
    IBondingCurve private immutable CURVE;

    constructor(IBondingCurve curve) {
        CURVE = curve;
    }

    function buy(uint256 weiIn) external {
        CURVE.buy{ value: weiIn }(0, address(this), type(uint256).max);
    }
}
