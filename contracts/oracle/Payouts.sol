// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { ReentrancyGuardTransient } from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import { IPayouts } from "../interfaces/IPayouts.sol";
import { BoundedCall } from "./BoundedCall.sol";

/// @title Payouts: payments with bounded gas, credits for what cannot be pushed
/// @notice So that no receiver can block anybody else's money, nor burn a caller's gas.
abstract contract Payouts is IPayouts, ReentrancyGuardTransient {
    /// @dev Enough for a clone's `receive` that logs and for a smart account's; too little to be a nuisance.
    uint256 internal constant PUSH_GAS = 50_000;
    uint256 internal constant BPS = 10_000;

    /// @dev Nobody has its key: what is sent there is burnt for everyone to see.
    address internal constant BURN_ADDRESS = 0x000000000000000000000000000000000000dEaD;

    mapping(address account => uint256) private _creditWei;

    /// @inheritdoc IPayouts
    function withdraw(address account) external nonReentrant {
        uint256 amount = _creditWei[account];
        if (amount == 0) revert Payouts_NothingToWithdraw(account);
        _creditWei[account] = 0;
        emit Withdrawn(account, amount);
        _payOrRevert(account, amount);
    }

    /// @inheritdoc IPayouts
    function creditOf(address account) external view returns (uint256) {
        return _creditWei[account];
    }

    /// @dev Pushes `amount` with bounded gas, or credits it. Reverts rather than let a caller who brought too little gas
    /// turn a payment into a credit.
    function _pay(address to, uint256 amount) internal {
        if (amount == 0) return;
        uint256 needed = BoundedCall.neededGas(PUSH_GAS);
        if (gasleft() < needed) revert Payouts_NotEnoughGas(gasleft(), needed);
        if (BoundedCall.tryCall(to, PUSH_GAS, amount, "")) return;
        _creditWei[to] += amount;
        emit Credited(to, amount);
    }

    /// @dev For what the receiver itself asked for.
    function _payOrRevert(address to, uint256 amount) internal {
        if (!BoundedCall.tryCall(to, gasleft(), amount, "")) revert Payouts_PaymentFailed(to, amount);
    }
}
