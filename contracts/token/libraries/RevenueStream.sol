// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// @dev One currency of revenue. Three storage slots, as they are written together.
/// @param unreleased arrived, not yet released
/// @param pending released to claims, waiting for the next snapshot
/// @param owed shared out by snapshots, not yet claimed
/// @param redeemPool released to burners
/// @param receivedTotal all that ever arrived; the cap on it bounds every other field to 128 bits
/// @param anchor active time up to which `unreleased` has been released, in 1/2^24 s
/// @param remaining time from `anchor` until all of `unreleased` is released, in 1/2^24 s; 0 exactly if none is left
struct Books {
    uint128 unreleased;
    uint128 pending;
    uint128 owed;
    uint128 redeemPool;
    uint128 receivedTotal;
    uint72 anchor;
    uint56 remaining;
}

/// @dev What a `sync` needs to know beside the books.
/// @param balance what the token holds of the currency now
/// @param activeSec seconds so far in which somebody was eligible
/// @param periodSec the release period
/// @param claimableBps part of released revenue for claims, in 1/10,000
struct SyncInput {
    uint256 balance;
    uint256 activeSec;
    uint256 periodSec;
    uint256 claimableBps;
}

/// @title RevenueStream: the linear release of revenue, as pure arithmetic
/// @dev Without it a buyer one second before a snapshot would take a full share of all that just arrived.
/// Money is released on a straight line to one common end. New money moves that end to the mean of the two ends,
/// weighted by amount: a push of dust moves it by (nearly) nothing and can neither restart nor stretch it.
/// The line is followed exactly however often it is asked: after releasing `r` units the anchor moves on only by
/// the time that `r` units take, never by the whole time that passed, so no fraction of a unit is ever forgotten.
library RevenueStream {
    /// @dev Time is kept in 1/2^24 s, so that rounding a merged end down is worth 60 ns and not a second.
    uint256 internal constant TIME_SHIFT = 24;
    uint256 internal constant BPS = 10_000;

    /// @dev Brings `books` up to now: releases what is due, takes in what arrived, splits what was released.
    function sync(Books memory books, SyncInput memory input)
        internal
        pure
        returns (uint256 arrived, uint256 released)
    {
        uint256 nowTicks = input.activeSec << TIME_SHIFT;
        // How much was ever released before this call: all that arrived less what still waits.
        uint256 releasedBefore = uint256(books.receivedTotal) - books.unreleased;
        // Before the release, as what it takes out of `unreleased` is in no other field until the split.
        arrived = _arrivals(books, input.balance);
        released = _release(books, nowTicks);
        if (arrived > 0) {
            // SAFETY: `_arrivals` caps the new total to 128 bits; every other field is a part of it.
            unchecked {
                books.receivedTotal += uint128(arrived);
            }
            if (input.periodSec == 0) {
                released += arrived;
            } else {
                _merge(books, arrived, nowTicks, input.periodSec << TIME_SHIFT);
            }
        }
        if (released > 0) {
            // The split is taken from the running total, so that many small releases cannot bend it: claims get
            // the floor of their part of everything, the redeem pool the rest, and no unit is lost between them.
            uint256 toClaims = (releasedBefore + released) * input.claimableBps / BPS
                - releasedBefore * input.claimableBps / BPS;
            // SAFETY: parts of receivedTotal, see above; toClaims <= released because claimableBps <= BPS.
            unchecked {
                books.pending += uint128(toClaims);
                books.redeemPool += uint128(released - toClaims);
            }
        }
    }

    /// @dev All that the books know to be in the balance.
    function accounted(Books memory books) internal pure returns (uint256) {
        return uint256(books.unreleased) + books.pending + books.owed + books.redeemPool;
    }

    /// @dev Whole seconds, rounded up, until all of `unreleased` is released.
    function secondsLeft(Books memory books, uint256 activeSec) internal pure returns (uint256) {
        uint256 end = uint256(books.anchor) + books.remaining;
        uint256 nowTicks = activeSec << TIME_SHIFT;
        if (books.unreleased == 0 || end <= nowTicks) return 0;
        return (end - nowTicks + (1 << TIME_SHIFT) - 1) >> TIME_SHIFT;
    }

    /// @dev A balance that fell (only a misbehaving token does that) is no arrival.
    function _arrivals(Books memory books, uint256 balance) private pure returns (uint256 arrived) {
        uint256 known = accounted(books);
        if (balance <= known) return 0;
        arrived = balance - known;
        uint256 room = type(uint128).max - books.receivedTotal;
        if (arrived > room) arrived = room;
    }

    /// @dev Rounds down: never ahead of the line.
    function _release(Books memory books, uint256 nowTicks) private pure returns (uint256 released) {
        uint256 amount = books.unreleased;
        if (amount == 0) return 0;
        uint256 elapsed = nowTicks - books.anchor;
        uint256 remaining = books.remaining;
        if (elapsed >= remaining) {
            books.unreleased = 0;
            books.remaining = 0;
            return amount;
        }
        // SAFETY: amount < 2^128 and elapsed < remaining < 2^56.
        unchecked {
            released = amount * elapsed / remaining;
            if (released == 0) return 0;
            // Rounded up, and still at most `elapsed`, as released * remaining / amount <= elapsed.
            uint256 used = (released * remaining + amount - 1) / amount;
            books.unreleased = uint128(amount - released);
            books.anchor += uint72(used);
            books.remaining = uint56(remaining - used);
        }
    }

    /// @dev The end becomes the mean of the old end and now + period, weighted by amount, rounded down.
    function _merge(Books memory books, uint256 arrived, uint256 nowTicks, uint256 periodTicks) private pure {
        uint256 amount = books.unreleased;
        // SAFETY: the period is at most 10 years (< 2^29 s) and `remaining` at most twice that: the end is never
        // later than now + period, and the anchor never further back than one unit takes, at most half of
        // `remaining` while two units or more wait. All products stay below 2^128 * 2^56.
        unchecked {
            if (amount == 0) {
                books.anchor = uint72(nowTicks);
                books.remaining = uint56(periodTicks);
            } else {
                uint256 untilOwnEnd = periodTicks + (nowTicks - books.anchor);
                books.remaining += uint56(arrived * (untilOwnEnd - books.remaining) / (amount + arrived));
            }
            books.unreleased = uint128(amount + arrived);
        }
    }
}
