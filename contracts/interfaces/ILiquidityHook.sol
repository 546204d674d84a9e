// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IPoolManager } from "@uniswap/v4-core/src/interfaces/IPoolManager.sol";
import { PoolKey } from "@uniswap/v4-core/src/types/PoolKey.sol";

/// @notice The pool of one model token. Amounts in wei and in tokens of 18 decimals; all zeros before graduation, but the id.
/// @param poolId its id in the pool manager, known before it is opened
/// @param openedAt Unix seconds of graduation; 0 before it
/// @param sqrtPriceX96 √(token units per wei), 96 fractional bits
/// @param priceWei marginal price of one whole token (1e18 units), fee not counted; rounds down
/// @param buyFeePips fee of a buy now, in 1/1,000,000
/// @param sellFeePips fee of a sale now, in 1/1,000,000
/// @param liquidity the hook's liquidity, which is all of it
/// @param ethSide wei in the pool, fees not counted
/// @param tokenSide tokens in the pool, fees not counted
/// @param uncollectedWei what `collect` would send to the holders now
/// @param uncollectedTokens what `collect` would burn now
struct PoolState {
    bytes32 poolId;
    uint256 openedAt;
    uint160 sqrtPriceX96;
    uint256 priceWei;
    uint24 buyFeePips;
    uint24 sellFeePips;
    uint128 liquidity;
    uint256 ethSide;
    uint256 tokenSide;
    uint256 uncollectedWei;
    uint256 uncollectedTokens;
}

/// @title LiquidityHook: where a model token trades after its sale
/// @notice The Uniswap v4 hook of every launched token's pool of ETH and token. Only the hook itself can open such a
/// pool and add liquidity to it, and no function takes any out: the liquidity is there for ever, and its fees are the
/// holders'. Swaps themselves are read from the pool manager's own event `Swap`, by pool id.
interface ILiquidityHook {
    /// @notice A sale is over and its pool is open.
    /// @param liquidityWei wei in the pool
    /// @param liquidityTokens tokens in the pool
    /// @param treasuryWei the treasury's part of the raise
    event Graduated(
        address indexed token,
        bytes32 indexed poolId,
        uint256 liquidityWei,
        uint256 liquidityTokens,
        uint256 treasuryWei,
        uint160 sqrtPriceX96
    );
    /// @notice Fees of a pool went to the holders: `revenueWei` as revenue, `burnedTokens` out of the supply.
    event FeesCollected(address indexed token, uint256 revenueWei, uint256 burnedTokens);
    /// @notice The lasting fee of a pool, in 1/1,000,000: at graduation and whenever the governor sets it.
    event FeeChanged(address indexed token, uint24 feePips);

    error LiquidityHook_BadParameter(string name);
    error LiquidityHook_NotPoolManager(address caller);
    error LiquidityHook_NotCurve(address caller);
    error LiquidityHook_NotGovernor(address caller);
    error LiquidityHook_AlreadyOpen(address token);
    error LiquidityHook_NotOpen(address token);
    error LiquidityHook_OnlyHookInitializes(address caller);
    error LiquidityHook_OnlyHookAddsLiquidity(address caller);
    error LiquidityHook_FeeOutOfBounds(uint24 feePips, uint24 minimum, uint24 maximum);
    error LiquidityHook_PaymentFailed(address to, uint256 amount);

    /// @notice Opens the pool of `token` at the price of the amounts given: all ETH sent and `liquidityTokens`, which the
    /// curve has transferred here before. Only the curve of the token, once. What rounding leaves over, or somebody sent
    /// here before, goes to the holders: ETH as revenue, tokens out of the supply.
    /// @param treasuryWei what the curve pays to the treasury: for the event
    function open(address token, uint256 liquidityTokens, uint256 treasuryWei) external payable;

    /// @notice Sends the pool's fees to the holders: ETH as revenue of the token, tokens out of the supply. Anyone may
    /// call it. Fees that were not collected stay in the pool, and never in the way of a swap.
    function collect(address token) external returns (uint256 revenueWei, uint256 burnedTokens);

    /// @notice Sets the lasting fee of an open pool, from 0.3 % to 3 %. Only the governor of the token; a token without a
    /// governor keeps its fee for ever.
    function setFee(address token, uint24 feePips) external;

    /// @notice Whether the token has graduated: it trades in the pool, and may be sent to the pool manager.
    function isGraduated(address token) external view returns (bool);

    /// @notice The fee of a swap now, in 1/1,000,000. A buy pays 3 % at graduation, falling in a straight line to the
    /// lasting fee (1 % until the governor sets another) over ten minutes; a sale pays the lasting fee at any time.
    function feePipsOf(address token, bool isBuy) external view returns (uint24);

    /// @notice The pool in one call.
    function pool(address token) external view returns (PoolState memory);

    /// @notice The key under which the pool manager knows the pool, before graduation too.
    function poolKey(address token) external view returns (PoolKey memory);

    /// @notice The Uniswap v4 pool manager.
    function poolManager() external view returns (IPoolManager);

    /// @notice The launchpad whose curves may open pools.
    function launchpad() external view returns (address);
}
