// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IHooks } from "@uniswap/v4-core/src/interfaces/IHooks.sol";
import { IPoolManager } from "@uniswap/v4-core/src/interfaces/IPoolManager.sol";
import { CustomRevert } from "@uniswap/v4-core/src/libraries/CustomRevert.sol";
import { Hooks } from "@uniswap/v4-core/src/libraries/Hooks.sol";
import { Currency } from "@uniswap/v4-core/src/types/Currency.sol";
import { PoolKey } from "@uniswap/v4-core/src/types/PoolKey.sol";
import { ModifyLiquidityParams } from "@uniswap/v4-core/src/types/PoolOperation.sol";
import { IBondingCurve } from "../../../contracts/interfaces/IBondingCurve.sol";
import { ILiquidityHook, PoolState } from "../../../contracts/interfaces/ILiquidityHook.sol";
import { IModelToken } from "../../../contracts/interfaces/IModelToken.sol";
import { LiquidityHook } from "../../../contracts/launch/LiquidityHook.sol";
import { PoolMath } from "../../../contracts/libraries/PoolMath.sol";
import { ModelToken } from "../../../contracts/token/ModelToken.sol";
import { MarketTest } from "./MarketTest.sol";
import { PoolActor } from "./PoolActor.sol";

/// @notice Ways to block, skew or milk graduation and the pool. In each the attacker ends with nothing.
contract MarketAttacksTest is MarketTest {
    uint160 private constant SILLY_PRICE = 1 << 90;

    // before graduation

    function test_attack_preInitialisation_ofOurPool_isRefused() public {
        PoolKey memory key = hook.poolKey(address(token));
        expectRefused();
        manager.initialize(key, SILLY_PRICE);
        // Nor with the hook under any other key.
        key.fee = 3000;
        expectRefused();
        manager.initialize(key, SILLY_PRICE);
        key.tickSpacing = 60;
        key.fee = 0x800000;
        expectRefused();
        manager.initialize(key, SILLY_PRICE);
        checkGraduation();
    }

    function test_attack_preInitialisation_ofAnotherPool_isEmptyAndChangesNothing() public {
        PoolKey memory key = hook.poolKey(address(token));
        key.hooks = IHooks(address(0));
        key.fee = 3000;
        key.tickSpacing = 60;
        manager.initialize(key, SILLY_PRICE);
        buyAs(alice, 1 ether);
        vm.prank(alice);
        token.transfer(address(actor), 1e24);
        // Liquidity of tokens would be a market beside the sale: the token does not go there.
        vm.expectRevert(IModelToken.ModelToken_NotGraduated.selector);
        actor.changeLiquidity(key, ModifyLiquidityParams(-887_220, -600, 1e18, 0));
        checkGraduation();
    }

    function test_attack_donations_beforeGraduation_skewNothingAndAreTheHolders() public {
        buyAs(bob, 1 ether);
        complete();
        uint256 snapshot = vm.snapshotState();
        curve.graduate();
        PoolState memory plain = pool();
        uint256 plainRevenue = address(token).balance;
        uint256 plainSupply = token.totalSupply();
        vm.revertToState(snapshot);

        vm.deal(address(curve), address(curve).balance + 3 ether);
        vm.deal(address(hook), 2 ether);
        vm.deal(address(manager), 5 ether);
        vm.startPrank(bob);
        token.transfer(address(curve), 1e24);
        token.transfer(address(hook), 2e24);
        vm.stopPrank();
        curve.graduate();
        assertEq(abi.encode(pool()), abi.encode(plain), "the same pool");
        assertEq(address(token).balance, plainRevenue + 5 ether, "forced ETH is revenue");
        assertEq(token.totalSupply(), plainSupply - 3e24, "sent tokens are burned");
        assertEq(address(curve).balance + address(hook).balance, 0, "no ETH is left");
        assertEq(token.balanceOf(address(curve)) + token.balanceOf(address(hook)), 0, "no tokens are left");
    }

    function test_attack_aCurrencyLeftSynchronised_doesNotBlockGraduation() public {
        complete();
        Synchroniser attacker = new Synchroniser(manager);
        attacker.graduate(curve, address(token));
        assertTrue(hook.isGraduated(address(token)), "open");
    }

    function test_attack_graduationInsideAnUnlock_failsForItsMakerOnly() public {
        complete();
        Nester attacker = new Nester(manager, hook);
        vm.expectRevert(IPoolManager.AlreadyUnlocked.selector);
        attacker.graduate(curve);
        curve.graduate();
    }

    function test_attack_sellingACrumbBeforeGraduation_isAnsweredInOneTransaction() public {
        complete();
        vm.prank(alice);
        curve.sell(1e18, 0, alice, NEVER);
        vm.deal(bob, 1 ether);
        vm.startPrank(bob);
        curve.buy{ value: 1 ether }(0, bob, NEVER);
        curve.graduate();
        assertTrue(hook.isGraduated(address(token)), "open");
    }

    // the flash that costs nothing: what is taken inside an unlock need only be back at its end

    function test_attack_freeFlash_inTheSnapshotsTransaction_gainsNoRevenue() public {
        graduate();
        earn(10 ether);
        FlashHolder attacker = new FlashHolder(manager, hook, token);
        attacker.run(200_000_000e18);
        uint256 id = token.snapshotCount();
        vm.warp(block.timestamp + 1);
        assertEq(token.claimableRevenue(address(attacker), id), 0, "no share");
        assertEq(token.balanceOfAt(address(attacker), id), 0, "no balance counts");
        // The holder has what the divisor promises: the loan did not change it either.
        (, uint256 amount, uint256 eligible) = token.snapshotInfo(id, address(0));
        assertEq(eligible, token.eligibleSupply(), "divisor");
        assertClose(token.claimableRevenue(alice, id), amount, 2, "alice has all of it");
    }

    function test_attack_freeFlash_gainsNoVotes() public {
        graduate();
        FlashHolder attacker = new FlashHolder(manager, hook, token);
        attacker.run(200_000_000e18);
        assertEq(attacker.votesInside(), 200_000_000e18, "it had them inside");
        uint256 then_ = block.timestamp;
        assertEq(token.getVotes(address(attacker)), 0, "none now");
        vm.warp(block.timestamp + 1);
        assertEq(token.getPastVotes(address(attacker), then_), 0, "none then");
        assertEq(token.getPastTotalSupply(then_), token.eligibleSupply(), "no quorum moved");
    }

    function test_attack_freeFlash_cannotBurnWhatItBorrowed() public {
        graduate();
        earn(10 ether);
        FlashBurner attacker = new FlashBurner(manager, hook, token);
        vm.expectRevert(IPoolManager.CurrencyNotSettled.selector);
        attacker.run(1_000_000e18);
    }

    function test_attack_freeFlashOfEth_onAnotherCurve_gainsNothing() public {
        graduate();
        IModelToken other = launchAs(bob, usualLaunch(), 0);
        vm.warp(block.timestamp + 600);
        CurveFlasher attacker = new CurveFlasher(manager, hook, curveOf(other));
        vm.deal(address(attacker), 1 ether);
        attacker.run(5 ether);
        assertLe(address(attacker).balance, 1 ether, "it paid fees");
        assertEq(other.balanceOf(address(attacker)), 0, "and has nothing else");
    }

    function testFuzz_attack_buyTheSaleGraduateAndSell_neverGains(uint256 firstWei, uint256 part) public {
        buyAs(bob, bound(firstWei, 0.001 ether, 7 ether));
        uint256 paid = 100 ether;
        vm.deal(address(actor), 0);
        vm.deal(alice, paid);
        vm.startPrank(alice);
        curve.buy{ value: paid }(0, alice, NEVER);
        curve.graduate();
        uint256 tokens = token.balanceOf(alice);
        uint256 sold = bound(part, 1, tokens);
        token.transfer(address(actor), sold);
        vm.stopPrank();
        uint256 got = actor.swap(address(token), false, -int256(sold));
        // What was sold in the pool brought less than it had cost on the curve, at any size: the last tokens of the
        // curve are the dearest, and the pool opens there and falls.
        uint256 costOfLast = costOfTheLast(sold);
        assertLe(got, costOfLast, "no gain");
    }

    // after graduation

    function test_attack_liquidity_canBeRemovedByNobody() public {
        graduate();
        uint128 liquidity = pool().liquidity;
        PoolKey memory key = hook.poolKey(address(token));
        ModifyLiquidityParams memory take =
            ModifyLiquidityParams(PoolMath.MIN_TICK, PoolMath.MAX_TICK, -int256(uint256(liquidity)), 0);
        vm.expectRevert();
        actor.changeLiquidity(key, take);
        // The hook itself can only poke its position: its one callback knows no negative change.
        vm.prank(address(manager));
        vm.expectRevert();
        hook.unlockCallback(abi.encode(address(token), type(uint256).max));
        swap(true, 1 ether);
        hook.collect(address(token));
        assertEq(pool().liquidity, liquidity, "all of it is there");
    }

    function test_attack_anOpenCallbackFromTheManager_needsItsUnlock() public {
        graduate();
        // Even with the manager's own voice there is no adding outside of an unlock.
        vm.prank(address(manager));
        vm.expectRevert(IPoolManager.ManagerLocked.selector);
        hook.unlockCallback(abi.encode(address(token), uint128(1)));
    }

    function test_attack_donationToThePool_isTheHolders() public {
        graduate();
        vm.deal(address(actor), 1 ether);
        vm.prank(alice);
        token.transfer(address(actor), 1e24);
        actor.donate(address(token), 1 ether, 1e24);
        PoolState memory p = pool();
        (uint256 revenueWei, uint256 burnedTokens) = hook.collect(address(token));
        assertEq(revenueWei, p.uncollectedWei, "as shown");
        assertClose(revenueWei, 1 ether, 1, "ETH");
        assertClose(burnedTokens, 1e24, 1, "tokens");
    }

    function test_attack_tokensSentToManagerAndHook_strandNothingOfOthers() public {
        graduate();
        vm.startPrank(alice);
        token.transfer(address(manager), 1e24);
        token.transfer(address(hook), 1e24);
        vm.stopPrank();
        PoolState memory before = pool();
        swap(true, 1 ether);
        swap(false, 1e24);
        (, uint256 burnedTokens) = hook.collect(address(token));
        assertEq(token.balanceOf(address(hook)), 1e24, "what is sent to the hook is its sender's loss");
        assertClose(burnedTokens, 1e22, 1, "fees alone are burned");
        assertEq(pool().liquidity, before.liquidity, "liquidity");
    }

    // helpers

    /// @dev The manager wraps what the hook reverts with.
    function expectRefused() private {
        vm.prank(alice);
        vm.expectRevert(
            abi.encodeWithSelector(
                CustomRevert.WrappedError.selector,
                address(hook),
                IHooks.beforeInitialize.selector,
                abi.encodeWithSelector(ILiquidityHook.LiquidityHook_OnlyHookInitializes.selector, alice),
                abi.encodeWithSelector(Hooks.HookCallFailed.selector)
            )
        );
    }

    /// @dev Graduation comes out as if nobody had tried anything.
    function checkGraduation() private {
        complete();
        uint256 lastPriceWei = curve.state().priceWei;
        curve.graduate();
        assertClose(pool().priceWei, lastPriceWei, lastPriceWei / 10_000, "the last price, to a basis point");
        assertClose(pool().ethSide, 7.2 ether, 1e4, "all of the ETH");
    }

    function earn(uint256 amount) private {
        vm.deal(address(this), amount);
        (bool done,) = address(token).call{ value: amount }("");
        assertTrue(done, "revenue");
        token.sync(address(0));
        vm.warp(block.timestamp + 2 hours);
    }

    /// @dev Wei without fee that the last `tokens` of the sale raised.
    function costOfTheLast(uint256 tokens) private view returns (uint256) {
        uint256 k = (curve.state().virtualWei + 8 ether) * (curve.state().virtualTokens - 650_000_000e18);
        uint256 y = curve.state().virtualTokens - 650_000_000e18;
        return curve.state().virtualWei + 8 ether - k / (y + tokens);
    }
}

