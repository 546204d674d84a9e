// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { Model, OracleSettings, RequestStatus } from "../../../contracts/interfaces/IModelOracle.sol";
import { AIOracle } from "../../../contracts/oracle/AIOracle.sol";
import { Base } from "../Base.sol";

/// @notice One oracle with one model, one staked operator and an account in the place of the dispute game.
abstract contract OracleTest is Base {
    uint128 internal constant BOND = 0.5 ether;
    uint128 internal constant MIN_STAKE = 1 ether;
    uint16 internal constant OPERATOR_BPS = 3000;
    uint64 internal constant GAS_PRICE = 1 gwei;
    uint32 internal constant ASSIGNMENT = 5;
    uint32 internal constant RESPONSE = 120;
    uint32 internal constant CHALLENGE = 20;
    uint16 internal constant BURN_BPS = 5000;
    uint128 internal constant PRICE = 0.01 ether;
    address internal constant BURNT = 0x000000000000000000000000000000000000dEaD;
    bytes internal constant INPUT = "To be, or";
    bytes internal constant OUTPUT = " not to be";
    bytes32 internal constant TRACE = keccak256("trace");

    AIOracle internal oracle;
    address internal game;
    address internal operator;
    address internal payer;
    address internal receiver;
    uint256 internal modelId;

    function setUp() public virtual {
        vm.warp(1_800_000_000);
        game = account("game");
        operator = account("operator");
        payer = account("payer");
        receiver = account("receiver");
        oracle = new AIOracle(defaultSettings());
        modelId = oracle.registerModel(modelTo(receiver, PRICE));
        stakeAs(operator, 10 ether);
        vm.deal(payer, 100 ether);
    }

    function defaultSettings() internal view returns (OracleSettings memory) {
        return OracleSettings({
            resultBondWei: BOND,
            minStakeWei: MIN_STAKE,
            operatorBps: OPERATOR_BPS,
            callbackGasPriceWei: GAS_PRICE,
            assignmentSec: ASSIGNMENT,
            responseSec: RESPONSE,
            challengeSec: CHALLENGE,
            burnBps: BURN_BPS,
            disputeGame: game
        });
    }

    /// @dev Another oracle in the place of the first, with the operator staked again.
    function useOracle(uint16 operatorBps, uint64 gasPriceWei) internal {
        OracleSettings memory chosen = defaultSettings();
        chosen.operatorBps = operatorBps;
        chosen.callbackGasPriceWei = gasPriceWei;
        oracle = new AIOracle(chosen);
        stakeAs(operator, 10 ether);
    }

    function modelTo(address to, uint128 priceWei) internal pure returns (Model memory) {
        return Model(keccak256("weights"), keccak256("program"), to, priceWei, "ipfs://bafkreiexample");
    }

    function stakeAs(address who, uint256 amount) internal {
        vm.deal(who, who.balance + amount);
        vm.prank(who);
        oracle.stake{ value: amount }();
    }

    /// @dev A prompt of the payer without a callback.
    function ask() internal returns (uint256) {
        vm.prank(payer);
        return oracle.requestCallback{ value: PRICE }(modelId, INPUT, address(0), 0, "");
    }

    /// @dev A prompt of the payer that calls `consumer` back with `gasLimit` gas.
    function askFor(address consumer, uint64 gasLimit) internal returns (uint256) {
        uint256 feeWei = oracle.estimateFee(modelId, gasLimit);
        vm.prank(payer);
        return oracle.requestCallback{ value: feeWei }(modelId, INPUT, consumer, gasLimit, "data");
    }

    function answer(uint256 requestId) internal {
        vm.prank(operator);
        oracle.submitResult(requestId, OUTPUT, TRACE);
    }

    function askAndAnswer() internal returns (uint256 requestId) {
        requestId = ask();
        answer(requestId);
    }

    function lock(uint256 requestId) internal {
        vm.prank(game);
        oracle.lockResult(requestId);
    }

    function voidFor(uint256 requestId, address challenger) internal {
        lock(requestId);
        vm.prank(game);
        oracle.voidResult(requestId, challenger);
    }

    function passWindow() internal {
        vm.warp(block.timestamp + CHALLENGE);
    }

    function passDeadline() internal {
        vm.warp(block.timestamp + RESPONSE + 1);
    }

    function statusOf(uint256 requestId) internal view returns (uint256) {
        return uint256(oracle.request(requestId).status);
    }

    function assertStatus(uint256 requestId, RequestStatus wanted) internal view {
        assertEq(statusOf(requestId), uint256(wanted), "status");
    }

    function expectRevertWith(bytes memory data) internal {
        vm.expectRevert(data);
    }
}
