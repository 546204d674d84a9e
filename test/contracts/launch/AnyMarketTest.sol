// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { CurveParams } from "../../../contracts/interfaces/IBondingCurve.sol";
import { PoolState } from "../../../contracts/interfaces/ILiquidityHook.sol";
import { Router } from "../../../contracts/launch/Router.sol";
import { CurveFactory } from "../../../contracts/mocks/CurveFactory.sol";
import { MarketWorld } from "../MarketWorld.sol";
import { CurveTest } from "./CurveTest.sol";
import { PoolActor } from "./PoolActor.sol";

/// @notice Curves of any parameters that graduate into pools of the real manager: the factory stands for the launchpad.
abstract contract AnyMarketTest is CurveTest, MarketWorld {
    PoolActor internal actor;
    Router internal router;

    function setUp() public virtual override {
        vm.warp(1_000_000);
        // The pool manager is made first.
        makeHook(futureAddress(1));
        factory = new CurveFactory(HOOK);
        alice = account("alice");
        bob = account("bob");
        actor = new PoolActor(manager, hook);
        router = new Router(hook);
    }

    function makeDrawn(uint256 seed) internal returns (CurveParams memory p) {
        p = drawnParams(seed);
        (curve, token) = factory.make(p);
    }

    /// @dev Buys that end exactly at the target, in as many steps and of such sizes as drawn.
    function completeInSteps(uint256 seed) internal {
        uint256 steps = drawBetween(seed, "steps", 0, 4);
        for (uint256 i = 0; i < steps; ++i) {
            uint256 left = curve.state().targetWei - curve.state().reserveWei;
            if (left == 0) return;
            uint256 weiIn = drawLog(seed, string(abi.encodePacked("weiIn", i)), 1, left);
            (uint256 tokens,,) = curve.quoteBuy(weiIn);
            if (tokens != 0) buyAs(alice, weiIn);
        }
        if (!curve.state().complete) completeAs(alice);
    }

    function pool() internal view returns (PoolState memory) {
        return hook.pool(address(token));
    }
}
