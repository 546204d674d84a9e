// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// @title GameHostile: a player that refuses ETH, burns the gas that comes with it, or strikes back from inside a payment
contract GameHostile {
    enum Mode {
        Accept,
        Revert,
        BurnGas,
        Strike
    }

    Mode public mode;
    bool public struck;
    bool public succeeded;
    bytes public returned;
    address private _target;
    bytes private _data;

    receive() external payable {
        if (mode == Mode.Revert) revert("no");
        if (mode == Mode.BurnGas) {
            uint256 i;
            while (true) ++i;
        }
        if (mode == Mode.Strike && !struck) {
            struck = true;
            (succeeded, returned) = _target.call(_data);
        }
    }

    function setMode(Mode chosen) external {
        mode = chosen;
    }

    function load(address target, bytes calldata data) external {
        mode = Mode.Strike;
        struck = false;
        _target = target;
        _data = data;
    }

    function run(address target, uint256 value, bytes calldata data) external returns (bytes memory result) {
        bool ok;
        (ok, result) = target.call{ value: value }(data);
        if (!ok) {
            assembly ("memory-safe") {
                revert(add(result, 0x20), mload(result))
            }
        }
    }
}
