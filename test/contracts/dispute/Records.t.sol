// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { DType, Header, Record, Records } from "../../../contracts/dispute/Records.sol";
import { Base } from "../Base.sol";

/// @dev The library reads calldata, so it is called from outside.
contract RecordsCaller {
    function header(bytes32[2] calldata packed) external pure returns (Header memory) {
        return Records.decodeHeader(packed);
    }

    function record(bytes32[4] calldata packed) external pure returns (Record memory) {
        return Records.decodeRecord(packed);
    }

    function programHash(bytes32[2] calldata packed, bytes32 recordsRoot) external pure returns (bytes32) {
        return Records.programHash(packed, recordsRoot);
    }

    function leafOf(bytes32[4] calldata packed) external pure returns (bytes32) {
        return Records.leafOf(packed);
    }

    function wordOf(bytes32[4] calldata packed, uint256 place) external pure returns (uint256) {
        return Records.wordOf(packed, place);
    }

    function signedWordOf(bytes32[4] calldata packed, uint256 place) external pure returns (int256) {
        return Records.signedWordOf(packed, place);
    }

    function elementBytes(uint256 dtype) external pure returns (uint256) {
        return Records.elementBytes(dtype);
    }
}

contract RecordsTest is Base {
    RecordsCaller private immutable _records = new RecordsCaller();

    function test_decodeHeader_everyFieldAtItsPlace() external view {
        bytes32[2] memory packed = [
            bytes32(hex"0301030004040404050505050606060607070707080808080909090910101010"),
            bytes32(hex"1111111111111111ffffffffffffffffffffffffffffffffffffffffffffffff")
        ];
        Header memory header = _records.header(packed);
        assertEq(header.version, 3, "version");
        assertTrue(header.once, "once");
        assertEq(header.terminator, 3, "terminator");
        assertEq(header.tensors, 0x04040404, "tensors");
        assertEq(header.carried, 0x05050505, "carried");
        assertEq(header.context, 0x06060606, "context");
        assertEq(header.minInput, 0x07070707, "minInput");
        assertEq(header.maxInput, 0x08080808, "maxInput");
        assertEq(header.minOutput, 0x09090909, "minOutput");
        assertEq(header.maxOutput, 0x10101010, "maxOutput");
        assertEq(header.weightsBytes, 0x1111111111111111, "weightsBytes");
        packed[0] = bytes32(hex"0300");
        assertFalse(_records.header(packed).once, "generate");
    }

    function test_decodeRecord_everyFieldAtItsPlace() external view {
        bytes32[4] memory packed = [
            bytes32(hex"0102030405050505060607070808080809090909101011111212121215ffffff"),
            bytes32(hex"13131313131313131414141414141414ffffffffffffffffffffffffffffffff"),
            bytes32(type(uint256).max),
            bytes32(type(uint256).max)
        ];
        Record memory record = _records.record(packed);
        assertEq(record.opcode, 1, "opcode");
        assertEq(record.dtype, 2, "dtype");
        assertEq(record.shift, 3, "shift");
        assertEq(record.xType, 4, "xType");
        assertEq(record.size, 0x05050505, "size");
        assertEq(record.x, 0x0606, "x");
        assertEq(record.y, 0x0707, "y");
        assertEq(record.xSize, 0x08080808, "xSize");
        assertEq(record.ySize, 0x09090909, "ySize");
        assertEq(record.heads, 0x1010, "heads");
        assertEq(record.carried, 0x1111, "carried");
        assertEq(record.mul, 0x12121212, "mul");
        assertEq(record.yType, 0x15, "yType");
        assertEq(record.weights, 0x1313131313131313, "weights");
        assertEq(record.table, 0x1414141414141414, "table");
    }

    function test_wordOf_eachOfSixteen() external view {
        bytes32[4] memory packed;
        for (uint256 i; i < 16; ++i) packed[2 + i / 8] |= bytes32((0xf0000000 + i) << (224 - 32 * (i % 8)));
        for (uint256 i; i < 16; ++i) {
            assertEq(_records.wordOf(packed, i), 0xf0000000 + i, "word");
            assertTrue(_records.signedWordOf(packed, i) == -0x10000000 + int256(i), "signed");
        }
    }

    function testFuzz_commitments_areOverAllBytes(
        bytes32[2] memory packed,
        bytes32[4] memory record,
        bytes32 root
    ) external view {
        assertEq(_records.programHash(packed, root), keccak256(bytes.concat(packed[0], packed[1], root)), "program");
        assertEq(_records.leafOf(record), keccak256(abi.encode(record)), "record");
    }

    function test_elementBytes_ofEachType() external {
        uint256[6] memory widths = [uint256(1), 1, 1, 1, 2, 4];
        for (uint256 dtype = DType.I7; dtype <= DType.I32; ++dtype) {
            assertEq(_records.elementBytes(dtype), widths[dtype - 1], "width");
        }
        uint256[3] memory others = [uint256(0), 7, type(uint256).max];
        for (uint256 i; i < others.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(Records.Records_UnknownType.selector, others[i]));
            _records.elementBytes(others[i]);
        }
    }

    function test_tensorBytes_isSizeTimesWidth() external pure {
        Record memory record;
        (record.size, record.dtype) = (type(uint32).max, DType.I32);
        assertEq(Records.tensorBytes(record), 4 * uint256(type(uint32).max), "largest");
    }
}
