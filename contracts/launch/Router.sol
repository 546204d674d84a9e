// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IUnlockCallback } from "@uniswap/v4-core/src/interfaces/callback/IUnlockCallback.sol";
import { TickMath } from "@uniswap/v4-core/src/libraries/TickMath.sol";
import { BalanceDelta } from "@uniswap/v4-core/src/types/BalanceDelta.sol";
import { PoolKey } from "@uniswap/v4-core/src/types/PoolKey.sol";
import { SwapParams } from "@uniswap/v4-core/src/types/PoolOperation.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IERC20Permit } from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { ReentrancyGuardTransient } from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import { CurveState, IBondingCurve } from "../interfaces/IBondingCurve.sol";
import { ILiquidityHook } from "../interfaces/ILiquidityHook.sol";
import { ICurveSeller, IRouter } from "../interfaces/IRouter.sol";
import { RouterQuotes } from "./RouterQuotes.sol";

/// @title Router: trades a launched token for ETH wherever it trades now
/// @dev Tokens go straight from the trader to curve or manager, and from there straight to the recipient: they never are
/// here. ETH passes through where a trader pays it.
// INVARIANT: balances of ETH and of every token are the same before and after each transaction.
contract Router is RouterQuotes, IUnlockCallback, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    /// @dev One swap in the pool, as it travels through the manager and back.
    /// @param amountSpecified exact input if negative, exact output if positive: the manager's convention
    /// @param maximumIn the most that may go in
    struct Swap {
        address token;
        bool isBuy;
        int256 amountSpecified;
        uint256 maximumIn;
        address payer;
        address recipient;
    }

    /// @dev The one sale on a curve that is going on, if any.
    address private transient _sellCurve;
    address private transient _sellToken;
    address private transient _seller;

    modifier onTime(uint256 deadline) {
        if (block.timestamp > deadline) revert Router_Expired(deadline, block.timestamp);
        _;
    }

    /// @dev What is sent to these would be lost, or a gift.
    modifier validRecipient(address token, address recipient) {
        if (
            recipient == address(0) || recipient == token || recipient == address(this)
                || recipient == address(poolManager)
        ) revert Router_BadParameter("recipient");
        _;
    }

    constructor(ILiquidityHook chosenHook) RouterQuotes(chosenHook) { }

    /// @dev Only what a curve gives back, in the middle of a trade.
    receive() external payable {
        if (!_reentrancyGuardEntered()) revert Router_UnexpectedPayment(msg.sender, msg.value);
    }

    /// @inheritdoc IRouter
    function buy(address token, uint256 minTokensOut, address recipient, uint256 deadline)
        external
        payable
        nonReentrant
        onTime(deadline)
        validRecipient(token, recipient)
        returns (uint256 tokensOut, uint256 weiSpent)
    {
        if (hook.isGraduated(token)) {
            (weiSpent, tokensOut) =
                _swap(Swap(token, true, -_signed(msg.value), msg.value, msg.sender, recipient));
            if (tokensOut < minTokensOut) revert Router_InsufficientOutput(tokensOut, minTokensOut);
        } else {
            (tokensOut, weiSpent) = _curveOf(token).buy{ value: msg.value }(minTokensOut, recipient, deadline);
        }
        emit RouterTrade(token, msg.sender, recipient, true, weiSpent, tokensOut);
        _refund(msg.value - weiSpent);
    }

    /// @inheritdoc IRouter
    function buyExactOut(address token, uint256 tokensOut, address recipient, uint256 deadline)
        external
        payable
        nonReentrant
        onTime(deadline)
        validRecipient(token, recipient)
        returns (uint256 weiSpent)
    {
        if (hook.isGraduated(token)) {
            (weiSpent,) = _swap(Swap(token, true, _signed(tokensOut), msg.value, msg.sender, recipient));
        } else {
            weiSpent = _curveOf(token).buyExactOut{ value: msg.value }(tokensOut, recipient, deadline);
        }
        emit RouterTrade(token, msg.sender, recipient, true, weiSpent, tokensOut);
        _refund(msg.value - weiSpent);
    }

    /// @inheritdoc IRouter
    function sell(address token, uint256 tokensIn, uint256 minWeiOut, address recipient, uint256 deadline)
        external
        nonReentrant
        onTime(deadline)
        validRecipient(token, recipient)
        returns (uint256 weiOut)
    {
        return _sell(token, tokensIn, minWeiOut, recipient, deadline);
    }

    /// @inheritdoc IRouter
    function sellWithPermit(
        address token,
        uint256 tokensIn,
        uint256 minWeiOut,
        address recipient,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external nonReentrant onTime(deadline) validRecipient(token, recipient) returns (uint256 weiOut) {
        // Nothing that is no launched token is called.
        _curveOf(token);
        // A permit seen in the mempool can be used by anyone first: then the allowance is there, and that is enough.
        try IERC20Permit(token).permit(msg.sender, address(this), tokensIn, deadline, v, r, s) { } catch { }
        return _sell(token, tokensIn, minWeiOut, recipient, deadline);
    }

    /// @inheritdoc IRouter
    function sellExactOut(address token, uint256 weiOut, uint256 maxTokensIn, address recipient, uint256 deadline)
        external
        nonReentrant
        onTime(deadline)
        validRecipient(token, recipient)
        returns (uint256 tokensIn)
    {
        if (hook.isGraduated(token)) {
            (, tokensIn) = _swap(Swap(token, false, _signed(weiOut), maxTokensIn, msg.sender, recipient));
        } else {
            IBondingCurve curve = _beginSale(token);
            tokensIn = curve.sellExactOutFrom(weiOut, maxTokensIn, recipient, deadline);
        }
        emit RouterTrade(token, msg.sender, recipient, false, weiOut, tokensIn);
    }

    /// @inheritdoc IRouter
    function graduate(address token, uint256 deadline)
        external
        payable
        nonReentrant
        onTime(deadline)
        returns (uint256 tokensOut, uint256 weiSpent)
    {
        IBondingCurve curve = _curveOf(token);
        CurveState memory state = curve.state();
        if (!state.complete) {
            (tokensOut, weiSpent) =
                curve.buy{ value: msg.value }(state.saleSupply - state.tokensSold, msg.sender, deadline);
            emit RouterTrade(token, msg.sender, msg.sender, true, weiSpent, tokensOut);
        }
        curve.graduate();
        _refund(msg.value - weiSpent);
    }

    /// @inheritdoc ICurveSeller
    /// @dev SAFETY: only the launchpad's own curve, in the middle of a sale that its seller began here, and once.
    function onCurveSell(uint256 tokensIn) external {
        if (msg.sender != _sellCurve) revert Router_UnexpectedCallback(msg.sender);
        _sellCurve = address(0);
        IERC20(_sellToken).safeTransferFrom(_seller, msg.sender, tokensIn);
    }

    /// @notice Called back by the pool manager in the middle of a swap.
    function unlockCallback(bytes calldata data) external returns (bytes memory) {
        if (msg.sender != address(poolManager)) revert Router_UnexpectedCallback(msg.sender);
        // The manager calls back whoever unlocked it, so the data is our own.
        Swap memory swap = abi.decode(data, (Swap));
        PoolKey memory key = hook.poolKey(swap.token);
        uint160 limit = swap.isBuy ? TickMath.MIN_SQRT_PRICE + 1 : TickMath.MAX_SQRT_PRICE - 1;
        BalanceDelta delta = poolManager.swap(key, SwapParams(swap.isBuy, swap.amountSpecified, limit), "");
        (int128 paid, int128 got) = swap.isBuy ? (delta.amount0(), delta.amount1()) : (delta.amount1(), delta.amount0());
        // SAFETY: a swap takes of one currency and gives of the other.
        uint256 amountIn = uint256(-int256(paid));
        uint256 amountOut = uint256(int256(got));
        if (amountIn > swap.maximumIn) revert Router_ExcessiveInput(amountIn, swap.maximumIn);
        if (int256(amountOut) < swap.amountSpecified) {
            revert Router_NotEnoughLiquidity(uint256(swap.amountSpecified), amountOut);
        }
        if (amountOut == 0) revert Router_InsufficientOutput(0, 1);
        if (swap.isBuy) {
            // Clears whatever currency was left synchronised, which would refuse ETH.
            poolManager.sync(key.currency0);
            poolManager.settle{ value: amountIn }();
            poolManager.take(key.currency1, swap.recipient, amountOut);
        } else {
            poolManager.sync(key.currency1);
            IERC20(swap.token).safeTransferFrom(swap.payer, msg.sender, amountIn);
            poolManager.settle();
            poolManager.take(key.currency0, swap.recipient, amountOut);
        }
        return abi.encode(amountIn, amountOut);
    }

    function _sell(address token, uint256 tokensIn, uint256 minWeiOut, address recipient, uint256 deadline)
        private
        returns (uint256 weiOut)
    {
        if (hook.isGraduated(token)) {
            uint256 taken;
            (weiOut, taken) = _swap(Swap(token, false, -_signed(tokensIn), tokensIn, msg.sender, recipient));
            if (weiOut < minWeiOut) revert Router_InsufficientOutput(weiOut, minWeiOut);
            tokensIn = taken;
        } else {
            IBondingCurve curve = _beginSale(token);
            weiOut = curve.sellFrom(tokensIn, minWeiOut, recipient, deadline);
        }
        emit RouterTrade(token, msg.sender, recipient, false, weiOut, tokensIn);
    }

    function _beginSale(address token) private returns (IBondingCurve curve) {
        curve = _curveOf(token);
        _sellCurve = address(curve);
        _sellToken = token;
        _seller = msg.sender;
    }

    function _swap(Swap memory swap) private returns (uint256 weiAmount, uint256 tokenAmount) {
        (uint256 amountIn, uint256 amountOut) =
            abi.decode(poolManager.unlock(abi.encode(swap)), (uint256, uint256));
        return swap.isBuy ? (amountIn, amountOut) : (amountOut, amountIn);
    }

    function _refund(uint256 amount) private {
        if (amount == 0) return;
        (bool done,) = msg.sender.call{ value: amount }("");
        if (!done) revert Router_PaymentFailed(msg.sender, amount);
    }

    function _curveOf(address token) private view returns (IBondingCurve) {
        address curve = launchpad.curveOf(token);
        if (curve == address(0)) revert Router_UnknownToken(token);
        return IBondingCurve(curve);
    }

    function _signed(uint256 amount) private pure returns (int256) {
        if (amount == 0 || amount > MAX_AMOUNT) revert Router_BadParameter("amount");
        return int256(amount);
    }
}
