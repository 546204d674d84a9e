// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { LibBytes } from "solady/src/utils/LibBytes.sol";

/// @title Utf8: code points of any bytes
/// @notice SAFETY of every `unchecked`: numbers are offsets in memory and code points, far below 2^256.
/// As the WHATWG encoding standard decodes, and so every browser: each longest part of the bytes that begins like
/// a code point and does not end like one is one U+FFFD. A differential test holds it to TextDecoder.
library Utf8 {
    /// @dev U+FFFD, for what is no text.
    uint256 internal constant REPLACEMENT = 0xFFFD;

    /// @notice The code point at `at`, which must be inside of `data`.
    /// @return point `REPLACEMENT` where the bytes are none
    /// @return size how many bytes it takes, from 1 to 4; they are all inside of `data`
    function next(bytes memory data, uint256 at) internal pure returns (uint256 point, uint256 size) {
        unchecked {
            uint256 lead = uint8(data[at]);
            if (lead < 0x80) return (lead, 1);
            // 80…C1 continue or would be overlong, F5…FF are beyond U+10FFFF.
            if (lead < 0xC2 || lead > 0xF4) return (REPLACEMENT, 1);
            uint256 wanted = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
            point = lead & (0x3F >> wanted);
            // The second byte says whether it is overlong, a surrogate, or too large.
            uint256 low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
            uint256 high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
            for (size = 1; size <= wanted; ++size) {
                if (at + size >= data.length) return (REPLACEMENT, size);
                uint256 value = uint8(data[at + size]);
                if (value < low || value > high) return (REPLACEMENT, size);
                point = (point << 6) | (value & 0x3F);
                (low, high) = (0x80, 0xBF);
            }
        }
    }

    /// @notice Writes a code point into `out` at `at`, which must have room for it.
    /// @return end where the next one goes
    function write(bytes memory out, uint256 at, uint256 point) internal pure returns (uint256 end) {
        unchecked {
            if (point < 0x80) {
                out[at] = bytes1(uint8(point));
                return at + 1;
            }
            uint256 more = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
            // The lead byte has as many ones as the code point has bytes. Each cast takes the low 8 bits on purpose.
            out[at] = bytes1(uint8((0xFF00 >> (more + 1)) | (point >> (6 * more))));
            for (uint256 i = 1; i <= more; ++i) {
                out[at + i] = bytes1(uint8(0x80 | ((point >> (6 * (more - i))) & 0x3F)));
            }
            return at + more + 1;
        }
    }

    /// @notice Whether a code point has no picture of its own, or moves others: controls, line and paragraph separators,
    /// marks of direction, and what XML does not allow.
    function isControl(uint256 point) internal pure returns (bool) {
        if (point < 0x20 || (point >= 0x7F && point < 0xA0)) return true;
        if (point < 0x061C) return false;
        return point == 0x061C || point == 0x200E || point == 0x200F || (point >= 0x2028 && point <= 0x202E)
            || (point >= 0x2066 && point <= 0x2069) || point == 0xFEFF || point & 0xFFFE == 0xFFFE;
    }

    /// @notice The same bytes with U+FFFD for what is no text.
    function repair(bytes memory data) internal pure returns (bytes memory out) {
        out = new bytes(3 * data.length); // one byte becomes at most the three of U+FFFD
        uint256 length;
        for (uint256 at; at < data.length;) {
            (uint256 point, uint256 size) = next(data, at);
            length = write(out, length, point);
            at += size;
        }
        return LibBytes.truncate(out, length);
    }
}
