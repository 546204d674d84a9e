// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { ElementClaim, IOpVerifier } from "../../interfaces/IOpVerifier.sol";
import { DotProduct } from "../DotProduct.sol";
import { Elements } from "../Elements.sol";
import { DType, Record, Records } from "../Records.sol";
import { Rows } from "../Rows.sol";
import { Cursor, Witness } from "../Witness.sol";

/// @title Dense: a row of weights times all of x, and what scales x beforehand
/// @notice Each function gives one element. Spec: docs/op-spec.md, "Operators" and "Witness".
library Dense {
    using Witness for Cursor;

    /// @dev Bytes after a row's weights: bias (i32), multiplier (u16), two that are not read.
    uint256 internal constant TRAILER_BYTES = 8;

    /// @notice rescale(Σ weights · x + bias, mul, shift).
    function linear(ElementClaim calldata claim, Record memory record, Cursor memory cursor)
        internal
        pure
        returns (int256)
    {
        uint256 size = record.xSize;
        if (Records.elementBytes(record.xType) != 1) revert IOpVerifier.OpVerifier_BadRecord();
        uint256 x = cursor.tensor(claim, record.x, size, 0, size);
        uint256 row = cursor.weights(claim, record.weights + claim.element * (size + TRAILER_BYTES), size + TRAILER_BYTES);
        return rescaleRow(DotProduct.signed(row, x, size, Elements.isSigned(record.xType)), row + size, record);
    }

    /// @notice rescale(sum + bias, mul, shift), with bias and mul from what follows a row's weights.
    function rescaleRow(int256 sum, uint256 trailer, Record memory record) internal pure returns (int256) {
        uint256 mul = uint256(Elements.load(trailer + 4, DType.U8)) | uint256(Elements.load(trailer + 5, DType.U8)) << 8;
        return Elements.rescale(sum + Elements.load(trailer, DType.I32), mul, record.shift, record.dtype);
    }

    /// @notice Σ ⌊x[r][k]² / 2^shift⌋.
    function sumSquares(ElementClaim calldata claim, Record memory record, Cursor memory cursor)
        internal
        pure
        returns (int256)
    {
        uint256 width = Rows.width(record.xSize, record.heads);
        uint256 x = cursor.tensor(claim, record.x, record.xSize * 2, claim.element * width * 2, width * 2);
        return int256(_squares(x, width, record.shift));
    }

    /// @notice The largest r with r² · max(x[j], 1) ≤ 2⁶⁰.
    function rsqrt(ElementClaim calldata claim, Record memory record, Cursor memory cursor)
        internal
        pure
        returns (int256)
    {
        int256 value = cursor.element(claim, record.x, DType.I32, record.xSize, claim.element);
        uint256 divisor = value > 1 ? uint256(value) : 1;
        uint256 root;
        // SAFETY: root stays below 2^31 and the divisor below 2^31: products are below 2^93.
        unchecked {
            for (uint256 bit = 1 << 30; bit > 0; bit >>= 1) {
                uint256 candidate = root + bit;
                if (candidate * candidate * divisor <= 1 << 60) root = candidate;
            }
        }
        return int256(root);
    }

    /// @notice rescale(x[r][k] · by[r], mul, shift).
    function scale(ElementClaim calldata claim, Record memory record, Cursor memory cursor)
        internal
        pure
        returns (int256)
    {
        int256 x = cursor.element(claim, record.x, DType.I16, record.xSize, claim.element);
        uint256 row = claim.element / Rows.width(record.xSize, record.heads);
        int256 by = cursor.element(claim, record.y, DType.I32, record.ySize, row);
        return Elements.rescale(x * by, record.mul, record.shift, record.dtype);
    }

    /// @dev Σ ⌊x[k]² / 2^shift⌋ of `count` elements of i16 at calldata offset `x`.
    /// Plainly: for each k: sum += uint256(x[k] · x[k]) >> shift.
    /// SAFETY: a square is at most 2^30, and a witness has far fewer than 2^200 elements.
    function _squares(uint256 x, uint256 count, uint256 shift) private pure returns (uint256 sum) {
        assembly ("memory-safe") {
            let end := add(x, shl(1, count))
            for { } lt(x, end) { x := add(x, 32) } {
                let word := calldataload(x)
                let left := sub(end, x)
                if lt(left, 32) { word := and(word, shl(sub(256, shl(3, left)), not(0))) }
                // Bytes of each pair change places: little-endian becomes big-endian.
                word := or(
                    and(shr(8, word), 0x00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff),
                    shl(8, and(word, 0x00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff))
                )
                for { } word { word := shr(16, word) } {
                    let value := signextend(1, word)
                    sum := add(sum, shr(shift, mul(value, value)))
                }
            }
        }
    }
}
