// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { TraceTree } from "../../../contracts/dispute/TraceTree.sol";
import { Base } from "../Base.sol";
import { PlainTree } from "./PlainTree.sol";

/// @dev The library reads calldata, so it is called from outside. What lies after the free memory is nothing to rely on.
contract TraceTreeCaller {
    modifier onDirtyMemory() {
        assembly ("memory-safe") {
            for { let i := 0 } lt(i, 0x1000) { i := add(i, 0x20) } { mstore(add(mload(0x40), i), not(0)) }
        }
        _;
    }

    function rootOf(bytes32[] calldata nodes, uint256 height, uint256 bits)
        external
        pure
        onDirtyMemory
        returns (bytes32)
    {
        return TraceTree.rootOf(nodes, height, bits);
    }

    function rootOfBytes(bytes calldata data) external pure onDirtyMemory returns (bytes32) {
        return TraceTree.rootOfBytes(data);
    }

    function climb(
        bytes32 node,
        uint256 index,
        uint256 count,
        uint256 height,
        uint256 levels,
        bytes32[] calldata siblings
    ) external pure onDirtyMemory returns (bytes32) {
        return TraceTree.climb(node, index, count, height, levels, siblings);
    }

    /// @return The root, and how many bytes of the slice were used.
    function climbSlice(bytes calldata slice, uint256 first, uint256 last, uint256 count)
        external
        pure
        onDirtyMemory
        returns (bytes32, uint256)
    {
        uint256 offset;
        assembly ("memory-safe") {
            offset := slice.offset
        }
        (bytes32 root, uint256 end) = TraceTree.climbSlice(offset, first, last, count);
        return (root, end - offset);
    }
}

