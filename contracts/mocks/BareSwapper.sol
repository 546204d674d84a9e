// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IPoolManager } from "@uniswap/v4-core/src/interfaces/IPoolManager.sol";
import { IUnlockCallback } from "@uniswap/v4-core/src/interfaces/callback/IUnlockCallback.sol";
import { TickMath } from "@uniswap/v4-core/src/libraries/TickMath.sol";
import { BalanceDelta } from "@uniswap/v4-core/src/types/BalanceDelta.sol";
import { Currency } from "@uniswap/v4-core/src/types/Currency.sol";
import { PoolKey } from "@uniswap/v4-core/src/types/PoolKey.sol";
import { SwapParams } from "@uniswap/v4-core/src/types/PoolOperation.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title BareSwapper: the least that can swap at the pool manager, to hold the router's gas against
/// @notice One exact input, paid by the caller and paid out to the caller: no limit, no deadline, no refund, no event.
contract BareSwapper is IUnlockCallback {
    IPoolManager private immutable MANAGER;

    constructor(IPoolManager manager) {
        MANAGER = manager;
    }

    function swap(PoolKey calldata key, bool isBuy, uint256 amountIn) external payable {
        MANAGER.unlock(abi.encode(key, isBuy, amountIn, msg.sender));
    }

    function unlockCallback(bytes calldata data) external returns (bytes memory) {
        (PoolKey memory key, bool isBuy, uint256 amountIn, address trader) =
            abi.decode(data, (PoolKey, bool, uint256, address));
        uint160 limit = isBuy ? TickMath.MIN_SQRT_PRICE + 1 : TickMath.MAX_SQRT_PRICE - 1;
        BalanceDelta delta = MANAGER.swap(key, SwapParams(isBuy, -int256(amountIn), limit), "");
        if (isBuy) {
            MANAGER.settle{ value: amountIn }();
            MANAGER.take(key.currency1, trader, uint256(int256(delta.amount1())));
        } else {
            MANAGER.sync(key.currency1);
            IERC20(Currency.unwrap(key.currency1)).transferFrom(trader, address(MANAGER), amountIn);
            MANAGER.settle();
            MANAGER.take(key.currency0, trader, uint256(int256(delta.amount0())));
        }
        return "";
    }
}
