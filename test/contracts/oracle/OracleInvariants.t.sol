// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { Model, OracleSettings, Request, RequestStatus } from "../../../contracts/interfaces/IModelOracle.sol";
import { Mandate } from "../../../contracts/interfaces/IModelRegistry.sol";
import { AIOracle } from "../../../contracts/oracle/AIOracle.sol";
import { Base } from "../Base.sol";
import { Collector, Griefer, Mute } from "./Consumers.sol";

/// @notice Drives an oracle with a few accounts, and keeps its own books of every wei: what each request holds and what
/// each account put in and was due. It is also the dispute game.
contract OracleHandler is Base {
    uint256 internal constant ACTORS = 4;

    // Not immutable: the runner knows a contract by its code, which an immutable would change.
    AIOracle public oracle;
    address[] public actors;
    address[] private _consumers;
    mapping(address account => uint256) public stakedWei;
    mapping(uint256 requestId => uint256) public priceOf;
    uint256 public escrowWei;
    uint256 public bondsWei;
    uint256 public burntWei;
    uint256 public paidInWei;
    uint256 public feesFinalWei;
    uint256 public revenueDueWei;
    uint256 public operatorsDueWei;
    uint256 public finals;
    uint256 public refunds;
    uint256 public voids;
    uint256 public answers;
    uint256 public withdrawals;

    constructor(AIOracle driven, address[] memory consumers) {
        oracle = driven;
        _consumers = consumers;
        for (uint256 i; i < ACTORS - 1; ++i) actors.push(account(string(abi.encodePacked("actor", i))));
        actors.push(address(new Mute()));
        for (uint256 i; i < ACTORS; ++i) vm.deal(actors[i], 1_000 ether);
        paidInWei = ACTORS * 1_000 ether;
    }

    function actorList() external view returns (address[] memory) {
        return actors;
    }

    function stake(uint256 seed, uint256 amount) external {
        address actor = actorOf(seed);
        amount = bound(amount, 1, 3 ether);
        if (actor.balance < amount) return;
        vm.prank(actor);
        oracle.stake{ value: amount }();
        stakedWei[actor] += amount;
    }

    function unstake(uint256 seed, uint256 amount) external {
        address actor = actorOf(seed);
        uint256 free = oracle.freeStakeOf(actor);
        if (free == 0) return;
        amount = bound(amount, 1, free);
        vm.prank(actor);
        try oracle.unstake(amount) {
            stakedWei[actor] -= amount;
        } catch { }
    }

    function ask(uint256 seed, uint256 consumerSeed, uint64 gasLimit, uint256 surplus, bytes32 random) external {
        address actor = actorOf(seed);
        address consumer = consumerSeed % 3 == 0 ? _consumers[consumerSeed % _consumers.length] : address(0);
        gasLimit = consumer == address(0) ? 0 : uint64(bound(gasLimit, 1, 200_000));
        uint256 feeWei = oracle.estimateFee(1, gasLimit);
        surplus = bound(surplus, 0, 1 ether);
        if (actor.balance < feeWei + surplus) return;
        vm.prevrandao(random);
        uint256 priceWei = oracle.model(1).priceWei;
        vm.prank(actor);
        uint256 requestId = oracle.requestCallback{ value: feeWei + surplus }(1, "question", consumer, gasLimit, "");
        priceOf[requestId] = priceWei;
        escrowWei += feeWei;
    }

    /// @dev The handler is the model's governor too. What was asked before keeps its price.
    function reprice(uint128 priceWei) external {
        oracle.setPrice(1, uint128(bound(priceWei, 0, 0.1 ether)));
    }

    function submit(uint256 seed, uint256 idSeed, bytes calldata output) external {
        uint256 requestId = idOf(idSeed);
        if (requestId == 0) return;
        Request memory made = oracle.request(requestId);
        address actor = block.timestamp < made.assignedUntil ? made.assignedOperator : actorOf(seed);
        uint256 bond = oracle.settings().resultBondWei;
        uint256 valueWei = oracle.freeStakeOf(actor) < bond ? bond : 0;
        if (actor.balance < valueWei || output.length > 1000) return;
        vm.prank(actor);
        try oracle.submitResult{ value: valueWei }(requestId, output, keccak256(output)) {
            stakedWei[actor] += valueWei;
            stakedWei[actor] -= bond;
            bondsWei += bond;
            ++answers;
        } catch { }
    }

    function finalize(uint256 idSeed) external {
        uint256 requestId = idOf(idSeed);
        Request memory made = oracle.request(requestId);
        uint256 priceWei = priceOf[requestId];
        try oracle.finalize(requestId) {
            uint256 forModel = priceWei - (priceWei * oracle.settings().operatorBps) / 10_000;
            escrowWei -= made.feeWei;
            bondsWei -= made.bondWei;
            stakedWei[made.operator] += made.bondWei;
            feesFinalWei += made.feeWei;
            revenueDueWei += forModel;
            operatorsDueWei += made.feeWei - forModel;
            ++finals;
        } catch { }
    }

    function refund(uint256 idSeed) external {
        uint256 requestId = idOf(idSeed);
        Request memory made = oracle.request(requestId);
        try oracle.refund(requestId) {
            escrowWei -= made.feeWei;
            ++refunds;
        } catch { }
    }

    function dispute(uint256 idSeed, uint256 seed, uint256 outcome) external {
        uint256 requestId = idOf(idSeed);
        Request memory made = oracle.request(requestId);
        try oracle.lockResult(requestId) { } catch { }
        outcome %= 3;
        if (outcome == 1) {
            try oracle.unlockResult(requestId) { } catch { }
        }
        if (outcome == 2) {
            try oracle.voidResult(requestId, actorOf(seed)) {
                bondsWei -= made.bondWei;
                burntWei += (made.bondWei * oracle.settings().burnBps) / 10_000;
                ++voids;
            } catch { }
        }
    }

    /// @dev Ends every game on a request, so that runs do not fill up with locked results.
    function endGames(uint256 idSeed) external {
        uint256 requestId = idOf(idSeed);
        while (oracle.request(requestId).openDisputes != 0) oracle.unlockResult(requestId);
    }

    function retry(uint256 idSeed, bytes calldata output) external {
        try oracle.retryCallback(idOf(idSeed), output) { } catch { }
    }

    function withdraw(uint256 seed, bool open) external {
        address actor = actorOf(seed);
        if (actor.code.length != 0) Mute(payable(actor)).setOpen(open);
        try oracle.withdraw(actor) {
            ++withdrawals;
        } catch { }
    }

    function warp(uint256 secs) external {
        // Mostly within a window, now and then past a deadline.
        vm.warp(block.timestamp + (secs % 8 == 0 ? 121 : bound(secs, 1, 30)));
    }

    function actorOf(uint256 seed) public view returns (address) {
        return actors[seed % ACTORS];
    }

    /// @dev One of the newest eight: old ones are settled.
    function idOf(uint256 seed) private view returns (uint256) {
        uint256 count = oracle.requestCount();
        if (count == 0) return 0;
        uint256 span = count < 8 ? count : 8;
        return count - (seed % span);
    }
}

