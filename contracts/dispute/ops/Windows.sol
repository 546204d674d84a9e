// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { ElementClaim, IOpVerifier } from "../../interfaces/IOpVerifier.sol";
import { DotProduct } from "../DotProduct.sol";
import { Elements } from "../Elements.sol";
import { DType, Record, Records } from "../Records.sol";
import { TraceTree } from "../TraceTree.sol";
import { Patch, Window, WindowGeometry } from "../Window.sol";
import { Cursor, Witness } from "../Witness.sol";
import { Dense } from "./Dense.sol";

/// @title Windows: what looks at a patch of a picture
/// @notice Each function gives one element. A patch is read line by line, each with all that lies between its first and its last tap.
/// Spec: docs/op-spec.md, "Windows" and "Witness".
/// @dev No loop runs before the witness has as many bytes as it will have rounds.
library Windows {
    using Witness for Cursor;

    /// @dev Number of the word that holds `pad`.
    uint256 private constant PAD = 13;
    /// @dev Products of a tap up to which they are made one by one: eight lanes cost as much.
    uint256 private constant FEW = 8;

    /// @dev A conv's element: row number `row` of the weights has `length` of them, `depth` for each tap, and reads as many channels of x from
    /// `channel`. `lines` and `weights` are calldata offsets: of that channel in the first tap of each line of the patch, of the row.
    struct Kernel {
        Window window;
        Patch patch;
        uint256 row;
        uint256 length;
        uint256 depth;
        uint256 channel;
        bool isSigned;
        uint256[] lines;
        uint256 weights;
    }

    /// @notice rescale(Σ w[n][a][b][c] · v(a, b, g · Cg + c) + bias[n], mul[n], shift).
    function conv(ElementClaim calldata claim, Record memory record, Cursor memory cursor)
        internal
        pure
        returns (int256)
    {
        Kernel memory kernel = _kernel(claim, record);
        int256 pad = Records.signedWordOf(claim.record, PAD);
        if (Elements.saturate(pad, record.xType) != pad) revert IOpVerifier.OpVerifier_BadRecord();
        _readLines(claim, record, cursor, kernel);
        uint256 bytesOfRow = kernel.length + Dense.TRAILER_BYTES;
        kernel.weights = cursor.weights(claim, record.weights + kernel.row * bytesOfRow, bytesOfRow);
        int256 sum = _products(kernel);
        if (pad != 0) sum += pad * _paddingWeights(kernel);
        return Dense.rescaleRow(sum, kernel.weights + kernel.length, record);
    }

    /// @notice The largest element of a channel among the taps that are not padding.
    function pool(ElementClaim calldata claim, Record memory record, Cursor memory cursor)
        internal
        pure
        returns (int256 largest)
    {
        Window memory window = WindowGeometry.decode(claim.record, record.xSize);
        uint256 width = Records.elementBytes(record.xType);
        if (width > 2 || WindowGeometry.outChannels(window, record.size) != window.channels) {
            revert IOpVerifier.OpVerifier_BadRecord();
        }
        Patch memory patch = WindowGeometry.patchOf(window, claim.element / window.channels);
        // INVARIANT: a window without a tap has no largest element.
        if (patch.lines == 0 || patch.columns == 0) revert IOpVerifier.OpVerifier_BadRecord();
        uint256 stride = window.dilationX * window.channels * width;
        largest = type(int256).min;
        for (uint256 i; i < patch.lines; ++i) {
            uint256 first = WindowGeometry.lineAt(window, patch, i) + claim.element % window.channels;
            uint256 length = (patch.columns - 1) * stride + width;
            uint256 line = cursor.tensor(claim, record.x, record.xSize * width, first * width, length);
            int256 found = _largest(line, patch.columns, stride, record.xType);
            if (found > largest) largest = found;
        }
    }

    function _kernel(ElementClaim calldata claim, Record memory record)
        private
        pure
        returns (Kernel memory kernel)
    {
        Window memory window = WindowGeometry.decode(claim.record, record.xSize);
        uint256 rows = WindowGeometry.outChannels(window, record.size);
        uint256 groups = record.heads;
        if (
            groups == 0 || window.channels % groups != 0 || rows % groups != 0
                || Records.elementBytes(record.xType) != 1
        ) revert IOpVerifier.OpVerifier_BadRecord();
        kernel.window = window;
        kernel.patch = WindowGeometry.patchOf(window, claim.element / rows);
        kernel.row = claim.element % rows;
        kernel.depth = window.channels / groups;
        kernel.length = window.kernelHeight * window.kernelWidth * kernel.depth;
        kernel.channel = kernel.row / (rows / groups) * kernel.depth;
        kernel.isSigned = Elements.isSigned(record.xType);
        if (kernel.length > DotProduct.MAX_LENGTH) revert IOpVerifier.OpVerifier_BadRecord();
    }

    function _readLines(
        ElementClaim calldata claim,
        Record memory record,
        Cursor memory cursor,
        Kernel memory kernel
    ) private pure {
        Window memory window = kernel.window;
        Patch memory patch = kernel.patch;
        if (patch.columns == 0) return;
        // Each line is a chunk at least: before anything is reserved for them.
        cursor.expect(patch.lines * TraceTree.CHUNK_BYTES);
        kernel.lines = new uint256[](patch.lines);
        uint256 length = (patch.columns - 1) * window.dilationX * window.channels + kernel.depth;
        for (uint256 i; i < patch.lines; ++i) {
            uint256 first = WindowGeometry.lineAt(window, patch, i) + kernel.channel;
            kernel.lines[i] = cursor.tensor(claim, record.x, record.xSize, first, length);
        }
    }

    /// @dev Σ w · x over the taps of the patch. Taps beside each other, of all channels, are one run.
    function _products(Kernel memory kernel) private pure returns (int256 sum) {
        uint256 depth = kernel.depth;
        uint256 columns = kernel.patch.columns;
        uint256 step = kernel.window.dilationX * kernel.window.channels;
        uint256 w = kernel.weights + (kernel.patch.tapY * kernel.window.kernelWidth + kernel.patch.tapX) * depth;
        for (uint256 i; i < kernel.lines.length; ++i) {
            uint256 x = kernel.lines[i];
            // SAFETY: at most 65,536 products of bytes; offsets within the witness.
            unchecked {
                if (step == depth) {
                    sum += DotProduct.signed(w, x, columns * depth, kernel.isSigned);
                } else if (depth < FEW) {
                    for (uint256 c; c < depth; ++c) {
                        sum += DotProduct.strided(w + c, x + c, columns, depth, step, kernel.isSigned);
                    }
                } else {
                    for (uint256 b; b < columns; ++b) {
                        sum += DotProduct.signed(w + b * depth, x + b * step, depth, kernel.isSigned);
                    }
                }
                w += kernel.window.kernelWidth * depth;
            }
        }
    }

    /// @dev The sum of the weights of those taps that are padding: what lies before, between and after those of the patch.
    function _paddingWeights(Kernel memory kernel) private pure returns (int256 sum) {
        uint256 lines = kernel.lines.length;
        if (lines == 0) return DotProduct.total(kernel.weights, kernel.length);
        uint256 line = kernel.window.kernelWidth * kernel.depth;
        uint256 inside = kernel.patch.columns * kernel.depth;
        uint256 next = kernel.weights + kernel.patch.tapY * line + kernel.patch.tapX * kernel.depth;
        sum = DotProduct.total(kernel.weights, next - kernel.weights);
        for (uint256 i = 1; i < lines; ++i) {
            sum += DotProduct.total(next + inside, line - inside);
            next += line;
        }
        next += inside;
        sum += DotProduct.total(next, kernel.weights + kernel.length - next);
    }

    /// @dev The largest of `count` ≥ 1 elements of one or two bytes at a calldata offset, `stride` bytes from one to the next.
    /// Plainly: the largest Elements.load(offset + i · stride, dtype).
    function _largest(uint256 offset, uint256 count, uint256 stride, uint256 dtype)
        private
        pure
        returns (int256 largest)
    {
        bool isWide = dtype == DType.I16;
        // Elements without a sign are taken as they are: the byte above them is 0.
        uint256 signByte = isWide || !Elements.isSigned(dtype) ? 1 : 0;
        largest = type(int256).min;
        assembly ("memory-safe") {
            for { let end := add(offset, mul(count, stride)) } lt(offset, end) { offset := add(offset, stride) } {
                let word := calldataload(offset)
                let value := signextend(signByte, or(byte(0, word), mul(isWide, shl(8, byte(1, word)))))
                if sgt(value, largest) { largest := value }
            }
        }
    }
}
