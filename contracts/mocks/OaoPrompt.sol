// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

// A consumer as a developer outside this repository would write it: it knows the published shape of the on-chain AI
// oracle (OAO) and nothing of ours, so it declares that shape itself and imports nothing.

interface IOaoOracle {
    function requestCallback(uint256 modelId, bytes memory input, address callbackContract, uint64 gasLimit, bytes memory callbackData)
        external
        payable
        returns (uint256);

    function estimateFee(uint256 modelId, uint256 gasLimit) external view returns (uint256);

    function isFinalized(uint256 requestId) external view returns (bool);
}

/// @dev OAO's receiver: bound to one oracle for ever, deaf to everyone else.
abstract contract AIOracleCallbackReceiver {
    IOaoOracle public immutable aiOracle;

    error UnauthorizedCallbackSource(IOaoOracle expected, IOaoOracle found);

    modifier onlyAIOracleCallback() {
        if (msg.sender != address(aiOracle)) revert UnauthorizedCallbackSource(aiOracle, IOaoOracle(msg.sender));
        _;
    }

    constructor(IOaoOracle oracle) {
        aiOracle = oracle;
    }

    function isFinalized(uint256 requestId) external view returns (bool) {
        return aiOracle.isFinalized(requestId);
    }

    function aiOracleCallback(uint256 requestId, bytes calldata output, bytes calldata callbackData) external virtual;
}

/// @title OaoPrompt: asks a model for anyone who pays, and keeps the newest answer to each prompt
/// @notice Like consumers in the wild it forwards all it is paid, cannot receive ETH, and uses a gas limit per model.
contract OaoPrompt is AIOracleCallbackReceiver {
    struct Asked {
        address sender;
        uint256 modelId;
        bytes input;
        bytes output;
    }

    address private immutable OWNER;

    mapping(uint256 requestId => Asked) public requests;
    mapping(uint256 modelId => uint64) public callbackGasLimit;
    mapping(uint256 modelId => mapping(string prompt => string)) private _answers;

    event promptRequest(uint256 requestId, address sender, uint256 modelId, string prompt);
    event promptsUpdated(uint256 requestId, uint256 modelId, string input, string output, bytes callbackData);

    constructor(IOaoOracle oracle) AIOracleCallbackReceiver(oracle) {
        OWNER = msg.sender;
    }

    function setCallbackGasLimit(uint256 modelId, uint64 gasLimit) external {
        require(msg.sender == OWNER, "not the owner");
        callbackGasLimit[modelId] = gasLimit;
    }

    function calculateAIResult(uint256 modelId, string calldata prompt) external payable {
        bytes memory input = bytes(prompt);
        uint256 requestId =
            aiOracle.requestCallback{ value: msg.value }(modelId, input, address(this), callbackGasLimit[modelId], "");
        requests[requestId] = Asked(msg.sender, modelId, input, "");
        emit promptRequest(requestId, msg.sender, modelId, prompt);
    }

    function aiOracleCallback(uint256 requestId, bytes calldata output, bytes calldata callbackData)
        external
        override
        onlyAIOracleCallback
    {
        Asked storage asked = requests[requestId];
        require(asked.sender != address(0), "unknown request");
        asked.output = output;
        _answers[asked.modelId][string(asked.input)] = string(output);
        emit promptsUpdated(requestId, asked.modelId, string(asked.input), string(output), callbackData);
    }

    function estimateFee(uint256 modelId) external view returns (uint256) {
        return aiOracle.estimateFee(modelId, callbackGasLimit[modelId]);
    }

    function getAIResult(uint256 modelId, string calldata prompt) external view returns (string memory) {
        return _answers[modelId][prompt];
    }
}
