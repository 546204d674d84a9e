// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { ReentrancyGuardTransient } from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import { IModelToken, RevenueState } from "../../interfaces/IModelToken.sol";
import { PayOut } from "../libraries/PayOut.sol";
import { Books, RevenueStream, SyncInput } from "../libraries/RevenueStream.sol";
import { BalanceSnapshots } from "./BalanceSnapshots.sol";

/// @title RevenueBooks: what arrived, currency by currency, and whom it is for
/// @dev Nobody has to report a payment: what the balance holds beyond the books has arrived.
/// INVARIANT: owed + unreleased + pending + redeemPool <= balance, per currency.
abstract contract RevenueBooks is BalanceSnapshots, ReentrancyGuardTransient {
    using RevenueStream for Books;

    address internal constant ETH = address(0);
    /// @dev ETH and at most eight ERC-20 tokens: a sync or a claim walks them all.
    uint256 internal constant MAX_CURRENCIES = 9;

    Books[MAX_CURRENCIES] internal _books;
    address[MAX_CURRENCIES] internal _currencies;
    /// @dev Index plus one; 0 for what is no currency here.
    mapping(address currency => uint256) private _positions;

    /// @inheritdoc IModelToken
    function sync(address currency) external nonReentrant {
        uint256 position = _positions[currency];
        if (position == 0) return;
        _writeBooks(position - 1, _synced(_readHead(), position - 1));
    }

    /// @inheritdoc IModelToken
    function revenueState(address currency) external view returns (RevenueState memory state) {
        uint256 position = _positions[currency];
        if (position == 0) return state;
        Books memory books = _preview(position - 1);
        state.receivedTotal = books.receivedTotal;
        state.unreleased = books.unreleased;
        state.pending = books.pending;
        state.owed = books.owed;
        state.redeemPool = books.redeemPool;
        if (books.unreleased > 0) state.releaseEndSec = block.timestamp + books.secondsLeft(_activeSec(_readHead()));
    }

    /// @inheritdoc IModelToken
    function currencies() external view returns (address[] memory list) {
        list = new address[](_readHead().currencyCount);
        for (uint256 i = 0; i < list.length; ++i) {
            list[i] = _currencies[i];
        }
    }

    /// @dev ETH goes first: its address is the zero address, and its index 0.
    function _addCurrency(address currency) internal {
        Head memory head = _readHead();
        uint256 index = head.currencyCount;
        if (index == MAX_CURRENCIES) revert ModelToken_TooManyRevenueTokens(MAX_CURRENCIES - 1);
        if (_positions[currency] != 0) revert ModelToken_AlreadyRevenueToken(currency);
        _currencies[index] = currency;
        _positions[currency] = index + 1;
        head.currencyCount = uint8(index + 1);
        _writeHead(head);
    }

    function _readBooks(uint256 index) internal view returns (Books memory) {
        return _books[index];
    }

    function _writeBooks(uint256 index, Books memory books) internal {
        _books[index] = books;
    }

    /// @dev The index of a currency, and whether it is one.
    function _indexOf(address currency) internal view returns (bool known, uint256 index) {
        uint256 position = _positions[currency];
        return position == 0 ? (false, 0) : (true, position - 1);
    }

    /// @dev The books brought up to now; the caller stores them.
    function _synced(Head memory head, uint256 index) internal returns (Books memory books) {
        books = _readBooks(index);
        address currency = _currencies[index];
        (uint256 arrived, uint256 released) = books.sync(_syncInput(head, index, currency, books));
        if (arrived > 0 || released > 0) emit RevenueSynced(currency, arrived, released);
    }

    /// @dev The books as `_synced` would leave them.
    function _preview(uint256 index) internal view returns (Books memory books) {
        books = _readBooks(index);
        books.sync(_syncInput(_readHead(), index, _currencies[index], books));
    }

    /// @dev Revenue waits while nobody could get it, so it runs on a clock that stands still at zero eligible supply.
    function _onEligibilityFlip(bool anyEligible) internal override {
        Head memory head = _readHead();
        if (!anyEligible) head.activeBeforeSec = uint40(_activeSec(head));
        head.activeSinceSec = anyEligible ? uint40(block.timestamp) : 0;
        _writeHead(head);
    }

    function _activeSec(Head memory head) internal view returns (uint256) {
        uint256 since = head.activeSinceSec;
        return head.activeBeforeSec + (since == 0 ? 0 : block.timestamp - since);
    }

    function _syncInput(Head memory head, uint256 index, address currency, Books memory books)
        private
        view
        returns (SyncInput memory input)
    {
        input.activeSec = _activeSec(head);
        input.periodSec = head.releasePeriodSec;
        input.claimableBps = head.claimableBps;
        if (index == 0) {
            input.balance = address(this).balance;
        } else {
            bool known;
            (known, input.balance) = PayOut.tryBalance(currency);
            // A token that does not answer brings nothing new; what it brought before goes on being released.
            if (!known) input.balance = books.accounted();
        }
    }
}
