// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { ElementClaim, IOpVerifier } from "../../interfaces/IOpVerifier.sol";
import { DotProduct } from "../DotProduct.sol";
import { Elements } from "../Elements.sol";
import { DType, Record, Records } from "../Records.sol";
import { Rows } from "../Rows.sol";
import { Cursor, Witness } from "../Witness.sol";

/// @title Arithmetic: tensors with tensors
/// @notice Each function gives one element. Spec: docs/op-spec.md, "Operators" and "Witness".
library Arithmetic {
    using Witness for Cursor;

    /// @notice rescale(Σ_d x[b][m][d] · y[b][n][d], mul, shift).
    function matmul(ElementClaim calldata claim, Record memory record, Cursor memory cursor)
        internal
        pure
        returns (int256)
    {
        uint256 rows = Records.wordOf(claim.record, 0);
        uint256 columns = Records.wordOf(claim.record, 1);
        uint256 depth = Records.wordOf(claim.record, 2);
        if (
            rows == 0 || columns == 0 || depth > DotProduct.MAX_LENGTH || !_isByte(record.xType)
                || !_isByte(record.yType)
        ) revert IOpVerifier.OpVerifier_BadRecord();
        // Row (b, m) of x, and row (b, n) of y.
        uint256 row = claim.element / columns;
        uint256 column = row / rows * columns + claim.element % columns;
        uint256 x = cursor.tensor(claim, record.x, record.xSize, row * depth, depth);
        uint256 y = cursor.tensor(claim, record.y, record.ySize, column * depth, depth);
        return Elements.rescale(DotProduct.signed(x, y, depth, true), record.mul, record.shift, record.dtype);
    }

    /// @notice rescale(x[j] · y[j], mul, shift).
    function multiply(ElementClaim calldata claim, Record memory record, Cursor memory cursor)
        internal
        pure
        returns (int256)
    {
        int256 x = cursor.element(claim, record.x, record.xType, record.xSize, claim.element);
        int256 y = cursor.element(claim, record.y, record.yType, record.ySize, claim.element);
        return Elements.rescale(x * y, record.mul, record.shift, record.dtype);
    }

    /// @notice sat(⌊(x[j] · mul + 2^(shift−1)) / 2^shift⌋ + offset).
    function requantise(ElementClaim calldata claim, Record memory record, Cursor memory cursor)
        internal
        pure
        returns (int256)
    {
        int256 x = cursor.element(claim, record.x, record.xType, record.xSize, claim.element);
        int256 offset = Records.signedWordOf(claim.record, 0);
        return Elements.saturate(Elements.scaled(x, record.mul, record.shift) + offset, record.dtype);
    }

    /// @notice sat(x[r][k] − ⌊(2 · Σ_k x[r][k] + W) / 2W⌋): less the mean of its row, rounded half up.
    function center(ElementClaim calldata claim, Record memory record, Cursor memory cursor)
        internal
        pure
        returns (int256)
    {
        uint256 width = Rows.width(record.xSize, record.heads);
        uint256 first = claim.element / width * width;
        uint256 row = cursor.tensor(claim, record.x, record.xSize * 2, first * 2, width * 2);
        int256 x = Elements.load(row + claim.element % width * 2, DType.I16);
        int256 size = int256(width);
        return Elements.saturate(x - Elements.floorDiv(2 * _sum(row, width) + size, 2 * size), record.dtype);
    }

    /// @notice x[r][k] / max(sum[r], 1) times mul / 2^shift, rounded half up.
    function divide(ElementClaim calldata claim, Record memory record, Cursor memory cursor)
        internal
        pure
        returns (int256)
    {
        int256 x = cursor.element(claim, record.x, record.xType, record.xSize, claim.element);
        uint256 row = claim.element / Rows.width(record.size, record.heads);
        int256 sum = cursor.element(claim, record.y, DType.I32, record.ySize, row);
        return Elements.divided(x, sum, record);
    }

    /// @dev Whether elements of this type are bytes whose values a signed byte holds.
    function _isByte(uint256 dtype) private pure returns (bool) {
        return dtype == DType.I7 || dtype == DType.U7 || dtype == DType.I8;
    }

    /// @dev The sum of `count` elements of i16 at a calldata offset.
    /// Plainly: Σ Elements.load(offset + 2 · k, I16).
    function _sum(uint256 offset, uint256 count) private pure returns (int256 total) {
        assembly ("memory-safe") {
            for { let end := add(offset, shl(1, count)) } lt(offset, end) { offset := add(offset, 2) } {
                let word := calldataload(offset)
                total := add(total, signextend(1, or(byte(0, word), shl(8, byte(1, word)))))
            }
        }
    }
}
