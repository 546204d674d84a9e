// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { DType, Op, Record } from "../../../contracts/dispute/Records.sol";
import { IOpVerifier } from "../../../contracts/interfaces/IOpVerifier.sol";
import { Scene, VerifierTest } from "./VerifierTest.sol";

contract LayoutsTest is VerifierTest {
    function _badRecord(Scene memory world, Record memory record, uint256 element, bytes memory witness) private {
        vm.expectRevert(IOpVerifier.OpVerifier_BadRecord.selector);
        verifier.isWrong(claimOf(world, record, world.tensors.length - 1, element, 0), witness);
    }

    /// @dev x = 0 … 11 of i16, seen as [3][4], transposed: dims 4 and 3, strides 1 and 4.
    function _move() private pure returns (Scene memory world, Record memory record) {
        world = scene(2);
        world.tensors[0] = new bytes(24);
        for (uint256 i; i < 12; ++i) world.tensors[0][2 * i] = bytes1(uint8(i));
        record = recordOf(Op.MOVE, DType.I16, 12);
        (record.xType, record.xSize) = (DType.I16, 12);
        world.words = [int256(2), 4, 3, 1, 1, 1, 1, 1, 4, 0, 0, 0, 0, 0, 0, 0];
    }

    function test_move_transposes() external view {
        (Scene memory world, Record memory record) = _move();
        check(world, record, 0, 0, ofTensor(world, 0, 0, 2));
        check(world, record, 4, 5, ofTensor(world, 0, 10, 2)); // (1, 1)
        check(world, record, 11, 11, ofTensor(world, 0, 22, 2)); // (3, 2)
    }

    function test_move_backwardsAndInPlace() external view {
        (Scene memory world, Record memory record) = _move();
        // The last column, downwards, each element twice; the base is the last element.
        (world.words[1], world.words[2], world.words[7], world.words[8], world.words[13]) = (3, 2, -4, 0, 11);
        record.size = 6;
        check(world, record, 1, 11, ofTensor(world, 0, 22, 2));
        check(world, record, 3, 7, ofTensor(world, 0, 14, 2));
        check(world, record, 5, 3, ofTensor(world, 0, 6, 2));
    }

    function test_move_allSixDims() external view {
        Scene memory world = scene(2);
        world.tensors[0] = new bytes(64);
        for (uint256 i; i < 64; ++i) world.tensors[0][i] = bytes1(uint8(i));
        Record memory record = recordOf(Op.MOVE, DType.U8, 64);
        (record.xType, record.xSize) = (DType.U8, 64);
        world.words = [int256(6), 2, 2, 2, 2, 2, 2, 1, 2, 4, 8, 16, 32, 0, 0, 0];
        // The bits of the number in reverse.
        check(world, record, 1, 32, ofTensor(world, 0, 32, 1));
        check(world, record, 22, 26, ofTensor(world, 0, 26, 1));
    }

    function test_move_outOfX_reverts() external {
        (Scene memory world, Record memory record) = _move();
        world.words[7] = -1;
        _badRecord(world, record, 3, "");
        world.words[7] = type(int32).max;
        _badRecord(world, record, 3, "");
        world.words[13] = 12;
        _badRecord(world, record, 0, "");
        world.words[13] = -1; // as u32: 2^32 − 1
        _badRecord(world, record, 0, "");
    }

    function test_move_dimsThatDoNotHoldTheElement_reverts() external {
        (Scene memory world, Record memory record) = _move();
        record.size = 13;
        _badRecord(world, record, 12, ofTensor(world, 0, 0, 2));
        world.words[6] = 0;
        _badRecord(world, record, 0, ofTensor(world, 0, 0, 2));
    }

    function test_move_ofAnotherType_reverts() external {
        (Scene memory world, Record memory record) = _move();
        world.tensors[0][1] = 0x01; // 256
        record.dtype = DType.I8;
        _badRecord(world, record, 0, ofTensor(world, 0, 0, 2));
    }

    /// @dev x = 1 … 4 in blocks of two, y = 5, 6 in blocks of one.
    function _concat() private pure returns (Scene memory world, Record memory record) {
        world = scene(3);
        (world.tensors[0], world.tensors[1]) = (hex"01020304", hex"0506");
        record = recordOf(Op.CONCAT, DType.I7, 6);
        (record.xType, record.xSize, record.y, record.ySize, record.yType) = (DType.I7, 4, 1, 2, DType.I7);
        (world.words[0], world.words[1]) = (2, 1);
    }

    function test_concat_blockByBlock() external view {
        (Scene memory world, Record memory record) = _concat();
        check(world, record, 1, 2, ofTensor(world, 0, 1, 1));
        check(world, record, 2, 5, ofTensor(world, 1, 0, 1));
        check(world, record, 3, 3, ofTensor(world, 0, 2, 1));
        check(world, record, 5, 6, ofTensor(world, 1, 1, 1));
    }

    function test_concat_noParts_reverts() external {
        (Scene memory world, Record memory record) = _concat();
        world.words[0] = 0;
        _badRecord(world, record, 0, "");
        (world.words[0], world.words[1]) = (1, 0);
        _badRecord(world, record, 0, "");
    }

    function test_concat_beyondAPart_reverts() external {
        (Scene memory world, Record memory record) = _concat();
        record.size = 9;
        _badRecord(world, record, 6, "");
        _badRecord(world, record, 8, "");
    }

    function test_constant_isItsTable() external view {
        Scene memory world = scene(1);
        world.weights = hex"aaaa01ff80feffff7f";
        Record memory record = recordOf(Op.CONSTANT, DType.I16, 2);
        record.table = 3;
        check(world, record, 1, -2, ofWeights(world, 5, 2)); // fe ff
        (record.dtype, record.size) = (DType.I32, 1);
        check(world, record, 0, -98_049, ofWeights(world, 3, 4)); // ff 80 fe ff
        (record.dtype, record.size) = (DType.U8, 6);
        check(world, record, 0, 255, ofWeights(world, 3, 1));
    }

    function test_constant_beyondItsType_isSaturated() external view {
        Scene memory world = scene(1);
        world.weights = hex"7f80ff40";
        Record memory record = recordOf(Op.CONSTANT, DType.I7, 4);
        int256[4] memory asI7 = [int256(63), -64, -1, 63];
        int256[4] memory asU7 = [int256(127), 0, 0, 64];
        for (uint256 i; i < 4; ++i) {
            record.dtype = DType.I7;
            check(world, record, i, asI7[i], ofWeights(world, i, 1));
            record.dtype = DType.U7;
            check(world, record, i, asU7[i], ofWeights(world, i, 1));
        }
    }

    function test_constant_beyondTheWeights_reverts() external {
        Scene memory world = scene(1);
        Record memory record = recordOf(Op.CONSTANT, DType.I16, 1);
        _badRecord(world, record, 0, "");
    }

    /// @dev Ids 2, 0x0102, 0 of two bytes; a table of 3 rows of 2, at 1.
    function _gather(uint256 dtype) private pure returns (Scene memory world, Record memory record) {
        world = scene(2);
        world.tensors[0] = hex"020002010000";
        world.weights = hex"ee0102030480ff0000000000000000";
        record = recordOf(Op.GATHER, dtype, 6);
        (record.xType, record.xSize, record.heads, record.table) = (DType.U8, 6, 2, 1);
        (world.words[0], world.words[1]) = (3, 2);
    }

    function test_gather_byIdsOfTwoBytes() external view {
        (Scene memory world, Record memory record) = _gather(DType.I8);
        check(world, record, 0, -128, bytes.concat(ofTensor(world, 0, 0, 2), ofWeights(world, 5, 1)));
        check(world, record, 1, -1, bytes.concat(ofTensor(world, 0, 0, 2), ofWeights(world, 6, 1)));
        // 0x0102 is beyond the vocabulary: its last entry.
        check(world, record, 3, -1, bytes.concat(ofTensor(world, 0, 2, 2), ofWeights(world, 6, 1)));
        check(world, record, 5, 2, bytes.concat(ofTensor(world, 0, 4, 2), ofWeights(world, 2, 1)));
    }

    function test_gather_saturatesI7() external view {
        (Scene memory world, Record memory record) = _gather(DType.I7);
        check(world, record, 0, -64, bytes.concat(ofTensor(world, 0, 0, 2), ofWeights(world, 5, 1)));
    }

    function test_gather_byIdsOfOneByte_entriesOfTwo() external view {
        (Scene memory world, Record memory record) = _gather(DType.I16);
        (record.heads, record.size) = (1, 12);
        // Id 1 in the fourth place: entry (1, 1) is at 1 + 2 · 3.
        check(world, record, 7, 0, bytes.concat(ofTensor(world, 0, 3, 1), ofWeights(world, 7, 2)));
        // Id 0: entry (0, 1).
        check(world, record, 3, 0x0403, bytes.concat(ofTensor(world, 0, 1, 1), ofWeights(world, 3, 2)));
    }

    function test_gather_aRecordThatDoesNotFit_reverts() external {
        (Scene memory world, Record memory record) = _gather(DType.I8);
        record.heads = 0;
        _badRecord(world, record, 0, "");
        record.heads = 3;
        _badRecord(world, record, 0, "");
        (record.heads, world.words[0]) = (2, 0);
        _badRecord(world, record, 0, "");
        (world.words[0], world.words[1]) = (3, 0);
        _badRecord(world, record, 0, "");
        (world.words[1], record.size) = (1, 4);
        _badRecord(world, record, 3, "");
    }
}
