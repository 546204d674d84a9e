// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { Hashes } from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";

/// @title TraceTree: the one Merkle tree of traces, programs and weights
/// @notice Leaves are chunks of 32 bytes, not hashed; a node is keccak256(left ‖ right); a tree of c leaves has depth
/// ⌈log₂ c⌉ and is padded on the right with Z₀ = 0, Zₖ₊₁ = keccak256(Zₖ ‖ Zₖ). Nodes wholly beyond the end are never given:
/// they are Zₖ. Height counts from the leaves. Spec: docs/op-spec.md, "Tree".
library TraceTree {
    uint256 internal constant CHUNK_BYTES = 32;

    /// @notice A tree of `count` leaves has no node number `index` where one was given.
    error TraceTree_NoSuchNode(uint256 index, uint256 count);
    /// @notice `given` nodes or siblings are more or fewer than the tree has there.
    error TraceTree_WrongCount(uint256 given, uint256 expected);

    /// @notice Levels between the root and the leaves of a tree of `count` leaves: ⌈log₂ count⌉; 0 for 0 or 1.
    function depthOf(uint256 count) internal pure returns (uint256) {
        return Math.log2(count, Math.Rounding.Ceil);
    }

    /// @notice Leaves of the tree over `length` bytes; at least one.
    function chunksOf(uint256 length) internal pure returns (uint256) {
        return length == 0 ? 1 : nodesAt(length, 5);
    }

    /// @notice How many nodes a tree of `count` leaves has at `height`; those beyond are Z.
    function nodesAt(uint256 count, uint256 height) internal pure returns (uint256) {
        if (count == 0) return 0;
        // SAFETY: count is at least 1, and what is shifted is at most 2^256 − 2.
        unchecked {
            return ((count - 1) >> height) + 1;
        }
    }

    /// @notice Z of `height`: the root over 2^height zero chunks.
    function zeroNode(uint256 height) internal pure returns (bytes32 zero) {
        for (; height > 0; --height) {
            zero = Hashes.efficientKeccak256(zero, zero);
        }
    }

    /// @notice The node `bits` levels above `nodes`, which are of `height` and its leftmost descendants there; the missing ones
    /// on the right are Z. With no nodes at all it is a Z itself.
    function rootOf(bytes32[] calldata nodes, uint256 height, uint256 bits) internal pure returns (bytes32) {
        uint256 count = nodes.length;
        if (nodesAt(count, bits) > 1) revert TraceTree_WrongCount(count, 1 << bits);
        if (count == 0) return zeroNode(height + bits);
        uint256 offset;
        assembly ("memory-safe") {
            offset := nodes.offset
        }
        return _fold(offset, count * CHUNK_BYTES, zeroNode(height), bits);
    }

    /// @notice The root of the tree over `data`: chunks from offset 0, the last filled with zeros.
    function rootOfBytes(bytes calldata data) internal pure returns (bytes32) {
        uint256 offset;
        assembly ("memory-safe") {
            offset := data.offset
        }
        return _fold(offset, data.length, 0, depthOf(chunksOf(data.length)));
    }

    /// @notice The ancestor, `levels` above, of node number `index` of `height` in a tree of `count` leaves. `siblings` are the
    /// neighbours on the way from below, those beyond the end of the tree left out; exactly those must be given. Above the root there is
    /// nothing: more levels lead no further.
    function climb(
        bytes32 node,
        uint256 index,
        uint256 count,
        uint256 height,
        uint256 levels,
        bytes32[] calldata siblings
    ) internal pure returns (bytes32 ancestor) {
        uint256 start;
        assembly ("memory-safe") {
            start := siblings.offset
        }
        uint256 end;
        (ancestor, end) = climbFrom(node, index, count, height, levels, start);
        uint256 used = (end - start) / CHUNK_BYTES;
        if (used != siblings.length) revert TraceTree_WrongCount(siblings.length, used);
    }

    /// @notice As `climb`, with the siblings at calldata `offset`; also returns where they end. The caller must check that they lie
    /// within what it was given.
    /// @dev Plainly, at each height: a node with an even index is followed by its sibling (Z beyond the end, else the next one given), one with
    /// an odd index has it before it; node = keccak256(left ‖ right), index = ⌊index / 2⌋.
    function climbFrom(bytes32 node, uint256 index, uint256 count, uint256 height, uint256 levels, uint256 offset)
        internal
        pure
        returns (bytes32, uint256)
    {
        if (index >= nodesAt(count, height)) revert TraceTree_NoSuchNode(index, count);
        assembly ("memory-safe") {
            // From here on `count` is the number of the last node of the height, and `levels` the height to stop at.
            count := shr(height, sub(count, 1))
            levels := add(height, levels)
            let zero := 0
            let zeroHeight := 0
            for { } and(lt(height, levels), gt(count, 0)) { height := add(height, 1) } {
                let side := shl(5, and(index, 1))
                switch or(side, lt(index, count))
                case 0 {
                    for { } lt(zeroHeight, height) { zeroHeight := add(zeroHeight, 1) } {
                        mstore(0x00, zero)
                        mstore(0x20, zero)
                        zero := keccak256(0x00, 0x40)
                    }
                    mstore(0x20, zero)
                }
                default {
                    mstore(xor(side, 0x20), calldataload(offset))
                    offset := add(offset, 0x20)
                }
                mstore(side, node)
                node := keccak256(0x00, 0x40)
                index := shr(1, index)
                count := shr(1, count)
            }
        }
        return (node, offset);
    }

    /// @notice The root of the tree of `count` leaves that leaf number `index` and its path lead to; the siblings stand at calldata
    /// `offset`. Also returns where they end. The caller must check that they lie within what it was given.
    function climbToRoot(bytes32 leaf, uint256 index, uint256 count, uint256 offset)
        internal
        pure
        returns (bytes32, uint256)
    {
        if (index >= count) revert TraceTree_NoSuchNode(index, count);
        // SAFETY: count is at least 1.
        unchecked {
            return _climbToRoot(leaf, index, count - 1, count - 1, offset);
        }
    }

    /// @notice The root that leaves `first` to `last` of a tree of `count` lead to: they stand at calldata `offset`, then, from the leaves
    /// upwards, the left neighbour of the range where its left end is odd and the right one where its right end is even; those
    /// beyond the end of the tree are left out ("Slice"). Also returns where it all ends.
    /// @dev first ≤ last < count, and the leaves must lie within what was given; the caller checks both, and the end.
    /// Plainly, at each height: nodes = [left neighbour] ‖ nodes ‖ [right neighbour, or Z]; nodes = [keccak256(nodes[2i] ‖ nodes[2i + 1])].
    /// The nodes lie after the free memory, with a place for the left neighbour before them, and are hashed in place; one that is alone
    /// goes on as in a path.
    function climbSlice(uint256 offset, uint256 first, uint256 last, uint256 count)
        internal
        pure
        returns (bytes32, uint256)
    {
        bytes32 node;
        uint256 edge;
        assembly ("memory-safe") {
            let nodes := add(mload(0x40), 0x20)
            let size := shl(5, add(sub(last, first), 1))
            calldatacopy(nodes, offset, size)
            offset := add(offset, size)
            let zero := 0
            edge := sub(count, 1)
            for { let zeroEdge := edge } xor(first, last) { edge := shr(1, edge) } {
                let from := nodes
                let until := add(nodes, size)
                if and(first, 1) {
                    from := sub(nodes, 0x20)
                    mstore(from, calldataload(offset))
                    offset := add(offset, 0x20)
                }
                if iszero(and(last, 1)) {
                    switch lt(last, edge)
                    case 1 {
                        mstore(until, calldataload(offset))
                        offset := add(offset, 0x20)
                    }
                    default {
                        for { } xor(zeroEdge, edge) { zeroEdge := shr(1, zeroEdge) } {
                            mstore(0x00, zero)
                            mstore(0x20, zero)
                            zero := keccak256(0x00, 0x40)
                        }
                        mstore(until, zero)
                    }
                    until := add(until, 0x20)
                }
                let to := nodes
                for { } gt(sub(until, from), 0xff) { from := add(from, 0x100) } {
                    mstore(to, keccak256(from, 0x40))
                    mstore(add(to, 0x20), keccak256(add(from, 0x40), 0x40))
                    mstore(add(to, 0x40), keccak256(add(from, 0x80), 0x40))
                    mstore(add(to, 0x60), keccak256(add(from, 0xc0), 0x40))
                    to := add(to, 0x80)
                }
                for { } lt(from, until) { from := add(from, 0x40) } {
                    mstore(to, keccak256(from, 0x40))
                    to := add(to, 0x20)
                }
                size := sub(to, nodes)
                first := shr(1, first)
                last := shr(1, last)
            }
            node := mload(nodes)
        }
        // SAFETY: count > last ≥ 0.
        unchecked {
            return _climbToRoot(node, first, edge, count - 1, offset);
        }
    }

    /// @dev From node number `index` of a height whose last node has number `edge` to the root; `leafEdge` is that of the leaves. The
    /// numbers say how high a node lies: at height h, edge = ⌊leafEdge / 2^h⌋, which shrinks until it is 0 at the root.
    /// Plainly, at each height: as `climbFrom`.
    function _climbToRoot(bytes32 node, uint256 index, uint256 edge, uint256 leafEdge, uint256 offset)
        private
        pure
        returns (bytes32, uint256)
    {
        assembly ("memory-safe") {
            let zero := 0
            for { } edge { edge := shr(1, edge) } {
                switch and(index, 1)
                case 1 {
                    mstore(0x00, calldataload(offset))
                    mstore(0x20, node)
                    offset := add(offset, 0x20)
                }
                default {
                    switch lt(index, edge)
                    case 1 {
                        mstore(0x20, calldataload(offset))
                        offset := add(offset, 0x20)
                    }
                    default {
                        // From here on `leafEdge` is that of the height of `zero`.
                        for { } xor(leafEdge, edge) { leafEdge := shr(1, leafEdge) } {
                            mstore(0x00, zero)
                            mstore(0x20, zero)
                            zero := keccak256(0x00, 0x40)
                        }
                        mstore(0x20, zero)
                    }
                    mstore(0x00, node)
                }
                node := keccak256(0x00, 0x40)
                index := shr(1, index)
            }
        }
        return (node, offset);
    }

    /// @dev The node `bits` levels above the nodes that the `length` bytes at calldata `offset` are, the last filled with zeros; `zero` is
    /// their Z. They are copied after the free memory and hashed there, in place.
    /// Plainly: nodes = nodes ‖ [zero] if their number is odd; nodes = [keccak256(nodes[2i] ‖ nodes[2i + 1])]; zero = keccak256(zero ‖
    /// zero); `bits` times.
    function _fold(uint256 offset, uint256 length, bytes32 zero, uint256 bits) private pure returns (bytes32 root) {
        assembly ("memory-safe") {
            let nodes := mload(0x40)
            calldatacopy(nodes, offset, length)
            mstore(add(nodes, length), 0)
            let until := add(nodes, and(add(length, 31), not(31)))
            for { } bits { bits := sub(bits, 1) } {
                if and(sub(until, nodes), 0x20) {
                    mstore(until, zero)
                    until := add(until, 0x20)
                }
                let to := nodes
                for { let from := nodes } lt(from, until) { from := add(from, 0x40) } {
                    mstore(to, keccak256(from, 0x40))
                    to := add(to, 0x20)
                }
                until := to
                mstore(0x00, zero)
                mstore(0x20, zero)
                zero := keccak256(0x00, 0x40)
            }
            root := mload(nodes)
        }
    }
}
