// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IPayouts } from "./IPayouts.sol";

/// @notice Whose move it is, and which.
/// @param None no such game
/// @param RevealSteps asserter: the next nodes of the tree over the steps
/// @param PickSteps challenger: the first of them that is wrong
/// @param RevealStep asserter: the carried roots of the disputed step and the first nodes of its trace
/// @param PickTensors challenger: the first wrong node of the step's trace
/// @param RevealTensors asserter: the next nodes of the step's trace
/// @param PickChunks challenger: the first wrong node of the disputed tensor
/// @param RevealChunks asserter: the next nodes of the disputed tensor
/// @param ChallengerWon the result is proved wrong or was not defended; `settle` pays
/// @param AsserterWon the challenger gave up; `settle` pays
/// @param Settled paid
enum GamePhase {
    None,
    RevealSteps,
    PickSteps,
    RevealStep,
    PickTensors,
    RevealTensors,
    PickChunks,
    RevealChunks,
    ChallengerWon,
    AsserterWon,
    Settled
}

/// @notice One game. Times in seconds.
/// @param challenger who opened it
/// @param asserter the operator who posted the result
/// @param requestId the request, and `attempt` which of its answers
/// @param phase whose move it is
/// @param asserterLeftSec what is left on the asserter's clock now; likewise the challenger's. Only that of the side to move runs
/// @param deadline Unix seconds: the last in which the side to move may move; meaningless once the game is decided
/// @param steps how many steps the run has
/// @param tensors tensors in a step's trace
/// @param step the disputed step, once picked
/// @param tensor the disputed tensor, once picked
/// @param chunks chunks of the disputed tensor, once picked
/// @param index number of `node` among the nodes of its height
/// @param height levels from `node` down to the leaves of the tree that is being descended
/// @param node the disputed node
/// @param stepRoot root of the asserter's trace of the disputed step, once revealed
struct Game {
    address challenger;
    address asserter;
    uint64 requestId;
    uint16 attempt;
    GamePhase phase;
    uint32 asserterLeftSec;
    uint32 challengerLeftSec;
    uint40 deadline;
    uint32 steps;
    uint32 tensors;
    uint32 step;
    uint32 tensor;
    uint32 chunks;
    uint32 index;
    uint8 height;
    bytes32 node;
    bytes32 stepRoot;
}

/// @notice The disputed node's child that the challenger calls wrong.
/// @param index number of the child among those just revealed
/// @param child its value
/// @param siblings its path up to the node, from below; neighbours beyond the end of the tree left out
struct Pick {
    uint32 index;
    bytes32 child;
    bytes32[] siblings;
}

/// @notice A record of the model's program and its path.
/// @param header the program's header
/// @param recordsRoot root over all records; with `header` it gives the model's programHash
/// @param record the record
/// @param siblings the path of keccak256(record) to recordsRoot
struct ProgramProof {
    bytes32[2] header;
    bytes32 recordsRoot;
    bytes32[4] record;
    bytes32[] siblings;
}

/// @notice Two values of one tensor of the disputed step: that in its trace, and that carried on.
/// @param tensor its number in the step's trace
/// @param tensorRoot its root there, and `tensorSiblings` the path to the step's root
/// @param carriedRoot its root among the carried, and `carriedSiblings` the path to the carried root of the step
/// @param stepSiblings the path from there to `stepsRoot`, the asserter's root over all steps
struct CarriedProof {
    uint256 tensor;
    bytes32 tensorRoot;
    bytes32[] tensorSiblings;
    bytes32 carriedRoot;
    bytes32[] carriedSiblings;
    bytes32[] stepSiblings;
    bytes32 stepsRoot;
}

/// @notice What the disputed answer claims, as it was when the game opened; the game holds only a hash of it.
/// @param inputHash keccak256 of the input
/// @param outputHash keccak256 of the posted output
/// @param modelHash root over the model's weights
/// @param stepsRoot the asserter's, as its first reveal showed it; with the hashes it gives the posted traceRoot
/// @param inputBytes length of the input
struct ClaimFacts {
    bytes32 inputHash;
    bytes32 outputHash;
    bytes32 modelHash;
    bytes32 stepsRoot;
    uint256 inputBytes;
}

/// @notice Settings of the game; fixed at deployment.
/// @param bondWei what a challenger puts up
/// @param clockSec each side's time for all its moves
/// @param burnBps part of a lost bond that is burnt, in 1/10,000; the rest goes to the winner
struct GameSettings {
    uint128 bondWei;
    uint32 clockSec;
    uint16 burnBps;
}

