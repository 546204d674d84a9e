// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// @notice The cheat codes our tests use, at the address that Hardhat's and Foundry's runners answer on.
interface Vm {
    struct Log {
        bytes32[] topics;
        bytes data;
        address emitter;
    }

    function warp(uint256 timestamp) external;
    function roll(uint256 blockNumber) external;
    function deal(address account, uint256 balance) external;
    function prank(address sender) external;
    function startPrank(address sender) external;
    function startPrank(address sender, address origin) external;
    function stopPrank() external;
    function expectRevert() external;
    function expectRevert(bytes4 selector) external;
    function expectRevert(bytes calldata data) external;
    function expectEmit() external;
    function expectEmit(address emitter) external;
    function assume(bool condition) external pure;
    function addr(uint256 privateKey) external pure returns (address);
    function sign(uint256 privateKey, bytes32 digest) external pure returns (uint8 v, bytes32 r, bytes32 s);
    function recordLogs() external;
    function getRecordedLogs() external returns (Log[] memory);
    function prevrandao(bytes32 value) external;
    function snapshotState() external returns (uint256);
    function revertToState(uint256 id) external returns (bool);
    function etch(address account, bytes calldata code) external;
    function label(address account, string calldata name) external;
    function fee(uint256 baseFee) external;
    function txGasPrice(uint256 price) external;
    function store(address target, bytes32 slot, bytes32 value) external;
    function mockCall(address target, bytes calldata data, bytes calldata answer) external;
    function getNonce(address account) external returns (uint64);
    function computeCreateAddress(address deployer, uint256 nonce) external pure returns (address);
    function readFile(string calldata path) external view returns (string memory);
    function parseJsonBytes(string calldata json, string calldata key) external pure returns (bytes memory);
}

/// @notice What a test contract needs: cheat codes, assertions that say both values, bounded inputs, named accounts, and
/// the target lists that the invariant runner asks for.
abstract contract Base {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    Vm internal constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    address[] private _targetContracts;
    FuzzSelector[] private _targetSelectors;

    error NotEqual(string what, uint256 left, uint256 right);
    error NotEqualBytes32(string what, bytes32 left, bytes32 right);
    error NotEqualAddress(string what, address left, address right);
    error NotEqualBytes(string what, bytes left, bytes right);
    error NotAtMost(string what, uint256 left, uint256 right);
    error NotClose(string what, uint256 left, uint256 right, uint256 tolerance);
    error NotTrue(string what);

    function targetContracts() external view returns (address[] memory) {
        return _targetContracts;
    }

    function targetSelectors() external view returns (FuzzSelector[] memory) {
        return _targetSelectors;
    }

    function targetContract(address target) internal {
        _targetContracts.push(target);
    }

    function targetSelector(address target, bytes4[] memory selectors) internal {
        _targetSelectors.push(FuzzSelector(target, selectors));
    }

    function assertTrue(bool value, string memory what) internal pure {
        if (!value) revert NotTrue(what);
    }

    function assertFalse(bool value, string memory what) internal pure {
        if (value) revert NotTrue(what);
    }

    function assertEq(uint256 left, uint256 right, string memory what) internal pure {
        if (left != right) revert NotEqual(what, left, right);
    }

    function assertEq(bytes32 left, bytes32 right, string memory what) internal pure {
        if (left != right) revert NotEqualBytes32(what, left, right);
    }

    function assertEq(address left, address right, string memory what) internal pure {
        if (left != right) revert NotEqualAddress(what, left, right);
    }

    function assertEq(bytes memory left, bytes memory right, string memory what) internal pure {
        if (keccak256(left) != keccak256(right)) revert NotEqualBytes(what, left, right);
    }

    function assertEq(string memory left, string memory right, string memory what) internal pure {
        assertEq(bytes(left), bytes(right), what);
    }

    /// @dev left <= right
    function assertLe(uint256 left, uint256 right, string memory what) internal pure {
        if (left > right) revert NotAtMost(what, left, right);
    }

    function assertClose(uint256 left, uint256 right, uint256 tolerance, string memory what) internal pure {
        uint256 gap = left > right ? left - right : right - left;
        if (gap > tolerance) revert NotClose(what, left, right, tolerance);
    }

    /// @dev Folds any value into [low, high]; the ends are kept, because they are where things break.
    function bound(uint256 value, uint256 low, uint256 high) internal pure returns (uint256) {
        if (value >= low && value <= high) return value;
        uint256 size = high - low;
        if (size == type(uint256).max) return value;
        return low + (value % (size + 1));
    }

    /// @dev An account without code whose address follows from its name.
    function account(string memory name) internal returns (address made) {
        made = vm.addr(uint256(keccak256(bytes(name))));
        vm.label(made, name);
    }
}
