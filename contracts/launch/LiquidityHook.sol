// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IHooks } from "@uniswap/v4-core/src/interfaces/IHooks.sol";
import { IPoolManager } from "@uniswap/v4-core/src/interfaces/IPoolManager.sol";
import { IUnlockCallback } from "@uniswap/v4-core/src/interfaces/callback/IUnlockCallback.sol";
import { Hooks } from "@uniswap/v4-core/src/libraries/Hooks.sol";
import { LPFeeLibrary } from "@uniswap/v4-core/src/libraries/LPFeeLibrary.sol";
import { StateLibrary } from "@uniswap/v4-core/src/libraries/StateLibrary.sol";
import { BalanceDelta } from "@uniswap/v4-core/src/types/BalanceDelta.sol";
import { BeforeSwapDelta, BeforeSwapDeltaLibrary } from "@uniswap/v4-core/src/types/BeforeSwapDelta.sol";
import { Currency, CurrencyLibrary } from "@uniswap/v4-core/src/types/Currency.sol";
import { PoolId } from "@uniswap/v4-core/src/types/PoolId.sol";
import { PoolKey } from "@uniswap/v4-core/src/types/PoolKey.sol";
import { ModifyLiquidityParams, SwapParams } from "@uniswap/v4-core/src/types/PoolOperation.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { ILaunchpad } from "../interfaces/ILaunchpad.sol";
import { ILiquidityHook, PoolState } from "../interfaces/ILiquidityHook.sol";
import { IModelToken } from "../interfaces/IModelToken.sol";
import { CurveMath } from "../libraries/CurveMath.sol";
import { PoolMath } from "../libraries/PoolMath.sol";

