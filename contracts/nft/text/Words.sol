// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { LibBytes } from "solady/src/utils/LibBytes.sol";
import { Dictionary, WordCodes } from "./WordCodes.sol";

/// @title Words: the text of a model that writes words as bytes
/// @notice The same text as `lib/tokenizer/decode.ts` for any bytes and any dictionary of ASCII words and marks; a
/// differential test holds it to that.
library Words {
    /// @dev A longer text is cut: codes and words of a stranger must not make metadata too large to be read.
    uint256 private constant MAX_CODES = 2048;
    uint256 private constant MAX_TEXT_BYTES = 8192;
    /// @dev The last token may begin below the limit: a space and 255 bytes.
    uint256 private constant ROOM_BYTES = MAX_TEXT_BYTES + 256;

    uint256 private constant SPACE = 0x20;
    uint256 private constant LEFT_QUOTE = 0xE2809C;
    uint256 private constant RIGHT_QUOTE = 0xE2809D;

    /// @dev A text being written.
    struct Pen {
        Dictionary words;
        bytes text;
        uint256 length;
    }

    /// @notice The text of a prompt or an answer.
    function decode(bytes memory codes, bytes memory dictionary) internal pure returns (bytes memory) {
        Pen memory pen = Pen(WordCodes.open(dictionary), new bytes(ROOM_BYTES), 0);
        if (codes.length == 0) return "";
        uint256 first = uint8(codes[0]);
        (bool isPrompt, bytes memory genre, bool isFirst) = WordCodes.genre(pen.words, first);
        if (isPrompt) {
            _writePrompt(pen, codes);
            bytes memory asked = LibBytes.truncate(pen.text, pen.length);
            if (isFirst) return asked;
            return asked.length == 0 ? genre : bytes.concat(genre, ": ", asked);
        }
        bool hasTitle = first == pen.words.title;
        uint256 end = codes.length < MAX_CODES ? codes.length : MAX_CODES;
        uint256[] memory tokens = WordCodes.tokens(pen.words, codes, hasTitle ? 1 : 0, end);
        uint256 from;
        if (hasTitle) {
            from = _writeTitle(pen, tokens);
            if (from != 0 && tokens[from - 1] == WordCodes.NEWLINE) {
                _mark(pen, 0x0A);
                _mark(pen, 0x0A);
            }
        }
        _writeSentences(pen, tokens, from);
        return LibBytes.truncate(pen.text, pen.length);
    }

    function _writePrompt(Pen memory pen, bytes memory codes) private pure {
        bool ends = uint8(codes[codes.length - 1]) == pen.words.separator;
        uint256 end = ends ? codes.length - 1 : codes.length;
        uint256[] memory tokens = WordCodes.tokens(pen.words, codes, 1, end < MAX_CODES ? end : MAX_CODES);
        for (uint256 i; i < tokens.length && pen.length < MAX_TEXT_BYTES; ++i) {
            if (i > 0) _mark(pen, SPACE);
            _put(pen, tokens[i], false);
        }
    }

    /// @return next index of the first token after the line of the title
    function _writeTitle(Pen memory pen, uint256[] memory tokens) private pure returns (uint256 next) {
        for (; next < tokens.length; ++next) {
            if (tokens[next] == WordCodes.NEWLINE) return next + 1;
            if (pen.length >= MAX_TEXT_BYTES - 2) continue;
            if (next > 0) _mark(pen, SPACE);
            _put(pen, tokens[next], next == 0 || !WordCodes.isSmallInTitle(pen.words, tokens[next]));
        }
    }

    /// @dev Sentences and lines begin with a capital; marks have their spaces.
    function _writeSentences(Pen memory pen, uint256[] memory tokens, uint256 from) private pure {
        bool starts = true;
        uint256 before = WordCodes.NEWLINE;
        for (uint256 i = from; i < tokens.length && pen.length < MAX_TEXT_BYTES; ++i) {
            uint256 token = tokens[i];
            if (!_isGlued(pen.words, token, before)) _mark(pen, SPACE);
            _put(pen, token, starts);
            starts = _startsSentence(pen.words, token, before, starts);
            before = token;
        }
    }

    /// @dev Whether the word after `token` begins a sentence; after a quotation only if that ended with a full stop.
    function _startsSentence(Dictionary memory words, uint256 token, uint256 before, bool starts)
        private
        pure
        returns (bool)
    {
        uint256 mark = WordCodes.whole(words, token);
        if (mark == 0x0A || mark == 0x2E || mark == 0x21 || mark == 0x3F || mark == LEFT_QUOTE) return true;
        if (mark == RIGHT_QUOTE) return WordCodes.whole(words, before) == 0x2E;
        return starts && token == WordCodes.BROKEN;
    }

    /// @dev No space before . , ! ? ; : ” ) and none after “ ( and a line's end.
    function _isGlued(Dictionary memory words, uint256 token, uint256 before) private pure returns (bool) {
        if (token == WordCodes.NEWLINE || before == WordCodes.NEWLINE) return true;
        (uint256 one, uint256 three) = WordCodes.head(words, token);
        if (
            one == 0x2E || one == 0x2C || one == 0x21 || one == 0x3F || one == 0x3B || one == 0x3A || one == 0x29
                || three == RIGHT_QUOTE
        ) return true;
        (one, three) = WordCodes.tail(words, before);
        return one == 0x28 || three == LEFT_QUOTE;
    }

    /// @dev SAFETY: there is room: writing stops at MAX_TEXT_BYTES, and a token has at most 255 bytes.
    function _put(Pen memory pen, uint256 token, bool capital) private pure {
        if (token == WordCodes.NEWLINE) return _mark(pen, 0x0A);
        if (token == WordCodes.BROKEN) {
            _mark(pen, 0xEF);
            _mark(pen, 0xBF);
            return _mark(pen, 0xBD);
        }
        (uint256 start, uint256 size) = WordCodes.place(token);
        (bytes memory text, bytes memory data, uint256 at) = (pen.text, pen.words.data, pen.length);
        unchecked {
            for (uint256 i; i < size; ++i) text[at + i] = data[start + i];
            pen.length = at + size;
            if (!capital || size == 0) return;
            uint256 letter = uint8(text[at]);
            if (letter >= 0x61 && letter <= 0x7A) text[at] = bytes1(uint8(letter - 0x20)); // of ASCII
        }
    }

    function _mark(Pen memory pen, uint256 letter) private pure {
        pen.text[pen.length++] = bytes1(uint8(letter)); // each call gives a byte
    }
}
