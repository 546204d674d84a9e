// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { ElementClaim, IOpVerifier } from "../../interfaces/IOpVerifier.sol";
import { Elements } from "../Elements.sol";
import { DType, Record, Records } from "../Records.sol";
import { Cursor, Witness } from "../Witness.sol";

/// @title Layouts: elements that are only taken from elsewhere
/// @notice Each function gives one element. Spec: docs/op-spec.md, "Operators" and "Witness".
library Layouts {
    using Witness for Cursor;

    /// @dev Dimensions of a move: word k holds the size of number k, counted from 1, and word 6 + k its stride. Those that it does not have
    /// have size 1.
    uint256 private constant DIMS = 6;
    uint256 private constant BASE = 13;

    /// @notice x[base + Σ i_k · strides[k]] where the element is (i₀, i₁, …), row-major in dims.
    function move(ElementClaim calldata claim, Record memory record, Cursor memory cursor)
        internal
        pure
        returns (int256)
    {
        uint256 rest = claim.element;
        int256 place = int256(Records.wordOf(claim.record, BASE));
        for (uint256 k = DIMS; k > 0; --k) {
            uint256 dim = Records.wordOf(claim.record, k);
            if (dim == 0) revert IOpVerifier.OpVerifier_BadRecord();
            // SAFETY: an index is below 2^32 and a stride within 32 bits.
            place += int256(rest % dim) * Records.signedWordOf(claim.record, DIMS + k);
            rest /= dim;
        }
        if (rest != 0 || place < 0) revert IOpVerifier.OpVerifier_BadRecord();
        return cursor.element(claim, record.x, record.xType, record.xSize, uint256(place));
    }

    /// @notice A block of x, a block of y, a block of x, …: of a and of b elements.
    function concat(ElementClaim calldata claim, Record memory record, Cursor memory cursor)
        internal
        pure
        returns (int256)
    {
        uint256 a = Records.wordOf(claim.record, 0);
        uint256 b = Records.wordOf(claim.record, 1);
        if (a == 0 || b == 0) revert IOpVerifier.OpVerifier_BadRecord();
        uint256 pair = claim.element / (a + b);
        uint256 place = claim.element % (a + b);
        return place < a
            ? cursor.element(claim, record.x, record.xType, record.xSize, pair * a + place)
            : cursor.element(claim, record.y, record.yType, record.ySize, pair * b + place - a);
    }

    /// @notice Element j of the table; for i7 and u7 saturated.
    function constantOf(ElementClaim calldata claim, Record memory record, Cursor memory cursor)
        internal
        pure
        returns (int256)
    {
        return _entry(claim, record, cursor, claim.element);
    }

    /// @notice T[min(id, vocab − 1)][k], the id being one or two bytes of x.
    function gather(ElementClaim calldata claim, Record memory record, Cursor memory cursor)
        internal
        pure
        returns (int256)
    {
        uint256 idBytes = record.heads;
        uint256 vocab = Records.wordOf(claim.record, 0);
        uint256 width = Records.wordOf(claim.record, 1);
        if (idBytes == 0 || idBytes > 2 || vocab == 0 || width == 0) revert IOpVerifier.OpVerifier_BadRecord();
        uint256 read = cursor.tensor(claim, record.x, record.xSize, claim.element / width * idBytes, idBytes);
        uint256 id = uint256(Elements.load(read, DType.U8));
        if (idBytes == 2) id |= uint256(Elements.load(read + 1, DType.U8)) << 8;
        if (id >= vocab) id = vocab - 1;
        return _entry(claim, record, cursor, id * width + claim.element % width);
    }

    /// @dev Entry `place` of the table, of the output's type. Any byte may stand in the weights: for i7 and u7 it is an i8, saturated.
    function _entry(ElementClaim calldata claim, Record memory record, Cursor memory cursor, uint256 place)
        private
        pure
        returns (int256)
    {
        uint256 width = Records.elementBytes(record.dtype);
        uint256 read = cursor.weights(claim, record.table + place * width, width);
        uint256 dtype = record.dtype;
        int256 entry = Elements.load(read, dtype == DType.I7 || dtype == DType.U7 ? DType.I8 : dtype);
        return Elements.saturate(entry, dtype);
    }
}
