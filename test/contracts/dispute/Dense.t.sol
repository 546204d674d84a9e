// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { DType, Op, Record, Records } from "../../../contracts/dispute/Records.sol";
import { IOpVerifier } from "../../../contracts/interfaces/IOpVerifier.sol";
import { Scene, VerifierTest } from "./VerifierTest.sol";

contract DenseTest is VerifierTest {
    /// @dev x = (1, −2, 63); row 0: (10, −20, −128), bias −7, mul 3; row 1: (127, 127, 127), bias 1000, mul 40000.
    function _linear(uint256 dtype, uint256 shift) private pure returns (Scene memory world, Record memory record) {
        world = scene(2);
        world.tensors[0] = hex"01fe3f";
        world.weights = bytes.concat(
            hex"eeeeeeee", hex"0aec80", hex"f9ffffff", hex"0300", hex"5555", hex"7f7f7f", hex"e8030000", hex"409c", hex"ffff"
        );
        record = recordOf(Op.LINEAR, dtype, 2);
        (record.xType, record.xSize, record.shift, record.weights) = (DType.I7, 3, shift, 4);
    }

    function test_linear_multipliesAddsAndRescales() external view {
        // 10 + 40 − 8064 − 7 = −8021; · 3 = −24063; (−24063 + 64) / 128 = −187.49… → −188
        (Scene memory world, Record memory record) = _linear(DType.I16, 7);
        bytes memory x = ofTensor(world, 0, 0, 3);
        check(world, record, 0, -188, bytes.concat(x, ofWeights(world, 4, 11)));
        // 127 · 62 + 1000 = 8874; · 40000 = 354,960,000; / 2^14 = 21,665.04 → 21665
        record.shift = 14;
        check(world, record, 1, 21_665, bytes.concat(x, ofWeights(world, 15, 11)));
    }

    function test_linear_saturates() external view {
        (Scene memory world, Record memory record) = _linear(DType.I7, 7);
        bytes memory row0 = bytes.concat(ofTensor(world, 0, 0, 3), ofWeights(world, 4, 11));
        bytes memory row1 = bytes.concat(ofTensor(world, 0, 0, 3), ofWeights(world, 15, 11));
        check(world, record, 0, -64, row0);
        check(world, record, 1, 63, row1);
        record.dtype = DType.I8;
        check(world, record, 0, -128, row0);
        check(world, record, 1, 127, row1);
        record.dtype = DType.U7;
        check(world, record, 0, 0, row0);
        check(world, record, 1, 127, row1);
        record.dtype = DType.I16;
        record.shift = 1;
        check(world, record, 1, 32_767, row1);
    }

    function test_linear_readsU7AsPositive() external view {
        (Scene memory world, Record memory record) = _linear(DType.I16, 1);
        world.tensors[0] = hex"7f007f";
        record.xType = DType.U7;
        // 1270 − 16256 − 7 = −14993; · 3 = −44979; (−44979 + 1) / 2 = −22489
        check(world, record, 0, -22_489, bytes.concat(ofTensor(world, 0, 0, 3), ofWeights(world, 4, 11)));
    }

    function test_linear_xOfMoreThanAByte_reverts() external {
        (Scene memory world, Record memory record) = _linear(DType.I16, 7);
        record.xType = DType.I16;
        bytes memory witness = bytes.concat(ofTensor(world, 0, 0, 3), ofWeights(world, 4, 11));
        vm.expectRevert(IOpVerifier.OpVerifier_BadRecord.selector);
        verifier.isWrong(claimOf(world, record, 1, 0, 0), witness);
        record.xType = 0;
        vm.expectRevert(abi.encodeWithSelector(Records.Records_UnknownType.selector, 0));
        verifier.isWrong(claimOf(world, record, 1, 0, 0), witness);
    }

    function test_linear_shiftOutOfRange_reverts() external {
        (Scene memory world, Record memory record) = _linear(DType.I16, 0);
        bytes memory witness = bytes.concat(ofTensor(world, 0, 0, 3), ofWeights(world, 4, 11));
        vm.expectRevert(IOpVerifier.OpVerifier_BadRecord.selector);
        verifier.isWrong(claimOf(world, record, 1, 0, 0), witness);
        record.shift = 47;
        vm.expectRevert(IOpVerifier.OpVerifier_BadRecord.selector);
        verifier.isWrong(claimOf(world, record, 1, 0, 0), witness);
    }

    function test_sumSquares_shiftsEachSquare() external view {
        Scene memory world = scene(2);
        // 3, −3, 300, −32768: 9 >> 3 = 1, 1, 90000 >> 3 = 11250, 2^30 >> 3 = 134217728
        world.tensors[0] = hex"0300fdff2c010080";
        Record memory record = recordOf(Op.SUM_SQUARES, DType.I32, 1);
        (record.xType, record.xSize, record.heads, record.shift) = (DType.I16, 4, 1, 3);
        check(world, record, 0, 134_228_980, ofTensor(world, 0, 0, 8));
    }

    function test_sumSquares_ofMoreThanAWord() external view {
        Scene memory world = scene(2);
        // 17 twos, then one −1.
        world.tensors[0] = hex"02000200020002000200020002000200020002000200020002000200020002000200ffff";
        Record memory record = recordOf(Op.SUM_SQUARES, DType.I32, 1);
        (record.xType, record.xSize, record.heads) = (DType.I16, 18, 1);
        check(world, record, 0, 69, ofTensor(world, 0, 0, 36));
    }

    function test_sumSquares_ofARow() external view {
        Scene memory world = scene(2);
        world.tensors[0] = hex"0300fdff05000000"; // (3, −3), (5, 0)
        Record memory record = recordOf(Op.SUM_SQUARES, DType.I32, 2);
        (record.xType, record.xSize, record.heads) = (DType.I16, 4, 2);
        check(world, record, 0, 18, ofTensor(world, 0, 0, 4));
        check(world, record, 1, 25, ofTensor(world, 0, 4, 4));
    }

    function test_sumSquares_beyondItsType_reverts() external {
        Scene memory world = scene(2);
        world.tensors[0] = hex"00800080";
        Record memory record = recordOf(Op.SUM_SQUARES, DType.I32, 1);
        (record.xType, record.xSize, record.heads) = (DType.I16, 2, 1);
        bytes memory witness = ofTensor(world, 0, 0, 4);
        vm.expectRevert(IOpVerifier.OpVerifier_BadRecord.selector);
        verifier.isWrong(claimOf(world, record, 1, 0, 0), witness);
    }

    function test_rsqrt_isTheLargestRoot() external view {
        Scene memory world = scene(2);
        Record memory record = recordOf(Op.RSQRT, DType.I32, 1);
        (record.xType, record.xSize) = (DType.I32, 1);
        int32[6] memory values = [int32(-5), 0, 1, 2, 4, type(int32).max];
        // 2^30; 2^30; 2^30; ⌊2^30 / √2⌋; 2^29; ⌊2^30 / √(2^31 − 1)⌋ = ⌊23170.475…⌋
        int256[6] memory roots = [int256(1 << 30), 1 << 30, 1 << 30, 759_250_124, 1 << 29, 23_170];
        for (uint256 i; i < values.length; ++i) {
            world.tensors[0] = _little(values[i]);
            check(world, record, 0, roots[i], ofTensor(world, 0, 0, 4));
        }
    }

    function test_rsqrt_ofEachRow() external view {
        Scene memory world = scene(2);
        Record memory record = recordOf(Op.RSQRT, DType.I32, 2);
        (record.xType, record.xSize, record.heads) = (DType.I32, 2, 2);
        world.tensors[0] = hex"0100000004000000";
        check(world, record, 1, 1 << 29, ofTensor(world, 0, 4, 4));
    }

    function test_scale_byItsRow() external view {
        Scene memory world = scene(3);
        world.tensors[0] = hex"0300fdff00800100"; // (3, −3), (−32768, 1)
        world.tensors[1] = hex"0200000005000000"; // 2, 5
        Record memory record = recordOf(Op.SCALE, DType.I7, 4);
        (record.xType, record.xSize, record.y, record.ySize) = (DType.I16, 4, 1, 2);
        (record.heads, record.mul, record.shift) = (2, 1, 1);
        check(world, record, 1, -3, bytes.concat(ofTensor(world, 0, 2, 2), ofTensor(world, 1, 0, 4)));
        check(world, record, 3, 3, bytes.concat(ofTensor(world, 0, 6, 2), ofTensor(world, 1, 4, 4))); // 2.5
    }

    function test_scale_roundsHalfUp() external view {
        Scene memory world = scene(3);
        world.tensors[0] = hex"0300fdff00800100"; // 3, −3, −32768, 1
        world.tensors[1] = _little(int32(1));
        Record memory record = recordOf(Op.SCALE, DType.I7, 4);
        (record.xType, record.xSize, record.y, record.ySize) = (DType.I16, 4, 1, 1);
        record.heads = 1;
        (record.mul, record.shift) = (1, 1);
        bytes memory by = ofTensor(world, 1, 0, 4);
        check(world, record, 0, 2, bytes.concat(ofTensor(world, 0, 0, 2), by)); // 1.5 → 2
        check(world, record, 1, -1, bytes.concat(ofTensor(world, 0, 2, 2), by)); // −1.5 → −1
        check(world, record, 2, -64, bytes.concat(ofTensor(world, 0, 4, 2), by));
        world.tensors[1] = _little(int32(1 << 30));
        (record.mul, record.shift) = (127, 37);
        // 127 · 2^30 / 2^37 = 0.992… → 1
        check(world, record, 3, 1, bytes.concat(ofTensor(world, 0, 6, 2), ofTensor(world, 1, 0, 4)));
    }

    function _little(int32 value) private pure returns (bytes memory) {
        uint32 bits = uint32(value);
        return abi.encodePacked(uint8(bits), uint8(bits >> 8), uint8(bits >> 16), uint8(bits >> 24));
    }
}
