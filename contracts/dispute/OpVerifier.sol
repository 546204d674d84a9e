// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { ElementClaim, IOpVerifier } from "../interfaces/IOpVerifier.sol";
import { Elements } from "./Elements.sol";
import { Op, Record, Records } from "./Records.sol";
import { TraceTree } from "./TraceTree.sol";
import { Cursor, Witness } from "./Witness.sol";
import { Arithmetic } from "./ops/Arithmetic.sol";
import { Attention } from "./ops/Attention.sol";
import { Dense } from "./ops/Dense.sol";
import { Elementwise } from "./ops/Elementwise.sol";
import { Layouts } from "./ops/Layouts.sol";
import { Sampling } from "./ops/Sampling.sol";
import { Windows } from "./ops/Windows.sol";

/// @title OpVerifier: recomputes one element of one operator's output
/// @notice It holds no state and no right: whoever asks states the claim, and answers for its roots.
contract OpVerifier is IOpVerifier {
    using Witness for Cursor;

    /// @inheritdoc IOpVerifier
    function isWrong(ElementClaim calldata claim, bytes calldata witness) external pure returns (bool wrong) {
        Record memory record = Records.decodeRecord(claim.record);
        int256 claimed = _claimed(claim, record);
        // INVARIANT: what is added up over the past stays within a row of `context` elements.
        if (claim.step >= Records.contextOf(claim.header)) revert OpVerifier_BadRecord();
        Cursor memory cursor = Witness.open(witness);
        if (claim.element >= record.size) wrong = claimed != 0;
        else if (record.opcode == Op.MAX) wrong = Attention.isWrongMax(claim, record, cursor, claimed);
        else if (record.opcode == Op.ARGMAX) wrong = Sampling.isWrongArgmax(claim, record, cursor, claimed);
        else wrong = _value(claim, record, cursor) != claimed;
        cursor.close();
    }

    /// @dev The element that the asserter's chunk holds; also one in the padding of the tensor's last chunk.
    function _claimed(ElementClaim calldata claim, Record memory record) private pure returns (int256) {
        uint256 width = Records.elementBytes(record.dtype);
        // SAFETY: width is 1, 2 or 4.
        unchecked {
            uint256 perChunk = TraceTree.CHUNK_BYTES / width;
            if (record.size == 0 || claim.element / perChunk > (record.size - 1) / perChunk) {
                revert OpVerifier_NoSuchElement(claim.element);
            }
            return Elements.decode(claim.chunk << 8 * width * (claim.element % perChunk), record.dtype);
        }
    }

    /// @dev What the operator gives for the reads of the witness. Some saturate; what the others give must fit.
    function _value(ElementClaim calldata claim, Record memory record, Cursor memory cursor)
        private
        pure
        returns (int256)
    {
        uint256 opcode = record.opcode;
        if (opcode == Op.LINEAR) return Dense.linear(claim, record, cursor);
        if (opcode == Op.CONV) return Windows.conv(claim, record, cursor);
        if (opcode == Op.MATMUL) return Arithmetic.matmul(claim, record, cursor);
        if (opcode == Op.EMBED) return Elementwise.embed(claim, record, cursor);
        if (opcode == Op.SCALE) return Dense.scale(claim, record, cursor);
        if (opcode == Op.SCORES) return Attention.scores(claim, record, cursor);
        if (opcode == Op.MIX) return Attention.mix(claim, record, cursor);
        if (opcode == Op.ADD) return Elementwise.add(claim, record, cursor);
        if (opcode == Op.MAP) return Elementwise.map(claim, record, cursor);
        if (opcode == Op.CONSTANT) return Layouts.constantOf(claim, record, cursor);
        if (opcode == Op.GATHER) return Layouts.gather(claim, record, cursor);
        if (opcode == Op.MULTIPLY) return Arithmetic.multiply(claim, record, cursor);
        if (opcode == Op.REQUANTISE) return Arithmetic.requantise(claim, record, cursor);
        if (opcode == Op.CENTER) return Arithmetic.center(claim, record, cursor);
        if (opcode == Op.DIVIDE) return Arithmetic.divide(claim, record, cursor);
        int256 value = _unsaturated(claim, record, cursor);
        // A record whose values leave their type is no program's; no answer to it is anyone's fault.
        if (Elements.saturate(value, record.dtype) != value) revert OpVerifier_BadRecord();
        return value;
    }

    function _unsaturated(ElementClaim calldata claim, Record memory record, Cursor memory cursor)
        private
        pure
        returns (int256)
    {
        uint256 opcode = record.opcode;
        if (opcode == Op.SUM_SQUARES) return Dense.sumSquares(claim, record, cursor);
        if (opcode == Op.RSQRT) return Dense.rsqrt(claim, record, cursor);
        if (opcode == Op.APPEND) return Elementwise.append(claim, record, cursor);
        if (opcode == Op.EXP) return Attention.exp(claim, record, cursor);
        if (opcode == Op.SUM) return Attention.sum(claim, record, cursor);
        if (opcode == Op.PARTIAL) return Attention.partialSum(claim, record, cursor);
        if (opcode == Op.NOISE) return Sampling.noise(claim, record, cursor);
        if (opcode == Op.LOOKUP) return Sampling.lookup(claim, record, cursor);
        if (opcode == Op.POOL) return Windows.pool(claim, record, cursor);
        if (opcode == Op.MOVE) return Layouts.move(claim, record, cursor);
        if (opcode == Op.CONCAT) return Layouts.concat(claim, record, cursor);
        if (opcode == Op.INPUT) return Elementwise.input(claim, cursor);
        revert OpVerifier_UnknownOpcode(opcode);
    }
}
