// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { LibBytes } from "solady/src/utils/LibBytes.sol";
import { LibString } from "solady/src/utils/LibString.sol";
import { Utf8 } from "./Utf8.sol";
import { Wrap } from "./Wrap.sol";

/// @title SvgText: text as a picture
/// @notice Every code point is escaped or replaced, so that no text can end its element. Short texts are set large.
library SvgText {
    /// @dev What fits on the small page; more is cut with an ellipsis.
    uint256 private constant MAX_POINTS = 1200;

    struct Setting {
        uint256 columns;
        uint256 maxLines;
        uint256 size;
        uint256 leading;
    }

    /// @notice A page of 512 × 512 with the text, and a line below it.
    function page(bytes memory text, bytes memory below) internal pure returns (bytes memory) {
        return bytes.concat(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512" width="512" height="512">'
            '<rect width="512" height="512" fill="#15131f"/><g fill="#f3f0ff" xml:space="preserve" '
            'font-family="ui-monospace,Menlo,Consolas,DejaVu Sans Mono,monospace" ',
            _body(text),
            '<text x="32" y="488" font-size="12" fill="#9d96b8">',
            _escaped(below),
            "</text></g></svg>"
        );
    }

    function _body(bytes memory text) private pure returns (bytes memory) {
        (uint256[] memory points, bool all) = Wrap.read(text, MAX_POINTS);
        Setting memory set = Setting({ columns: 27, maxLines: 12, size: 26, leading: 34 });
        (uint256[] memory starts, uint256[] memory ends, bool fits) = Wrap.lines(points, set.columns, set.maxLines);
        if (!(all && fits)) {
            set = Setting({ columns: 46, maxLines: 21, size: 16, leading: 20 });
            (starts, ends, fits) = Wrap.lines(points, set.columns, set.maxLines);
        }
        bytes memory body = bytes.concat('font-size="', bytes(LibString.toString(set.size)), '">');
        for (uint256 i; i < starts.length; ++i) {
            bool isCut = i + 1 == starts.length && !(all && fits);
            body = bytes.concat(
                body,
                '<text x="32" y="',
                bytes(LibString.toString(28 + (i + 1) * set.leading)),
                '">',
                _line(points, starts[i], ends[i], isCut),
                "</text>"
            );
        }
        return body;
    }

    function _line(uint256[] memory points, uint256 from, uint256 to, bool isCut) private pure returns (bytes memory) {
        bytes memory out = new bytes(6 * (to - from) + 3); // the longest is &quot;
        uint256 length;
        for (uint256 i = from; i < to; ++i) length = _write(out, length, points[i]);
        if (isCut) length = Utf8.write(out, length, Wrap.ELLIPSIS);
        return LibBytes.truncate(out, length);
    }

    function _escaped(bytes memory line) private pure returns (bytes memory) {
        (uint256[] memory points,) = Wrap.read(line, 64);
        return _line(points, 0, points.length, false);
    }

    function _write(bytes memory out, uint256 at, uint256 point) private pure returns (uint256) {
        if (point == 0x26) return _copy(out, at, "&amp;");
        if (point == 0x3C) return _copy(out, at, "&lt;");
        if (point == 0x3E) return _copy(out, at, "&gt;");
        if (point == 0x22) return _copy(out, at, "&quot;");
        if (point == 0x27) return _copy(out, at, "&#39;");
        if (point == Wrap.NEWLINE) return Utf8.write(out, at, Wrap.SPACE);
        return Utf8.write(out, at, point);
    }

    function _copy(bytes memory out, uint256 at, bytes memory entity) private pure returns (uint256) {
        for (uint256 i; i < entity.length; ++i) out[at + i] = entity[i];
        return at + entity.length;
    }
}
