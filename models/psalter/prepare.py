"""Prints the King James Bible, one verse a line, from the Debian packages bible-kjv and bible-kjv-text.

Each line: weight, tab, verse. The poetic books weigh more, because the model is to write verse.
"""

import re
import subprocess
import sys

POETIC = {"Job", "Psalms", "Proverbs", "Ecclesiastes", "Song of Solomon", "Isaiah", "Lamentations"}


def verses(text):
    book, verse = "", ""
    for line in text.split("\n") + [""]:
        start = re.match(r"^ {1,3}(\d+) (.*)$", line)
        heading = re.match(r"^((?:[123] )?[A-Z][A-Za-z ]+?) (\d+)$", line)
        if start or heading or line == "":
            if verse:
                yield book, re.sub(r"\s+", " ", verse).strip()
                verse = ""
        if heading:
            book = heading.group(1)
        elif start:
            verse = start.group(2)
        elif verse:
            verse += " " + line


def main():
    raw = subprocess.run(["bible", "gen1:1-rev22:21"], check=True, capture_output=True).stdout.decode("ascii")
    for book, verse in verses(raw):
        sys.stdout.write(f"{4 if book in POETIC else 1}\t{verse}\n")


if __name__ == "__main__":
    main()
