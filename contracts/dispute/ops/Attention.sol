// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { ElementClaim, IOpVerifier } from "../../interfaces/IOpVerifier.sol";
import { DotProduct } from "../DotProduct.sol";
import { Elements } from "../Elements.sol";
import { DType, Record, Records } from "../Records.sol";
import { Rows } from "../Rows.sol";
import { Cursor, Witness } from "../Witness.sol";

/// @title Attention: what looks at earlier steps, and at rows that are turned into weights
/// @notice Each function gives one element of step t. Tensors of heads · context elements are row-major; position s is past if
/// s ≤ t, and all of a row is where the graph runs once. Spec: docs/op-spec.md, "Operators" and "Witness".
library Attention {
    using Witness for Cursor;

    /// @dev A score at a position that does not exist yet.
    int256 private constant MASKED = -128;

    /// @notice Past: rescale(Σ x[h·W + i] · state[s][h·W + i], mul, shift); else −128.
    function scores(ElementClaim calldata claim, Record memory record, Cursor memory cursor)
        internal
        pure
        returns (int256)
    {
        uint256 context = Records.contextOf(claim.header);
        uint256 position = claim.element % context;
        if (position > claim.step) return MASKED;
        uint256 width = Rows.width(record.xSize, record.heads);
        uint256 first = claim.element / context * width;
        uint256 query = cursor.tensor(claim, record.x, record.xSize, first, width);
        uint256 key = _row(claim, record, cursor, position, first, width);
        int256 dot = DotProduct.signed(query, key, width, true);
        return Elements.rescale(dot, record.mul, record.shift, record.dtype);
    }

    /// @notice Whether `claimed` is not the largest x[h][s] of the past: one larger element shows it too small, all of the past shows it
    /// right or wrong.
    function isWrongMax(ElementClaim calldata claim, Record memory record, Cursor memory cursor, int256 claimed)
        internal
        pure
        returns (bool)
    {
        uint256 width = Rows.width(record.xSize, record.heads);
        uint256 past = Rows.past(claim, width);
        uint256 first = claim.element * width;
        uint256 position = cursor.index();
        if (position < width) {
            if (position >= past) revert IOpVerifier.OpVerifier_NoSuchElement(position);
            return cursor.element(claim, record.x, DType.I8, record.xSize, first + position) > claimed;
        }
        uint256 x = cursor.tensor(claim, record.x, record.xSize, first, past);
        return _largest(x, past) != claimed;
    }

    /// @notice Past: table[max[h] − x[h][s]] mod 128; else 0.
    function exp(ElementClaim calldata claim, Record memory record, Cursor memory cursor)
        internal
        pure
        returns (int256)
    {
        uint256 width = Rows.width(record.xSize, record.heads);
        if (claim.element % width >= Rows.past(claim, width)) return 0;
        int256 x = cursor.element(claim, record.x, DType.I8, record.xSize, claim.element);
        uint256 head = claim.element / width;
        int256 difference = cursor.element(claim, record.y, DType.I8, record.ySize, head) - x;
        if (difference < 0) revert IOpVerifier.OpVerifier_BadRecord();
        return Elements.load(cursor.weights(claim, record.table + uint256(difference), 1), DType.U8) & 127;
    }

    /// @notice Σ x[h][s] over the past; beyond it x is 0.
    function sum(ElementClaim calldata claim, Record memory record, Cursor memory cursor)
        internal
        pure
        returns (int256)
    {
        uint256 width = Rows.width(record.xSize, record.heads);
        uint256 past = Rows.past(claim, width);
        uint256 x = cursor.tensor(claim, record.x, record.xSize, claim.element * width, past);
        return _sum(x, past);
    }

    /// @notice Element (s, j), past: the element before it, (s − 1, j), plus x[h][s] · state[s][j]; else 0.
    function partialSum(ElementClaim calldata claim, Record memory record, Cursor memory cursor)
        internal
        pure
        returns (int256 total)
    {
        uint256 context = Records.contextOf(claim.header);
        uint256 width = record.size / context;
        uint256 position = claim.element / width;
        if (position > claim.step) return 0;
        uint256 column = claim.element % width;
        if (position > 0) {
            uint256 before = cursor.ofStep(claim, claim.tensor, record.size * 4, (claim.element - width) * 4, 4);
            total = Elements.load(before, DType.I32);
        }
        uint256 place = column / Rows.width(width, record.heads) * context + position;
        int256 weight = cursor.element(claim, record.x, DType.U7, record.xSize, place);
        uint256 value = _row(claim, record, cursor, position, column, 1);
        total += weight * Elements.load(value, DType.I8);
    }

    /// @notice ⌊(2 · mul · a + d · 2^shift) / (d · 2^(shift+1))⌋, saturated: a is the last partial sum and d = max(sum[h], 1).
    function mix(ElementClaim calldata claim, Record memory record, Cursor memory cursor)
        internal
        pure
        returns (int256)
    {
        uint256 place = claim.step * record.size + claim.element;
        int256 total = cursor.element(claim, record.x, DType.I32, record.xSize, place);
        uint256 head = claim.element / Rows.width(record.size, record.heads);
        int256 divisor = cursor.element(claim, record.y, DType.I32, record.ySize, head);
        return Elements.divided(total, divisor, record);
    }

    /// @dev Bytes of a state's row `position`: in this step its append's tensor, before it what that step carried.
    function _row(
        ElementClaim calldata claim,
        Record memory record,
        Cursor memory cursor,
        uint256 position,
        uint256 first,
        uint256 length
    ) private pure returns (uint256) {
        return position == claim.step
            ? cursor.tensor(claim, record.y, record.ySize, first, length)
            : cursor.carried(claim, position, record.carried, record.ySize, first, length);
    }

    /// @dev The largest of `count` ≥ 1 elements of i8 at a calldata offset.
    function _largest(uint256 offset, uint256 count) private pure returns (int256 largest) {
        largest = type(int8).min;
        assembly ("memory-safe") {
            for { let end := add(offset, count) } lt(offset, end) { offset := add(offset, 1) } {
                let value := signextend(0, byte(0, calldataload(offset)))
                if sgt(value, largest) { largest := value }
            }
        }
    }

    /// @dev The sum of `count` elements of u7 at a calldata offset.
    function _sum(uint256 offset, uint256 count) private pure returns (int256 total) {
        assembly ("memory-safe") {
            for { let end := add(offset, count) } lt(offset, end) { offset := add(offset, 1) } {
                total := add(total, byte(0, calldataload(offset)))
            }
        }
    }
}
