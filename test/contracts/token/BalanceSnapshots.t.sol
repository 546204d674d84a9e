// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { TokenBase } from "./TokenBase.sol";

/// @notice Balances at snapshots against a model that writes every balance down at every second.
contract BalanceSnapshotsTest is TokenBase {
    function test_BalanceOfAt_IsZero_ForUnknownIds() public {
        assertEq(token.balanceOfAt(alice, 0), 0, "id 0");
        assertEq(token.balanceOfAt(alice, 1), 0, "future id");
        _closedSnapshot();
        assertEq(token.balanceOfAt(alice, type(uint256).max), 0, "absurd id");
        assertEq(token.balanceOfAt(alice, 1), 40 * UNIT, "known id");
        assertEq(token.balanceOfAt(curve, 1), 0, "excluded");
    }

    function test_BalanceOfAt_OutlivesDelegation() public {
        _closedSnapshot();
        vm.prank(alice);
        token.delegate(bob);
        _skip(1);
        _transfer(alice, carol, 15 * UNIT);
        assertEq(token.balanceOfAt(alice, 1), 40 * UNIT, "a snapshot before the delegation");
        assertEq(token.balanceOfAt(bob, 1), 10 * UNIT, "votes that came later are no balance");
        _closedSnapshot();
        _transfer(alice, carol, 5 * UNIT);
        _transfer(bob, carol, UNIT);
        _closedSnapshot();
        assertEq(token.balanceOfAt(alice, 2), 25 * UNIT, "after the delegation");
        assertEq(token.balanceOfAt(bob, 2), 10 * UNIT, "the delegate's own tokens only");
        assertEq(token.balanceOfAt(alice, 3), 20 * UNIT, "and later");
        assertEq(token.balanceOfAt(bob, 3), 9 * UNIT, "and later");
        assertEq(token.balanceOfAt(carol, 3), 21 * UNIT, "carol never delegated");
    }

    function test_BalanceOfAt_DelegationInTheBlockOfTheSnapshot() public {
        token.snapshot();
        vm.prank(alice);
        token.delegate(bob);
        _transfer(alice, carol, UNIT);
        _skip(1);
        _transfer(bob, carol, UNIT);
        _transfer(alice, bob, 9 * UNIT);
        assertEq(token.balanceOfAt(alice, 1), 39 * UNIT, "alice at the end of the block");
        assertEq(token.balanceOfAt(bob, 1), 10 * UNIT, "bob, without alice's votes");
        assertEq(token.balanceOfAt(carol, 1), UNIT, "carol");
    }

    function test_Delegation_ToADelegate_NeverChangesAClaim() public {
        vm.prank(alice);
        token.delegate(bob);
        _skip(5);
        _pushEth(50 ether);
        _closedSnapshot();
        vm.prank(alice);
        token.delegate(carol);
        assertEq(token.claimableRevenue(alice, 1), 40 ether, "revenue follows tokens");
        assertEq(token.claimableRevenue(bob, 1), 10 ether, "not votes");
        assertEq(token.claimableRevenue(carol, 1), 0, "not votes");
    }

    function test_SelfTransfer_ChangesNothing() public {
        vm.prank(alice);
        token.delegate(bob);
        _closedSnapshot();
        _transfer(alice, alice, 40 * UNIT);
        _transfer(carol, carol, 0);
        _closedSnapshot();
        assertEq(token.balanceOfAt(alice, 1), 40 * UNIT, "before");
        assertEq(token.balanceOfAt(alice, 2), 40 * UNIT, "after");
        assertEq(token.getVotes(bob), 50 * UNIT, "votes");
    }

    /// @dev Random moves, delegations and snapshots of five accounts over blocks of several actions each.
    function testFuzz_BalanceOfAt_MatchesAFullHistory(uint256 seed) public {
        address[5] memory who = [alice, bob, carol, curve, address(token)];
        uint256[5][] memory history = new uint256[5][](40);
        uint256[] memory eligible = new uint256[](40);
        for (uint256 step = 0; step < 90; ++step) {
            seed = uint256(keccak256(abi.encode(seed)));
            uint256 action = seed % 8;
            address from = who[(seed >> 8) % 4];
            address to = who[(seed >> 16) % 5];
            if (action < 4) {
                _transfer(from, to, (seed >> 32) % (token.balanceOf(from) + 1));
            } else if (action == 4) {
                vm.prank(from);
                token.delegate((seed >> 24) % 6 == 5 ? address(0) : to);
            } else if (action == 5 && from != curve) {
                _burn(from, token.balanceOf(from) / 7);
            } else if (action == 6) {
                if (_lastRecordSec() != block.timestamp) token.snapshot();
            } else {
                _record(who, history, eligible);
                _skip(1 + (seed >> 64) % 3);
            }
        }
        _record(who, history, eligible);
        _skip(1);
        for (uint256 id = 1; id <= token.snapshotCount(); ++id) {
            (,, uint256 recorded) = token.snapshotInfo(id, ETH);
            assertEq(recorded, eligible[id], "eligible supply");
            for (uint256 k = 0; k < 5; ++k) {
                assertEq(token.balanceOfAt(who[k], id), k < 3 ? history[id][k] : 0, "balance");
            }
        }
    }

    /// @dev At the end of each block: if its snapshot was taken in it, these are the balances that count.
    function _record(address[5] memory who, uint256[5][] memory history, uint256[] memory eligible) private view {
        uint256 id = token.snapshotCount();
        if (id == 0 || _lastRecordSec() != block.timestamp) return;
        uint256 excluded;
        for (uint256 k = 0; k < 5; ++k) {
            history[id][k] = token.balanceOf(who[k]);
            if (k >= 3) excluded += history[id][k];
        }
        eligible[id] = token.totalSupply() - excluded;
    }

    function _lastRecordSec() private view returns (uint256 recordSec) {
        (recordSec,,) = token.snapshotInfo(token.snapshotCount(), ETH);
    }
}
