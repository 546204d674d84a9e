// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { CurveParams, CurveState, IBondingCurve } from "../../../contracts/interfaces/IBondingCurve.sol";
import { CurveToken } from "../../../contracts/mocks/CurveToken.sol";
import { Base } from "../Base.sol";
import { CurveTest } from "./CurveTest.sol";

/// @notice The promises of docs/invariants/launch.md under any sequence of calls.
contract BondingCurveInvariantsTest is CurveTest {
    CurveHandler private handler;

    function setUp() public override {
        super.setUp();
        handler = new CurveHandler(curve, token);
        targetContract(address(handler));
        bytes4[] memory selectors = new bytes4[](8);
        selectors[0] = CurveHandler.buy.selector;
        selectors[1] = CurveHandler.buyExactOut.selector;
        selectors[2] = CurveHandler.sell.selector;
        selectors[3] = CurveHandler.sellExactOut.selector;
        selectors[4] = CurveHandler.complete.selector;
        selectors[5] = CurveHandler.transferBetween.selector;
        selectors[6] = CurveHandler.donate.selector;
        selectors[7] = CurveHandler.pass.selector;
        targetSelector(address(handler), selectors);
    }

    /// @dev Reserve, holdings and product, and where every wei and every token is.
    function invariant_reservesAreHeldAndEveryWeiIsAccountedFor() public view {
        checkSolvent();
        CurveState memory s = curve.state();
        CurveParams memory p = curve.params();
        assertEq(handler.failures(), 0, "every call that should succeed does");
        assertEq(address(curve).balance, s.reserveWei + handler.donatedWei(), "the curve holds the reserve and gifts");
        assertEq(
            handler.paidIn() - handler.paidOut() - address(token).balance, s.reserveWei, "in - out - fees = reserve"
        );
        assertEq(
            token.balanceOf(address(curve)),
            p.saleSupply - s.tokensSold + p.liquiditySupply + handler.donatedTokens(),
            "the curve holds what it did not sell and gifts"
        );
        assertEq(s.complete ? s.targetWei : s.reserveWei, s.reserveWei, "complete means the target to the wei");
    }

    /// @dev That the invariants are about something: every kind of trade happens in a sequence of this length.
    function test_handler_reachesEveryState() public {
        for (uint256 i = 0; i < 256; ++i) {
            uint256 draw = uint256(keccak256(abi.encode(i)));
            uint256 kind = draw % 8;
            draw /= 8;
            if (kind < 2) handler.buy(draw, draw % 1 ether);
            else if (kind == 2) handler.buyExactOut(draw, draw);
            else if (kind == 3) handler.sell(draw, draw);
            else if (kind == 4) handler.sellExactOut(draw, draw);
            else if (kind == 5) handler.complete(draw);
            else if (kind == 6) handler.transferBetween(draw, draw >> 8, draw);
            else handler.donate(draw, draw);
            if (i % 16 == 0) invariant_reservesAreHeldAndEveryWeiIsAccountedFor();
        }
        bytes32[5] memory kinds = [bytes32("buy"), "buyExactOut", "sell", "sellExactOut", "complete"];
        for (uint256 i = 0; i < kinds.length; ++i) {
            assertLe(2, handler.calls(kinds[i]), string(abi.encodePacked(kinds[i])));
        }
    }

    /// @dev From any state, everyone sells everything, at once and as quoted.
    function invariant_everyoneCanSellEverything() public {
        uint256 snapshot = vm.snapshotState();
        for (uint256 i = 0; i < 4; ++i) {
            address trader = handler.traders(i);
            uint256 held = token.balanceOf(trader);
            (uint256 quoted,) = curve.quoteSell(held);
            // Only crumbs have no price.
            if (quoted == 0) {
                assertLe(held, 1e12, "what cannot be sold is worth nothing");
                continue;
            }
            uint256 purse = trader.balance;
            vm.prank(trader);
            curve.sell(held, quoted, trader, NEVER);
            assertEq(trader.balance - purse, quoted, "paid as quoted");
        }
        checkSolvent();
        vm.revertToState(snapshot);
    }
}

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
