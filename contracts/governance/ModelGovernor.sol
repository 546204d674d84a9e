// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IVotes } from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { GovernorUpgradeable } from "@openzeppelin/contracts-upgradeable/governance/GovernorUpgradeable.sol";
import {
    TimelockControllerUpgradeable
} from "@openzeppelin/contracts-upgradeable/governance/TimelockControllerUpgradeable.sol";
import {
    GovernorCountingSimpleUpgradeable
} from "@openzeppelin/contracts-upgradeable/governance/extensions/GovernorCountingSimpleUpgradeable.sol";
import {
    GovernorPreventLateQuorumUpgradeable
} from "@openzeppelin/contracts-upgradeable/governance/extensions/GovernorPreventLateQuorumUpgradeable.sol";
import {
    GovernorSettingsUpgradeable
} from "@openzeppelin/contracts-upgradeable/governance/extensions/GovernorSettingsUpgradeable.sol";
import {
    GovernorTimelockControlUpgradeable
} from "@openzeppelin/contracts-upgradeable/governance/extensions/GovernorTimelockControlUpgradeable.sol";
import {
    GovernorVotesQuorumFractionUpgradeable
} from "@openzeppelin/contracts-upgradeable/governance/extensions/GovernorVotesQuorumFractionUpgradeable.sol";
import {
    GovernorVotesUpgradeable
} from "@openzeppelin/contracts-upgradeable/governance/extensions/GovernorVotesUpgradeable.sol";
import { GovernorSettings, IModelGovernor } from "../interfaces/IModelGovernor.sol";
import { GovernanceRules } from "./GovernanceRules.sol";

