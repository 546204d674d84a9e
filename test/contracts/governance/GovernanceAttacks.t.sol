// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IAccessControl } from "@openzeppelin/contracts/access/IAccessControl.sol";
import { IGovernor } from "@openzeppelin/contracts/governance/IGovernor.sol";
import { Initializable } from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import {
    TimelockControllerUpgradeable
} from "@openzeppelin/contracts-upgradeable/governance/TimelockControllerUpgradeable.sol";
import { IModelTreasury } from "../../../contracts/interfaces/IModelTreasury.sol";
import { GovernanceTest, Proposal } from "./GovernanceTest.sol";

/// @notice In each the attacker gets nothing.
contract GovernanceAttacksTest is GovernanceTest {
    function test_attack_flashVoting_tokensBorrowedInABlockCountNowhere() public {
        // In the second before the proposal, borrowed and given back: no votes to propose with.
        _transfer(curve, dave, 400 * UNIT);
        _transfer(dave, curve, 400 * UNIT);
        _skip(1);
        vm.expectRevert(
            abi.encodeWithSelector(IGovernor.GovernorInsufficientProposerVotes.selector, dave, 4 * UNIT, 5 * UNIT)
        );
        _propose(dave, _payment(dave, 100 ether));

        // In the second of the snapshot, borrowed and given back.
        uint256 id = _propose(alice, _payment(dave, 100 ether));
        vm.warp(governor.proposalSnapshot(id));
        _transfer(curve, dave, 400 * UNIT);
        _transfer(dave, curve, 400 * UNIT);
        // While voting, borrowed: too late.
        _skip(1);
        _transfer(curve, dave, 400 * UNIT);
        assertEq(_vote(dave, id, FOR), 4 * UNIT, "its own tokens and no more");
        _transfer(dave, curve, 400 * UNIT);
    }

    function test_attack_oneTokenManyVoters_votesOnce() public {
        uint256 id = _proposeActive(alice, _payment(dave, 100 ether));
        _vote(alice, id, FOR);
        _transfer(alice, dave, 260 * UNIT);
        assertEq(_vote(dave, id, FOR), 4 * UNIT, "moved tokens stay with who had them");
        vm.prank(bob);
        token.delegate(dave);
        assertEq(_vote(bob, id, AGAINST), 150 * UNIT, "and so does a late delegation");
    }

    function test_attack_quorumByExcludedTokens_cannotBeMetNorBlocked() public {
        // Half of the supply is the curve's: it is no part of the quorum, and votes nothing.
        uint256 id = _proposeActive(alice, _payment(dave, 100 ether));
        assertEq(governor.quorum(governor.proposalSnapshot(id)), 50 * UNIT, "of 500, not of 1,000");
        assertEq(_vote(curve, id, FOR), 0, "the curve");
        assertEq(_vote(address(treasury), id, FOR), 0, "the treasury");
        _vote(dave, id, FOR);
        _skip(VOTING_PERIOD);
        _assertState(id, IGovernor.ProposalState.Defeated);
    }

    function test_attack_quorumByDelegatedExcludedTokens_hasNone() public {
        vm.prank(curve);
        token.delegate(dave);
        _transfer(bob, address(treasury), 100 * UNIT);
        uint256 id = _proposeActive(alice, _payment(dave, 100 ether));
        assertEq(_vote(dave, id, FOR), 4 * UNIT, "nothing was given");
        assertEq(governor.quorum(governor.proposalSnapshot(id)), 40 * UNIT, "tokens of the treasury do not count");
    }

    function test_attack_replayOfAProposal_isRefusedInEveryState() public {
        Proposal memory p = _payment(dave, 1 ether);
        uint256 id = _pass(p);
        bytes memory executed = abi.encodeWithSelector(
            IGovernor.GovernorUnexpectedProposalState.selector, id, IGovernor.ProposalState.Executed, bytes32(0)
        );
        vm.expectRevert(executed);
        _propose(alice, p);
        bytes memory notQueued = _wrongState(id, IGovernor.ProposalState.Queued);
        vm.expectRevert(notQueued);
        _execute(p);
        bytes memory notSucceeded = _wrongState(id, IGovernor.ProposalState.Succeeded);
        vm.expectRevert(notSucceeded);
        _queue(p);
        bytes32 salt = bytes20(address(governor)) ^ keccak256(bytes(p.description));
        vm.expectRevert();
        treasury.executeBatch(p.targets, p.values, p.calldatas, 0, salt);
        assertEq(dave.balance, 1 ether, "paid once");
    }

    function test_attack_lateQuorumSwing_leavesTimeToAnswer() public {
        uint256 id = _proposeActive(alice, _payment(dave, 100 ether));
        uint256 deadline = governor.proposalDeadline(id);
        vm.warp(deadline);
        // In the last second the quorum is reached for the first time.
        _vote(bob, id, FOR);
        assertEq(governor.proposalDeadline(id), deadline + VOTING_PERIOD / 3, "extended");
        _skip(VOTING_PERIOD / 3);
        _vote(alice, id, AGAINST);
        assertEq(governor.proposalDeadline(id), deadline + VOTING_PERIOD / 3, "once only");
        _skip(1);
        _assertState(id, IGovernor.ProposalState.Defeated);
    }

    function test_attack_proposalSpam_needsTheThreshold() public {
        for (uint256 i = 1; i < 5; ++i) {
            Proposal memory p = _payment(dave, i);
            vm.expectRevert(
                abi.encodeWithSelector(IGovernor.GovernorInsufficientProposerVotes.selector, dave, 4 * UNIT, 5 * UNIT)
            );
            _propose(dave, p);
        }
        Proposal memory own = _payment(curve, 1 ether);
        vm.expectRevert(
            abi.encodeWithSelector(IGovernor.GovernorInsufficientProposerVotes.selector, curve, 0, 5 * UNIT)
        );
        _propose(curve, own);
    }

    function test_attack_treasuryWithoutAVote_hasNoDoor() public {
        bytes32 proposerRole = treasury.PROPOSER_ROLE();
        vm.startPrank(alice);
        vm.expectRevert(
            abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, alice, proposerRole)
        );
        treasury.schedule(alice, 1 ether, "", 0, 0, TIMELOCK_DELAY);
        vm.expectRevert(
            abi.encodeWithSelector(
                TimelockControllerUpgradeable.TimelockUnexpectedOperationState.selector,
                treasury.hashOperation(alice, 1 ether, "", 0, 0),
                bytes32(uint256(1 << 2))
            )
        );
        treasury.execute(alice, 1 ether, "", 0, 0);
        vm.expectRevert(
            abi.encodeWithSelector(TimelockControllerUpgradeable.TimelockUnauthorizedCaller.selector, alice)
        );
        treasury.updateDelay(1 days);
        vm.stopPrank();
        assertEq(address(treasury).balance, 100 ether, "untouched");
    }

    function test_attack_reinitialisation_ofGovernorAndTreasury() public {
        vm.startPrank(alice);
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        governor.initialize(address(token), payable(address(treasury)), _settings());
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        treasury.initialize(alice, 1 days);
        address[] memory own = new address[](1);
        own[0] = alice;
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        treasury.initialize(1 days, own, own, alice);
        vm.stopPrank();
    }

    function test_attack_timelockRoles_nobodyIsAdmin() public {
        bytes32 admin = treasury.DEFAULT_ADMIN_ROLE();
        bytes32 proposer = treasury.PROPOSER_ROLE();
        address[7] memory all =
            [alice, address(this), address(treasury), address(governor), address(token), curve, address(0)];
        for (uint256 i = 0; i < all.length; ++i) {
            assertFalse(treasury.hasRole(admin, all[i]), "admin");
            bool isGovernor = all[i] == address(governor);
            assertTrue(treasury.hasRole(proposer, all[i]) == isGovernor, "only the governor proposes");
            assertTrue(treasury.hasRole(treasury.CANCELLER_ROLE(), all[i]) == isGovernor, "only it cancels");
        }
        assertTrue(treasury.hasRole(treasury.EXECUTOR_ROLE(), address(0)), "anyone executes");

        // Not even a vote appoints another proposer.
        Proposal memory p = _call(address(treasury), 0, abi.encodeCall(treasury.grantRole, (proposer, alice)));
        _makeDue(p);
        vm.expectRevert(
            abi.encodeWithSelector(
                IAccessControl.AccessControlUnauthorizedAccount.selector, address(treasury), admin
            )
        );
        _execute(p);
    }

    function test_attack_executingBeforeTheDelay_reverts() public {
        Proposal memory p = _payment(dave, 100 ether);
        uint256 id = _proposeActive(alice, p);
        _vote(alice, id, FOR);
        bytes memory notQueued = _wrongState(id, IGovernor.ProposalState.Queued);
        vm.expectRevert(notQueued);
        _execute(p);
        _skip(VOTING_PERIOD);
        _queue(p);
        _skip(TIMELOCK_DELAY - 1);
        bytes32 salt = bytes20(address(governor)) ^ keccak256(bytes(p.description));
        bytes memory notReady = abi.encodeWithSelector(
            TimelockControllerUpgradeable.TimelockUnexpectedOperationState.selector,
            treasury.hashOperationBatch(p.targets, p.values, p.calldatas, 0, salt),
            bytes32(uint256(1 << 2))
        );
        vm.expectRevert(notReady);
        _execute(p);
        vm.expectRevert(notReady);
        treasury.executeBatch(p.targets, p.values, p.calldatas, 0, salt);
        _skip(1);
        _execute(p);
    }

    function test_attack_delayRemovedByAVote_isBounded() public {
        Proposal memory p = _call(address(treasury), 0, abi.encodeCall(treasury.updateDelay, (0)));
        _makeDue(p);
        vm.expectRevert(abi.encodeWithSelector(IModelTreasury.ModelTreasury_BadParameter.selector, "delaySec"));
        _execute(p);
        _pass(_call(address(treasury), 0, abi.encodeCall(treasury.updateDelay, (5 days))));
        assertEq(treasury.getMinDelay(), 5 days, "within the bounds it goes");
    }

    function test_attack_governanceCallPastTheGovernor_reverts() public {
        // Queued properly, but executed at the treasury: the governor did not announce the call to itself.
        Proposal memory p = _call(address(governor), 0, abi.encodeCall(governor.setVotingPeriod, (30)));
        _makeDue(p);
        bytes32 salt = bytes20(address(governor)) ^ keccak256(bytes(p.description));
        vm.expectRevert();
        treasury.executeBatch(p.targets, p.values, p.calldatas, 0, salt);
        _execute(p);
        assertEq(governor.votingPeriod(), 30, "by the governor it goes");
    }
}
