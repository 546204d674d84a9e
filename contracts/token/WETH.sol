// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { WETH } from "solady/src/tokens/WETH.sol";

/// @title Wrapped ether for chains that have none, such as the local one
/// @notice Solady's WETH, unchanged; named here so that it is compiled and deployed with the rest.
contract WrappedEther is WETH { }
