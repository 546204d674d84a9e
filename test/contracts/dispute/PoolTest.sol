// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { ValidatorPool } from "../../../contracts/dispute/ValidatorPool.sol";
import { IValidatorPool, PoolSettings } from "../../../contracts/interfaces/IValidatorPool.sol";
import { GameTest } from "./GameTest.sol";

/// @notice The pool on the real oracle and the real game, with a few validators who watch the one model.
abstract contract PoolTest is GameTest {
    uint128 internal constant STAKE = 0.1 ether;
    uint128 internal constant PENALTY = 0.001 ether;
    uint32 internal constant EXIT_DELAY = 60;

    ValidatorPool internal pool;
    uint256 internal modelId;
    address internal ann;
    address internal bob;

    function setUp() public virtual override {
        super.setUp();
        pool = new ValidatorPool(oracle, poolSettings());
        modelId = register(programHash());
        ann = account("ann");
        bob = account("bob");
    }

    function poolSettings() internal pure returns (PoolSettings memory) {
        return PoolSettings(STAKE, 2, PENALTY, EXIT_DELAY);
    }

    function joinAs(address who) internal {
        vm.deal(who, who.balance + STAKE);
        vm.prank(who);
        pool.join{ value: STAKE }();
    }

    function models(uint256 id) internal pure returns (uint256[] memory ids) {
        ids = new uint256[](1);
        ids[0] = id;
    }

    function watchAs(address who) internal {
        vm.prank(who);
        pool.watch(models(modelId));
    }

    function joinAndWatch(address who) internal {
        joinAs(who);
        watchAs(who);
    }

    /// @dev Ann and Bob watch; then, a second later, an answer is posted.
    function answerWithTwo() internal {
        joinAndWatch(ann);
        joinAndWatch(bob);
        vm.warp(block.timestamp + 1);
        ask();
    }

    function ask() internal {
        vm.prank(payer);
        requestId = oracle.requestCallback{ value: PRICE }(modelId, input, address(0), 0, "");
        answer();
    }

    function commitment(address who) internal view returns (bytes32) {
        return commitmentTo(stepsRoot(), who, 1);
    }

    function commitmentTo(bytes32 root, address who, uint256 attempt) internal view returns (bytes32) {
        return keccak256(abi.encodePacked(root, who, requestId, attempt));
    }

    function confirmAs(address who, bytes32 value) internal {
        vm.prank(who);
        pool.confirm(requestId, value);
    }

    function finalize() internal {
        vm.warp(oracle.request(requestId).finalizableAt);
        oracle.finalize(requestId);
    }

    function judge(address[] memory whom) internal {
        bytes32 root = stepsRoot();
        vm.prank(payer);
        pool.judge(requestId, root, whom);
    }

    function one(address who) internal pure returns (address[] memory list) {
        list = new address[](1);
        list[0] = who;
    }

    function both() internal view returns (address[] memory list) {
        list = new address[](2);
        list[0] = ann;
        list[1] = bob;
    }

    function expectPool(bytes4 selector, address who) internal {
        vm.expectRevert(abi.encodeWithSelector(selector, who));
    }

    function expectNotDrawn(address who) internal {
        vm.expectRevert(abi.encodeWithSelector(IValidatorPool.ValidatorPool_NotDrawn.selector, requestId, who));
    }
}
