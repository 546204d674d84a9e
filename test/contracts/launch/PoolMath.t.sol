// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { TickMath } from "@uniswap/v4-core/src/libraries/TickMath.sol";
import { PoolKey } from "@uniswap/v4-core/src/types/PoolKey.sol";
import { Quote } from "../../../contracts/interfaces/IRouter.sol";
import { PoolState } from "../../../contracts/interfaces/ILiquidityHook.sol";
import { PoolMath } from "../../../contracts/libraries/PoolMath.sol";
import { AnyMarketTest } from "./AnyMarketTest.sol";

/// @dev What is asked of Uniswap's own quoter: its interface, as its ABI has it.
interface IQuoter {
    struct QuoteExactSingleParams {
        PoolKey poolKey;
        bool zeroForOne;
        uint128 exactAmount;
        bytes hookData;
    }

    function quoteExactInputSingle(QuoteExactSingleParams memory params) external returns (uint256 amountOut, uint256);

    function quoteExactOutputSingle(QuoteExactSingleParams memory params) external returns (uint256 amountIn, uint256);
}

contract PoolMathTest is AnyMarketTest {
    IQuoter private quoter;

    function setUp() public override {
        super.setUp();
        quoter = IQuoter(
            makeFrom(
                "node_modules/@uniswap/v4-periphery/foundry-out/V4Quoter.sol/V4Quoter.json", abi.encode(manager)
            )
        );
    }

    function test_edges_areTickMaths() public pure {
        assertEq(PoolMath.MIN_SQRT_PRICE, TickMath.getSqrtPriceAtTick(PoolMath.MIN_TICK), "lowest");
        assertEq(PoolMath.LOW_SQRT_PRICE, TickMath.getSqrtPriceAtTick(-PoolMath.TICK_SPACING), "end of the lower word");
        assertEq(PoolMath.ONE_SQRT_PRICE, TickMath.getSqrtPriceAtTick(0), "end of the upper word");
        assertEq(PoolMath.MAX_SQRT_PRICE, TickMath.getSqrtPriceAtTick(PoolMath.MAX_TICK), "highest");
        assertTrue(PoolMath.TICK_SPACING == TickMath.MAX_TICK_SPACING, "widest");
        assertTrue(PoolMath.MIN_TICK == TickMath.minUsableTick(PoolMath.TICK_SPACING), "outermost below");
        assertTrue(PoolMath.MAX_TICK == TickMath.maxUsableTick(PoolMath.TICK_SPACING), "outermost above");
    }

    function testFuzz_openingPrice_isTheRatio(uint256 seed) public pure {
        uint256 weiAmount = drawLog(seed, "wei", 5e8, type(uint104).max);
        uint256 tokens = drawLog(seed, "tokens", 1e18, type(uint104).max);
        uint256 price = PoolMath.openingPrice(weiAmount, tokens);
        // price² · wei = tokens · 2^192, compared in 2^-96 steps.
        uint256 back = price * weiAmount >> 96;
        back = back * price >> 96;
        assertLe(back, tokens, "rounded down");
        assertClose(back, tokens, tokens / 1e7 + 2, "the ratio");
    }

    /// @dev The walk crosses the ends of bitmap words too: prices are drawn on both sides of one unit per wei.
    function testFuzz_quote_equalsUniswapsQuoterAndTheSwap(uint256 seed) public {
        makeDrawn(seed);
        completeInSteps(seed);
        curve.graduate();
        for (uint256 i = 0; i < 4; ++i) {
            uint256 drawn = uint256(keccak256(abi.encode(seed, i)));
            vm.warp(block.timestamp + drawn % 300);
            checkQuote(drawn, drawn % 2 == 0, drawn % 3 != 0);
        }
    }

    /// @dev Uniswap's own governance may take up to a thousandth of what goes in, before our fee.
    function testFuzz_quote_withAProtocolFee_equalsTheSwapToo(uint256 seed) public {
        makeDrawn(seed);
        completeInSteps(seed);
        curve.graduate();
        manager.setProtocolFeeController(address(this));
        uint256 ofBuys = drawBetween(seed, "ofBuys", 0, 1000);
        uint256 ofSales = drawBetween(seed, "ofSales", 0, 1000);
        manager.setProtocolFee(hook.poolKey(address(token)), uint24(ofSales << 12 | ofBuys));
        for (uint256 i = 0; i < 4; ++i) {
            uint256 drawn = uint256(keccak256(abi.encode(seed, i)));
            checkQuote(drawn, drawn % 2 == 0, drawn % 3 != 0);
        }
    }

    function test_quote_ofMoreThanThePoolHas_isNotLive() public {
        (curve, token) = factory.make(usualParams());
        completeAs(alice);
        curve.graduate();
        PoolState memory p = pool();
        assertFalse(router.quoteBuyExactOut(address(token), p.tokenSide).isLive, "all tokens");
        assertFalse(router.quoteSellExactOut(address(token), p.ethSide).isLive, "all ETH");
        assertFalse(router.quoteBuy(address(token), 0).isLive, "nothing");
        assertFalse(router.quoteBuy(address(token), 1 << 127).isLive, "too much");
        assertTrue(router.quoteBuyExactOut(address(token), p.tokenSide / 2).isLive, "half");
    }

    function checkQuote(uint256 seed, bool isBuy, bool isExactIn) private {
        PoolState memory p = pool();
        // From a unit to a thousand times what is there, in; to nearly all of it, out.
        uint256 inSide = isBuy ? p.ethSide : p.tokenSide;
        uint256 outSide = isBuy ? p.tokenSide : p.ethSide;
        uint256 amount = isExactIn
            ? drawLog(seed, "in", 1, inSide * 1000)
            : drawLog(seed, "out", 1, outSide - outSide / 1000);
        if (amount == 0 || amount > uint128(type(int128).max)) return;
        Quote memory quote = quoteOf(isBuy, isExactIn, amount);
        IQuoter.QuoteExactSingleParams memory asked =
            IQuoter.QuoteExactSingleParams(hook.poolKey(address(token)), isBuy, uint128(amount), "");
        if (!quote.isLive) return;
        (uint256 amountIn, uint256 amountOut) =
            isBuy ? (quote.weiAmount, quote.tokenAmount) : (quote.tokenAmount, quote.weiAmount);
        if (isExactIn) {
            (uint256 theirs,) = quoter.quoteExactInputSingle(asked);
            assertEq(amountOut, theirs, "output as the quoter says");
        } else {
            (uint256 theirs,) = quoter.quoteExactOutputSingle(asked);
            assertEq(amountIn, theirs, "input as the quoter says");
        }
        vm.deal(address(actor), isBuy ? amountIn : 0);
        token.mint(address(actor), isBuy ? 0 : amountIn);
        uint256 got = actor.swap(address(token), isBuy, isExactIn ? -int256(amount) : int256(amount));
        assertEq(got, amountOut, "output as it was swapped");
        assertEq(isBuy ? address(actor).balance : 0, 0, "and all of the input");
    }

    function quoteOf(bool isBuy, bool isExactIn, uint256 amount) private view returns (Quote memory) {
        if (isBuy) {
            return isExactIn
                ? router.quoteBuy(address(token), amount)
                : router.quoteBuyExactOut(address(token), amount);
        }
        return isExactIn
            ? router.quoteSell(address(token), amount)
            : router.quoteSellExactOut(address(token), amount);
    }
}
