// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { ILaunchpad, LaunchParams } from "../../../contracts/interfaces/ILaunchpad.sol";
import { IModelOracle, OracleSettings } from "../../../contracts/interfaces/IModelOracle.sol";
import { BondingCurve } from "../../../contracts/launch/BondingCurve.sol";
import { Launchpad } from "../../../contracts/launch/Launchpad.sol";
import { Router } from "../../../contracts/launch/Router.sol";
import { Lens } from "../../../contracts/lens/Lens.sol";
import { AIOracle } from "../../../contracts/oracle/AIOracle.sol";
import { ModelToken } from "../../../contracts/token/ModelToken.sol";
import { WrappedEther } from "../../../contracts/token/WETH.sol";
import { MarketWorld } from "../MarketWorld.sol";

/// @notice The real contracts, one launched token, one buyer.
abstract contract LensTest is MarketWorld {
    AIOracle internal oracle;
    Launchpad internal launchpad;
    Lens internal lens;
    Router internal router;
    ModelToken internal token;
    BondingCurve internal curve;
    WrappedEther internal weth;
    address internal creator;
    address internal buyer;

    function setUp() public virtual {
        vm.warp(1_800_000_000);
        creator = account("creator");
        buyer = account("buyer");
        vm.deal(creator, 1_000 ether);
        vm.deal(buyer, 1_000 ether);
        oracle = new AIOracle(OracleSettings(0.5 ether, 1 ether, 2000, 1 gwei, 5, 120, 20, 5000, address(0)));
        weth = new WrappedEther();
        launchpad = makeLaunchpad(oracle, address(weth));
        router = new Router(hook);
        lens = new Lens(launchpad, oracle, router);
        token = launch(launchParams());
        curve = BondingCurve(launchpad.launchOf(address(token)).curve);
    }

    function launchParams() internal pure returns (LaunchParams memory params) {
        params.name = "Sonnet";
        params.symbol = "SON";
        params.contractURI = "data:application/json,{}";
        params.modelHash = keccak256("weights");
        params.programHash = keccak256("program");
        params.bundleURI = "ipfs://bafkreiexample";
        params.priceWei = 0.01 ether;
        params.saleBps = 6000;
        params.liquidityBps = 3000;
        params.creatorBps = 1000;
        params.treasuryBps = 500;
        params.targetWei = 20 ether;
        params.claimableBps = 8000;
        params.releasePeriodSec = 0;
        params.snapshotIntervalSec = 10;
        params.cliffSec = 30 days;
        params.vestingSec = 365 days;
        params.snipeFeeBps = 2000;
        params.snipeDurationSec = 60;
        params.minPriceWei = 0.001 ether;
        params.maxPriceWei = 0.1 ether;
        params.votingDelaySec = 1 days;
        params.votingPeriodSec = 5 days;
        params.quorumBps = 500;
        params.proposalThresholdBps = 10;
        params.timelockDelaySec = 2 days;
    }

    function launch(LaunchParams memory params) internal returns (ModelToken) {
        vm.prank(creator);
        return ModelToken(payable(launchpad.launch{ value: 1 ether }(params, 0, block.timestamp)));
    }

    function buy(address who, uint256 valueWei) internal {
        vm.prank(who);
        curve.buy{ value: valueWei }(0, who, block.timestamp);
    }

    function one(address item) internal pure returns (address[] memory list) {
        list = new address[](1);
        list[0] = item;
    }

    function push(uint256 amount) internal {
        vm.deal(address(this), amount);
        (bool ok,) = address(token).call{ value: amount }("");
        assertTrue(ok, "revenue");
    }

    function snapshot() internal {
        token.snapshot();
        vm.warp(block.timestamp + 10);
    }
}
