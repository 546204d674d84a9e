// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { SSTORE2 } from "solady/src/utils/SSTORE2.sol";
import { IAnswerForms } from "../interfaces/IAnswerForms.sol";

/// @title AnswerForms: what the bytes of prompts and answers are, kept on chain once
/// @notice No owner. Data are kept as the code of an address that follows from them (SSTORE2), so that nobody can change
/// them, and whoever stores them again pays nothing.
contract AnswerForms is IAnswerForms {
    /// @dev EIP-170, less the STOP in front.
    uint256 private constant MAX_BYTES = 24_575;

    mapping(address form => bool) public isForm;

    /// @inheritdoc IAnswerForms
    function store(bytes calldata data) external returns (address form) {
        if (data.length == 0 || data.length > MAX_BYTES) revert AnswerForms_BadLength(data.length, MAX_BYTES);
        form = addressOf(data);
        if (isForm[form]) return form;
        SSTORE2.writeCounterfactual(data, bytes32(0));
        isForm[form] = true;
        emit FormStored(form, data.length);
    }

    /// @inheritdoc IAnswerForms
    function read(address form) external view returns (bytes memory) {
        return isForm[form] ? SSTORE2.read(form) : bytes("");
    }

    /// @inheritdoc IAnswerForms
    function addressOf(bytes calldata data) public view returns (address form) {
        return SSTORE2.predictCounterfactualAddress(data, bytes32(0));
    }
}
