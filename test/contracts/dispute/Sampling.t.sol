// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { DType, Op, Record } from "../../../contracts/dispute/Records.sol";
import { IOpVerifier } from "../../../contracts/interfaces/IOpVerifier.sol";
import { Scene, VerifierTest } from "./VerifierTest.sol";

contract SamplingTest is VerifierTest {
    bytes private constant NOTHING = "";

    function test_noise_drawsFromTheTableByTheSeed() external view {
        Scene memory world = scene(1);
        world.weights = new bytes(600);
        for (uint256 i; i < 600; ++i) world.weights[i] = bytes1(uint8(i * 7));
        world.step = 3;
        Record memory record = recordOf(Op.NOISE, DType.I16, 100);
        record.table = 17;
        uint256 drawn = uint8(keccak256(abi.encodePacked(keccak256("in"), uint32(3), uint32(2)))[5]);
        uint256 place = 17 + 2 * drawn;
        int16 value = int16(uint16(uint8(place * 7)) | uint16(uint8((place + 1) * 7)) << 8);
        check(world, record, 69, value, ofWeights(world, place, 2));
    }

    function _argmax() private pure returns (Scene memory world, Record memory record) {
        world = scene(2);
        world.tensors[0] = hex"0100ff7f0080ff7f0000"; // 1, 32767, −32768, 32767, 0
        record = recordOf(Op.ARGMAX, DType.I32, 1);
        (record.xType, record.xSize, record.heads) = (DType.I16, 5, 1);
    }

    function _duel(Scene memory world, uint32 claimed, uint32 rival) private pure returns (bytes memory) {
        return bytes.concat(
            abi.encodePacked(rival), ofTensor(world, 0, claimed * 2, 2), ofTensor(world, 0, rival * 2, 2)
        );
    }

    function test_argmax_isRefutedByALargerOrAnEarlierEqualElement() external view {
        (Scene memory world, Record memory record) = _argmax();
        wrong(claimOf(world, record, 1, 0, chunkOf(record, 0, 0)), _duel(world, 0, 1));
        wrong(claimOf(world, record, 1, 0, chunkOf(record, 0, 3)), _duel(world, 3, 1));
        wrong(claimOf(world, record, 1, 0, chunkOf(record, 0, 2)), _duel(world, 2, 4));
    }

    function test_argmax_standsAgainstEveryOther() external view {
        (Scene memory world, Record memory record) = _argmax();
        for (uint32 rival; rival < 5; ++rival) {
            right(claimOf(world, record, 1, 0, chunkOf(record, 0, 1)), _duel(world, 1, rival));
        }
    }

    function test_argmax_noIndexOfX_isWrongByItself() external view {
        (Scene memory world, Record memory record) = _argmax();
        wrong(claimOf(world, record, 1, 0, chunkOf(record, 0, -1)), NOTHING);
        wrong(claimOf(world, record, 1, 0, chunkOf(record, 0, 5)), NOTHING);
        wrong(claimOf(world, record, 1, 0, chunkOf(record, 0, type(int32).min)), NOTHING);
    }

    function test_argmax_rivalOutsideOfX_reverts() external {
        (Scene memory world, Record memory record) = _argmax();
        vm.expectRevert(abi.encodeWithSelector(IOpVerifier.OpVerifier_NoSuchElement.selector, 5));
        verifier.isWrong(claimOf(world, record, 1, 0, chunkOf(record, 0, 1)), hex"00000005");
    }

    function test_argmax_ofARow_countsFromItsStart() external view {
        Scene memory world = scene(2);
        world.tensors[0] = hex"ff7f00000000050003000500"; // (32767, 0), (0, 5), (3, 5)
        Record memory record = recordOf(Op.ARGMAX, DType.I32, 3);
        (record.xType, record.xSize, record.heads) = (DType.I16, 6, 3);
        bytes memory duel = bytes.concat(hex"00000001", ofTensor(world, 0, 4, 2), ofTensor(world, 0, 6, 2));
        wrong(claimOf(world, record, 1, 1, chunkOf(record, 1, 0)), duel);
        duel = bytes.concat(hex"00000000", ofTensor(world, 0, 6, 2), ofTensor(world, 0, 4, 2));
        right(claimOf(world, record, 1, 1, chunkOf(record, 1, 1)), duel);
        wrong(claimOf(world, record, 1, 1, chunkOf(record, 1, 2)), NOTHING);
    }

    function test_argmax_rowsThatDoNotDivideX_reverts() external {
        (Scene memory world, Record memory record) = _argmax();
        uint256[3] memory rows = [uint256(0), 2, 6];
        for (uint256 i; i < 3; ++i) {
            record.heads = rows[i];
            vm.expectRevert(IOpVerifier.OpVerifier_BadRecord.selector);
            verifier.isWrong(claimOf(world, record, 1, 0, 0), NOTHING);
        }
    }

    function test_lookup_readsTheTable() external view {
        Scene memory world = scene(2);
        world.weights = hex"000102ff";
        world.tensors[0] = hex"02000000";
        Record memory record = recordOf(Op.LOOKUP, DType.U8, 1);
        (record.xType, record.xSize, record.table) = (DType.I32, 1, 1);
        check(world, record, 0, 255, bytes.concat(ofTensor(world, 0, 0, 4), ofWeights(world, 3, 1)));
    }

    function test_lookup_outsideOfTheWeights_reverts() external {
        Scene memory world = scene(2);
        world.tensors[0] = hex"01000000";
        Record memory record = recordOf(Op.LOOKUP, DType.U8, 1);
        (record.xType, record.xSize) = (DType.I32, 1);
        bytes memory witness = ofTensor(world, 0, 0, 4);
        vm.expectRevert(IOpVerifier.OpVerifier_BadRecord.selector);
        verifier.isWrong(claimOf(world, record, 1, 0, 0), witness);
        world.tensors[0] = hex"ffffffff";
        witness = ofTensor(world, 0, 0, 4);
        vm.expectRevert(IOpVerifier.OpVerifier_BadRecord.selector);
        verifier.isWrong(claimOf(world, record, 1, 0, 0), witness);
    }
}
