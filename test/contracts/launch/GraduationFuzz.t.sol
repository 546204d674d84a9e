// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { CurveParams, CurveState } from "../../../contracts/interfaces/IBondingCurve.sol";
import { PoolState } from "../../../contracts/interfaces/ILiquidityHook.sol";
import { AnyMarketTest } from "./AnyMarketTest.sol";

/// @notice Graduation of every curve that can be made, from every state in which its sale is complete.
contract GraduationFuzzTest is AnyMarketTest {
    function testFuzz_graduate_anyCurve_opensWithinABasisPoint(uint256 seed) public {
        CurveParams memory p = makeDrawn(seed);
        completeInSteps(seed);
        CurveState memory s = curve.state();
        uint256 supply = token.totalSupply();
        uint256 revenue = address(token).balance;
        curve.graduate();
        PoolState memory made = pool();

        // The last price is (x0 + T) / (y0 − S); compared as products, because a price can be a fraction of a wei.
        uint256 curveWei = s.virtualWei + s.targetWei;
        uint256 curveTokens = s.virtualTokens - s.saleSupply;
        // 2^96 / √price of the pool is √(wei per token): its square by the tokens must give the wei.
        uint256 rootTokens = mulDiv(curveTokens, 1 << 96, made.sqrtPriceX96);
        uint256 poolWei = mulDiv(rootTokens, 1 << 96, made.sqrtPriceX96);
        assertClose(poolWei, curveWei, curveWei / 10_000, "the price gap is at most a basis point");

        uint256 treasuryWei = p.targetWei * p.treasuryBps / 10_000;
        uint256 raised = p.targetWei - treasuryWei;
        assertLe(address(manager).balance, raised, "no more than the pool's part");
        assertClose(address(manager).balance, raised, raised / 1e6 + 2, "and nearly all of it");
        uint256 pooled = token.balanceOf(address(manager));
        assertClose(pooled, p.liquiditySupply, p.liquiditySupply / 1e6 + 2, "nearly all tokens");
        assertEq(address(curve).balance + address(hook).balance, 0, "no ETH is stranded");
        assertEq(token.balanceOf(address(curve)) + token.balanceOf(address(hook)), 0, "no tokens are stranded");
        assertEq(address(token).balance - revenue, p.targetWei - address(manager).balance, "the rest is revenue");
        assertEq(supply - token.totalSupply(), p.liquiditySupply - pooled, "the rest is burned");
    }

    function testFuzz_lastBuy_ofAnySize_graduatesTheSame(uint256 seed, uint256 lastWei) public {
        CurveParams memory p = makeDrawn(seed);
        uint256 before = drawLog(seed, "before", 1, p.targetWei);
        (uint256 tokens,,) = curve.quoteBuy(before);
        if (tokens != 0) buyAs(alice, before);
        if (!curve.state().complete) {
            // From exactly what is left to far more than there is.
            uint256 left = p.targetWei - curve.state().reserveWei;
            (, uint256 spent) = buyAs(bob, bound(lastWei, left == 0 ? 1 : left, type(uint96).max));
            assertLe(spent, left + 1, "capped");
        }
        assertTrue(curve.state().complete, "complete");
        assertEq(address(curve).balance, p.targetWei, "the target to the wei");
        curve.graduate();
        assertTrue(hook.isGraduated(address(token)), "open");
        assertEq(address(curve).balance, 0, "empty");
    }

    function testFuzz_graduate_afterSellsAndBuysAcrossTheTarget_works(uint256 seed) public {
        makeDrawn(seed);
        completeInSteps(seed);
        fund(alice, alice.balance);
        for (uint256 i = 0; i < 3; ++i) {
            uint256 sold = drawLog(seed, string(abi.encodePacked("sell", i)), 1, token.balanceOf(alice));
            (uint256 weiOut,) = curve.quoteSell(sold);
            if (weiOut == 0) continue;
            vm.prank(alice);
            curve.sell(sold, 0, alice, NEVER);
            completeAs(alice);
        }
        curve.graduate();
        assertTrue(hook.isGraduated(address(token)), "open");
        checkNothingLeft();
    }

    function testFuzz_graduate_withDonationsOfAnySize_opensTheSamePool(uint256 seed, uint96 weiAmount, uint96 tokens)
        public
    {
        makeDrawn(seed);
        completeInSteps(seed);
        uint256 snapshot = vm.snapshotState();
        curve.graduate();
        bytes memory plain = abi.encode(pool());
        vm.revertToState(snapshot);
        vm.deal(address(curve), address(curve).balance + weiAmount);
        vm.deal(address(hook), weiAmount);
        vm.deal(address(manager), weiAmount);
        token.mint(address(curve), tokens);
        token.mint(address(hook), tokens);
        token.mint(address(manager), tokens);
        curve.graduate();
        assertEq(abi.encode(pool()), plain, "the same pool");
        checkNothingLeft();
    }

    function checkNothingLeft() private view {
        assertEq(address(curve).balance + address(hook).balance, 0, "no ETH");
        assertEq(token.balanceOf(address(curve)) + token.balanceOf(address(hook)), 0, "no tokens");
    }

    /// @dev In two halves of 48 bits, so that nothing overflows: `b` is 2^96.
    function mulDiv(uint256 a, uint256, uint256 c) private pure returns (uint256) {
        // a below 2^160: shifted by 96 it fits.
        return (a << 96) / c;
    }
}
