// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IERC165 } from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import { IERC721 } from "@openzeppelin/contracts/token/ERC721/IERC721.sol";

/// @title ERC-7007: verifiable AI-generated content token
/// @dev ERC-165 identifier 0x702c55a6.
interface IERC7007 is IERC165, IERC721 {
    /// @notice AI-generated content was added to `tokenId`.
    event AigcData(uint256 indexed tokenId, bytes indexed prompt, bytes indexed aigcData, bytes proof);

    /// @notice Adds `aigcData` to the token of `prompt`.
    function addAigcData(uint256 tokenId, bytes calldata prompt, bytes calldata aigcData, bytes calldata proof) external;

    /// @notice Whether `aigcData` is the model's final answer to `prompt`, and the token holds it.
    function verify(bytes calldata prompt, bytes calldata aigcData, bytes calldata proof)
        external
        view
        returns (bool success);
}

/// @title ERC-7007, optional enumeration extension
/// @dev ERC-165 identifier 0xfa1a557a. Its ids are of prompts: it does not list what was minted.
interface IERC7007Enumerable is IERC7007 {
    /// @notice The id that the token of `prompt` has, minted or not.
    function tokenId(bytes calldata prompt) external view returns (uint256);

    /// @notice The prompt of a token: its bytes, whatever they are.
    function prompt(uint256 tokenId) external view returns (string memory);
}

/// @title ERC-7007, optional updatable extension
/// @dev ERC-165 identifier 0x3f37dce2.
interface IERC7007Updatable is IERC7007 {
    /// @notice The content of `tokenId` was replaced by `aigcData`.
    event Update(uint256 indexed tokenId, bytes indexed prompt, bytes indexed aigcData);

    /// @notice Replaces the content of the token of `prompt` by `aigcData`.
    function update(bytes calldata prompt, bytes calldata aigcData) external;
}
