// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IERC2981 } from "@openzeppelin/contracts/interfaces/IERC2981.sol";
import { IERC165 } from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import { IERC721 } from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import { IERC721Metadata } from "@openzeppelin/contracts/token/ERC721/extensions/IERC721Metadata.sol";
import { IERC721Errors } from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import { PieceState } from "../../../contracts/interfaces/IAIGCCollection.sol";
import { IERC7007, IERC7007Enumerable, IERC7007Updatable } from "../../../contracts/interfaces/IERC7007.sol";
import { NftTest } from "./NftTest.sol";
import { Keeper } from "./Wallets.sol";

/// @notice The sentences of the ERCs, one test each, as a third party would write them: only the standards' own functions
/// and events are used to look.
contract Erc7007Test is NftTest {
    function test_erc165_identifiers_areThoseOfTheTexts() public view {
        assertEq(bytes32(type(IERC7007).interfaceId), bytes32(bytes4(0x702c55a6)), "ERC-7007");
        assertEq(bytes32(type(IERC7007Enumerable).interfaceId), bytes32(bytes4(0xfa1a557a)), "Enumerable");
        assertEq(bytes32(type(IERC7007Updatable).interfaceId), bytes32(bytes4(0x3f37dce2)), "Updatable");
        assertEq(bytes32(type(IERC2981).interfaceId), bytes32(bytes4(0x2a55205a)), "ERC-2981");
        bytes4[8] memory ids = [
            bytes4(0x702c55a6),
            bytes4(0xfa1a557a),
            bytes4(0x3f37dce2),
            bytes4(0x2a55205a),
            bytes4(0x80ac58cd), // ERC-721
            bytes4(0x5b5e139f), // its metadata
            bytes4(0x49064906), // ERC-4906
            bytes4(0x01ffc9a7) // ERC-165
        ];
        for (uint256 i; i < ids.length; ++i) {
            assertTrue(IERC165(address(collection)).supportsInterface(ids[i]), "supported");
        }
        assertFalse(collection.supportsInterface(0xffffffff), "ERC-165: false for 0xffffffff");
        assertFalse(collection.supportsInterface(0x780e9d63), "no ERC-721 enumeration");
    }

    /// "AigcData: emitted when `tokenId` token's AIGC data is added."
    function test_erc7007_mint_emitsAigcData_withPromptAndDataIndexed() public {
        uint256 requestId = answered(alice, INPUT, OUTPUT);
        vm.expectEmit(address(collection));
        emit IERC721.Transfer(address(0), alice, id);
        vm.expectEmit(address(collection));
        emit IERC7007.AigcData(id, INPUT, OUTPUT, abi.encode(requestId));
        mintAs(alice, requestId, INPUT, OUTPUT);
    }

    /// "addAigcData: add AIGC data to token at `tokenId` given `prompt`, `aigcData`, and `proof`."
    function test_erc7007_addAigcData_bringsTheAnswerOfAPieceMintedBeforeIt() public {
        uint256 requestId = askAs(alice, INPUT);
        mintAs(alice, requestId, INPUT, "");
        assertState(PieceState.Awaiting);
        answerWith(requestId, OUTPUT);
        assertState(PieceState.Outdated);
        vm.expectEmit(address(collection));
        emit IERC7007.AigcData(id, INPUT, OUTPUT, abi.encode(requestId));
        vm.prank(bob); // whoever brings it
        collection.addAigcData(id, INPUT, OUTPUT, abi.encode(requestId));
        assertState(PieceState.Provisional);
        (, bytes memory held) = collection.content(id);
        assertEq(held, OUTPUT, "the token holds it");
    }

    /// "In opML, [addAigcData] can be called before finalization."
    function test_erc7007_addAigcData_beforeFinality_isAllowed_andVerifyIsFalse() public {
        mintProvisional(alice);
        assertState(PieceState.Provisional);
        assertFalse(verified(OUTPUT), "not final");
    }

    /// "verify should return true if and only if `aigcData` is finalized."
    function test_erc7007_verify_isTrueOnlyWhenFinal() public {
        uint256 requestId = askAs(alice, INPUT);
        assertFalse(verified(OUTPUT), "not minted");
        mintAs(alice, requestId, INPUT, "");
        assertFalse(verified(""), "no answer");
        answerWith(requestId, OUTPUT);
        assertFalse(verified(OUTPUT), "answered, not held");
        collection.addAigcData(id, INPUT, OUTPUT, NO_PROOF);
        assertFalse(verified(OUTPUT), "provisional");
        passWindow();
        assertFalse(verified(OUTPUT), "the window is over, but nobody finalised");
        oracle.finalize(requestId);
        assertTrue(verified(OUTPUT), "final");
        assertState(PieceState.Final);
        assertFalse(verified("another answer"), "only this answer");
        assertFalse(collection.verify("another prompt", OUTPUT, NO_PROOF), "only this prompt");
    }

    /// "in opML, it must make sure that […] the `aigcData` is up-to-date, i.e. has been updated after finalization."
    function test_erc7007_verify_isFalseWhileTheTokenHoldsAnOlderAnswer() public {
        uint256 requestId = mintProvisional(alice);
        voidFor(requestId, bob);
        assertState(PieceState.Awaiting);
        answerWith(requestId, "the right answer");
        assertState(PieceState.Outdated);
        finalizeNow(requestId);
        assertState(PieceState.Outdated);
        assertFalse(verified("the right answer"), "final, but the token holds the wrong one");
        assertFalse(verified(OUTPUT), "the wrong one is not final");
        vm.expectEmit(address(collection));
        emit IERC7007Updatable.Update(id, INPUT, bytes("the right answer"));
        collection.update(INPUT, "the right answer");
        assertTrue(verified("the right answer"), "up to date");
        assertState(PieceState.Final);
    }

    /// "`proof` can be empty in opML": and the event's own proof is as good.
    function test_erc7007_verify_takesNoProofOrTheRequest_andNothingElse() public {
        uint256 requestId = mintFinal(alice);
        assertTrue(collection.verify(INPUT, OUTPUT, ""), "empty");
        assertTrue(collection.verify(INPUT, OUTPUT, abi.encode(requestId)), "the request's id");
        assertFalse(collection.verify(INPUT, OUTPUT, abi.encode(requestId + 1)), "another request");
        assertFalse(collection.verify(INPUT, OUTPUT, "x"), "anything else");
    }

    /// "This specification sets the `tokenId` to be the hash of its corresponding `prompt`."
    function testFuzz_erc7007_tokenId_isTheHashOfThePrompt(bytes memory prompt) public view {
        assertEq(collection.tokenId(prompt), uint256(keccak256(prompt)), "id");
    }

    /// "prompt: returns the prompt given `tokenId`": to the byte, text or not.
    function testFuzz_erc7007_prompt_isReturnedToTheByte(bytes memory prompt) public {
        vm.assume(prompt.length > 0 && prompt.length <= 4096);
        uint256 requestId = answered(alice, prompt, OUTPUT);
        uint256 minted = mintAs(alice, requestId, prompt, OUTPUT);
        assertEq(bytes(collection.prompt(minted)), prompt, "prompt");
        (bytes memory asked, bytes memory held) = collection.content(minted);
        assertEq(asked, prompt, "content");
        assertEq(held, OUTPUT, "answer");
    }

    /// "the same prompt […] cannot be minted more than once"
    function test_erc7007_aPrompt_cannotBeMintedTwice() public {
        uint256 requestId = mintFinal(alice);
        uint256 second = finalized(bob, INPUT, OUTPUT);
        vm.prank(bob);
        expectRevertWith(
            abi.encodeWithSignature("AIGCCollection_AlreadyMinted(uint256,uint256)", id, requestId)
        );
        collection.mint{ value: FEE }(bob, second, INPUT, OUTPUT);
    }

    /// "Updates to `aigcData` [require] the same security and validation protocols as the initial minting."
    function test_erc7007_update_isCheckedLikeAMint() public {
        uint256 requestId = mintProvisional(alice);
        voidFor(requestId, bob);
        answerWith(requestId, "right");
        expectRevertWith(abi.encodeWithSignature("AIGCCollection_WrongData(uint256)", requestId));
        collection.update(INPUT, "wrong");
    }

    function test_erc721_metadata_nameAndSymbolAreTheTokens() public view {
        assertEq(IERC721Metadata(address(collection)).name(), "Psalter", "name");
        assertEq(IERC721Metadata(address(collection)).symbol(), "PSALT", "symbol");
    }

    /// ERC-721: "Throws if `_tokenId` is not a valid NFT."
    function test_erc721_unknownToken_reverts() public {
        bytes memory unknown = abi.encodeWithSelector(IERC721Errors.ERC721NonexistentToken.selector, id);
        expectRevertWith(unknown);
        collection.ownerOf(id);
        expectRevertWith(unknown);
        collection.tokenURI(id);
        expectRevertWith(unknown);
        collection.prompt(id);
        expectRevertWith(unknown);
        collection.getApproved(id);
    }

    /// ERC-721: balances, owners, approvals and transfers of a final piece.
    function test_erc721_finalPiece_changesHands_andClearsItsApproval() public {
        mintFinal(alice);
        assertEq(collection.balanceOf(alice), 1, "balance");
        vm.prank(alice);
        collection.approve(bob, id);
        vm.prank(bob);
        vm.expectEmit(address(collection));
        emit IERC721.Transfer(alice, bob, id);
        collection.transferFrom(alice, bob, id);
        assertEq(collection.ownerOf(id), bob, "owner");
        assertEq(collection.getApproved(id), address(0), "approval is gone");
        assertEq(collection.transfersOf(id), 1, "counted");
        vm.prank(alice);
        expectRevertWith(abi.encodeWithSelector(IERC721Errors.ERC721InsufficientApproval.selector, alice, id));
        collection.transferFrom(bob, alice, id);
    }

    /// ERC-721: "When transfer is complete, this function checks if `_to` is a smart contract and calls onERC721Received."
    function test_erc721_safeTransferAndMint_askTheReceiver() public {
        uint256 requestId = finalized(alice, INPUT, OUTPUT);
        address deaf = address(this); // no onERC721Received
        bytes memory refused = abi.encodeWithSelector(IERC721Errors.ERC721InvalidReceiver.selector, deaf);
        vm.prank(alice);
        expectRevertWith(refused);
        collection.mint{ value: FEE }(deaf, requestId, INPUT, OUTPUT);
        mintAs(alice, requestId, INPUT, OUTPUT);
        vm.startPrank(alice);
        expectRevertWith(refused);
        collection.safeTransferFrom(alice, deaf, id);
        Keeper keeper = new Keeper();
        collection.safeTransferFrom(alice, address(keeper), id);
        vm.stopPrank();
        assertEq(collection.ownerOf(id), address(keeper), "one that answers gets it");
    }

    /// ERC-2981: "returns who is owed the royalty and the amount, in the unit of the sale price": to the holders, rounded up.
    function testFuzz_erc2981_royaltyInfo_isABoundedPartOfAnyPrice(uint256 salePrice, uint16 bps) public {
        bps = uint16(bound(bps, 0, 1000));
        collection = newCollection(FEE, bps, address(0));
        (address to, uint256 amount) = collection.royaltyInfo(id, salePrice);
        assertEq(to, address(token), "the model's token");
        assertLe(amount, salePrice, "at most the price");
        uint256 whole = salePrice / 10_000 * bps + (salePrice % 10_000 * bps + 9999) / 10_000;
        assertEq(amount, whole, "rounded up");
    }

    /// ERC-2981 pays in any currency: ETH and WETH sent to the receiver are both revenue.
    function test_erc2981_royalty_inEthAndInWeth_isRevenue() public {
        (address to, uint256 amount) = collection.royaltyInfo(id, 1 ether);
        vm.startPrank(bob);
        (bool sent,) = to.call{ value: amount }("");
        assertTrue(sent, "ETH");
        weth.deposit{ value: amount }();
        weth.transfer(to, amount);
        vm.stopPrank();
        assertEq(token.revenueState(address(0)).receivedTotal, amount, "ETH counts");
        assertEq(token.revenueState(address(weth)).receivedTotal, amount, "WETH counts");
    }
}
