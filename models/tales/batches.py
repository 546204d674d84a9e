"""Turns drawn texts into batches: one text a row from position 0, as the model is used; rows of a batch have like lengths."""

import random

import numpy as np

import draw

CONTEXT, MAX_INPUT, MAX_OUTPUT = 256, 24, 232
LONGEST = 226  # bytes of a text that is trained on, so that the end mark is learnt before the limit
BATCH, POOL = 16, 48  # rows of a batch; batches of a pool, over which rows are sorted by length
LATE_POOL, LAST_POOL = 94, 117  # the first pool of each mix
IGNORED = -1


def mix_of(pool):
    return draw.EARLY if pool < LATE_POOL else draw.LATE if pool < LAST_POOL else draw.LAST


def draw_row(source, tokenizer, mix):
    """(prompt bytes, text bytes with the end mark)"""
    while True:
        genre, title, body, used, wanted = draw.draw(source, mix)
        text = tokenizer.text(title, body)
        if len(text) <= LONGEST:
            break
    prompt = tokenizer.prompt(genre, draw.prompt_of(source, used, wanted, mix))
    return prompt, text + bytes([tokenizer.value["end"]])


def rows_to_batch(rows):
    longest = max(len(prompt) + len(text) for prompt, text in rows) - 1
    inputs = np.zeros((len(rows), longest), dtype=np.int64)
    targets = np.full((len(rows), longest), IGNORED, dtype=np.int64)
    for index, (prompt, text) in enumerate(rows):
        whole = np.frombuffer(prompt + text, dtype=np.uint8)
        inputs[index, : len(whole) - 1] = whole[:-1]
        targets[index, len(prompt) - 1 : len(whole) - 1] = whole[len(prompt) :]
    return inputs, targets


class Batches:
    """batch(step) depends on seed and step alone."""

    def __init__(self, tokenizer, seed):
        self.tokenizer, self.seed, self.number, self.pool = tokenizer, seed, None, []

    def batch(self, step):
        number, place = divmod(step, POOL)
        if number != self.number:
            source = random.Random(f"tales {self.seed} {number}")
            rows = sorted((draw_row(source, self.tokenizer, mix_of(number)) for _ in range(BATCH * POOL)), key=lambda row: len(row[0]) + len(row[1]))
            self.pool = [rows_to_batch(rows[at : at + BATCH]) for at in range(0, len(rows), BATCH)]
            source.shuffle(self.pool)
            self.number = number
        return self.pool[place]
