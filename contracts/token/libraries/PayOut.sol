// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IModelToken } from "../../interfaces/IModelToken.sol";
import { IWETH } from "../../interfaces/IWETH.sol";

/// @title PayOut: payments that no receiver and no revenue token can block
/// @dev Every call has a gas limit and copies back one word at most, so a hostile receiver or token can waste a known
/// amount of gas and nothing else. A payment is given up only if it failed with all its gas: otherwise whoever chooses
/// the gas (a stranger in `claimFor`, or a wallet's estimate) could make a good payment fail.
library PayOut {
    /// @dev Enough for a smart wallet behind proxies that logs or splits; measured ones use below 30,000.
    uint256 internal constant ETH_GAS = 100_000;
    /// @dev Enough for rebasing and proxied tokens; a plain one takes 30,000 to 60,000.
    uint256 internal constant TRANSFER_GAS = 300_000;
    uint256 internal constant BALANCE_GAS = 100_000;

    /// @dev ETH where it is accepted, else the same amount as WETH.
    function sendEth(address to, uint256 amount, address weth) internal returns (bool wrapped) {
        // SAFETY: a call that got less than ETH_GAS and failed leaves 1/63 of it, less than wrapping costs: then all of
        // this reverts, and a stranger with little gas cannot turn a good payment into WETH.
        bool accepted;
        uint256 gasLimit = ETH_GAS;
        // Plain equivalent: (accepted,) = to.call{ value: amount, gas: gasLimit }(""), but Solidity would copy
        // whatever `to` returns and pay for it.
        assembly ("memory-safe") {
            accepted := call(gasLimit, to, amount, 0, 0, 0, 0)
        }
        if (accepted) return false;
        IWETH(weth).deposit{ value: amount }();
        // WETH is the one currency that is trusted: it either moves the amount or reverts everything.
        IWETH(weth).transfer(to, amount);
        return true;
    }

    /// @dev Whether units left this contract. The balance is the judge, not the return value: it knows tokens that
    /// return nothing, tokens that lie, and receivers that send units back from a hook. Sending all of them back
    /// means not paid, which is exactly true; sending part of them back means paid, and that part is new revenue.
    function trySendToken(address token, address to, uint256 amount) internal returns (bool paid) {
        (bool known, uint256 before) = tryBalance(token);
        if (!known || before < amount) return false;
        _requireGas(TRANSFER_GAS);
        bytes memory data = abi.encodeCall(IERC20.transfer, (to, amount));
        uint256 gasLimit = TRANSFER_GAS;
        bool success;
        assembly ("memory-safe") {
            success := call(gasLimit, token, 0, add(data, 0x20), mload(data), 0, 0)
        }
        if (!success) return false;
        uint256 rest;
        (known, rest) = tryBalance(token);
        return !known || rest < before;
    }

    /// @dev The balance of this contract; not known if the token reverts, answers nothing, or wants too much gas.
    function tryBalance(address token) internal view returns (bool known, uint256 held) {
        bytes memory data = abi.encodeCall(IERC20.balanceOf, (address(this)));
        uint256 gasLimit = BALANCE_GAS;
        assembly ("memory-safe") {
            known := staticcall(gasLimit, token, add(data, 0x20), mload(data), 0, 0x20)
            known := and(known, gt(returndatasize(), 0x1f))
            held := mul(known, mload(0))
        }
    }

    /// @dev A call gets at most 63/64 of the gas that is left.
    function _requireGas(uint256 gasLimit) private view {
        if (gasleft() < gasLimit + gasLimit / 32 + 10_000) revert IModelToken.ModelToken_BadParameter("gas");
    }
}
