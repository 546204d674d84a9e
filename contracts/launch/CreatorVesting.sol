// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {
    VestingWalletCliffUpgradeable
} from "@openzeppelin/contracts-upgradeable/finance/VestingWalletCliffUpgradeable.sol";

/// @title CreatorVesting: the creator's part of the supply, released in a straight line after a cliff
/// @notice OpenZeppelin's VestingWalletCliff as a clone. `release(token)` may be called by anyone and pays the owner.
contract CreatorVesting is VestingWalletCliffUpgradeable {
    constructor() {
        _disableInitializers();
    }

    /// @notice Sets a fresh clone up; can be called once.
    /// @param creator owns the wallet and is paid
    /// @param startSec Unix seconds from which time counts
    /// @param durationSec seconds from the start until all is released
    /// @param cliffSec seconds from the start in which nothing is released
    function initialize(address creator, uint64 startSec, uint64 durationSec, uint64 cliffSec) external initializer {
        __VestingWallet_init(creator, startSec, durationSec);
        __VestingWalletCliff_init(cliffSec);
    }
}
