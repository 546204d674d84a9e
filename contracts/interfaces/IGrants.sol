// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// @notice What a grant is opened with.
/// @param token the model token whose holders can veto
/// @param recipient who announces milestones and is paid
/// @param currency the zero address for ETH, else an ERC-20
/// @param durationSec seconds from the opening in which milestones can be announced
/// @param amounts what each milestone pays, in the currency's smallest unit
/// @param title what the grant is for
/// @param milestones what is to be done for each amount
struct GrantTerms {
    address token;
    address recipient;
    address currency;
    uint32 durationSec;
    uint128[] amounts;
    string title;
    string[] milestones;
}

/// @notice The life of a tranche.
enum TrancheState {
    Waiting,
    Announced,
    Released,
    Stopped,
    Returned
}

/// @notice One milestone and its money.
/// @param announcedAt Unix seconds of the announcement; 0 before it
/// @param objectedVotes votes of those who objected, 18 decimals
/// @param vetoVotes votes that stop it: known from the second after the announcement on, 0 before
struct Tranche {
    uint128 amount;
    TrancheState state;
    uint40 announcedAt;
    uint256 objectedVotes;
    uint256 vetoVotes;
}

/// @notice One grant.
/// @param treasury who opened it and gets back what is not released; zero for an unknown id
/// @param openUntil Unix seconds until which milestones can be announced
/// @param next the tranche that is announced or waits to be; the number of tranches when none is left
/// @param ended whether a vote has ended it
/// @param returnable what waits to be sent back to the treasury
struct Grant {
    address token;
    address treasury;
    address recipient;
    address currency;
    uint40 openUntil;
    uint256 next;
    bool ended;
    uint256 returnable;
    Tranche[] tranches;
}

/// @title Grants: money of a treasury, paid out milestone by milestone
/// @notice A vote opens a grant, and its money is held here. The recipient announces each milestone when it is done. From
/// then on holders have a window in which they can object: once those who do have the veto's part of the votes there were
/// when it was announced, the tranche is stopped. Otherwise anyone releases it when the window is over. What is
/// stopped, never announced or cut off by a vote goes back to the treasury.
/// Window and veto are the contract's, not the grant's: whoever has a majority could set them to nothing.
interface IGrants {
    event GrantOpened(
        uint256 indexed grantId,
        address indexed token,
        address indexed recipient,
        address treasury,
        address currency,
        uint256 openUntil,
        uint128[] amounts,
        string title,
        string[] milestones
    );
    /// @notice A milestone is said to be done. Holders can object until `vetoUntil`.
    event TrancheAnnounced(uint256 indexed grantId, uint256 indexed tranche, string evidenceURI, uint256 vetoUntil);
    event TrancheObjected(
        uint256 indexed grantId, uint256 indexed tranche, address indexed account, uint256 votes, uint256 objectedVotes
    );
    event TrancheReleased(uint256 indexed grantId, uint256 indexed tranche, address indexed recipient, uint256 amount);
    event TrancheStopped(uint256 indexed grantId, uint256 indexed tranche, uint256 amount);
    /// @notice Nothing more is paid: by a vote, or because the time is over.
    event GrantEnded(uint256 indexed grantId, uint256 returnedTranches);
    event GrantMoneyReturned(uint256 indexed grantId, address indexed treasury, uint256 amount);

    error Grants_BadParameter(string name);
    error Grants_UnknownGrant(uint256 grantId);
    error Grants_NotTreasury(address caller);
    error Grants_NotRecipient(uint256 grantId, address caller);
    error Grants_WrongPayment(uint256 received, uint256 expected);
    error Grants_Closed(uint256 grantId);
    error Grants_WrongState(uint256 grantId, uint256 tranche, TrancheState state);
    error Grants_WindowOpen(uint256 grantId, uint256 vetoUntil);
    error Grants_WindowClosed(uint256 grantId, uint256 vetoUntil);
    error Grants_AlreadyObjected(uint256 grantId, uint256 tranche, address account);
    error Grants_NoVotes(address account);
    error Grants_StillOpen(uint256 grantId, uint256 openUntil);
    error Grants_NothingToReturn(uint256 grantId);
    error Grants_PaymentFailed(address to, uint256 amount);

    /// @notice Opens a grant and takes all of its money. Only the treasury of a launched token: by a vote. ETH is sent
    /// along; of an ERC-20 the sum is approved before. Model tokens cannot be granted: held here they would vote and
    /// claim for nobody.
    /// @return grantId ids start at 1
    function open(GrantTerms calldata terms) external payable returns (uint256 grantId);

    /// @notice Says that the next milestone is done. Only the recipient, one at a time, while the grant is open.
    /// @param evidenceURI where holders can see that it is
    function announce(uint256 grantId, string calldata evidenceURI) external;

    /// @notice Objects to the announced tranche with all votes that the caller had when it was announced; stops it once
    /// there are enough. Possible from the second after the announcement until the window is over.
    /// @param tranche must be the announced one, so that nobody objects to another than was meant
    function object(uint256 grantId, uint256 tranche) external;

    /// @notice Pays the announced tranche to the recipient. Anyone, once the window is over.
    function release(uint256 grantId) external;

    /// @notice Ends the grant: nothing more is paid, whatever was announced. Only the treasury: by a vote.
    function end(uint256 grantId) external;

    /// @notice Sends back what was stopped or cut off; and ends a grant whose time is over. Anyone.
    function returnMoney(uint256 grantId) external;

    function grant(uint256 grantId) external view returns (Grant memory);
    function grantCount() external view returns (uint256);

    /// @notice Until when the announced tranche can be objected to, in Unix seconds; 0 where none is announced.
    function vetoUntil(uint256 grantId) external view returns (uint256);
    function hasObjected(uint256 grantId, uint256 tranche, address account) external view returns (bool);

    /// @notice Part of the eligible supply that stops a tranche, in 1/10,000.
    function vetoBps() external view returns (uint256);

    /// @notice Seconds in which holders can object.
    function vetoWindowSec() external view returns (uint256);
}
