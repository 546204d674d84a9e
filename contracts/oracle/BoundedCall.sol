// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// @title BoundedCall: calls to strangers that can neither starve us nor be starved
/// @notice A plain Solidity call copies whatever the callee returns into our memory, at our cost, and forwards less gas
/// than asked for when little is left (EIP-150 keeps 1/64). Here no byte is copied, and the gas is checked beforehand.
library BoundedCall {
    /// @notice Gas beside the callee's: 36,600 at most for the call itself (cold account 2,600, value 9,000, new account
    /// 25,000), the rest to book what came of it.
    uint256 internal constant OVERHEAD_GAS = 65_000;

    /// @notice The gas that must be left for the callee to get `gasLimit` of it.
    /// @dev SAFETY: with x gas left after the call's own cost the callee may get x − ⌊x/64⌋, which is at least `gasLimit`
    /// as soon as x ≥ gasLimit + ⌊gasLimit/63⌋ + 1.
    function neededGas(uint256 gasLimit) internal pure returns (uint256) {
        return gasLimit + gasLimit / 63 + 1 + OVERHEAD_GAS;
    }

    /// @notice Calls `to` with exactly `gasLimit` gas, `value` wei and `data`. The caller checks `neededGas` first.
    /// @return ok false when the call failed
    function tryCall(address to, uint256 gasLimit, uint256 value, bytes memory data) internal returns (bool ok) {
        // In plain words: (ok, ) = to.call{gas: gasLimit, value: value}(data), but with no returned byte copied.
        assembly ("memory-safe") {
            ok := call(gasLimit, to, value, add(data, 0x20), mload(data), 0, 0)
        }
    }
}
