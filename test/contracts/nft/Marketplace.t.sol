// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IERC721Errors } from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import { IMarketplace, Listing } from "../../../contracts/interfaces/IMarketplace.sol";
import { MarketTest } from "./MarketTest.sol";
import { Puppet } from "./Wallets.sol";

/// @notice One test a leaf of Marketplace.tree.
contract MarketplaceTest is MarketTest {
    function test_list_refusals() public {
        vm.startPrank(alice);
        expectRevertWith(abi.encodeWithSelector(IMarketplace.Marketplace_BadParameter.selector, "priceWei"));
        market.list(address(collection), id, 0, soon());
        expectRevertWith(abi.encodeWithSelector(IMarketplace.Marketplace_BadParameter.selector, "expiresAt"));
        market.list(address(collection), id, ASK, uint40(block.timestamp));
        expectRevertWith(
            abi.encodeWithSelector(IMarketplace.Marketplace_NotApproved.selector, address(collection), id)
        );
        market.list(address(collection), id, ASK, soon());
        vm.stopPrank();
        vm.prank(bob);
        expectRevertWith(abi.encodeWithSelector(IMarketplace.Marketplace_NotOwner.selector, bob));
        market.list(address(collection), id, ASK, soon());
    }

    function test_list_provisionalPiece_reverts() public {
        bytes memory other = "another prompt";
        uint256 requestId = answered(alice, other, OUTPUT);
        uint256 piece = mintAs(alice, requestId, other, OUTPUT);
        vm.startPrank(alice);
        collection.approve(address(market), piece);
        expectRevertWith(
            abi.encodeWithSelector(IMarketplace.Marketplace_NotFinal.selector, address(collection), piece)
        );
        market.list(address(collection), piece, ASK, soon());
        vm.stopPrank();
    }

    function test_list_bindsOwnerPriceExpiryAndTransfers_andReplaces() public {
        vm.startPrank(alice);
        collection.approve(address(market), id);
        vm.expectEmit(address(market));
        emit IMarketplace.Listed(address(collection), id, alice, ASK, soon());
        market.list(address(collection), id, ASK, soon());
        market.list(address(collection), id, 2 * ASK, soon() + 1);
        vm.stopPrank();
        (Listing memory listing, bool live) = market.listingOf(address(collection), id);
        assertEq(listing.seller, alice, "seller");
        assertEq(listing.priceWei, 2 * ASK, "the later price");
        assertEq(listing.expiresAt, soon() + 1, "the later expiry");
        assertEq(listing.transfers, 0, "transfers");
        assertTrue(live, "live");
        assertEq(collection.ownerOf(id), alice, "nothing is held in escrow");
    }

    function test_cancel_bySellerOrOwner_andNobodyElse() public {
        expectRevertWith(
            abi.encodeWithSelector(IMarketplace.Marketplace_NotListed.selector, address(collection), id)
        );
        market.cancel(address(collection), id);
        listAs(alice, ASK);
        vm.prank(bob);
        expectRevertWith(abi.encodeWithSelector(IMarketplace.Marketplace_NotOwner.selector, bob));
        market.cancel(address(collection), id);
        vm.prank(alice);
        vm.expectEmit(address(market));
        emit IMarketplace.ListingCancelled(address(collection), id, alice);
        market.cancel(address(collection), id);
        assertFalse(isLive(), "gone");
        listAs(alice, ASK);
        vm.prank(alice);
        collection.transferFrom(alice, bob, id);
        vm.prank(bob); // the new owner tidies up
        market.cancel(address(collection), id);
    }

    function test_buy_paysRoyaltyAndSeller_toTheWei() public {
        listAs(alice, ASK);
        uint256 sellerBefore = alice.balance;
        uint256 buyerBefore = bob.balance;
        uint256 before = revenue();
        vm.expectEmit(address(market));
        emit IMarketplace.Sold(address(collection), id, alice, bob, ASK, address(token), ROYALTY);
        buyAs(bob, ASK, ASK);
        assertEq(collection.ownerOf(id), bob, "the buyer's");
        assertEq(revenue() - before, ROYALTY, "the holders' royalty");
        assertEq(token.revenueState(address(0)).receivedTotal, revenue(), "is revenue");
        assertEq(alice.balance - sellerBefore, ASK - ROYALTY, "the rest is the seller's");
        assertEq(buyerBefore - bob.balance, ASK, "the price is the buyer's");
        assertEq(address(market).balance, 0, "nothing stays");
        assertFalse(isLive(), "sold");
    }

    function testFuzz_buy_splitsAnyPriceExactly(uint96 priceWei, uint96 surplus) public {
        priceWei = uint96(bound(priceWei, 1, 1e27));
        surplus = uint96(bound(surplus, 0, 1e27));
        vm.deal(bob, uint256(priceWei) + surplus);
        listAs(alice, priceWei);
        uint256 sellerBefore = alice.balance;
        uint256 before = revenue();
        buyAs(bob, priceWei, uint256(priceWei) + surplus);
        uint256 royaltyWei = (uint256(priceWei) * ROYALTY_BPS + 9999) / 10_000;
        assertEq(revenue() - before, royaltyWei, "royalty");
        assertEq(alice.balance - sellerBefore, priceWei - royaltyWei, "seller");
        assertEq(bob.balance, surplus, "surplus");
    }

    function test_buy_paysTheSurplusBack() public {
        listAs(alice, ASK);
        uint256 before = bob.balance;
        buyAs(bob, 3 * ASK, 3 * ASK);
        assertEq(before - bob.balance, ASK, "only the price");
    }

    function test_buy_refusals() public {
        bytes memory notListed =
            abi.encodeWithSelector(IMarketplace.Marketplace_NotListed.selector, address(collection), id);
        vm.startPrank(bob);
        expectRevertWith(notListed);
        market.buy{ value: ASK }(address(collection), id, ASK);
        vm.stopPrank();
        listAs(alice, ASK);
        vm.startPrank(bob);
        expectRevertWith(abi.encodeWithSelector(IMarketplace.Marketplace_PriceTooHigh.selector, ASK, ASK - 1));
        market.buy{ value: ASK }(address(collection), id, ASK - 1);
        expectRevertWith(abi.encodeWithSelector(IMarketplace.Marketplace_NotEnoughPaid.selector, ASK - 1, ASK));
        market.buy{ value: ASK - 1 }(address(collection), id, ASK);
        vm.stopPrank();
        vm.prank(alice);
        collection.setApprovalForAll(address(market), false);
        assertFalse(isLive(), "no approval, not live");
        vm.prank(bob);
        expectRevertWith(
            abi.encodeWithSelector(IERC721Errors.ERC721InsufficientApproval.selector, address(market), id)
        );
        market.buy{ value: ASK }(address(collection), id, ASK);
    }

    function test_buy_untilTheLastSecond_andNotAfter() public {
        listAs(alice, ASK);
        uint256 expiresAt = soon();
        vm.warp(expiresAt + 1);
        assertFalse(isLive(), "over");
        vm.prank(bob);
        expectRevertWith(abi.encodeWithSelector(IMarketplace.Marketplace_Expired.selector, expiresAt));
        market.buy{ value: ASK }(address(collection), id, ASK);
        vm.warp(expiresAt);
        buyAs(bob, ASK, ASK);
    }

    function test_buy_sellerWithoutReceive_hasACredit() public {
        Puppet seller = new Puppet();
        vm.prank(alice);
        collection.transferFrom(alice, address(seller), id);
        seller.refuseEth(true);
        listAs(address(seller), ASK);
        buyAs(bob, ASK, ASK);
        assertEq(market.creditOf(address(seller)), ASK - ROYALTY, "credit");
        assertEq(address(market).balance, ASK - ROYALTY, "held for it");
        seller.refuseEth(false);
        market.withdraw(address(seller));
        assertEq(address(seller).balance, ASK - ROYALTY, "paid");
    }
}
