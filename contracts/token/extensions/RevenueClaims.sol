// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { IERC7641, IERC7641AltRevToken } from "../../interfaces/IERC7641.sol";
import { IModelToken } from "../../interfaces/IModelToken.sol";
import { PayOut } from "../libraries/PayOut.sol";
import { Books } from "../libraries/RevenueStream.sol";
import { RevenueBooks } from "./RevenueBooks.sol";

/// @title RevenueClaims: snapshots share revenue out, holders claim their part for ever
/// @dev A share is amount * balance / eligible supply, rounded down, with the divisor of the record date: the shares of a
/// snapshot can never exceed its amount. Claims do not expire, so nothing of one holder ever falls to another.
/// INVARIANT: owed >= sum over snapshots of (amount - claimed), per currency.
abstract contract RevenueClaims is RevenueBooks {
    address internal _weth;
    /// @dev Two amounts share a slot: ETH and WETH are one read.
    mapping(uint256 snapshotId => uint128[MAX_CURRENCIES]) private _amounts;
    /// @dev 16 snapshots a word, 16 bits each, one for every currency.
    mapping(address account => mapping(uint256 word => uint256)) private _claimed;

    /// @inheritdoc IERC7641
    function snapshot() external nonReentrant returns (uint256 snapshotId) {
        Head memory head = _readHead();
        uint256 previousId = head.snapshotCount;
        if (previousId != 0) {
            // Two snapshots in one second would have the same record date.
            uint256 interval = head.snapshotIntervalSec == 0 ? 1 : head.snapshotIntervalSec;
            uint256 nextAllowedSec = head.lastRecordSec + interval;
            if (block.timestamp < nextAllowedSec) revert ModelToken_SnapshotTooSoon(nextAllowedSec);
            if (_isNewestEmpty(head)) _returnAmounts(previousId);
        }
        snapshotId = _openSnapshot(head);
        _writeHead(head);
        emit SnapshotTaken(snapshotId, block.timestamp);
        for (uint256 i = 0; i < head.currencyCount; ++i) {
            Books memory books = _synced(head, i);
            uint128 amount = books.pending;
            if (amount > 0) {
                books.pending = 0;
                books.owed += amount;
                _amounts[snapshotId][i] = amount;
                emit SnapshotFunded(snapshotId, _currencies[i], amount);
            }
            _writeBooks(i, books);
        }
    }

    /// @inheritdoc IERC7641
    function claim(uint256 snapshotId) external {
        claimFor(msg.sender, snapshotId);
    }

    /// @inheritdoc IModelToken
    function claimMany(address account, uint256[] calldata snapshotIds) external nonReentrant {
        _claim(account, snapshotIds);
    }

    /// @inheritdoc IERC7641
    function claimableRevenue(address account, uint256 snapshotId) external view returns (uint256) {
        return _claimable(account, snapshotId, 0);
    }

    /// @inheritdoc IERC7641AltRevToken
    function claimableERC20(address account, uint256 snapshotId, address token) external view returns (uint256) {
        (bool known, uint256 index) = _indexOf(token);
        return known ? _claimable(account, snapshotId, index) : 0;
    }

    /// @inheritdoc IModelToken
    function claimableBetween(address account, uint256 fromId, uint256 toId, address currency)
        external
        view
        returns (uint256 sum)
    {
        (bool known, uint256 index) = _indexOf(currency);
        if (!known) return 0;
        uint256 newest = snapshotCount();
        if (toId > newest) toId = newest;
        for (uint256 id = fromId; id <= toId; ++id) {
            sum += _claimable(account, id, index);
        }
    }

    /// @inheritdoc IModelToken
    function snapshotInfo(uint256 snapshotId, address currency)
        external
        view
        returns (uint256 recordTime, uint256 amount, uint256 eligible)
    {
        (bool known, uint256 index) = _indexOf(currency);
        amount = known ? _amountOf(snapshotId, index) : 0;
        return (_recordSec(snapshotId), amount, _eligibleAt(snapshotId));
    }

    /// @inheritdoc IModelToken
    function weth() external view returns (address) {
        return _weth;
    }

    /// @inheritdoc IModelToken
    function claimFor(address account, uint256 snapshotId) public nonReentrant {
        uint256[] memory snapshotIds = new uint256[](1);
        snapshotIds[0] = snapshotId;
        _claim(account, snapshotIds);
    }

    /// @dev Gives what nobody can claim from a snapshot without eligible supply back to the next one.
    function _returnAmounts(uint256 snapshotId) internal {
        uint128[MAX_CURRENCIES] storage amounts = _amounts[snapshotId];
        uint256 count = _readHead().currencyCount;
        for (uint256 i = 0; i < count; ++i) {
            uint128 amount = amounts[i];
            if (amount == 0) continue;
            amounts[i] = 0;
            Books memory books = _readBooks(i);
            books.owed -= amount;
            books.pending += amount;
            _writeBooks(i, books);
            emit SnapshotFunded(snapshotId, _currencies[i], 0);
        }
    }

    /// @dev What a snapshot shares; 0 for unknown ids.
    function _amountOf(uint256 snapshotId, uint256 index) internal view returns (uint256) {
        return _amounts[snapshotId][index];
    }

    /// @dev Pays in ETH, WETH where that fails, or the ERC-20 of `index`. Effects come before it, always.
    function _pay(uint256 index, address to, uint256 amount) internal returns (bool paid, bool wrapped) {
        if (index == 0) return (true, PayOut.sendEth(to, amount, _weth));
        return (PayOut.trySendToken(_currencies[index], to, amount), false);
    }

    /// @dev Marks everything as claimed, then pays, then takes back the marks of payments that failed.
    function _claim(address account, uint256[] memory snapshotIds) private {
        uint256 count = _readHead().currencyCount;
        uint256[] memory totals = new uint256[](count);
        uint256[] memory shares = new uint256[](count * snapshotIds.length);
        for (uint256 k = 0; k < snapshotIds.length; ++k) {
            _mark(account, snapshotIds[k], shares, k * count, totals);
        }
        for (uint256 i = 0; i < count; ++i) {
            // SAFETY: shares of 128-bit amounts of different snapshots, all of them part of `owed`.
            if (totals[i] > 0) _books[i].owed -= uint128(totals[i]);
        }
        for (uint256 i = 0; i < count; ++i) {
            if (totals[i] == 0) continue;
            (bool paid, bool wrapped) = _pay(i, account, totals[i]);
            if (!paid) _books[i].owed += uint128(totals[i]);
            for (uint256 k = 0; k < snapshotIds.length; ++k) {
                uint256 share = shares[k * count + i];
                if (share == 0) continue;
                if (paid) emit RevenueClaimed(account, snapshotIds[k], _currencies[i], share, wrapped);
                else _claimed[account][snapshotIds[k] >> 4] &= ~_bit(snapshotIds[k], i);
            }
        }
    }

    /// @dev Claims one snapshot in the books: its shares go to `shares` from `offset` on and are added to `totals`.
    function _mark(
        address account,
        uint256 snapshotId,
        uint256[] memory shares,
        uint256 offset,
        uint256[] memory totals
    ) private {
        if (!_isClosed(snapshotId)) return;
        uint256 balance = _balanceAt(account, snapshotId);
        if (balance == 0) return;
        uint256 eligible = _settledEligibleAt(snapshotId);
        uint256 word = _claimed[account][snapshotId >> 4];
        uint256 marked = word;
        for (uint256 i = 0; i < totals.length; ++i) {
            uint256 amount = _amounts[snapshotId][i];
            uint256 bit = _bit(snapshotId, i);
            if (amount == 0 || word & bit != 0) continue;
            uint256 share = Math.mulDiv(amount, balance, eligible);
            if (share == 0) continue;
            shares[offset + i] = share;
            totals[i] += share;
            marked |= bit;
        }
        if (marked != word) _claimed[account][snapshotId >> 4] = marked;
    }

    function _claimable(address account, uint256 snapshotId, uint256 index) private view returns (uint256) {
        uint256 amount = _amounts[snapshotId][index];
        if (amount == 0 || !_isClosed(snapshotId)) return 0;
        if (_claimed[account][snapshotId >> 4] & _bit(snapshotId, index) != 0) return 0;
        uint256 balance = _balanceAt(account, snapshotId);
        return balance == 0 ? 0 : Math.mulDiv(amount, balance, _eligibleAt(snapshotId));
    }

    function _bit(uint256 snapshotId, uint256 index) private pure returns (uint256) {
        return 1 << ((snapshotId & 15) * 16 + index);
    }
}
