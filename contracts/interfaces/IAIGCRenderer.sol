// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// @notice What the metadata of a piece are made from.
/// @param collection name of the collection, any bytes
/// @param tokenId keccak256(prompt)
/// @param requestId the request that it was minted from
/// @param modelId the model that answered
/// @param status where the piece stands, in plain letters
/// @param prompt any bytes
/// @param answer any bytes; empty where there is none
/// @param hasAnswer whether there is one
/// @param form bytes that say what prompt and answer are; empty for plain text
struct Artwork {
    string collection;
    uint256 tokenId;
    uint256 requestId;
    uint256 modelId;
    string status;
    bytes prompt;
    bytes answer;
    bool hasAnswer;
    bytes form;
}

/// @title AIGCRenderer: metadata and pictures from bytes, fully on chain
/// @notice Total: any bytes give metadata, and the work is bounded by their length.
interface IAIGCRenderer {
    /// @notice ERC-721 metadata as a data: URI of JSON, with the fields of ERC-7007's schema.
    function tokenURI(Artwork calldata art) external pure returns (string memory);

    /// @notice The picture of the answer, as SVG.
    function svg(Artwork calldata art) external pure returns (string memory);

    /// @notice Bytes as the text they are in the form: of a prompt, or of an answer. Always valid UTF-8.
    function promptText(bytes calldata prompt, bytes calldata form) external pure returns (string memory);

    function answerText(bytes calldata answer, bytes calldata form) external pure returns (string memory);
}
