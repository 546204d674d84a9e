// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { Initializable } from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import { ModelGovernor } from "../../../contracts/governance/ModelGovernor.sol";
import { ModelTreasury } from "../../../contracts/governance/ModelTreasury.sol";
import { CollectionParams, IAIGCCollection } from "../../../contracts/interfaces/IAIGCCollection.sol";
import { CurveParams, CurveState, IBondingCurve } from "../../../contracts/interfaces/IBondingCurve.sol";
import { ILaunchpad, Implementations, Launch, LaunchParams } from "../../../contracts/interfaces/ILaunchpad.sol";
import { GovernorSettings } from "../../../contracts/interfaces/IModelGovernor.sol";
import { IModelOracle, Model } from "../../../contracts/interfaces/IModelOracle.sol";
import { Mandate } from "../../../contracts/interfaces/IModelRegistry.sol";
import { IModelToken } from "../../../contracts/interfaces/IModelToken.sol";
import { CreatorVesting } from "../../../contracts/launch/CreatorVesting.sol";
import { Launchpad } from "../../../contracts/launch/Launchpad.sol";
import { Vm } from "../Base.sol";
import { LaunchTest } from "./LaunchTest.sol";

/// @notice A launch from end to end, with the real token and the real oracle. See Launchpad.tree.
contract LaunchpadTest is LaunchTest {
    // launch

    function test_launch_registersTheModelWithTheTokenAsReceiver() public {
        IModelToken token = launchAs(creator, usualLaunch(), 0);
        Launch memory made = launchpad.launchOf(address(token));
        assertEq(made.modelId, 1, "modelId");
        Model memory model = oracle.model(made.modelId);
        assertEq(model.receiver, address(token), "receiver");
        assertEq(model.modelHash, keccak256("weights"), "modelHash");
        assertEq(model.programHash, keccak256("program"), "programHash");
        assertEq(model.priceWei, 0.002 ether, "price");
        assertEq(model.uri, usualLaunch().bundleURI, "uri");
    }

    function test_launch_mintsTheWholeSupplyToCurveAndVesting() public {
        IModelToken token = launchAs(creator, usualLaunch(), 0);
        Launch memory made = launchpad.launchOf(address(token));
        assertEq(made.creator, creator, "creator");
        assertEq(made.launchedAt, 1_000_000, "launchedAt");
        assertEq(token.totalSupply(), SUPPLY, "supply");
        assertEq(token.balanceOf(made.curve), SUPPLY * 9000 / 10_000, "sale and liquidity");
        assertEq(token.balanceOf(made.vesting), SUPPLY * 1000 / 10_000, "creator's part");
        assertTrue(token.isExcluded(made.curve), "the curve shares nothing");
        assertTrue(token.isExcluded(made.vesting), "the vesting wallet shares nothing");
        assertTrue(token.isExcluded(address(token)), "the token shares nothing");
        assertEq(token.eligibleSupply(), 0, "nobody holds any yet");
        assertTrue(token.isExcluded(made.treasury), "the treasury shares nothing");
        assertEq(token.governor(), made.treasury, "what is voted is done by the treasury");
        assertEq(token.weth(), weth, "weth");
        assertEq(token.claimableBps(), 8000, "claimableBps");
        assertEq(token.releasePeriodSec(), 3600, "releasePeriodSec");
        assertEq(token.snapshotIntervalSec(), 60, "snapshotIntervalSec");
        assertEq(token.contractURI(), usualLaunch().contractURI, "contractURI");
    }

    function test_launch_setsTheCurveUp() public {
        IModelToken token = launchAs(creator, usualLaunch(), 0);
        CurveParams memory expected = CurveParams({
            token: address(token),
            saleSupply: 650_000_000e18,
            liquiditySupply: 250_000_000e18,
            targetWei: 8 ether,
            treasuryBps: 1000,
            treasury: launchpad.launchOf(address(token)).treasury,
            feeBps: 100,
            snipeFeeBps: 5000,
            snipeDurationSec: 600
        });
        assertEq(abi.encode(curveOf(token).params()), abi.encode(expected), "params");
        assertEq(curveOf(token).startedAt(), 1_000_000, "startedAt");
    }

    function test_launch_makesACollectionOfItsAnswers() public {
        IModelToken token = launchAs(creator, usualLaunch(), 0);
        Launch memory made = launchpad.launchOf(address(token));
        IAIGCCollection collection = IAIGCCollection(made.collection);
        assertEq(collection.modelToken(), address(token), "fees and royalties are the holders'");
        assertEq(collection.modelId(), made.modelId, "modelId");
        assertEq(collection.mintFeeWei(), 0.001 ether, "mintFeeWei");
        assertEq(collection.royaltyBps(), 500, "royaltyBps");
        assertEq(collection.form(), address(0), "plain text");
    }

    function test_launch_withAFormThatIsNone_reverts() public {
        LaunchParams memory p = usualLaunch();
        p.form = alice;
        vm.prank(creator);
        vm.expectRevert(abi.encodeWithSelector(IAIGCCollection.AIGCCollection_BadParameter.selector, "form"));
        launchpad.launch(p, 0, NEVER);
    }

    function test_launch_emitsLaunchedWithAllParameters() public {
        vm.recordLogs();
        IModelToken token = launchAs(creator, usualLaunch(), 0);
        Launch memory made = launchpad.launchOf(address(token));
        bool found;
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i = 0; i < logs.length; ++i) {
            if (logs[i].topics[0] != ILaunchpad.Launched.selector) continue;
            found = true;
            assertEq(logs[i].topics[1], bytes32(uint256(uint160(address(token)))), "token");
            assertEq(logs[i].topics[2], bytes32(uint256(uint160(creator))), "creator");
            assertEq(logs[i].topics[3], bytes32(uint256(1)), "modelId");
            assertEq(
                logs[i].data,
                abi.encode(made.curve, made.vesting, made.governor, made.treasury, usualLaunch()),
                "data"
            );
        }
        assertTrue(found, "Launched");
    }

    function test_launch_leavesNothingInTheLaunchpad() public {
        IModelToken token = launchAs(creator, usualLaunch(), 1 ether);
        assertEq(address(launchpad).balance, 0, "no ETH");
        assertEq(token.balanceOf(address(launchpad)), 0, "no tokens");
        assertEq(token.allowance(address(launchpad), creator), 0, "no allowance");
    }

    function test_launch_withoutCreatorsPart_makesNoVesting() public {
        LaunchParams memory p = usualLaunch();
        p.saleBps = 7500;
        p.creatorBps = 0;
        p.cliffSec = 0;
        p.vestingSec = 0;
        IModelToken token = launchAs(creator, p, 0);
        Launch memory made = launchpad.launchOf(address(token));
        assertEq(made.vesting, address(0), "no vesting");
        assertEq(token.balanceOf(made.curve), SUPPLY, "all to the curve");
        assertEq(token.excludedAccounts().length, 5, "token, pool manager, hook, curve");
    }

    function test_launch_parts_nothingCanBeSetUpAgain() public {
        IModelToken token = launchAs(creator, usualLaunch(), 0);
        Launch memory made = launchpad.launchOf(address(token));
        CurveParams memory p = curveOf(token).params();
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        IBondingCurve(made.curve).initialize(p);
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        CreatorVesting(payable(made.vesting)).initialize(alice, 0, 0, 0);
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        CreatorVesting(payable(made.vesting)).initialize(alice, 0, 0);
        GovernorSettings memory settings = GovernorSettings(1 days, 1 days, 500, 1);
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        ModelGovernor(payable(made.governor)).initialize(address(token), payable(alice), settings);
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        ModelTreasury(payable(made.treasury)).initialize(alice, 1 days);
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        IAIGCCollection(made.collection).initialize(CollectionParams(alice, 1, 0, 0, address(0)));
    }

    // governance

    function test_launch_setsGovernorAndTreasuryUp() public {
        IModelToken token = launchAs(creator, usualLaunch(), 0);
        Launch memory made = launchpad.launchOf(address(token));
        ModelGovernor governor = ModelGovernor(payable(made.governor));
        ModelTreasury treasury = ModelTreasury(payable(made.treasury));
        assertEq(address(governor.token()), address(token), "token");
        assertEq(governor.timelock(), made.treasury, "timelock");
        assertEq(governor.votingDelay(), 1 days, "delay");
        assertEq(governor.votingPeriod(), 5 days, "period");
        assertEq(governor.quorumNumerator(), 500, "quorum");
        assertEq(treasury.getMinDelay(), 2 days, "timelock's delay");
        assertTrue(treasury.hasRole(treasury.PROPOSER_ROLE(), made.governor), "proposer");
        assertFalse(treasury.hasRole(treasury.PROPOSER_ROLE(), creator), "not the creator");
        assertFalse(treasury.hasRole(treasury.DEFAULT_ADMIN_ROLE(), address(launchpad)), "no admin");
        Mandate memory mandate = oracle.mandateOf(made.modelId);
        assertEq(mandate.governor, made.treasury, "sets the price");
        assertEq(mandate.minPriceWei, 0.001 ether, "least price");
        assertEq(mandate.maxPriceWei, 0.02 ether, "highest price");
    }

    function test_launch_holdersChangeThePriceByAVote() public {
        IModelToken token = launchAs(creator, usualLaunch(), 1 ether);
        Launch memory made = launchpad.launchOf(address(token));
        vm.warp(block.timestamp + 1);
        _vote(made, address(oracle), abi.encodeCall(oracle.setPrice, (made.modelId, 0.02 ether)));
        assertEq(oracle.estimateFee(made.modelId, 0), 0.02 ether, "the new price");
        _vote(made, address(token), abi.encodeCall(token.addRevenueToken, (address(oracle))));
        assertEq(token.currencies().length, 3, "another currency");
        bytes memory version = abi.encodeCall(oracle.addVersion, (made.modelId, keccak256("w"), keccak256("p"), "ipfs://b"));
        _vote(made, address(oracle), version);
        assertEq(oracle.model(oracle.latestOf(made.modelId)).modelHash, keccak256("w"), "another version");
    }

    /// @dev The creator, who bought first, decides alone.
    function _vote(Launch memory made, address target, bytes memory data) private {
        ModelGovernor governor = ModelGovernor(payable(made.governor));
        address[] memory targets = new address[](1);
        uint256[] memory values = new uint256[](1);
        bytes[] memory calldatas = new bytes[](1);
        targets[0] = target;
        calldatas[0] = data;
        vm.startPrank(creator);
        uint256 id = governor.propose(targets, values, calldatas, "");
        vm.warp(block.timestamp + 1 days + 1);
        governor.castVote(id, 1);
        vm.stopPrank();
        vm.warp(block.timestamp + 5 days);
        governor.queue(targets, values, calldatas, keccak256(""));
        vm.warp(block.timestamp + 2 days);
        governor.execute(targets, values, calldatas, keccak256(""));
    }

    function test_launch_afterDeadline_reverts() public {
        vm.expectRevert(abi.encodeWithSelector(ILaunchpad.Launchpad_Expired.selector, 999_999, 1_000_000));
        launchpad.launch(usualLaunch(), 0, 999_999);
    }

    function test_launch_twice_givesTwoModels() public {
        IModelToken first = launchAs(creator, usualLaunch(), 0);
        IModelToken second = launchAs(alice, usualLaunch(), 0);
        assertTrue(address(first) != address(second), "two tokens");
        assertEq(launchpad.launchOf(address(second)).modelId, 2, "two models");
        assertEq(launchpad.launchOf(address(second)).creator, alice, "two creators");
    }

    // the first buy

    function test_launch_withEth_buysForTheCreatorAtTheLastingFee() public {
        IModelToken token = launchAs(creator, usualLaunch(), 1 ether);
        CurveState memory s = curveOf(token).state();
        assertEq(s.reserveWei, 0.99 ether, "1 % fee, not the snipe fee");
        assertEq(token.balanceOf(creator), s.tokensSold, "to the creator");
        assertEq(address(token).balance, 0.01 ether, "the fee is revenue");
        assertEq(creator.balance, 0, "all is spent");
    }

    function test_launch_withMoreEthThanTheSaleTakes_refundsTheCreator() public {
        IModelToken token = launchAs(creator, usualLaunch(), 20 ether);
        CurveState memory s = curveOf(token).state();
        assertTrue(s.complete, "complete");
        uint256 gross = uint256(8 ether) * 10_000 / 9900 + 1;
        assertEq(creator.balance, 20 ether - gross, "the rest came back");
        assertEq(address(launchpad).balance, 0, "nothing is left here");
    }

    function test_launch_whenTheChangeIsRefused_reverts() public {
        Stubborn stubborn = new Stubborn();
        vm.deal(address(stubborn), 20 ether);
        uint256 gross = uint256(8 ether) * 10_000 / 9900 + 1;
        vm.expectRevert(
            abi.encodeWithSelector(
                ILaunchpad.Launchpad_PaymentFailed.selector, address(stubborn), 20 ether - gross
            )
        );
        stubborn.launch(launchpad, usualLaunch(), 20 ether);
    }

    function test_launch_firstBuyBelowTheMinimum_reverts() public {
        vm.deal(creator, 1 ether);
        vm.prank(creator);
        (bool done, bytes memory reason) = address(launchpad).call{ value: 1 ether }(
            abi.encodeCall(ILaunchpad.launch, (usualLaunch(), SUPPLY, NEVER))
        );
        assertFalse(done, "reverts");
        assertEq(bytes32(bytes4(reason)), bytes32(IBondingCurve.BondingCurve_InsufficientOutput.selector), "why");
        assertEq(launchpad.tokenCount(), 0, "nothing was launched");
        assertEq(oracle.modelCount(), 0, "nothing was registered");
    }

    function test_launch_minimumWithoutEth_reverts() public {
        expectBad("minTokensOut");
        launchpad.launch(usualLaunch(), 1, NEVER);
    }

    function test_launch_reenteredFromTheChange_reverts() public {
        LaunchReenterer attacker = new LaunchReenterer(launchpad);
        vm.deal(address(attacker), 20 ether);
        attacker.launch(usualLaunch());
        assertTrue(attacker.wasEntered(), "it was called");
        assertFalse(attacker.gotThrough(), "and could not launch inside");
        assertEq(launchpad.tokenCount(), 1, "one launch");
    }

    function test_receive_outsideALaunch_reverts() public {
        vm.deal(alice, 1 ether);
        vm.prank(alice);
        (bool done, bytes memory reason) = address(launchpad).call{ value: 1 ether }("");
        assertFalse(done, "reverts");
        assertEq(
            reason,
            abi.encodeWithSelector(ILaunchpad.Launchpad_UnexpectedPayment.selector, alice, 1 ether),
            "why"
        );
    }

    // views

    function test_tokens_arePagedAndClipped() public {
        assertEq(launchpad.tokens(0, 10).length, 0, "none yet");
        IModelToken[3] memory made;
        for (uint256 i = 0; i < 3; ++i) {
            made[i] = launchAs(creator, usualLaunch(), 0);
        }
        assertEq(launchpad.tokenCount(), 3, "count");
        address[] memory page = launchpad.tokens(1, NEVER);
        assertEq(page.length, 2, "clipped");
        assertEq(page[0], address(made[1]), "first");
        assertEq(page[1], address(made[2]), "last");
        assertEq(launchpad.tokens(2, 1).length, 0, "backwards");
        assertEq(launchpad.tokens(3, 4).length, 0, "past the end");
        assertEq(launchpad.tokens(0, 1)[0], address(made[0]), "one");
    }

    function test_launchOf_unknownToken_isZeros() public view {
        Launch memory none;
        assertEq(abi.encode(launchpad.launchOf(alice)), abi.encode(none), "zeros");
    }

    function test_constructor_withoutCode_reverts() public {
        Implementations memory parts = _implementations();
        expectBad("oracle");
        new Launchpad(IModelOracle(alice), parts, weth);
        expectBad("weth");
        new Launchpad(oracle, parts, alice);
        parts.token = alice;
        _refuse(parts, "tokenImplementation");
        parts = _implementations();
        parts.curve = alice;
        _refuse(parts, "curveImplementation");
        parts = _implementations();
        parts.vesting = alice;
        _refuse(parts, "vestingImplementation");
        parts = _implementations();
        parts.governor = alice;
        _refuse(parts, "governorImplementation");
        parts = _implementations();
        parts.treasury = alice;
        _refuse(parts, "treasuryImplementation");
        parts = _implementations();
        parts.collection = alice;
        _refuse(parts, "collectionImplementation");
    }

    function test_constructor_withAHookOfAnotherLaunchpad_reverts() public {
        _refuse(_implementations(), "hook");
    }

    function _refuse(Implementations memory parts, string memory name) private {
        expectBad(name);
        new Launchpad(oracle, parts, weth);
    }

    function _implementations() private view returns (Implementations memory) {
        return Implementations({
            token: launchpad.tokenImplementation(),
            curve: launchpad.curveImplementation(),
            vesting: launchpad.vestingImplementation(),
            governor: launchpad.governorImplementation(),
            treasury: launchpad.treasuryImplementation(),
            collection: launchpad.collectionImplementation()
        });
    }

    // vesting

    function test_vesting_releasesNothingBeforeTheCliffThenALine() public {
        IModelToken token = launchAs(creator, usualLaunch(), 0);
        CreatorVesting vesting = CreatorVesting(payable(launchpad.launchOf(address(token)).vesting));
        uint256 part = 100_000_000e18;
        assertEq(vesting.owner(), creator, "the creator's");
        vm.warp(1_000_000 + 30 days - 1);
        assertEq(vesting.releasable(address(token)), 0, "before the cliff");
        vm.warp(1_000_000 + 30 days);
        assertEq(vesting.releasable(address(token)), part * 30 / 365, "at the cliff");
        vesting.release(address(token));
        assertEq(token.balanceOf(creator), part * 30 / 365, "anyone may release, to the creator");
        vm.warp(1_000_000 + 365 days);
        vesting.release(address(token));
        assertEq(token.balanceOf(creator), part, "all of it in the end");
    }

    function expectBad(string memory name) private {
        vm.expectRevert(abi.encodeWithSelector(ILaunchpad.Launchpad_BadParameter.selector, name));
    }
}

/// @dev Launches, and takes no change.
contract Stubborn {
    function launch(Launchpad launchpad, LaunchParams calldata p, uint256 value) external {
        launchpad.launch{ value: value }(p, 0, type(uint256).max);
    }
}

/// @dev Launches again from inside the refund of its first buy.
contract LaunchReenterer {
    Launchpad private immutable LAUNCHPAD;
    bytes private _again;
    bool public wasEntered;
    bool public gotThrough;

    constructor(Launchpad launchpad) {
        LAUNCHPAD = launchpad;
    }

    receive() external payable {
        wasEntered = true;
        (gotThrough,) = address(LAUNCHPAD).call(_again);
    }

    function launch(LaunchParams calldata p) external {
        _again = abi.encodeCall(ILaunchpad.launch, (p, 0, type(uint256).max));
        LAUNCHPAD.launch{ value: address(this).balance }(p, 0, type(uint256).max);
    }
}
