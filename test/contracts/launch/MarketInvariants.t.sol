// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IBondingCurve } from "../../../contracts/interfaces/IBondingCurve.sol";
import { PoolState } from "../../../contracts/interfaces/ILiquidityHook.sol";
import { Quote } from "../../../contracts/interfaces/IRouter.sol";
import { LiquidityHook } from "../../../contracts/launch/LiquidityHook.sol";
import { Router } from "../../../contracts/launch/Router.sol";
import { ModelToken } from "../../../contracts/token/ModelToken.sol";
import { Base } from "../Base.sol";
import { MarketTest } from "./MarketTest.sol";

/// @notice The promises of docs/invariants/launch.md under any sequence of calls, from the first buy to long after
/// graduation, on the real token and the real manager.
contract MarketInvariantsTest is MarketTest {
    MarketHandler private handler;
    Router private router;

    function setUp() public override {
        super.setUp();
        router = new Router(hook);
        handler = new MarketHandler(router, hook, curve, token);
        targetContract(address(handler));
        bytes4[] memory selectors = new bytes4[](8);
        selectors[0] = MarketHandler.buy.selector;
        selectors[1] = MarketHandler.buyExactOut.selector;
        selectors[2] = MarketHandler.sell.selector;
        selectors[3] = MarketHandler.sellExactOut.selector;
        selectors[4] = MarketHandler.graduate.selector;
        selectors[5] = MarketHandler.collect.selector;
        selectors[6] = MarketHandler.burn.selector;
        selectors[7] = MarketHandler.pass.selector;
        targetSelector(address(handler), selectors);
    }

    function invariant_hookAndRouterHoldNothing() public view {
        assertEq(address(hook).balance + address(router).balance, 0, "ETH");
        assertEq(token.balanceOf(address(hook)) + token.balanceOf(address(router)), 0, "tokens");
        assertEq(handler.failures(), 0, "every call that should succeed does, as quoted");
    }

    function invariant_liquidityIsForEver() public view {
        assertEq(pool().liquidity, handler.liquidity(), "as at graduation");
        assertTrue(hook.isGraduated(address(token)) == curve.state().graduated, "curve and hook agree");
    }

    /// @dev Money in less money out is where the books say it is, on whichever side of graduation.
    function invariant_everyWeiAndTokenIsAccountedFor() public view {
        assertEq(
            address(curve).balance + address(manager).balance + address(token).balance
                + launchpad.launchOf(address(token)).treasury.balance,
            handler.paidIn() - handler.paidOut(),
            "every wei is in the curve, the pool, the treasury or with the holders"
        );
        assertEq(token.totalSupply(), SUPPLY - handler.burned(), "only what was burned is gone");
        PoolState memory p = pool();
        assertLe(p.ethSide + p.uncollectedWei, address(manager).balance, "the manager has the pool's ETH");
        assertLe(p.tokenSide + p.uncollectedTokens, token.balanceOf(address(manager)), "and its tokens");
        if (!curve.state().graduated) return;
        assertEq(address(curve).balance + token.balanceOf(address(curve)), 0, "nothing is left in the curve");
        assertEq(
            token.eligibleSupply(),
            token.totalSupply() - token.balanceOf(address(manager)) - token.balanceOf(launchpad.launchOf(address(token)).vesting),
            "the pool and the vesting wallet do not count"
        );
    }

    /// @dev That the invariants are about something.
    function test_handler_reachesEveryState() public {
        for (uint256 i = 0; i < 300; ++i) {
            uint256 draw = uint256(keccak256(abi.encode(i)));
            uint256 kind = draw % 8;
            draw /= 8;
            if (kind == 0) handler.buy(draw, draw >> 8);
            else if (kind == 1) handler.buyExactOut(draw, draw >> 8);
            else if (kind == 2) handler.sell(draw, draw >> 8);
            else if (kind == 3) handler.sellExactOut(draw, draw >> 8);
            else if (kind == 4 && i > 60) handler.graduate(draw, draw >> 8);
            else if (kind == 5) handler.collect();
            else if (kind == 6) handler.burn(draw, draw >> 8);
            else handler.pass(draw);
            if (i % 10 == 0) {
                invariant_hookAndRouterHoldNothing();
                invariant_liquidityIsForEver();
                invariant_everyWeiAndTokenIsAccountedFor();
            }
        }
        for (uint256 i = 0; i < 2; ++i) {
            assertLe(2, handler.calls(i == 1, "buy"), "buys");
            assertLe(2, handler.calls(i == 1, "buyExactOut"), "exact buys");
            assertLe(2, handler.calls(i == 1, "sell"), "sales");
            assertLe(2, handler.calls(i == 1, "sellExactOut"), "exact sales");
        }
        assertLe(2, handler.calls(true, "collect"), "collections");
    }
}

