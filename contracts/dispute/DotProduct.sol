// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// @title DotProduct: eight products of bytes with one MUL
/// @notice A word is read as a number Σ aᵢ · 2^(32i) of eight lanes, a second one as Σ bᵢ · 2^(32(7−i)), its lanes in reverse. Lane 7 of
/// their product is then Σ aᵢ · bᵢ. Lanes are signed: a byte v becomes (v xor 0x80) − 0x80, the subtraction being made for
/// all eight at once, with borrows from lane to lane that the product undoes.
library DotProduct {
    /// @dev Bound of a dot product's length, for which no lane overflows: see `signed`.
    uint256 internal constant MAX_LENGTH = 65_536;

    /// @notice More elements than the lanes can add up.
    error DotProduct_TooLong(uint256 length);

    /// @notice Σ a[k] · b[k] of `length` elements at calldata offsets `a` and `b`: a is i8, and b i8 if `isSigned`, else u8.
    /// @dev Plainly: for each k: sum += int8(a[k]) · int8(b[k]), or · uint8(b[k]).
    /// SAFETY: every lane of the sum of all products holds at most 65,536 · 128 · 255 < 2^31 in magnitude. Adding 2^31 to each makes
    /// them all positive, so that lane 7 can be cut out.
    function signed(uint256 a, uint256 b, uint256 length, bool isSigned) internal pure returns (int256 sum) {
        if (length > MAX_LENGTH) revert DotProduct_TooLong(length);
        assembly ("memory-safe") {
            // 0x80 in every byte, and in every lane; nothing for unsigned elements.
            let flipB := mul(isSigned, 0x8080808080808080808080808080808080808080808080808080808080808080)
            let liftB := mul(isSigned, 0x0000008000000080000000800000008000000080000000800000008000000080)
            let total := 0
            let end := add(a, and(length, not(31)))
            let mask := not(0)
            for { } 1 { } {
                if eq(a, end) {
                    // The last bytes that do not fill a word: the rest of it is taken as zeros. Then the loop ends.
                    length := and(length, 31)
                    if iszero(length) { break }
                    mask := shl(sub(256, shl(3, length)), mask)
                    length := 0
                    end := add(a, 32)
                }
                let p := xor(and(calldataload(a), mask), 0x8080808080808080808080808080808080808080808080808080808080808080)
                let q := xor(and(calldataload(b), mask), flipB)
                // Lanes of 32 bits in reverse order.
                q := or(shr(128, q), shl(128, q))
                q := or(
                    and(shr(64, q), 0x0000000000000000ffffffffffffffff0000000000000000ffffffffffffffff),
                    shl(64, and(q, 0x0000000000000000ffffffffffffffff0000000000000000ffffffffffffffff))
                )
                q := or(
                    and(shr(32, q), 0x00000000ffffffff00000000ffffffff00000000ffffffff00000000ffffffff),
                    shl(32, and(q, 0x00000000ffffffff00000000ffffffff00000000ffffffff00000000ffffffff))
                )
                // Every fourth byte, four times.
                for { let shift := 0 } lt(shift, 32) { shift := add(shift, 8) } {
                    total := add(
                        total,
                        mul(
                            sub(
                                and(shr(shift, p), 0x000000ff000000ff000000ff000000ff000000ff000000ff000000ff000000ff),
                                0x0000008000000080000000800000008000000080000000800000008000000080
                            ),
                            sub(
                                and(shr(shift, q), 0x000000ff000000ff000000ff000000ff000000ff000000ff000000ff000000ff),
                                liftB
                            )
                        )
                    )
                }
                a := add(a, 32)
                b := add(b, 32)
            }
            total := add(total, 0x8000000080000000800000008000000080000000800000008000000080000000)
            sum := sub(shr(224, total), 0x80000000)
        }
    }
}
