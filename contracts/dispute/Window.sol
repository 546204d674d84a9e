// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IOpVerifier } from "../interfaces/IOpVerifier.sol";
import { Records } from "./Records.sol";

/// @notice How windows lie over a picture [height][width][channels], and how many of them there are.
struct Window {
    uint256 height;
    uint256 width;
    uint256 channels;
    uint256 kernelHeight;
    uint256 kernelWidth;
    uint256 strideY;
    uint256 strideX;
    uint256 dilationY;
    uint256 dilationX;
    uint256 paddingTop;
    uint256 paddingLeft;
    uint256 outHeight;
    uint256 outWidth;
}

/// @notice The taps of one window that lie in the picture: `lines` · `columns` of them, none if either is 0.
/// @param tapY the first line of the kernel that does, and `y` the line of the picture that it takes
/// @param tapX the first column of the kernel that does, and `x` the column of the picture
struct Patch {
    uint256 tapY;
    uint256 y;
    uint256 lines;
    uint256 tapX;
    uint256 x;
    uint256 columns;
}

/// @title WindowGeometry: which pixels a window takes
/// @notice Spec: docs/op-spec.md, "Windows". Nothing here depends in its cost on what a record says.
library WindowGeometry {
    uint256 private constant NUMBERS = 13;
    uint256 private constant PADDING_TOP = 9;
    uint256 private constant PADDING_LEFT = 10;
    uint256 private constant MAX_NUMBER = type(uint16).max;

    /// @notice The window of a record, whose x it must cover.
    function decode(bytes32[4] calldata packed, uint256 xSize) internal pure returns (Window memory window) {
        for (uint256 i; i < NUMBERS; ++i) {
            uint256 given = Records.wordOf(packed, i);
            bool isPadding = i == PADDING_TOP || i == PADDING_LEFT;
            if (given > MAX_NUMBER || (given == 0 && !isPadding)) revert IOpVerifier.OpVerifier_BadRecord();
            // Plainly: the struct's fields are these numbers, in their order.
            assembly ("memory-safe") {
                mstore(add(window, shl(5, i)), given)
            }
        }
        if (window.height * window.width * window.channels != xSize) revert IOpVerifier.OpVerifier_BadRecord();
    }

    /// @notice Channels of an output of `size` elements, which must be whole pixels.
    function outChannels(Window memory window, uint256 size) internal pure returns (uint256) {
        uint256 pixels = window.outHeight * window.outWidth;
        if (size < pixels || size % pixels != 0) revert IOpVerifier.OpVerifier_BadRecord();
        return size / pixels;
    }

    /// @notice The taps of output pixel number `pixel` that are not padding.
    function patchOf(Window memory window, uint256 pixel) internal pure returns (Patch memory patch) {
        (patch.tapY, patch.y, patch.lines) = _inside(
            pixel / window.outWidth * window.strideY, window.paddingTop, window.dilationY, window.kernelHeight, window.height
        );
        (patch.tapX, patch.x, patch.columns) = _inside(
            pixel % window.outWidth * window.strideX, window.paddingLeft, window.dilationX, window.kernelWidth, window.width
        );
    }

    /// @notice Number of the first element, that of channel 0, of the first tap in line number `line` of a patch.
    function lineAt(Window memory window, Patch memory patch, uint256 line) internal pure returns (uint256) {
        return ((patch.y + line * window.dilationY) * window.width + patch.x) * window.channels;
    }

    /// @dev Along one side: taps 0 … taps − 1 stand at start − padding + tap · dilation. Returns the first that is within 0 … size − 1,
    /// where it stands, and how many are.
    function _inside(uint256 start, uint256 padding, uint256 dilation, uint256 taps, uint256 size)
        private
        pure
        returns (uint256 first, uint256 place, uint256 count)
    {
        // SAFETY: all are below 2^16, start below 2^48; dilation, taps and size are at least 1.
        unchecked {
            if (start < padding) first = (padding - start + dilation - 1) / dilation;
            if (first >= taps) return (0, 0, 0);
            place = start + first * dilation - padding;
            if (place >= size) return (0, 0, 0);
            count = (size - 1 - place) / dilation + 1;
            if (count > taps - first) count = taps - first;
        }
    }
}
