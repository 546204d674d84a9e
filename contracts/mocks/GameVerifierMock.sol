// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { ElementClaim, IOpVerifier } from "../interfaces/IOpVerifier.sol";

/// @title GameVerifierMock: answers one exact question, and refuses every other
/// @notice So a test of the game also says what the game must ask.
contract GameVerifierMock is IOpVerifier {
    error GameVerifierMock_NotExpected(ElementClaim claim, bytes witness);

    bytes32 private _expected;
    bool private _isWrong;

    function expect(ElementClaim calldata claim, bytes calldata witness, bool answer) external {
        _expected = keccak256(abi.encode(claim, witness));
        _isWrong = answer;
    }

    /// @inheritdoc IOpVerifier
    function isWrong(ElementClaim calldata claim, bytes calldata witness) external view returns (bool) {
        if (keccak256(abi.encode(claim, witness)) != _expected) revert GameVerifierMock_NotExpected(claim, witness);
        return _isWrong;
    }
}
