// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { CurveParams, CurveState, IBondingCurve } from "../../../contracts/interfaces/IBondingCurve.sol";
import { CurveFactory } from "../../../contracts/mocks/CurveFactory.sol";
import { CurveToken } from "../../../contracts/mocks/CurveToken.sol";
import { Base } from "../Base.sol";

/// @notice Curves of usual and of drawn parameters, and traders with ETH.
abstract contract CurveTest is Base {
    uint256 internal constant NEVER = type(uint256).max;

    CurveFactory internal factory;
    IBondingCurve internal curve;
    CurveToken internal token;
    address internal alice;
    address internal bob;

    receive() external payable { }

    function setUp() public virtual {
        vm.warp(1_000_000);
        factory = new CurveFactory(account("hook"));
        alice = account("alice");
        bob = account("bob");
        (curve, token) = factory.make(usualParams());
    }

    /// @dev 65 % for sale, 25 % for the pool, 8 ETH, a tenth of it for the treasury: last price / first price = 5.48.
    function usualParams() internal pure returns (CurveParams memory) {
        return CurveParams({
            token: address(0),
            saleSupply: 650_000_000e18,
            liquiditySupply: 250_000_000e18,
            targetWei: 8 ether,
            treasuryBps: 1000,
            treasury: address(0),
            feeBps: 100,
            snipeFeeBps: 5000,
            snipeDurationSec: 600
        });
    }

    /// @dev Any curve that can be made, from one number; without a fee, so that nothing hides a gain.
    function drawnParams(uint256 seed) internal pure returns (CurveParams memory drawn) {
        drawn.saleSupply = drawBetween(seed, "sale", 1e20, 1e28);
        drawn.treasuryBps = uint16(drawBetween(seed, "treasury", 0, 5000));
        // last price / first price = (this / 10,000)²
        uint256 steepness = drawBetween(seed, "steepness", 10_250, 316_000);
        drawn.liquiditySupply = drawn.saleSupply * (10_000 - drawn.treasuryBps) / steepness;
        drawn.targetWei = drawLog(seed, "target", 1 gwei, 1e28);
    }

    function drawBetween(uint256 seed, string memory what, uint256 low, uint256 high) internal pure returns (uint256) {
        return low + uint256(keccak256(abi.encode(seed, what))) % (high - low + 1);
    }

    /// @dev Small and large values alike: the size is drawn first.
    function drawLog(uint256 seed, string memory what, uint256 low, uint256 high) internal pure returns (uint256) {
        uint256 bits = uint256(keccak256(abi.encode(seed, what, "bits"))) % 256;
        uint256 top = high >> (bits % 128);
        return drawBetween(seed, what, low, top < low ? low : top);
    }

    function fund(address trader, uint256 amount) internal {
        vm.deal(trader, amount);
        vm.prank(trader);
        token.approve(address(curve), NEVER);
    }

    function passSnipeTime() internal {
        vm.warp(block.timestamp + curve.params().snipeDurationSec);
    }

    function buyAs(address trader, uint256 weiIn) internal returns (uint256 tokensOut, uint256 weiSpent) {
        fund(trader, trader.balance < weiIn ? weiIn : trader.balance);
        vm.prank(trader);
        return curve.buy{ value: weiIn }(0, trader, NEVER);
    }

    /// @dev Buys everything that is left.
    function completeAs(address trader) internal {
        buyAs(trader, curve.state().targetWei * 20);
    }

    /// @dev The promises that hold after anything at all.
    function checkSolvent() internal view {
        CurveState memory s = curve.state();
        CurveParams memory p = curve.params();
        assertLe(s.reserveWei, address(curve).balance, "the balance covers the reserve");
        assertLe(s.reserveWei, s.targetWei, "the reserve is at most the target");
        assertLe(
            p.saleSupply - s.tokensSold + p.liquiditySupply,
            CurveToken(payable(p.token)).balanceOf(address(curve)),
            "unsold and pool tokens are held"
        );
        uint256 k = (s.virtualWei + s.targetWei) * (s.virtualTokens - s.saleSupply);
        uint256 product = (s.virtualWei + s.reserveWei) * (s.virtualTokens - s.tokensSold);
        assertLe(k, product, "the product never falls below k");
        assertLe(product - k, s.virtualTokens - s.tokensSold - 1, "the reserve is the least that holds the product");
    }

    function expectBad(string memory name) internal {
        vm.expectRevert(abi.encodeWithSelector(IBondingCurve.BondingCurve_BadParameter.selector, name));
    }
}

/// @dev Buys, and takes no ETH back.
contract Refuser {
    IBondingCurve private immutable CURVE;

    constructor(IBondingCurve curve) {
        CURVE = curve;
    }

    function buy(uint256 weiIn) external {
        CURVE.buy{ value: weiIn }(0, address(this), type(uint256).max);
    }
}
