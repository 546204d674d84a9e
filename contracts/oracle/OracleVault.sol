// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { ReentrancyGuardTransient } from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import { IModelOracle } from "../interfaces/IModelOracle.sol";
import { BoundedCall } from "./BoundedCall.sol";

/// @title OracleVault: operators' free stake, the list requests are assigned from, and payments
/// @notice A payment that cannot be pushed is credited, so that no receiver can block anybody else's.
abstract contract OracleVault is IModelOracle, ReentrancyGuardTransient {
    /// @dev Enough for a clone's `receive` that logs and for a smart account's; too little to be a nuisance.
    uint256 internal constant PUSH_GAS = 50_000;

    uint256 private immutable MIN_STAKE_WEI;

    mapping(address operator => uint256) private _freeStakeWei;
    mapping(address account => uint256) private _creditWei;

    // INVARIANT: an operator is in the list exactly while its free stake is at least MIN_STAKE_WEI.
    address[] private _operators;

    /// @dev Place in `_operators` counted from 1; 0 for none.
    mapping(address operator => uint256) private _placeOf;

    constructor(uint256 minStakeWei) {
        if (minStakeWei == 0) revert AIOracle_BadParameter("minStakeWei");
        MIN_STAKE_WEI = minStakeWei;
    }

    /// @inheritdoc IModelOracle
    function stake() external payable {
        if (msg.value == 0) revert AIOracle_BadParameter("amount");
        _stake(msg.sender, msg.value);
    }

    /// @inheritdoc IModelOracle
    function unstake(uint256 amount) external nonReentrant {
        if (amount == 0) revert AIOracle_BadParameter("amount");
        uint256 left = _takeFreeStake(msg.sender, amount);
        emit Unstaked(msg.sender, amount, left);
        _payOrRevert(msg.sender, amount);
    }

    /// @inheritdoc IModelOracle
    function withdraw(address account) external nonReentrant {
        uint256 amount = _creditWei[account];
        if (amount == 0) revert AIOracle_NothingToWithdraw(account);
        _creditWei[account] = 0;
        emit Withdrawn(account, amount);
        _payOrRevert(account, amount);
    }

    /// @inheritdoc IModelOracle
    function freeStakeOf(address operator) external view returns (uint256) {
        return _freeStakeWei[operator];
    }

    /// @inheritdoc IModelOracle
    function creditOf(address account) external view returns (uint256) {
        return _creditWei[account];
    }

    /// @inheritdoc IModelOracle
    function operators() external view returns (address[] memory) {
        return _operators;
    }

    function _minStakeWei() internal view returns (uint256) {
        return MIN_STAKE_WEI;
    }

    function _stake(address operator, uint256 amount) internal {
        emit Staked(operator, amount, _addFreeStake(operator, amount));
    }

    function _addFreeStake(address operator, uint256 amount) internal returns (uint256 free) {
        free = _freeStakeWei[operator] + amount;
        _setFreeStake(operator, free);
    }

    function _takeFreeStake(address operator, uint256 amount) internal returns (uint256 left) {
        uint256 free = _freeStakeWei[operator];
        if (free < amount) revert AIOracle_NotEnoughStake(operator, free, amount);
        left = free - amount;
        _setFreeStake(operator, left);
    }

    /// @dev One of the operators, by a number nobody knows before the block; zero when there is none. However many there
    /// are, this reads two slots: a crowd of stakers cannot make requests dearer.
    function _drawOperator(uint256 requestId) internal view returns (address) {
        uint256 count = _operators.length;
        if (count == 0) return address(0);
        return _operators[uint256(keccak256(abi.encode(block.prevrandao, requestId))) % count];
    }

    /// @dev Pushes `amount` with bounded gas, or credits it. Reverts rather than let a caller who brought too little gas
    /// turn a payment into a credit.
    function _pay(address to, uint256 amount) internal {
        if (amount == 0) return;
        _requireGasFor(PUSH_GAS);
        if (BoundedCall.tryCall(to, PUSH_GAS, amount, "")) return;
        _creditWei[to] += amount;
        emit Credited(to, amount);
    }

    function _requireGasFor(uint256 gasLimit) internal view {
        uint256 needed = BoundedCall.neededGas(gasLimit);
        if (gasleft() < needed) revert AIOracle_NotEnoughGas(gasleft(), needed);
    }

    function _payOrRevert(address to, uint256 amount) private {
        if (!BoundedCall.tryCall(to, gasleft(), amount, "")) revert AIOracle_PaymentFailed(to, amount);
    }

    function _setFreeStake(address operator, uint256 free) private {
        _freeStakeWei[operator] = free;
        uint256 place = _placeOf[operator];
        if (free >= MIN_STAKE_WEI) {
            if (place != 0) return;
            _operators.push(operator);
            _placeOf[operator] = _operators.length;
        } else if (place != 0) {
            // The last one takes the place that becomes free.
            address last = _operators[_operators.length - 1];
            _operators[place - 1] = last;
            _placeOf[last] = place;
            _operators.pop();
            _placeOf[operator] = 0;
        }
    }
}
