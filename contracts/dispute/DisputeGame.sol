// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { GamePhase, GameSettings, IDisputeGame } from "../interfaces/IDisputeGame.sol";
import { IModelOracle, ResultClaim } from "../interfaces/IModelOracle.sol";
import { IOpVerifier } from "../interfaces/IOpVerifier.sol";
import { GameMoves } from "./GameMoves.sol";
import { GameProofs } from "./GameProofs.sol";
import { GameStore } from "./GameStore.sol";

/// @title DisputeGame: clocks and bonds of fraud proofs over the trace of one inference
/// @notice No owner, no upgrade, no pause. Rules and why they are fair: docs/dispute.md.
// INVARIANT: balance = bonds of unsettled games + credits, unless somebody forced ETH in.
// INVARIANT: the oracle's openDisputes of a standing answer = unsettled games on it.
contract DisputeGame is GameMoves, GameProofs {
    uint256 private immutable BURN_BPS;

    constructor(IModelOracle oracle, IOpVerifier verifier, GameSettings memory chosen)
        GameStore(oracle)
        GameMoves(chosen.bondWei, chosen.clockSec)
        GameProofs(verifier)
    {
        if (chosen.burnBps > BPS) revert DisputeGame_BadParameter("burnBps");
        // The two know each other for good: neither could work with another.
        if (oracle.settings().disputeGame != address(this)) revert DisputeGame_BadParameter("oracle");
        BURN_BPS = chosen.burnBps;
    }

    /// @inheritdoc IDisputeGame
    function timeout(uint256 gameId) external {
        Entry storage entry = _games[gameId];
        GamePhase phase = entry.phase;
        if (!_isRunning(phase)) revert DisputeGame_WrongPhase(gameId, phase);
        if (block.timestamp <= entry.deadline) revert DisputeGame_ClockRunning(gameId, entry.deadline);
        bool asserterLost = _isReveal(phase);
        entry.phase = asserterLost ? GamePhase.ChallengerWon : GamePhase.AsserterWon;
        emit TimedOut(gameId, asserterLost ? entry.asserter : entry.challenger);
    }

    /// @inheritdoc IDisputeGame
    // SAFETY: a locked answer cannot become final, so one that does not stand was voided by another game, and its locks with it.
    function settle(uint256 gameId) external nonReentrant {
        Entry storage entry = _games[gameId];
        GamePhase phase = entry.phase;
        if (phase == GamePhase.None || phase == GamePhase.Settled) revert DisputeGame_WrongPhase(gameId, phase);
        uint256 requestId = entry.requestId;
        ResultClaim memory claim = ORACLE.resultClaim(requestId);
        bool stands = claim.standing && claim.attempt == entry.attempt;
        if (stands && _isRunning(phase)) revert DisputeGame_NotFinished(gameId);

        entry.phase = GamePhase.Settled;
        address challenger = entry.challenger;
        if (stands && phase == GamePhase.AsserterWon) {
            // The winner's part is rounded up: nothing is left behind.
            uint256 burntWei = (BOND_WEI * BURN_BPS) / BPS;
            uint256 wonWei = BOND_WEI - burntWei;
            address asserter = entry.asserter;
            emit GameSettled(gameId, requestId, phase, asserter, wonWei, burntWei);
            ORACLE.unlockResult(requestId);
            _pay(BURN_ADDRESS, burntWei);
            _pay(asserter, wonWei);
        } else {
            emit GameSettled(gameId, requestId, stands ? phase : GamePhase.None, challenger, BOND_WEI, 0);
            if (stands) ORACLE.voidResult(requestId, challenger);
            _pay(challenger, BOND_WEI);
        }
    }

    /// @inheritdoc IDisputeGame
    function settings() external view returns (GameSettings memory) {
        // Each was given to the constructor in the type it is cast back to.
        return GameSettings({ bondWei: uint128(BOND_WEI), clockSec: uint32(CLOCK_SEC), burnBps: uint16(BURN_BPS) });
    }
}
