// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IAIGCCollection, PieceState } from "../interfaces/IAIGCCollection.sol";
import { IMarketplace, Listing } from "../interfaces/IMarketplace.sol";
import { Payouts } from "../oracle/Payouts.sol";

/// @title Marketplace: fixed-price sales of pieces, royalty included
/// @notice A collection is whatever address a seller names: a false one can cheat who buys from it, and nobody else, because
/// a sale moves only what its buyer sent.
// INVARIANT: balance = credits between transactions, unless somebody forced ETH in.
contract Marketplace is IMarketplace, Payouts {
    mapping(address collection => mapping(uint256 tokenId => Listing)) private _listings;

    /// @inheritdoc IMarketplace
    function list(address collection, uint256 tokenId, uint96 priceWei, uint40 expiresAt) external nonReentrant {
        IAIGCCollection pieces = IAIGCCollection(collection);
        if (priceWei == 0) revert Marketplace_BadParameter("priceWei");
        if (expiresAt <= block.timestamp) revert Marketplace_BadParameter("expiresAt");
        if (pieces.ownerOf(tokenId) != msg.sender) revert Marketplace_NotOwner(msg.sender);
        if (!_isApproved(pieces, tokenId, msg.sender)) revert Marketplace_NotApproved(collection, tokenId);
        // Final is for ever, so that a buyer need not look again.
        if (pieces.stateOf(tokenId) != PieceState.Final) revert Marketplace_NotFinal(collection, tokenId);

        _listings[collection][tokenId] = Listing({
            seller: msg.sender,
            priceWei: priceWei,
            expiresAt: expiresAt,
            transfers: uint24(pieces.transfersOf(tokenId)) // that is how a collection counts them
        });
        emit Listed(collection, tokenId, msg.sender, priceWei, expiresAt);
    }

    /// @inheritdoc IMarketplace
    function cancel(address collection, uint256 tokenId) external nonReentrant {
        address seller = _listings[collection][tokenId].seller;
        if (seller == address(0)) revert Marketplace_NotListed(collection, tokenId);
        if (seller != msg.sender && IAIGCCollection(collection).ownerOf(tokenId) != msg.sender) {
            revert Marketplace_NotOwner(msg.sender);
        }
        delete _listings[collection][tokenId];
        emit ListingCancelled(collection, tokenId, seller);
    }

    /// @inheritdoc IMarketplace
    function buy(address collection, uint256 tokenId, uint256 maxPriceWei) external payable nonReentrant {
        IAIGCCollection pieces = IAIGCCollection(collection);
        Listing memory listing = _listings[collection][tokenId];
        if (!_stands(pieces, tokenId, listing)) revert Marketplace_NotListed(collection, tokenId);
        if (block.timestamp > listing.expiresAt) revert Marketplace_Expired(listing.expiresAt);
        uint256 priceWei = listing.priceWei;
        if (priceWei > maxPriceWei) revert Marketplace_PriceTooHigh(priceWei, maxPriceWei);
        if (msg.value < priceWei) revert Marketplace_NotEnoughPaid(msg.value, priceWei);

        (address receiver, uint256 royaltyWei) = pieces.royaltyInfo(tokenId, priceWei);
        // Only a false collection asks for more.
        if (royaltyWei > priceWei) royaltyWei = priceWei;
        delete _listings[collection][tokenId];
        emit Sold(collection, tokenId, listing.seller, msg.sender, priceWei, receiver, royaltyWei);

        // SAFETY: buyer, receiver, seller and collection are strangers, but every entry is guarded, the listing is gone,
        // and what is paid out below is what was paid in.
        pieces.safeTransferFrom(listing.seller, msg.sender, tokenId);
        _pay(receiver, royaltyWei);
        _pay(listing.seller, priceWei - royaltyWei);
        _pay(msg.sender, msg.value - priceWei);
    }

    /// @inheritdoc IMarketplace
    function listingOf(address collection, uint256 tokenId)
        external
        view
        returns (Listing memory listing, bool isLive)
    {
        listing = _listings[collection][tokenId];
        if (listing.seller == address(0) || block.timestamp > listing.expiresAt) return (listing, false);
        IAIGCCollection pieces = IAIGCCollection(collection);
        isLive = _stands(pieces, tokenId, listing) && _isApproved(pieces, tokenId, listing.seller);
    }

    /// @dev The count of transfers tells a seller who got the piece back from one who never gave it away.
    function _stands(IAIGCCollection pieces, uint256 tokenId, Listing memory listing) private view returns (bool) {
        return listing.seller != address(0) && pieces.transfersOf(tokenId) == listing.transfers
            && pieces.ownerOf(tokenId) == listing.seller;
    }

    function _isApproved(IAIGCCollection pieces, uint256 tokenId, address owner) private view returns (bool) {
        return pieces.isApprovedForAll(owner, address(this)) || pieces.getApproved(tokenId) == address(this);
    }
}
