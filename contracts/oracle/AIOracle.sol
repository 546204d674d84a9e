// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IAIOracle, IAIOracleCallback } from "../interfaces/IAIOracle.sol";
import { IModelOracle, OracleSettings, Request, RequestStatus, ResultClaim } from "../interfaces/IModelOracle.sol";
import { BoundedCall } from "./BoundedCall.sol";
import { ModelRegistry } from "./ModelRegistry.sol";
import { OracleVault } from "./OracleVault.sol";

/// @title AIOracle: escrow, bonds, finality and refunds behind the OAO interface
/// @notice No owner, no upgrade, no pause. The states of a request:
/// Requested → Answered → Finalized; Answered → Requested (voided); Requested → Refunded (deadline passed).
// INVARIANT: balance ≥ fees of Requested and Answered requests + free stake + bonds of Answered requests + credits, with
// equality unless somebody forced ETH in.
contract AIOracle is ModelRegistry, OracleVault {
    /// @dev A request as stored: `Request` less what follows from the settings, packed so that one without a callback
    /// takes four slots.
    struct Entry {
        // slot: 20 + 1 + 5 + 5 bytes
        address payer;
        RequestStatus status;
        uint40 requestedAt;
        uint40 deadline;
        // slot: 20 + 5 + 4 + 1
        address assignedOperator;
        uint40 assignedUntil;
        uint32 openDisputes;
        bool callbackDone;
        // slot: 16 + 8 + 4
        uint128 feeWei;
        uint64 modelId;
        uint32 inputBytes;
        // slot: 32
        bytes32 inputHash;
        // slot, only with a callback: 20 + 8
        address callbackContract;
        uint64 gasLimit;
        // slots of the answer: 20 + 5 + 4 + 2, 32, 32; `attempt` outlives a voided answer
        address operator;
        uint40 finalizableAt;
        uint32 outputBytes;
        uint16 attempt;
        bytes32 outputHash;
        bytes32 traceRoot;
        bytes callbackData;
    }

    uint256 internal constant MAX_INPUT_BYTES = 4096;
    uint256 internal constant MAX_OUTPUT_BYTES = 16_384;
    uint256 internal constant MAX_CALLBACK_DATA_BYTES = 1024;
    uint256 internal constant MAX_CALLBACK_GAS = 5_000_000;
    uint256 internal constant BPS = 10_000;

    /// @dev Nobody has its key: what is sent there is burnt for everyone to see.
    address internal constant BURN_ADDRESS = 0x000000000000000000000000000000000000dEaD;

    uint256 private immutable BOND_WEI;
    uint256 private immutable OPERATOR_BPS;
    uint256 private immutable CALLBACK_GAS_PRICE_WEI;
    uint256 private immutable ASSIGNMENT_SEC;
    uint256 private immutable RESPONSE_SEC;
    uint256 private immutable CHALLENGE_SEC;
    uint256 private immutable BURN_BPS;
    address private immutable DISPUTE_GAME;

    mapping(uint256 requestId => Entry) private _requests;

    /// @inheritdoc IModelOracle
    uint256 public requestCount;

    modifier onlyDisputeGame() {
        if (msg.sender != DISPUTE_GAME) revert AIOracle_NotDisputeGame(msg.sender);
        _;
    }

    constructor(OracleSettings memory chosen) OracleVault(chosen.minStakeWei) {
        if (chosen.resultBondWei == 0) revert AIOracle_BadParameter("resultBondWei");
        // Whoever is assigned a request must be able to bond an answer.
        if (chosen.minStakeWei < chosen.resultBondWei) revert AIOracle_BadParameter("minStakeWei");
        if (chosen.operatorBps > BPS) revert AIOracle_BadParameter("operatorBps");
        if (chosen.burnBps > BPS) revert AIOracle_BadParameter("burnBps");
        if (chosen.responseSec <= chosen.assignmentSec) revert AIOracle_BadParameter("responseSec");
        if (chosen.challengeSec == 0) revert AIOracle_BadParameter("challengeSec");
        BOND_WEI = chosen.resultBondWei;
        OPERATOR_BPS = chosen.operatorBps;
        CALLBACK_GAS_PRICE_WEI = chosen.callbackGasPriceWei;
        ASSIGNMENT_SEC = chosen.assignmentSec;
        RESPONSE_SEC = chosen.responseSec;
        CHALLENGE_SEC = chosen.challengeSec;
        BURN_BPS = chosen.burnBps;
        DISPUTE_GAME = chosen.disputeGame;
    }

    /// @inheritdoc IAIOracle
    /// @dev Deliberately without a reentrancy guard: a consumer may ask its next question from inside its callback. All
    /// is written before the only call out, which gives the surplus back.
    function requestCallback(
        uint256 modelId,
        bytes memory input,
        address callbackContract,
        uint64 gasLimit,
        bytes memory callbackData
    ) external payable returns (uint256 requestId) {
        if (input.length == 0) revert AIOracle_BadParameter("input");
        if (input.length > MAX_INPUT_BYTES) revert AIOracle_InputTooLong(input.length, MAX_INPUT_BYTES);
        // As OAO has it: gas is paid for exactly where there is a callback.
        if ((callbackContract == address(0)) != (gasLimit == 0) || gasLimit > MAX_CALLBACK_GAS) {
            revert AIOracle_BadParameter("gasLimit");
        }
        if (callbackData.length > MAX_CALLBACK_DATA_BYTES) revert AIOracle_BadParameter("callbackData");
        uint256 feeWei = estimateFee(modelId, gasLimit);
        if (msg.value < feeWei) revert AIOracle_FeeTooLow(msg.value, feeWei);

        requestId = ++requestCount;
        address assignedOperator = _drawOperator(requestId);
        uint256 assignedUntil = assignedOperator == address(0) ? 0 : block.timestamp + ASSIGNMENT_SEC;

        Entry storage entry = _requests[requestId];
        entry.payer = msg.sender;
        entry.status = RequestStatus.Requested;
        entry.requestedAt = uint40(block.timestamp); // uint40 holds Unix seconds for 34,000 years
        entry.deadline = uint40(block.timestamp + RESPONSE_SEC);
        entry.assignedOperator = assignedOperator;
        entry.assignedUntil = uint40(assignedUntil);
        entry.callbackDone = callbackContract == address(0);
        entry.feeWei = uint128(feeWei); // ≤ 10^24 + 5·10^6 · 2^64 < 2^128
        entry.modelId = uint64(modelId); // it exists, and each was one transaction
        entry.inputBytes = uint32(input.length); // ≤ MAX_INPUT_BYTES
        entry.inputHash = keccak256(input);
        if (callbackContract != address(0)) {
            entry.callbackContract = callbackContract;
            entry.gasLimit = gasLimit;
        }
        if (callbackData.length != 0) entry.callbackData = callbackData;

        emit AICallbackRequest(msg.sender, requestId, modelId, input, callbackContract, gasLimit, callbackData);
        emit RequestOpened(requestId, msg.sender, assignedOperator, feeWei, assignedUntil, entry.deadline);
        _pay(msg.sender, msg.value - feeWei);
    }

    /// @inheritdoc IModelOracle
    function submitResult(uint256 requestId, bytes calldata output, bytes32 traceRoot) external payable nonReentrant {
        Entry storage entry = _requests[requestId];
        _requireStatus(requestId, entry, RequestStatus.Requested);
        if (block.timestamp > entry.deadline) revert AIOracle_DeadlinePassed(requestId, entry.deadline);
        if (block.timestamp < entry.assignedUntil && msg.sender != entry.assignedOperator) {
            revert AIOracle_Assigned(requestId, entry.assignedOperator, entry.assignedUntil);
        }
        if (output.length > MAX_OUTPUT_BYTES) revert AIOracle_OutputTooLong(output.length, MAX_OUTPUT_BYTES);

        if (msg.value != 0) _stake(msg.sender, msg.value);
        _takeFreeStake(msg.sender, BOND_WEI);
        uint256 finalizableAt = block.timestamp + CHALLENGE_SEC;
        bytes32 outputHash = keccak256(output);
        entry.status = RequestStatus.Answered;
        entry.operator = msg.sender;
        entry.finalizableAt = uint40(finalizableAt);
        entry.outputBytes = uint32(output.length); // ≤ MAX_OUTPUT_BYTES
        entry.attempt += 1; // each costs a slashed bond, so 2^16 of them never come; if they did, only a refund would be left
        entry.outputHash = outputHash;
        entry.traceRoot = traceRoot;

        emit AICallbackResult(entry.payer, requestId, msg.sender, output);
        emit ResultSubmitted(requestId, msg.sender, outputHash, traceRoot, BOND_WEI, finalizableAt);
        if (entry.callbackContract != address(0)) _deliver(requestId, entry, output);
    }

    /// @inheritdoc IModelOracle
    function retryCallback(uint256 requestId, bytes calldata output) external nonReentrant {
        Entry storage entry = _requests[requestId];
        if (entry.status != RequestStatus.Finalized) _requireStatus(requestId, entry, RequestStatus.Answered);
        if (entry.callbackDone) revert AIOracle_CallbackDone(requestId);
        if (keccak256(output) != entry.outputHash) revert AIOracle_WrongOutput(requestId);
        if (!_deliver(requestId, entry, output)) revert AIOracle_CallbackFailed(requestId);
    }

    /// @inheritdoc IModelOracle
    function finalize(uint256 requestId) external nonReentrant {
        Entry storage entry = _requests[requestId];
        _requireStatus(requestId, entry, RequestStatus.Answered);
        if (block.timestamp < entry.finalizableAt) revert AIOracle_WindowOpen(requestId, entry.finalizableAt);
        if (entry.openDisputes != 0) revert AIOracle_Disputed(requestId, entry.openDisputes);

        uint256 feeWei = entry.feeWei;
        // The fee is price + callback gas, and the price is that of the request: it may have changed since. The
        // operator's part of the price is rounded down, the model gets the rest.
        uint256 priceWei = feeWei - uint256(entry.gasLimit) * CALLBACK_GAS_PRICE_WEI;
        uint256 modelWei = priceWei - (priceWei * OPERATOR_BPS) / BPS;
        uint256 operatorWei = feeWei - modelWei;
        address operator = entry.operator;

        entry.status = RequestStatus.Finalized;
        _addFreeStake(operator, BOND_WEI);
        emit RequestFinalized(requestId, operator, operatorWei, modelWei);
        _pay(operator, operatorWei);
        _pay(_model(entry.modelId).receiver, modelWei);
    }

    /// @inheritdoc IModelOracle
    function refund(uint256 requestId) external nonReentrant {
        Entry storage entry = _requests[requestId];
        _requireStatus(requestId, entry, RequestStatus.Requested);
        if (block.timestamp <= entry.deadline) revert AIOracle_DeadlineNotPassed(requestId, entry.deadline);

        entry.status = RequestStatus.Refunded;
        emit RequestRefunded(requestId, entry.payer, entry.feeWei);
        _pay(entry.payer, entry.feeWei);
    }

    /// @inheritdoc IModelOracle
    function lockResult(uint256 requestId) external onlyDisputeGame {
        Entry storage entry = _requests[requestId];
        _requireStatus(requestId, entry, RequestStatus.Answered);
        if (block.timestamp >= entry.finalizableAt) revert AIOracle_DeadlinePassed(requestId, entry.finalizableAt);
        entry.openDisputes += 1;
    }

    /// @inheritdoc IModelOracle
    function unlockResult(uint256 requestId) external onlyDisputeGame {
        Entry storage entry = _requests[requestId];
        _requireLocked(requestId, entry);
        entry.openDisputes -= 1;
    }

    /// @inheritdoc IModelOracle
    function voidResult(uint256 requestId, address challenger) external onlyDisputeGame nonReentrant {
        Entry storage entry = _requests[requestId];
        _requireLocked(requestId, entry);
        if (challenger == address(0)) revert AIOracle_BadParameter("challenger");

        address operator = entry.operator;
        uint256 deadline = block.timestamp + RESPONSE_SEC;
        entry.status = RequestStatus.Requested;
        entry.deadline = uint40(deadline);
        entry.assignedOperator = address(0);
        entry.assignedUntil = 0;
        // The other games on this result end with it; the next answer starts with none.
        entry.openDisputes = 0;
        entry.callbackDone = entry.callbackContract == address(0);
        entry.operator = address(0);
        entry.finalizableAt = 0;
        entry.outputBytes = 0;
        entry.outputHash = 0;
        entry.traceRoot = 0;

        uint256 rewardWei = BOND_WEI - (BOND_WEI * BURN_BPS) / BPS;
        uint256 burntWei = BOND_WEI - rewardWei;
        emit ResultVoided(requestId, operator, challenger, rewardWei, burntWei, deadline);
        _pay(BURN_ADDRESS, burntWei);
        _pay(challenger, rewardWei);
    }

    /// @inheritdoc IAIOracle
    function isFinalized(uint256 requestId) external view returns (bool) {
        return _requests[requestId].status == RequestStatus.Finalized;
    }

    /// @inheritdoc IModelOracle
    function request(uint256 requestId) external view returns (Request memory found) {
        Entry storage entry = _requests[requestId];
        found.payer = entry.payer;
        found.status = entry.status;
        found.requestedAt = entry.requestedAt;
        found.deadline = entry.deadline;
        found.assignedOperator = entry.assignedOperator;
        found.assignedUntil = entry.assignedUntil;
        found.operator = entry.operator;
        found.finalizableAt = entry.finalizableAt;
        found.openDisputes = entry.openDisputes;
        found.callbackDone = entry.callbackDone;
        found.attempt = entry.attempt;
        found.inputBytes = entry.inputBytes;
        found.outputBytes = entry.outputBytes;
        found.callbackContract = entry.callbackContract;
        found.gasLimit = entry.gasLimit;
        found.modelId = entry.modelId;
        found.feeWei = entry.feeWei;
        found.bondWei = entry.status == RequestStatus.Answered ? BOND_WEI : 0;
        found.inputHash = entry.inputHash;
        found.outputHash = entry.outputHash;
        found.traceRoot = entry.traceRoot;
        found.callbackData = entry.callbackData;
    }

    /// @inheritdoc IModelOracle
    function resultClaim(uint256 requestId) external view returns (ResultClaim memory claim) {
        Entry storage entry = _requests[requestId];
        // Only a request that was made has a model.
        if (entry.status == RequestStatus.None) return claim;
        Listing storage asked = _model(entry.modelId);
        claim.standing = entry.status == RequestStatus.Answered;
        claim.operator = entry.operator;
        claim.attempt = entry.attempt;
        claim.inputBytes = entry.inputBytes;
        claim.outputBytes = entry.outputBytes;
        claim.inputHash = entry.inputHash;
        claim.outputHash = entry.outputHash;
        claim.traceRoot = entry.traceRoot;
        claim.programHash = asked.programHash;
        claim.modelHash = asked.modelHash;
    }

    /// @inheritdoc IModelOracle
    function settings() external view returns (OracleSettings memory) {
        // Each was given to the constructor in the type it is cast back to.
        return OracleSettings({
            resultBondWei: uint128(BOND_WEI),
            minStakeWei: uint128(_minStakeWei()),
            operatorBps: uint16(OPERATOR_BPS),
            callbackGasPriceWei: uint64(CALLBACK_GAS_PRICE_WEI),
            assignmentSec: uint32(ASSIGNMENT_SEC),
            responseSec: uint32(RESPONSE_SEC),
            challengeSec: uint32(CHALLENGE_SEC),
            burnBps: uint16(BURN_BPS),
            disputeGame: DISPUTE_GAME
        });
    }

    /// @inheritdoc IAIOracle
    function estimateFee(uint256 modelId, uint256 gasLimit) public view returns (uint256) {
        return _model(modelId).priceWei + gasLimit * CALLBACK_GAS_PRICE_WEI;
    }

    /// @dev Calls the consumer back with exactly the gas it paid for. What it does there cannot undo the answer.
    // SAFETY: every function that moves a request on is guarded, so `entry` cannot change state during the call.
    function _deliver(uint256 requestId, Entry storage entry, bytes calldata output) private returns (bool success) {
        address consumer = entry.callbackContract;
        uint256 gasLimit = entry.gasLimit;
        bytes memory data = abi.encodeCall(IAIOracleCallback.aiOracleCallback, (requestId, output, entry.callbackData));
        _requireGasFor(gasLimit);
        success = BoundedCall.tryCall(consumer, gasLimit, 0, data);
        if (success) entry.callbackDone = true;
        emit CallbackDelivered(requestId, consumer, success);
    }

    function _requireStatus(uint256 requestId, Entry storage entry, RequestStatus wanted) private view {
        if (entry.status != wanted) revert AIOracle_WrongStatus(requestId, entry.status);
    }

    function _requireLocked(uint256 requestId, Entry storage entry) private view {
        _requireStatus(requestId, entry, RequestStatus.Answered);
        if (entry.openDisputes == 0) revert AIOracle_Disputed(requestId, 0);
    }
}
