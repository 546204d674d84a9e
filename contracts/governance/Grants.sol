// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IVotes } from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { ReentrancyGuardTransient } from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import { Grant, GrantTerms, IGrants, Tranche, TrancheState } from "../interfaces/IGrants.sol";
import { ILaunchpad } from "../interfaces/ILaunchpad.sol";

/// @title Grants: money of a treasury, paid out milestone by milestone
/// @notice No owner, no upgrade, no pause. What it promises: docs/invariants/governance.md.
// INVARIANT: per currency, balance ≥ Σ amounts of Waiting and Announced tranches + Σ returnable.
contract Grants is IGrants, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    /// @dev A grant as stored.
    struct Entry {
        // slots: 20 + 5 + 1 + 1 + 1 bytes, 20, 20, 20, 32
        address token;
        uint40 openUntil;
        uint8 next;
        uint8 count;
        bool ended;
        address treasury;
        address recipient;
        address currency;
        uint256 returnable;
    }

    /// @dev A tranche as stored.
    struct Part {
        // slots: 16 + 1 + 5 bytes, 32
        uint128 amount;
        TrancheState state;
        uint40 announcedAt;
        uint256 objectedVotes;
    }

    uint256 private constant BPS = 10_000;
    uint256 private constant MAX_TRANCHES = 16;
    uint256 private constant MAX_TEXT_BYTES = 1024;
    uint256 private constant MAX_DURATION_SEC = 1825 days;
    uint256 private constant MIN_VETO_BPS = 100;
    uint256 private constant MAX_VETO_BPS = 3300;

    /// @dev After the window of a last tranche there is still time to release it.
    uint256 private constant GRACE_SEC = 30 days;

    address private constant ETH = address(0);

    ILaunchpad public immutable launchpad;
    uint256 public immutable vetoBps;
    uint256 public immutable vetoWindowSec;

    /// @inheritdoc IGrants
    uint256 public grantCount;

    mapping(uint256 grantId => Entry) private _grants;
    mapping(uint256 grantId => mapping(uint256 tranche => Part)) private _parts;
    mapping(uint256 grantId => mapping(uint256 tranche => mapping(address account => bool))) private _objected;

    constructor(ILaunchpad chosenLaunchpad, uint256 chosenVetoBps, uint256 chosenVetoWindowSec) {
        if (address(chosenLaunchpad).code.length == 0) revert Grants_BadParameter("launchpad");
        if (chosenVetoBps < MIN_VETO_BPS || chosenVetoBps > MAX_VETO_BPS) revert Grants_BadParameter("vetoBps");
        if (chosenVetoWindowSec == 0 || chosenVetoWindowSec > 30 days) revert Grants_BadParameter("vetoWindowSec");
        launchpad = chosenLaunchpad;
        vetoBps = chosenVetoBps;
        vetoWindowSec = chosenVetoWindowSec;
    }

    /// @inheritdoc IGrants
    function open(GrantTerms calldata terms) external payable nonReentrant returns (uint256 grantId) {
        if (msg.sender != launchpad.launchOf(terms.token).treasury) revert Grants_NotTreasury(msg.sender);
        uint256 sum = _check(terms);
        grantId = ++grantCount;
        uint256 openUntil = block.timestamp + terms.durationSec;
        _grants[grantId] = Entry({
            token: terms.token,
            openUntil: uint40(openUntil), // Unix seconds for 34,000 years
            next: 0,
            count: uint8(terms.amounts.length), // ≤ MAX_TRANCHES
            ended: false,
            treasury: msg.sender,
            recipient: terms.recipient,
            currency: terms.currency,
            returnable: 0
        });
        for (uint256 i = 0; i < terms.amounts.length; ++i) {
            _parts[grantId][i].amount = terms.amounts[i];
        }
        emit GrantOpened(
            grantId,
            terms.token,
            terms.recipient,
            msg.sender,
            terms.currency,
            openUntil,
            terms.amounts,
            terms.title,
            terms.milestones
        );
        _take(terms.currency, sum);
    }

    /// @inheritdoc IGrants
    function announce(uint256 grantId, string calldata evidenceURI) external {
        Entry storage entry = _entry(grantId);
        if (msg.sender != entry.recipient) revert Grants_NotRecipient(grantId, msg.sender);
        if (bytes(evidenceURI).length > MAX_TEXT_BYTES) revert Grants_BadParameter("evidenceURI");
        uint256 tranche = entry.next;
        if (entry.ended || tranche == entry.count || block.timestamp > entry.openUntil) revert Grants_Closed(grantId);
        Part storage part = _parts[grantId][tranche];
        _requireState(grantId, tranche, TrancheState.Waiting);
        part.state = TrancheState.Announced;
        part.announcedAt = uint40(block.timestamp);
        emit TrancheAnnounced(grantId, tranche, evidenceURI, block.timestamp + vetoWindowSec);
    }

    /// @inheritdoc IGrants
    /// @dev The money of a stopped tranche is not sent from here, so that no currency can get in the way of a veto.
    function object(uint256 grantId, uint256 tranche) external {
        Entry storage entry = _entry(grantId);
        if (tranche != entry.next) revert Grants_WrongState(grantId, tranche, _parts[grantId][tranche].state);
        _requireState(grantId, tranche, TrancheState.Announced);
        Part storage part = _parts[grantId][tranche];
        uint256 announcedAt = part.announcedAt;
        if (block.timestamp > announcedAt + vetoWindowSec) {
            revert Grants_WindowClosed(grantId, announcedAt + vetoWindowSec);
        }
        if (_objected[grantId][tranche][msg.sender]) revert Grants_AlreadyObjected(grantId, tranche, msg.sender);
        // Of the end of the announcement's second: reverts within it.
        uint256 votes = IVotes(entry.token).getPastVotes(msg.sender, announcedAt);
        if (votes == 0) revert Grants_NoVotes(msg.sender);
        _objected[grantId][tranche][msg.sender] = true;
        uint256 objectedVotes = part.objectedVotes + votes;
        part.objectedVotes = objectedVotes;
        emit TrancheObjected(grantId, tranche, msg.sender, votes, objectedVotes);
        if (objectedVotes < _vetoVotes(entry.token, announcedAt)) return;
        part.state = TrancheState.Stopped;
        entry.next += 1;
        entry.returnable += part.amount;
        emit TrancheStopped(grantId, tranche, part.amount);
    }

    /// @inheritdoc IGrants
    function release(uint256 grantId) external nonReentrant {
        Entry storage entry = _entry(grantId);
        uint256 tranche = entry.next;
        _requireState(grantId, tranche, TrancheState.Announced);
        Part storage part = _parts[grantId][tranche];
        uint256 windowEnd = part.announcedAt + vetoWindowSec;
        if (block.timestamp <= windowEnd) revert Grants_WindowOpen(grantId, windowEnd);
        part.state = TrancheState.Released;
        entry.next += 1;
        emit TrancheReleased(grantId, tranche, entry.recipient, part.amount);
        _pay(entry.currency, entry.recipient, part.amount);
    }

    /// @inheritdoc IGrants
    function end(uint256 grantId) external {
        Entry storage entry = _entry(grantId);
        if (msg.sender != entry.treasury) revert Grants_NotTreasury(msg.sender);
        if (entry.ended) revert Grants_Closed(grantId);
        _end(grantId, entry);
    }

    /// @inheritdoc IGrants
    function returnMoney(uint256 grantId) external nonReentrant {
        Entry storage entry = _entry(grantId);
        if (!entry.ended && _isOver(grantId, entry)) _end(grantId, entry);
        uint256 amount = entry.returnable;
        if (amount == 0) {
            if (!entry.ended && entry.next != entry.count) revert Grants_StillOpen(grantId, entry.openUntil);
            revert Grants_NothingToReturn(grantId);
        }
        entry.returnable = 0;
        emit GrantMoneyReturned(grantId, entry.treasury, amount);
        _pay(entry.currency, entry.treasury, amount);
    }

    /// @inheritdoc IGrants
    function grant(uint256 grantId) external view returns (Grant memory found) {
        Entry storage entry = _grants[grantId];
        found.token = entry.token;
        found.treasury = entry.treasury;
        found.recipient = entry.recipient;
        found.currency = entry.currency;
        found.openUntil = entry.openUntil;
        found.next = entry.next;
        found.ended = entry.ended;
        found.returnable = entry.returnable;
        found.tranches = new Tranche[](entry.count);
        for (uint256 i = 0; i < found.tranches.length; ++i) {
            Part storage part = _parts[grantId][i];
            found.tranches[i] = Tranche({
                amount: part.amount,
                state: part.state,
                announcedAt: part.announcedAt,
                objectedVotes: part.objectedVotes,
                vetoVotes: part.announcedAt == 0 || part.announcedAt >= block.timestamp
                    ? 0
                    : _vetoVotes(entry.token, part.announcedAt)
            });
        }
    }

    /// @inheritdoc IGrants
    function vetoUntil(uint256 grantId) external view returns (uint256) {
        Part storage part = _parts[grantId][_grants[grantId].next];
        return part.state == TrancheState.Announced ? part.announcedAt + vetoWindowSec : 0;
    }

    /// @inheritdoc IGrants
    function hasObjected(uint256 grantId, uint256 tranche, address account) external view returns (bool) {
        return _objected[grantId][tranche][account];
    }

    /// @return sum of all tranches: at most MAX_TRANCHES · 2^128
    function _check(GrantTerms calldata terms) private view returns (uint256 sum) {
        if (terms.recipient == address(0) || terms.recipient == address(this)) revert Grants_BadParameter("recipient");
        if (terms.currency != ETH && terms.currency.code.length == 0) revert Grants_BadParameter("currency");
        if (launchpad.launchOf(terms.currency).curve != address(0)) revert Grants_BadParameter("currency");
        if (terms.durationSec == 0 || terms.durationSec > MAX_DURATION_SEC) revert Grants_BadParameter("durationSec");
        uint256 count = terms.amounts.length;
        if (count == 0 || count > MAX_TRANCHES) revert Grants_BadParameter("amounts");
        if (terms.milestones.length != count) revert Grants_BadParameter("milestones");
        if (bytes(terms.title).length > MAX_TEXT_BYTES) revert Grants_BadParameter("title");
        for (uint256 i = 0; i < count; ++i) {
            if (terms.amounts[i] == 0) revert Grants_BadParameter("amounts");
            if (bytes(terms.milestones[i]).length > MAX_TEXT_BYTES) revert Grants_BadParameter("milestones");
            sum += terms.amounts[i];
        }
    }

    /// @dev Takes exactly `sum`: a token that keeps a part on the way would leave somebody short.
    function _take(address currency, uint256 sum) private {
        if (currency == ETH) {
            if (msg.value != sum) revert Grants_WrongPayment(msg.value, sum);
            return;
        }
        if (msg.value != 0) revert Grants_WrongPayment(msg.value, 0);
        uint256 before = IERC20(currency).balanceOf(address(this));
        IERC20(currency).safeTransferFrom(msg.sender, address(this), sum);
        uint256 received = IERC20(currency).balanceOf(address(this)) - before;
        if (received != sum) revert Grants_WrongPayment(received, sum);
    }

    function _pay(address currency, address to, uint256 amount) private {
        if (currency != ETH) {
            IERC20(currency).safeTransfer(to, amount);
            return;
        }
        (bool done,) = to.call{ value: amount }("");
        if (!done) revert Grants_PaymentFailed(to, amount);
    }

    /// @dev What was neither released nor stopped becomes returnable.
    function _end(uint256 grantId, Entry storage entry) private {
        uint256 first = entry.next;
        uint256 count = entry.count;
        uint256 sum;
        for (uint256 i = first; i < count; ++i) {
            Part storage part = _parts[grantId][i];
            part.state = TrancheState.Returned;
            sum += part.amount;
        }
        entry.next = uint8(count);
        entry.ended = true;
        entry.returnable += sum;
        emit GrantEnded(grantId, count - first);
    }

    /// @dev Nothing more can be announced, and what was announced had its time to be released.
    function _isOver(uint256 grantId, Entry storage entry) private view returns (bool) {
        uint256 tranche = entry.next;
        if (tranche == entry.count) return false;
        Part storage part = _parts[grantId][tranche];
        if (part.state == TrancheState.Announced) {
            return block.timestamp > Math.max(entry.openUntil, part.announcedAt + vetoWindowSec) + GRACE_SEC;
        }
        return block.timestamp > entry.openUntil;
    }

    /// @dev Rounds up: a part of less than a vote is not enough.
    function _vetoVotes(address token, uint256 announcedAt) private view returns (uint256) {
        return Math.mulDiv(IVotes(token).getPastTotalSupply(announcedAt), vetoBps, BPS, Math.Rounding.Ceil);
    }

    function _entry(uint256 grantId) private view returns (Entry storage found) {
        found = _grants[grantId];
        if (found.treasury == address(0)) revert Grants_UnknownGrant(grantId);
    }

    function _requireState(uint256 grantId, uint256 tranche, TrancheState wanted) private view {
        TrancheState state = _parts[grantId][tranche].state;
        if (state != wanted) revert Grants_WrongState(grantId, tranche, state);
    }
}
