// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {
    ERC20VotesUpgradeable
} from "@openzeppelin/contracts-upgradeable/token/ERC20/extensions/ERC20VotesUpgradeable.sol";
import { IModelToken } from "../../interfaces/IModelToken.sol";

/// @title EligibleVotes: votes for every holder, and none for accounts that hold tokens for others
/// @dev A pool, a curve or a vesting wallet can neither claim nor vote. Counting its tokens loses the revenue that falls
/// to it and makes quorums unreachable. So excluded accounts have no voting units: tokens that cross that border are
/// minted or burned as units, and the total of units is the eligible supply at every past second.
/// The token itself, the pool manager and the hook are excluded in every token, by code: that costs a launch nothing.
/// Holders vote without a first transaction: the delegate of an account is the account itself until it names another.
abstract contract EligibleVotes is IModelToken, ERC20VotesUpgradeable {
    /// @param isExcluded shares nothing, votes nothing
    /// @param delegatedSince Unix seconds of the first delegation from or to the account; 0 while its votes have
    /// always been exactly its balance
    struct Standing {
        bool isExcluded;
        uint48 delegatedSince;
    }

    address internal immutable POOL_MANAGER;
    address internal immutable HOOK;

    mapping(address account => Standing) private _standings;
    address[] private _excluded;

    constructor(address chosenPoolManager, address chosenHook) {
        if (chosenPoolManager == address(0)) revert ModelToken_BadParameter("poolManager");
        if (chosenHook == address(0)) revert ModelToken_BadParameter("hook");
        POOL_MANAGER = chosenPoolManager;
        HOOK = chosenHook;
    }

    function clock() public view override returns (uint48) {
        return uint48(block.timestamp);
    }

    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() public pure override returns (string memory) {
        return "mode=timestamp";
    }

    /// @dev The account itself unless it chose another.
    function delegates(address account) public view override returns (address) {
        address chosen = super.delegates(account);
        return chosen == address(0) ? account : chosen;
    }

    /// @inheritdoc IModelToken
    function isExcluded(address account) public view override returns (bool) {
        return _isExcludedByCode(account) || _standings[account].isExcluded;
    }

    /// @inheritdoc IModelToken
    function excludedAccounts() public view override returns (address[] memory list) {
        list = new address[](3 + _excluded.length);
        (list[0], list[1], list[2]) = (address(this), POOL_MANAGER, HOOK);
        for (uint256 i = 3; i < list.length; ++i) {
            list[i] = _excluded[i - 3];
        }
    }

    /// @inheritdoc IModelToken
    function eligibleSupply() public view override returns (uint256) {
        return _getTotalSupply();
    }

    /// @dev Only before the first mint: units are never moved afterwards. Naming an account twice is harmless.
    function _exclude(address account) internal {
        if (isExcluded(account)) return;
        _standings[account].isExcluded = true;
        _excluded.push(account);
    }

    /// @dev Runs after the eligible supply became zero, or ceased to be.
    function _onEligibilityFlip(bool anyEligible) internal virtual;

    function _standingOf(address account) internal view returns (Standing memory standing) {
        standing = _standings[account];
        if (_isExcludedByCode(account)) standing.isExcluded = true;
    }

    /// @dev Choosing nobody means choosing oneself, so that no units are ever without a voter.
    function _delegate(address account, address delegatee) internal override {
        if (delegatee == address(0)) delegatee = account;
        // Excluded accounts have no units to move.
        if (delegatee != account && !isExcluded(account)) {
            _markDelegated(account);
            _markDelegated(delegatee);
        }
        super._delegate(account, delegatee);
    }

    /// @dev INVARIANT: eligibleSupply == totalSupply - balances of excluded accounts == sum of all votes.
    function _transferVotingUnits(address from, address to, uint256 amount) internal override {
        address unitsFrom = isExcluded(from) ? address(0) : from;
        address unitsTo = isExcluded(to) ? address(0) : to;
        if (unitsFrom == unitsTo || amount == 0) return;
        if (unitsFrom != address(0) && unitsTo != address(0)) {
            super._transferVotingUnits(unitsFrom, unitsTo, amount);
            return;
        }
        bool wasAny = _getTotalSupply() > 0;
        super._transferVotingUnits(unitsFrom, unitsTo, amount);
        bool isAny = _getTotalSupply() > 0;
        if (wasAny != isAny) _onEligibilityFlip(isAny);
    }

    function _getVotingUnits(address account) internal view override returns (uint256) {
        return isExcluded(account) ? 0 : super._getVotingUnits(account);
    }

    function _isExcludedByCode(address account) private view returns (bool) {
        return account == address(this) || account == POOL_MANAGER || account == HOOK;
    }

    function _markDelegated(address account) private {
        Standing storage standing = _standings[account];
        if (standing.delegatedSince == 0) standing.delegatedSince = uint48(block.timestamp);
    }
}
