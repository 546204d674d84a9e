// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { ElementClaim, IOpVerifier } from "../interfaces/IOpVerifier.sol";
import { Elements } from "./Elements.sol";
import { Records } from "./Records.sol";
import { TraceTree } from "./TraceTree.sol";

/// @notice How far a witness has been read: calldata offsets of what is not read yet and of its end, and how many reads were made.
struct Cursor {
    uint256 offset;
    uint256 end;
    uint256 length;
    uint256 reads;
}

/// @title Witness: reads bytes from calldata that a claim's roots commit to
/// @notice Each read returns the calldata offset of its first byte, or reverts. `total` is the size of what is read from, [first, first +
/// length) the bytes. Spec: docs/op-spec.md, "Witness".
/// @dev Sizes and offsets of reads are products and sums of fields of a record, which are at most 64 bits wide: far below 2^128.
library Witness {
    /// @notice Starts at the first byte.
    function open(bytes calldata witness) internal pure returns (Cursor memory cursor) {
        uint256 offset;
        assembly ("memory-safe") {
            offset := witness.offset
        }
        cursor.offset = offset;
        cursor.end = offset + witness.length;
        cursor.length = witness.length;
    }

    /// @notice Checks that `length` bytes are left at least: before memory or time is spent on what they are to show.
    function expect(Cursor memory cursor, uint256 length) internal pure {
        if (length > cursor.end - cursor.offset) revert IOpVerifier.OpVerifier_WitnessLength(cursor.length);
    }

    /// @notice Checks that nothing is left.
    function close(Cursor memory cursor) internal pure {
        if (cursor.offset != cursor.end) revert IOpVerifier.OpVerifier_WitnessLength(cursor.length);
    }

    /// @notice Bytes of tensor `number` of the disputed step, one that is computed before the disputed one.
    function tensor(
        Cursor memory cursor,
        ElementClaim calldata claim,
        uint256 number,
        uint256 total,
        uint256 first,
        uint256 length
    ) internal pure returns (uint256) {
        // INVARIANT: what is read lies left of the disputed path, where both sides agree.
        if (number >= claim.tensor) revert IOpVerifier.OpVerifier_BadRecord();
        return ofStep(cursor, claim, number, total, first, length);
    }

    /// @notice Bytes of any tensor of the disputed step.
    function ofStep(
        Cursor memory cursor,
        ElementClaim calldata claim,
        uint256 number,
        uint256 total,
        uint256 first,
        uint256 length
    ) internal pure returns (uint256 data) {
        bytes32 node;
        (data, node) = _slice(cursor, total, first, length);
        node = _climb(cursor, node, number, Records.tensorsOf(claim.header));
        _check(cursor, node, claim.stepRoot);
    }

    /// @notice Bytes of what `step` carried in place `number`.
    function carried(
        Cursor memory cursor,
        ElementClaim calldata claim,
        uint256 step,
        uint256 number,
        uint256 total,
        uint256 first,
        uint256 length
    ) internal pure returns (uint256 data) {
        bytes32 node;
        (data, node) = _slice(cursor, total, first, length);
        node = _climb(cursor, node, number, Records.carriedOf(claim.header));
        node = _climb(cursor, node, step, claim.steps);
        _check(cursor, node, claim.stepsRoot);
    }

    /// @notice Bytes of the weights.
    function weights(Cursor memory cursor, ElementClaim calldata claim, uint256 first, uint256 length)
        internal
        pure
        returns (uint256 data)
    {
        bytes32 node;
        (data, node) = _slice(cursor, Records.weightsBytesOf(claim.header), first, length);
        _check(cursor, node, claim.modelHash);
    }

    /// @notice All of the request's input.
    function input(Cursor memory cursor, ElementClaim calldata claim) internal pure returns (uint256 data) {
        uint256 length = claim.inputBytes;
        data = _take(cursor, length);
        bytes32 hash;
        assembly ("memory-safe") {
            let buffer := mload(0x40)
            calldatacopy(buffer, data, length)
            hash := keccak256(buffer, length)
        }
        _check(cursor, hash, claim.inputHash);
    }

    /// @notice A number that the challenger chose.
    function index(Cursor memory cursor) internal pure returns (uint256 chosen) {
        uint256 data = _take(cursor, 4);
        ++cursor.reads;
        assembly ("memory-safe") {
            chosen := shr(224, calldataload(data))
        }
    }

    /// @notice Element `place` of tensor `number`, which has `size` elements of type `dtype`.
    function element(
        Cursor memory cursor,
        ElementClaim calldata claim,
        uint256 number,
        uint256 dtype,
        uint256 size,
        uint256 place
    ) internal pure returns (int256) {
        uint256 width = Records.elementBytes(dtype);
        return Elements.load(tensor(cursor, claim, number, size * width, place * width, width), dtype);
    }

    /// @dev Reads chunks and neighbours; `data` is where the first byte lies, `root` what they lead to.
    function _slice(Cursor memory cursor, uint256 total, uint256 first, uint256 length)
        private
        pure
        returns (uint256 data, bytes32 root)
    {
        // SAFETY: total, first and length are below 2^128 (see above), so 1 ≤ length; calldata offsets are below 2^64.
        unchecked {
            if (length == 0 || first + length > total) revert IOpVerifier.OpVerifier_BadRecord();
            uint256 last = (first + length - 1) / TraceTree.CHUNK_BYTES;
            uint256 start = cursor.offset;
            data = start + first % TraceTree.CHUNK_BYTES;
            first /= TraceTree.CHUNK_BYTES;
            // Before anything is copied, so that a hostile size costs nothing.
            if (start + (last - first + 1) * TraceTree.CHUNK_BYTES > cursor.end) {
                revert IOpVerifier.OpVerifier_WitnessLength(cursor.length);
            }
            (root, cursor.offset) = TraceTree.climbSlice(start, first, last, TraceTree.chunksOf(total));
        }
    }

    /// @dev The root of the tree of `count` leaves that leaf `number` and the path read next lead to.
    function _climb(Cursor memory cursor, bytes32 leaf, uint256 number, uint256 count)
        private
        pure
        returns (bytes32 root)
    {
        (root, cursor.offset) = TraceTree.climbToRoot(leaf, number, count, cursor.offset);
    }

    /// @dev Ends a read: nothing beyond the witness was used, and it leads where it must.
    function _check(Cursor memory cursor, bytes32 found, bytes32 expected) private pure {
        if (cursor.offset > cursor.end) revert IOpVerifier.OpVerifier_WitnessLength(cursor.length);
        if (found != expected) revert IOpVerifier.OpVerifier_WrongRoot(cursor.reads);
        ++cursor.reads;
    }

    /// @dev Passes over `length` plain bytes.
    function _take(Cursor memory cursor, uint256 length) private pure returns (uint256 data) {
        data = cursor.offset;
        if (length > cursor.end - data) revert IOpVerifier.OpVerifier_WitnessLength(cursor.length);
        cursor.offset = data + length;
    }
}
