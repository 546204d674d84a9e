// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { TraceTree } from "../../../contracts/dispute/TraceTree.sol";
import { Game, GamePhase, IDisputeGame, Pick, ProgramProof } from "../../../contracts/interfaces/IDisputeGame.sol";
import { IModelOracle } from "../../../contracts/interfaces/IModelOracle.sol";
import { GameTest } from "./GameTest.sol";
import { PlainTree } from "./PlainTree.sol";

/// @notice Opening a game and descending to a chunk; leaves in DisputeGame.tree.
contract GameMovesTest is GameTest {
    function expectOpenRevert(bytes memory err, uint256 value, bytes32 outputHash, bytes32 root) private {
        bytes32[2] memory packed = header();
        bytes32 records = recordsRoot();
        vm.prank(challenger);
        vm.expectRevert(err);
        game.open{ value: value }(requestId, outputHash, root, packed, records);
    }

    function test_open_wrongBond_reverts() external {
        post();
        bytes32 root = traceRoot();
        uint256[3] memory sent = [uint256(0), BOND - 1, BOND + 1];
        for (uint256 i; i < 3; ++i) {
            bytes memory err = abi.encodeWithSelector(IDisputeGame.DisputeGame_WrongBond.selector, sent[i], BOND);
            expectOpenRevert(err, sent[i], keccak256(output), root);
        }
    }

    function test_open_noStandingAnswer_reverts() external {
        bytes memory err = abi.encodeWithSelector(IDisputeGame.DisputeGame_NotAnswered.selector, 0);
        expectOpenRevert(err, BOND, keccak256(output), traceRoot());
        post();
        vm.warp(block.timestamp + CHALLENGE);
        oracle.finalize(requestId);
        err = abi.encodeWithSelector(IDisputeGame.DisputeGame_NotAnswered.selector, requestId);
        expectOpenRevert(err, BOND, keccak256(output), traceRoot());
    }

    function test_open_anotherAnswerThanMeant_reverts() external {
        post();
        bytes memory err = abi.encodeWithSelector(IDisputeGame.DisputeGame_OtherAnswer.selector, requestId);
        expectOpenRevert(err, BOND, keccak256("other"), traceRoot());
        expectOpenRevert(err, BOND, keccak256(output), keccak256("other"));
    }

    function test_open_afterTheWindow_reverts_andInItsLastSecondNot() external {
        post();
        uint256 end = oracle.request(requestId).finalizableAt;
        vm.warp(end);
        bytes memory err = abi.encodeWithSelector(IModelOracle.AIOracle_DeadlinePassed.selector, requestId, end);
        expectOpenRevert(err, BOND, keccak256(output), traceRoot());
        vm.warp(end - 1);
        openAs(challenger);
    }

    function test_open_otherProgram_reverts() external {
        post();
        bytes32 root = traceRoot();
        bytes32[2] memory packed = header();
        bytes32 records = recordsRoot();
        packed[1] = bytes32(uint256(packed[1]) + 1);
        vm.expectRevert(abi.encodeWithSelector(IDisputeGame.DisputeGame_WrongProgram.selector, 1));
        game.open{ value: BOND }(requestId, keccak256(output), root, packed, records);
    }

    function test_open_programThatNoToolMakes_reverts() external {
        // Version, tensors, carried, in the first word of the header: bytes 0, 4 to 7, 8 to 11.
        uint256[5] memory masks =
            [uint256(0xff) << 248, uint256(0xffffffff) << 192, uint256(0xffffffff) << 160, 0xffffffff << 192, 0xffffffff << 160];
        uint256[5] memory values = [uint256(2) << 248, 0, 0, uint256(0x10000) << 192, uint256(0x10000) << 160];
        for (uint256 i; i < 5; ++i) {
            bytes32[2] memory packed = header();
            packed[0] = bytes32((uint256(packed[0]) & ~masks[i]) | values[i]);
            expectUnplayable(packed);
        }
    }

    function test_open_runOfNoSteps_reverts() external {
        input = "x";
        output = "";
        maxOutput = 0;
        expectUnplayable(header());
    }

    function expectUnplayable(bytes32[2] memory packed) private {
        bytes32 records = recordsRoot();
        uint256 modelId = register(keccak256(abi.encode(packed, records)));
        vm.prank(payer);
        requestId = oracle.requestCallback{ value: PRICE }(modelId, input, address(0), 0, "");
        vm.warp(block.timestamp + 5);
        vm.prank(operator);
        oracle.submitResult(requestId, output, "trace");
        vm.expectRevert(abi.encodeWithSelector(IDisputeGame.DisputeGame_WrongProgram.selector, 1));
        game.open{ value: BOND }(requestId, keccak256(output), "trace", packed, records);
    }

    function test_open_storesLocksAndEmits() external {
        post();
        vm.expectEmit(address(game));
        emit IDisputeGame.GameOpened(1, requestId, challenger, operator, 1, 19, BOND);
        assertEq(openAs(challenger), 1, "id");
        assertEq(game.gameCount(), 1, "count");
        assertEq(oracle.request(requestId).openDisputes, 1, "locked");
        assertEq(address(game).balance, BOND, "bond held");
        Game memory wanted;
        wanted.challenger = challenger;
        wanted.asserter = operator;
        wanted.requestId = uint64(requestId);
        wanted.attempt = 1;
        wanted.phase = GamePhase.RevealSteps;
        wanted.asserterLeftSec = CLOCK;
        wanted.challengerLeftSec = CLOCK;
        wanted.deadline = uint40(block.timestamp + CLOCK);
        wanted.steps = 19;
        wanted.tensors = 5;
        wanted.height = 5;
        assertEq(abi.encode(game.game(1)), abi.encode(wanted), "game");
        assertEq(openAs(payer), 2, "second id");
        assertEq(oracle.request(requestId).openDisputes, 2, "locked twice");
    }

    function test_open_lengths_giveTheNumberOfSteps() external {
        maxOutput = output.length;
        assertEq(game.game(postAndOpen()).steps, 18, "at the most output one step less");
        once = true;
        assertEq(game.game(postAndOpen()).steps, 1, "once");
    }

    function test_reveal_byAnyoneButTheOperator_reverts() external {
        uint256 gameId = postAndOpen();
        bytes32[] memory children = childrenOf(game.game(gameId));
        vm.expectRevert(
            abi.encodeWithSelector(IDisputeGame.DisputeGame_NotYourMove.selector, gameId, challenger)
        );
        vm.prank(challenger);
        game.reveal(gameId, children, new bytes32[](0));
    }

    function test_pick_byAnyoneButTheChallenger_reverts() external {
        uint256 gameId = postAndOpen();
        revealNext(gameId);
        Pick memory choice = choiceTo(gameId, 3);
        vm.expectRevert(abi.encodeWithSelector(IDisputeGame.DisputeGame_NotYourMove.selector, gameId, operator));
        vm.prank(operator);
        game.pick(gameId, choice, _noProof());
    }

    function test_moves_outOfTurn_revert() external {
        uint256 gameId = postAndOpen();
        Pick memory choice;
        vm.prank(challenger);
        expectWrongPhase(gameId);
        game.pick(gameId, choice, _noProof());
        revealNext(gameId);
        vm.prank(operator);
        expectWrongPhase(gameId);
        game.reveal(gameId, new bytes32[](0), new bytes32[](0));
        vm.prank(operator);
        expectWrongPhase(99);
        game.reveal(99, new bytes32[](0), new bytes32[](0));
    }

    function test_reveal_countOfChildren_mustBeExact() external {
        uint256 gameId = postAndOpen();
        bytes32[] memory children = childrenOf(game.game(gameId));
        assertEq(children.length, 19, "19 steps in one round");
        expectRevealRevert(gameId, new bytes32[](18), new bytes32[](0), 18, 19);
        // A 20th that is the padding's own value changes no root, and is refused all the same.
        bytes32[] memory more = new bytes32[](20);
        for (uint256 i; i < 19; ++i) more[i] = children[i];
        expectRevealRevert(gameId, more, new bytes32[](0), 20, 19);
        expectRevealRevert(gameId, children, new bytes32[](1), 1, 0);
    }

    function expectRevealRevert(
        uint256 gameId,
        bytes32[] memory children,
        bytes32[] memory carried,
        uint256 given,
        uint256 expected
    ) private {
        vm.expectRevert(abi.encodeWithSelector(IDisputeGame.DisputeGame_WrongCount.selector, given, expected));
        vm.prank(operator);
        game.reveal(gameId, children, carried);
    }

    function test_reveal_first_mustOpenThePostedTrace() external {
        uint256 gameId = postAndOpen();
        bytes32[] memory children = childrenOf(game.game(gameId));
        children[18] = "other";
        vm.prank(operator);
        expectWrongNode(gameId);
        game.reveal(gameId, children, new bytes32[](0));
    }

    function test_reveal_later_mustOpenTheDisputedNode() external {
        uint256 gameId = postAndOpen();
        playTo(gameId, GamePhase.RevealChunks, 3, 0, 0);
        bytes32[] memory children = childrenOf(game.game(gameId));
        assertEq(children.length, 4, "100 bytes in 4 chunks");
        children[0] = "other";
        vm.prank(operator);
        expectWrongNode(gameId);
        game.reveal(gameId, children, new bytes32[](0));
    }

    function test_revealStep_carried_mustBeWhatTheTraceCommitsTo() external {
        uint256 gameId = postAndOpen();
        playTo(gameId, GamePhase.RevealStep, 3, 0, 0);
        bytes32[] memory children = childrenOf(game.game(gameId));
        bytes32[] memory carried = carriedLeaves(4);
        vm.prank(operator);
        expectWrongNode(gameId);
        game.reveal(gameId, children, carried);
        expectRevealRevert(gameId, children, new bytes32[](1), 1, 2);
        expectRevealRevert(gameId, children, new bytes32[](3), 3, 2);
        expectRevealRevert(gameId, new bytes32[](4), carriedLeaves(3), 4, 5);
    }

    function test_revealStep_runOfOneStep_mustOpenThePostedTraceThroughItsCarried() external {
        once = true;
        maxOutput = output.length;
        uint256 gameId = postAndOpen();
        assertPhase(gameId, GamePhase.RevealStep);
        bytes32[] memory children = childrenOf(game.game(gameId));
        bytes32[] memory carried = carriedLeaves(0);
        carried[1] = "other";
        vm.prank(operator);
        expectWrongNode(gameId);
        game.reveal(gameId, children, carried);
        revealNext(gameId);
        assertPhase(gameId, GamePhase.PickTensors);
    }

    function test_revealAndPick_emitThePhaseTheyWereMadeIn() external {
        uint256 gameId = postAndOpen();
        bytes32[] memory children = childrenOf(game.game(gameId));
        vm.expectEmit(address(game));
        emit IDisputeGame.Revealed(gameId, GamePhase.RevealSteps, children, new bytes32[](0));
        revealNext(gameId);
        bytes32 node = stepsLeaves()[3];
        vm.expectEmit(address(game));
        emit IDisputeGame.Picked(gameId, GamePhase.PickSteps, 3, 0, node);
        pickTo(gameId, 3);
        children = childrenOf(game.game(gameId));
        vm.expectEmit(address(game));
        emit IDisputeGame.Revealed(gameId, GamePhase.RevealStep, children, carriedLeaves(3));
        revealNext(gameId);
    }

    function test_pick_wrongNodes_revert() external {
        uint256 gameId = postAndOpen();
        revealNext(gameId);
        Pick memory choice = choiceTo(gameId, 3);
        choice.child = "other";
        expectPickRevert(gameId, choice);
        choice = choiceTo(gameId, 3);
        choice.index = 4;
        expectPickRevert(gameId, choice);
        choice = choiceTo(gameId, 3);
        choice.siblings[2] = "other";
        expectPickRevert(gameId, choice);
        choice = choiceTo(gameId, 3);
        choice.index = 32;
        expectPickRevert(gameId, choice);
    }

    function expectPickRevert(uint256 gameId, Pick memory choice) private {
        vm.prank(challenger);
        expectWrongNode(gameId);
        game.pick(gameId, choice, _noProof());
    }

    function test_pick_padding_hasNoNode() external {
        uint256 gameId = postAndOpen();
        revealNext(gameId);
        Pick memory choice = choiceTo(gameId, 18);
        choice.index = 19;
        vm.expectRevert(abi.encodeWithSelector(TraceTree.TraceTree_NoSuchNode.selector, 19, 19));
        vm.prank(challenger);
        game.pick(gameId, choice, _noProof());
    }

    function test_pick_siblings_mustBeExactlyThoseInTheTree() external {
        uint256 gameId = postAndOpen();
        revealNext(gameId);
        Pick memory choice = choiceTo(gameId, 18);
        assertEq(choice.siblings.length, 2, "three of five are beyond the end");
        bytes32[] memory siblings = choice.siblings;
        choice.siblings = new bytes32[](3);
        for (uint256 i; i < 2; ++i) choice.siblings[i] = siblings[i];
        expectSiblingsRevert(gameId, choice, 3);
        choice.siblings = new bytes32[](1);
        choice.siblings[0] = siblings[0];
        expectSiblingsRevert(gameId, choice, 1);
    }

    function expectSiblingsRevert(uint256 gameId, Pick memory choice, uint256 given) private {
        vm.expectRevert(abi.encodeWithSelector(TraceTree.TraceTree_WrongCount.selector, given, 2));
        vm.prank(challenger);
        game.pick(gameId, choice, _noProof());
    }

    function test_pick_tensor_needsItsOwnRecord() external {
        uint256 gameId = postAndOpen();
        playTo(gameId, GamePhase.PickTensors, 3, 0, 0);
        ProgramProof memory proof = proofOf(3);
        expectProgramRevert(gameId, proof);
        proof = proofOf(0);
        proof.record[0] = proofOf(3).record[0];
        expectProgramRevert(gameId, proof);
        proof = proofOf(0);
        proof.recordsRoot = "other";
        expectProgramRevert(gameId, proof);
        proof = proofOf(0);
        proof.header[1] = "other";
        expectProgramRevert(gameId, proof);
    }

    /// @dev A whole program of the challenger's own making does not have the model's hash.
    function test_pick_forgedProgram_reverts() external {
        uint256 gameId = postAndOpen();
        playTo(gameId, GamePhase.PickTensors, 3, 0, 0);
        ProgramProof memory proof = proofOf(0);
        bytes32[] memory leaves = recordLeaves();
        proof.record = record(3);
        leaves[0] = keccak256(abi.encode(proof.record));
        proof.recordsRoot = PlainTree.root(leaves);
        expectProgramRevert(gameId, proof);
    }

    function expectProgramRevert(uint256 gameId, ProgramProof memory proof) private {
        Pick memory choice = choiceTo(gameId, 0);
        vm.expectRevert(abi.encodeWithSelector(IDisputeGame.DisputeGame_WrongProgram.selector, gameId));
        vm.prank(challenger);
        game.pick(gameId, choice, proof);
    }

    function test_pick_thatArrivesAtAChunk_reverts() external {
        uint256 gameId = postAndOpen();
        playTo(gameId, GamePhase.PickTensors, 3, 0, 0);
        expectProveInstead(gameId, 2);
        playTo(gameId, GamePhase.PickChunks, 3, 0, 0);
        expectProveInstead(gameId, 1);
    }

    function expectProveInstead(uint256 gameId, uint256 target) private {
        Pick memory choice = choiceTo(gameId, target);
        ProgramProof memory proof = proofOf(target);
        vm.expectRevert(abi.encodeWithSelector(IDisputeGame.DisputeGame_ProveInstead.selector, gameId));
        vm.prank(challenger);
        game.pick(gameId, choice, proof);
    }

    function test_pick_tensor_setsWhatIsDescendedNext() external {
        uint256 gameId = postAndOpen();
        playTo(gameId, GamePhase.RevealChunks, 3, 3, 0);
        Game memory played = game.game(gameId);
        assertEq(played.step, 3, "step");
        assertEq(played.tensor, 3, "tensor");
        assertEq(played.chunks, 263, "8,400 bytes");
        assertEq(played.height, 9, "height");
        assertEq(played.index, 0, "index");
        assertEq(played.node, PlainTree.root(tensorLeaves(3, 3)), "node");
        assertEq(played.stepRoot, PlainTree.root(stepLeaves(3)), "step root");
        // 9 levels go 5 + 4.
        assertEq(childrenOf(played).length, 17, "263 chunks are 17 nodes of 16");
    }

    /// @dev 79 steps (7 levels: 4 + 3), 70 tensors (4 + 3), 263 chunks (5 + 4): two rounds in every tree, at its ragged right end.
    function test_wholeDescent_twoRoundsInEveryTree_atTheRaggedEnd() external {
        input = new bytes(69);
        tensors = 70;
        uint256 gameId = postAndOpen();
        assertEq(game.game(gameId).steps, 79, "steps");
        playTo(gameId, GamePhase.RevealChunks, 78, 3, 262);
        playTo(gameId, GamePhase.PickChunks, 78, 3, 262);
        pickTo(gameId, 262);
        revealNext(gameId);
        Game memory played = game.game(gameId);
        assertEq(played.height, 4, "last round");
        assertEq(played.index, 16, "the last 16 chunks, of which 7 are there");
        assertPhase(gameId, GamePhase.PickChunks);
        expectFraud(78, 3, 2099, 262, true);
        proveElement(gameId, 262, 3, 2099);
        assertPhase(gameId, GamePhase.ChallengerWon);
    }

    /// @dev Every node on the way to any place of any tree can be revealed and picked.
    function testFuzz_descent_reachesEveryElement(uint256 where) external {
        input = new bytes(60);
        tensors = 66;
        where = bound(where, 0, 70 * 66 * 263 - 1);
        uint256 gameId = postAndOpen();
        uint256 step = where % 70;
        uint256 tensor = (where / 70) % 66;
        uint256 chunks = TraceTree.chunksOf(bytesOf(tensor));
        uint256 chunk = (where / 70 / 66) % chunks;
        uint256 guard;
        for (; guard < 12; ++guard) {
            Game memory played = game.game(gameId);
            uint256 target = played.phase == GamePhase.PickSteps ? step : tensor;
            if (played.phase == GamePhase.PickChunks) target = chunk;
            bool picks = played.phase == GamePhase.PickSteps || played.phase == GamePhase.PickTensors
                || played.phase == GamePhase.PickChunks;
            bool arrives = picks && played.phase != GamePhase.PickSteps && roundOf(played.height) == played.height
                && (played.phase == GamePhase.PickChunks || chunks == 1);
            if (arrives) break;
            if (picks) pickTo(gameId, target);
            else revealNext(gameId);
        }
        uint256 element = chunk * (32 / (bytesOf(tensor) / sizeOf(tensor)));
        expectFraud(step, tensor, element, chunk, true);
        proveElement(gameId, chunks == 1 ? tensor : chunk, tensor, element);
        assertPhase(gameId, GamePhase.ChallengerWon);
    }

    function sizeOf(uint256 tensor) private view returns (uint256 size) {
        (,, size) = shapeOf(tensor);
    }
}
