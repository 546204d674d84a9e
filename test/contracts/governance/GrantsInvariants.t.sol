// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { Grants } from "../../../contracts/governance/Grants.sol";
import { Grant, GrantTerms, TrancheState } from "../../../contracts/interfaces/IGrants.sol";
import { ModelToken } from "../../../contracts/token/ModelToken.sol";
import { WETH } from "../../../contracts/token/WETH.sol";
import { Base } from "../Base.sol";
import { GrantsTest } from "./GrantsTest.sol";

/// @notice What the invariant runner may do to grants in ETH and in WETH, and the books of what should have come of it.
/// @dev A prank is the last thing before the call it is for: one left over by a revert would fall on the runner's next.
contract GrantsHandler is Base {
    address internal constant ETH = address(0);

    // Not immutable: the runner knows a contract by its code, which an immutable would change.
    Grants public grants;
    ModelToken public token;
    WETH public weth;
    address public treasury;
    address public builder;
    address[] public holders;
    mapping(address currency => uint256) public taken;

    constructor(Grants grants_, ModelToken token_, WETH weth_, address treasury_, address builder_, address[] memory holders_) {
        (grants, token, weth, treasury, builder, holders) = (grants_, token_, weth_, treasury_, builder_, holders_);
    }

    function open(uint256 seed, uint256 count) external {
        bool inEth = seed % 2 == 0;
        GrantTerms memory terms;
        terms.token = address(token);
        terms.recipient = builder;
        terms.currency = inEth ? ETH : address(weth);
        terms.durationSec = 20 days;
        terms.amounts = new uint128[](bound(count, 1, 4));
        terms.milestones = new string[](terms.amounts.length);
        uint256 sum;
        for (uint256 i = 0; i < terms.amounts.length; ++i) {
            terms.amounts[i] = uint128(bound(uint256(keccak256(abi.encode(seed, i))), 1, 1 ether));
            sum += terms.amounts[i];
        }
        vm.deal(address(this), sum);
        if (inEth) {
            vm.deal(treasury, treasury.balance + sum);
        } else {
            weth.deposit{ value: sum }();
            weth.transfer(treasury, sum);
            vm.prank(treasury);
            weth.approve(address(grants), sum);
        }
        vm.prank(treasury);
        grants.open{ value: inEth ? sum : 0 }(terms);
        taken[terms.currency] += sum;
    }

    function announce(uint256 seed) external {
        uint256 id = _id(seed);
        vm.prank(builder);
        grants.announce(id, "");
    }

    function object(uint256 seed, uint256 who) external {
        uint256 id = _id(seed);
        uint256 next = grants.grant(id).next;
        address holder = holders[who % holders.length];
        vm.prank(holder);
        grants.object(id, next);
    }

    function release(uint256 seed) external {
        grants.release(_id(seed));
    }

    function end(uint256 seed) external {
        if (seed % 8 != 0) return;
        uint256 id = _id(seed / 8);
        vm.prank(treasury);
        grants.end(id);
    }

    function returnMoney(uint256 seed) external {
        grants.returnMoney(_id(seed));
    }

    function move(uint256 from, uint256 to, uint256 amount) external {
        address sender = holders[from % holders.length];
        address receiver = holders[to % holders.length];
        uint256 value = bound(amount, 0, token.balanceOf(sender));
        vm.prank(sender);
        token.transfer(receiver, value);
    }

    function wait(uint256 secs) external {
        vm.warp(block.timestamp + bound(secs, 1, 5 days));
    }

    function donate(uint256 amount) external {
        uint256 sum = bound(amount, 1, 1 ether);
        vm.deal(address(this), sum);
        weth.deposit{ value: sum }();
        weth.transfer(address(grants), sum);
        donated += sum;
    }

    uint256 public donated;

    /// @dev One of the newest four.
    function _id(uint256 seed) private view returns (uint256) {
        uint256 count = grants.grantCount();
        return count - seed % (count < 4 ? count : 4);
    }
}

/// @notice What holds after any sequence of calls.
contract GrantsInvariantsTest is GrantsTest {
    GrantsHandler private handler;

    function setUp() public override {
        super.setUp();
        address[] memory holders = new address[](4);
        (holders[0], holders[1], holders[2], holders[3]) = (alice, bob, carol, dave);
        handler = new GrantsHandler(grants, token, weth, address(treasury), builder, holders);
        vm.deal(address(treasury), 0);
        targetContract(address(handler));
    }

    function invariant_grantsHoldWhatTheyPromise() public view {
        _check(ETH, address(grants).balance, builder.balance, address(treasury).balance);
        _check(
            address(weth),
            weth.balanceOf(address(grants)) - handler.donated(),
            weth.balanceOf(builder),
            weth.balanceOf(address(treasury))
        );
    }

    function invariant_noTrancheIsReleasedThatHoldersStopped() public view {
        for (uint256 id = 1; id <= grants.grantCount(); ++id) {
            Grant memory found = grants.grant(id);
            for (uint256 i = 0; i < found.tranches.length; ++i) {
                bool isEnough = found.tranches[i].vetoVotes != 0 && found.tranches[i].objectedVotes >= found.tranches[i].vetoVotes;
                assertTrue(isEnough == (found.tranches[i].state == TrancheState.Stopped), "stopped exactly by enough");
            }
        }
    }

    function _check(address currency, uint256 held, uint256 released, uint256 returned) private view {
        uint256 owed;
        uint256 out;
        for (uint256 id = 1; id <= grants.grantCount(); ++id) {
            Grant memory found = grants.grant(id);
            if (found.currency != currency) continue;
            owed += found.returnable;
            for (uint256 i = 0; i < found.tranches.length; ++i) {
                TrancheState state = found.tranches[i].state;
                if (state == TrancheState.Waiting || state == TrancheState.Announced) owed += found.tranches[i].amount;
                if (state == TrancheState.Released) out += found.tranches[i].amount;
            }
        }
        assertEq(held, owed, "held = promised");
        assertEq(released, out, "paid = released tranches");
        assertEq(held + released + returned, handler.taken(currency), "taken = held + paid + returned");
    }
}
