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

    function test_Claim_Twice_PaysOnce() public {
        _pushEth(50 ether);
        _closedSnapshot();
        _claim(bob, 1);
        _claim(bob, 1);
        token.claimFor(bob, 1);
        token.claimMany(bob, _ids(1, 1, 1));
        assertEq(bob.balance, 10 ether, "once");
        assertEq(token.claimableRevenue(bob, 1), 0, "nothing left");
        assertEq(_state(ETH).owed, 40 ether, "alice's is still there");
    }

    function test_Claim_ByStranger_PaysTheHolder() public {
        _pushEth(50 ether);
        _closedSnapshot();
        vm.prank(carol);
        token.claimFor(bob, 1);
        assertEq(bob.balance, 10 ether, "bob");
        assertEq(carol.balance, 0, "carol");
    }

    function test_Attack_TransferThenClaim_BySecondAccount_GainsNothing() public {
        _pushEth(50 ether);
        _closedSnapshot();
        _claim(alice, 1);
        _transfer(alice, carol, 40 * UNIT);
        _claim(carol, 1);
        assertEq(alice.balance, 40 ether, "alice had it at the record date");
        assertEq(carol.balance, 0, "carol had not");
    }

    function test_Attack_ClaimManyDuplicates_PayOnce() public {
        for (uint256 i = 0; i < 3; ++i) {
            _pushEth(50 ether);
            _pushWeth(5 ether);
            _closedSnapshot();
        }
        uint256[] memory ids = new uint256[](8);
        (ids[0], ids[1], ids[2], ids[3], ids[4], ids[5], ids[6], ids[7]) = (3, 3, 1, 2, 1, 2, 2, 3);
        token.claimMany(bob, ids);
        token.claimMany(bob, ids);
        assertEq(bob.balance, 30 ether, "three shares of ETH");
        assertEq(weth.balanceOf(bob), 3 ether, "three shares of WETH");
    }

    function test_ClaimMany_MakesOnePaymentACurrency_AndAnEventASnapshot() public {
        for (uint256 i = 0; i < 2; ++i) {
            _pushEth(50 ether);
            _closedSnapshot();
        }
        vm.expectEmit(address(token));
        emit IModelToken.RevenueClaimed(bob, 2, ETH, 10 ether, false);
        vm.expectEmit(address(token));
        emit IModelToken.RevenueClaimed(bob, 1, ETH, 10 ether, false);
        token.claimMany(bob, _ids(2, 1));
        assertEq(bob.balance, 20 ether, "both");
    }

    /// @dev 16 snapshots share a word of marks: the borders must hold.
    function test_Claim_MarksOfManySnapshots_DoNotMix() public {
        uint256 count = 35;
        for (uint256 i = 0; i < count; ++i) {
            _pushEth(50 ether);
            _pushWeth(50 ether);
            _closedSnapshot();
        }
        for (uint256 id = count; id > 0; id -= 2) {
            _claim(bob, id);
            if (id == 1) break;
        }
        for (uint256 id = 1; id <= count; ++id) {
            uint256 expected = id % 2 == 1 ? 0 : 10 ether;
            assertEq(token.claimableRevenue(bob, id), expected, "ETH");
            assertEq(token.claimableERC20(bob, id, address(weth)), expected, "WETH");
            assertEq(token.claimableRevenue(alice, id), 40 ether, "alice");
        }
        assertEq(token.claimableBetween(bob, 0, type(uint256).max, ETH), 17 * 10 ether, "the sum of the even ones");
        assertEq(token.claimableBetween(bob, 3, 6, ETH), 20 ether, "4 and 6");
    }

    function test_Attack_SnapshotSpam_CostsHoldersNothing() public {
        _relaunch(10_000, 1000, 0);
        _pushEth(50 ether);
        token.sync(ETH);
        uint256[] memory ids = new uint256[](1001);
        for (uint256 i = 0; i < 1001; ++i) {
            ids[i] = token.snapshot();
            _skip(1);
        }
        uint256 before = gasleft();
        token.claimMany(bob, ids);
        // About 12 million; code instrumented for coverage takes 21.
        assertLe(before - gasleft(), 25_000_000, "a thousand snapshots fit one transaction");
        assertClose(bob.balance, 10 ether, 1001, "and lose at most a wei each");
        token.claimMany(alice, ids);
        assertClose(address(token).balance, 0, 2002, "dust");
        _assertSolvent(ETH);
    }

    function test_Attack_EmptySnapshot_AmountGoesToTheNext() public {
        _pushEth(50 ether);
        _pushWeth(3 ether);
        _transfer(bob, curve, 10 * UNIT);
        token.snapshot();
        // In the same block, after the snapshot, the last eligible holder sells.
        _transfer(alice, curve, 40 * UNIT);
        _skip(1);
        _claim(alice, 1);
        assertEq(alice.balance, 0, "nobody was eligible at the end of the block");
        assertEq(token.claimableRevenue(alice, 1), 0, "view");
        _transfer(curve, carol, UNIT);
        vm.expectEmit(address(token));
        emit IModelToken.SnapshotFunded(1, ETH, 0);
        vm.expectEmit(address(token));
        emit IModelToken.SnapshotFunded(1, address(weth), 0);
        _closedSnapshot();
        (, uint256 amount,) = token.snapshotInfo(1, ETH);
        assertEq(amount, 0, "the empty one shares nothing");
        _claim(carol, 2);
        assertEq(carol.balance, 50 ether, "the next one does");
        assertEq(weth.balanceOf(carol), 3 ether, "in every currency");
    }

    function test_Snapshot_WithNobodyEligible_ThenAHolderInTheSameBlock_IsGood() public {
        _transfer(alice, curve, 40 * UNIT);
        _transfer(bob, curve, 10 * UNIT);
        _pushEth(50 ether);
        token.snapshot();
        _transfer(curve, carol, UNIT);
        _skip(1);
        assertEq(token.claimableRevenue(carol, 1), 50 ether, "eligible at the end of the block");
        _closedSnapshot();
        _claim(carol, 1);
        assertEq(carol.balance, 50 ether, "and not taken away by the next");
    }

    function test_Attack_ForcedEth_IsRevenue() public {
        vm.deal(address(token), 50 ether);
        _closedSnapshot();
        _claim(bob, 1);
        assertEq(bob.balance, 10 ether, "however it came");
    }

    /// @dev Any balances, any amount: shares never exceed the amount, and lose less than a unit a holder.
    function testFuzz_Claim_SharesSumToTheAmount(uint128 amount, uint256 a, uint256 b, uint256 c) public {
        uint256 sum = bound(amount, 0, 1_000_000 ether);
        _transfer(alice, carol, bound(a, 0, 40 * UNIT));
        _transfer(curve, carol, bound(b, 0, 50 * UNIT));
        _transfer(bob, curve, bound(c, 0, 10 * UNIT));
        _pushEth(sum);
        _closedSnapshot();
        uint256 shares = token.claimableRevenue(alice, 1) + token.claimableRevenue(bob, 1)
            + token.claimableRevenue(carol, 1);
        assertLe(shares, sum, "not more");
        if (token.eligibleSupply() > 0) assertLe(sum, shares + 2, "not much less");
        _claim(alice, 1);
        _claim(bob, 1);
        _claim(carol, 1);
        assertEq(alice.balance + bob.balance + carol.balance, shares, "paid what the views said");
    }
}
