// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { Clones } from "@openzeppelin/contracts/proxy/Clones.sol";
import { CurveParams, IBondingCurve } from "../interfaces/IBondingCurve.sol";
import { BondingCurve } from "../launch/BondingCurve.sol";
import { CurveToken } from "./CurveToken.sol";

/// @title CurveFactory: makes curves of any parameters, and stands where the launchpad stands for them
contract CurveFactory {
    event Made(address curve, address token);

    address public immutable implementation;
    mapping(address token => address) public curveOf;

    /// @param hook of the curves; any address where no curve graduates
    constructor(address hook) {
        implementation = address(new BondingCurve(hook, address(this)));
    }

    receive() external payable { }

    /// @notice A funded curve with a token of its own; `params.token` is not read, and no treasury means the token.
    function make(CurveParams memory params) external returns (IBondingCurve curve, CurveToken token) {
        token = new CurveToken();
        curve = IBondingCurve(Clones.clone(implementation));
        token.mint(address(curve), params.saleSupply + params.liquiditySupply);
        params.token = address(token);
        if (params.treasury == address(0)) params.treasury = address(token);
        curveOf[address(token)] = address(curve);
        curve.initialize(params);
        emit Made(address(curve), address(token));
    }

    function firstBuy(IBondingCurve curve, uint256 minTokensOut, address recipient)
        external
        payable
        returns (uint256 tokensOut, uint256 weiSpent)
    {
        return curve.firstBuy{ value: msg.value }(minTokensOut, recipient);
    }
}
