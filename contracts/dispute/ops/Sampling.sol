// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { ElementClaim, IOpVerifier } from "../../interfaces/IOpVerifier.sol";
import { Elements } from "../Elements.sol";
import { DType, Record } from "../Records.sol";
import { Rows } from "../Rows.sol";
import { Cursor, Witness } from "../Witness.sol";

/// @title Sampling: from logits to a byte of text
/// @notice Each function gives one element. Spec: docs/op-spec.md, "Operators" and "Witness".
library Sampling {
    using Witness for Cursor;

    /// @notice table[byte v mod 32 of keccak256(seed ‖ step ‖ ⌊v / 32⌋)].
    function noise(ElementClaim calldata claim, Record memory record, Cursor memory cursor)
        internal
        pure
        returns (int256)
    {
        // SAFETY: a step is below the context and an element below the size, both of 32 bits.
        bytes32 block_ =
            keccak256(abi.encodePacked(claim.inputHash, uint32(claim.step), uint32(claim.element / 32)));
        uint256 drawn = uint8(block_[claim.element % 32]);
        return Elements.load(cursor.weights(claim, record.table + 2 * drawn, 2), DType.I16);
    }

    /// @notice Whether `claimed` is shown not to be the lowest index of the largest element of its row: one that is larger, or equal and earlier.
    function isWrongArgmax(ElementClaim calldata claim, Record memory record, Cursor memory cursor, int256 claimed)
        internal
        pure
        returns (bool)
    {
        uint256 width = Rows.width(record.xSize, record.heads);
        if (claimed < 0 || uint256(claimed) >= width) return true;
        uint256 rival = cursor.index();
        if (rival >= width) revert IOpVerifier.OpVerifier_NoSuchElement(rival);
        uint256 first = claim.element * width;
        int256 value = cursor.element(claim, record.x, DType.I16, record.xSize, first + uint256(claimed));
        int256 other = cursor.element(claim, record.x, DType.I16, record.xSize, first + rival);
        return other > value || (other == value && rival < uint256(claimed));
    }

    /// @notice table[x].
    function lookup(ElementClaim calldata claim, Record memory record, Cursor memory cursor)
        internal
        pure
        returns (int256)
    {
        int256 x = cursor.element(claim, record.x, DType.I32, record.xSize, 0);
        if (x < 0) revert IOpVerifier.OpVerifier_BadRecord();
        return Elements.load(cursor.weights(claim, record.table + uint256(x), 1), DType.U8);
    }
}
