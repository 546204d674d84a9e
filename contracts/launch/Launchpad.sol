// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { Clones } from "@openzeppelin/contracts/proxy/Clones.sol";
import { ReentrancyGuardTransient } from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import { CollectionParams, IAIGCCollection } from "../interfaces/IAIGCCollection.sol";
import { CurveParams, IBondingCurve } from "../interfaces/IBondingCurve.sol";
import { ILiquidityHook } from "../interfaces/ILiquidityHook.sol";
import { ILaunchpad, Implementations, Launch, LaunchParams } from "../interfaces/ILaunchpad.sol";
import { GovernorSettings, IModelGovernor } from "../interfaces/IModelGovernor.sol";
import { IModelOracle } from "../interfaces/IModelOracle.sol";
import { Mandate, Model } from "../interfaces/IModelRegistry.sol";
import { Allocation, IModelToken, ModelTokenParams } from "../interfaces/IModelToken.sol";
import { IModelTreasury } from "../interfaces/IModelTreasury.sol";
import { CreatorVesting } from "./CreatorVesting.sol";
import { LaunchRules } from "./LaunchRules.sol";

/// @title Launchpad: one transaction turns a model into a token that earns
/// @notice It owns nothing and has no owner: once launched, a token, its curve and its governor stand alone.
// INVARIANT: the balance is 0 between transactions, unless somebody forced ETH in.
contract Launchpad is ILaunchpad, ReentrancyGuardTransient {
    /// @dev `Launch` as stored.
    struct Entry {
        // slots: 20 + 5 bytes, 20, 20 + 8, 20, 20, 20
        address creator;
        uint40 launchedAt;
        address curve;
        address vesting;
        uint64 modelId;
        address governor;
        address treasury;
        address collection;
    }

    uint256 private constant TOTAL_SUPPLY = 1_000_000_000e18;
    uint256 private constant BPS = 10_000;

    /// @dev The lasting fee of trades on the curve.
    uint16 private constant FEE_BPS = 100;

    IModelOracle public immutable oracle;
    address public immutable tokenImplementation;
    address public immutable curveImplementation;
    address public immutable vestingImplementation;
    address public immutable governorImplementation;
    address public immutable treasuryImplementation;
    address public immutable collectionImplementation;
    address public immutable weth;

    address[] private _tokens;
    mapping(address token => Entry) private _launches;

    constructor(IModelOracle chosenOracle, Implementations memory chosen, address chosenWeth) {
        _checkCode(address(chosenOracle), "oracle");
        _checkCode(chosen.token, "tokenImplementation");
        _checkCode(chosen.curve, "curveImplementation");
        _checkCode(chosen.vesting, "vestingImplementation");
        _checkCode(chosen.governor, "governorImplementation");
        _checkCode(chosen.treasury, "treasuryImplementation");
        _checkCode(chosen.collection, "collectionImplementation");
        _checkCode(chosenWeth, "weth");
        address hook = IBondingCurve(chosen.curve).hook();
        _checkCode(hook, "hook");
        // The hook was made for a launchpad that did not exist yet: it must be this one.
        if (ILiquidityHook(hook).launchpad() != address(this)) revert Launchpad_BadParameter("hook");
        oracle = chosenOracle;
        tokenImplementation = chosen.token;
        curveImplementation = chosen.curve;
        vestingImplementation = chosen.vesting;
        governorImplementation = chosen.governor;
        treasuryImplementation = chosen.treasury;
        collectionImplementation = chosen.collection;
        weth = chosenWeth;
    }

    /// @dev Only the change of a first buy, while a launch runs.
    receive() external payable {
        if (!_reentrancyGuardEntered()) revert Launchpad_UnexpectedPayment(msg.sender, msg.value);
    }

    /// @inheritdoc ILaunchpad
    function launch(LaunchParams calldata params, uint256 minTokensOut, uint256 deadline)
        external
        payable
        nonReentrant
        returns (address token)
    {
        if (block.timestamp > deadline) revert Launchpad_Expired(deadline, block.timestamp);
        if (msg.value == 0 && minTokensOut != 0) revert Launchpad_BadParameter("minTokensOut");
        LaunchRules.check(params);

        token = Clones.clone(tokenImplementation);
        Launch memory made = _make(token, params);
        _record(token, made);
        emit Launched(
            token, made.creator, made.modelId, made.curve, made.vesting, made.governor, made.treasury, params
        );

        _initializeToken(token, made, params);
        _initializeCurve(token, made, params);
        _initializeGovernance(token, made, params);
        _initializeCollection(token, made, params);
        if (made.vesting != address(0)) {
            CreatorVesting(payable(made.vesting)).initialize(
                made.creator, uint64(block.timestamp), params.vestingSec, params.cliffSec
            );
        }
        if (msg.value != 0) _firstBuy(made.curve, minTokensOut);
    }

    /// @inheritdoc ILaunchpad
    function launchOf(address token) external view returns (Launch memory) {
        Entry storage entry = _launches[token];
        return Launch({
            creator: entry.creator,
            curve: entry.curve,
            vesting: entry.vesting,
            governor: entry.governor,
            treasury: entry.treasury,
            collection: entry.collection,
            modelId: entry.modelId,
            launchedAt: entry.launchedAt
        });
    }

    /// @inheritdoc ILaunchpad
    function curveOf(address token) external view returns (address) {
        return _launches[token].curve;
    }

    /// @inheritdoc ILaunchpad
    function tokenCount() external view returns (uint256) {
        return _tokens.length;
    }

    /// @inheritdoc ILaunchpad
    function tokens(uint256 from, uint256 to) external view returns (address[] memory page) {
        uint256 end = to < _tokens.length ? to : _tokens.length;
        if (from >= end) return page;
        page = new address[](end - from);
        for (uint256 i = 0; i < page.length; ++i) {
            page[i] = _tokens[from + i];
        }
    }

    /// @dev The parts of a launch, not set up yet, and the model registered for them.
    function _make(address token, LaunchParams calldata params) private returns (Launch memory made) {
        made.creator = msg.sender;
        made.curve = Clones.clone(curveImplementation);
        if (params.creatorBps != 0) made.vesting = Clones.clone(vestingImplementation);
        made.governor = Clones.clone(governorImplementation);
        made.treasury = Clones.clone(treasuryImplementation);
        made.collection = Clones.clone(collectionImplementation);
        made.launchedAt = block.timestamp;
        made.modelId = oracle.registerGovernedModel(
            Model({
                modelHash: params.modelHash,
                programHash: params.programHash,
                receiver: token,
                priceWei: params.priceWei,
                uri: params.bundleURI
            }),
            Mandate({
                governor: made.treasury,
                minPriceWei: params.minPriceWei,
                maxPriceWei: params.maxPriceWei
            })
        );
    }

    function _record(address token, Launch memory made) private {
        _tokens.push(token);
        _launches[token] = Entry({
            creator: made.creator,
            launchedAt: uint40(made.launchedAt), // Unix seconds for 34,000 years
            curve: made.curve,
            vesting: made.vesting,
            modelId: uint64(made.modelId), // each was one transaction
            governor: made.governor,
            treasury: made.treasury,
            collection: made.collection
        });
    }

    /// @dev The whole supply goes to the curve and the vesting wallet: what is sold, paired or released later. They and
    /// the treasury neither vote nor claim.
    function _initializeToken(address token, Launch memory made, LaunchParams calldata params) private {
        uint256 parts = made.vesting == address(0) ? 1 : 2;
        Allocation[] memory allocations = new Allocation[](parts);
        address[] memory excluded = new address[](parts + 1);
        uint256 creatorSupply = _part(params.creatorBps);
        allocations[0] = Allocation(made.curve, TOTAL_SUPPLY - creatorSupply);
        excluded[0] = made.curve;
        excluded[1] = made.treasury;
        if (parts == 2) {
            allocations[1] = Allocation(made.vesting, creatorSupply);
            excluded[2] = made.vesting;
        }
        IModelToken(token).initialize(
            ModelTokenParams({
                name: params.name,
                symbol: params.symbol,
                contractURI: params.contractURI,
                governor: made.treasury,
                weth: weth,
                claimableBps: params.claimableBps,
                releasePeriodSec: params.releasePeriodSec,
                snapshotIntervalSec: params.snapshotIntervalSec,
                allocations: allocations,
                excluded: excluded
            })
        );
    }

    function _initializeCurve(address token, Launch memory made, LaunchParams calldata params) private {
        IBondingCurve(made.curve).initialize(
            CurveParams({
                token: token,
                saleSupply: _part(params.saleBps),
                liquiditySupply: _part(params.liquidityBps),
                targetWei: params.targetWei,
                treasuryBps: params.treasuryBps,
                treasury: made.treasury,
                feeBps: FEE_BPS,
                snipeFeeBps: params.snipeFeeBps,
                snipeDurationSec: params.snipeDurationSec
            })
        );
    }

    function _initializeGovernance(address token, Launch memory made, LaunchParams calldata params) private {
        IModelTreasury(made.treasury).initialize(made.governor, params.timelockDelaySec);
        IModelGovernor(made.governor).initialize(
            token,
            payable(made.treasury),
            GovernorSettings({
                votingDelaySec: params.votingDelaySec,
                votingPeriodSec: params.votingPeriodSec,
                quorumBps: params.quorumBps,
                proposalThreshold: _part(params.proposalThresholdBps)
            })
        );
    }

    function _initializeCollection(address token, Launch memory made, LaunchParams calldata params) private {
        IAIGCCollection(made.collection).initialize(
            CollectionParams({
                modelToken: token,
                modelId: uint64(made.modelId), // as recorded
                mintFeeWei: params.mintFeeWei,
                royaltyBps: params.royaltyBps,
                form: params.form
            })
        );
        emit CollectionLaunched(token, made.collection);
    }

    /// @dev What the curve gives back, because the target was reached, is the creator's.
    function _firstBuy(address curve, uint256 minTokensOut) private {
        (, uint256 weiSpent) = IBondingCurve(curve).firstBuy{ value: msg.value }(minTokensOut, msg.sender);
        uint256 change = msg.value - weiSpent;
        if (change == 0) return;
        (bool done,) = msg.sender.call{ value: change }("");
        if (!done) revert Launchpad_PaymentFailed(msg.sender, change);
    }

    function _checkCode(address implementation, string memory name) private view {
        if (implementation.code.length == 0) revert Launchpad_BadParameter(name);
    }

    /// @dev Exact: the supply is a multiple of 10,000.
    function _part(uint256 bps) private pure returns (uint256) {
        return TOTAL_SUPPLY * bps / BPS;
    }
}
