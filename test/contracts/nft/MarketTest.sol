// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { Marketplace } from "../../../contracts/nft/Marketplace.sol";
import { NftTest } from "./NftTest.sol";

/// @notice A market, and a final piece of Alice's.
abstract contract MarketTest is NftTest {
    uint96 internal constant ASK = 1 ether;
    uint256 internal constant ROYALTY = 0.05 ether;

    Marketplace internal market;

    function setUp() public virtual override {
        super.setUp();
        market = new Marketplace();
        mintFinal(alice);
    }

    function soon() internal view returns (uint40) {
        return uint40(block.timestamp + 1 hours);
    }

    function listAs(address who, uint96 priceWei) internal {
        vm.startPrank(who);
        collection.setApprovalForAll(address(market), true);
        market.list(address(collection), id, priceWei, soon());
        vm.stopPrank();
    }

    function buyAs(address who, uint256 maxPriceWei, uint256 value) internal {
        vm.prank(who);
        market.buy{ value: value }(address(collection), id, maxPriceWei);
    }

    function isLive() internal view returns (bool live) {
        (, live) = market.listingOf(address(collection), id);
    }
}
