// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// @title AnswerForms: what the bytes of prompts and answers are, kept on chain once
/// @notice A form is data that nothing can change, at an address that follows from it: models with the same form share
/// it. The layout is in docs/decisions/0015-aigc-collection.md. Any bytes are a form: what does not parse is shown as hex.
interface IAnswerForms {
    event FormStored(address indexed form, uint256 length);

    error AnswerForms_BadLength(uint256 length, uint256 limit);

    /// @notice Keeps `data`, unless it is kept already.
    /// @return form where
    function store(bytes calldata data) external returns (address form);

    /// @notice Where `data` is, or would be, kept.
    function addressOf(bytes calldata data) external view returns (address form);

    /// @notice Whether a form is kept at this address.
    function isForm(address form) external view returns (bool);

    /// @notice The bytes of a form; empty where there is none.
    function read(address form) external view returns (bytes memory);
}
