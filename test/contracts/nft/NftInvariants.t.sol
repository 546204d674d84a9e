// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { PieceState } from "../../../contracts/interfaces/IAIGCCollection.sol";
import { Listing } from "../../../contracts/interfaces/IMarketplace.sol";
import { Request, RequestStatus } from "../../../contracts/interfaces/IModelOracle.sol";
import { AIGCCollection } from "../../../contracts/nft/AIGCCollection.sol";
import { Marketplace } from "../../../contracts/nft/Marketplace.sol";
import { AIOracle } from "../../../contracts/oracle/AIOracle.sol";
import { Base } from "../Base.sol";
import { NftTest } from "./NftTest.sol";
import { Puppet } from "./Wallets.sol";

/// @notice Drives oracle, collection and market with a few accounts and prompts, and keeps its own books of every fee and
/// royalty. It is also operator and dispute game.
contract NftHandler is Base {
    uint256 internal constant PROMPTS = 4;
    bytes32 internal constant TRACE = keccak256("trace");

    // Not immutable: the runner knows a contract by its code, which an immutable would change.
    AIOracle public oracle;
    AIGCCollection public collection;
    Marketplace public market;
    address public operator;
    address public game;
    address public challenger;
    uint256 public modelId;
    address[] public actors;
    // What the books say.
    uint256 public feesPaidWei;
    uint256 public royaltiesWei;
    uint256 public salesWei;
    uint256 public inferenceWei;
    // What was seen final: request and content must never change again.
    mapping(uint256 prompt => uint256 requestId) public finalRequest;
    mapping(uint256 prompt => bytes32) public finalContent;
    uint256 public mints;
    uint256 public displaced;
    uint256 public updates;
    uint256 public burns;
    uint256 public sales;
    uint256 public settled;

    constructor(
        AIOracle drivenOracle,
        AIGCCollection drivenCollection,
        Marketplace drivenMarket,
        address chosenOperator,
        address chosenGame
    ) {
        oracle = drivenOracle;
        collection = drivenCollection;
        market = drivenMarket;
        operator = chosenOperator;
        game = chosenGame;
        challenger = account("challenger");
        modelId = collection.modelId();
        actors.push(account("one"));
        actors.push(account("two"));
        actors.push(address(new Puppet()));
        Puppet(payable(actors[2])).refuseEth(true);
        for (uint256 i; i < actors.length; ++i) {
            vm.deal(actors[i], 1_000_000 ether);
            vm.prank(actors[i]);
            collection.setApprovalForAll(address(market), true);
        }
        vm.deal(operator, 1_000_000 ether);
        vm.prank(operator);
        oracle.stake{ value: 100_000 ether }();
    }

    function promptOf(uint256 seed) public pure returns (bytes memory) {
        return abi.encodePacked("prompt ", uint8(seed % PROMPTS));
    }

    function idOf(uint256 seed) public pure returns (uint256) {
        return uint256(keccak256(promptOf(seed)));
    }

    function ask(uint256 who, uint256 prompt) external {
        _ask(actors[who % 3], promptOf(prompt));
    }

    function askAndMint(uint256 who, uint256 prompt) external {
        uint256 requestId = _ask(actors[who % 3], promptOf(prompt));
        _mint(requestId, "");
    }

    function submit(uint256 which, uint8 variant) external {
        uint256 requestId = _request(which);
        if (requestId == 0 || oracle.request(requestId).status != RequestStatus.Requested) return;
        vm.prank(operator);
        try oracle.submitResult(requestId, outputOf(variant), TRACE) { } catch { }
    }

    function winChallenge(uint256 which) external {
        uint256 requestId = _request(which);
        if (requestId == 0) return;
        vm.startPrank(game);
        try oracle.lockResult(requestId) {
            oracle.voidResult(requestId, challenger);
        } catch { }
        vm.stopPrank();
    }

    function finalize(uint256 which) external {
        uint256 requestId = _request(which);
        if (requestId == 0) return;
        uint256 priceWei = oracle.model(modelId).priceWei;
        try oracle.finalize(requestId) {
            inferenceWei += priceWei - priceWei * oracle.settings().operatorBps / 10_000;
        } catch { }
    }

    function refund(uint256 which) external {
        uint256 requestId = _request(which);
        if (requestId == 0) return;
        try oracle.refund(requestId) { } catch { }
    }

    function mint(uint256 which, uint8 variant) external {
        uint256 requestId = _request(which);
        if (requestId == 0) return;
        bool isOpen = oracle.request(requestId).status == RequestStatus.Requested;
        _mint(requestId, isOpen ? bytes("") : outputOf(variant));
    }

    function add(uint256 prompt, uint8 variant) external {
        try collection.addAigcData(idOf(prompt), promptOf(prompt), outputOf(variant), "") {
            ++updates;
        } catch { }
    }

    function change(uint256 prompt, uint8 variant) external {
        try collection.update(promptOf(prompt), outputOf(variant)) {
            ++updates;
        } catch { }
    }

    function settle(uint256 prompt) external {
        try collection.settle(idOf(prompt)) {
            ++settled;
        } catch { }
    }

    function burnVoid(uint256 prompt) external {
        try collection.burnVoid(idOf(prompt)) {
            ++burns;
        } catch { }
    }

    function transfer(uint256 prompt, uint256 to) external {
        uint256 piece = idOf(prompt);
        if (collection.stateOf(piece) == PieceState.None) return;
        address from = collection.ownerOf(piece);
        vm.prank(from);
        try collection.transferFrom(from, actors[to % 3], piece) { } catch { }
    }

    function list(uint256 prompt, uint96 priceWei, uint32 sec) external {
        uint256 piece = idOf(prompt);
        if (collection.stateOf(piece) == PieceState.None) return;
        vm.prank(collection.ownerOf(piece));
        try market.list(
            address(collection), piece, uint96(bound(priceWei, 1, 100 ether)), uint40(block.timestamp + 1 + sec % 1000)
        ) { } catch { }
    }

    function cancel(uint256 prompt) external {
        (Listing memory listing,) = market.listingOf(address(collection), idOf(prompt));
        if (listing.seller == address(0)) return;
        vm.prank(listing.seller);
        market.cancel(address(collection), idOf(prompt));
    }

    function buy(uint256 prompt, uint256 who, uint256 surplus) external {
        uint256 piece = idOf(prompt);
        (Listing memory listing,) = market.listingOf(address(collection), piece);
        if (listing.seller == address(0)) return;
        address buyer = actors[who % 3];
        vm.prank(buyer);
        try market.buy{ value: listing.priceWei + surplus % 1 ether }(
            address(collection), piece, listing.priceWei
        ) {
            ++sales;
            salesWei += listing.priceWei;
            royaltiesWei += (uint256(listing.priceWei) * collection.royaltyBps() + 9999) / 10_000;
        } catch { }
    }

    function withdraw(uint256 who) external {
        Puppet puppet = Puppet(payable(actors[2]));
        puppet.refuseEth(false);
        try collection.withdraw(actors[who % 3]) { } catch { }
        try market.withdraw(actors[who % 3]) { } catch { }
        puppet.refuseEth(true);
    }

    function pass(uint8 sec) external {
        vm.warp(block.timestamp + sec % 90);
    }

    /// @dev After each call: what is final is written down, once.
    function look() external {
        for (uint256 i; i < PROMPTS; ++i) {
            if (finalRequest[i] != 0 || collection.stateOf(idOf(i)) != PieceState.Final) continue;
            finalRequest[i] = collection.piece(idOf(i)).requestId;
            (, bytes memory held) = collection.content(idOf(i));
            finalContent[i] = keccak256(held);
        }
    }

    function outputOf(uint8 variant) public pure returns (bytes memory) {
        return variant % 4 == 3 ? bytes("wrong") : bytes("right");
    }

    function _ask(address who, bytes memory input) private returns (uint256) {
        uint256 feeWei = oracle.estimateFee(modelId, 0);
        vm.prank(who);
        return oracle.requestCallback{ value: feeWei }(modelId, input, address(0), 0, "");
    }

    /// @dev One of the last dozen requests.
    function _request(uint256 which) private view returns (uint256) {
        uint256 count = oracle.requestCount();
        if (count == 0) return 0;
        uint256 span = count < 12 ? count : 12;
        return count - which % span;
    }

    function _mint(uint256 requestId, bytes memory data) private {
        Request memory asked = oracle.request(requestId);
        bytes memory prompt;
        for (uint256 i; i < PROMPTS; ++i) if (keccak256(promptOf(i)) == asked.inputHash) prompt = promptOf(i);
        bool wasThere = collection.stateOf(uint256(asked.inputHash)) != PieceState.None;
        uint256 feeWei = collection.mintFeeWei();
        vm.prank(asked.payer);
        try collection.mint{ value: feeWei }(asked.payer, requestId, prompt, data) {
            ++mints;
            feesPaidWei += feeWei;
            if (wasThere) ++displaced;
        } catch { }
    }
}

