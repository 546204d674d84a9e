// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title Wrapped ETH
interface IWETH is IERC20 {
    /// @notice Wraps the ETH sent.
    function deposit() external payable;

    /// @notice Unwraps `amount` wei to the caller.
    function withdraw(uint256 amount) external;
}
