// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { EnumerableSet } from "@openzeppelin/contracts/utils/structs/EnumerableSet.sol";
import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";

import { Game, GamePhase, IDisputeGame } from "../interfaces/IDisputeGame.sol";
import { IModelOracle, OracleSettings, Request, RequestStatus } from "../interfaces/IModelOracle.sol";
import { IValidatorPool, PoolSettings } from "../interfaces/IValidatorPool.sol";
import { Payouts } from "../oracle/Payouts.sol";
import { ValidatorPoolWatch } from "./ValidatorPoolWatch.sol";

/// @title ValidatorPool: stakes, the lot, confirmations and penalties of the attention challenge
/// @notice No owner, no upgrade, no pause. What it promises: docs/invariants/dispute.md.
// INVARIANT: balance = stakes + credits, unless somebody forced ETH in.
contract ValidatorPool is ValidatorPoolWatch, Payouts {
    using EnumerableSet for EnumerableSet.AddressSet;

    struct Stake {
        // slot: 16 + 5 bytes
        uint128 amountWei;
        uint40 freeAt; // 0 until it leaves
    }

    struct Duty {
        // slots: 32, 1 + 1
        bytes32 commitment;
        bool excused;
        bool judged;
    }

    IModelOracle private immutable ORACLE;
    IDisputeGame private immutable GAME;
    uint256 private immutable CHALLENGE_SEC;
    uint256 private immutable STAKE_WEI;
    uint256 private immutable DRAWN;
    uint256 private immutable PENALTY_WEI;
    uint256 private immutable EXIT_DELAY_SEC;

    EnumerableSet.AddressSet private _validators;
    mapping(address validator => Stake) private _stakes;
    mapping(uint256 requestId => mapping(uint256 attempt => mapping(address validator => Duty))) private _duties;

    constructor(IModelOracle oracle, PoolSettings memory chosen) {
        OracleSettings memory bound = oracle.settings();
        if (bound.disputeGame == address(0)) revert ValidatorPool_BadParameter("oracle");
        if (chosen.stakeWei == 0) revert ValidatorPool_BadParameter("stakeWei");
        if (chosen.drawn == 0) revert ValidatorPool_BadParameter("drawn");
        if (chosen.penaltyWei == 0 || chosen.penaltyWei > chosen.stakeWei) revert ValidatorPool_BadParameter("penaltyWei");
        // Otherwise one could be gone before it is judged.
        if (chosen.exitDelaySec <= bound.challengeSec) revert ValidatorPool_BadParameter("exitDelaySec");
        ORACLE = oracle;
        GAME = IDisputeGame(bound.disputeGame);
        CHALLENGE_SEC = bound.challengeSec;
        STAKE_WEI = chosen.stakeWei;
        DRAWN = chosen.drawn;
        PENALTY_WEI = chosen.penaltyWei;
        EXIT_DELAY_SEC = chosen.exitDelaySec;
    }

    /// @inheritdoc IValidatorPool
    function join() external payable {
        if (msg.value != STAKE_WEI) revert ValidatorPool_WrongStake(msg.value, STAKE_WEI);
        if (!_validators.add(msg.sender)) revert ValidatorPool_AlreadyValidator(msg.sender);
        _stakes[msg.sender].amountWei = uint128(STAKE_WEI); // given to the constructor as uint128
        emit ValidatorJoined(msg.sender, STAKE_WEI);
    }

    /// @inheritdoc IValidatorPool
    function watch(uint256[] calldata modelIds) external {
        _requireActive(msg.sender);
        for (uint256 i; i < modelIds.length; ++i) _startWatching(msg.sender, modelIds[i]);
    }

    /// @inheritdoc IValidatorPool
    function unwatch(uint256[] calldata modelIds) external {
        _requireActive(msg.sender);
        for (uint256 i; i < modelIds.length; ++i) _stopWatching(msg.sender, modelIds[i]);
    }

    /// @inheritdoc IValidatorPool
    function exit() external {
        _requireActive(msg.sender);
        _leave(msg.sender);
    }

    /// @inheritdoc IValidatorPool
    function takeStake() external nonReentrant {
        if (!_validators.contains(msg.sender)) revert ValidatorPool_NotValidator(msg.sender);
        Stake storage held = _stakes[msg.sender];
        uint256 freeAt = held.freeAt;
        if (freeAt == 0 || block.timestamp < freeAt) revert ValidatorPool_Leaving(msg.sender, freeAt);
        uint256 amount = held.amountWei;
        delete _stakes[msg.sender];
        _validators.remove(msg.sender);
        emit ValidatorLeft(msg.sender, amount);
        _payOrRevert(msg.sender, amount);
    }

    /// @inheritdoc IValidatorPool
    function confirm(uint256 requestId, bytes32 commitment) external {
        if (commitment == 0) revert ValidatorPool_BadParameter("commitment");
        Request memory made = ORACLE.request(requestId);
        if (made.status != RequestStatus.Answered || block.timestamp >= made.finalizableAt) {
            revert ValidatorPool_WindowClosed(requestId, made.finalizableAt);
        }
        if (!_isDrawn(requestId, made, msg.sender)) revert ValidatorPool_NotDrawn(requestId, msg.sender);
        _duties[requestId][made.attempt][msg.sender].commitment = commitment;
        emit Confirmed(requestId, made.attempt, msg.sender, commitment);
    }

    /// @inheritdoc IValidatorPool
    function excuse(uint256 gameId) external {
        Game memory played = GAME.game(gameId);
        if (played.phase == GamePhase.None) revert ValidatorPool_BadParameter("gameId");
        _duties[played.requestId][played.attempt][played.challenger].excused = true;
        emit Excused(played.requestId, played.attempt, played.challenger, gameId);
    }

    /// @inheritdoc IValidatorPool
    function judge(uint256 requestId, bytes32 stepsRoot, address[] calldata judged) external nonReentrant {
        Request memory made = ORACLE.request(requestId);
        if (made.status != RequestStatus.Finalized) revert ValidatorPool_NotFinal(requestId);
        if (keccak256(abi.encodePacked(made.inputHash, made.outputHash, stepsRoot)) != made.traceRoot) {
            revert ValidatorPool_WrongTrace(requestId);
        }
        uint256 takenWei;
        for (uint256 i; i < judged.length; ++i) takenWei += _judge(requestId, made, stepsRoot, judged[i]);
        uint256 rewardWei = takenWei / 2;
        _pay(BURN_ADDRESS, takenWei - rewardWei);
        _pay(msg.sender, rewardWei);
    }

    /// @inheritdoc IValidatorPool
    function isDrawn(uint256 requestId, address validator) external view returns (bool) {
        return _isDrawn(requestId, ORACLE.request(requestId), validator);
    }

    /// @inheritdoc IValidatorPool
    function commitmentOf(uint256 requestId, uint256 attempt, address validator) external view returns (bytes32) {
        return _duties[requestId][attempt][validator].commitment;
    }

    /// @inheritdoc IValidatorPool
    function isExcused(uint256 requestId, uint256 attempt, address validator) external view returns (bool) {
        return _duties[requestId][attempt][validator].excused;
    }

    /// @inheritdoc IValidatorPool
    function isJudged(uint256 requestId, uint256 attempt, address validator) external view returns (bool) {
        return _duties[requestId][attempt][validator].judged;
    }

    /// @inheritdoc IValidatorPool
    function stakeOf(address validator) external view returns (uint256) {
        return _stakes[validator].amountWei;
    }

    /// @inheritdoc IValidatorPool
    function freeAtOf(address validator) external view returns (uint256) {
        return _stakes[validator].freeAt;
    }

    /// @inheritdoc IValidatorPool
    function validators() external view returns (address[] memory) {
        return _validators.values();
    }

    /// @inheritdoc IValidatorPool
    function settings() external view returns (PoolSettings memory) {
        // Each was given to the constructor in the type it is cast back to.
        return PoolSettings({
            stakeWei: uint128(STAKE_WEI),
            drawn: uint16(DRAWN),
            penaltyWei: uint128(PENALTY_WEI),
            exitDelaySec: uint32(EXIT_DELAY_SEC)
        });
    }

    function _requireActive(address validator) private view {
        if (!_validators.contains(validator)) revert ValidatorPool_NotValidator(validator);
        uint256 freeAt = _stakes[validator].freeAt;
        if (freeAt != 0) revert ValidatorPool_Leaving(validator, freeAt);
    }

    function _leave(address validator) private {
        uint256 freeAt = block.timestamp + EXIT_DELAY_SEC;
        _stakes[validator].freeAt = uint40(freeAt); // uint40 holds Unix seconds for 34,000 years
        _stopWatchingAll(validator);
        emit ValidatorLeaving(validator, freeAt);
    }

    /// @dev Whoever watched the model before the second of the answer takes part in the lot, also if it has left the pool since.
    function _isDrawn(uint256 requestId, Request memory made, address validator) private view returns (bool) {
        if (made.finalizableAt == 0) return false;
        uint256 beforeSec = made.finalizableAt - CHALLENGE_SEC - 1;
        if (!_watchedAt(validator, made.modelId, beforeSec)) return false;
        uint256 count = _countAt(made.modelId, beforeSec);
        if (count <= DRAWN) return true;
        bytes32 ticket = keccak256(abi.encodePacked(made.traceRoot, requestId, uint256(made.attempt), validator));
        return uint256(ticket) < (type(uint256).max / count) * DRAWN; // DRAWN < count
    }

    /// @return penaltyWei what was taken from the validator
    function _judge(uint256 requestId, Request memory made, bytes32 stepsRoot, address validator)
        private
        returns (uint256 penaltyWei)
    {
        Duty storage duty = _duties[requestId][made.attempt][validator];
        if (duty.judged || duty.excused || !_isDrawn(requestId, made, validator)) return 0;
        duty.judged = true;
        bool attentive = duty.commitment
            == keccak256(abi.encodePacked(stepsRoot, validator, requestId, uint256(made.attempt)));
        if (!attentive) {
            Stake storage held = _stakes[validator];
            uint256 left = held.amountWei;
            penaltyWei = Math.min(PENALTY_WEI, left);
            left -= penaltyWei;
            held.amountWei = uint128(left); // less than it was
            // Too little for the next penalty: it is not drawn any more.
            if (left < PENALTY_WEI && held.freeAt == 0 && _validators.contains(validator)) _leave(validator);
        }
        emit AttentionJudged(requestId, validator, attentive, penaltyWei);
    }
}
