// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { Clones } from "@openzeppelin/contracts/proxy/Clones.sol";
import { CollectionParams, PieceState } from "../../../contracts/interfaces/IAIGCCollection.sol";
import { Allocation, IModelToken, ModelTokenParams } from "../../../contracts/interfaces/IModelToken.sol";
import { IWETH } from "../../../contracts/interfaces/IWETH.sol";
import { AIGCCollection } from "../../../contracts/nft/AIGCCollection.sol";
import { AIGCRenderer } from "../../../contracts/nft/AIGCRenderer.sol";
import { AnswerForms } from "../../../contracts/nft/AnswerForms.sol";
import { ModelToken } from "../../../contracts/token/ModelToken.sol";
import { WETH } from "../../../contracts/token/WETH.sol";
import { OracleTest } from "../oracle/OracleTest.sol";

/// @notice The real oracle, the real token and a collection of its model. The payer asks, the operator answers.
abstract contract NftTest is OracleTest {
    uint96 internal constant FEE = 0.003 ether;
    uint16 internal constant ROYALTY_BPS = 500;
    bytes internal constant NO_PROOF = "";

    AnswerForms internal forms;
    AIGCRenderer internal renderer;
    AIGCCollection internal implementation;
    AIGCCollection internal collection;
    IModelToken internal token;
    IWETH internal weth;
    address internal alice;
    address internal bob;
    uint256 internal id;

    function setUp() public virtual override {
        super.setUp();
        alice = account("alice");
        bob = account("bob");
        vm.deal(alice, 100 ether);
        vm.deal(bob, 100 ether);
        forms = new AnswerForms();
        renderer = new AIGCRenderer();
        token = launchToken("Psalter");
        modelId = oracle.registerModel(modelTo(address(token), PRICE));
        implementation = new AIGCCollection(oracle, renderer, forms);
        collection = newCollection(FEE, ROYALTY_BPS, address(0));
        id = uint256(keccak256(INPUT));
    }

    function launchToken(string memory name) internal returns (IModelToken made) {
        if (address(weth) == address(0)) weth = IWETH(address(new WETH()));
        made = IModelToken(Clones.clone(address(new ModelToken(account("pool manager"), account("hook")))));
        ModelTokenParams memory params;
        params.name = name;
        params.symbol = "PSALT";
        params.weth = address(weth);
        params.claimableBps = 10_000;
        params.allocations = new Allocation[](1);
        params.allocations[0] = Allocation(account("holder"), 1e27);
        made.initialize(params);
    }

    function newCollection(uint96 feeWei, uint16 royaltyBps, address form) internal returns (AIGCCollection made) {
        made = AIGCCollection(Clones.clone(address(implementation)));
        made.initialize(CollectionParams(address(token), uint64(modelId), feeWei, royaltyBps, form));
    }

    function askAs(address who, bytes memory input) internal returns (uint256 requestId) {
        vm.prank(who);
        requestId = oracle.requestCallback{ value: PRICE }(modelId, input, address(0), 0, "");
    }

    function answerWith(uint256 requestId, bytes memory output) internal {
        vm.prank(operator);
        oracle.submitResult(requestId, output, TRACE);
    }

    function finalizeNow(uint256 requestId) internal {
        passWindow();
        oracle.finalize(requestId);
    }

    /// @dev A request of `who` that is answered, in its window.
    function answered(address who, bytes memory input, bytes memory output) internal returns (uint256 requestId) {
        requestId = askAs(who, input);
        answerWith(requestId, output);
    }

    function finalized(address who, bytes memory input, bytes memory output) internal returns (uint256 requestId) {
        requestId = answered(who, input, output);
        finalizeNow(requestId);
    }

    function mintAs(address who, uint256 requestId, bytes memory input, bytes memory output) internal returns (uint256) {
        uint256 feeWei = collection.mintFeeWei();
        vm.prank(who);
        return collection.mint{ value: feeWei }(who, requestId, input, output);
    }

    /// @dev A piece of `who` for the usual prompt and answer, provisional.
    function mintProvisional(address who) internal returns (uint256 requestId) {
        requestId = answered(who, INPUT, OUTPUT);
        mintAs(who, requestId, INPUT, OUTPUT);
    }

    /// @dev The same, final.
    function mintFinal(address who) internal returns (uint256 requestId) {
        requestId = finalized(who, INPUT, OUTPUT);
        mintAs(who, requestId, INPUT, OUTPUT);
    }

    function verified(bytes memory output) internal view returns (bool) {
        return collection.verify(INPUT, output, NO_PROOF);
    }

    function assertState(PieceState wanted) internal view {
        assertEq(uint256(collection.stateOf(id)), uint256(wanted), "state");
        assertEq(uint256(collection.piece(id).state), uint256(wanted), "state of the piece");
    }

    function revenue() internal view returns (uint256) {
        return address(token).balance;
    }

    function operatorPart() internal pure returns (uint256) {
        return (uint256(PRICE) * OPERATOR_BPS) / 10_000;
    }

    /// @dev The model's part of one final request.
    function inferenceRevenue() internal pure returns (uint256) {
        return PRICE - operatorPart();
    }
}
