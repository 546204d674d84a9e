// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { GovernanceRules } from "../governance/GovernanceRules.sol";
import { ILaunchpad, LaunchParams } from "../interfaces/ILaunchpad.sol";

/// @title LaunchRules: what a launch may ask for
/// @notice The bounds keep a creator from signing, and a buyer from meeting, terms that make no sense. The shape of the
/// price is checked by the curve itself.
library LaunchRules {
    uint256 private constant BPS = 10_000;
    uint256 private constant MAX_NAME_BYTES = 64;
    uint256 private constant MAX_SYMBOL_BYTES = 16;
    uint256 private constant MAX_CONTRACT_URI_BYTES = 8192;
    uint256 private constant MAX_BUNDLE_URI_BYTES = 256;
    uint256 private constant MAX_PRICE_WEI = 1000 ether;
    uint256 private constant MAX_CREATOR_BPS = 2000;
    uint256 private constant MAX_TREASURY_BPS = 5000;
    uint256 private constant MIN_TARGET_WEI = 0.01 ether;
    uint256 private constant MAX_TARGET_WEI = 1_000_000 ether;
    uint256 private constant MAX_RELEASE_PERIOD_SEC = 365 days;
    uint256 private constant MIN_SNAPSHOT_INTERVAL_SEC = 1;
    uint256 private constant MAX_SNAPSHOT_INTERVAL_SEC = 30 days;
    uint256 private constant MIN_VESTING_SEC = 30 days;
    uint256 private constant MAX_VESTING_SEC = 3650 days;
    uint256 private constant MIN_SNIPE_FEE_BPS = 100;
    uint256 private constant MAX_SNIPE_FEE_BPS = 9000;
    uint256 private constant MAX_SNIPE_DURATION_SEC = 1 days;
    uint256 private constant MAX_MINT_FEE_WEI = 1000 ether;
    uint256 private constant MAX_ROYALTY_BPS = 1000;

    /// @notice Reverts with the name of the first field out of bounds.
    function check(LaunchParams calldata p) internal pure {
        _range(bytes(p.name).length, 1, MAX_NAME_BYTES, "name");
        _range(bytes(p.symbol).length, 1, MAX_SYMBOL_BYTES, "symbol");
        _range(bytes(p.contractURI).length, 0, MAX_CONTRACT_URI_BYTES, "contractURI");
        if (p.modelHash == 0) revert ILaunchpad.Launchpad_BadParameter("modelHash");
        if (p.programHash == 0) revert ILaunchpad.Launchpad_BadParameter("programHash");
        _range(bytes(p.bundleURI).length, 1, MAX_BUNDLE_URI_BYTES, "bundleURI");
        _range(p.priceWei, 1, MAX_PRICE_WEI, "priceWei");
        _range(p.saleBps, 1, BPS, "saleBps");
        _range(p.liquidityBps, 1, BPS, "liquidityBps");
        _range(p.creatorBps, 0, MAX_CREATOR_BPS, "creatorBps");
        // The parts must sum to the whole: the sale is named, because it is what the others leave.
        if (uint256(p.saleBps) + p.liquidityBps + p.creatorBps != BPS) {
            revert ILaunchpad.Launchpad_BadParameter("saleBps");
        }
        _range(p.treasuryBps, 0, MAX_TREASURY_BPS, "treasuryBps");
        _range(p.targetWei, MIN_TARGET_WEI, MAX_TARGET_WEI, "targetWei");
        _range(p.claimableBps, 0, BPS, "claimableBps");
        _range(p.releasePeriodSec, 0, MAX_RELEASE_PERIOD_SEC, "releasePeriodSec");
        _range(p.snapshotIntervalSec, MIN_SNAPSHOT_INTERVAL_SEC, MAX_SNAPSHOT_INTERVAL_SEC, "snapshotIntervalSec");
        // Without a creator's part there is nothing to vest, and the two times mean nothing.
        _range(p.vestingSec, p.creatorBps == 0 ? 0 : MIN_VESTING_SEC, MAX_VESTING_SEC, "vestingSec");
        _range(p.cliffSec, 0, p.vestingSec, "cliffSec");
        _range(p.snipeFeeBps, MIN_SNIPE_FEE_BPS, MAX_SNIPE_FEE_BPS, "snipeFeeBps");
        _range(p.snipeDurationSec, 0, MAX_SNIPE_DURATION_SEC, "snipeDurationSec");
        _range(p.minPriceWei, 1, p.priceWei, "minPriceWei");
        _range(p.maxPriceWei, p.priceWei, MAX_PRICE_WEI, "maxPriceWei");
        _checkGovernance(p);
        _range(p.mintFeeWei, 0, MAX_MINT_FEE_WEI, "mintFeeWei");
        _range(p.royaltyBps, 0, MAX_ROYALTY_BPS, "royaltyBps");
    }

    /// @dev The same bounds hold in every later vote.
    function _checkGovernance(LaunchParams calldata p) private pure {
        _range(
            p.votingDelaySec,
            GovernanceRules.MIN_VOTING_DELAY_SEC,
            GovernanceRules.MAX_VOTING_DELAY_SEC,
            "votingDelaySec"
        );
        _range(
            p.votingPeriodSec,
            GovernanceRules.MIN_VOTING_PERIOD_SEC,
            GovernanceRules.MAX_VOTING_PERIOD_SEC,
            "votingPeriodSec"
        );
        _range(p.quorumBps, GovernanceRules.MIN_QUORUM_BPS, GovernanceRules.MAX_QUORUM_BPS, "quorumBps");
        _range(
            p.proposalThresholdBps,
            GovernanceRules.MIN_PROPOSAL_THRESHOLD_BPS,
            GovernanceRules.MAX_PROPOSAL_THRESHOLD_BPS,
            "proposalThresholdBps"
        );
        _range(
            p.timelockDelaySec,
            GovernanceRules.MIN_TIMELOCK_DELAY_SEC,
            GovernanceRules.MAX_TIMELOCK_DELAY_SEC,
            "timelockDelaySec"
        );
    }

    function _range(uint256 value, uint256 low, uint256 high, string memory name) private pure {
        if (value < low || value > high) revert ILaunchpad.Launchpad_BadParameter(name);
    }
}
