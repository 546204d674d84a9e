// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { LibBytes } from "solady/src/utils/LibBytes.sol";
import { LibString } from "solady/src/utils/LibString.sol";
import { Pixels } from "./Png.sol";
import { Fields } from "./text/Fields.sol";
import { Slots } from "./text/Slots.sol";
import { Words } from "./text/Words.sol";

/// @notice What a form says, as it is read. `prompt`, `answer` and `words` are the sections of its bytes.
struct FormSpec {
    uint256 promptKind;
    uint256 answerKind;
    bytes prompt;
    bytes answer;
    bytes words;
}

/// @title AnswerForm: what the bytes of prompts and answers are
/// @notice A form has the bytes version (1) · kind of prompts · kind of answers, then three sections: of prompts, of answers,
/// and the dictionary of words. No bytes at all mean plain text both ways. Every function is total.
library AnswerForm {
    uint256 internal constant DATA = 0;
    uint256 internal constant TEXT = 1;
    uint256 internal constant WORDS = 2;
    uint256 internal constant SLOTS = 3;
    /// @dev Section: width (2), height (2), channels (1): 1 grey, 3 RGB or 4 RGBA.
    uint256 internal constant PICTURE = 4;
    /// @dev Section: width (2), height (2), bytes of a number (1): 1, or 4 little-endian; then RGBA of each colour.
    uint256 internal constant INDEXED = 5;
    /// @dev Section: count (2), list of labels. The answer is four bytes, little-endian.
    uint256 internal constant CLASS = 6;

    /// @dev Bounds the work of a picture: what the oracle takes as an answer, and a byte a row.
    uint256 private constant MAX_PICTURE_BYTES = 16_384;
    uint256 private constant MAX_ROWS = 1024;

    function read(bytes memory form) internal pure returns (FormSpec memory spec) {
        if (form.length == 0) {
            (spec.promptKind, spec.answerKind) = (TEXT, TEXT);
            return spec;
        }
        if (Fields.u8(form, 0) != 1) return spec; // a version that is not known: both are data
        (spec.promptKind, spec.answerKind) = (Fields.u8(form, 1), Fields.u8(form, 2));
        uint256 at = 3;
        (spec.prompt, at) = Fields.section(form, at);
        (spec.answer, at) = Fields.section(form, at);
        (spec.words,) = Fields.section(form, at);
    }

    /// @notice The prompt as text (any bytes: to be escaped or repaired), and whether a person can read it; else it is hex.
    function promptText(FormSpec memory spec, bytes memory prompt)
        internal
        pure
        returns (bytes memory text, bool isReadable)
    {
        if (spec.promptKind == TEXT) return (prompt, true);
        if (spec.promptKind == WORDS) return (Words.decode(prompt, spec.words), true);
        if (spec.promptKind == SLOTS) {
            (bool known, bytes memory asked) = Slots.describe(prompt, spec.prompt);
            if (known) return (asked, true);
        }
        return (_hex(prompt), false);
    }

    /// @notice The answer as text (any bytes: to be escaped or repaired); hex where it is none.
    function answerText(FormSpec memory spec, bytes memory answer) internal pure returns (bytes memory) {
        if (spec.answerKind == TEXT) return answer;
        if (spec.answerKind == WORDS) return Words.decode(answer, spec.words);
        if (spec.answerKind == CLASS && answer.length == 4) return _class(spec.answer, answer);
        return _hex(answer);
    }

    /// @notice The answer as a picture, where it is exactly one.
    function picture(FormSpec memory spec, bytes memory answer)
        internal
        pure
        returns (bool isPicture, Pixels memory pixels)
    {
        if (spec.answerKind != PICTURE && spec.answerKind != INDEXED) return (false, pixels);
        pixels.width = Fields.u16(spec.answer, 0);
        pixels.height = Fields.u16(spec.answer, 2);
        uint256 size = Fields.u8(spec.answer, 4);
        if (answer.length == 0 || answer.length > MAX_PICTURE_BYTES || pixels.height > MAX_ROWS) return (false, pixels);
        if (pixels.width * pixels.height * size != answer.length) return (false, pixels);
        if (spec.answerKind == INDEXED) {
            if (size != 1 && size != 4) return (false, pixels);
            return (true, _indexed(pixels, spec.answer, answer, size));
        }
        if (size != 1 && size != 3 && size != 4) return (false, pixels);
        (pixels.channels, pixels.data) = (size, answer);
        pixels.colourType = size == 1 ? 0 : size == 3 ? 2 : 6;
        return (true, pixels);
    }

    /// @dev What is no number of the palette is transparent: one more colour, or the last one where all 256 are taken.
    function _indexed(Pixels memory pixels, bytes memory section, bytes memory answer, uint256 size)
        private
        pure
        returns (Pixels memory)
    {
        uint256 colours = section.length < 5 ? 0 : (section.length - 5) / 4;
        if (colours > 256) colours = 256;
        bytes memory palette = LibBytes.slice(section, 5, 5 + 4 * colours);
        uint256 none = colours < 256 ? colours : 255;
        pixels.palette = colours < 256 ? bytes.concat(palette, bytes4(0)) : palette;
        pixels.colourType = 3;
        pixels.channels = 1;
        pixels.data = new bytes(answer.length / size);
        bytes memory data = pixels.data;
        unchecked {
            // SAFETY: `answer` has `size` bytes for each.
            for (uint256 i; i < data.length; ++i) {
                uint256 index = size == 1 ? uint8(answer[i]) : _littleEndian(answer, 4 * i);
                data[i] = bytes1(uint8(index < colours ? index : none)); // both below 256
            }
        }
        return pixels;
    }

    function _class(bytes memory section, bytes memory answer) private pure returns (bytes memory) {
        uint256 index = _littleEndian(answer, 0);
        if (index < Fields.u16(section, 0)) {
            bytes memory label = Fields.entry(section, Fields.skip(section, 2, index));
            if (label.length != 0) return label;
        }
        return bytes.concat("class ", bytes(LibString.toString(index)));
    }

    function _littleEndian(bytes memory data, uint256 at) private pure returns (uint256) {
        return Fields.u8(data, at) | (Fields.u8(data, at + 1) << 8) | (Fields.u8(data, at + 2) << 16)
            | (Fields.u8(data, at + 3) << 24);
    }

    function _hex(bytes memory data) private pure returns (bytes memory) {
        return bytes(LibString.toHexString(data));
    }
}
