// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// @notice A strict reader of JSON (RFC 8259): one value and nothing after it, no raw control character in a string, no
/// escape that is not there, valid UTF-8 only. Written on its own, so that it judges the renderer.
library StrictJson {
    error BadJson(uint256 at);

    struct Reader {
        bytes text;
        uint256 at;
    }

    /// @notice Reverts unless `text` is a JSON object; gives the string that `key` has in it, with its escapes undone.
    function stringOf(bytes memory text, string memory key) internal pure returns (bytes memory found) {
        Reader memory r = Reader(text, 0);
        bytes32 wanted = keccak256(bytes(key));
        bool has;
        eat(r, "{");
        while (true) {
            bytes memory name = readString(r);
            eat(r, ":");
            if (keccak256(name) == wanted) {
                if (has) revert BadJson(r.at); // twice the same key
                found = readString(r);
                has = true;
            } else {
                skipValue(r);
            }
            if (peek(r) != ",") break;
            ++r.at;
        }
        eat(r, "}");
        if (r.at != text.length || !has) revert BadJson(r.at);
    }

    function skipValue(Reader memory r) private pure {
        bytes1 c = peek(r);
        if (c == '"') {
            readString(r);
        } else if (c == "[") {
            ++r.at;
            if (peek(r) != "]") {
                while (true) {
                    skipValue(r);
                    if (peek(r) != ",") break;
                    ++r.at;
                }
            }
            eat(r, "]");
        } else if (c == "{") {
            ++r.at;
            while (true) {
                readString(r);
                eat(r, ":");
                skipValue(r);
                if (peek(r) != ",") break;
                ++r.at;
            }
            eat(r, "}");
        } else {
            revert BadJson(r.at); // our metadata have no numbers and no words
        }
    }

    function readString(Reader memory r) private pure returns (bytes memory out) {
        eat(r, '"');
        bytes memory room = new bytes(r.text.length - r.at);
        uint256 length;
        while (peek(r) != '"') {
            uint8 c = uint8(peek(r));
            if (c < 0x20) revert BadJson(r.at);
            if (c == 0x5C) {
                length = readEscape(r, room, length);
                continue;
            }
            uint256 size = Utf8Rules.sizeAt(r.text, r.at);
            if (size == 0) revert BadJson(r.at);
            for (uint256 i; i < size; ++i) room[length++] = r.text[r.at++];
        }
        ++r.at;
        out = new bytes(length);
        for (uint256 i; i < length; ++i) out[i] = room[i];
    }

    function readEscape(Reader memory r, bytes memory room, uint256 length) private pure returns (uint256) {
        bytes1 kind = r.text[r.at + 1];
        if (kind == '"' || kind == "\\" || kind == "/") {
            room[length] = kind;
            r.at += 2;
            return length + 1;
        }
        if (kind != "u") revert BadJson(r.at);
        uint256 point;
        for (uint256 i; i < 4; ++i) point = (point << 4) | hexDigit(r, r.at + 2 + i);
        if (point >= 0xD800 && point < 0xE000) revert BadJson(r.at); // half of a pair
        r.at += 6;
        if (point < 0x80) {
            room[length++] = bytes1(uint8(point));
        } else if (point < 0x800) {
            room[length++] = bytes1(uint8(0xC0 | (point >> 6)));
            room[length++] = bytes1(uint8(0x80 | (point & 0x3F)));
        } else {
            room[length++] = bytes1(uint8(0xE0 | (point >> 12)));
            room[length++] = bytes1(uint8(0x80 | ((point >> 6) & 0x3F)));
            room[length++] = bytes1(uint8(0x80 | (point & 0x3F)));
        }
        return length;
    }

    function hexDigit(Reader memory r, uint256 at) private pure returns (uint256) {
        uint8 c = uint8(r.text[at]);
        if (c >= 0x30 && c <= 0x39) return c - 0x30;
        if (c >= 0x61 && c <= 0x66) return c - 0x57;
        if (c >= 0x41 && c <= 0x46) return c - 0x37;
        revert BadJson(at);
    }

    function eat(Reader memory r, bytes1 wanted) private pure {
        if (peek(r) != wanted) revert BadJson(r.at);
        ++r.at;
    }

    function peek(Reader memory r) private pure returns (bytes1) {
        if (r.at >= r.text.length) revert BadJson(r.at);
        return r.text[r.at];
    }
}

