// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IBondingCurve } from "../../../contracts/interfaces/IBondingCurve.sol";
import { ILiquidityHook } from "../../../contracts/interfaces/ILiquidityHook.sol";
import { IRouter, Quote } from "../../../contracts/interfaces/IRouter.sol";
import { Router } from "../../../contracts/launch/Router.sol";
import { Vm } from "../Base.sol";
import { MarketTest } from "./MarketTest.sol";

/// @notice Each test of a trade runs twice, on the curve and in the pool: a caller need not care.
contract RouterTest is MarketTest {
    Router private router;

    function setUp() public override {
        super.setUp();
        router = new Router(hook);
        buyAs(alice, 3 ether);
        vm.prank(alice);
        token.approve(address(router), NEVER);
    }

    /// @dev First while the token is on its curve, then once it has graduated.
    modifier onBoth() {
        uint256 snapshot = vm.snapshotState();
        _;
        checkHoldsNothing();
        vm.revertToState(snapshot);
        buyAs(bob, 20 ether);
        vm.deal(bob, 0);
        curve.graduate();
        vm.warp(block.timestamp + 10 minutes);
        _;
        checkHoldsNothing();
    }

    function test_constructor_withoutAHook_reverts() public {
        expectBad("hook");
        new Router(ILiquidityHook(alice));
    }

    // buy

    function test_buy_givesTheRecipientTokensAsQuoted() public onBoth {
        Quote memory quote = router.quoteBuy(address(token), 1 ether);
        uint256 before = token.balanceOf(creator);
        vm.deal(bob, 1 ether);
        vm.recordLogs();
        vm.prank(bob);
        (uint256 tokensOut, uint256 weiSpent) =
            router.buy{ value: 1 ether }(address(token), quote.tokenAmount, creator, NEVER);
        assertEq(tokensOut, quote.tokenAmount, "as quoted");
        assertEq(weiSpent, 1 ether, "all of it");
        assertEq(quote.weiAmount, 1 ether, "and quoted so");
        assertEq(token.balanceOf(creator) - before, tokensOut, "the recipient has them");
        checkEvent(bob, creator, true, weiSpent, tokensOut);
    }

    function test_buy_belowTheMinimum_reverts() public onBoth {
        Quote memory quote = router.quoteBuy(address(token), 1 ether);
        vm.deal(bob, 1 ether);
        vm.prank(bob);
        vm.expectRevert(
            abi.encodeWithSelector(
                quote.isPool
                    ? IRouter.Router_InsufficientOutput.selector
                    : IBondingCurve.BondingCurve_InsufficientOutput.selector,
                quote.tokenAmount,
                quote.tokenAmount + 1
            )
        );
        router.buy{ value: 1 ether }(address(token), quote.tokenAmount + 1, bob, NEVER);
    }

    function test_buy_acrossTheEndOfTheCurve_isCappedAndTheRestComesBack() public {
        Quote memory quote = router.quoteBuy(address(token), 50 ether);
        vm.deal(bob, 50 ether);
        vm.prank(bob);
        (uint256 tokensOut, uint256 weiSpent) = router.buy{ value: 50 ether }(address(token), 0, bob, NEVER);
        assertEq(tokensOut, quote.tokenAmount, "what was left");
        assertEq(weiSpent, quote.weiAmount, "and its price");
        assertEq(bob.balance, 50 ether - weiSpent, "the rest");
        assertTrue(curve.state().complete, "complete");
        checkHoldsNothing();
        vm.prank(bob);
        vm.expectRevert(IBondingCurve.BondingCurve_Complete.selector);
        router.buy{ value: 1 ether }(address(token), 0, bob, NEVER);
    }

    function test_buyExactOut_takesWhatItCostsAndGivesTheRestBack() public onBoth {
        uint256 wanted = 10_000_000e18;
        Quote memory quote = router.quoteBuyExactOut(address(token), wanted);
        vm.deal(bob, 5 ether);
        uint256 before = token.balanceOf(bob);
        vm.recordLogs();
        vm.prank(bob);
        uint256 weiSpent = router.buyExactOut{ value: 5 ether }(address(token), wanted, bob, NEVER);
        assertEq(weiSpent, quote.weiAmount, "as quoted");
        assertEq(token.balanceOf(bob) - before, wanted, "exactly");
        assertEq(bob.balance, 5 ether - weiSpent, "the rest");
        checkEvent(bob, bob, true, weiSpent, wanted);
    }

    function test_buyExactOut_aboveWhatIsSent_reverts() public onBoth {
        Quote memory quote = router.quoteBuyExactOut(address(token), 10_000_000e18);
        vm.deal(bob, 5 ether);
        // ETH that somebody forced here must not pay for it either.
        vm.deal(address(router), 1 ether);
        vm.prank(bob);
        vm.expectRevert(
            abi.encodeWithSelector(
                quote.isPool
                    ? IRouter.Router_ExcessiveInput.selector
                    : IBondingCurve.BondingCurve_ExcessiveInput.selector,
                quote.weiAmount,
                quote.weiAmount - 1
            )
        );
        router.buyExactOut{ value: quote.weiAmount - 1 }(address(token), 10_000_000e18, bob, NEVER);
        vm.deal(address(router), 0);
    }

    // sell

    function test_sell_paysTheRecipientAsQuoted() public onBoth {
        uint256 sold = 50_000_000e18;
        Quote memory quote = router.quoteSell(address(token), sold);
        uint256 tokensBefore = token.balanceOf(alice);
        vm.deal(creator, 0);
        vm.recordLogs();
        vm.prank(alice);
        uint256 weiOut = router.sell(address(token), sold, quote.weiAmount, creator, NEVER);
        assertEq(weiOut, quote.weiAmount, "as quoted");
        assertEq(creator.balance, weiOut, "the recipient is paid");
        assertEq(tokensBefore - token.balanceOf(alice), sold, "the seller paid");
        checkEvent(alice, creator, false, weiOut, sold);
    }

    function test_sell_belowTheMinimum_reverts() public onBoth {
        Quote memory quote = router.quoteSell(address(token), 1e24);
        vm.prank(alice);
        vm.expectRevert(
            abi.encodeWithSelector(
                quote.isPool
                    ? IRouter.Router_InsufficientOutput.selector
                    : IBondingCurve.BondingCurve_InsufficientOutput.selector,
                quote.weiAmount,
                quote.weiAmount + 1
            )
        );
        router.sell(address(token), 1e24, quote.weiAmount + 1, alice, NEVER);
    }

    function test_sell_withoutAllowance_reverts() public onBoth {
        vm.startPrank(alice);
        token.transfer(creator, 1e24);
        vm.stopPrank();
        vm.prank(creator);
        vm.expectRevert();
        router.sell(address(token), 1e24, 0, creator, NEVER);
    }

    function test_sellExactOut_takesWhatItCosts() public onBoth {
        Quote memory quote = router.quoteSellExactOut(address(token), 0.5 ether);
        uint256 before = token.balanceOf(alice);
        vm.deal(alice, 0);
        vm.recordLogs();
        vm.prank(alice);
        uint256 tokensIn = router.sellExactOut(address(token), 0.5 ether, quote.tokenAmount, alice, NEVER);
        assertEq(tokensIn, quote.tokenAmount, "as quoted");
        assertEq(alice.balance, 0.5 ether, "exactly");
        assertEq(before - token.balanceOf(alice), tokensIn, "the seller paid");
        checkEvent(alice, alice, false, 0.5 ether, tokensIn);
    }

    function test_sellExactOut_aboveTheMaximum_reverts() public onBoth {
        Quote memory quote = router.quoteSellExactOut(address(token), 0.5 ether);
        vm.prank(alice);
        vm.expectRevert(
            abi.encodeWithSelector(
                quote.isPool
                    ? IRouter.Router_ExcessiveInput.selector
                    : IBondingCurve.BondingCurve_ExcessiveInput.selector,
                quote.tokenAmount,
                quote.tokenAmount - 1
            )
        );
        router.sellExactOut(address(token), 0.5 ether, quote.tokenAmount - 1, alice, NEVER);
    }

    function test_sellWithPermit_needsNoApproval() public onBoth {
        uint256 key = 0xB0B;
        address owner = vm.addr(key);
        vm.prank(alice);
        token.transfer(owner, 1e24);
        uint256 deadline = block.timestamp + 60;
        (uint8 v, bytes32 r, bytes32 s) = signPermit(key, owner, 1e24, deadline);
        // Somebody who saw it uses it first: no harm.
        token.permit(owner, address(router), 1e24, deadline, v, r, s);
        vm.prank(owner);
        uint256 weiOut = router.sellWithPermit(address(token), 1e24, 0, owner, deadline, v, r, s);
        assertEq(owner.balance, weiOut, "paid");
        vm.deal(owner, 0);
    }

    // limits of every trade

    function test_trades_afterTheirDeadline_revert() public onBoth {
        uint256 late = block.timestamp - 1;
        vm.deal(alice, 1 ether);
        vm.startPrank(alice);
        bytes memory expired = abi.encodeWithSelector(IRouter.Router_Expired.selector, late, block.timestamp);
        vm.expectRevert(expired);
        router.buy{ value: 1 ether }(address(token), 0, alice, late);
        vm.expectRevert(expired);
        router.buyExactOut{ value: 1 ether }(address(token), 1e18, alice, late);
        vm.expectRevert(expired);
        router.sell(address(token), 1e18, 0, alice, late);
        vm.expectRevert(expired);
        router.sellExactOut(address(token), 1e9, NEVER, alice, late);
        vm.expectRevert(expired);
        router.sellWithPermit(address(token), 1e18, 0, alice, late, 0, 0, 0);
        vm.expectRevert(expired);
        router.graduate(address(token), late);
        vm.stopPrank();
    }

    function test_trades_toARecipientThatWouldLoseIt_revert() public onBoth {
        address[4] memory bad = [address(0), address(token), address(router), address(manager)];
        vm.deal(alice, 1 ether);
        vm.startPrank(alice);
        for (uint256 i = 0; i < 4; ++i) {
            expectBad("recipient");
            router.buy{ value: 1 ether }(address(token), 0, bad[i], NEVER);
            expectBad("recipient");
            router.buyExactOut{ value: 1 ether }(address(token), 1e18, bad[i], NEVER);
            expectBad("recipient");
            router.sell(address(token), 1e18, 0, bad[i], NEVER);
            expectBad("recipient");
            router.sellExactOut(address(token), 1e9, NEVER, bad[i], NEVER);
        }
        vm.stopPrank();
    }

    function test_trades_ofATokenNobodyLaunched_revertAndAreNotQuoted() public {
        bytes memory unknown = abi.encodeWithSelector(IRouter.Router_UnknownToken.selector, bob);
        vm.deal(alice, 1 ether);
        vm.startPrank(alice);
        vm.expectRevert(unknown);
        router.buy{ value: 1 ether }(bob, 0, alice, NEVER);
        vm.expectRevert(unknown);
        router.buyExactOut{ value: 1 ether }(bob, 1e18, alice, NEVER);
        vm.expectRevert(unknown);
        router.sell(bob, 1e18, 0, alice, NEVER);
        vm.expectRevert(unknown);
        router.sellExactOut(bob, 1e9, NEVER, alice, NEVER);
        vm.expectRevert(unknown);
        router.sellWithPermit(bob, 1e18, 0, alice, NEVER, 0, 0, 0);
        vm.expectRevert(unknown);
        router.graduate(bob, NEVER);
        Quote memory none;
        assertEq(abi.encode(router.quoteBuy(bob, 1)), abi.encode(none), "buy");
        assertEq(abi.encode(router.quoteBuyExactOut(bob, 1)), abi.encode(none), "buyExactOut");
        assertEq(abi.encode(router.quoteSell(bob, 1)), abi.encode(none), "sell");
        assertEq(abi.encode(router.quoteSellExactOut(bob, 1)), abi.encode(none), "sellExactOut");
    }

    function test_trades_ofNothing_revert() public onBoth {
        bool isPool = hook.isGraduated(address(token));
        vm.startPrank(alice);
        for (uint256 i = 0; i < 4; ++i) {
            if (isPool) expectBad("amount");
            else vm.expectRevert(IBondingCurve.BondingCurve_ZeroAmount.selector);
            if (i == 0) router.buy(address(token), 0, alice, NEVER);
            if (i == 1) router.buyExactOut(address(token), 0, alice, NEVER);
            if (i == 2) router.sell(address(token), 0, 0, alice, NEVER);
            if (i == 3) router.sellExactOut(address(token), 0, NEVER, alice, NEVER);
        }
        vm.stopPrank();
    }

    function test_trades_inThePool_forNothing_revert() public {
        buyAs(bob, 20 ether);
        curve.graduate();
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IRouter.Router_InsufficientOutput.selector, 0, 1));
        router.sell(address(token), 1, 0, alice, NEVER);
    }

    function test_buyExactOut_ofMoreThanThePoolHas_reverts() public {
        buyAs(bob, 20 ether);
        curve.graduate();
        vm.deal(bob, type(uint120).max);
        vm.prank(bob);
        vm.expectRevert();
        router.buyExactOut{ value: type(uint120).max }(address(token), 300_000_000e18, bob, NEVER);
    }

    // graduate

    function test_graduate_buysWhatIsLeftAndGraduates() public {
        vm.deal(bob, 20 ether);
        vm.recordLogs();
        vm.prank(bob);
        (uint256 tokensOut, uint256 weiSpent) = router.graduate{ value: 20 ether }(address(token), NEVER);
        checkEvent(bob, bob, true, weiSpent, tokensOut);
        assertTrue(hook.isGraduated(address(token)), "open");
        assertEq(token.balanceOf(bob), tokensOut, "bob has the last tokens");
        assertEq(bob.balance, 20 ether - weiSpent, "and the rest of the ETH");
        checkHoldsNothing();
    }

    function test_graduate_withTooLittle_reverts() public {
        uint256 left = 650_000_000e18 - curve.state().tokensSold;
        (uint256 got,,) = curve.quoteBuy(1 ether);
        vm.deal(bob, 1 ether);
        vm.prank(bob);
        vm.expectRevert(
            abi.encodeWithSelector(IBondingCurve.BondingCurve_InsufficientOutput.selector, got, left)
        );
        router.graduate{ value: 1 ether }(address(token), NEVER);
    }

    function test_graduate_ofACompleteSale_costsNothing_andAgainDoesNothing() public {
        buyAs(bob, 20 ether);
        vm.deal(bob, 1 ether);
        vm.startPrank(bob);
        router.graduate{ value: 1 ether }(address(token), NEVER);
        assertEq(bob.balance, 1 ether, "all of it came back");
        router.graduate{ value: 1 ether }(address(token), NEVER);
        assertEq(bob.balance, 1 ether, "all of it came back again");
        checkHoldsNothing();
    }

    // who may call what

    function test_callbacks_byAnyoneElse_revert() public {
        bytes memory unexpected = abi.encodeWithSelector(IRouter.Router_UnexpectedCallback.selector, bob);
        vm.startPrank(bob);
        vm.expectRevert(unexpected);
        router.onCurveSell(1e24);
        vm.expectRevert(unexpected);
        router.unlockCallback("");
    }

    function test_receive_outsideOfATrade_reverts() public {
        vm.deal(bob, 1 ether);
        vm.prank(bob);
        vm.expectRevert(abi.encodeWithSelector(IRouter.Router_UnexpectedPayment.selector, bob, 1 ether));
        payable(address(router)).transfer(1 ether);
    }

    function test_attack_aRecipientThatComesBack_isRefused() public onBoth {
        Returner returner = new Returner(router, address(token));
        vm.prank(alice);
        router.sell(address(token), 1e24, 0, address(returner), NEVER);
        assertTrue(returner.wasRefused(), "no trade inside a trade");
    }

    function test_attack_aCurveOfSomebodyElse_cannotPullTokens() public {
        // Alice has approved the router. A contract that plays the curve is never asked to be one.
        Puller puller = new Puller(router);
        vm.expectRevert(
            abi.encodeWithSelector(IRouter.Router_UnexpectedCallback.selector, address(puller))
        );
        puller.pull(1e24);
    }

    function test_sellFrom_withoutPaying_reverts() public {
        NonPayer seller = new NonPayer(curve);
        vm.expectRevert(abi.encodeWithSelector(IBondingCurve.BondingCurve_NotPaid.selector, 0, 1e24));
        seller.sell(1e24);
        vm.expectRevert();
        seller.sellExactOut(1e15);
    }

    // helpers

    function checkHoldsNothing() private view {
        assertEq(address(router).balance, 0, "no ETH in the router");
        assertEq(token.balanceOf(address(router)), 0, "no tokens in the router");
    }

    function checkEvent(address trader, address recipient, bool isBuy, uint256 weiAmount, uint256 tokenAmount) private {
        Vm.Log memory log = logOf(IRouter.RouterTrade.selector);
        assertEq(log.topics[1], bytes32(uint256(uint160(address(token)))), "token");
        assertEq(log.topics[2], bytes32(uint256(uint160(trader))), "trader");
        assertEq(log.topics[3], bytes32(uint256(uint160(recipient))), "recipient");
        assertEq(log.data, abi.encode(isBuy, weiAmount, tokenAmount), "amounts");
    }

    function signPermit(uint256 key, address owner, uint256 value, uint256 deadline)
        private
        view
        returns (uint8 v, bytes32 r, bytes32 s)
    {
        bytes32 structHash = keccak256(
            abi.encode(
                keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"),
                owner,
                address(router),
                value,
                token.nonces(owner),
                deadline
            )
        );
        return vm.sign(key, keccak256(abi.encodePacked(hex"1901", token.DOMAIN_SEPARATOR(), structHash)));
    }

    function expectBad(string memory name) private {
        vm.expectRevert(abi.encodeWithSelector(IRouter.Router_BadParameter.selector, name));
    }
}

/// @dev Is paid, and trades again at once.
contract Returner {
    Router private immutable ROUTER;
    address private immutable TOKEN;
    bool public wasRefused;

    constructor(Router router, address token) {
        ROUTER = router;
        TOKEN = token;
    }

    receive() external payable {
        try ROUTER.buy{ value: msg.value }(TOKEN, 0, address(this), type(uint256).max) { }
        catch {
            wasRefused = true;
        }
    }
}

/// @dev Calls the router back as a curve would.
contract Puller {
    Router private immutable ROUTER;

    constructor(Router router) {
        ROUTER = router;
    }

    function pull(uint256 amount) external {
        ROUTER.onCurveSell(amount);
    }
}

/// @dev Sells with a callback in which it does nothing.
contract NonPayer {
    IBondingCurve private immutable CURVE;

    constructor(IBondingCurve curve) {
        CURVE = curve;
    }

    function sell(uint256 tokens) external {
        CURVE.sellFrom(tokens, 0, address(this), type(uint256).max);
    }

    function sellExactOut(uint256 weiOut) external {
        CURVE.sellExactOutFrom(weiOut, type(uint256).max, address(this), type(uint256).max);
    }

    function onCurveSell(uint256) external { }
}