/// @title ModelGovernor: the votes of one model's holders
/// @dev The implementation behind ERC-1167 clones. Name and version are constants, for the domain of signatures too: a
/// clone's address already tells it from all others, and each stored word would cost every launch.
// INVARIANT: eligible supply at the snapshot is both what can vote and what the quorum is a part of.
contract ModelGovernor is
    IModelGovernor,
    GovernorSettingsUpgradeable,
    GovernorCountingSimpleUpgradeable,
    GovernorVotesQuorumFractionUpgradeable,
    GovernorPreventLateQuorumUpgradeable,
    GovernorTimelockControlUpgradeable
{
    string private constant NAME = "ModelGovernor";
    string private constant VERSION = "1";

    /// @dev A late quorum gives the others a third of the period to answer.
    uint32 private constant EXTENSION_PART = 3;

    constructor() {
        _disableInitializers();
    }

    /// @inheritdoc IModelGovernor
    function initialize(address token_, address payable treasury, GovernorSettings calldata settings)
        external
        initializer
    {
        if (token_.code.length == 0) revert ModelGovernor_BadParameter("token");
        if (treasury.code.length == 0) revert ModelGovernor_BadParameter("treasury");
        __GovernorVotes_init(IVotes(token_));
        __GovernorSettings_init(settings.votingDelaySec, settings.votingPeriodSec, settings.proposalThreshold);
        __GovernorVotesQuorumFraction_init(settings.quorumBps);
        __GovernorPreventLateQuorum_init(settings.votingPeriodSec / EXTENSION_PART);
        __GovernorTimelockControl_init(TimelockControllerUpgradeable(treasury));
    }

    function updateTimelock(TimelockControllerUpgradeable) public pure override {
        revert ModelGovernor_TimelockIsFixed();
    }

    function name() public pure override returns (string memory) {
        return NAME;
    }

    function version() public pure override returns (string memory) {
        return VERSION;
    }

    function clock() public view override(GovernorUpgradeable, GovernorVotesUpgradeable) returns (uint48) {
        return uint48(block.timestamp);
    }

    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() public pure override(GovernorUpgradeable, GovernorVotesUpgradeable) returns (string memory) {
        return "mode=timestamp";
    }

    /// @inheritdoc IModelGovernor
    function quorumNumerator()
        public
        view
        override(IModelGovernor, GovernorVotesQuorumFractionUpgradeable)
        returns (uint256)
    {
        return super.quorumNumerator();
    }

    function quorumDenominator() public pure override returns (uint256) {
        return GovernanceRules.BPS;
    }

    /// @inheritdoc IModelGovernor
    function proposalThreshold()
        public
        view
        override(IModelGovernor, GovernorUpgradeable, GovernorSettingsUpgradeable)
        returns (uint256)
    {
        uint256 eligible = token().getPastTotalSupply(clock() - 1);
        // SAFETY: supplies are below 2^208. While nobody has votes nobody can propose.
        uint256 reachable = Math.max(eligible * GovernanceRules.MAX_PROPOSAL_THRESHOLD_BPS / GovernanceRules.BPS, 1);
        return Math.min(super.proposalThreshold(), reachable);
    }

    function state(uint256 proposalId)
        public
        view
        override(GovernorUpgradeable, GovernorTimelockControlUpgradeable)
        returns (ProposalState)
    {
        return super.state(proposalId);
    }

    function proposalNeedsQueuing(uint256 proposalId)
        public
        view
        override(GovernorUpgradeable, GovernorTimelockControlUpgradeable)
        returns (bool)
    {
        return super.proposalNeedsQueuing(proposalId);
    }

    function proposalDeadline(uint256 proposalId)
        public
        view
        override(GovernorUpgradeable, GovernorPreventLateQuorumUpgradeable)
        returns (uint256)
    {
        return super.proposalDeadline(proposalId);
    }

    function _setVotingDelay(uint48 newVotingDelay) internal override {
        _range(
            newVotingDelay,
            GovernanceRules.MIN_VOTING_DELAY_SEC,
            GovernanceRules.MAX_VOTING_DELAY_SEC,
            "votingDelaySec"
        );
        super._setVotingDelay(newVotingDelay);
    }

    function _setVotingPeriod(uint32 newVotingPeriod) internal override {
        _range(
            newVotingPeriod,
            GovernanceRules.MIN_VOTING_PERIOD_SEC,
            GovernanceRules.MAX_VOTING_PERIOD_SEC,
            "votingPeriodSec"
        );
        super._setVotingPeriod(newVotingPeriod);
    }

    /// @dev No upper bound is needed: see `proposalThreshold`.
    function _setProposalThreshold(uint256 newProposalThreshold) internal override {
        if (newProposalThreshold == 0) revert ModelGovernor_BadParameter("proposalThreshold");
        super._setProposalThreshold(newProposalThreshold);
    }

    function _updateQuorumNumerator(uint256 newQuorumNumerator) internal override {
        _range(newQuorumNumerator, GovernanceRules.MIN_QUORUM_BPS, GovernanceRules.MAX_QUORUM_BPS, "quorumBps");
        super._updateQuorumNumerator(newQuorumNumerator);
    }

    function _tallyUpdated(uint256 proposalId)
        internal
        override(GovernorUpgradeable, GovernorPreventLateQuorumUpgradeable)
    {
        super._tallyUpdated(proposalId);
    }

    function _queueOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(GovernorUpgradeable, GovernorTimelockControlUpgradeable) returns (uint48) {
        return super._queueOperations(proposalId, targets, values, calldatas, descriptionHash);
    }

    function _executeOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(GovernorUpgradeable, GovernorTimelockControlUpgradeable) {
        super._executeOperations(proposalId, targets, values, calldatas, descriptionHash);
    }

    function _cancel(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(GovernorUpgradeable, GovernorTimelockControlUpgradeable) returns (uint256) {
        return super._cancel(targets, values, calldatas, descriptionHash);
    }

    function _executor()
        internal
        view
        override(GovernorUpgradeable, GovernorTimelockControlUpgradeable)
        returns (address)
    {
        return super._executor();
    }

    function _EIP712Name() internal pure override returns (string memory) {
        return NAME;
    }

    function _EIP712Version() internal pure override returns (string memory) {
        return VERSION;
    }

    function _range(uint256 value, uint256 low, uint256 high, string memory what) private pure {
        if (value < low || value > high) revert ModelGovernor_BadParameter(what);
    }
}
