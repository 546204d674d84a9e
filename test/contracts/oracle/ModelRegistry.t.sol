// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { Model, ResultClaim } from "../../../contracts/interfaces/IModelOracle.sol";
import { IModelRegistry, Mandate } from "../../../contracts/interfaces/IModelRegistry.sol";
import { Collector } from "./Consumers.sol";
import { OracleTest } from "./OracleTest.sol";

/// @notice Prices and versions under a mandate. See ModelRegistry.tree.
contract ModelRegistryTest is OracleTest {
    uint128 private constant LOW = 0.001 ether;
    uint128 private constant HIGH = 0.1 ether;

    address private governor;
    uint256 private plainId;

    function setUp() public override {
        super.setUp();
        governor = account("governor");
        plainId = modelId;
        modelId = oracle.registerGovernedModel(modelTo(receiver, PRICE), Mandate(governor, LOW, HIGH));
    }

    function addVersion(uint256 id, string memory name) private returns (uint256) {
        vm.prank(governor);
        return oracle.addVersion(id, keccak256(bytes(name)), keccak256("other program"), "ipfs://bafkreinewer");
    }

    function setPrice(uint256 id, uint128 priceWei) private {
        vm.prank(governor);
        oracle.setPrice(id, priceWei);
    }

    function expectOutOfBounds(uint256 priceWei, uint256 low, uint256 high) private {
        expectRevertWith(abi.encodeWithSelector(IModelRegistry.AIOracle_PriceOutOfBounds.selector, priceWei, low, high));
    }

    function expectBadParameter(string memory name) private {
        expectRevertWith(abi.encodeWithSelector(IModelRegistry.AIOracle_BadParameter.selector, name));
    }

    function expectNotGovernor(uint256 id, address caller) private {
        expectRevertWith(abi.encodeWithSelector(IModelRegistry.AIOracle_NotGovernor.selector, id, caller));
    }

    // registerGovernedModel

    function test_registerGovernedModel_storesModelAndMandate() public {
        vm.expectEmit(address(oracle));
        emit IModelRegistry.ModelRegistered(
            3, keccak256("weights"), keccak256("program"), receiver, PRICE, "ipfs://bafkreiexample"
        );
        vm.expectEmit(address(oracle));
        emit IModelRegistry.ModelMandated(3, governor, LOW, HIGH);
        uint256 id = oracle.registerGovernedModel(modelTo(receiver, PRICE), Mandate(governor, LOW, HIGH));
        Mandate memory mandate = oracle.mandateOf(id);
        assertEq(mandate.governor, governor, "governor");
        assertEq(mandate.minPriceWei, LOW, "least");
        assertEq(mandate.maxPriceWei, HIGH, "highest");
        assertEq(oracle.originOf(id), id, "origin");
        assertEq(oracle.latestOf(id), id, "latest");
        assertEq(oracle.versionOf(id), 1, "version");
    }

    function test_registerGovernedModel_badMandate_reverts() public {
        expectBadParameter("governor");
        oracle.registerGovernedModel(modelTo(receiver, PRICE), Mandate(address(0), LOW, HIGH));
        expectOutOfBounds(PRICE, PRICE + 1, HIGH);
        oracle.registerGovernedModel(modelTo(receiver, PRICE), Mandate(governor, PRICE + 1, HIGH));
        expectOutOfBounds(PRICE, LOW, PRICE - 1);
        oracle.registerGovernedModel(modelTo(receiver, PRICE), Mandate(governor, LOW, PRICE - 1));
        expectBadParameter("maxPriceWei");
        oracle.registerGovernedModel(modelTo(receiver, PRICE), Mandate(governor, LOW, 1_000_000 ether + 1));
    }

    // setPrice

    function test_setPrice_byAnyoneElse_reverts() public {
        expectNotGovernor(modelId, payer);
        vm.prank(payer);
        oracle.setPrice(modelId, LOW);
        expectNotGovernor(modelId, receiver);
        vm.prank(receiver);
        oracle.setPrice(modelId, LOW);
        expectNotGovernor(plainId, governor);
        vm.prank(governor);
        oracle.setPrice(plainId, LOW);
        // Of a model without a governor not even nobody is it.
        expectRevertWith(abi.encodeWithSelector(IModelRegistry.AIOracle_UnknownModel.selector, 99));
        oracle.setPrice(99, LOW);
    }

    function test_setPrice_outOfBounds_reverts() public {
        expectOutOfBounds(LOW - 1, LOW, HIGH);
        setPrice(modelId, LOW - 1);
        expectOutOfBounds(HIGH + 1, LOW, HIGH);
        setPrice(modelId, HIGH + 1);
        setPrice(modelId, LOW);
        assertEq(oracle.estimateFee(modelId, 0), LOW, "the least");
        vm.expectEmit(address(oracle));
        emit IModelRegistry.ModelPriceChanged(modelId, LOW, HIGH);
        setPrice(modelId, HIGH);
        assertEq(oracle.model(modelId).priceWei, HIGH, "the highest");
    }

    function test_setPrice_afterARequest_theRequestIsSettledAtItsOwn() public {
        Collector consumer = new Collector();
        uint256 requestId = askFor(address(consumer), 100_000);
        setPrice(modelId, HIGH);
        answer(requestId);
        passWindow();
        uint256 operatorBefore = operator.balance;
        uint256 gasFee = 100_000 * uint256(GAS_PRICE);
        oracle.finalize(requestId);
        assertEq(receiver.balance, PRICE - PRICE * OPERATOR_BPS / 10_000, "the model's part of the old price");
        assertEq(operator.balance - operatorBefore, PRICE * OPERATOR_BPS / 10_000 + gasFee, "the operator's");
        assertEq(oracle.estimateFee(modelId, 0), HIGH, "later requests cost the new one");
    }

    function testFuzz_setPrice_everyFeeIsSplitToTheWei(uint128 before, uint128 later, uint64 gasLimit) public {
        setPrice(modelId, uint128(bound(before, LOW, HIGH)));
        Collector consumer = new Collector();
        uint256 requestId = askFor(address(consumer), uint64(bound(gasLimit, 1, 1_000_000)));
        setPrice(modelId, uint128(bound(later, LOW, HIGH)));
        answer(requestId);
        passWindow();
        uint256 operatorBefore = operator.balance;
        oracle.finalize(requestId);
        uint256 priceWei = bound(before, LOW, HIGH);
        assertEq(receiver.balance, priceWei - priceWei * OPERATOR_BPS / 10_000, "model");
        assertEq(
            operator.balance - operatorBefore + receiver.balance, oracle.request(requestId).feeWei, "nothing is left over"
        );
    }

    // addVersion

    function test_addVersion_isANewIdAndTheOldOneStays() public {
        setPrice(modelId, LOW);
        vm.expectEmit(address(oracle));
        emit IModelRegistry.ModelVersionAdded(modelId, 3, 2);
        uint256 newer = addVersion(modelId, "better weights");
        Model memory made = oracle.model(newer);
        assertEq(made.modelHash, keccak256("better weights"), "weights");
        assertEq(made.programHash, keccak256("other program"), "program");
        assertEq(made.receiver, receiver, "receiver");
        assertEq(made.priceWei, LOW, "price of the newest");
        assertEq(made.uri, "ipfs://bafkreinewer", "uri");
        Model memory older = oracle.model(modelId);
        assertEq(older.modelHash, keccak256("weights"), "the old weights");
        assertEq(older.uri, "ipfs://bafkreiexample", "the old bundle");
    }

    function test_addVersion_ofALaterOne_isLinkedToTheFirst() public {
        uint256 second = addVersion(modelId, "second");
        uint256 third = addVersion(second, "third");
        uint256[3] memory ids = [modelId, second, third];
        for (uint256 i = 0; i < 3; ++i) {
            assertEq(oracle.originOf(ids[i]), modelId, "origin");
            assertEq(oracle.latestOf(ids[i]), third, "latest");
            assertEq(oracle.versionOf(ids[i]), i + 1, "version");
            assertEq(oracle.mandateOf(ids[i]).governor, governor, "mandate");
        }
        setPrice(second, HIGH);
        assertEq(oracle.model(modelId).priceWei, PRICE, "each version has its price");
        assertEq(oracle.model(third).priceWei, PRICE, "each");
    }

    function test_addVersion_byAnyoneElse_reverts() public {
        expectNotGovernor(modelId, payer);
        vm.prank(payer);
        oracle.addVersion(modelId, keccak256("w"), keccak256("p"), "ipfs://x");
        expectNotGovernor(plainId, governor);
        vm.prank(governor);
        oracle.addVersion(plainId, keccak256("w"), keccak256("p"), "ipfs://x");
    }

    function test_addVersion_badParameters_revert() public {
        vm.startPrank(governor);
        expectBadParameter("modelHash");
        oracle.addVersion(modelId, 0, keccak256("p"), "ipfs://x");
        expectBadParameter("programHash");
        oracle.addVersion(modelId, keccak256("w"), 0, "ipfs://x");
        expectBadParameter("uri");
        oracle.addVersion(modelId, keccak256("w"), keccak256("p"), "");
        vm.stopPrank();
    }

    function test_addVersion_answersOfBefore_stayWithTheOldHashes() public {
        uint256 open = ask();
        uint256 answered = askAndAnswer();
        addVersion(modelId, "better weights");
        answer(open);
        for (uint256 id = open; id <= answered; ++id) {
            ResultClaim memory claim = oracle.resultClaim(id);
            assertEq(claim.modelHash, keccak256("weights"), "weights");
            assertEq(claim.programHash, keccak256("program"), "program");
            assertEq(oracle.request(id).modelId, modelId, "id");
        }
        vm.prank(payer);
        uint256 later = oracle.requestCallback{ value: PRICE }(oracle.latestOf(modelId), INPUT, address(0), 0, "");
        assertEq(oracle.resultClaim(later).modelHash, keccak256("better weights"), "who asks the new id gets it");
    }

    // views

    function test_views_ofAnUnknownModel_revert() public {
        bytes memory unknown = abi.encodeWithSelector(IModelRegistry.AIOracle_UnknownModel.selector, 99);
        expectRevertWith(unknown);
        oracle.originOf(99);
        expectRevertWith(unknown);
        oracle.latestOf(99);
        expectRevertWith(unknown);
        oracle.versionOf(99);
        expectRevertWith(unknown);
        oracle.mandateOf(99);
        assertEq(oracle.mandateOf(plainId).governor, address(0), "a plain model has no governor");
    }
}
