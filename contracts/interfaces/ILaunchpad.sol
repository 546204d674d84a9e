// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// @notice One Initial Model Offering, as its creator signs it. Parts of the supply are in 1/10,000 and sum to 10,000.
/// @param name ERC-20 name
/// @param symbol ERC-20 symbol
/// @param contractURI ERC-7572 metadata (a data: URI, so that it needs no host)
/// @param modelHash commitment to the weights
/// @param programHash commitment to the operator graph
/// @param bundleURI ipfs://CID of the bundle's manifest
/// @param priceWei price of one inference
/// @param saleBps part sold on the curve
/// @param liquidityBps part kept for the pool
/// @param creatorBps part of the creator, vested; at most 2,000
/// @param treasuryBps part of the raise for the treasury, in 1/10,000
/// @param targetWei ETH to raise
/// @param claimableBps part of released revenue shared at snapshots, in 1/10,000
/// @param releasePeriodSec seconds over which revenue is released to snapshots
/// @param snapshotIntervalSec least seconds between snapshots
/// @param cliffSec seconds from launch before the creator's part begins to be released
/// @param vestingSec seconds from launch until it is all released
/// @param snipeFeeBps trading fee at launch, decaying to the lasting fee
/// @param snipeDurationSec seconds the decay takes
/// @param minPriceWei least price of an inference that a vote can set; at most `priceWei`
/// @param maxPriceWei highest price of an inference that a vote can set; at least `priceWei`
/// @param votingDelaySec seconds from a proposal to the balances that count for its vote
/// @param votingPeriodSec seconds in which votes are taken
/// @param quorumBps part of the eligible supply that has to vote for or abstain, in 1/10,000
/// @param proposalThresholdBps part of the whole supply that a proposer needs, in 1/10,000
/// @param timelockDelaySec seconds between a decision and its execution
/// @param mintFeeWei fee of making a piece of an answer
/// @param royaltyBps holders' part of every sale of a piece, in 1/10,000; at most 1,000
/// @param form what the bytes of prompts and answers are, kept by AnswerForms; zero for plain text
struct LaunchParams {
    string name;
    string symbol;
    string contractURI;
    bytes32 modelHash;
    bytes32 programHash;
    string bundleURI;
    uint128 priceWei;
    uint16 saleBps;
    uint16 liquidityBps;
    uint16 creatorBps;
    uint16 treasuryBps;
    uint128 targetWei;
    uint16 claimableBps;
    uint32 releasePeriodSec;
    uint32 snapshotIntervalSec;
    uint32 cliffSec;
    uint32 vestingSec;
    uint16 snipeFeeBps;
    uint32 snipeDurationSec;
    uint128 minPriceWei;
    uint128 maxPriceWei;
    uint32 votingDelaySec;
    uint32 votingPeriodSec;
    uint16 quorumBps;
    uint16 proposalThresholdBps;
    uint32 timelockDelaySec;
    uint96 mintFeeWei;
    uint16 royaltyBps;
    address form;
}

/// @notice What the launchpad knows of a launched token.
/// @param vesting zero where the creator has no part
/// @param governor where holders vote
/// @param treasury the timelock that does what they decide, and holds what they own together
/// @param collection the model's answers as tokens
/// @param modelId the first version of the model in the oracle's registry
/// @param launchedAt Unix seconds
struct Launch {
    address creator;
    address curve;
    address vesting;
    address governor;
    address treasury;
    address collection;
    uint256 modelId;
    uint256 launchedAt;
}

/// @notice The contracts that a launch clones.
struct Implementations {
    address token;
    address curve;
    address vesting;
    address governor;
    address treasury;
    address collection;
}

/// @title Launchpad: one transaction turns a model into a token that earns
interface ILaunchpad {
    /// @notice A model was launched.
    event Launched(
        address indexed token,
        address indexed creator,
        uint256 indexed modelId,
        address curve,
        address vesting,
        address governor,
        address treasury,
        LaunchParams params
    );
    /// @notice Beside `Launched`: where the model's answers become tokens.
    event CollectionLaunched(address indexed token, address indexed collection);

    error Launchpad_BadParameter(string name);
    error Launchpad_Expired(uint256 deadline, uint256 nowSec);
    error Launchpad_PaymentFailed(address to, uint256 amount);
    error Launchpad_UnexpectedPayment(address from, uint256 amount);

    /// @notice Registers the model with the oracle, makes token, curve, vesting wallet, governor, treasury and collection,
    /// and spends
    /// the ETH sent on the creator's first buy, in one transaction.
    /// @param minTokensOut least tokens of that first buy
    /// @param deadline Unix seconds after which it reverts
    function launch(LaunchParams calldata params, uint256 minTokensOut, uint256 deadline)
        external
        payable
        returns (address token);

    /// @notice The launch of `token`; all zeros for a token not launched here.
    function launchOf(address token) external view returns (Launch memory);

    /// @notice The curve of `token`; zero for a token not launched here.
    function curveOf(address token) external view returns (address);

    /// @notice How many tokens were launched.
    function tokenCount() external view returns (uint256);

    /// @notice Launched tokens `from` (included) to `to` (excluded), clipped to what exists.
    function tokens(uint256 from, uint256 to) external view returns (address[] memory);
}
