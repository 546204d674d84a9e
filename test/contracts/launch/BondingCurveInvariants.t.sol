// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { CurveParams, CurveState } from "../../../contracts/interfaces/IBondingCurve.sol";
import { CurveHandler } from "./CurveHandler.sol";
import { CurveTest } from "./CurveTest.sol";

/// @notice The promises of docs/invariants/launch.md under any sequence of calls.
contract BondingCurveInvariantsTest is CurveTest {
    CurveHandler private handler;

    function setUp() public override {
        super.setUp();
        handler = new CurveHandler(curve, token);
        targetContract(address(handler));
        bytes4[] memory selectors = new bytes4[](8);
        selectors[0] = CurveHandler.buy.selector;
        selectors[1] = CurveHandler.buyExactOut.selector;
        selectors[2] = CurveHandler.sell.selector;
        selectors[3] = CurveHandler.sellExactOut.selector;
        selectors[4] = CurveHandler.complete.selector;
        selectors[5] = CurveHandler.transferBetween.selector;
        selectors[6] = CurveHandler.donate.selector;
        selectors[7] = CurveHandler.pass.selector;
        targetSelector(address(handler), selectors);
    }

    /// @dev Reserve, holdings and product, and where every wei and every token is.
    function invariant_reservesAreHeldAndEveryWeiIsAccountedFor() public view {
        checkSolvent();
        CurveState memory s = curve.state();
        CurveParams memory p = curve.params();
        assertEq(handler.failures(), 0, "every call that should succeed does");
        assertEq(address(curve).balance, s.reserveWei + handler.donatedWei(), "the curve holds the reserve and gifts");
        assertEq(
            handler.paidIn() - handler.paidOut() - address(token).balance, s.reserveWei, "in - out - fees = reserve"
        );
        assertEq(
            token.balanceOf(address(curve)),
            p.saleSupply - s.tokensSold + p.liquiditySupply + handler.donatedTokens(),
            "the curve holds what it did not sell and gifts"
        );
        assertEq(s.complete ? s.targetWei : s.reserveWei, s.reserveWei, "complete means the target to the wei");
    }

    /// @dev From any state, everyone sells everything, at once and as quoted.
    function invariant_everyoneCanSellEverything() public {
        uint256 snapshot = vm.snapshotState();
        for (uint256 i = 0; i < 4; ++i) {
            address trader = handler.traders(i);
            uint256 held = token.balanceOf(trader);
            (uint256 quoted,) = curve.quoteSell(held);
            // Only crumbs have no price.
            if (quoted == 0) {
                assertLe(held, 1e12, "what cannot be sold is worth nothing");
                continue;
            }
            uint256 purse = trader.balance;
            vm.prank(trader);
            curve.sell(held, quoted, trader, NEVER);
            assertEq(trader.balance - purse, quoted, "paid as quoted");
        }
        checkSolvent();
        vm.revertToState(snapshot);
    }
}
