// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IGovernor } from "@openzeppelin/contracts/governance/IGovernor.sol";
import { Clones } from "@openzeppelin/contracts/proxy/Clones.sol";
import { Initializable } from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import {
    TimelockControllerUpgradeable
} from "@openzeppelin/contracts-upgradeable/governance/TimelockControllerUpgradeable.sol";
import { ModelGovernor } from "../../../contracts/governance/ModelGovernor.sol";
import { GovernorSettings, IModelGovernor } from "../../../contracts/interfaces/IModelGovernor.sol";
import { GovernanceTest, Proposal } from "./GovernanceTest.sol";

/// @notice See ModelGovernor.tree; the standards are in GovernorStandards.t.sol.
contract ModelGovernorTest is GovernanceTest {
    // initialize

    function _fresh() private returns (ModelGovernor) {
        return ModelGovernor(payable(Clones.clone(address(new ModelGovernor()))));
    }

    function _refuse(GovernorSettings memory settings, string memory name) private {
        ModelGovernor fresh = _fresh();
        vm.expectRevert(abi.encodeWithSelector(IModelGovernor.ModelGovernor_BadParameter.selector, name));
        fresh.initialize(address(token), payable(address(treasury)), settings);
    }

    function test_initialize_again_reverts() public {
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        governor.initialize(address(token), payable(address(treasury)), _settings());
        ModelGovernor implementation = new ModelGovernor();
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        implementation.initialize(address(token), payable(address(treasury)), _settings());
    }

    function test_initialize_withoutCode_reverts() public {
        ModelGovernor fresh = _fresh();
        vm.expectRevert(abi.encodeWithSelector(IModelGovernor.ModelGovernor_BadParameter.selector, "token"));
        fresh.initialize(alice, payable(address(treasury)), _settings());
        vm.expectRevert(abi.encodeWithSelector(IModelGovernor.ModelGovernor_BadParameter.selector, "treasury"));
        fresh.initialize(address(token), payable(alice), _settings());
    }

    function test_initialize_outOfBounds_reverts() public {
        GovernorSettings memory s = _settings();
        s.votingDelaySec = 9;
        _refuse(s, "votingDelaySec");
        s.votingDelaySec = 30 days + 1;
        _refuse(s, "votingDelaySec");
        s = _settings();
        s.votingPeriodSec = 29;
        _refuse(s, "votingPeriodSec");
        s.votingPeriodSec = 60 days + 1;
        _refuse(s, "votingPeriodSec");
        s = _settings();
        s.quorumBps = 99;
        _refuse(s, "quorumBps");
        s.quorumBps = 5001;
        _refuse(s, "quorumBps");
        s = _settings();
        s.proposalThreshold = 0;
        _refuse(s, "proposalThreshold");
    }

    function test_initialize_setsWhatWasAsked() public view {
        assertEq(governor.votingDelay(), VOTING_DELAY, "delay");
        assertEq(governor.votingPeriod(), VOTING_PERIOD, "period");
        assertEq(governor.proposalThreshold(), 5 * UNIT, "threshold");
        assertEq(governor.quorumNumerator(), 1000, "numerator");
        assertEq(governor.quorumDenominator(), 10_000, "denominator");
        assertEq(governor.lateQuorumVoteExtension(), VOTING_PERIOD / 3, "extension");
        assertEq(governor.timelock(), address(treasury), "timelock");
        assertEq(address(governor.token()), address(token), "token");
    }

    // propose

    function test_propose_belowTheThreshold_reverts() public {
        Proposal memory p = _payment(dave, 1 ether);
        vm.expectRevert(
            abi.encodeWithSelector(IGovernor.GovernorInsufficientProposerVotes.selector, dave, 4 * UNIT, 5 * UNIT)
        );
        _propose(dave, p);
    }

    function test_propose_forAnotherProposer_reverts() public {
        Proposal memory p = _payment(dave, 1 ether);
        // The address of nobody.
        p.description = "# Mine #proposer=0x00000000000000000000000000000000000000aa";
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorRestrictedProposer.selector, alice));
        _propose(alice, p);
    }

    function test_proposalThreshold_isAlwaysInReach() public {
        vm.prank(alice);
        token.burn(260 * UNIT);
        vm.prank(bob);
        token.burn(150 * UNIT);
        vm.prank(carol);
        token.burn(80 * UNIT);
        _skip(1);
        assertEq(governor.proposalThreshold(), UNIT / 2, "a twentieth of the ten that are left");
        _propose(dave, _payment(dave, 1));
        vm.prank(carol);
        token.burn(6 * UNIT);
        vm.prank(dave);
        token.burn(4 * UNIT);
        _skip(1);
        assertEq(governor.proposalThreshold(), 1, "nobody has votes, so nobody can propose");
    }

    // castVote

    function test_castVote_withoutADelegation_counts() public {
        uint256 id = _proposeActive(alice, _payment(dave, 1 ether));
        assertEq(_vote(bob, id, FOR), 150 * UNIT, "weight");
        assertEq(_vote(carol, id, AGAINST), 86 * UNIT, "weight");
        assertEq(_vote(dave, id, ABSTAIN), 4 * UNIT, "weight");
        (uint256 against, uint256 inFavour, uint256 abstained) = governor.proposalVotes(id);
        assertEq(against, 86 * UNIT, "against");
        assertEq(inFavour, 150 * UNIT, "for");
        assertEq(abstained, 4 * UNIT, "abstained");
        assertTrue(governor.hasVoted(id, bob), "voted");
        assertFalse(governor.hasVoted(id, alice), "has not");
    }

    function test_castVote_ofADelegate_hasWhatItWasGiven() public {
        vm.prank(bob);
        token.delegate(carol);
        uint256 id = _proposeActive(alice, _payment(dave, 1 ether));
        assertEq(_vote(carol, id, FOR), 236 * UNIT, "with Bob's");
        assertEq(_vote(bob, id, AGAINST), 0, "his are hers");
    }

    function test_castVote_twice_reverts() public {
        uint256 id = _proposeActive(alice, _payment(dave, 1 ether));
        _vote(bob, id, FOR);
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorAlreadyCastVote.selector, bob));
        _vote(bob, id, AGAINST);
    }

    function test_castVote_whileNotOpen_reverts() public {
        uint256 id = _propose(alice, _payment(dave, 1 ether));
        _skip(VOTING_DELAY);
        bytes memory pending = _wrongState(id, IGovernor.ProposalState.Active);
        vm.expectRevert(pending);
        _vote(bob, id, FOR);
        _skip(VOTING_PERIOD);
        assertEq(_vote(bob, id, FOR), 150 * UNIT, "in the last second");
        _skip(2 * uint256(VOTING_PERIOD));
        bytes memory over = _wrongState(id, IGovernor.ProposalState.Active);
        vm.expectRevert(over);
        _vote(carol, id, FOR);
    }

    // quorum

    function test_quorum_isAPartOfTheEligibleSupplyAtTheSnapshot() public {
        uint256 id = _propose(alice, _payment(dave, 1 ether));
        // Bought before the snapshot: eligible by then.
        _transfer(curve, dave, 100 * UNIT);
        _skip(VOTING_DELAY + 1);
        // Sold after it: changes nothing.
        _transfer(dave, curve, 104 * UNIT);
        assertEq(governor.quorum(governor.proposalSnapshot(id)), 60 * UNIT, "a tenth of 600");
    }

    function test_quorum_countsForAndAbstain() public {
        uint256 id = _proposeActive(alice, _payment(dave, 1 ether));
        _vote(bob, id, ABSTAIN);
        _vote(dave, id, FOR);
        _skip(VOTING_PERIOD);
        _assertState(id, IGovernor.ProposalState.Succeeded);
    }

    function test_quorum_missed_defeats() public {
        uint256 id = _proposeActive(alice, _payment(dave, 1 ether));
        _vote(dave, id, FOR);
        _skip(VOTING_PERIOD);
        _assertState(id, IGovernor.ProposalState.Defeated);
    }

    function test_quorum_changed_leavesEarlierVotesAlone() public {
        uint256 id = _proposeActive(alice, _payment(dave, 1 ether));
        Proposal memory change =
            _call(address(governor), 0, abi.encodeCall(governor.updateQuorumNumerator, (5000)));
        _pass(change);
        assertEq(governor.quorum(governor.proposalSnapshot(id)), 50 * UNIT, "as it was");
        _skip(1);
        assertEq(governor.quorum(block.timestamp - 1), 250 * UNIT, "as it is");
    }

    // state

    function test_state_fromPendingToExecuted() public {
        Proposal memory p = _payment(dave, 1 ether);
        uint256 id = _propose(alice, p);
        _assertState(id, IGovernor.ProposalState.Pending);
        _skip(VOTING_DELAY + 1);
        _assertState(id, IGovernor.ProposalState.Active);
        _vote(alice, id, FOR);
        _skip(VOTING_PERIOD);
        _assertState(id, IGovernor.ProposalState.Succeeded);
        _queue(p);
        _assertState(id, IGovernor.ProposalState.Queued);
        assertEq(governor.proposalEta(id), block.timestamp + TIMELOCK_DELAY, "eta");
        _skip(TIMELOCK_DELAY);
        vm.prank(dave);
        _execute(p);
        _assertState(id, IGovernor.ProposalState.Executed);
        assertEq(dave.balance, 1 ether, "paid by the treasury");
        assertEq(address(treasury).balance, 99 ether, "and by nobody else");
    }

    function test_state_executedAtTheTreasuryItself_isExecuted() public {
        Proposal memory p = _payment(dave, 1 ether);
        uint256 id = _makeDue(p);
        bytes32 salt = bytes20(address(governor)) ^ keccak256(bytes(p.description));
        vm.prank(dave);
        treasury.executeBatch(p.targets, p.values, p.calldatas, 0, salt);
        _assertState(id, IGovernor.ProposalState.Executed);
    }

    function test_cancel_byTheProposerWhilePending() public {
        Proposal memory p = _payment(dave, 1 ether);
        uint256 id = _propose(alice, p);
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorUnableToCancel.selector, id, bob));
        _cancel(bob, p);
        _cancel(alice, p);
        _assertState(id, IGovernor.ProposalState.Canceled);
        Proposal memory q = _payment(dave, 2 ether);
        id = _proposeActive(alice, q);
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorUnableToCancel.selector, id, alice));
        _cancel(alice, q);
    }

    // execute

    function test_execute_whenACallFails_nothingHappens() public {
        Proposal memory p = _payment(dave, 1 ether);
        p.targets = new address[](2);
        p.values = new uint256[](2);
        p.calldatas = new bytes[](2);
        (p.targets[0], p.values[0]) = (dave, 1 ether);
        (p.targets[1], p.values[1]) = (dave, 100 ether);
        uint256 id = _makeDue(p);
        vm.expectRevert();
        _execute(p);
        assertEq(dave.balance, 0, "nothing");
        _assertState(id, IGovernor.ProposalState.Queued);
    }

    function test_execute_addsARevenueToken() public {
        // Any contract with code.
        _pass(_call(address(token), 0, abi.encodeCall(token.addRevenueToken, (address(governor)))));
        assertEq(token.currencies()[2], address(governor), "added");
    }

    // settings

    function test_settings_byAVote_change() public {
        Proposal memory p = _call(address(governor), 0, abi.encodeCall(governor.setVotingDelay, (2 days)));
        _pass(p);
        assertEq(governor.votingDelay(), 2 days, "delay");
    }

    function test_settings_outOfBounds_failToExecute() public {
        _refuseByVote(abi.encodeCall(governor.setVotingDelay, (30 days + 1)), "votingDelaySec");
        _refuseByVote(abi.encodeCall(governor.setVotingPeriod, (29)), "votingPeriodSec");
        _refuseByVote(abi.encodeCall(governor.setProposalThreshold, (0)), "proposalThreshold");
        _refuseByVote(abi.encodeCall(governor.updateQuorumNumerator, (5001)), "quorumBps");
    }

    function _refuseByVote(bytes memory data, string memory name) private {
        Proposal memory p = _call(address(governor), 0, data);
        _makeDue(p);
        vm.expectRevert(abi.encodeWithSelector(IModelGovernor.ModelGovernor_BadParameter.selector, name));
        _execute(p);
    }

    function test_settings_withoutAVote_revert() public {
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorOnlyExecutor.selector, alice));
        vm.prank(alice);
        governor.setVotingPeriod(1 days);
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorOnlyExecutor.selector, alice));
        vm.prank(alice);
        governor.relay(alice, 0, "");
    }

    function test_updateTimelock_evenByAVote_reverts() public {
        TimelockControllerUpgradeable other = new TimelockControllerUpgradeable();
        Proposal memory p = _call(address(governor), 0, abi.encodeCall(governor.updateTimelock, (other)));
        _makeDue(p);
        vm.expectRevert(IModelGovernor.ModelGovernor_TimelockIsFixed.selector);
        _execute(p);
    }

    function test_receive_isTheTreasurys() public {
        vm.deal(alice, 1 ether);
        vm.prank(alice);
        (bool sent,) = address(governor).call{ value: 1 }("");
        assertFalse(sent, "the governor takes no ETH");
        vm.prank(alice);
        (sent,) = address(treasury).call{ value: 1 }("");
        assertTrue(sent, "the treasury does");
    }
}