/// @dev Leaves the token synchronised at the manager, in the transaction that graduates.
contract Synchroniser {
    IPoolManager private immutable MANAGER;

    constructor(IPoolManager manager) {
        MANAGER = manager;
    }

    function graduate(IBondingCurve curve, address token) external {
        MANAGER.sync(Currency.wrap(token));
        curve.graduate();
    }
}

/// @dev Graduates in the middle of its own unlock.
contract Nester is PoolActor {
    constructor(IPoolManager manager, LiquidityHook hook) PoolActor(manager, hook) { }

    function graduate(IBondingCurve curve) external {
        unlock(abi.encodeCall(this.onGraduate, (curve)));
    }

    function onGraduate(IBondingCurve curve) external {
        curve.graduate();
    }
}

/// @dev Holds the manager's tokens while it takes a snapshot and looks at its votes.
contract FlashHolder is PoolActor {
    ModelToken private immutable TOKEN;
    uint256 public votesInside;

    constructor(IPoolManager manager, LiquidityHook hook, ModelToken token) PoolActor(manager, hook) {
        TOKEN = token;
    }

    function run(uint256 amount) external {
        unlock(abi.encodeCall(this.onLoan, (amount)));
    }

    function onLoan(uint256 amount) external {
        Currency currency = Currency.wrap(address(TOKEN));
        MANAGER.take(currency, address(this), amount);
        TOKEN.delegate(address(this));
        votesInside = TOKEN.getVotes(address(this));
        uint256 id = TOKEN.snapshot();
        TOKEN.claim(id);
        settleOne(currency, -int256(amount));
    }
}

