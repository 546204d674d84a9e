// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IModelOracle, Model, OracleSettings, Request, RequestStatus } from "../../../contracts/interfaces/IModelOracle.sol";
import { IModelRegistry } from "../../../contracts/interfaces/IModelRegistry.sol";
import { AIOracle } from "../../../contracts/oracle/AIOracle.sol";
import { OracleTest } from "./OracleTest.sol";
import { Mute } from "./Consumers.sol";

/// @notice Registry, requests and answers; leaves in AIOracle.tree.
contract AIOracleTest is OracleTest {
    function test_lifeOfARequest_paysOperatorAndModelToTheWei() external {
        uint256 requestId = ask();
        assertStatus(requestId, RequestStatus.Requested);
        assertEq(address(oracle).balance, 10 ether + PRICE, "fee in escrow");
        answer(requestId);
        assertStatus(requestId, RequestStatus.Answered);
        assertEq(oracle.freeStakeOf(operator), 10 ether - BOND, "bond locked");
        assertEq(receiver.balance, 0, "no revenue before final");
        assertFalse(oracle.isFinalized(requestId), "not final");
        passWindow();
        expectEmitFinalized(requestId);
        oracle.finalize(requestId);
        assertTrue(oracle.isFinalized(requestId), "final");
        assertEq(operator.balance, 0.003 ether, "operator's part");
        assertEq(receiver.balance, 0.007 ether, "model's part");
        assertEq(oracle.freeStakeOf(operator), 10 ether, "bond back");
        assertEq(address(oracle).balance, 10 ether, "nothing left behind");
    }

    function expectEmitFinalized(uint256 requestId) private {
        vm.expectEmit(address(oracle));
        emit IModelOracle.RequestFinalized(requestId, operator, 0.003 ether, 0.007 ether);
    }

    // constructor

    function expectBadSettings(OracleSettings memory chosen, string memory name) private {
        expectRevertWith(abi.encodeWithSelector(IModelRegistry.AIOracle_BadParameter.selector, name));
        new AIOracle(chosen);
    }

    function test_constructor_refusesSettingsThatBreakAPromise() external {
        OracleSettings memory chosen = defaultSettings();
        chosen.resultBondWei = 0;
        expectBadSettings(chosen, "resultBondWei");
        chosen = defaultSettings();
        chosen.minStakeWei = 0;
        expectBadSettings(chosen, "minStakeWei");
        chosen = defaultSettings();
        chosen.minStakeWei = BOND - 1;
        expectBadSettings(chosen, "minStakeWei");
        chosen = defaultSettings();
        chosen.operatorBps = 10_001;
        expectBadSettings(chosen, "operatorBps");
        chosen = defaultSettings();
        chosen.burnBps = 10_001;
        expectBadSettings(chosen, "burnBps");
        chosen = defaultSettings();
        chosen.responseSec = ASSIGNMENT;
        expectBadSettings(chosen, "responseSec");
        chosen = defaultSettings();
        chosen.challengeSec = 0;
        expectBadSettings(chosen, "challengeSec");
    }

    function test_settings_areWhatTheConstructorWasGiven() external view {
        assertEq(abi.encode(oracle.settings()), abi.encode(defaultSettings()), "settings");
    }

    // registerModel

    function expectBadModel(Model memory newModel, string memory name) private {
        expectRevertWith(abi.encodeWithSelector(IModelRegistry.AIOracle_BadParameter.selector, name));
        oracle.registerModel(newModel);
    }

    function test_registerModel_refusesBadUriReceiverAndPrice() external {
        Model memory newModel = modelTo(receiver, PRICE);
        newModel.uri = "";
        expectBadModel(newModel, "uri");
        newModel.uri = string(new bytes(257));
        expectBadModel(newModel, "uri");
        expectBadModel(modelTo(address(0), PRICE), "receiver");
        expectBadModel(modelTo(address(oracle), PRICE), "receiver");
        expectBadModel(modelTo(receiver, 1_000_000 ether + 1), "priceWei");
    }

    function test_registerModel_takesTheLimits_andCountsFromOne() external {
        assertEq(modelId, 1, "first id");
        Model memory newModel = modelTo(receiver, 1_000_000 ether);
        newModel.uri = string(new bytes(256));
        vm.expectEmit(address(oracle));
        emit IModelRegistry.ModelRegistered(
            2, newModel.modelHash, newModel.programHash, receiver, newModel.priceWei, newModel.uri
        );
        vm.prank(payer);
        assertEq(oracle.registerModel(newModel), 2, "second id");
        assertEq(oracle.modelCount(), 2, "count");
        assertEq(abi.encode(oracle.model(2)), abi.encode(newModel), "stored");
    }

    function test_model_unknown_reverts() external {
        expectRevertWith(abi.encodeWithSelector(IModelRegistry.AIOracle_UnknownModel.selector, 2));
        oracle.model(2);
        expectRevertWith(abi.encodeWithSelector(IModelRegistry.AIOracle_UnknownModel.selector, 0));
        oracle.estimateFee(0, 0);
    }

    function test_estimateFee_isPriceAndCallbackGas() external view {
        assertEq(oracle.estimateFee(modelId, 0), PRICE, "price");
        assertEq(oracle.estimateFee(modelId, 100_000), PRICE + 100_000 gwei, "with gas");
    }

    // requestCallback

    function expectBadRequest(bytes memory err, bytes memory input, address consumer, uint64 gasLimit, uint256 dataBytes)
        private
    {
        vm.prank(payer);
        expectRevertWith(err);
        oracle.requestCallback{ value: 1 ether }(modelId, input, consumer, gasLimit, new bytes(dataBytes));
    }

    function badParameter(string memory name) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IModelRegistry.AIOracle_BadParameter.selector, name);
    }

    function test_requestCallback_refusesWhatIsOutOfBounds() external {
        expectBadRequest(badParameter("input"), "", address(0), 0, 0);
        bytes memory err = abi.encodeWithSelector(IModelOracle.AIOracle_InputTooLong.selector, 4097, 4096);
        expectBadRequest(err, new bytes(4097), address(0), 0, 0);
        expectBadRequest(badParameter("gasLimit"), INPUT, address(0), 1, 0);
        expectBadRequest(badParameter("gasLimit"), INPUT, address(this), 0, 0);
        expectBadRequest(badParameter("gasLimit"), INPUT, address(this), 5_000_001, 0);
        expectBadRequest(badParameter("callbackData"), INPUT, address(this), 1, 1025);
    }

    function test_requestCallback_takesTheLimits() external {
        uint256 feeWei = oracle.estimateFee(modelId, 5_000_000);
        vm.prank(payer);
        uint256 requestId = oracle.requestCallback{ value: feeWei }(
            modelId, new bytes(4096), address(this), 5_000_000, new bytes(1024)
        );
        Request memory made = oracle.request(requestId);
        assertEq(made.callbackData.length, 1024, "data");
        assertEq(made.feeWei, PRICE + 5_000_000 gwei, "fee");
    }

    function test_requestCallback_unknownModel_reverts() external {
        vm.prank(payer);
        expectRevertWith(abi.encodeWithSelector(IModelRegistry.AIOracle_UnknownModel.selector, 7));
        oracle.requestCallback{ value: 1 ether }(7, INPUT, address(0), 0, "");
    }

    function test_requestCallback_lessThanTheFee_reverts() external {
        vm.prank(payer);
        expectRevertWith(abi.encodeWithSelector(IModelOracle.AIOracle_FeeTooLow.selector, PRICE - 1, PRICE));
        oracle.requestCallback{ value: PRICE - 1 }(modelId, INPUT, address(0), 0, "");
    }

    function test_requestCallback_surplus_goesBackAtOnce() external {
        vm.prank(payer);
        oracle.requestCallback{ value: 3 ether }(modelId, INPUT, address(0), 0, "");
        assertEq(payer.balance, 100 ether - PRICE, "paid the fee only");
        assertEq(oracle.creditOf(payer), 0, "no credit");
    }

    function test_requestCallback_surplusOfAPayerWithoutReceive_isCredited() external {
        Mute mute = new Mute();
        vm.deal(address(mute), 1 ether);
        vm.expectEmit(address(oracle));
        emit IModelOracle.Credited(address(mute), 1 ether - PRICE);
        mute.ask(oracle, modelId, 1 ether);
        assertEq(oracle.creditOf(address(mute)), 1 ether - PRICE, "credit");
    }

    function test_requestCallback_storesAndEmits() external {
        vm.expectEmit(address(oracle));
        emit AICallbackRequest(payer, 1, modelId, INPUT, address(this), 50_000, "data");
        vm.expectEmit(address(oracle));
        emit IModelOracle.RequestOpened(
            1, payer, operator, PRICE + 50_000 gwei, block.timestamp + ASSIGNMENT, block.timestamp + RESPONSE
        );
        askForSelf();
        Request memory wanted;
        wanted.payer = payer;
        wanted.status = RequestStatus.Requested;
        wanted.requestedAt = uint40(block.timestamp);
        wanted.deadline = uint40(block.timestamp + RESPONSE);
        wanted.assignedOperator = operator;
        wanted.assignedUntil = uint40(block.timestamp + ASSIGNMENT);
        wanted.callbackContract = address(this);
        wanted.gasLimit = 50_000;
        wanted.modelId = modelId;
        wanted.feeWei = PRICE + 50_000 gwei;
        wanted.inputBytes = uint32(INPUT.length);
        wanted.inputHash = keccak256(INPUT);
        wanted.callbackData = "data";
        assertEq(abi.encode(oracle.request(1)), abi.encode(wanted), "request");
        assertEq(oracle.requestCount(), 1, "count");
    }

    function askForSelf() private {
        vm.prank(payer);
        oracle.requestCallback{ value: PRICE + 50_000 gwei }(modelId, INPUT, address(this), 50_000, "data");
    }

    /// @dev OAO's event, written out once more so that its topic is checked against a second spelling.
    event AICallbackRequest(
        address indexed account, uint256 indexed requestId, uint256 modelId, bytes input, address callbackContract,
        uint64 gasLimit, bytes callbackData
    );

    function test_request_unknown_isEmptyWithStatusNone() external view {
        Request memory none;
        assertEq(abi.encode(oracle.request(99)), abi.encode(none), "request");
    }
}
