// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { SqrtPriceMath } from "@uniswap/v4-core/src/libraries/SqrtPriceMath.sol";
import { SwapMath } from "@uniswap/v4-core/src/libraries/SwapMath.sol";
import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title PoolMath: a Uniswap v4 pool with one position over the whole range, as pure arithmetic
/// @notice Currency 0 is ETH, currency 1 the token, so that a price is token units per wei. Square roots of prices have 96
/// fractional bits. There is one position and it never changes, so a swap is the manager's own step formula over one
/// liquidity: a quote is exact to the wei and needs no simulation.
library PoolMath {
    /// @dev The widest spacing there is: one word of the tick bitmap covers all prices above one token unit per wei, so
    /// that a swap looks at one word.
    int24 internal constant TICK_SPACING = 32_767;

    /// @dev The outermost multiples of the spacing.
    int24 internal constant MAX_TICK = 27 * TICK_SPACING;
    int24 internal constant MIN_TICK = -MAX_TICK;

    /// @dev TickMath.getSqrtPriceAtTick of MIN_TICK, of -TICK_SPACING, of 0 and of MAX_TICK; see the test of their equality.
    uint160 internal constant MIN_SQRT_PRICE = 4_882_342_484;
    uint160 internal constant LOW_SQRT_PRICE = 15_395_322_583_717_487_898_428_864_012;
    uint160 internal constant ONE_SQRT_PRICE = 1 << 96;
    uint160 internal constant MAX_SQRT_PRICE = 1_285_674_193_525_225_960_931_428_818_329_612_294_805_955_579_966;

    /// @notice The price at which `weiAmount` and `tokenAmount` are worth the same, rounded down: both go in whole, but for
    /// dust.
    /// @dev Both amounts are at least 1 and below 2^128.
    function openingPrice(uint256 weiAmount, uint256 tokenAmount) internal pure returns (uint160) {
        // The ratio gets 192 fractional bits where it leaves room for them, else 128.
        // SAFETY: a root of 256 bits has 128, and 32 more make 160.
        if (tokenAmount >> 64 < weiAmount) return uint160(Math.sqrt(Math.mulDiv(tokenAmount, 1 << 192, weiAmount)));
        return uint160(Math.sqrt(Math.mulDiv(tokenAmount, 1 << 128, weiAmount)) << 32);
    }

    /// @notice The most liquidity that the two amounts make at a price.
    function liquidityOf(uint160 sqrtPriceX96, uint256 weiAmount, uint256 tokenAmount) internal pure returns (uint128) {
        uint256 product = Math.mulDiv(sqrtPriceX96, MAX_SQRT_PRICE, ONE_SQRT_PRICE);
        uint256 ofWei = Math.mulDiv(weiAmount, product, MAX_SQRT_PRICE - sqrtPriceX96);
        uint256 ofTokens = Math.mulDiv(tokenAmount, ONE_SQRT_PRICE, sqrtPriceX96 - MIN_SQRT_PRICE);
        // SAFETY: about √(weiAmount · tokenAmount), and those are below 2^105.
        return uint128(Math.min(ofWei, ofTokens));
    }

    /// @notice What liquidity holds at a price: both round down.
    function amountsOf(uint160 sqrtPriceX96, uint128 liquidity)
        internal
        pure
        returns (uint256 weiAmount, uint256 tokenAmount)
    {
        weiAmount = SqrtPriceMath.getAmount0Delta(sqrtPriceX96, MAX_SQRT_PRICE, liquidity, false);
        tokenAmount = SqrtPriceMath.getAmount1Delta(MIN_SQRT_PRICE, sqrtPriceX96, liquidity, false);
    }

    /// @notice Wei for one whole token (1e18 units): rounds down.
    function priceWei(uint160 sqrtPriceX96) internal pure returns (uint256) {
        return Math.mulDiv(1e18 << 96, 1 << 96, sqrtPriceX96) / sqrtPriceX96;
    }

    /// @notice What the pool manager would swap now.
    /// @param feePips of the whole swap, protocol's part included, in 1/1,000,000
    /// @param amountSpecified exact input if negative, exact output if positive: the manager's convention
    /// @return amountIn what goes in, fee included
    /// @return amountOut what comes out; less than asked only where the pool has not got it
    function swapOf(uint160 sqrtPriceX96, uint128 liquidity, uint24 feePips, bool isBuy, int256 amountSpecified)
        internal
        pure
        returns (uint256 amountIn, uint256 amountOut)
    {
        // The manager rounds at each end of a bitmap word on its way; there is one at most.
        uint160 stop = _wordEnd(sqrtPriceX96, isBuy);
        (sqrtPriceX96, amountIn, amountOut) = _step(sqrtPriceX96, stop, liquidity, feePips, amountSpecified);
        uint160 end = isBuy ? MIN_SQRT_PRICE : MAX_SQRT_PRICE;
        // SAFETY: a step takes and gives at most what is specified, and that has 128 bits.
        int256 rest = amountSpecified < 0 ? amountSpecified + int256(amountIn) : amountSpecified - int256(amountOut);
        if (rest == 0 || sqrtPriceX96 != stop || stop == end) return (amountIn, amountOut);
        (, uint256 moreIn, uint256 moreOut) = _step(stop, end, liquidity, feePips, rest);
        return (amountIn + moreIn, amountOut + moreOut);
    }

    /// @dev The manager's step, with the fee in what goes in.
    function _step(uint160 sqrtPriceX96, uint160 stop, uint128 liquidity, uint24 feePips, int256 amount)
        private
        pure
        returns (uint160 priceAfter, uint256 amountIn, uint256 amountOut)
    {
        uint256 fee;
        (priceAfter, amountIn, amountOut, fee) =
            SwapMath.computeSwapStep(sqrtPriceX96, stop, liquidity, amount, feePips);
        amountIn += fee;
    }

    /// @dev The end of the first bitmap word in the direction of the swap, or of the range.
    function _wordEnd(uint160 sqrtPriceX96, bool isBuy) private pure returns (uint160) {
        if (isBuy) return sqrtPriceX96 > ONE_SQRT_PRICE ? ONE_SQRT_PRICE : MIN_SQRT_PRICE;
        return sqrtPriceX96 < LOW_SQRT_PRICE ? LOW_SQRT_PRICE : MAX_SQRT_PRICE;
    }
}
