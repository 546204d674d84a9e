// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { Model } from "../../../contracts/interfaces/IModelOracle.sol";
import { IAIGCCollection, PieceState } from "../../../contracts/interfaces/IAIGCCollection.sol";
import { NftTest } from "./NftTest.sol";
import { Puppet } from "./Wallets.sol";

/// @notice Each known attack on a collection, and that the attacker gets nothing by it.
contract CollectionAttacksTest is NftTest {
    function test_attack_mintingAnothersPrompt_reverts() public {
        uint256 requestId = answered(alice, INPUT, OUTPUT);
        vm.prank(bob);
        expectRevertWith(
            abi.encodeWithSelector(IAIGCCollection.AIGCCollection_NotPayer.selector, requestId, bob)
        );
        collection.mint{ value: FEE }(bob, requestId, INPUT, OUTPUT);
    }

    /// The copier asks, pays and mints in one transaction, right after the request is seen and before its payer mints.
    function test_attack_copyingARequestSeenOnChain_losesToItsPayer() public {
        uint256 first = askAs(alice, INPUT);
        uint256 second = askAs(bob, INPUT);
        mintAs(bob, second, INPUT, "");
        answerWith(second, OUTPUT);
        collection.addAigcData(id, INPUT, OUTPUT, NO_PROOF);
        answerWith(first, OUTPUT);
        mintAs(alice, first, INPUT, OUTPUT);
        assertEq(collection.ownerOf(id), alice, "who asked first");
        vm.prank(bob);
        expectRevertWith(abi.encodeWithSelector(IAIGCCollection.AIGCCollection_AlreadyMinted.selector, id, first));
        collection.mint{ value: FEE }(bob, second, INPUT, OUTPUT);
    }

    /// Old requests that nobody answered cost nothing: they must not push anybody out.
    function test_attack_pushingAPieceOut_withADeadRequest_reverts() public {
        uint256 dead = askAs(bob, INPUT);
        passDeadline();
        mintProvisional(alice);
        bytes memory refused = abi.encodeWithSelector(IAIGCCollection.AIGCCollection_NoAnswerToCome.selector, dead);
        vm.prank(bob);
        expectRevertWith(refused);
        collection.mint{ value: FEE }(bob, dead, INPUT, "");
        oracle.refund(dead);
        vm.prank(bob);
        expectRevertWith(refused);
        collection.mint{ value: FEE }(bob, dead, INPUT, "");
        assertEq(collection.ownerOf(id), alice, "hers");
    }

    function test_attack_mintingBeforePaying_reverts() public {
        vm.prank(alice);
        expectRevertWith(abi.encodeWithSelector(IAIGCCollection.AIGCCollection_UnknownRequest.selector, 1));
        collection.mint{ value: FEE }(alice, 1, INPUT, "");
        vm.prank(alice);
        expectRevertWith(abi.encodeWithSelector(IAIGCCollection.AIGCCollection_WrongFee.selector, 0, FEE));
        collection.mint(alice, 1, INPUT, "");
    }

    /// Anyone may register a model that pays the same token: its answers are not of this collection.
    function test_attack_answersOfAModelThatOnlyPaysTheToken_reverts() public {
        uint256 ours = modelId;
        vm.prank(bob);
        modelId = oracle.registerModel(Model(keccak256("mine"), keccak256("mine"), address(token), 1, "ipfs://x"));
        uint256 requestId = answered(bob, INPUT, "my advertisement");
        modelId = ours;
        vm.prank(bob);
        expectRevertWith(abi.encodeWithSelector(IAIGCCollection.AIGCCollection_UnknownRequest.selector, requestId));
        collection.mint{ value: FEE }(bob, requestId, INPUT, "my advertisement");
    }

    function test_attack_duplicatePrompt_byAnyPathReverts() public {
        uint256 requestId = mintFinal(alice);
        bytes memory taken =
            abi.encodeWithSelector(IAIGCCollection.AIGCCollection_AlreadyMinted.selector, id, requestId);
        uint256 other = askAs(bob, INPUT);
        vm.prank(bob);
        expectRevertWith(taken);
        collection.mint{ value: FEE }(bob, other, INPUT, "");
        answerWith(other, OUTPUT);
        vm.prank(bob);
        expectRevertWith(taken);
        collection.mint{ value: FEE }(bob, other, INPUT, OUTPUT);
        uint256 again = finalized(alice, INPUT, OUTPUT);
        vm.prank(alice);
        expectRevertWith(taken);
        collection.mint{ value: FEE }(alice, again, INPUT, OUTPUT);
    }

    function test_attack_sellingAProvisionalPiece_isNotPossible() public {
        mintProvisional(alice);
        vm.prank(alice);
        collection.approve(bob, id);
        vm.prank(bob);
        expectRevertWith(abi.encodeWithSelector(IAIGCCollection.AIGCCollection_NotFinal.selector, id));
        collection.safeTransferFrom(alice, bob, id);
    }

    /// No sequence of data brings anything but the oracle's present answer into a token.
    function testFuzz_attack_update_cannotBringAnythingElse(bytes memory wrong, uint8 when) public {
        vm.assume(keccak256(wrong) != keccak256(OUTPUT) && keccak256(wrong) != keccak256("right"));
        uint256 requestId = mintProvisional(alice);
        if (when % 4 > 0) voidFor(requestId, bob);
        if (when % 4 > 1) answerWith(requestId, "right");
        if (when % 4 > 2) finalizeNow(requestId);
        vm.expectRevert();
        collection.update(INPUT, wrong);
        vm.expectRevert();
        collection.addAigcData(id, INPUT, wrong, NO_PROOF);
        (, bytes memory held) = collection.content(id);
        assertEq(held, OUTPUT, "unchanged");
        assertFalse(verified(wrong), "and never verified");
    }

    function test_attack_reentryFromTheReceiverOfAMint_fails() public {
        uint256 requestId = finalized(alice, INPUT, OUTPUT);
        Puppet puppet = new Puppet();
        vm.deal(address(puppet), 1 ether);
        uint256 before = revenue();
        puppet.arm(
            address(collection),
            FEE,
            abi.encodeCall(IAIGCCollection.mint, (address(puppet), requestId, INPUT, OUTPUT))
        );
        vm.prank(alice);
        collection.mint{ value: FEE }(address(puppet), requestId, INPUT, OUTPUT);
        assertTrue(puppet.tried() && !puppet.succeeded(), "re-entry is refused");
        assertEq(revenue() - before, FEE, "one fee");
    }

    function test_attack_reentryFromTheReceiverOfAPayback_fails() public {
        Puppet puppet = new Puppet();
        vm.deal(address(puppet), 1 ether);
        vm.startPrank(address(puppet));
        uint256 requestId = oracle.requestCallback{ value: PRICE }(modelId, INPUT, address(0), 0, "");
        collection.mint{ value: FEE }(address(puppet), requestId, INPUT, "");
        vm.stopPrank();
        vm.deal(address(collection), FEE + 1 ether); // more than its due, to be tempting
        passDeadline();
        puppet.arm(address(collection), 0, abi.encodeCall(IAIGCCollection.burnVoid, (id)));
        uint256 before = address(puppet).balance;
        collection.burnVoid(id);
        assertTrue(puppet.tried() && !puppet.succeeded(), "re-entry is refused");
        assertEq(address(puppet).balance - before, FEE, "paid once");
    }

    function test_attack_forcedEth_changesNothing() public {
        uint256 requestId = mintProvisional(alice);
        vm.deal(address(collection), FEE + 5 ether);
        finalizeNow(requestId);
        uint256 before = revenue();
        collection.settle(id);
        assertEq(revenue() - before, FEE, "the fee and no more");
    }

    function test_attack_promptsThatDifferInOneByte_areOtherTokens() public {
        mintFinal(alice);
        bytes memory near = bytes.concat(INPUT, " ");
        uint256 requestId = finalized(bob, near, OUTPUT);
        uint256 other = mintAs(bob, requestId, near, OUTPUT);
        assertTrue(other != id, "another id");
        assertState(PieceState.Final);
    }
}
