// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { ValidatorPool } from "../../../contracts/dispute/ValidatorPool.sol";
import { IPayouts } from "../../../contracts/interfaces/IPayouts.sol";
import { IValidatorPool, PoolSettings } from "../../../contracts/interfaces/IValidatorPool.sol";
import { GameHostile } from "../../../contracts/mocks/GameHostile.sol";
import { AIOracle } from "../../../contracts/oracle/AIOracle.sol";
import { PoolTest } from "./PoolTest.sol";

/// @notice Every branch of the pool; leaves in ValidatorPool.tree.
contract ValidatorPoolTest is PoolTest {
    function expectBadParameter(string memory name) private {
        vm.expectRevert(abi.encodeWithSelector(IValidatorPool.ValidatorPool_BadParameter.selector, name));
    }

    function test_constructor_badParameters_revert() external {
        expectBadParameter("stakeWei");
        new ValidatorPool(oracle, PoolSettings(0, 2, PENALTY, EXIT_DELAY));
        expectBadParameter("drawn");
        new ValidatorPool(oracle, PoolSettings(STAKE, 0, PENALTY, EXIT_DELAY));
        expectBadParameter("penaltyWei");
        new ValidatorPool(oracle, PoolSettings(STAKE, 2, 0, EXIT_DELAY));
        expectBadParameter("penaltyWei");
        new ValidatorPool(oracle, PoolSettings(STAKE, 2, STAKE + 1, EXIT_DELAY));
        expectBadParameter("exitDelaySec");
        new ValidatorPool(oracle, PoolSettings(STAKE, 2, PENALTY, CHALLENGE));
        AIOracle without = new AIOracle(oracleSettings(address(0)));
        expectBadParameter("oracle");
        new ValidatorPool(without, poolSettings());
    }

    function test_settings_areThoseOfTheDeployment() external view {
        assertEq(abi.encode(pool.settings()), abi.encode(poolSettings()), "settings");
    }

    function test_join_storesAndEmits() external {
        vm.deal(ann, 1 ether);
        vm.expectEmit(address(pool));
        emit IValidatorPool.ValidatorJoined(ann, STAKE);
        vm.prank(ann);
        pool.join{ value: STAKE }();
        assertEq(pool.stakeOf(ann), STAKE, "stake");
        assertEq(pool.freeAtOf(ann), 0, "not leaving");
        assertEq(pool.validators().length, 1, "listed");
        assertEq(pool.validators()[0], ann, "listed");
        assertEq(pool.watchedBy(ann).length, 0, "watches nothing");
    }

    function test_join_wrongStakeOrTwice_reverts() external {
        vm.deal(ann, 1 ether);
        vm.startPrank(ann);
        vm.expectRevert(abi.encodeWithSelector(IValidatorPool.ValidatorPool_WrongStake.selector, STAKE - 1, STAKE));
        pool.join{ value: STAKE - 1 }();
        pool.join{ value: STAKE }();
        expectPool(IValidatorPool.ValidatorPool_AlreadyValidator.selector, ann);
        pool.join{ value: STAKE }();
        vm.stopPrank();
    }

    function test_watchAndUnwatch_storeAndEmit_onceEach() external {
        joinAs(ann);
        uint256[] memory ids = new uint256[](3);
        (ids[0], ids[1], ids[2]) = (5, 6, 5);
        vm.expectEmit(address(pool));
        emit IValidatorPool.WatchStarted(5, ann);
        vm.expectEmit(address(pool));
        emit IValidatorPool.WatchStarted(6, ann);
        vm.prank(ann);
        pool.watch(ids);
        assertEq(pool.watcherCount(5), 1, "once");
        assertEq(pool.watcherCount(6), 1, "once");
        assertEq(pool.watchedBy(ann).length, 2, "two");
        vm.expectEmit(address(pool));
        emit IValidatorPool.WatchEnded(5, ann);
        ids[1] = 7;
        vm.prank(ann);
        pool.unwatch(ids);
        assertEq(pool.watcherCount(5), 0, "ended once");
        assertEq(pool.watchedBy(ann).length, 1, "one left");
    }

    function test_watch_tooManyModels_reverts() external {
        joinAs(ann);
        uint256[] memory ids = new uint256[](33);
        for (uint256 i; i < 33; ++i) ids[i] = i;
        vm.expectRevert(abi.encodeWithSelector(IValidatorPool.ValidatorPool_TooManyModels.selector, 32));
        vm.prank(ann);
        pool.watch(ids);
        assembly ("memory-safe") {
            mstore(ids, 32)
        }
        vm.prank(ann);
        pool.watch(ids);
        vm.prank(ann);
        pool.exit();
        assertEq(pool.watchedBy(ann).length, 0, "all ended");
        for (uint256 i; i < 32; ++i) assertEq(pool.watcherCount(i), 0, "all ended");
    }

    function test_anyoneButAValidator_reverts() external {
        bytes4 selector = IValidatorPool.ValidatorPool_NotValidator.selector;
        vm.startPrank(ann);
        expectPool(selector, ann);
        pool.watch(models(1));
        expectPool(selector, ann);
        pool.unwatch(models(1));
        expectPool(selector, ann);
        pool.exit();
        expectPool(selector, ann);
        pool.takeStake();
        vm.stopPrank();
    }

    function test_exit_stopsWatching_andTheStakeIsFreeAfterTheDelay() external {
        joinAndWatch(ann);
        uint256 freeAt = block.timestamp + EXIT_DELAY;
        bytes memory leaving = abi.encodeWithSelector(IValidatorPool.ValidatorPool_Leaving.selector, ann, freeAt);
        vm.startPrank(ann);
        vm.expectRevert(abi.encodeWithSelector(IValidatorPool.ValidatorPool_Leaving.selector, ann, 0));
        pool.takeStake();
        vm.expectEmit(address(pool));
        emit IValidatorPool.ValidatorLeaving(ann, freeAt);
        pool.exit();
        assertEq(pool.freeAtOf(ann), freeAt, "free at");
        assertEq(pool.watcherCount(modelId), 0, "watches nothing");
        vm.expectRevert(leaving);
        pool.exit();
        vm.expectRevert(leaving);
        pool.watch(models(1));
        vm.warp(freeAt - 1);
        vm.expectRevert(leaving);
        pool.takeStake();
        vm.warp(freeAt);
        vm.expectEmit(address(pool));
        emit IValidatorPool.ValidatorLeft(ann, STAKE);
        pool.takeStake();
        assertEq(ann.balance, STAKE, "paid");
        assertEq(pool.validators().length, 0, "not listed");
        pool.join{ value: STAKE }();
        assertEq(pool.freeAtOf(ann), 0, "begins anew");
        vm.stopPrank();
    }

    function test_takeStake_refusedPayment_revertsAndKeepsTheStake() external {
        GameHostile hostile = new GameHostile();
        vm.deal(address(hostile), STAKE);
        hostile.run(address(pool), STAKE, abi.encodeCall(IValidatorPool.join, ()));
        hostile.run(address(pool), 0, abi.encodeCall(IValidatorPool.exit, ()));
        vm.warp(block.timestamp + EXIT_DELAY);
        hostile.setMode(GameHostile.Mode.Revert);
        vm.expectRevert(abi.encodeWithSelector(IPayouts.Payouts_PaymentFailed.selector, address(hostile), STAKE));
        hostile.run(address(pool), 0, abi.encodeCall(IValidatorPool.takeStake, ()));
        assertEq(pool.stakeOf(address(hostile)), STAKE, "kept");
        // From inside the payment it cannot be taken again.
        hostile.load(address(pool), abi.encodeCall(IValidatorPool.takeStake, ()));
        hostile.run(address(pool), 0, abi.encodeCall(IValidatorPool.takeStake, ()));
        assertFalse(hostile.succeeded(), "refused");
        assertEq(address(hostile).balance, STAKE, "once");
    }

    function test_isDrawn_fewWatchers_allAre_andOthersAreNot() external {
        joinAndWatch(ann);
        joinAs(bob);
        vm.warp(block.timestamp + 1);
        ask();
        assertTrue(pool.isDrawn(requestId, ann), "watches");
        assertFalse(pool.isDrawn(requestId, bob), "does not watch it");
        assertFalse(pool.isDrawn(requestId, payer), "no validator");
        assertFalse(pool.isDrawn(99, ann), "no request");
    }

    /// @dev The lot as docs say it: keccak256(traceRoot, requestId, attempt, validator) < 2^256 · drawn / count.
    function test_isDrawn_manyWatchers_aboutAsManyAsWanted() external {
        for (uint256 i; i < 40; ++i) joinAndWatch(candidate(i));
        vm.warp(block.timestamp + 1);
        uint256 drawn;
        for (uint256 round; round < 20; ++round) {
            input = abi.encodePacked("question", round);
            ask();
            bytes32 root = traceRoot();
            for (uint256 i; i < 40; ++i) {
                bytes32 ticket = keccak256(abi.encodePacked(root, requestId, uint256(1), candidate(i)));
                bool expected = uint256(ticket) < type(uint256).max / 20;
                assertTrue(pool.isDrawn(requestId, candidate(i)) == expected, "as the formula says");
                if (expected) ++drawn;
            }
        }
        assertClose(drawn, 40, 15, "two of forty, twenty times");
    }

    function candidate(uint256 i) private pure returns (address) {
        return vm.addr(1000 + i);
    }

    function test_confirm_storesAndEmits_andALaterOneReplaces() external {
        answerWithTwo();
        confirmAs(ann, "first");
        vm.expectEmit(address(pool));
        emit IValidatorPool.Confirmed(requestId, 1, ann, "second");
        confirmAs(ann, "second");
        assertEq(pool.commitmentOf(requestId, 1, ann), "second", "replaced");
    }

    function test_confirm_notDrawnOrEmpty_reverts() external {
        answerWithTwo();
        expectNotDrawn(payer);
        confirmAs(payer, "x");
        expectBadParameter("commitment");
        confirmAs(ann, 0);
    }

    function test_confirm_outsideTheWindow_reverts() external {
        answerWithTwo();
        uint256 end = oracle.request(requestId).finalizableAt;
        vm.warp(end - 1);
        confirmAs(ann, "in time");
        vm.warp(end);
        bytes memory err = abi.encodeWithSelector(IValidatorPool.ValidatorPool_WindowClosed.selector, requestId, end);
        vm.expectRevert(err);
        confirmAs(ann, "late");
        finalize();
        vm.expectRevert(err);
        confirmAs(ann, "later");
        vm.prank(payer);
        requestId = oracle.requestCallback{ value: PRICE }(modelId, input, address(0), 0, "");
        vm.expectRevert(abi.encodeWithSelector(IValidatorPool.ValidatorPool_WindowClosed.selector, requestId, 0));
        confirmAs(ann, "early");
    }

    function test_judge_attentive_losesNothing() external {
        answerWithTwo();
        confirmAs(ann, commitment(ann));
        confirmAs(bob, commitment(bob));
        finalize();
        vm.expectEmit(address(pool));
        emit IValidatorPool.AttentionJudged(requestId, ann, true, 0);
        judge(both());
        assertTrue(pool.isJudged(requestId, 1, ann), "judged");
        assertEq(pool.stakeOf(ann) + pool.stakeOf(bob), 2 * STAKE, "whole");
        assertEq(address(pool).balance, 2 * STAKE, "whole");
    }

    function test_judge_missingOrWrongCommitment_costsThePenalty() external {
        answerWithTwo();
        confirmAs(bob, "made up");
        finalize();
        uint256 before = payer.balance;
        uint256 burntBefore = BURNT.balance;
        vm.expectEmit(address(pool));
        emit IValidatorPool.AttentionJudged(requestId, ann, false, PENALTY);
        vm.expectEmit(address(pool));
        emit IValidatorPool.AttentionJudged(requestId, bob, false, PENALTY);
        judge(both());
        assertEq(pool.stakeOf(ann), STAKE - PENALTY, "ann");
        assertEq(pool.stakeOf(bob), STAKE - PENALTY, "bob");
        assertEq(payer.balance, before + PENALTY, "half of two to who reports it");
        assertEq(BURNT.balance, burntBefore + PENALTY, "half of two burnt");
        assertEq(address(pool).balance, 2 * (STAKE - PENALTY), "no wei stays");
    }

    function test_judge_oddPenalty_burnsTheWeiThatIsLeft() external {
        pool = new ValidatorPool(oracle, PoolSettings(STAKE, 2, 1001, EXIT_DELAY));
        joinAndWatch(ann);
        vm.warp(block.timestamp + 1);
        ask();
        finalize();
        uint256 before = payer.balance;
        uint256 burntBefore = BURNT.balance;
        judge(one(ann));
        assertEq(payer.balance - before, 500, "rounded down");
        assertEq(BURNT.balance - burntBefore, 501, "rounded up");
    }

    /// @dev A stake that cannot bear another penalty is on its way out, and pays what it has if it is judged again.
    function test_judge_stakeRunsOut_leavesThePool() external {
        pool = new ValidatorPool(oracle, PoolSettings(STAKE, 2, 0.06 ether, EXIT_DELAY));
        joinAndWatch(ann);
        vm.warp(block.timestamp + 1);
        ask();
        uint256 first = requestId;
        input = "another question";
        ask();
        finalize();
        judge(one(ann));
        assertEq(pool.stakeOf(ann), 0.04 ether, "less than a penalty");
        assertEq(pool.freeAtOf(ann), block.timestamp + EXIT_DELAY, "leaving");
        assertEq(pool.watcherCount(modelId), 0, "not drawn any more");
        requestId = first;
        input = "To be, or";
        finalize();
        vm.expectEmit(address(pool));
        emit IValidatorPool.AttentionJudged(requestId, ann, false, 0.04 ether);
        judge(one(ann));
        assertEq(pool.stakeOf(ann), 0, "nothing left");
        vm.warp(block.timestamp + EXIT_DELAY);
        vm.prank(ann);
        pool.takeStake();
        assertEq(pool.validators().length, 0, "gone");
        assertEq(address(pool).balance, 0, "no wei stays");
    }

    function test_judge_wrongTrace_reverts() external {
        answerWithTwo();
        finalize();
        vm.expectRevert(abi.encodeWithSelector(IValidatorPool.ValidatorPool_WrongTrace.selector, requestId));
        pool.judge(requestId, "other", both());
    }

    function test_judge_nobody_isFine() external {
        answerWithTwo();
        finalize();
        judge(new address[](0));
        judge(one(payer));
        assertFalse(pool.isJudged(requestId, 1, payer), "not drawn, not judged");
    }

    function test_judge_reporterWhoCannotReceive_isCredited() external {
        answerWithTwo();
        finalize();
        GameHostile hostile = new GameHostile();
        hostile.setMode(GameHostile.Mode.Revert);
        bytes memory data = abi.encodeCall(IValidatorPool.judge, (requestId, stepsRoot(), both()));
        hostile.run(address(pool), 0, data);
        assertEq(pool.creditOf(address(hostile)), PENALTY, "waits");
        assertEq(address(pool).balance, 2 * (STAKE - PENALTY) + PENALTY, "stakes and credits");
        hostile.setMode(GameHostile.Mode.Accept);
        pool.withdraw(address(hostile));
        assertEq(address(hostile).balance, PENALTY, "paid");
    }

    function test_excuse_unknownGame_reverts() external {
        expectBadParameter("gameId");
        pool.excuse(1);
    }
}
