// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// @title Payouts: payments that nobody can block
/// @notice A payment is pushed with bounded gas; what a receiver refuses waits for it as a credit.
interface IPayouts {
    /// @notice A payment could not be pushed and waits for `withdraw`.
    event Credited(address indexed account, uint256 amount);
    event Withdrawn(address indexed account, uint256 amount);

    error Payouts_NotEnoughGas(uint256 gasLeft, uint256 needed);
    error Payouts_NothingToWithdraw(address account);
    error Payouts_PaymentFailed(address account, uint256 amount);

    /// @notice Pays out what could not be pushed to `account`. Anyone may ask for it.
    function withdraw(address account) external;

    function creditOf(address account) external view returns (uint256);
}
