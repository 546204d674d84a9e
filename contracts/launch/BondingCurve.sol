// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { Initializable } from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IERC20Permit } from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { ReentrancyGuardTransient } from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import { CurveParams, CurveState, IBondingCurve } from "../interfaces/IBondingCurve.sol";
import { ILiquidityHook } from "../interfaces/ILiquidityHook.sol";
import { ICurveSeller } from "../interfaces/IRouter.sol";
import { CurveMath, CurveShape } from "../libraries/CurveMath.sol";

/// @title BondingCurve: the sale of one model token
/// @notice `tokensSold` is all that ever changes, until graduation ends the sale. The reserve, the price and every quote
/// follow from it.
// INVARIANT: balance ≥ reserve(tokensSold) until graduation, with equality unless somebody forced ETH in; 0 at it.
// INVARIANT: tokens held ≥ saleSupply − tokensSold + liquiditySupply, with equality unless somebody sent tokens.
// INVARIANT: ETH paid in − ETH paid out − fees = reserve(tokensSold).
contract BondingCurve is IBondingCurve, Initializable, ReentrancyGuardTransient {
    using CurveMath for CurveShape;
    using SafeERC20 for IERC20;

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

    address private immutable HOOK;
    address private immutable LAUNCHPAD;

    // slot: 20 + 2 + 2 + 2 + 4 bytes
    address private _token;
    uint16 private _treasuryBps;
    uint16 private _feeBps;
    uint16 private _snipeFeeBps;
    uint32 private _snipeDurationSec;
    // slot: 20 + 5
    address private _treasury;
    uint40 private _startedAt;
    // slot: 13 + 13; at most CurveMath.MAX_AMOUNT
    uint104 private _saleSupply;
    uint104 private _liquiditySupply;
    // slot: 16 + 13; virtualWei is below 2^110, see CurveMath
    uint128 private _virtualWei;
    uint104 private _targetWei;
    // slot: 16 + 13 + 1; virtualTokens is below 2^110
    uint128 private _virtualTokens;
    uint104 private _tokensSold;
    bool private _graduated;

    modifier whileSelling(uint256 deadline) {
        if (_graduated) revert BondingCurve_Graduated();
        if (block.timestamp > deadline) revert BondingCurve_Expired(deadline, block.timestamp);
        _;
    }

    /// @dev The curve cannot hold what it sells or take ETH, and the token would take the proceeds as revenue.
    modifier validRecipient(address recipient) {
        if (recipient == address(0) || recipient == address(this) || recipient == _token) {
            revert BondingCurve_BadParameter("recipient");
        }
        _;
    }

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
    function buy(uint256 minTokensOut, address recipient, uint256 deadline)
        external
        payable
        nonReentrant
        whileSelling(deadline)
        validRecipient(recipient)
        returns (uint256 tokensOut, uint256 weiSpent)
    {
        return _buy(minTokensOut, recipient, currentFeeBps());
    }

    /// @inheritdoc IBondingCurve
    function firstBuy(uint256 minTokensOut, address recipient)
        external
        payable
        nonReentrant
        validRecipient(recipient)
        returns (uint256 tokensOut, uint256 weiSpent)
    {
        if (msg.sender != LAUNCHPAD) revert BondingCurve_NotLaunchpad(msg.sender);
        return _buy(minTokensOut, recipient, _feeBps);
    }

    /// @inheritdoc IBondingCurve
    function buyExactOut(uint256 tokensOut, address recipient, uint256 deadline)
        external
        payable
        nonReentrant
        whileSelling(deadline)
        validRecipient(recipient)
        returns (uint256 weiSpent)
    {
        uint256 left = _saleSupply - _tokensSold;
        if (left == 0) revert BondingCurve_Complete();
        if (tokensOut == 0) revert BondingCurve_ZeroAmount();
        if (tokensOut > left) revert BondingCurve_NotEnoughReserve(tokensOut, left);
        Fill memory fill = _fillBuyExactOut(tokensOut, currentFeeBps());
        if (fill.paidWei > msg.value) revert BondingCurve_ExcessiveInput(fill.paidWei, msg.value);
        _settleBuy(fill, recipient);
        return fill.paidWei;
    }

    /// @inheritdoc IBondingCurve
    function sell(uint256 tokensIn, uint256 minWeiOut, address recipient, uint256 deadline)
        external
        nonReentrant
        whileSelling(deadline)
        validRecipient(recipient)
        returns (uint256 weiOut)
    {
        Fill memory fill = _bookSell(tokensIn, minWeiOut, recipient);
        _takeFromCaller(fill.tokens);
        return _paySell(fill, recipient);
    }

    /// @inheritdoc IBondingCurve
    function sellFrom(uint256 tokensIn, uint256 minWeiOut, address recipient, uint256 deadline)
        external
        nonReentrant
        whileSelling(deadline)
        validRecipient(recipient)
        returns (uint256 weiOut)
    {
        Fill memory fill = _bookSell(tokensIn, minWeiOut, recipient);
        _takeByCallback(fill.tokens);
        return _paySell(fill, recipient);
    }

    /// @inheritdoc IBondingCurve
    function sellWithPermit(
        uint256 tokensIn,
        uint256 minWeiOut,
        address recipient,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external nonReentrant whileSelling(deadline) validRecipient(recipient) returns (uint256 weiOut) {
        // A permit seen in the mempool can be used by anyone first: then the allowance is there, and that is enough.
        try IERC20Permit(_token).permit(msg.sender, address(this), tokensIn, deadline, v, r, s) { } catch { }
        Fill memory fill = _bookSell(tokensIn, minWeiOut, recipient);
        _takeFromCaller(fill.tokens);
        return _paySell(fill, recipient);
    }

    /// @inheritdoc IBondingCurve
    function sellExactOut(uint256 weiOut, uint256 maxTokensIn, address recipient, uint256 deadline)
        external
        nonReentrant
        whileSelling(deadline)
        validRecipient(recipient)
        returns (uint256 tokensIn)
    {
        Fill memory fill = _bookSellExactOut(weiOut, maxTokensIn, recipient);
        _takeFromCaller(fill.tokens);
        _paySell(fill, recipient);
        return fill.tokens;
    }

    /// @inheritdoc IBondingCurve
    function sellExactOutFrom(uint256 weiOut, uint256 maxTokensIn, address recipient, uint256 deadline)
        external
        nonReentrant
        whileSelling(deadline)
        validRecipient(recipient)
        returns (uint256 tokensIn)
    {
        Fill memory fill = _bookSellExactOut(weiOut, maxTokensIn, recipient);
        _takeByCallback(fill.tokens);
        _paySell(fill, recipient);
        return fill.tokens;
    }

    /// @inheritdoc IBondingCurve
    /// @dev Amounts are those of the books; what the balances hold beyond them is swept to the holders.
    function graduate() external nonReentrant {
        if (_graduated) return;
        if (_tokensSold != _saleSupply) revert BondingCurve_NotComplete(_tokensSold, _saleSupply);
        _graduated = true;
        address token = _token;
        uint256 targetWei = _targetWei;
        uint256 treasuryWei = targetWei * _treasuryBps / CurveMath.BPS;
        IERC20(token).safeTransfer(HOOK, IERC20(token).balanceOf(address(this)));
        ILiquidityHook(HOOK).open{ value: targetWei - treasuryWei }(token, _liquiditySupply, treasuryWei);
        // A treasury that refuses must not hold the pool back: what it does not take is swept to the holders below.
        // SAFETY: nobody can make it fail by giving little gas: then not even the sweep could be paid for.
        if (_treasury != token) _tryPay(_treasury, treasuryWei);
        _pay(token, address(this).balance);
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

    function _buy(uint256 minTokensOut, address recipient, uint256 feeBps)
        private
        returns (uint256 tokensOut, uint256 weiSpent)
    {
        if (_tokensSold == _saleSupply) revert BondingCurve_Complete();
        Fill memory fill = _fillBuy(msg.value, feeBps);
        if (fill.tokens == 0) revert BondingCurve_ZeroAmount();
        if (fill.tokens < minTokensOut) revert BondingCurve_InsufficientOutput(fill.tokens, minTokensOut);
        _settleBuy(fill, recipient);
        return (fill.tokens, fill.paidWei);
    }

    /// @dev Store, emit; then fee to holders, tokens to the recipient, the rest of the ETH back to the caller.
    function _settleBuy(Fill memory fill, address recipient) private {
        _tokensSold = uint104(fill.sold);
        emit Trade(
            msg.sender, recipient, true, fill.paidWei, fill.tokens, fill.feeWei, fill.reserveWei, fill.sold
        );
        if (fill.sold == _saleSupply) emit TargetReached(fill.reserveWei);

        _pay(_token, fill.feeWei);
        IERC20(_token).safeTransfer(recipient, fill.tokens);
        _pay(msg.sender, msg.value - fill.paidWei);
    }

    function _bookSell(uint256 tokensIn, uint256 minWeiOut, address recipient) private returns (Fill memory fill) {
        if (tokensIn > _tokensSold) revert BondingCurve_NotEnoughReserve(tokensIn, _tokensSold);
        fill = _fillSell(tokensIn);
        if (fill.paidWei == 0) revert BondingCurve_ZeroAmount();
        if (fill.paidWei < minWeiOut) revert BondingCurve_InsufficientOutput(fill.paidWei, minWeiOut);
        _storeSell(fill, recipient);
    }

    function _bookSellExactOut(uint256 weiOut, uint256 maxTokensIn, address recipient)
        private
        returns (Fill memory fill)
    {
        if (weiOut == 0) revert BondingCurve_ZeroAmount();
        uint256 available = _payableWei();
        if (weiOut > available) revert BondingCurve_NotEnoughReserve(weiOut, available);
        fill = _fillSellExactOut(weiOut);
        if (fill.tokens > maxTokensIn) revert BondingCurve_ExcessiveInput(fill.tokens, maxTokensIn);
        _storeSell(fill, recipient);
    }

    /// @dev A sale is stored and told first; then its tokens are taken, and last it is paid.
    function _storeSell(Fill memory fill, address recipient) private {
        _tokensSold = uint104(fill.sold);
        emit Trade(
            msg.sender, recipient, false, fill.paidWei, fill.tokens, fill.feeWei, fill.reserveWei, fill.sold
        );
    }

    function _takeFromCaller(uint256 tokens) private {
        IERC20(_token).safeTransferFrom(msg.sender, address(this), tokens);
    }

    /// @dev The only place where a balance is asked: for the difference that the callback made.
    function _takeByCallback(uint256 tokens) private {
        uint256 before = IERC20(_token).balanceOf(address(this));
        ICurveSeller(msg.sender).onCurveSell(tokens);
        uint256 received = IERC20(_token).balanceOf(address(this)) - before;
        if (received < tokens) revert BondingCurve_NotPaid(received, tokens);
    }

    /// @dev Fee to holders, ETH to the recipient.
    function _paySell(Fill memory fill, address recipient) private returns (uint256 weiOut) {
        _pay(_token, fill.feeWei);
        _pay(recipient, fill.paidWei);
        return fill.paidWei;
    }

    function _pay(address to, uint256 amount) private {
        if (!_tryPay(to, amount)) revert BondingCurve_PaymentFailed(to, amount);
    }

    function _tryPay(address to, uint256 amount) private returns (bool done) {
        if (amount == 0) return true;
        (done,) = to.call{ value: amount }("");
    }

    /// @dev Before completion only. Takes all of `weiIn`, or what the last tokens cost.
    function _fillBuy(uint256 weiIn, uint256 feeBps) private view returns (Fill memory fill) {
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
    function _fillBuyExactOut(uint256 tokensOut, uint256 feeBps) private view returns (Fill memory fill) {
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
    function _fillSell(uint256 tokensIn) private view returns (Fill memory fill) {
        CurveShape memory shape = _shape();
        fill.tokens = tokensIn;
        fill.sold = _tokensSold - tokensIn;
        fill.reserveWei = shape.reserveAt(fill.sold);
        uint256 removed = shape.reserveAt(_tokensSold) - fill.reserveWei;
        fill.paidWei = CurveMath.netOf(removed, _feeBps);
        fill.feeWei = removed - fill.paidWei;
    }

    /// @dev `weiOut` must be at least 1 and at most the reserve less the fee.
    function _fillSellExactOut(uint256 weiOut) private view returns (Fill memory fill) {
        CurveShape memory shape = _shape();
        uint256 reserve = shape.reserveAt(_tokensSold);
        fill.sold = shape.soldAt(reserve - CurveMath.grossOf(weiOut, _feeBps));
        fill.tokens = _tokensSold - fill.sold;
        fill.paidWei = weiOut;
        fill.reserveWei = shape.reserveAt(fill.sold);
        fill.feeWei = reserve - fill.reserveWei - weiOut;
    }

    /// @dev The most a sale could pay out.
    function _payableWei() private view returns (uint256) {
        return CurveMath.netOf(_shape().reserveAt(_tokensSold), _feeBps);
    }

    function _shape() private view returns (CurveShape memory) {
        return CurveShape(_virtualWei, _virtualTokens, _targetWei, _saleSupply);
    }

    function _checkAmount(uint256 amount, uint256 minimum, string memory name) private pure {
        if (amount < minimum || amount > CurveMath.MAX_AMOUNT) revert BondingCurve_BadParameter(name);
    }

    function _atLeastOne(uint256 amount) private pure returns (uint256) {
        return Math.max(amount, 1);
    }
}
