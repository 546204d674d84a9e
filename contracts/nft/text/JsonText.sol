// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { LibBytes } from "solady/src/utils/LibBytes.sol";
import { Utf8 } from "./Utf8.sol";

/// @title JsonText: any bytes as the inside of a JSON string
/// @notice Quotes, backslashes and controls are escaped as RFC 8259 asks; so are `<`, `>` and `&`, because JSON is put
/// into pages. What is no text becomes U+FFFD.
library JsonText {
    bytes16 private constant HEX = "0123456789abcdef";

    function escape(bytes memory data) internal pure returns (bytes memory out) {
        out = new bytes(6 * data.length); // one byte becomes at most six: \u00XX
        uint256 length;
        uint256 end = data.length;
        // SAFETY: offsets in memory.
        unchecked {
            for (uint256 at; at < end;) {
                (uint256 point, uint256 size) = Utf8.next(data, at);
                at += size;
                length = _isPlain(point) ? Utf8.write(out, length, point) : _writeEscape(out, length, point);
            }
        }
        return LibBytes.truncate(out, length);
    }

    function _isPlain(uint256 point) private pure returns (bool) {
        if (point > 0x7F) return point > 0xFFFF || !Utf8.isControl(point);
        return !(point < 0x20 || point == 0x22 || point == 0x5C || point == 0x3C || point == 0x3E || point == 0x26
            || point == 0x7F);
    }

    /// @dev Only for code points of four hexadecimal digits.
    function _writeEscape(bytes memory out, uint256 at, uint256 point) private pure returns (uint256) {
        unchecked {
            out[at] = "\\";
            out[at + 1] = "u";
            for (uint256 i; i < 4; ++i) {
                out[at + 2 + i] = HEX[(point >> (12 - 4 * i)) & 0xF];
            }
            return at + 6;
        }
    }
}
