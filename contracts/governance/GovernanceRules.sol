// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// @title GovernanceRules: the bounds of a governor's settings, at launch and in every later vote
/// @notice The lower ones keep a vote from being over before a holder can act; the upper ones keep a vote from making
/// all later votes impossible.
library GovernanceRules {
    uint256 internal constant BPS = 10_000;
    uint256 internal constant MIN_VOTING_DELAY_SEC = 10;
    uint256 internal constant MAX_VOTING_DELAY_SEC = 30 days;
    uint256 internal constant MIN_VOTING_PERIOD_SEC = 30;
    uint256 internal constant MAX_VOTING_PERIOD_SEC = 60 days;
    uint256 internal constant MIN_QUORUM_BPS = 100;
    uint256 internal constant MAX_QUORUM_BPS = 5000;
    uint256 internal constant MIN_PROPOSAL_THRESHOLD_BPS = 1;
    uint256 internal constant MAX_PROPOSAL_THRESHOLD_BPS = 500;
    uint256 internal constant MIN_TIMELOCK_DELAY_SEC = 10;
    uint256 internal constant MAX_TIMELOCK_DELAY_SEC = 30 days;
}
