// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";

import { Game, GamePhase, IDisputeGame, Pick, ProgramProof } from "../interfaces/IDisputeGame.sol";
import { IModelOracle, ResultClaim } from "../interfaces/IModelOracle.sol";
import { Payouts } from "../oracle/Payouts.sol";
import { Records } from "./Records.sol";
import { TraceTree } from "./TraceTree.sol";

/// @title GameStore: games as stored, their clocks, and where in which tree they stand
abstract contract GameStore is IDisputeGame, Payouts {
    /// @dev A game as stored: three slots when it opens, one when something is picked, and the two roots in dispute. What the oracle
    /// knows (hashes, program) is read there when it is needed: that is cheaper than keeping it. Only a proof of an element, which
    /// should cost no more than its calldata, is given it and checks it against a hash.
    struct Entry {
        // slot: 20 + 1 + 5 + 3 + 2 bytes
        address challenger;
        GamePhase phase;
        uint40 deadline; // the last second in which the side to move may move
        uint24 otherLeftSec; // on the clock of the side that waits
        uint16 attempt;
        // slot: 20 + 5 + 2 + 2 + 2; written once
        address asserter;
        uint40 requestId;
        uint16 steps;
        uint16 tensors;
        uint16 carried;
        // slot: 2 + 2 + 4 + 4 + 1; zero until something is picked
        uint16 step;
        uint16 tensor;
        uint32 chunks;
        uint32 index;
        uint8 height; // 0: the disputed node is the root of the tree being descended, see `_place`
        // slots
        bytes32 node;
        bytes32 stepRoot;
        bytes32 factsHash; // of what a proof of an element needs to know; written once
    }

    /// @dev Where a game stands: `count` leaves in the tree being descended, the disputed node `height` levels above them, and its
    /// children of interest `levels` below.
    struct Place {
        uint256 count;
        uint256 height;
        uint256 levels;
        uint256 index;
    }

    /// @dev Most levels that one reveal descends: 64 children.
    uint256 internal constant ROUND_LEVELS = 6;

    IModelOracle internal immutable ORACLE;

    mapping(uint256 gameId => Entry) internal _games;

    /// @inheritdoc IDisputeGame
    uint256 public gameCount;

    constructor(IModelOracle oracle) {
        ORACLE = oracle;
    }

    /// @inheritdoc IDisputeGame
    function game(uint256 gameId) external view returns (Game memory found) {
        Entry storage entry = _games[gameId];
        GamePhase phase = entry.phase;
        found.challenger = entry.challenger;
        found.asserter = entry.asserter;
        found.requestId = entry.requestId;
        found.attempt = entry.attempt;
        found.phase = phase;
        found.deadline = entry.deadline;
        uint32 running = block.timestamp > entry.deadline ? 0 : uint32(entry.deadline - block.timestamp); // ≤ clockSec
        bool asserterMoves = _isReveal(phase);
        found.asserterLeftSec = asserterMoves ? running : entry.otherLeftSec;
        found.challengerLeftSec = asserterMoves ? entry.otherLeftSec : running;
        found.steps = entry.steps;
        found.tensors = entry.tensors;
        found.step = entry.step;
        found.tensor = entry.tensor;
        found.chunks = entry.chunks;
        if (_isRunning(phase) && phase != GamePhase.RevealStep) {
            Place memory place = _place(entry, phase);
            found.index = uint32(place.index); // ≤ chunks, steps or tensors, which are stored in as much
            found.height = uint8(place.height); // ≤ 32
        }
        found.node = phase == GamePhase.PickTensors && entry.height == 0 ? entry.stepRoot : entry.node;
        found.stepRoot = entry.stepRoot;
    }

    /// @dev INVARIANT: only the asserter moves in a Reveal phase, only the challenger in a Pick phase, and neither when its
    /// time is over.
    function _asserterMoves(uint256 gameId) internal view returns (Entry storage entry, GamePhase phase) {
        entry = _games[gameId];
        phase = entry.phase;
        if (!_isReveal(phase)) revert DisputeGame_WrongPhase(gameId, phase);
        if (msg.sender != entry.asserter) revert DisputeGame_NotYourMove(gameId, msg.sender);
        if (block.timestamp > entry.deadline) revert DisputeGame_ClockRanOut(gameId);
    }

    function _challengerMoves(uint256 gameId) internal view returns (Entry storage entry, GamePhase phase) {
        entry = _games[gameId];
        phase = entry.phase;
        if (!_isPick(phase)) revert DisputeGame_WrongPhase(gameId, phase);
        if (msg.sender != entry.challenger) revert DisputeGame_NotYourMove(gameId, msg.sender);
        if (block.timestamp > entry.deadline) revert DisputeGame_ClockRanOut(gameId);
    }

    /// @dev Stops the mover's clock and starts the other's.
    // SAFETY: called only up to the deadline; what is left of a clock never grows, so it fits where clockSec did.
    function _passTo(Entry storage entry, GamePhase next) internal {
        uint256 leftSec = entry.deadline - block.timestamp;
        entry.phase = next;
        entry.deadline = uint40(block.timestamp + entry.otherLeftSec);
        entry.otherLeftSec = uint24(leftSec);
    }

    /// @dev The tree that `phase` descends, and the disputed node in it. A tree is entered at its root, and left when its leaves are
    /// reached: so a stored height of 0 always means the root.
    function _place(Entry storage entry, GamePhase phase) internal view returns (Place memory place) {
        if (phase == GamePhase.RevealSteps || phase == GamePhase.PickSteps) place.count = entry.steps;
        else if (phase == GamePhase.PickTensors || phase == GamePhase.RevealTensors) place.count = entry.tensors;
        else place.count = entry.chunks;
        place.height = entry.height;
        place.index = entry.index;
        if (place.height == 0) place.height = TraceTree.depthOf(place.count);
        place.levels = _levels(place.height);
    }

    /// @dev Levels that the next round descends with `height` left: ⌈height / q⌉ where q = ⌈height / 6⌉ rounds are left.
    function _levels(uint256 height) internal pure returns (uint256) {
        if (height <= ROUND_LEVELS) return height;
        return Math.ceilDiv(height, Math.ceilDiv(height, ROUND_LEVELS));
    }

    /// @dev The root over revealed `children` of node `place.index`; their number must be that of its children within the tree.
    function _rootOfChildren(Place memory place, bytes32[] calldata children) internal pure returns (bytes32) {
        uint256 childHeight = place.height - place.levels;
        uint256 beyond = TraceTree.nodesAt(place.count, childHeight) - (place.index << place.levels);
        uint256 expected = Math.min(1 << place.levels, beyond);
        if (children.length != expected) revert DisputeGame_WrongCount(children.length, expected);
        return TraceTree.rootOf(children, childHeight, place.levels);
    }

    /// @dev Checks that `choice` is one of the nodes just revealed.
    /// @return index its number among those of its height
    /// @return height how far it is above the leaves
    function _follow(uint256 gameId, Entry storage entry, GamePhase phase, Pick calldata choice)
        internal
        view
        returns (uint256 index, uint256 height)
    {
        Place memory place = _place(entry, phase);
        if (choice.index >= 1 << place.levels) revert DisputeGame_WrongNode(gameId);
        index = (place.index << place.levels) + choice.index;
        height = place.height - place.levels;
        bytes32 node = phase == GamePhase.PickTensors && entry.height == 0 ? entry.stepRoot : entry.node;
        bytes32 root = TraceTree.climb(choice.child, index, place.count, height, place.levels, choice.siblings);
        if (root != node) revert DisputeGame_WrongNode(gameId);
    }

    /// @dev The claim that the game is about. Reverts when it does not stand any more.
    function _claim(Entry storage entry) internal view returns (ResultClaim memory claim) {
        uint256 requestId = entry.requestId;
        claim = ORACLE.resultClaim(requestId);
        if (!claim.standing || claim.attempt != entry.attempt) revert DisputeGame_NotAnswered(requestId);
    }

    function _requireTrace(uint256 gameId, ResultClaim memory claim, bytes32 stepsRoot) internal pure {
        if (keccak256(abi.encodePacked(claim.inputHash, claim.outputHash, stepsRoot)) != claim.traceRoot) {
            revert DisputeGame_WrongNode(gameId);
        }
    }

    function _requireProgram(
        uint256 gameId,
        ResultClaim memory claim,
        bytes32[2] calldata header,
        bytes32 recordsRoot
    ) internal pure {
        if (Records.programHash(header, recordsRoot) != claim.programHash) revert DisputeGame_WrongProgram(gameId);
    }

    /// @dev What a proof of an element has to know: program, weights, input and trace.
    function _factsHash(
        bytes32 programHash,
        bytes32 modelHash,
        bytes32 inputHash,
        bytes32 traceRoot,
        uint256 inputBytes
    ) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(programHash, modelHash, inputHash, traceRoot, inputBytes));
    }

    /// @dev Checks that `proof` shows the record of tensor number `tensor` of its own program, which the caller checks.
    function _requireRecord(uint256 gameId, Entry storage entry, ProgramProof calldata proof, uint256 tensor)
        internal
        view
    {
        uint256 count = entry.tensors;
        bytes32 leaf = Records.leafOf(proof.record);
        bytes32 root = TraceTree.climb(leaf, tensor, count, 0, TraceTree.depthOf(count), proof.siblings);
        if (root != proof.recordsRoot) revert DisputeGame_WrongProgram(gameId);
    }

    function _isReveal(GamePhase phase) internal pure returns (bool) {
        return phase == GamePhase.RevealSteps || phase == GamePhase.RevealStep || phase == GamePhase.RevealTensors
            || phase == GamePhase.RevealChunks;
    }

    function _isPick(GamePhase phase) internal pure returns (bool) {
        return phase == GamePhase.PickSteps || phase == GamePhase.PickTensors || phase == GamePhase.PickChunks;
    }

    function _isRunning(GamePhase phase) internal pure returns (bool) {
        return phase >= GamePhase.RevealSteps && phase <= GamePhase.RevealChunks;
    }
}