/// @title DisputeGame: an interactive fraud proof over the trace of one inference
/// @notice The tree of docs/op-spec.md is descended from the posted trace root to one chunk; then one element is recomputed.
/// Rules: docs/dispute.md.
interface IDisputeGame is IPayouts {
    event GameOpened(
        uint256 indexed gameId,
        uint256 indexed requestId,
        address indexed challenger,
        address asserter,
        uint256 attempt,
        uint256 steps,
        uint256 bondWei
    );
    /// @notice The asserter moved, in `phase`. `children` are the nodes revealed, `carried` the carried roots of a step or empty.
    event Revealed(uint256 indexed gameId, GamePhase phase, bytes32[] children, bytes32[] carried);
    /// @notice The challenger moved, in `phase`: `index` counts among the nodes of that height from the left end of the tree.
    event Picked(uint256 indexed gameId, GamePhase phase, uint256 index, uint256 height, bytes32 node);
    /// @notice A fraud was proved. `kind`: 0 element, 1 carried, 2 output, 3 shape.
    event FraudProved(uint256 indexed gameId, uint8 kind, uint256 step, uint256 tensor, uint256 element);
    /// @notice A clock ran out.
    event TimedOut(uint256 indexed gameId, address loser);
    /// @notice The game is over. `outcome`: ChallengerWon, AsserterWon, or None when another game had voided the result and the
    /// bond went back.
    event GameSettled(
        uint256 indexed gameId,
        uint256 indexed requestId,
        GamePhase outcome,
        address winner,
        uint256 paidWei,
        uint256 burntWei
    );

    error DisputeGame_BadParameter(string name);
    error DisputeGame_WrongBond(uint256 sent, uint256 bondWei);
    /// @notice The answer that is, or would be, disputed does not stand (any more): only `settle` is left.
    error DisputeGame_NotAnswered(uint256 requestId);
    /// @notice The present answer is not the one that the caller means to challenge.
    error DisputeGame_OtherAnswer(uint256 requestId);
    error DisputeGame_WrongPhase(uint256 gameId, GamePhase phase);
    error DisputeGame_NotYourMove(uint256 gameId, address caller);
    error DisputeGame_ClockRanOut(uint256 gameId);
    error DisputeGame_ClockRunning(uint256 gameId, uint256 untilSec);
    error DisputeGame_WrongProgram(uint256 gameId);
    error DisputeGame_WrongNode(uint256 gameId);
    /// @notice The facts or the program are not those that the game was opened on.
    error DisputeGame_WrongFacts(uint256 gameId);
    /// @notice The pick arrives at a chunk: that is part of `proveElement`.
    error DisputeGame_ProveInstead(uint256 gameId);
    /// @notice The pick is no chunk, or the element is not in it.
    error DisputeGame_NotInChunk(uint256 gameId, uint256 element);
    error DisputeGame_WrongOutput(uint256 gameId);
    error DisputeGame_WrongCount(uint256 given, uint256 expected);
    error DisputeGame_NoFraud(uint256 gameId);
    error DisputeGame_NotFinished(uint256 gameId);

    /// @notice Challenges the standing answer to a request, with the bond as value. `outputHash` and `traceRoot` are the claim that is challenged: while
    /// the transaction waits, another game may void it and a right answer take its place. `header` and `recordsRoot` are those of the model's program.
    function open(
        uint256 requestId,
        bytes32 outputHash,
        bytes32 traceRoot,
        bytes32[2] calldata header,
        bytes32 recordsRoot
    ) external payable returns (uint256 gameId);

    /// @notice Asserter: reveals the next nodes under the disputed one; those beyond the end of a tree are left out. `carried` is
    /// given where a step is opened, and is empty elsewhere.
    function reveal(uint256 gameId, bytes32[] calldata children, bytes32[] calldata carried) external;

    /// @notice Challenger: picks one of the nodes just revealed. `program` is read where the pick arrives at a tensor: it then
    /// holds that tensor's record; elsewhere it may be left zero.
    function pick(uint256 gameId, Pick calldata choice, ProgramProof calldata program) external;

    /// @notice Challenger: proves one element of the chunk that `choice` picks wrong. `program` holds the tensor's record.
    function proveElement(
        uint256 gameId,
        Pick calldata choice,
        ProgramProof calldata program,
        uint256 element,
        ClaimFacts calldata facts,
        bytes calldata witness
    ) external;

    /// @notice Challenger, once the step is revealed: what it carries is not what its trace says. `program` holds the record of tensor
    /// `proof.tensor`, an append or the last.
    function proveCarried(uint256 gameId, ProgramProof calldata program, CarriedProof calldata proof) external;

    /// @notice Challenger, once the steps are revealed: the posted output is not what the trace says at `step`. `value` is the root of the
    /// last tensor of that step and `siblings` its path to `stepsRoot`: through the carried tree, then the steps.
    function proveOutput(
        uint256 gameId,
        bytes32[2] calldata header,
        bytes32 recordsRoot,
        uint256 step,
        bytes32 value,
        bytes32[] calldata siblings,
        bytes32 stepsRoot,
        bytes calldata output
    ) external;

    /// @notice Anyone, while the game runs: the lengths of input or output are not possible for the model.
    function proveShape(uint256 gameId, bytes32[2] calldata header, bytes32 recordsRoot) external;

    /// @notice Anyone: the side to move has run out of time and loses.
    function timeout(uint256 gameId) external;

    /// @notice Anyone: pays out a finished game, or gives the bond back when another game has voided the result.
    function settle(uint256 gameId) external;

    /// @notice The game; phase `None` for an unknown id. Ids start at 1.
    function game(uint256 gameId) external view returns (Game memory);
    function gameCount() external view returns (uint256);
    function settings() external view returns (GameSettings memory);
}
