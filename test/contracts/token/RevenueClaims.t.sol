// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IModelToken } from "../../../contracts/interfaces/IModelToken.sol";
import { TokenBase } from "./TokenBase.sol";

contract RevenueClaimsTest is TokenBase {
    function test_Snapshot_SharesWhatArrived_ByEligibleBalance() public {
        _pushEth(100 ether);
        uint256 id = _closedSnapshot();
        assertEq(id, 1, "first id");
        (uint256 recordTime, uint256 amount, uint256 eligible) = token.snapshotInfo(1, ETH);
        assertEq(recordTime, START, "record time");
        assertEq(amount, 100 ether, "amount");
        assertEq(eligible, 50 * UNIT, "eligible supply");
        assertEq(token.claimableRevenue(alice, 1), 80 ether, "alice's share");
        assertEq(token.claimableRevenue(bob, 1), 20 ether, "bob's share");
        assertEq(token.claimableRevenue(curve, 1), 0, "the curve shares nothing");
        _claim(alice, 1);
        _claim(bob, 1);
        _claim(curve, 1);
        assertEq(alice.balance, 80 ether, "alice paid");
        assertEq(bob.balance, 20 ether, "bob paid");
        assertEq(curve.balance, 0, "curve paid");
        assertEq(address(token).balance, 0, "all paid out");
    }

    function test_Snapshot_PaysEveryCurrency_InOneClaim() public {
        _pushEth(10 ether);
        _pushWeth(5 ether);
        _closedSnapshot();
        assertEq(token.claimableERC20(alice, 1, address(weth)), 4 ether, "view");
        assertEq(token.claimableERC20(alice, 1, ETH), 8 ether, "ETH by its address");
        _claim(alice, 1);
        assertEq(alice.balance, 8 ether, "ETH");
        assertEq(weth.balanceOf(alice), 4 ether, "WETH");
    }

    function test_Snapshot_StaysOpenInItsBlock() public {
        _pushEth(10 ether);
        token.snapshot();
        _claim(alice, 1);
        assertEq(alice.balance, 0, "open snapshots pay nothing");
        assertEq(token.claimableRevenue(alice, 1), 0, "view while open");
        assertEq(token.balanceOfAt(alice, 1), 0, "balance while open");
        _transfer(alice, carol, 40 * UNIT);
        _skip(1);
        assertEq(token.balanceOfAt(alice, 1), 0, "the end of the block counts");
        assertEq(token.balanceOfAt(carol, 1), 40 * UNIT, "for the receiver too");
        assertEq(token.claimableRevenue(carol, 1), 8 ether, "carol's share");
    }

    function test_Snapshot_RevertsWhen_TooSoon() public {
        _relaunch(10_000, 0, 100);
        token.snapshot();
        _skip(99);
        vm.expectRevert(abi.encodeWithSelector(IModelToken.ModelToken_SnapshotTooSoon.selector, START + 100));
        token.snapshot();
        _skip(1);
        assertEq(token.snapshot(), 2, "second id");
    }

    function test_Snapshot_RevertsWhen_SecondInOneSecond_EvenWithoutInterval() public {
        token.snapshot();
        vm.expectRevert(abi.encodeWithSelector(IModelToken.ModelToken_SnapshotTooSoon.selector, START + 1));
        token.snapshot();
    }

    function test_Snapshot_KeepsBalances_WhenTransferFollowsInTheBlockOfTheNext() public {
        token.snapshot();
        _skip(10);
        // Nobody moved since snapshot 1; the first move comes after snapshot 2, in its own block.
        token.snapshot();
        _transfer(alice, bob, 5 * UNIT);
        _skip(1);
        assertEq(token.balanceOfAt(alice, 1), 40 * UNIT, "before");
        assertEq(token.balanceOfAt(alice, 2), 35 * UNIT, "after");
        assertEq(token.balanceOfAt(bob, 1), 10 * UNIT, "before");
        assertEq(token.balanceOfAt(bob, 2), 15 * UNIT, "after");
    }
}
