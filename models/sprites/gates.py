"""`python3 models/sprites/gates.py DATA`: judges the integer program, and writes gates.json.

DATA/requests.bin and DATA/answers.bin are what `answers.ts` asked and what the bundle answered.
"""

import json
import pathlib
import sys

import numpy as np
import torch
import torch.nn.functional as F

from export import first_ids
from judge import HELD_OUT, Judge, premultiplied
from net import PLACES
from pictures import COLOURS, POSES, STYLES, Pictures, Snap, coloured, hsl, over, straight, turn_between

torch.set_num_threads(1)
torch.backends.nnpack.set_flags(False)

HERE = pathlib.Path(__file__).parent
NOUNS, SAMPLES = 510, 400
GREYS = {"black": (0.0, 0.35), "grey": (0.35, 0.75), "white": (0.75, 1.0)}


def plan(seed: int = 2026) -> np.ndarray:
    """[3 · 400, 4] ids: nouns in their own colours; nouns with colour words; pairs."""
    draw, at = np.random.default_rng(seed), first_ids(NOUNS)
    ids = np.zeros((3 * SAMPLES, 4), np.uint16)
    for i, row in enumerate(ids):
        style, noun = draw.integers(len(STYLES)), draw.integers(NOUNS)
        row[0] = at["alone"] + (style * len(POSES) + draw.integers(len(POSES))) * NOUNS + noun
        row[2] = at["colour"] + (1 + draw.integers(len(COLOURS)) if i >= SAMPLES else 0)
        row[3] = at["tone"] + (draw.integers(9) if i < SAMPLES else draw.integers(3))
        if i >= 2 * SAMPLES:
            row[0] = at["first"] + style * NOUNS + noun
            row[1] = at["second"] + draw.integers(len(STYLES) * NOUNS)
    return ids


def follows(word: str, rgb: torch.Tensor, solid: torch.Tensor) -> bool:
    """Whether the picture's fullest hue is the word's; a grey word: whether most of it is grey, and as light as it says."""
    hue, saturation, light = hsl(rgb)
    chroma = (rgb.max(-1).values - rgb.min(-1).values) * solid
    if word in GREYS:
        low, high = GREYS[word]
        fits = solid & (chroma < 0.15) & (light >= low) & (light <= high)
        return bool(fits.sum() > 0.4 * solid.sum())
    counts = torch.zeros(36).index_add_(0, (hue / 10).long().clamp(0, 35).view(-1), chroma.view(-1))
    smooth = F.conv1d(F.pad(counts.view(1, 1, -1), (1, 1), mode="circular"), torch.tensor([[[1.0, 2, 1]]])).view(-1)
    middle = float(smooth.argmax()) * 10 + 5
    wanted = COLOURS[word][0]
    near = turn_between(torch.tensor(middle), wanted) <= 25
    if word != "brown":
        return bool(near)
    vivid = chroma > 0.1
    return bool(near and light[vivid].mean() < 0.5)


