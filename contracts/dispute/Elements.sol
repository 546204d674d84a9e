// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IOpVerifier } from "../interfaces/IOpVerifier.sol";
import { DType, Record } from "./Records.sol";

/// @title Elements: what bytes mean as numbers, and how numbers are brought back into a type
/// @notice Spec: docs/op-spec.md, "Types".
library Elements {
    /// @dev Widest shift that any operator has: LIMITS.shift.
    uint256 internal constant MAX_SHIFT = 46;

    /// @notice The element of type `dtype` in the first bytes of `word`.
    function decode(bytes32 word, uint256 dtype) internal pure returns (int256) {
        uint256 first = uint8(word[0]);
        if (dtype == DType.I16) return int16(uint16(first | uint256(uint8(word[1])) << 8));
        if (dtype == DType.I32) {
            uint256 high = uint256(uint8(word[2])) << 16 | uint256(uint8(word[3])) << 24;
            return int32(uint32(first | uint256(uint8(word[1])) << 8 | high));
        }
        return isSigned(dtype) ? int256(int8(uint8(first))) : int256(first);
    }

    /// @notice Whether a byte of type `dtype` has a sign.
    function isSigned(uint256 dtype) internal pure returns (bool) {
        return dtype == DType.I7 || dtype == DType.I8;
    }

    /// @notice The element of type `dtype` at a calldata offset.
    function load(uint256 offset, uint256 dtype) internal pure returns (int256) {
        bytes32 word;
        assembly ("memory-safe") {
            word := calldataload(offset)
        }
        return decode(word, dtype);
    }

    /// @notice `value` clamped to the type's range.
    function saturate(int256 value, uint256 dtype) internal pure returns (int256) {
        (int256 low, int256 high) = range(dtype);
        if (value < low) return low;
        return value > high ? high : value;
    }

    /// @notice Smallest and largest value of a type.
    function range(uint256 dtype) internal pure returns (int256 low, int256 high) {
        // SAFETY: the exponents are at most 31: those of i7, u7, i8, u8, i16 and i32, from the right.
        unchecked {
            high = int256((1 << uint8(0x1f0f0807070600 >> (8 * dtype))) - 1);
            low = dtype == DType.U7 || dtype == DType.U8 ? int256(0) : -high - 1;
        }
    }

    /// @notice ⌊(value · mul + 2^(shift−1)) / 2^shift⌋, saturated.
    function rescale(int256 value, uint256 mul, uint256 shift, uint256 dtype) internal pure returns (int256) {
        return saturate(scaled(value, mul, shift), dtype);
    }

    /// @notice ⌊(value · mul + 2^(shift−1)) / 2^shift⌋: half rounds up.
    function scaled(int256 value, uint256 mul, uint256 shift) internal pure returns (int256) {
        if (shift == 0 || shift > MAX_SHIFT) revert IOpVerifier.OpVerifier_BadRecord();
        // SAFETY: a value is a sum of products of elements, below 2^100, and mul below 2^32. Shifting to the right is the floor.
        unchecked {
            return (value * int256(mul) + int256(1 << shift >> 1)) >> shift;
        }
    }

    /// @notice value / max(divisor, 1) times mul / 2^shift, rounded half up and saturated:
    /// ⌊(2 · mul · value + d · 2^shift) / (d · 2^(shift+1))⌋ with d = max(divisor, 1).
    function divided(int256 value, int256 divisor, Record memory record) internal pure returns (int256) {
        if (record.shift > MAX_SHIFT) revert IOpVerifier.OpVerifier_BadRecord();
        // SAFETY: mul is below 2^32, value and divisor are i32, the shift is at most 46.
        int256 half = (divisor > 1 ? divisor : int256(1)) << record.shift;
        return saturate(floorDiv(2 * int256(record.mul) * value + half, 2 * half), record.dtype);
    }

    /// @notice ⌊numerator / divisor⌋ for a divisor above 0.
    function floorDiv(int256 numerator, int256 divisor) internal pure returns (int256 quotient) {
        quotient = numerator / divisor;
        if (numerator % divisor < 0) --quotient;
    }
}
