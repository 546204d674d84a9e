// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { ERC721Upgradeable } from "@openzeppelin/contracts-upgradeable/token/ERC721/ERC721Upgradeable.sol";
import { IERC2981 } from "@openzeppelin/contracts/interfaces/IERC2981.sol";
import { IERC4906 } from "@openzeppelin/contracts/interfaces/IERC4906.sol";
import { IERC20Metadata } from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import { ERC721Utils } from "@openzeppelin/contracts/token/ERC721/utils/ERC721Utils.sol";
import { IERC165 } from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { SSTORE2 } from "solady/src/utils/SSTORE2.sol";
import { CollectionParams, IAIGCCollection, Piece, PieceState } from "../interfaces/IAIGCCollection.sol";
import { Artwork, IAIGCRenderer } from "../interfaces/IAIGCRenderer.sol";
import { IAnswerForms } from "../interfaces/IAnswerForms.sol";
import { IERC7007, IERC7007Enumerable, IERC7007Updatable } from "../interfaces/IERC7007.sol";
import { IModelOracle, Request, RequestStatus } from "../interfaces/IModelOracle.sol";
import { Payouts } from "../oracle/Payouts.sol";

/// @title AIGCCollection: the answers of one model as tokens
/// @notice The implementation behind ERC-1167 clones. No owner. What a piece is worth is its request: the oracle says who
/// paid, what was answered, and when it is final; nothing of that is copied here.
// INVARIANT: balance = mint fees of pieces that are not settled + credits, unless somebody forced ETH in.
contract AIGCCollection is IAIGCCollection, IERC4906, ERC721Upgradeable, Payouts {
    struct Entry {
        // slot: 20 + 5 + 3 + 2 + 2
        address content; // SSTORE2: the prompt, then the answer
        uint40 requestId;
        uint24 transfers;
        uint16 attempt; // of the answer it holds; 0 for none
        uint16 promptBytes;
    }

    /// @dev A tenth: a royalty that is higher makes people trade elsewhere.
    uint256 private constant MAX_ROYALTY_BPS = 1000;

    IModelOracle private immutable ORACLE;
    IAIGCRenderer private immutable RENDERER;
    IAnswerForms private immutable FORMS;

    // slots: 20 + 8 + 2, 12 + 20
    address private _modelToken;
    uint64 private _modelId;
    uint16 private _royaltyBps;
    uint96 private _mintFeeWei;
    address private _form;
    mapping(uint256 id => Entry) private _entries;
    mapping(uint256 id => address minter) private _feeHeldFor;

    constructor(IModelOracle oracle, IAIGCRenderer renderer, IAnswerForms forms) {
        if (address(oracle).code.length == 0) revert AIGCCollection_BadParameter("oracle");
        if (address(renderer).code.length == 0) revert AIGCCollection_BadParameter("renderer");
        if (address(forms).code.length == 0) revert AIGCCollection_BadParameter("forms");
        ORACLE = oracle;
        RENDERER = renderer;
        FORMS = forms;
        _disableInitializers();
    }

    /// @inheritdoc IAIGCCollection
    function initialize(CollectionParams calldata params) external initializer {
        if (params.modelToken.code.length == 0) revert AIGCCollection_BadParameter("modelToken");
        if (params.royaltyBps > MAX_ROYALTY_BPS) revert AIGCCollection_BadParameter("royaltyBps");
        if (params.form != address(0) && !FORMS.isForm(params.form)) revert AIGCCollection_BadParameter("form");
        _modelToken = params.modelToken;
        _modelId = params.modelId;
        _royaltyBps = params.royaltyBps;
        _mintFeeWei = params.mintFeeWei;
        _form = params.form;
    }

    /// @inheritdoc IAIGCCollection
    function mint(address to, uint256 requestId, bytes calldata prompt_, bytes calldata aigcData)
        external
        payable
        nonReentrant
        returns (uint256 id)
    {
        uint256 feeWei = _mintFeeWei;
        if (msg.value != feeWei) revert AIGCCollection_WrongFee(msg.value, feeWei);
        Request memory asked = ORACLE.request(requestId);
        _checkMint(requestId, asked, prompt_, aigcData);
        id = uint256(asked.inputHash);
        if (_ownerOf(id) != address(0)) _makeRoom(id, requestId);

        bool isAnswered = _isAnswered(asked.status);
        _entries[id] = Entry({
            content: SSTORE2.write(bytes.concat(prompt_, aigcData)),
            requestId: uint40(requestId), // each was one transaction
            transfers: 0,
            attempt: isAnswered ? asked.attempt : 0,
            promptBytes: uint16(prompt_.length) // the oracle takes no longer ones
        });
        bool isFinal = asked.status == RequestStatus.Finalized;
        if (feeWei != 0 && !isFinal) _feeHeldFor[id] = msg.sender;
        _mint(to, id);
        emit Minted(id, requestId, msg.sender, to, feeWei);
        if (isAnswered) emit AigcData(id, prompt_, aigcData, abi.encode(requestId));
        if (feeWei != 0 && isFinal) _sendRevenue(id, feeWei);
        ERC721Utils.checkOnERC721Received(msg.sender, address(0), to, id, "");
    }

    /// @inheritdoc IERC7007
    /// @dev Anyone may bring the answer: the oracle has its hash.
    function addAigcData(uint256 id, bytes calldata prompt_, bytes calldata aigcData, bytes calldata proof)
        external
        nonReentrant
    {
        if (id != tokenId(prompt_)) revert AIGCCollection_WrongToken(id, tokenId(prompt_));
        _requireOwned(id);
        uint256 requestId = _entries[id].requestId;
        if (!_isProof(requestId, proof)) revert AIGCCollection_WrongProof(requestId);
        if (_entries[id].attempt != 0) revert AIGCCollection_DataPresent(id);
        _replace(id, prompt_, aigcData);
        emit AigcData(id, prompt_, aigcData, abi.encode(requestId));
        emit MetadataUpdate(id);
    }

    /// @inheritdoc IERC7007Updatable
    /// @dev Anyone may bring the answer: the oracle has its hash.
    function update(bytes calldata prompt_, bytes calldata aigcData) external nonReentrant {
        uint256 id = tokenId(prompt_);
        _requireOwned(id);
        if (_entries[id].attempt == 0) revert AIGCCollection_DataMissing(id);
        _replace(id, prompt_, aigcData);
        emit Update(id, prompt_, aigcData);
        emit MetadataUpdate(id);
    }

    /// @inheritdoc IAIGCCollection
    function settle(uint256 id) external nonReentrant {
        _requireFinal(id);
        _settle(id);
        emit MetadataUpdate(id);
    }

    /// @inheritdoc IAIGCCollection
    function burnVoid(uint256 id) external nonReentrant {
        _requireOwned(id);
        if (_isAlive(ORACLE.request(_entries[id].requestId))) revert AIGCCollection_NotVoid(id);
        _end(id);
    }

    /// @inheritdoc IERC7007
    function verify(bytes calldata prompt_, bytes calldata aigcData, bytes calldata proof)
        external
        view
        returns (bool success)
    {
        uint256 id = tokenId(prompt_);
        if (_ownerOf(id) == address(0)) return false;
        Entry memory entry = _entries[id];
        Request memory asked = ORACLE.request(entry.requestId);
        return asked.status == RequestStatus.Finalized && keccak256(aigcData) == asked.outputHash
            && _isProof(entry.requestId, proof) && _isCurrent(entry, asked);
    }

    /// @inheritdoc IERC7007Enumerable
    function prompt(uint256 id) external view returns (string memory) {
        _requireOwned(id);
        (bytes memory asked,) = _content(_entries[id]);
        return string(asked);
    }

    /// @inheritdoc IERC2981
    /// @dev Rounded up, for the holders; never more than the price, because a royalty is a tenth at most.
    function royaltyInfo(uint256, uint256 salePrice) external view returns (address receiver, uint256 royaltyAmount) {
        return (_modelToken, Math.mulDiv(salePrice, _royaltyBps, BPS, Math.Rounding.Ceil));
    }

    /// @inheritdoc IAIGCCollection
    function piece(uint256 id) external view returns (Piece memory found) {
        if (_ownerOf(id) == address(0)) return found;
        Entry memory entry = _entries[id];
        found.requestId = entry.requestId;
        found.state = stateOf(id);
        found.attempt = entry.attempt;
        found.transfers = entry.transfers;
        found.feeHeldFor = _feeHeldFor[id];
    }

    /// @inheritdoc IAIGCCollection
    function content(uint256 id) external view returns (bytes memory, bytes memory) {
        if (_ownerOf(id) == address(0)) return ("", "");
        return _content(_entries[id]);
    }

    /// @inheritdoc IAIGCCollection
    function transfersOf(uint256 id) external view returns (uint256) {
        return _entries[id].transfers;
    }

    /// @inheritdoc IAIGCCollection
    function modelToken() external view returns (address) {
        return _modelToken;
    }

    /// @inheritdoc IAIGCCollection
    function modelId() external view returns (uint256) {
        return _modelId;
    }

    /// @inheritdoc IAIGCCollection
    function mintFeeWei() external view returns (uint256) {
        return _mintFeeWei;
    }

    /// @inheritdoc IAIGCCollection
    function royaltyBps() external view returns (uint256) {
        return _royaltyBps;
    }

    /// @inheritdoc IAIGCCollection
    function form() external view returns (address) {
        return _form;
    }

    /// @dev The token's: nothing is stored twice, and a launch is cheaper.
    function name() public view override returns (string memory) {
        return IERC20Metadata(_modelToken).name();
    }

    function symbol() public view override returns (string memory) {
        return IERC20Metadata(_modelToken).symbol();
    }

    function tokenURI(uint256 id) public view override returns (string memory) {
        _requireOwned(id);
        Entry memory entry = _entries[id];
        (bytes memory asked, bytes memory answer) = _content(entry);
        return RENDERER.tokenURI(
            Artwork({
                collection: name(),
                tokenId: id,
                requestId: entry.requestId,
                modelId: _modelId,
                status: _word(stateOf(id)),
                prompt: asked,
                answer: answer,
                hasAnswer: entry.attempt != 0,
                form: _form == address(0) ? bytes("") : FORMS.read(_form)
            })
        );
    }

    /// @inheritdoc IERC7007Enumerable
    function tokenId(bytes calldata prompt_) public pure returns (uint256) {
        return uint256(keccak256(prompt_));
    }

    /// @inheritdoc IAIGCCollection
    function stateOf(uint256 id) public view returns (PieceState) {
        if (_ownerOf(id) == address(0)) return PieceState.None;
        Entry memory entry = _entries[id];
        Request memory asked = ORACLE.request(entry.requestId);
        if (!_isAlive(asked)) return PieceState.Void;
        if (asked.status == RequestStatus.Requested) return PieceState.Awaiting;
        if (!_isCurrent(entry, asked)) return PieceState.Outdated;
        return asked.status == RequestStatus.Finalized ? PieceState.Final : PieceState.Provisional;
    }

    function supportsInterface(bytes4 id) public view override(ERC721Upgradeable, IERC165) returns (bool) {
        return id == type(IERC7007).interfaceId || id == type(IERC7007Enumerable).interfaceId
            || id == type(IERC7007Updatable).interfaceId || id == type(IERC2981).interfaceId
            || id == 0x49064906 // ERC-4906 has no function to make an id from
            || super.supportsInterface(id);
    }

    /// @dev A piece changes hands only when its request is final, and its fee is revenue from then on.
    function _update(address to, uint256 id, address auth) internal override returns (address from) {
        from = _ownerOf(id);
        if (from != address(0) && to != address(0)) {
            _requireFinal(id);
            unchecked {
                ++_entries[id].transfers; // begins anew after 16 million transfers, which nobody pays for
            }
            _settle(id);
        }
        return super._update(to, id, auth);
    }

    function _checkMint(uint256 requestId, Request memory asked, bytes calldata prompt_, bytes calldata aigcData)
        private
        view
    {
        if (asked.status == RequestStatus.None || ORACLE.originOf(asked.modelId) != _modelId) {
            revert AIGCCollection_UnknownRequest(requestId);
        }
        if (asked.payer != msg.sender) revert AIGCCollection_NotPayer(requestId, msg.sender);
        if (!_isAlive(asked)) revert AIGCCollection_NoAnswerToCome(requestId);
        if (keccak256(prompt_) != asked.inputHash) revert AIGCCollection_WrongPrompt(requestId);
        bool isRight = _isAnswered(asked.status) ? keccak256(aigcData) == asked.outputHash : aigcData.length == 0;
        if (!isRight) revert AIGCCollection_WrongData(requestId);
    }

    /// @dev Whoever asked first has the prompt: copying a request seen on chain gives a later one. Finality ends that.
    function _makeRoom(uint256 id, uint256 requestId) private {
        uint256 present = _entries[id].requestId;
        Request memory asked = ORACLE.request(present);
        bool isSafe = asked.status == RequestStatus.Finalized || requestId >= present;
        if (isSafe && _isAlive(asked)) revert AIGCCollection_AlreadyMinted(id, present);
        _end(id);
    }

    function _end(uint256 id) private {
        uint256 requestId = _entries[id].requestId;
        address minter = _feeHeldFor[id];
        uint256 feeWei = minter == address(0) ? 0 : _mintFeeWei;
        delete _entries[id];
        delete _feeHeldFor[id];
        _burn(id);
        emit PieceEnded(id, requestId, minter, feeWei);
        _pay(minter, feeWei);
    }

    function _replace(uint256 id, bytes calldata prompt_, bytes calldata aigcData) private {
        Entry memory entry = _entries[id];
        Request memory asked = ORACLE.request(entry.requestId);
        bool isRight = _isAnswered(asked.status) && keccak256(aigcData) == asked.outputHash;
        if (!isRight) revert AIGCCollection_WrongData(entry.requestId);
        if (asked.attempt == entry.attempt) revert AIGCCollection_DataPresent(id);
        entry.content = SSTORE2.write(bytes.concat(prompt_, aigcData));
        entry.attempt = asked.attempt;
        _entries[id] = entry;
    }

    /// @dev The model token takes any payment with little gas; it cannot be replaced.
    function _settle(uint256 id) private {
        if (_feeHeldFor[id] == address(0)) return;
        delete _feeHeldFor[id];
        _sendRevenue(id, _mintFeeWei);
    }

    function _sendRevenue(uint256 id, uint256 feeWei) private {
        emit FeeSettled(id, feeWei);
        (bool sent,) = _modelToken.call{ value: feeWei }("");
        if (!sent) revert AIGCCollection_PaymentFailed(_modelToken, feeWei);
    }

    function _requireFinal(uint256 id) private view {
        _requireOwned(id);
        if (!ORACLE.isFinalized(_entries[id].requestId)) revert AIGCCollection_NotFinal(id);
    }

    /// @dev Two answers to one request are told apart by their number; a second one may well be the same bytes.
    function _isCurrent(Entry memory entry, Request memory asked) private view returns (bool) {
        if (entry.attempt == 0) return false;
        if (entry.attempt == asked.attempt) return true;
        (, bytes memory held) = _content(entry);
        return keccak256(held) == asked.outputHash;
    }

    /// @dev Nobody can answer after the deadline, refunded or not.
    function _isAlive(Request memory asked) private view returns (bool) {
        if (asked.status == RequestStatus.Requested) return block.timestamp <= asked.deadline;
        return _isAnswered(asked.status);
    }

    function _content(Entry memory entry) private view returns (bytes memory asked, bytes memory answer) {
        asked = SSTORE2.read(entry.content, 0, entry.promptBytes);
        answer = SSTORE2.read(entry.content, entry.promptBytes);
    }

    function _isAnswered(RequestStatus status) private pure returns (bool) {
        return status == RequestStatus.Answered || status == RequestStatus.Finalized;
    }

    /// @dev In opML the proof is the request, whose result nobody proved wrong: its id, or nothing.
    function _isProof(uint256 requestId, bytes calldata proof) private pure returns (bool) {
        return proof.length == 0 || keccak256(proof) == keccak256(abi.encode(requestId));
    }

    function _word(PieceState state) private pure returns (string memory) {
        if (state == PieceState.Final) return "final";
        if (state == PieceState.Provisional) return "provisional";
        if (state == PieceState.Awaiting) return "awaiting an answer";
        return state == PieceState.Outdated ? "outdated" : "void";
    }
}
