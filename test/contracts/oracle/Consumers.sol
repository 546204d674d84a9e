// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IAIOracleCallback } from "../../../contracts/interfaces/IAIOracle.sol";
import { AIOracle } from "../../../contracts/oracle/AIOracle.sol";

/// @notice Pays and asks, but can receive no ETH until told so.
contract Mute {
    bool public open;

    receive() external payable {
        require(open, "closed");
    }

    function setOpen(bool value) external {
        open = value;
    }

    function ask(AIOracle oracle, uint256 modelId, uint256 valueWei) external returns (uint256) {
        return oracle.requestCallback{ value: valueWei }(modelId, "hello", address(0), 0, "");
    }

    function stake(AIOracle oracle, uint256 amount) external {
        oracle.stake{ value: amount }();
    }

    function unstake(AIOracle oracle, uint256 amount) external {
        oracle.unstake(amount);
    }

    function submit(AIOracle oracle, uint256 requestId, bytes calldata output) external {
        oracle.submitResult(requestId, output, 0);
    }
}

/// @notice Keeps what it is called back with; fails while told to.
contract Collector is IAIOracleCallback {
    bool public failing;
    uint256 public calls;
    uint256 public gasSeen;
    uint256 public requestId;
    bytes public output;
    bytes public callbackData;

    function setFailing(bool value) external {
        failing = value;
    }

    function aiOracleCallback(uint256 requestId_, bytes calldata output_, bytes calldata callbackData_) external {
        gasSeen = gasleft();
        require(!failing, "failing");
        calls += 1;
        requestId = requestId_;
        output = output_;
        callbackData = callbackData_;
    }
}

/// @notice Answers a callback by burning all gas, by an endless return, or by a revert as long as memory allows.
contract Griefer is IAIOracleCallback {
    enum Mode {
        Revert,
        BurnGas,
        ReturnBomb,
        RevertBomb
    }

    Mode private immutable MODE;

    constructor(Mode mode) {
        MODE = mode;
    }

    function aiOracleCallback(uint256, bytes calldata, bytes calldata) external view {
        if (MODE == Mode.Revert) revert("no");
        if (MODE == Mode.BurnGas) {
            uint256 i;
            while (gasleft() > 0) ++i;
        }
        if (MODE == Mode.ReturnBomb) {
            assembly {
                return(0, 500000)
            }
        }
        assembly {
            revert(0, 500000)
        }
    }
}

/// @notice From inside a callback, or on receiving ETH, calls the oracle with whatever it was loaded with.
contract Reentrant is IAIOracleCallback {
    AIOracle private immutable ORACLE;
    bytes private _data;
    uint256 private _valueWei;
    bool private _failing;
    bool public armed;
    bool public succeeded;
    bytes public returned;

    constructor(AIOracle oracle) {
        ORACLE = oracle;
    }

    receive() external payable {
        _strike();
    }

    function load(bytes calldata data, uint256 valueWei) external {
        _data = data;
        _valueWei = valueWei;
        armed = true;
    }

    function setFailing(bool value) external {
        _failing = value;
    }

    function run(bytes calldata data, uint256 valueWei) external returns (bool ok) {
        (ok,) = address(ORACLE).call{ value: valueWei }(data);
    }

    function aiOracleCallback(uint256, bytes calldata, bytes calldata) external {
        require(!_failing, "failing");
        _strike();
    }

    function _strike() private {
        if (!armed) return;
        armed = false;
        (succeeded, returned) = address(ORACLE).call{ value: _valueWei }(_data);
    }
}
