// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { CarriedProof, ClaimFacts, GamePhase, IDisputeGame, Pick, ProgramProof } from "../interfaces/IDisputeGame.sol";
import { ResultClaim } from "../interfaces/IModelOracle.sol";
import { ElementClaim, IOpVerifier } from "../interfaces/IOpVerifier.sol";
import { GameStore } from "./GameStore.sol";
import { Header, Op, Record, Records } from "./Records.sol";
import { TraceTree } from "./TraceTree.sol";

/// @title GameProofs: the proofs of fraud that end a game
/// @notice A proof only marks the game won; `settle` pays. Each rests on what the asserter committed to and on what the oracle
/// holds: against true values none of them verifies.
abstract contract GameProofs is GameStore {
    uint8 internal constant KIND_ELEMENT = 0;
    uint8 internal constant KIND_CARRIED = 1;
    uint8 internal constant KIND_OUTPUT = 2;
    uint8 internal constant KIND_SHAPE = 3;

    IOpVerifier internal immutable VERIFIER;

    constructor(IOpVerifier verifier) {
        if (address(verifier).code.length == 0) revert DisputeGame_BadParameter("verifier");
        VERIFIER = verifier;
    }

    /// @inheritdoc IDisputeGame
    function proveElement(
        uint256 gameId,
        Pick calldata choice,
        ProgramProof calldata program,
        uint256 element,
        ClaimFacts calldata facts,
        bytes calldata witness
    ) external {
        (Entry storage entry, GamePhase phase) = _challengerMoves(gameId);
        if (phase == GamePhase.PickSteps) revert DisputeGame_WrongPhase(gameId, phase);
        ElementClaim memory made;
        made.element = element;
        _locate(gameId, entry, phase, choice, program.record, made);
        _complete(gameId, entry, program, facts, made);
        if (!VERIFIER.isWrong(made, witness)) revert DisputeGame_NoFraud(gameId);
        _win(gameId, entry, KIND_ELEMENT, made.step, made.tensor, element);
    }

    /// @inheritdoc IDisputeGame
    function proveCarried(uint256 gameId, ProgramProof calldata program, CarriedProof calldata proof) external {
        (Entry storage entry, GamePhase phase) = _challengerMoves(gameId);
        if (phase == GamePhase.PickSteps) revert DisputeGame_WrongPhase(gameId, phase);
        ResultClaim memory claim = _claim(entry);
        _requireTrace(gameId, claim, proof.stepsRoot);
        _requireProgram(gameId, claim, program.header, program.recordsRoot);
        _requireRecord(gameId, entry, program, proof.tensor);

        uint256 count = entry.tensors;
        uint256 carried = entry.carried;
        uint256 place = carried - 1;
        if (proof.tensor + 1 != count) {
            Record memory record = Records.decodeRecord(program.record);
            if (record.opcode != Op.APPEND) revert DisputeGame_NoFraud(gameId);
            place = record.carried;
        }
        bytes32 root =
            TraceTree.climb(proof.tensorRoot, proof.tensor, count, 0, TraceTree.depthOf(count), proof.tensorSiblings);
        if (root != entry.stepRoot) revert DisputeGame_WrongNode(gameId);

        root = TraceTree.climb(proof.carriedRoot, place, carried, 0, TraceTree.depthOf(carried), proof.carriedSiblings);
        count = entry.steps;
        root = TraceTree.climb(root, entry.step, count, 0, TraceTree.depthOf(count), proof.stepSiblings);
        if (root != proof.stepsRoot) revert DisputeGame_WrongNode(gameId);

        if (proof.tensorRoot == proof.carriedRoot) revert DisputeGame_NoFraud(gameId);
        _win(gameId, entry, KIND_CARRIED, entry.step, proof.tensor, 0);
    }

    /// @inheritdoc IDisputeGame
    function proveOutput(
        uint256 gameId,
        bytes32[2] calldata header,
        bytes32 recordsRoot,
        uint256 step,
        bytes32 value,
        bytes32[] calldata siblings,
        bytes32 stepsRoot,
        bytes calldata output
    ) external {
        (Entry storage entry,) = _challengerMoves(gameId);
        ResultClaim memory claim = _claim(entry);
        _requireTrace(gameId, claim, stepsRoot);
        _requireProgram(gameId, claim, header, recordsRoot);
        if (keccak256(output) != claim.outputHash) revert DisputeGame_WrongOutput(gameId);
        if (_lastTensorRootTo(entry, step, value, siblings) != stepsRoot) revert DisputeGame_WrongNode(gameId);
        if (!_isOutputWrong(Records.decodeHeader(header), claim.inputBytes, step, value, output)) {
            revert DisputeGame_NoFraud(gameId);
        }
        _win(gameId, entry, KIND_OUTPUT, step, uint256(entry.tensors) - 1, 0);
    }

    /// @inheritdoc IDisputeGame
    function proveShape(uint256 gameId, bytes32[2] calldata header, bytes32 recordsRoot) external {
        Entry storage entry = _games[gameId];
        if (!_isRunning(entry.phase)) revert DisputeGame_WrongPhase(gameId, entry.phase);
        ResultClaim memory claim = _claim(entry);
        _requireProgram(gameId, claim, header, recordsRoot);
        Header memory program = Records.decodeHeader(header);
        if (
            claim.inputBytes >= program.minInput && claim.inputBytes <= program.maxInput
                && claim.outputBytes >= program.minOutput && claim.outputBytes <= program.maxOutput
        ) revert DisputeGame_NoFraud(gameId);
        _win(gameId, entry, KIND_SHAPE, 0, 0, 0);
    }

    /// @dev Checks that the pick arrives at a chunk and that the element is in it.
    function _locate(
        uint256 gameId,
        Entry storage entry,
        GamePhase phase,
        Pick calldata choice,
        bytes32[4] calldata packedRecord,
        ElementClaim memory made
    ) private view {
        (uint256 index, uint256 height) = _follow(gameId, entry, phase, choice);
        Record memory record = Records.decodeRecord(packedRecord);
        bool isChunk = height == 0;
        if (phase == GamePhase.PickTensors) {
            // The root of a tensor of one chunk is that chunk.
            made.tensor = index;
            index = 0;
            isChunk = isChunk && TraceTree.chunksOf(Records.tensorBytes(record)) == 1;
        } else {
            made.tensor = entry.tensor;
        }
        uint256 elementsPerChunk = TraceTree.CHUNK_BYTES / Records.elementBytes(record.dtype);
        if (!isChunk || made.element / elementsPerChunk != index) {
            revert DisputeGame_NotInChunk(gameId, made.element);
        }
        made.chunk = choice.child;
    }

    /// @dev Adds what the program, the claim and the game say, once all of it is checked. The oracle is not asked: a game whose answer
    /// does not stand any more may be won, and then only has its bond back.
    function _complete(
        uint256 gameId,
        Entry storage entry,
        ProgramProof calldata program,
        ClaimFacts calldata facts,
        ElementClaim memory made
    ) private view {
        bytes32 programHash = Records.programHash(program.header, program.recordsRoot);
        bytes32 traceRoot = keccak256(abi.encodePacked(facts.inputHash, facts.outputHash, facts.stepsRoot));
        bytes32 found = _factsHash(programHash, facts.modelHash, facts.inputHash, traceRoot, facts.inputBytes);
        if (found != entry.factsHash) revert DisputeGame_WrongFacts(gameId);
        _requireRecord(gameId, entry, program, made.tensor);
        made.header = program.header;
        made.record = program.record;
        made.step = entry.step;
        made.steps = entry.steps;
        made.inputBytes = facts.inputBytes;
        made.inputHash = facts.inputHash;
        made.modelHash = facts.modelHash;
        made.stepsRoot = facts.stepsRoot;
        made.stepRoot = entry.stepRoot;
    }

    /// @dev Where the last tensor of a step, which is the last of its carried, leads to: through the carried tree, then the steps.
    function _lastTensorRootTo(Entry storage entry, uint256 step, bytes32 value, bytes32[] calldata siblings)
        private
        view
        returns (bytes32 root)
    {
        uint256 start;
        assembly ("memory-safe") {
            start := siblings.offset
        }
        uint256 end;
        uint256 carried = entry.carried;
        uint256 steps = entry.steps;
        (root, end) = TraceTree.climbFrom(value, carried - 1, carried, 0, TraceTree.depthOf(carried), start);
        (root, end) = TraceTree.climbFrom(root, step, steps, 0, TraceTree.depthOf(steps), end);
        uint256 used = (end - start) / TraceTree.CHUNK_BYTES;
        if (used != siblings.length) revert DisputeGame_WrongCount(siblings.length, used);
    }

    /// @dev Whether the last tensor `value` of `step` says something else than the output. docs/dispute.md, "Proofs that end a game".
    function _isOutputWrong(
        Header memory program,
        uint256 inputBytes,
        uint256 step,
        bytes32 value,
        bytes calldata output
    ) private pure returns (bool) {
        if (program.once) return TraceTree.rootOfBytes(output) != value;
        // While the prompt is being read, the last tensor is computed and not used.
        if (step + 1 < inputBytes) return false;
        // One byte, and the zeros that fill its chunk.
        if (uint256(value) << 8 != 0) return true;
        uint256 said = uint256(value) >> 248;
        uint256 place = step + 1 - inputBytes;
        if (place == output.length) return said != program.terminator;
        if (said == program.terminator && place >= program.minOutput) return true;
        return said != uint8(output[place]);
    }

    function _win(uint256 gameId, Entry storage entry, uint8 kind, uint256 step, uint256 tensor, uint256 element)
        private
    {
        entry.phase = GamePhase.ChallengerWon;
        emit FraudProved(gameId, kind, step, tensor, element);
    }
}
