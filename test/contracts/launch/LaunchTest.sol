// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IBondingCurve } from "../../../contracts/interfaces/IBondingCurve.sol";
import { Launch, LaunchParams } from "../../../contracts/interfaces/ILaunchpad.sol";
import { IModelOracle, OracleSettings } from "../../../contracts/interfaces/IModelOracle.sol";
import { IModelToken } from "../../../contracts/interfaces/IModelToken.sol";
import { Launchpad } from "../../../contracts/launch/Launchpad.sol";
import { AIOracle } from "../../../contracts/oracle/AIOracle.sol";
import { WETH } from "../../../contracts/token/WETH.sol";
import { MarketWorld } from "../MarketWorld.sol";

/// @notice The launchpad with the real token, the real oracle and real WETH.
abstract contract LaunchTest is MarketWorld {
    uint256 internal constant NEVER = type(uint256).max;
    uint256 internal constant SUPPLY = 1_000_000_000e18;

    IModelOracle internal oracle;
    Launchpad internal launchpad;
    address internal weth;
    address internal creator;
    address internal alice;

    function setUp() public virtual {
        vm.warp(1_000_000);
        creator = account("creator");
        alice = account("alice");
        weth = address(new WETH());
        oracle = new AIOracle(
            OracleSettings({
                resultBondWei: 0.05 ether,
                minStakeWei: 0.1 ether,
                operatorBps: 2000,
                callbackGasPriceWei: 2 gwei,
                assignmentSec: 5,
                responseSec: 120,
                challengeSec: 20,
                burnBps: 5000,
                disputeGame: address(0)
            })
        );
        launchpad = makeLaunchpad(oracle, weth);
    }

    function usualLaunch() internal pure returns (LaunchParams memory) {
        return LaunchParams({
            name: "Psalter",
            symbol: "PSALT",
            contractURI: "data:application/json,{}",
            modelHash: keccak256("weights"),
            programHash: keccak256("program"),
            bundleURI: "ipfs://bafkreigh2akiscaildc",
            priceWei: 0.002 ether,
            saleBps: 6500,
            liquidityBps: 2500,
            creatorBps: 1000,
            treasuryBps: 1000,
            targetWei: 8 ether,
            claimableBps: 8000,
            releasePeriodSec: 3600,
            snapshotIntervalSec: 60,
            cliffSec: 30 days,
            vestingSec: 365 days,
            snipeFeeBps: 5000,
            snipeDurationSec: 600,
            minPriceWei: 0.001 ether,
            maxPriceWei: 0.02 ether,
            votingDelaySec: 1 days,
            votingPeriodSec: 5 days,
            quorumBps: 500,
            proposalThresholdBps: 10,
            timelockDelaySec: 2 days,
            mintFeeWei: 0.001 ether,
            royaltyBps: 500,
            form: address(0)
        });
    }

    function launchAs(address from, LaunchParams memory p, uint256 value) internal returns (IModelToken token) {
        vm.deal(from, value);
        vm.prank(from);
        return IModelToken(launchpad.launch{ value: value }(p, 0, NEVER));
    }

    function curveOf(IModelToken token) internal view returns (IBondingCurve) {
        return IBondingCurve(launchpad.launchOf(address(token)).curve);
    }
}
