// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// @title ModelTreasury: what a model's holders own together
/// @notice OpenZeppelin's TimelockController. Its governor is the only proposer and canceller, anyone executes what is due,
/// and nobody is admin, itself included: the roles are as they are for ever.
interface IModelTreasury {
    /// @notice The delay would be out of the bounds of GovernanceRules.
    error ModelTreasury_BadParameter(string name);

    /// @notice Sets a fresh clone up; can be called once.
    /// @param governor proposes and cancels
    /// @param delaySec seconds between the queueing of a proposal and its execution
    function initialize(address governor, uint256 delaySec) external;
}
