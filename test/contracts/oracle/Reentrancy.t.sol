// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { ReentrancyGuardTransient } from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import { RequestStatus } from "../../../contracts/interfaces/IModelOracle.sol";
import { Reentrant } from "./Consumers.sol";
import { OracleTest } from "./OracleTest.sol";

/// @notice Every way back in, from a callback and from each payment: refused, or harmless.
contract ReentrancyTest is OracleTest {
    Reentrant private attacker;

    function setUp() public override {
        super.setUp();
        attacker = new Reentrant(oracle);
    }

    /// @dev During a callback, `data` is refused by the guard, and the answer stands.
    function refusedInCallback(uint256 requestId, bytes memory data) private {
        attacker.load(data, 0);
        answer(requestId);
        assertFalse(attacker.armed(), "the callback ran");
        assertFalse(attacker.succeeded(), "refused");
        assertEq(
            attacker.returned(),
            abi.encodeWithSelector(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector),
            "by the guard"
        );
        assertStatus(requestId, RequestStatus.Answered);
    }

    function test_callback_intoSubmit_isRefused() external {
        uint256 other = ask();
        uint256 requestId = askFor(address(attacker), 500_000);
        refusedInCallback(requestId, abi.encodeCall(oracle.submitResult, (other, OUTPUT, TRACE)));
        assertStatus(other, RequestStatus.Requested);
    }

    function test_callback_intoFinalizeOfAnother_isRefused() external {
        uint256 other = askAndAnswer();
        passWindow();
        uint256 requestId = askFor(address(attacker), 500_000);
        refusedInCallback(requestId, abi.encodeCall(oracle.finalize, (other)));
        oracle.finalize(other);
        assertEq(receiver.balance, 0.007 ether, "paid once");
    }

    function test_callback_intoRefund_isRefused() external {
        uint256 other = ask();
        passDeadline();
        uint256 requestId = askFor(address(attacker), 500_000);
        refusedInCallback(requestId, abi.encodeCall(oracle.refund, (other)));
    }

    function test_callback_intoWithdraw_isRefused() external {
        refusedInCallback(askFor(address(attacker), 500_000), abi.encodeCall(oracle.withdraw, (payer)));
    }

    function test_callback_intoUnstake_isRefused() external {
        refusedInCallback(askFor(address(attacker), 500_000), abi.encodeCall(oracle.unstake, (1)));
    }

    function test_callback_intoRetryCallback_isRefused() external {
        uint256 requestId = askFor(address(attacker), 500_000);
        refusedInCallback(requestId, abi.encodeCall(oracle.retryCallback, (requestId, OUTPUT)));
    }

    function test_retriedCallback_intoFinalize_isRefused_soNothingIsFinalTwice() external {
        uint256 requestId = askFor(address(attacker), 500_000);
        ask(); // another fee that could be taken
        attacker.setFailing(true);
        answer(requestId);
        attacker.setFailing(false);
        passWindow();
        attacker.load(abi.encodeCall(oracle.finalize, (requestId)), 0);
        oracle.retryCallback(requestId, OUTPUT);
        assertFalse(attacker.armed(), "the callback ran");
        assertFalse(attacker.succeeded(), "refused");
        assertStatus(requestId, RequestStatus.Answered);
        oracle.finalize(requestId);
        assertEq(receiver.balance, 0.007 ether, "paid once");
    }

    function test_callback_intoRequestCallback_works_andBothRequestsAreWhole() external {
        vm.deal(address(attacker), 1 ether);
        uint256 requestId = askFor(address(attacker), 1_000_000);
        attacker.load(abi.encodeCall(oracle.requestCallback, (modelId, "and then?", address(0), 0, "")), 1 ether);
        answer(requestId);
        assertTrue(attacker.succeeded(), "asked from inside the callback");
        uint256 next = oracle.requestCount();
        assertEq(next, requestId + 1, "next id");
        assertStatus(requestId, RequestStatus.Answered);
        assertTrue(oracle.request(requestId).callbackDone, "delivered");
        assertStatus(next, RequestStatus.Requested);
        assertEq(oracle.request(next).payer, address(attacker), "payer");
        assertEq(address(attacker).balance, 1 ether - PRICE, "surplus came back inside the callback");
        answer(next);
        passWindow();
        oracle.finalize(requestId);
        oracle.finalize(next);
        assertEq(receiver.balance, 0.014 ether, "both paid");
        assertEq(operator.balance, 0.006 ether + 1_000_000 gwei, "both paid");
        assertEq(address(oracle).balance, 10 ether, "nothing left behind");
    }

    function test_callback_intoStake_works_andTheBooksHold() external {
        vm.deal(address(attacker), 2 ether);
        attacker.load(abi.encodeCall(oracle.stake, ()), 2 ether);
        answer(askFor(address(attacker), 500_000));
        assertEq(oracle.freeStakeOf(address(attacker)), 2 ether, "staked");
        assertEq(oracle.freeStakeOf(operator), 10 ether - BOND, "operator's untouched");
    }

    /// @dev The attacker asks with a surplus; the push of the surplus comes back in.
    function askWithSurplus(bytes memory data, uint256 valueWei) private {
        vm.deal(address(attacker), 5 ether);
        attacker.load(data, valueWei);
        bool ok = attacker.run(abi.encodeCall(oracle.requestCallback, (modelId, INPUT, address(0), 0, "")), 1 ether);
        assertTrue(ok, "asked");
    }

    function test_surplus_intoFinalizeOfAnother_paysOnce() external {
        uint256 other = askAndAnswer();
        passWindow();
        askWithSurplus(abi.encodeCall(oracle.finalize, (other)), 0);
        if (!oracle.isFinalized(other)) oracle.finalize(other);
        assertEq(receiver.balance, 0.007 ether, "paid once");
        assertEq(address(oracle).balance + address(attacker).balance, 15 ether, "no wei made");
    }

    function test_surplus_intoRefundOfTheSameRequest_isTooEarly() external {
        askWithSurplus(abi.encodeCall(oracle.refund, (1)), 0);
        assertFalse(attacker.succeeded(), "too early");
        assertStatus(1, RequestStatus.Requested);
        assertEq(address(oracle).balance, 10 ether + PRICE + oracle.creditOf(address(attacker)), "fee held");
    }

    function test_surplus_intoAnotherRequest_keepsTheBooks() external {
        askWithSurplus(abi.encodeCall(oracle.requestCallback, (modelId, INPUT, address(0), 0, "")), PRICE);
        uint256 count = oracle.requestCount();
        uint256 credit = oracle.creditOf(address(attacker));
        assertEq(address(oracle).balance, 10 ether + count * PRICE + credit, "fees of all requests, and credits");
        assertEq(address(oracle).balance + address(attacker).balance, 15 ether, "no wei made");
    }

    function test_refundPush_intoRefundAgain_isRefused() external {
        vm.deal(address(attacker), 1 ether);
        attacker.run(abi.encodeCall(oracle.requestCallback, (modelId, INPUT, address(0), 0, "")), PRICE);
        ask(); // another fee that could be taken
        attacker.load(abi.encodeCall(oracle.refund, (1)), 0);
        passDeadline();
        oracle.refund(1);
        assertFalse(attacker.succeeded(), "refused");
        assertEq(address(attacker).balance + oracle.creditOf(address(attacker)), 1 ether, "its fee, once");
        assertEq(address(oracle).balance, 10 ether + PRICE + oracle.creditOf(address(attacker)), "the other fee is held");
    }

    function test_finalizePush_intoFinalizeAgain_isRefused() external {
        modelId = oracle.registerModel(modelTo(address(attacker), PRICE));
        uint256 requestId = askAndAnswer();
        uint256 other = askAndAnswer();
        passWindow();
        attacker.load(abi.encodeCall(oracle.finalize, (other)), 0);
        oracle.finalize(requestId);
        assertFalse(attacker.succeeded(), "refused");
        assertStatus(other, RequestStatus.Answered);
        assertEq(address(attacker).balance + oracle.creditOf(address(attacker)), 0.007 ether, "paid once");
    }

    function test_unstakePush_intoUnstakeAgain_isRefused() external {
        vm.deal(address(attacker), 2 ether);
        attacker.run(abi.encodeCall(oracle.stake, ()), 2 ether);
        attacker.load(abi.encodeCall(oracle.unstake, (2 ether)), 0);
        assertTrue(attacker.run(abi.encodeCall(oracle.unstake, (2 ether)), 0), "unstaked");
        assertFalse(attacker.succeeded(), "refused");
        assertEq(address(attacker).balance, 2 ether, "its stake, once");
        assertEq(address(oracle).balance, 10 ether, "the others' stake is there");
    }

    function test_withdrawPush_intoWithdrawAgain_isRefused() external {
        // A credit arises from a push that ran out of its bounded gas inside the attacker's own call.
        vm.deal(address(attacker), 5 ether);
        attacker.load(abi.encodeCall(oracle.requestCallback, (modelId, new bytes(4096), address(0), 0, "")), PRICE);
        attacker.run(abi.encodeCall(oracle.requestCallback, (modelId, INPUT, address(0), 0, "")), 1 ether);
        uint256 credit = oracle.creditOf(address(attacker));
        assertEq(credit, 1 ether - PRICE, "credited");
        attacker.load(abi.encodeCall(oracle.withdraw, (address(attacker))), 0);
        oracle.withdraw(address(attacker));
        assertFalse(attacker.succeeded(), "refused");
        assertEq(address(attacker).balance, 5 ether - PRICE, "its credit, once");
    }
}
