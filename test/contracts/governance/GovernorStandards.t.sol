// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IGovernor } from "@openzeppelin/contracts/governance/IGovernor.sol";
import { IERC165 } from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import { GovernanceTest, Proposal } from "./GovernanceTest.sol";

/// @notice What a tool that knows none of our code reads and expects of a Governor, by the names of the texts.
contract GovernorStandardsTest is GovernanceTest {
    bytes32 private constant BALLOT_TYPEHASH =
        keccak256("Ballot(uint256 proposalId,uint8 support,address voter,uint256 nonce)");

    // ERC-165

    function test_ERC165_ids() public view {
        IERC165 asked = IERC165(address(governor));
        assertTrue(asked.supportsInterface(0x01ffc9a7), "IERC165");
        assertFalse(asked.supportsInterface(0xffffffff), "ERC-165: 0xffffffff is never supported");
        assertTrue(asked.supportsInterface(type(IGovernor).interfaceId), "IGovernor");
        assertTrue(
            asked.supportsInterface(type(IGovernor).interfaceId ^ IGovernor.getProposalId.selector),
            "IGovernor as it was before getProposalId"
        );
        assertTrue(asked.supportsInterface(0x4e2312e0), "IERC1155Receiver");
        assertTrue(IERC165(address(treasury)).supportsInterface(0x7965db0b), "the treasury: IAccessControl");
    }

    // ERC-6372

    function test_ERC6372_clock_isTheTimeOfTheBlock() public {
        assertEq(governor.clock(), block.timestamp, "now");
        _skip(1000);
        assertEq(governor.clock(), block.timestamp, "later");
        assertEq(governor.clock(), token.clock(), "the token's");
    }

    function test_ERC6372_CLOCK_MODE_isModeTimestamp() public view {
        assertEq(governor.CLOCK_MODE(), "mode=timestamp", "query string");
        assertEq(governor.CLOCK_MODE(), token.CLOCK_MODE(), "the token's");
    }

    // ERC-5805

    function test_ERC5805_pastVotes_areOfTheEndOfTheSecond() public {
        uint256 second = block.timestamp;
        _transfer(alice, dave, 10 * UNIT);
        vm.expectRevert();
        token.getPastVotes(dave, second);
        _skip(1);
        assertEq(token.getPastVotes(dave, second), 14 * UNIT, "votes");
        assertEq(governor.getVotes(dave, second), 14 * UNIT, "as the governor reads them");
    }

    // ERC-5267

    function test_ERC5267_domain() public view {
        (bytes1 fields, string memory name, string memory version, uint256 chainId, address at,,) =
            governor.eip712Domain();
        assertEq(bytes32(fields), bytes32(hex"0f"), "fields");
        assertEq(name, governor.name(), "name");
        assertEq(version, governor.version(), "version");
        assertEq(chainId, block.chainid, "chain");
        assertEq(at, address(governor), "address");
    }

    // IGovernor

    function test_IGovernor_COUNTING_MODE() public view {
        assertEq(governor.COUNTING_MODE(), "support=bravo&quorum=for,abstain", "counting");
    }

    function test_IGovernor_getProposalId_isTheHashOfTheProposal() public view {
        Proposal memory p = _payment(dave, 1 ether);
        bytes32 descriptionHash = keccak256(bytes(p.description));
        uint256 hashed = uint256(keccak256(abi.encode(p.targets, p.values, p.calldatas, descriptionHash)));
        assertEq(_idOf(p), hashed, "getProposalId");
        assertEq(governor.hashProposal(p.targets, p.values, p.calldatas, descriptionHash), hashed, "hashProposal");
    }

    function test_IGovernor_propose_emitsProposalCreated() public {
        Proposal memory p = _payment(dave, 1 ether);
        uint256 id = _idOf(p);
        uint256 snapshot = block.timestamp + VOTING_DELAY;
        vm.expectEmit(address(governor));
        emit IGovernor.ProposalCreated(
            id,
            alice,
            p.targets,
            p.values,
            new string[](1),
            p.calldatas,
            snapshot,
            snapshot + VOTING_PERIOD,
            p.description
        );
        assertEq(_propose(alice, p), id, "id");
        assertEq(governor.proposalSnapshot(id), snapshot, "proposalSnapshot");
        assertEq(governor.proposalDeadline(id), snapshot + VOTING_PERIOD, "proposalDeadline");
        assertEq(governor.proposalProposer(id), alice, "proposalProposer");
        assertTrue(governor.proposalNeedsQueuing(id), "proposalNeedsQueuing");
        assertEq(governor.proposalEta(id), 0, "proposalEta");
    }

    function test_IGovernor_votes_emitVoteCast() public {
        uint256 id = _proposeActive(alice, _payment(dave, 1 ether));
        vm.expectEmit(address(governor));
        emit IGovernor.VoteCast(bob, id, FOR, 150 * UNIT, "");
        _vote(bob, id, FOR);
        vm.expectEmit(address(governor));
        emit IGovernor.VoteCast(carol, id, AGAINST, 86 * UNIT, "too much");
        vm.prank(carol);
        governor.castVoteWithReason(id, AGAINST, "too much");
    }

    function test_IGovernor_castVoteBySig() public {
        uint256 key = uint256(keccak256("bob"));
        uint256 id = _proposeActive(alice, _payment(dave, 1 ether));
        bytes32 ballot = keccak256(abi.encode(BALLOT_TYPEHASH, id, FOR, bob, governor.nonces(bob)));
        (uint8 v, bytes32 r, bytes32 s) =
            vm.sign(key, keccak256(abi.encodePacked(hex"1901", _domainSeparator(), ballot)));
        vm.expectEmit(address(governor));
        emit IGovernor.VoteCast(bob, id, FOR, 150 * UNIT, "");
        governor.castVoteBySig(id, FOR, bob, abi.encodePacked(r, s, v));
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorInvalidSignature.selector, bob));
        governor.castVoteBySig(id, FOR, bob, abi.encodePacked(r, s, v));
    }

    function test_IGovernor_queueAndExecute_emitTheirEvents() public {
        Proposal memory p = _payment(dave, 1 ether);
        uint256 id = _proposeActive(alice, p);
        _vote(alice, id, FOR);
        _skip(VOTING_PERIOD);
        vm.expectEmit(address(governor));
        emit IGovernor.ProposalQueued(id, block.timestamp + TIMELOCK_DELAY);
        _queue(p);
        _skip(TIMELOCK_DELAY);
        vm.expectEmit(address(governor));
        emit IGovernor.ProposalExecuted(id);
        _execute(p);
    }

    function test_IGovernor_cancel_emitsProposalCanceled() public {
        Proposal memory p = _payment(dave, 1 ether);
        uint256 id = _propose(alice, p);
        vm.expectEmit(address(governor));
        emit IGovernor.ProposalCanceled(id);
        _cancel(alice, p);
    }

    function test_IGovernor_state_ofAnUnknownProposal_reverts() public {
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorNonexistentProposal.selector, 7));
        governor.state(7);
    }

    function _domainSeparator() private view returns (bytes32) {
        return keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("ModelGovernor"),
                keccak256("1"),
                block.chainid,
                address(governor)
            )
        );
    }
}
