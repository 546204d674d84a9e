// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// @title The on-chain AI oracle interface (OAO), in the shape that ORA published
/// @notice A contract written for OAO calls these functions and reads these events.
interface IAIOracle {
    /// @notice A request was made and paid.
    event AICallbackRequest(
        address indexed account,
        uint256 indexed requestId,
        uint256 modelId,
        bytes input,
        address callbackContract,
        uint64 gasLimit,
        bytes callbackData
    );

    /// @notice A result was posted, or replaced after a won challenge.
    event AICallbackResult(address indexed account, uint256 indexed requestId, address invoker, bytes output);

    /// @notice Asks model `modelId` for its answer to `input`.
    /// @param callbackContract called back with the answer; the zero address for none
    /// @param gasLimit gas of that call, paid for with the fee
    /// @param callbackData handed back with the answer
    function requestCallback(
        uint256 modelId,
        bytes memory input,
        address callbackContract,
        uint64 gasLimit,
        bytes memory callbackData
    ) external payable returns (uint256 requestId);

    /// @notice The fee of a request, in wei: the model's price, and the gas of the callback.
    function estimateFee(uint256 modelId, uint256 gasLimit) external view returns (uint256);

    /// @notice Whether the answer can no longer change.
    function isFinalized(uint256 requestId) external view returns (bool);
}

/// @title What a contract implements to be called back with an answer (OAO)
interface IAIOracleCallback {
    /// @notice Delivers the answer to `requestId`. Called again when a won challenge replaces it.
    function aiOracleCallback(uint256 requestId, bytes calldata output, bytes calldata callbackData) external;
}
