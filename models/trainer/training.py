"""Trains one model: float first, the last part with simulated rounding, then writes the checkpoint."""

import math
import time

import numpy as np
import torch
import torch.nn.functional as F

from model import Net

BATCH = 16
SHORT = 128  # window of the first half, when long-range context teaches little


def orthogonal(update, rounds=5):
    """Newton-Schulz iteration towards the nearest semi-orthogonal matrix (the Muon update)."""
    x = update / (update.norm() + 1e-7)
    flipped = x.shape[0] > x.shape[1]
    x = x.T if flipped else x
    for _ in range(rounds):
        gram = x @ x.T
        x = 3.4445 * x + (-4.7750 * gram + 2.0315 * gram @ gram) @ x
    return x.T if flipped else x


class Muon:
    def __init__(self, params):
        self.params = list(params)
        self.momentum = [torch.zeros_like(p) for p in self.params]

    @torch.no_grad()
    def step(self, rate):
        for param, momentum in zip(self.params, self.momentum):
            momentum.mul_(0.95).add_(param.grad)
            update = orthogonal(param.grad + 0.95 * momentum)
            param.mul_(1 - rate * 0.1)
            param.add_(update, alpha=-rate * math.sqrt(max(1.0, param.shape[0] / param.shape[1])))


def loss_of(net, inputs, targets):
    logits = net(torch.from_numpy(inputs))
    return F.cross_entropy(logits.flatten(0, 1), torch.from_numpy(np.ascontiguousarray(targets)).flatten())


@torch.no_grad()
def validate(net, corpus, batches=6):
    random = np.random.default_rng(1)
    return float(np.mean([loss_of(net, *corpus.batch("valid", BATCH, random)).item() for _ in range(batches)]))


def train(corpus, minutes, seed, path, start_from=None, quantised_part=0.25):
    """minutes: processor time to spend; the learning rate follows it, so any machine finishes.
    start_from: the checkpoint of a model of the same shape to begin with."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    net = Net()
    if start_from:
        net.load_state_dict(torch.load(start_from)["state"])
    matrices = [p for block in net.blocks for p in block.values()]
    muon = Muon(matrices)
    adam = torch.optim.Adam([net.token, net.position, net.head], lr=1e-3, betas=(0.9, 0.98))
    start, steps, tokens = time.process_time(), 0, 0
    while True:
        done = (time.process_time() - start) / (60 * minutes)
        if done >= 1:
            break
        if done >= 1 - quantised_part and net.steps is None:
            float_loss = validate(net, corpus)
            net.calibrate([torch.from_numpy(corpus.batch("train", BATCH)[0]) for _ in range(4)])
            print(f"quantised from step {steps}: float {float_loss:.4f} rounded {validate(net, corpus):.4f}", flush=True)
        rate = min(1.0, (steps + 1) / 100) * min(1.0, (1 - done) / 0.7)
        is_short = done < 0.5 and not start_from  # later positions would go stale in a trained model
        windows = corpus.batch("train", 2 * BATCH, length=SHORT) if is_short else corpus.batch("train", BATCH)
        loss = loss_of(net, *windows)
        for param in net.parameters():
            param.grad = None
        loss.backward()
        muon.step(0.02 * rate)
        adam.param_groups[0]["lr"] = 4e-3 * rate
        adam.step()
        steps += 1
        tokens += BATCH * 256
        if steps % 100 == 0:
            print(f"step {steps} {time.process_time() - start:.0f}s loss {loss.item():.3f} ({done:.0%})", flush=True)
        if steps % 500 == 0:
            print(f"  valid {validate(net, corpus):.4f}", flush=True)
    final = validate(net, corpus, 20)
    kept, net.steps = net.steps, None
    unrounded = validate(net, corpus, 20)
    print(f"done: {steps} steps, {tokens} bytes, valid loss rounded {final:.4f} float weights {unrounded:.4f}", flush=True)
    facts = {"steps": steps, "bytes": tokens, "lossRounded": final, "lossFloat": unrounded}
    torch.save({"state": net.state_dict(), "steps": kept, "facts": facts}, path)
