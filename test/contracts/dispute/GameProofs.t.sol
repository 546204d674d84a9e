// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { TraceTree } from "../../../contracts/dispute/TraceTree.sol";
import {
    CarriedProof,
    ClaimFacts,
    GamePhase,
    IDisputeGame,
    Pick,
    ProgramProof
} from "../../../contracts/interfaces/IDisputeGame.sol";
import { ElementClaim } from "../../../contracts/interfaces/IOpVerifier.sol";
import { GameVerifierMock } from "../../../contracts/mocks/GameVerifierMock.sol";
import { GameTest } from "./GameTest.sol";
import { PlainTree } from "./PlainTree.sol";

/// @notice The proofs of an element, of what a step carries and of the lengths; leaves in DisputeGame.tree.
contract GameProofsTest is GameTest {
    /// @dev What a step carries may differ from its trace.
    bool private lieInCarried;

    function carriedLeaves(uint256 step) internal view override returns (bytes32[] memory leaves) {
        leaves = super.carriedLeaves(step);
        if (lieInCarried && step == lieStep) leaves[lieChunk] = keccak256("carried lie");
    }

    function expectNotInChunk(uint256 gameId, uint256 element) private {
        vm.expectRevert(abi.encodeWithSelector(IDisputeGame.DisputeGame_NotInChunk.selector, gameId, element));
    }

    function proveWith(uint256 gameId, Pick memory choice, ProgramProof memory proof, uint256 element, bytes32 root)
        private
    {
        vm.prank(challenger);
        game.proveElement(gameId, choice, proof, element, factsOf(root), "witness");
    }

    function test_proveElement_tensorOfOneChunk_endsTheGame() external {
        lieAt(3, 2, 0);
        uint256 gameId = postAndOpen();
        playTo(gameId, GamePhase.PickTensors, 3, 2, 0);
        expectFraud(3, 2, 15, 0, true);
        vm.expectEmit(address(game));
        emit IDisputeGame.FraudProved(gameId, 0, 3, 2, 15);
        proveElement(gameId, 2, 2, 15);
        assertPhase(gameId, GamePhase.ChallengerWon);
    }

    function test_proveElement_lastChunkOfALongTensor_paddingIncluded() external {
        lieAt(3, 3, 262);
        uint256 gameId = postAndOpen();
        playTo(gameId, GamePhase.RevealChunks, 3, 3, 262);
        playTo(gameId, GamePhase.PickChunks, 3, 3, 262);
        pickTo(gameId, 262);
        revealNext(gameId);
        // 2,100 elements; 2,100 to 2,103 are the padding of the last chunk, which the verifier judges as well.
        expectFraud(3, 3, 2103, 262, true);
        proveElement(gameId, 262, 3, 2103);
        assertPhase(gameId, GamePhase.ChallengerWon);
    }

    function test_proveElement_rightElement_reverts_andTheGameGoesOn() external {
        uint256 gameId = postAndOpen();
        playTo(gameId, GamePhase.PickTensors, 3, 2, 0);
        expectFraud(3, 2, 15, 0, false);
        Pick memory choice = choiceTo(gameId, 2);
        ProgramProof memory proof = proofOf(2);
        bytes32 root = stepsRoot();
        vm.expectRevert(abi.encodeWithSelector(IDisputeGame.DisputeGame_NoFraud.selector, gameId));
        proveWith(gameId, choice, proof, 15, root);
        assertPhase(gameId, GamePhase.PickTensors);
    }

    function test_proveElement_verifierRefusesTheWitness_reverts() external {
        uint256 gameId = postAndOpen();
        playTo(gameId, GamePhase.PickTensors, 3, 2, 0);
        Pick memory choice = choiceTo(gameId, 2);
        ProgramProof memory proof = proofOf(2);
        bytes32 root = stepsRoot();
        ElementClaim memory asked = claimOf(3, 2, 15, 0);
        vm.expectRevert(
            abi.encodeWithSelector(GameVerifierMock.GameVerifierMock_NotExpected.selector, asked, bytes("witness"))
        );
        proveWith(gameId, choice, proof, 15, root);
    }

    function test_proveElement_elementOfAnotherChunk_reverts() external {
        uint256 gameId = postAndOpen();
        playTo(gameId, GamePhase.PickTensors, 3, 2, 0);
        Pick memory choice = choiceTo(gameId, 2);
        ProgramProof memory proof = proofOf(2);
        bytes32 root = stepsRoot();
        expectNotInChunk(gameId, 16);
        proveWith(gameId, choice, proof, 16, root);

        playTo(gameId, GamePhase.PickChunks, 3, 0, 1);
        choice = choiceTo(gameId, 1);
        proof = proofOf(0);
        uint256[3] memory outside = [uint256(31), 64, type(uint256).max];
        for (uint256 i; i < 3; ++i) {
            expectNotInChunk(gameId, outside[i]);
            proveWith(gameId, choice, proof, outside[i], root);
        }
        expectFraud(3, 0, 63, 1, true);
        proveWith(gameId, choice, proof, 63, root);
    }

    /// @dev A node above the chunks, or the root of a tensor of many, is no chunk whatever its bytes look like.
    function test_proveElement_nodeThatIsNoChunk_reverts() external {
        tensors = 70;
        uint256 gameId = postAndOpen();
        bytes32 root = stepsRoot();
        playTo(gameId, GamePhase.PickTensors, 3, 2, 0);
        Pick memory choice = choiceTo(gameId, 2);
        ProgramProof memory proof = proofOf(2);
        expectNotInChunk(gameId, 0);
        proveWith(gameId, choice, proof, 0, root);
        pickTo(gameId, 2);
        revealNext(gameId);
        choice = choiceTo(gameId, 0);
        proof = proofOf(0);
        expectNotInChunk(gameId, 0);
        proveWith(gameId, choice, proof, 0, root);
        playTo(gameId, GamePhase.RevealChunks, 3, 3, 0);
        revealNext(gameId);
        choice = choiceTo(gameId, 0);
        proof = proofOf(3);
        expectNotInChunk(gameId, 0);
        proveWith(gameId, choice, proof, 0, root);
    }

    function test_proveElement_wrongProgramOrNode_reverts() external {
        uint256 gameId = postAndOpen();
        playTo(gameId, GamePhase.PickTensors, 3, 2, 0);
        Pick memory choice = choiceTo(gameId, 2);
        ProgramProof memory proof = proofOf(2);
        bytes32 root = stepsRoot();
        proof.record[1] = "other";
        vm.expectRevert(abi.encodeWithSelector(IDisputeGame.DisputeGame_WrongProgram.selector, gameId));
        proveWith(gameId, choice, proof, 0, root);
        proof = proofOf(2);
        choice.child = "other";
        expectWrongNode(gameId);
        proveWith(gameId, choice, proof, 0, root);
    }

    /// @dev Every fact, and the program, is bound to what the game was opened on.
    function test_proveElement_otherFacts_revert() external {
        uint256 gameId = postAndOpen();
        playTo(gameId, GamePhase.PickTensors, 3, 2, 0);
        Pick memory choice = choiceTo(gameId, 2);
        ProgramProof memory proof = proofOf(2);
        ClaimFacts[5] memory wrong;
        for (uint256 i; i < 5; ++i) wrong[i] = factsOf(stepsRoot());
        wrong[0].inputHash = "other";
        wrong[1].outputHash = "other";
        wrong[2].modelHash = "other";
        wrong[3].stepsRoot = "other";
        wrong[4].inputBytes += 1;
        bytes memory err = abi.encodeWithSelector(IDisputeGame.DisputeGame_WrongFacts.selector, gameId);
        for (uint256 i; i < 5; ++i) {
            vm.expectRevert(err);
            vm.prank(challenger);
            game.proveElement(gameId, choice, proof, 0, wrong[i], "witness");
        }
        proof.header[1] = "other";
        bytes32 root = stepsRoot();
        vm.expectRevert(err);
        proveWith(gameId, choice, proof, 0, root);
    }

    function test_proveElement_elsewhere_reverts() external {
        uint256 gameId = postAndOpen();
        Pick memory choice;
        expectWrongPhase(gameId);
        proveWith(gameId, choice, _noProof(), 0, 0);
        revealNext(gameId);
        expectWrongPhase(gameId);
        proveWith(gameId, choice, _noProof(), 0, 0);
        pickTo(gameId, 3);
        expectWrongPhase(gameId);
        proveWith(gameId, choice, _noProof(), 0, 0);
    }

    function test_proofs_byAnyoneButTheChallenger_revert() external {
        uint256 gameId = postAndOpen();
        playTo(gameId, GamePhase.PickTensors, 3, 2, 0);
        Pick memory choice;
        CarriedProof memory carried;
        ClaimFacts memory facts;
        bytes memory err = abi.encodeWithSelector(IDisputeGame.DisputeGame_NotYourMove.selector, gameId, operator);
        vm.startPrank(operator);
        vm.expectRevert(err);
        game.proveElement(gameId, choice, _noProof(), 0, facts, "");
        vm.expectRevert(err);
        game.proveCarried(gameId, _noProof(), carried);
        vm.expectRevert(err);
        game.proveOutput(gameId, [bytes32(0), 0], 0, 0, 0, new bytes32[](0), 0, "");
        vm.stopPrank();
    }

    function carriedProof(uint256 step, uint256 tensor, uint256 place) private view returns (CarriedProof memory proof) {
        bytes32[] memory leaves = stepLeaves(step);
        proof.tensor = tensor;
        proof.tensorRoot = leaves[tensor];
        proof.tensorSiblings = PlainTree.path(leaves, tensor, 0, PlainTree.levels(leaves).length - 1);
        leaves = carriedLeaves(step);
        proof.carriedRoot = leaves[place];
        proof.carriedSiblings = PlainTree.path(leaves, place, 0, 1);
        leaves = stepsLeaves();
        proof.stepSiblings = PlainTree.path(leaves, step, 0, PlainTree.levels(leaves).length - 1);
        proof.stepsRoot = stepsRoot();
    }

    function proveCarried(uint256 gameId, CarriedProof memory carried) private {
        ProgramProof memory proof = proofOf(carried.tensor);
        vm.prank(challenger);
        game.proveCarried(gameId, proof, carried);
    }

    function test_proveCarried_append_endsTheGame() external {
        lieInCarried = true;
        lieStep = 3;
        uint256 gameId = postAndOpen();
        playTo(gameId, GamePhase.PickTensors, 3, 2, 0);
        vm.expectEmit(address(game));
        emit IDisputeGame.FraudProved(gameId, 1, 3, APPEND, 0);
        proveCarried(gameId, carriedProof(3, APPEND, 0));
        assertPhase(gameId, GamePhase.ChallengerWon);
    }

    function test_proveCarried_last_alsoLaterInTheGame_endsTheGame() external {
        lieInCarried = true;
        lieStep = 3;
        lieChunk = 1;
        uint256 gameId = postAndOpen();
        playTo(gameId, GamePhase.PickChunks, 3, 0, 0);
        proveCarried(gameId, carriedProof(3, 4, 1));
        assertPhase(gameId, GamePhase.ChallengerWon);
    }

    function test_proveCarried_runOfOneStep_endsTheGame() external {
        once = true;
        maxOutput = output.length;
        lieInCarried = true;
        lieChunk = 1;
        uint256 gameId = postAndOpen();
        playTo(gameId, GamePhase.PickTensors, 0, 2, 0);
        CarriedProof memory proof = carriedProof(0, 4, 1);
        assertEq(proof.stepSiblings.length, 0, "no tree over the steps");
        proveCarried(gameId, proof);
        assertPhase(gameId, GamePhase.ChallengerWon);
    }

    function test_proveCarried_honestValues_revert() external {
        uint256 gameId = postAndOpen();
        playTo(gameId, GamePhase.PickTensors, 3, 2, 0);
        bytes memory err = abi.encodeWithSelector(IDisputeGame.DisputeGame_NoFraud.selector, gameId);
        CarriedProof memory proof = carriedProof(3, APPEND, 0);
        ProgramProof memory program = proofOf(APPEND);
        vm.expectRevert(err);
        vm.prank(challenger);
        game.proveCarried(gameId, program, proof);
        // A tensor that is not carried has no value to differ from.
        proof = carriedProof(3, 2, 0);
        program = proofOf(2);
        vm.expectRevert(err);
        vm.prank(challenger);
        game.proveCarried(gameId, program, proof);
    }

    function test_proveCarried_wrongRoots_revert() external {
        lieInCarried = true;
        lieStep = 3;
        uint256 gameId = postAndOpen();
        playTo(gameId, GamePhase.PickTensors, 3, 2, 0);
        ProgramProof memory program = proofOf(APPEND);
        CarriedProof[4] memory wrong;
        for (uint256 i; i < 4; ++i) wrong[i] = carriedProof(3, APPEND, 0);
        wrong[0].tensorRoot = "other";
        wrong[1].carriedRoot = "other";
        wrong[2].stepsRoot = "other";
        wrong[3].stepSiblings[0] = "other";
        for (uint256 i; i < 4; ++i) {
            expectWrongNode(gameId);
            vm.prank(challenger);
            game.proveCarried(gameId, program, wrong[i]);
        }
        // The same values, of another step.
        CarriedProof memory proof = carriedProof(4, APPEND, 0);
        expectWrongNode(gameId);
        vm.prank(challenger);
        game.proveCarried(gameId, program, proof);
        program.record[1] = "other";
        vm.expectRevert(abi.encodeWithSelector(IDisputeGame.DisputeGame_WrongProgram.selector, gameId));
        vm.prank(challenger);
        game.proveCarried(gameId, program, wrong[0]);
    }

    function test_proveCarried_extraSiblings_revert() external {
        lieInCarried = true;
        lieStep = 3;
        uint256 gameId = postAndOpen();
        playTo(gameId, GamePhase.PickTensors, 3, 2, 0);
        ProgramProof memory program = proofOf(APPEND);
        CarriedProof memory proof = carriedProof(3, APPEND, 0);
        proof.carriedSiblings = new bytes32[](2);
        proof.carriedSiblings[0] = carriedLeaves(3)[1];
        vm.expectRevert(abi.encodeWithSelector(TraceTree.TraceTree_WrongCount.selector, 2, 1));
        vm.prank(challenger);
        game.proveCarried(gameId, program, proof);
    }

    function test_proveCarried_beforeTheStepIsOpen_reverts() external {
        uint256 gameId = postAndOpen();
        CarriedProof memory proof;
        expectWrongPhase(gameId);
        game.proveCarried(gameId, _noProof(), proof);
        revealNext(gameId);
        expectWrongPhase(gameId);
        vm.prank(challenger);
        game.proveCarried(gameId, _noProof(), proof);
    }

    function proveShape(uint256 gameId) private {
        bytes32[2] memory packed = header();
        game.proveShape(gameId, packed, recordsRoot());
    }

    /// @dev By anyone, in whichever phase; for each length on the wrong side of its bound.
    function test_proveShape_lengthsOutsideTheProgram_endTheGame() external {
        maxOutput = output.length - 1;
        uint256 gameId = postAndOpen();
        vm.expectEmit(address(game));
        emit IDisputeGame.FraudProved(gameId, 3, 0, 0, 0);
        proveShape(gameId);
        assertPhase(gameId, GamePhase.ChallengerWon);
        maxOutput = 100;
        minOutput = output.length + 1;
        gameId = postAndOpen();
        playTo(gameId, GamePhase.PickSteps, 0, 0, 0);
        proveShape(gameId);
        assertPhase(gameId, GamePhase.ChallengerWon);
        minOutput = 2;
        input = new bytes(201);
        gameId = postAndOpen();
        proveShape(gameId);
        assertPhase(gameId, GamePhase.ChallengerWon);
    }

    function test_proveShape_lengthsAtTheBounds_revert() external {
        minOutput = output.length;
        uint256 gameId = postAndOpen();
        expectShapeFine(gameId);
        minOutput = 0;
        maxOutput = output.length;
        input = new bytes(200);
        gameId = postAndOpen();
        expectShapeFine(gameId);
        input = "x";
        gameId = postAndOpen();
        expectShapeFine(gameId);
    }

    function expectShapeFine(uint256 gameId) private {
        bytes32[2] memory packed = header();
        bytes32 records = recordsRoot();
        vm.expectRevert(abi.encodeWithSelector(IDisputeGame.DisputeGame_NoFraud.selector, gameId));
        game.proveShape(gameId, packed, records);
    }

    function test_proveShape_otherProgramOrNoRunningGame_reverts() external {
        uint256 gameId = postAndOpen();
        bytes32[2] memory packed = header();
        vm.expectRevert(abi.encodeWithSelector(IDisputeGame.DisputeGame_WrongProgram.selector, gameId));
        game.proveShape(gameId, packed, "other");
        timeOut(gameId);
        expectWrongPhase(gameId);
        game.proveShape(gameId, packed, 0);
        expectWrongPhase(99);
        game.proveShape(99, packed, 0);
    }

    /// @dev The bound below one byte cannot be broken on the real oracle, which takes no empty input; the least is 1 here.
    function test_proveShape_inputShorterThanTheProgramTakes_endsTheGame() external {
        input = "x";
        post();
        bytes32[2] memory packed = header();
        packed[0] = bytes32(uint256(packed[0]) | (uint256(3) << 96));
        bytes32 records = recordsRoot();
        uint256 modelId = register(keccak256(abi.encode(packed, records)));
        vm.prank(payer);
        requestId = oracle.requestCallback{ value: PRICE }(modelId, input, address(0), 0, "");
        answer();
        bytes32 root = traceRoot();
        vm.prank(challenger);
        uint256 gameId = game.open{ value: BOND }(requestId, keccak256(output), root, packed, records);
        game.proveShape(gameId, packed, records);
        assertPhase(gameId, GamePhase.ChallengerWon);
    }
}
