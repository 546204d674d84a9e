// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { Fields } from "./Fields.sol";

/// @notice A dictionary made ready. A token is a place in `data`: start · 256 + length.
struct Dictionary {
    bytes data;
    uint256 separator;
    uint256 title;
    uint256 newline;
    uint256 firstSingle;
    uint256 firstPrefix;
    uint256 firstSecond;
    uint256[] singles; // tokens
    uint256[] inRows; // tokens; rows follow one another
    uint256[] rowEnds; // index in `inRows` after the last word of each row
}

/// @title WordCodes: which word each byte of a text is
/// @notice The layout of a dictionary: separator · title · newline · firstSingle · firstPrefix · firstSecond, a byte each;
/// count of genres (1), for each its byte and a list entry of its name; count of singles (2) and their list; count of rows
/// (1), for each the count of its words (1) and their list. Total: codes that say nothing are `BROKEN`, and so are words
/// beyond the first 4,096, so that a dictionary is read with bounded work.
library WordCodes {
    uint256 internal constant BROKEN = type(uint256).max;
    uint256 internal constant NEWLINE = type(uint256).max - 1;

    uint256 private constant MAX_WORDS = 4096;
    uint256 private constant GENRES = 6;


    function open(bytes memory data) internal pure returns (Dictionary memory words) {
        words.data = data;
        words.separator = Fields.u8(data, 0);
        words.title = Fields.u8(data, 1);
        words.newline = Fields.u8(data, 2);
        words.firstSingle = Fields.u8(data, 3);
        words.firstPrefix = Fields.u8(data, 4);
        words.firstSecond = Fields.u8(data, 5);
        uint256 at = GENRES + 1;
        for (uint256 i; i < Fields.u8(data, GENRES); ++i) at = Fields.skip(data, at + 1, 1);
        uint256 count = Fields.u16(data, at);
        at += 2;
        words.singles = new uint256[](count > 256 ? 256 : count); // a code has one byte
        (, at) = _fill(words.singles, 0, data, at, words.singles.length);
        uint256 rows = Fields.u8(data, at++);
        words.rowEnds = new uint256[](rows);
        words.inRows = new uint256[](MAX_WORDS);
        uint256 total;
        for (uint256 row; row < rows && total < MAX_WORDS; ++row) {
            (total, at) = _fill(words.inRows, total, data, at + 1, Fields.u8(data, at));
            words.rowEnds[row] = total;
        }
    }

    /// @notice The genre that a prompt begins with.
    function genre(Dictionary memory words, uint256 code)
        internal
        pure
        returns (bool found, bytes memory name, bool isFirst)
    {
        uint256 at = GENRES + 1;
        for (uint256 i; i < Fields.u8(words.data, GENRES) && at < words.data.length; ++i) {
            if (Fields.u8(words.data, at) == code) return (true, Fields.entry(words.data, at + 1), i == 0);
            at = Fields.skip(words.data, at + 1, 1);
        }
    }

    /// @notice The tokens of codes `from` (included) to `to` (excluded).
    function tokens(Dictionary memory words, bytes memory codes, uint256 from, uint256 to)
        internal
        pure
        returns (uint256[] memory list)
    {
        if (from >= to) return list;
        uint256[] memory found = new uint256[](to - from);
        uint256 count;
        for (uint256 at = from; at < to; ++at) {
            uint256 code = uint8(codes[at]);
            uint256 second = at + 1 < to ? uint8(codes[at + 1]) : 0;
            if (code == words.newline) {
                found[count++] = NEWLINE;
            } else if (code >= words.firstPrefix && code < words.firstSecond && second >= words.firstSecond && at + 1 < to)
            {
                found[count++] = _inRow(words, code - words.firstPrefix, second - words.firstSecond);
                ++at;
            } else {
                bool known = code >= words.firstSingle && code - words.firstSingle < words.singles.length;
                found[count++] = known ? words.singles[code - words.firstSingle] : BROKEN;
            }
        }
        list = new uint256[](count);
        for (uint256 i; i < count; ++i) list[i] = found[i];
    }

    /// @notice Where the bytes of a token lie. Not for `BROKEN` and `NEWLINE`.
    function place(uint256 token) internal pure returns (uint256 start, uint256 size) {
        return (token >> 8, token & 0xFF);
    }

    /// @notice The bytes of a token of at most four as a number; 0 for a longer one and for `BROKEN`.
    function whole(Dictionary memory words, uint256 token) internal pure returns (uint256 value) {
        if (token == NEWLINE) return 0x0A;
        if (token == BROKEN) return 0;
        (uint256 start, uint256 size) = place(token);
        return size > 4 ? 0 : _number(words.data, start, size);
    }

    /// @notice The first byte and the first three bytes of a token, as numbers.
    function head(Dictionary memory words, uint256 token) internal pure returns (uint256 one, uint256 three) {
        if (token >= NEWLINE) return (0, 0);
        (uint256 start, uint256 size) = place(token);
        return (size == 0 ? 0 : Fields.u8(words.data, start), size < 3 ? 0 : _number(words.data, start, 3));
    }

    /// @notice The last byte and the last three bytes of a token, as numbers.
    function tail(Dictionary memory words, uint256 token) internal pure returns (uint256 one, uint256 three) {
        if (token >= NEWLINE) return (0, 0);
        (uint256 start, uint256 size) = place(token);
        uint256 end = start + size;
        return (size == 0 ? 0 : Fields.u8(words.data, end - 1), size < 3 ? 0 : _number(words.data, end - 3, 3));
    }

    /// @notice Whether a word stays small inside of a title: a, an, in, of, the, and, for, with.
    function isSmallInTitle(Dictionary memory words, uint256 token) internal pure returns (bool) {
        uint256 word = whole(words, token);
        return word == 0x61 || word == 0x616E || word == 0x696E || word == 0x6F66 || word == 0x746865 || word == 0x616E64
            || word == 0x666F72 || word == 0x77697468;
    }

    function _inRow(Dictionary memory words, uint256 row, uint256 index) private pure returns (uint256) {
        if (row >= words.rowEnds.length) return BROKEN;
        uint256 at = (row == 0 ? 0 : words.rowEnds[row - 1]) + index;
        // A row that was not read ends at 0.
        return at < words.rowEnds[row] ? words.inRows[at] : BROKEN;
    }

    /// @dev Tokens of `count` entries from `at`, as far as list and data go; what is cut off has the length that is there.
    function _fill(uint256[] memory list, uint256 from, bytes memory data, uint256 at, uint256 count)
        private
        pure
        returns (uint256 end, uint256 next)
    {
        // SAFETY: offsets in memory.
        unchecked {
            end = from;
            for (uint256 i; i < count && end < list.length && at < data.length; ++i) {
                uint256 size = uint8(data[at++]);
                if (at + size > data.length) size = data.length - at;
                list[end++] = (at << 8) | size;
                at += size;
            }
            next = at;
        }
    }

    function _number(bytes memory data, uint256 start, uint256 size) private pure returns (uint256 value) {
        for (uint256 i; i < size; ++i) value = (value << 8) | Fields.u8(data, start + i);
    }
}
