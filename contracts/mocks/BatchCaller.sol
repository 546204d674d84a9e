// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// @notice One call of a batch.
struct BatchedCall {
    address to;
    uint256 value;
    bytes data;
}

/// @title BatchCaller: one player in many games at once
/// @notice Makes many calls in one transaction, each on its own: one that fails does not undo the others.
contract BatchCaller {
    /// @notice `result` is what the call gave back, or why it failed.
    event Called(bool success, bytes result);

    receive() external payable { }

    function send(BatchedCall[] calldata calls) external payable {
        for (uint256 i = 0; i < calls.length; i++) {
            (bool success, bytes memory result) = calls[i].to.call{ value: calls[i].value }(calls[i].data);
            emit Called(success, result);
        }
    }

    function read(address from, bytes[] calldata calls) external view returns (bytes[] memory results) {
        results = new bytes[](calls.length);
        for (uint256 i = 0; i < calls.length; i++) {
            bool success;
            (success, results[i]) = from.staticcall(calls[i]);
            require(success);
        }
    }
}
