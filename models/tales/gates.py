"""Judges the integer program on held-out prompts: python3 models/tales/gates.py [texts]. Prints and writes gates.json.

A held-out prompt is a set of words that the training never had as a prompt. The same judge reads as many fresh texts of the
grammar: a gate that those do not pass would say nothing.
"""

import json
import pathlib
import random
import subprocess
import sys

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE / "grammar")]

import draw  # noqa: E402
from batches import BATCH, POOL, draw_row, mix_of  # noqa: E402
from tokenizer import load  # noqa: E402

KEPT, USED, LONGEST_RUN = 0.95, 0.90, 80
BEINGS, OBJECTS = set(draw.BEINGS), set(draw.WORDS["object"])
NAMES = set(draw.WORDS["she"]) | set(draw.WORDS["he"])
BROKEN = "\ufffd"
EXTRAS = ("in", "by", "on", "at", "mood", "colour", "food", "weather", "season")


class Reader:
    """Bytes back to words: what lib/tokenizer/decode.ts does, in lower case and without the spaces."""

    def __init__(self, tokenizer):
        self.words = {code: word for word, code in tokenizer.codes.items()}
        self.prefix, self.second = tokenizer.value["firstPrefix"], tokenizer.value["firstSecond"]
        self.title = tokenizer.value["title"]

    def read(self, text):
        """(title, body); a byte that says nothing is BROKEN."""
        text = text[1:] if text[:1] == bytes([self.title]) else text
        words, at = [], 0
        while at < len(text):
            size = 2 if self.prefix <= text[at] < self.second else 1
            words.append(self.words.get(text[at : at + size], BROKEN))
            at += size
        end = words.index("\n") if "\n" in words else len(words)
        return words[:end], words[end + 1 :]


