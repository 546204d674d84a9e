// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IERC20Metadata } from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import { IVotes } from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";

import { IBondingCurve } from "../interfaces/IBondingCurve.sol";
import { ILaunchpad, Launch } from "../interfaces/ILaunchpad.sol";
import { ILiquidityHook } from "../interfaces/ILiquidityHook.sol";
import { ClaimRow, ClaimsView, HolderView, RequestView, TokenView } from "../interfaces/ILens.sol";
import { IModelOracle, OracleSettings, Request, RequestStatus } from "../interfaces/IModelOracle.sol";
import { Model } from "../interfaces/IModelRegistry.sol";
import { IModelToken, RevenueState } from "../interfaces/IModelToken.sol";
import { IRouter } from "../interfaces/IRouter.sol";

/// @title LensReader: the plain reads behind the Lens
/// @notice It may revert, for want of gas at least; the Lens calls it with a cap on the gas and catches that.
contract LensReader {
    uint256 private constant BPS = 10_000;
    uint256 private constant MAX_SNAPSHOTS = 64;

    ILaunchpad private immutable LAUNCHPAD;
    IModelOracle private immutable ORACLE;
    IRouter private immutable ROUTER;

    constructor(ILaunchpad launchpad, IModelOracle oracle, IRouter router) {
        LAUNCHPAD = launchpad;
        ORACLE = oracle;
        ROUTER = router;
    }

    function tokenView(address tokenAddress, Launch calldata launch) external view returns (TokenView memory found) {
        IModelToken token = IModelToken(tokenAddress);
        IBondingCurve curve = IBondingCurve(launch.curve);
        found.token = tokenAddress;
        found.exists = true;
        found.complete = true;
        found.launch = launch;
        found.name = IERC20Metadata(tokenAddress).name();
        found.symbol = IERC20Metadata(tokenAddress).symbol();
        found.contractURI = token.contractURI();
        found.totalSupply = token.totalSupply();
        found.eligibleSupply = token.eligibleSupply();
        found.curveParams = curve.params();
        found.curveState = curve.state();
        found.pool = ILiquidityHook(curve.hook()).pool(tokenAddress);
        found.ethRevenue = token.revenueState(address(0));
        found.modelId = ORACLE.latestOf(launch.modelId);
        found.model = ORACLE.model(found.modelId);
        found.modelVersion = ORACLE.versionOf(found.modelId);
        found.mandate = ORACLE.mandateOf(launch.modelId);
        found.snapshotCount = token.snapshotCount();
        found.claimableBps = token.claimableBps();
        found.releasePeriodSec = token.releasePeriodSec();
        found.snapshotIntervalSec = token.snapshotIntervalSec();
        if (found.snapshotCount != 0) {
            (uint256 recordTime,,) = token.snapshotInfo(found.snapshotCount, address(0));
            // Two snapshots never share a second, whatever the interval.
            found.nextSnapshotAt = recordTime + Math.max(found.snapshotIntervalSec, 1);
        }
    }

    /// @dev All but the claims.
    function holderView(address account, address tokenAddress) external view returns (HolderView memory found) {
        IModelToken token = IModelToken(tokenAddress);
        found.token = tokenAddress;
        found.exists = true;
        found.complete = true;
        found.balance = token.balanceOf(account);
        found.isExcluded = token.isExcluded(account);
        found.votes = IVotes(tokenAddress).getVotes(account);
        found.redeemWei = token.redeemableOnBurn(found.balance);
        found.sellWei = ROUTER.quoteSell(tokenAddress, found.balance).weiAmount;
        uint256 eligible = token.eligibleSupply();
        if (found.isExcluded || eligible == 0) return found;
        RevenueState memory books = token.revenueState(address(0));
        uint256 toClaims = (books.unreleased * token.claimableBps()) / BPS;
        found.pendingShareWei = Math.mulDiv(books.pending, found.balance, eligible);
        found.unreleasedShareWei = Math.mulDiv(toClaims, found.balance, eligible);
    }

    function claimsView(address account, address tokenAddress, uint256 fromId, uint256 toId)
        external
        view
        returns (ClaimsView memory found)
    {
        IModelToken token = IModelToken(tokenAddress);
        found.complete = true;
        found.currencies = token.currencies();
        found.totals = new uint256[](found.currencies.length);
        toId = Math.min(toId, token.snapshotCount());
        fromId = Math.max(fromId, 1);
        if (toId < fromId) return found;
        if (toId - fromId >= MAX_SNAPSHOTS) fromId = toId - MAX_SNAPSHOTS + 1;
        found.fromId = fromId;
        found.toId = toId;

        ClaimRow[] memory rows = new ClaimRow[](toId - fromId + 1);
        uint256 count;
        for (uint256 id = fromId; id <= toId; ++id) {
            (bool any, uint256[] memory amounts) = _claimable(token, account, id, found);
            if (!any) continue;
            (uint256 recordTime,,) = token.snapshotInfo(id, address(0));
            rows[count++] = ClaimRow(id, recordTime, amounts);
        }
        // Shortened to what was found: count ≤ the length it was made with.
        assembly ("memory-safe") {
            mstore(rows, count)
        }
        found.rows = rows;
    }

    function requestView(uint256 requestId) external view returns (RequestView memory found) {
        Request memory made = ORACLE.request(requestId);
        found.requestId = requestId;
        found.complete = true;
        if (made.status == RequestStatus.None) return found;
        found.exists = true;
        found.request = made;
        Model memory asked = ORACLE.model(made.modelId);
        found.bundleURI = asked.uri;
        if (LAUNCHPAD.launchOf(asked.receiver).modelId == ORACLE.originOf(made.modelId)) found.token = asked.receiver;
        // The price of the request: today's may be another.
        OracleSettings memory rules = ORACLE.settings();
        uint256 priceWei = made.feeWei - uint256(made.gasLimit) * rules.callbackGasPriceWei;
        found.modelWei = priceWei - (priceWei * rules.operatorBps) / BPS;
        found.operatorWei = made.feeWei - found.modelWei;
        found.canFinalize = made.status == RequestStatus.Answered && made.openDisputes == 0
            && block.timestamp >= made.finalizableAt;
        found.canRefund = made.status == RequestStatus.Requested && block.timestamp > made.deadline;
    }

    /// @dev The amounts of one snapshot in every currency, added to `sum.totals`.
    function _claimable(IModelToken token, address account, uint256 id, ClaimsView memory sum)
        private
        view
        returns (bool any, uint256[] memory amounts)
    {
        amounts = new uint256[](sum.currencies.length);
        for (uint256 i; i < amounts.length; ++i) {
            address currency = sum.currencies[i];
            amounts[i] = currency == address(0)
                ? token.claimableRevenue(account, id)
                : token.claimableERC20(account, id, currency);
            if (amounts[i] == 0) continue;
            any = true;
            sum.totals[i] += amounts[i];
        }
    }
}
