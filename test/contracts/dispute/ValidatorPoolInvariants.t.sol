// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { ValidatorPool } from "../../../contracts/dispute/ValidatorPool.sol";
import { GamePhase } from "../../../contracts/interfaces/IDisputeGame.sol";
import { Request, RequestStatus } from "../../../contracts/interfaces/IModelOracle.sol";
import { GameHostile } from "../../../contracts/mocks/GameHostile.sol";
import { PoolTest } from "./PoolTest.sol";

/// @notice Drives a pool with attentive, lazy and challenging validators, and keeps its own books. Actors 0 and 1 always do their duty.
contract PoolHandler is PoolTest {
    uint256 internal constant ACTORS = 6;
    uint256 internal constant HONEST = 2;

    address[] private _actors;
    uint256[] private _requests;
    mapping(address validator => mapping(uint256 requestId => bool)) private _didDuty;
    uint256 public judgements;
    uint256 public penalties;
    uint256 public exits;
    uint256 public returns_;
    uint256 public unfairPenalties;
    uint256 public tookWei;

    function start() external {
        setUp();
        tensors = 3;
        input = "To";
        output = "be";
        modelId = register(programHash());
        for (uint256 i; i + 1 < ACTORS; ++i) _actors.push(account(string(abi.encodePacked("actor", i))));
        GameHostile hostile = new GameHostile();
        hostile.setMode(GameHostile.Mode.Revert);
        _actors.push(address(hostile));
        for (uint256 i; i < ACTORS; ++i) vm.deal(_actors[i], 100 ether);
    }

    function actors() external view returns (address[] memory) {
        return _actors;
    }

    function poolAddress() external view returns (address) {
        return address(pool);
    }

    function watchedModel() external view returns (uint256) {
        return modelId;
    }

    function join(uint256 seed) external {
        address actor = _actors[seed % ACTORS];
        if (pool.stakeOf(actor) != 0 || pool.freeAtOf(actor) != 0) return;
        vm.startPrank(actor);
        try pool.join{ value: STAKE }() {
            pool.watch(models(modelId));
        } catch { }
        vm.stopPrank();
    }

    function watch(uint256 seed, bool on) external {
        vm.prank(_actors[seed % ACTORS]);
        if (on) {
            try pool.watch(models(modelId)) { } catch { }
        } else {
            try pool.unwatch(models(modelId)) { } catch { }
        }
    }

    function exit(uint256 seed) external {
        vm.prank(_actors[seed % ACTORS]);
        try pool.exit() {
            ++exits;
        } catch { }
    }

    function takeStake(uint256 seed) external {
        vm.prank(_actors[seed % ACTORS]);
        try pool.takeStake() {
            ++returns_;
        } catch { }
    }

    /// @dev Asks and answers; the honest ones who are drawn confirm at once.
    function request() external {
        if (_requests.length == 40) return;
        input = abi.encodePacked("q", _requests.length);
        vm.prank(payer);
        requestId = oracle.requestCallback{ value: PRICE }(modelId, input, address(0), 0, "");
        answer();
        _requests.push(requestId);
        for (uint256 i; i < HONEST; ++i) {
            if (!pool.isDrawn(requestId, _actors[i])) continue;
            confirmAs(_actors[i], commitment(_actors[i]));
            _didDuty[_actors[i]][requestId] = true;
        }
    }

    /// @dev A drawn validator challenges instead, and loses by clock; it is excused.
    function challenge(uint256 seed) external {
        if (!_use(seed)) return;
        address actor = _actors[(seed >> 8) % ACTORS];
        Request memory made = oracle.request(requestId);
        if (made.status != RequestStatus.Answered || block.timestamp >= made.finalizableAt || actor.balance < BOND) return;
        if (made.openDisputes != 0) return;
        uint256 gameId = openAs(actor);
        pool.excuse(gameId);
        _didDuty[actor][requestId] = true;
        playTo(gameId, GamePhase.PickSteps, 0, 0, 0);
        timeOut(gameId);
        game.settle(gameId);
    }

    function confirmWrongly(uint256 seed) external {
        if (!_use(seed)) return;
        address actor = _actors[HONEST + (seed >> 8) % (ACTORS - HONEST)];
        vm.prank(actor);
        try pool.confirm(requestId, keccak256("made up")) { } catch { }
    }

    function judge(uint256 seed) external {
        if (!_use(seed)) return;
        try oracle.finalize(requestId) { } catch { }
        uint256[] memory before = new uint256[](ACTORS);
        uint256 sum;
        for (uint256 i; i < ACTORS; ++i) {
            before[i] = pool.stakeOf(_actors[i]);
            sum += before[i];
        }
        bytes32 root = stepsRoot();
        address reporter = _actors[(seed >> 8) % ACTORS];
        vm.prank(reporter);
        try pool.judge(requestId, root, _actors) {
            ++judgements;
        } catch {
            return;
        }
        for (uint256 i; i < ACTORS; ++i) {
            uint256 lost = before[i] - pool.stakeOf(_actors[i]);
            if (lost == 0) continue;
            ++penalties;
            tookWei += lost;
            if (_didDuty[_actors[i]][requestId] || lost > PENALTY) ++unfairPenalties;
        }
    }

    function withdraw(uint256 mode) external {
        GameHostile hostile = GameHostile(payable(_actors[ACTORS - 1]));
        hostile.setMode(GameHostile.Mode(mode % 2));
        try pool.withdraw{ gas: 1_000_000 }(address(hostile)) { } catch { }
    }

    function warp(uint256 secs) external {
        vm.warp(block.timestamp + (secs % 4 == 0 ? EXIT_DELAY : secs % 12));
    }

    /// @dev One of the last four requests, with its input.
    function _use(uint256 seed) private returns (bool) {
        uint256 count = _requests.length;
        if (count == 0) return false;
        uint256 place = count - 1 - (seed % (count < 4 ? count : 4));
        requestId = _requests[place];
        input = abi.encodePacked("q", place);
        return true;
    }
}