/// @notice What holds after any sequence of calls; the list is in docs/invariants/oracle.md.
contract OracleInvariantsTest is Base {
    address private constant BURNT = 0x000000000000000000000000000000000000dEaD;

    AIOracle private oracle;
    OracleHandler private handler;
    address private receiver;
    uint256 private burntBefore;

    function setUp() external {
        vm.warp(1_800_000_000);
        receiver = account("receiver");
        address[] memory consumers = new address[](3);
        consumers[0] = address(new Collector());
        consumers[1] = address(new Griefer(Griefer.Mode.BurnGas));
        consumers[2] = address(new Griefer(Griefer.Mode.ReturnBomb));
        // The handler is the dispute game, and the oracle fixes it at deployment: the handler's oracle comes first.
        handler = deployPair(consumers);
        oracle = handler.oracle();
        oracle.registerGovernedModel(
            Model(keccak256("w"), keccak256("p"), receiver, 0.0123456789 ether, "ipfs://bafk"),
            Mandate(address(handler), 0, 0.1 ether)
        );
        burntBefore = BURNT.balance;
        targetContract(address(handler));
    }

    function deployPair(address[] memory consumers) private returns (OracleHandler made) {
        // CREATE addresses: this contract's next two nonces are 4 and 5 after the three consumers.
        address handlerAddress = createAddress(address(this), 5);
        OracleSettings memory chosen = OracleSettings({
            resultBondWei: 0.333333333333333333 ether,
            minStakeWei: 1 ether,
            operatorBps: 3333,
            callbackGasPriceWei: 7 gwei,
            assignmentSec: 5,
            responseSec: 120,
            challengeSec: 20,
            burnBps: 4999,
            disputeGame: handlerAddress
        });
        made = new OracleHandler(new AIOracle(chosen), consumers);
        assertEq(address(made), handlerAddress, "handler is the game");
    }

    function createAddress(address deployer, uint8 nonce) private pure returns (address) {
        return address(uint160(uint256(keccak256(abi.encodePacked(bytes2(0xd694), deployer, nonce)))));
    }

    function invariant_everyWeiIsAccountedFor() external view {
        balanceIsEscrowStakeBondsAndCredits();
        escrowAndBondsAreThoseOfOpenRequests();
        nobodyGains();
    }

    function invariant_operatorsAreExactlyThoseWithTheLeastStake() external view {
        address[] memory listed = oracle.operators();
        address[] memory actors = handler.actorList();
        uint256 expected;
        for (uint256 i; i < actors.length; ++i) {
            bool isListed;
            for (uint256 k; k < listed.length; ++k) if (listed[k] == actors[i]) isListed = true;
            assertTrue(isListed == (oracle.freeStakeOf(actors[i]) >= 1 ether), "membership");
            if (isListed) ++expected;
        }
        assertEq(listed.length, expected, "each once");
    }

    /// @dev A campaign proves nothing about states it never sees: one long walk must see them all.
    function test_handler_reachesEveryState() external {
        for (uint256 i; i < 3000; ++i) {
            uint256 random = uint256(keccak256(abi.encode(i)));
            uint256 what = random % 12;
            if (what <= 1) handler.ask(random >> 8, random >> 16, uint64(random >> 24), random >> 32, bytes32(random));
            if (what == 2) handler.stake(random >> 8, random >> 16);
            if (what == 3) handler.unstake(random >> 8, random >> 16);
            if (what <= 5 && what >= 4) handler.submit(random >> 8, random >> 16, abi.encode(random));
            if (what == 6) handler.finalize(random >> 8);
            if (what == 7) handler.refund(random >> 8);
            if (what == 8) handler.dispute(random >> 8, random >> 16, random >> 24);
            if (what == 9) handler.withdraw(random >> 8, random >> 20 & 1 == 1);
            if (what == 10) handler.endGames(random >> 8);
            if (what == 11) handler.warp(random >> 8);
            if (random % 40 == 0) handler.reprice(uint128(random >> 8));
        }
        assertLe(100, handler.answers(), "answers");
        assertLe(20, handler.finals(), "finals");
        assertLe(10, handler.refunds(), "refunds");
        assertLe(10, handler.voids(), "voids");
        assertLe(10, handler.withdrawals(), "withdrawals");
        balanceIsEscrowStakeBondsAndCredits();
        escrowAndBondsAreThoseOfOpenRequests();
        nobodyGains();
    }

    function balanceIsEscrowStakeBondsAndCredits() private view {
        uint256 stakes;
        uint256 credits = oracle.creditOf(receiver) + oracle.creditOf(BURNT);
        address[] memory actors = handler.actorList();
        for (uint256 i; i < actors.length; ++i) {
            stakes += oracle.freeStakeOf(actors[i]);
            credits += oracle.creditOf(actors[i]);
            assertEq(oracle.freeStakeOf(actors[i]), handler.stakedWei(actors[i]), "free stake");
        }
        assertEq(address(oracle).balance, handler.escrowWei() + handler.bondsWei() + stakes + credits, "balance");
    }

    function escrowAndBondsAreThoseOfOpenRequests() private view {
        uint256 escrow;
        uint256 bonds;
        uint256 count = oracle.requestCount();
        for (uint256 id = 1; id <= count; ++id) {
            Request memory made = oracle.request(id);
            if (made.status == RequestStatus.Requested || made.status == RequestStatus.Answered) escrow += made.feeWei;
            bonds += made.bondWei;
        }
        assertEq(escrow, handler.escrowWei(), "escrow");
        assertEq(bonds, handler.bondsWei(), "bonds");
    }

    function nobodyGains() private view {
        uint256 all = address(oracle).balance + receiver.balance + (BURNT.balance - burntBefore);
        address[] memory actors = handler.actorList();
        for (uint256 i; i < actors.length; ++i) all += actors[i].balance;
        assertEq(all, handler.paidInWei(), "every wei is somewhere");
        assertEq(receiver.balance + oracle.creditOf(receiver), handler.revenueDueWei(), "revenue of final answers only");
        assertEq(BURNT.balance - burntBefore, handler.burntWei(), "burnt");
        assertEq(handler.revenueDueWei() + handler.operatorsDueWei(), handler.feesFinalWei(), "fees split whole");
    }
}
