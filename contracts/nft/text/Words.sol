// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { LibBytes } from "solady/src/utils/LibBytes.sol";
import { Fields } from "./Fields.sol";

/// @title Words: the text of a model that writes words as bytes
/// @notice The same text as `lib/tokenizer/decode.ts` for any bytes and any dictionary of ASCII words and marks; a
/// differential test holds it to that. The layout of a dictionary:
/// separator · title · newline · firstSingle · firstPrefix · firstSecond, a byte each;
/// count of genres (1), for each its byte and a list entry of its name;
/// count of singles (2) and their list; count of rows (1), for each the count of its words (1) and their list.
library Words {
    /// @dev A longer text is cut: a dictionary of long words must not make metadata too large to be read.
    uint256 private constant MAX_TEXT_BYTES = 16_384;
    bytes private constant BROKEN = hex"EFBFBD";

    struct Dictionary {
        bytes data;
        uint256 separator;
        uint256 title;
        uint256 newline;
        uint256 firstSingle;
        uint256 firstPrefix;
        uint256 firstSecond;
        uint256 genres; // where they begin
        // Where each word's entry begins; rows follow one another.
        uint256[] singles;
        uint256[] inRows;
        uint256[] rowEnds; // index in `inRows` after the last word of each row
    }

    /// @dev A text being written. `text` has room for the longest one and the last word.
    struct Pen {
        bytes text;
        uint256 length;
        bool starts;
        bytes before;
    }

    /// @notice The text of a prompt or an answer.
    function decode(bytes memory codes, bytes memory dictionary) internal pure returns (bytes memory) {
        Dictionary memory words = _open(dictionary);
        (bool isPrompt, bytes memory genre, bool isFirst) = _genre(words, Fields.u8(codes, 0));
        bytes[] memory tokens;
        if (codes.length != 0 && isPrompt) {
            bool ends = Fields.u8(codes, codes.length - 1) == words.separator;
            tokens = _tokens(words, codes, 1, ends ? codes.length - 1 : codes.length);
            bytes memory asked = _joined(tokens);
            if (isFirst) return asked;
            return asked.length == 0 ? genre : bytes.concat(genre, ": ", asked);
        }
        bool hasTitle = codes.length != 0 && Fields.u8(codes, 0) == words.title;
        tokens = _tokens(words, codes, hasTitle ? 1 : 0, codes.length);
        if (!hasTitle) return _written(tokens, 0);
        uint256 end = tokens.length;
        for (uint256 i; i < tokens.length && end == tokens.length; ++i) {
            if (_is(tokens[i], "\n")) end = i;
        }
        bytes memory name = _title(tokens, end);
        return end == tokens.length ? name : bytes.concat(name, "\n\n", _written(tokens, end + 1));
    }

    function _open(bytes memory data) private pure returns (Dictionary memory words) {
        words.data = data;
        words.separator = Fields.u8(data, 0);
        words.title = Fields.u8(data, 1);
        words.newline = Fields.u8(data, 2);
        words.firstSingle = Fields.u8(data, 3);
        words.firstPrefix = Fields.u8(data, 4);
        words.firstSecond = Fields.u8(data, 5);
        words.genres = 6;
        uint256 at = 7;
        for (uint256 i; i < Fields.u8(data, 6); ++i) at = Fields.skip(data, at + 1, 1);
        uint256 count = Fields.u16(data, at);
        (words.singles, at) = _entries(data, at + 2, count);
        uint256 rows = Fields.u8(data, at++);
        // Two walks: the first one counts, so that the list has the right length.
        uint256 total;
        uint256 end = at;
        for (uint256 row; row < rows; ++row) {
            count = Fields.u8(data, end);
            total += count;
            end = Fields.skip(data, end + 1, count);
        }
        words.inRows = new uint256[](total);
        words.rowEnds = new uint256[](rows);
        total = 0;
        for (uint256 row; row < rows; ++row) {
            count = Fields.u8(data, at++);
            for (uint256 i; i < count; ++i) {
                words.inRows[total++] = at;
                at = Fields.skip(data, at, 1);
            }
            words.rowEnds[row] = total;
        }
    }

    function _entries(bytes memory data, uint256 at, uint256 count)
        private
        pure
        returns (uint256[] memory list, uint256 end)
    {
        if (count > 256) count = 256; // a code has one byte
        list = new uint256[](count);
        for (uint256 i; i < count; ++i) {
            list[i] = at;
            at = Fields.skip(data, at, 1);
        }
        end = at;
    }

    /// @dev The genre that a prompt begins with.
    function _genre(Dictionary memory words, uint256 code)
        private
        pure
        returns (bool found, bytes memory name, bool isFirst)
    {
        uint256 at = words.genres + 1;
        for (uint256 i; i < Fields.u8(words.data, words.genres); ++i) {
            if (Fields.u8(words.data, at) == code && at < words.data.length) {
                return (true, Fields.entry(words.data, at + 1), i == 0);
            }
            at = Fields.skip(words.data, at + 1, 1);
        }
    }

    function _tokens(Dictionary memory words, bytes memory codes, uint256 from, uint256 to)
        private
        pure
        returns (bytes[] memory list)
    {
        if (from >= to) return list;
        bytes[] memory found = new bytes[](to - from);
        uint256 count;
        for (uint256 at = from; at < to; ++at) {
            uint256 code = uint8(codes[at]);
            if (code == words.newline) {
                found[count++] = "\n";
            } else if (
                code >= words.firstPrefix && code < words.firstSecond && at + 1 < to
                    && uint8(codes[at + 1]) >= words.firstSecond
            ) {
                found[count++] = _inRow(words, code - words.firstPrefix, uint8(codes[++at]) - words.firstSecond);
            } else {
                found[count++] = _single(words, code);
            }
        }
        list = new bytes[](count);
        for (uint256 i; i < count; ++i) list[i] = found[i];
    }

    function _single(Dictionary memory words, uint256 code) private pure returns (bytes memory) {
        if (code < words.firstSingle || code - words.firstSingle >= words.singles.length) return BROKEN;
        return Fields.entry(words.data, words.singles[code - words.firstSingle]);
    }

    function _inRow(Dictionary memory words, uint256 row, uint256 place) private pure returns (bytes memory) {
        if (row >= words.rowEnds.length) return BROKEN;
        uint256 index = (row == 0 ? 0 : words.rowEnds[row - 1]) + place;
        return index < words.rowEnds[row] ? Fields.entry(words.data, words.inRows[index]) : BROKEN;
    }

    /// @dev Sentences and lines begin with a capital; marks have their spaces.
    function _written(bytes[] memory tokens, uint256 from) private pure returns (bytes memory) {
        Pen memory pen = Pen(new bytes(MAX_TEXT_BYTES + 512), 0, true, "\n");
        for (uint256 i = from; i < tokens.length; ++i) {
            bytes memory token = tokens[i];
            if (!_isGlued(token, pen.before)) _put(pen, " ");
            _put(pen, pen.starts ? _capital(token) : token);
            pen.starts = _startsSentence(token, pen);
            pen.before = token;
            if (pen.length > MAX_TEXT_BYTES) break;
        }
        return LibBytes.truncate(pen.text, pen.length);
    }

    /// @dev Whether the word after `token` begins a sentence; after a quotation only if that ended with a full stop.
    function _startsSentence(bytes memory token, Pen memory pen) private pure returns (bool) {
        if (_is(token, "\n") || _is(token, ".") || _is(token, "!") || _is(token, "?") || _is(token, unicode"“")) {
            return true;
        }
        if (_is(token, unicode"”")) return _is(pen.before, ".");
        return pen.starts && _is(token, BROKEN);
    }

    /// @dev No space before . , ! ? ; : ” ) and none after “ ( and a line's end.
    function _isGlued(bytes memory token, bytes memory before) private pure returns (bool) {
        if (_is(token, "\n") || _is(before, "\n")) return true;
        uint256 first = Fields.u8(token, 0);
        if (
            first == 0x2E || first == 0x2C || first == 0x21 || first == 0x3F || first == 0x3B || first == 0x3A
                || first == 0x29 || LibBytes.startsWith(token, unicode"”")
        ) return true;
        return LibBytes.endsWith(before, "(") || LibBytes.endsWith(before, unicode"“");
    }

    function _title(bytes[] memory tokens, uint256 end) private pure returns (bytes memory) {
        Pen memory pen = Pen(new bytes(MAX_TEXT_BYTES + 512), 0, true, "");
        for (uint256 i; i < end && pen.length <= MAX_TEXT_BYTES; ++i) {
            if (i > 0) _put(pen, " ");
            _put(pen, i > 0 && _isSmallInTitle(tokens[i]) ? tokens[i] : _capital(tokens[i]));
        }
        return LibBytes.truncate(pen.text, pen.length);
    }

    function _joined(bytes[] memory tokens) private pure returns (bytes memory) {
        Pen memory pen = Pen(new bytes(MAX_TEXT_BYTES + 512), 0, true, "");
        for (uint256 i; i < tokens.length && pen.length <= MAX_TEXT_BYTES; ++i) {
            if (i > 0) _put(pen, " ");
            _put(pen, tokens[i]);
        }
        return LibBytes.truncate(pen.text, pen.length);
    }

    /// @dev SAFETY: a token has at most 255 bytes, and writing stops beyond MAX_TEXT_BYTES, so that 512 more are room enough.
    function _put(Pen memory pen, bytes memory piece) private pure {
        uint256 at = pen.length;
        for (uint256 i; i < piece.length; ++i) pen.text[at + i] = piece[i];
        pen.length = at + piece.length;
    }

    function _capital(bytes memory word) private pure returns (bytes memory) {
        uint256 first = Fields.u8(word, 0);
        if (first < 0x61 || first > 0x7A) return word;
        bytes memory copy = bytes.concat(word);
        copy[0] = bytes1(uint8(first - 0x20)); // a letter of ASCII
        return copy;
    }

    function _isSmallInTitle(bytes memory word) private pure returns (bool) {
        return _is(word, "a") || _is(word, "an") || _is(word, "the") || _is(word, "and") || _is(word, "of")
            || _is(word, "for") || _is(word, "with") || _is(word, "in");
    }

    function _is(bytes memory a, bytes memory b) private pure returns (bool) {
        return LibBytes.eq(a, b);
    }
}