/// @notice docs/invariants/nft.md, after every call of a random walk.
contract NftInvariantsTest is NftTest {
    NftHandler private handler;
    Marketplace private market;

    function setUp() public override {
        super.setUp();
        market = new Marketplace();
        handler = new NftHandler(oracle, collection, market, operator, game);
        targetContract(address(handler));
        bytes4[] memory selectors = new bytes4[](17);
        selectors[0] = NftHandler.ask.selector;
        selectors[1] = NftHandler.askAndMint.selector;
        selectors[2] = NftHandler.submit.selector;
        selectors[3] = NftHandler.winChallenge.selector;
        selectors[4] = NftHandler.finalize.selector;
        selectors[5] = NftHandler.refund.selector;
        selectors[6] = NftHandler.mint.selector;
        selectors[7] = NftHandler.add.selector;
        selectors[8] = NftHandler.change.selector;
        selectors[9] = NftHandler.settle.selector;
        selectors[10] = NftHandler.burnVoid.selector;
        selectors[11] = NftHandler.transfer.selector;
        selectors[12] = NftHandler.list.selector;
        selectors[13] = NftHandler.cancel.selector;
        selectors[14] = NftHandler.buy.selector;
        selectors[15] = NftHandler.withdraw.selector;
        selectors[16] = NftHandler.pass.selector;
        targetSelector(address(handler), selectors);
    }

    /// Every wei that was paid for a mint or as a royalty is revenue, held for a piece that is not settled, a credit, or
    /// went back to its minter; nothing else is in collection and market.
    function invariant_feesAndRoyaltiesInAreRevenueOut() public {
        uint256 fee = collection.mintFeeWei();
        uint256 held;
        for (uint256 i; i < 4; ++i) {
            if (collection.piece(handler.idOf(i)).feeHeldFor != address(0)) held += fee;
        }
        uint256 credits;
        uint256 marketCredits;
        for (uint256 i; i < 3; ++i) {
            credits += collection.creditOf(handler.actors(i));
            marketCredits += market.creditOf(handler.actors(i));
        }
        assertEq(address(collection).balance, held + credits, "the collection holds what is held");
        assertEq(address(market).balance, marketCredits, "the market holds nothing");

        uint256 minted = revenue() - handler.inferenceWei() - handler.royaltiesWei();
        uint256 givenBack = handler.feesPaidWei() - minted - held;
        assertEq(minted % fee, 0, "whole mint fees are revenue");
        assertEq(givenBack / fee, handler.displaced() + handler.burns(), "and only ended pieces gave theirs back");
        assertEq(givenBack % fee, 0, "whole");
        handler.look();
    }

    function invariant_finalIsForEver() public {
        handler.look();
        for (uint256 i; i < 4; ++i) {
            uint256 requestId = handler.finalRequest(i);
            if (requestId == 0) continue;
            uint256 piece = handler.idOf(i);
            assertEq(uint256(collection.stateOf(piece)), uint256(PieceState.Final), "still final");
            assertEq(collection.piece(piece).requestId, requestId, "of the same request");
            (bytes memory prompt, bytes memory held) = collection.content(piece);
            assertEq(keccak256(held), handler.finalContent(i), "with the same bytes");
            assertTrue(collection.verify(prompt, held, ""), "verified");
        }
    }

    /// The walk gets everywhere, or the invariants would mean little.
    function test_handler_reachesEveryState() public {
        handler.askAndMint(1, 0);
        handler.submit(0, 3);
        handler.add(0, 3);
        handler.winChallenge(0);
        handler.submit(0, 0);
        handler.change(0, 0);
        handler.pass(30);
        handler.finalize(0);
        handler.settle(0);
        handler.list(0, 1 ether, 500);
        handler.buy(0, 2, 7);
        handler.ask(0, 1);
        handler.askAndMint(1, 1);
        handler.mint(1, 0);
        for (uint256 i; i < 5; ++i) handler.pass(89);
        handler.burnVoid(1);
        assertEq(handler.mints(), 3, "mints");
        assertEq(handler.displaced(), 1, "displaced");
        assertEq(handler.updates(), 2, "updates");
        assertEq(handler.settled(), 1, "settled");
        assertEq(handler.sales(), 1, "sales");
        assertEq(handler.burns(), 1, "burns");
        invariant_feesAndRoyaltiesInAreRevenueOut();
        invariant_finalIsForEver();
    }
}
