// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IMarketplace } from "../../../contracts/interfaces/IMarketplace.sol";
import { MarketTest } from "./MarketTest.sol";
import { FalseCollection, Puppet } from "./Wallets.sol";

/// @notice Each known attack on the market, and that the attacker gets nothing by it.
contract MarketAttacksTest is MarketTest {
    /// However a price is cut, the royalty is at least its part; it is never rounded away.
    function testFuzz_attack_royaltyDodge_byTinyPrices_paysAtLeastAsMuch(uint96 priceWei) public {
        priceWei = uint96(bound(priceWei, 1, 10_000));
        vm.deal(bob, priceWei);
        listAs(alice, priceWei);
        uint256 before = revenue();
        buyAs(bob, priceWei, priceWei);
        assertLe(uint256(priceWei) * ROYALTY_BPS, (revenue() - before) * 10_000, "not less than its part");
        assertTrue(revenue() > before, "never nothing");
    }

    /// A seller that refuses ETH cannot turn the royalty or the price into anything else.
    function test_attack_royaltyDodge_byARefusingSeller_paysTheRoyaltyAllTheSame() public {
        Puppet seller = new Puppet();
        vm.prank(alice);
        collection.transferFrom(alice, address(seller), id);
        seller.refuseEth(true);
        listAs(address(seller), ASK);
        uint256 before = revenue();
        buyAs(bob, ASK, ASK);
        assertEq(revenue() - before, ROYALTY, "royalty");
    }

    /// Little gas cannot make the payment of the royalty fail and the sale stand.
    function test_attack_royaltyDodge_byLittleGas_reverts() public {
        listAs(alice, ASK);
        uint256 before = revenue();
        for (uint256 gasLimit = 60_000; gasLimit < 320_000; gasLimit += 4_000) {
            vm.prank(bob);
            (bool done,) = address(market).call{ value: ASK, gas: gasLimit }(
                abi.encodeCall(IMarketplace.buy, (address(collection), id, ASK))
            );
            if (!done) continue;
            assertEq(revenue() - before, ROYALTY, "a sale pays its royalty");
            assertEq(market.creditOf(address(token)), 0, "at once");
            return;
        }
        assertTrue(false, "some gas is enough");
    }

    function test_attack_staleListing_afterATransfer_isVoid() public {
        listAs(alice, ASK);
        vm.prank(alice);
        collection.transferFrom(alice, bob, id);
        assertFalse(isLive(), "not live");
        vm.prank(bob);
        collection.setApprovalForAll(address(market), true);
        vm.prank(payer);
        expectRevertWith(
            abi.encodeWithSelector(IMarketplace.Marketplace_NotListed.selector, address(collection), id)
        );
        market.buy{ value: ASK }(address(collection), id, ASK);
    }

    /// The known trap: the piece comes back to its seller years later, and the old price still stands.
    function test_attack_staleListing_whenThePieceComesBack_staysVoid() public {
        listAs(alice, 0.001 ether);
        vm.prank(alice);
        collection.transferFrom(alice, bob, id);
        vm.prank(bob);
        collection.transferFrom(bob, alice, id);
        assertFalse(isLive(), "not live");
        vm.prank(bob);
        expectRevertWith(
            abi.encodeWithSelector(IMarketplace.Marketplace_NotListed.selector, address(collection), id)
        );
        market.buy{ value: 0.001 ether }(address(collection), id, 0.001 ether);
    }

    function test_attack_priceRaisedMeanwhile_reverts() public {
        listAs(alice, ASK);
        listAs(alice, 50 ether); // in front of the buyer's transaction
        vm.prank(bob);
        expectRevertWith(abi.encodeWithSelector(IMarketplace.Marketplace_PriceTooHigh.selector, 50 ether, ASK));
        market.buy{ value: 60 ether }(address(collection), id, ASK);
    }

    function test_attack_reentryFromTheBuyer_fails() public {
        Puppet buyer = new Puppet();
        vm.deal(address(buyer), 10 ether);
        listAs(alice, ASK);
        bytes memory purchase = abi.encodeCall(IMarketplace.buy, (address(collection), id, ASK));
        buyer.arm(address(market), ASK, purchase);
        buyer.call(address(market), 2 * ASK, purchase);
        assertTrue(buyer.tried() && !buyer.succeeded(), "re-entry is refused");
        assertEq(address(buyer).balance, 10 ether - ASK, "one price");
        assertEq(collection.ownerOf(id), address(buyer), "one piece");
    }

    /// From its onERC721Received the buyer would list the piece again, before seller and holders are paid.
    function test_attack_reentryFromTheBuyer_intoList_fails() public {
        Puppet buyer = new Puppet();
        vm.deal(address(buyer), 10 ether);
        vm.prank(address(buyer));
        collection.setApprovalForAll(address(market), true);
        listAs(alice, ASK);
        buyer.arm(address(market), 0, abi.encodeCall(IMarketplace.list, (address(collection), id, 1, soon())));
        buyer.call(address(market), ASK, abi.encodeCall(IMarketplace.buy, (address(collection), id, ASK)));
        assertTrue(buyer.tried() && !buyer.succeeded(), "re-entry is refused");
        assertFalse(isLive(), "not listed");
    }

    function test_attack_reentryFromTheSeller_fails() public {
        Puppet seller = new Puppet();
        vm.prank(alice);
        collection.transferFrom(alice, address(seller), id);
        listAs(address(seller), ASK);
        // With the ETH of the first sale it would buy the piece back at the old price.
        seller.arm(address(market), 0.5 ether, abi.encodeCall(IMarketplace.buy, (address(collection), id, ASK)));
        uint256 before = revenue();
        buyAs(bob, ASK, ASK);
        assertTrue(seller.tried() && !seller.succeeded(), "re-entry is refused");
        assertEq(collection.ownerOf(id), bob, "sold once");
        assertEq(address(seller).balance, ASK - ROYALTY, "paid once");
        assertEq(revenue() - before, ROYALTY, "one royalty");
    }

    /// Others' credits are in the market: a false collection that asks for a huge royalty gets only its buyer's ETH.
    function test_attack_falseCollection_movesNobodyElsesEth() public {
        Puppet creditor = new Puppet();
        vm.prank(alice);
        collection.transferFrom(alice, address(creditor), id);
        creditor.refuseEth(true);
        listAs(address(creditor), ASK);
        buyAs(bob, ASK, ASK);
        FalseCollection fake = new FalseCollection(operator);
        fake.setRoyalty(operator, type(uint256).max);
        vm.prank(operator);
        market.list(address(fake), 1, 1, soon());
        uint256 before = operator.balance;
        vm.prank(bob);
        market.buy{ value: 1 }(address(fake), 1, 1);
        assertEq(operator.balance - before, 1, "a wei");
        assertEq(address(market).balance, market.creditOf(address(creditor)), "the credit is all there");
    }

    function test_attack_forcedEth_isNobodys() public {
        vm.deal(address(market), 5 ether);
        listAs(alice, ASK);
        buyAs(bob, ASK, ASK);
        assertEq(address(market).balance, 5 ether, "not paid out");
    }
}
