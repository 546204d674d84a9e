// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { DotProduct } from "../../../contracts/dispute/DotProduct.sol";
import { Base } from "../Base.sol";

/// @dev The library reads calldata, so it is called from outside.
contract DotProductCaller {
    function dot(bytes calldata a, bytes calldata b, bool isSigned) external pure returns (int256) {
        uint256 first;
        uint256 second;
        assembly ("memory-safe") {
            first := a.offset
            second := b.offset
        }
        return DotProduct.signed(first, second, a.length, isSigned);
    }

    /// @dev Every `steps[0]`-th byte of a with every `steps[1]`-th of b.
    function strided(bytes calldata a, bytes calldata b, uint256 count, uint256[2] calldata steps, bool isSigned)
        external
        pure
        returns (int256)
    {
        uint256 first;
        uint256 second;
        assembly ("memory-safe") {
            first := a.offset
            second := b.offset
        }
        return DotProduct.strided(first, second, count, steps[0], steps[1], isSigned);
    }

    function total(bytes calldata a) external pure returns (int256) {
        uint256 first;
        assembly ("memory-safe") {
            first := a.offset
        }
        return DotProduct.total(first, a.length);
    }
}

contract DotProductTest is Base {
    DotProductCaller private immutable _caller = new DotProductCaller();

    function _plain(bytes memory a, bytes memory b, bool isSigned) private pure returns (int256 sum) {
        for (uint256 k; k < a.length; ++k) {
            int256 second = isSigned ? int256(int8(uint8(b[k]))) : int256(uint256(uint8(b[k])));
            sum += int256(int8(uint8(a[k]))) * second;
        }
    }

    function _filled(uint256 length, bytes32 word) private pure returns (bytes memory data) {
        data = new bytes(length);
        for (uint256 i; i < length; i += 32) {
            assembly ("memory-safe") {
                mstore(add(add(data, 32), i), word)
            }
        }
    }

    function _check(bytes memory a, bytes memory b) private view {
        assertTrue(_caller.dot(a, b, true) == _plain(a, b, true), "signed");
        assertTrue(_caller.dot(a, b, false) == _plain(a, b, false), "unsigned");
    }

    function test_dot_handComputed() external view {
        assertTrue(_caller.dot(hex"01ff80", hex"7f0280", true) == 127 - 2 + 16_384, "signed");
        assertTrue(_caller.dot(hex"01ff80", hex"7f0280", false) == 127 - 2 - 16_384, "unsigned");
        assertTrue(_caller.dot("", "", true) == 0, "empty");
    }

    function testFuzz_dot_equalsThePlainSum(bytes memory a, bytes32 seed) external view {
        bytes memory b = new bytes(a.length);
        for (uint256 k; k < b.length; ++k) b[k] = keccak256(abi.encode(seed, k / 32))[k % 32];
        _check(a, b);
    }

    function test_dot_everyLengthOfATail() external view {
        bytes32 word = keccak256("word");
        for (uint256 length = 1; length <= 97; ++length) {
            _check(_filled(length, word), _filled(length, keccak256(abi.encode(word))));
        }
    }

    function test_dot_theLongestOfExtremes_overflowsNoLane() external view {
        uint256 length = DotProduct.MAX_LENGTH;
        bytes memory low = _filled(length, bytes32(type(uint256).max / 255 * 0x80));
        bytes memory high = _filled(length, bytes32(type(uint256).max / 255 * 0x7f));
        bytes memory full = _filled(length, bytes32(type(uint256).max));
        assertTrue(_caller.dot(low, low, true) == 65_536 * 16_384, "-128 * -128");
        assertTrue(_caller.dot(low, high, true) == -65_536 * 16_256, "-128 * 127");
        assertTrue(_caller.dot(low, full, false) == -65_536 * 32_640, "-128 * 255");
        assertTrue(_caller.dot(high, full, false) == 65_536 * 32_385, "127 * 255");
    }

    function test_dot_oneTooLong_reverts() external {
        uint256 length = DotProduct.MAX_LENGTH + 1;
        vm.expectRevert(abi.encodeWithSelector(DotProduct.DotProduct_TooLong.selector, length));
        _caller.dot(new bytes(length), new bytes(length), true);
    }

    function testFuzz_strided_equalsThePlainSum(bytes32 seed, uint8 count, uint8 stepA, uint8 stepB) external view {
        uint256[2] memory steps = [uint256(stepA % 5) + 1, uint256(stepB % 40) + 1];
        uint256 total = uint256(count) % 20;
        bytes memory a = _filled(200, keccak256(abi.encode(seed)));
        bytes memory b = _filled(1000, seed);
        bytes memory someOfA = new bytes(total);
        bytes memory someOfB = new bytes(total);
        for (uint256 k; k < total; ++k) (someOfA[k], someOfB[k]) = (a[k * steps[0]], b[k * steps[1]]);
        int256 signed = _plain(someOfA, someOfB, true);
        assertTrue(_caller.strided(a, b, total, steps, true) == signed, "signed");
        int256 unsigned = _plain(someOfA, someOfB, false);
        assertTrue(_caller.strided(a, b, total, steps, false) == unsigned, "unsigned");
    }

    function testFuzz_total_equalsThePlainSum(bytes memory a) external view {
        bytes memory ones = _filled(a.length, bytes32(type(uint256).max / 255));
        assertTrue(_caller.total(a) == _plain(a, ones, true), "sum");
    }

    function test_total_ofExtremes() external view {
        bytes memory low = _filled(65_535, bytes32(type(uint256).max / 255 * 0x80));
        bytes memory high = _filled(65_535, bytes32(type(uint256).max / 255 * 0x7f));
        assertTrue(_caller.total(low) == -128 * 65_535, "-128");
        assertTrue(_caller.total(high) == 127 * 65_535, "127");
        assertTrue(_caller.total("") == 0, "none");
    }
}
