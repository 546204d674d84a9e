// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// @notice What a governor is made from. A vote can change each later, within the bounds of GovernanceRules.
/// @param votingDelaySec seconds from a proposal to its snapshot, after which voting is open
/// @param votingPeriodSec seconds in which votes are taken
/// @param quorumBps part of the eligible supply at the snapshot that has to vote for or abstain, in 1/10,000
/// @param proposalThreshold votes that a proposer needs, 18 decimals
struct GovernorSettings {
    uint48 votingDelaySec;
    uint32 votingPeriodSec;
    uint16 quorumBps;
    uint256 proposalThreshold;
}

/// @title ModelGovernor: the votes of one model's holders
/// @notice OpenZeppelin's Governor: settings, simple counting, quorum as a fraction, prevention of late quorums, timelock
/// control. Time is in Unix seconds (ERC-6372, `mode=timestamp`). Votes and quorum come from the model token, where a
/// holder is its own delegate at first, and where pools, curve, vesting and treasury have no votes and count for no quorum.
/// What a proposal calls is called by the treasury, after its delay, by anyone.
interface IModelGovernor {
    /// @notice A setting would be out of its bounds, so that votes could become impossible or unnoticed.
    error ModelGovernor_BadParameter(string name);
    /// @notice The treasury of a model is the one it was launched with: token, registry and pool obey no other.
    error ModelGovernor_TimelockIsFixed();

    /// @notice Sets a fresh clone up; can be called once. The vote extension for late quorums is a third of the period.
    /// @param token gives votes and eligible supply
    /// @param treasury the timelock that calls what was decided
    function initialize(address token, address payable treasury, GovernorSettings calldata settings) external;

    /// @notice Part of the eligible supply that is the quorum now, in 1/10,000: the numerator over `quorumDenominator`.
    function quorumNumerator() external view returns (uint256);

    /// @notice Votes that a proposer needs now. Never more than a twentieth of the eligible supply, so that holders can
    /// propose however many tokens are burnt; never zero.
    function proposalThreshold() external view returns (uint256);
}
