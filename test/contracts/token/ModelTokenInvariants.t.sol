// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { WETH } from "solady/src/tokens/WETH.sol";
import { RevenueState } from "../../../contracts/interfaces/IModelToken.sol";
import { TokenWallet } from "../../../contracts/mocks/TokenWallet.sol";
import { ModelToken } from "../../../contracts/token/ModelToken.sol";
import { Base } from "../Base.sol";
import { TokenBase } from "./TokenBase.sol";

/// @notice What the invariant runner may do to a token, and what should have come of it. A revert in here is ignored by
/// the runner, so everything that is wrong is kept in `failure`, which an invariant reads.
contract TokenHandler is Base {
    address internal constant ETH = address(0);

    // Not immutable: the runner knows a contract by its code, which an immutable would change.
    ModelToken public token;
    WETH public weth;
    address public curve;
    /// @notice Refuses ETH.
    TokenWallet public wallet;
    address[] public actors;

    string public failure;
    mapping(address currency => uint256) public pushed;
    mapping(address currency => uint256) public paid;
    mapping(uint256 id => mapping(address currency => uint256)) public claimed;

    constructor(ModelToken token_, WETH weth_, address[] memory holders, address curve_, TokenWallet wallet_) {
        token = token_;
        weth = weth_;
        curve = curve_;
        wallet = wallet_;
        for (uint256 i = 0; i < holders.length; ++i) {
            actors.push(holders[i]);
        }
        actors.push(address(wallet_));
        actors.push(curve_);
    }

    function actorCount() external view returns (uint256) {
        return actors.length;
    }

    function pushEth(uint256 amount) external {
        uint256 sum = bound(amount, 1, 100 ether);
        vm.deal(address(this), sum);
        (bool sent,) = address(token).call{ value: sum }("");
        if (!sent) failure = "push of ETH";
        pushed[ETH] += sum;
    }

    function pushWeth(uint256 amount) external {
        // Small amounts on purpose: this is the coarse currency, where rounding shows.
        uint256 sum = bound(amount, 1, 1000);
        vm.deal(address(this), sum);
        weth.deposit{ value: sum }();
        weth.transfer(address(token), sum);
        pushed[address(weth)] += sum;
    }

    /// @dev Between any two of them, so buys, sells and moves between excluded accounts are among these.
    function transfer(uint256 fromSeed, uint256 toSeed, uint256 amount) external {
        address from = _actor(fromSeed);
        address to = toSeed % 37 == 0 ? address(token) : _actor(toSeed);
        uint256 value = bound(amount, 0, token.balanceOf(from));
        // Now and then all of it: nobody eligible must happen too.
        if (amount % 3 == 0) value = token.balanceOf(from);
        vm.prank(from);
        token.transfer(to, value);
    }

    /// @dev Every holder sells to the curve, so that nobody is eligible.
    function exodus(uint256 seed) external {
        if (seed % 8 != 0) return;
        for (uint256 i = 0; i + 1 < actors.length; ++i) {
            vm.startPrank(actors[i]);
            token.transfer(curve, token.balanceOf(actors[i]));
            vm.stopPrank();
        }
    }

    function burn(uint256 seed, uint256 amount) external {
        address from = actors[seed % (actors.length - 1)];
        uint256 value = bound(amount, 0, token.balanceOf(from) / 10);
        uint256[2] memory told =
            [token.redeemableOnBurn(value), token.redeemableERC20OnBurn(value, address(weth))];
        uint256 poolBefore = token.revenueState(ETH).redeemPool;
        uint256 supplyBefore = token.totalSupply();
        uint256[2] memory before = _holdings(from);
        vm.prank(from);
        token.burn(value);
        _checkPayment(from, before, told, "burn paid something else than the view said");
        uint256 poolAfter = token.revenueState(ETH).redeemPool;
        if (poolBefore * token.totalSupply() > poolAfter * supplyBefore) failure = "backing per token fell";
    }

    function snapshot() external {
        token.snapshot();
    }

    function sync(uint256 seed) external {
        token.sync(seed % 2 == 0 ? ETH : address(weth));
    }

    function claim(uint256 seed, uint256 idSeed) external {
        uint256[] memory ids = new uint256[](1);
        ids[0] = idSeed % (token.snapshotCount() + 2);
        _claim(_actor(seed), ids);
    }

    function claimMany(uint256 seed, uint256 idSeed) external {
        uint256[] memory ids = new uint256[](8);
        for (uint256 i = 0; i < 8; ++i) {
            ids[i] = uint256(keccak256(abi.encode(idSeed, i))) % (token.snapshotCount() + 2);
        }
        _claim(_actor(seed), ids);
    }

    function delegate(uint256 fromSeed, uint256 toSeed) external {
        vm.prank(_actor(fromSeed));
        token.delegate(toSeed % 5 == 0 ? address(0) : _actor(toSeed));
    }

    function pass(uint256 secs) external {
        vm.warp(block.timestamp + bound(secs, 1, 400));
    }

    function _claim(address holder, uint256[] memory ids) private {
        uint256[2] memory told;
        for (uint256 i = 0; i < ids.length; ++i) {
            bool isRepeated = false;
            for (uint256 k = 0; k < i; ++k) {
                if (ids[k] == ids[i]) isRepeated = true;
            }
            if (isRepeated) continue;
            uint256 eth = token.claimableRevenue(holder, ids[i]);
            uint256 wrapped = token.claimableERC20(holder, ids[i], address(weth));
            told[0] += eth;
            told[1] += wrapped;
            claimed[ids[i]][ETH] += eth;
            claimed[ids[i]][address(weth)] += wrapped;
        }
        uint256[2] memory before = _holdings(holder);
        token.claimMany(holder, ids);
        _checkPayment(holder, before, told, "claim paid something else than the view said");
        for (uint256 i = 0; i < ids.length; ++i) {
            if (token.claimableRevenue(holder, ids[i]) != 0) failure = "claimed and still claimable";
        }
    }

    function _checkPayment(address to, uint256[2] memory before, uint256[2] memory told, string memory what) private {
        uint256[2] memory now_ = _holdings(to);
        bool isWrapped = to == address(wallet);
        if (now_[0] - before[0] != (isWrapped ? 0 : told[0])) failure = what;
        if (now_[1] - before[1] != (isWrapped ? told[0] + told[1] : told[1])) failure = what;
        paid[ETH] += told[0];
        paid[address(weth)] += told[1];
    }

    function _holdings(address holder) private view returns (uint256[2] memory) {
        return [holder.balance, weth.balanceOf(holder)];
    }

    function _actor(uint256 seed) private view returns (address) {
        return actors[seed % actors.length];
    }
}