/// @notice Table 3-7 of the Unicode standard: the well-formed byte sequences, row by row.
library Utf8Rules {
    /// @return size 0 where the bytes at `at` are not well-formed
    function sizeAt(bytes memory b, uint256 at) internal pure returns (uint256 size) {
        uint256 a = uint8(b[at]);
        if (a <= 0x7F) return 1;
        if (a >= 0xC2 && a <= 0xDF) return isIn(b, at + 1, 0x80, 0xBF) ? 2 : 0;
        if (a >= 0xE0 && a <= 0xEF) {
            bool second = isIn(b, at + 1, a == 0xE0 ? 0xA0 : 0x80, a == 0xED ? 0x9F : 0xBF);
            return second && isIn(b, at + 2, 0x80, 0xBF) ? 3 : 0;
        }
        if (a >= 0xF0 && a <= 0xF4) {
            bool second = isIn(b, at + 1, a == 0xF0 ? 0x90 : 0x80, a == 0xF4 ? 0x8F : 0xBF);
            return second && isIn(b, at + 2, 0x80, 0xBF) && isIn(b, at + 3, 0x80, 0xBF) ? 4 : 0;
        }
        return 0;
    }

    function isIn(bytes memory b, uint256 at, uint256 low, uint256 high) private pure returns (bool) {
        return at < b.length && uint8(b[at]) >= low && uint8(b[at]) <= high;
    }
}

/// @notice A strict reader of the SVG that we write: five elements, nested and closed, quoted attributes without `<`, text
/// in which `<` and `&` are only markup, valid UTF-8 without controls.
library StrictSvg {
    error BadSvg(uint256 at);

    /// @notice Reverts unless `text` is such a picture; counts its text elements.
    function check(bytes memory text) internal pure returns (uint256 texts) {
        bytes32[] memory open = new bytes32[](8);
        uint256 depth;
        uint256 at;
        do {
            uint8 c = at < text.length ? uint8(text[at]) : 0;
            if (c == 0x3C && at + 1 < text.length && text[at + 1] == "/") {
                (bytes32 name, uint256 end) = nameAt(text, at + 2);
                if (depth == 0 || open[--depth] != name || text[end] != ">") revert BadSvg(at);
                at = end + 1;
            } else if (c == 0x3C) {
                (bytes32 name, uint256 end) = nameAt(text, at + 1);
                if (!isKnown(name)) revert BadSvg(at);
                if (name == keccak256("text")) ++texts;
                bool closed;
                (at, closed) = skipAttributes(text, end);
                if (!closed) open[depth++] = name;
            } else if (c == 0x26) {
                at = skipEntity(text, at);
            } else {
                if (c < 0x20 || c == 0x3E || c == 0x7F || depth == 0) revert BadSvg(at);
                uint256 size = Utf8Rules.sizeAt(text, at);
                if (size == 0) revert BadSvg(at);
                // The controls of U+0080 to U+009F, marks of direction, U+FFFE and U+FFFF.
                if (size == 2 && c == 0xC2 && uint8(text[at + 1]) < 0xA0) revert BadSvg(at);
                if (size == 3) checkThree(text, at);
                at += size;
            }
        } while (depth != 0);
        if (at != text.length) revert BadSvg(at);
    }

    function checkThree(bytes memory text, uint256 at) private pure {
        uint24 three = (uint24(uint8(text[at])) << 16) | (uint24(uint8(text[at + 1])) << 8) | uint8(text[at + 2]);
        bool isDirection = (three >= 0xE280AA && three <= 0xE280AE) || (three >= 0xE281A6 && three <= 0xE281A9);
        if (isDirection || three == 0xEFBFBE || three == 0xEFBFBF) revert BadSvg(at);
    }

    function isKnown(bytes32 name) private pure returns (bool) {
        return name == keccak256("svg") || name == keccak256("rect") || name == keccak256("g")
            || name == keccak256("text") || name == keccak256("image");
    }

    function nameAt(bytes memory text, uint256 at) private pure returns (bytes32 name, uint256 end) {
        end = at;
        while (end < text.length && text[end] >= "a" && text[end] <= "z") ++end;
        bytes memory letters = new bytes(end - at);
        for (uint256 i; i < letters.length; ++i) letters[i] = text[at + i];
        if (letters.length == 0 || end >= text.length) revert BadSvg(at);
        name = keccak256(letters);
    }

    function skipAttributes(bytes memory text, uint256 at) private pure returns (uint256 end, bool closed) {
        while (text[at] == " ") {
            while (text[at] != "=") {
                bytes1 c = text[++at];
                if (c == "<" || c == ">" || c == '"') revert BadSvg(at);
            }
            if (text[++at] != '"') revert BadSvg(at);
            while (text[++at] != '"') {
                if (text[at] == "<" || text[at] == "&" || uint8(text[at]) < 0x20) revert BadSvg(at);
            }
            ++at;
        }
        closed = text[at] == "/";
        if (closed) ++at;
        if (text[at] != ">") revert BadSvg(at);
        end = at + 1;
    }

    function skipEntity(bytes memory text, uint256 at) private pure returns (uint256) {
        bytes5[5] memory known = [bytes5("&amp;"), "&lt;", "&gt;", "&quot", "&#39;"];
        uint8[5] memory sizes = [5, 4, 4, 6, 5];
        for (uint256 k; k < 5; ++k) {
            bool same = at + sizes[k] <= text.length && text[at + sizes[k] - 1] == ";";
            for (uint256 i; same && i < sizes[k] && i < 5; ++i) same = text[at + i] == known[k][i];
            if (same) return at + sizes[k];
        }
        revert BadSvg(at);
    }
}
