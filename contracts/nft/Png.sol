// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// @notice How the pixels of a picture lie: row by row, 8 bits a channel.
/// @param colourType PNG's: 0 grey, 2 RGB, 3 numbers of a palette, 6 RGBA
/// @param channels bytes a pixel
/// @param palette RGBA, 4 bytes each, for colour type 3
struct Pixels {
    uint256 width;
    uint256 height;
    uint8 colourType;
    uint256 channels;
    bytes palette;
    bytes data;
}

/// @title Png: pixels as a PNG file, not compressed
/// @notice PNG rather than BMP, because every viewer knows it with transparency and palettes. (W3C PNG, RFC 1950, 1951)
library Png {
    uint256 private constant ADLER = 65_521;

    /// @notice `data` must have width · height · channels bytes, and at most 65,535 with one more for each row.
    function encode(Pixels memory pixels) internal pure returns (bytes memory) {
        uint256[256] memory table = _crcTable();
        bytes memory head = abi.encodePacked(
            // Bounded above: no side is longer than the data.
            uint32(pixels.width),
            uint32(pixels.height),
            uint8(8),
            pixels.colourType,
            hex"000000"
        );
        (bytes memory colours, bytes memory alphas) = _palette(pixels.palette);
        return bytes.concat(
            hex"89504e470d0a1a0a",
            _chunk("IHDR", head, table),
            pixels.colourType == 3 ? _chunk("PLTE", colours, table) : bytes(""),
            pixels.colourType == 3 ? _chunk("tRNS", alphas, table) : bytes(""),
            _chunk("IDAT", _zlib(pixels), table),
            _chunk("IEND", "", table)
        );
    }

    /// @dev Each row begins with its filter: none. With it the sum that ends the zlib stream (RFC 1950).
    // SAFETY: `data` has width · height · channels bytes, and sums of at most 65,535 bytes stay far below 2^256, so that
    // their remainders can wait.
    function _rows(Pixels memory pixels) private pure returns (bytes memory out, uint32 adler) {
        unchecked {
            uint256 stride = pixels.width * pixels.channels;
            bytes memory data = pixels.data;
            out = new bytes(pixels.height * (stride + 1));
            uint256 a = 1;
            uint256 b;
            uint256 from;
            uint256 to;
            for (uint256 row; row < pixels.height; ++row) {
                b += a;
                ++to;
                for (uint256 end = from + stride; from < end; ++from) {
                    bytes1 value = data[from];
                    out[to++] = value;
                    a += uint8(value);
                    b += a;
                }
            }
            adler = uint32(((b % ADLER) << 16) | (a % ADLER)); // both below 2^16
        }
    }

    function _palette(bytes memory rgba) private pure returns (bytes memory colours, bytes memory alphas) {
        uint256 count = rgba.length / 4;
        colours = new bytes(3 * count);
        alphas = new bytes(count);
        for (uint256 i; i < count; ++i) {
            for (uint256 c; c < 3; ++c) colours[3 * i + c] = rgba[4 * i + c];
            alphas[i] = rgba[4 * i + 3];
        }
    }

    /// @dev One stored block.
    function _zlib(Pixels memory pixels) private pure returns (bytes memory) {
        (bytes memory data, uint32 adler) = _rows(pixels);
        uint256 size = data.length;
        // The length and its complement, low byte first: the casts take 8 bits of 16.
        return abi.encodePacked(
            hex"780101", uint8(size), uint8(size >> 8), ~uint8(size), ~uint8(size >> 8), data, adler
        );
    }

    function _chunk(bytes4 kind, bytes memory data, uint256[256] memory table) private pure returns (bytes memory) {
        bytes memory body = bytes.concat(kind, data);
        uint256 crc = 0xFFFFFFFF;
        unchecked {
            uint256 size = body.length;
            for (uint256 i; i < size; ++i) crc = table[(crc ^ uint8(body[i])) & 0xFF] ^ (crc >> 8);
        }
        // The crc has 32 bits, as every row of the table.
        return abi.encodePacked(uint32(data.length), body, uint32(crc ^ 0xFFFFFFFF));
    }

    function _crcTable() private pure returns (uint256[256] memory table) {
        unchecked {
            for (uint256 n; n < 256; ++n) {
                uint256 c = n;
                for (uint256 k; k < 8; ++k) c = (c >> 1) ^ (0xEDB88320 * (c & 1));
                table[n] = c;
            }
        }
    }
}
