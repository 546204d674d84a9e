// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { GamePhase, IDisputeGame, Pick, ProgramProof } from "../interfaces/IDisputeGame.sol";
import { ResultClaim } from "../interfaces/IModelOracle.sol";
import { GameStore } from "./GameStore.sol";
import { Header, Records } from "./Records.sol";
import { TraceTree } from "./TraceTree.sol";

/// @title GameMoves: opening a game and descending from the trace root to a chunk
/// @notice Everything left of the disputed node is common ground: the challenger picks the first that differs from its own.
abstract contract GameMoves is GameStore {
    uint256 internal constant PROGRAM_VERSION = 3;

    uint256 internal immutable BOND_WEI;
    uint256 internal immutable CLOCK_SEC;

    constructor(uint256 bondWei, uint256 clockSec) {
        if (bondWei == 0) revert DisputeGame_BadParameter("bondWei");
        if (clockSec == 0 || clockSec > type(uint24).max) revert DisputeGame_BadParameter("clockSec");
        BOND_WEI = bondWei;
        CLOCK_SEC = clockSec;
    }

    /// @inheritdoc IDisputeGame
    function open(
        uint256 requestId,
        bytes32 outputHash,
        bytes32 traceRoot,
        bytes32[2] calldata header,
        bytes32 recordsRoot
    ) external payable returns (uint256 gameId) {
        if (msg.value != BOND_WEI) revert DisputeGame_WrongBond(msg.value, BOND_WEI);
        ResultClaim memory claim = ORACLE.resultClaim(requestId);
        if (!claim.standing) revert DisputeGame_NotAnswered(requestId);
        if (claim.outputHash != outputHash || claim.traceRoot != traceRoot) revert DisputeGame_OtherAnswer(requestId);
        gameId = ++gameCount;
        _requireProgram(gameId, claim, header, recordsRoot);
        Header memory program = Records.decodeHeader(header);
        uint256 steps = _stepsOf(program, claim);
        // No tool makes such a program; its numbers would not fit a record, nor a game.
        if (
            program.version != PROGRAM_VERSION || steps == 0 || program.tensors == 0 || program.carried == 0
                || program.tensors > type(uint16).max || program.carried > type(uint16).max
        ) revert DisputeGame_WrongProgram(gameId);

        Entry storage entry = _games[gameId];
        entry.challenger = msg.sender;
        entry.phase = steps == 1 ? GamePhase.RevealStep : GamePhase.RevealSteps;
        entry.deadline = uint40(block.timestamp + CLOCK_SEC); // uint40 holds Unix seconds for 34,000 years
        entry.otherLeftSec = uint24(CLOCK_SEC); // checked at deployment
        entry.attempt = claim.attempt;
        entry.asserter = claim.operator;
        entry.requestId = uint40(requestId); // it exists, and each was one transaction
        entry.steps = uint16(steps); // ≤ the oracle's 4,096 bytes of input and 16,384 of output
        entry.tensors = uint16(program.tensors);
        entry.carried = uint16(program.carried);
        entry.factsHash =
            _factsHash(claim.programHash, claim.modelHash, claim.inputHash, claim.traceRoot, claim.inputBytes);

        emit GameOpened(gameId, requestId, msg.sender, claim.operator, claim.attempt, steps, BOND_WEI);
        ORACLE.lockResult(requestId);
    }

    /// @inheritdoc IDisputeGame
    function reveal(uint256 gameId, bytes32[] calldata children, bytes32[] calldata carried) external {
        (Entry storage entry, GamePhase phase) = _asserterMoves(gameId);
        GamePhase next;
        if (phase == GamePhase.RevealStep) {
            _revealStep(gameId, entry, children, carried);
            next = GamePhase.PickTensors;
        } else {
            if (carried.length != 0) revert DisputeGame_WrongCount(carried.length, 0);
            bytes32 root = _rootOfChildren(_place(entry, phase), children);
            if (phase == GamePhase.RevealSteps && entry.height == 0) {
                _requireTrace(gameId, _claim(entry), root);
                entry.node = root;
            } else if (root != entry.node) {
                revert DisputeGame_WrongNode(gameId);
            }
            if (phase == GamePhase.RevealSteps) next = GamePhase.PickSteps;
            else if (phase == GamePhase.RevealTensors) next = GamePhase.PickTensors;
            else next = GamePhase.PickChunks;
        }
        _passTo(entry, next);
        emit Revealed(gameId, phase, children, carried);
    }

    /// @inheritdoc IDisputeGame
    function pick(uint256 gameId, Pick calldata choice, ProgramProof calldata program) external {
        (Entry storage entry, GamePhase phase) = _challengerMoves(gameId);
        (uint256 index, uint256 height) = _follow(gameId, entry, phase, choice);
        GamePhase next;
        if (height != 0) {
            entry.index = uint32(index); // < steps, tensors or chunks, which are stored in as much
            entry.height = uint8(height); // ≤ 32
            if (phase == GamePhase.PickSteps) next = GamePhase.RevealSteps;
            else if (phase == GamePhase.PickTensors) next = GamePhase.RevealTensors;
            else next = GamePhase.RevealChunks;
        } else {
            // A leaf: the next tree begins at its root.
            if (phase == GamePhase.PickSteps) {
                entry.step = uint16(index); // < steps
                next = GamePhase.RevealStep;
            } else if (phase == GamePhase.PickTensors) {
                _requireProgram(gameId, _claim(entry), program.header, program.recordsRoot);
                _requireRecord(gameId, entry, program, index);
                uint256 chunks = TraceTree.chunksOf(Records.tensorBytes(Records.decodeRecord(program.record)));
                if (chunks == 1) revert DisputeGame_ProveInstead(gameId);
                entry.tensor = uint16(index); // < tensors
                entry.chunks = uint32(chunks); // < 2^32 elements of 4 bytes in chunks of 32
                next = GamePhase.RevealChunks;
            } else {
                revert DisputeGame_ProveInstead(gameId);
            }
            entry.index = 0;
            entry.height = 0;
        }
        entry.node = choice.child;
        _passTo(entry, next);
        emit Picked(gameId, phase, index, height, choice.child);
    }

    /// @dev Opens the disputed step: its carried roots are what the posted trace already commits to, its trace is a new commitment.
    function _revealStep(uint256 gameId, Entry storage entry, bytes32[] calldata children, bytes32[] calldata carried)
        private
    {
        if (carried.length != entry.carried) revert DisputeGame_WrongCount(carried.length, entry.carried);
        bytes32 carriedRoot = TraceTree.rootOf(carried, 0, TraceTree.depthOf(carried.length));
        // The tree over one step is that step.
        if (entry.steps == 1) _requireTrace(gameId, _claim(entry), carriedRoot);
        else if (carriedRoot != entry.node) revert DisputeGame_WrongNode(gameId);
        entry.stepRoot = _rootOfChildren(_place(entry, GamePhase.PickTensors), children);
    }

    /// @dev How many steps the run has: `once` one, otherwise one for each byte read, and one more where the terminator ended it.
    function _stepsOf(Header memory program, ResultClaim memory claim) private pure returns (uint256) {
        if (program.once) return 1;
        uint256 bytesOfText = uint256(claim.inputBytes) + claim.outputBytes;
        return claim.outputBytes == program.maxOutput ? bytesOfText - 1 : bytesOfText;
    }
}
