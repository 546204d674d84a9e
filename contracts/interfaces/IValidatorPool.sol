// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IPayouts } from "./IPayouts.sol";

/// @notice Settings of the pool; fixed at deployment.
/// @param stakeWei stake of one validator
/// @param drawn how many validators are drawn for one answer, on average
/// @param penaltyWei what a drawn validator loses who did not confirm: half is burnt, half goes to who reports it
/// @param exitDelaySec how long a leaving validator's stake stays liable; longer than the challenge window
struct PoolSettings {
    uint128 stakeWei;
    uint16 drawn;
    uint128 penaltyWei;
    uint32 exitDelaySec;
}

/// @title ValidatorPool: the attention challenge
/// @notice For every answer a few staked validators are drawn by lot among those who watch its model. Each must confirm it within the challenge
/// window with a commitment that only someone who has run the model can make, keccak256(stepsRoot ‖ validator ‖ requestId ‖ attempt) (numbers as
/// uint256, the address as 20 bytes), or challenge it. `stepsRoot` becomes public after the window only (traceRoot hides it), so a commitment cannot be
/// copied or made up. A validator watches only the models it names: nobody is liable for one it cannot get or run.
interface IValidatorPool is IPayouts {
    event ValidatorJoined(address indexed validator, uint256 stakeWei);
    event ValidatorLeaving(address indexed validator, uint256 freeAt);
    event ValidatorLeft(address indexed validator, uint256 stakeWei);
    event WatchStarted(uint256 indexed modelId, address indexed validator);
    event WatchEnded(uint256 indexed modelId, address indexed validator);
    event Confirmed(uint256 indexed requestId, uint256 indexed attempt, address indexed validator, bytes32 commitment);
    /// @notice The validator challenged this answer, so it owes no confirmation.
    event Excused(uint256 indexed requestId, uint256 indexed attempt, address indexed validator, uint256 gameId);
    /// @notice The answer is final and its trace root opened: who was drawn can be judged.
    event AttentionJudged(uint256 indexed requestId, address indexed validator, bool attentive, uint256 penaltyWei);

    error ValidatorPool_BadParameter(string name);
    error ValidatorPool_WrongStake(uint256 sent, uint256 stakeWei);
    error ValidatorPool_NotValidator(address account);
    error ValidatorPool_AlreadyValidator(address account);
    error ValidatorPool_Leaving(address account, uint256 freeAt);
    error ValidatorPool_TooManyModels(uint256 limit);
    error ValidatorPool_NotDrawn(uint256 requestId, address validator);
    error ValidatorPool_WindowClosed(uint256 requestId, uint256 finalizableAt);
    error ValidatorPool_NotFinal(uint256 requestId);
    error ValidatorPool_WrongTrace(uint256 requestId);

    /// @notice Becomes a validator, with the stake as value. Watches nothing yet.
    function join() external payable;

    /// @notice Watches models: drawn for answers of theirs posted from the next second on. Those watched already are skipped.
    function watch(uint256[] calldata modelIds) external;

    /// @notice Stops watching models; answers posted before stay one's duty. Those not watched are skipped.
    function unwatch(uint256[] calldata modelIds) external;

    /// @notice Stops watching everything; the stake is free after the exit delay.
    function exit() external;

    /// @notice Takes the stake back after the exit delay.
    function takeStake() external;

    /// @notice A drawn validator's commitment to the standing answer, before the challenge window closes. A later one replaces it.
    function confirm(uint256 requestId, bytes32 commitment) external;

    /// @notice Anyone: puts on record that the challenger of the game disputed that answer, and so need not confirm it. There is time for it as long
    /// as the game is not settled, because a disputed answer cannot become final.
    function excuse(uint256 gameId) external;

    /// @notice Anyone, once the answer is final: opens its trace root and judges the drawn `validators`: a missing or wrong commitment costs
    /// the penalty. Those not drawn, excused, or judged before, are skipped.
    function judge(uint256 requestId, bytes32 stepsRoot, address[] calldata validators) external;

    /// @notice Whether `validator` is drawn for the present answer to the request.
    function isDrawn(uint256 requestId, address validator) external view returns (bool);
    function commitmentOf(uint256 requestId, uint256 attempt, address validator) external view returns (bytes32);
    function isExcused(uint256 requestId, uint256 attempt, address validator) external view returns (bool);
    function isJudged(uint256 requestId, uint256 attempt, address validator) external view returns (bool);
    function stakeOf(address validator) external view returns (uint256);
    /// @notice When the stake of a leaving validator is free, in Unix seconds; 0 for one that is not leaving.
    function freeAtOf(address validator) external view returns (uint256);
    /// @notice All validators that have not left, in no order.
    function validators() external view returns (address[] memory);
    /// @notice The models a validator watches, in no order.
    function watchedBy(address validator) external view returns (uint256[] memory);
    /// @notice How many validators watch the model now.
    function watcherCount(uint256 modelId) external view returns (uint256);
    function settings() external view returns (PoolSettings memory);
}