/// @title LiquidityHook: where a model token trades after its sale
/// @dev The manager does not call a hook for what the hook does itself. So the callbacks of initialisation and of adding
/// liquidity refuse whoever they are called for, and only what `open` does gets past them.
// INVARIANT: one position a pool, the hook's, over the whole range; its liquidity is set once and never changes.
// INVARIANT: the hook holds no ETH and no tokens between transactions, unless somebody sent them.
contract LiquidityHook is ILiquidityHook, IUnlockCallback {
    using SafeERC20 for IERC20;
    using StateLibrary for IPoolManager;

    /// @dev One slot: all that a swap reads.
    /// @param openedAt Unix seconds of graduation; 0 before it
    /// @param feePips the lasting fee, in 1/1,000,000
    struct Terms {
        uint40 openedAt;
        uint24 feePips;
    }

    uint24 private constant MIN_FEE_PIPS = 3000;
    uint24 private constant MAX_FEE_PIPS = 30_000;
    uint24 private constant FIRST_FEE_PIPS = 10_000;
    uint24 private constant START_FEE_PIPS = 30_000;
    uint256 private constant DECAY_SEC = 10 minutes;

    uint160 private constant FLAGS =
        Hooks.BEFORE_INITIALIZE_FLAG | Hooks.BEFORE_ADD_LIQUIDITY_FLAG | Hooks.BEFORE_SWAP_FLAG;

    IPoolManager public immutable poolManager;
    address public immutable launchpad;

    mapping(address token => Terms) private _terms;

    modifier onlyPoolManager() {
        if (msg.sender != address(poolManager)) revert LiquidityHook_NotPoolManager(msg.sender);
        _;
    }

    /// @param chosenLaunchpad may not exist yet: it names the hook, and checks that the hook names it
    constructor(IPoolManager chosenPoolManager, address chosenLaunchpad) {
        if (address(chosenPoolManager).code.length == 0) revert LiquidityHook_BadParameter("poolManager");
        if (chosenLaunchpad == address(0)) revert LiquidityHook_BadParameter("launchpad");
        // The manager reads from the address which callbacks there are.
        if (uint160(address(this)) & Hooks.ALL_HOOK_MASK != FLAGS) revert LiquidityHook_BadParameter("address");
        poolManager = chosenPoolManager;
        launchpad = chosenLaunchpad;
    }

    /// @inheritdoc ILiquidityHook
    function open(address token, uint256 liquidityTokens, uint256 treasuryWei) external payable {
        if (ILaunchpad(launchpad).curveOf(token) != msg.sender) revert LiquidityHook_NotCurve(msg.sender);
        if (isGraduated(token)) revert LiquidityHook_AlreadyOpen(token);
        _terms[token] = Terms(uint40(block.timestamp), FIRST_FEE_PIPS);
        PoolKey memory key = poolKey(token);
        uint160 sqrtPriceX96 = PoolMath.openingPrice(msg.value, liquidityTokens);
        poolManager.initialize(key, sqrtPriceX96);
        uint128 liquidity = PoolMath.liquidityOf(sqrtPriceX96, msg.value, liquidityTokens);
        (uint256 weiIn, uint256 tokensIn) = _changePosition(token, liquidity);
        emit Graduated(token, PoolId.unwrap(key.toId()), weiIn, tokensIn, treasuryWei, sqrtPriceX96);
        emit FeeChanged(token, FIRST_FEE_PIPS);

        uint256 tokensLeft = IERC20(token).balanceOf(address(this));
        if (tokensLeft != 0) IModelToken(token).retire(tokensLeft);
        uint256 weiLeft = address(this).balance;
        if (weiLeft == 0) return;
        (bool done,) = token.call{ value: weiLeft }("");
        if (!done) revert LiquidityHook_PaymentFailed(token, weiLeft);
    }

    /// @inheritdoc ILiquidityHook
    function collect(address token) external returns (uint256 revenueWei, uint256 burnedTokens) {
        if (!isGraduated(token)) revert LiquidityHook_NotOpen(token);
        (revenueWei, burnedTokens) = _changePosition(token, 0);
        if (revenueWei == 0 && burnedTokens == 0) return (0, 0);
        if (burnedTokens != 0) IModelToken(token).retire(burnedTokens);
        emit FeesCollected(token, revenueWei, burnedTokens);
    }

    /// @inheritdoc ILiquidityHook
    function setFee(address token, uint24 feePips) external {
        if (!isGraduated(token)) revert LiquidityHook_NotOpen(token);
        if (msg.sender != IModelToken(token).governor()) revert LiquidityHook_NotGovernor(msg.sender);
        if (feePips < MIN_FEE_PIPS || feePips > MAX_FEE_PIPS) {
            revert LiquidityHook_FeeOutOfBounds(feePips, MIN_FEE_PIPS, MAX_FEE_PIPS);
        }
        _terms[token].feePips = feePips;
        emit FeeChanged(token, feePips);
    }

    /// @notice Called by the manager when somebody else initialises a pool with this hook: never allowed.
    function beforeInitialize(address sender, PoolKey calldata, uint160) external view onlyPoolManager returns (bytes4) {
        revert LiquidityHook_OnlyHookInitializes(sender);
    }

    /// @notice Called by the manager when somebody else adds liquidity: never allowed, so that all fees are the holders'.
    function beforeAddLiquidity(address sender, PoolKey calldata, ModifyLiquidityParams calldata, bytes calldata)
        external
        view
        onlyPoolManager
        returns (bytes4)
    {
        revert LiquidityHook_OnlyHookAddsLiquidity(sender);
    }

    /// @notice Called by the manager before each swap: gives the fee, and nothing else. It calls nobody, so that nobody can
    /// make a swap fail.
    function beforeSwap(address, PoolKey calldata key, SwapParams calldata params, bytes calldata)
        external
        view
        onlyPoolManager
        returns (bytes4, BeforeSwapDelta, uint24)
    {
        uint24 feePips = feePipsOf(Currency.unwrap(key.currency1), params.zeroForOne);
        return (IHooks.beforeSwap.selector, BeforeSwapDeltaLibrary.ZERO_DELTA, feePips | LPFeeLibrary.OVERRIDE_FEE_FLAG);
    }

    /// @notice Called back by the manager in the middle of `open` or `collect`.
    function unlockCallback(bytes calldata data) external onlyPoolManager returns (bytes memory) {
        // The manager calls back whoever unlocked it, so the data is our own.
        (address token, uint128 liquidity) = abi.decode(data, (address, uint128));
        PoolKey memory key = poolKey(token);
        (BalanceDelta delta,) = poolManager.modifyLiquidity(
            key,
            ModifyLiquidityParams(PoolMath.MIN_TICK, PoolMath.MAX_TICK, int256(uint256(liquidity)), bytes32(0)),
            ""
        );
        return liquidity == 0 ? _takeFees(key, delta) : _payIn(key, delta);
    }

    /// @inheritdoc ILiquidityHook
    function pool(address token) external view returns (PoolState memory state) {
        PoolId id = poolKey(token).toId();
        state.poolId = PoolId.unwrap(id);
        if (!isGraduated(token)) return state;
        state.openedAt = _terms[token].openedAt;
        state.buyFeePips = feePipsOf(token, true);
        state.sellFeePips = feePipsOf(token, false);
        (state.sqrtPriceX96,,,) = poolManager.getSlot0(id);
        state.priceWei = PoolMath.priceWei(state.sqrtPriceX96);
        state.liquidity = poolManager.getLiquidity(id);
        (state.ethSide, state.tokenSide) = PoolMath.amountsOf(state.sqrtPriceX96, state.liquidity);
        (state.uncollectedWei, state.uncollectedTokens) = _uncollected(id, state.liquidity);
    }

    /// @inheritdoc ILiquidityHook
    function isGraduated(address token) public view returns (bool) {
        return _terms[token].openedAt != 0;
    }

    /// @inheritdoc ILiquidityHook
    function feePipsOf(address token, bool isBuy) public view returns (uint24) {
        Terms memory terms = _terms[token];
        if (!isBuy || terms.openedAt == 0) return terms.feePips;
        // At most START_FEE_PIPS, which the lasting fee never exceeds.
        return uint24(
            CurveMath.buyFeeBps(terms.feePips, START_FEE_PIPS, DECAY_SEC, block.timestamp - terms.openedAt)
        );
    }

    /// @inheritdoc ILiquidityHook
    function poolKey(address token) public view returns (PoolKey memory) {
        return PoolKey({
            currency0: CurrencyLibrary.ADDRESS_ZERO,
            currency1: Currency.wrap(token),
            fee: LPFeeLibrary.DYNAMIC_FEE_FLAG,
            tickSpacing: PoolMath.TICK_SPACING,
            hooks: IHooks(address(this))
        });
    }

    /// @dev Adds `liquidity`, or takes the fees if that is 0. Returns what was paid in, or taken.
    function _changePosition(address token, uint128 liquidity) private returns (uint256 weiAmount, uint256 tokenAmount) {
        return abi.decode(poolManager.unlock(abi.encode(token, liquidity)), (uint256, uint256));
    }

    /// @dev The tokens go first: settling them also clears whatever currency somebody left synchronised.
    function _payIn(PoolKey memory key, BalanceDelta delta) private returns (bytes memory) {
        // SAFETY: adding liquidity to a position without fees takes both currencies, so both deltas are at most 0.
        uint256 weiIn = uint256(-int256(delta.amount0()));
        uint256 tokensIn = uint256(-int256(delta.amount1()));
        poolManager.sync(key.currency1);
        IERC20(Currency.unwrap(key.currency1)).safeTransfer(address(poolManager), tokensIn);
        poolManager.settle();
        poolManager.settle{ value: weiIn }();
        return abi.encode(weiIn, tokensIn);
    }

    /// @dev ETH goes to the token at once; the tokens come here to be burned.
    function _takeFees(PoolKey memory key, BalanceDelta delta) private returns (bytes memory) {
        // SAFETY: fees are owed to the position, so both deltas are at least 0.
        uint256 weiOut = uint256(int256(delta.amount0()));
        uint256 tokensOut = uint256(int256(delta.amount1()));
        if (weiOut != 0) poolManager.take(key.currency0, Currency.unwrap(key.currency1), weiOut);
        if (tokensOut != 0) poolManager.take(key.currency1, address(this), tokensOut);
        return abi.encode(weiOut, tokensOut);
    }

    /// @dev The manager's own formula: growth of fees a unit of liquidity since the last collection, times liquidity.
    function _uncollected(PoolId id, uint128 liquidity) private view returns (uint256 weiAmount, uint256 tokenAmount) {
        bytes32 positionId =
            keccak256(abi.encodePacked(address(this), PoolMath.MIN_TICK, PoolMath.MAX_TICK, bytes32(0)));
        (, uint256 last0, uint256 last1) = poolManager.getPositionInfo(id, positionId);
        (uint256 now0, uint256 now1) = poolManager.getFeeGrowthInside(id, PoolMath.MIN_TICK, PoolMath.MAX_TICK);
        unchecked {
            // Growth counters wrap around, and their difference is right all the same.
            weiAmount = Math.mulDiv(now0 - last0, liquidity, 1 << 128);
            tokenAmount = Math.mulDiv(now1 - last1, liquidity, 1 << 128);
        }
    }
}
