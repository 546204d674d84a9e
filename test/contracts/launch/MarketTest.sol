// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IBondingCurve } from "../../../contracts/interfaces/IBondingCurve.sol";
import { PoolState } from "../../../contracts/interfaces/ILiquidityHook.sol";
import { ModelToken } from "../../../contracts/token/ModelToken.sol";
import { Vm } from "../Base.sol";
import { PoolActor } from "./PoolActor.sol";
import { LaunchTest } from "./LaunchTest.sol";

/// @notice One launched token on the real pool manager, past its snipe time; and somebody who swaps without our router.
abstract contract MarketTest is LaunchTest {
    ModelToken internal token;
    IBondingCurve internal curve;
    PoolActor internal actor;
    address internal bob;

    receive() external payable { }

    function setUp() public virtual override {
        super.setUp();
        bob = account("bob");
        token = ModelToken(payable(address(launchAs(creator, usualLaunch(), 0))));
        curve = curveOf(token);
        actor = new PoolActor(manager, hook);
        vm.warp(block.timestamp + 600);
    }

    function buyAs(address trader, uint256 weiIn) internal returns (uint256 tokens) {
        vm.deal(trader, trader.balance + weiIn);
        vm.prank(trader);
        (tokens,) = curve.buy{ value: weiIn }(0, trader, NEVER);
        vm.prank(trader);
        token.approve(address(curve), NEVER);
    }

    /// @dev Alice buys everything that is left, in two buys.
    function complete() internal {
        buyAs(alice, 3 ether);
        buyAs(alice, 20 ether);
    }

    function graduate() internal {
        complete();
        curve.graduate();
    }

    function pool() internal view returns (PoolState memory) {
        return hook.pool(address(token));
    }

    /// @dev Swaps by somebody with enough of both; a buy is in wei, a sale in tokens.
    function swap(bool isBuy, uint256 amountIn) internal returns (uint256 amountOut) {
        if (isBuy) {
            vm.deal(address(actor), amountIn);
        } else {
            vm.prank(alice);
            token.transfer(address(actor), amountIn);
        }
        return actor.swap(address(token), isBuy, -int256(amountIn));
    }

    /// @dev The one log of `selector` since `recordLogs`.
    function logOf(bytes32 selector) internal returns (Vm.Log memory found) {
        Vm.Log[] memory logs = vm.getRecordedLogs();
        uint256 count;
        for (uint256 i = 0; i < logs.length; ++i) {
            if (logs[i].topics[0] != selector) continue;
            found = logs[i];
            ++count;
        }
        assertEq(count, 1, "one such event");
    }
}
