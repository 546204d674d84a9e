"""Turns a list of lines (verses or sentences) into training windows.

A window starts where a line starts, so that position 0 always sees the start of a line: that is how the model is
used. Bytes outside the alphabet become one shared class, OTHER.
"""

import numpy as np

CONTEXT = 256
ALPHABET = bytes([10]) + bytes(range(32, 127))  # newline ends a line; printable ASCII is the rest
OTHER = len(ALPHABET)
CLASSES = OTHER + 1


def encode(text):
    table = np.full(256, OTHER, dtype=np.int64)
    for index, byte in enumerate(ALPHABET):
        table[byte] = index
    return table[np.frombuffer(text, dtype=np.uint8)]


class Corpus:
    """lines: list of (text, weight). Every 20th block of 40 lines is held out for validation."""

    def __init__(self, lines, seed):
        self.random = np.random.default_rng(seed)
        parts = {"train": [], "valid": []}
        for index, (line, weight) in enumerate(lines):
            part = "valid" if (index // 40) % 20 == 19 else "train"
            parts[part].append((line.encode("ascii") + b"\n", weight))
        self.data, self.starts, self.odds = {}, {}, {}
        for part, items in parts.items():
            stream = encode(b"".join(line for line, _ in items))
            offsets = np.concatenate([[0], np.cumsum([len(line) for line, _ in items])[:-1]])
            weights = np.array([weight for _, weight in items], dtype=np.float64)
            fits = offsets + CONTEXT + 1 <= len(stream)
            self.data[part] = stream
            self.starts[part] = offsets[fits]
            self.odds[part] = weights[fits] / weights[fits].sum()

    def batch(self, part, size, random=None, length=CONTEXT):
        random = random or self.random
        starts = random.choice(self.starts[part], size=size, p=self.odds[part])
        windows = self.data[part][starts[:, None] + np.arange(length + 1)[None, :]]
        inputs, targets = windows[:, :-1].copy(), windows[:, 1:]
        if part == "train":  # teach the class that no training text contains
            inputs[random.random(inputs.shape) < 0.002] = OTHER
        return inputs, targets
