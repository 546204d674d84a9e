// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { Checkpoints } from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import { EnumerableSet } from "@openzeppelin/contracts/utils/structs/EnumerableSet.sol";

import { IValidatorPool } from "../interfaces/IValidatorPool.sol";

/// @title ValidatorPoolWatch: who watched which model at any second of the past
/// @notice History is kept, not just the present: a validator can neither join for an answer that is already posted nor stop
/// watching to get out of its duty.
abstract contract ValidatorPoolWatch is IValidatorPool {
    using Checkpoints for Checkpoints.Trace208;
    using EnumerableSet for EnumerableSet.UintSet;

    /// @dev Bounds the gas of leaving.
    uint256 internal constant MAX_MODELS = 32;

    mapping(address validator => EnumerableSet.UintSet) private _watched;

    /// @dev 1 while the validator watches the model.
    mapping(uint256 modelId => mapping(address validator => Checkpoints.Trace208)) private _watching;

    // INVARIANT: the count of a model = validators whose own trace says 1, at every second.
    mapping(uint256 modelId => Checkpoints.Trace208) private _counts;

    /// @inheritdoc IValidatorPool
    function watchedBy(address validator) external view returns (uint256[] memory) {
        return _watched[validator].values();
    }

    /// @inheritdoc IValidatorPool
    function watcherCount(uint256 modelId) external view returns (uint256) {
        return _counts[modelId].latest();
    }

    function _startWatching(address validator, uint256 modelId) internal {
        EnumerableSet.UintSet storage watched = _watched[validator];
        if (!watched.add(modelId)) return;
        if (watched.length() > MAX_MODELS) revert ValidatorPool_TooManyModels(MAX_MODELS);
        _record(validator, modelId, 1, _counts[modelId].latest() + 1);
        emit WatchStarted(modelId, validator);
    }

    function _stopWatching(address validator, uint256 modelId) internal {
        if (!_watched[validator].remove(modelId)) return;
        _record(validator, modelId, 0, _counts[modelId].latest() - 1);
        emit WatchEnded(modelId, validator);
    }

    function _stopWatchingAll(address validator) internal {
        uint256[] memory modelIds = _watched[validator].values();
        for (uint256 i; i < modelIds.length; ++i) _stopWatching(validator, modelIds[i]);
    }

    /// @dev How many watched the model when second `atSec` was over.
    function _countAt(uint256 modelId, uint256 atSec) internal view returns (uint256) {
        return _counts[modelId].upperLookupRecent(uint48(atSec)); // Unix seconds of the past
    }

    function _watchedAt(address validator, uint256 modelId, uint256 atSec) internal view returns (bool) {
        return _watching[modelId][validator].upperLookupRecent(uint48(atSec)) == 1; // Unix seconds of the past
    }

    function _record(address validator, uint256 modelId, uint208 watching, uint208 count) private {
        uint48 nowSec = uint48(block.timestamp); // uint48 holds Unix seconds for 9 million years
        _watching[modelId][validator].push(nowSec, watching);
        _counts[modelId].push(nowSec, count);
    }
}
