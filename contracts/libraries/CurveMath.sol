// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";

/// @notice The four numbers that make a curve.
/// @param virtualWei x at the start
/// @param virtualTokens y at the start
/// @param targetWei x has grown by this at the end
/// @param saleSupply y has shrunk by this at the end
struct CurveShape {
    uint256 virtualWei;
    uint256 virtualTokens;
    uint256 targetWei;
    uint256 saleSupply;
}

/// @title CurveMath: a constant product whose reserve is a function of what was sold, and of nothing else
/// @notice k = (virtualWei + targetWei) · (virtualTokens − saleSupply), and x(y) = ⌈k / y⌉. Because a reserve follows from
/// the tokens sold alone, what a sequence of trades costs telescopes: whoever comes back to where they began has paid
/// and got the same to the wei, and the reserve pays for every token sold, in any order and any slicing.
library CurveMath {
    uint256 internal constant BPS = 10_000;

    /// @dev Supplies and target stay at most this, so that no product below overflows: the virtual sides are less than
    /// 2^6 times as much (MIN_RATIO_PERCENT), so k is below 2^(110+110); the squares in `shapeOf` are below 2^(118+118+17).
    uint256 internal constant MAX_AMOUNT = type(uint104).max;

    /// @dev Bounds of last price / first price, as fractions of 100.
    uint256 internal constant MIN_RATIO_PERCENT = 105;
    uint256 internal constant MAX_RATIO_PERCENT = 100_000;

    /// @notice The shape on which a pool of `targetWei` less the treasury's part and `liquiditySupply` opens at the last
    /// price of the curve. With S, L, T and τ: D = (1 − τ)·S − L, virtualWei = T·L / D, virtualTokens = (1 − τ)·S² / D.
    /// @dev Amounts must be at most MAX_AMOUNT, `saleSupply` at least 1 and `treasuryBps` at most BPS. The end point is
    /// rounded first and the start follows from it, so that x(virtualTokens) = virtualWei and 
    /// x(virtualTokens − saleSupply) = virtualWei + targetWei, both exactly.
    /// @return found whether last price / first price = ((1 − τ)·S / L)² lies within [1.05, 1000]
    function shapeOf(uint256 saleSupply, uint256 liquiditySupply, uint256 targetWei, uint256 treasuryBps)
        internal
        pure
        returns (bool found, CurveShape memory shape)
    {
        uint256 poolPart = saleSupply * (BPS - treasuryBps);
        uint256 liquidity = liquiditySupply * BPS;
        uint256 ratioPercent = 100 * poolPart * poolPart;
        uint256 one = liquidity * liquidity;
        if (one == 0 || ratioPercent < MIN_RATIO_PERCENT * one || ratioPercent > MAX_RATIO_PERCENT * one) {
            return (false, shape);
        }
        // poolPart > liquidity here, and virtual amounts are at most liquidity / (poolPart − liquidity) < 41 times theirs.
        uint256 lastTokens = Math.ceilDiv(liquidity * saleSupply, poolPart - liquidity);
        uint256 virtualWei = Math.ceilDiv(targetWei * lastTokens, saleSupply);
        return (true, CurveShape(virtualWei, lastTokens + saleSupply, targetWei, saleSupply));
    }

    /// @notice Wei raised when `sold` tokens are out: rounds up.
    function reserveAt(CurveShape memory shape, uint256 sold) internal pure returns (uint256) {
        return Math.ceilDiv(_product(shape), shape.virtualTokens - sold) - shape.virtualWei;
    }

    /// @notice The most tokens that can be out when `reserveWei` is raised: rounds down.
    function soldAt(CurveShape memory shape, uint256 reserveWei) internal pure returns (uint256) {
        return shape.virtualTokens - Math.ceilDiv(_product(shape), shape.virtualWei + reserveWei);
    }

    /// @notice Wei for one whole token (1e18 units) at the margin: rounds down.
    function priceAt(CurveShape memory shape, uint256 sold) internal pure returns (uint256) {
        return (shape.virtualWei + reserveAt(shape, sold)) * 1e18 / (shape.virtualTokens - sold);
    }

    /// @notice `amount` less a fee of `feeBps`: the fee rounds up.
    function netOf(uint256 amount, uint256 feeBps) internal pure returns (uint256) {
        return amount * (BPS - feeBps) / BPS;
    }

    /// @notice The least amount that leaves `net` after a fee of `feeBps`: rounds up.
    function grossOf(uint256 net, uint256 feeBps) internal pure returns (uint256) {
        return Math.ceilDiv(net * BPS, BPS - feeBps);
    }

    /// @notice The fee of a buy: falls in a straight line from `snipeFeeBps` to `feeBps` over `durationSec`; rounds up.
    function buyFeeBps(uint256 feeBps, uint256 snipeFeeBps, uint256 durationSec, uint256 elapsedSec)
        internal
        pure
        returns (uint256)
    {
        if (elapsedSec >= durationSec) return feeBps;
        return feeBps + Math.ceilDiv((snipeFeeBps - feeBps) * (durationSec - elapsedSec), durationSec);
    }

    function _product(CurveShape memory shape) private pure returns (uint256) {
        return (shape.virtualWei + shape.targetWei) * (shape.virtualTokens - shape.saleSupply);
    }
}
