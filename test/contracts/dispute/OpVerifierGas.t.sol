// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { DType, Op, Record } from "../../../contracts/dispute/Records.sol";
import { ElementClaim } from "../../../contracts/interfaces/IOpVerifier.sol";
import { Scene, VerifierTest } from "./VerifierTest.sol";

/// @dev A proof's transaction must stay near what its calldata costs at least (EIP-7623: 10 gas a token; a zero byte is one, any other
/// four). Its execution may then cost about 24 gas a byte; these bounds keep the verifier's part far below.
contract OpVerifierGasTest is VerifierTest {
    /// @dev A row of K random weights in the middle of others, with 97 tensors in the step's trace.
    function _linear(uint256 size) private pure returns (ElementClaim memory claim, bytes memory witness) {
        Scene memory world = scene(97);
        world.tensors[40] = _random(size, 0x3f);
        world.weights = _random(3 * (size + 8) + 5, 0xff);
        Record memory record = recordOf(Op.LINEAR, DType.I16, 3);
        (record.x, record.xType, record.xSize, record.shift, record.weights) = (40, DType.U7, size, 20, 5);
        claim = claimOf(world, record, 41, 1, 0);
        witness = bytes.concat(ofTensor(world, 40, 0, size), ofWeights(world, 5 + (size + 8), size + 8));
    }

    function _random(uint256 length, uint8 mask) private pure returns (bytes memory data) {
        data = new bytes(length);
        uint256 every = type(uint256).max / 255 * mask;
        for (uint256 i; i < length; i += 32) {
            uint256 word = uint256(keccak256(abi.encode(i))) & every;
            assembly ("memory-safe") {
                mstore(add(add(data, 32), i), word)
            }
        }
    }

    function _gasOf(ElementClaim memory claim, bytes memory witness) private view returns (uint256 used) {
        bytes memory data = abi.encodeCall(verifier.isWrong, (claim, witness));
        address target = address(verifier);
        bool success;
        assembly ("memory-safe") {
            let before := gas()
            success := staticcall(gas(), target, add(data, 32), mload(data), 0, 32)
            used := sub(before, gas())
        }
        assertTrue(success, "reverted");
    }

    /// @dev Nothing but the verifier's own execution; a bound of the floor of its calldata beside it: zero bytes are few.
    function _check(uint256 size, uint256 most) private view {
        (ElementClaim memory claim, bytes memory witness) = _linear(size);
        uint256 used = _gasOf(claim, witness);
        assertLe(used, most, "gas");
        assertLe(used, 18 * witness.length, "gas a byte");
    }

    /// @dev Three by three over a picture of 6 × 6 × `channels`, in the middle of a trace of 97 tensors; of `groups` groups.
    function _conv(uint256 channels, uint256 groups) private pure returns (Scene memory world, Record memory record) {
        world = scene(97);
        (world.once, world.context) = (true, 1);
        world.tensors[40] = _random(36 * channels, 0x3f);
        world.weights = _random(3 * (9 * channels / groups + 8) + 5, 0xff);
        world.words[0] = 6;
        world.words[1] = 6;
        world.words[2] = int256(channels);
        (world.words[3], world.words[4]) = (3, 3);
        (world.words[5], world.words[6], world.words[7], world.words[8]) = (1, 1, 1, 1);
        (world.words[9], world.words[10], world.words[11], world.words[12], world.words[13]) = (1, 1, 6, 6, 7);
        record = recordOf(Op.CONV, DType.I16, 36 * groups);
        (record.x, record.xType, record.xSize, record.heads) = (40, DType.U7, 36 * channels, groups);
        (record.shift, record.weights) = (20, 5);
    }

    /// @dev What shows an element of channel 0: `count` lines from line `first` on, of `columns` pixels from column `column`, and its row.
    function _convWitness(Scene memory world, uint256[4] memory lines, uint256 depth)
        private
        pure
        returns (bytes memory witness)
    {
        uint256 channels = uint256(world.words[2]);
        for (uint256 i; i < lines[1]; ++i) {
            uint256 start = ((lines[0] + i) * 6 + lines[2]) * channels;
            witness = bytes.concat(witness, ofTensor(world, 40, start, (lines[3] - 1) * channels + depth));
        }
        witness = bytes.concat(witness, ofWeights(world, 5, 9 * depth + 8));
    }

    /// @dev An element in the middle of the picture, and one in its corner, of which five taps are padding.
    function _checkConv(uint256 channels, uint256 groups, uint256 most) private view {
        (Scene memory world, Record memory record) = _conv(channels, groups);
        bytes memory witness = _convWitness(world, [uint256(2), 3, 2, 3], channels / groups);
        uint256 used = _gasOf(claimOf(world, record, 41, (3 * 6 + 3) * groups, 0), witness);
        assertLe(used, most, "gas");
        assertLe(used, 30 * witness.length, "gas a byte");
        witness = _convWitness(world, [uint256(0), 2, 0, 2], channels / groups);
        used = _gasOf(claimOf(world, record, 41, 0, 0), witness);
        assertLe(used, most, "gas with padding");
    }

    function test_gas_conv3x3x64() external view {
        _checkConv(64, 1, 58_000);
    }

    function test_gas_conv3x3x256() external view {
        _checkConv(256, 1, 92_000);
    }

    function test_gas_depthwise3x3() external view {
        _checkConv(64, 64, 48_500);
    }

    function test_gas_depthwise3x3x256() external view {
        _checkConv(256, 256, 54_000);
    }

    function test_gas_linear512() external view {
        _check(512, 26_000);
    }

    function test_gas_linear4096() external view {
        _check(4096, 91_000);
    }

    function test_gas_linear11008() external view {
        _check(11_008, 220_000);
    }
}
