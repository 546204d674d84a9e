// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IModelOracle } from "../../../contracts/interfaces/IModelOracle.sol";
import { IModelRegistry } from "../../../contracts/interfaces/IModelRegistry.sol";
import { Mute } from "./Consumers.sol";
import { OracleTest } from "./OracleTest.sol";

/// @notice Stake, assignment and credits; leaves in AIOracle.tree.
contract VaultTest is OracleTest {
    function test_stake_growsFreeStakeAndEmits() external {
        address newcomer = account("newcomer");
        vm.deal(newcomer, 3 ether);
        vm.expectEmit(address(oracle));
        emit IModelOracle.Staked(newcomer, 3 ether, 3 ether);
        vm.prank(newcomer);
        oracle.stake{ value: 3 ether }();
        assertEq(oracle.freeStakeOf(newcomer), 3 ether, "free");
    }

    function test_stakeAndUnstake_zero_revert() external {
        bytes memory err = abi.encodeWithSelector(IModelRegistry.AIOracle_BadParameter.selector, "amount");
        expectRevertWith(err);
        oracle.stake();
        expectRevertWith(err);
        oracle.unstake(0);
    }

    function test_unstake_paysAndEmits() external {
        vm.expectEmit(address(oracle));
        emit IModelOracle.Unstaked(operator, 4 ether, 6 ether);
        vm.prank(operator);
        oracle.unstake(4 ether);
        assertEq(operator.balance, 4 ether, "paid");
        assertEq(oracle.freeStakeOf(operator), 6 ether, "free");
    }

    function test_unstake_moreThanFree_reverts() external {
        vm.prank(operator);
        expectRevertWith(
            abi.encodeWithSelector(IModelOracle.AIOracle_NotEnoughStake.selector, operator, 10 ether, 10 ether + 1)
        );
        oracle.unstake(10 ether + 1);
    }

    function test_unstake_refusedPayment_revertsAndKeepsTheStake() external {
        Mute mute = new Mute();
        vm.deal(address(mute), 1 ether);
        mute.stake(oracle, 1 ether);
        expectRevertWith(abi.encodeWithSelector(IModelOracle.AIOracle_PaymentFailed.selector, address(mute), 1 ether));
        mute.unstake(oracle, 1 ether);
        assertEq(oracle.freeStakeOf(address(mute)), 1 ether, "free");
    }

    function test_withdraw_nothing_reverts() external {
        expectRevertWith(abi.encodeWithSelector(IModelOracle.AIOracle_NothingToWithdraw.selector, payer));
        oracle.withdraw(payer);
    }

    function test_withdraw_byAnyone_paysTheAccountOnce() external {
        Mute mute = new Mute();
        vm.deal(address(mute), 1 ether);
        mute.ask(oracle, modelId, 1 ether);
        uint256 credit = 1 ether - PRICE;
        expectRevertWith(abi.encodeWithSelector(IModelOracle.AIOracle_PaymentFailed.selector, address(mute), credit));
        oracle.withdraw(address(mute));
        mute.setOpen(true);
        vm.expectEmit(address(oracle));
        emit IModelOracle.Withdrawn(address(mute), credit);
        vm.prank(account("passer-by"));
        oracle.withdraw(address(mute));
        assertEq(address(mute).balance, credit, "paid");
        expectRevertWith(abi.encodeWithSelector(IModelOracle.AIOracle_NothingToWithdraw.selector, address(mute)));
        oracle.withdraw(address(mute));
    }

    // operators

    function test_operators_areThoseWithTheLeastStake() external {
        address[3] memory made = [account("a"), account("b"), account("c")];
        for (uint256 i; i < 3; ++i) stakeAs(made[i], MIN_STAKE - 1);
        assertEq(oracle.operators().length, 1, "below the least stake");
        for (uint256 i; i < 3; ++i) stakeAs(made[i], 1);
        assertEq(oracle.operators().length, 4, "from the least stake on");
        // The first, the one in the middle and the last leave in turn; the rest stay.
        vm.prank(operator);
        oracle.unstake(9 ether + 1);
        assertOperators(made[2], made[0], made[1]);
        vm.prank(made[0]);
        oracle.unstake(1);
        assertEq(oracle.operators().length, 2, "two left");
        assertEq(oracle.operators()[1], made[1], "moved into its place");
        vm.prank(made[1]);
        oracle.unstake(1);
        assertEq(oracle.operators().length, 1, "one left");
        vm.prank(made[2]);
        oracle.unstake(MIN_STAKE);
        assertEq(oracle.operators().length, 0, "none left");
        stakeAs(made[0], 1);
        assertEq(oracle.operators()[0], made[0], "back again");
    }

    function assertOperators(address a, address b, address c) private view {
        address[] memory list = oracle.operators();
        assertEq(list.length, 3, "length");
        assertEq(list[0], a, "first");
        assertEq(list[1], b, "second");
        assertEq(list[2], c, "third");
    }

    function test_operators_aBondThatTakesTheFreeStakeBelow_removes_andFinalityBringsBack() external {
        vm.prank(operator);
        oracle.unstake(9 ether);
        uint256 requestId = askAndAnswer();
        assertEq(oracle.operators().length, 0, "its stake is bonded");
        passWindow();
        oracle.finalize(requestId);
        assertEq(oracle.operators()[0], operator, "free again");
    }

    // assignment

    function test_assignment_noOperator_isOpenToAllAtOnce() external {
        vm.prank(operator);
        oracle.unstake(10 ether);
        uint256 requestId = ask();
        assertEq(oracle.request(requestId).assignedOperator, address(0), "nobody");
        assertEq(oracle.request(requestId).assignedUntil, 0, "no window");
        vm.deal(payer, 10 ether);
        vm.prank(payer);
        oracle.submitResult{ value: BOND }(requestId, OUTPUT, TRACE);
    }

    function test_assignment_followsPrevrandaoAndId() external {
        for (uint256 i; i < 4; ++i) stakeAs(account(string(abi.encodePacked("op", i))), 1 ether);
        address[] memory list = oracle.operators();
        for (uint256 i; i < 8; ++i) {
            bytes32 random = keccak256(abi.encode(i));
            vm.prevrandao(random);
            uint256 requestId = ask();
            uint256 drawn = uint256(keccak256(abi.encode(uint256(random), requestId))) % list.length;
            assertEq(oracle.request(requestId).assignedOperator, list[drawn], "drawn");
        }
    }

    function test_assignment_isSharedAboutEqually() external {
        for (uint256 i; i < 3; ++i) stakeAs(account(string(abi.encodePacked("op", i))), 1 ether);
        address[] memory list = oracle.operators();
        uint256[] memory drawn = new uint256[](4);
        for (uint256 i; i < 400; ++i) {
            vm.prevrandao(keccak256(abi.encode("block", i)));
            address assigned = oracle.request(ask()).assignedOperator;
            for (uint256 k; k < 4; ++k) if (list[k] == assigned) ++drawn[k];
        }
        // 400 draws of 4: mean 100, standard deviation 8.7; five of them on either side.
        for (uint256 k; k < 4; ++k) assertClose(drawn[k], 100, 44, "share");
    }
}
