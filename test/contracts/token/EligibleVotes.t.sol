// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { TokenBase } from "./TokenBase.sol";

contract EligibleVotesTest is TokenBase {
    bytes32 private constant DELEGATION_TYPEHASH =
        keccak256("Delegation(address delegatee,uint256 nonce,uint256 expiry)");

    function test_Votes_EveryHolderVotes_WithoutDelegating() public {
        assertEq(token.delegates(alice), alice, "its own delegate");
        assertEq(token.delegates(ETH), ETH, "nobody has nobody");
        assertEq(token.getVotes(alice), 40 * UNIT, "alice");
        assertEq(token.getVotes(bob), 10 * UNIT, "bob");
        _transfer(alice, carol, UNIT);
        assertEq(token.getVotes(carol), UNIT, "carol");
        assertEq(token.getVotes(alice), 39 * UNIT, "alice");
    }

    function test_Votes_ExcludedAccountsHaveNone() public {
        assertEq(token.getVotes(curve), 0, "curve");
        vm.prank(curve);
        token.delegate(carol);
        assertEq(token.getVotes(carol), 0, "nor can they give any");
        _transfer(curve, carol, 5 * UNIT);
        assertEq(token.getVotes(carol), 5 * UNIT, "tokens bought do vote");
        assertEq(token.eligibleSupply(), 55 * UNIT, "and are eligible");
        _transfer(carol, curve, 2 * UNIT);
        assertEq(token.getVotes(carol), 3 * UNIT, "tokens sold do not");
        _transfer(curve, address(token), UNIT);
        assertEq(token.eligibleSupply(), 53 * UNIT, "moves between excluded accounts change nothing");
        _transfer(alice, address(token), UNIT);
        assertEq(token.eligibleSupply(), 52 * UNIT, "the token itself is excluded");
    }

    function test_Votes_PastTotal_IsTheEligibleSupply() public {
        _transfer(curve, carol, 5 * UNIT);
        _skip(10);
        _burn(bob, 10 * UNIT);
        _skip(10);
        assertEq(token.getPastTotalSupply(START - 1), 0, "before");
        assertEq(token.getPastTotalSupply(START), 55 * UNIT, "at the end of the first block");
        assertEq(token.getPastTotalSupply(START + 9), 55 * UNIT, "and until the next change");
        assertEq(token.getPastTotalSupply(START + 10), 45 * UNIT, "after the burn");
        assertEq(token.getPastVotes(bob, START + 9), 10 * UNIT, "bob before");
        assertEq(token.getPastVotes(bob, START + 10), 0, "bob after");
    }

    function test_Delegate_MovesAllVotes_AndBack() public {
        vm.prank(alice);
        token.delegate(bob);
        assertEq(token.delegates(alice), bob, "chosen");
        assertEq(token.getVotes(alice), 0, "alice");
        assertEq(token.getVotes(bob), 50 * UNIT, "bob");
        vm.prank(alice);
        token.delegate(ETH);
        assertEq(token.delegates(alice), alice, "nobody means oneself");
        assertEq(token.getVotes(alice), 40 * UNIT, "alice");
        assertEq(token.getVotes(bob), 10 * UNIT, "bob");
        vm.prank(alice);
        token.delegate(alice);
        assertEq(token.getVotes(alice), 40 * UNIT, "choosing oneself again adds nothing");
    }

    /// @dev Every order of delegating, moving, undelegating and selling leaves as many votes as eligible tokens.
    function test_Attack_DelegateGames_MakeNoVotes() public {
        vm.prank(alice);
        token.delegate(carol);
        _transfer(alice, bob, 40 * UNIT);
        vm.prank(bob);
        token.delegate(carol);
        vm.prank(carol);
        token.delegate(alice);
        _transfer(bob, curve, 20 * UNIT);
        vm.prank(bob);
        token.delegate(ETH);
        vm.prank(alice);
        token.delegate(ETH);
        _transfer(bob, alice, 5 * UNIT);
        _transfer(curve, carol, 7 * UNIT);
        assertEq(token.getVotes(alice), 12 * UNIT, "alice: her 5 and carol's 7");
        assertEq(token.getVotes(bob), 25 * UNIT, "bob");
        assertEq(token.getVotes(carol), 0, "carol gave hers away");
        assertEq(token.eligibleSupply(), 37 * UNIT, "the sum");
    }

    function test_DelegateBySig_Works_Once() public {
        uint256 key = uint256(keccak256("alice"));
        bytes32 digest = _digest(keccak256(abi.encode(DELEGATION_TYPEHASH, bob, 0, START + 100)));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        token.delegateBySig(bob, 0, START + 100, v, r, s);
        assertEq(token.delegates(alice), bob, "delegated");
        assertEq(token.nonces(alice), 1, "nonce");
        vm.expectRevert(abi.encodeWithSignature("InvalidAccountNonce(address,uint256)", alice, 1));
        token.delegateBySig(bob, 0, START + 100, v, r, s);
    }

    function test_Clock_IsTheTimestamp() public view {
        assertEq(token.clock(), block.timestamp, "clock");
        assertEq(token.CLOCK_MODE(), "mode=timestamp", "mode");
    }

    function test_Excluded_IsVisible() public {
        address[] memory list = token.excludedAccounts();
        assertEq(list.length, 4, "four");
        assertEq(list[0], address(token), "the token");
        assertEq(list[1], account("pool manager"), "the pool manager");
        assertEq(list[2], account("hook"), "the hook");
        assertEq(list[3], curve, "the curve");
        for (uint256 i = 0; i < list.length; ++i) {
            assertTrue(token.isExcluded(list[i]), "flags");
        }
        assertFalse(token.isExcluded(alice), "a holder");
    }

    function _digest(bytes32 structHash) private view returns (bytes32) {
        return keccak256(abi.encodePacked("\x19\x01", token.DOMAIN_SEPARATOR(), structHash));
    }
}