/// @notice What holds after any sequence of calls; the list is in docs/invariants/dispute.md.
contract ValidatorPoolInvariantsTest is PoolTest {
    PoolHandler private handler;

    function setUp() public override {
        handler = new PoolHandler();
        handler.start();
        pool = ValidatorPool(handler.poolAddress());
        modelId = handler.watchedModel();
        bytes4[] memory selectors = new bytes4[](10);
        selectors[0] = PoolHandler.join.selector;
        selectors[1] = PoolHandler.watch.selector;
        selectors[2] = PoolHandler.exit.selector;
        selectors[3] = PoolHandler.takeStake.selector;
        selectors[4] = PoolHandler.request.selector;
        selectors[5] = PoolHandler.challenge.selector;
        selectors[6] = PoolHandler.confirmWrongly.selector;
        selectors[7] = PoolHandler.judge.selector;
        selectors[8] = PoolHandler.withdraw.selector;
        selectors[9] = PoolHandler.warp.selector;
        targetContract(address(handler));
        targetSelector(address(handler), selectors);
    }

    function invariant_stakesCreditsAndWatchersAreWhole() external view {
        booksAreWhole();
    }

    /// @dev A campaign proves nothing about states it never sees: one long walk must see them all.
    function test_handler_reachesEveryState() external {
        for (uint256 i; i < 1500; ++i) {
            uint256 random = uint256(keccak256(abi.encode(i)));
            uint256 what = random % 14;
            uint256 seed = random >> 8;
            if (what <= 1) handler.join(seed);
            if (what == 2) handler.watch(seed, seed >> 16 & 1 == 1);
            if (what == 3 && i % 3 == 0) handler.exit(seed);
            if (what == 4) handler.takeStake(seed);
            if (what == 5 || what == 6) handler.request();
            if (what == 7) handler.challenge(seed);
            if (what == 8) handler.confirmWrongly(seed);
            if (what == 9 || what == 10 || what == 13) handler.judge(seed);
            if (what == 11) handler.withdraw(seed);
            if (what == 12) handler.warp(seed);
        }
        assertLe(5, handler.judgements(), "judged");
        assertLe(3, handler.penalties(), "penalised");
        assertLe(2, handler.exits(), "left");
        assertLe(2, handler.returns_(), "stakes taken back");
        booksAreWhole();
    }

    /// @dev Balance = stakes + credits; the count of a model = validators who watch it; nobody who confirmed or challenged paid.
    function booksAreWhole() private view {
        address[] memory actors = handler.actors();
        uint256 wanted = pool.creditOf(BURNT);
        uint256 watching;
        for (uint256 i; i < actors.length; ++i) {
            wanted += pool.stakeOf(actors[i]) + pool.creditOf(actors[i]);
            watching += pool.watchedBy(actors[i]).length;
        }
        assertEq(address(pool).balance, wanted, "balance");
        assertEq(pool.watcherCount(modelId), watching, "watchers");
        assertEq(handler.unfairPenalties(), 0, "penalties");
    }
}