/// @notice Three traders, who trade through the router whatever the token's venue. Where a trade is quoted it must succeed,
/// exactly as quoted; what does not is counted.
contract MarketHandler is Base {
    uint256 private constant NEVER = type(uint256).max;

    Router public router;
    LiquidityHook public hook;
    IBondingCurve public curve;
    ModelToken public token;
    address[3] public traders;

    uint256 public paidIn;
    uint256 public paidOut;
    uint256 public burned;
    uint256 public failures;
    uint128 public liquidity;
    mapping(bool inPool => mapping(bytes32 kind => uint256)) public calls;

    constructor(Router chosenRouter, LiquidityHook chosenHook, IBondingCurve chosenCurve, ModelToken chosenToken) {
        (router, hook, curve, token) = (chosenRouter, chosenHook, chosenCurve, chosenToken);
        for (uint256 i = 0; i < traders.length; ++i) {
            traders[i] = account(string.concat("trader ", string(abi.encodePacked(bytes1(uint8(0x31 + i))))));
            vm.prank(traders[i]);
            token.approve(address(router), NEVER);
        }
    }

    function buy(uint256 who, uint256 amount) external {
        uint256 weiIn = bound(amount, 1, 2 ether);
        Quote memory quote = router.quoteBuy(address(token), weiIn);
        if (!quote.isLive) return;
        address trader = enter(who, weiIn);
        try router.buy{ value: weiIn }(address(token), quote.tokenAmount, trader, NEVER) returns (
            uint256 tokensOut, uint256 weiSpent
        ) {
            check(quote, weiSpent, tokensOut);
            paidIn += weiSpent;
            leave("buy", quote.isPool);
        } catch {
            ++failures;
        }
        vm.stopPrank();
    }

    function buyExactOut(uint256 who, uint256 amount) external {
        uint256 tokens = bound(amount, 1, 50_000_000e18);
        Quote memory quote = router.quoteBuyExactOut(address(token), tokens);
        if (!quote.isLive) return;
        address trader = enter(who, quote.weiAmount + 7);
        try router.buyExactOut{ value: quote.weiAmount + 7 }(address(token), tokens, trader, NEVER) returns (
            uint256 weiSpent
        ) {
            check(quote, weiSpent, tokens);
            if (trader.balance != 7) ++failures;
            paidIn += weiSpent;
            leave("buyExactOut", quote.isPool);
        } catch {
            ++failures;
        }
        vm.stopPrank();
    }

    function sell(uint256 who, uint256 amount) external {
        uint256 held = token.balanceOf(traders[who % 3]);
        if (held == 0) return;
        uint256 tokens = bound(amount, 1, held);
        Quote memory quote = router.quoteSell(address(token), tokens);
        if (!quote.isLive) return;
        address trader = enter(who, 0);
        try router.sell(address(token), tokens, quote.weiAmount, trader, NEVER) returns (uint256 weiOut) {
            check(quote, weiOut, tokens);
            if (trader.balance != weiOut) ++failures;
            paidOut += weiOut;
            leave("sell", quote.isPool);
        } catch {
            ++failures;
        }
        vm.stopPrank();
    }

    function sellExactOut(uint256 who, uint256 amount) external {
        uint256 held = token.balanceOf(traders[who % 3]);
        uint256 weiOut = bound(amount, 1, 0.5 ether);
        Quote memory quote = router.quoteSellExactOut(address(token), weiOut);
        if (!quote.isLive || quote.tokenAmount > held) return;
        address trader = enter(who, 0);
        try router.sellExactOut(address(token), weiOut, quote.tokenAmount, trader, NEVER) returns (uint256 tokensIn) {
            check(quote, weiOut, tokensIn);
            paidOut += weiOut;
            leave("sellExactOut", quote.isPool);
        } catch {
            ++failures;
        }
        vm.stopPrank();
    }

    /// @dev One in four tries has the ETH for it: the curve should live for a while.
    function graduate(uint256 who, uint256 chance) external {
        if (curve.state().graduated || chance % 4 != 0) return;
        uint256 supply = token.totalSupply();
        enter(who, 20 ether);
        try router.graduate{ value: 20 ether }(address(token), NEVER) returns (uint256, uint256 weiSpent) {
            paidIn += weiSpent;
            burned += supply - token.totalSupply();
            liquidity = hook.pool(address(token)).liquidity;
        } catch {
            ++failures;
        }
        vm.stopPrank();
    }

    function collect() external {
        if (!hook.isGraduated(address(token))) return;
        (, uint256 burnedTokens) = hook.collect(address(token));
        burned += burnedTokens;
        ++calls[true]["collect"];
    }

    function burn(uint256 who, uint256 amount) external {
        address trader = traders[who % 3];
        uint256 held = token.balanceOf(trader);
        if (held < 100) return;
        uint256 tokens = bound(amount, 1, held / 100);
        vm.deal(trader, 0);
        vm.prank(trader);
        token.burn(tokens);
        burned += tokens;
        paidOut += trader.balance;
    }

    function pass(uint256 time) external {
        vm.warp(block.timestamp + bound(time, 1, 300));
    }

    function enter(uint256 who, uint256 purse) private returns (address trader) {
        trader = traders[who % 3];
        vm.deal(trader, purse);
        vm.startPrank(trader);
    }

    function leave(bytes32 kind, bool inPool) private {
        ++calls[inPool][kind];
    }

    function check(Quote memory quote, uint256 weiAmount, uint256 tokenAmount) private {
        if (quote.weiAmount != weiAmount || quote.tokenAmount != tokenAmount) ++failures;
    }
}
