// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// @notice A program's header as the chain reads it. Lengths in bytes.
/// @param once whether the graph runs once; otherwise it runs for each byte of text
/// @param terminator the byte that ends the output
/// @param tensors tensors in the trace of a step
/// @param carried how many of them are carried on
/// @param context most steps of a run
struct Header {
    uint256 version;
    bool once;
    uint256 terminator;
    uint256 tensors;
    uint256 carried;
    uint256 context;
    uint256 minInput;
    uint256 maxInput;
    uint256 minOutput;
    uint256 maxOutput;
    uint256 weightsBytes;
}

/// @notice How one tensor of a step's trace is computed. Fields that its operator does not have are 0.
/// @param opcode which operator; see `Op`
/// @param dtype element type of the output; see `Records.elementBytes`
/// @param xType element type of x
/// @param yType element type of y
/// @param size elements of the output
/// @param x number of the first tensor it reads, in the step's trace
/// @param y number of the second
/// @param xSize elements of x
/// @param ySize elements of y
/// @param heads heads, rows, groups of a conv or bytes of an id
/// @param carried the place, among the carried, of what it appends to or reads from
/// @param weights byte offset in the weights
/// @param table byte offset of its table in the weights
struct Record {
    uint256 opcode;
    uint256 dtype;
    uint256 shift;
    uint256 xType;
    uint256 size;
    uint256 x;
    uint256 y;
    uint256 xSize;
    uint256 ySize;
    uint256 heads;
    uint256 carried;
    uint256 mul;
    uint256 yType;
    uint256 weights;
    uint256 table;
}

/// @notice Numbers of the operators in records.
library Op {
    uint256 internal constant EMBED = 1;
    uint256 internal constant SUM_SQUARES = 2;
    uint256 internal constant RSQRT = 3;
    uint256 internal constant SCALE = 4;
    uint256 internal constant LINEAR = 5;
    uint256 internal constant APPEND = 6;
    uint256 internal constant SCORES = 7;
    uint256 internal constant MAX = 8;
    uint256 internal constant EXP = 9;
    uint256 internal constant SUM = 10;
    uint256 internal constant PARTIAL = 11;
    uint256 internal constant MIX = 12;
    uint256 internal constant ADD = 13;
    uint256 internal constant NOISE = 14;
    uint256 internal constant ARGMAX = 15;
    uint256 internal constant LOOKUP = 16;
    uint256 internal constant INPUT = 17;
    uint256 internal constant MAP = 18;
    uint256 internal constant CONV = 19;
    uint256 internal constant POOL = 20;
    uint256 internal constant MOVE = 21;
    uint256 internal constant CONCAT = 22;
    uint256 internal constant CONSTANT = 23;
    uint256 internal constant GATHER = 24;
    uint256 internal constant MATMUL = 25;
    uint256 internal constant MULTIPLY = 26;
    uint256 internal constant REQUANTISE = 27;
    uint256 internal constant CENTER = 28;
    uint256 internal constant DIVIDE = 29;
}

/// @notice Numbers of the element types in records.
library DType {
    uint256 internal constant I7 = 1;
    uint256 internal constant U7 = 2;
    uint256 internal constant I8 = 3;
    uint256 internal constant U8 = 4;
    uint256 internal constant I16 = 5;
    uint256 internal constant I32 = 6;
}

/// @title Records: a program's header and records, and what they commit to
/// @notice Layouts: docs/op-spec.md, "Records". All integers are big-endian.
library Records {
    /// @notice No element type has this number.
    error Records_UnknownType(uint256 dtype);

    /// @notice The registry's programHash of the program with this header and this tree over its records' hashes.
    function programHash(bytes32[2] calldata header, bytes32 recordsRoot) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(header[0], header[1], recordsRoot));
    }

    /// @notice A record's leaf in the tree over the records.
    function leafOf(bytes32[4] calldata record) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(record));
    }

    /// @notice Tensors in the trace of a step: for where one field is enough. Likewise the next three.
    function tensorsOf(bytes32[2] calldata header) internal pure returns (uint256) {
        return uint32(uint256(header[0]) >> 192);
    }

    function carriedOf(bytes32[2] calldata header) internal pure returns (uint256) {
        return uint32(uint256(header[0]) >> 160);
    }

    function contextOf(bytes32[2] calldata header) internal pure returns (uint256) {
        return uint32(uint256(header[0]) >> 128);
    }

    function weightsBytesOf(bytes32[2] calldata header) internal pure returns (uint256) {
        return uint256(header[1]) >> 192;
    }

    function decodeHeader(bytes32[2] calldata header) internal pure returns (Header memory decoded) {
        uint256 word = uint256(header[0]);
        decoded.version = word >> 248;
        decoded.once = isOnce(header);
        decoded.terminator = uint8(word >> 232);
        decoded.tensors = tensorsOf(header);
        decoded.carried = carriedOf(header);
        decoded.context = contextOf(header);
        decoded.minInput = uint32(word >> 96);
        decoded.maxInput = uint32(word >> 64);
        decoded.minOutput = uint32(word >> 32);
        decoded.maxOutput = uint32(word);
        decoded.weightsBytes = weightsBytesOf(header);
    }

    /// @notice What every operator has; the rest is read by `word`.
    function decodeRecord(bytes32[4] calldata record) internal pure returns (Record memory decoded) {
        uint256 word = uint256(record[0]);
        decoded.opcode = word >> 248;
        decoded.dtype = uint8(word >> 240);
        decoded.shift = uint8(word >> 232);
        decoded.xType = uint8(word >> 224);
        decoded.size = uint32(word >> 192);
        decoded.x = uint16(word >> 176);
        decoded.y = uint16(word >> 160);
        decoded.xSize = uint32(word >> 128);
        decoded.ySize = uint32(word >> 96);
        decoded.heads = uint16(word >> 80);
        decoded.carried = uint16(word >> 64);
        decoded.mul = uint32(word >> 32);
        decoded.yType = uint8(word >> 24);
        word = uint256(record[1]);
        decoded.weights = word >> 192;
        decoded.table = uint64(word >> 128);
    }

    /// @notice Number `place` of the sixteen words that each operator has for itself.
    function wordOf(bytes32[4] calldata record, uint256 place) internal pure returns (uint256) {
        return uint32(uint256(record[2 + place / 8]) >> (224 - 32 * (place % 8)));
    }

    /// @notice The same word where it has a sign.
    function signedWordOf(bytes32[4] calldata record, uint256 place) internal pure returns (int256) {
        // SAFETY: a word has 32 bits.
        return int32(uint32(wordOf(record, place)));
    }

    /// @notice Whether the graph runs once; otherwise it runs for each byte of text.
    function isOnce(bytes32[2] calldata header) internal pure returns (bool) {
        return uint8(uint256(header[0]) >> 240) == 1;
    }

    /// @notice Bytes of one element: 1 for i7, u7, i8 and u8, 2 for i16, 4 for i32.
    function elementBytes(uint256 dtype) internal pure returns (uint256) {
        if (dtype == 0 || dtype > DType.I32) revert Records_UnknownType(dtype);
        return uint8(0x04020101010100 >> (8 * dtype));
    }

    /// @notice Bytes of the tensor that a record describes.
    function tensorBytes(Record memory record) internal pure returns (uint256) {
        return record.size * elementBytes(record.dtype);
    }
}
