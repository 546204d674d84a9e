// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// @notice A registered model. Only the price can change, and only where a mandate was given for it.
/// @param modelHash commitment to the weights
/// @param programHash commitment to the operator graph
/// @param receiver gets the model's part of every final fee
/// @param priceWei price of one inference
/// @param uri where the bundle is found: ipfs://CID of its manifest
struct Model {
    bytes32 modelHash;
    bytes32 programHash;
    address receiver;
    uint128 priceWei;
    string uri;
}

/// @notice Who may change what about a model; fixed at its registration, for all its versions.
/// @param governor sets prices and adds versions; zero where nobody can
/// @param minPriceWei least price it can set
/// @param maxPriceWei highest price it can set
struct Mandate {
    address governor;
    uint128 minPriceWei;
    uint128 maxPriceWei;
}

/// @title ModelRegistry: the models an oracle answers for
/// @notice An id stands for the same hashes for ever. A new version of a model is a new id that is linked to the first
/// one: requests, answers, disputes and validators of the old id stay with the old hashes, and a payer gets the version
/// whose id it asked.
interface IModelRegistry {
    event ModelRegistered(
        uint256 indexed modelId,
        bytes32 modelHash,
        bytes32 programHash,
        address indexed receiver,
        uint256 priceWei,
        string uri
    );
    /// @notice Beside `ModelRegistered`: the model has a governor.
    event ModelMandated(uint256 indexed modelId, address indexed governor, uint256 minPriceWei, uint256 maxPriceWei);
    /// @notice After `ModelRegistered` of `modelId`: it is version `version` of the model that began as `originId`.
    event ModelVersionAdded(uint256 indexed originId, uint256 indexed modelId, uint256 version);
    event ModelPriceChanged(uint256 indexed modelId, uint256 oldPriceWei, uint256 newPriceWei);

    error AIOracle_UnknownModel(uint256 modelId);
    error AIOracle_BadParameter(string name);
    error AIOracle_NotGovernor(uint256 modelId, address caller);
    error AIOracle_PriceOutOfBounds(uint256 priceWei, uint256 minPriceWei, uint256 maxPriceWei);

    /// @notice Registers a model that nobody can change. Anyone may; the same weights may be offered more than once, at
    /// other terms.
    /// @return modelId ids start at 1
    function registerModel(Model calldata newModel) external returns (uint256 modelId);

    /// @notice Registers a model whose price and versions are the governor's, within the mandate.
    function registerGovernedModel(Model calldata newModel, Mandate calldata mandate)
        external
        returns (uint256 modelId);

    /// @notice Sets the price of one version, for requests from now on. Only the governor, within the mandate's bounds.
    function setPrice(uint256 modelId, uint128 priceWei) external;

    /// @notice Adds a version with other hashes to a model, of which `modelId` may be any version; receiver and price are
    /// those of the newest. Only the governor.
    /// @return newModelId the id of the version
    function addVersion(uint256 modelId, bytes32 modelHash, bytes32 programHash, string calldata uri)
        external
        returns (uint256 newModelId);

    /// @notice The model; reverts for an unknown id, like all that follow.
    function model(uint256 modelId) external view returns (Model memory);

    /// @notice The mandate given with the first version; zeros where there is none.
    function mandateOf(uint256 modelId) external view returns (Mandate memory);

    /// @notice The id of the model's first version, `modelId` itself for one that has no other.
    function originOf(uint256 modelId) external view returns (uint256);

    /// @notice The id of the model's newest version.
    function latestOf(uint256 modelId) external view returns (uint256);

    /// @notice Which version of its model the id is, from 1.
    function versionOf(uint256 modelId) external view returns (uint256);

    /// @notice How many ids there are: also the newest.
    function modelCount() external view returns (uint256);
}
