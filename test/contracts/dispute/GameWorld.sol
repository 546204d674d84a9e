// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { TraceTree } from "../../../contracts/dispute/TraceTree.sol";
import { Base } from "../Base.sol";
import { PlainTree } from "./PlainTree.sol";

/// @notice A made-up program and its trace, true or with one chunk changed. What a chunk says follows from where it is, so that
/// both sides can work out any node; only the last tensor of a step is the text.
abstract contract GameWorld is Base {
    uint256 internal constant APPEND = 1; // number of the tensor that is carried on, besides the last
    uint256 internal constant CARRIED = 2;
    uint8 internal constant TERMINATOR = 7;

    bytes internal input = "To be, or";
    bytes internal output = " not to be";
    bool internal once;
    uint256 internal tensors = 5;
    uint256 internal maxOutput = 100;
    uint256 internal minOutput = 2;

    /// @dev Elements and their type: 4 chunks, 2 chunks, 1 chunk, 263 chunks, 1 chunk; further ones have one chunk.
    function shapeOf(uint256 tensor) internal view returns (uint8 opcode, uint8 dtype, uint32 size) {
        if (tensor + 1 == tensors) return once ? (5, 4, uint32(maxOutput)) : (16, 4, 1);
        if (tensor == APPEND) return (6, 1, 64);
        if (tensor == 0) return (5, 3, 100);
        if (tensor == 3) return (11, 6, 2100);
        return (13, 5, 16);
    }

    function bytesOf(uint256 tensor) internal view returns (uint256) {
        (, uint8 dtype, uint32 size) = shapeOf(tensor);
        return uint256(size) * (dtype == 6 ? 4 : dtype == 5 ? 2 : 1);
    }

    function header() internal view returns (bytes32[2] memory packed) {
        bytes memory laid = abi.encodePacked(
            uint8(3), uint8(once ? 1 : 0), TERMINATOR, uint8(0), uint32(tensors), uint32(CARRIED), uint32(256), uint32(1)
        );
        laid = bytes.concat(laid, abi.encodePacked(uint32(200), uint32(minOutput), uint32(maxOutput), uint64(9)));
        laid = bytes.concat(laid, new bytes(24));
        return abi.decode(laid, (bytes32[2]));
    }

    function record(uint256 tensor) internal view returns (bytes32[4] memory packed) {
        (uint8 opcode, uint8 dtype, uint32 size) = shapeOf(tensor);
        bytes memory laid = abi.encodePacked(opcode, dtype, uint8(1), uint8(3), size, new bytes(14), uint16(0));
        laid = bytes.concat(laid, abi.encodePacked(uint32(tensor), new bytes(100)));
        return abi.decode(laid, (bytes32[4]));
    }

    function recordLeaves() internal view returns (bytes32[] memory leaves) {
        leaves = new bytes32[](tensors);
        for (uint256 i; i < tensors; ++i) leaves[i] = keccak256(abi.encode(record(i)));
    }

    function recordsRoot() internal view returns (bytes32) {
        return PlainTree.root(recordLeaves());
    }

    function programHash() internal view returns (bytes32) {
        return keccak256(abi.encode(header(), recordsRoot()));
    }

    function stepCount() internal view returns (uint256) {
        if (once) return 1;
        return output.length == maxOutput ? input.length + output.length - 1 : input.length + output.length;
    }

    /// @dev The chunks of a tensor; of what the program's own run gives.
    function tensorLeaves(uint256 step, uint256 tensor) internal view virtual returns (bytes32[] memory leaves) {
        if (tensor + 1 == tensors) {
            if (once) return PlainTree.chunks(output);
            leaves = new bytes32[](1);
            uint256 said = TERMINATOR;
            if (step + 1 < input.length) said = 99;
            else if (step + 1 - input.length < output.length) said = uint8(output[step + 1 - input.length]);
            leaves[0] = bytes32(said << 248);
            return leaves;
        }
        leaves = new bytes32[](TraceTree.chunksOf(bytesOf(tensor)));
        for (uint256 i; i < leaves.length; ++i) leaves[i] = keccak256(abi.encode(step, tensor, i));
    }

    function stepLeaves(uint256 step) internal view virtual returns (bytes32[] memory leaves) {
        leaves = new bytes32[](tensors);
        for (uint256 i; i < tensors; ++i) leaves[i] = PlainTree.root(tensorLeaves(step, i));
    }

    function carriedLeaves(uint256 step) internal view virtual returns (bytes32[] memory leaves) {
        leaves = new bytes32[](CARRIED);
        leaves[0] = PlainTree.root(tensorLeaves(step, APPEND));
        leaves[1] = PlainTree.root(tensorLeaves(step, tensors - 1));
    }

    function stepsLeaves() internal view virtual returns (bytes32[] memory leaves) {
        leaves = new bytes32[](stepCount());
        for (uint256 i; i < leaves.length; ++i) leaves[i] = PlainTree.root(carriedLeaves(i));
    }

    function stepsRoot() internal view returns (bytes32) {
        return PlainTree.root(stepsLeaves());
    }

    function traceRoot() internal view returns (bytes32) {
        return keccak256(abi.encodePacked(keccak256(input), keccak256(output), stepsRoot()));
    }
}
