// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IBondingCurve } from "../../../contracts/interfaces/IBondingCurve.sol";
import { ILaunchpad, LaunchParams } from "../../../contracts/interfaces/ILaunchpad.sol";
import { LaunchTest } from "./LaunchTest.sol";

/// @notice Every field of a launch, at both bounds and one past each.
contract LaunchRulesTest is LaunchTest {
    function refuse(LaunchParams memory p, string memory name) private {
        vm.expectRevert(abi.encodeWithSelector(ILaunchpad.Launchpad_BadParameter.selector, name));
        launchpad.launch(p, 0, NEVER);
    }

    function accept(LaunchParams memory p) private {
        uint256 before = launchpad.tokenCount();
        launchpad.launch(p, 0, NEVER);
        assertEq(launchpad.tokenCount(), before + 1, "launched");
    }

    function text(uint256 length) private pure returns (string memory) {
        bytes memory made = new bytes(length);
        for (uint256 i = 0; i < length; ++i) {
            made[i] = "a";
        }
        return string(made);
    }

    function test_launch_name_from1To64Bytes() public {
        LaunchParams memory p = usualLaunch();
        p.name = "";
        refuse(p, "name");
        p.name = text(65);
        refuse(p, "name");
        p.name = text(64);
        accept(p);
    }

    function test_launch_symbol_from1To16Bytes() public {
        LaunchParams memory p = usualLaunch();
        p.symbol = "";
        refuse(p, "symbol");
        p.symbol = text(17);
        refuse(p, "symbol");
        p.symbol = text(16);
        accept(p);
    }

    function test_launch_contractURI_atMost8KiB() public {
        LaunchParams memory p = usualLaunch();
        p.contractURI = text(8193);
        refuse(p, "contractURI");
        p.contractURI = text(8192);
        accept(p);
        p.contractURI = "";
        accept(p);
    }

    function test_launch_hashes_notZero() public {
        LaunchParams memory p = usualLaunch();
        p.modelHash = 0;
        refuse(p, "modelHash");
        p = usualLaunch();
        p.programHash = 0;
        refuse(p, "programHash");
    }

    function test_launch_bundleURI_from1To256Bytes() public {
        LaunchParams memory p = usualLaunch();
        p.bundleURI = "";
        refuse(p, "bundleURI");
        p.bundleURI = text(257);
        refuse(p, "bundleURI");
        p.bundleURI = text(256);
        accept(p);
    }

    function test_launch_priceWei_from1WeiTo1000Eth() public {
        LaunchParams memory p = usualLaunch();
        p.priceWei = 0;
        refuse(p, "priceWei");
        p.priceWei = 1000 ether + 1;
        refuse(p, "priceWei");
        p.priceWei = 1000 ether;
        p.maxPriceWei = 1000 ether;
        accept(p);
        p.priceWei = 1;
        p.minPriceWei = 1;
        accept(p);
    }

    function test_launch_priceBounds_holdThePriceBetweenThem() public {
        LaunchParams memory p = usualLaunch();
        p.minPriceWei = 0;
        refuse(p, "minPriceWei");
        p.minPriceWei = p.priceWei + 1;
        refuse(p, "minPriceWei");
        p.minPriceWei = p.priceWei;
        p.maxPriceWei = p.priceWei - 1;
        refuse(p, "maxPriceWei");
        p.maxPriceWei = 1000 ether + 1;
        refuse(p, "maxPriceWei");
        p.maxPriceWei = p.priceWei;
        accept(p);
    }

    function test_launch_governance_hasBounds() public {
        LaunchParams memory p = usualLaunch();
        p.votingDelaySec = 9;
        refuse(p, "votingDelaySec");
        p.votingDelaySec = 30 days + 1;
        refuse(p, "votingDelaySec");
        p.votingDelaySec = 30 days;
        p.votingPeriodSec = 29;
        refuse(p, "votingPeriodSec");
        p.votingPeriodSec = 60 days + 1;
        refuse(p, "votingPeriodSec");
        p.votingPeriodSec = 60 days;
        p.quorumBps = 99;
        refuse(p, "quorumBps");
        p.quorumBps = 5001;
        refuse(p, "quorumBps");
        p.quorumBps = 5000;
        p.proposalThresholdBps = 0;
        refuse(p, "proposalThresholdBps");
        p.proposalThresholdBps = 501;
        refuse(p, "proposalThresholdBps");
        p.proposalThresholdBps = 500;
        p.timelockDelaySec = 9;
        refuse(p, "timelockDelaySec");
        p.timelockDelaySec = 30 days + 1;
        refuse(p, "timelockDelaySec");
        p.timelockDelaySec = 30 days;
        accept(p);
        p.votingDelaySec = 10;
        p.votingPeriodSec = 30;
        p.quorumBps = 100;
        p.proposalThresholdBps = 1;
        p.timelockDelaySec = 10;
        accept(p);
    }

    function test_launch_parts_sumToTheWhole() public {
        LaunchParams memory p = usualLaunch();
        p.saleBps = 0;
        refuse(p, "saleBps");
        p.saleBps = 6499;
        refuse(p, "saleBps");
        p.saleBps = 6501;
        refuse(p, "saleBps");
        p.saleBps = 10_001;
        refuse(p, "saleBps");
        p = usualLaunch();
        p.liquidityBps = 0;
        refuse(p, "liquidityBps");
        // Sums that would wrap around in 16 bits.
        p.saleBps = 10_000;
        p.liquidityBps = 10_000;
        refuse(p, "saleBps");
    }

    function test_launch_creatorBps_atMostAFifth() public {
        LaunchParams memory p = usualLaunch();
        p.creatorBps = 2001;
        p.saleBps = 5499;
        refuse(p, "creatorBps");
        p.creatorBps = 2000;
        p.saleBps = 5500;
        accept(p);
    }

    function test_launch_treasuryBps_atMostHalf() public {
        LaunchParams memory p = usualLaunch();
        p.saleBps = 7500;
        p.liquidityBps = 1500;
        p.treasuryBps = 5001;
        refuse(p, "treasuryBps");
        p.treasuryBps = 5000;
        accept(p);
        p.treasuryBps = 0;
        accept(p);
    }

    function test_launch_targetWei_fromAHundredthToAMillionEth() public {
        LaunchParams memory p = usualLaunch();
        p.targetWei = 0.01 ether - 1;
        refuse(p, "targetWei");
        p.targetWei = 1_000_000 ether + 1;
        refuse(p, "targetWei");
        p.targetWei = 0.01 ether;
        accept(p);
        p.targetWei = 1_000_000 ether;
        accept(p);
    }

    function test_launch_revenueTerms_haveBounds() public {
        LaunchParams memory p = usualLaunch();
        p.claimableBps = 10_001;
        refuse(p, "claimableBps");
        p.claimableBps = 10_000;
        p.releasePeriodSec = 365 days + 1;
        refuse(p, "releasePeriodSec");
        p.releasePeriodSec = 365 days;
        p.snapshotIntervalSec = 0;
        refuse(p, "snapshotIntervalSec");
        p.snapshotIntervalSec = 30 days + 1;
        refuse(p, "snapshotIntervalSec");
        p.snapshotIntervalSec = 30 days;
        accept(p);
        p.claimableBps = 0;
        p.releasePeriodSec = 0;
        p.snapshotIntervalSec = 1;
        accept(p);
    }

    function test_launch_vesting_from30DaysTo10YearsWithTheCliffInside() public {
        LaunchParams memory p = usualLaunch();
        p.vestingSec = 30 days - 1;
        p.cliffSec = 0;
        refuse(p, "vestingSec");
        p.vestingSec = 3650 days + 1;
        refuse(p, "vestingSec");
        p.vestingSec = 30 days;
        p.cliffSec = 30 days + 1;
        refuse(p, "cliffSec");
        p.cliffSec = 30 days;
        accept(p);
        p.cliffSec = 0;
        accept(p);
        p.vestingSec = 3650 days;
        accept(p);
    }

    function test_launch_snipeTerms_haveBounds() public {
        LaunchParams memory p = usualLaunch();
        p.snipeFeeBps = 99;
        refuse(p, "snipeFeeBps");
        p.snipeFeeBps = 9001;
        refuse(p, "snipeFeeBps");
        p.snipeFeeBps = 9000;
        p.snipeDurationSec = 1 days + 1;
        refuse(p, "snipeDurationSec");
        p.snipeDurationSec = 1 days;
        accept(p);
        p.snipeFeeBps = 100;
        p.snipeDurationSec = 0;
        accept(p);
    }

    function test_launch_collectionTerms_haveBounds() public {
        LaunchParams memory p = usualLaunch();
        p.mintFeeWei = 1000 ether + 1;
        refuse(p, "mintFeeWei");
        p.mintFeeWei = 1000 ether;
        p.royaltyBps = 1001;
        refuse(p, "royaltyBps");
        p.royaltyBps = 1000;
        accept(p);
        p.mintFeeWei = 0;
        p.royaltyBps = 0;
        accept(p);
    }

    function test_launch_absurdPriceRange_isRefusedByTheCurve() public {
        LaunchParams memory p = usualLaunch();
        p.saleBps = 4500;
        p.liquidityBps = 4500;
        vm.expectRevert(abi.encodeWithSelector(IBondingCurve.BondingCurve_BadParameter.selector, "shape"));
        launchpad.launch(p, 0, NEVER);
        p.saleBps = 8900;
        p.liquidityBps = 100;
        vm.expectRevert(abi.encodeWithSelector(IBondingCurve.BondingCurve_BadParameter.selector, "shape"));
        launchpad.launch(p, 0, NEVER);
    }
}
