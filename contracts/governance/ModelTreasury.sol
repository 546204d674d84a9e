// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IAccessControl } from "@openzeppelin/contracts/access/IAccessControl.sol";
import {
    TimelockControllerUpgradeable
} from "@openzeppelin/contracts-upgradeable/governance/TimelockControllerUpgradeable.sol";
import { IModelTreasury } from "../interfaces/IModelTreasury.sol";
import { GovernanceRules } from "./GovernanceRules.sol";

/// @title ModelTreasury: what a model's holders own together
/// @dev The implementation behind ERC-1167 clones.
// INVARIANT: what it holds moves only by an operation that the governor scheduled, after its delay.
contract ModelTreasury is IModelTreasury, TimelockControllerUpgradeable {
    constructor() {
        _disableInitializers();
    }

    /// @inheritdoc IModelTreasury
    function initialize(address governor, uint256 delaySec) external initializer {
        if (governor == address(0)) revert ModelTreasury_BadParameter("governor");
        _checkDelay(delaySec);
        address[] memory proposers = new address[](1);
        proposers[0] = governor;
        // The zero address stands for everyone.
        address[] memory executors = new address[](1);
        __TimelockController_init(delaySec, proposers, executors, address(0));
        // SAFETY: an admin could appoint a proposer beside the governor; so there is none.
        _revokeRole(DEFAULT_ADMIN_ROLE, address(this));
    }

    /// @inheritdoc TimelockControllerUpgradeable
    function updateDelay(uint256 newDelay) public override {
        _checkDelay(newDelay);
        super.updateDelay(newDelay);
    }

    /// @dev The base, mixed from two kinds of ERC-165, forgets its access control.
    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return interfaceId == type(IAccessControl).interfaceId || super.supportsInterface(interfaceId);
    }

    function _checkDelay(uint256 delaySec) private pure {
        if (
            delaySec < GovernanceRules.MIN_TIMELOCK_DELAY_SEC || delaySec > GovernanceRules.MAX_TIMELOCK_DELAY_SEC
        ) revert ModelTreasury_BadParameter("delaySec");
    }
}
