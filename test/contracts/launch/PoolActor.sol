// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IPoolManager } from "@uniswap/v4-core/src/interfaces/IPoolManager.sol";
import { IUnlockCallback } from "@uniswap/v4-core/src/interfaces/callback/IUnlockCallback.sol";
import { TickMath } from "@uniswap/v4-core/src/libraries/TickMath.sol";
import { BalanceDelta } from "@uniswap/v4-core/src/types/BalanceDelta.sol";
import { Currency } from "@uniswap/v4-core/src/types/Currency.sol";
import { PoolKey } from "@uniswap/v4-core/src/types/PoolKey.sol";
import { ModifyLiquidityParams, SwapParams } from "@uniswap/v4-core/src/types/PoolOperation.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { LiquidityHook } from "../../../contracts/launch/LiquidityHook.sol";

/// @notice Anybody at the pool manager: unlocks it, calls itself back with what it was told to do, and settles with what
/// it holds. Both currencies stay here.
contract PoolActor is IUnlockCallback {
    IPoolManager internal immutable MANAGER;
    LiquidityHook internal immutable HOOK;

    constructor(IPoolManager manager, LiquidityHook hook) {
        MANAGER = manager;
        HOOK = hook;
    }

    receive() external payable { }

    function swap(address token, bool isBuy, int256 amountSpecified) external returns (uint256 amountOut) {
        return abi.decode(unlock(abi.encodeCall(this.onSwap, (token, isBuy, amountSpecified))), (uint256));
    }

    function changeLiquidity(PoolKey calldata key, ModifyLiquidityParams calldata change) external {
        unlock(abi.encodeCall(this.onChangeLiquidity, (key, change)));
    }

    function donate(address token, uint256 weiAmount, uint256 tokenAmount) external {
        unlock(abi.encodeCall(this.onDonate, (token, weiAmount, tokenAmount)));
    }

    /// @dev The manager calls back whoever unlocked it.
    function unlockCallback(bytes calldata data) external returns (bytes memory) {
        (bool done, bytes memory answer) = address(this).call(data);
        if (!done) {
            assembly ("memory-safe") {
                revert(add(answer, 0x20), mload(answer))
            }
        }
        return answer;
    }

    function onSwap(address token, bool isBuy, int256 amountSpecified) external returns (uint256 amountOut) {
        PoolKey memory key = HOOK.poolKey(token);
        uint160 limit = isBuy ? TickMath.MIN_SQRT_PRICE + 1 : TickMath.MAX_SQRT_PRICE - 1;
        BalanceDelta delta = MANAGER.swap(key, SwapParams(isBuy, amountSpecified, limit), "");
        settle(key, delta);
        return uint256(int256(isBuy ? delta.amount1() : delta.amount0()));
    }

    function onChangeLiquidity(PoolKey calldata key, ModifyLiquidityParams calldata change) external {
        (BalanceDelta delta,) = MANAGER.modifyLiquidity(key, change, "");
        settle(key, delta);
    }

    function onDonate(address token, uint256 weiAmount, uint256 tokenAmount) external {
        PoolKey memory key = HOOK.poolKey(token);
        settle(key, MANAGER.donate(key, weiAmount, tokenAmount, ""));
    }

    function unlock(bytes memory data) internal returns (bytes memory) {
        return MANAGER.unlock(data);
    }

    function settle(PoolKey memory key, BalanceDelta delta) internal {
        settleOne(key.currency1, delta.amount1());
        settleOne(key.currency0, delta.amount0());
    }

    function settleOne(Currency currency, int256 amount) internal {
        if (amount > 0) MANAGER.take(currency, address(this), uint256(amount));
        if (amount >= 0) return;
        MANAGER.sync(currency);
        if (Currency.unwrap(currency) == address(0)) {
            MANAGER.settle{ value: uint256(-amount) }();
        } else {
            IERC20(Currency.unwrap(currency)).transfer(address(MANAGER), uint256(-amount));
            MANAGER.settle();
        }
    }
}
