// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { DType, Op, Record } from "../../../contracts/dispute/Records.sol";
import { IOpVerifier } from "../../../contracts/interfaces/IOpVerifier.sol";
import { Scene, VerifierTest } from "./VerifierTest.sol";

contract ElementwiseTest is VerifierTest {
    /// @dev Width 3; two tokens matter: byte 1 and byte 2. Tokens at 1, positions at 2000.
    function _embed() private pure returns (Scene memory world, Record memory record) {
        world = scene(1);
        world.weights = new bytes(2030);
        world.input = hex"0201";
        (world.weights[1 + 2 * 5], world.weights[1 + 2 * 5 + 1]) = (0xff, 0x7f); // token 1, column 2: 32767
        (world.weights[1 + 2 * 8], world.weights[1 + 2 * 8 + 1]) = (0xfe, 0xff); // token 2, column 2: −2
        (world.weights[2000 + 2 * 2], world.weights[2000 + 2 * 2 + 1]) = (0x05, 0x01); // position 0, column 2: 261
        (world.weights[2000 + 2 * 5], world.weights[2000 + 2 * 5 + 1]) = (0x01, 0x00); // position 1, column 2: 1
        (world.weights[2000 + 2 * 8], world.weights[2000 + 2 * 8 + 1]) = (0xff, 0xff); // position 2, column 2: −1
        record = recordOf(Op.EMBED, DType.I16, 3);
        (record.weights, record.table) = (1, 2000);
    }

    function test_embed_readsTheInput() external view {
        (Scene memory world, Record memory record) = _embed();
        check(world, record, 2, 259, bytes.concat(hex"0201", ofWeights(world, 17, 2), ofWeights(world, 2004, 2)));
        world.step = 1;
        int256 most = 32_767;
        check(world, record, 2, most, bytes.concat(hex"0201", ofWeights(world, 11, 2), ofWeights(world, 2010, 2)));
    }

    function test_embed_readsWhatTheStepBeforeChose() external view {
        (Scene memory world, Record memory record) = _embed();
        world.step = 2;
        world.carried = new bytes[][](3);
        for (uint256 s; s < 3; ++s) {
            world.carried[s] = new bytes[](2);
            (world.carried[s][0], world.carried[s][1]) = (hex"aa", abi.encodePacked(uint8(s)));
        }
        bytes memory text = ofCarried(world, 1, 1, 0, 1);
        check(world, record, 2, 32_766, bytes.concat(text, ofWeights(world, 11, 2), ofWeights(world, 2016, 2)));
    }

    function test_embed_anotherInput_reverts() external {
        (Scene memory world, Record memory record) = _embed();
        bytes memory witness = bytes.concat(hex"0202", ofWeights(world, 17, 2), ofWeights(world, 2004, 2));
        vm.expectRevert(abi.encodeWithSelector(IOpVerifier.OpVerifier_WrongRoot.selector, 0));
        verifier.isWrong(claimOf(world, record, 0, 2, 0), witness);
    }

    function test_append_isXItself() external view {
        Scene memory world = scene(2);
        world.tensors[0] = hex"3fc080";
        Record memory record = recordOf(Op.APPEND, DType.I7, 3);
        (record.xType, record.xSize) = (DType.I7, 3);
        check(world, record, 0, 63, ofTensor(world, 0, 0, 1));
        check(world, record, 1, -64, ofTensor(world, 0, 1, 1));
    }

    function test_append_aValueOutsideOfItsType_reverts() external {
        Scene memory world = scene(2);
        world.tensors[0] = hex"3fc080";
        Record memory record = recordOf(Op.APPEND, DType.I7, 3);
        (record.xType, record.xSize) = (DType.I7, 3);
        bytes memory witness = ofTensor(world, 0, 2, 1);
        vm.expectRevert(IOpVerifier.OpVerifier_BadRecord.selector);
        verifier.isWrong(claimOf(world, record, 1, 2, 0), witness);
    }

    function test_add_saturates() external view {
        Scene memory world = scene(3);
        world.tensors[0] = hex"ff7f00800300";
        world.tensors[1] = hex"0100fffffbff";
        Record memory record = recordOf(Op.ADD, DType.I16, 3);
        (record.xType, record.xSize, record.y, record.ySize) = (DType.I16, 3, 1, 3);
        check(world, record, 0, 32_767, bytes.concat(ofTensor(world, 0, 0, 2), ofTensor(world, 1, 0, 2)));
        check(world, record, 1, -32_768, bytes.concat(ofTensor(world, 0, 2, 2), ofTensor(world, 1, 2, 2)));
        check(world, record, 2, -2, bytes.concat(ofTensor(world, 0, 4, 2), ofTensor(world, 1, 4, 2)));
    }

    function test_input_isTheRequests() external view {
        Scene memory world = scene(1);
        world.input = hex"00ff7f";
        Record memory record = recordOf(Op.INPUT, DType.U8, 3);
        check(world, record, 1, 255, world.input);
        check(world, record, 2, 127, world.input);
    }

    function test_input_shorterThanTheTensor_reverts() external {
        Scene memory world = scene(1);
        Record memory record = recordOf(Op.INPUT, DType.U8, 3);
        vm.expectRevert(abi.encodeWithSelector(IOpVerifier.OpVerifier_NoSuchElement.selector, 2));
        verifier.isWrong(claimOf(world, record, 0, 2, 0), world.input);
    }

    function test_map_looksUpAndSaturates() external view {
        Scene memory world = scene(2);
        world.tensors[0] = hex"00ff80";
        world.weights = new bytes(260);
        (world.weights[3], world.weights[258], world.weights[131]) = (0x80, 0x7f, 0x9c); // −128, 127, −100
        Record memory record = recordOf(Op.MAP, DType.I8, 3);
        (record.xType, record.xSize, record.table) = (DType.I8, 3, 3);
        bytes[3] memory reads = [
            bytes.concat(ofTensor(world, 0, 0, 1), ofWeights(world, 3, 1)),
            bytes.concat(ofTensor(world, 0, 1, 1), ofWeights(world, 258, 1)),
            bytes.concat(ofTensor(world, 0, 2, 1), ofWeights(world, 131, 1))
        ];
        int256[3][4] memory values =
            [[int256(-64), 63, -64], [int256(0), 127, 0], [int256(-128), 127, -100], [int256(128), 127, 156]];
        for (uint256 dtype = DType.I7; dtype <= DType.U8; ++dtype) {
            record.dtype = dtype;
            for (uint256 j; j < 3; ++j) check(world, record, j, values[dtype - 1][j], reads[j]);
        }
    }

    function test_map_ofMoreThanAByte_reverts() external {
        Scene memory world = scene(2);
        Record memory record = recordOf(Op.MAP, DType.I8, 1);
        (record.xType, record.xSize) = (DType.I16, 1);
        vm.expectRevert(IOpVerifier.OpVerifier_BadRecord.selector);
        verifier.isWrong(claimOf(world, record, 1, 0, 0), "");
    }
}
