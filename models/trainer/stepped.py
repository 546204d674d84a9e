"""Trains for a fixed number of steps, so that a seed gives the same model on the same machine; goes on from its last checkpoint.

Float first; the last part with simulated rounding. Muon on the matrices, Adam on embeddings and head.
"""

import math
import os
import time
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F

from model import Net

SAVE_EVERY_S = 120
MUON_RATE, ADAM_RATE = 0.02, 4e-3


@dataclass(frozen=True)
class Plan:
    """turns: (step, rate) between which the rate is a line; the last one ends the training. It warms up over 100 steps.
    rounded: so many steps at the end have simulated rounding."""

    seed: int
    turns: tuple
    rounded: int

    @property
    def steps(self):
        return self.turns[-1][0]

    def rate(self, step):
        steps, rates = zip(*self.turns)
        return min(1.0, (step + 1) / 100) * float(np.interp(step, steps, rates))


class StackedMuon:
    """Muon that orthogonalises all matrices of one shape (or its transpose) together, in bfloat16."""

    def __init__(self, params):
        self.groups = {}
        for param in params:
            self.groups.setdefault(tuple(sorted(param.shape)), []).append(param)
        self.momentum = {shape: torch.zeros(len(group), *shape) for shape, group in self.groups.items()}

    @torch.no_grad()
    def step(self, rate):
        for shape, group in self.groups.items():
            flat = lambda matrix: matrix if tuple(matrix.shape) == shape else matrix.T
            grads = torch.stack([flat(param.grad) for param in group])
            momentum = self.momentum[shape].mul_(0.95).add_(grads)
            update = grads.add_(momentum, alpha=0.95)
            update = (update / (update.norm(dim=(1, 2), keepdim=True) + 1e-7)).bfloat16()
            for _ in range(5):  # Newton-Schulz, as in training.orthogonal
                gram = update @ update.mT
                update = 3.4445 * update + (-4.7750 * gram + 2.0315 * gram @ gram) @ update
            for param, change in zip(group, update.float()):
                param.mul_(1 - rate * 0.1)
                turned = change if change.shape == param.shape else change.T
                param.add_(turned, alpha=-rate * math.sqrt(max(1.0, param.shape[0] / param.shape[1])))


def masked_loss(net, inputs, targets):
    """targets below 0 do not count."""
    logits = net(torch.from_numpy(inputs))
    return F.cross_entropy(logits.flatten(0, 1), torch.from_numpy(targets).flatten(), ignore_index=-1)


@torch.no_grad()
def mean_loss(net, batches):
    return sum(masked_loss(net, *batch).item() for batch in batches) / len(batches)


def save(path, value):
    torch.save(value, path.with_suffix(".part"))
    os.replace(path.with_suffix(".part"), path)


def train_steps(shape, plan, batch_at, held_out, path):
    """batch_at(step) -> (inputs, targets); held_out: batches. Writes the checkpoint, which export reads, to path."""
    torch.manual_seed(plan.seed)
    torch.set_num_threads(1)
    net = Net(shape, is_half=True)
    muon = StackedMuon([p for block in net.blocks for p in block.values()])
    adam = torch.optim.Adam([net.token, net.position, net.head], lr=ADAM_RATE, betas=(0.9, 0.98))
    first, seconds = 0, 0.0
    if path.exists():
        kept = torch.load(path)
        net.load_state_dict(kept["state"])
        adam.load_state_dict(kept["adam"])
        muon.momentum, net.steps, first, seconds = kept["muon"], kept["steps"], kept["done"], kept["seconds"]
    turn = plan.steps - plan.rounded
    start, saved, facts = time.process_time() - seconds, time.monotonic(), {}

    def keep(done):
        state = {"state": net.state_dict(), "steps": net.steps, "adam": adam.state_dict(), "muon": muon.momentum}
        save(path, dict(state, done=done, seconds=time.process_time() - start, facts=facts))

    for step in range(first, plan.steps):
        if step >= turn and net.steps is None:
            exact = mean_loss(net, held_out)
            net.calibrate([torch.from_numpy(batch_at(at)[0]) for at in range(4)])
            print(f"rounding from step {step}: float {exact:.4f} rounded {mean_loss(net, held_out):.4f}", flush=True)
        loss = masked_loss(net, *batch_at(step))
        for param in net.parameters():
            param.grad = None
        loss.backward()
        rate = plan.rate(step)
        muon.step(MUON_RATE * rate)
        adam.param_groups[0]["lr"] = ADAM_RATE * rate
        adam.step()
        if (step + 1) % 20 == 0:
            print(f"step {step + 1} {time.process_time() - start:.0f}s loss {loss.item():.4f}", flush=True)
        if (step + 1) % 200 == 0:
            print(f"  held out {mean_loss(net, held_out):.4f}", flush=True)
        if time.monotonic() - saved > SAVE_EVERY_S:
            keep(step + 1)
            saved = time.monotonic()
    if net.steps is None:  # a trial that never came to the rounded part
        net.calibrate([torch.from_numpy(batch_at(at)[0]) for at in range(4)])
    facts.update(steps=plan.steps, lossRounded=mean_loss(net, held_out))
    keep(plan.steps)
    print(f"done: held out, rounded {facts['lossRounded']:.4f}, {time.process_time() - start:.0f} s", flush=True)
