// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { ILaunchpad, Launch } from "../interfaces/ILaunchpad.sol";
import { ClaimsView, HolderView, ILens, RequestView, TokenView } from "../interfaces/ILens.sol";
import { IModelOracle } from "../interfaces/IModelOracle.sol";
import { IRouter } from "../interfaces/IRouter.sol";
import { LensReader } from "./LensReader.sol";

/// @title Lens: read-only views for pages
/// @notice Each item is read in a call of its own with its share of the gas: what goes wrong there stays there.
contract Lens is ILens {
    /// @dev The dearest item, 64 snapshots in nine currencies, takes about 6 million.
    uint256 private constant MAX_ITEM_GAS = 12_000_000;

    ILaunchpad private immutable LAUNCHPAD;
    LensReader private immutable READER;

    constructor(ILaunchpad launchpad, IModelOracle oracle, IRouter router) {
        LAUNCHPAD = launchpad;
        READER = new LensReader(launchpad, oracle, router);
    }

    /// @inheritdoc ILens
    function tokenViews(address[] calldata tokens) external view returns (TokenView[] memory views) {
        views = new TokenView[](tokens.length);
        for (uint256 i; i < tokens.length; ++i) {
            views[i].token = tokens[i];
            Launch memory launch = LAUNCHPAD.launchOf(tokens[i]);
            if (launch.curve == address(0)) continue;
            views[i].exists = true;
            views[i].launch = launch;
            try READER.tokenView{ gas: _share(tokens.length - i) }(tokens[i], launch) returns (TokenView memory read) {
                views[i] = read;
            } catch { }
        }
    }

    /// @inheritdoc ILens
    function holderViews(address account, address[] calldata tokens) external view returns (HolderView[] memory views) {
        views = new HolderView[](tokens.length);
        for (uint256 i; i < tokens.length; ++i) {
            views[i].token = tokens[i];
            if (LAUNCHPAD.launchOf(tokens[i]).curve == address(0)) continue;
            views[i].exists = true;
            uint256 reads = 2 * (tokens.length - i);
            try READER.holderView{ gas: _share(reads) }(account, tokens[i]) returns (HolderView memory read) {
                views[i] = read;
            } catch { }
            views[i].claims = _claims(account, tokens[i], 1, type(uint256).max, reads - 1);
        }
    }

    /// @inheritdoc ILens
    function claimsBetween(address account, address token, uint256 fromId, uint256 toId)
        external
        view
        returns (ClaimsView memory found)
    {
        if (LAUNCHPAD.launchOf(token).curve == address(0)) return found;
        return _claims(account, token, fromId, toId, 1);
    }

    /// @inheritdoc ILens
    function requestViews(uint256[] calldata requestIds) external view returns (RequestView[] memory views) {
        views = new RequestView[](requestIds.length);
        for (uint256 i; i < requestIds.length; ++i) {
            views[i].requestId = requestIds[i];
            try READER.requestView{ gas: _share(requestIds.length - i) }(requestIds[i]) returns (RequestView memory read) {
                views[i] = read;
            } catch { }
        }
    }

    function _claims(address account, address token, uint256 fromId, uint256 toId, uint256 reads)
        private
        view
        returns (ClaimsView memory found)
    {
        try READER.claimsView{ gas: _share(reads) }(account, token, fromId, toId) returns (ClaimsView memory read) {
            return read;
        } catch { }
    }

    /// @dev The gas of one of `reads` reads still to do: an equal share, with four more kept for handing the answers on.
    function _share(uint256 reads) private view returns (uint256) {
        uint256 share = gasleft() / (reads + 4);
        return share < MAX_ITEM_GAS ? share : MAX_ITEM_GAS;
    }
}
