"""`nice python3 models/sprites/train.py DATA`: trains on DATA/pictures.bin (prepare.ts) and writes DATA/sprites.pt.

Two parts, both of a fixed number of steps: an encoder and the decoder learn together; then the encoder fills the tables, and tables
and decoder learn on, at last with the integers' rounding. DATA/checkpoint.pt is written every 500 steps, and resumed.
"""

import json
import os
import sys
import time

# Large arrays are reused instead of given back to the system after each step: twice as fast.
ALLOCATOR = {"MALLOC_MMAP_THRESHOLD_": "1073741824", "MALLOC_TRIM_THRESHOLD_": "4294967296", "MALLOC_TOP_PAD_": "268435456"}
if __name__ == "__main__" and ALLOCATOR.items() - os.environ.items():
    os.execve(sys.executable, [sys.executable, *sys.argv], os.environ | ALLOCATOR)

import torch
import torch.nn.functional as F

from net import PLACES, Decoder, Encoder, Tables
from pictures import COLOURS, POSES, TONES, Pictures, Snap, coloured, make_palette, over, straight

SEED = 20261125
BATCH = 32
STEPS = {"autoencoder": 2000, "tables": 3500}
QUANTISED_FROM = 2700  # of the tables' steps
PAIRS = 0.25  # of a batch

torch.backends.nnpack.set_flags(False)
torch.set_num_threads(1)


class Batches:
    """Draws tasks: what to paint (pictures, places, colour, tone) and the pixels that are right."""

    def __init__(self, pictures: Pictures, palette: torch.Tensor, seed: int):
        self.generator = torch.Generator().manual_seed(seed)
        self.pictures, self.snap = pictures, Snap(palette)
        index = torch.arange(pictures.count)
        self.placed = torch.stack(
            [pictures.posed(index, torch.tensor([place], dtype=torch.float32).expand(len(index), 5)) for place in PLACES]
        )

    def draw(self, size: int) -> dict[str, torch.Tensor]:
        def pick(below: int, count: int = size) -> torch.Tensor:
            return torch.randint(0, below, (count,), generator=self.generator)

        pairs = int(size * PAIRS)
        picture, other = pick(self.pictures.count), pick(self.pictures.count, pairs)
        place = pick(len(POSES))
        place[:pairs] = len(POSES)
        colour = pick(len(COLOURS) + 1) * (pick(100) < 65)
        tone = pick(TONES) * (pick(100) < 60)
        return self.task(picture, other, place, colour, tone)

    def task(self, picture, other, place, colour, tone) -> dict[str, torch.Tensor]:
        """`other` are the second pictures of the first tasks."""
        layers = self.placed[place, picture]
        pairs = len(other)
        if pairs > 0:
            layers[:pairs] = over(self.placed[len(PLACES) - 1, other], layers[:pairs])
        rgb, solid, mask = straight(layers)
        mean = self.pictures.means[picture]
        exact = coloured(rgb, mask, mean, colour, tone)
        return {
            "picture": picture, "other": other, "place": place, "colour": colour, "tone": tone,
            "layers": layers, "mean": mean, "exact": exact, "solid": solid, "pixels": self.snap(exact, solid),
        }  # fmt: skip


def rate(part: str, step: int) -> float:
    """The share of the highest learning rate: it falls in a line, which ends after the last step."""
    return 1 - step / {"autoencoder": 3500, "tables": 4500}[part]


def grids(tables: Tables, task: dict[str, torch.Tensor]) -> torch.Tensor:
    grid = tables(task["place"], task["picture"])
    pairs = len(task["other"])
    if pairs == 0:
        return grid
    second = tables(torch.full((pairs,), len(PLACES) - 1), task["other"])
    return torch.cat((grid[:pairs] + second, grid[pairs:]))


def psnr(task: dict[str, torch.Tensor], pixels: torch.Tensor, palette: torch.Tensor) -> torch.Tensor:
    """Mean over pictures of the PSNR against the exact colours, both before light grey."""
    ground = torch.tensor([[0.9, 0.9, 0.92]])
    shown = torch.cat((ground, palette / 255))[pixels]
    wanted = torch.where(task["solid"][..., None], task["exact"], ground)
    return (-10 * torch.log10(((shown - wanted) ** 2).mean((1, 2, 3)).clamp(min=1e-6))).mean()


def fill(tables: Tables, encoder: Encoder, batches: Batches) -> None:
    """Puts what the encoder says of every picture at every place into the tables."""
    encoder.eval()
    count = batches.pictures.count
    for place in range(len(PLACES)):
        for start in range(0, count, 128):
            picture = torch.arange(start, min(start + 128, count))
            grid = encoder(batches.placed[place, picture], batches.pictures.means[picture])
            row = (place * 2 + picture % 2) * tables.nouns + picture // 2
            tables.rows.weight.data[row] = grid.reshape(len(picture), -1)