/// @notice The promises about money and votes, after every call of random histories.
abstract contract ModelTokenInvariants is TokenBase {
    TokenHandler internal handler;

    function _target() internal {
        TokenWallet wallet = new TokenWallet(TokenWallet.OnReceive.Reject);
        address[] memory holders = new address[](3);
        (holders[0], holders[1], holders[2]) = (alice, bob, carol);
        handler = new TokenHandler(token, weth, holders, curve, wallet);
        bytes4[] memory selectors = new bytes4[](12);
        selectors[0] = TokenHandler.pushEth.selector;
        selectors[1] = TokenHandler.pushWeth.selector;
        selectors[2] = TokenHandler.transfer.selector;
        selectors[3] = TokenHandler.exodus.selector;
        selectors[4] = TokenHandler.burn.selector;
        selectors[5] = TokenHandler.snapshot.selector;
        selectors[6] = TokenHandler.sync.selector;
        selectors[7] = TokenHandler.claim.selector;
        selectors[8] = TokenHandler.claimMany.selector;
        selectors[9] = TokenHandler.delegate.selector;
        selectors[10] = TokenHandler.pass.selector;
        // Time should pass about as often as everything else happens.
        selectors[11] = TokenHandler.pass.selector;
        targetContract(address(handler));
        targetSelector(address(handler), selectors);
    }

    /// @dev Solvency, conservation, claims: per currency, to the unit.
    function invariant_Money() public view {
        assertEq(handler.failure(), "", "no call went wrong");
        _checkMoney(ETH, address(token).balance);
        _checkMoney(address(weth), weth.balanceOf(address(token)));
    }

    /// @dev Votes, eligible supply and balances at snapshots.
    function invariant_Holdings() public view {
        uint256 votes;
        uint256 balances;
        uint256 count = handler.actorCount();
        for (uint256 i = 0; i < count; ++i) {
            address actor = handler.actors(i);
            votes += token.getVotes(actor);
            if (actor != curve) balances += token.balanceOf(actor);
        }
        assertEq(votes, token.eligibleSupply(), "votes are the eligible supply");
        assertEq(balances, token.eligibleSupply(), "and so are the balances of those who are eligible");
        uint256 excluded = token.balanceOf(curve) + token.balanceOf(address(token));
        assertEq(token.totalSupply() - excluded, token.eligibleSupply(), "total less excluded");
        uint256 newest = token.snapshotCount();
        for (uint256 id = newest > 3 ? newest - 3 : 1; id <= newest; ++id) {
            (uint256 recordTime,, uint256 eligible) = token.snapshotInfo(id, ETH);
            uint256 recorded;
            for (uint256 i = 0; i < count; ++i) {
                recorded += token.balanceOfAt(handler.actors(i), id);
            }
            assertEq(recorded, recordTime < block.timestamp ? eligible : 0, "recorded balances sum to the divisor");
        }
        _callEveryView();
    }

    function _checkMoney(address currency, uint256 held) private view {
        RevenueState memory s = token.revenueState(currency);
        uint256 accounted = s.owed + s.unreleased + s.pending + s.redeemPool;
        assertEq(accounted, held, "solvent: the books are the balance");
        assertEq(s.receivedTotal, handler.pushed(currency), "all that came is known");
        assertEq(s.receivedTotal, handler.paid(currency) + accounted, "what came is paid or still here");
        uint256 owed;
        uint256 newest = token.snapshotCount();
        for (uint256 id = 1; id <= newest; ++id) {
            (, uint256 amount,) = token.snapshotInfo(id, currency);
            uint256 claimed = handler.claimed(id, currency);
            assertLe(claimed, amount, "claims of a snapshot are at most its amount");
            owed += amount - claimed;
        }
        assertEq(s.owed, owed, "owed is what snapshots share and nobody claimed yet");
        if (s.unreleased > 0) {
            assertLe(block.timestamp, s.releaseEndSec, "the end is ahead");
            assertLe(s.releaseEndSec, block.timestamp + token.releasePeriodSec(), "by a period at most");
        } else {
            assertEq(s.releaseEndSec, 0, "no end without a stream");
        }
    }

    /// @dev A revert of any of these fails the run.
    function _callEveryView() private view {
        uint256 max = type(uint256).max;
        uint256 newest = token.snapshotCount();
        token.claimableRevenue(alice, newest);
        token.claimableERC20(bob, max, address(weth));
        token.claimableBetween(carol, newest > 5 ? newest - 5 : 0, max, ETH);
        token.redeemableOnBurn(token.balanceOf(alice));
        token.redeemableOnBurn(token.totalSupply());
        token.redeemableERC20OnBurn(max, address(weth));
        token.balanceOfAt(curve, max);
        token.snapshotInfo(newest + 1, curve);
        token.revenueState(curve);
    }
}

/// @notice Revenue released over some minutes, 70 % to claims.
contract ModelTokenStreamInvariantsTest is ModelTokenInvariants {
    function setUp() public override {
        super.setUp();
        _relaunch(7_000, 1_000, 0);
        _target();
    }
}

/// @notice Revenue released at once, as the reference does it.
contract ModelTokenInstantInvariantsTest is ModelTokenInvariants {
    function setUp() public override {
        super.setUp();
        _relaunch(3_333, 0, 5);
        _target();
    }
}
