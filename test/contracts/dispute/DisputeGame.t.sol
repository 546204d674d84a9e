// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { DisputeGame } from "../../../contracts/dispute/DisputeGame.sol";
import {
    ClaimFacts,
    Game,
    GamePhase,
    GameSettings,
    IDisputeGame,
    Pick,
    ProgramProof
} from "../../../contracts/interfaces/IDisputeGame.sol";
import { IModelOracle, RequestStatus } from "../../../contracts/interfaces/IModelOracle.sol";
import { IOpVerifier } from "../../../contracts/interfaces/IOpVerifier.sol";
import { GameTest } from "./GameTest.sol";

/// @notice Clocks, settlement and bonds; leaves in DisputeGame.tree.
contract DisputeGameTest is GameTest {
    uint256 private burntBefore;

    function setUp() public override {
        super.setUp();
        burntBefore = BURNT.balance;
    }

    function burnt() private view returns (uint256) {
        return BURNT.balance - burntBefore;
    }

    function assertOpenDisputes(uint256 wanted) private view {
        assertEq(oracle.request(requestId).openDisputes, wanted, "open disputes");
    }

    function expectBadParameter(string memory name) private {
        vm.expectRevert(abi.encodeWithSelector(IDisputeGame.DisputeGame_BadParameter.selector, name));
    }

    function test_constructor_badParameters_revert() external {
        GameSettings memory chosen = GameSettings(BOND, CLOCK, BURN_BPS);
        chosen.bondWei = 0;
        expectBadParameter("bondWei");
        new DisputeGame(oracle, verifier, chosen);
        chosen = GameSettings(BOND, 0, BURN_BPS);
        expectBadParameter("clockSec");
        new DisputeGame(oracle, verifier, chosen);
        chosen = GameSettings(BOND, 1 << 24, BURN_BPS);
        expectBadParameter("clockSec");
        new DisputeGame(oracle, verifier, chosen);
        chosen = GameSettings(BOND, CLOCK, 10_001);
        expectBadParameter("burnBps");
        new DisputeGame(oracle, verifier, chosen);
        chosen = GameSettings(BOND, CLOCK, BURN_BPS);
        expectBadParameter("verifier");
        new DisputeGame(oracle, IOpVerifier(address(0x123)), chosen);
        expectBadParameter("oracle");
        new DisputeGame(oracle, verifier, chosen);
    }

    function test_settings_areThoseOfTheDeployment() external view {
        assertEq(abi.encode(game.settings()), abi.encode(GameSettings(BOND, CLOCK, BURN_BPS)), "settings");
    }

    function test_game_unknownId_isNothing() external view {
        Game memory wanted;
        assertEq(abi.encode(game.game(1)), abi.encode(wanted), "nothing");
    }

    // --- clocks

    function test_clock_runsOnlyForTheSideToMove_toTheSecond() external {
        uint256 gameId = postAndOpen();
        uint256 start = block.timestamp;
        vm.warp(start + 10);
        Game memory played = game.game(gameId);
        assertEq(played.asserterLeftSec, 50, "asserter's runs");
        assertEq(played.challengerLeftSec, 60, "challenger's stands");
        revealNext(gameId);
        vm.warp(start + 17);
        played = game.game(gameId);
        assertEq(played.asserterLeftSec, 50, "asserter's stands");
        assertEq(played.challengerLeftSec, 53, "challenger's runs");
        assertEq(played.deadline, start + 10 + 60, "until when");
        pickTo(gameId, 3);
        assertEq(game.game(gameId).deadline, start + 17 + 50, "what was left");
        assertEq(game.game(gameId).challengerLeftSec, 53, "stands again");
    }

    function test_move_inTheLastSecond_isTaken_andOneLaterRefused() external {
        uint256 gameId = postAndOpen();
        vm.warp(block.timestamp + CLOCK);
        uint256 before = vm.snapshotState();
        revealNext(gameId);
        vm.warp(block.timestamp + CLOCK);
        pickTo(gameId, 3);
        // Nothing is left on the asserter's clock: it may move within this very second.
        assertEq(game.game(gameId).asserterLeftSec, 0, "used up");
        revealNext(gameId);
        vm.revertToState(before);
        vm.warp(block.timestamp + 1);
        bytes32[] memory children = childrenOf(game.game(gameId));
        vm.expectRevert(abi.encodeWithSelector(IDisputeGame.DisputeGame_ClockRanOut.selector, gameId));
        vm.prank(operator);
        game.reveal(gameId, children, new bytes32[](0));
        assertEq(game.game(gameId).asserterLeftSec, 0, "nothing left");
    }

    function test_challenger_afterItsTime_canNeitherPickNorProve() external {
        uint256 gameId = postAndOpen();
        playTo(gameId, GamePhase.PickTensors, 3, 2, 0);
        Pick memory choice = choiceTo(gameId, 0);
        ClaimFacts memory facts;
        vm.warp(block.timestamp + CLOCK + 1);
        bytes memory err = abi.encodeWithSelector(IDisputeGame.DisputeGame_ClockRanOut.selector, gameId);
        vm.startPrank(challenger);
        vm.expectRevert(err);
        game.pick(gameId, choice, _noProof());
        vm.expectRevert(err);
        game.proveElement(gameId, choice, _noProof(), 0, facts, "");
        vm.stopPrank();
    }

    function test_timeout_whileTheClockRuns_reverts() external {
        uint256 gameId = postAndOpen();
        uint256 deadline = block.timestamp + CLOCK;
        vm.warp(deadline);
        vm.expectRevert(abi.encodeWithSelector(IDisputeGame.DisputeGame_ClockRunning.selector, gameId, deadline));
        game.timeout(gameId);
        vm.warp(deadline + 1);
        game.timeout(gameId);
    }

    function test_timeout_ofEachSide_inEachPhase_decidesAgainstIt() external {
        GamePhase[7] memory phases = [
            GamePhase.RevealSteps,
            GamePhase.PickSteps,
            GamePhase.RevealStep,
            GamePhase.PickTensors,
            GamePhase.RevealTensors,
            GamePhase.PickChunks,
            GamePhase.RevealChunks
        ];
        tensors = 70;
        post();
        for (uint256 i; i < 7; ++i) {
            uint256 gameId = openAs(challenger);
            playTo(gameId, phases[i], 3, 3, 0);
            bool asserterMoves = i % 2 == 0;
            uint256 before = vm.snapshotState();
            vm.warp(game.game(gameId).deadline + 1);
            vm.expectEmit(address(game));
            emit IDisputeGame.TimedOut(gameId, asserterMoves ? operator : challenger);
            game.timeout(gameId);
            assertPhase(gameId, asserterMoves ? GamePhase.ChallengerWon : GamePhase.AsserterWon);
            game.settle(gameId);
            vm.revertToState(before);
        }
    }

    function test_timeout_ofNoRunningGame_reverts() external {
        expectWrongPhase(1);
        game.timeout(1);
        uint256 gameId = postAndOpen();
        timeOut(gameId);
        expectWrongPhase(gameId);
        game.timeout(gameId);
    }

    /// @dev However both stall, a game is decided within two clocks.
    function testFuzz_everyStallEndsByClock(uint256 stallA, uint256 stallB) external {
        uint256 start = block.timestamp;
        uint256 gameId = postAndOpen();
        vm.warp(block.timestamp + bound(stallA, 0, CLOCK));
        revealNext(gameId);
        vm.warp(block.timestamp + bound(stallB, 0, CLOCK));
        pickTo(gameId, 3);
        vm.warp(start + 2 * CLOCK + 1);
        game.timeout(gameId);
        game.settle(gameId);
        assertEq(address(game).balance, 0, "nothing stays");
    }

    // --- settlement

    function test_settle_runningOrUnknownOrSettledGame_reverts() external {
        expectWrongPhase(1);
        game.settle(1);
        uint256 gameId = postAndOpen();
        vm.expectRevert(abi.encodeWithSelector(IDisputeGame.DisputeGame_NotFinished.selector, gameId));
        game.settle(gameId);
        timeOut(gameId);
        game.settle(gameId);
        expectWrongPhase(gameId);
        game.settle(gameId);
    }

    function test_settle_challengerWon_slashesTheOperatorAndGivesTheBondBack() external {
        lieAt(3, 2, 0);
        post();
        uint256 before = challenger.balance;
        uint256 gameId = winAs(challenger);
        vm.expectEmit(address(game));
        emit IDisputeGame.GameSettled(gameId, requestId, GamePhase.ChallengerWon, challenger, BOND, 0);
        vm.prank(payer);
        game.settle(gameId);
        assertPhase(gameId, GamePhase.Settled);
        assertEq(challenger.balance, before + RESULT_BOND / 2, "bond back, and half of the operator's");
        assertEq(burnt(), RESULT_BOND / 2, "burnt");
        assertEq(address(game).balance, 0, "no wei stays");
        assertEq(uint256(oracle.request(requestId).status), uint256(RequestStatus.Requested), "open again");
        assertOpenDisputes(0);
        assertEq(address(oracle).balance, 10 ether - RESULT_BOND + PRICE, "the fee is still in escrow");
    }

    function test_settle_asserterWon_paysTheOperatorAndLiftsTheLock() external {
        post();
        uint256 before = operator.balance;
        uint256 gameId = openAs(challenger);
        revealNext(gameId);
        timeOut(gameId);
        vm.expectEmit(address(game));
        emit IDisputeGame.GameSettled(gameId, requestId, GamePhase.AsserterWon, operator, BOND / 2, BOND / 2);
        game.settle(gameId);
        assertEq(operator.balance, before + BOND / 2, "won");
        assertEq(burnt(), BOND / 2, "burnt");
        assertEq(address(game).balance, 0, "no wei stays");
        assertOpenDisputes(0);
        oracle.finalize(requestId);
    }

    function test_settle_burnOfNothingAndOfAll() external {
        uint16[2] memory bps = [uint16(0), 10_000];
        for (uint256 i; i < 2; ++i) {
            deploy(bps[i]);
            burntBefore = BURNT.balance;
            post();
            uint256 before = operator.balance;
            uint256 gameId = openAs(challenger);
            revealNext(gameId);
            timeOut(gameId);
            game.settle(gameId);
            assertEq(burnt(), i == 0 ? 0 : BOND, "burnt");
            assertEq(operator.balance - before, i == 0 ? BOND : 0, "won");
        }
    }

    function test_lock_lastsUntilTheGameIsSettled() external {
        uint256 gameId = postAndOpen();
        vm.warp(block.timestamp + 1 hours);
        vm.expectRevert(abi.encodeWithSelector(IModelOracle.AIOracle_Disputed.selector, requestId, 1));
        oracle.finalize(requestId);
        game.timeout(gameId);
        vm.expectRevert(abi.encodeWithSelector(IModelOracle.AIOracle_Disputed.selector, requestId, 1));
        oracle.finalize(requestId);
        game.settle(gameId);
        assertEq(uint256(oracle.request(requestId).status), uint256(RequestStatus.Requested), "voided");
    }

    // --- several games on one result

    /// @dev Three games on one lie, at every stage: the first settled voids it, and each of the others has its bond back.
    function test_severalGames_firstSettledVoidsTheResult_othersAreMadeWhole() external {
        lieAt(3, 2, 0);
        post();
        uint256 won = winAs(challenger);
        uint256 alsoWon = winAs(payer);
        address lazy = account("lazy");
        vm.deal(lazy, 1 ether);
        uint256 lost = openAs(lazy);
        revealNext(lost);
        uint256 running = openAs(payer);
        assertOpenDisputes(4);
        vm.warp(game.game(lost).deadline + 1);
        game.timeout(lost);
        assertPhase(lost, GamePhase.AsserterWon);

        game.settle(alsoWon);
        assertOpenDisputes(0);
        uint256[3] memory others = [won, lost, running];
        address[3] memory owners = [challenger, lazy, payer];
        for (uint256 i; i < 3; ++i) {
            uint256 before = owners[i].balance;
            vm.expectEmit(address(game));
            emit IDisputeGame.GameSettled(others[i], requestId, GamePhase.None, owners[i], BOND, 0);
            game.settle(others[i]);
            assertEq(owners[i].balance - before, BOND, "made whole");
        }
        assertEq(address(game).balance, 0, "no wei stays");
        assertEq(burnt(), RESULT_BOND / 2, "one bond slashed, once");
        assertEq(oracle.freeStakeOf(operator), 10 ether - RESULT_BOND, "one bond slashed, once");
    }

    function test_severalGames_oneLostBeforeTheVoid_paysTheOperator() external {
        lieAt(3, 2, 0);
        post();
        uint256 lost = openAs(payer);
        revealNext(lost);
        timeOut(lost);
        game.settle(lost);
        assertOpenDisputes(0);
        assertEq(uint256(oracle.request(requestId).status), uint256(RequestStatus.Answered), "still stands");
    }

    /// @dev A game about the first answer touches nothing of the second: whatever it comes to, its bond goes back and that is all.
    function test_staleGame_newAttempt_isUntouched_andTheBondGoesBack() external {
        lieAt(3, 2, 0);
        post();
        uint256 stale = openAs(payer);
        playTo(stale, GamePhase.PickTensors, 3, 2, 0);
        uint256 staleAtStart = openAs(payer);
        uint256 won = winAs(challenger);
        Pick memory choice = choiceTo(stale, 2);
        ProgramProof memory proof = proofOf(2);
        bytes32[] memory children = childrenOf(game.game(staleAtStart));
        game.settle(won);
        answer();
        assertEq(oracle.request(requestId).attempt, 2, "second answer");
        uint256 fresh = openAs(payer);
        assertOpenDisputes(1);

        bytes memory err = abi.encodeWithSelector(IDisputeGame.DisputeGame_NotAnswered.selector, requestId);
        bytes32[2] memory packed = header();
        bytes32 records = recordsRoot();
        ClaimFacts memory facts = factsOf(stepsRoot());
        vm.prank(payer);
        game.proveElement(stale, choice, proof, 3, facts, "witness");
        assertPhase(stale, GamePhase.ChallengerWon);
        vm.expectRevert(err);
        game.proveShape(staleAtStart, packed, records);
        vm.expectRevert(err);
        vm.prank(operator);
        game.reveal(staleAtStart, children, new bytes32[](0));

        game.settle(stale);
        game.settle(staleAtStart);
        assertOpenDisputes(1);
        assertEq(address(game).balance, BOND, "only the fresh game's bond");
        assertEq(uint256(oracle.request(requestId).status), uint256(RequestStatus.Answered), "untouched");
        timeOut(fresh);
        game.settle(fresh);
        assertEq(address(game).balance, 0, "no wei stays");
    }
}
