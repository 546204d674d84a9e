// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { Fields } from "./Fields.sol";

/// @title Slots: what a picture model was asked for, in words
/// @notice The same text as `describeSlots` of lib/tokenizer/slots.ts. The layout: nouns, colours, styles, shades, turns and
/// poses, each a count (2 bytes) and a list of the words that are shown.
library Slots {
    struct Lists {
        bytes data;
        // nouns, colours, styles, shades, turns, poses
        uint256[6] counts;
        uint256[6] starts;
    }

    uint256 private constant NOUNS = 0;
    uint256 private constant COLOURS = 1;
    uint256 private constant STYLES = 2;
    uint256 private constant SHADES = 3;
    uint256 private constant TURNS = 4;
    uint256 private constant POSES = 5;

    /// @dev Where the ids of each kind begin, as `firstIds` of slots.ts.
    struct Ids {
        uint256 first;
        uint256 second;
        uint256 colour;
        uint256 tone;
    }

    /// @return known whether these bytes are a request of such a model
    function describe(bytes memory prompt, bytes memory section)
        internal
        pure
        returns (bool known, bytes memory text)
    {
        Lists memory lists = _open(section);
        uint256[6] memory counts = lists.counts;
        if (prompt.length != 8 || counts[NOUNS] * counts[STYLES] * counts[POSES] * counts[TURNS] == 0) {
            return (false, text);
        }
        Ids memory ids;
        uint256 pair = counts[STYLES] * counts[NOUNS];
        ids.first = 1 + pair * counts[POSES];
        ids.second = ids.first + pair;
        ids.colour = ids.second + pair;
        ids.tone = ids.colour + counts[COLOURS] + 1;

        (text, known) = (bytes.concat(_what(lists, ids, prompt), _how(lists, ids, prompt)), true);
    }

    function _what(Lists memory lists, Ids memory ids, bytes memory prompt) private pure returns (bytes memory text) {
        uint256 nouns = lists.counts[NOUNS];
        (bool hasTone, uint256 tone) = _tone(lists, ids, prompt);
        if (hasTone) text = _word(lists, SHADES, tone / lists.counts[TURNS]);
        uint256 colour = _id(prompt, 2);
        if (colour > ids.colour) text = _spaced(text, _word(lists, COLOURS, colour - ids.colour - 1));
        (bool isDrawn, uint256 place) = _drawn(ids, prompt);
        text = _spaced(text, isDrawn ? _word(lists, NOUNS, place % nouns) : bytes("nothing"));
        uint256 beside = _id(prompt, 1);
        if (beside >= ids.second && beside < ids.colour) {
            text = _spaced(text, bytes.concat("with ", _word(lists, NOUNS, (beside - ids.second) % nouns)));
        }
    }

    function _how(Lists memory lists, Ids memory ids, bytes memory prompt) private pure returns (bytes memory text) {
        uint256 poses = lists.counts[POSES];
        (bool isDrawn, uint256 place) = _drawn(ids, prompt);
        bool isAlone = isDrawn && _id(prompt, 0) < ids.first;
        uint256 group = place / lists.counts[NOUNS];
        if (isDrawn) text = _comma(_word(lists, STYLES, isAlone ? group / poses : group));
        text = bytes.concat(text, _comma(_word(lists, POSES, isAlone ? group % poses : 0)));
        (bool hasTone, uint256 tone) = _tone(lists, ids, prompt);
        if (hasTone) text = bytes.concat(text, _comma(_word(lists, TURNS, tone % lists.counts[TURNS])));
    }

    /// @dev `place` counts from the first id of its kind: alone, or first of a pair.
    function _drawn(Ids memory ids, bytes memory prompt) private pure returns (bool isDrawn, uint256 place) {
        uint256 drawn = _id(prompt, 0);
        if (drawn == 0 || drawn >= ids.second) return (false, 0);
        return (true, drawn < ids.first ? drawn - 1 : drawn - ids.first);
    }

    function _tone(Lists memory lists, Ids memory ids, bytes memory prompt) private pure returns (bool, uint256) {
        uint256 tone = _id(prompt, 3);
        if (tone < ids.tone || tone - ids.tone >= lists.counts[SHADES] * lists.counts[TURNS]) return (false, 0);
        return (true, tone - ids.tone);
    }

    /// @dev Little-endian, two bytes each.
    function _id(bytes memory prompt, uint256 slot) private pure returns (uint256) {
        return Fields.u8(prompt, 2 * slot) | (Fields.u8(prompt, 2 * slot + 1) << 8);
    }

    function _word(Lists memory lists, uint256 list, uint256 index) private pure returns (bytes memory) {
        if (index >= lists.counts[list]) return "";
        return Fields.entry(lists.data, Fields.skip(lists.data, lists.starts[list], index));
    }

    function _spaced(bytes memory text, bytes memory word) private pure returns (bytes memory) {
        if (word.length == 0) return text;
        return text.length == 0 ? word : bytes.concat(text, " ", word);
    }

    function _comma(bytes memory word) private pure returns (bytes memory) {
        return word.length == 0 ? word : bytes.concat(", ", word);
    }

    function _open(bytes memory data) private pure returns (Lists memory lists) {
        lists.data = data;
        uint256 at;
        for (uint256 i; i < 6; ++i) {
            lists.counts[i] = Fields.u16(data, at);
            lists.starts[i] = at + 2;
            at = Fields.skip(data, at + 2, lists.counts[i]);
        }
    }
}
