// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

interface ITokensReceived {
    function onTokensReceived(address token, address from, uint256 amount) external;
}

/// @notice A revenue token that can misbehave in every way a holder of it has to survive.
contract TokenRevenueMock {
    enum Mode {
        Honest,
        NoReturnValue,
        RevertOnTransfer,
        LieOnTransfer,
        FalseOnTransfer,
        FalseButMoved,
        BurnGasOnTransfer,
        BombOnTransfer,
        ReenterOnTransfer,
        HookOnTransfer,
        RevertOnBalance,
        BombOnBalance,
        BurnGasOnBalance,
        EmptyBalance,
        HugeBalance,
        BlindAfterTransfer,
        HeavyTransfer
    }

    Mode public mode;
    mapping(address account => uint256) private _balances;
    address public target;
    bytes public reentry;
    bool public reentrySucceeded;
    bool private _isBlind;

    function setMode(Mode mode_) external {
        mode = mode_;
        _isBlind = false;
    }

    function setReentry(address target_, bytes calldata reentry_) external {
        target = target_;
        reentry = reentry_;
    }

    function mint(address to, uint256 amount) external {
        _balances[to] += amount;
    }

    /// @notice A rebase that takes: what no honest token does.
    function seize(address from, uint256 amount) external {
        _balances[from] -= amount;
    }

    function giveBack(address to, uint256 amount) external {
        _move(msg.sender, to, amount);
    }

    function transfer(address to, uint256 amount) external returns (bool) {
        if (mode == Mode.RevertOnTransfer) revert("paused");
        if (mode == Mode.LieOnTransfer) return true;
        if (mode == Mode.FalseOnTransfer) return false;
        if (mode == Mode.BurnGasOnTransfer) _burnGas();
        if (mode == Mode.BombOnTransfer) _bomb();
        if (mode == Mode.HeavyTransfer) {
            uint256 before = gasleft();
            while (before - gasleft() < 255_000) { }
        }
        if (mode == Mode.ReenterOnTransfer) {
            (reentrySucceeded,) = target.call(reentry);
            return true;
        }
        _move(msg.sender, to, amount);
        if (mode == Mode.HookOnTransfer) ITokensReceived(to).onTokensReceived(address(this), msg.sender, amount);
        if (mode == Mode.BlindAfterTransfer) _isBlind = true;
        if (mode == Mode.NoReturnValue) {
            assembly ("memory-safe") {
                return(0, 0)
            }
        }
        return mode != Mode.FalseButMoved;
    }

    function balanceOf(address account) external view returns (uint256) {
        if (mode == Mode.RevertOnBalance || _isBlind) revert("no answer");
        if (mode == Mode.BombOnBalance) _bomb();
        if (mode == Mode.BurnGasOnBalance) while (gasleft() > 0) { }
        if (mode == Mode.HugeBalance) return type(uint256).max;
        if (mode == Mode.EmptyBalance) {
            assembly ("memory-safe") {
                return(0, 0)
            }
        }
        return _balances[account];
    }

    function _move(address from, address to, uint256 amount) private {
        _balances[from] -= amount;
        _balances[to] += amount;
    }

    function _burnGas() private {
        while (true) ++_balances[address(this)];
    }

    /// @dev A long answer that a careless caller copies, and pays for.
    function _bomb() private pure {
        assembly ("memory-safe") {
            revert(0, 200000)
        }
    }
}
