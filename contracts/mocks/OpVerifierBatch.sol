// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { OpVerifier } from "../dispute/OpVerifier.sol";
import { ElementClaim, IOpVerifier } from "../interfaces/IOpVerifier.sol";

/// @notice What one element of a step is claimed to be, and what shows it.
struct ElementCase {
    bytes32[4] record;
    uint256 tensor;
    uint256 element;
    bytes32 chunk;
    bytes witness;
}

/// @title OpVerifierBatch: asks the verifier about many elements of one step at once
contract OpVerifierBatch {
    IOpVerifier public immutable verifier = new OpVerifier();

    /// @notice A byte for each case: 0 the element is right, 1 it is wrong, 2 the verifier reverts. The fields of `shared` that a case has are
    /// not read.
    function outcomes(ElementClaim calldata shared, ElementCase[] calldata cases)
        external
        view
        returns (bytes memory found)
    {
        found = new bytes(cases.length);
        ElementClaim memory claim = shared;
        for (uint256 i; i < cases.length; ++i) {
            claim.record = cases[i].record;
            claim.tensor = cases[i].tensor;
            claim.element = cases[i].element;
            claim.chunk = cases[i].chunk;
            try verifier.isWrong(claim, cases[i].witness) returns (bool isWrong) {
                found[i] = isWrong ? bytes1(0x01) : bytes1(0x00);
            } catch {
                found[i] = 0x02;
            }
        }
    }
}
