"""The judge: names a noun from a picture of 32 × 32. It learns from other emoji sets, and never sees what the generator learnt from.

Features are edges by direction, shape and colours in cells; a linear softmax reads them. `prepare-judge.ts` draws its pictures.
"""

import json
import math

import numpy as np
import torch
import torch.nn.functional as F

HELD_OUT = "fxemoji"
VIEWS = 10  # moved, turned and mirrored copies of each picture
SEED = 7


def features(rgba: torch.Tensor) -> torch.Tensor:
    """[n, 4, 32, 32], premultiplied, in 0..1: one row of numbers each."""
    alpha = rgba[:, 3:]
    light = (rgba[:, :3].mean(1, keepdim=True)) + 0.5 * (1 - alpha)
    parts = []
    for plane, weight in ((light, 1.0), (alpha, 0.7)):
        dx = F.pad(plane[..., 2:] - plane[..., :-2], (1, 1, 0, 0))
        dy = F.pad(plane[..., 2:, :] - plane[..., :-2, :], (0, 0, 1, 1))
        strength, angle = (dx**2 + dy**2).sqrt(), torch.atan2(dy, dx) % math.pi
        bins = [strength * F.relu(1 - ((angle - b * math.pi / 6 + math.pi / 2) % math.pi - math.pi / 2).abs() / (math.pi / 6)) for b in range(6)]
        cells = F.avg_pool2d(torch.cat(bins, 1), 8, 4)
        norm = cells.pow(2).sum(1, keepdim=True).sqrt() + 0.05
        parts.append((weight * cells / norm).flatten(1))
    parts.append(F.avg_pool2d(alpha, 4).flatten(1))
    parts.append(0.5 * F.avg_pool2d(rgba[:, :3], 8).flatten(1))
    return torch.cat(parts, 1)


def moved(layers: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
    """[n, 4, 96, 96] at random places, sizes and angles, some mirrored, as 32 × 32."""
    n = len(layers)

    def spread(low: float, high: float) -> torch.Tensor:
        return low + (high - low) * torch.rand(n, generator=generator)

    angle, size = spread(-18, 18) * math.pi / 180, spread(0.85, 1.15)
    flip = 1 - 2 * (torch.rand(n, generator=generator) < 0.5).float()
    c, s = torch.cos(angle) * size, torch.sin(angle) * size
    theta = torch.stack((torch.stack((flip * c, flip * s, spread(-0.1, 0.1)), 1), torch.stack((-s, c, spread(-0.1, 0.1)), 1)), 1)
    return F.avg_pool2d(F.grid_sample(layers, F.affine_grid(theta, [n, 4, 96, 96], align_corners=False), align_corners=False), 3)


def premultiplied(raw: np.ndarray) -> torch.Tensor:
    x = torch.from_numpy(raw.astype(np.float32) / 255).permute(0, 3, 1, 2)
    return torch.cat((x[:, :3] * x[:, 3:], x[:, 3:]), 1).contiguous()


class Judge:
    def __init__(self, data: str, nouns: int):
        listed = json.load(open(f"{data}/judge.json"))
        layers = premultiplied(np.fromfile(f"{data}/judge.bin", np.uint8).reshape(-1, 96, 96, 4))
        noun = torch.tensor([one["noun"] for one in listed])
        held = torch.tensor([one["set"] == HELD_OUT for one in listed])
        self.known = torch.zeros(nouns, dtype=torch.bool)
        self.known[noun[~held]] = True
        generator = torch.Generator().manual_seed(SEED)
        seen, labels = layers[~held], noun[~held]
        x = torch.cat([features(moved(seen, generator)) for _ in range(VIEWS)])
        y = labels.repeat(VIEWS)
        self.mean, self.scale = x.mean(0), x.std(0) + 0.02
        torch.manual_seed(SEED)
        self.linear = torch.nn.Linear(x.shape[1], nouns)
        optimiser = torch.optim.AdamW(self.linear.parameters(), 2e-3, weight_decay=0.02)
        epochs = 8
        for epoch in range(epochs):
            for group in optimiser.param_groups:
                group["lr"] = 2e-3 * (1 - epoch / epochs)
            for rows in torch.randperm(len(x), generator=generator).split(256):
                loss = F.cross_entropy(self.linear((x[rows] - self.mean) / self.scale), y[rows], label_smoothing=0.05)
                optimiser.zero_grad()
                loss.backward()
                optimiser.step()
        self.pictures = len(seen)
        self.real = self.name(F.avg_pool2d(layers[held], 3), noun[held], 11)
        self.real_count = int((held & self.known[noun]).sum())

    def name(self, rgba: torch.Tensor, noun: torch.Tensor, seed: int, choices: int = 20) -> float:
        """How often the noun wins among `choices`, the others drawn at random, both ways round of the picture taken together."""
        generator = torch.Generator().manual_seed(seed)
        with torch.no_grad():
            scores = sum(
                self.linear((features(view) - self.mean) / self.scale).log_softmax(1) for view in (rgba, rgba.flip(3))
            )
        candidates = torch.nonzero(self.known).view(-1)
        wins, count = 0, 0
        for i in range(len(rgba)):
            if not self.known[noun[i]]:
                continue
            others = candidates[torch.randperm(len(candidates), generator=generator)]
            others = others[others != noun[i]][: choices - 1]
            wins += bool(scores[i, noun[i]] > scores[i, others].max())
            count += 1
        return wins / max(count, 1)
