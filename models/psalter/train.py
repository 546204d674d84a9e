"""Trains psalter. Usage: python3 models/psalter/train.py [minutes] (one thread; see card.md)."""

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
corpus = Corpus([(line, float(weight)) for weight, line in rows], seed=7)
minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 18
train(corpus, minutes, seed=7, path=HERE / "checkpoint.pt")
export(HERE / "checkpoint.pt", HERE / "bundle", temperature=0.5, corpus=corpus)
