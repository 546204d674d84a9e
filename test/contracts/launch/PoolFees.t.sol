// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { PoolState } from "../../../contracts/interfaces/ILiquidityHook.sol";
import { AnyMarketTest } from "./AnyMarketTest.sol";

/// @notice Where every wei and every token of a pool goes.
contract PoolFeesTest is AnyMarketTest {
    /// @dev What went in and out, and the fees as each swap should have paid them.
    struct Sums {
        uint256 weiIn;
        uint256 weiOut;
        uint256 tokensIn;
        uint256 tokensOut;
        uint256 feeWei;
        uint256 feeTokens;
        uint256 collectedWei;
        uint256 burned;
        uint256 swaps;
    }

    Sums private sums;

    function setUp() public override {
        super.setUp();
        (curve, token) = factory.make(usualParams());
        passSnipeTime();
        completeAs(alice);
        curve.graduate();
    }

    function testFuzz_fees_addUpToTheWei(uint256 seed) public {
        uint256 startWei = address(manager).balance;
        uint256 startTokens = token.balanceOf(address(manager));
        uint256 startRevenue = address(token).balance;
        uint256 supply = token.totalSupply();
        uint256 steps = drawBetween(seed, "steps", 1, 12);
        for (uint256 i = 0; i < steps; ++i) {
            step(uint256(keccak256(abi.encode(seed, i))));
        }
        collect();

        assertEq(address(manager).balance, startWei + sums.weiIn - sums.weiOut - sums.collectedWei, "every wei");
        assertEq(
            token.balanceOf(address(manager)),
            startTokens + sums.tokensIn - sums.tokensOut - sums.burned,
            "every token unit"
        );
        assertEq(address(token).balance - startRevenue, sums.collectedWei, "all fees in ETH are revenue");
        // What is sold here was minted for it.
        assertEq(supply + sums.tokensIn - token.totalSupply(), sums.burned, "all fees in tokens are burned");
        // The manager counts growth a unit of liquidity: each swap can leave less than a unit behind.
        assertLe(sums.collectedWei, sums.feeWei, "no more than was paid");
        assertClose(sums.collectedWei, sums.feeWei, sums.swaps + 1, "and no less, but for a wei a swap");
        assertLe(sums.burned, sums.feeTokens, "no more than was paid in tokens");
        assertClose(sums.burned, sums.feeTokens, sums.swaps + 1, "and no less, but for a unit a swap");
        // What is left is the position, and dust of the rounding in its favour.
        PoolState memory p = pool();
        assertLe(p.ethSide, address(manager).balance, "the ETH side is there");
        assertLe(p.tokenSide, token.balanceOf(address(manager)), "the token side is there");
        assertClose(address(manager).balance, p.ethSide, 2 * sums.swaps + 2, "and nothing else in ETH");
    }

    function testFuzz_collect_givesWhatThePoolShows(uint256 seed) public {
        for (uint256 i = 0; i < 4; ++i) {
            step(uint256(keccak256(abi.encode(seed, i))));
            PoolState memory p = pool();
            (uint256 revenueWei, uint256 burned) = hook.collect(address(token));
            assertEq(revenueWei, p.uncollectedWei, "ETH");
            assertEq(burned, p.uncollectedTokens, "tokens");
        }
    }

    function test_sinkFailure_revertsNoSwap() public {
        // A token that takes no ETH: a launched one always does.
        token.refuseEth();
        trade(true, 1 ether);
        trade(false, 1e24);
        vm.expectRevert();
        hook.collect(address(token));
        // The fees wait, and swaps go on.
        assertClose(pool().uncollectedWei, 0.03 ether, 1, "they wait");
        trade(true, 1 ether);
        trade(false, 1e24);
    }

    function step(uint256 seed) private {
        uint256 kind = drawBetween(seed, "kind", 0, 9);
        if (kind == 0) return collect();
        if (kind == 1) return vm.warp(block.timestamp + drawBetween(seed, "wait", 1, 400));
        if (kind < 6) trade(true, drawLog(seed, "weiIn", 1e6, 20 ether));
        else trade(false, drawLog(seed, "tokensIn", 1e12, 1e26));
    }

    /// @dev An exact input, with its fee worked out from the amount alone: what the price does not move for.
    function trade(bool isBuy, uint256 amountIn) private {
        uint256 feePips = hook.feePipsOf(address(token), isBuy);
        if (isBuy) vm.deal(address(actor), amountIn);
        else token.mint(address(actor), amountIn);
        uint256 supplyBefore = token.balanceOf(address(actor));
        uint256 weiBefore = address(actor).balance;
        uint256 out = actor.swap(address(token), isBuy, -int256(amountIn));
        uint256 fee = amountIn - amountIn * (1e6 - feePips) / 1e6;
        ++sums.swaps;
        if (isBuy) {
            sums.weiIn += amountIn;
            sums.tokensOut += out;
            sums.feeWei += fee;
            assertEq(token.balanceOf(address(actor)) - supplyBefore, out, "tokens out");
        } else {
            sums.tokensIn += amountIn;
            sums.weiOut += out;
            sums.feeTokens += fee;
            assertEq(address(actor).balance - weiBefore, out, "wei out");
        }
    }

    function collect() private {
        (uint256 revenueWei, uint256 burned) = hook.collect(address(token));
        sums.collectedWei += revenueWei;
        sums.burned += burned;
    }
}
