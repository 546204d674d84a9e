// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { DType, Op, Record } from "../../../contracts/dispute/Records.sol";
import { IOpVerifier } from "../../../contracts/interfaces/IOpVerifier.sol";
import { Scene, VerifierTest } from "./VerifierTest.sol";

/// @dev Every element of small pictures, against windows as docs/op-spec.md spells them out tap by tap.
contract WindowsTest is VerifierTest {
    /// @dev A window's numbers in the order of the record's words.
    uint256 private constant H = 0;
    uint256 private constant W = 1;
    uint256 private constant C = 2;
    uint256 private constant KH = 3;
    uint256 private constant KW = 4;
    uint256 private constant SY = 5;
    uint256 private constant SX = 6;
    uint256 private constant DY = 7;
    uint256 private constant DX = 8;
    uint256 private constant PT = 9;
    uint256 private constant PL = 10;
    uint256 private constant OH = 11;
    uint256 private constant OW = 12;
    uint256 private constant PAD = 13;
    /// @dev Where the rows of weights begin.
    uint256 private constant WEIGHTS = 5;

    /// @dev One output element: line, column and channel of its pixel; for a conv also the channels of x that it reads and its row of weights.
    struct Place {
        uint256 p;
        uint256 q;
        uint256 n;
        uint256 depth;
        uint256 channel;
        uint256 weights;
        uint256 length;
    }

    function _place(Scene memory world, Record memory record, uint256 element)
        private
        pure
        returns (Place memory pixel)
    {
        int256[16] memory w = world.words;
        uint256 rows = record.size / uint256(w[OH] * w[OW]);
        (pixel.p, pixel.q, pixel.n) = (element / rows / uint256(w[OW]), element / rows % uint256(w[OW]), element % rows);
        if (record.opcode == Op.POOL) return pixel;
        pixel.depth = uint256(w[C]) / record.heads;
        pixel.channel = pixel.n / (rows / record.heads) * pixel.depth;
        pixel.length = uint256(w[KH] * w[KW]) * pixel.depth;
        pixel.weights = WEIGHTS + pixel.n * (pixel.length + 8);
    }

    /// @dev Whether tap (a, b) is a pixel of x, and which element its channel 0 is.
    function _tap(int256[16] memory w, Place memory pixel, uint256 a, uint256 b) private pure returns (bool, uint256) {
        int256 y = int256(pixel.p) * w[SY] + int256(a) * w[DY] - w[PT];
        int256 x = int256(pixel.q) * w[SX] + int256(b) * w[DX] - w[PL];
        bool inside = y >= 0 && y < w[H] && x >= 0 && x < w[W];
        return (inside, inside ? uint256((y * w[W] + x) * w[C]) : 0);
    }

    /// @dev The slice of each line from its first tap's element `channel` to `depth` elements from that of its last; elements of `width` bytes.
    function _lines(Scene memory world, Place memory pixel, uint256 channel, uint256[2] memory depthAndWidth)
        private
        pure
        returns (bytes memory witness)
    {
        for (uint256 a; a < uint256(world.words[KH]); ++a) {
            (uint256 first, uint256 last) = _ends(world.words, pixel, a);
            if (first > last) continue;
            uint256 from = (first + channel) * depthAndWidth[1];
            uint256 to = (last + channel + depthAndWidth[0]) * depthAndWidth[1];
            witness = bytes.concat(witness, ofTensor(world, 0, from, to - from));
        }
    }

    /// @dev Channel 0 of the first and of the last tap of line `a` that are pixels of x; none if the first is greater.
    function _ends(int256[16] memory w, Place memory pixel, uint256 a)
        private
        pure
        returns (uint256 first, uint256 last)
    {
        first = type(uint256).max;
        for (uint256 b; b < uint256(w[KW]); ++b) {
            (bool inside, uint256 element) = _tap(w, pixel, a, b);
            if (!inside) continue;
            if (first == type(uint256).max) first = element;
            last = element;
        }
    }

    function _element(Scene memory world, Record memory record, uint256 element) private pure returns (int256) {
        bytes memory x = world.tensors[0];
        if (record.xType == DType.I16) {
            return int16(uint16(uint8(x[2 * element])) | uint16(uint8(x[2 * element + 1])) << 8);
        }
        bool isSigned = record.xType == DType.I7 || record.xType == DType.I8;
        return isSigned ? int256(int8(uint8(x[element]))) : int256(uint256(uint8(x[element])));
    }

    function _weight(Scene memory world, uint256 place) private pure returns (int256) {
        return int8(uint8(world.weights[place]));
    }

    /// @dev Σ over the channels of one tap.
    function _tapSum(Scene memory world, Record memory record, Place memory pixel, uint256[2] memory tap)
        private
        pure
        returns (int256 sum)
    {
        (bool inside, uint256 first) = _tap(world.words, pixel, tap[0], tap[1]);
        uint256 weights = pixel.weights + (tap[0] * uint256(world.words[KW]) + tap[1]) * pixel.depth;
        for (uint256 c; c < pixel.depth; ++c) {
            int256 value = inside ? _element(world, record, first + pixel.channel + c) : world.words[PAD];
            sum += _weight(world, weights + c) * value;
        }
    }

    function _convValue(Scene memory world, Record memory record, uint256 element) private pure returns (int256 sum) {
        Place memory pixel = _place(world, record, element);
        for (uint256 a; a < uint256(world.words[KH]); ++a) {
            for (uint256 b; b < uint256(world.words[KW]); ++b) sum += _tapSum(world, record, pixel, [a, b]);
        }
        // Biases are 0 … 255, multipliers 1: the sum, halved.
        sum = (sum + int256(uint256(uint8(world.weights[pixel.weights + pixel.length]))) + 1) >> 1;
        if (sum < type(int16).min) return type(int16).min;
        return sum > type(int16).max ? int256(type(int16).max) : sum;
    }

    function _convWitness(Scene memory world, Record memory record, uint256 element)
        private
        pure
        returns (bytes memory)
    {
        Place memory pixel = _place(world, record, element);
        bytes memory lines = _lines(world, pixel, pixel.channel, [pixel.depth, 1]);
        return bytes.concat(lines, ofWeights(world, pixel.weights, pixel.length + 8));
    }

    function _poolValue(Scene memory world, Record memory record, uint256 element)
        private
        pure
        returns (int256 largest)
    {
        Place memory pixel = _place(world, record, element);
        largest = type(int256).min;
        for (uint256 a; a < uint256(world.words[KH]); ++a) {
            for (uint256 b; b < uint256(world.words[KW]); ++b) {
                (bool inside, uint256 first) = _tap(world.words, pixel, a, b);
                if (!inside) continue;
                int256 value = _element(world, record, first + pixel.n);
                if (value > largest) largest = value;
            }
        }
    }

    /// @dev x of a window's shape and `rows` rows of weights for `groups` groups, all of them random.
    function _conv(int256[16] memory words, uint256 rows, uint256 groups, bytes32 seed)
        private
        pure
        returns (Scene memory world, Record memory record)
    {
        world = scene(3);
        (world.once, world.context, world.words) = (true, 1, words);
        uint256 size = uint256(words[H] * words[W] * words[C]);
        world.tensors[0] = _random(size, seed, 0x7f);
        uint256 length = uint256(words[KH] * words[KW] * words[C]) / groups;
        world.weights = _random(WEIGHTS + rows * (length + 8), ~seed, 0xff);
        for (uint256 n; n < rows; ++n) {
            uint256 trailer = WEIGHTS + n * (length + 8) + length;
            for (uint256 i = 1; i < 6; ++i) world.weights[trailer + i] = bytes1(uint8(i == 4 ? 1 : 0));
        }
        record = recordOf(Op.CONV, DType.I16, rows * uint256(words[OH] * words[OW]));
        (record.xType, record.xSize, record.heads) = (DType.U7, size, groups);
        (record.weights, record.shift) = (WEIGHTS, 1);
    }

    function _random(uint256 length, bytes32 seed, uint8 mask) private pure returns (bytes memory data) {
        data = new bytes(length);
        for (uint256 i; i < length; ++i) data[i] = keccak256(abi.encode(seed, i / 32))[i % 32] & bytes1(mask);
    }

    function _checkConv(Scene memory world, Record memory record) private view {
        for (uint256 j; j < record.size; ++j) {
            check(world, record, j, _convValue(world, record, j), _convWitness(world, record, j));
        }
    }

    /// @dev Three by three over 4 × 5 × 2, stride 1, all sides padded by one with 3.
    function _words() private pure returns (int256[16] memory) {
        return [int256(4), 5, 2, 3, 3, 1, 1, 1, 1, 1, 1, 4, 5, 3, 0, 0];
    }

    function test_conv_everyElementOfAPaddedPicture() external view {
        (Scene memory world, Record memory record) = _conv(_words(), 2, 1, "padded");
        _checkConv(world, record);
    }

    function test_conv_signedX_zeroPadding() external view {
        (Scene memory world, Record memory record) = _conv(_words(), 1, 1, "signed");
        world.words[PAD] = 0;
        for (uint256 i; i < world.tensors[0].length; i += 2) world.tensors[0][i] |= 0xc0;
        record.xType = DType.I7;
        _checkConv(world, record);
        world.words[PAD] = -64;
        _checkConv(world, record);
    }

    function test_conv_groups_depthOfTwo() external view {
        int256[16] memory words = _words();
        words[C] = 4;
        (Scene memory world, Record memory record) = _conv(words, 4, 2, "groups");
        _checkConv(world, record);
    }

    function test_conv_dilatedAndStrided_wideGroups() external view {
        // 5 × 6 × 16 in two groups of 8: eight lanes for each tap.
        int256[16] memory words = [int256(5), 6, 16, 2, 3, 2, 1, 3, 2, 1, 2, 2, 3, 5, 0, 0];
        (Scene memory world, Record memory record) = _conv(words, 2, 2, "dilated");
        _checkConv(world, record);
        words[C] = 3;
        (world, record) = _conv(words, 1, 1, "dilated, narrow");
        _checkConv(world, record);
    }

    function test_conv_depthwise_andTheMeanOfAll() external view {
        int256[16] memory words = _words();
        words[C] = 3;
        (Scene memory world, Record memory record) = _conv(words, 3, 3, "depthwise");
        _checkConv(world, record);
        words = [int256(4), 5, 3, 4, 5, 1, 1, 1, 1, 0, 0, 1, 1, 0, 0, 0];
        (world, record) = _conv(words, 3, 3, "mean");
        _checkConv(world, record);
    }

    function test_conv_aMatrixOnEachOfNRows() external view {
        int256[16] memory words = [int256(3), 1, 7, 1, 1, 1, 1, 1, 1, 0, 0, 3, 1, 0, 0, 0];
        (Scene memory world, Record memory record) = _conv(words, 5, 1, "matrix");
        _checkConv(world, record);
    }

    function test_conv_allPadding_readsOnlyTheWeights() external view {
        int256[16] memory words = _words();
        (words[PT], words[OH]) = (9, 1);
        (Scene memory world, Record memory record) = _conv(words, 2, 1, "above");
        _checkConv(world, record);
        assertEq(_convWitness(world, record, 0).length, ofWeights(world, WEIGHTS, 26).length, "weights only");
        (words[PT], words[PL]) = (0, 9);
        (world, record) = _conv(words, 2, 1, "left");
        _checkConv(world, record);
        (words[PL], words[SX]) = (0, 3); // The last columns lie beyond the right side.
        (world, record) = _conv(words, 1, 1, "right");
        _checkConv(world, record);
    }

    function testFuzz_conv_equalsTheTapByTapSum(bytes32 seed) external view {
        int256[16] memory words;
        for (uint256 i; i < 13; ++i) words[i] = int256(uint256(uint8(seed[i])) % 4) + 1;
        (words[PT], words[PL], words[PAD]) = (words[PT] - 1, words[PL] - 1, int256(uint256(uint8(seed[13]) & 0x7f)));
        uint256 groups = words[C] % 2 == 0 && uint8(seed[14]) % 2 == 0 ? 2 : 1;
        (Scene memory world, Record memory record) = _conv(words, groups * 2, groups, seed);
        if (uint8(seed[16]) % 2 == 0) record.xType = DType.I8;
        uint256 j = uint256(seed) % record.size;
        check(world, record, j, _convValue(world, record, j), _convWitness(world, record, j));
    }

    function _pool(int256[16] memory words, uint256 dtype) private pure returns (Scene memory world, Record memory r) {
        world = scene(2);
        (world.once, world.context, world.words) = (true, 1, words);
        uint256 size = uint256(words[H] * words[W] * words[C]);
        world.tensors[0] = _random(dtype == DType.I16 ? 2 * size : size, "pool", 0xff);
        r = recordOf(Op.POOL, dtype, uint256(words[OH] * words[OW] * words[C]));
        (r.xType, r.xSize) = (dtype, size);
    }

    function test_pool_everyElementOfEachType() external view {
        uint256[3] memory types = [uint256(DType.I8), DType.U8, DType.I16];
        int256[16] memory words = [int256(4), 5, 3, 3, 2, 2, 2, 1, 2, 1, 1, 2, 3, 0, 0, 0];
        for (uint256 i; i < 3; ++i) {
            (Scene memory world, Record memory record) = _pool(words, types[i]);
            uint256 width = types[i] == DType.I16 ? 2 : 1;
            for (uint256 j; j < record.size; ++j) {
                Place memory pixel = _place(world, record, j);
                bytes memory witness = _lines(world, pixel, pixel.n, [uint256(1), width]);
                check(world, record, j, _poolValue(world, record, j), witness);
            }
        }
    }

    function _badRecord(Scene memory world, Record memory record, bytes memory witness) private {
        vm.expectRevert(IOpVerifier.OpVerifier_BadRecord.selector);
        verifier.isWrong(claimOf(world, record, world.tensors.length - 1, 0, 0), witness);
    }

    function test_pool_aWindowWithoutATap_reverts() external {
        int256[16] memory words = [int256(4), 5, 3, 2, 2, 1, 1, 1, 1, 9, 0, 1, 1, 0, 0, 0];
        (Scene memory world, Record memory record) = _pool(words, DType.I8);
        _badRecord(world, record, "");
        (world.words[PT], world.words[PL]) = (0, 9);
        _badRecord(world, record, "");
    }

    function test_pool_aRecordThatDoesNotFit_reverts() external {
        int256[16] memory words = [int256(4), 5, 3, 2, 2, 1, 1, 1, 1, 0, 0, 1, 1, 0, 0, 0];
        (Scene memory world, Record memory record) = _pool(words, DType.I8);
        record.size = 2; // fewer channels than x has
        _badRecord(world, record, "");
        (record.size, record.xType) = (3, DType.I32);
        _badRecord(world, record, "");
        // What u8 holds is more than the output can.
        (record.xType, record.dtype, world.tensors[0]) = (DType.U8, DType.I8, _random(60, "pool", 0xff));
        for (uint256 i; i < 60; ++i) world.tensors[0][i] |= 0x80;
        _badRecord(world, record, _lines(world, _place(world, record, 0), 0, [uint256(1), 1]));
    }

    function test_conv_aRecordThatDoesNotFit_reverts() external {
        (Scene memory world, Record memory record) = _conv(_words(), 2, 1, "hostile");
        int256[16] memory words = _words();
        for (uint256 i; i < 13; ++i) {
            world.words[i] = 65_536;
            _badRecord(world, record, "");
            if (i == PT || i == PL) continue;
            world.words[i] = 0;
            _badRecord(world, record, "");
            world.words[i] = words[i];
        }
        world.words = words;
        world.words[H] = 5; // not x
        _badRecord(world, record, "");
        world.words = words;
        world.words[PAD] = 128; // not of x's type
        _badRecord(world, record, "");
        world.words = words;
        record.xType = DType.I16;
        _badRecord(world, record, "");
        record.xType = DType.U7;
        uint256[3] memory groups = [uint256(0), 3, 4];
        for (uint256 i; i < 3; ++i) {
            record.heads = groups[i];
            _badRecord(world, record, "");
        }
        (record.heads, record.size) = (2, 60); // three rows in two groups
        _badRecord(world, record, "");
        (record.heads, record.size) = (1, 41); // no whole pixels
        _badRecord(world, record, "");
        record.size = 19;
        _badRecord(world, record, "");
    }

    function test_conv_aHugeKernel_takesNoGas() external {
        // 65,535 lines of one tap, all of them in x as far as the record goes.
        int256[16] memory words = [int256(65_535), 1, 1, 65_535, 1, 1, 1, 1, 1, 0, 0, 1, 1, 0, 0, 0];
        Scene memory world = scene(3);
        (world.once, world.context, world.words) = (true, 1, words);
        Record memory record = recordOf(Op.CONV, DType.I8, 1);
        (record.xType, record.xSize, record.heads, record.shift) = (DType.U7, 65_535, 1, 1);
        bytes memory witness = new bytes(3200);
        uint256 before = gasleft();
        vm.expectRevert(abi.encodeWithSelector(IOpVerifier.OpVerifier_WitnessLength.selector, 3200));
        verifier.isWrong(claimOf(world, record, 2, 0, 0), witness);
        // Nothing but padding: no line is read, and the row of weights is not there.
        world.words[PT] = 65_535;
        world.words[SY] = 1;
        world.words[DY] = 1;
        (world.words[PL], world.words[PAD]) = (1, 1);
        vm.expectRevert();
        verifier.isWrong(claimOf(world, record, 2, 0, 0), witness);
        // 65,535 · 65,535 weights a row: no program has as many.
        world.words[KW] = 65_535;
        _badRecord(world, record, witness);
        // A pool over as many lines ends with its witness.
        world.words = [int256(65_535), 1, 1, 65_535, 1, 1, 1, 1, 1, 0, 0, 1, 1, 0, 0, 0];
        (record.opcode, record.xType) = (Op.POOL, DType.I8);
        vm.expectRevert();
        verifier.isWrong(claimOf(world, record, 2, 0, 0), witness);
        assertLe(before - gasleft(), 1_500_000, "gas");
    }
}