def find_tops(decoder: Decoder, batches: Batches, tables: Tables) -> None:
    """Each block's largest value, but for one in 5,000."""
    task = batches.draw(256)
    seen: list[torch.Tensor] = []
    hooks = [block.register_forward_hook(lambda _m, _i, out: seen.append(out)) for block in decoder.blocks]
    with torch.no_grad():
        decoder(grids(tables, task), task["colour"], task["tone"])
    for block, out in zip(decoder.blocks, seen):
        values = out.reshape(-1)[::7]
        block.top.fill_(float(torch.sort(values).values[int(len(values) * 0.9998)]))
    for hook in hooks:
        hook.remove()


def main(data: str) -> None:
    began = time.time()
    torch.manual_seed(SEED)
    pictures = Pictures(f"{data}/pictures.bin")
    palette = make_palette(pictures, 63, torch.Generator().manual_seed(SEED))
    batches, judged = Batches(pictures, palette, SEED), Batches(pictures, palette, SEED + 1).draw(512)
    encoder, decoder = Encoder().to(memory_format=torch.channels_last), Decoder().to(memory_format=torch.channels_last)
    tables = Tables(pictures.count // 2)
    log: list[dict[str, float]] = []
    at = {"part": "autoencoder", "step": 0}
    saved = f"{data}/checkpoint.pt"
    state = torch.load(saved) if os.path.exists(saved) else None
    if state is not None:
        at, log = state["at"], state["log"]
        if at["part"] == "tables":
            for block in decoder.blocks:
                block.fold()
        encoder.load_state_dict(state["encoder"])
        decoder.load_state_dict(state["decoder"])
        tables.load_state_dict(state["tables"])
        batches.generator.set_state(state["generator"])

    def optimisers() -> list[torch.optim.Optimizer]:
        if at["part"] == "autoencoder":
            return [torch.optim.AdamW([*encoder.parameters(), *decoder.parameters()], 2e-3, weight_decay=1e-4)]
        return [torch.optim.Adam(decoder.parameters(), 7e-4), torch.optim.SparseAdam(tables.parameters(), 1e-2)]

    def save(path: str) -> None:
        torch.save(
            {
                "at": at, "log": log, "palette": palette, "encoder": encoder.state_dict(), "decoder": decoder.state_dict(),
                "tables": tables.state_dict(), "generator": batches.generator.get_state(),
                "optimisers": [o.state_dict() for o in optimiser],
            },
            path + ".new",
        )  # fmt: skip
        os.replace(path + ".new", path)

    optimiser = optimisers()
    if state is not None:
        for o, s in zip(optimiser, state["optimisers"]):
            o.load_state_dict(s)
    while True:
        part, step = at["part"], at["step"]
        if step == STEPS[part]:
            if part == "tables":
                break
            fill(tables, encoder, batches)
            decoder.eval()
            for block in decoder.blocks:
                block.fold()
            find_tops(decoder, batches, tables)
            at = {"part": "tables", "step": 0}
            optimiser = optimisers()
            continue
        warm = min(1.0, step / 200 + 0.01)
        for o, peak in zip(optimiser, (2e-3,) if part == "autoencoder" else (7e-4, 1e-2)):
            for group in o.param_groups:
                group["lr"] = peak * warm * rate(part, step)
        encoder.train(part == "autoencoder")
        decoder.train(part == "autoencoder")
        if part == "tables" and step >= QUANTISED_FROM:
            decoder.quantise()
        task = batches.draw(BATCH)
        grid = encoder(task["layers"], task["mean"]) if part == "autoencoder" else grids(tables, task)
        loss = F.cross_entropy(decoder(grid, task["colour"], task["tone"]), task["pixels"])
        for o in optimiser:
            o.zero_grad()
        loss.backward()
        for o in optimiser:
            o.step()
        at["step"] += 1
        if at["step"] % 100 == 0:
            print(part, at["step"], f"{loss.item():.4f}", f"{time.time() - began:.0f} s", flush=True)
        if at["step"] % 500 == 0:
            encoder.eval()
            decoder.eval()
            with torch.no_grad():
                grid = encoder(judged["layers"], judged["mean"]) if part == "autoencoder" else grids(tables, judged)
                pixels = decoder(grid, judged["colour"], judged["tone"]).argmax(1)
            right = (pixels == judged["pixels"]).float().mean().item()
            log.append({"part": part, "step": at["step"], "right": right, "psnr": psnr(judged, pixels, palette).item()})
            print(json.dumps(log[-1]), flush=True)
            save(saved)
    save(f"{data}/sprites.pt")


if __name__ == "__main__":
    main(sys.argv[1])
