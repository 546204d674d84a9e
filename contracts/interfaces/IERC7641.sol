// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title ERC-7641: intrinsic revenue share token
/// @notice An ERC-20 whose holders share a pool of ETH revenue, by claims at snapshots and by burning.
interface IERC7641 is IERC20 {
    /// @notice ETH, in wei, that `account` can still claim for `snapshotId`; 0 for an unknown or already claimed one.
    function claimableRevenue(address account, uint256 snapshotId) external view returns (uint256);

    /// @notice Pays the caller its share of snapshot `snapshotId`.
    function claim(uint256 snapshotId) external;

    /// @notice Records balances and the revenue to share. Limited in rate, so that nobody can flood holders with ids.
    /// @return snapshotId the id of the new snapshot; ids start at 1 and rise by 1
    function snapshot() external returns (uint256 snapshotId);

    /// @notice ETH, in wei, that burning `amount` tokens would pay now.
    function redeemableOnBurn(uint256 amount) external view returns (uint256);

    /// @notice Burns `amount` of the caller's tokens and pays its part of the redeem pool.
    function burn(uint256 amount) external;
}

/// @title ERC-7641 AltRevToken extension: revenue in ERC-20 tokens beside ETH
interface IERC7641AltRevToken is IERC7641 {
    /// @notice Amount of revenue token `token` that `account` can still claim for `snapshotId`.
    function claimableERC20(address account, uint256 snapshotId, address token) external view returns (uint256);

    /// @notice Amount of revenue token `token` that burning `amount` tokens would pay now.
    function redeemableERC20OnBurn(uint256 amount, address token) external view returns (uint256);
}
