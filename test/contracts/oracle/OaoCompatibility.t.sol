// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { AIOracleCallbackReceiver, IOaoOracle, OaoPrompt } from "../../../contracts/mocks/OaoPrompt.sol";
import { Vm } from "../Base.sol";
import { OracleTest } from "./OracleTest.sol";

/// @notice A consumer that knows only OAO's published shape works against our oracle unchanged.
contract OaoCompatibilityTest is OracleTest {
    uint64 private constant GAS = 500_000;
    bytes32 private constant REQUEST_TOPIC =
        keccak256("AICallbackRequest(address,uint256,uint256,bytes,address,uint64,bytes)");
    bytes32 private constant RESULT_TOPIC = keccak256("AICallbackResult(address,uint256,address,bytes)");

    OaoPrompt private prompt;

    function setUp() public override {
        super.setUp();
        prompt = new OaoPrompt(IOaoOracle(address(oracle)));
        prompt.setCallbackGasLimit(modelId, GAS);
    }

    function askThroughPrompt() private {
        uint256 feeWei = prompt.estimateFee(modelId);
        vm.prank(payer);
        prompt.calculateAIResult{ value: feeWei }(modelId, string(INPUT));
    }

    function test_estimateFee_asTheConsumerSeesIt() external view {
        assertEq(prompt.estimateFee(modelId), PRICE + GAS * GAS_PRICE, "fee");
    }

    function test_oaoPrompt_asksAndStoresTheAnswer_thenFinality() external {
        askThroughPrompt();
        (address sender, uint256 asked, bytes memory input,) = prompt.requests(1);
        assertEq(sender, payer, "sender");
        assertEq(asked, modelId, "model");
        assertEq(input, INPUT, "input");
        answer(1);
        assertEq(prompt.getAIResult(modelId, string(INPUT)), string(OUTPUT), "answer");
        assertFalse(prompt.isFinalized(1), "not yet final");
        passWindow();
        oracle.finalize(1);
        assertTrue(prompt.isFinalized(1), "final");
    }

    function test_oaoPrompt_answerIsReplacedAfterAWonChallenge() external {
        askThroughPrompt();
        answer(1);
        voidFor(1, account("challenger"));
        vm.prank(operator);
        oracle.submitResult(1, "the right answer", TRACE);
        assertEq(prompt.getAIResult(modelId, string(INPUT)), "the right answer", "replaced");
    }

    function test_oaoPrompt_callbackFromAnyoneElse_reverts() external {
        expectRevertWith(
            abi.encodeWithSelector(
                AIOracleCallbackReceiver.UnauthorizedCallbackSource.selector, address(oracle), address(this)
            )
        );
        prompt.aiOracleCallback(1, OUTPUT, "");
    }

    function test_events_haveOaosTopicsAndData() external {
        vm.recordLogs();
        askThroughPrompt();
        Vm.Log memory log = findLog(REQUEST_TOPIC);
        assertEq(log.topics.length, 3, "indexed: account, requestId");
        assertEq(log.topics[1], bytes32(uint256(uint160(address(prompt)))), "account");
        assertEq(log.topics[2], bytes32(uint256(1)), "requestId");
        assertEq(log.data, abi.encode(modelId, INPUT, address(prompt), GAS, bytes("")), "data");

        answer(1);
        log = findLog(RESULT_TOPIC);
        assertEq(log.topics.length, 3, "indexed: account, requestId");
        assertEq(log.topics[1], bytes32(uint256(uint160(address(prompt)))), "account");
        assertEq(log.topics[2], bytes32(uint256(1)), "requestId");
        assertEq(log.data, abi.encode(operator, OUTPUT), "data");
    }

    /// @dev Topics and selector as deployed OAO contracts and their readers use them.
    function test_selectors_areThePublishedOnes() external pure {
        assertEq(bytes32(IOaoOracle.requestCallback.selector), bytes32(bytes4(keccak256("requestCallback(uint256,bytes,address,uint64,bytes)"))), "request");
        assertEq(bytes32(AIOracleCallbackReceiver.aiOracleCallback.selector), bytes32(bytes4(0xb0347814)), "callback");
    }

    function findLog(bytes32 topic) private returns (Vm.Log memory) {
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].topics[0] == topic && logs[i].emitter == address(oracle)) return logs[i];
        }
        revert("no such log");
    }
}
