// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IModelOracle, Model } from "../interfaces/IModelOracle.sol";

/// @title ModelRegistry: the models an oracle answers for
/// @notice Append-only: what a payer saw of a model is what it stays.
abstract contract ModelRegistry is IModelOracle {
    uint256 internal constant MAX_URI_BYTES = 256;

    /// @dev A million ETH: keeps every fee far inside uint128.
    uint256 internal constant MAX_PRICE_WEI = 1_000_000 ether;

    mapping(uint256 modelId => Model) private _models;

    /// @inheritdoc IModelOracle
    uint256 public modelCount;

    /// @inheritdoc IModelOracle
    function registerModel(Model calldata newModel) external returns (uint256 modelId) {
        uint256 uriLength = bytes(newModel.uri).length;
        if (uriLength == 0 || uriLength > MAX_URI_BYTES) revert AIOracle_BadParameter("uri");
        // The oracle takes no plain transfers: as a receiver it could never be paid.
        if (newModel.receiver == address(0) || newModel.receiver == address(this)) {
            revert AIOracle_BadParameter("receiver");
        }
        if (newModel.priceWei > MAX_PRICE_WEI) revert AIOracle_BadParameter("priceWei");

        modelId = ++modelCount;
        _models[modelId] = newModel;
        emit ModelRegistered(
            modelId, newModel.modelHash, newModel.programHash, newModel.receiver, newModel.priceWei, newModel.uri
        );
    }

    /// @inheritdoc IModelOracle
    function model(uint256 modelId) external view returns (Model memory) {
        return _model(modelId);
    }

    /// @dev Reverts for an unknown model: a registered one always has a receiver.
    function _model(uint256 modelId) internal view returns (Model storage found) {
        found = _models[modelId];
        if (found.receiver == address(0)) revert AIOracle_UnknownModel(modelId);
    }
}
