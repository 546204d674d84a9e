// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { Initializable } from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { CurveParams, CurveState, IBondingCurve } from "../interfaces/IBondingCurve.sol";
import { CurveMath, CurveShape } from "../libraries/CurveMath.sol";

/// @title CurveBooks: what a curve knows, and what each trade would make of it
/// @dev Nothing here moves ETH or tokens, or changes a book once it is set up.
abstract contract CurveBooks is IBondingCurve, Initializable {
    using CurveMath for CurveShape;

    /// @dev One trade, computed before anything is stored or paid. `paidWei` as in the event Trade.
    struct Fill {
        uint256 tokens;
        uint256 paidWei;
        uint256 feeWei;
        uint256 sold;
        uint256 reserveWei;
    }

    uint256 private constant MAX_FEE_BPS = 9000;
    uint256 private constant MIN_TOKENS = 1e18;
    uint256 private constant MIN_TARGET_WEI = 1 gwei;

    address internal immutable HOOK;
    address internal immutable LAUNCHPAD;

    // slot: 20 + 2 + 2 + 2 + 4 bytes
    address internal _token;
    uint16 internal _treasuryBps;
    uint16 internal _feeBps;
    uint16 internal _snipeFeeBps;
    uint32 internal _snipeDurationSec;
    // slot: 20 + 5
    address internal _treasury;
    uint40 internal _startedAt;
    // slot: 13 + 13; at most CurveMath.MAX_AMOUNT
    uint104 internal _saleSupply;
    uint104 internal _liquiditySupply;
    // slot: 16 + 13; virtualWei is below 2^110, see CurveMath
    uint128 internal _virtualWei;
    uint104 internal _targetWei;
    // slot: 16 + 13 + 1; virtualTokens is below 2^110
    uint128 internal _virtualTokens;
    uint104 internal _tokensSold;
    bool internal _graduated;

    constructor(address chosenHook, address chosenLaunchpad) {
        HOOK = chosenHook;
        LAUNCHPAD = chosenLaunchpad;
        _disableInitializers();
    }

    /// @inheritdoc IBondingCurve
    function initialize(CurveParams calldata chosen) external initializer {
        if (chosen.token == address(0)) revert BondingCurve_BadParameter("token");
        if (chosen.treasury == address(0)) revert BondingCurve_BadParameter("treasury");
        _checkAmount(chosen.saleSupply, MIN_TOKENS, "saleSupply");
        _checkAmount(chosen.liquiditySupply, MIN_TOKENS, "liquiditySupply");
        _checkAmount(chosen.targetWei, MIN_TARGET_WEI, "targetWei");
        if (chosen.treasuryBps >= CurveMath.BPS) revert BondingCurve_BadParameter("treasuryBps");
        if (chosen.snipeFeeBps > MAX_FEE_BPS) revert BondingCurve_BadParameter("snipeFeeBps");
        if (chosen.feeBps > chosen.snipeFeeBps) revert BondingCurve_BadParameter("feeBps");
        (bool found, CurveShape memory shape) = CurveMath.shapeOf(
            chosen.saleSupply, chosen.liquiditySupply, chosen.targetWei, chosen.treasuryBps
        );
        if (!found) revert BondingCurve_BadParameter("shape");
        // SAFETY: from here on only sales move tokens out, so that what is promised is held.
        if (IERC20(chosen.token).balanceOf(address(this)) < chosen.saleSupply + chosen.liquiditySupply) {
            revert BondingCurve_BadParameter("supply");
        }

        _token = chosen.token;
        _treasuryBps = chosen.treasuryBps;
        _feeBps = chosen.feeBps;
        _snipeFeeBps = chosen.snipeFeeBps;
        _snipeDurationSec = chosen.snipeDurationSec;
        _treasury = chosen.treasury;
        _startedAt = uint40(block.timestamp);
        _saleSupply = uint104(chosen.saleSupply);
        _liquiditySupply = uint104(chosen.liquiditySupply);
        _targetWei = uint104(chosen.targetWei);
        _virtualWei = uint128(shape.virtualWei);
        _virtualTokens = uint128(shape.virtualTokens);
    }

    /// @inheritdoc IBondingCurve
    function quoteBuy(uint256 weiIn) external view returns (uint256 tokensOut, uint256 weiSpent, uint256 feeWei) {
        if (_tokensSold == _saleSupply) return (0, 0, 0);
        Fill memory fill = _fillBuy(weiIn, currentFeeBps());
        return fill.tokens == 0 ? (0, 0, 0) : (fill.tokens, fill.paidWei, fill.feeWei);
    }

    /// @inheritdoc IBondingCurve
    function quoteBuyExactOut(uint256 tokensOut) external view returns (uint256 weiIn, uint256 feeWei) {
        if (tokensOut == 0 || tokensOut > _saleSupply - _tokensSold) return (0, 0);
        Fill memory fill = _fillBuyExactOut(tokensOut, currentFeeBps());
        return (fill.paidWei, fill.feeWei);
    }

    /// @inheritdoc IBondingCurve
    function quoteSell(uint256 tokensIn) external view returns (uint256 weiOut, uint256 feeWei) {
        if (_graduated || tokensIn > _tokensSold) return (0, 0);
        Fill memory fill = _fillSell(tokensIn);
        return fill.paidWei == 0 ? (0, 0) : (fill.paidWei, fill.feeWei);
    }

    /// @inheritdoc IBondingCurve
    function quoteSellExactOut(uint256 weiOut) external view returns (uint256 tokensIn, uint256 feeWei) {
        if (_graduated || weiOut == 0 || weiOut > _payableWei()) return (0, 0);
        Fill memory fill = _fillSellExactOut(weiOut);
        return (fill.tokens, fill.feeWei);
    }

    /// @inheritdoc IBondingCurve
    function state() external view returns (CurveState memory) {
        CurveShape memory shape = _shape();
        uint256 sold = _tokensSold;
        return CurveState({
            virtualWei: shape.virtualWei,
            virtualTokens: shape.virtualTokens,
            reserveWei: shape.reserveAt(sold),
            tokensSold: sold,
            targetWei: shape.targetWei,
            saleSupply: shape.saleSupply,
            priceWei: shape.priceAt(sold),
            feeBps: currentFeeBps(),
            complete: sold == shape.saleSupply,
            graduated: _graduated
        });
    }

    /// @inheritdoc IBondingCurve
    function params() external view returns (CurveParams memory) {
        return CurveParams({
            token: _token,
            saleSupply: _saleSupply,
            liquiditySupply: _liquiditySupply,
            targetWei: _targetWei,
            treasuryBps: _treasuryBps,
            treasury: _treasury,
            feeBps: _feeBps,
            snipeFeeBps: _snipeFeeBps,
            snipeDurationSec: _snipeDurationSec
        });
    }

    /// @inheritdoc IBondingCurve
    function hook() external view returns (address) {
        return HOOK;
    }

    /// @inheritdoc IBondingCurve
    function startedAt() external view returns (uint256) {
        return _startedAt;
    }

    /// @inheritdoc IBondingCurve
    function currentFeeBps() public view returns (uint16) {
        // At most snipeFeeBps, which is a uint16.
        return uint16(
            CurveMath.buyFeeBps(_feeBps, _snipeFeeBps, _snipeDurationSec, block.timestamp - _startedAt)
        );
    }

    /// @dev Before completion only. Takes all of `weiIn`, or what the last tokens cost.
    function _fillBuy(uint256 weiIn, uint256 feeBps) internal view returns (Fill memory fill) {
        CurveShape memory shape = _shape();
        uint256 sold = _tokensSold;
        uint256 reserve = shape.reserveAt(sold);
        // Compared before it is multiplied, so that no amount of ETH overflows.
        if (weiIn >= CurveMath.grossOf(_atLeastOne(shape.targetWei - reserve), feeBps)) {
            return _fillBuyExactOut(shape.saleSupply - sold, feeBps);
        }
        uint256 netWei = CurveMath.netOf(weiIn, feeBps);
        // What the last wei raised did not use up is not given away.
        if (netWei == 0) return fill;
        fill.sold = shape.soldAt(reserve + netWei);
        fill.tokens = fill.sold - sold;
        fill.paidWei = weiIn;
        fill.reserveWei = shape.reserveAt(fill.sold);
        fill.feeWei = weiIn - (fill.reserveWei - reserve);
    }

    /// @dev `tokensOut` must be at most what is left.
    function _fillBuyExactOut(uint256 tokensOut, uint256 feeBps) internal view returns (Fill memory fill) {
        CurveShape memory shape = _shape();
        uint256 reserve = shape.reserveAt(_tokensSold);
        fill.tokens = tokensOut;
        fill.sold = _tokensSold + tokensOut;
        fill.reserveWei = shape.reserveAt(fill.sold);
        uint256 added = fill.reserveWei - reserve;
        // Tokens worth less than a wei still cost one, and the holders have it.
        fill.paidWei = CurveMath.grossOf(_atLeastOne(added), feeBps);
        fill.feeWei = fill.paidWei - added;
    }

    /// @dev `tokensIn` must be at most what was sold.
    function _fillSell(uint256 tokensIn) internal view returns (Fill memory fill) {
        CurveShape memory shape = _shape();
        fill.tokens = tokensIn;
        fill.sold = _tokensSold - tokensIn;
        fill.reserveWei = shape.reserveAt(fill.sold);
        uint256 removed = shape.reserveAt(_tokensSold) - fill.reserveWei;
        fill.paidWei = CurveMath.netOf(removed, _feeBps);
        fill.feeWei = removed - fill.paidWei;
    }

    /// @dev `weiOut` must be at least 1 and at most the reserve less the fee.
    function _fillSellExactOut(uint256 weiOut) internal view returns (Fill memory fill) {
        CurveShape memory shape = _shape();
        uint256 reserve = shape.reserveAt(_tokensSold);
        fill.sold = shape.soldAt(reserve - CurveMath.grossOf(weiOut, _feeBps));
        fill.tokens = _tokensSold - fill.sold;
        fill.paidWei = weiOut;
        fill.reserveWei = shape.reserveAt(fill.sold);
        fill.feeWei = reserve - fill.reserveWei - weiOut;
    }

    /// @dev The most a sale could pay out.
    function _payableWei() internal view returns (uint256) {
        return CurveMath.netOf(_shape().reserveAt(_tokensSold), _feeBps);
    }

    function _shape() internal view returns (CurveShape memory) {
        return CurveShape(_virtualWei, _virtualTokens, _targetWei, _saleSupply);
    }

    function _checkAmount(uint256 amount, uint256 minimum, string memory name) private pure {
        if (amount < minimum || amount > CurveMath.MAX_AMOUNT) revert BondingCurve_BadParameter(name);
    }

    function _atLeastOne(uint256 amount) private pure returns (uint256) {
        return Math.max(amount, 1);
    }
}
