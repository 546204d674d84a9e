// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { ElementClaim, IOpVerifier } from "../../interfaces/IOpVerifier.sol";
import { Elements } from "../Elements.sol";
import { DType, Record, Records } from "../Records.sol";
import { Cursor, Witness } from "../Witness.sol";

/// @title Elementwise: from the text to the first tensor, and from element to element
/// @notice Each function gives one element. Spec: docs/op-spec.md, "Operators" and "Witness".
library Elementwise {
    using Witness for Cursor;

    /// @notice sat(T[byte][j] + P[t][j]).
    function embed(ElementClaim calldata claim, Record memory record, Cursor memory cursor)
        internal
        pure
        returns (int256)
    {
        uint256 text = claim.step < claim.inputBytes
            ? cursor.input(claim) + claim.step
            : cursor.carried(claim, claim.step - 1, Records.carriedOf(claim.header) - 1, 1, 0, 1);
        uint256 token = uint256(Elements.load(text, DType.U8)) * record.size + claim.element;
        uint256 place = claim.step * record.size + claim.element;
        int256 sum = Elements.load(cursor.weights(claim, record.weights + 2 * token, 2), DType.I16);
        sum += Elements.load(cursor.weights(claim, record.table + 2 * place, 2), DType.I16);
        return Elements.saturate(sum, record.dtype);
    }

    /// @notice x[j].
    function append(ElementClaim calldata claim, Record memory record, Cursor memory cursor)
        internal
        pure
        returns (int256)
    {
        return cursor.element(claim, record.x, record.xType, record.xSize, claim.element);
    }

    /// @notice sat(x[j] + y[j]).
    function add(ElementClaim calldata claim, Record memory record, Cursor memory cursor)
        internal
        pure
        returns (int256)
    {
        int256 sum = cursor.element(claim, record.x, DType.I16, record.xSize, claim.element);
        sum += cursor.element(claim, record.y, DType.I16, record.ySize, claim.element);
        return Elements.saturate(sum, record.dtype);
    }

    /// @notice Byte j of the input.
    function input(ElementClaim calldata claim, Cursor memory cursor) internal pure returns (int256) {
        if (claim.element >= claim.inputBytes) revert IOpVerifier.OpVerifier_NoSuchElement(claim.element);
        return Elements.load(cursor.input(claim) + claim.element, DType.U8);
    }

    /// @notice sat(table[x[j] mod 256]); the table's entries are i8, or u8 for u8.
    function map(ElementClaim calldata claim, Record memory record, Cursor memory cursor)
        internal
        pure
        returns (int256)
    {
        if (Records.elementBytes(record.xType) != 1) revert IOpVerifier.OpVerifier_BadRecord();
        int256 x = cursor.element(claim, record.x, DType.U8, record.xSize, claim.element);
        uint256 entry = cursor.weights(claim, record.table + uint256(x), 1);
        return Elements.saturate(Elements.load(entry, record.dtype == DType.U8 ? DType.U8 : DType.I8), record.dtype);
    }
}
