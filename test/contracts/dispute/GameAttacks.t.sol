// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { ReentrancyGuardTransient } from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import { GamePhase, IDisputeGame } from "../../../contracts/interfaces/IDisputeGame.sol";
import { IModelOracle, RequestStatus } from "../../../contracts/interfaces/IModelOracle.sol";
import { IPayouts } from "../../../contracts/interfaces/IPayouts.sol";
import { GameHostile } from "../../../contracts/mocks/GameHostile.sol";
import { GameTest } from "./GameTest.sol";
import { PlainTree } from "./PlainTree.sol";

/// @notice Attacks on money and on fairness; leaves in DisputeGame.tree.
contract GameAttacksTest is GameTest {
    GameHostile private hostile;

    function setUp() public override {
        super.setUp();
        hostile = new GameHostile();
        vm.deal(address(hostile), 10 ether);
    }

    function hostileWins() private returns (uint256 gameId) {
        lieAt(3, 2, 0);
        post();
        gameId = winAs(address(hostile));
    }

    /// @dev A challenger who cannot receive: everybody else's money moves all the same, and its own waits.
    function test_attack_challengerRefusesOrBurnsGas_isCredited_andTheVoidStands() external {
        uint256 gameId = hostileWins();
        GameHostile.Mode[2] memory modes = [GameHostile.Mode.Revert, GameHostile.Mode.BurnGas];
        for (uint256 i; i < 2; ++i) {
            uint256 before = vm.snapshotState();
            hostile.setMode(modes[i]);
            uint256 held = address(hostile).balance;
            vm.expectEmit(address(game));
            emit IPayouts.Credited(address(hostile), BOND);
            game.settle(gameId);
            assertEq(uint256(oracle.request(requestId).status), uint256(RequestStatus.Requested), "voided");
            assertEq(game.creditOf(address(hostile)), BOND, "its bond waits");
            assertEq(address(game).balance, BOND, "balance = credits");
            vm.expectRevert(
                abi.encodeWithSelector(IPayouts.Payouts_PaymentFailed.selector, address(hostile), BOND)
            );
            game.withdraw{ gas: 3_000_000 }(address(hostile));
            hostile.setMode(GameHostile.Mode.Accept);
            vm.expectEmit(address(game));
            emit IPayouts.Withdrawn(address(hostile), BOND);
            game.withdraw(address(hostile));
            assertEq(address(hostile).balance, held + BOND, "paid");
            assertEq(address(game).balance, 0, "no wei stays");
            vm.expectRevert(abi.encodeWithSelector(IPayouts.Payouts_NothingToWithdraw.selector, address(hostile)));
            game.withdraw(address(hostile));
            vm.revertToState(before);
        }
    }

    function test_attack_operatorRefusesItsWinnings_theLockIsLifted() external {
        operator = address(hostile);
        vm.prank(operator);
        oracle.stake{ value: 5 ether }();
        vm.warp(block.timestamp + 1);
        uint256 modelId = register(programHash());
        vm.prank(payer);
        requestId = oracle.requestCallback{ value: PRICE }(modelId, input, address(0), 0, "");
        vm.warp(block.timestamp + 5);
        answer();
        uint256 gameId = openAs(challenger);
        revealNext(gameId);
        timeOut(gameId);
        hostile.setMode(GameHostile.Mode.Revert);
        game.settle(gameId);
        assertEq(game.creditOf(operator), BOND / 2, "waits");
        assertEq(address(game).balance, BOND / 2, "balance = credits");
        oracle.finalize(requestId);
    }

    /// @dev From inside a payment nothing can be settled or withdrawn a second time.
    function test_attack_reentry_getsNothing() external {
        uint256 gameId = hostileWins();
        uint256 other = openAs(payer);
        bytes[4] memory strikes = [
            abi.encodeCall(IDisputeGame.settle, (gameId)),
            abi.encodeCall(IDisputeGame.settle, (other)),
            abi.encodeCall(IPayouts.withdraw, (address(hostile))),
            abi.encodeCall(IPayouts.withdraw, (payer))
        ];
        for (uint256 i; i < 4; ++i) {
            uint256 before = vm.snapshotState();
            hostile.load(address(game), strikes[i]);
            uint256 held = address(hostile).balance;
            game.settle(gameId);
            assertTrue(hostile.struck(), "struck");
            assertFalse(hostile.succeeded(), "refused");
            assertEq(
                hostile.returned(),
                abi.encodePacked(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector),
                "by the guard"
            );
            assertEq(address(hostile).balance, held + BOND + RESULT_BOND / 2, "paid once");
            assertEq(address(game).balance, BOND, "the other game's bond");
            vm.revertToState(before);
        }
    }

    /// @dev The slashed bond arrives before the challenger's own: from inside it the result is open again, so nothing can be challenged.
    function test_attack_reentry_openOnTheVoidedResult_reverts() external {
        uint256 gameId = hostileWins();
        bytes memory data = abi.encodeCall(
            IDisputeGame.open, (requestId, keccak256(output), traceRoot(), header(), recordsRoot())
        );
        hostile.load(address(game), data);
        game.settle(gameId);
        assertFalse(hostile.succeeded(), "refused");
        assertEq(game.gameCount(), 1, "no game");
    }

    function test_attack_settleWithLittleGas_cannotTurnAPaymentIntoACredit() external {
        uint256 gameId = hostileWins();
        uint256 refused;
        for (uint256 gas = 40_000; gas < 400_000; gas += 5_000) {
            uint256 before = vm.snapshotState();
            try game.settle{ gas: gas }(gameId) {
                assertEq(game.creditOf(address(hostile)), 0, "paid, not credited");
                assertEq(oracle.creditOf(address(hostile)), 0, "paid, not credited");
            } catch {
                ++refused;
                assertPhase(gameId, GamePhase.ChallengerWon);
            }
            vm.revertToState(before);
        }
        assertLe(5, refused, "some had too little");
        assertLe(refused, 60, "some had enough");
    }

    /// @dev An honest operator that keeps answering loses nothing, whatever node the challenger picks, and earns the bond.
    function testFuzz_honestOperator_neverLoses(uint256 step, uint256 tensor, uint256 chunk, uint256 stop) external {
        post();
        uint256 gameId = openAs(challenger);
        step = bound(step, 0, 18);
        tensor = bound(tensor, 0, 4);
        chunk = bound(chunk, 0, 1);
        stop = bound(stop, 1, 8);
        for (uint256 i; i < stop; ++i) {
            GamePhase phase = phaseOf(gameId);
            bool isLong = tensor == 0 || tensor == 1 || tensor == 3;
            if (phase == GamePhase.PickTensors && !isLong) break;
            if (phase == GamePhase.PickChunks && !(tensor == 3 && game.game(gameId).height == 9)) break;
            if (phase == GamePhase.PickSteps) pickTo(gameId, step);
            else if (phase == GamePhase.PickTensors) pickTo(gameId, tensor);
            else if (phase == GamePhase.PickChunks) pickTo(gameId, chunk);
            else revealNext(gameId);
        }
        GamePhase left = phaseOf(gameId);
        if (left != GamePhase.PickSteps && left != GamePhase.PickTensors && left != GamePhase.PickChunks) {
            revealNext(gameId);
        }
        uint256 before = operator.balance;
        timeOut(gameId);
        game.settle(gameId);
        assertEq(operator.balance, before + BOND / 2, "earned");
        oracle.finalize(requestId);
        assertEq(oracle.freeStakeOf(operator), 10 ether, "its own bond is whole");
    }

    /// @dev A made-up trace root that nothing opens loses by clock.
    function test_attack_garbageTrace_losesByClock() external {
        uint256 modelId = register(programHash());
        vm.prank(payer);
        requestId = oracle.requestCallback{ value: PRICE }(modelId, input, address(0), 0, "");
        vm.prank(operator);
        oracle.submitResult(requestId, output, "garbage");
        bytes32[2] memory packed = header();
        bytes32 records = recordsRoot();
        uint256 before = challenger.balance;
        vm.prank(challenger);
        uint256 gameId = game.open{ value: BOND }(requestId, keccak256(output), "garbage", packed, records);
        bytes32[] memory children = childrenOf(game.game(gameId));
        expectWrongNode(gameId);
        vm.prank(operator);
        game.reveal(gameId, children, new bytes32[](0));
        timeOut(gameId);
        game.settle(gameId);
        assertEq(challenger.balance, before + RESULT_BOND / 2, "won");
    }

    /// @dev Leaves of a tree cannot be passed off as nodes of another height: the shapes are committed to.
    function test_attack_leavesAsNodes_revert() external {
        uint256 gameId = postAndOpen();
        playTo(gameId, GamePhase.RevealChunks, 3, 3, 0);
        bytes32[] memory leaves = tensorLeaves(3, 3);
        bytes32[] memory first = new bytes32[](17);
        for (uint256 i; i < 17; ++i) first[i] = leaves[i];
        expectWrongNode(gameId);
        vm.prank(operator);
        game.reveal(gameId, first, new bytes32[](0));
    }

    /// @dev The step's trace is a commitment made in the game: it cannot be changed by revealing another one later.
    function test_attack_revealingTheStepTwice_reverts() external {
        uint256 gameId = postAndOpen();
        playTo(gameId, GamePhase.PickTensors, 3, 2, 0);
        bytes32 kept = game.game(gameId).stepRoot;
        vm.prank(operator);
        vm.expectRevert(
            abi.encodeWithSelector(
                IDisputeGame.DisputeGame_WrongPhase.selector, gameId, GamePhase.PickTensors
            )
        );
        game.reveal(gameId, new bytes32[](5), new bytes32[](2));
        assertEq(game.game(gameId).stepRoot, kept, "kept");
        assertEq(kept, PlainTree.root(stepLeaves(3)), "the asserter's");
    }

    /// @dev Challenging oneself costs the part that is burnt, at least.
    function test_attack_selfPlay_costsTheBurntPart() external {
        lieAt(3, 2, 0);
        vm.deal(operator, 10 ether);
        uint256 before = operator.balance + oracle.freeStakeOf(operator);
        post();
        uint256 gameId = winAs(operator);
        game.settle(gameId);
        assertEq(operator.balance + oracle.freeStakeOf(operator), before - RESULT_BOND / 2, "half is burnt");
    }

    /// @dev Forced ETH changes no books, and nobody can take it.
    function test_attack_forcedEth_changesNoBooks() external {
        uint256 gameId = hostileWins();
        vm.deal(address(game), BOND + 7 ether);
        game.settle(gameId);
        assertEq(address(game).balance, 7 ether, "only what was forced");
        vm.expectRevert(abi.encodeWithSelector(IPayouts.Payouts_NothingToWithdraw.selector, address(this)));
        game.withdraw(address(this));
    }

    function test_plainTransfer_reverts() external {
        (bool ok,) = address(game).call{ value: 1 }("");
        assertFalse(ok, "no receive");
    }

    /// @dev The winner's mark is all that a proof makes: paying is another's transaction, and it needs no one's permission.
    function test_attack_operatorSettlesLate_gainsNothing() external {
        uint256 gameId = hostileWins();
        vm.warp(block.timestamp + 365 days);
        vm.expectRevert(abi.encodeWithSelector(IModelOracle.AIOracle_Disputed.selector, requestId, 1));
        oracle.finalize(requestId);
        expectWrongPhase(gameId);
        game.timeout(gameId);
        game.settle(gameId);
    }
}
