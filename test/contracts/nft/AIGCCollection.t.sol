// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { Initializable } from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import { Clones } from "@openzeppelin/contracts/proxy/Clones.sol";
import { IERC721Errors } from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import { CollectionParams, IAIGCCollection, PieceState } from "../../../contracts/interfaces/IAIGCCollection.sol";
import { Model } from "../../../contracts/interfaces/IModelOracle.sol";
import { Mandate } from "../../../contracts/interfaces/IModelRegistry.sol";
import { AIGCCollection } from "../../../contracts/nft/AIGCCollection.sol";
import { NftTest } from "./NftTest.sol";
import { Puppet } from "./Wallets.sol";

/// @notice One test a leaf of AIGCCollection.tree.
contract AIGCCollectionTest is NftTest {
    function test_initialize_outOfBounds_reverts() public {
        CollectionParams memory p = CollectionParams(address(token), 1, FEE, 1000, address(0));
        p.modelToken = alice;
        expectBad(p, "modelToken");
        p.modelToken = address(token);
        p.royaltyBps = 1001;
        expectBad(p, "royaltyBps");
        p.royaltyBps = 1000;
        p.form = address(token); // code, but no form
        expectBad(p, "form");
        p.form = forms.store(hex"0100");
        AIGCCollection(Clones.clone(address(implementation))).initialize(p);
    }

    function test_initialize_again_orOnTheImplementation_reverts() public {
        CollectionParams memory p = CollectionParams(address(token), 1, FEE, 1000, address(0));
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        collection.initialize(p);
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        implementation.initialize(p);
    }

    function test_mint_anotherAmountThanTheFee_reverts() public {
        uint256 requestId = answered(alice, INPUT, OUTPUT);
        vm.startPrank(alice);
        expectRevertWith(abi.encodeWithSelector(IAIGCCollection.AIGCCollection_WrongFee.selector, FEE - 1, FEE));
        collection.mint{ value: FEE - 1 }(alice, requestId, INPUT, OUTPUT);
        expectRevertWith(abi.encodeWithSelector(IAIGCCollection.AIGCCollection_WrongFee.selector, FEE + 1, FEE));
        collection.mint{ value: FEE + 1 }(alice, requestId, INPUT, OUTPUT);
        vm.stopPrank();
    }

    function test_mint_requestOfAnotherModel_reverts() public {
        uint256 ours = modelId;
        modelId = 1;
        uint256 requestId = answered(alice, INPUT, OUTPUT);
        modelId = ours;
        vm.prank(alice);
        expectRevertWith(abi.encodeWithSelector(IAIGCCollection.AIGCCollection_UnknownRequest.selector, requestId));
        collection.mint{ value: FEE }(alice, requestId, INPUT, OUTPUT);
    }

    /// A version that holders vote in answers for the same collection.
    function test_mint_requestOfANewVersion_isTaken() public {
        Model memory model = modelTo(address(token), PRICE);
        modelId = oracle.registerGovernedModel(model, Mandate(address(this), 1, PRICE));
        collection = newCollection(FEE, ROYALTY_BPS, address(0));
        modelId = oracle.addVersion(modelId, keccak256("new weights"), keccak256("program"), "ipfs://bafknew");
        uint256 requestId = finalized(alice, INPUT, OUTPUT);
        mintAs(alice, requestId, INPUT, OUTPUT);
        assertState(PieceState.Final);
    }

    function test_mint_withoutAnAnswerToCome_reverts() public {
        uint256 requestId = askAs(alice, INPUT);
        bytes memory refused =
            abi.encodeWithSelector(IAIGCCollection.AIGCCollection_NoAnswerToCome.selector, requestId);
        passDeadline();
        vm.prank(alice);
        expectRevertWith(refused);
        collection.mint{ value: FEE }(alice, requestId, INPUT, "");
        oracle.refund(requestId);
        vm.prank(alice);
        expectRevertWith(refused);
        collection.mint{ value: FEE }(alice, requestId, INPUT, "");
    }

    function test_mint_anotherPromptOrAnswer_reverts() public {
        uint256 requestId = askAs(alice, INPUT);
        bytes memory wrongData = abi.encodeWithSelector(IAIGCCollection.AIGCCollection_WrongData.selector, requestId);
        vm.prank(alice);
        expectRevertWith(wrongData); // an answer before there is one
        collection.mint{ value: FEE }(alice, requestId, INPUT, OUTPUT);
        answerWith(requestId, OUTPUT);
        vm.startPrank(alice);
        expectRevertWith(wrongData); // none although there is one
        collection.mint{ value: FEE }(alice, requestId, INPUT, "");
        expectRevertWith(wrongData);
        collection.mint{ value: FEE }(alice, requestId, INPUT, "something nicer");
        expectRevertWith(abi.encodeWithSelector(IAIGCCollection.AIGCCollection_WrongPrompt.selector, requestId));
        collection.mint{ value: FEE }(alice, requestId, "a nicer prompt", OUTPUT);
        vm.stopPrank();
    }

    function test_mint_finalRequest_theFeeIsRevenueAtOnce() public {
        uint256 requestId = finalized(alice, INPUT, OUTPUT);
        uint256 before = revenue();
        vm.expectEmit(address(collection));
        emit IAIGCCollection.Minted(id, requestId, alice, bob, FEE);
        vm.expectEmit(address(collection));
        emit IAIGCCollection.FeeSettled(id, FEE);
        vm.prank(alice);
        assertEq(collection.mint{ value: FEE }(bob, requestId, INPUT, OUTPUT), id, "id");
        assertEq(revenue() - before, FEE, "revenue");
        assertEq(collection.ownerOf(id), bob, "whom the payer names");
        assertEq(collection.piece(id).feeHeldFor, address(0), "nothing is held");
        assertState(PieceState.Final);
    }

    function test_mint_answeredRequest_theFeeIsHeldUntilFinality() public {
        uint256 requestId = mintProvisional(alice);
        assertState(PieceState.Provisional);
        assertEq(revenue(), 0, "no revenue");
        assertEq(address(collection).balance, FEE, "held");
        assertEq(collection.piece(id).feeHeldFor, alice, "for its minter");
        expectRevertWith(abi.encodeWithSelector(IAIGCCollection.AIGCCollection_NotFinal.selector, id));
        collection.settle(id);
        finalizeNow(requestId);
        collection.settle(id);
        assertEq(revenue(), FEE + inferenceRevenue(), "now it is revenue");
        collection.settle(id);
        assertEq(revenue(), FEE + inferenceRevenue(), "once");
        assertEq(address(collection).balance, 0, "nothing left");
    }

    function test_mint_laterPayerOfAMintedPrompt_reverts() public {
        uint256 requestId = mintProvisional(alice);
        uint256 second = answered(bob, INPUT, OUTPUT);
        vm.prank(bob);
        expectRevertWith(
            abi.encodeWithSelector(IAIGCCollection.AIGCCollection_AlreadyMinted.selector, id, requestId)
        );
        collection.mint{ value: FEE }(bob, second, INPUT, OUTPUT);
        vm.prank(alice);
        expectRevertWith(
            abi.encodeWithSelector(IAIGCCollection.AIGCCollection_AlreadyMinted.selector, id, requestId)
        );
        collection.mint{ value: FEE }(alice, requestId, INPUT, OUTPUT);
    }

    function test_mint_earlierPayer_takesThePlaceOfALaterOne_whoHasTheFeeBack() public {
        uint256 first = askAs(alice, INPUT);
        uint256 second = answered(bob, INPUT, OUTPUT);
        mintAs(bob, second, INPUT, OUTPUT);
        uint256 before = bob.balance;
        vm.expectEmit(address(collection));
        emit IAIGCCollection.PieceEnded(id, second, bob, FEE);
        mintAs(alice, first, INPUT, "");
        assertEq(collection.ownerOf(id), alice, "who asked first");
        assertEq(bob.balance - before, FEE, "the fee is back");
        assertEq(collection.piece(id).requestId, first, "the piece is of her request");
        assertState(PieceState.Awaiting);
    }

    function test_mint_earlierPayer_afterFinality_reverts() public {
        uint256 first = answered(alice, INPUT, OUTPUT);
        uint256 second = mintFinal(bob);
        vm.prank(alice);
        expectRevertWith(abi.encodeWithSelector(IAIGCCollection.AIGCCollection_AlreadyMinted.selector, id, second));
        collection.mint{ value: FEE }(alice, first, INPUT, OUTPUT);
    }

    function test_mint_overAVoidPiece_endsIt() public {
        uint256 first = askAs(alice, INPUT);
        mintAs(alice, first, INPUT, "");
        passDeadline();
        assertState(PieceState.Void);
        uint256 before = alice.balance;
        uint256 second = finalized(bob, INPUT, OUTPUT);
        mintAs(bob, second, INPUT, OUTPUT);
        assertEq(collection.ownerOf(id), bob, "the prompt is his");
        assertEq(alice.balance - before, FEE, "her fee is back");
        assertState(PieceState.Final);
    }

    function test_addAigcData_refusals() public {
        uint256 requestId = askAs(alice, INPUT);
        expectRevertWith(abi.encodeWithSelector(IERC721Errors.ERC721NonexistentToken.selector, id));
        collection.addAigcData(id, INPUT, OUTPUT, NO_PROOF);
        mintAs(alice, requestId, INPUT, "");
        expectRevertWith(
            abi.encodeWithSelector(IAIGCCollection.AIGCCollection_WrongToken.selector, id, uint256(keccak256("x")))
        );
        collection.addAigcData(id, "x", OUTPUT, NO_PROOF);
        expectRevertWith(abi.encodeWithSelector(IAIGCCollection.AIGCCollection_WrongProof.selector, requestId));
        collection.addAigcData(id, INPUT, OUTPUT, "proof");
        bytes memory wrongData = abi.encodeWithSelector(IAIGCCollection.AIGCCollection_WrongData.selector, requestId);
        expectRevertWith(wrongData);
        collection.addAigcData(id, INPUT, OUTPUT, NO_PROOF);
        answerWith(requestId, OUTPUT);
        expectRevertWith(wrongData);
        collection.addAigcData(id, INPUT, "another", NO_PROOF);
        collection.addAigcData(id, INPUT, OUTPUT, NO_PROOF);
        expectRevertWith(abi.encodeWithSelector(IAIGCCollection.AIGCCollection_DataPresent.selector, id));
        collection.addAigcData(id, INPUT, OUTPUT, NO_PROOF);
    }

    function test_update_refusals() public {
        expectRevertWith(abi.encodeWithSelector(IERC721Errors.ERC721NonexistentToken.selector, id));
        collection.update(INPUT, OUTPUT);
        uint256 requestId = askAs(alice, INPUT);
        mintAs(alice, requestId, INPUT, "");
        expectRevertWith(abi.encodeWithSelector(IAIGCCollection.AIGCCollection_DataMissing.selector, id));
        collection.update(INPUT, OUTPUT);
        answerWith(requestId, OUTPUT);
        collection.addAigcData(id, INPUT, OUTPUT, NO_PROOF);
        expectRevertWith(abi.encodeWithSelector(IAIGCCollection.AIGCCollection_DataPresent.selector, id));
        collection.update(INPUT, OUTPUT);
        voidFor(requestId, bob);
        expectRevertWith(abi.encodeWithSelector(IAIGCCollection.AIGCCollection_WrongData.selector, requestId));
        collection.update(INPUT, OUTPUT);
    }

    /// A second answer may well be the same bytes (its trace was wrong): then the token holds it already.
    function test_update_sameBytesAgain_isCurrentWithoutIt() public {
        uint256 requestId = mintProvisional(alice);
        voidFor(requestId, bob);
        answerWith(requestId, OUTPUT);
        assertState(PieceState.Provisional);
        finalizeNow(requestId);
        assertTrue(verified(OUTPUT), "verified");
        collection.update(INPUT, OUTPUT);
        assertTrue(verified(OUTPUT), "and after");
    }

    function test_burnVoid_givenAnAnswerThatMayCome_reverts() public {
        uint256 requestId = askAs(alice, INPUT);
        expectRevertWith(abi.encodeWithSelector(IERC721Errors.ERC721NonexistentToken.selector, id));
        collection.burnVoid(id);
        mintAs(alice, requestId, INPUT, "");
        bytes memory refused = abi.encodeWithSelector(IAIGCCollection.AIGCCollection_NotVoid.selector, id);
        expectRevertWith(refused);
        collection.burnVoid(id);
        answerWith(requestId, OUTPUT);
        expectRevertWith(refused);
        collection.burnVoid(id);
        finalizeNow(requestId);
        expectRevertWith(refused);
        collection.burnVoid(id);
    }

    function test_burnVoid_afterAWonChallengeAndNoAnswer_burnsAndPaysBack() public {
        uint256 requestId = mintProvisional(alice);
        voidFor(requestId, bob);
        passDeadline();
        assertState(PieceState.Void);
        assertFalse(verified(OUTPUT), "never verified");
        uint256 before = alice.balance;
        vm.prank(bob); // anyone
        collection.burnVoid(id);
        assertEq(alice.balance - before, FEE, "mint fee");
        assertEq(collection.balanceOf(alice), 0, "burnt");
        assertState(PieceState.None);
        assertEq(revenue(), 0, "no revenue");
        oracle.refund(requestId);
        assertEq(alice.balance - before, FEE + PRICE, "and the fee of the inference");
        assertEq(collection.transfersOf(id), 0, "nothing is left of it");
        (bytes memory asked, bytes memory held) = collection.content(id);
        assertEq(asked.length + held.length, 0, "no content");
    }

    function test_burnVoid_minterWithoutReceive_hasACredit() public {
        Puppet puppet = new Puppet();
        vm.deal(address(puppet), 1 ether);
        vm.prank(address(puppet));
        uint256 requestId = oracle.requestCallback{ value: PRICE }(modelId, INPUT, address(0), 0, "");
        vm.prank(address(puppet));
        collection.mint{ value: FEE }(bob, requestId, INPUT, "");
        puppet.refuseEth(true);
        passDeadline();
        collection.burnVoid(id);
        assertEq(collection.creditOf(address(puppet)), FEE, "a credit");
        puppet.refuseEth(false);
        collection.withdraw(address(puppet));
        assertEq(address(collection).balance, 0, "paid");
    }

    function test_transfer_provisional_reverts_finalSettlesTheFee() public {
        uint256 requestId = mintProvisional(alice);
        vm.prank(alice);
        expectRevertWith(abi.encodeWithSelector(IAIGCCollection.AIGCCollection_NotFinal.selector, id));
        collection.transferFrom(alice, bob, id);
        finalizeNow(requestId);
        vm.prank(alice);
        vm.expectEmit(address(collection));
        emit IAIGCCollection.FeeSettled(id, FEE);
        collection.transferFrom(alice, bob, id);
        assertEq(revenue(), FEE + inferenceRevenue(), "revenue");
        assertEq(collection.transfersOf(id), 1, "counted");
        vm.prank(bob);
        collection.transferFrom(bob, alice, id);
        assertEq(collection.transfersOf(id), 2, "counted again");
    }

    function test_mint_withoutAFee_holdsNothing() public {
        collection = newCollection(0, 0, address(0));
        uint256 requestId = answered(alice, INPUT, OUTPUT);
        mintAs(alice, requestId, INPUT, OUTPUT);
        assertEq(collection.piece(id).feeHeldFor, address(0), "nothing is held");
        finalizeNow(requestId);
        collection.settle(id);
        assertEq(revenue(), inferenceRevenue(), "only the inference");
    }

    function expectBad(CollectionParams memory p, string memory name) private {
        AIGCCollection made = AIGCCollection(Clones.clone(address(implementation)));
        expectRevertWith(abi.encodeWithSelector(IAIGCCollection.AIGCCollection_BadParameter.selector, name));
        made.initialize(p);
    }
}
