// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// @notice What one element of a step's trace is checked against: everything the chain already holds to be agreed or
/// claimed. Layouts: docs/op-spec.md, "Records" and "Witness".
/// @param header the program's header, 64 bytes
/// @param record the record of the disputed tensor, 128 bytes
/// @param tensor number of that tensor in the step's trace
/// @param element number of the element in it; may lie in the padding of the last chunk
/// @param chunk the asserter's chunk that holds the element
/// @param step which step of the run, from 0
/// @param steps how many steps the run has
/// @param inputBytes length of the request's input
/// @param inputHash keccak256 of it, also the seed
/// @param modelHash root over the weights
/// @param stepRoot root of the asserter's trace of this step
/// @param stepsRoot root over all its steps
struct ElementClaim {
    bytes32[2] header;
    bytes32[4] record;
    uint256 tensor;
    uint256 element;
    bytes32 chunk;
    uint256 step;
    uint256 steps;
    uint256 inputBytes;
    bytes32 inputHash;
    bytes32 modelHash;
    bytes32 stepRoot;
    bytes32 stepsRoot;
}

/// @title OpVerifier: recomputes one element of one operator's output
interface IOpVerifier {
    error OpVerifier_UnknownOpcode(uint256 opcode);
    /// @notice The record asks for what no accepted program has: a read outside of what it reads from, or of what is computed later, a
    /// value outside of its type.
    error OpVerifier_BadRecord();
    /// @notice The element does not lie in the chunk's tensor.
    error OpVerifier_NoSuchElement(uint256 element);
    /// @notice A slice of the witness does not lead to the root it must lead to. `read` counts from 0.
    error OpVerifier_WrongRoot(uint256 read);
    /// @notice The witness is shorter or longer than the operator's reads.
    error OpVerifier_WitnessLength(uint256 length);

    /// @notice Whether the claimed element differs from what the operator gives for the reads in `witness`.
    /// @dev Reverts when the witness does not prove its reads; so `true` is a proof of fraud, and `false` says that these reads show
    /// none (for max and argmax others still might).
    function isWrong(ElementClaim calldata claim, bytes calldata witness) external view returns (bool);
}
