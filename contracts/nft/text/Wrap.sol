// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { LibBytes } from "solady/src/utils/LibBytes.sol";
import { Utf8 } from "./Utf8.sol";

/// @title Wrap: text cut into lines for a picture or a title
/// @notice Works on code points whose controls are gone, so that no letter can move another.
library Wrap {
    uint256 internal constant NEWLINE = 0x0A;
    uint256 internal constant SPACE = 0x20;
    uint256 internal constant ELLIPSIS = 0x2026;

    /// @notice The first `limit` code points of `data`. Line ends become one kind, tabs are spaces, controls U+FFFD.
    /// @return points at most `limit`
    /// @return all whether that was all of it
    function read(bytes memory data, uint256 limit) internal pure returns (uint256[] memory points, bool all) {
        uint256[] memory found = new uint256[](limit);
        uint256 count;
        uint256 at;
        while (at < data.length && count < limit) {
            (uint256 point, uint256 size) = Utf8.next(data, at);
            at += size;
            if (point == 0x0D) {
                if (at < data.length && data[at] == 0x0A) continue;
                point = NEWLINE;
            } else if (point == 0x09) {
                point = SPACE;
            } else if (point != NEWLINE && Utf8.isControl(point)) {
                point = Utf8.REPLACEMENT;
            }
            found[count++] = point;
        }
        points = new uint256[](count);
        for (uint256 i; i < count; ++i) points[i] = found[i];
        all = at >= data.length;
    }

    /// @notice Cuts at line ends, else at the last space that fits, else in a word. A line is `columns` wide at most.
    /// @return starts index of the first code point of each line
    /// @return ends index after its last one
    /// @return all whether everything fits into `limit` lines
    function lines(uint256[] memory points, uint256 columns, uint256 limit)
        internal
        pure
        returns (uint256[] memory starts, uint256[] memory ends, bool all)
    {
        uint256[] memory first = new uint256[](limit);
        uint256[] memory last = new uint256[](limit);
        uint256 count;
        uint256 at;
        while (at < points.length && count < limit) {
            first[count] = at;
            (last[count], at) = _line(points, at, columns);
            ++count;
        }
        starts = _head(first, count);
        ends = _head(last, count);
        all = at >= points.length;
    }

    /// @notice One line of at most `limit` code points, with an ellipsis where it was cut.
    function oneLine(bytes memory data, uint256 limit) internal pure returns (bytes memory out) {
        (uint256[] memory points, bool all) = read(data, limit);
        out = new bytes(4 * points.length + 3);
        uint256 length;
        for (uint256 i; i < points.length; ++i) {
            length = Utf8.write(out, length, points[i] == NEWLINE ? SPACE : points[i]);
        }
        if (!all) length = Utf8.write(out, length, ELLIPSIS);
        return LibBytes.truncate(out, length);
    }

    function _line(uint256[] memory points, uint256 from, uint256 columns)
        private
        pure
        returns (uint256 end, uint256 next)
    {
        uint256 wide;
        uint256 space; // index of the last one, plus 1
        for (uint256 i = from; i < points.length; ++i) {
            uint256 point = points[i];
            if (point == NEWLINE) return (i, i + 1);
            wide += _width(point);
            if (wide > columns) {
                if (point == SPACE) return (i, i + 1);
                return space == 0 ? (i, i) : (space - 1, space);
            }
            if (point == SPACE && i > from) space = i + 1;
        }
        return (points.length, points.length);
    }

    /// @dev Letters of the East and pictures are two columns wide.
    function _width(uint256 point) private pure returns (uint256) {
        if (point < 0x1100) return 1;
        return point < 0x1160 || (point >= 0x2E80 && point < 0xFFDD && point != Utf8.REPLACEMENT) || point >= 0x1F300
            ? 2
            : 1;
    }

    function _head(uint256[] memory list, uint256 count) private pure returns (uint256[] memory head) {
        head = new uint256[](count);
        for (uint256 i; i < count; ++i) head[i] = list[i];
    }
}
