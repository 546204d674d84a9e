// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IGovernor } from "@openzeppelin/contracts/governance/IGovernor.sol";
import { ModelGovernor } from "../../../contracts/governance/ModelGovernor.sol";
import { ModelTreasury } from "../../../contracts/governance/ModelTreasury.sol";
import { ModelToken } from "../../../contracts/token/ModelToken.sol";
import { Base } from "../Base.sol";
import { GovernanceTest } from "./GovernanceTest.sol";

/// @notice What the invariant runner may do to a governed treasury. Every proposal is a payment whose amount is its own
/// number, so that what was paid follows from which proposals were executed.
/// @dev A prank is the last thing before the call it is for: one left over by a revert would fall on the runner's next.
contract TreasuryHandler is Base {
    // Not immutable: the runner knows a contract by its code, which an immutable would change.
    ModelToken public token;
    ModelGovernor public governor;
    ModelTreasury public treasury;
    address[] public actors;
    uint256[] public ids;
    uint256 public donated;

    constructor(ModelToken token_, ModelGovernor governor_, ModelTreasury treasury_, address[] memory actors_) {
        token = token_;
        governor = governor_;
        treasury = treasury_;
        actors = actors_;
    }

    function donate(uint256 amount) external {
        uint256 sum = bound(amount, 1, 10 ether);
        vm.deal(address(this), sum);
        (bool sent,) = address(treasury).call{ value: sum }("");
        if (sent) donated += sum;
    }

    function move(uint256 fromSeed, uint256 toSeed, uint256 amount) external {
        address from = _actor(fromSeed);
        uint256 value = bound(amount, 0, token.balanceOf(from) / 2);
        vm.prank(from);
        token.transfer(_actor(toSeed), value);
    }

    function propose(uint256 seed) external {
        (address[] memory targets, uint256[] memory values, bytes[] memory calldatas) = _payment(ids.length);
        vm.prank(_actor(seed));
        ids.push(governor.propose(targets, values, calldatas, "pay"));
    }

    function vote(uint256 seed, uint256 idSeed, uint8 support) external {
        uint256 id = _newest(idSeed);
        vm.prank(_actor(seed));
        // Mostly in favour, so that something is executed.
        governor.castVote(id, support % 4 == 0 ? 0 : 1);
    }

    function wait(uint256 secs) external {
        vm.warp(block.timestamp + bound(secs, 1 hours, 4 days));
    }

    function queue(uint256 idSeed) external {
        (address[] memory targets, uint256[] memory values, bytes[] memory calldatas) = _payment(_index(idSeed));
        governor.queue(targets, values, calldatas, keccak256("pay"));
    }

    function execute(uint256 idSeed) external {
        (address[] memory targets, uint256[] memory values, bytes[] memory calldatas) = _payment(_index(idSeed));
        governor.execute(targets, values, calldatas, keccak256("pay"));
    }

    function executeAtTheTreasury(uint256 idSeed) external {
        (address[] memory targets, uint256[] memory values, bytes[] memory calldatas) = _payment(_index(idSeed));
        treasury.executeBatch(targets, values, calldatas, 0, bytes20(address(governor)) ^ keccak256("pay"));
    }

    function cancel(uint256 idSeed) external {
        uint256 index = _index(idSeed);
        (address[] memory targets, uint256[] memory values, bytes[] memory calldatas) = _payment(index);
        address proposer = governor.proposalProposer(ids[index]);
        vm.prank(proposer);
        governor.cancel(targets, values, calldatas, keccak256("pay"));
    }

    /// @dev What only the treasury or its governor may do, tried by everyone.
    function breakIn(uint256 seed, uint256 way, uint256 amount) external {
        address thief = _actor(seed);
        bytes32 role = treasury.PROPOSER_ROLE();
        // A prank for one call: one that reverts must not leave the next call to the thief.
        vm.prank(thief);
        if (way % 6 == 0) treasury.schedule(thief, amount, "", 0, 0, 2 days);
        if (way % 6 == 1) treasury.execute(thief, amount, "", 0, 0);
        if (way % 6 == 2) treasury.grantRole(role, thief);
        if (way % 6 == 3) treasury.initialize(thief, 1 days);
        if (way % 6 == 4) governor.relay(thief, amount, "");
        if (way % 6 == 5) treasury.updateDelay(1 days);
    }

    function paid() external view returns (uint256 sum) {
        for (uint256 i = 0; i < ids.length; ++i) {
            if (governor.state(ids[i]) == IGovernor.ProposalState.Executed) sum += _amount(i);
        }
    }

    function _payment(uint256 index)
        private
        view
        returns (address[] memory targets, uint256[] memory values, bytes[] memory calldatas)
    {
        targets = new address[](1);
        values = new uint256[](1);
        calldatas = new bytes[](1);
        targets[0] = actors[0];
        values[0] = _amount(index);
    }

    function _amount(uint256 index) private pure returns (uint256) {
        return 1 ether + index;
    }

    /// @dev The first proposals pass the threshold most easily, the newest are open: both are of use.
    function _newest(uint256 idSeed) private view returns (uint256) {
        return ids[ids.length - 1 - idSeed % (ids.length < 3 ? ids.length : 3)];
    }

    function _index(uint256 idSeed) private view returns (uint256) {
        return idSeed % ids.length;
    }

    function _actor(uint256 seed) private view returns (address) {
        return actors[seed % actors.length];
    }
}

/// @notice The treasury moves by an executed proposal, and by nothing else.
contract TreasuryInvariantsTest is GovernanceTest {
    TreasuryHandler private handler;

    function setUp() public override {
        super.setUp();
        address[] memory actors = new address[](4);
        (actors[0], actors[1], actors[2], actors[3]) = (dave, alice, bob, carol);
        handler = new TreasuryHandler(token, governor, treasury, actors);
        targetContract(address(handler));
    }

    function invariant_treasuryMovesByExecutedProposalsOnly() public view {
        assertEq(
            address(treasury).balance + handler.paid(), 100 ether + handler.donated(), "ETH in = ETH out of votes"
        );
    }

    function invariant_onlyTheGovernorProposes() public view {
        assertEq(treasury.getMinDelay(), TIMELOCK_DELAY, "delay");
        for (uint256 i = 0; i < 4; ++i) {
            address actor = handler.actors(i);
            assertFalse(treasury.hasRole(treasury.PROPOSER_ROLE(), actor), "proposer");
            assertFalse(treasury.hasRole(treasury.DEFAULT_ADMIN_ROLE(), actor), "admin");
        }
    }

    function test_handler_reachesExecution() public {
        handler.propose(1);
        _skip(VOTING_DELAY + 1);
        handler.vote(1, 0, FOR);
        _skip(VOTING_PERIOD);
        handler.queue(0);
        _skip(TIMELOCK_DELAY);
        handler.execute(0);
        assertEq(handler.paid(), 1 ether, "paid");
        assertEq(address(treasury).balance, 99 ether, "left");
    }
}
