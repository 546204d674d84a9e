// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IAIOracle } from "../../../contracts/interfaces/IAIOracle.sol";
import { IModelOracle, Request, RequestStatus } from "../../../contracts/interfaces/IModelOracle.sol";
import { OracleTest } from "./OracleTest.sol";

/// @notice The life of a request, state by state; leaves in AIOracle.tree.
contract AIOracleTest is OracleTest {
    function test_lifeOfARequest_paysOperatorAndModelToTheWei() external {
        uint256 requestId = ask();
        assertStatus(requestId, RequestStatus.Requested);
        assertEq(address(oracle).balance, 10 ether + PRICE, "fee in escrow");
        answer(requestId);
        assertStatus(requestId, RequestStatus.Answered);
        assertEq(oracle.freeStakeOf(operator), 10 ether - BOND, "bond locked");
        assertEq(receiver.balance, 0, "no revenue before final");
        assertFalse(oracle.isFinalized(requestId), "not final");
        passWindow();
        oracle.finalize(requestId);
        assertTrue(oracle.isFinalized(requestId), "final");
        assertEq(operator.balance, 0.003 ether, "operator's part");
        assertEq(receiver.balance, 0.007 ether, "model's part");
        assertEq(oracle.freeStakeOf(operator), 10 ether, "bond back");
        assertEq(address(oracle).balance, 10 ether, "nothing left behind");
    }
}
