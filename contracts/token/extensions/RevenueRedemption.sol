// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { IERC7641, IERC7641AltRevToken } from "../../interfaces/IERC7641.sol";
import { Books } from "../libraries/RevenueStream.sol";
import { RevenueClaims } from "./RevenueClaims.sol";

/// @title RevenueRedemption: burning tokens for their part of the redeem pool
/// @dev The part is amount / total supply, rounded down: whoever stays is never worse off for a burn. Excluded accounts
/// count in the total, so the unsold tokens of a curve keep their part for those who will buy them.
/// When the last reachable token is burned nobody is left to share with: what was not owed to anybody yet (pending and
/// unreleased revenue, and the pool) goes to that burner instead of being stranded. Past claims stay.
abstract contract RevenueRedemption is RevenueClaims {
    /// @inheritdoc IERC7641
    /// @dev A revenue token that fails to pay keeps the burner's part in the pool: it must not hold the ETH back.
    function burn(uint256 amount) external nonReentrant {
        uint256 supply = totalSupply();
        bool isLast = _isLastBurn(amount, supply);
        _burn(msg.sender, amount);
        Head memory head = _readHead();
        uint256 newestId = head.snapshotCount;
        if (isLast && newestId != 0 && _isNewestEmpty(head)) _returnAmounts(newestId);
        uint256[] memory payments = new uint256[](head.currencyCount);
        for (uint256 i = 0; i < payments.length; ++i) {
            Books memory books = _synced(head, i);
            payments[i] = _redeem(books, amount, supply, isLast);
            _writeBooks(i, books);
        }
        for (uint256 i = 0; i < payments.length; ++i) {
            if (payments[i] == 0) continue;
            (bool paid, bool wrapped) = _pay(i, msg.sender, payments[i]);
            // SAFETY: a payment was taken from fields of 128 bits that are parts of one total of 128 bits.
            if (!paid) _books[i].redeemPool += uint128(payments[i]);
            else emit RevenueRedeemed(msg.sender, _currencies[i], amount, payments[i], wrapped);
        }
    }

    /// @inheritdoc IERC7641
    function redeemableOnBurn(uint256 amount) external view returns (uint256) {
        return _redeemable(amount, 0);
    }

    /// @inheritdoc IERC7641AltRevToken
    function redeemableERC20OnBurn(uint256 amount, address token) external view returns (uint256) {
        (bool known, uint256 index) = _indexOf(token);
        return known ? _redeemable(amount, index) : 0;
    }

    /// @dev Takes the burner's part out of `books`; `supply` is the total before the burn.
    function _redeem(Books memory books, uint256 amount, uint256 supply, bool isLast)
        private
        pure
        returns (uint256 payment)
    {
        if (isLast) {
            payment = uint256(books.redeemPool) + books.pending + books.unreleased;
            books.redeemPool = 0;
            books.pending = 0;
            books.unreleased = 0;
            books.remaining = 0;
        } else if (supply != 0) {
            payment = Math.mulDiv(books.redeemPool, amount, supply);
            // SAFETY: amount <= supply, so the payment is at most the pool.
            books.redeemPool -= uint128(payment);
        }
    }

    /// @dev Tokens that were sent to this contract are out of reach for ever and must not keep the rest from ending.
    function _isLastBurn(uint256 amount, uint256 supply) private view returns (bool) {
        return amount != 0 && amount <= supply && supply - amount == balanceOf(address(this));
    }

    function _redeemable(uint256 amount, uint256 index) private view returns (uint256) {
        uint256 supply = totalSupply();
        if (amount == 0 || amount > supply) return 0;
        bool isLast = _isLastBurn(amount, supply);
        uint256 payment = _redeem(_preview(index), amount, supply, isLast);
        if (!isLast) return payment;
        // An open snapshot will have nobody to share with once the last token is gone.
        uint256 newestId = snapshotCount();
        bool isEmpty = !_isClosed(newestId) || _eligibleAt(newestId) == 0;
        return isEmpty ? payment + _amountOf(newestId, index) : payment;
    }
}
