// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { Books, RevenueStream, SyncInput } from "../../../contracts/token/libraries/RevenueStream.sol";
import { Base } from "../Base.sol";

contract RevenueStreamTest is Base {
    using RevenueStream for Books;

    uint256 private constant BPS = 10_000;

    function _sync(Books memory books, uint256 held, uint256 nowSec, uint256 periodSec, uint256 bps)
        private
        pure
        returns (uint256 arrived, uint256 released)
    {
        return books.sync(SyncInput(held, nowSec, periodSec, bps));
    }

    function test_Sync_ReleasesOnAStraightLine() public pure {
        Books memory books;
        _sync(books, 1000, 50, 100, BPS);
        assertEq(books.unreleased, 1000, "nothing at once");
        assertEq(books.secondsLeft(50), 100, "a whole period");
        _sync(books, 1000, 75, 100, BPS);
        assertEq(books.pending, 250, "a quarter");
        assertEq(books.secondsLeft(75), 75, "three quarters to go");
        _sync(books, 1000, 150, 100, BPS);
        assertEq(books.pending, 1000, "all at the end");
        assertEq(books.secondsLeft(150), 0, "nothing left");
        (uint256 arrived, uint256 released) = _sync(books, 1000, 1000, 100, BPS);
        assertEq(arrived + released, 0, "and no more");
    }

    function test_Sync_WithoutPeriod_ReleasesAtOnce() public pure {
        Books memory books;
        (uint256 arrived, uint256 released) = _sync(books, 999, 5, 0, 2_500);
        assertEq(arrived, 999, "arrived");
        assertEq(released, 999, "released");
        assertEq(books.pending, 249, "claims: rounded down");
        assertEq(books.redeemPool, 750, "pool: the rest");
    }

    function test_Sync_MergesEnds_ByAmount() public pure {
        Books memory books;
        _sync(books, 100, 0, 100, BPS);
        // Half is released; 50 end in 50 s; 150 more would end in 100 s: the mean is 87.5 s.
        _sync(books, 250, 50, 100, BPS);
        assertEq(books.unreleased, 200, "both wait");
        assertEq(uint256(books.remaining), (875 << RevenueStream.TIME_SHIFT) / 10, "weighted mean");
    }

    /// @dev The line of a coarse currency may be anchored in the past; new money still gets its whole period.
    function test_Sync_MergesEnds_WhenLessThanAUnitWasDue() public pure {
        Books memory books;
        _sync(books, 10, 0, 100, BPS);
        // 0.9 units are due at 9 s, so none is released; 10 more end at 109 s: the mean of 100 and 109.
        _sync(books, 20, 9, 100, BPS);
        uint256 end = uint256(books.anchor) + books.remaining;
        assertEq(end, (1045 << RevenueStream.TIME_SHIFT) / 10, "weighted mean of the ends");
        assertEq(books.secondsLeft(9), 96, "95.5 s, rounded up");
    }

    function test_Sync_IgnoresAFallenBalance() public pure {
        Books memory books;
        _sync(books, 100, 0, 0, BPS);
        (uint256 arrived,) = _sync(books, 40, 1, 0, BPS);
        assertEq(arrived, 0, "no arrival");
        (arrived,) = _sync(books, 101, 2, 0, BPS);
        assertEq(arrived, 1, "only above what is in the books");
    }

    function test_Sync_CapsWhatItTakesIn() public pure {
        Books memory books;
        (uint256 arrived,) = _sync(books, type(uint256).max, 0, 0, BPS);
        assertEq(arrived, type(uint128).max, "128 bits");
        (arrived,) = _sync(books, type(uint256).max, 0, 0, BPS);
        assertEq(arrived, 0, "and then nothing more");
        Books memory slow;
        _sync(slow, type(uint256).max, 0, 3650 days, BPS);
        _sync(slow, type(uint256).max, 1825 days, 3650 days, BPS);
        assertClose(slow.pending, type(uint128).max / 2, 1, "no overflow on the way");
    }

    /// @dev However often it is asked, the release follows the line: at most one unit and 60 ns a question behind it,
    /// and never ahead.
    function testFuzz_Sync_IsIndependentOfHowOftenItIsCalled(uint128 amount, uint32 period, uint256 seed) public pure {
        uint256 total = bound(amount, 1, type(uint128).max);
        uint256 periodSec = bound(period, 1, 3650 days);
        Books memory books;
        _sync(books, total, 0, periodSec, BPS);
        uint256 nowSec = 0;
        for (uint256 i = 1; i <= 24; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            nowSec += seed % 4 == 0 ? seed % 3 : seed % (periodSec / 10 + 2);
            _sync(books, total, nowSec, periodSec, BPS);
            uint256 line = nowSec >= periodSec ? total : total * nowSec / periodSec;
            assertLe(books.pending, line, "never early");
            uint256 slack = nowSec >= periodSec ? 0 : 1 + i * (total / periodSec + 1) / (1 << 24);
            assertLe(line, books.pending + slack, "never late");
        }
    }

    /// @dev A unit of a coarse token takes minutes; a sync every second must not swallow them.
    function test_Sync_EverySecond_OfACoarseToken() public pure {
        Books memory books;
        _sync(books, 100, 0, 7 days, BPS);
        for (uint256 i = 1; i <= 3 hours; i += 7) {
            _sync(books, 100, i, 7 days, BPS);
        }
        assertEq(books.pending, 1, "3 h of 168 h are 1.78 units");
        _sync(books, 100, 84 hours, 7 days, BPS);
        assertEq(books.pending, 50, "half");
    }

    /// @dev Against a plain reading with fractions of 1/2^60 unit and end times of 1/2^60 s.
    function testFuzz_Sync_FollowsAPlainReading(uint256 seed, uint32 period) public pure {
        uint256 periodSec = bound(period, 60, 365 days);
        Books memory books;
        uint256 held;
        uint256 nowSec = 1000;
        uint256 plainUnreleased; // units << 60
        uint256 plainEnd; // seconds << 60
        uint256 events = 16;
        for (uint256 i = 0; i < events; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            uint256 dt = seed % (periodSec / 4);
            uint256 left = plainEnd > nowSec << 60 ? plainEnd - (nowSec << 60) : 0;
            plainUnreleased = dt << 60 >= left ? 0 : plainUnreleased - Math.mulDiv(plainUnreleased, dt << 60, left);
            nowSec += dt;
            uint256 push = (seed >> 64) % 3 == 0 ? 0 : 1e9 + (seed >> 128) % 1e24;
            if (push > 0) {
                uint256 last = plainUnreleased == 0 ? nowSec << 60 : plainEnd;
                uint256 own = (nowSec + periodSec) << 60;
                plainEnd = last + Math.mulDiv(own - last, push << 60, plainUnreleased + (push << 60));
                plainUnreleased += push << 60;
            }
            held += push;
            _sync(books, held, nowSec, periodSec, BPS);
            // An end is rounded down by less than 60 ns a merge, of a period of 60 s or more.
            uint256 tolerance = 1 + (i + 1) * (held / 1e9 + 1);
            assertClose(books.unreleased, plainUnreleased >> 60, tolerance, "unreleased");
        }
    }

    function testFuzz_Sync_KeepsEveryUnit(uint256 seed, uint16 bps, uint32 period) public pure {
        uint256 claimableBps = bound(bps, 0, BPS);
        uint256 periodSec = bound(period, 0, 30 days);
        Books memory books;
        uint256 held;
        uint256 nowSec;
        for (uint256 i = 0; i < 20; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            nowSec += seed % 100_000;
            uint256 push = (seed >> 64) % 3 == 0 ? 0 : (seed >> 128) >> ((seed >> 96) % 128);
            if (push > type(uint128).max - held) push = 0;
            held += push;
            uint256 unreleasedBefore = books.unreleased;
            (uint256 arrived, uint256 released) = _sync(books, held, nowSec, periodSec, claimableBps);
            assertEq(arrived, push, "arrived");
            assertEq(unreleasedBefore + arrived, books.unreleased + released, "released");
            assertEq(books.accounted(), held, "the books hold it all");
            assertEq(books.receivedTotal, held, "and know it");
            // The split does not depend on the steps it was made in.
            uint256 releasedTotal = held - books.unreleased;
            assertEq(books.pending, releasedTotal * claimableBps / BPS, "claims: floor of the whole");
            assertEq(books.redeemPool, releasedTotal - books.pending, "pool: the rest");
            assertTrue((books.unreleased == 0) == (books.remaining == 0), "time is left while units are");
        }
        _sync(books, held, nowSec + periodSec + 1, periodSec, claimableBps);
        assertEq(books.unreleased, 0, "a period after the last arrival nothing waits");
    }

    function testFuzz_Sync_DustNeverStretches(uint128 amount, uint64 dust, uint16 steps) public pure {
        uint256 total = bound(amount, 1e15, 1e30);
        uint256 each = bound(dust, 1, total / 1e9);
        uint256 count = bound(steps, 1, 64);
        uint256 periodSec = 7 days;
        Books memory books;
        _sync(books, total, 0, periodSec, BPS);
        uint256 end = uint256(books.anchor) + books.remaining;
        for (uint256 i = 1; i <= count; ++i) {
            _sync(books, total + i * each, i * 60, periodSec, BPS);
        }
        uint256 moved = uint256(books.anchor) + books.remaining - end;
        // All dust together, weighted by what is still unreleased (99 % of the total here), times the period at most.
        assertLe(moved, (count * each * (periodSec << 24)) / (total * 9 / 10), "moves the end by its weight only");
    }
}
