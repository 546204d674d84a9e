// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { Clones } from "@openzeppelin/contracts/proxy/Clones.sol";
import { Allocation, IModelToken, ModelTokenParams } from "../../../contracts/interfaces/IModelToken.sol";
import { TokenRevenueMock } from "../../../contracts/mocks/TokenRevenueMock.sol";
import { ModelToken } from "../../../contracts/token/ModelToken.sol";
import { TokenBase } from "./TokenBase.sol";

contract ModelTokenTest is TokenBase {
    bytes32 private constant PERMIT_TYPEHASH =
        keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");

    function test_Initialize_SetsEverything() public {
        _relaunch(8_000, 7 days, 1 days);
        assertEq(token.name(), "Model", "name");
        assertEq(token.symbol(), "MDL", "symbol");
        assertEq(token.decimals(), 18, "decimals");
        assertEq(token.totalSupply(), 100 * UNIT, "supply");
        assertEq(token.eligibleSupply(), 50 * UNIT, "eligible supply");
        assertEq(token.contractURI(), "data:application/json,{}", "contract URI");
        assertEq(token.governor(), governor, "governor");
        assertEq(token.weth(), address(weth), "weth");
        assertEq(token.claimableBps(), 8_000, "claimable part");
        assertEq(token.releasePeriodSec(), 7 days, "release period");
        assertEq(token.snapshotIntervalSec(), 1 days, "interval");
        assertEq(token.snapshotCount(), 0, "no snapshot");
        address[] memory list = token.currencies();
        assertEq(list.length, 2, "two currencies");
        assertEq(list[0], ETH, "ETH");
        assertEq(list[1], address(weth), "WETH");
    }

    function test_Initialize_RevertsWhen_CalledAgain() public {
        vm.expectRevert(abi.encodeWithSignature("InvalidInitialization()"));
        token.initialize(_params(0, 0, 0));
    }

    function test_Initialize_RevertsWhen_OnTheImplementation() public {
        vm.expectRevert(abi.encodeWithSignature("InvalidInitialization()"));
        implementation.initialize(_params(0, 0, 0));
    }

    function test_Initialize_RevertsWhen_AParameterIsBad() public {
        _refused(_params(10_001, 0, 0), "claimableBps");
        _refused(_params(0, 3650 days + 1, 0), "releasePeriodSec");
        ModelTokenParams memory params = _params(0, 0, 0);
        params.weth = alice;
        _refused(params, "weth");
        params = _params(0, 0, 0);
        params.excluded[0] = address(0);
        _refused(params, "excluded");
        params = _params(0, 0, 0);
        params.allocations = new Allocation[](0);
        _refused(params, "allocations");
    }

    function test_Initialize_ToleratesRepeatedExclusions() public {
        ModelTokenParams memory params = _params(0, 0, 0);
        params.excluded = new address[](2);
        (params.excluded[0], params.excluded[1]) = (curve, curve);
        token = _launch(params);
        assertEq(token.excludedAccounts().length, 4, "token, pool manager, hook and curve");
    }

    function test_AddRevenueToken_AddsACurrency() public {
        TokenRevenueMock usd = new TokenRevenueMock();
        usd.mint(address(token), 500);
        vm.expectEmit(address(token));
        emit IModelToken.RevenueTokenAdded(address(usd));
        vm.prank(governor);
        token.addRevenueToken(address(usd));
        assertEq(token.currencies()[2], address(usd), "listed");
        _closedSnapshot();
        assertEq(token.claimableERC20(alice, 1, address(usd)), 400, "what was there already is shared too");
    }

    function test_AddRevenueToken_RevertsWhen_NotTheGovernor() public {
        vm.expectRevert(abi.encodeWithSelector(IModelToken.ModelToken_NotGovernor.selector, address(this)));
        token.addRevenueToken(address(weth));
    }

    function test_AddRevenueToken_RevertsWhen_KnownOrImpossible() public {
        vm.startPrank(governor);
        vm.expectRevert(abi.encodeWithSelector(IModelToken.ModelToken_AlreadyRevenueToken.selector, address(weth)));
        token.addRevenueToken(address(weth));
        vm.expectRevert(abi.encodeWithSelector(IModelToken.ModelToken_AlreadyRevenueToken.selector, ETH));
        token.addRevenueToken(ETH);
        vm.expectRevert(abi.encodeWithSelector(IModelToken.ModelToken_BadParameter.selector, "token"));
        token.addRevenueToken(address(token));
        vm.expectRevert(abi.encodeWithSelector(IModelToken.ModelToken_BadParameter.selector, "token"));
        token.addRevenueToken(alice);
        vm.stopPrank();
    }

    function test_AddRevenueToken_RevertsWhen_TheListIsFull() public {
        vm.startPrank(governor);
        for (uint256 i = 0; i < 7; ++i) {
            token.addRevenueToken(address(new TokenRevenueMock()));
        }
        address ninth = address(new TokenRevenueMock());
        vm.expectRevert(abi.encodeWithSelector(IModelToken.ModelToken_TooManyRevenueTokens.selector, 8));
        token.addRevenueToken(ninth);
        vm.stopPrank();
        assertEq(token.currencies().length, 9, "ETH and eight tokens");
    }

    function test_AddRevenueToken_WithoutGovernor_IsImpossible() public {
        ModelTokenParams memory params = _params(0, 0, 0);
        params.governor = address(0);
        token = _launch(params);
        address usd = address(new TokenRevenueMock());
        vm.expectRevert(abi.encodeWithSelector(IModelToken.ModelToken_NotGovernor.selector, address(this)));
        token.addRevenueToken(usd);
    }

    function test_Receive_NeedsLittleGas() public {
        vm.expectEmit(address(token));
        emit IModelToken.RevenueReceived(address(this), 1 ether);
        vm.deal(address(this), 1 ether);
        (bool sent,) = address(token).call{ value: 1 ether, gas: 5_000 }("");
        assertTrue(sent, "5,000 gas will do");
        assertEq(_state(ETH).receivedTotal, 1 ether, "and the view knows it");
    }

    function test_Sync_WritesWhatTheViewSaid() public {
        _relaunch(6_000, 100, 0);
        _pushEth(10 ether);
        assertEq(_state(ETH).unreleased, 10 ether, "seen");
        vm.expectEmit(address(token));
        emit IModelToken.RevenueSynced(ETH, 10 ether, 0);
        token.sync(ETH);
        _skip(50);
        assertEq(_state(ETH).pending, 3 ether, "claims");
        assertEq(_state(ETH).redeemPool, 2 ether, "burners");
        vm.expectEmit(address(token));
        emit IModelToken.RevenueSynced(ETH, 0, 5 ether);
        token.sync(ETH);
        assertEq(_state(ETH).pending, 3 ether, "same");
        token.sync(alice);
        assertEq(_state(alice).receivedTotal, 0, "not a currency");
    }

    function test_Views_NeverRevert() public view {
        uint256 max = type(uint256).max;
        assertEq(token.claimableRevenue(alice, 0), 0, "id 0");
        assertEq(token.claimableRevenue(ETH, max), 0, "id max");
        assertEq(token.claimableERC20(alice, max, ETH), 0, "ETH");
        assertEq(token.claimableERC20(alice, 1, carol), 0, "no currency");
        assertEq(token.claimableBetween(alice, 0, max, ETH), 0, "whole range");
        assertEq(token.claimableBetween(alice, max, 0, ETH), 0, "backwards");
        assertEq(token.claimableBetween(alice, max, max, ETH), 0, "far away");
        assertEq(token.claimableBetween(alice, 0, max, carol), 0, "no currency");
        assertEq(token.redeemableOnBurn(max), 0, "more than there is");
        assertEq(token.redeemableOnBurn(0), 0, "nothing");
        assertEq(token.redeemableERC20OnBurn(max, address(weth)), 0, "more than there is");
        assertEq(token.redeemableERC20OnBurn(1, carol), 0, "no currency");
        assertEq(token.balanceOfAt(alice, max), 0, "balance");
        (uint256 recordTime, uint256 amount, uint256 eligible) = token.snapshotInfo(max, carol);
        assertEq(recordTime + amount + eligible, 0, "info");
    }

    function test_Views_NeverRevert_WhenNothingIsLeft() public {
        ModelTokenParams memory params = _params(5_000, 100, 0);
        params.excluded = new address[](0);
        token = _launch(params);
        _pushEth(10 ether);
        token.snapshot();
        _burn(alice, 40 * UNIT);
        _burn(bob, 10 * UNIT);
        _burn(curve, 50 * UNIT);
        assertEq(token.totalSupply(), 0, "no supply");
        _pushEth(1 ether);
        assertEq(token.redeemableOnBurn(1), 0, "redeem");
        assertEq(_state(ETH).unreleased, 1 ether, "revenue without anybody waits");
        _skip(1);
        _closedSnapshot();
        token.snapshot();
        _skip(1000);
        assertEq(_state(ETH).unreleased, 1 ether, "for ever");
        assertEq(token.claimableRevenue(alice, 1), 0, "claim");
        vm.prank(alice);
        token.burn(0);
        assertEq(address(token).balance, 1 ether, "and a burn of nothing does not take it");
    }

    function test_Permit_Works_Once() public {
        bytes32 structHash = keccak256(abi.encode(PERMIT_TYPEHASH, alice, bob, 7, 0, START + 10));
        bytes32 digest = keccak256(abi.encodePacked("\x19\x01", token.DOMAIN_SEPARATOR(), structHash));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(uint256(keccak256("alice")), digest);
        token.permit(alice, bob, 7, START + 10, v, r, s);
        assertEq(token.allowance(alice, bob), 7, "allowance");
        assertEq(token.nonces(alice), 1, "nonce");
        vm.expectRevert();
        token.permit(alice, bob, 7, START + 10, v, r, s);
        vm.prank(bob);
        token.transferFrom(alice, bob, 7);
        assertEq(token.balanceOf(bob), 10 * UNIT + 7, "moved");
    }

    function test_Permit_OfOneClone_IsNothingToAnother() public {
        bytes32 structHash = keccak256(abi.encode(PERMIT_TYPEHASH, alice, bob, 7, 0, START + 10));
        bytes32 digest = keccak256(abi.encodePacked("\x19\x01", token.DOMAIN_SEPARATOR(), structHash));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(uint256(keccak256("alice")), digest);
        _relaunch(0, 0, 0);
        vm.expectRevert();
        token.permit(alice, bob, 7, START + 10, v, r, s);
    }

    function _refused(ModelTokenParams memory params, string memory name) private {
        ModelToken fresh = ModelToken(payable(Clones.clone(address(implementation))));
        vm.expectRevert(abi.encodeWithSelector(IModelToken.ModelToken_BadParameter.selector, name));
        fresh.initialize(params);
    }
}
