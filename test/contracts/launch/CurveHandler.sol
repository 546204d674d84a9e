// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { CurveParams, CurveState, IBondingCurve } from "../../../contracts/interfaces/IBondingCurve.sol";
import { CurveToken } from "../../../contracts/mocks/CurveToken.sol";
import { Base } from "../Base.sol";

/// @notice Four traders do everything that can be done to a curve, in any order. Every call that it makes must succeed:
/// what fails is counted, and the invariant tests want none.
contract CurveHandler is Base {
    uint256 private constant NEVER = type(uint256).max;

    IBondingCurve public curve;
    CurveToken public token;
    address[4] public traders;

    uint256 public paidIn;
    uint256 public paidOut;
    uint256 public donatedWei;
    uint256 public donatedTokens;
    uint256 public failures;
    uint256 public productDrops;
    mapping(bytes32 kind => uint256) public calls;

    constructor(IBondingCurve chosenCurve, CurveToken chosenToken) {
        curve = chosenCurve;
        token = chosenToken;
        for (uint256 i = 0; i < traders.length; ++i) {
            traders[i] = account(string.concat("trader ", string(abi.encodePacked(bytes1(uint8(0x31 + i))))));
            vm.prank(traders[i]);
            token.approve(address(curve), NEVER);
        }
    }

    function buy(uint256 who, uint256 weiIn) external {
        CurveState memory s = curve.state();
        weiIn = bound(weiIn, 1, s.targetWei);
        (uint256 tokens,,) = curve.quoteBuy(weiIn);
        if (tokens == 0) return;
        address trader = pick(who);
        vm.deal(trader, weiIn);
        vm.prank(trader);
        try curve.buy{ value: weiIn }(tokens, trader, NEVER) returns (uint256, uint256 spent) {
            paidIn += spent;
            ++calls["buy"];
        } catch {
            ++failures;
        }
    }

    function buyExactOut(uint256 who, uint256 tokens) external {
        CurveState memory s = curve.state();
        if (s.complete) return;
        tokens = bound(tokens, 1, s.saleSupply - s.tokensSold);
        (uint256 cost,) = curve.quoteBuyExactOut(tokens);
        address trader = pick(who);
        vm.deal(trader, cost + 1);
        vm.prank(trader);
        try curve.buyExactOut{ value: cost + 1 }(tokens, trader, NEVER) returns (uint256 spent) {
            paidIn += spent;
            ++calls["buyExactOut"];
        } catch {
            ++failures;
        }
    }

    function sell(uint256 who, uint256 tokens) external {
        address trader = pick(who);
        uint256 held = token.balanceOf(trader);
        if (held == 0) return;
        tokens = bound(tokens, 1, held);
        (uint256 quoted,) = curve.quoteSell(tokens);
        if (quoted == 0) return;
        vm.prank(trader);
        try curve.sell(tokens, quoted, trader, NEVER) returns (uint256 weiOut) {
            paidOut += weiOut;
            ++calls["sell"];
        } catch {
            ++failures;
        }
    }

    function sellExactOut(uint256 who, uint256 weiOut) external {
        address trader = pick(who);
        uint256 held = token.balanceOf(trader);
        (uint256 most,) = curve.quoteSell(held);
        if (most == 0) return;
        weiOut = bound(weiOut, 1, most);
        vm.prank(trader);
        try curve.sellExactOut(weiOut, held, trader, NEVER) {
            paidOut += weiOut;
            ++calls["sellExactOut"];
        } catch {
            ++failures;
        }
    }

    function complete(uint256 who) external {
        // Rarely, or nothing else would happen.
        if (who % 8 != 0 || curve.state().complete) return;
        address trader = pick(who / 8);
        vm.deal(trader, 1000 ether);
        vm.prank(trader);
        try curve.buy{ value: 1000 ether }(0, trader, NEVER) returns (uint256, uint256 spent) {
            paidIn += spent;
            ++calls["complete"];
        } catch {
            ++failures;
        }
    }

    function transferBetween(uint256 from, uint256 to, uint256 amount) external {
        address sender = pick(from);
        amount = bound(amount, 0, token.balanceOf(sender));
        vm.prank(sender);
        token.transfer(pick(to), amount);
    }

    function donate(uint256 who, uint256 amount) external {
        address trader = pick(who);
        uint256 tokens = bound(amount, 0, token.balanceOf(trader) / 100);
        vm.prank(trader);
        token.transfer(address(curve), tokens);
        donatedTokens += tokens;
        uint256 gift = amount % 1 ether;
        vm.deal(address(curve), address(curve).balance + gift);
        donatedWei += gift;
    }

    function pass(uint256 elapsedSec) external {
        vm.warp(block.timestamp + bound(elapsedSec, 0, 200));
    }

    function pick(uint256 who) public view returns (address) {
        return traders[who % traders.length];
    }
}
