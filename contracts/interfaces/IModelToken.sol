// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IERC7641AltRevToken } from "./IERC7641.sol";

/// @notice A part of the supply minted once, at initialisation.
/// @param to the account that receives it
/// @param amount tokens, 18 decimals
struct Allocation {
    address to;
    uint256 amount;
}

/// @notice What a model token is made from; none of it can change later, but the revenue tokens, which may grow.
/// @param name ERC-20 name
/// @param symbol ERC-20 symbol
/// @param contractURI ERC-7572 metadata of the token
/// @param governor may add revenue tokens; the zero address means that nobody ever can
/// @param weth wrapped ETH: the fallback for payments of ETH that fail, and always a revenue token
/// @param claimableBps part of released revenue that snapshots share out, in 1/10,000; the rest is for burners
/// @param releasePeriodSec seconds over which revenue is released; 0 releases at once
/// @param snapshotIntervalSec least seconds between two snapshots
/// @param allocations the whole supply
/// @param excluded accounts that can never claim (curve, vesting); the token itself, the pool manager and the hook
/// always are
struct ModelTokenParams {
    string name;
    string symbol;
    string contractURI;
    address governor;
    address weth;
    uint16 claimableBps;
    uint32 releasePeriodSec;
    uint32 snapshotIntervalSec;
    Allocation[] allocations;
    address[] excluded;
}

/// @notice The books of one currency, in its smallest unit, brought up to the current second.
/// @param receivedTotal all revenue that ever arrived
/// @param unreleased arrived, not yet released
/// @param pending released to claims, waiting for the next snapshot
/// @param owed shared out by snapshots, not yet claimed
/// @param redeemPool released to burners
/// @param releaseEndSec when the last of `unreleased` is released if holders stay eligible, Unix seconds
struct RevenueState {
    uint256 receivedTotal;
    uint256 unreleased;
    uint256 pending;
    uint256 owed;
    uint256 redeemPool;
    uint256 releaseEndSec;
}

/// @title ModelToken: the revenue share token of one model
/// @notice ERC-20 + ERC-2612 + ERC-5805 votes on a timestamp clock (ERC-6372) + ERC-7641 with AltRevToken.
/// The currency of ETH is the zero address. Amounts always round in favour of the pool.
interface IModelToken is IERC7641AltRevToken {
    /// @notice ETH arrived by a plain transfer.
    event RevenueReceived(address indexed from, uint256 amount);
    /// @notice The books took in `arrived` and released `released` of a currency.
    event RevenueSynced(address indexed currency, uint256 arrived, uint256 released);
    /// @notice Snapshot `snapshotId` records the balances at the end of the block of `recordTime`.
    event SnapshotTaken(uint256 indexed snapshotId, uint256 recordTime);
    /// @notice Snapshot `snapshotId` shares `amount` of `currency`.
    event SnapshotFunded(uint256 indexed snapshotId, address indexed currency, uint256 amount);
    /// @notice `account` was paid its share; `wrapped` when ETH had to be paid as WETH.
    event RevenueClaimed(
        address indexed account, uint256 indexed snapshotId, address indexed currency, uint256 amount, bool wrapped
    );
    /// @notice `account` burned `burned` tokens and was paid `amount` of `currency` from the redeem pool.
    event RevenueRedeemed(address indexed account, address indexed currency, uint256 burned, uint256 amount, bool wrapped);
    /// @notice `token` is a revenue currency from now on.
    event RevenueTokenAdded(address indexed token);

    error ModelToken_SnapshotTooSoon(uint256 nextAllowedSec);
    error ModelToken_BadParameter(string name);
    error ModelToken_NotGovernor(address caller);
    error ModelToken_TooManyRevenueTokens(uint256 limit);
    error ModelToken_AlreadyRevenueToken(address token);
    error ModelToken_NotHook(address caller);
    /// @notice The pool manager takes no tokens before graduation.
    error ModelToken_NotGraduated();

    /// @notice Sets a fresh clone up; can be called once.
    function initialize(ModelTokenParams calldata params) external;

    /// @notice Claims snapshot `snapshotId` for `account`, who is the one paid. Skips what was claimed already.
    function claimFor(address account, uint256 snapshotId) external;

    /// @notice Claims several snapshots for `account` in every currency, summed to one payment a currency.
    /// Unknown, open, empty and claimed ids are skipped.
    function claimMany(address account, uint256[] calldata snapshotIds) external;

    /// @notice Takes revenue that arrived into the books, and releases what is due.
    function sync(address currency) external;

    /// @notice Adds an ERC-20 revenue currency. Only the governor.
    function addRevenueToken(address token) external;

    /// @notice Burns `amount` of the caller's tokens without paying for them: everybody's part of the redeem pool grows.
    /// Only the hook, for the fees that its pool took in tokens.
    function retire(uint256 amount) external;

    /// @notice ERC-7572 contract metadata.
    function contractURI() external view returns (string memory);

    /// @notice The number of snapshots taken: also the newest id.
    function snapshotCount() external view returns (uint256);

    /// @notice One snapshot in one currency. Zeros for an unknown id.
    /// @return recordTime Unix seconds of its block; a claim is possible from the next second on
    /// @return amount what it shares
    /// @return eligibleSupply tokens that share it (current ones while the record block is still open)
    function snapshotInfo(uint256 snapshotId, address currency)
        external
        view
        returns (uint256 recordTime, uint256 amount, uint256 eligibleSupply);

    /// @notice The balance that counts for `account` in snapshot `snapshotId`; 0 for an excluded account.
    function balanceOfAt(address account, uint256 snapshotId) external view returns (uint256);

    /// @notice Sum that `account` can still claim over snapshots `fromId` to `toId`, both included.
    function claimableBetween(address account, uint256 fromId, uint256 toId, address currency)
        external
        view
        returns (uint256);

    /// @notice The books of a currency as they would be after a `sync` now.
    function revenueState(address currency) external view returns (RevenueState memory);

    /// @notice ETH (the zero address) and every revenue token.
    function currencies() external view returns (address[] memory);

    /// @notice Accounts whose tokens share nothing and vote nothing.
    function excludedAccounts() external view returns (address[] memory);

    /// @notice Whether `account` is one of them.
    function isExcluded(address account) external view returns (bool);

    /// @notice Total supply less the balances of excluded accounts.
    function eligibleSupply() external view returns (uint256);

    function claimableBps() external view returns (uint16);
    function releasePeriodSec() external view returns (uint32);
    function snapshotIntervalSec() external view returns (uint32);
    function governor() external view returns (address);
    function weth() external view returns (address);
}
