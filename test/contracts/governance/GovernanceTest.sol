// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IGovernor } from "@openzeppelin/contracts/governance/IGovernor.sol";
import { Clones } from "@openzeppelin/contracts/proxy/Clones.sol";
import { ModelGovernor } from "../../../contracts/governance/ModelGovernor.sol";
import { ModelTreasury } from "../../../contracts/governance/ModelTreasury.sol";
import { GovernorSettings } from "../../../contracts/interfaces/IModelGovernor.sol";
import { Allocation, ModelTokenParams } from "../../../contracts/interfaces/IModelToken.sol";
import { ModelToken } from "../../../contracts/token/ModelToken.sol";
import { WETH } from "../../../contracts/token/WETH.sol";
import { Base } from "../Base.sol";

/// @notice What a vote is about.
struct Proposal {
    address[] targets;
    uint256[] values;
    bytes[] calldatas;
    string description;
}

/// @notice A governed token as a launch makes it: 500 of 1,000 tokens with holders, the others with a curve. The quorum is
/// 50, a proposer needs 5, and the treasury has 100 ETH.
abstract contract GovernanceTest is Base {
    uint256 internal constant UNIT = 1e18;
    uint256 internal constant START = 1_700_000_000;
    uint48 internal constant VOTING_DELAY = 1 days;
    uint32 internal constant VOTING_PERIOD = 6 days;
    uint256 internal constant TIMELOCK_DELAY = 2 days;
    uint8 internal constant AGAINST = 0;
    uint8 internal constant FOR = 1;
    uint8 internal constant ABSTAIN = 2;

    ModelToken internal token;
    ModelGovernor internal governor;
    ModelTreasury internal treasury;
    WETH internal weth;
    address internal alice;
    address internal bob;
    address internal carol;
    address internal dave;
    address internal curve;

    function setUp() public virtual {
        vm.warp(START);
        alice = account("alice");
        bob = account("bob");
        carol = account("carol");
        dave = account("dave");
        curve = account("curve");
        weth = new WETH();
        token = ModelToken(payable(Clones.clone(address(new ModelToken(account("pool manager"), account("hook"))))));
        governor = ModelGovernor(payable(Clones.clone(address(new ModelGovernor()))));
        treasury = ModelTreasury(payable(Clones.clone(address(new ModelTreasury()))));
        token.initialize(_tokenParams());
        governor.initialize(address(token), payable(address(treasury)), _settings());
        treasury.initialize(address(governor), TIMELOCK_DELAY);
        vm.deal(address(treasury), 100 ether);
        _skip(1);
    }

    function _settings() internal pure returns (GovernorSettings memory) {
        return GovernorSettings({
            votingDelaySec: VOTING_DELAY,
            votingPeriodSec: VOTING_PERIOD,
            quorumBps: 1000,
            proposalThreshold: 5 * UNIT
        });
    }

    function _tokenParams() private view returns (ModelTokenParams memory params) {
        params.name = "Model";
        params.symbol = "MDL";
        params.governor = address(treasury);
        params.weth = address(weth);
        params.claimableBps = 8000;
        params.allocations = new Allocation[](5);
        params.allocations[0] = Allocation(alice, 260 * UNIT);
        params.allocations[1] = Allocation(bob, 150 * UNIT);
        params.allocations[2] = Allocation(carol, 86 * UNIT);
        params.allocations[3] = Allocation(dave, 4 * UNIT);
        params.allocations[4] = Allocation(curve, 500 * UNIT);
        params.excluded = new address[](2);
        params.excluded[0] = curve;
        params.excluded[1] = address(treasury);
    }

    function _skip(uint256 secs) internal {
        vm.warp(block.timestamp + secs);
    }

    function _transfer(address from, address to, uint256 amount) internal {
        vm.prank(from);
        token.transfer(to, amount);
    }

    /// @dev One call by the treasury.
    function _call(address target, uint256 value, bytes memory data) internal pure returns (Proposal memory p) {
        p.targets = new address[](1);
        p.values = new uint256[](1);
        p.calldatas = new bytes[](1);
        p.targets[0] = target;
        p.values[0] = value;
        p.calldatas[0] = data;
        p.description = "# A proposal";
    }

    function _payment(address to, uint256 value) internal pure returns (Proposal memory) {
        return _call(to, value, "");
    }

    function _idOf(Proposal memory p) internal view returns (uint256) {
        return governor.getProposalId(p.targets, p.values, p.calldatas, keccak256(bytes(p.description)));
    }

    function _propose(address by, Proposal memory p) internal returns (uint256) {
        vm.prank(by);
        return governor.propose(p.targets, p.values, p.calldatas, p.description);
    }

    function _queue(Proposal memory p) internal {
        governor.queue(p.targets, p.values, p.calldatas, keccak256(bytes(p.description)));
    }

    function _execute(Proposal memory p) internal {
        governor.execute(p.targets, p.values, p.calldatas, keccak256(bytes(p.description)));
    }

    function _cancel(address by, Proposal memory p) internal {
        vm.prank(by);
        governor.cancel(p.targets, p.values, p.calldatas, keccak256(bytes(p.description)));
    }

    function _vote(address by, uint256 id, uint8 support) internal returns (uint256) {
        vm.prank(by);
        return governor.castVote(id, support);
    }

    function _proposeActive(address by, Proposal memory p) internal returns (uint256 id) {
        id = _propose(by, p);
        _skip(VOTING_DELAY + 1);
    }

    /// @dev Proposed by Alice, carried by her votes alone, queued, and past its delay: all that is left is `execute`.
    function _makeDue(Proposal memory p) internal returns (uint256 id) {
        id = _proposeActive(alice, p);
        _vote(alice, id, FOR);
        _skip(VOTING_PERIOD);
        _queue(p);
        _skip(TIMELOCK_DELAY);
    }

    function _pass(Proposal memory p) internal returns (uint256 id) {
        id = _makeDue(p);
        _execute(p);
    }

    function _assertState(uint256 id, IGovernor.ProposalState wanted) internal view {
        assertEq(uint256(governor.state(id)), uint256(wanted), "state");
    }

    function _wrongState(uint256 id, IGovernor.ProposalState allowed) internal view returns (bytes memory) {
        return abi.encodeWithSelector(
            IGovernor.GovernorUnexpectedProposalState.selector, id, governor.state(id), bytes32(1 << uint8(allowed))
        );
    }
}
