// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IModelToken, RevenueState } from "../../../contracts/interfaces/IModelToken.sol";
import { TokenRevenueMock } from "../../../contracts/mocks/TokenRevenueMock.sol";
import { TokenWallet } from "../../../contracts/mocks/TokenWallet.sol";
import { TokenBase } from "./TokenBase.sol";

/// @notice Payments to hostile receivers and in hostile tokens: ETH always gets through, and nobody is paid twice.
contract PayOutTest is TokenBase {
    TokenRevenueMock private usd;

    function setUp() public override {
        super.setUp();
        usd = new TokenRevenueMock();
        vm.prank(governor);
        token.addRevenueToken(address(usd));
        usd.mint(address(token), 1000);
        _pushEth(50 ether);
        _closedSnapshot();
    }

    // Hostile revenue tokens --------------------------------------------------------------------------------------

    function test_Claim_NoReturnValue_IsPaid() public {
        _paidIn(TokenRevenueMock.Mode.NoReturnValue);
    }

    function test_Claim_FalseButMoved_IsPaid() public {
        _paidIn(TokenRevenueMock.Mode.FalseButMoved);
    }

    function test_Claim_BlindAfterTransfer_CountsAsPaid() public {
        usd.setMode(TokenRevenueMock.Mode.BlindAfterTransfer);
        _claim(bob, 1);
        usd.setMode(TokenRevenueMock.Mode.Honest);
        assertEq(usd.balanceOf(bob), 200, "paid");
        assertEq(token.claimableERC20(bob, 1, address(usd)), 0, "and claimed");
    }

    function test_Attack_RevertingToken_DoesNotBlockEth() public {
        _unpaidIn(TokenRevenueMock.Mode.RevertOnTransfer);
    }

    function test_Attack_LyingToken_StaysClaimable() public {
        _unpaidIn(TokenRevenueMock.Mode.LieOnTransfer);
    }

    function test_Attack_FalseReturningToken_StaysClaimable() public {
        _unpaidIn(TokenRevenueMock.Mode.FalseOnTransfer);
    }

    function test_Attack_GasBurningToken_DoesNotBlockEth() public {
        _unpaidIn(TokenRevenueMock.Mode.BurnGasOnTransfer);
    }

    function test_Attack_ReturnBombToken_DoesNotBlockEth() public {
        _unpaidIn(TokenRevenueMock.Mode.BombOnTransfer);
    }

    function test_Attack_TokenWithoutBalance_DoesNotBlockEth() public {
        _unpaidIn(TokenRevenueMock.Mode.RevertOnBalance);
    }

    function test_Attack_TokenWithEmptyAnswer_DoesNotBlockEth() public {
        _unpaidIn(TokenRevenueMock.Mode.EmptyBalance);
    }

    function test_Attack_TokenBombingBalance_DoesNotBlockEth() public {
        _unpaidIn(TokenRevenueMock.Mode.BombOnBalance);
    }

    function test_Attack_TokenBurningGasOnBalance_DoesNotBlockEth() public {
        _unpaidIn(TokenRevenueMock.Mode.BurnGasOnBalance);
    }

    function test_Attack_HugeBalance_BlocksNothing() public {
        usd.setMode(TokenRevenueMock.Mode.HugeBalance);
        _pushEth(50 ether);
        _closedSnapshot();
        (, uint256 amount,) = token.snapshotInfo(2, address(usd));
        assertEq(amount, type(uint128).max - 1000, "capped");
        uint256 before = alice.balance;
        _burn(alice, UNIT);
        token.claimMany(alice, _ids(1, 2));
        assertEq(alice.balance - before, 80 ether, "ETH is paid");
    }

    function test_Attack_ReentrantToken_GainsNothing() public {
        usd.setMode(TokenRevenueMock.Mode.ReenterOnTransfer);
        bytes[6] memory tries = [
            abi.encodeCall(token.claimFor, (bob, 1)),
            abi.encodeCall(token.claimMany, (bob, _ids(1))),
            abi.encodeCall(token.sync, (address(usd))),
            abi.encodeCall(token.snapshot, ()),
            abi.encodeCall(token.burn, (0)),
            abi.encodeCall(token.addRevenueToken, (address(this)))
        ];
        for (uint256 i = 0; i < tries.length; ++i) {
            usd.setReentry(address(token), tries[i]);
            _claim(bob, 1);
            assertFalse(usd.reentrySucceeded(), "refused");
        }
        assertEq(bob.balance, 10 ether, "paid once");
        assertEq(token.claimableERC20(bob, 1, address(usd)), 200, "the token's part waits");
        assertEq(_state(address(usd)).receivedTotal, 1000, "nothing was counted twice");
    }

    /// @dev A hook that sends part of a payment back must not look like a payment that failed.
    function testFuzz_Attack_HookSendsBack_GainsNothing(uint16 bps) public {
        TokenWallet wallet = new TokenWallet(TokenWallet.OnReceive.Accept);
        _transfer(alice, address(wallet), 40 * UNIT);
        usd.mint(address(token), 1000);
        _closedSnapshot();
        usd.setMode(TokenRevenueMock.Mode.HookOnTransfer);
        wallet.setSendBack(bound(bps, 0, 10_000));
        for (uint256 i = 0; i < 5; ++i) {
            token.claimFor(address(wallet), 2);
        }
        assertLe(usd.balanceOf(address(wallet)), 800, "never more than its share");
        RevenueState memory s = _state(address(usd));
        assertLe(s.owed + s.pending + s.redeemPool + s.unreleased, usd.balanceOf(address(token)), "solvent");
    }

    function test_Attack_SeizingToken_HurtsOnlyItself() public {
        usd.seize(address(token), 900);
        _claim(bob, 1);
        assertEq(bob.balance, 10 ether, "ETH");
        assertEq(token.claimableERC20(bob, 1, address(usd)), 200, "not enough of it is there");
        usd.mint(address(token), 900);
        _claim(bob, 1);
        assertEq(usd.balanceOf(bob), 200, "paid when it is back");
    }

    function test_Burn_FailingToken_KeepsThePartInThePool() public {
        _relaunch(0, 0, 0);
        vm.prank(governor);
        token.addRevenueToken(address(usd));
        usd.mint(address(token), 1000);
        _pushEth(100 ether);
        usd.setMode(TokenRevenueMock.Mode.RevertOnTransfer);
        _burn(bob, 10 * UNIT);
        assertEq(bob.balance, 10 ether, "ETH is paid");
        assertEq(_state(address(usd)).redeemPool, 1000, "the rest is still the pool's");
    }

    // Hostile receivers -------------------------------------------------------------------------------------------

    function test_Claim_ContractThatAccepts_IsPaidInEth() public {
        TokenWallet wallet = _walletWithShare(TokenWallet.OnReceive.Accept);
        vm.expectEmit(address(token));
        emit IModelToken.RevenueClaimed(address(wallet), 2, ETH, 40 ether, false);
        token.claimFor(address(wallet), 2);
        assertEq(address(wallet).balance, 40 ether, "ETH");
    }

    function test_Attack_GasBurningReceiver_IsPaidInWeth_AndWastesLittle() public {
        _paidInWeth(TokenWallet.OnReceive.BurnGas, 450_000);
    }

    function test_Attack_ReturnBombReceiver_IsPaidInWeth_AndWastesLittle() public {
        _paidInWeth(TokenWallet.OnReceive.ReturnBomb, 450_000);
    }

    function test_Attack_LittleGas_CannotForceWeth() public {
        TokenWallet wallet = _walletWithShare(TokenWallet.OnReceive.Accept);
        for (uint256 gasLimit = 20_000; gasLimit <= 320_000; gasLimit += 1_500) {
            (bool done,) =
                address(token).call{ gas: gasLimit }(abi.encodeCall(token.claimFor, (address(wallet), 2)));
            assertEq(weth.balanceOf(address(wallet)), 0, "never WETH");
            if (done) break;
        }
        assertEq(address(wallet).balance, 40 ether, "ETH, as soon as there is gas enough");
    }

    /// @dev The dearer the transfer, the more a starved call leaves for the rest: here enough to finish without it.
    function test_Attack_LittleGas_CannotSkipAToken() public {
        usd.setMode(TokenRevenueMock.Mode.HeavyTransfer);
        for (uint256 gasLimit = 300_000; gasLimit <= 700_000; gasLimit += 1_000) {
            (bool done,) = address(token).call{ gas: gasLimit }(abi.encodeCall(token.claimFor, (bob, 1)));
            if (done) break;
        }
        assertEq(bob.balance, 10 ether, "ETH");
        assertEq(usd.balanceOf(bob), 200, "and the token with it");
    }

    function test_Attack_ReentrantReceiver_GainsNothing() public {
        TokenWallet wallet = _walletWithShare(TokenWallet.OnReceive.Reenter);
        bytes[5] memory tries = [
            abi.encodeCall(token.claim, (2)),
            abi.encodeCall(token.claimMany, (address(wallet), _ids(2, 2))),
            abi.encodeCall(token.burn, (UNIT)),
            abi.encodeCall(token.sync, (ETH)),
            abi.encodeCall(token.snapshot, ())
        ];
        uint256 paid = 0;
        for (uint256 i = 0; i < tries.length; ++i) {
            uint256 id = 2 + i;
            wallet.setReentry(address(token), tries[i]);
            token.claimFor(address(wallet), id);
            assertFalse(wallet.reentrySucceeded(), "refused");
            paid += 40 ether;
            assertEq(address(wallet).balance, paid, "its share, once");
            _pushEth(50 ether);
            _closedSnapshot();
        }
        _assertSolvent(ETH);
    }

    /// @dev Moving tokens from inside a payment is allowed and harmless: the record date is past.
    function test_Attack_MovingTokensInsideAPayment_GainsNothing() public {
        vm.prank(bob);
        token.approve(address(usd), 10 * UNIT);
        usd.setMode(TokenRevenueMock.Mode.ReenterOnTransfer);
        usd.setReentry(address(token), abi.encodeCall(token.transferFrom, (bob, carol, 10 * UNIT)));
        _claim(bob, 1);
        assertTrue(usd.reentrySucceeded(), "moved");
        assertEq(token.balanceOf(carol), 10 * UNIT, "moved");
        usd.setMode(TokenRevenueMock.Mode.Honest);
        _claim(carol, 1);
        _claim(bob, 1);
        assertEq(carol.balance + usd.balanceOf(carol), 0, "nothing for the second account");
        assertEq(bob.balance, 10 ether, "one share of the ETH");
        assertEq(usd.balanceOf(bob), 200, "one share of the token");
    }

    function test_Attack_ReentrantBurner_GainsNothing() public {
        _relaunch(0, 0, 0);
        TokenWallet wallet = new TokenWallet(TokenWallet.OnReceive.Reenter);
        _transfer(alice, address(wallet), 40 * UNIT);
        _pushEth(100 ether);
        wallet.setReentry(address(token), abi.encodeCall(token.burn, (20 * UNIT)));
        wallet.execute(address(token), abi.encodeCall(token.burn, (20 * UNIT)));
        assertFalse(wallet.reentrySucceeded(), "refused");
        assertEq(address(wallet).balance, 20 ether, "a fifth of the supply, a fifth of the pool");
        wallet.execute(address(token), abi.encodeCall(token.burn, (20 * UNIT)));
        assertEq(address(wallet).balance, 40 ether, "two in a row");
    }

    function _walletWithShare(TokenWallet.OnReceive mode) private returns (TokenWallet wallet) {
        wallet = new TokenWallet(mode);
        _transfer(alice, address(wallet), 40 * UNIT);
        _pushEth(50 ether);
        _closedSnapshot();
    }

    function _paidInWeth(TokenWallet.OnReceive mode, uint256 gasLimit) private {
        TokenWallet wallet = _walletWithShare(mode);
        uint256 before = gasleft();
        vm.expectEmit(address(token));
        emit IModelToken.RevenueClaimed(address(wallet), 2, ETH, 40 ether, true);
        token.claimFor(address(wallet), 2);
        assertLe(before - gasleft(), gasLimit, "gas");
        assertEq(weth.balanceOf(address(wallet)), 40 ether, "WETH");
        assertEq(token.claimableRevenue(address(wallet), 2), 0, "claimed");
    }

    function _paidIn(TokenRevenueMock.Mode mode) private {
        usd.setMode(mode);
        _claim(bob, 1);
        _claim(bob, 1);
        assertEq(usd.balanceOf(bob), 200, "paid once");
        assertEq(bob.balance, 10 ether, "with the ETH");
    }

    /// @dev ETH arrives in spite of the token, and the token's part is paid when the token behaves again, once.
    function _unpaidIn(TokenRevenueMock.Mode mode) private {
        usd.setMode(mode);
        vm.prank(bob);
        token.claimMany{ gas: 3_000_000 }(bob, _ids(1));
        assertEq(bob.balance, 10 ether, "ETH is paid");
        assertEq(token.claimableERC20(bob, 1, address(usd)), 200, "the token's part is not lost");
        _pushEth(1 ether);
        _closedSnapshot();
        usd.setMode(TokenRevenueMock.Mode.Honest);
        _claim(bob, 1);
        _claim(bob, 1);
        assertEq(usd.balanceOf(bob), 200, "paid later, once");
        assertEq(bob.balance, 10 ether, "and the ETH not again");
        assertEq(_state(address(usd)).receivedTotal, 1000, "the books are right");
    }
}
