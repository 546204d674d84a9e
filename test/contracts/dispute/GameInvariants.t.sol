// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { DisputeGame } from "../../../contracts/dispute/DisputeGame.sol";
import { Game, GamePhase } from "../../../contracts/interfaces/IDisputeGame.sol";
import { Request, RequestStatus } from "../../../contracts/interfaces/IModelOracle.sol";
import { GameHostile } from "../../../contracts/mocks/GameHostile.sol";
import { AIOracle } from "../../../contracts/oracle/AIOracle.sol";
import { GameTest } from "./GameTest.sol";

/// @notice Drives games on a few requests with honest, lazy and hostile challengers against operators that lie now and then, and keeps its
/// own books. It is the test contract of the games as well, so that it can move for both sides.
contract GameHandler is GameTest {
    uint256 internal constant ACTORS = 4;
    uint256 internal constant MAX_REQUESTS = 16;
    uint256 internal constant MAX_GAMES = 80;

    address[] private _actors;
    uint256[] private _requests;
    uint256 public opened;
    uint256 public wonByProof;
    uint256 public wonByClock;
    uint256 public lostByClock;
    uint256 public madeWhole;
    uint256 public finals;
    uint256 public withdrawals;

    /// @dev Settlements that paid a challenger anything but what its game's end gives it.
    uint256 public unfairSettlements;

    function start() external {
        setUp();
        // A small program: the campaigns work out its trees thousands of times.
        tensors = 4;
        input = "To";
        output = "be";
        lieAt(2, 2, 0);
        for (uint256 i; i + 1 < ACTORS; ++i) _actors.push(account(string(abi.encodePacked("actor", i))));
        GameHostile hostile = new GameHostile();
        hostile.setMode(GameHostile.Mode.Revert);
        _actors.push(address(hostile));
        for (uint256 i; i < ACTORS; ++i) vm.deal(_actors[i], 100 ether);
        vm.deal(operator, 1_000 ether);
        vm.prank(operator);
        oracle.stake{ value: 900 ether }();
    }

    function actors() external view returns (address[] memory) {
        return _actors;
    }

    function requests() external view returns (uint256[] memory) {
        return _requests;
    }

    function gameAddress() external view returns (address) {
        return address(game);
    }

    function oracleAddress() external view returns (address) {
        return address(oracle);
    }

    function ask() external {
        if (payer.balance < PRICE || _requests.length == MAX_REQUESTS) return;
        post();
        _requests.push(requestId);
    }

    /// @dev Answers again what was voided.
    function answerAgain(uint256 seed) external {
        if (!_use(seed) || oracle.request(requestId).status != RequestStatus.Requested) return;
        if (block.timestamp > oracle.request(requestId).deadline) return;
        answer();
    }

    function open(uint256 seed, uint256 actorSeed) external {
        if (!_use(seed)) return;
        Request memory made = oracle.request(requestId);
        address actor = _actors[actorSeed % ACTORS];
        if (game.gameCount() == MAX_GAMES) return;
        if (made.status != RequestStatus.Answered || block.timestamp >= made.finalizableAt || actor.balance < BOND) return;
        openAs(actor);
        ++opened;
    }

    /// @dev One honest move of whoever is to move; the proof where the descent has arrived.
    function move(uint256 seed) external {
        (uint256 gameId, Game memory played) = _pickGame(seed);
        if (gameId == 0 || block.timestamp > played.deadline) return;
        if (!_standsFor(played)) return;
        if (played.phase == GamePhase.PickSteps) {
            pickTo(gameId, 2);
        } else if (played.phase == GamePhase.PickTensors) {
            expectFraud(2, 2, 3, 0, true);
            proveElement(gameId, 2, 2, 3);
            ++wonByProof;
        } else if (played.phase >= GamePhase.RevealSteps && played.phase <= GamePhase.RevealChunks) {
            revealNext(gameId);
        }
    }

    function timeout(uint256 seed) external {
        (uint256 gameId,) = _pickGame(seed);
        try game.timeout(gameId) {
            if (phaseOf(gameId) == GamePhase.ChallengerWon) ++wonByClock;
            else ++lostByClock;
        } catch { }
    }

    function settle(uint256 seed) external {
        (uint256 gameId, Game memory played) = _pickGame(seed);
        if (gameId == 0) return;
        uint256 held = played.challenger.balance + game.creditOf(played.challenger);
        bool stands = _standsFor(played);
        try game.settle(gameId) {
            uint256 got = played.challenger.balance + game.creditOf(played.challenger) - held;
            bool lost = stands && played.phase == GamePhase.AsserterWon;
            if (!stands) ++madeWhole;
            if (!lost && got < BOND) ++unfairSettlements;
            if (lost && got != 0) ++unfairSettlements;
        } catch { }
    }

    function finalize(uint256 seed) external {
        if (!_use(seed)) return;
        try oracle.finalize(requestId) {
            ++finals;
        } catch { }
    }

    function withdraw(uint256 mode) external {
        GameHostile hostile = GameHostile(payable(_actors[ACTORS - 1]));
        hostile.setMode(GameHostile.Mode(mode % 3));
        try game.withdraw{ gas: 1_000_000 }(address(hostile)) {
            ++withdrawals;
        } catch { }
    }

    function warp(uint256 secs) external {
        vm.warp(block.timestamp + (secs % 5 == 0 ? CLOCK + 1 : secs % 7));
    }

    function _standsFor(Game memory played) private view returns (bool) {
        Request memory made = oracle.request(played.requestId);
        return made.status == RequestStatus.Answered && made.attempt == played.attempt;
    }

    /// @dev One of the requests made so far.
    function _use(uint256 seed) private returns (bool) {
        if (_requests.length == 0) return false;
        requestId = _requests[seed % _requests.length];
        return true;
    }

    /// @dev One of the last six games.
    function _pickGame(uint256 seed) private returns (uint256 gameId, Game memory played) {
        uint256 count = game.gameCount();
        if (count == 0) return (0, played);
        gameId = count - (seed % (count < 6 ? count : 6));
        played = game.game(gameId);
        requestId = played.requestId;
    }
}

