"""The word tokenizer: builds tokenizer.json from the grammar, and encodes with it (lib/tokenizer/ does the same in TypeScript).

python3 models/tales/tokenizer.py writes tokenizer.json, prints how many words it has, and writes the vectors that the tests of
lib/tokenizer compare with.
"""

import collections
import json
import pathlib
import random
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "grammar"))

import draw  # noqa: E402

FILE = HERE / "tokenizer.json"
VECTORS = HERE.parents[1] / "test" / "vectors" / "tales-tokens.json"
CONTROLS = {"end": 0, "separator": 1, "title": 4, "newline": 5}
GENRES = {"tale": 2, "verse": 3}
FIRST_SINGLE = 6
PREFIXES, SECONDS = 40, 42
PREFIX = 256 - PREFIXES - SECONDS
SECOND = 256 - SECONDS
STEERING = (("creature", "villain"), ("person",), ("object",), ("in", "by", "on", "at"), ("she",), ("he",),
            ("mood", "look", "make", "colour"), ("weather", "season", "food"))  # fmt: skip


def shown(word, names):
    return word[0].upper() + word[1:] if word in names or word == "i" else word


def build():
    source = random.Random(2026)
    counts = collections.Counter()
    for _ in range(6000):
        _, title, body, *_ = draw.draw(source)
        counts.update(title + body)
    for templates in draw.BANKS.values():  # rare words too
        for template in templates:
            plain = draw.re.sub(r"\{[^}]*\}", " ", template).replace("/", " ").replace("[", " ").replace("]", " ").replace("|", " ")
            counts.update({token: 0 for token in draw.tokens_of(plain)})
    del counts["\n"]
    names = set(draw.WORDS["she"]) | set(draw.WORDS["he"])
    rows, steering = [], set()
    for classes in STEERING:
        words = [w for w in dict.fromkeys(sum((draw.WORDS[c] for c in classes), [])) if w not in steering]
        steering.update(words)
        rows += [words[i : i + SECONDS] for i in range(0, len(words), SECONDS)]
    steering_rows = len(rows)
    plain = [word for word in counts if word not in steering]
    plain.sort(key=lambda word: (-counts[word], word))
    singles, rest = plain[: PREFIX - FIRST_SINGLE], plain[PREFIX - FIRST_SINGLE :]
    ending = lambda word: next((i for i, end in enumerate(("ed", "ing", "ly", "s")) if word.endswith(end)), 9)
    rest.sort(key=lambda word: (ending(word.lower()), word.lower()))
    rows += [rest[i : i + SECONDS] for i in range(0, len(rest), SECONDS)]
    assert len(rows) <= PREFIXES, len(rows)
    spell = lambda words: " ".join(shown(word, names) for word in words)
    return {
        "version": 1,
        **CONTROLS,
        "genres": [{"name": name, "byte": byte} for name, byte in GENRES.items()],
        "firstSingle": FIRST_SINGLE,
        "firstPrefix": PREFIX,
        "firstSecond": SECOND,
        "steeringRows": steering_rows,
        "singles": spell(singles),
        "rows": [spell(row) for row in rows],
        "aliases": read_aliases(steering),
    }


def read_aliases(steering):
    """The lines of aliases.txt; each other name once, and no name that steers itself."""
    lines, seen = [], set(steering)
    for line in (HERE / "aliases.txt").read_text().splitlines():
        if line.startswith("#"):
            continue
        word, *names = line.split()
        assert word in steering or word in GENRES, word
        names = [name for name in names if name not in seen]
        seen.update(names)
        lines += [" ".join([word, *names])] if names else []
    return lines


class Tokenizer:
    def __init__(self, value):
        self.codes = {}
        for index, word in enumerate(value["singles"].split()):
            self.codes[word.lower()] = bytes([value["firstSingle"] + index])
        for row, words in enumerate(value["rows"]):
            for index, word in enumerate(words.split()):
                self.codes[word.lower()] = bytes([value["firstPrefix"] + row, value["firstSecond"] + index])
        self.codes["\n"] = bytes([value["newline"]])
        self.value, self.genres = value, {genre["name"]: genre["byte"] for genre in value["genres"]}

    def prompt(self, genre, words):
        v = self.value
        return bytes([self.genres[genre]]) + b"".join(self.codes[word] for word in words) + bytes([v["separator"]])

    def text(self, title, body):
        """Without the end mark."""
        code = lambda tokens: b"".join(self.codes[token.lower()] for token in tokens)
        return bytes([self.value["title"]]) + code(title) + self.codes["\n"] + code(body)


def load():
    return Tokenizer(json.loads(FILE.read_text()))


def vectors(tokenizer, count=16):
    source, made = random.Random(99), []
    for _ in range(count):
        genre, title, body, used, _ = draw.draw(source)
        words = draw.prompt_of(source, used)
        shared = {"genre": genre, "words": words, "prompt": tokenizer.prompt(genre, words).hex()}
        made.append(dict(shared, title=title, body=body, text=tokenizer.text(title, body).hex()))
    return made


if __name__ == "__main__":
    value = build()
    FILE.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n")
    words = len(value["singles"].split()) + sum(len(row.split()) for row in value["rows"])
    print(f"{words} words and marks, {value['steeringRows']} of {len(value['rows'])} rows steer, {FILE.stat().st_size} bytes")
    VECTORS.write_text(json.dumps(vectors(load()), ensure_ascii=False) + "\n")
