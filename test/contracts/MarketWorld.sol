// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IPoolManager } from "@uniswap/v4-core/src/interfaces/IPoolManager.sol";
import { ModelGovernor } from "../../contracts/governance/ModelGovernor.sol";
import { ModelTreasury } from "../../contracts/governance/ModelTreasury.sol";
import { Implementations } from "../../contracts/interfaces/ILaunchpad.sol";
import { IModelOracle } from "../../contracts/interfaces/IModelOracle.sol";
import { BondingCurve } from "../../contracts/launch/BondingCurve.sol";
import { CreatorVesting } from "../../contracts/launch/CreatorVesting.sol";
import { Launchpad } from "../../contracts/launch/Launchpad.sol";
import { LiquidityHook } from "../../contracts/launch/LiquidityHook.sol";
import { ModelToken } from "../../contracts/token/ModelToken.sol";
import { AIGCCollection } from "../../contracts/nft/AIGCCollection.sol";
import { AIGCRenderer } from "../../contracts/nft/AIGCRenderer.sol";
import { AnswerForms } from "../../contracts/nft/AnswerForms.sol";
import { Base } from "./Base.sol";

/// @notice The real pool manager, from the package's own artifact, and our hook at an address that carries its bits.
abstract contract MarketWorld is Base {
    /// @dev Any address with the bits 0x2880: before initialisation, before adding liquidity, before a swap.
    address internal constant HOOK = 0x4444444444444444444444444444444444446880;

    IPoolManager internal manager;
    LiquidityHook internal hook;

    function makePoolManager() internal returns (IPoolManager) {
        return IPoolManager(makeFrom("node_modules/@uniswap/v4-core/out/PoolManager.sol/PoolManager.json", abi.encode(address(this))));
    }

    /// @dev Creates the contract of a Foundry artifact.
    function makeFrom(string memory artifact, bytes memory args) internal returns (address made) {
        bytes memory code =
            abi.encodePacked(vm.parseJsonBytes(vm.readFile(artifact), ".bytecode.object"), args);
        assembly ("memory-safe") {
            made := create(0, add(code, 0x20), mload(code))
        }
        assertTrue(made != address(0), artifact);
    }

    /// @dev Runs the constructor at the address, so that no salt need be searched for here.
    function makeHook(address launchpad) internal {
        manager = makePoolManager();
        vm.etch(HOOK, abi.encodePacked(type(LiquidityHook).creationCode, abi.encode(manager, launchpad)));
        (bool done, bytes memory code) = HOOK.call("");
        assertTrue(done, "the constructor of the hook");
        vm.etch(HOOK, code);
        hook = LiquidityHook(HOOK);
    }

    /// @dev Where the contract will be that this one makes after `count` others.
    function futureAddress(uint256 count) internal returns (address) {
        return vm.computeCreateAddress(address(this), vm.getNonce(address(this)) + count);
    }

    /// @dev Everything a launch needs but the oracle.
    function makeLaunchpad(IModelOracle oracle, address weth) internal returns (Launchpad) {
        address collection = address(new AIGCCollection(oracle, new AIGCRenderer(), new AnswerForms()));
        // The manager is made first, then five implementations.
        address promised = futureAddress(6);
        makeHook(promised);
        return new Launchpad(
            oracle,
            Implementations({
                token: address(new ModelToken(address(manager), HOOK)),
                curve: address(new BondingCurve(HOOK, promised)),
                vesting: address(new CreatorVesting()),
                governor: address(new ModelGovernor()),
                treasury: address(new ModelTreasury()),
                collection: collection
            }),
            weth
        );
    }
}
