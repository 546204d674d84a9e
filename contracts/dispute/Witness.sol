// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { ElementClaim, IOpVerifier } from "../interfaces/IOpVerifier.sol";
import { Elements } from "./Elements.sol";
import { Header, Records } from "./Records.sol";
import { TraceTree } from "./TraceTree.sol";

/// @notice How far a witness has been read.
/// @param header the program's
/// @param offset calldata offset of what is not read yet
/// @param end calldata offset of its end
/// @param length of the whole witness
/// @param reads how many reads have been made
struct Cursor {
    Header header;
    uint256 offset;
    uint256 end;
    uint256 length;
    uint256 reads;
}

/// @notice Bytes [first, first + length) of `total`.
struct Span {
    uint256 total;
    uint256 first;
    uint256 length;
}

/// @title Witness: reads bytes from calldata that a claim's roots commit to
/// @notice Each read returns the calldata offset of its first byte, or reverts. Spec: docs/op-spec.md, "Witness".
library Witness {
    /// @notice Starts at the first byte.
    function open(bytes calldata witness, Header memory header) internal pure returns (Cursor memory cursor) {
        uint256 offset;
        assembly ("memory-safe") {
            offset := witness.offset
        }
        return Cursor(header, offset, offset + witness.length, witness.length, 0);
    }

    /// @notice Checks that nothing is left.
    function close(Cursor memory cursor) internal pure {
        if (cursor.offset != cursor.end) revert IOpVerifier.OpVerifier_WitnessLength(cursor.length);
    }

    /// @notice Bytes of tensor `number` of the disputed step, one that is computed before the disputed one.
    function tensor(Cursor memory cursor, ElementClaim calldata claim, uint256 number, Span memory span)
        internal
        pure
        returns (uint256)
    {
        // INVARIANT: what is read lies left of the disputed path, where both sides agree.
        if (number >= claim.tensor) revert IOpVerifier.OpVerifier_BadRecord();
        return ofStep(cursor, claim, number, span);
    }

    /// @notice Bytes of any tensor of the disputed step.
    function ofStep(Cursor memory cursor, ElementClaim calldata claim, uint256 number, Span memory span)
        internal
        pure
        returns (uint256 data)
    {
        bytes32 node;
        (data, node) = _slice(cursor, span);
        node = _climb(cursor, node, number, cursor.header.tensors);
        _check(cursor, node, claim.stepRoot);
    }

    /// @notice Bytes of what `step` carried in place `number`.
    function carried(Cursor memory cursor, ElementClaim calldata claim, uint256 step, uint256 number, Span memory span)
        internal
        pure
        returns (uint256 data)
    {
        bytes32 node;
        (data, node) = _slice(cursor, span);
        node = _climb(cursor, node, number, cursor.header.carried);
        node = _climb(cursor, node, step, claim.steps);
        _check(cursor, node, claim.stepsRoot);
    }

    /// @notice `length` bytes of the weights from byte `first`.
    function weights(Cursor memory cursor, ElementClaim calldata claim, uint256 first, uint256 length)
        internal
        pure
        returns (uint256 data)
    {
        bytes32 node;
        (data, node) = _slice(cursor, Span(cursor.header.weightsBytes, first, length));
        _check(cursor, node, claim.modelHash);
    }

    /// @notice All of the request's input.
    function input(Cursor memory cursor, ElementClaim calldata claim) internal pure returns (uint256 data) {
        data = _take(cursor, claim.inputBytes);
        bytes32 hash;
        uint256 length = claim.inputBytes;
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
        return Elements.load(tensor(cursor, claim, number, Span(size * width, place * width, width)), dtype);
    }

    /// @dev Reads chunks and neighbours; `data` is where the first byte of `span` lies, `root` what they lead to.
    function _slice(Cursor memory cursor, Span memory span) private pure returns (uint256 data, bytes32 root) {
        if (span.length == 0 || span.first + span.length > span.total) revert IOpVerifier.OpVerifier_BadRecord();
        uint256 first = span.first / TraceTree.CHUNK_BYTES;
        uint256 last = (span.first + span.length - 1) / TraceTree.CHUNK_BYTES;
        uint256 start = cursor.offset;
        // Before anything is copied, so that a hostile size costs nothing.
        if (start + (last - first + 1) * TraceTree.CHUNK_BYTES > cursor.end) {
            revert IOpVerifier.OpVerifier_WitnessLength(cursor.length);
        }
        (root, cursor.offset) = TraceTree.climbSlice(start, first, last, TraceTree.chunksOf(span.total));
        data = start + span.first % TraceTree.CHUNK_BYTES;
    }

    /// @dev The root of the tree of `count` leaves that leaf `number` and the path read next lead to.
    function _climb(Cursor memory cursor, bytes32 leaf, uint256 number, uint256 count)
        private
        pure
        returns (bytes32 root)
    {
        (root, cursor.offset) =
            TraceTree.climbFrom(leaf, number, count, 0, TraceTree.depthOf(count), cursor.offset);
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
