// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { ERC20 } from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import { GrantTerms, IGrants, TrancheState } from "../../../contracts/interfaces/IGrants.sol";
import { GrantsTest } from "./GrantsTest.sol";

/// @notice Releases again from inside its payment, or refuses it.
contract GreedyBuilder {
    IGrants private immutable GRANTS;
    bool public refuses;
    bool public gotThrough;

    constructor(IGrants grants) {
        GRANTS = grants;
    }

    receive() external payable {
        require(!refuses);
        (gotThrough,) = address(GRANTS).call(abi.encodeCall(IGrants.release, (1)));
        if (!gotThrough) (gotThrough,) = address(GRANTS).call(abi.encodeCall(IGrants.returnMoney, (1)));
    }

    function setRefuses(bool value) external {
        refuses = value;
    }

    function announce() external {
        GRANTS.announce(1, "");
    }
}

/// @notice Keeps a hundredth of every transfer, and can stop them all.
contract TaxedToken is ERC20("Taxed", "TAX") {
    bool public frozen;
    bool public taxed = true;

    constructor(address to) {
        _mint(to, 100 ether);
    }

    function set(bool isTaxed, bool isFrozen) external {
        (taxed, frozen) = (isTaxed, isFrozen);
    }

    function _update(address from, address to, uint256 value) internal override {
        require(!frozen);
        uint256 tax = taxed && from != address(0) && to != address(0) ? value / 100 : 0;
        if (tax != 0) super._update(from, address(1), tax);
        super._update(from, to, value - tax);
    }
}

/// @notice In each the attacker gets nothing that holders did not let it have.
contract GrantsAttacksTest is GrantsTest {
    function test_attack_selfDealingGrant_isStoppedByTheVeto() public {
        // Alice has a majority, votes herself a grant and announces at once that all is done.
        GrantTerms memory terms = _terms(ETH);
        terms.recipient = alice;
        _pass(_call(address(grants), 6 ether, abi.encodeCall(IGrants.open, (terms))));
        for (uint256 i = 0; i < 3; ++i) {
            vm.prank(alice);
            grants.announce(1, "trust me");
            vm.expectRevert();
            grants.release(1);
            _skip(1);
            _object(carol, 1, i);
            _skip(WINDOW);
            vm.expectRevert();
            grants.release(1);
        }
        grants.returnMoney(1);
        assertEq(alice.balance, 0, "she has nothing");
        assertEq(address(treasury).balance, 100 ether, "the treasury has it back");
    }

    function test_attack_dilutingTheVeto_afterTheAnnouncement_changesNothing() public {
        uint256 id = _openAnnounced();
        // Tokens bought from the curve now are no part of what the veto is a tenth of.
        _transfer(curve, alice, 500 * UNIT);
        _skip(1);
        _object(carol, id, 0);
        _assertTranche(id, 0, TrancheState.Stopped);
    }

    function test_attack_vetoWithBorrowedTokens_hasNoVotes() public {
        uint256 id = _openEth();
        // Borrowed in the announcement's own second and given back; and borrowed later.
        _transfer(curve, builder, 400 * UNIT);
        _announce(id);
        _transfer(builder, curve, 400 * UNIT);
        _skip(1);
        _transfer(curve, builder, 400 * UNIT);
        vm.expectRevert(abi.encodeWithSelector(IGrants.Grants_NoVotes.selector, builder));
        _object(builder, id, 0);
        vm.expectRevert(abi.encodeWithSelector(IGrants.Grants_NoVotes.selector, curve));
        _object(curve, id, 0);
    }

    function test_attack_vetoTwiceWithTheSameTokens_countsOnce() public {
        uint256 id = _openAnnounced();
        _object(dave, id, 0);
        _transfer(dave, builder, 4 * UNIT);
        vm.expectRevert(abi.encodeWithSelector(IGrants.Grants_NoVotes.selector, builder));
        _object(builder, id, 0);
        assertEq(grants.grant(id).tranches[0].objectedVotes, 4 * UNIT, "once");
    }

    function test_attack_openingForAnotherToken_isRefused() public {
        GrantTerms memory terms = _terms(ETH);
        vm.deal(alice, 6 ether);
        vm.expectRevert(abi.encodeWithSelector(IGrants.Grants_NotTreasury.selector, alice));
        vm.prank(alice);
        grants.open{ value: 6 ether }(terms);
        // A token that nobody launched has no treasury, not even nobody.
        terms.token = address(weth);
        vm.expectRevert(abi.encodeWithSelector(IGrants.Grants_NotTreasury.selector, alice));
        vm.prank(alice);
        grants.open{ value: 6 ether }(terms);
    }

    function test_attack_reentrantRecipient_isPaidOnce() public {
        GreedyBuilder greedy = new GreedyBuilder(grants);
        GrantTerms memory terms = _terms(ETH);
        terms.recipient = address(greedy);
        uint256 id = _open(terms, 6 ether);
        greedy.announce();
        _skip(WINDOW + 1);
        grants.release(id);
        assertFalse(greedy.gotThrough(), "not twice");
        assertEq(address(greedy).balance, 1 ether, "one tranche");
        assertEq(address(grants).balance, 5 ether, "the rest stays");
    }

    function test_attack_recipientThatRefuses_blocksNothingForEver() public {
        GreedyBuilder greedy = new GreedyBuilder(grants);
        greedy.setRefuses(true);
        GrantTerms memory terms = _terms(ETH);
        terms.recipient = address(greedy);
        uint256 id = _open(terms, 6 ether);
        greedy.announce();
        _skip(WINDOW + 1);
        vm.expectRevert(abi.encodeWithSelector(IGrants.Grants_PaymentFailed.selector, address(greedy), 1 ether));
        grants.release(id);
        _skip(120 days);
        grants.returnMoney(id);
        assertEq(address(treasury).balance, 100 ether, "the treasury has it back");
    }

    function test_attack_tokenThatTakesATax_isRefused() public {
        TaxedToken taxed = new TaxedToken(address(treasury));
        vm.prank(address(treasury));
        taxed.approve(address(grants), 6 ether);
        GrantTerms memory terms = _terms(address(taxed));
        vm.expectRevert(abi.encodeWithSelector(IGrants.Grants_WrongPayment.selector, 5.94 ether, 6 ether));
        _open(terms, 0);
    }

    function test_attack_tokenThatFreezes_cannotStopAVeto() public {
        TaxedToken taxed = new TaxedToken(address(treasury));
        taxed.set(false, false);
        vm.prank(address(treasury));
        taxed.approve(address(grants), 6 ether);
        uint256 id = _open(_terms(address(taxed)), 0);
        _announce(id);
        _skip(1);
        taxed.set(false, true);
        _object(carol, id, 0);
        _assertTranche(id, 0, TrancheState.Stopped);
        taxed.set(false, false);
        grants.returnMoney(id);
        assertEq(taxed.balanceOf(address(treasury)), 95 ether, "back");
    }

    function test_attack_grantingModelTokens_isRefused() public {
        // Held here they would be eligible: they would take a share of revenue that nobody could claim.
        _transfer(alice, address(treasury), 10 * UNIT);
        vm.prank(address(treasury));
        token.approve(address(grants), 10 * UNIT);
        GrantTerms memory terms = _terms(address(token));
        _expectBad("currency");
        _open(terms, 0);
    }
}
