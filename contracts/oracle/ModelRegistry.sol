// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IModelOracle, Model } from "../interfaces/IModelOracle.sol";
import { IModelRegistry, Mandate } from "../interfaces/IModelRegistry.sol";

/// @title ModelRegistry: the models an oracle answers for
/// @notice Append-only: what a payer saw of a model is what it stays, but for the price of later requests.
// INVARIANT: hashes, receiver and URI of an id never change; its price changes within its mandate only.
abstract contract ModelRegistry is IModelOracle {
    /// @dev A model as stored. The last slot stays empty for a first version.
    struct Listing {
        // slots: 32, 32, 20 + 12 bytes
        bytes32 modelHash;
        bytes32 programHash;
        address receiver;
        uint96 priceWei;
        string uri;
        // slot: 8 + 4
        uint64 originId; // 0 for a first version
        uint32 olderVersions;
    }

    /// @dev By the id of the first version.
    struct Lineage {
        // slots: 20 + 12 bytes, 12 + 8
        address governor;
        uint96 minPriceWei;
        uint96 maxPriceWei;
        uint64 latestId; // 0 while there is one version
    }

    uint256 internal constant MAX_URI_BYTES = 256;

    /// @dev A million ETH: keeps every price inside uint96 and every fee far inside uint128.
    uint256 internal constant MAX_PRICE_WEI = 1_000_000 ether;

    mapping(uint256 modelId => Listing) private _models;
    mapping(uint256 originId => Lineage) private _lineages;

    /// @inheritdoc IModelRegistry
    uint256 public modelCount;

    /// @inheritdoc IModelRegistry
    function registerModel(Model calldata newModel) external returns (uint256 modelId) {
        return _register(newModel);
    }

    /// @inheritdoc IModelRegistry
    function registerGovernedModel(Model calldata newModel, Mandate calldata mandate)
        external
        returns (uint256 modelId)
    {
        if (mandate.governor == address(0)) revert AIOracle_BadParameter("governor");
        if (mandate.maxPriceWei > MAX_PRICE_WEI) revert AIOracle_BadParameter("maxPriceWei");
        _checkPrice(newModel.priceWei, mandate.minPriceWei, mandate.maxPriceWei);
        modelId = _register(newModel);
        // Both at most MAX_PRICE_WEI.
        _lineages[modelId] = Lineage(mandate.governor, uint96(mandate.minPriceWei), uint96(mandate.maxPriceWei), 0);
        emit ModelMandated(modelId, mandate.governor, mandate.minPriceWei, mandate.maxPriceWei);
    }

    /// @inheritdoc IModelRegistry
    function setPrice(uint256 modelId, uint128 priceWei) external {
        Lineage storage lineage = _governed(modelId);
        _checkPrice(priceWei, lineage.minPriceWei, lineage.maxPriceWei);
        Listing storage listing = _models[modelId];
        emit ModelPriceChanged(modelId, listing.priceWei, priceWei);
        listing.priceWei = uint96(priceWei); // within bounds that are
    }

    /// @inheritdoc IModelRegistry
    function addVersion(uint256 modelId, bytes32 modelHash, bytes32 programHash, string calldata uri)
        external
        returns (uint256 newModelId)
    {
        Lineage storage lineage = _governed(modelId);
        if (modelHash == 0) revert AIOracle_BadParameter("modelHash");
        if (programHash == 0) revert AIOracle_BadParameter("programHash");
        uint256 originId = originOf(modelId);
        Listing storage newest = _models[latestOf(modelId)];
        newModelId = _register(Model(modelHash, programHash, newest.receiver, newest.priceWei, uri));
        Listing storage added = _models[newModelId];
        added.originId = uint64(originId); // ids are counted one a call
        added.olderVersions = newest.olderVersions + 1;
        lineage.latestId = uint64(newModelId);
        emit ModelVersionAdded(originId, newModelId, uint256(added.olderVersions) + 1);
    }

    /// @inheritdoc IModelRegistry
    function model(uint256 modelId) external view returns (Model memory) {
        Listing storage listing = _model(modelId);
        return Model(listing.modelHash, listing.programHash, listing.receiver, listing.priceWei, listing.uri);
    }

    /// @inheritdoc IModelRegistry
    function mandateOf(uint256 modelId) external view returns (Mandate memory) {
        Lineage storage lineage = _lineages[originOf(modelId)];
        return Mandate(lineage.governor, lineage.minPriceWei, lineage.maxPriceWei);
    }

    /// @inheritdoc IModelRegistry
    function versionOf(uint256 modelId) external view returns (uint256) {
        return uint256(_model(modelId).olderVersions) + 1;
    }

    /// @inheritdoc IModelRegistry
    function originOf(uint256 modelId) public view returns (uint256) {
        uint256 originId = _model(modelId).originId;
        return originId == 0 ? modelId : originId;
    }

    /// @inheritdoc IModelRegistry
    function latestOf(uint256 modelId) public view returns (uint256) {
        uint256 originId = originOf(modelId);
        uint256 latestId = _lineages[originId].latestId;
        return latestId == 0 ? originId : latestId;
    }

    /// @dev Reverts for an unknown model: a registered one always has a receiver.
    function _model(uint256 modelId) internal view returns (Listing storage found) {
        found = _models[modelId];
        if (found.receiver == address(0)) revert AIOracle_UnknownModel(modelId);
    }

    /// @dev For the governor of the model only; a model without one is nobody's.
    function _governed(uint256 modelId) private view returns (Lineage storage lineage) {
        lineage = _lineages[originOf(modelId)];
        if (msg.sender != lineage.governor) revert AIOracle_NotGovernor(modelId, msg.sender);
    }

    function _register(Model memory newModel) private returns (uint256 modelId) {
        uint256 uriLength = bytes(newModel.uri).length;
        if (uriLength == 0 || uriLength > MAX_URI_BYTES) revert AIOracle_BadParameter("uri");
        // The oracle takes no plain transfers: as a receiver it could never be paid.
        if (newModel.receiver == address(0) || newModel.receiver == address(this)) {
            revert AIOracle_BadParameter("receiver");
        }
        if (newModel.priceWei > MAX_PRICE_WEI) revert AIOracle_BadParameter("priceWei");

        modelId = ++modelCount;
        Listing storage listing = _models[modelId];
        listing.modelHash = newModel.modelHash;
        listing.programHash = newModel.programHash;
        listing.receiver = newModel.receiver;
        listing.priceWei = uint96(newModel.priceWei); // ≤ MAX_PRICE_WEI
        listing.uri = newModel.uri;
        emit ModelRegistered(
            modelId, newModel.modelHash, newModel.programHash, newModel.receiver, newModel.priceWei, newModel.uri
        );
    }

    function _checkPrice(uint256 priceWei, uint256 minPriceWei, uint256 maxPriceWei) private pure {
        if (priceWei < minPriceWei || priceWei > maxPriceWei) {
            revert AIOracle_PriceOutOfBounds(priceWei, minPriceWei, maxPriceWei);
        }
    }
}
