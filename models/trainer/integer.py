"""A second reading of docs/op-spec.md, in numpy, over all positions of a text at once. Judges the exported program:
loss on held-out text, and the same logits as the engine."""

import math

import numpy as np

RANGE = {"i7": (-64, 63), "u7": (0, 127), "i8": (-128, 127), "i16": (-32768, 32767)}


def rescale(value, mul, shift, dtype):
    return np.clip((value * mul + (1 << (shift - 1))) >> shift, *RANGE[dtype])


def logits(program, weights, text):
    """text: byte values [T]. Returns the tensor that the argmax reads, without the noise: [T, alphabet] int64."""
    length, context = len(text), program["context"]
    out, states = [], {}
    i16 = lambda offset, rows, width: np.frombuffer(weights, "<i2", rows * width, offset).reshape(rows, width).astype(np.int64)
    past = np.tril(np.ones((length, length), dtype=bool))
    for op in program["ops"]:
        kind = op["op"]
        x = out[op["x"]] if "x" in op else None
        if kind == "embed":
            width = op["width"]
            y = i16(op["tokens"], 256, width)[text] + i16(op["positions"], context, width)[:length]
            y = np.clip(y, -32768, 32767)
        elif kind == "sumSquares":
            y = ((x * x) >> op["shift"]).sum(1, keepdims=True)
        elif kind == "rsqrt":
            y = np.array([[math.isqrt((1 << 60) // max(int(v), 1))] for v in x[:, 0]], dtype=np.int64)
        elif kind == "scale":
            y = rescale(x * out[op["by"]], op["mul"], op["shift"], "i7")
        elif kind == "linear":
            record = np.dtype([("w", "i1", (x.shape[1],)), ("b", "<i4"), ("m", "<u2"), ("z", "<u2")])
            rows = np.frombuffer(weights, record, op["rows"], op["weights"])
            y = (x.astype(np.float64) @ rows["w"].astype(np.float64).T).astype(np.int64) + rows["b"].astype(np.int64)
            y = rescale(y, rows["m"].astype(np.int64), op["shift"], op["dtype"])
        elif kind == "append":
            y = states[op["state"]] = x
        elif kind == "scores":
            heads = op["heads"]
            split = lambda t: t.reshape(length, heads, -1).transpose(1, 0, 2)
            y = split(x) @ split(states[op["state"]]).transpose(0, 2, 1)  # [heads, query, key]
            y = rescale(y, op["mul"], op["shift"], "i8")
        elif kind == "max":
            y = np.where(past, x, -128).max(2)  # [heads, query]
        elif kind == "exp":
            table = np.frombuffer(weights, np.uint8, 256, op["table"]).astype(np.int64) & 127
            y = np.where(past, table[np.where(past, out[op["max"]][:, :, None] - x, 0)], 0)
        elif kind == "sum":
            y = x.sum(2)
        elif kind == "mix":
            heads = x.shape[0]
            values = states[op["state"]].reshape(length, heads, -1).transpose(1, 0, 2)
            d = np.maximum(out[op["sum"]], 1)[:, :, None]
            y = (2 * op["mul"] * (x @ values) + (d << op["shift"])) // (d << (op["shift"] + 1))
            y = np.clip(y, *RANGE["i7"]).transpose(1, 0, 2).reshape(length, -1)
        elif kind == "add":
            if program["ops"][op["y"]]["op"] == "noise":
                return x
            y = np.clip(x + out[op["y"]], -32768, 32767)
        elif kind == "noise":
            y = None
        out.append(y)
    raise ValueError("the program samples without noise")


def loss(program, weights, windows, alphabet, logit_step):
    """Mean cross-entropy (nats a byte) of the next byte. windows: class indices [n, T + 1] into alphabet."""
    total = 0.0
    for window in windows:
        scores = logits(program, weights, np.frombuffer(alphabet, np.uint8)[window[:-1]]) * logit_step
        scores -= scores.max(1, keepdims=True)
        picked = scores[np.arange(len(scores)), window[1:]]
        total += float(np.mean(np.log(np.exp(scores).sum(1)) - picked))
    return total / len(windows)


def losses(program, weights, text, targets, logit_step):
    """Cross-entropy of each counted position of one text; text: bytes [T], targets [T], below 0 where not counted."""
    scores = logits(program, weights, text) * logit_step
    scores -= scores.max(1, keepdims=True)
    counted = targets >= 0
    return (np.log(np.exp(scores).sum(1)) - scores[np.arange(len(text)), targets])[counted]
