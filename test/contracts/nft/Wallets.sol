// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// @notice Takes tokens and ETH.
contract Keeper {
    receive() external payable { }

    function onERC721Received(address, address, uint256, bytes calldata) external pure returns (bytes4) {
        return this.onERC721Received.selector;
    }
}

/// @notice Does what it is told, and something more when it gets a token or ETH.
contract Puppet {
    address public target;
    bytes public data;
    uint256 public value;
    bool public tried;
    bool public succeeded;
    bool public refusesEth;

    function arm(address to, uint256 amount, bytes calldata what) external {
        (target, value, data) = (to, amount, what);
    }

    function refuseEth(bool refuses) external {
        refusesEth = refuses;
    }

    function call(address to, uint256 amount, bytes calldata what) external payable returns (bytes memory) {
        (bool done, bytes memory answer) = to.call{ value: amount }(what);
        if (!done) {
            assembly ("memory-safe") {
                revert(add(answer, 0x20), mload(answer))
            }
        }
        return answer;
    }

    receive() external payable {
        if (refusesEth) revert("no ETH");
        _act();
    }

    function onERC721Received(address, address, uint256, bytes calldata) external returns (bytes4) {
        _act();
        return this.onERC721Received.selector;
    }

    function _act() private {
        if (target == address(0)) return;
        tried = true;
        (succeeded,) = target.call{ value: value }(data);
    }
}

/// @notice Says whatever a market wants to hear.
contract FalseCollection {
    address public owner;
    address public receiver;
    uint256 public amount;

    constructor(address first) {
        owner = first;
    }

    function setRoyalty(address to, uint256 royalty) external {
        (receiver, amount) = (to, royalty);
    }

    function ownerOf(uint256) external view returns (address) {
        return owner;
    }

    function isApprovedForAll(address, address) external pure returns (bool) {
        return true;
    }

    function stateOf(uint256) external pure returns (uint8) {
        return 4;
    }

    function transfersOf(uint256) external pure returns (uint256) {
        return 0;
    }

    function royaltyInfo(uint256, uint256) external view returns (address, uint256) {
        return (receiver, amount);
    }

    function safeTransferFrom(address, address to, uint256) external {
        owner = to;
    }
}
