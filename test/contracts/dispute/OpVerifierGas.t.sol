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
