// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IAIOracle } from "./IAIOracle.sol";
import { IModelRegistry, Model } from "./IModelRegistry.sol";

/// @notice The life of a request.
enum RequestStatus {
    None,
    Requested,
    Answered,
    Finalized,
    Refunded
}

/// @notice One request. Times in Unix seconds.
/// @param payer who paid, and is refunded
/// @param status where it stands
/// @param requestedAt when it was made
/// @param deadline until when an answer is taken
/// @param assignedOperator the only one who may answer until `assignedUntil`; zero when no operator had stake
/// @param operator who answered
/// @param finalizableAt end of the challenge window
/// @param openDisputes games in progress on the result
/// @param callbackDone whether the consumer took the present answer, or asked for none
/// @param attempt how many answers were posted so far: tells the answer of before a won challenge from the one after
/// @param feeWei what was paid: the price at the time of the request, and the callback's gas
/// @param inputBytes length of the input; likewise `outputBytes` of the answer, 0 while there is none
struct Request {
    address payer;
    RequestStatus status;
    uint40 requestedAt;
    uint40 deadline;
    address assignedOperator;
    uint40 assignedUntil;
    address operator;
    uint40 finalizableAt;
    uint32 openDisputes;
    bool callbackDone;
    uint16 attempt;
    uint32 inputBytes;
    uint32 outputBytes;
    address callbackContract;
    uint64 gasLimit;
    uint256 modelId;
    uint256 feeWei;
    uint256 bondWei;
    bytes32 inputHash;
    bytes32 outputHash;
    bytes32 traceRoot;
    bytes callbackData;
}

/// @notice What an operator claims of one answer, and the model it claims it for: all a dispute starts from.
/// @param standing whether the request is Answered now, so that the claim can be challenged, voided or finalised
struct ResultClaim {
    bool standing;
    address operator;
    uint16 attempt;
    uint32 inputBytes;
    uint32 outputBytes;
    bytes32 inputHash;
    bytes32 outputHash;
    bytes32 traceRoot;
    bytes32 programHash;
    bytes32 modelHash;
}

/// @notice Settings of an oracle; fixed at deployment.
/// @param resultBondWei stake locked per posted result
/// @param minStakeWei free stake from which requests are assigned to an operator
/// @param operatorBps operator's part of a model's price, in 1/10,000
/// @param callbackGasPriceWei price of one unit of callback gas
/// @param assignmentSec seconds in which only the assigned operator may answer
/// @param responseSec seconds until the payer may take the fee back
/// @param challengeSec seconds in which a result can be challenged
/// @param burnBps part of a slashed bond that is burnt, in 1/10,000; the rest goes to the challenger
/// @param disputeGame the only one who may lock and void results; zero until disputes are deployed
struct OracleSettings {
    uint128 resultBondWei;
    uint128 minStakeWei;
    uint16 operatorBps;
    uint64 callbackGasPriceWei;
    uint32 assignmentSec;
    uint32 responseSec;
    uint32 challengeSec;
    uint16 burnBps;
    address disputeGame;
}

/// @title AIOracle: model registry, escrow, bonds, finality and refunds behind the OAO interface
/// @notice A fee is held in escrow until its answer is final: only then the operator and the model are paid.
interface IModelOracle is IAIOracle, IModelRegistry {
    /// @notice Beside `AICallbackRequest`: what was paid and who may answer first.
    event RequestOpened(
        uint256 indexed requestId,
        address indexed payer,
        address indexed assignedOperator,
        uint256 feeWei,
        uint256 assignedUntil,
        uint256 deadline
    );
    /// @notice Beside `AICallbackResult`: the claim that can be challenged until `finalizableAt`.
    event ResultSubmitted(
        uint256 indexed requestId,
        address indexed operator,
        bytes32 outputHash,
        bytes32 traceRoot,
        uint256 bondWei,
        uint256 finalizableAt
    );
    event CallbackDelivered(uint256 indexed requestId, address indexed callbackContract, bool success);
    event RequestFinalized(uint256 indexed requestId, address indexed operator, uint256 operatorWei, uint256 modelWei);
    event RequestRefunded(uint256 indexed requestId, address indexed payer, uint256 feeWei);
    /// @notice A challenge was won: the bond is gone and the request is open again.
    event ResultVoided(
        uint256 indexed requestId,
        address indexed operator,
        address indexed challenger,
        uint256 rewardWei,
        uint256 burntWei,
        uint256 deadline
    );
    event Staked(address indexed operator, uint256 amount, uint256 freeStakeWei);
    event Unstaked(address indexed operator, uint256 amount, uint256 freeStakeWei);
    /// @notice A payment could not be pushed and waits for `withdraw`.
    event Credited(address indexed account, uint256 amount);
    event Withdrawn(address indexed account, uint256 amount);

