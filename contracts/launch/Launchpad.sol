// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { Clones } from "@openzeppelin/contracts/proxy/Clones.sol";
import { ReentrancyGuardTransient } from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import { CurveParams, IBondingCurve } from "../interfaces/IBondingCurve.sol";
import { ILiquidityHook } from "../interfaces/ILiquidityHook.sol";
import { ILaunchpad, Launch, LaunchParams } from "../interfaces/ILaunchpad.sol";
import { IModelOracle, Model } from "../interfaces/IModelOracle.sol";
import { Allocation, IModelToken, ModelTokenParams } from "../interfaces/IModelToken.sol";
import { CreatorVesting } from "./CreatorVesting.sol";
import { LaunchRules } from "./LaunchRules.sol";

/// @title Launchpad: one transaction turns a model into a token that earns
/// @notice It owns nothing and has no owner: once launched, a token and its curve stand alone.
// INVARIANT: the balance is 0 between transactions, unless somebody forced ETH in.
contract Launchpad is ILaunchpad, ReentrancyGuardTransient {
    uint256 private constant TOTAL_SUPPLY = 1_000_000_000e18;
    uint256 private constant BPS = 10_000;

    /// @dev The lasting fee of trades on the curve.
    uint16 private constant FEE_BPS = 100;

    IModelOracle public immutable oracle;
    address public immutable tokenImplementation;
    address public immutable curveImplementation;
    address public immutable vestingImplementation;
    address public immutable weth;

    address[] private _tokens;
    mapping(address token => Launch) private _launches;

    constructor(
        IModelOracle chosenOracle,
        address chosenTokenImplementation,
        address chosenCurveImplementation,
        address chosenVestingImplementation,
        address chosenWeth
    ) {
        _checkCode(address(chosenOracle), "oracle");
        _checkCode(chosenTokenImplementation, "tokenImplementation");
        _checkCode(chosenCurveImplementation, "curveImplementation");
        _checkCode(chosenVestingImplementation, "vestingImplementation");
        _checkCode(chosenWeth, "weth");
        address hook = IBondingCurve(chosenCurveImplementation).hook();
        _checkCode(hook, "hook");
        // The hook was made for a launchpad that did not exist yet: it must be this one.
        if (ILiquidityHook(hook).launchpad() != address(this)) revert Launchpad_BadParameter("hook");
        oracle = chosenOracle;
        tokenImplementation = chosenTokenImplementation;
        curveImplementation = chosenCurveImplementation;
        vestingImplementation = chosenVestingImplementation;
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
        Launch memory made = Launch({
            creator: msg.sender,
            curve: Clones.clone(curveImplementation),
            vesting: params.creatorBps == 0 ? address(0) : Clones.clone(vestingImplementation),
            modelId: oracle.registerModel(
                Model({
                    modelHash: params.modelHash,
                    programHash: params.programHash,
                    receiver: token,
                    priceWei: params.priceWei,
                    uri: params.bundleURI
                })
            ),
            launchedAt: block.timestamp
        });
        _tokens.push(token);
        _launches[token] = made;
        emit Launched(token, made.creator, made.modelId, made.curve, made.vesting, params);

        _initializeToken(token, made, params);
        _initializeCurve(token, made.curve, params);
        if (made.vesting != address(0)) {
            CreatorVesting(payable(made.vesting)).initialize(
                made.creator, uint64(block.timestamp), params.vestingSec, params.cliffSec
            );
        }
        if (msg.value != 0) _firstBuy(made.curve, minTokensOut);
    }

    /// @inheritdoc ILaunchpad
    function launchOf(address token) external view returns (Launch memory) {
        return _launches[token];
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

    /// @dev The whole supply goes to the curve and the vesting wallet: what is sold, paired or released later.
    function _initializeToken(address token, Launch memory made, LaunchParams calldata params) private {
        uint256 parts = made.vesting == address(0) ? 1 : 2;
        Allocation[] memory allocations = new Allocation[](parts);
        address[] memory excluded = new address[](parts);
        uint256 creatorSupply = _part(params.creatorBps);
        allocations[0] = Allocation(made.curve, TOTAL_SUPPLY - creatorSupply);
        excluded[0] = made.curve;
        if (parts == 2) {
            allocations[1] = Allocation(made.vesting, creatorSupply);
            excluded[1] = made.vesting;
        }
        IModelToken(token).initialize(
            ModelTokenParams({
                name: params.name,
                symbol: params.symbol,
                contractURI: params.contractURI,
                governor: address(0),
                weth: weth,
                claimableBps: params.claimableBps,
                releasePeriodSec: params.releasePeriodSec,
                snapshotIntervalSec: params.snapshotIntervalSec,
                allocations: allocations,
                excluded: excluded
            })
        );
    }

    /// @dev No token has a treasury of its own yet: its part of the raise is the holders' revenue.
    function _initializeCurve(address token, address curve, LaunchParams calldata params) private {
        IBondingCurve(curve).initialize(
            CurveParams({
                token: token,
                saleSupply: _part(params.saleBps),
                liquiditySupply: _part(params.liquidityBps),
                targetWei: params.targetWei,
                treasuryBps: params.treasuryBps,
                treasury: token,
                feeBps: FEE_BPS,
                snipeFeeBps: params.snipeFeeBps,
                snipeDurationSec: params.snipeDurationSec
            })
        );
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
