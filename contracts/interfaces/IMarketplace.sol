// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IPayouts } from "./IPayouts.sol";

/// @notice An offer to sell one piece at a fixed price.
/// @param seller who owned it when it was listed; zero for no listing
/// @param priceWei price, royalty included
/// @param expiresAt last second in which it can be bought, Unix seconds
/// @param transfers how often the piece had changed hands by then: another transfer ends the listing for good
struct Listing {
    address seller;
    uint96 priceWei;
    uint40 expiresAt;
    uint24 transfers;
}

/// @title Marketplace: fixed-price sales of pieces, royalty included
/// @notice Holds no token: a piece stays with its owner, who approves the market. Every sale pays the royalty that the
/// collection asks for (ERC-2981) out of the price. No fee of its own, no owner, no pause.
interface IMarketplace is IPayouts {
    event Listed(
        address indexed collection, uint256 indexed tokenId, address indexed seller, uint256 priceWei, uint256 expiresAt
    );
    event ListingCancelled(address indexed collection, uint256 indexed tokenId, address indexed seller);
    event Sold(
        address indexed collection,
        uint256 indexed tokenId,
        address indexed seller,
        address buyer,
        uint256 priceWei,
        address royaltyReceiver,
        uint256 royaltyWei
    );

    error Marketplace_NotOwner(address caller);
    error Marketplace_NotApproved(address collection, uint256 tokenId);
    error Marketplace_NotFinal(address collection, uint256 tokenId);
    error Marketplace_BadParameter(string name);
    error Marketplace_NotListed(address collection, uint256 tokenId);
    error Marketplace_Expired(uint256 expiresAt);
    error Marketplace_PriceTooHigh(uint256 priceWei, uint256 maxPriceWei);
    error Marketplace_NotEnoughPaid(uint256 sent, uint256 priceWei);

    /// @notice Offers a final piece of the caller, who has approved the market. Replaces an earlier listing.
    function list(address collection, uint256 tokenId, uint96 priceWei, uint40 expiresAt) external;

    /// @notice Ends the listing of a piece: its seller may, and its owner.
    function cancel(address collection, uint256 tokenId) external;

    /// @notice Buys a listed piece for the caller. What is sent beyond the price comes back.
    /// @param maxPriceWei what the buyer saw: a listing changed meanwhile cannot cost more
    function buy(address collection, uint256 tokenId, uint256 maxPriceWei) external payable;

    /// @notice The listing of a piece, and whether it can be bought now: its seller still owns it, without a transfer in
    /// between, the market is approved, and it has not expired.
    function listingOf(address collection, uint256 tokenId) external view returns (Listing memory listing, bool isLive);
}
