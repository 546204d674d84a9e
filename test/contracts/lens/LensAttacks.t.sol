// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { ILaunchpad, Launch, LaunchParams } from "../../../contracts/interfaces/ILaunchpad.sol";
import { ClaimsView, HolderView, RequestView, TokenView } from "../../../contracts/interfaces/ILens.sol";
import { Lens } from "../../../contracts/lens/Lens.sol";
import { LensTest } from "./LensTest.sol";

/// @notice Answers every call in the worst way it can.
contract HostileToken {
    enum Mode {
        Revert,
        BurnGas,
        ReturnBomb,
        RevertBomb,
        ReturnNothing,
        ReturnNonsense
    }

    Mode private immutable MODE;
    uint256 public called;

    constructor(Mode mode) {
        MODE = mode;
    }

    fallback() external payable {
        if (MODE == Mode.Revert) revert("no");
        if (MODE == Mode.BurnGas) while (true) { }
        if (MODE == Mode.ReturnNothing) return;
        if (MODE == Mode.ReturnNonsense) {
            assembly {
                mstore(0, not(0))
                mstore(32, not(0))
                return(0, 64)
            }
        }
        if (MODE == Mode.ReturnBomb) {
            assembly {
                return(0, 1000000)
            }
        }
        assembly {
            revert(0, 1000000)
        }
    }
}

/// @notice A launchpad that vouches for anything, so that the Lens does call hostile tokens.
contract CredulousLaunchpad {
    mapping(address token => Launch) private _launches;

    function vouch(address token, Launch calldata launch) external {
        _launches[token] = launch;
    }

    function launchOf(address token) external view returns (Launch memory) {
        return _launches[token];
    }
}

/// @notice The Lens answers whatever it is asked about.
contract LensAttacksTest is LensTest {
    function hostile() private returns (address[] memory list) {
        list = new address[](10);
        for (uint256 i; i < 6; ++i) list[i] = address(new HostileToken(HostileToken.Mode(i)));
        list[6] = address(0);
        list[7] = buyer;
        list[8] = address(curve);
        list[9] = address(oracle);
    }

    function test_attack_tokensNeverLaunched_doNotExist_andAreNeverCalled() external {
        address[] memory list = hostile();
        uint256 gasBefore = gasleft();
        TokenView[] memory tokens = lens.tokenViews(list);
        HolderView[] memory holdings = lens.holderViews(buyer, list);
        assertLe(gasBefore - gasleft(), 1_000_000, "nobody burnt our gas");
        for (uint256 i; i < list.length; ++i) {
            assertFalse(tokens[i].exists || holdings[i].exists, "does not exist");
            assertEq(tokens[i].token, list[i], "in order");
            assertEq(holdings[i].token, list[i], "in order");
            assertFalse(lens.claimsBetween(buyer, list[i], 1, 5).complete, "no claims");
        }
    }

    function test_attack_hostileTokensThatWereLaunched_spoilOnlyTheirOwnView() external {
        CredulousLaunchpad credulous = new CredulousLaunchpad();
        lens = new Lens(ILaunchpad(address(credulous)), oracle, router);
        address[] memory list = hostile();
        for (uint256 i; i < 6; ++i) credulous.vouch(list[i], Launch(creator, list[i], address(0), address(0), address(0), address(0), 1, 1));
        credulous.vouch(list[7], Launch(creator, buyer, address(0), address(0), address(0), address(0), 1, 1));
        // The one honest token comes last, after all that could burn the gas.
        list[9] = address(token);
        credulous.vouch(address(token), launchpad.launchOf(address(token)));

        TokenView[] memory tokens = lens.tokenViews{ gas: 30_000_000 }(list);
        HolderView[] memory holdings = lens.holderViews{ gas: 30_000_000 }(creator, list);
        for (uint256 i; i < 8; ++i) {
            if (i == 6) continue;
            assertTrue(tokens[i].exists && holdings[i].exists, "launched");
            assertFalse(tokens[i].complete || holdings[i].complete, "unreadable");
            assertFalse(holdings[i].claims.complete, "unreadable");
            assertEq(tokens[i].launch.creator, creator, "what the launchpad knows is there");
        }
        assertTrue(tokens[9].complete && holdings[9].complete && holdings[9].claims.complete, "the honest one is whole");
        assertEq(tokens[9].name, "Sonnet", "name");
        assertEq(holdings[9].balance, token.balanceOf(creator), "balance");
    }

    function test_tooManyForTheGas_saysSoInsteadOfReverting() external {
        address[] memory list = new address[](40);
        for (uint256 i; i < 40; ++i) list[i] = address(token);
        TokenView[] memory tokens = lens.tokenViews{ gas: 4_000_000 }(list);
        assertEq(tokens.length, 40, "an answer for each");
        uint256 complete;
        for (uint256 i; i < 40; ++i) {
            assertTrue(tokens[i].exists, "exists");
            if (tokens[i].complete) ++complete;
        }
        assertTrue(complete < 40, "not all could be read");
    }

    function test_emptyLists_giveEmptyViews() external view {
        assertEq(lens.tokenViews(new address[](0)).length, 0, "tokens");
        assertEq(lens.holderViews(buyer, new address[](0)).length, 0, "holdings");
        assertEq(lens.requestViews(new uint256[](0)).length, 0, "requests");
    }

    function testFuzz_views_neverRevert(address who, address anything, uint256 id, uint256 fromId, uint256 toId) external view {
        assertFalse(lens.tokenViews(one(anything))[0].exists && anything != address(token), "token");
        assertFalse(lens.holderViews(who, one(anything))[0].exists && anything != address(token), "holder");
        assertTrue(lens.holderViews(who, one(address(token)))[0].complete, "any holder");
        assertTrue(lens.claimsBetween(who, address(token), fromId, toId).complete, "any range");
        uint256[] memory ids = new uint256[](1);
        ids[0] = id;
        RequestView memory request = lens.requestViews(ids)[0];
        assertTrue(request.complete && !request.exists, "no such request");
    }

    /// @dev What a page asks for must fit the gas of an eth_call (30 million on a default node).
    function test_gas_fiveTokensWith64SnapshotsEach_fitACall() external {
        buy(buyer, 2 ether);
        for (uint256 i; i < 64; ++i) {
            push(0.1 ether);
            snapshot();
        }
        address[] memory list = new address[](5);
        for (uint256 i; i < 5; ++i) list[i] = address(token);
        HolderView[] memory holdings = lens.holderViews{ gas: 30_000_000 }(buyer, list);
        for (uint256 i; i < 5; ++i) assertTrue(holdings[i].complete && holdings[i].claims.complete, "whole");
    }
}
