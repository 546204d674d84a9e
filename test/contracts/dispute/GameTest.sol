// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { DisputeGame } from "../../../contracts/dispute/DisputeGame.sol";
import {
    ClaimFacts,
    Game,
    GamePhase,
    GameSettings,
    IDisputeGame,
    Pick,
    ProgramProof
} from "../../../contracts/interfaces/IDisputeGame.sol";
import { Model, OracleSettings } from "../../../contracts/interfaces/IModelOracle.sol";
import { ElementClaim } from "../../../contracts/interfaces/IOpVerifier.sol";
import { GameVerifierMock } from "../../../contracts/mocks/GameVerifierMock.sol";
import { AIOracle } from "../../../contracts/oracle/AIOracle.sol";
import { GameWorld } from "./GameWorld.sol";
import { PlainTree } from "./PlainTree.sol";

/// @notice The real oracle and the real game, a verifier that is told what to say, and both sides' moves.
abstract contract GameTest is GameWorld {
    uint128 internal constant BOND = 0.3 ether;
    uint128 internal constant RESULT_BOND = 0.5 ether;
    uint32 internal constant CLOCK = 60;
    uint16 internal constant BURN_BPS = 5000;
    uint32 internal constant CHALLENGE = 20;
    uint32 internal constant RESPONSE = 120;
    uint128 internal constant PRICE = 0.01 ether;
    address internal constant BURNT = 0x000000000000000000000000000000000000dEaD;

    AIOracle internal oracle;
    DisputeGame internal game;
    GameVerifierMock internal verifier;
    address internal operator;
    address internal challenger;
    address internal payer;
    uint256 internal requestId;

    /// @dev The chunk in which the posted trace differs from the program's; none when `lieTensor` is no tensor.
    uint256 internal lieStep;
    uint256 internal lieTensor = type(uint256).max;
    uint256 internal lieChunk;

    function setUp() public virtual {
        vm.warp(1_800_000_000);
        operator = account("operator");
        challenger = account("challenger");
        payer = account("payer");
        vm.deal(payer, 100 ether);
        vm.deal(challenger, 100 ether);
        vm.deal(operator, 100 ether);
        deploy(BURN_BPS);
    }

    function deploy(uint16 burnBps) internal {
        verifier = new GameVerifierMock();
        // The oracle and the game name each other: the game is what this contract makes after the oracle.
        uint256 nonce = _nonce();
        oracle = new AIOracle(oracleSettings(_created(nonce + 1)));
        game = new DisputeGame(oracle, verifier, GameSettings(BOND, CLOCK, burnBps));
        vm.prank(operator);
        oracle.stake{ value: 10 ether }();
    }

    function oracleSettings(address disputeGame) internal pure returns (OracleSettings memory) {
        return OracleSettings({
            resultBondWei: RESULT_BOND,
            minStakeWei: 1 ether,
            operatorBps: 3000,
            callbackGasPriceWei: 1 gwei,
            assignmentSec: 5,
            responseSec: RESPONSE,
            challengeSec: CHALLENGE,
            burnBps: 5000,
            disputeGame: disputeGame
        });
    }

    /// @dev A chunk of the posted trace: the true one, or the lie.
    function tensorLeaves(uint256 step, uint256 tensor) internal view virtual override returns (bytes32[] memory leaves) {
        leaves = super.tensorLeaves(step, tensor);
        if (step == lieStep && tensor == lieTensor) leaves[lieChunk] = keccak256("lie");
    }

    function lieAt(uint256 step, uint256 tensor, uint256 chunk) internal {
        lieStep = step;
        lieTensor = tensor;
        lieChunk = chunk;
    }

    /// @dev Asks and answers with the posted trace.
    function post() internal {
        uint256 modelId = register(programHash());
        vm.prank(payer);
        requestId = oracle.requestCallback{ value: PRICE }(modelId, input, address(0), 0, "");
        answer();
    }

    function register(bytes32 program) internal returns (uint256) {
        return oracle.registerModel(Model(keccak256("weights"), program, payer, PRICE, "ipfs://bafkreiexample"));
    }

    function answer() internal {
        bytes32 root = traceRoot();
        vm.prank(operator);
        oracle.submitResult(requestId, output, root);
    }

    function openAs(address who) internal returns (uint256) {
        bytes32 root = traceRoot();
        bytes32 outputHash = keccak256(output);
        bytes32[2] memory packed = header();
        bytes32 records = recordsRoot();
        vm.prank(who);
        return game.open{ value: BOND }(requestId, outputHash, root, packed, records);
    }

    function postAndOpen() internal returns (uint256) {
        post();
        return openAs(challenger);
    }

    function phaseOf(uint256 gameId) internal view returns (GamePhase) {
        return game.game(gameId).phase;
    }

    function assertPhase(uint256 gameId, GamePhase wanted) internal view {
        assertEq(uint256(phaseOf(gameId)), uint256(wanted), "phase");
    }

    /// @dev Leaves of the tree that the game descends.
    function leavesOf(Game memory played) internal view returns (bytes32[] memory) {
        if (played.phase == GamePhase.RevealSteps || played.phase == GamePhase.PickSteps) return stepsLeaves();
        if (played.phase == GamePhase.RevealChunks || played.phase == GamePhase.PickChunks) {
            return tensorLeaves(played.step, played.tensor);
        }
        return stepLeaves(played.step);
    }

    /// @dev Levels of the next round, worked out as docs/dispute.md says it.
    function roundOf(uint256 height) internal pure returns (uint256) {
        if (height == 0) return 0;
        uint256 rounds = (height + 5) / 6;
        return (height + rounds - 1) / rounds;
    }

    function childrenOf(Game memory played) internal view returns (bytes32[] memory children) {
        bytes32[] memory leaves = leavesOf(played);
        bytes32[][] memory all = PlainTree.levels(leaves);
        uint256 height = played.phase == GamePhase.RevealStep ? all.length - 1 : played.height;
        uint256 levels = roundOf(height);
        uint256 first = uint256(played.index) << levels;
        uint256 inside = ((leaves.length - 1) >> (height - levels)) + 1 - first;
        children = new bytes32[](inside < 1 << levels ? inside : 1 << levels);
        for (uint256 i; i < children.length; ++i) children[i] = all[height - levels][first + i];
    }

    /// @dev The asserter's honest reveal of what it posted.
    function revealNext(uint256 gameId) internal {
        Game memory played = game.game(gameId);
        bytes32[] memory carried =
            played.phase == GamePhase.RevealStep ? carriedLeaves(played.step) : new bytes32[](0);
        bytes32[] memory children = childrenOf(played);
        vm.prank(operator);
        game.reveal(gameId, children, carried);
    }

    /// @dev The pick on the way to leaf `target` of the tree that is descended.
    function choiceTo(uint256 gameId, uint256 target) internal view returns (Pick memory choice) {
        Game memory played = game.game(gameId);
        bytes32[] memory leaves = leavesOf(played);
        uint256 levels = roundOf(played.height);
        uint256 height = played.height - levels;
        uint256 index = target >> height;
        choice.index = uint32(index - (uint256(played.index) << levels));
        choice.child = PlainTree.levels(leaves)[height][index];
        choice.siblings = PlainTree.path(leaves, index, height, played.height);
    }

    function proofOf(uint256 tensor) internal view returns (ProgramProof memory proof) {
        bytes32[] memory leaves = recordLeaves();
        proof.header = header();
        proof.recordsRoot = PlainTree.root(leaves);
        proof.record = record(tensor);
        proof.siblings = PlainTree.path(leaves, tensor, 0, PlainTree.levels(leaves).length - 1);
    }

    function pickTo(uint256 gameId, uint256 target) internal {
        Pick memory choice = choiceTo(gameId, target);
        ProgramProof memory proof = phaseOf(gameId) == GamePhase.PickTensors ? proofOf(target) : _noProof();
        address who = game.game(gameId).challenger;
        vm.prank(who);
        game.pick(gameId, choice, proof);
    }

    /// @dev Plays honestly towards a chunk of the posted trace, until `stop` is reached.
    function playTo(uint256 gameId, GamePhase stop, uint256 step, uint256 tensor, uint256 chunk) internal {
        for (GamePhase phase = phaseOf(gameId); phase != stop; phase = phaseOf(gameId)) {
            if (phase == GamePhase.PickSteps) pickTo(gameId, step);
            else if (phase == GamePhase.PickTensors) pickTo(gameId, tensor);
            else if (phase == GamePhase.PickChunks) pickTo(gameId, chunk);
            else revealNext(gameId);
        }
    }

    function claimOf(uint256 step, uint256 tensor, uint256 element, uint256 chunk)
        internal
        view
        returns (ElementClaim memory claim)
    {
        claim.header = header();
        claim.record = record(tensor);
        claim.tensor = tensor;
        claim.element = element;
        claim.chunk = tensorLeaves(step, tensor)[chunk];
        claim.step = step;
        claim.steps = stepCount();
        claim.inputBytes = input.length;
        claim.inputHash = keccak256(input);
        claim.modelHash = keccak256("weights");
        claim.stepRoot = PlainTree.root(stepLeaves(step));
        claim.stepsRoot = stepsRoot();
    }

    /// @dev The challenger proves the element wrong; the verifier says so.
    function proveElement(uint256 gameId, uint256 target, uint256 tensor, uint256 element) internal {
        Pick memory choice = choiceTo(gameId, target);
        ProgramProof memory proof = proofOf(tensor);
        ClaimFacts memory facts = factsOf(stepsRoot());
        address who = game.game(gameId).challenger;
        vm.prank(who);
        game.proveElement(gameId, choice, proof, element, facts, "witness");
    }

    function factsOf(bytes32 root) internal view returns (ClaimFacts memory) {
        return ClaimFacts(keccak256(input), keccak256(output), keccak256("weights"), root, input.length);
    }

    function expectFraud(uint256 step, uint256 tensor, uint256 element, uint256 chunk, bool isWrong) internal {
        verifier.expect(claimOf(step, tensor, element, chunk), "witness", isWrong);
    }

    /// @dev A whole game about the one-chunk tensor 2 of `step`, up to the proof.
    function winAs(address who) internal returns (uint256 gameId) {
        gameId = openAs(who);
        playTo(gameId, GamePhase.PickTensors, lieStep, 2, 0);
        expectFraud(lieStep, 2, 3, 0, true);
        proveElement(gameId, 2, 2, 3);
    }

    function timeOut(uint256 gameId) internal {
        vm.warp(game.game(gameId).deadline + 1);
        game.timeout(gameId);
    }

    function expectWrongPhase(uint256 gameId) internal {
        vm.expectRevert(abi.encodeWithSelector(IDisputeGame.DisputeGame_WrongPhase.selector, gameId, phaseOf(gameId)));
    }

    function expectWrongNode(uint256 gameId) internal {
        vm.expectRevert(abi.encodeWithSelector(IDisputeGame.DisputeGame_WrongNode.selector, gameId));
    }

    function _noProof() internal pure returns (ProgramProof memory) { }

    function _created(uint256 nonce) internal view returns (address) {
        // RLP of [address, nonce] for a nonce in one byte.
        require(nonce > 0 && nonce < 0x80, "nonce");
        return address(uint160(uint256(keccak256(abi.encodePacked(bytes2(0xd694), address(this), uint8(nonce))))));
    }

    /// @dev The number of contracts this one has made, plus one: found by the address that comes out.
    function _nonce() private returns (uint256 nonce) {
        address probe = address(new Probe());
        for (nonce = 1; nonce < 0x7f; ++nonce) if (_created(nonce) == probe) return nonce + 1;
        revert("nonce");
    }
}

contract Probe { }
