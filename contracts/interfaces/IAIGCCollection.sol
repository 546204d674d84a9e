// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { IERC2981 } from "@openzeppelin/contracts/interfaces/IERC2981.sol";
import { IERC7007Enumerable, IERC7007Updatable } from "./IERC7007.sol";

/// @notice What a collection is made from; none of it can change later.
/// @param modelToken whose revenue mint fees and royalties are; it also gives the collection its name and symbol
/// @param modelId first version of the oracle's model; answers of every version can be minted
/// @param mintFeeWei fee of a mint
/// @param royaltyBps royalty of a sale, in 1/10,000
/// @param form where `AnswerForms` keeps what the bytes of prompts and answers are; zero for plain text
struct CollectionParams {
    address modelToken;
    uint64 modelId;
    uint96 mintFeeWei;
    uint16 royaltyBps;
    address form;
}

/// @notice Where a piece stands. It goes with its request, without a transaction here.
/// - None: not minted
/// - Awaiting: there is no answer (yet, or again after a won challenge)
/// - Outdated: there is an answer, and the token does not hold it: `addAigcData` or `update` brings it
/// - Provisional: the token holds an answer that can still be challenged
/// - Final: the token holds the final answer; it never changes again
/// - Void: no answer will ever come
enum PieceState {
    None,
    Awaiting,
    Outdated,
    Provisional,
    Final,
    Void
}

/// @notice One piece, a token with what it was made from.
/// @param requestId the request that it was minted from
/// @param state where it stands
/// @param attempt which answer to the request it holds; 0 for none
/// @param transfers how often it changed hands since it was minted
/// @param feeHeldFor who has the mint fee back if the piece ends before it is final; zero once the fee is revenue
struct Piece {
    uint256 requestId;
    PieceState state;
    uint16 attempt;
    uint24 transfers;
    address feeHeldFor;
}

/// @title AIGCCollection: the answers of one model as tokens
/// @notice ERC-721, ERC-7007 with Enumerable and Updatable, ERC-2981, ERC-4906. The token of a prompt has the id
/// keccak256(prompt), so that no prompt is minted twice. Who paid for a request mints it. A piece stays with its minter
/// until its request is final: nothing is sold that can still change.
interface IAIGCCollection is IERC7007Enumerable, IERC7007Updatable, IERC2981 {
    /// @notice The piece of request `requestId` was minted. Its fee is held until the request is final.
    event Minted(uint256 indexed tokenId, uint256 indexed requestId, address indexed minter, address to, uint256 feeWei);
    /// @notice A mint fee became revenue of the model's holders.
    event FeeSettled(uint256 indexed tokenId, uint256 feeWei);
    /// @notice A piece ended before it was final: no answer will come, or an earlier payer of the prompt took its place.
    /// @param feeWei what its minter has back
    event PieceEnded(uint256 indexed tokenId, uint256 indexed requestId, address indexed minter, uint256 feeWei);

    error AIGCCollection_BadParameter(string name);
    error AIGCCollection_WrongFee(uint256 sent, uint256 fee);
    error AIGCCollection_UnknownRequest(uint256 requestId);
    error AIGCCollection_NotPayer(uint256 requestId, address caller);
    error AIGCCollection_NoAnswerToCome(uint256 requestId);
    error AIGCCollection_WrongPrompt(uint256 requestId);
    error AIGCCollection_WrongData(uint256 requestId);
    error AIGCCollection_WrongToken(uint256 tokenId, uint256 wanted);
    error AIGCCollection_WrongProof(uint256 requestId);
    error AIGCCollection_AlreadyMinted(uint256 tokenId, uint256 requestId);
    error AIGCCollection_DataPresent(uint256 tokenId);
    error AIGCCollection_DataMissing(uint256 tokenId);
    error AIGCCollection_NotFinal(uint256 tokenId);
    error AIGCCollection_NotVoid(uint256 tokenId);
    error AIGCCollection_PaymentFailed(address to, uint256 amount);

    /// @notice Sets a fresh clone up; can be called once.
    function initialize(CollectionParams calldata params) external;

    /// @notice Mints the piece of a request of the caller, who sends exactly the mint fee. A request that has no answer
    /// yet is minted with empty `aigcData`, which `addAigcData` brings later. Where the prompt's token belongs to a
    /// later request that is not final, or to one that is void, that piece ends and its minter has the fee back.
    /// @param to gets the token
    /// @param prompt the request's input
    /// @param aigcData the request's present answer
    /// @return id keccak256(prompt)
    function mint(address to, uint256 requestId, bytes calldata prompt, bytes calldata aigcData)
        external
        payable
        returns (uint256 id);

    /// @notice Sends the fee of a piece whose request is final to the holders. Anyone may; a transfer does so as well.
    /// Does nothing where nothing is held.
    function settle(uint256 id) external;

    /// @notice Burns a piece for which no answer will ever come. Anyone may; its minter has the mint fee back, and the
    /// prompt can be minted from another request.
    function burnVoid(uint256 id) external;

    /// @notice The piece `id`; all zeros when it is not minted.
    function piece(uint256 id) external view returns (Piece memory);

    /// @notice The bytes that the token holds: prompt and answer; empty when it is not minted.
    function content(uint256 id) external view returns (bytes memory prompt, bytes memory aigcData);

    /// @notice How often `id` changed hands since it was minted: a listing of before a transfer can be told by it.
    function transfersOf(uint256 id) external view returns (uint256);

    function stateOf(uint256 id) external view returns (PieceState);
    function modelToken() external view returns (address);
    function modelId() external view returns (uint256);
    function mintFeeWei() external view returns (uint256);
    function royaltyBps() external view returns (uint256);
    function form() external view returns (address);
}
