// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IAIOracle } from "../../../contracts/interfaces/IAIOracle.sol";
import { IModelOracle, Model, Request, RequestStatus } from "../../../contracts/interfaces/IModelOracle.sol";
import { Collector, Mute } from "./Consumers.sol";
import { OracleTest } from "./OracleTest.sol";

/// @notice Answers, callbacks, finality and refunds; leaves in AIOracle.tree.
contract AnswersTest is OracleTest {
    function expectWrongStatus(uint256 requestId, RequestStatus status) private {
        expectRevertWith(abi.encodeWithSelector(IModelOracle.AIOracle_WrongStatus.selector, requestId, status));
    }

    // submitResult

    function test_submitResult_unknownRequest_reverts() external {
        vm.prank(operator);
        expectWrongStatus(5, RequestStatus.None);
        oracle.submitResult(5, OUTPUT, TRACE);
    }

    function test_submitResult_storesEmitsAndLocksTheBond() external {
        uint256 requestId = ask();
        uint256 finalizableAt = block.timestamp + CHALLENGE;
        vm.expectEmit(address(oracle));
        emit IAIOracle.AICallbackResult(payer, requestId, operator, OUTPUT);
        vm.expectEmit(address(oracle));
        emit IModelOracle.ResultSubmitted(requestId, operator, keccak256(OUTPUT), TRACE, BOND, finalizableAt);
        answer(requestId);
        Request memory made = oracle.request(requestId);
        assertEq(made.operator, operator, "operator");
        assertEq(made.outputHash, keccak256(OUTPUT), "output");
        assertEq(made.traceRoot, TRACE, "trace");
        assertEq(made.bondWei, BOND, "bond");
        assertEq(made.finalizableAt, finalizableAt, "window");
        assertTrue(made.callbackDone, "no callback asked for");
    }

    function test_submitResult_inTheSecondOfTheDeadline_isTaken() external {
        uint256 requestId = ask();
        vm.warp(block.timestamp + RESPONSE);
        answer(requestId);
        assertStatus(requestId, RequestStatus.Answered);
    }

    function test_submitResult_outputTooLong_reverts() external {
        uint256 requestId = ask();
        vm.prank(operator);
        expectRevertWith(abi.encodeWithSelector(IModelOracle.AIOracle_OutputTooLong.selector, 16_385, 16_384));
        oracle.submitResult(requestId, new bytes(16_385), TRACE);
        vm.prank(operator);
        oracle.submitResult(requestId, new bytes(16_384), TRACE);
        assertStatus(requestId, RequestStatus.Answered);
    }

    function test_submitResult_withoutTheBond_reverts() external {
        uint256 requestId = ask();
        vm.warp(block.timestamp + ASSIGNMENT);
        address poor = account("poor");
        stakeAs(poor, BOND - 1);
        vm.prank(poor);
        expectRevertWith(abi.encodeWithSelector(IModelOracle.AIOracle_NotEnoughStake.selector, poor, BOND - 1, BOND));
        oracle.submitResult(requestId, OUTPUT, TRACE);
    }

    function test_submitResult_ethSent_isStakedFirst() external {
        uint256 requestId = ask();
        vm.warp(block.timestamp + ASSIGNMENT);
        address late = account("late");
        vm.deal(late, BOND + 1);
        vm.expectEmit(address(oracle));
        emit IModelOracle.Staked(late, BOND + 1, BOND + 1);
        vm.prank(late);
        oracle.submitResult{ value: BOND + 1 }(requestId, OUTPUT, TRACE);
        assertEq(oracle.freeStakeOf(late), 1, "free stake");
        assertEq(oracle.request(requestId).operator, late, "operator");
    }

    function test_submitResult_callback_getsOutputDataAndItsGas() external {
        Collector consumer = new Collector();
        uint256 requestId = askFor(address(consumer), 300_000);
        vm.expectEmit(address(oracle));
        emit IModelOracle.CallbackDelivered(requestId, address(consumer), true);
        answer(requestId);
        assertEq(consumer.requestId(), requestId, "request id");
        assertEq(consumer.output(), OUTPUT, "output");
        assertEq(consumer.callbackData(), "data", "data");
        assertLe(consumer.gasSeen(), 300_000, "not more gas than paid for");
        assertLe(299_000, consumer.gasSeen(), "not less");
        assertTrue(oracle.request(requestId).callbackDone, "done");
    }

    // retryCallback

    function failedCallback() private returns (Collector consumer, uint256 requestId) {
        consumer = new Collector();
        consumer.setFailing(true);
        requestId = askFor(address(consumer), 300_000);
        answer(requestId);
        assertFalse(oracle.request(requestId).callbackDone, "failed");
        assertStatus(requestId, RequestStatus.Answered);
    }

    function test_retryCallback_deliversOnce() external {
        (Collector consumer, uint256 requestId) = failedCallback();
        expectRevertWith(abi.encodeWithSelector(IModelOracle.AIOracle_CallbackFailed.selector, requestId));
        oracle.retryCallback(requestId, OUTPUT);
        consumer.setFailing(false);
        oracle.retryCallback(requestId, OUTPUT);
        assertEq(consumer.output(), OUTPUT, "output");
        expectRevertWith(abi.encodeWithSelector(IModelOracle.AIOracle_CallbackDone.selector, requestId));
        oracle.retryCallback(requestId, OUTPUT);
        assertEq(consumer.calls(), 1, "calls");
    }

    function test_retryCallback_afterFinality_delivers() external {
        (Collector consumer, uint256 requestId) = failedCallback();
        passWindow();
        oracle.finalize(requestId);
        consumer.setFailing(false);
        oracle.retryCallback(requestId, OUTPUT);
        assertEq(consumer.calls(), 1, "calls");
    }

    function test_retryCallback_otherOutput_reverts() external {
        (, uint256 requestId) = failedCallback();
        expectRevertWith(abi.encodeWithSelector(IModelOracle.AIOracle_WrongOutput.selector, requestId));
        oracle.retryCallback(requestId, "another answer");
    }

    function test_retryCallback_noAnswerOrNoCallback_reverts() external {
        uint256 requestId = ask();
        expectWrongStatus(requestId, RequestStatus.Requested);
        oracle.retryCallback(requestId, OUTPUT);
        answer(requestId);
        expectRevertWith(abi.encodeWithSelector(IModelOracle.AIOracle_CallbackDone.selector, requestId));
        oracle.retryCallback(requestId, OUTPUT);
    }

    function test_retryCallback_afterAVoid_deliversTheNewAnswerOnly() external {
        (Collector consumer, uint256 requestId) = failedCallback();
        voidFor(requestId, payer);
        expectWrongStatus(requestId, RequestStatus.Requested);
        oracle.retryCallback(requestId, OUTPUT);
        vm.prank(operator);
        oracle.submitResult(requestId, "better", TRACE);
        consumer.setFailing(false);
        expectRevertWith(abi.encodeWithSelector(IModelOracle.AIOracle_WrongOutput.selector, requestId));
        oracle.retryCallback(requestId, OUTPUT);
        oracle.retryCallback(requestId, "better");
        assertEq(consumer.output(), "better", "output");
    }

    // finalize

    function test_finalize_unanswered_reverts() external {
        uint256 requestId = ask();
        expectWrongStatus(requestId, RequestStatus.Requested);
        oracle.finalize(requestId);
    }

    function test_finalize_callbackGas_isTheOperators() external {
        Collector consumer = new Collector();
        uint256 requestId = askFor(address(consumer), 300_000);
        answer(requestId);
        passWindow();
        oracle.finalize(requestId);
        assertEq(operator.balance, 0.003 ether + 300_000 gwei, "operator");
        assertEq(receiver.balance, 0.007 ether, "model");
    }

    function test_finalize_operatorWhoCannotReceive_isCredited() external {
        Mute mute = new Mute();
        vm.deal(address(mute), 2 ether);
        mute.stake(oracle, 2 ether);
        uint256 requestId = ask();
        vm.warp(block.timestamp + ASSIGNMENT);
        mute.submit(oracle, requestId, OUTPUT);
        passWindow();
        oracle.finalize(requestId);
        assertEq(oracle.creditOf(address(mute)), 0.003 ether, "credit");
        assertEq(receiver.balance, 0.007 ether, "the model is paid all the same");
    }

    // refund

    function test_refund_beforeAndInTheSecondOfTheDeadline_reverts() external {
        uint256 requestId = ask();
        uint256 deadline = block.timestamp + RESPONSE;
        vm.warp(deadline);
        expectRevertWith(
            abi.encodeWithSelector(IModelOracle.AIOracle_DeadlineNotPassed.selector, requestId, deadline)
        );
        oracle.refund(requestId);
    }

    function test_refund_afterTheDeadline_byAnyone_toThePayer_once() external {
        uint256 requestId = ask();
        passDeadline();
        vm.expectEmit(address(oracle));
        emit IModelOracle.RequestRefunded(requestId, payer, PRICE);
        vm.prank(account("passer-by"));
        oracle.refund(requestId);
        assertEq(payer.balance, 100 ether, "all back");
        expectWrongStatus(requestId, RequestStatus.Refunded);
        oracle.refund(requestId);
    }

    /// @dev Every fee is split without a wei lost or made, whatever the price, the gas and the parts.
    function testFuzz_finalize_splitsTheFeeExactly(uint128 priceWei, uint16 operatorBps, uint64 gasLimit, uint64 gasPrice)
        external
    {
        priceWei = uint128(bound(priceWei, 0, 1_000_000 ether));
        gasLimit = uint64(bound(gasLimit, 1, 5_000_000));
        useOracle(uint16(bound(operatorBps, 0, 10_000)), gasPrice);
        modelId = oracle.registerModel(modelTo(receiver, priceWei));
        uint256 feeWei = oracle.estimateFee(modelId, gasLimit);
        assertEq(feeWei, uint256(priceWei) + uint256(gasLimit) * gasPrice, "fee");
        vm.deal(payer, feeWei);
        // An account without code: the callback succeeds at once.
        uint256 requestId = askFor(account("consumer"), gasLimit);
        assertEq(payer.balance, 0, "paid");
        uint256 operatorBefore = operator.balance;
        answer(requestId);
        passWindow();
        oracle.finalize(requestId);
        uint256 operatorWei = operator.balance - operatorBefore;
        assertEq(operatorWei + receiver.balance, feeWei, "the parts are the fee");
        uint256 modelWei = receiver.balance;
        assertLe(uint256(priceWei) * (10_000 - oracle.settings().operatorBps), modelWei * 10_000, "rounds to the model");
        assertEq(address(oracle).balance, 10 ether, "nothing left behind");
    }
}
