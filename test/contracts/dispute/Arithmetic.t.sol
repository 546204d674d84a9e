// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { DType, Op, Record } from "../../../contracts/dispute/Records.sol";
import { IOpVerifier } from "../../../contracts/interfaces/IOpVerifier.sol";
import { Scene, VerifierTest } from "./VerifierTest.sol";

contract ArithmeticTest is VerifierTest {
    function _badRecord(Scene memory world, Record memory record, bytes memory witness) private {
        vm.expectRevert(IOpVerifier.OpVerifier_BadRecord.selector);
        verifier.isWrong(claimOf(world, record, world.tensors.length - 1, 0, 0), witness);
    }

    function _two(uint256 opcode, uint256 dtype, uint256 size)
        private
        pure
        returns (Scene memory world, Record memory record)
    {
        world = scene(3);
        record = recordOf(opcode, dtype, size);
        (record.y, record.mul, record.shift) = (1, 1, 1);
    }

    /// @dev Two batches of 2 × 3 by 1 × 3, transposed: x 0 … 11, y of −1, 2, 63 and −64, 0, 1.
    function _matmul(uint256 dtype) private pure returns (Scene memory world, Record memory record) {
        (world, record) = _two(Op.MATMUL, dtype, 4);
        (world.tensors[0], world.tensors[1]) = (hex"000102030405060708090a0b", hex"ff023fc00001");
        (record.xType, record.xSize, record.yType, record.ySize) = (DType.I8, 12, DType.I7, 6);
        (world.words[0], world.words[1], world.words[2]) = (2, 1, 3);
    }

    function test_matmul_rowByRow() external view {
        (Scene memory world, Record memory record) = _matmul(DType.I16);
        // 0 + 2 + 126 = 128, halved; −3 + 8 + 315 = 320; −384 + 8 = −376; −576 + 11 = −565: −282.5 → −282
        check(world, record, 0, 64, bytes.concat(ofTensor(world, 0, 0, 3), ofTensor(world, 1, 0, 3)));
        check(world, record, 1, 160, bytes.concat(ofTensor(world, 0, 3, 3), ofTensor(world, 1, 0, 3)));
        check(world, record, 2, -188, bytes.concat(ofTensor(world, 0, 6, 3), ofTensor(world, 1, 3, 3)));
        check(world, record, 3, -282, bytes.concat(ofTensor(world, 0, 9, 3), ofTensor(world, 1, 3, 3)));
        record.dtype = DType.U7;
        check(world, record, 1, 127, bytes.concat(ofTensor(world, 0, 3, 3), ofTensor(world, 1, 0, 3)));
    }

    function test_matmul_severalColumns() external view {
        (Scene memory world, Record memory record) = _matmul(DType.I32);
        // One batch of 4 × 3 by 2 × 3: (2, 1) is row 2 of x, row 1 of y.
        (world.words[0], world.words[1], record.size) = (4, 2, 8);
        check(world, record, 5, -188, bytes.concat(ofTensor(world, 0, 6, 3), ofTensor(world, 1, 3, 3)));
    }

    function test_matmul_positiveBytes() external view {
        (Scene memory world, Record memory record) = _matmul(DType.I32);
        (record.xType, record.yType) = (DType.U7, DType.U7);
        (world.tensors[0], world.tensors[1]) = (hex"7f7f7f030405060708090a0b", hex"7f7f7fc00001");
        check(world, record, 0, 24_194, bytes.concat(ofTensor(world, 0, 0, 3), ofTensor(world, 1, 0, 3))); // 24193.5
    }

    function test_matmul_aRecordThatDoesNotFit_reverts() external {
        (Scene memory world, Record memory record) = _matmul(DType.I16);
        int256[16] memory words = world.words;
        for (uint256 i; i < 3; ++i) {
            world.words[i] = 0;
            _badRecord(world, record, "");
            world.words[i] = words[i];
        }
        world.words[2] = 65_537;
        _badRecord(world, record, "");
        world.words[2] = 3;
        record.xType = DType.U8;
        _badRecord(world, record, "");
        (record.xType, record.yType) = (DType.I8, DType.I16);
        _badRecord(world, record, "");
    }

    function test_multiply_elementByElement() external view {
        (Scene memory world, Record memory record) = _two(Op.MULTIPLY, DType.I16, 2);
        (world.tensors[0], world.tensors[1]) = (hex"05000080", hex"fdff");
        (record.xType, record.xSize, record.yType, record.ySize) = (DType.I16, 2, DType.I8, 2);
        // 5 · −3 / 2 = −7.5 → −7; −32768 · −1 / 2
        check(world, record, 0, -7, bytes.concat(ofTensor(world, 0, 0, 2), ofTensor(world, 1, 0, 1)));
        check(world, record, 1, 16_384, bytes.concat(ofTensor(world, 0, 2, 2), ofTensor(world, 1, 1, 1)));
        (record.mul, record.shift, record.yType) = (65_535, 24, DType.U8);
        // −32768 · 255 · 65535 / 2^24 = −32639.502 → −32640
        check(world, record, 1, -32_640, bytes.concat(ofTensor(world, 0, 2, 2), ofTensor(world, 1, 1, 1)));
    }

    function test_requantise_scalesThenMoves() external view {
        (Scene memory world, Record memory record) = _two(Op.REQUANTISE, DType.U8, 2);
        world.tensors[0] = hex"f9ffffffffffff7f"; // −7, 2^31 − 1
        (record.xType, record.xSize) = (DType.I32, 2);
        world.words[0] = 128;
        // −7 / 2 = −3.5 → −3, + 128
        check(world, record, 0, 125, ofTensor(world, 0, 0, 4));
        check(world, record, 1, 255, ofTensor(world, 0, 4, 4));
        (world.words[0], record.dtype) = (-128, DType.I8);
        check(world, record, 0, -128, ofTensor(world, 0, 0, 4));
        (world.words[0], record.mul, record.shift) = (-65_536, 65_535, 46);
        // (2^31 − 1) · 65535 / 2^46 = 1.99… → 2
        check(world, record, 1, -128, ofTensor(world, 0, 4, 4));
        (world.words[0], record.dtype) = (-1, DType.I32);
        check(world, record, 1, 1, ofTensor(world, 0, 4, 4));
    }

    function test_center_takesTheMeanOfItsRow() external view {
        Scene memory world = scene(2);
        // (1, 2), (−3, −4), (32767, −32768): means 1.5 → 2, −3.5 → −3, −0.5 → 0
        world.tensors[0] = hex"01000200fdfffcffff7f0080";
        Record memory record = recordOf(Op.CENTER, DType.I16, 6);
        (record.xType, record.xSize, record.heads) = (DType.I16, 6, 3);
        check(world, record, 0, -1, ofTensor(world, 0, 0, 4));
        check(world, record, 1, 0, ofTensor(world, 0, 0, 4));
        check(world, record, 2, 0, ofTensor(world, 0, 4, 4));
        check(world, record, 3, -1, ofTensor(world, 0, 4, 4));
        check(world, record, 5, -32_768, ofTensor(world, 0, 8, 4));
        // One row: −5 / 6 = −0.83 → −1
        record.heads = 1;
        check(world, record, 4, 32_767, ofTensor(world, 0, 0, 12));
        check(world, record, 0, 2, ofTensor(world, 0, 0, 12));
    }

    function test_divide_roundsHalfUp() external view {
        (Scene memory world, Record memory record) = _two(Op.DIVIDE, DType.I8, 4);
        world.tensors[0] = hex"07000000f9ffffff01000000ffffff7f"; // (7, −7), (1, 2^31 − 1)
        world.tensors[1] = hex"02000000fbffffff"; // 2, −5
        (record.xType, record.xSize, record.ySize, record.heads) = (DType.I32, 4, 2, 2);
        (record.mul, record.shift) = (4, 2);
        // 3.5 → 4; −3.5 → −3; a sum below 1 counts as 1
        check(world, record, 0, 4, bytes.concat(ofTensor(world, 0, 0, 4), ofTensor(world, 1, 0, 4)));
        check(world, record, 1, -3, bytes.concat(ofTensor(world, 0, 4, 4), ofTensor(world, 1, 0, 4)));
        check(world, record, 2, 1, bytes.concat(ofTensor(world, 0, 8, 4), ofTensor(world, 1, 4, 4)));
        check(world, record, 3, 127, bytes.concat(ofTensor(world, 0, 12, 4), ofTensor(world, 1, 4, 4)));
    }

    function test_divide_ofBytes() external view {
        (Scene memory world, Record memory record) = _two(Op.DIVIDE, DType.U7, 2);
        (world.tensors[0], world.tensors[1]) = (hex"7f80", hex"7f000000");
        (record.xType, record.xSize, record.ySize, record.heads) = (DType.U7, 2, 1, 1);
        (record.mul, record.shift) = (127, 1);
        // 127 / 127 · 63.5 → 64
        check(world, record, 0, 64, bytes.concat(ofTensor(world, 0, 0, 1), ofTensor(world, 1, 0, 4)));
        (record.xType, record.dtype) = (DType.I8, DType.I7);
        check(world, record, 1, -64, bytes.concat(ofTensor(world, 0, 1, 1), ofTensor(world, 1, 0, 4)));
    }

    function test_divide_center_rowsThatDoNotDivide_reverts() external {
        (Scene memory world, Record memory record) = _two(Op.DIVIDE, DType.I8, 4);
        world.tensors[0] = hex"0700000007000000070000000700000007000000";
        (record.xType, record.xSize, record.ySize, record.heads) = (DType.I32, 4, 2, 3);
        _badRecord(world, record, ofTensor(world, 0, 0, 4));
        record.heads = 0;
        record.opcode = Op.CENTER;
        _badRecord(world, record, "");
    }
}
