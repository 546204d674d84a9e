// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { CurveParams, CurveState } from "./IBondingCurve.sol";
import { Launch } from "./ILaunchpad.sol";
import { PoolState } from "./ILiquidityHook.sol";
import { Request } from "./IModelOracle.sol";
import { Mandate, Model } from "./IModelRegistry.sol";
import { RevenueState } from "./IModelToken.sol";

/// @notice One launched token. Amounts have 18 decimals; times are Unix seconds.
/// @param exists whether the launchpad launched it; everything else is zero where not
/// @param complete false when what follows could not be read (too little gas for so many tokens): ask for fewer
/// @param launch the launchpad's record
/// @param curveParams what the curve was made from
/// @param curveState where the curve stands; `curveState.graduated` says whether the token trades in its pool
/// @param pool where the pool stands; zeros before graduation, but for its id
/// @param ethRevenue the books of ETH as they would be after a sync now
/// @param model what the oracle knows of the model's newest version
/// @param modelId the id of that version: what to ask
/// @param modelVersion its number, from 1
/// @param mandate who may change its price, and within which bounds
/// @param snapshotCount number of snapshots, also the newest id
/// @param nextSnapshotAt from when on the next snapshot is allowed; 0 for the first one
struct TokenView {
    address token;
    bool exists;
    bool complete;
    Launch launch;
    string name;
    string symbol;
    string contractURI;
    uint256 totalSupply;
    uint256 eligibleSupply;
    CurveParams curveParams;
    CurveState curveState;
    PoolState pool;
    RevenueState ethRevenue;
    Model model;
    uint256 modelId;
    uint256 modelVersion;
    Mandate mandate;
    uint256 snapshotCount;
    uint256 nextSnapshotAt;
    uint16 claimableBps;
    uint32 releasePeriodSec;
    uint32 snapshotIntervalSec;
}

/// @notice What one snapshot still owes an account.
/// @param recordTime Unix seconds of the snapshot
/// @param amounts one for each of `ClaimsView.currencies`
struct ClaimRow {
    uint256 snapshotId;
    uint256 recordTime;
    uint256[] amounts;
}

/// @notice What an account can claim from the snapshots `fromId` to `toId`, both included.
/// @param complete false when it could not be read
/// @param currencies ETH (the zero address) and every revenue token
/// @param totals one for each currency
/// @param rows the snapshots with something to claim, oldest first
struct ClaimsView {
    bool complete;
    uint256 fromId;
    uint256 toId;
    address[] currencies;
    uint256[] totals;
    ClaimRow[] rows;
}

/// @notice One account's stake in one token.
/// @param exists whether the launchpad launched the token
/// @param complete false when the balances could not be read; `claims.complete` speaks for the claims
/// @param isExcluded shares nothing, votes nothing
/// @param redeemWei ETH that burning the whole balance would pay now
/// @param sellWei ETH that selling the whole balance would pay now, to the curve or in the pool; 0 where that is
/// impossible
/// @param pendingShareWei estimate: its part of the ETH that waits for the next snapshot, if that were now
/// @param unreleasedShareWei estimate: its part of the ETH still to be released to snapshots, at today's balances
/// @param claims from the newest 64 snapshots; for older ones see `claimsBetween`
struct HolderView {
    address token;
    bool exists;
    bool complete;
    uint256 balance;
    bool isExcluded;
    uint256 votes;
    uint256 redeemWei;
    uint256 sellWei;
    uint256 pendingShareWei;
    uint256 unreleasedShareWei;
    ClaimsView claims;
}

/// @notice One request.
/// @param exists whether there is such a request
/// @param complete false when what follows could not be read
/// @param token the launched token of its model; zero for a model registered without a launch
/// @param operatorWei what finality pays the operator
/// @param modelWei what finality pays the model
/// @param canFinalize whether `finalize` would succeed now
/// @param canRefund whether `refund` would succeed now
struct RequestView {
    uint256 requestId;
    bool exists;
    bool complete;
    Request request;
    address token;
    string bundleURI;
    uint256 operatorWei;
    uint256 modelWei;
    bool canFinalize;
    bool canRefund;
}

/// @title Lens: what pages need, in few calls, none of which reverts
/// @notice Unknown tokens and ids give a view with `exists` false. Addresses the launchpad did not launch are never
/// called. Every read is gas-capped, so that one item cannot take the others with it.
interface ILens {
    function tokenViews(address[] calldata tokens) external view returns (TokenView[] memory);

    function holderViews(address account, address[] calldata tokens) external view returns (HolderView[] memory);

    /// @notice What `account` can claim from snapshots `fromId` to `toId`, clipped to those that exist and to the newest
    /// 64 of them.
    function claimsBetween(address account, address token, uint256 fromId, uint256 toId)
        external
        view
        returns (ClaimsView memory);

    function requestViews(uint256[] calldata requestIds) external view returns (RequestView[] memory);
}
