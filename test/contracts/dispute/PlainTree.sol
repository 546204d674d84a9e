// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// @title PlainTree: the tree of docs/op-spec.md as it is written there, slow and whole
library PlainTree {
    /// @dev Every level of the tree over `leaves`, padded with zero leaves to a power of two.
    function levels(bytes32[] memory leaves) internal pure returns (bytes32[][] memory all) {
        uint256 depth;
        while (1 << depth < leaves.length) ++depth;
        all = new bytes32[][](depth + 1);
        all[0] = new bytes32[](1 << depth);
        for (uint256 i; i < leaves.length; ++i) all[0][i] = leaves[i];
        for (uint256 h = 1; h <= depth; ++h) {
            all[h] = new bytes32[](1 << (depth - h));
            for (uint256 i; i < all[h].length; ++i) {
                all[h][i] = keccak256(abi.encode(all[h - 1][2 * i], all[h - 1][2 * i + 1]));
            }
        }
    }

    function root(bytes32[] memory leaves) internal pure returns (bytes32) {
        bytes32[][] memory all = levels(leaves);
        return all[all.length - 1][0];
    }

    /// @dev The chunks of `data`; the last one is filled with zeros.
    function chunks(bytes memory data) internal pure returns (bytes32[] memory leaves) {
        leaves = new bytes32[](data.length == 0 ? 1 : (data.length + 31) / 32);
        for (uint256 i; i < data.length; ++i) {
            leaves[i / 32] |= bytes32(uint256(uint8(data[i])) << (8 * (31 - i % 32)));
        }
    }

    /// @dev The neighbours of node `index` of height `from` up to height `to`, those beyond the end left out.
    function path(bytes32[] memory leaves, uint256 index, uint256 from, uint256 to)
        internal
        pure
        returns (bytes32[] memory siblings)
    {
        bytes32[][] memory all = levels(leaves);
        bytes32[] memory found = new bytes32[](to - from);
        uint256 count;
        for (uint256 h = from; h < to; ++h) {
            if (_isInside(index ^ 1, h, leaves.length)) found[count++] = all[h][index ^ 1];
            index /= 2;
        }
        siblings = new bytes32[](count);
        for (uint256 i; i < count; ++i) siblings[i] = found[i];
    }

    /// @dev What shows bytes [first, first + length) of `data`: docs/op-spec.md, "Slice".
    function slice(bytes memory data, uint256 first, uint256 length) internal pure returns (bytes memory shown) {
        bytes32[] memory leaves = chunks(data);
        bytes32[][] memory all = levels(leaves);
        uint256 left = first / 32;
        uint256 right = (first + length - 1) / 32;
        for (uint256 i = left; i <= right; ++i) shown = bytes.concat(shown, leaves[i]);
        for (uint256 h; h + 1 < all.length; ++h) {
            if (left % 2 == 1) shown = bytes.concat(shown, all[h][left - 1]);
            if (right % 2 == 0 && _isInside(right + 1, h, leaves.length)) shown = bytes.concat(shown, all[h][right + 1]);
            left /= 2;
            right /= 2;
        }
    }

    /// @dev Whether node `index` of height `h` covers a leaf that exists.
    function _isInside(uint256 index, uint256 h, uint256 count) private pure returns (bool) {
        return index << h < count;
    }
}