    error AIOracle_FeeTooLow(uint256 sent, uint256 fee);
    error AIOracle_InputTooLong(uint256 length, uint256 limit);
    error AIOracle_OutputTooLong(uint256 length, uint256 limit);
    error AIOracle_WrongStatus(uint256 requestId, RequestStatus status);
    error AIOracle_DeadlinePassed(uint256 requestId, uint256 deadline);
    error AIOracle_DeadlineNotPassed(uint256 requestId, uint256 deadline);
    error AIOracle_Assigned(uint256 requestId, address operator, uint256 untilSec);
    error AIOracle_NotEnoughStake(address operator, uint256 freeStakeWei, uint256 neededWei);
    error AIOracle_NotEnoughGas(uint256 gasLeft, uint256 needed);
    error AIOracle_WindowOpen(uint256 requestId, uint256 finalizableAt);
    error AIOracle_Disputed(uint256 requestId, uint256 openDisputes);
    error AIOracle_NotDisputeGame(address caller);
    error AIOracle_WrongOutput(uint256 requestId);
    error AIOracle_CallbackDone(uint256 requestId);
    error AIOracle_CallbackFailed(uint256 requestId);
    error AIOracle_NothingToWithdraw(address account);
    error AIOracle_PaymentFailed(address account, uint256 amount);

    /// @notice Adds the ETH sent to the caller's free stake.
    function stake() external payable;

    /// @notice Takes free stake back. Bonds of open results are not free.
    function unstake(uint256 amount) external;

    /// @notice Posts the answer to a request, bonded from free stake (ETH sent is staked first), and calls back.
    /// @param output the model's answer
    /// @param traceRoot commitment to every operator's output on the way to it
    function submitResult(uint256 requestId, bytes calldata output, bytes32 traceRoot) external payable;

    /// @notice Calls a consumer again whose callback failed. Reverts if it fails again.
    function retryCallback(uint256 requestId, bytes calldata output) external;

    /// @notice Settles an answer whose challenge window is over: bond back, operator and model paid.
    function finalize(uint256 requestId) external;

    /// @notice Gives the fee back to the payer when no answer came by the deadline.
    function refund(uint256 requestId) external;

    /// @notice Pays out what could not be pushed to `account`.
    function withdraw(address account) external;

    /// @notice A game opens on the result: it cannot be finalised before `unlockResult`. Dispute game only.
    function lockResult(uint256 requestId) external;

    /// @notice A game ends in favour of the operator. Dispute game only.
    function unlockResult(uint256 requestId) external;

    /// @notice A game was won: slashes the bond and opens the request again. Dispute game only.
    function voidResult(uint256 requestId, address challenger) external;

    /// @notice The request; status `None` for an unknown id. Ids start at 1.
    function request(uint256 requestId) external view returns (Request memory);
    function requestCount() external view returns (uint256);

    /// @notice The present answer to a request as a dispute reads it. The answer's fields are zero where there is
    /// none, and all of them for an unknown request.
    function resultClaim(uint256 requestId) external view returns (ResultClaim memory);

    function settings() external view returns (OracleSettings memory);
    function freeStakeOf(address operator) external view returns (uint256);
    function creditOf(address account) external view returns (uint256);

    /// @notice Operators with at least the least stake, to whom requests are assigned.
    function operators() external view returns (address[] memory);
}
