// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IHooks } from "@uniswap/v4-core/src/interfaces/IHooks.sol";
import { IPoolManager } from "@uniswap/v4-core/src/interfaces/IPoolManager.sol";
import { CustomRevert } from "@uniswap/v4-core/src/libraries/CustomRevert.sol";
import { Hooks } from "@uniswap/v4-core/src/libraries/Hooks.sol";
import { Currency } from "@uniswap/v4-core/src/types/Currency.sol";
import { PoolKey } from "@uniswap/v4-core/src/types/PoolKey.sol";
import { ModifyLiquidityParams, SwapParams } from "@uniswap/v4-core/src/types/PoolOperation.sol";
import { ILiquidityHook, PoolState } from "../../../contracts/interfaces/ILiquidityHook.sol";
import { LiquidityHook } from "../../../contracts/launch/LiquidityHook.sol";
import { PoolMath } from "../../../contracts/libraries/PoolMath.sol";
import { Vm } from "../Base.sol";
import { MarketTest } from "./MarketTest.sol";

contract LiquidityHookTest is MarketTest {
    // constructor

    function test_constructor_atAnAddressWithoutItsBits_reverts() public {
        expectBad("address");
        new LiquidityHook(manager, address(launchpad));
    }

    function test_constructor_withoutAPoolManager_reverts() public {
        expectBad("poolManager");
        new LiquidityHook(IPoolManager(alice), address(launchpad));
    }

    function test_constructor_withoutALaunchpad_reverts() public {
        expectBad("launchpad");
        new LiquidityHook(manager, address(0));
    }

    // open

    function test_open_byAnyoneButTheCurve_reverts() public {
        complete();
        vm.deal(alice, 1 ether);
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(ILiquidityHook.LiquidityHook_NotCurve.selector, alice));
        hook.open{ value: 1 ether }(address(token), 1e18, 0);
    }

    function test_open_ofATokenNobodyLaunched_reverts() public {
        vm.deal(alice, 1 ether);
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(ILiquidityHook.LiquidityHook_NotCurve.selector, alice));
        hook.open{ value: 1 ether }(bob, 1e18, 0);
    }

    function test_open_again_reverts() public {
        graduate();
        vm.deal(address(curve), 1 ether);
        vm.prank(address(curve));
        vm.expectRevert(abi.encodeWithSelector(ILiquidityHook.LiquidityHook_AlreadyOpen.selector, address(token)));
        hook.open{ value: 1 ether }(address(token), 1e18, 0);
    }

    // callbacks

    function test_callbacks_byAnyoneButTheManager_revert() public {
        PoolKey memory key = hook.poolKey(address(token));
        vm.startPrank(alice);
        expectNotManager();
        hook.beforeInitialize(alice, key, 1);
        expectNotManager();
        hook.beforeAddLiquidity(alice, key, ModifyLiquidityParams(0, 0, 0, 0), "");
        expectNotManager();
        hook.beforeSwap(alice, key, SwapParams(true, 1, 1), "");
        expectNotManager();
        hook.unlockCallback(abi.encode(address(token), uint128(1)));
    }

    function test_addLiquidity_byAnyoneElse_reverts() public {
        graduate();
        PoolKey memory key = hook.poolKey(address(token));
        vm.deal(address(actor), 1 ether);
        ModifyLiquidityParams memory change = ModifyLiquidityParams(PoolMath.MIN_TICK, PoolMath.MAX_TICK, 1e18, 0);
        vm.expectRevert(
            wrapped(
                IHooks.beforeAddLiquidity.selector,
                abi.encodeWithSelector(
                    ILiquidityHook.LiquidityHook_OnlyHookAddsLiquidity.selector, address(actor)
                )
            )
        );
        actor.changeLiquidity(key, change);
    }

    // fee

    function test_fee_ofABuyFallsToTheLastingFee_ofASaleIsLasting() public {
        assertEq(hook.feePipsOf(address(token), true), 0, "no pool, no fee");
        graduate();
        assertFees(30_000, 10_000);
        vm.warp(block.timestamp + 5 minutes);
        assertFees(20_000, 10_000);
        vm.warp(block.timestamp + 5 minutes - 1);
        assertFees(10_034, 10_000);
        vm.warp(block.timestamp + 1);
        assertFees(10_000, 10_000);
    }

    function test_fee_isWhatTheManagerTakes() public {
        graduate();
        vm.recordLogs();
        swap(true, 1 ether);
        Vm.Log memory log = logOf(IPoolManager.Swap.selector);
        (int128 amount0,,,,, uint24 fee) =
            abi.decode(log.data, (int128, int128, uint160, uint128, int24, uint24));
        assertEq(fee, 30_000, "pips");
        assertEq(uint256(int256(-amount0)), 1 ether, "all of it is taken");
        assertClose(pool().uncollectedWei, 0.03 ether, 1, "three per cent wait");
    }

    function test_setFee_byTheGovernor_withinItsBounds() public {
        graduate();
        vm.warp(block.timestamp + 10 minutes);
        address governor = govern();
        uint24[2] memory bounds = [uint24(3000), 30_000];
        for (uint256 i = 0; i < 2; ++i) {
            vm.expectEmit(address(hook));
            emit ILiquidityHook.FeeChanged(address(token), bounds[i]);
            vm.prank(governor);
            hook.setFee(address(token), bounds[i]);
            assertFees(bounds[i], bounds[i]);
        }
        uint24[3] memory beyond = [uint24(0), 2999, 30_001];
        for (uint256 i = 0; i < 3; ++i) {
            vm.prank(governor);
            vm.expectRevert(
                abi.encodeWithSelector(
                    ILiquidityHook.LiquidityHook_FeeOutOfBounds.selector, beyond[i], uint24(3000), uint24(30_000)
                )
            );
            hook.setFee(address(token), beyond[i]);
        }
    }

    function test_setFee_whileItDecays_decaysToTheNewOne() public {
        graduate();
        address governor = govern();
        vm.prank(governor);
        hook.setFee(address(token), 3000);
        assertFees(30_000, 3000);
        vm.warp(block.timestamp + 5 minutes);
        assertFees(16_500, 3000);
    }

    function test_setFee_byAnyoneElse_reverts() public {
        graduate();
        govern();
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(ILiquidityHook.LiquidityHook_NotGovernor.selector, alice));
        hook.setFee(address(token), 5000);
    }

    function test_setFee_ofATokenWithoutGovernor_isNobodys() public {
        graduate();
        setGovernor(address(0));
        vm.expectRevert(abi.encodeWithSelector(ILiquidityHook.LiquidityHook_NotGovernor.selector, address(this)));
        hook.setFee(address(token), 5000);
    }

    function test_setFee_beforeGraduation_reverts() public {
        address governor = govern();
        vm.prank(governor);
        vm.expectRevert(abi.encodeWithSelector(ILiquidityHook.LiquidityHook_NotOpen.selector, address(token)));
        hook.setFee(address(token), 5000);
    }

    // collect

    function test_collect_sendsEthToTheHoldersAndBurnsTokens() public {
        graduate();
        swap(true, 1 ether);
        swap(false, 10_000_000e18);
        PoolState memory before = pool();
        uint256 revenue = address(token).balance;
        uint256 supply = token.totalSupply();
        vm.expectEmit(address(hook));
        emit ILiquidityHook.FeesCollected(address(token), before.uncollectedWei, before.uncollectedTokens);
        vm.prank(bob);
        (uint256 revenueWei, uint256 burnedTokens) = hook.collect(address(token));
        assertEq(revenueWei, before.uncollectedWei, "what was shown");
        assertEq(burnedTokens, before.uncollectedTokens, "what was shown");
        assertClose(revenueWei, 0.03 ether, 1, "three per cent of the buy");
        assertClose(burnedTokens, 100_000e18, 1, "one per cent of the sale");
        assertEq(address(token).balance - revenue, revenueWei, "revenue");
        assertEq(supply - token.totalSupply(), burnedTokens, "burned");
        assertEq(pool().uncollectedWei + pool().uncollectedTokens, 0, "nothing waits");
        assertEq(bob.balance + address(hook).balance + token.balanceOf(address(hook)), 0, "nobody else has any");
    }

    function test_collect_withoutFees_doesNothing() public {
        graduate();
        vm.recordLogs();
        (uint256 revenueWei, uint256 burnedTokens) = hook.collect(address(token));
        assertEq(revenueWei + burnedTokens, 0, "nothing");
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i = 0; i < logs.length; ++i) {
            assertTrue(logs[i].topics[0] != ILiquidityHook.FeesCollected.selector, "no event");
        }
    }

    function test_collect_beforeGraduation_reverts() public {
        vm.expectRevert(abi.encodeWithSelector(ILiquidityHook.LiquidityHook_NotOpen.selector, address(token)));
        hook.collect(address(token));
    }

    function test_collect_takesNothingFromTheRedeemPool() public {
        graduate();
        swap(false, 50_000_000e18);
        token.sync(address(0));
        vm.warp(block.timestamp + 2 hours);
        token.sync(address(0));
        uint256 before = token.redeemableOnBurn(1_000_000e18);
        hook.collect(address(token));
        assertTrue(token.redeemableOnBurn(1_000_000e18) > before, "every other token's part has grown");
    }

    // views

    function test_pool_beforeGraduation_isZerosButTheId() public view {
        PoolState memory none;
        none.poolId = pool().poolId;
        assertTrue(none.poolId != 0, "the id is known");
        assertEq(abi.encode(pool()), abi.encode(none), "zeros");
    }

    function test_poolKey_isThatOfEthAndToken() public view {
        PoolKey memory key = hook.poolKey(address(token));
        assertEq(Currency.unwrap(key.currency0), address(0), "ETH");
        assertEq(Currency.unwrap(key.currency1), address(token), "token");
        assertEq(address(key.hooks), address(hook), "hook");
        assertEq(key.fee, 0x800000, "dynamic fee");
    }

    function assertFees(uint256 buyPips, uint256 sellPips) private view {
        assertEq(hook.feePipsOf(address(token), true), buyPips, "fee of a buy");
        assertEq(hook.feePipsOf(address(token), false), sellPips, "fee of a sale");
        assertEq(pool().buyFeePips, buyPips, "shown fee of a buy");
        assertEq(pool().sellFeePips, sellPips, "shown fee of a sale");
    }

    /// @dev A governor, as a launch with governance has one.
    /// @dev What holders decide is done by the treasury.
    function govern() private view returns (address governor) {
        return launchpad.launchOf(address(token)).treasury;
    }

    function setGovernor(address governor) private {
        vm.mockCall(address(token), abi.encodeCall(token.governor, ()), abi.encode(governor));
    }

    /// @dev How the manager passes on what a hook reverts with.
    function wrapped(bytes4 selector, bytes memory reason) private view returns (bytes memory) {
        return abi.encodeWithSelector(
            CustomRevert.WrappedError.selector,
            address(hook),
            selector,
            reason,
            abi.encodeWithSelector(Hooks.HookCallFailed.selector)
        );
    }

    function expectNotManager() private {
        vm.expectRevert(abi.encodeWithSelector(ILiquidityHook.LiquidityHook_NotPoolManager.selector, alice));
    }

    function expectBad(string memory name) private {
        vm.expectRevert(abi.encodeWithSelector(ILiquidityHook.LiquidityHook_BadParameter.selector, name));
    }
}
