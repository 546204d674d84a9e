"""The float model, with the rounding of the integer program simulated where it matters.

Pre-norm transformer without gains or biases: the norm is x / rms(x), ReLU is the only other non-linearity. All steps
(quantisation units) are per tensor for activations and per row for weights.
"""

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F

from corpus import ALPHABET, CLASSES, CONTEXT


@dataclass(frozen=True)
class Shape:
    """classes: what the model reads; choices: what it chooses from."""

    width: int
    layers: int
    heads: int
    hidden: int
    context: int
    classes: int
    choices: int

    @property
    def head_width(self):
        return self.width // self.heads


LETTERS = Shape(width=128, layers=4, heads=4, hidden=512, context=CONTEXT, classes=CLASSES, choices=len(ALPHABET))
NORM_STEP = 1 / 12  # a normed activation of 1.0 is 12 units; i7 reaches +-5.3
RANGES = {"s": (-128, 127), "q": (-128, 127), "k": (-64, 63), "v": (-128, 127), "y": (-64, 63), "h": (0, 127)}


def round_through(x):
    return x + (torch.round(x) - x).detach()


def fake(x, step, low, high):
    return round_through(torch.clamp(x / step, low, high)) * step


class Net(torch.nn.Module):
    """is_half: linear operators compute in bfloat16 while training; the residual, norms and attention stay in float32."""

    def __init__(self, shape=LETTERS, is_half=False):
        super().__init__()
        self.shape, self.is_half = shape, is_half
        width, hidden, context = shape.width, shape.hidden, shape.context
        self.token = torch.nn.Parameter(torch.randn(shape.classes, width) * 0.5)
        self.position = torch.nn.Parameter(torch.randn(context, width) * 0.1)
        matrix = lambda rows, columns, gain=1.0: torch.nn.Parameter(torch.randn(rows, columns) * gain / math.sqrt(columns))
        self.blocks = torch.nn.ModuleList()
        for _ in range(shape.layers):
            block = torch.nn.ParameterDict(
                {
                    "wq": matrix(width, width),
                    "wk": matrix(width, width),
                    "wv": matrix(width, width),
                    "wo": matrix(width, width, 0.2),
                    "w1": matrix(hidden, width),
                    "w2": matrix(width, hidden, 0.2),
                }
            )
            self.blocks.append(block)
        self.head = torch.nn.Parameter(torch.zeros(shape.choices, width))
        self.register_buffer("mask", torch.full((context, context), -1e9).triu(1))
        self.steps = None  # calibrated: {(layer, name): step}; None while training in float
        self.seen = None  # while calibrating: {(layer, name): samples}

    def act(self, x, layer, name):
        if self.seen is not None:
            self.seen.setdefault((layer, name), []).append(x.detach().abs().flatten()[::7])
        if name == "h":
            x = torch.relu(x)
        return x if self.steps is None else fake(x.float(), self.steps[layer, name], *RANGES[name])

    def norm(self, x):
        y = x * torch.rsqrt(x.square().mean(-1, keepdim=True) + 1e-6)
        y = y if self.steps is None else fake(y, NORM_STEP, -64, 63)
        return y.bfloat16() if self.is_half else y

    def linear(self, x, weight):
        if self.steps is not None:
            step = weight.detach().abs().amax(1, keepdim=True).clamp(min=1e-6) / 127
            weight = fake(weight, step, -127, 127)
        return F.linear(x.bfloat16(), weight.bfloat16()) if self.is_half else F.linear(x, weight)

    def forward(self, tokens):
        size, length = tokens.shape
        x = self.token[tokens] + self.position[:length]
        heads, head_width = self.shape.heads, self.shape.head_width
        mask = self.mask[:length, :length]
        split = lambda t: t.float().view(size, length, heads, head_width).transpose(1, 2)
        for layer, block in enumerate(self.blocks):
            y = self.norm(x)
            q, k, v = (split(self.act(self.linear(y, block["w" + n]), layer, n)) for n in "qkv")
            if self.seen is not None:
                scores = q @ k.transpose(-1, -2) * (1 / math.sqrt(head_width))
                past = scores.detach()[:, :, mask == 0].abs().flatten()
                self.seen.setdefault((layer, "s"), []).append(past[::97])
            y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
            y = y.transpose(1, 2).reshape(size, length, self.shape.width)
            x = x + self.linear(self.act(y, layer, "y"), block["wo"])
            h = self.act(self.linear(self.norm(x), block["w1"]), layer, "h")
            x = x + self.linear(h, block["w2"])
            if self.seen is not None:
                self.seen.setdefault((layer, "x"), []).append(x.detach().abs().flatten()[::7])
        return self.linear(self.norm(x), self.head).float()

    def calibrate(self, batches):
        """Fixes every activation's step from what float batches show."""
        self.steps = None
        self.steps = self.steps_seen(batches)

    def steps_seen(self, batches):
        """{(layer, name): step} that covers all but the rarest activations; for the residual x, the largest one."""
        self.seen = {}
        with torch.no_grad():
            for tokens in batches:
                self(tokens)
        steps = {}
        for key, parts in self.seen.items():
            values = torch.cat(parts)
            if key[1] == "x":
                steps[key] = values.max().item()
            else:
                top = torch.kthvalue(values, max(1, int(values.numel() * 0.9998))).values.item()
                steps[key] = top / (RANGES[key[1]][1])
        self.seen = None
        return steps
