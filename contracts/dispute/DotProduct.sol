// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// @title DotProduct: eight products of bytes with one MUL, and sums of few or without factors
/// @notice A word is read as a number Σ aᵢ · 2^(32i) of eight lanes, a second one as Σ bᵢ · 2^(32(7−i)), its lanes in reverse. Lane 7 of
/// their product is then Σ aᵢ · bᵢ. Lanes are signed: a byte v becomes (v xor 0x80) − 0x80, the subtraction being made for
/// all eight at once, with borrows from lane to lane that the product undoes.
library DotProduct {
    /// @dev Bound of a dot product's length, for which no lane overflows: see `signed`.
    uint256 internal constant MAX_LENGTH = 65_536;

    /// @notice More elements than the lanes can add up.
    error DotProduct_TooLong(uint256 length);

    /// @notice Σ a[k] · b[k] of `length` elements at calldata offsets `a` and `b`: a is i8, and b i8 if `isSigned`, else u8.
    /// @dev Plainly: for each k: sum += int8(a[k]) · int8(b[k]), or · uint8(b[k]). About 12 gas an element.
    /// SAFETY: every lane of the sum of all products holds at most 65,536 · 128 · 255 < 2^31 in magnitude. Adding 2^31 to each makes
    /// them all positive, so that lane 7 can be cut out.
    function signed(uint256 a, uint256 b, uint256 length, bool isSigned) internal pure returns (int256 sum) {
        if (length > MAX_LENGTH) revert DotProduct_TooLong(length);
        assembly ("memory-safe") {
            // Constants stand on the stack or in the scratch space: the optimizer would spread them over the code, or compute them.
            let lanes := 0x000000ff000000ff000000ff000000ff000000ff000000ff000000ff000000ff
            let lift := 0x0000008000000080000000800000008000000080000000800000008000000080
            let flip := mul(lift, 0x01010101)
            let liftB := mul(isSigned, lift)
            mstore(0x00, 0x0000000000000000ffffffffffffffff0000000000000000ffffffffffffffff)
            mstore(0x20, 0x00000000ffffffff00000000ffffffff00000000ffffffff00000000ffffffff)
            // From here on `b` is how far b lies behind a, and `isSigned` what the bytes of b are flipped by.
            b := sub(b, a)
            isSigned := mul(isSigned, flip)
            let mask := not(0)
            for { let end := add(a, and(length, not(31))) } 1 { end := add(a, 1) } {
                for { } lt(a, end) { a := add(a, 32) } {
                    let p := xor(and(calldataload(a), mask), flip)
                    let q := and(calldataload(add(a, b)), mask)
                    // Lanes of 32 bits in reverse order; unsigned elements are taken as they are.
                    q := or(shr(128, q), shl(128, q))
                    q := or(and(shr(64, q), mload(0x00)), shl(64, and(q, mload(0x00))))
                    q := xor(isSigned, or(and(shr(32, q), mload(0x20)), shl(32, and(q, mload(0x20)))))
                    // Every fourth byte, four times.
                    sum := add(
                        add(
                            add(sum, mul(sub(and(p, lanes), lift), sub(and(q, lanes), liftB))),
                            mul(sub(and(shr(8, p), lanes), lift), sub(and(shr(8, q), lanes), liftB))
                        ),
                        add(
                            mul(sub(and(shr(16, p), lanes), lift), sub(and(shr(16, q), lanes), liftB)),
                            mul(sub(and(shr(24, p), lanes), lift), sub(and(shr(24, q), lanes), liftB))
                        )
                    )
                }
                // Once more for the last bytes, which do not fill a word; the rest of it is taken as zeros.
                length := and(length, 31)
                if iszero(length) { break }
                mask := shl(sub(256, shl(3, length)), mask)
                length := 0
            }
            sum := sub(shr(224, add(sum, 0x8000000080000000800000008000000080000000800000008000000080000000)), 0x80000000)
        }
    }

    /// @notice Σ a[k · stepA] · b[k · stepB] of `count` elements: for few that do not lie side by side.
    /// @dev Plainly: for each k: sum += int8(a[k · stepA]) · int8(b[k · stepB]), or · uint8(b[k · stepB]).
    function strided(uint256 a, uint256 b, uint256 count, uint256 stepA, uint256 stepB, bool isSigned)
        internal
        pure
        returns (int256 sum)
    {
        assembly ("memory-safe") {
            // A byte without a sign is extended from the zero byte above it.
            let signByte := iszero(isSigned)
            for { let end := add(a, mul(count, stepA)) } lt(a, end) { a := add(a, stepA) } {
                let factor := signextend(signByte, byte(0, calldataload(b)))
                sum := add(sum, mul(signextend(0, byte(0, calldataload(a))), factor))
                b := add(b, stepB)
            }
        }
    }

    /// @notice Σ a[k] of `length` elements of i8 at a calldata offset.
    /// @dev Plainly: for each k: sum += int8(a[k]). Bytes are flipped to 0 … 255, which takes 128 off again for each of a whole word; what
    /// lies beyond the end is taken as zeros.
    /// SAFETY: a lane of 16 bits holds two of a word's bytes, and their product's highest lane all: 32 · 255 < 2^16.
    function total(uint256 a, uint256 length) internal pure returns (int256 sum) {
        assembly ("memory-safe") {
            let lanes := 0x00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff
            let ones := div(lanes, 0xff)
            let flip := mul(ones, 0x8080)
            for { let end := add(a, length) } lt(a, end) { a := add(a, 32) } {
                let word := calldataload(a)
                let left := sub(end, a)
                if lt(left, 32) { word := and(word, shl(sub(256, shl(3, left)), not(0))) }
                word := xor(word, flip)
                word := add(and(word, lanes), and(shr(8, word), lanes))
                sum := add(sum, sub(shr(240, mul(word, ones)), 4096))
            }
        }
    }
}
