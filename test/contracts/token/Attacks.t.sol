// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { TokenFlashAttacker } from "../../../contracts/mocks/TokenFlashAttacker.sol";
import { TokenFlashPool } from "../../../contracts/mocks/TokenFlashPool.sol";
import { TokenWallet } from "../../../contracts/mocks/TokenWallet.sol";
import { ModelTokenParams } from "../../../contracts/interfaces/IModelToken.sol";
import { TokenBase } from "./TokenBase.sol";

/// @notice The ways in which the reference implementations of ERC-7641 lost money, each with an attacker who gains nothing.
contract AttacksTest is TokenBase {
    uint32 private constant WEEK = 7 days;

    address private mallory;

    function setUp() public override {
        super.setUp();
        mallory = account("mallory");
    }

    // 1. Flash snapshot -------------------------------------------------------------------------------------------

    function test_Attack_FlashSnapshot_GainsNothing() public {
        _flashSnapshot(false);
    }

    function test_Attack_FlashSnapshot_ClaimingInsideTheLoan_GainsNothing() public {
        _flashSnapshot(true);
    }

    /// @dev The pool is not excluded here: the worst case, as its tokens count.
    function _flashSnapshot(bool claimsInside) private {
        TokenFlashPool pool = new TokenFlashPool(token);
        TokenFlashAttacker attacker = new TokenFlashAttacker(token, pool);
        _transfer(alice, address(pool), 39 * UNIT);
        _transfer(alice, address(attacker), UNIT / 2);
        _pushEth(80 ether);
        attacker.attack(claimsInside);
        _skip(1);
        assertEq(token.balanceOfAt(address(attacker), 1), UNIT / 2, "only what it owns counts");
        attacker.claim(1);
        // Half a token of 50 eligible ones: 0.8 of 80 ETH, the share it had without any attack.
        assertEq(address(attacker).balance, 0.8 ether, "the honest share and no more");
        _claim(bob, 1);
        assertEq(bob.balance, 16 ether, "bob's share is whole");
    }

    // 2. Just-in-time buyers --------------------------------------------------------------------------------------

    function test_Attack_JustInTimeBuyer_GetsOnlyWhatIsReleasedWhileHolding() public {
        _relaunch(10_000, WEEK, 0);
        token.snapshot();
        _skip(1);
        // Mallory sees 70 ETH arrive, buys as much as everybody else holds together, snapshots, sells.
        _pushEth(70 ether);
        token.sync(ETH);
        _transfer(curve, mallory, 50 * UNIT);
        _skip(1);
        token.snapshot();
        _skip(1);
        _transfer(mallory, curve, 50 * UNIT);
        _claim(mallory, 2);
        // One second of the week's release, halved.
        uint256 releasedInOneSecond = 70 ether / uint256(WEEK);
        assertLe(mallory.balance, releasedInOneSecond / 2 + 1, "at most the share of one second");
        assertLe(mallory.balance, 0.00006 ether, "less than any fee on the way");
        // The holders who stay get all the rest.
        _skip(WEEK);
        token.snapshot();
        _skip(1);
        _claim(alice, 2);
        _claim(alice, 3);
        _claim(bob, 2);
        _claim(bob, 3);
        _claim(mallory, 3);
        assertClose(alice.balance + bob.balance + mallory.balance, 70 ether, 5, "everything is paid");
        assertLe(mallory.balance, 0.00006 ether, "still");
    }

    function test_Attack_JustInTimeBuyer_InTheBlockOfTheArrival_GetsNothing() public {
        _relaunch(10_000, WEEK, 0);
        _pushEth(70 ether);
        _transfer(curve, mallory, 50 * UNIT);
        token.snapshot();
        _skip(1);
        _transfer(mallory, curve, 50 * UNIT);
        _claim(mallory, 1);
        assertEq(mallory.balance, 0, "nothing is released in the first second");
    }

    function test_Attack_DustPushes_DoNotStretchOrRestartTheRelease() public {
        _relaunch(10_000, WEEK, 0);
        _pushEth(70 ether);
        token.sync(ETH);
        uint256 endSec = _state(ETH).releaseEndSec;
        assertEq(endSec, START + WEEK, "end");
        for (uint256 i = 0; i < 200; ++i) {
            _skip(WEEK / 201);
            _pushEth(1 + i * 1000);
            token.sync(ETH);
            assertLe(_state(ETH).releaseEndSec, endSec + 1, "no push moves the end by a second");
            assertLe(endSec, _state(ETH).releaseEndSec + 1, "nor earlier");
        }
        vm.warp(endSec);
        assertLe(70 ether, _state(ETH).pending + 1 gwei, "released on time, to a microsecond");
        _skip(2);
        assertEq(_state(ETH).unreleased, 0, "and all of it a second later");
    }

    function test_Attack_DustPushes_DoNotHurryARealPayment() public {
        _relaunch(10_000, WEEK, 0);
        _pushEth(1 ether);
        token.sync(ETH);
        _skip(WEEK - 1);
        // One second before the end a hundred times as much arrives, in pieces with a sync after each.
        for (uint256 i = 0; i < 100; ++i) {
            _pushEth(1 ether);
            token.sync(ETH);
        }
        // The weighted mean of the ends: 100 of about 101 parts have the whole week before them.
        assertLe(block.timestamp + uint256(WEEK) * 99 / 100, _state(ETH).releaseEndSec, "most of a week to go");
    }

    function test_RevenueWaits_WhileNobodyIsEligible() public {
        _relaunch(10_000, WEEK, 0);
        _pushEth(70 ether);
        token.sync(ETH);
        _skip(1 days);
        _transfer(alice, curve, 40 * UNIT);
        _transfer(bob, curve, 10 * UNIT);
        assertEq(_state(ETH).pending, 10 ether, "one day of seven");
        _skip(30 days);
        token.sync(ETH);
        assertEq(_state(ETH).pending, 10 ether, "the clock stands still");
        assertEq(_state(ETH).releaseEndSec, block.timestamp + 6 days, "six days to go, whenever");
        _transfer(curve, carol, UNIT);
        _skip(1 days);
        assertEq(_state(ETH).pending, 20 ether, "and goes on");
    }

    // 3. Revenue to accounts that can never claim -----------------------------------------------------------------

    function test_Attack_RevenueToExcludedAccounts_IsNotLost() public {
        // Half of the supply sits in the curve, and some in the token itself.
        _transfer(alice, address(token), 10 * UNIT);
        _pushEth(80 ether);
        _closedSnapshot();
        _claim(alice, 1);
        _claim(bob, 1);
        token.claimFor(curve, 1);
        token.claimFor(address(token), 1);
        assertEq(alice.balance, 60 ether, "30 of 40 eligible");
        assertEq(bob.balance, 20 ether, "10 of 40 eligible");
        assertEq(address(token).balance, 0, "nothing is left behind");
    }

    // 4. Expiry ---------------------------------------------------------------------------------------------------

    function test_Attack_ExpirySweep_NewcomerGetsNothingOfTheOld() public {
        _pushEth(80 ether);
        _closedSnapshot();
        // The reference gave unclaimed revenue to whoever held the tokens two snapshots later.
        _transfer(curve, mallory, 50 * UNIT);
        for (uint256 i = 0; i < 5; ++i) {
            _closedSnapshot();
        }
        uint256[] memory all = new uint256[](7);
        for (uint256 i = 0; i < 7; ++i) {
            all[i] = i;
        }
        token.claimMany(mallory, all);
        assertEq(mallory.balance, 0, "nothing of the old for a newcomer");
        _skip(3650 days);
        _claim(alice, 1);
        _claim(bob, 1);
        assertEq(alice.balance, 64 ether, "alice, ten years later");
        assertEq(bob.balance, 16 ether, "bob, ten years later");
    }

    // 5. The rest of the list -------------------------------------------------------------------------------------

    function test_Attack_LastBurnerStrandsPool_TakesItInstead() public {
        ModelTokenParams memory params = _params(5_000, WEEK, 0);
        params.excluded = new address[](0);
        token = _launch(params);
        _pushEth(70 ether);
        token.sync(ETH);
        _skip(1 days);
        _burn(curve, 50 * UNIT);
        _burn(bob, 10 * UNIT);
        uint256 rest = address(token).balance;
        assertEq(token.redeemableOnBurn(40 * UNIT), rest, "the view says so");
        _burn(alice, 40 * UNIT);
        assertEq(alice.balance, rest, "the last burner gets all that nobody else can");
        assertEq(address(token).balance, 0, "nothing is stranded");
    }

    function test_Attack_TokensSentToTheTokenItself_DoNotStrandThePool() public {
        ModelTokenParams memory params = _params(5_000, 0, 0);
        params.excluded = new address[](0);
        token = _launch(params);
        _pushEth(70 ether);
        // One unit out of reach would keep the total supply above zero for ever.
        _transfer(bob, address(token), 1);
        _burn(curve, 50 * UNIT);
        _burn(bob, 10 * UNIT - 1);
        _burn(alice, 40 * UNIT);
        assertEq(address(token).balance, 0, "nothing is stranded");
    }

    function test_Attack_LastEligibleBurner_DoesNotTakeTheFutureOfTheCurve() public {
        _relaunch(5_000, 0, 0);
        _pushEth(100 ether);
        _burn(bob, 10 * UNIT);
        _burn(alice, 40 * UNIT);
        // 50 in the redeem pool, of which 10 % and then 40/90 of the rest; the claims' half waits for new holders.
        assertEq(bob.balance, 5 ether, "bob");
        assertEq(alice.balance, 20 ether, "alice");
        assertEq(_state(ETH).pending, 50 ether, "pending waits");
        _transfer(curve, carol, UNIT);
        _closedSnapshot();
        _claim(carol, 1);
        assertEq(carol.balance, 50 ether, "for the next holder");
    }

    function test_Attack_BurnBeforeSnapshot_TheViewsTellWhatIsForfeited() public {
        _relaunch(6_000, 0, 0);
        _pushEth(100 ether);
        uint256 byBurning = token.redeemableOnBurn(10 * UNIT);
        uint256 byWaiting = _state(ETH).pending * token.balanceOf(bob) / token.eligibleSupply();
        assertEq(byBurning, 4 ether, "a tenth of the pool of 40");
        assertEq(byWaiting, 12 ether, "a fifth of the 60 that the next snapshot shares");
        _burn(bob, 10 * UNIT);
        assertEq(bob.balance, byBurning, "the burner gets what the view said");
        _closedSnapshot();
        assertEq(token.claimableRevenue(bob, 1), 0, "and forfeits what the other view said");
        assertEq(token.claimableRevenue(alice, 1), 60 ether, "to those who stay");
    }

    function test_Attack_BurnAfterSnapshot_KeepsTheClaim() public {
        _pushEth(50 ether);
        _closedSnapshot();
        _burn(bob, 10 * UNIT);
        _claim(bob, 1);
        assertEq(bob.balance, 10 ether, "the record date counts");
    }

    function test_Attack_EmptySnapshotBatch_IsSkipped() public {
        _pushEth(50 ether);
        _closedSnapshot();
        _closedSnapshot();
        _pushEth(50 ether);
        _closedSnapshot();
        token.snapshot();
        uint256[] memory ids = new uint256[](7);
        (ids[0], ids[1], ids[2], ids[3], ids[4], ids[5], ids[6]) = (0, 2, 3, 4, 99, type(uint256).max, 1);
        token.claimMany(bob, ids);
        assertEq(bob.balance, 20 ether, "the good ones are paid");
    }

    function test_Attack_HolderWithoutReceive_IsPaidInWeth() public {
        TokenWallet wallet = new TokenWallet(TokenWallet.OnReceive.Reject);
        _transfer(alice, address(wallet), 25 * UNIT);
        _pushEth(100 ether);
        _closedSnapshot();
        token.claimFor(address(wallet), 1);
        assertEq(weth.balanceOf(address(wallet)), 50 ether, "WETH");
        assertEq(address(wallet).balance, 0, "no ETH");
        assertEq(weth.balanceOf(address(token)), 0, "nothing stays behind");
        _assertSolvent(ETH);
        _assertSolvent(address(weth));
    }

    function test_Attack_Erc20RevenueStuck_IsShared() public {
        _pushWeth(50 ether);
        _closedSnapshot();
        _claim(bob, 1);
        assertEq(weth.balanceOf(bob), 10 ether, "WETH revenue is shared like ETH");
    }
}
