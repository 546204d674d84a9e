// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { ElementClaim, IOpVerifier } from "../interfaces/IOpVerifier.sol";
import { Records } from "./Records.sol";

/// @title Rows: tensors that are read as equal rows, one after the other
library Rows {
    /// @notice Elements of each of `rows` rows of a tensor of `size`.
    function width(uint256 size, uint256 rows) internal pure returns (uint256 elements) {
        if (rows == 0 || size % rows != 0) revert IOpVerifier.OpVerifier_BadRecord();
        elements = size / rows;
        if (elements == 0) revert IOpVerifier.OpVerifier_BadRecord();
    }

    /// @notice How many of a row's `elements` are of the past: up to this step, or all where the graph runs once.
    function past(ElementClaim calldata claim, uint256 elements) internal pure returns (uint256) {
        if (Records.isOnce(claim.header)) return elements;
        // INVARIANT: what is read of a row stays within it.
        if (claim.step >= elements) revert IOpVerifier.OpVerifier_BadRecord();
        return claim.step + 1;
    }
}
