// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { Base64 } from "solady/src/utils/Base64.sol";
import { LibBytes } from "solady/src/utils/LibBytes.sol";
import { LibString } from "solady/src/utils/LibString.sol";
import { Artwork, IAIGCRenderer } from "../interfaces/IAIGCRenderer.sol";
import { AnswerForm, FormSpec } from "./AnswerForm.sol";
import { Pixels, Png } from "./Png.sol";
import { JsonText } from "./text/JsonText.sol";
import { SvgText } from "./text/SvgText.sol";
import { Utf8 } from "./text/Utf8.sol";
import { Wrap } from "./text/Wrap.sol";

/// @title AIGCRenderer: metadata and pictures from bytes, fully on chain
/// @notice No state. Names, prompts and answers are strangers' bytes: each passes through `JsonText`, `SvgText` or Base64.
contract AIGCRenderer is IAIGCRenderer {
    uint256 private constant TITLE_LETTERS = 64;

    /// @dev An answer as it is shown: a picture, or text.
    struct Shown {
        string kind;
        string mime;
        bytes text;
        bytes png;
        Pixels pixels;
    }

    /// @inheritdoc IAIGCRenderer
    function tokenURI(Artwork calldata art) external pure returns (string memory) {
        FormSpec memory spec = AnswerForm.read(art.form);
        (bytes memory asked, bool isReadable) = AnswerForm.promptText(spec, art.prompt);
        Shown memory shown = _shown(art, spec);
        bytes memory json = bytes.concat(
            '{"name":"',
            JsonText.escape(_title(art, asked, isReadable)),
            '","description":"An answer of ',
            JsonText.escape(Wrap.oneLine(bytes(art.collection), TITLE_LETTERS)),
            " to a prompt that its minter paid for. The model's program and weights are committed on chain:"
            ' anyone can run it again and compare.","image":"data:image/svg+xml;base64,',
            bytes(Base64.encode(_svg(art, shown))),
            '","prompt":"',
            JsonText.escape(asked)
        );
        return string.concat(
            "data:application/json;base64,",
            Base64.encode(bytes.concat(json, _content(art, shown), _attributes(art)))
        );
    }

    /// @inheritdoc IAIGCRenderer
    function svg(Artwork calldata art) external pure returns (string memory) {
        return string(_svg(art, _shown(art, AnswerForm.read(art.form))));
    }

    /// @inheritdoc IAIGCRenderer
    function promptText(bytes calldata prompt, bytes calldata form) external pure returns (string memory) {
        (bytes memory text,) = AnswerForm.promptText(AnswerForm.read(form), prompt);
        return string(Utf8.repair(text));
    }

    /// @inheritdoc IAIGCRenderer
    function answerText(bytes calldata answer, bytes calldata form) external pure returns (string memory) {
        return string(Utf8.repair(AnswerForm.answerText(AnswerForm.read(form), answer)));
    }

    /// @dev "Psalter: The LORD is", or the beginning of the id where the prompt is nothing to read.
    function _title(Artwork calldata art, bytes memory asked, bool isReadable) private pure returns (bytes memory) {
        return bytes.concat(
            Wrap.oneLine(bytes(art.collection), TITLE_LETTERS),
            isReadable ? bytes(": ") : bytes(" #"),
            isReadable
                ? Wrap.oneLine(asked, TITLE_LETTERS)
                : LibBytes.slice(bytes(LibString.toHexStringNoPrefix(art.tokenId, 32)), 0, 8)
        );
    }

    /// @dev The answer, read once: pictures and texts of words take most of the work.
    function _shown(Artwork calldata art, FormSpec memory spec) private pure returns (Shown memory shown) {
        if (!art.hasAnswer) return shown;
        bool isPicture;
        (isPicture, shown.pixels) = AnswerForm.picture(spec, art.answer);
        if (isPicture) {
            (shown.kind, shown.mime) = ("image", "image/png");
            shown.png = Png.encode(shown.pixels);
            return shown;
        }
        shown.text = AnswerForm.answerText(spec, art.answer);
        bool isText = spec.answerKind == AnswerForm.TEXT || spec.answerKind == AnswerForm.WORDS
            || spec.answerKind == AnswerForm.CLASS;
        (shown.kind, shown.mime) = isText ? ("text", "text/plain;charset=utf-8") : ("data", "application/octet-stream");
    }

    function _svg(Artwork calldata art, Shown memory shown) private pure returns (bytes memory) {
        bytes memory below = bytes.concat(
            Wrap.oneLine(bytes(art.collection), 32),
            unicode" · request ",
            bytes(LibString.toString(art.requestId)),
            unicode" · ",
            bytes(art.status)
        );
        if (!art.hasAnswer) return SvgText.page(unicode"The answer is not here yet…", below);
        if (shown.png.length == 0) return SvgText.page(shown.text, below);
        bytes memory width = bytes(LibString.toString(shown.pixels.width));
        bytes memory height = bytes(LibString.toString(shown.pixels.height));
        return bytes.concat(
            bytes.concat('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ', width, " ", height),
            '" width="512" height="512"><image style="image-rendering:pixelated" width="',
            bytes.concat(width, '" height="', height),
            '" href="data:image/png;base64,',
            bytes(Base64.encode(shown.png)),
            '"/></svg>'
        );
    }

    /// @dev The answer itself: pixel for pixel, text as it was written, or the bytes.
    function _content(Artwork calldata art, Shown memory shown) private pure returns (bytes memory) {
        if (!art.hasAnswer) return '","aigc_type":"none","aigc_data":"';
        if (shown.png.length != 0) return _typed(shown, shown.png);
        return _typed(shown, LibString.eq(shown.kind, "text") ? shown.text : bytes(art.answer));
    }

    function _typed(Shown memory shown, bytes memory data) private pure returns (bytes memory) {
        return bytes.concat(
            '","aigc_type":"',
            bytes(shown.kind),
            '","aigc_data":"data:',
            bytes(shown.mime),
            ";base64,",
            bytes(Base64.encode(data))
        );
    }

    function _attributes(Artwork calldata art) private pure returns (bytes memory) {
        return bytes.concat(
            '","proof_type":"fraud","attributes":[{"trait_type":"Status","value":"',
            JsonText.escape(bytes(art.status)),
            '"},{"trait_type":"Model","value":"',
            bytes(LibString.toString(art.modelId)),
            '"},{"trait_type":"Request","value":"',
            bytes(LibString.toString(art.requestId)),
            '"}]}'
        );
    }
}
