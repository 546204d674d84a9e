"""Trains tales: python3 models/tales/train.py (one thread, see bundle/card.md). Goes on from checkpoint.pt where there is one.

`train.py export` writes the bundle from the checkpoint as it is; `train.py trial N` trains N steps into /tmp, to measure.
"""

import pathlib
import sys
import tempfile

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "trainer"), str(HERE), str(HERE / "grammar")]

from batches import CONTEXT, MAX_INPUT, MAX_OUTPUT, Batches  # noqa: E402
from export import Rules, export_words  # noqa: E402
from model import Shape  # noqa: E402
from stepped import Plan, train_steps  # noqa: E402
from tokenizer import load  # noqa: E402

SHAPE = Shape(width=192, layers=6, heads=4, hidden=768, context=CONTEXT, classes=256, choices=256)
RULES = Rules(SHAPE, np.arange(256), bytes(range(256)), MAX_INPUT, min_output=12, max_output=MAX_OUTPUT, terminator=0)
SEED, HELD_OUT_SEED = 17, "held out"
# The rate falls from half of the way on. It was meant to fall until step 2,200; the machine was slow that day, so the last part is steeper.
PLAN = Plan(SEED, turns=((0, 1.0), (1100, 1.0), (1750, 0.4), (1760, 0.7), (1850, 0.7), (2900, 0.0), (2910, 0.6), (3100, 0.6), (4500, 0.0), (4512, 0.5), (4700, 0.5), (5600, 0.0), (5616, 0.6), (5850, 0.6), (6500, 0.0)), rounded=40)
TEMPERATURE = 0.4


def main():
    command = sys.argv[1] if len(sys.argv) > 1 else "train"
    tokenizer = load()
    held_out = [Batches(tokenizer, HELD_OUT_SEED).batch(at) for at in range(4)]
    path, plan, bundle = HERE / "checkpoint.pt", PLAN, HERE / "bundle"
    if command == "trial":
        folder = pathlib.Path(tempfile.mkdtemp())
        steps = int(sys.argv[2])
        plan = Plan(SEED, turns=((0, 1.0), (steps // 2, 1.0), (steps, 0.0)), rounded=steps // 10)
        path, bundle = folder / "checkpoint.pt", folder / "bundle"
    if command != "export":
        train_steps(SHAPE, plan, Batches(tokenizer, SEED).batch, held_out, path)
    facts = export_words(path, bundle, TEMPERATURE, RULES, Batches(tokenizer, SEED).batch, held_out, SEED)
    print(facts)


if __name__ == "__main__":
    main()
