// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { VotesUpgradeable } from "@openzeppelin/contracts-upgradeable/governance/utils/VotesUpgradeable.sol";
import { Grants } from "../../../contracts/governance/Grants.sol";
import { Grant, GrantTerms, IGrants, TrancheState } from "../../../contracts/interfaces/IGrants.sol";
import { ILaunchpad } from "../../../contracts/interfaces/ILaunchpad.sol";
import { GrantsTest } from "./GrantsTest.sol";

/// @notice See Grants.tree; attacks are in GrantsAttacks.t.sol.
contract GrantsUnitTest is GrantsTest {
    // constructor

    function test_constructor_badSettings_revert() public {
        ILaunchpad launchpad = ILaunchpad(address(registrar));
        _expectBad("launchpad");
        new Grants(ILaunchpad(alice), 1000, WINDOW);
        _expectBad("vetoBps");
        new Grants(launchpad, 99, WINDOW);
        _expectBad("vetoBps");
        new Grants(launchpad, 3301, WINDOW);
        _expectBad("vetoWindowSec");
        new Grants(launchpad, 1000, 0);
        _expectBad("vetoWindowSec");
        new Grants(launchpad, 1000, 30 days + 1);
    }

    // open

    function test_open_holdsTheSum() public {
        vm.expectEmit(address(grants));
        GrantTerms memory terms = _terms(ETH);
        emit IGrants.GrantOpened(
            1,
            address(token),
            builder,
            address(treasury),
            ETH,
            block.timestamp + 90 days,
            terms.amounts,
            terms.title,
            terms.milestones
        );
        uint256 id = _openEth();
        assertEq(address(grants).balance, 6 ether, "held");
        assertEq(address(treasury).balance, 94 ether, "of the treasury");
        Grant memory found = grants.grant(id);
        assertEq(found.token, address(token), "token");
        assertEq(found.treasury, address(treasury), "treasury");
        assertEq(found.recipient, builder, "recipient");
        assertEq(found.openUntil, block.timestamp + 90 days, "time");
        assertEq(found.tranches.length, 3, "tranches");
        assertEq(found.tranches[2].amount, 3 ether, "amount");
        assertEq(grants.grantCount(), 1, "count");
        assertEq(grants.vetoUntil(id), 0, "nothing is announced");
    }

    function test_open_byAVote_andInAnERC20() public {
        _pass(_openingProposal());
        assertEq(grants.grant(1).recipient, builder, "by the vote");
        vm.deal(address(treasury), 100 ether);
        vm.startPrank(address(treasury));
        weth.deposit{ value: 6 ether }();
        weth.approve(address(grants), 6 ether);
        vm.stopPrank();
        uint256 id = _open(_terms(address(weth)), 0);
        assertEq(weth.balanceOf(address(grants)), 6 ether, "held");
        _announce(id);
        _skip(WINDOW + 1);
        grants.release(id);
        assertEq(weth.balanceOf(builder), 1 ether, "paid in it");
    }

    function test_open_badTerms_revert() public {
        GrantTerms memory terms = _terms(ETH);
        terms.recipient = address(0);
        _refuse(terms, "recipient");
        terms.recipient = address(grants);
        _refuse(terms, "recipient");
        terms = _terms(alice);
        _refuse(terms, "currency");
        terms = _terms(address(token));
        _refuse(terms, "currency");
        terms = _terms(ETH);
        terms.durationSec = 0;
        _refuse(terms, "durationSec");
        terms.durationSec = 1825 days + 1;
        _refuse(terms, "durationSec");
        terms = _terms(ETH);
        terms.amounts[1] = 0;
        _refuse(terms, "amounts");
        terms.amounts = new uint128[](0);
        _refuse(terms, "amounts");
        terms.amounts = new uint128[](17);
        _refuse(terms, "amounts");
        terms = _terms(ETH);
        terms.milestones = new string[](2);
        _refuse(terms, "milestones");
        terms = _terms(ETH);
        terms.title = string(new bytes(1025));
        _refuse(terms, "title");
        terms = _terms(ETH);
        terms.milestones[2] = string(new bytes(1025));
        _refuse(terms, "milestones");
    }

    function _refuse(GrantTerms memory terms, string memory name) private {
        _expectBad(name);
        _open(terms, 6 ether);
    }

    function test_open_withAnotherSum_reverts() public {
        GrantTerms memory terms = _terms(ETH);
        vm.expectRevert(abi.encodeWithSelector(IGrants.Grants_WrongPayment.selector, 5 ether, 6 ether));
        _open(terms, 5 ether);
        vm.expectRevert(abi.encodeWithSelector(IGrants.Grants_WrongPayment.selector, 7 ether, 6 ether));
        _open(terms, 7 ether);
        terms = _terms(address(weth));
        vm.expectRevert(abi.encodeWithSelector(IGrants.Grants_WrongPayment.selector, 1, 0));
        _open(terms, 1);
    }

    // announce

    function test_announce_opensTheWindow() public {
        uint256 id = _openEth();
        vm.expectRevert(abi.encodeWithSelector(IGrants.Grants_NotRecipient.selector, id, alice));
        vm.prank(alice);
        grants.announce(id, "");
        vm.expectEmit(address(grants));
        emit IGrants.TrancheAnnounced(id, 0, "ipfs://evidence", block.timestamp + WINDOW);
        _announce(id);
        assertEq(grants.vetoUntil(id), block.timestamp + WINDOW, "vetoUntil");
        _assertTranche(id, 0, TrancheState.Announced);
        _expectState(id, 0, TrancheState.Announced);
        _announce(id);
        assertEq(grants.grant(id).tranches[0].vetoVotes, 0, "not known in the same second");
        _skip(1);
        assertEq(grants.grant(id).tranches[0].vetoVotes, 50 * UNIT, "a tenth of 500");
    }

    function test_announce_whenClosed_reverts() public {
        uint256 id = _openEth();
        _skip(90 days);
        _announce(id);
        _skip(WINDOW + 1);
        grants.release(id);
        bytes memory closed = abi.encodeWithSelector(IGrants.Grants_Closed.selector, id);
        vm.expectRevert(closed);
        _announce(id);
        uint256 ended = _openEth();
        vm.prank(address(treasury));
        grants.end(ended);
        vm.expectRevert(abi.encodeWithSelector(IGrants.Grants_Closed.selector, ended));
        _announce(ended);
    }

    function test_announce_ofAnUnknownGrant_reverts() public {
        vm.expectRevert(abi.encodeWithSelector(IGrants.Grants_UnknownGrant.selector, 9));
        _announce(9);
    }

    // object

    function test_object_reachingTheVeto_stopsTheTranche() public {
        uint256 id = _openAnnounced();
        _object(dave, id, 0);
        _assertTranche(id, 0, TrancheState.Announced);
        vm.expectEmit(address(grants));
        emit IGrants.TrancheObjected(id, 0, carol, 86 * UNIT, 90 * UNIT);
        vm.expectEmit(address(grants));
        emit IGrants.TrancheStopped(id, 0, 1 ether);
        _object(carol, id, 0);
        _assertTranche(id, 0, TrancheState.Stopped);
        assertEq(grants.grant(id).returnable, 1 ether, "its money");
        assertTrue(grants.hasObjected(id, 0, carol), "who");
        grants.returnMoney(id);
        assertEq(address(treasury).balance, 95 ether, "is back");
        // The next one can be announced all the same.
        _announce(id);
        _skip(WINDOW + 1);
        grants.release(id);
        assertEq(builder.balance, 2 ether, "the second tranche");
    }

    function test_object_exactlyAtTheVeto_stops() public {
        _transfer(carol, dave, 46 * UNIT);
        uint256 id = _openAnnounced();
        _object(dave, id, 0);
        _assertTranche(id, 0, TrancheState.Stopped);
    }

    function test_object_oneVoteBelowTheVeto_doesNotStop() public {
        _transfer(carol, dave, 46 * UNIT - 1);
        uint256 id = _openAnnounced();
        _object(dave, id, 0);
        _skip(WINDOW);
        grants.release(id);
        assertEq(builder.balance, 1 ether, "released");
    }

    function test_object_whenItMayNot_reverts() public {
        uint256 id = _openEth();
        _expectState(id, 0, TrancheState.Waiting);
        _object(carol, id, 0);
        _announce(id);
        vm.expectRevert(
            abi.encodeWithSelector(VotesUpgradeable.ERC5805FutureLookup.selector, block.timestamp, block.timestamp)
        );
        _object(carol, id, 0);
        _skip(1);
        _expectState(id, 1, TrancheState.Waiting);
        _object(carol, id, 1);
        _object(dave, id, 0);
        vm.expectRevert(abi.encodeWithSelector(IGrants.Grants_AlreadyObjected.selector, id, 0, dave));
        _object(dave, id, 0);
        vm.expectRevert(abi.encodeWithSelector(IGrants.Grants_NoVotes.selector, builder));
        _object(builder, id, 0);
        uint256 windowEnd = grants.vetoUntil(id);
        vm.warp(windowEnd + 1);
        vm.expectRevert(abi.encodeWithSelector(IGrants.Grants_WindowClosed.selector, id, windowEnd));
        _object(carol, id, 0);
        vm.warp(windowEnd);
        _object(carol, id, 0);
        _assertTranche(id, 0, TrancheState.Stopped);
    }

    // release

    function test_release_byAnyone_paysTheRecipient() public {
        uint256 id = _openEth();
        _expectState(id, 0, TrancheState.Waiting);
        grants.release(id);
        _announce(id);
        uint256 windowEnd = grants.vetoUntil(id);
        vm.warp(windowEnd);
        vm.expectRevert(abi.encodeWithSelector(IGrants.Grants_WindowOpen.selector, id, windowEnd));
        grants.release(id);
        vm.warp(windowEnd + 1);
        vm.expectEmit(address(grants));
        emit IGrants.TrancheReleased(id, 0, builder, 1 ether);
        vm.prank(dave);
        grants.release(id);
        assertEq(builder.balance, 1 ether, "paid");
        _expectState(id, 1, TrancheState.Waiting);
        grants.release(id);
    }

    function test_release_allOfThem_leavesNothing() public {
        uint256 id = _openEth();
        for (uint256 i = 0; i < 3; ++i) {
            _announce(id);
            _skip(WINDOW + 1);
            grants.release(id);
        }
        assertEq(builder.balance, 6 ether, "all of it");
        assertEq(address(grants).balance, 0, "nothing is left");
        vm.expectRevert(abi.encodeWithSelector(IGrants.Grants_Closed.selector, id));
        _announce(id);
        vm.expectRevert(abi.encodeWithSelector(IGrants.Grants_NothingToReturn.selector, id));
        grants.returnMoney(id);
    }

    // end and return

    function test_end_byAVote_returnsWhatIsNotSettled() public {
        uint256 id = _openEth();
        _announce(id);
        _skip(WINDOW + 1);
        grants.release(id);
        _announce(id);
        vm.expectRevert(abi.encodeWithSelector(IGrants.Grants_NotTreasury.selector, alice));
        vm.prank(alice);
        grants.end(id);
        _pass(_call(address(grants), 0, abi.encodeCall(IGrants.end, (id))));
        _assertTranche(id, 1, TrancheState.Returned);
        _assertTranche(id, 2, TrancheState.Returned);
        grants.returnMoney(id);
        assertEq(address(treasury).balance, 99 ether, "all but the first milestone");
        vm.expectRevert(abi.encodeWithSelector(IGrants.Grants_NothingToReturn.selector, id));
        grants.returnMoney(id);
        vm.expectRevert(abi.encodeWithSelector(IGrants.Grants_Closed.selector, id));
        vm.prank(address(treasury));
        grants.end(id);
    }

    function test_returnMoney_beforeAnythingIsDue_reverts() public {
        uint256 id = _openAnnounced();
        bytes memory open = abi.encodeWithSelector(IGrants.Grants_StillOpen.selector, id, grants.grant(id).openUntil);
        vm.expectRevert(open);
        grants.returnMoney(id);
    }

    function test_returnMoney_whenTheTimeIsOver_endsTheGrant() public {
        uint256 id = _openEth();
        _skip(90 days + 1);
        vm.expectEmit(address(grants));
        emit IGrants.GrantEnded(id, 3);
        vm.expectEmit(address(grants));
        emit IGrants.GrantMoneyReturned(id, address(treasury), 6 ether);
        grants.returnMoney(id);
        assertEq(address(treasury).balance, 100 ether, "everything is back");
    }

    function test_returnMoney_whileATrancheIsAnnounced_givesItAMonth() public {
        uint256 id = _openEth();
        _skip(90 days);
        _announce(id);
        _skip(WINDOW + 30 days);
        vm.expectRevert();
        grants.returnMoney(id);
        uint256 still = vm.snapshotState();
        grants.release(id);
        assertEq(builder.balance, 1 ether, "can still be released");
        vm.revertToState(still);
        _skip(1);
        grants.returnMoney(id);
        assertEq(address(treasury).balance, 100 ether, "then it goes back");
        _expectState(id, 3, TrancheState.Waiting);
        grants.release(id);
    }
}
