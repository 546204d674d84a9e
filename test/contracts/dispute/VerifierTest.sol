// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { OpVerifier } from "../../../contracts/dispute/OpVerifier.sol";
import { Record } from "../../../contracts/dispute/Records.sol";
import { ElementClaim, IOpVerifier } from "../../../contracts/interfaces/IOpVerifier.sol";
import { Base } from "../Base.sol";
import { PlainTree } from "./PlainTree.sol";

/// @notice Everything a claim may be checked against, in clear.
/// @param tensors bytes of each tensor of the step's trace
/// @param carried bytes of what each step carried, by step and place
/// @param once whether the graph runs once
/// @param words the sixteen words of the record in question
struct Scene {
    uint256 step;
    bool once;
    int256[16] words;
    uint256 context;
    bytes input;
    bytes weights;
    bytes[] tensors;
    bytes[][] carried;
}

/// @notice Lays claims and witnesses out from scenes, by the plain tree. `right` and `wrong` ask the verifier.
abstract contract VerifierTest is Base {
    OpVerifier internal verifier = new OpVerifier();

    /// @dev A scene of `count` tensors of one byte, with nothing else in it.
    function scene(uint256 count) internal pure returns (Scene memory made) {
        made.context = 4;
        made.input = "in";
        made.weights = hex"00";
        made.tensors = new bytes[](count);
        for (uint256 i; i < count; ++i) made.tensors[i] = hex"00";
        made.carried = new bytes[][](1);
        made.carried[0] = new bytes[](1);
        made.carried[0][0] = hex"00";
    }

    function recordOf(uint256 opcode, uint256 dtype, uint256 size) internal pure returns (Record memory record) {
        record.opcode = opcode;
        record.dtype = dtype;
        record.size = size;
    }

    /// @dev The claim that element `element` of tensor `tensor` stands in `chunk`.
    function claimOf(Scene memory world, Record memory record, uint256 tensor, uint256 element, bytes32 chunk)
        internal
        pure
        returns (ElementClaim memory claim)
    {
        claim.header = header(world);
        claim.record = encode(record, world.words);
        claim.tensor = tensor;
        claim.element = element;
        claim.chunk = chunk;
        claim.step = world.step;
        claim.steps = world.carried.length;
        claim.inputBytes = world.input.length;
        claim.inputHash = keccak256(world.input);
        claim.modelHash = PlainTree.root(PlainTree.chunks(world.weights));
        claim.stepRoot = PlainTree.root(_roots(world.tensors));
        claim.stepsRoot = PlainTree.root(_stepRoots(world));
    }

    function right(ElementClaim memory claim, bytes memory witness) internal view {
        assertFalse(verifier.isWrong(claim, witness), "a true element was called wrong");
    }

    function wrong(ElementClaim memory claim, bytes memory witness) internal view {
        assertTrue(verifier.isWrong(claim, witness), "a false element was called right");
    }

    /// @dev The true element gives false and any other gives true: `value` little-endian, at the start of a chunk.
    function check(Scene memory world, Record memory record, uint256 element, int256 value, bytes memory witness)
        internal
        view
    {
        right(claimOf(world, record, world.tensors.length - 1, element, chunkOf(record, element, value)), witness);
        wrong(claimOf(world, record, world.tensors.length - 1, element, chunkOf(record, element, value + 1)), witness);
        wrong(claimOf(world, record, world.tensors.length - 1, element, chunkOf(record, element, value - 1)), witness);
    }

    /// @dev A chunk with `value` in the place of `element`; every other byte of it is 0xee.
    function chunkOf(Record memory record, uint256 element, int256 value) internal pure returns (bytes32 chunk) {
        uint256 width = record.dtype == 6 ? 4 : record.dtype == 5 ? 2 : 1;
        bytes memory filled = abi.encodePacked(bytes32(type(uint256).max / 255 * 0xee));
        uint256 first = element * width % 32;
        for (uint256 i; i < width; ++i) filled[first + i] = bytes1(uint8(uint256(value >> (8 * i))));
        return bytes32(filled);
    }

    /// @dev Read: bytes of a tensor of the step.
    function ofTensor(Scene memory world, uint256 tensor, uint256 first, uint256 length)
        internal
        pure
        returns (bytes memory)
    {
        return bytes.concat(
            PlainTree.slice(world.tensors[tensor], first, length), _path(_roots(world.tensors), tensor)
        );
    }

    /// @dev Read: bytes of what a step carried.
    function ofCarried(Scene memory world, uint256 step, uint256 place, uint256 first, uint256 length)
        internal
        pure
        returns (bytes memory)
    {
        return bytes.concat(
            PlainTree.slice(world.carried[step][place], first, length),
            _path(_roots(world.carried[step]), place),
            _path(_stepRoots(world), step)
        );
    }

    /// @dev Read: bytes of the weights.
    function ofWeights(Scene memory world, uint256 first, uint256 length) internal pure returns (bytes memory) {
        return PlainTree.slice(world.weights, first, length);
    }

    function header(Scene memory world) internal pure returns (bytes32[2] memory words) {
        words[0] = bytes32(
            abi.encodePacked(
                uint32(world.once ? 0x03010a00 : 0x03000a00),
                uint32(world.tensors.length),
                uint32(world.carried[0].length),
                uint32(world.context),
                uint128(0)
            )
        );
        words[1] = bytes32(uint256(world.weights.length) << 192);
    }

    function encode(Record memory r, int256[16] memory own) internal pure returns (bytes32[4] memory words) {
        bytes memory first = abi.encodePacked(
            uint8(r.opcode),
            uint8(r.dtype),
            uint8(r.shift),
            uint8(r.xType),
            uint32(r.size),
            uint16(r.x),
            uint16(r.y),
            uint32(r.xSize),
            uint32(r.ySize)
        );
        bytes memory rest = abi.encodePacked(uint16(r.heads), uint16(r.carried), uint32(r.mul), uint32(r.yType << 24));
        words[0] = bytes32(bytes.concat(first, rest));
        words[1] = bytes32(abi.encodePacked(uint64(r.weights), uint64(r.table), uint128(0)));
        for (uint256 i; i < 16; ++i) {
            words[2 + i / 8] |= bytes32(uint256(uint32(uint256(own[i]))) << (224 - 32 * (i % 8)));
        }
    }

    function _path(bytes32[] memory leaves, uint256 index) private pure returns (bytes memory) {
        uint256 depth = PlainTree.levels(leaves).length - 1;
        return abi.encodePacked(PlainTree.path(leaves, index, 0, depth));
    }

    function _roots(bytes[] memory tensors) private pure returns (bytes32[] memory roots) {
        roots = new bytes32[](tensors.length);
        for (uint256 i; i < roots.length; ++i) roots[i] = PlainTree.root(PlainTree.chunks(tensors[i]));
    }

    function _stepRoots(Scene memory world) private pure returns (bytes32[] memory roots) {
        roots = new bytes32[](world.carried.length);
        for (uint256 i; i < roots.length; ++i) roots[i] = PlainTree.root(_roots(world.carried[i]));
    }
}
