// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IBondingCurve } from "../../../contracts/interfaces/IBondingCurve.sol";
import { CurveTest, Refuser } from "./CurveTest.sol";

/// @notice `sell`, `sellWithPermit` and `sellExactOut`, branch by branch. See BondingCurve.tree.
contract BondingCurveSellTest is CurveTest {
    // sell

    function test_sell_paysTheReserveLessTheLastingFee() public {
        (uint256 bought,) = buyAs(alice, 4 ether);
        uint256 reserve = curve.state().reserveWei;
        uint256 feesBefore = address(token).balance;
        (uint256 quoted, uint256 fee) = curve.quoteSell(bought);
        assertEq(quoted + fee, reserve, "the whole reserve");
        assertEq(fee, (reserve + 99) / 100, "1 %, even while buys pay the snipe fee");
        vm.expectEmit(address(curve));
        emit IBondingCurve.Trade(alice, bob, false, quoted, bought, fee, 0, 0);
        vm.prank(alice);
        uint256 weiOut = curve.sell(bought, quoted, bob, NEVER);
        assertEq(weiOut, quoted, "as quoted");
        assertEq(bob.balance, quoted, "to the recipient");
        assertEq(address(token).balance - feesBefore, fee, "fee to the token");
        assertEq(address(curve).balance, 0, "nothing is left");
        assertEq(token.balanceOf(alice), 0, "tokens are back");
        checkSolvent();
    }

    function test_sell_belowTheMinimum_reverts() public {
        (uint256 bought,) = buyAs(alice, 1 ether);
        (uint256 quoted,) = curve.quoteSell(bought);
        vm.prank(alice);
        vm.expectRevert(
            abi.encodeWithSelector(IBondingCurve.BondingCurve_InsufficientOutput.selector, quoted, quoted + 1)
        );
        curve.sell(bought, quoted + 1, alice, NEVER);
    }

    function test_sell_ofMoreThanWasSold_reverts() public {
        (uint256 bought,) = buyAs(alice, 1 ether);
        token.mint(alice, 1);
        vm.prank(alice);
        vm.expectRevert(
            abi.encodeWithSelector(IBondingCurve.BondingCurve_NotEnoughReserve.selector, bought + 1, bought)
        );
        curve.sell(bought + 1, 0, alice, NEVER);
        (uint256 weiOut, uint256 fee) = curve.quoteSell(bought + 1);
        assertEq(weiOut + fee, 0, "no quote");
    }

    function test_sell_ofWhatIsWorthNothing_reverts() public {
        buyAs(alice, 1 ether);
        vm.prank(alice);
        vm.expectRevert(IBondingCurve.BondingCurve_ZeroAmount.selector);
        curve.sell(0, 0, alice, NEVER);
        vm.prank(alice);
        vm.expectRevert(IBondingCurve.BondingCurve_ZeroAmount.selector);
        curve.sell(1, 0, alice, NEVER);
        (uint256 weiOut, uint256 fee) = curve.quoteSell(1);
        assertEq(weiOut + fee, 0, "no quote");
    }

    function test_sell_afterDeadline_reverts() public {
        vm.expectRevert(abi.encodeWithSelector(IBondingCurve.BondingCurve_Expired.selector, 5, block.timestamp));
        curve.sell(1, 0, bob, 5);
    }

    function test_sell_toARecipientThatRefuses_reverts() public {
        Refuser refuser = new Refuser(curve);
        (uint256 bought,) = buyAs(alice, 1 ether);
        (uint256 quoted,) = curve.quoteSell(bought);
        vm.prank(alice);
        vm.expectRevert(
            abi.encodeWithSelector(IBondingCurve.BondingCurve_PaymentFailed.selector, address(refuser), quoted)
        );
        curve.sell(bought, 0, address(refuser), NEVER);
    }

    // sellWithPermit

    function signPermit(uint256 key, uint256 amount, uint256 deadline)
        private
        view
        returns (uint8 v, bytes32 r, bytes32 s)
    {
        address owner = vm.addr(key);
        bytes32 typeHash =
            keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
        bytes32 structHash =
            keccak256(abi.encode(typeHash, owner, address(curve), amount, token.nonces(owner), deadline));
        return vm.sign(key, keccak256(abi.encodePacked(hex"1901", token.DOMAIN_SEPARATOR(), structHash)));
    }

    function test_sellWithPermit_needsNoApproval() public {
        uint256 key = 0xA11CE;
        address owner = vm.addr(key);
        (uint256 bought,) = curve.buy{ value: 1 ether }(0, owner, NEVER);
        (uint8 v, bytes32 r, bytes32 s) = signPermit(key, bought, block.timestamp + 60);
        vm.prank(owner);
        uint256 weiOut = curve.sellWithPermit(bought, 0, owner, block.timestamp + 60, v, r, s);
        assertEq(owner.balance, weiOut, "paid");
        assertEq(token.allowance(owner, address(curve)), 0, "no allowance is left");
    }

    function test_sellWithPermit_whenThePermitWasUsedByAnother_stillSells() public {
        uint256 key = 0xA11CE;
        address owner = vm.addr(key);
        (uint256 bought,) = curve.buy{ value: 1 ether }(0, owner, NEVER);
        (uint8 v, bytes32 r, bytes32 s) = signPermit(key, bought, block.timestamp + 60);
        token.permit(owner, address(curve), bought, block.timestamp + 60, v, r, s);
        vm.prank(owner);
        uint256 weiOut = curve.sellWithPermit(bought, 0, owner, block.timestamp + 60, v, r, s);
        assertEq(owner.balance, weiOut, "paid");
    }

    function test_sellWithPermit_withABadPermit_reverts() public {
        (uint256 bought,) = curve.buy{ value: 1 ether }(0, alice, NEVER);
        vm.prank(alice);
        vm.expectRevert();
        curve.sellWithPermit(bought, 0, alice, NEVER, 27, bytes32(uint256(1)), bytes32(uint256(1)));
        assertEq(token.balanceOf(alice), bought, "nothing moved");
        vm.expectRevert(abi.encodeWithSelector(IBondingCurve.BondingCurve_Expired.selector, 5, block.timestamp));
        curve.sellWithPermit(bought, 0, alice, 5, 27, 0, 0);
    }

    // sellExactOut

    function test_sellExactOut_paysExactly() public {
        passSnipeTime();
        (uint256 bought,) = buyAs(alice, 4 ether);
        (uint256 quoted, uint256 fee) = curve.quoteSellExactOut(1 ether);
        uint256 reserve = curve.state().reserveWei;
        vm.expectEmit(address(curve));
        emit IBondingCurve.Trade(alice, bob, false, 1 ether, quoted, fee, reserve - 1 ether - fee, bought - quoted);
        vm.prank(alice);
        uint256 tokensIn = curve.sellExactOut(1 ether, quoted, bob, NEVER);
        assertEq(tokensIn, quoted, "as quoted");
        assertEq(bob.balance, 1 ether, "exactly");
        assertEq(token.balanceOf(alice), bought - tokensIn, "tokens");
        checkSolvent();
    }

    function test_sellExactOut_ofEverything_emptiesTheReserve() public {
        (uint256 bought,) = buyAs(alice, 4 ether);
        (uint256 all,) = curve.quoteSell(bought);
        vm.prank(alice);
        curve.sellExactOut(all, bought, alice, NEVER);
        assertEq(curve.state().reserveWei, 0, "empty");
        checkSolvent();
    }

    function test_sellExactOut_ofMoreThanTheReservePays_reverts() public {
        (uint256 bought,) = buyAs(alice, 4 ether);
        (uint256 all,) = curve.quoteSell(bought);
        uint256[2] memory asked = [all + 1, NEVER];
        for (uint256 i = 0; i < asked.length; ++i) {
            vm.prank(alice);
            vm.expectRevert(
                abi.encodeWithSelector(IBondingCurve.BondingCurve_NotEnoughReserve.selector, asked[i], all)
            );
            curve.sellExactOut(asked[i], NEVER, alice, NEVER);
            (uint256 tokensIn, uint256 fee) = curve.quoteSellExactOut(asked[i]);
            assertEq(tokensIn + fee, 0, "no quote");
        }
    }

    function test_sellExactOut_aboveTheMaximum_reverts() public {
        buyAs(alice, 4 ether);
        (uint256 quoted,) = curve.quoteSellExactOut(1 ether);
        vm.prank(alice);
        vm.expectRevert(
            abi.encodeWithSelector(IBondingCurve.BondingCurve_ExcessiveInput.selector, quoted, quoted - 1)
        );
        curve.sellExactOut(1 ether, quoted - 1, alice, NEVER);
    }

    function test_sellExactOut_ofNothingOrTooLate_reverts() public {
        vm.expectRevert(IBondingCurve.BondingCurve_ZeroAmount.selector);
        curve.sellExactOut(0, NEVER, bob, NEVER);
        (uint256 tokensIn, uint256 fee) = curve.quoteSellExactOut(0);
        assertEq(tokensIn + fee, 0, "no quote");
        vm.expectRevert(abi.encodeWithSelector(IBondingCurve.BondingCurve_Expired.selector, 5, block.timestamp));
        curve.sellExactOut(1, NEVER, bob, 5);
    }
}
