// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IModelToken, ModelTokenParams } from "../../../contracts/interfaces/IModelToken.sol";
import { TokenBase } from "./TokenBase.sol";

contract RevenueRedemptionTest is TokenBase {
    function test_Burn_PaysItsPartOfThePool_InEveryCurrency() public {
        _relaunch(6_000, 0, 0);
        _pushEth(100 ether);
        _pushWeth(10 ether);
        assertEq(token.redeemableOnBurn(10 * UNIT), 4 ether, "view");
        assertEq(token.redeemableERC20OnBurn(10 * UNIT, address(weth)), 0.4 ether, "view");
        vm.expectEmit(address(token));
        emit IModelToken.RevenueRedeemed(bob, ETH, 10 * UNIT, 4 ether, false);
        vm.expectEmit(address(token));
        emit IModelToken.RevenueRedeemed(bob, address(weth), 10 * UNIT, 0.4 ether, false);
        _burn(bob, 10 * UNIT);
        assertEq(bob.balance, 4 ether, "ETH");
        assertEq(weth.balanceOf(bob), 0.4 ether, "WETH");
        assertEq(token.totalSupply(), 90 * UNIT, "supply");
        assertEq(_state(ETH).pending, 60 ether, "claims are untouched");
    }

    function test_Burn_RevertsWhen_MoreThanTheBalance() public {
        vm.expectRevert(
            abi.encodeWithSignature("ERC20InsufficientBalance(address,uint256,uint256)", bob, 10 * UNIT, 11 * UNIT)
        );
        vm.prank(bob);
        token.burn(11 * UNIT);
    }

    function test_Burn_OnlyOfReleasedRevenue() public {
        _relaunch(0, 100, 0);
        _pushEth(100 ether);
        token.sync(ETH);
        assertEq(token.redeemableOnBurn(10 * UNIT), 0, "nothing yet");
        _skip(50);
        assertEq(token.redeemableOnBurn(10 * UNIT), 5 ether, "a tenth of half");
        _burn(bob, 10 * UNIT);
        assertEq(bob.balance, 5 ether, "paid");
    }

    function test_Burn_OfTheUnsoldSupplyCounts() public {
        _relaunch(0, 0, 0);
        _pushEth(100 ether);
        _burn(alice, 40 * UNIT);
        assertEq(alice.balance, 40 ether, "40 of 100, not 40 of 50");
        assertEq(_state(ETH).redeemPool, 60 ether, "the curve's part waits for its buyers");
    }

    /// @dev The last burn in the block of a snapshot: what it shares would have no owner.
    function test_Burn_Last_InTheBlockOfASnapshot_TakesItToo() public {
        _soleHolder(5_000);
        _pushEth(100 ether);
        token.snapshot();
        assertEq(token.redeemableOnBurn(100 * UNIT), 100 ether, "view");
        _burn(alice, 100 * UNIT);
        assertEq(alice.balance, 100 ether, "everything");
        _skip(1);
        _claim(alice, 1);
        assertEq(alice.balance, 100 ether, "but not twice");
    }

    function test_Burn_Last_AfterAClosedSnapshot_LeavesTheClaim() public {
        _soleHolder(5_000);
        _pushEth(100 ether);
        _closedSnapshot();
        assertEq(token.redeemableOnBurn(100 * UNIT), 50 ether, "view");
        _burn(alice, 100 * UNIT);
        assertEq(alice.balance, 50 ether, "the pool");
        _claim(alice, 1);
        assertEq(alice.balance, 100 ether, "and the claim");
        assertEq(address(token).balance, 0, "nothing is left");
    }

    /// @dev Sold before the end of the block of the snapshot, bought back, burned: an empty snapshot stands between.
    function test_Burn_Last_AfterAnEmptySnapshot_TakesItsAmount() public {
        ModelTokenParams memory params = _params(5_000, 0, 0);
        params.allocations[0].amount = 100 * UNIT;
        params.allocations[1].amount = 0;
        params.allocations[2].amount = 0;
        token = _launch(params);
        _pushEth(100 ether);
        token.snapshot();
        _transfer(alice, curve, 100 * UNIT);
        _skip(1);
        _transfer(curve, bob, 100 * UNIT);
        assertEq(token.redeemableOnBurn(100 * UNIT), 100 ether, "view");
        _burn(bob, 100 * UNIT);
        assertEq(bob.balance, 100 ether, "nothing is stranded in the empty snapshot");
        assertEq(address(token).balance, 0, "nothing is left");
    }

    /// @dev Burning in parts never pays more than burning at once, and never takes from those who stay.
    function testFuzz_Burn_InParts_GainsNothing(uint128 amount, uint256 first, uint256 second) public {
        _relaunch(2_500, 0, 0);
        uint256 sum = bound(amount, 0, 1_000_000 ether);
        uint256 one = bound(first, 0, 40 * UNIT);
        uint256 two = bound(second, 0, 40 * UNIT - one);
        _pushEth(sum);
        token.sync(ETH);
        uint256 atOnce = token.redeemableOnBurn(one + two);
        uint256 poolBefore = _state(ETH).redeemPool;
        uint256 supplyBefore = token.totalSupply();
        uint256 told = token.redeemableOnBurn(one);
        _burn(alice, one);
        assertEq(alice.balance, told, "paid what the view said");
        _burn(alice, two);
        assertLe(alice.balance, atOnce, "no gain from parts");
        assertLe(atOnce, alice.balance + 1, "and no loss beyond a wei");
        // pool / supply must not fall for those who stay.
        assertLe(poolBefore * token.totalSupply(), _state(ETH).redeemPool * supplyBefore, "backing per token");
        _assertSolvent(ETH);
    }

    function _soleHolder(uint16 claimableBps) private {
        ModelTokenParams memory params = _params(claimableBps, 0, 0);
        params.allocations[0].amount = 100 * UNIT;
        params.allocations[1].amount = 0;
        params.allocations[2].amount = 0;
        token = _launch(params);
    }
}
