// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IERC20Permit } from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { ReentrancyGuardTransient } from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import { IBondingCurve } from "../interfaces/IBondingCurve.sol";
import { ILiquidityHook } from "../interfaces/ILiquidityHook.sol";
import { ICurveSeller } from "../interfaces/IRouter.sol";
import { CurveMath } from "../libraries/CurveMath.sol";
import { CurveBooks } from "./CurveBooks.sol";

/// @title BondingCurve: the sale of one model token
/// @notice `tokensSold` is all that ever changes, until graduation ends the sale. The reserve, the price and every quote
/// follow from it.
// INVARIANT: balance ≥ reserve(tokensSold) until graduation, with equality unless somebody forced ETH in; 0 at it.
// INVARIANT: tokens held ≥ saleSupply − tokensSold + liquiditySupply, with equality unless somebody sent tokens.
// INVARIANT: ETH paid in − ETH paid out − fees = reserve(tokensSold).
contract BondingCurve is CurveBooks, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

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

    constructor(address chosenHook, address chosenLaunchpad) CurveBooks(chosenHook, chosenLaunchpad) { }

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
}