contract TraceTreeTest is Base {
    TraceTreeCaller private immutable _tree = new TraceTreeCaller();

    function test_depthOf_isTheCeilingOfTheLogarithm() external pure {
        uint256[7] memory counts = [uint256(0), 1, 2, 3, 4, 5, 1 << 20];
        uint256[7] memory depths = [uint256(0), 0, 1, 2, 2, 3, 20];
        for (uint256 i; i < counts.length; ++i) assertEq(TraceTree.depthOf(counts[i]), depths[i], "depth");
        assertEq(TraceTree.depthOf((1 << 20) + 1), 21, "one more");
    }

    function test_chunksOf_roundsUpAndIsAtLeastOne() external pure {
        assertEq(TraceTree.chunksOf(0), 1, "empty");
        assertEq(TraceTree.chunksOf(32), 1, "full");
        assertEq(TraceTree.chunksOf(33), 2, "one more");
    }

    function test_nodesAt_roundsUpAtEachHeight() external pure {
        assertEq(TraceTree.nodesAt(0, 0), 0, "none");
        assertEq(TraceTree.nodesAt(5, 0), 5, "leaves");
        assertEq(TraceTree.nodesAt(5, 1), 3, "pairs");
        assertEq(TraceTree.nodesAt(5, 3), 1, "root");
    }

    function test_rootOf_handComputed() external view {
        bytes32 z1 = keccak256(abi.encode(bytes32(0), bytes32(0)));
        bytes32[] memory nodes = new bytes32[](3);
        (nodes[0], nodes[1], nodes[2]) = (bytes32("a"), bytes32("b"), bytes32("c"));
        bytes32 ab = keccak256(abi.encode(nodes[0], nodes[1]));
        assertEq(
            _tree.rootOf(nodes, 0, 2), keccak256(abi.encode(ab, keccak256(abi.encode(nodes[2], bytes32(0))))), "leaves"
        );
        assertEq(_tree.rootOf(nodes, 1, 2), keccak256(abi.encode(ab, keccak256(abi.encode(nodes[2], z1)))), "height 1");
    }

    function test_rootOf_noNodes_isAZeroNode() external view {
        bytes32 z1 = keccak256(abi.encode(bytes32(0), bytes32(0)));
        assertEq(_tree.rootOf(new bytes32[](0), 1, 1), keccak256(abi.encode(z1, z1)), "Z2");
        assertEq(_tree.rootOf(new bytes32[](0), 0, 0), 0, "Z0");
    }

    function test_rootOf_moreNodesThanFit_reverts() external {
        vm.expectRevert(abi.encodeWithSelector(TraceTree.TraceTree_WrongCount.selector, 5, 4));
        _tree.rootOf(new bytes32[](5), 0, 2);
    }

    function testFuzz_rootOf_equalsThePlainTree(bytes32 seed, uint256 count, uint256 split) external view {
        bytes32[] memory leaves = _leaves(seed, bound(count, 1, 100));
        uint256 depth = TraceTree.depthOf(leaves.length);
        assertEq(_tree.rootOf(leaves, 0, depth), PlainTree.root(leaves), "from the leaves");
        split = bound(split, 0, depth);
        bytes32[] memory whole = PlainTree.levels(leaves)[split];
        bytes32[] memory nodes = new bytes32[](TraceTree.nodesAt(leaves.length, split));
        for (uint256 i; i < nodes.length; ++i) nodes[i] = whole[i];
        assertEq(_tree.rootOf(nodes, split, depth - split), PlainTree.root(leaves), "from a height");
    }

    function testFuzz_rootOfBytes_equalsThePlainTree(bytes calldata data) external view {
        assertEq(_tree.rootOfBytes(data), PlainTree.root(PlainTree.chunks(data)), "root");
    }

    function testFuzz_climb_equalsThePlainTree(bytes32 seed, uint256 count, uint256 index, uint256 from, uint256 to)
        external
        view
    {
        bytes32[] memory leaves = _leaves(seed, bound(count, 1, 100));
        bytes32[][] memory levels = PlainTree.levels(leaves);
        to = bound(to, 0, levels.length - 1);
        from = bound(from, 0, to);
        index = bound(index, 0, TraceTree.nodesAt(leaves.length, from) - 1);
        bytes32[] memory path = PlainTree.path(leaves, index, from, to);
        bytes32 found = _tree.climb(levels[from][index], index, leaves.length, from, to - from, path);
        assertEq(found, levels[to][index >> (to - from)], "ancestor");
    }

    function test_climb_aboveTheRoot_thereIsNothing() external view {
        bytes32[] memory leaves = _leaves("seed", 5);
        bytes32 found = _tree.climb(leaves[1], 1, 5, 0, 200, PlainTree.path(leaves, 1, 0, 3));
        assertEq(found, PlainTree.root(leaves), "root");
    }

    function test_climb_aNodeBeyondTheEnd_reverts() external {
        vm.expectRevert(abi.encodeWithSelector(TraceTree.TraceTree_NoSuchNode.selector, 3, 5));
        _tree.climb(0, 3, 5, 1, 2, new bytes32[](2));
        vm.expectRevert(abi.encodeWithSelector(TraceTree.TraceTree_NoSuchNode.selector, 0, 0));
        _tree.climb(0, 0, 0, 0, 0, new bytes32[](0));
    }

    function test_climb_siblingsMissingOrLeft_reverts() external {
        bytes32[] memory leaves = _leaves("seed", 5);
        bytes32[] memory path = PlainTree.path(leaves, 1, 0, 3);
        bytes32[] memory longer = new bytes32[](4);
        bytes32[] memory shorter = new bytes32[](2);
        for (uint256 i; i < 3; ++i) longer[i] = path[i];
        for (uint256 i; i < 2; ++i) shorter[i] = path[i];
        vm.expectRevert(abi.encodeWithSelector(TraceTree.TraceTree_WrongCount.selector, 4, 3));
        _tree.climb(leaves[1], 1, 5, 0, 3, longer);
        vm.expectRevert(abi.encodeWithSelector(TraceTree.TraceTree_WrongCount.selector, 2, 3));
        _tree.climb(leaves[1], 1, 5, 0, 3, shorter);
    }

    function test_climb_zeroNodesGivenAnyway_reverts() external {
        bytes32[] memory siblings = new bytes32[](3);
        vm.expectRevert(abi.encodeWithSelector(TraceTree.TraceTree_WrongCount.selector, 3, 1));
        _tree.climb("e", 4, 5, 0, 3, siblings);
    }

    function testFuzz_climbSlice_equalsThePlainTree(bytes32 seed, uint256 length, uint256 first, uint256 size)
        external
        view
    {
        bytes memory data = abi.encodePacked(_leaves(seed, 100));
        length = bound(length, 1, data.length);
        assembly ("memory-safe") {
            mstore(data, length)
        }
        first = bound(first, 0, length - 1);
        size = bound(size, 1, length - first);
        bytes memory slice = PlainTree.slice(data, first, size);
        (bytes32 root, uint256 used) =
            _tree.climbSlice(slice, first / 32, (first + size - 1) / 32, TraceTree.chunksOf(length));
        assertEq(root, PlainTree.root(PlainTree.chunks(data)), "root");
        assertEq(used, slice.length, "all of it is used");
    }

    /// @dev Every range of every small tree.
    function test_climbSlice_everyRange() external view {
        for (uint256 count = 1; count <= 9; ++count) {
            bytes memory data = abi.encodePacked(_leaves("seed", count));
            bytes32 root = PlainTree.root(PlainTree.chunks(data));
            for (uint256 first; first < count; ++first) {
                for (uint256 last = first; last < count; ++last) {
                    bytes memory slice = PlainTree.slice(data, 32 * first, 32 * (last - first + 1));
                    (bytes32 found, uint256 used) = _tree.climbSlice(slice, first, last, count);
                    assertEq(found, root, "root");
                    assertEq(used, slice.length, "all of it is used");
                }
            }
        }
    }

    function _leaves(bytes32 seed, uint256 count) private pure returns (bytes32[] memory leaves) {
        leaves = new bytes32[](count);
        for (uint256 i; i < count; ++i) leaves[i] = keccak256(abi.encode(seed, i));
    }
}
