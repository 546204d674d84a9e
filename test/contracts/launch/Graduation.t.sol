// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { CurveState, IBondingCurve } from "../../../contracts/interfaces/IBondingCurve.sol";
import { ILiquidityHook, PoolState } from "../../../contracts/interfaces/ILiquidityHook.sol";
import { IModelToken } from "../../../contracts/interfaces/IModelToken.sol";
import { Vm } from "../Base.sol";
import { MarketTest } from "./MarketTest.sol";

/// @notice The end of a sale and the beginning of a pool.
contract GraduationTest is MarketTest {
    // graduate

    function test_graduate_beforeTheSaleIsComplete_reverts() public {
        vm.expectRevert(abi.encodeWithSelector(IBondingCurve.BondingCurve_NotComplete.selector, 0, 650_000_000e18));
        curve.graduate();
        complete();
        vm.prank(alice);
        curve.sell(1e18, 0, alice, NEVER);
        vm.expectRevert(
            abi.encodeWithSelector(IBondingCurve.BondingCurve_NotComplete.selector, 649_999_999e18, 650_000_000e18)
        );
        curve.graduate();
    }

    function test_graduate_opensThePoolAtTheLastPrice() public {
        complete();
        CurveState memory s = curve.state();
        curve.graduate();
        PoolState memory p = pool();
        assertEq(p.openedAt, block.timestamp, "openedAt");
        assertClose(p.priceWei, s.priceWei, s.priceWei / 1e8, "the last price");
        // 8 ether less a tenth, and a quarter of the supply; dust stays below a millionth of a billionth.
        assertClose(p.ethSide, 7.2 ether, 1e4, "ETH in the pool");
        assertClose(p.tokenSide, 250_000_000e18, 1e6, "tokens in the pool");
        assertEq(p.uncollectedWei + p.uncollectedTokens, 0, "no fees yet");
    }

    function test_graduate_leavesNothingBehind() public {
        complete();
        uint256 revenueBefore = address(token).balance;
        vm.recordLogs();
        curve.graduate();
        Vm.Log memory log = logOf(ILiquidityHook.Graduated.selector);
        assertEq(log.topics[1], bytes32(uint256(uint160(address(token)))), "token");
        assertEq(log.topics[2], pool().poolId, "poolId");
        (uint256 poolWei, uint256 poolTokens, uint256 treasuryWei, uint160 sqrtPriceX96) =
            abi.decode(log.data, (uint256, uint256, uint256, uint160));
        assertEq(treasuryWei, 0.8 ether, "treasury's part");
        assertEq(sqrtPriceX96, pool().sqrtPriceX96, "price");
        assertEq(poolWei, address(manager).balance, "ETH of the pool");
        assertEq(poolTokens, token.balanceOf(address(manager)), "tokens of the pool");
        assertEq(address(curve).balance + address(hook).balance, 0, "no ETH left");
        assertEq(token.balanceOf(address(curve)) + token.balanceOf(address(hook)), 0, "no tokens left");
        assertEq(address(token).balance - revenueBefore, 7.2 ether - poolWei, "dust is revenue");
        assertEq(launchpad.launchOf(address(token)).treasury.balance, 0.8 ether, "a tenth of the raise");
        assertEq(token.totalSupply(), SUPPLY - (250_000_000e18 - poolTokens), "dust is burned");
    }

    function test_graduate_again_doesNothing() public {
        graduate();
        bytes memory before = abi.encode(pool(), curve.state(), address(token).balance, token.totalSupply());
        vm.deal(address(curve), 1 ether);
        vm.recordLogs();
        curve.graduate();
        assertEq(vm.getRecordedLogs().length, 0, "no event");
        assertEq(abi.encode(pool(), curve.state(), address(token).balance, token.totalSupply()), before, "no effect");
    }

    function test_graduate_closesTheCurveForGood() public {
        graduate();
        CurveState memory s = curve.state();
        assertTrue(s.complete && s.graduated, "over");
        vm.deal(alice, 1 ether);
        vm.startPrank(alice);
        bytes4 closed = IBondingCurve.BondingCurve_Graduated.selector;
        vm.expectRevert(closed);
        curve.buy{ value: 1 ether }(0, alice, NEVER);
        vm.expectRevert(closed);
        curve.buyExactOut{ value: 1 ether }(1, alice, NEVER);
        vm.expectRevert(closed);
        curve.sell(1e18, 0, alice, NEVER);
        vm.expectRevert(closed);
        curve.sellFrom(1e18, 0, alice, NEVER);
        vm.expectRevert(closed);
        curve.sellExactOut(1, NEVER, alice, NEVER);
        vm.expectRevert(closed);
        curve.sellExactOutFrom(1, NEVER, alice, NEVER);
        vm.expectRevert(closed);
        curve.sellWithPermit(1e18, 0, alice, NEVER, 0, 0, 0);
        (uint256 a, uint256 b) = curve.quoteSell(1e18);
        (uint256 c, uint256 d) = curve.quoteSellExactOut(1);
        assertEq(a + b + c + d, 0, "sales are not quoted");
        (a, b, c) = curve.quoteBuy(1 ether);
        assertEq(a + b + c, 0, "buys are not quoted");
    }

    function test_graduate_aTreasuryThatRefuses_leavesItToTheHolders() public {
        setTreasury(address(oracle));
        complete();
        uint256 before = address(token).balance;
        curve.graduate();
        assertEq(address(token).balance - before, 8 ether - address(manager).balance, "revenue");
    }

    function test_attack_aTreasuryThatComesBack_gainsNothing() public {
        ReentrantTreasury treasury = new ReentrantTreasury(curve);
        setTreasury(address(treasury));
        complete();
        uint256 before = address(token).balance;
        curve.graduate();
        assertEq(address(treasury).balance, 0, "its payment failed");
        assertEq(address(token).balance - before, 8 ether - address(manager).balance, "the holders have it");
    }

    /// @dev Whoever calls chooses the gas: it must not decide who is paid.
    function testFuzz_attack_littleGas_cannotTakeFromTheTreasury(uint256 gasLimit) public {
        BookkeepingTreasury treasury = new BookkeepingTreasury();
        setTreasury(address(treasury));
        complete();
        (bool done,) = address(curve).call{ gas: bound(gasLimit, 250_000, 600_000) }(abi.encodeCall(curve.graduate, ()));
        assertEq(address(treasury).balance, done ? 0.8 ether : 0, "all or nothing");
    }

    // the token

    function test_transferToThePoolManager_isRefusedUntilGraduation() public {
        complete();
        vm.prank(alice);
        vm.expectRevert(IModelToken.ModelToken_NotGraduated.selector);
        token.transfer(address(manager), 1);
        curve.graduate();
        vm.prank(alice);
        token.transfer(address(manager), 1);
    }

    function test_poolManagerAndHook_areExcludedFromTheStart() public {
        assertTrue(token.isExcluded(address(manager)) && token.isExcluded(address(hook)), "excluded");
        complete();
        uint256 eligible = token.eligibleSupply();
        assertEq(eligible, 650_000_000e18, "what is sold");
        curve.graduate();
        assertEq(token.eligibleSupply(), eligible, "the pool changes nothing");
        assertEq(token.getVotes(address(manager)), 0, "no votes");
    }

    function test_retire_byAnyoneElse_reverts() public {
        graduate();
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IModelToken.ModelToken_NotHook.selector, alice));
        token.retire(1);
    }

    function setTreasury(address treasury) private {
        // Treasury and start share the curve's second slot: 20 + 5 bytes.
        vm.store(address(curve), bytes32(uint256(1)), bytes32(uint256(uint160(treasury)) | (uint256(1_000_000) << 160)));
        assertEq(curve.params().treasury, treasury, "treasury");
        assertEq(curve.startedAt(), 1_000_000, "startedAt");
    }
}

/// @dev Graduates again when it is paid.
contract ReentrantTreasury {
    IBondingCurve private immutable CURVE;

    constructor(IBondingCurve curve) {
        CURVE = curve;
    }

    receive() external payable {
        CURVE.graduate();
    }
}

/// @dev Needs some gas to be paid: two stored words.
contract BookkeepingTreasury {
    uint256 private _total;
    uint256 private _payments;

    receive() external payable {
        _total += msg.value;
        ++_payments;
    }
}
