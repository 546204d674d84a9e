// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { Initializable } from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import { CurveParams, CurveState, IBondingCurve } from "../../../contracts/interfaces/IBondingCurve.sol";
import { BondingCurve } from "../../../contracts/launch/BondingCurve.sol";
import { CurveTest } from "./CurveTest.sol";

/// @notice How a curve is set up, and its views. See BondingCurve.tree.
contract BondingCurveTest is CurveTest {
    function test_initialize_keepsParamsAndStartsEmpty() public view {
        CurveParams memory given = usualParams();
        given.token = address(token);
        given.treasury = address(token);
        assertEq(abi.encode(curve.params()), abi.encode(given), "params");
        assertEq(curve.startedAt(), 1_000_000, "startedAt");
        CurveState memory s = curve.state();
        assertEq(s.reserveWei, 0, "reserve");
        assertEq(s.tokensSold, 0, "sold");
        assertEq(s.targetWei, 8 ether, "target");
        assertEq(s.saleSupply, given.saleSupply, "sale");
        assertEq(s.feeBps, 5000, "fee");
        assertFalse(s.complete, "complete");
        // T·L/D = 8·250/(0.9·650 − 250) and (1 − τ)·S²/D, in closed form, to the last digits.
        assertClose(s.virtualWei, uint256(8 ether) * 250 / 335, 1, "x0");
        assertClose(s.virtualTokens, uint256(585) * 650_000_000e18 / 335, 1, "y0");
        assertEq(s.priceWei, s.virtualWei * 1e18 / s.virtualTokens, "price");
    }

    function test_initialize_again_reverts() public {
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        curve.initialize(usualParams());
    }

    function test_initialize_ofTheImplementation_reverts() public {
        BondingCurve implementation = new BondingCurve(address(this), address(this));
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        implementation.initialize(usualParams());
    }

    function test_initialize_withBadParameters_revertsWithTheirNames() public {
        CurveParams memory p = usualParams();
        p.saleSupply = 1e18 - 1;
        expectBad("saleSupply");
        factory.make(p);
        p.saleSupply = uint256(type(uint104).max) + 1;
        expectBad("saleSupply");
        factory.make(p);

        p = usualParams();
        p.liquiditySupply = 1e18 - 1;
        expectBad("liquiditySupply");
        factory.make(p);
        p.liquiditySupply = uint256(type(uint104).max) + 1;
        expectBad("liquiditySupply");
        factory.make(p);

        p = usualParams();
        p.targetWei = 1 gwei - 1;
        expectBad("targetWei");
        factory.make(p);
        p.targetWei = uint256(type(uint104).max) + 1;
        expectBad("targetWei");
        factory.make(p);

        p = usualParams();
        p.treasuryBps = 10_000;
        expectBad("treasuryBps");
        factory.make(p);

        p = usualParams();
        p.snipeFeeBps = 9001;
        expectBad("snipeFeeBps");
        factory.make(p);

        p = usualParams();
        p.feeBps = p.snipeFeeBps + 1;
        expectBad("feeBps");
        factory.make(p);
    }

    function test_initialize_withAnAbsurdPriceRange_reverts() public {
        CurveParams memory p = usualParams();
        p.treasuryBps = 0;
        p.saleSupply = 100e24;
        // (S / L)² just below 1.05 and just above 1000, then both just inside.
        p.liquiditySupply = 97.6e24;
        expectBad("shape");
        factory.make(p);
        p.liquiditySupply = 3.16e24;
        expectBad("shape");
        factory.make(p);
        p.liquiditySupply = 97.5e24;
        factory.make(p);
        p.liquiditySupply = 3.17e24;
        factory.make(p);
        // More for the pool than the raise can pay for at the last price.
        p.liquiditySupply = 120e24;
        expectBad("shape");
        factory.make(p);
    }

    function test_initialize_withoutTokensOrFunding_reverts() public {
        vm.expectRevert(abi.encodeWithSelector(IBondingCurve.BondingCurve_BadParameter.selector, "token"));
        this.makeUnfunded(address(0), alice);
        vm.expectRevert(abi.encodeWithSelector(IBondingCurve.BondingCurve_BadParameter.selector, "treasury"));
        this.makeUnfunded(address(token), address(0));
        vm.expectRevert(abi.encodeWithSelector(IBondingCurve.BondingCurve_BadParameter.selector, "supply"));
        this.makeUnfunded(address(token), alice);
    }

    function makeUnfunded(address chosenToken, address chosenTreasury) external {
        CurveParams memory p = usualParams();
        p.token = chosenToken;
        p.treasury = chosenTreasury;
        IBondingCurve(cloneOf(factory.implementation())).initialize(p);
    }

    function cloneOf(address implementation) private returns (address clone) {
        bytes memory code = abi.encodePacked(
            hex"3d602d80600a3d3981f3363d3d373d3d3d363d73", implementation, hex"5af43d82803e903d91602b57fd5bf3"
        );
        assembly ("memory-safe") {
            clone := create(0, add(code, 32), mload(code))
        }
    }

    function test_currentFeeBps_fallsInAStraightLineToTheLastingFee() public {
        assertEq(curve.currentFeeBps(), 5000, "at the start");
        vm.warp(1_000_000 + 300);
        assertEq(curve.currentFeeBps(), 2550, "half way");
        vm.warp(1_000_000 + 599);
        // 100 + 4900 / 600, rounded up.
        assertEq(curve.currentFeeBps(), 109, "a second before the end");
        vm.warp(1_000_000 + 600);
        assertEq(curve.currentFeeBps(), 100, "at the end");
        vm.warp(1_000_000 + 365 days);
        assertEq(curve.currentFeeBps(), 100, "for ever");
    }

    function test_currentFeeBps_withoutDuration_isTheLastingFee() public {
        CurveParams memory p = usualParams();
        p.snipeDurationSec = 0;
        (curve, token) = factory.make(p);
        assertEq(curve.currentFeeBps(), 100, "at once");
    }

    function test_quoteBuy_ofAnyAmount_doesNotRevert() public view {
        (uint256 tokensOut, uint256 weiSpent, uint256 fee) = curve.quoteBuy(NEVER);
        assertEq(tokensOut, usualParams().saleSupply, "all");
        assertEq(weiSpent - fee, 8 ether, "the target");
        (tokensOut, weiSpent, fee) = curve.quoteBuy(0);
        assertEq(tokensOut + weiSpent + fee, 0, "nothing");
    }
}
