// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// @notice A holder that is a contract, with every bad habit a receiver of ETH can have.
contract TokenWallet {
    enum OnReceive {
        Accept,
        Reject,
        BurnGas,
        ReturnBomb,
        Reenter
    }

    OnReceive public mode;
    address public target;
    bytes public reentry;
    /// @notice Whether the call made from inside the payment went through.
    bool public reentrySucceeded;
    uint256 public receivedCount;
    /// @notice Part of a hooked token payment that is sent straight back, in 1/10,000.
    uint256 public sendBackBps;

    constructor(OnReceive mode_) {
        mode = mode_;
    }

    receive() external payable {
        if (mode == OnReceive.Reject) revert("no ETH here");
        if (mode == OnReceive.BurnGas) while (true) ++receivedCount;
        if (mode == OnReceive.ReturnBomb) {
            assembly ("memory-safe") {
                revert(0, 15000)
            }
        }
        if (mode == OnReceive.Reenter) (reentrySucceeded,) = target.call(reentry);
    }

    function setReentry(address target_, bytes calldata reentry_) external {
        target = target_;
        reentry = reentry_;
    }

    function setSendBack(uint256 bps) external {
        sendBackBps = bps;
    }

    function execute(address to, bytes calldata data) external returns (bytes memory result) {
        bool success;
        (success, result) = to.call(data);
        if (!success) {
            assembly ("memory-safe") {
                revert(add(result, 0x20), mload(result))
            }
        }
    }

    /// @notice Called by `TokenRevenueMock` in its hook mode, as ERC-777 would.
    function onTokensReceived(address token, address from, uint256 amount) external {
        uint256 back = amount * sendBackBps / 10_000;
        if (back == 0) return;
        (bool success,) = token.call(abi.encodeWithSignature("giveBack(address,uint256)", from, back));
        require(success, "give back");
    }
}