def main(data: str) -> None:
    palette = json.loads((HERE / "palette.json").read_text())
    rgba = np.array([[int(c[i : i + 2], 16) for i in (0, 2, 4, 6)] for c in palette], np.uint8)
    ids = np.fromfile(f"{data}/requests.bin", "<u2").reshape(-1, 4).astype(np.int64)
    pixels = np.fromfile(f"{data}/answers.bin", np.uint8).reshape(-1, 32, 32)
    assert (ids == plan()[: len(ids)]).all(), "these requests are not the plan's"
    shown = rgba[pixels]
    at = first_ids(NOUNS)
    noun = torch.from_numpy((ids[:, 0] - 1) % NOUNS)
    torch.manual_seed(1)
    pictures = Pictures(f"{data}/pictures.bin")
    style = torch.from_numpy(np.where(ids[:, 0] < at["first"], (ids[:, 0] - at["alone"]) // (NOUNS * len(POSES)), (ids[:, 0] - at["first"]) // NOUNS))
    place = torch.from_numpy(np.where(ids[:, 0] < at["first"], (ids[:, 0] - at["alone"]) // NOUNS % len(POSES), len(POSES)))
    picture = noun * len(STYLES) + style
    layers = torch.cat([pictures.posed(picture[i : i + 1], torch.tensor([PLACES[place[i]]], dtype=torch.float32)) for i in range(len(ids))])
    pairs = torch.from_numpy(ids[:, 1] > 0)
    if pairs.any():
        other = torch.from_numpy(ids[:, 1] - at["second"])[pairs]
        other = other % NOUNS * len(STYLES) + other // NOUNS
        second = torch.tensor([PLACES[-1]], dtype=torch.float32).expand(len(other), 5)
        layers[pairs] = over(pictures.posed(other, second), layers[pairs])
    rgb, solid, mask = straight(layers)
    exact = coloured(rgb, mask, pictures.means[picture], torch.from_numpy(ids[:, 2] - at["colour"]), torch.from_numpy(ids[:, 3] - at["tone"]))
    colours = torch.from_numpy(rgba[1:, :3].astype(np.float32))
    target = Snap(colours)(exact, solid)
    ground = torch.tensor([[0.9, 0.9, 0.92]])
    full = torch.cat((ground, colours / 255))
    answer = torch.from_numpy(pixels.astype(np.int64))

    def decibels(a: torch.Tensor, b: torch.Tensor) -> float:
        return round(float((-10 * torch.log10(((a - b) ** 2).mean((1, 2, 3)).clamp(min=1e-6))).mean()), 2)

    wanted = torch.where(solid[..., None], exact, ground)
    alone = slice(0, SAMPLES)
    words = list(COLOURS)
    coloured_rows = range(SAMPLES, min(2 * SAMPLES, len(ids)))
    right = {word: [] for word in words}
    for i in coloured_rows:
        word = words[ids[i, 2] - at["colour"] - 1]
        right[word].append(follows(word, torch.from_numpy(shown[i, ..., :3].astype(np.float32) / 255), torch.from_numpy(shown[i, ..., 3] > 0)))
    everyone = [one for list_ in right.values() for one in list_]
    original = premultiplied(np.concatenate(((exact[alone] * 255).numpy(), solid[alone, ..., None].float().numpy() * 255), -1))
    gates = {
        "samples": len(ids),
        "colour": {
            "followed": round(sum(everyone) / max(len(everyone), 1), 4),
            "gate": 0.9,
            "by word": {word: round(sum(list_) / max(len(list_), 1), 3) for word, list_ in right.items()},
        },
        "reconstruction": {
            part: {
                "pixels right": round(float((answer[rows] == target[rows]).float().mean()), 4),
                "dB against the rendering": decibels(full[answer[rows]], wanted[rows]),
                "dB against the rendering in the palette": decibels(full[answer[rows]], full[target[rows]]),
                "most that the palette allows": decibels(full[target[rows]], wanted[rows]),
            }
            for part, rows in (("own colours", alone), ("colour words", slice(SAMPLES, 2 * SAMPLES)), ("pairs", slice(2 * SAMPLES, 3 * SAMPLES)))
            if len(ids[rows]) > 0
        },
    }
    print(json.dumps(gates, indent=2), flush=True)
    judge = Judge(data, NOUNS)
    gates["noun"] = {
        "named among 20": round(judge.name(premultiplied(shown[alone]), noun[alone], 12), 4),
        "gate": 0.7,
        "judge on real pictures of a set it never saw": round(judge.real, 4),
        "that set": f"{HELD_OUT}, {judge.real_count} pictures",
        "judge on the renderings that the samples imitate": round(judge.name(original, noun[alone], 12), 4),
        "judge learnt from": f"{judge.pictures} pictures",
    }
    (HERE / "gates.json").write_text(json.dumps(gates, indent=2) + "\n")
    print(json.dumps(gates, indent=2))


if __name__ == "__main__":
    if len(sys.argv) > 2:
        plan().astype("<u2").tofile(sys.argv[2])
    else:
        main(sys.argv[1])
