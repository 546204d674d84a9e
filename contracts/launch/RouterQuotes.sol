// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IPoolManager } from "@uniswap/v4-core/src/interfaces/IPoolManager.sol";
import { ProtocolFeeLibrary } from "@uniswap/v4-core/src/libraries/ProtocolFeeLibrary.sol";
import { StateLibrary } from "@uniswap/v4-core/src/libraries/StateLibrary.sol";
import { PoolId } from "@uniswap/v4-core/src/types/PoolId.sol";
import { IBondingCurve } from "../interfaces/IBondingCurve.sol";
import { ILaunchpad } from "../interfaces/ILaunchpad.sol";
import { ILiquidityHook } from "../interfaces/ILiquidityHook.sol";
import { IRouter, Quote } from "../interfaces/IRouter.sol";
import { PoolMath } from "../libraries/PoolMath.sol";

/// @title RouterQuotes: what a trade would do, without doing it
/// @dev The pool's liquidity is one position that never changes, so its quotes are formulas over two reads of the
/// manager's storage: views, and exact to the wei.
abstract contract RouterQuotes is IRouter {
    using ProtocolFeeLibrary for uint16;
    using ProtocolFeeLibrary for uint24;
    using StateLibrary for IPoolManager;

    /// @dev Pips in a basis point, which is what the curve counts in.
    uint24 private constant PIPS = 100;

    /// @dev The manager counts in 128 bits with a sign.
    uint256 internal constant MAX_AMOUNT = uint128(type(int128).max);

    ILiquidityHook public immutable hook;
    ILaunchpad public immutable launchpad;
    IPoolManager public immutable poolManager;

    constructor(ILiquidityHook chosenHook) {
        if (address(chosenHook).code.length == 0) revert Router_BadParameter("hook");
        hook = chosenHook;
        launchpad = ILaunchpad(chosenHook.launchpad());
        poolManager = chosenHook.poolManager();
    }

    /// @inheritdoc IRouter
    function quoteBuy(address token, uint256 weiIn) external view returns (Quote memory quote) {
        if (hook.isGraduated(token)) return _quotePool(token, true, weiIn, true);
        address curve = launchpad.curveOf(token);
        if (curve == address(0)) return quote;
        (quote.tokenAmount, quote.weiAmount,) = IBondingCurve(curve).quoteBuy(weiIn);
        quote.isLive = quote.tokenAmount != 0;
        if (quote.isLive) quote.feePips = IBondingCurve(curve).currentFeeBps() * PIPS;
    }

    /// @inheritdoc IRouter
    function quoteBuyExactOut(address token, uint256 tokensOut) external view returns (Quote memory quote) {
        if (hook.isGraduated(token)) return _quotePool(token, true, tokensOut, false);
        address curve = launchpad.curveOf(token);
        if (curve == address(0)) return quote;
        (quote.weiAmount,) = IBondingCurve(curve).quoteBuyExactOut(tokensOut);
        quote.isLive = quote.weiAmount != 0;
        if (!quote.isLive) return quote;
        quote.tokenAmount = tokensOut;
        quote.feePips = IBondingCurve(curve).currentFeeBps() * PIPS;
    }

    /// @inheritdoc IRouter
    function quoteSell(address token, uint256 tokensIn) external view returns (Quote memory quote) {
        if (hook.isGraduated(token)) return _quotePool(token, false, tokensIn, true);
        address curve = launchpad.curveOf(token);
        if (curve == address(0)) return quote;
        (quote.weiAmount,) = IBondingCurve(curve).quoteSell(tokensIn);
        quote.isLive = quote.weiAmount != 0;
        if (!quote.isLive) return quote;
        quote.tokenAmount = tokensIn;
        quote.feePips = IBondingCurve(curve).params().feeBps * PIPS;
    }

    /// @inheritdoc IRouter
    function quoteSellExactOut(address token, uint256 weiOut) external view returns (Quote memory quote) {
        if (hook.isGraduated(token)) return _quotePool(token, false, weiOut, false);
        address curve = launchpad.curveOf(token);
        if (curve == address(0)) return quote;
        (quote.tokenAmount,) = IBondingCurve(curve).quoteSellExactOut(weiOut);
        quote.isLive = quote.tokenAmount != 0;
        if (!quote.isLive) return quote;
        quote.weiAmount = weiOut;
        quote.feePips = IBondingCurve(curve).params().feeBps * PIPS;
    }

    /// @dev Of an amount in if `isExactIn`, else of an amount out.
    function _quotePool(address token, bool isBuy, uint256 amount, bool isExactIn)
        private
        view
        returns (Quote memory quote)
    {
        if (amount == 0 || amount > MAX_AMOUNT) return quote;
        PoolId id = hook.poolKey(token).toId();
        (uint160 sqrtPriceX96,, uint24 protocolFee,) = poolManager.getSlot0(id);
        uint16 ofProtocol = isBuy ? protocolFee.getZeroForOneFee() : protocolFee.getOneForZeroFee();
        uint24 feePips = ofProtocol.calculateSwapFee(hook.feePipsOf(token, isBuy));
        (uint256 amountIn, uint256 amountOut) = PoolMath.swapOf(
            sqrtPriceX96, poolManager.getLiquidity(id), feePips, isBuy, isExactIn ? -int256(amount) : int256(amount)
        );
        if (amountOut == 0 || amountIn > MAX_AMOUNT || (!isExactIn && amountOut != amount)) return quote;
        (uint256 weiAmount, uint256 tokenAmount) = isBuy ? (amountIn, amountOut) : (amountOut, amountIn);
        return Quote({
            isLive: true,
            isPool: true,
            weiAmount: weiAmount,
            tokenAmount: tokenAmount,
            feePips: feePips
        });
    }
}
