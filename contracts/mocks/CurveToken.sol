// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { ERC20 } from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import { ERC20Permit } from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";

/// @title CurveToken: the least a curve needs of a token, for tests of the curve alone
contract CurveToken is ERC20Permit {
    bool public isRefusingEth;

    constructor() ERC20("Curve token", "CURVE") ERC20Permit("Curve token") { }

    receive() external payable {
        require(!isRefusingEth, "refused");
    }

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    /// @notice What the hook burns.
    function retire(uint256 amount) external {
        _burn(msg.sender, amount);
    }

    function refuseEth() external {
        isRefusingEth = true;
    }
}
