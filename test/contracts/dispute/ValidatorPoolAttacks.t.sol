// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IValidatorPool } from "../../../contracts/interfaces/IValidatorPool.sol";
import { GameHostile } from "../../../contracts/mocks/GameHostile.sol";
import { PoolTest } from "./PoolTest.sol";

/// @notice Attacks on the attention challenge, by lazy validators and on honest ones; leaves in ValidatorPool.tree.
contract ValidatorPoolAttacksTest is PoolTest {
    function assertLoses(address who) private {
        uint256 before = pool.stakeOf(who);
        judge(one(who));
        assertEq(pool.stakeOf(who), before - PENALTY, "loses the penalty");
    }

    function assertLosesNothing(address who) private {
        uint256 before = pool.stakeOf(who);
        judge(one(who));
        assertEq(pool.stakeOf(who), before, "loses nothing");
    }

    /// @dev Whoever copies what another posted has a commitment for that other's address.
    function test_attack_copyingACommitment_isWorthNothing() external {
        answerWithTwo();
        confirmAs(ann, commitment(ann));
        confirmAs(bob, pool.commitmentOf(requestId, 1, ann));
        finalize();
        assertLosesNothing(ann);
        assertLoses(bob);
    }

    /// @dev Nor does one for another request or attempt serve again.
    function test_attack_reusingACommitment_isWorthNothing() external {
        answerWithTwo();
        bytes32 old = commitment(ann);
        finalize();
        ask();
        confirmAs(ann, old);
        confirmAs(bob, commitmentTo(stepsRoot(), bob, 2));
        finalize();
        assertLoses(ann);
        assertLoses(bob);
    }

    /// @dev What is public before the window ends (output, trace root) does not make a commitment.
    function test_attack_commitmentFromTheTraceRoot_isWorthNothing() external {
        answerWithTwo();
        confirmAs(ann, commitmentTo(traceRoot(), ann, 1));
        finalize();
        assertLoses(ann);
    }

    function test_attack_joiningAfterTheAnswer_isNeitherDrawnNorCounted() external {
        joinAndWatch(ann);
        vm.warp(block.timestamp + 1);
        ask();
        // In the very second of the answer, and later.
        joinAndWatch(bob);
        assertFalse(pool.isDrawn(requestId, bob), "same second");
        vm.warp(block.timestamp + 1);
        address late = account("late");
        joinAndWatch(late);
        assertFalse(pool.isDrawn(requestId, late), "later");
        expectNotDrawn(bob);
        confirmAs(bob, commitment(bob));
        finalize();
        assertLosesNothing(bob);
        assertLosesNothing(late);
        assertLoses(ann);
    }

    /// @dev A crowd that joins after the answer does not change who was drawn for it.
    function test_attack_crowdAfterTheAnswer_doesNotThinTheLot() external {
        answerWithTwo();
        for (uint256 i; i < 30; ++i) joinAndWatch(vm.addr(1000 + i));
        vm.warp(block.timestamp + 1);
        assertTrue(pool.isDrawn(requestId, ann) && pool.isDrawn(requestId, bob), "still everyone");
    }

    function test_attack_leavingToDodge_isJudgedAllTheSame() external {
        answerWithTwo();
        vm.prank(ann);
        pool.exit();
        assertTrue(pool.isDrawn(requestId, ann), "still drawn");
        finalize();
        assertLoses(ann);
    }

    /// @dev Even in the second of the answer.
    function test_attack_unwatchingToDodge_alsoWithWatchingAgain_isJudgedAllTheSame() external {
        answerWithTwo();
        vm.startPrank(ann);
        pool.unwatch(models(modelId));
        pool.watch(models(modelId));
        vm.warp(block.timestamp + 1);
        pool.unwatch(models(modelId));
        vm.stopPrank();
        assertTrue(pool.isDrawn(requestId, ann), "still drawn");
        finalize();
        assertLoses(ann);
    }

    function test_leftBeforeTheAnswer_isNotDrawn() external {
        joinAndWatch(ann);
        joinAndWatch(bob);
        vm.warp(block.timestamp + 1);
        vm.prank(ann);
        pool.unwatch(models(modelId));
        vm.warp(block.timestamp + 1);
        ask();
        assertFalse(pool.isDrawn(requestId, ann), "left in time");
        finalize();
        assertLosesNothing(ann);
    }

    /// @dev One who leaves after doing its duty is paid whole.
    function test_attentiveAndLeaving_losesNothing() external {
        answerWithTwo();
        confirmAs(ann, commitment(ann));
        vm.prank(ann);
        pool.exit();
        confirmAs(bob, commitment(bob));
        finalize();
        assertLosesNothing(ann);
    }

    function test_attack_judgingBeforeTheAnswerIsFinal_reverts() external {
        answerWithTwo();
        bytes memory err = abi.encodeWithSelector(IValidatorPool.ValidatorPool_NotFinal.selector, requestId);
        bytes32 root = stepsRoot();
        vm.expectRevert(err);
        pool.judge(requestId, root, both());
        vm.warp(oracle.request(requestId).finalizableAt);
        vm.expectRevert(err);
        pool.judge(requestId, root, both());
        vm.expectRevert(abi.encodeWithSelector(IValidatorPool.ValidatorPool_NotFinal.selector, 99));
        pool.judge(99, root, both());
    }

    function test_attack_judgingTwice_takesThePenaltyOnce() external {
        answerWithTwo();
        finalize();
        address[] memory twice = new address[](2);
        (twice[0], twice[1]) = (ann, ann);
        judge(twice);
        judge(one(ann));
        assertEq(pool.stakeOf(ann), STAKE - PENALTY, "once");
    }

    /// @dev The voided attempt is nobody's duty; the one that became final is.
    function test_newAttempt_hasDutiesOfItsOwn() external {
        lieAt(3, 2, 0);
        answerWithTwo();
        game.settle(winAs(challenger));
        lieTensor = type(uint256).max;
        vm.warp(block.timestamp + 1);
        answer();
        confirmAs(ann, commitmentTo(stepsRoot(), ann, 2));
        finalize();
        assertLosesNothing(ann);
        assertLoses(bob);
    }

    /// @dev An honest validator who found a lie and challenged it owes no confirmation, even if its game is lost by clock.
    function test_honestChallenger_losesNoStake_evenWhenTheLieBecomesFinal() external {
        lieAt(3, 2, 0);
        answerWithTwo();
        vm.deal(ann, BOND);
        uint256 gameId = openAs(ann);
        vm.expectEmit(address(pool));
        emit IValidatorPool.Excused(requestId, 1, ann, gameId);
        pool.excuse(gameId);
        assertTrue(pool.isExcused(requestId, 1, ann), "on record");
        assertFalse(pool.isExcused(requestId, 2, ann), "for this answer only");
        revealNext(gameId);
        timeOut(gameId);
        game.settle(gameId);
        finalize();
        assertLosesNothing(ann);
        assertFalse(pool.isJudged(requestId, 1, ann), "skipped");
        assertLoses(bob);
    }

    /// @dev While a game runs the answer cannot become final, so there is time for the excuse; also by another.
    function test_excuse_byAnyone_whileTheGameRuns() external {
        answerWithTwo();
        vm.deal(ann, BOND);
        uint256 gameId = openAs(ann);
        vm.warp(block.timestamp + 1000);
        vm.expectRevert();
        oracle.finalize(requestId);
        vm.prank(bob);
        pool.excuse(gameId);
        assertTrue(pool.isExcused(requestId, 1, ann), "the challenger");
        assertFalse(pool.isExcused(requestId, 1, bob), "not the caller");
    }

    /// @dev A model whose bundle nobody can fetch costs no validator anything: none has named it.
    function test_attack_modelThatCannotBeRun_drawsNobody() external {
        answerWithTwo();
        modelId = register(keccak256("nobody has this"));
        ask();
        assertFalse(pool.isDrawn(requestId, ann), "not watched");
        finalize();
        assertLosesNothing(ann);
    }

    function test_attack_reentryFromTheReward_getsNothing() external {
        answerWithTwo();
        finalize();
        GameHostile hostile = new GameHostile();
        bytes memory data = abi.encodeCall(IValidatorPool.judge, (requestId, stepsRoot(), both()));
        hostile.load(address(pool), data);
        hostile.run(address(pool), 0, data);
        assertTrue(hostile.struck(), "struck");
        assertFalse(hostile.succeeded(), "refused");
        assertEq(address(hostile).balance, PENALTY, "once");
    }
}