/// @notice What holds after any sequence of calls; the list is in docs/invariants/dispute.md.
contract GameInvariantsTest is GameTest {
    GameHandler private handler;

    function setUp() public override {
        handler = new GameHandler();
        handler.start();
        game = gameOf();
        oracle = oracleOf();
        bytes4[] memory selectors = new bytes4[](9);
        selectors[0] = GameHandler.ask.selector;
        selectors[1] = GameHandler.answerAgain.selector;
        selectors[2] = GameHandler.open.selector;
        selectors[3] = GameHandler.move.selector;
        selectors[4] = GameHandler.timeout.selector;
        selectors[5] = GameHandler.settle.selector;
        selectors[6] = GameHandler.finalize.selector;
        selectors[7] = GameHandler.withdraw.selector;
        selectors[8] = GameHandler.warp.selector;
        targetContract(address(handler));
        targetSelector(address(handler), selectors);
    }

    function invariant_bondsCreditsAndLocksAreThoseOfUnsettledGames() external view {
        booksAreWhole();
    }

    /// @dev A campaign proves nothing about states it never sees: one long walk must see them all.
    function test_handler_reachesEveryState() external {
        for (uint256 i; i < 3000; ++i) {
            uint256 random = uint256(keccak256(abi.encode(i)));
            uint256 what = random % 16;
            uint256 seed = random >> 8;
            if (what == 0) handler.ask();
            if (what == 1) handler.answerAgain(seed);
            if (what == 2 || what == 3) handler.open(seed, random >> 16);
            if (what >= 4 && what <= 9) handler.move(seed);
            if (what == 10) handler.timeout(seed);
            if (what == 11 || what == 12) handler.settle(seed);
            if (what == 13) handler.finalize(seed);
            if (what == 14) handler.withdraw(seed);
            if (what == 15) handler.warp(seed);
        }
        assertLe(15, handler.opened(), "opened");
        assertLe(3, handler.wonByProof(), "won by proof");
        assertLe(2, handler.wonByClock(), "won by clock");
        assertLe(2, handler.lostByClock(), "lost by clock");
        assertLe(1, handler.madeWhole(), "made whole");
        assertLe(1, handler.finals(), "final");
        assertLe(1, handler.withdrawals(), "withdrawn");
        booksAreWhole();
    }

    function gameOf() private view returns (DisputeGame) {
        return DisputeGame(handler.gameAddress());
    }

    function oracleOf() private view returns (AIOracle) {
        return AIOracle(handler.oracleAddress());
    }

    /// @dev Balance = bonds of unsettled games + credits; open disputes of a request = unsettled games on its standing answer;
    /// every settlement gave the challenger what its game's end gives it.
    function booksAreWhole() private view {
        uint256[] memory ids = handler.requests();
        uint256[] memory attempts = new uint256[](ids.length);
        uint256[] memory live = new uint256[](ids.length);
        for (uint256 i; i < ids.length; ++i) {
            Request memory made = oracle.request(ids[i]);
            if (made.status == RequestStatus.Answered) attempts[i] = made.attempt;
        }
        uint256 wanted = game.creditOf(BURNT);
        uint256 count = game.gameCount();
        for (uint256 id = 1; id <= count; ++id) {
            Game memory played = game.game(id);
            if (played.phase == GamePhase.Settled) continue;
            wanted += BOND;
            // The handler asks one after the other, so the first id is 1.
            if (played.attempt == attempts[played.requestId - 1]) ++live[played.requestId - 1];
        }
        for (uint256 i; i < ids.length; ++i) {
            assertEq(ids[i], i + 1, "in order");
            assertEq(oracle.request(ids[i]).openDisputes, live[i], "open disputes");
        }
        address[] memory actors = handler.actors();
        for (uint256 i; i < actors.length; ++i) wanted += game.creditOf(actors[i]);
        assertEq(address(game).balance, wanted, "balance");
        assertEq(handler.unfairSettlements(), 0, "bond");
    }
}
