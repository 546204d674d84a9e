// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { DType, Op, Record, Records } from "../../../contracts/dispute/Records.sol";
import { TraceTree } from "../../../contracts/dispute/TraceTree.sol";
import { ElementClaim, IOpVerifier } from "../../../contracts/interfaces/IOpVerifier.sol";
import { Scene, VerifierTest } from "./VerifierTest.sol";

/// @dev What holds for every operator: where the element lies, and that a witness is exact and leads to the claim's roots.
contract OpVerifierTest is VerifierTest {
    /// @dev x and y of 20 elements, added: tensor 4 of five.
    function _add() private pure returns (Scene memory world, Record memory record) {
        world = scene(5);
        world.tensors[0] = new bytes(40);
        world.tensors[2] = new bytes(40);
        for (uint256 i; i < 20; ++i) {
            world.tensors[0][2 * i] = bytes1(uint8(i));
            world.tensors[2][2 * i] = bytes1(uint8(3 * i));
        }
        record = recordOf(Op.ADD, DType.I16, 20);
        (record.xType, record.xSize, record.y, record.ySize) = (DType.I16, 20, 2, 20);
    }

    function _witness(Scene memory world, uint256 element) private pure returns (bytes memory) {
        return bytes.concat(ofTensor(world, 0, 2 * element, 2), ofTensor(world, 2, 2 * element, 2));
    }

    function test_isWrong_comparesTheElementOfItsChunk() external view {
        (Scene memory world, Record memory record) = _add();
        check(world, record, 0, 0, _witness(world, 0));
        check(world, record, 15, 60, _witness(world, 15));
        check(world, record, 16, 64, _witness(world, 16));
        check(world, record, 19, 76, _witness(world, 19));
    }

    function test_isWrong_paddingIsZeroAndReadsNothing() external view {
        (Scene memory world, Record memory record) = _add();
        right(claimOf(world, record, 4, 20, chunkOf(record, 20, 0)), "");
        right(claimOf(world, record, 4, 31, chunkOf(record, 31, 0)), "");
        wrong(claimOf(world, record, 4, 31, chunkOf(record, 31, 256)), "");
    }

    function test_isWrong_paddingWithAWitness_reverts() external {
        (Scene memory world, Record memory record) = _add();
        vm.expectRevert(abi.encodeWithSelector(IOpVerifier.OpVerifier_WitnessLength.selector, 1));
        verifier.isWrong(claimOf(world, record, 4, 20, 0), hex"00");
    }

    function test_isWrong_anElementBeyondTheLastChunk_reverts() external {
        (Scene memory world, Record memory record) = _add();
        vm.expectRevert(abi.encodeWithSelector(IOpVerifier.OpVerifier_NoSuchElement.selector, 32));
        verifier.isWrong(claimOf(world, record, 4, 32, 0), "");
        record.size = 0;
        vm.expectRevert(abi.encodeWithSelector(IOpVerifier.OpVerifier_NoSuchElement.selector, 0));
        verifier.isWrong(claimOf(world, record, 4, 0, 0), "");
        vm.expectRevert();
        verifier.isWrong(claimOf(world, record, 4, type(uint256).max, 0), "");
    }

    function test_isWrong_anUnknownOpcodeOrType_reverts() external {
        (Scene memory world, Record memory record) = _add();
        uint256[3] memory opcodes = [uint256(0), 30, 255];
        for (uint256 i; i < 3; ++i) {
            record.opcode = opcodes[i];
            vm.expectRevert(abi.encodeWithSelector(IOpVerifier.OpVerifier_UnknownOpcode.selector, opcodes[i]));
            verifier.isWrong(claimOf(world, record, 4, 0, 0), "");
        }
        uint256[2] memory types = [uint256(0), 7];
        for (uint256 i; i < 2; ++i) {
            record.dtype = types[i];
            vm.expectRevert(abi.encodeWithSelector(Records.Records_UnknownType.selector, types[i]));
            verifier.isWrong(claimOf(world, record, 4, 0, 0), "");
        }
    }

    function test_isWrong_aStepBeyondTheContext_reverts() external {
        (Scene memory world, Record memory record) = _add();
        world.step = world.context;
        vm.expectRevert(IOpVerifier.OpVerifier_BadRecord.selector);
        verifier.isWrong(claimOf(world, record, 4, 0, 0), "");
    }

    function test_isWrong_anyByteOfTheWitnessChanged_reverts() external {
        (Scene memory world, Record memory record) = _add();
        bytes memory witness = _witness(world, 17);
        uint256 firstRead = witness.length / 2;
        for (uint256 i; i < witness.length; ++i) {
            witness[i] ^= 0x01;
            vm.expectRevert(abi.encodeWithSelector(IOpVerifier.OpVerifier_WrongRoot.selector, i / firstRead));
            verifier.isWrong(claimOf(world, record, 4, 17, 0), witness);
            witness[i] ^= 0x01;
        }
    }

    function test_isWrong_aWitnessOfAnyOtherLength_reverts() external {
        (Scene memory world, Record memory record) = _add();
        ElementClaim memory claim = claimOf(world, record, 4, 17, 0);
        bytes memory witness = _witness(world, 17);
        for (uint256 length; length <= witness.length + 33; ++length) {
            if (length == witness.length) continue;
            bytes memory cut = new bytes(length);
            for (uint256 i; i < length && i < witness.length; ++i) cut[i] = witness[i];
            vm.expectRevert(abi.encodeWithSelector(IOpVerifier.OpVerifier_WitnessLength.selector, length));
            verifier.isWrong(claim, cut);
        }
    }

    function test_isWrong_aTensorThatIsNotEarlier_reverts() external {
        (Scene memory world, Record memory record) = _add();
        bytes memory witness = _witness(world, 0);
        vm.expectRevert(IOpVerifier.OpVerifier_BadRecord.selector);
        verifier.isWrong(claimOf(world, record, 2, 0, 0), witness);
        record.x = 4;
        vm.expectRevert(IOpVerifier.OpVerifier_BadRecord.selector);
        verifier.isWrong(claimOf(world, record, 4, 0, 0), witness);
    }

    function test_isWrong_aTensorThatTheTraceDoesNotHave_reverts() external {
        (Scene memory world, Record memory record) = _add();
        record.x = 5;
        bytes memory witness = _witness(world, 0);
        vm.expectRevert(abi.encodeWithSelector(TraceTree.TraceTree_NoSuchNode.selector, 5, 5));
        verifier.isWrong(claimOf(world, record, 9, 0, 0), witness);
    }

    function test_isWrong_anElementBeyondX_reverts() external {
        (Scene memory world, Record memory record) = _add();
        record.xSize = 17;
        vm.expectRevert(IOpVerifier.OpVerifier_BadRecord.selector);
        verifier.isWrong(claimOf(world, record, 4, 17, 0), "");
    }

    function test_isWrong_aHugeTensor_revertsBeforeAnythingIsCopied() external {
        Scene memory world = scene(2);
        Record memory record = recordOf(Op.LINEAR, DType.I8, type(uint32).max);
        (record.xType, record.xSize, record.shift) = (DType.I7, type(uint32).max, 1);
        uint256 before = gasleft();
        vm.expectRevert(abi.encodeWithSelector(IOpVerifier.OpVerifier_WitnessLength.selector, 64));
        verifier.isWrong(claimOf(world, record, 1, 0, 0), new bytes(64));
        assertLe(before - gasleft(), 200_000, "gas");
        record.xSize = 0;
        vm.expectRevert(IOpVerifier.OpVerifier_BadRecord.selector);
        verifier.isWrong(claimOf(world, record, 1, 0, 0), new bytes(64));
    }

    function test_isWrong_inputLongerThanTheWitness_reverts() external {
        Scene memory world = scene(1);
        world.input = "four";
        Record memory record = recordOf(Op.INPUT, DType.U8, 4);
        vm.expectRevert(abi.encodeWithSelector(IOpVerifier.OpVerifier_WitnessLength.selector, 3));
        verifier.isWrong(claimOf(world, record, 0, 3, 0), "fou");
        ElementClaim memory claim = claimOf(world, record, 0, 3, 0);
        claim.inputBytes = type(uint256).max;
        vm.expectRevert(abi.encodeWithSelector(IOpVerifier.OpVerifier_WitnessLength.selector, 4));
        verifier.isWrong(claim, "four");
    }

    /// @dev Whatever a record and a claim hold, the verifier never calls an element wrong without its reads: it reverts, unless
    /// the element is in the padding, masked, or an index that no argmax can give.
    function testFuzz_isWrong_anyRecordWithoutAWitness(bytes32[4] memory record, ElementClaim memory claim)
        external
        view
    {
        // Most bytes are no operator's number.
        record[0] = record[0] << 8 >> 8 | bytes32(uint256(uint8(record[0][0]) % 30) << 248);
        claim.record = record;
        try verifier.isWrong(claim, "") returns (bool isWrong) {
            uint256 opcode = uint8(bytes1(record[0]));
            bool readsNothing = opcode == Op.SCORES || opcode == Op.EXP || opcode == Op.PARTIAL || opcode == Op.ARGMAX;
            bool isPadding = claim.element >= uint32(uint256(record[0]) >> 192);
            assertTrue(readsNothing || isPadding || !isWrong, "wrong without a read");
        } catch { }
    }
}