/// @dev Burns what it took, for its part of the redeem pool, and hopes not to be asked for it.
contract FlashBurner is PoolActor {
    ModelToken private immutable TOKEN;

    constructor(IPoolManager manager, LiquidityHook hook, ModelToken token) PoolActor(manager, hook) {
        TOKEN = token;
    }

    function run(uint256 amount) external {
        unlock(abi.encodeCall(this.onLoan, (amount)));
    }

    function onLoan(uint256 amount) external {
        MANAGER.take(Currency.wrap(address(TOKEN)), address(this), amount);
        TOKEN.burn(amount);
    }
}

/// @dev Trades on another curve with the manager's ETH.
contract CurveFlasher is PoolActor {
    IBondingCurve private immutable CURVE;

    constructor(IPoolManager manager, LiquidityHook hook, IBondingCurve curve) PoolActor(manager, hook) {
        CURVE = curve;
    }

    function run(uint256 amount) external {
        unlock(abi.encodeCall(this.onLoan, (amount)));
    }

    function onLoan(uint256 amount) external {
        MANAGER.take(Currency.wrap(address(0)), address(this), amount);
        (uint256 tokens,) = CURVE.buy{ value: amount }(0, address(this), type(uint256).max);
        IModelToken token = IModelToken(CURVE.params().token);
        token.approve(address(CURVE), tokens);
        CURVE.sell(tokens, 0, address(this), type(uint256).max);
        settleOne(Currency.wrap(address(0)), -int256(amount));
    }
}
