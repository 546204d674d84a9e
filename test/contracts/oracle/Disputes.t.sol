// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {
    IModelOracle,
    OracleSettings,
    Request,
    RequestStatus,
    ResultClaim
} from "../../../contracts/interfaces/IModelOracle.sol";
import { IModelRegistry } from "../../../contracts/interfaces/IModelRegistry.sol";
import { AIOracle } from "../../../contracts/oracle/AIOracle.sol";
import { Collector } from "./Consumers.sol";
import { OracleTest } from "./OracleTest.sol";

/// @notice The seam of the dispute game, here an account in its place; leaves in AIOracle.tree.
contract DisputesTest is OracleTest {
    function expectDisputed(uint256 requestId, uint256 open) private {
        expectRevertWith(abi.encodeWithSelector(IModelOracle.AIOracle_Disputed.selector, requestId, open));
    }

    function expectWrongStatus(uint256 requestId, RequestStatus status) private {
        expectRevertWith(abi.encodeWithSelector(IModelOracle.AIOracle_WrongStatus.selector, requestId, status));
    }

    function unlock(uint256 requestId) private {
        vm.prank(game);
        oracle.unlockResult(requestId);
    }

    function test_disputeFunctions_byAnyoneElse_revert() external {
        uint256 requestId = askAndAnswer();
        bytes memory err = abi.encodeWithSelector(IModelOracle.AIOracle_NotDisputeGame.selector, address(this));
        expectRevertWith(err);
        oracle.lockResult(requestId);
        expectRevertWith(err);
        oracle.unlockResult(requestId);
        expectRevertWith(err);
        oracle.voidResult(requestId, address(this));
    }

    function test_disputeFunctions_withoutADisputeGame_areNobodys() external {
        OracleSettings memory chosen = defaultSettings();
        chosen.disputeGame = address(0);
        AIOracle without = new AIOracle(chosen);
        expectRevertWith(abi.encodeWithSelector(IModelOracle.AIOracle_NotDisputeGame.selector, address(this)));
        without.voidResult(1, address(this));
    }

    function test_disputeFunctions_withoutAnAnswer_revert() external {
        uint256 requestId = ask();
        vm.prank(game);
        expectWrongStatus(requestId, RequestStatus.Requested);
        oracle.lockResult(requestId);
        vm.prank(game);
        expectWrongStatus(requestId, RequestStatus.Requested);
        oracle.unlockResult(requestId);
        vm.prank(game);
        expectWrongStatus(requestId, RequestStatus.Requested);
        oracle.voidResult(requestId, payer);
    }

    function test_lockResult_afterTheWindow_reverts() external {
        uint256 requestId = askAndAnswer();
        vm.warp(block.timestamp + CHALLENGE - 1);
        lock(requestId);
        vm.warp(block.timestamp + 1);
        vm.prank(game);
        expectRevertWith(
            abi.encodeWithSelector(IModelOracle.AIOracle_DeadlinePassed.selector, requestId, block.timestamp)
        );
        oracle.lockResult(requestId);
    }

    function test_unlockAndVoid_withoutALock_revert() external {
        uint256 requestId = askAndAnswer();
        vm.prank(game);
        expectDisputed(requestId, 0);
        oracle.unlockResult(requestId);
        vm.prank(game);
        expectDisputed(requestId, 0);
        oracle.voidResult(requestId, payer);
    }

    function test_voidResult_zeroChallenger_reverts() external {
        uint256 requestId = askAndAnswer();
        lock(requestId);
        vm.prank(game);
        expectRevertWith(abi.encodeWithSelector(IModelRegistry.AIOracle_BadParameter.selector, "challenger"));
        oracle.voidResult(requestId, address(0));
    }

    function test_lock_keepsAResultFromFinality_untilTheLastGameEnds() external {
        uint256 requestId = askAndAnswer();
        lock(requestId);
        lock(requestId);
        passWindow();
        expectDisputed(requestId, 2);
        oracle.finalize(requestId);
        unlock(requestId);
        expectDisputed(requestId, 1);
        oracle.finalize(requestId);
        unlock(requestId);
        oracle.finalize(requestId);
        assertTrue(oracle.isFinalized(requestId), "final");
    }

    function test_voidResult_slashesTheBondAndOpensTheRequestToAll() external {
        address challenger = account("challenger");
        uint256 requestId = askAndAnswer();
        lock(requestId);
        vm.warp(block.timestamp + 1000);
        vm.expectEmit(address(oracle));
        emit IModelOracle.ResultVoided(
            requestId, operator, challenger, 0.25 ether, 0.25 ether, block.timestamp + RESPONSE
        );
        uint256 burntBefore = BURNT.balance;
        vm.prank(game);
        oracle.voidResult(requestId, challenger);
        assertEq(challenger.balance, 0.25 ether, "reward");
        assertEq(BURNT.balance - burntBefore, 0.25 ether, "burnt");
        assertEq(oracle.freeStakeOf(operator), 10 ether - BOND, "the bond is gone");
        assertEq(address(oracle).balance, 10 ether - BOND + PRICE, "the fee is still held");

        Request memory open = oracle.request(requestId);
        assertStatus(requestId, RequestStatus.Requested);
        assertEq(open.deadline, block.timestamp + RESPONSE, "fresh deadline");
        assertEq(open.assignedOperator, address(0), "nobody assigned");
        assertEq(open.assignedUntil, 0, "open to all");
        assertEq(open.operator, address(0), "no operator");
        assertEq(open.bondWei, 0, "no bond");
        assertEq(open.outputHash, 0, "no output");
        assertEq(open.traceRoot, 0, "no trace");
        assertEq(open.finalizableAt, 0, "no window");
        assertEq(open.openDisputes, 0, "no disputes");
    }

    function test_voidResult_oddBond_roundsTheRewardUpAndLosesNothing() external {
        OracleSettings memory chosen = defaultSettings();
        chosen.resultBondWei = 1001;
        chosen.minStakeWei = 1001;
        chosen.burnBps = 3333;
        oracle = new AIOracle(chosen);
        modelId = oracle.registerModel(modelTo(receiver, PRICE));
        stakeAs(operator, 1001);
        address challenger = account("challenger");
        uint256 burntBefore = BURNT.balance;
        voidFor(askAndAnswer(), challenger);
        assertEq(challenger.balance, 668, "reward");
        assertEq(BURNT.balance - burntBefore, 333, "burnt");
        assertEq(address(oracle).balance, PRICE, "only the fee is left");
    }

    function test_voidResult_endsTheOtherGames_andTheNextAnswerStartsWithNone() external {
        uint256 requestId = askAndAnswer();
        lock(requestId);
        lock(requestId);
        voidFor(requestId, payer);
        answer(requestId);
        assertEq(oracle.request(requestId).openDisputes, 0, "none");
        vm.prank(game);
        expectDisputed(requestId, 0);
        oracle.unlockResult(requestId);
        passWindow();
        oracle.finalize(requestId);
        assertEq(receiver.balance, 0.007 ether, "paid once");
    }

    function test_voidResult_windowRestartsWithTheNewAnswer() external {
        uint256 requestId = askAndAnswer();
        lock(requestId);
        passWindow();
        vm.prank(game);
        oracle.voidResult(requestId, payer);
        answer(requestId);
        uint256 finalizableAt = block.timestamp + CHALLENGE;
        expectRevertWith(abi.encodeWithSelector(IModelOracle.AIOracle_WindowOpen.selector, requestId, finalizableAt));
        oracle.finalize(requestId);
        vm.warp(finalizableAt);
        oracle.finalize(requestId);
    }

    function test_voidResult_callbackIsDueAgain() external {
        Collector consumer = new Collector();
        uint256 requestId = askFor(address(consumer), 300_000);
        answer(requestId);
        voidFor(requestId, payer);
        assertFalse(oracle.request(requestId).callbackDone, "due again");
        vm.prank(operator);
        oracle.submitResult(requestId, "better", TRACE);
        assertEq(consumer.calls(), 2, "called again");
        assertEq(consumer.output(), "better", "replaced");
    }

    function test_attempt_countsTheAnswers_andOutlivesAVoidedOne() external {
        uint256 requestId = ask();
        assertEq(oracle.request(requestId).attempt, 0, "none yet");
        answer(requestId);
        assertEq(oracle.request(requestId).attempt, 1, "first");
        assertEq(oracle.request(requestId).outputBytes, OUTPUT.length, "output bytes");
        voidFor(requestId, payer);
        assertEq(oracle.request(requestId).attempt, 1, "still counted");
        assertEq(oracle.request(requestId).outputBytes, 0, "no output");
        answer(requestId);
        assertEq(oracle.request(requestId).attempt, 2, "second");
    }

    function test_resultClaim_isAllThatADisputeStartsFrom() external {
        uint256 requestId = askAndAnswer();
        ResultClaim memory wanted = ResultClaim({
            standing: true,
            operator: operator,
            attempt: 1,
            inputBytes: uint32(INPUT.length),
            outputBytes: uint32(OUTPUT.length),
            inputHash: keccak256(INPUT),
            outputHash: keccak256(OUTPUT),
            traceRoot: TRACE,
            programHash: keccak256("program"),
            modelHash: keccak256("weights")
        });
        assertEq(abi.encode(oracle.resultClaim(requestId)), abi.encode(wanted), "answered");
        passWindow();
        oracle.finalize(requestId);
        wanted.standing = false;
        assertEq(abi.encode(oracle.resultClaim(requestId)), abi.encode(wanted), "final");
    }

    function test_resultClaim_withoutAnAnswer_hasNone_andForAnUnknownRequestNothing() external {
        uint256 requestId = askAndAnswer();
        voidFor(requestId, payer);
        ResultClaim memory wanted;
        assertEq(abi.encode(oracle.resultClaim(99)), abi.encode(wanted), "unknown");
        wanted.attempt = 1;
        wanted.inputBytes = uint32(INPUT.length);
        wanted.inputHash = keccak256(INPUT);
        wanted.programHash = keccak256("program");
        wanted.modelHash = keccak256("weights");
        assertEq(abi.encode(oracle.resultClaim(requestId)), abi.encode(wanted), "voided");
    }
}
