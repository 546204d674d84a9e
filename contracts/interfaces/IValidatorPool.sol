// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// @notice Settings of the pool; fixed at deployment.
/// @param stakeWei stake of one validator
/// @param drawn how many validators are drawn for one answer, on average
/// @param penaltyWei what a drawn validator loses who did not confirm: half is burnt, half goes to who reports it
/// @param exitDelaySec how long a leaving validator's stake stays liable
struct PoolSettings {
    uint128 stakeWei;
    uint16 drawn;
    uint128 penaltyWei;
    uint32 exitDelaySec;
}

/// @title ValidatorPool: the attention challenge
/// @notice For every answer a few staked validators are drawn by lot. Each must confirm it within the challenge window with a commitment that only someone
/// who has run the model can make, keccak256(stepsRoot ‖ validator ‖ requestId ‖ attempt), or challenge it. `stepsRoot` becomes public
/// after the window only (traceRoot hides it), so a commitment cannot be copied or made up.
interface IValidatorPool {
    event ValidatorJoined(address indexed validator, uint256 stakeWei);
    event ValidatorLeaving(address indexed validator, uint256 freeAt);
    event ValidatorLeft(address indexed validator, uint256 stakeWei);
    event Confirmed(uint256 indexed requestId, uint256 indexed attempt, address indexed validator, bytes32 commitment);
    /// @notice The answer is final and its trace root opened: who was drawn can be judged.
    event AttentionJudged(uint256 indexed requestId, address indexed validator, bool attentive, uint256 penaltyWei);

    error ValidatorPool_BadParameter(string name);
    error ValidatorPool_WrongStake(uint256 sent, uint256 stakeWei);
    error ValidatorPool_NotValidator(address account);
    error ValidatorPool_AlreadyValidator(address account);
    error ValidatorPool_Leaving(address account, uint256 freeAt);
    error ValidatorPool_NotDrawn(uint256 requestId, address validator);
    error ValidatorPool_WindowClosed(uint256 requestId, uint256 finalizableAt);
    error ValidatorPool_NotFinal(uint256 requestId);
    error ValidatorPool_WrongTrace(uint256 requestId);
    error ValidatorPool_AlreadyJudged(uint256 requestId, address validator);
    error ValidatorPool_NothingToWithdraw(address account);
    error ValidatorPool_PaymentFailed(address account, uint256 amount);

    /// @notice Becomes a validator, with the stake as value; drawn for answers posted from the next second on.
    function join() external payable;

    /// @notice Stops being drawn; the stake is free after the exit delay.
    function leave() external;

    /// @notice Takes the stake back after the exit delay.
    function takeStake() external;

    /// @notice A drawn validator's commitment to the standing answer, before the challenge window closes.
    function confirm(uint256 requestId, bytes32 commitment) external;

    /// @notice Anyone, once the answer is final: opens its trace root and judges the drawn `validators`: a missing or wrong commitment costs
    /// the penalty. Those not drawn, or judged before, are skipped.
    function judge(uint256 requestId, bytes32 stepsRoot, address[] calldata validators) external;

    /// @notice Pays out what could not be pushed to `account`.
    function withdraw(address account) external;

    /// @notice Whether `validator` is drawn for the present answer to the request.
    function isDrawn(uint256 requestId, address validator) external view returns (bool);
    function commitmentOf(uint256 requestId, uint256 attempt, address validator) external view returns (bytes32);
    function stakeOf(address validator) external view returns (uint256);
    function validators() external view returns (address[] memory);
    function settings() external view returns (PoolSettings memory);
    function creditOf(address account) external view returns (uint256);
}
