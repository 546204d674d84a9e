// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import { Base64 } from "solady/src/utils/Base64.sol";
import { Artwork } from "../../../contracts/interfaces/IAIGCRenderer.sol";
import { AIGCRenderer } from "../../../contracts/nft/AIGCRenderer.sol";
import { Base } from "../Base.sol";
import { StrictJson, StrictSvg, Utf8Rules } from "./Scanners.sol";

/// @notice Whatever the bytes: the metadata are UTF-8 JSON, the picture is a picture, and reading them costs little enough.
contract AIGCRendererTest is Base {
    /// @dev Nodes give at least 30 million to an `eth_call`.
    uint256 private constant CALL_GAS = 20_000_000;

    AIGCRenderer private renderer;

    function setUp() public {
        renderer = new AIGCRenderer();
    }

    function testFuzz_tokenURI_ofAnyPromptAndAnswer_isStrictJsonWithASafePicture(
        bytes memory prompt,
        bytes memory answer,
        string memory collection
    ) public view {
        checkAll(artOf(prompt, answer, collection, ""));
    }

    function testFuzz_tokenURI_ofAnyForm_isStrictJsonWithASafePicture(
        bytes memory prompt,
        bytes memory answer,
        bytes memory form,
        uint8 promptKind,
        uint8 answerKind
    ) public view {
        checkAll(artOf(prompt, answer, "Any", form));
        // Likelier to be read as one.
        bytes memory shaped = bytes.concat(hex"01", bytes1(promptKind % 4), bytes1(answerKind % 7), form);
        checkAll(artOf(prompt, answer, "Any", shaped));
    }

    /// Bytes that break things, in any order: markup, quotes, escapes, controls, broken UTF-8, marks of direction.
    function testFuzz_tokenURI_ofHostilePieces_isStrictJsonWithASafePicture(uint256 seed) public view {
        checkAll(artOf(hostile(seed), hostile(seed >> 96), string(hostile(seed >> 160)), ""));
    }

    function testFuzz_tokenURI_textThatIsText_comesBackToTheByte(bytes memory prompt) public view {
        for (uint256 i; i < prompt.length; ++i) prompt[i] = prompt[i] & 0x7F;
        bytes memory json = jsonOf(artOf(prompt, "answer", "Psalter", ""));
        assertEq(StrictJson.stringOf(json, "prompt"), prompt, "prompt");
    }

    function testFuzz_promptText_isAlwaysUtf8(bytes memory prompt, bytes memory form) public view {
        checkUtf8(bytes(renderer.promptText(prompt, form)));
        checkUtf8(bytes(renderer.answerText(prompt, form)));
    }

    function test_attack_jsonInjection_aQuoteCannotAddAField() public view {
        bytes memory prompt = '","image":"https://evil.example/x.png","x":"\\';
        bytes memory json = jsonOf(artOf(prompt, "answer", '","prompt":"', ""));
        assertEq(StrictJson.stringOf(json, "prompt"), prompt, "the prompt is all of it");
        assertStarts(StrictJson.stringOf(json, "image"), "data:image/svg+xml;base64,");
    }

    function test_attack_svgInjection_aClosingTagIsText() public view {
        bytes memory answer = '</text></g></svg><script>alert(1)</script><svg onload="alert(1)">&x;';
        bytes memory svg = bytes(renderer.svg(artOf("p", answer, "</svg>", "")));
        assertEq(StrictSvg.check(svg), 4, "three lines of text and the one below: no other element");
        checkAll(artOf("p", answer, "</svg>", ""));
    }

    function test_attack_controlAndBrokenBytes_areReplaced() public view {
        bytes memory answer = hex"00011b7f80c0afe280aeedbfbffffe0aefbfbef4908080";
        StrictSvg.check(bytes(renderer.svg(artOf(answer, answer, "n", ""))));
        bytes memory json = jsonOf(artOf(answer, answer, "n", ""));
        checkUtf8(StrictJson.stringOf(json, "prompt"));
    }

    function test_tokenURI_theFieldsOfTheErc() public view {
        bytes memory json = jsonOf(artOf("The LORD is ", "my shepherd", "Psalter", ""));
        assertEq(StrictJson.stringOf(json, "name"), "Psalter: The LORD is ", "name");
        assertEq(StrictJson.stringOf(json, "aigc_type"), "text", "type");
        assertEq(StrictJson.stringOf(json, "proof_type"), "fraud", "opML");
        bytes memory data = StrictJson.stringOf(json, "aigc_data");
        assertEq(data, bytes.concat("data:text/plain;charset=utf-8;base64,", bytes(Base64.encode("my shepherd"))), "data");
        assertTrue(StrictJson.stringOf(json, "description").length > 0, "description");
    }

    function test_tokenURI_withoutAnAnswer_saysSo() public view {
        Artwork memory art = artOf("prompt", "", "Psalter", "");
        art.hasAnswer = false;
        checkAll(art);
        assertEq(StrictJson.stringOf(jsonOf(art), "aigc_type"), "none", "type");
    }

    function test_tokenURI_aPromptThatIsNoText_isNamedByItsId() public view {
        bytes memory form = hex"010006000000020000";
        bytes memory json = jsonOf(artOf(hex"00ff", hex"03000000", "Digits", form));
        assertEq(StrictJson.stringOf(json, "name"), "Digits #00000000", "name");
        assertEq(StrictJson.stringOf(json, "prompt"), "0x00ff", "prompt");
        assertEq(renderer.answerText(hex"03000000", form), "class 3", "class without a label");
    }

    function test_work_isBounded_forTheLongestTexts() public view {
        bytes memory prompt = new bytes(4096);
        bytes memory answer = new bytes(16_384);
        for (uint256 i; i < answer.length; ++i) answer[i] = bytes1(uint8(i % 3 == 0 ? 0xE2 : 0x22));
        for (uint256 i; i < prompt.length; ++i) prompt[i] = bytes1(uint8(i));
        assertLe(gasOf(artOf(prompt, answer, "n", "")), CALL_GAS, "text");
        assertLe(gasOf(artOf(prompt, answer, "n", hex"0100000000")), CALL_GAS, "data");
    }

    function test_work_isBounded_forTheLargestPictures() public view {
        bytes memory answer = new bytes(16_384);
        assertLe(gasOf(artOf("p", answer, "n", hex"010004000000050080008001")), CALL_GAS, "128 x 128 grey");
        assertLe(gasOf(artOf("p", answer, "n", hex"010004000000050040004004")), CALL_GAS, "64 x 64 RGBA");
        assertLe(gasOf(artOf("p", answer, "n", hex"010004000000050001400001")), CALL_GAS, "1 x 16384");
        assertLe(gasOf(artOf("p", answer, "n", hex"01000500000009008000800101020304")), CALL_GAS, "128 x 128 of 1");
    }

    /// @dev A dictionary whose every word has 255 letters, and one of as many words as fit.
    function test_work_isBounded_forHostileDictionaries() public view {
        bytes memory answer = new bytes(16_384);
        for (uint256 i; i < answer.length; ++i) answer[i] = bytes1(uint8(6 + i % 90));
        bytes memory long = hex"0102050664d600005a";
        bytes memory word = new bytes(255);
        for (uint256 i; i < 255; ++i) word[i] = "a";
        for (uint256 i; i < 90; ++i) long = bytes.concat(long, hex"ff", word);
        bytes memory shortPrompt = "prompt";
        assertLe(gasOf(artOf(shortPrompt, answer, "n", wordsForm(long))), CALL_GAS, "long words");
        bytes memory many = hex"01020506060600" hex"0000" hex"5f";
        for (uint256 i; i < 95; ++i) many = bytes.concat(many, hex"ff", new bytes(255));
        assertLe(gasOf(artOf(shortPrompt, answer, "n", wordsForm(many))), CALL_GAS, "many words");
    }

    function wordsForm(bytes memory dictionary) private pure returns (bytes memory) {
        return abi.encodePacked(hex"01020200000000", uint16(dictionary.length), dictionary);
    }

    function gasOf(Artwork memory art) private view returns (uint256 used) {
        uint256 before = gasleft();
        renderer.tokenURI(art);
        used = before - gasleft();
    }

    function checkAll(Artwork memory art) private view {
        bytes memory json = jsonOf(art);
        StrictJson.stringOf(json, "name");
        bytes memory image = StrictJson.stringOf(json, "image");
        assertStarts(image, "data:image/svg+xml;base64,");
        StrictSvg.check(Base64.decode(string(tail(image, 26))));
    }

    function checkUtf8(bytes memory text) private pure {
        for (uint256 at; at < text.length;) {
            uint256 size = Utf8Rules.sizeAt(text, at);
            assertTrue(size != 0, "UTF-8");
            at += size;
        }
    }

    function jsonOf(Artwork memory art) private view returns (bytes memory) {
        bytes memory uri = bytes(renderer.tokenURI(art));
        assertStarts(uri, "data:application/json;base64,");
        return Base64.decode(string(tail(uri, 29)));
    }

    function assertStarts(bytes memory text, bytes memory wanted) private pure {
        assertTrue(text.length > wanted.length, "long enough");
        for (uint256 i; i < wanted.length; ++i) assertTrue(text[i] == wanted[i], string(wanted));
    }

    function tail(bytes memory text, uint256 from) private pure returns (bytes memory out) {
        out = new bytes(text.length - from);
        for (uint256 i; i < out.length; ++i) out[i] = text[from + i];
    }

    function hostile(uint256 seed) private pure returns (bytes memory out) {
        bytes[16] memory parts = [
            bytes('"'), "\\", "</svg>", "<script>", "&lt;", "'", hex"0a", hex"00", hex"c3", hex"e280ae",
            hex"f09f9880", hex"eda080", "]]>", "\\u0022", hex"c285", "word "
        ];
        for (uint256 i; i < 24; ++i) out = bytes.concat(out, parts[(seed >> (4 * i)) & 15]);
    }

    function artOf(bytes memory prompt, bytes memory answer, string memory collection, bytes memory form)
        private
        pure
        returns (Artwork memory art)
    {
        art.collection = collection;
        art.requestId = 5;
        art.modelId = 2;
        art.status = "final";
        art.prompt = prompt;
        art.answer = answer;
        art.hasAnswer = true;
        art.form = form;
    }
}
