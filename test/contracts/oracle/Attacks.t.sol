// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IModelOracle, RequestStatus } from "../../../contracts/interfaces/IModelOracle.sol";
import { IModelRegistry } from "../../../contracts/interfaces/IModelRegistry.sol";
import { Griefer, Mute } from "./Consumers.sol";
import { OracleTest } from "./OracleTest.sol";

/// @notice Puts ETH where nobody asked for it.
contract Forcer {
    constructor(address payable to) payable {
        selfdestruct(to);
    }
}

/// @notice Each attack on an oracle by name; the attacker gains nothing, nobody else loses.
contract AttacksTest is OracleTest {
    function expectWrongStatus(uint256 requestId, RequestStatus status) private {
        expectRevertWith(abi.encodeWithSelector(IModelOracle.AIOracle_WrongStatus.selector, requestId, status));
    }

    // Griefing callbacks: the answer stands, the operator is paid, the request becomes final.

    function griefedRequestIsSettled(Griefer.Mode mode, uint64 gasLimit) private {
        uint256 requestId = askFor(address(new Griefer(mode)), gasLimit);
        vm.prank(operator);
        uint256 gasBefore = gasleft();
        oracle.submitResult(requestId, OUTPUT, TRACE);
        assertLe(gasBefore - gasleft(), uint256(gasLimit) + 400_000, "pays for the callback's gas and no more");
        assertFalse(oracle.request(requestId).callbackDone, "not delivered");
        passWindow();
        oracle.finalize(requestId);
        assertEq(operator.balance, 0.003 ether + uint256(gasLimit) * GAS_PRICE, "operator");
        assertEq(receiver.balance, 0.007 ether, "model");
    }

    function test_attack_callbackReverts_answerStands() external {
        griefedRequestIsSettled(Griefer.Mode.Revert, 100_000);
    }

    function test_attack_callbackBurnsAllGas_answerStands() external {
        griefedRequestIsSettled(Griefer.Mode.BurnGas, 5_000_000);
    }

    function test_attack_callbackRevertsWithABomb_copiesNothing() external {
        griefedRequestIsSettled(Griefer.Mode.RevertBomb, 5_000_000);
    }

    function test_attack_callbackReturnsABomb_copiesNothing() external {
        uint256 requestId = askFor(address(new Griefer(Griefer.Mode.ReturnBomb)), 5_000_000);
        // Half a megabyte costs the callee 530,000 gas; copying it would cost us as much again.
        uint256 gasBefore = gasleft();
        answer(requestId);
        assertLe(gasBefore - gasleft(), 900_000, "copied nothing");
        assertStatus(requestId, RequestStatus.Answered);
    }

    // Starving

    function test_attack_operatorStarvesTheCallback_isRefused() external {
        Griefer consumer = new Griefer(Griefer.Mode.BurnGas);
        uint256 requestId = askFor(address(consumer), 1_000_000);
        // Whatever gas is brought: too little reverts as a whole, so that there is never an answer without its callback.
        for (uint256 gas_ = 200_000; gas_ < 1_200_000; gas_ += 100_000) {
            vm.prank(operator);
            (bool ok,) = address(oracle).call{ gas: gas_ }(abi.encodeCall(oracle.submitResult, (requestId, OUTPUT, TRACE)));
            assertFalse(ok, "refused");
            assertStatus(requestId, RequestStatus.Requested);
        }
        vm.prank(operator);
        (bool enough,) =
            address(oracle).call{ gas: 1_400_000 }(abi.encodeCall(oracle.submitResult, (requestId, OUTPUT, TRACE)));
        assertTrue(enough, "enough");
    }

    function test_attack_finalizeWithLittleGas_cannotTurnAPaymentIntoACredit() external {
        uint256 requestId = askAndAnswer();
        passWindow();
        for (uint256 gas_ = 40_000; gas_ < 400_000; gas_ += 4_000) {
            (bool ok,) = address(oracle).call{ gas: gas_ }(abi.encodeCall(oracle.finalize, (requestId)));
            if (ok) break;
        }
        assertTrue(oracle.isFinalized(requestId), "final with the least gas that works");
        assertEq(oracle.creditOf(receiver), 0, "pushed");
        assertEq(receiver.balance, 0.007 ether, "model");
        assertEq(operator.balance, 0.003 ether, "operator");
    }

    // Order and time

    function test_attack_answerTwice_reverts() external {
        uint256 requestId = askAndAnswer();
        vm.prank(operator);
        expectWrongStatus(requestId, RequestStatus.Answered);
        oracle.submitResult(requestId, "another", TRACE);
    }

    function test_attack_answerAfterTheDeadline_reverts() external {
        uint256 requestId = ask();
        uint256 deadline = block.timestamp + RESPONSE;
        vm.warp(deadline + 1);
        vm.prank(operator);
        expectRevertWith(abi.encodeWithSelector(IModelOracle.AIOracle_DeadlinePassed.selector, requestId, deadline));
        oracle.submitResult(requestId, OUTPUT, TRACE);
        oracle.refund(requestId);
        vm.prank(operator);
        expectWrongStatus(requestId, RequestStatus.Refunded);
        oracle.submitResult(requestId, OUTPUT, TRACE);
        assertEq(payer.balance, 100 ether, "payer has it back");
    }

    function test_attack_frontRunningTheAssignedOperator_reverts() external {
        address thief = account("thief");
        uint256 requestId = ask();
        stakeAs(thief, 5 ether);
        uint256 assignedUntil = block.timestamp + ASSIGNMENT;
        vm.warp(assignedUntil - 1);
        vm.prank(thief);
        expectRevertWith(
            abi.encodeWithSelector(IModelOracle.AIOracle_Assigned.selector, requestId, operator, assignedUntil)
        );
        oracle.submitResult(requestId, OUTPUT, TRACE);
        vm.warp(assignedUntil);
        vm.prank(thief);
        oracle.submitResult(requestId, OUTPUT, TRACE);
        assertEq(oracle.request(requestId).operator, thief, "open to all from then on");
    }

    function test_attack_unstakingALockedBond_reverts() external {
        uint256 requestId = askAndAnswer();
        vm.prank(operator);
        expectRevertWith(
            abi.encodeWithSelector(
                IModelOracle.AIOracle_NotEnoughStake.selector, operator, 10 ether - BOND, 10 ether
            )
        );
        oracle.unstake(10 ether);
        vm.prank(operator);
        oracle.unstake(10 ether - BOND);
        voidFor(requestId, payer);
        assertEq(operator.balance, 10 ether - BOND, "the bond was there to be slashed");
    }

    function test_attack_refundAfterAnAnswer_reverts() external {
        uint256 requestId = askAndAnswer();
        passDeadline();
        vm.prank(payer);
        expectWrongStatus(requestId, RequestStatus.Answered);
        oracle.refund(requestId);
        oracle.finalize(requestId);
        expectWrongStatus(requestId, RequestStatus.Finalized);
        oracle.refund(requestId);
    }

    function test_attack_finalizeEarly_reverts() external {
        uint256 requestId = askAndAnswer();
        uint256 finalizableAt = block.timestamp + CHALLENGE;
        vm.warp(finalizableAt - 1);
        expectRevertWith(abi.encodeWithSelector(IModelOracle.AIOracle_WindowOpen.selector, requestId, finalizableAt));
        oracle.finalize(requestId);
    }

    function test_attack_finalizeTwice_reverts() external {
        uint256 requestId = askAndAnswer();
        ask(); // another fee in escrow that could be taken
        passWindow();
        oracle.finalize(requestId);
        expectWrongStatus(requestId, RequestStatus.Finalized);
        oracle.finalize(requestId);
        assertEq(operator.balance, 0.003 ether, "operator paid once");
        assertEq(receiver.balance, 0.007 ether, "model paid once");
        assertEq(address(oracle).balance, 10 ether + PRICE, "the other fee is untouched");
    }

    function test_attack_voidAfterFinality_reverts() external {
        uint256 requestId = askAndAnswer();
        passWindow();
        oracle.finalize(requestId);
        vm.prank(game);
        expectWrongStatus(requestId, RequestStatus.Finalized);
        oracle.voidResult(requestId, game);
    }

    // Receivers and payers that refuse ETH

    function test_attack_receiverReverts_operatorIsPaidAndTheModelCredited() external {
        Mute mute = new Mute();
        modelId = oracle.registerModel(modelTo(address(mute), PRICE));
        uint256 requestId = askAndAnswer();
        passWindow();
        oracle.finalize(requestId);
        assertEq(operator.balance, 0.003 ether, "operator");
        assertEq(oracle.creditOf(address(mute)), 0.007 ether, "credit");
        mute.setOpen(true);
        oracle.withdraw(address(mute));
        assertEq(address(mute).balance, 0.007 ether, "paid later, by anyone");
    }

    function test_attack_payerWithoutReceive_isCreditedItsRefund() external {
        Mute mute = new Mute();
        vm.deal(address(mute), PRICE);
        uint256 requestId = mute.ask(oracle, modelId, PRICE);
        passDeadline();
        oracle.refund(requestId);
        assertEq(oracle.creditOf(address(mute)), PRICE, "credit");
        assertStatus(requestId, RequestStatus.Refunded);
    }

    function test_attack_challengerRefusesEth_theVoidStands() external {
        Mute mute = new Mute();
        uint256 requestId = askAndAnswer();
        voidFor(requestId, address(mute));
        assertStatus(requestId, RequestStatus.Requested);
        assertEq(oracle.creditOf(address(mute)), 0.25 ether, "credit");
    }

    function test_attack_voidedAnswerThenRefund_thePayerHasItsFeeBackOnce() external {
        uint256 requestId = askAndAnswer();
        voidFor(requestId, account("challenger"));
        uint256 deadline = block.timestamp + RESPONSE;
        expectRevertWith(
            abi.encodeWithSelector(IModelOracle.AIOracle_DeadlineNotPassed.selector, requestId, deadline)
        );
        oracle.refund(requestId);
        vm.warp(deadline + 1);
        oracle.refund(requestId);
        assertEq(payer.balance, 100 ether, "payer");
        assertEq(address(oracle).balance, 10 ether - BOND, "only the free stake is left");
        expectWrongStatus(requestId, RequestStatus.Refunded);
        oracle.refund(requestId);
        expectWrongStatus(requestId, RequestStatus.Refunded);
        oracle.finalize(requestId);
    }

    // Crowds and presents

    function test_attack_operatorListGriefing_requestsCostTheSame() external {
        ask();
        uint256 gasBefore = gasleft();
        ask();
        uint256 few = gasBefore - gasleft();
        for (uint256 i = 1; i <= 500; ++i) stakeAs(address(uint160(0x100000 + i)), MIN_STAKE);
        ask();
        gasBefore = gasleft();
        ask();
        assertLe(gasBefore - gasleft(), few + 5_000, "with 501 operators");
        address last = oracle.operators()[500];
        gasBefore = gasleft();
        vm.prank(last);
        oracle.unstake(1);
        assertLe(gasBefore - gasleft(), 80_000, "leaving is as cheap");
    }

    function test_attack_dustStakers_areNeverAssigned() external {
        for (uint256 i = 1; i <= 50; ++i) stakeAs(address(uint160(0x100000 + i)), 1);
        assertEq(oracle.operators().length, 1, "below the least stake nobody is listed");
    }

    function test_attack_forcedEth_changesNoBooks() external {
        uint256 requestId = askAndAnswer();
        vm.deal(address(this), 7 ether);
        new Forcer{ value: 7 ether }(payable(address(oracle)));
        passWindow();
        oracle.finalize(requestId);
        assertEq(address(oracle).balance, 17 ether, "it stays where it is");
        assertEq(oracle.freeStakeOf(operator), 10 ether, "nobody's stake");
        assertEq(receiver.balance, 0.007 ether, "nobody's revenue");
    }

    function test_attack_plainTransfer_isRefused() external {
        vm.prank(payer);
        (bool ok,) = address(oracle).call{ value: 1 ether }("");
        assertFalse(ok, "no receive");
    }

    function test_attack_modelWhoseReceiverIsTheOracle_isRefused() external {
        expectRevertWith(abi.encodeWithSelector(IModelRegistry.AIOracle_BadParameter.selector, "receiver"));
        oracle.registerModel(modelTo(address(oracle), PRICE));
    }
}
