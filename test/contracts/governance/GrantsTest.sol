// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { Grants } from "../../../contracts/governance/Grants.sol";
import { GrantTerms, IGrants, TrancheState } from "../../../contracts/interfaces/IGrants.sol";
import { ILaunchpad, Launch } from "../../../contracts/interfaces/ILaunchpad.sol";
import { GovernanceTest, Proposal } from "./GovernanceTest.sol";

/// @notice Knows which treasury is whose: all that grants ask a launchpad.
contract Registrar {
    mapping(address token => Launch) private _launches;

    function record(address token, address curve, address treasury) external {
        _launches[token].curve = curve;
        _launches[token].treasury = treasury;
    }

    function launchOf(address token) external view returns (Launch memory) {
        return _launches[token];
    }
}

/// @notice Grants of the governed token: a tenth of the votes stops a tranche within three days. Of 500 votes Alice has
/// 260, Bob 150, Carol 86 and Dave 4.
abstract contract GrantsTest is GovernanceTest {
    uint256 internal constant WINDOW = 3 days;
    address internal constant ETH = address(0);

    Grants internal grants;
    Registrar internal registrar;
    address internal builder;

    function setUp() public virtual override {
        super.setUp();
        builder = account("builder");
        registrar = new Registrar();
        registrar.record(address(token), curve, address(treasury));
        grants = new Grants(ILaunchpad(address(registrar)), 1000, WINDOW);
    }

    /// @dev Three milestones of 1, 2 and 3 ETH.
    function _terms(address currency) internal view returns (GrantTerms memory terms) {
        terms.token = address(token);
        terms.recipient = builder;
        terms.currency = currency;
        terms.durationSec = 90 days;
        terms.amounts = new uint128[](3);
        terms.milestones = new string[](3);
        for (uint128 i = 0; i < 3; ++i) {
            terms.amounts[i] = (i + 1) * 1 ether;
            terms.milestones[i] = "A step";
        }
        terms.title = "A better tokenizer";
    }

    /// @dev As an executed proposal does it.
    function _open(GrantTerms memory terms, uint256 value) internal returns (uint256) {
        vm.prank(address(treasury));
        return grants.open{ value: value }(terms);
    }

    function _openEth() internal returns (uint256) {
        return _open(_terms(ETH), 6 ether);
    }

    function _announce(uint256 id) internal {
        vm.prank(builder);
        grants.announce(id, "ipfs://evidence");
    }

    /// @dev Announced, and a second over.
    function _openAnnounced() internal returns (uint256 id) {
        id = _openEth();
        _announce(id);
        _skip(1);
    }

    function _object(address by, uint256 id, uint256 tranche) internal {
        vm.prank(by);
        grants.object(id, tranche);
    }

    function _assertTranche(uint256 id, uint256 tranche, TrancheState wanted) internal view {
        assertEq(uint256(grants.grant(id).tranches[tranche].state), uint256(wanted), "state of the tranche");
    }

    function _expectState(uint256 id, uint256 tranche, TrancheState state) internal {
        vm.expectRevert(abi.encodeWithSelector(IGrants.Grants_WrongState.selector, id, tranche, state));
    }

    function _expectBad(string memory name) internal {
        vm.expectRevert(abi.encodeWithSelector(IGrants.Grants_BadParameter.selector, name));
    }

    function _openingProposal() internal view returns (Proposal memory) {
        return _call(address(grants), 6 ether, abi.encodeCall(IGrants.open, (_terms(ETH))));
    }
}
