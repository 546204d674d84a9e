// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { ERC20Upgradeable } from "@openzeppelin/contracts-upgradeable/token/ERC20/ERC20Upgradeable.sol";
import {
    ERC20PermitUpgradeable
} from "@openzeppelin/contracts-upgradeable/token/ERC20/extensions/ERC20PermitUpgradeable.sol";
import { NoncesUpgradeable } from "@openzeppelin/contracts-upgradeable/utils/NoncesUpgradeable.sol";
import { ILiquidityHook } from "../interfaces/ILiquidityHook.sol";
import { IModelToken, ModelTokenParams } from "../interfaces/IModelToken.sol";
import { BalanceSnapshots } from "./extensions/BalanceSnapshots.sol";
import { EligibleVotes } from "./extensions/EligibleVotes.sol";
import { RevenueRedemption } from "./extensions/RevenueRedemption.sol";

/// @title ModelToken: the revenue share token of one model
/// @dev The implementation behind ERC-1167 clones. Nobody owns it: the governor can add revenue tokens, and that is all.
contract ModelToken is RevenueRedemption, ERC20PermitUpgradeable {
    /// @dev Longer periods are mistakes; the bound also keeps release times within their fields.
    uint256 private constant MAX_RELEASE_PERIOD_SEC = 3650 days;

    address private _governor;
    string private _contractURI;

    /// @param chosenPoolManager the Uniswap v4 pool manager: holds what is in pools
    /// @param chosenHook opens the token's pool at graduation
    constructor(address chosenPoolManager, address chosenHook) EligibleVotes(chosenPoolManager, chosenHook) {
        _disableInitializers();
    }

    /// @dev Cheap on purpose (an event and nothing else): any sender's gas must do.
    receive() external payable {
        emit RevenueReceived(msg.sender, msg.value);
    }

    /// @inheritdoc IModelToken
    function initialize(ModelTokenParams calldata params) external initializer {
        if (params.claimableBps > 10_000) revert ModelToken_BadParameter("claimableBps");
        if (params.releasePeriodSec > MAX_RELEASE_PERIOD_SEC) revert ModelToken_BadParameter("releasePeriodSec");
        if (params.weth.code.length == 0 || params.weth == address(this)) revert ModelToken_BadParameter("weth");
        __ERC20_init(params.name, params.symbol);
        __ERC20Permit_init(params.name);
        _contractURI = params.contractURI;
        _governor = params.governor;
        _weth = params.weth;
        Head memory head;
        head.claimableBps = params.claimableBps;
        head.releasePeriodSec = params.releasePeriodSec;
        head.snapshotIntervalSec = params.snapshotIntervalSec;
        _writeHead(head);
        _addCurrency(ETH);
        _addCurrency(params.weth);
        for (uint256 i = 0; i < params.excluded.length; ++i) {
            if (params.excluded[i] == address(0)) revert ModelToken_BadParameter("excluded");
            _exclude(params.excluded[i]);
        }
        for (uint256 i = 0; i < params.allocations.length; ++i) {
            _mint(params.allocations[i].to, params.allocations[i].amount);
        }
        if (totalSupply() == 0) revert ModelToken_BadParameter("allocations");
    }

    /// @inheritdoc IModelToken
    /// @dev The model token itself can never be one: what is owed to holders would then be part of the supply.
    function addRevenueToken(address token) external nonReentrant {
        if (msg.sender != _governor) revert ModelToken_NotGovernor(msg.sender);
        if (token == address(this) || (token != ETH && token.code.length == 0)) revert ModelToken_BadParameter("token");
        _addCurrency(token);
        emit RevenueTokenAdded(token);
    }

    /// @inheritdoc IModelToken
    function retire(uint256 amount) external {
        if (msg.sender != HOOK) revert ModelToken_NotHook(msg.sender);
        _burn(msg.sender, amount);
    }

    /// @inheritdoc IModelToken
    function contractURI() external view returns (string memory) {
        return _contractURI;
    }

    /// @inheritdoc IModelToken
    function claimableBps() external view returns (uint16) {
        return _readHead().claimableBps;
    }

    /// @inheritdoc IModelToken
    function releasePeriodSec() external view returns (uint32) {
        return _readHead().releasePeriodSec;
    }

    /// @inheritdoc IModelToken
    function snapshotIntervalSec() external view returns (uint32) {
        return _readHead().snapshotIntervalSec;
    }

    /// @inheritdoc IModelToken
    function governor() external view returns (address) {
        return _governor;
    }

    /// @dev Permits and delegations by signature share one counter.
    function nonces(address owner) public view override(ERC20PermitUpgradeable, NoncesUpgradeable) returns (uint256) {
        return super.nonces(owner);
    }

    /// @dev Nobody can open a market beside the sale, or lend the token there for nothing, before its own pool is open.
    function _update(address from, address to, uint256 value)
        internal
        override(ERC20Upgradeable, BalanceSnapshots)
    {
        if (to == POOL_MANAGER && !ILiquidityHook(HOOK).isGraduated(address(this))) revert ModelToken_NotGraduated();
        super._update(from, to, value);
    }
}
