// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { LaunchParams } from "../../../contracts/interfaces/ILaunchpad.sol";
import { ClaimsView, HolderView, RequestView, TokenView } from "../../../contracts/interfaces/ILens.sol";
import { RequestStatus } from "../../../contracts/interfaces/IModelOracle.sol";
import { ModelToken } from "../../../contracts/token/ModelToken.sol";
import { LensTest } from "./LensTest.sol";

/// @notice Every field of every view equals what the contracts say themselves.
contract LensViewsTest is LensTest {
    function test_tokenViews_equalsTheContracts() external {
        buy(buyer, 2 ether);
        TokenView memory found = lens.tokenViews(one(address(token)))[0];
        assertTrue(found.exists && found.complete, "found");
        assertEq(found.token, address(token), "token");
        assertEq(abi.encode(found.launch), abi.encode(launchpad.launchOf(address(token))), "launch");
        assertEq(found.name, "Sonnet", "name");
        assertEq(found.symbol, "SON", "symbol");
        assertEq(found.contractURI, "data:application/json,{}", "contractURI");
        assertEq(found.totalSupply, 1e27, "total");
        assertEq(found.eligibleSupply, token.balanceOf(buyer) + token.balanceOf(creator), "eligible");
        assertEq(abi.encode(found.curveParams), abi.encode(curve.params()), "params");
        assertEq(abi.encode(found.curveState), abi.encode(curve.state()), "state");
        assertEq(abi.encode(found.ethRevenue), abi.encode(token.revenueState(address(0))), "revenue");
        assertEq(abi.encode(found.model), abi.encode(oracle.model(1)), "model");
        assertEq(found.snapshotCount, 0, "no snapshot");
        assertEq(found.nextSnapshotAt, 0, "allowed at once");
        assertEq(found.claimableBps, 8000, "claimable");
        assertEq(found.releasePeriodSec, 0, "period");
        assertEq(found.snapshotIntervalSec, 10, "interval");
    }

    function test_tokenViews_nextSnapshotAt_isWhenTheTokenAllowsIt() external {
        token.snapshot();
        TokenView memory found = lens.tokenViews(one(address(token)))[0];
        assertEq(found.snapshotCount, 1, "count");
        assertEq(found.nextSnapshotAt, block.timestamp + 10, "next");
        vm.warp(found.nextSnapshotAt - 1);
        vm.expectRevert();
        token.snapshot();
        vm.warp(found.nextSnapshotAt);
        token.snapshot();
    }

    function test_holderViews_equalsTheContracts_andTheEstimatesComeTrue() external {
        buy(buyer, 2 ether);
        push(10 ether);
        HolderView memory found = lens.holderViews(buyer, one(address(token)))[0];
        assertTrue(found.exists && found.complete && found.claims.complete, "found");
        assertEq(found.balance, token.balanceOf(buyer), "balance");
        assertEq(found.votes, token.getVotes(buyer), "votes");
        assertFalse(found.isExcluded, "eligible");
        assertEq(found.redeemWei, token.redeemableOnBurn(found.balance), "redeem");
        (uint256 sellWei,) = curve.quoteSell(found.balance);
        assertTrue(sellWei > 0, "sells for something");
        assertEq(found.sellWei, sellWei, "sell");
        assertEq(found.unreleasedShareWei, 0, "all is released at once");
        assertEq(found.claims.rows.length, 0, "nothing yet");
        snapshot();
        ClaimsView memory claims = lens.holderViews(buyer, one(address(token)))[0].claims;
        assertEq(claims.totals[0], found.pendingShareWei, "what was pending");
        assertEq(claims.rows.length, 1, "one row");
        assertEq(claims.rows[0].snapshotId, 1, "id");
        assertEq(claims.rows[0].recordTime, block.timestamp - 10, "record date");
        assertEq(claims.rows[0].amounts[0], token.claimableRevenue(buyer, 1), "amount");
        uint256 before = buyer.balance;
        vm.prank(buyer);
        token.claim(1);
        assertEq(buyer.balance - before, claims.totals[0], "paid");
        assertEq(lens.holderViews(buyer, one(address(token)))[0].claims.rows.length, 0, "claimed");
    }

    function test_views_afterGraduation_showThePool() external {
        TokenView memory before = lens.tokenViews(one(address(token)))[0];
        assertEq(before.pool.openedAt, 0, "no pool yet");
        assertTrue(before.pool.poolId != 0 && !before.curveState.graduated, "but its id");
        buy(buyer, 2 ether);
        buy(buyer, 100 ether);
        curve.graduate();
        TokenView memory found = lens.tokenViews(one(address(token)))[0];
        assertTrue(found.complete && found.curveState.graduated, "graduated");
        assertEq(abi.encode(found.pool), abi.encode(hook.pool(address(token))), "the pool as the hook says");
        assertClose(found.pool.ethSide, 19 ether, 1e5, "ETH side");
        HolderView memory holder = lens.holderViews(buyer, one(address(token)))[0];
        uint256 quoted = router.quoteSell(address(token), holder.balance).weiAmount;
        assertTrue(holder.sellWei > 0 && holder.sellWei == quoted, "sold in the pool");
    }

    function test_holderViews_unreleasedShare_isWhatIsReleasedLater() external {
        LaunchParams memory params = launchParams();
        params.releasePeriodSec = 1000;
        token = launch(params);
        token.sync(address(0));
        uint256 share = lens.holderViews(creator, one(address(token)))[0].unreleasedShareWei;
        assertTrue(share > 0, "the first buy's fee is on its way");
        vm.warp(block.timestamp + 1001);
        snapshot();
        // Each of the two roundings loses at most a wei.
        assertClose(lens.holderViews(creator, one(address(token)))[0].claims.totals[0], share, 2, "came true");
    }

    function test_holderViews_excludedAccount_hasNoShare() external {
        push(1 ether);
        HolderView memory found = lens.holderViews(address(curve), one(address(token)))[0];
        assertTrue(found.isExcluded, "excluded");
        assertEq(found.pendingShareWei + found.unreleasedShareWei + found.votes, 0, "no share");
        assertTrue(found.balance > 0, "but a balance");
    }

    function test_holderViews_everyCurrency_isCounted() external {
        buy(buyer, 2 ether);
        push(3 ether);
        vm.startPrank(creator);
        weth.deposit{ value: 5 ether }();
        weth.transfer(address(token), 5 ether);
        vm.stopPrank();
        snapshot();
        ClaimsView memory claims = lens.holderViews(buyer, one(address(token)))[0].claims;
        assertEq(claims.currencies.length, 2, "ETH and WETH");
        assertEq(claims.currencies[1], address(weth), "WETH");
        assertEq(claims.totals[1], token.claimableERC20(buyer, 1, address(weth)), "WETH total");
        assertTrue(claims.totals[0] > 0 && claims.totals[1] > 0, "both");
    }

    function test_claimsBetween_seventySnapshots_newest64FirstAndTheRestOnRequest() external {
        buy(buyer, 2 ether);
        for (uint256 i; i < 70; ++i) {
            push(0.1 ether);
            snapshot();
        }
        ClaimsView memory newest = lens.holderViews(buyer, one(address(token)))[0].claims;
        assertEq(newest.fromId, 7, "from");
        assertEq(newest.toId, 70, "to");
        assertEq(newest.rows.length, 64, "rows");
        assertEq(newest.totals[0], token.claimableBetween(buyer, 7, 70, address(0)), "sum");
        ClaimsView memory older = lens.claimsBetween(buyer, address(token), 1, newest.fromId - 1);
        assertEq(older.rows.length, 6, "the rest");
        assertEq(older.totals[0], token.claimableBetween(buyer, 1, 6, address(0)), "sum of the rest");
        assertFalse(lens.claimsBetween(buyer, address(token), 80, 90).rows.length != 0, "beyond the newest");
        assertTrue(lens.claimsBetween(buyer, address(token), 5, 4).complete, "an empty range is no failure");
    }

    function test_requestViews_followsALife() external {
        uint256[] memory ids = new uint256[](2);
        ids[0] = ask();
        ids[1] = 99;
        RequestView[] memory views = lens.requestViews(ids);
        assertEq(abi.encode(views[0].request), abi.encode(oracle.request(ids[0])), "request");
        assertEq(views[0].token, address(token), "token");
        assertEq(views[0].bundleURI, "ipfs://bafkreiexample", "bundle");
        assertEq(views[0].operatorWei, 0.002 ether, "operator");
        assertEq(views[0].modelWei, 0.008 ether, "model");
        assertTrue(views[0].exists && views[0].complete, "found");
        assertFalse(views[0].canFinalize || views[0].canRefund, "too early");
        assertFalse(views[1].exists, "unknown");
        assertTrue(views[1].complete, "and known to be");

        uint256 start = vm.snapshotState();
        vm.warp(block.timestamp + 121);
        assertTrue(lens.requestViews(ids)[0].canRefund, "refund");
        oracle.refund(ids[0]);
        assertFalse(lens.requestViews(ids)[0].canRefund, "refunded");
        vm.revertToState(start);

        vm.prank(buyer);
        oracle.submitResult{ value: 0.5 ether }(ids[0], "answer", 0);
        assertFalse(lens.requestViews(ids)[0].canFinalize, "window");
        vm.warp(block.timestamp + 20);
        assertTrue(lens.requestViews(ids)[0].canFinalize, "final");
        oracle.finalize(ids[0]);
        assertFalse(lens.requestViews(ids)[0].canFinalize, "finalised");
    }

    function test_requestViews_modelWithoutALaunch_hasNoToken() external {
        // Somebody registers a model whose receiver is a launched token: that does not make it the token's model.
        oracle.registerModel(oracle.model(1));
        vm.prank(buyer);
        uint256 requestId = oracle.requestCallback{ value: 0.01 ether }(2, "question", address(0), 0, "");
        uint256[] memory ids = new uint256[](1);
        ids[0] = requestId;
        assertEq(lens.requestViews(ids)[0].token, address(0), "no token");
        assertTrue(lens.requestViews(ids)[0].exists, "but a request");
    }

    function ask() private returns (uint256) {
        vm.prank(buyer);
        return oracle.requestCallback{ value: 0.01 ether }(1, "question", address(0), 0, "");
    }
}
