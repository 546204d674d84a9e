// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { DType, Op, Record } from "../../../contracts/dispute/Records.sol";
import { IOpVerifier } from "../../../contracts/interfaces/IOpVerifier.sol";
import { Scene, VerifierTest } from "./VerifierTest.sol";

/// @dev Two heads, a context of 4, and step 2 of a run of 5: positions 0 to 2 are past.
contract AttentionTest is VerifierTest {
    bytes private constant NOTHING = "";

    function _scene(uint256 count) private pure returns (Scene memory world) {
        world = scene(count);
        world.step = 2;
        world.carried = new bytes[][](5);
        for (uint256 s; s < 5; ++s) {
            world.carried[s] = new bytes[](3);
            world.carried[s][0] = hex"01";
            world.carried[s][1] = abi.encodePacked(int8(int256(s)) - 3, int8(10), int8(-128), int8(int256(s)));
            world.carried[s][2] = hex"03";
        }
    }

    /// @dev Query (1, −2, 127, −128) as tensor 0, this step's row (63, −64, 5, 6) as tensor 1.
    function _scores() private pure returns (Scene memory world, Record memory record) {
        world = _scene(3);
        world.tensors[0] = hex"01fe7f80";
        world.tensors[1] = hex"3fc00506";
        record = recordOf(Op.SCORES, DType.I8, 8);
        (record.xType, record.x, record.y, record.xSize, record.ySize) = (DType.I8, 0, 1, 4, 4);
        (record.heads, record.carried, record.mul, record.shift) = (2, 1, 3, 1);
    }

    function test_scores_readsEarlierRowsFromWhatWasCarried() external view {
        (Scene memory world, Record memory record) = _scores();
        // Head 0 of row 1: −2 · 1 + 10 · −2 = −22; · 3 / 2 = −33. Row 0: −23 · 3 / 2 = −34.5 → −34
        check(world, record, 1, -33, bytes.concat(ofTensor(world, 0, 0, 2), ofCarried(world, 1, 1, 0, 2)));
        check(world, record, 0, -34, bytes.concat(ofTensor(world, 0, 0, 2), ofCarried(world, 0, 1, 0, 2)));
        // Head 1 of row 1: −128 · 127 + 1 · −128: saturates
        check(world, record, 5, -128, bytes.concat(ofTensor(world, 0, 2, 2), ofCarried(world, 1, 1, 2, 2)));
    }

    function test_scores_readsThisStepsRowFromItsAppend() external view {
        (Scene memory world, Record memory record) = _scores();
        // Head 0: 63 + 128 = 191; · 3 / 2 = 286.5: saturates. Head 1: 635 − 768 = −133: saturates; / 2^6 → −6.23
        check(world, record, 2, 127, bytes.concat(ofTensor(world, 0, 0, 2), ofTensor(world, 1, 0, 2)));
        record.shift = 6;
        check(world, record, 6, -6, bytes.concat(ofTensor(world, 0, 2, 2), ofTensor(world, 1, 2, 2)));
    }

    function test_scores_maskedBeyondThePast() external view {
        (Scene memory world, Record memory record) = _scores();
        check(world, record, 3, -128, NOTHING);
        check(world, record, 7, -128, NOTHING);
    }

    function test_scores_aRowOfAnotherStep_reverts() external {
        (Scene memory world, Record memory record) = _scores();
        bytes memory witness = bytes.concat(ofTensor(world, 0, 0, 2), ofCarried(world, 0, 1, 0, 2));
        vm.expectRevert(abi.encodeWithSelector(IOpVerifier.OpVerifier_WrongRoot.selector, 1));
        verifier.isWrong(claimOf(world, record, 2, 1, 0), witness);
    }

    function test_scores_noHeads_reverts() external {
        (Scene memory world, Record memory record) = _scores();
        record.heads = 0;
        vm.expectRevert(IOpVerifier.OpVerifier_BadRecord.selector);
        verifier.isWrong(claimOf(world, record, 2, 0, 0), NOTHING);
        record.heads = 5; // heads without width
        vm.expectRevert(IOpVerifier.OpVerifier_BadRecord.selector);
        verifier.isWrong(claimOf(world, record, 2, 0, 0), NOTHING);
    }

    function _max() private pure returns (Scene memory world, Record memory record) {
        world = _scene(2);
        world.tensors[0] = hex"0102037f80fe8090"; // head 0: 1, 2, 3 (127); head 1: −128, −2, −128 (−112)
        record = recordOf(Op.MAX, DType.I8, 2);
        (record.xType, record.xSize, record.heads) = (DType.I8, 8, 2);
    }

    function test_max_theWholePastShowsItRightOrWrong() external view {
        (Scene memory world, Record memory record) = _max();
        check(world, record, 0, 3, bytes.concat(hex"ffffffff", ofTensor(world, 0, 0, 3)));
        check(world, record, 1, -2, bytes.concat(hex"00000004", ofTensor(world, 0, 4, 3)));
    }

    function test_max_oneLargerElementShowsItTooSmall() external view {
        (Scene memory world, Record memory record) = _max();
        bytes memory larger = bytes.concat(hex"00000002", ofTensor(world, 0, 2, 1));
        wrong(claimOf(world, record, 1, 0, chunkOf(record, 0, 2)), larger);
        right(claimOf(world, record, 1, 0, chunkOf(record, 0, 3)), larger);
        right(claimOf(world, record, 1, 0, chunkOf(record, 0, 4)), larger);
    }

    function test_max_anElementBeyondThePast_reverts() external {
        (Scene memory world, Record memory record) = _max();
        bytes memory witness = bytes.concat(hex"00000003", ofTensor(world, 0, 3, 1));
        vm.expectRevert(abi.encodeWithSelector(IOpVerifier.OpVerifier_NoSuchElement.selector, 3));
        verifier.isWrong(claimOf(world, record, 1, 0, 0), witness);
    }

    function test_max_noIndex_reverts() external {
        (Scene memory world, Record memory record) = _max();
        vm.expectRevert(abi.encodeWithSelector(IOpVerifier.OpVerifier_WitnessLength.selector, 3));
        verifier.isWrong(claimOf(world, record, 1, 0, 0), hex"ffffff");
    }

    function _exp() private pure returns (Scene memory world, Record memory record) {
        (world, record) = _max();
        bytes[] memory tensors = new bytes[](3);
        (tensors[0], tensors[1], tensors[2]) = (world.tensors[0], hex"037f", hex"00");
        world.tensors = tensors;
        world.weights = new bytes(300);
        (world.weights[40], world.weights[42], world.weights[295]) = (0x7f, 0x85, 0xff);
        (record.opcode, record.dtype, record.size) = (Op.EXP, DType.U7, 8);
        (record.y, record.ySize, record.table) = (1, 2, 40);
    }

    function test_exp_looksTheDifferenceUp() external view {
        (Scene memory world, Record memory record) = _exp();
        bytes memory first = ofTensor(world, 1, 0, 1);
        check(world, record, 2, 127, bytes.concat(ofTensor(world, 0, 2, 1), first, ofWeights(world, 40, 1)));
        // 3 − 1 = 2: 0x85 mod 128
        check(world, record, 0, 5, bytes.concat(ofTensor(world, 0, 0, 1), first, ofWeights(world, 42, 1)));
        // 127 − −128 = 255
        bytes memory second = ofTensor(world, 1, 1, 1);
        check(world, record, 4, 127, bytes.concat(ofTensor(world, 0, 4, 1), second, ofWeights(world, 295, 1)));
    }

    function test_exp_zeroBeyondThePast() external view {
        (Scene memory world, Record memory record) = _exp();
        check(world, record, 7, 0, NOTHING);
    }

    function test_exp_aMaximumThatIsNone_reverts() external {
        (Scene memory world, Record memory record) = _exp();
        world.tensors[1] = hex"007f";
        bytes memory witness = bytes.concat(ofTensor(world, 0, 2, 1), ofTensor(world, 1, 0, 1), ofWeights(world, 40, 1));
        vm.expectRevert(IOpVerifier.OpVerifier_BadRecord.selector);
        verifier.isWrong(claimOf(world, record, 2, 2, 0), witness);
    }

    function test_sum_addsThePast() external view {
        Scene memory world = _scene(2);
        world.tensors[0] = hex"0102037f7f7f7f7f";
        Record memory record = recordOf(Op.SUM, DType.I32, 2);
        (record.xType, record.xSize, record.heads) = (DType.U7, 8, 2);
        check(world, record, 0, 6, ofTensor(world, 0, 0, 3));
        check(world, record, 1, 381, ofTensor(world, 0, 4, 3));
    }

    /// @dev Weights (head · context) as tensor 0, this step's row as tensor 1, the partial sums as tensor 2.
    function _partial() private pure returns (Scene memory world, Record memory record) {
        world = _scene(3);
        world.tensors[0] = hex"0102030004057f00";
        world.tensors[1] = hex"81fe7f80";
        world.tensors[2] = new bytes(64);
        // Element (1, 3) is −500.
        (world.tensors[2][28], world.tensors[2][29], world.tensors[2][30], world.tensors[2][31]) =
            (0x0c, 0xfe, 0xff, 0xff);
        record = recordOf(Op.PARTIAL, DType.I32, 16);
        (record.xType, record.xSize, record.y, record.ySize) = (DType.U7, 8, 1, 4);
        (record.heads, record.carried) = (2, 1);
    }

    function test_partial_theFirstHasNoneBeforeIt() external view {
        (Scene memory world, Record memory record) = _partial();
        // Row 0 is (−3, 10, −128, 0): x[0][0] · −3 and x[1][0] · −128.
        check(world, record, 0, -3, bytes.concat(ofTensor(world, 0, 0, 1), ofCarried(world, 0, 1, 0, 1)));
        check(world, record, 2, -512, bytes.concat(ofTensor(world, 0, 4, 1), ofCarried(world, 0, 1, 2, 1)));
    }

    function test_partial_addsToTheOneBeforeIt() external view {
        (Scene memory world, Record memory record) = _partial();
        // (2, 3): −500 + 127 · −128, from this step's append; (1, 1): 0 + 2 · 10, from step 1.
        bytes memory before = ofTensor(world, 2, 28, 4);
        check(world, record, 11, -16_756, bytes.concat(before, ofTensor(world, 0, 6, 1), ofTensor(world, 1, 3, 1)));
        before = ofTensor(world, 2, 4, 4);
        check(world, record, 5, 20, bytes.concat(before, ofTensor(world, 0, 1, 1), ofCarried(world, 1, 1, 1, 1)));
    }

    function test_partial_zeroBeyondThePast() external view {
        (Scene memory world, Record memory record) = _partial();
        check(world, record, 12, 0, NOTHING);
    }

    function _mix() private pure returns (Scene memory world, Record memory record) {
        world = _scene(3);
        world.tensors[0] = new bytes(64);
        world.tensors[0][32] = 0x07; // (2, 0): 7
        (world.tensors[0][44], world.tensors[0][45], world.tensors[0][46], world.tensors[0][47]) =
            (0xf9, 0xff, 0xff, 0xff); // (2, 3): −7
        world.tensors[1] = hex"0200000000000000"; // sums 2 and 0
        record = recordOf(Op.MIX, DType.I7, 4);
        (record.xType, record.xSize, record.y, record.ySize) = (DType.I32, 16, 1, 2);
        (record.heads, record.mul, record.shift) = (2, 3, 2);
    }

    function test_mix_dividesAndRoundsHalfUp() external view {
        (Scene memory world, Record memory record) = _mix();
        bytes memory first = bytes.concat(ofTensor(world, 0, 32, 4), ofTensor(world, 1, 0, 4));
        // 7 · 3 / (2 · 4) = 2.625 → 3; with mul 4: 3.5 → 4
        check(world, record, 0, 3, first);
        record.mul = 4;
        check(world, record, 0, 4, first);
        // −7 · 4 / (1 · 8) = −3.5 → −3, since a sum of 0 counts as 1
        record.shift = 3;
        bytes memory last = bytes.concat(ofTensor(world, 0, 44, 4), ofTensor(world, 1, 4, 4));
        check(world, record, 3, -3, last);
        record.mul = 65_535;
        check(world, record, 3, -64, last);
        check(world, record, 0, 63, first);
    }

    function test_mix_shiftOutOfRange_reverts() external {
        (Scene memory world, Record memory record) = _mix();
        record.shift = 47;
        bytes memory witness = bytes.concat(ofTensor(world, 0, 32, 4), ofTensor(world, 1, 0, 4));
        vm.expectRevert(IOpVerifier.OpVerifier_BadRecord.selector);
        verifier.isWrong(claimOf(world, record, 2, 0, 0), witness);
    }

    /// @dev A graph that runs once: two rows of three, (1, 2, 3) and (127, −128, −2).
    function _rows(uint256 opcode, uint256 dtype, uint256 size)
        private
        pure
        returns (Scene memory world, Record memory record)
    {
        world = scene(3);
        (world.once, world.context) = (true, 1);
        world.tensors[0] = hex"0102037f80fe";
        world.tensors[1] = hex"037f"; // their largest
        world.weights = new bytes(300);
        (world.weights[41], world.weights[295]) = (0x85, 0x07);
        record = recordOf(opcode, dtype, size);
        (record.xType, record.xSize, record.heads) = (DType.I8, 6, 2);
        (record.y, record.ySize, record.table) = (1, 2, 40);
    }

    function test_max_once_allOfARowIsPast() external view {
        (Scene memory world, Record memory record) = _rows(Op.MAX, DType.I8, 2);
        check(world, record, 0, 3, bytes.concat(hex"ffffffff", ofTensor(world, 0, 0, 3)));
        check(world, record, 1, 127, bytes.concat(hex"00000003", ofTensor(world, 0, 3, 3)));
        wrong(claimOf(world, record, 2, 0, chunkOf(record, 0, 2)), bytes.concat(hex"00000002", ofTensor(world, 0, 2, 1)));
    }

    function test_exp_once_allOfARowIsPast() external view {
        (Scene memory world, Record memory record) = _rows(Op.EXP, DType.U7, 6);
        // 3 − 2 = 1: 0x85 mod 128; 127 − −128 = 255
        bytes memory first = bytes.concat(ofTensor(world, 0, 1, 1), ofTensor(world, 1, 0, 1), ofWeights(world, 41, 1));
        check(world, record, 1, 5, first);
        bytes memory last = bytes.concat(ofTensor(world, 0, 4, 1), ofTensor(world, 1, 1, 1), ofWeights(world, 295, 1));
        check(world, record, 4, 7, last);
    }

    function test_sum_once_addsAllOfARow() external view {
        (Scene memory world, Record memory record) = _rows(Op.SUM, DType.I32, 2);
        world.tensors[0] = hex"0102037f7f7f";
        record.xType = DType.U7;
        check(world, record, 1, 381, ofTensor(world, 0, 3, 3));
    }

    function test_sum_aPastLongerThanTheRow_reverts() external {
        (Scene memory world, Record memory record) = _rows(Op.SUM, DType.I32, 2);
        (world.once, world.context, world.step) = (false, 4, 3);
        bytes memory witness = ofTensor(world, 0, 0, 4);
        vm.expectRevert(IOpVerifier.OpVerifier_BadRecord.selector);
        verifier.isWrong(claimOf(world, record, 2, 0, 0), witness);
    }
}
