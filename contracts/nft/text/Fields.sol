// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { LibBytes } from "solady/src/utils/LibBytes.sol";

/// @title Fields: numbers and lists in bytes that may be anything
/// @notice Total: what is not there is 0 or empty. Numbers are big-endian. A list is its entries one after the other, each
/// a byte of length and so many bytes.
library Fields {
    function u8(bytes memory data, uint256 at) internal pure returns (uint256) {
        return at < data.length ? uint8(data[at]) : 0;
    }

    function u16(bytes memory data, uint256 at) internal pure returns (uint256) {
        return (u8(data, at) << 8) | u8(data, at + 1);
    }

    /// @notice The bytes of a section: two bytes of length, then so many bytes.
    /// @return inside clipped to what is there
    /// @return end where the next one begins
    function section(bytes memory data, uint256 at) internal pure returns (bytes memory inside, uint256 end) {
        end = at + 2 + u16(data, at);
        inside = LibBytes.slice(data, at + 2, end);
    }

    /// @notice Where `count` entries of a list end; at most the end of the data.
    function skip(bytes memory data, uint256 at, uint256 count) internal pure returns (uint256) {
        unchecked {
            for (uint256 i; i < count && at < data.length; ++i) at += 1 + uint8(data[at]);
            return at;
        }
    }

    /// @notice The entry that begins at `at`, clipped to what is there.
    function entry(bytes memory data, uint256 at) internal pure returns (bytes memory) {
        return LibBytes.slice(data, at + 1, at + 1 + u8(data, at));
    }
}
