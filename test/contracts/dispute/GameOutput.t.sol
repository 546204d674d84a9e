// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { TraceTree } from "../../../contracts/dispute/TraceTree.sol";
import { GamePhase, IDisputeGame } from "../../../contracts/interfaces/IDisputeGame.sol";
import { GameTest } from "./GameTest.sol";
import { PlainTree } from "./PlainTree.sol";

/// @notice The proof that the posted output is not what the trace says; leaves in DisputeGame.tree.
contract GameOutputTest is GameTest {
    /// @dev What the last tensor of a step says instead, when `told` is set.
    bool private told;
    uint256 private toldStep;
    bytes32 private toldChunk;

    function tensorLeaves(uint256 step, uint256 tensor) internal view override returns (bytes32[] memory leaves) {
        leaves = super.tensorLeaves(step, tensor);
        if (told && step == toldStep && tensor + 1 == tensors) {
            leaves = new bytes32[](1);
            leaves[0] = toldChunk;
        }
    }

    function tell(uint256 step, bytes32 chunk) private {
        told = true;
        toldStep = step;
        toldChunk = chunk;
    }

    /// @dev The path of the last tensor of a step through the carried tree, then the steps.
    function pathOf(uint256 step) private view returns (bytes32 value, bytes32[] memory siblings) {
        bytes32[] memory carried = carriedLeaves(step);
        bytes32[] memory leaves = stepsLeaves();
        bytes32[] memory rest = PlainTree.path(leaves, step, 0, PlainTree.levels(leaves).length - 1);
        value = carried[1];
        siblings = new bytes32[](rest.length + 1);
        siblings[0] = carried[0];
        for (uint256 i; i < rest.length; ++i) siblings[i + 1] = rest[i];
    }

    function proveOutput(uint256 gameId, uint256 step, bytes memory err) private {
        (bytes32 value, bytes32[] memory siblings) = pathOf(step);
        send(gameId, step, value, siblings, stepsRoot(), output, err);
    }

    function send(
        uint256 gameId,
        uint256 step,
        bytes32 value,
        bytes32[] memory siblings,
        bytes32 root,
        bytes memory shown,
        bytes memory err
    ) private {
        bytes32[2] memory packed = header();
        bytes32 records = recordsRoot();
        if (err.length != 0) vm.expectRevert(err);
        vm.prank(challenger);
        game.proveOutput(gameId, packed, records, step, value, siblings, root, shown);
    }

    function noFraud(uint256 gameId) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IDisputeGame.DisputeGame_NoFraud.selector, gameId);
    }

    function wrongNode(uint256 gameId) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IDisputeGame.DisputeGame_WrongNode.selector, gameId);
    }

    function opened() private returns (uint256 gameId) {
        gameId = postAndOpen();
        revealNext(gameId);
    }

    function byteChunk(uint256 said) private pure returns (bytes32) {
        return bytes32(said << 248);
    }

    function test_proveOutput_honestTrace_provesNothingAtAnyStep() external {
        uint256 gameId = opened();
        for (uint256 step; step < 19; ++step) proveOutput(gameId, step, noFraud(gameId));
    }

    function test_proveOutput_anotherByte_endsTheGame() external {
        tell(8, byteChunk(0x78)); // the first step that is used: 9 bytes of input
        uint256 gameId = opened();
        vm.expectEmit(address(game));
        emit IDisputeGame.FraudProved(gameId, 2, 8, 4, 0);
        proveOutput(gameId, 8, "");
        assertPhase(gameId, GamePhase.ChallengerWon);
    }

    function test_proveOutput_lastByte_endsTheGame() external {
        tell(17, byteChunk(0x78));
        proveOutput(opened(), 17, "");
    }

    function test_proveOutput_whileThePromptIsRead_provesNothing() external {
        tell(7, byteChunk(0x78));
        uint256 gameId = opened();
        proveOutput(gameId, 7, noFraud(gameId));
    }

    function test_proveOutput_chunkWithMoreThanOneByte_endsTheGame() external {
        tell(8, bytes32(uint256(byteChunk(uint8(output[0]))) | 1));
        proveOutput(opened(), 8, "");
    }

    function test_proveOutput_endWithoutTerminator_endsTheGame() external {
        tell(18, byteChunk(0x78));
        proveOutput(opened(), 18, "");
    }

    function test_proveOutput_mostOutput_needsNoTerminator() external {
        maxOutput = output.length;
        uint256 gameId = opened();
        proveOutput(gameId, 17, noFraud(gameId));
        bytes32[] memory siblings = new bytes32[](6);
        bytes memory err = abi.encodeWithSelector(TraceTree.TraceTree_NoSuchNode.selector, 18, 18);
        send(gameId, 18, 0, siblings, stepsRoot(), output, err);
    }

    function test_proveOutput_terminatorInTheMiddle_endsTheGame_butNotBeforeTheLeastLength() external {
        output = hex"07077a07";
        uint256 gameId = opened();
        proveOutput(gameId, 8, noFraud(gameId)); // minOutput is 2: two of them may stand
        proveOutput(gameId, 9, noFraud(gameId));
        proveOutput(gameId, 10, noFraud(gameId));
        proveOutput(gameId, 11, "");
    }

    function test_proveOutput_once_comparesTheWholeOutput() external {
        once = true;
        maxOutput = output.length;
        uint256 gameId = opened();
        proveOutput(gameId, 0, noFraud(gameId));
        tell(0, "something else");
        gameId = opened();
        proveOutput(gameId, 0, "");
        assertPhase(gameId, GamePhase.ChallengerWon);
    }

    function test_proveOutput_once_longOutput() external {
        once = true;
        output = new bytes(1000);
        output[999] = "x";
        maxOutput = 1000;
        uint256 gameId = opened();
        proveOutput(gameId, 0, noFraud(gameId));
    }

    function test_proveOutput_otherOutput_reverts() external {
        tell(8, byteChunk(0x78));
        uint256 gameId = opened();
        (bytes32 value, bytes32[] memory siblings) = pathOf(8);
        bytes memory err = abi.encodeWithSelector(IDisputeGame.DisputeGame_WrongOutput.selector, gameId);
        send(gameId, 8, value, siblings, stepsRoot(), " not to bf", err);
    }

    function test_proveOutput_wrongPathOrRoot_reverts() external {
        uint256 gameId = opened();
        (bytes32 value, bytes32[] memory siblings) = pathOf(8);
        send(gameId, 8, byteChunk(0x78), siblings, stepsRoot(), output, wrongNode(gameId));
        send(gameId, 9, value, siblings, stepsRoot(), output, wrongNode(gameId));
        send(gameId, 8, value, siblings, "other", output, wrongNode(gameId));
        siblings[1] = "other";
        send(gameId, 8, value, siblings, stepsRoot(), output, wrongNode(gameId));
    }

    function test_proveOutput_siblings_mustBeExactlyThoseInTheTree() external {
        tell(18, byteChunk(0x78));
        uint256 gameId = opened();
        (bytes32 value, bytes32[] memory siblings) = pathOf(18);
        assertEq(siblings.length, 3, "one of the carried, two of the steps");
        bytes32[] memory more = new bytes32[](4);
        for (uint256 i; i < 3; ++i) more[i] = siblings[i];
        bytes memory err = abi.encodeWithSelector(IDisputeGame.DisputeGame_WrongCount.selector, 4, 3);
        send(gameId, 18, value, more, stepsRoot(), output, err);
    }

    /// @dev Another program's header could say anything about terminator and lengths.
    function test_proveOutput_otherProgram_reverts() external {
        uint256 gameId = opened();
        (bytes32 value, bytes32[] memory siblings) = pathOf(18);
        bytes32[2] memory packed = header();
        packed[0] = bytes32(uint256(packed[0]) ^ (uint256(1) << 232));
        bytes32 records = recordsRoot();
        bytes32 root = stepsRoot();
        vm.expectRevert(abi.encodeWithSelector(IDisputeGame.DisputeGame_WrongProgram.selector, gameId));
        vm.prank(challenger);
        game.proveOutput(gameId, packed, records, 18, value, siblings, root, output);
    }

    function test_proveOutput_beforeTheTraceIsOpen_reverts() external {
        uint256 gameId = postAndOpen();
        expectWrongPhase(gameId);
        game.proveOutput(gameId, [bytes32(0), 0], 0, 0, 0, new bytes32[](0), 0, "");
    }

}
