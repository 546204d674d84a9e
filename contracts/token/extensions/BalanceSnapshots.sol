// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { Checkpoints } from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import { IModelToken } from "../../interfaces/IModelToken.sol";
import { EligibleVotes } from "./EligibleVotes.sol";

/// @title BalanceSnapshots: who held what at the end of a snapshot's block
/// @dev A snapshot that records balances at once can be called in the middle of a flash swap. Here the record date is the
/// end of the block: what is borrowed must be back before it. Until that block is over the snapshot is open, and
/// nothing can be claimed from it.
/// The votes of an account that never took part in a delegation are its balance, and their history is kept anyway. So
/// only accounts that did take part need checkpoints of their own, from the second of their first delegation on.
abstract contract BalanceSnapshots is EligibleVotes {
    using Checkpoints for Checkpoints.Trace208;

    /// @dev One slot with all that transfers, snapshots and claims look at. Seconds fit 40 bits until the year 36812.
    /// @param snapshotCount also the newest id
    /// @param lastRecordSec record time of the newest snapshot
    /// @param activeBeforeSec seconds with eligible supply before `activeSinceSec`
    /// @param activeSinceSec since when there is eligible supply; 0 while there is none
    struct Head {
        uint40 snapshotCount;
        uint40 lastRecordSec;
        uint40 activeBeforeSec;
        uint40 activeSinceSec;
        uint32 releasePeriodSec;
        uint32 snapshotIntervalSec;
        uint16 claimableBps;
        uint8 currencyCount;
    }

    /// @param recordSec Unix seconds of its block
    /// @param eligible eligible supply at its end; kept from the first use on, 0 before
    struct Record {
        uint48 recordSec;
        uint208 eligible;
    }

    Head private _head;
    mapping(uint256 snapshotId => Record) private _records;
    /// @dev Of accounts with delegations. Keyed by snapshot id: the balance that counts for all ids up to the key and above the key before.
    mapping(address account => Checkpoints.Trace208) private _balances;

    /// @inheritdoc IModelToken
    function snapshotCount() public view override returns (uint256) {
        return _head.snapshotCount;
    }

    /// @inheritdoc IModelToken
    function balanceOfAt(address account, uint256 snapshotId) public view override returns (uint256) {
        return _isClosed(snapshotId) ? _balanceAt(account, snapshotId) : 0;
    }

    /// @dev One copy of the packing code: it is long.
    function _readHead() internal view returns (Head memory) {
        return _head;
    }

    function _writeHead(Head memory head) internal {
        _head = head;
    }

    /// @dev Whether the newest snapshot, if it is closed, shares with nobody. Mostly no search is needed: if somebody has
    /// been eligible all the time since its record date, somebody was eligible at it.
    function _isNewestEmpty(Head memory head) internal view returns (bool) {
        if (head.activeSinceSec != 0 && head.activeSinceSec <= head.lastRecordSec) return false;
        return _eligibleAt(head.snapshotCount) == 0;
    }

    /// @dev Takes the next id for this block.
    function _openSnapshot(Head memory head) internal returns (uint256 snapshotId) {
        unchecked {
            snapshotId = ++head.snapshotCount;
        }
        head.lastRecordSec = uint40(block.timestamp);
        _records[snapshotId].recordSec = uint48(block.timestamp);
    }

    function _recordSec(uint256 snapshotId) internal view returns (uint256) {
        return _records[snapshotId].recordSec;
    }

    /// @dev Whether the block of the snapshot is over; false for unknown ids.
    function _isClosed(uint256 snapshotId) internal view returns (bool) {
        uint256 recordSec = _records[snapshotId].recordSec;
        return recordSec != 0 && recordSec < block.timestamp;
    }

    /// @dev Eligible supply of a snapshot, as it is so far while the snapshot is open; 0 for unknown ids.
    function _eligibleAt(uint256 snapshotId) internal view returns (uint256) {
        Record memory record = _records[snapshotId];
        if (record.eligible != 0 || record.recordSec == 0) return record.eligible;
        return record.recordSec < block.timestamp ? getPastTotalSupply(record.recordSec) : eligibleSupply();
    }

    /// @dev The same for a closed snapshot, and kept, so that later claims need not search for it.
    function _settledEligibleAt(uint256 snapshotId) internal returns (uint256 eligible) {
        Record storage record = _records[snapshotId];
        eligible = record.eligible;
        if (eligible != 0) return eligible;
        eligible = getPastTotalSupply(record.recordSec);
        // SAFETY: ERC20Votes caps the supply to 208 bits.
        record.eligible = uint208(eligible);
    }

    /// @dev Only for closed snapshots.
    function _balanceAt(address account, uint256 snapshotId) internal view returns (uint256) {
        Standing memory standing = _standingOf(account);
        if (standing.isExcluded) return 0;
        uint256 recordSec = _records[snapshotId].recordSec;
        if (standing.delegatedSince == 0 || recordSec < standing.delegatedSince) return getPastVotes(account, recordSec);
        Checkpoints.Trace208 storage trace = _balances[account];
        (, uint48 lastKey,) = trace.latestCheckpoint();
        // SAFETY: ids come from a 40-bit counter.
        return lastKey < snapshotId ? balanceOf(account) : trace.lowerLookup(uint48(snapshotId));
    }

    function _update(address from, address to, uint256 value) internal virtual override {
        Head memory head = _readHead();
        uint256 closedId = head.snapshotCount;
        // The newest snapshot still follows the balances of its own block. At most one was taken in it.
        if (closedId != 0 && head.lastRecordSec == block.timestamp) --closedId;
        if (closedId != 0) {
            _keepBalance(from, closedId);
            if (to != from) _keepBalance(to, closedId);
        }
        super._update(from, to, value);
    }

    /// @dev Writes the balance down before it changes for the first time after snapshot `closedId`. The first value
    /// may stand for a snapshot before the first delegation and be wrong for it: `_balanceAt` never looks there.
    function _keepBalance(address account, uint256 closedId) private {
        Standing memory standing = _standingOf(account);
        if (standing.delegatedSince == 0 || standing.isExcluded) return;
        Checkpoints.Trace208 storage trace = _balances[account];
        (, uint48 lastKey,) = trace.latestCheckpoint();
        // SAFETY: 40-bit ids, and ERC20Votes caps the supply to 208 bits.
        if (lastKey < closedId) trace.push(uint48(closedId), uint208(balanceOf(account)));
    }
}