def is_kept(title, body, group, names=()):
    """The one of the group that the title names (else the one most often named) is named twice or more, also in the last 40 %."""
    in_title = [word for word in title if word in group]
    in_body = [word for word in body if word in group]
    if not in_body:
        return False
    main = in_title[0] if in_title else max(in_body, key=in_body.count)
    is_main = lambda word: word == main or word in names
    return main in in_body and sum(map(is_main, body)) >= 2 and any(map(is_main, body[3 * len(body) // 5 :]))


def strangers(body, group):
    """Those that come with "the" before any "a" has brought them in."""
    known, lost = set(), 0
    for at, word in enumerate(body):
        if word not in group or word in known:
            continue
        before = body[max(0, at - 2) : at]
        if "the" in before or "my" in before:
            lost += 1
        known.add(word)
    return lost


def judge(prompt, title, body):
    names = {word for word in title + body if word in NAMES}
    asked = [word for word in prompt if word in BEINGS]
    text = set(title) | set(body)
    return {
        "hero": is_kept(title, body, BEINGS, names) and len(names) <= 1,
        "object": is_kept(title, body, OBJECTS) and strangers(body, OBJECTS) == 0,
        "strangers": strangers(body, BEINGS),
        "used": [word in text for word in prompt],
        "asked": asked[0] in (title + body[:60]) if asked else None,
        "broken": BROKEN in title + body,
    }


def summary(verdicts):
    share = lambda values: round(float(np.mean([v for v in values if v is not None])), 4)
    return {
        "heroKept": share([v["hero"] for v in verdicts]),
        "objectKept": share([v["object"] for v in verdicts]),
        "bothKept": share([v["hero"] and v["object"] for v in verdicts]),
        "promptWordsUsed": share([used for v in verdicts for used in v["used"]]),
        "allPromptWordsUsed": share([all(v["used"]) for v in verdicts]),
        "askedHeroIsThere": share([v["asked"] for v in verdicts]),
        "nobodyFromNowhere": share([v["strangers"] == 0 for v in verdicts]),
        "brokenBytes": sum(v["broken"] for v in verdicts),
    }


def held_out_prompts(source, seen, count):
    prompts = []
    while len(prompts) < count:
        genre = "verse" if source.random() < 0.25 else "tale"
        short = lambda words: [w for w in words if genre == "tale" or draw.syllables(w) <= 2]
        words = [source.choice(short(draw.WORDS["person" if source.random() < 0.3 else "creature"])), source.choice(short(draw.WORDS["object"]))]
        for group in source.sample(EXTRAS, source.randrange(3)):
            words.append(source.choice(draw.WORDS[group]))
        source.shuffle(words)
        if len(set(words)) == len(words) and (genre, frozenset(words)) not in seen:
            prompts.append((genre, words))
    return prompts


def training_texts(tokenizer, reader, steps, seed):
    """All texts of the training and the sets of words that were prompts."""
    texts, seen = [], set()
    for number in range(-(-steps // POOL)):
        source = random.Random(f"tales {seed} {number}")
        for _ in range(BATCH * POOL):
            prompt, text = draw_row(source, tokenizer, mix_of(number))
            genre = {byte: name for name, byte in tokenizer.genres.items()}[prompt[0]]
            seen.add((genre, frozenset(reader.read(b"\x04\x05" + prompt[1:-1])[1])))
            texts.append(sum(reader.read(text[:-1]), []))
    return texts, seen


def longest_run(texts, training):
    """Words of the longest run that one of the texts shares with one of the training."""
    numbers = {}
    number = lambda text: np.array([numbers.setdefault(word, len(numbers) + 1) for word in text if word != "\n"], dtype=np.uint64)
    ours, theirs = [number(text) for text in texts], [number(text) for text in training]

    def hashes(rows, size):
        rows = [row for row in rows if len(row) >= size]
        if not rows:
            return np.zeros(0, dtype=np.uint64)
        stream = np.concatenate(rows)
        total = np.zeros(len(stream) - size + 1, dtype=np.uint64)
        for at in range(size):
            total = total * np.uint64(0x9E3779B97F4A7C15 | 1) + stream[at : len(total) + at]
        ends = np.cumsum([len(row) for row in rows])
        inside = np.concatenate([np.arange(end - len(row), end - size + 1) for row, end in zip(rows, ends)])
        return np.unique(total[inside])

    low, high = 0, max(len(row) for row in ours) + 1
    while high - low > 1:
        middle = (low + high) // 2
        shared = np.isin(hashes(ours, middle), hashes(theirs, middle)).any()
        low, high = (middle, high) if shared else (low, middle)
    return low


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 240
    tokenizer = load()
    reader = Reader(tokenizer)
    facts = json.loads((HERE / "training.json").read_text())
    training, seen = training_texts(tokenizer, reader, facts["steps"], facts["seed"])
    source = random.Random("held-out prompts")
    prompts = held_out_prompts(source, seen, count)
    inputs = json.dumps(["0x" + tokenizer.prompt(*prompt).hex() for prompt in prompts])
    command = ["node", "--import", "tsx", str(HERE / "sample.ts")]
    answers = json.loads(subprocess.run(command, input=inputs, capture_output=True, check=True, text=True).stdout)
    texts = [reader.read(bytes.fromhex(answer[2:])) for answer in answers]
    fresh = [draw_row(source, tokenizer, draw.LATE) for _ in range(count)]
    drawn = [reader.read(text[:-1]) for _, text in fresh]
    model = summary([judge(words, *text) for (_, words), text in zip(prompts, texts)])
    grammar = summary([judge(reader.read(b"\x04\x05" + prompt[1:-1])[1], *text) for (prompt, _), text in zip(fresh, drawn)])
    model["longestSharedRun"] = longest_run([title + body for title, body in texts], training)
    grammar["longestSharedRun"] = longest_run([title + body for title, body in drawn], training)
    model["meanWords"] = round(float(np.mean([len(title + body) for title, body in texts])), 1)
    passed = {
        "heroAndObjectKept": model["heroKept"] >= KEPT and model["objectKept"] >= KEPT,
        "promptWordsUsed": model["promptWordsUsed"] >= USED,
        "noLongRepetition": model["longestSharedRun"] <= LONGEST_RUN,
    }
    bounds = {"kept": KEPT, "used": USED, "longestSharedRun": LONGEST_RUN}
    result = {"prompts": count, "trainingTexts": len(training), "bounds": bounds, "model": model, "grammar": grammar, "passed": passed}
    (HERE / "gates.json").write_text(json.dumps(result, indent=2) + "\n")
    print(json.dumps(result, indent=2))
    sys.exit(0 if all(passed.values()) else 1)


if __name__ == "__main__":
    main()
