"""`python3 models/sprites/export.py DATA`: DATA/sprites.pt (train.py) becomes model.onnx and palette.json here, and DATA/samples.bin.

The request is four numbers of two bytes: picture, companion, colour, tone. Each names a row of one table; a row is a grid of
16 × 8 × 8. The first convolution (1 × 1) adds picture and companion, and mixes colour and tone: it is exact in integers.
"""

import json
import pathlib
import sys

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from net import CHANNELS, GRID, PLACES, Block, Decoder, Tables, eight_bits
from pictures import COLOURS, POSES, STYLES, TONES

HERE = pathlib.Path(__file__).parent
CELLS = GRID * GRID


def vocabulary(decoder: Decoder, tables: Tables) -> np.ndarray:
    """The table in steps of 1/63: nothing, alone (style, pose, noun), first and second of a pair (style, noun), colours, tones."""
    rows = tables.rows.weight.detach().view(len(PLACES), len(STYLES), tables.nouns, CHANNELS, CELLS)
    rows = rows * tables.cells.view(len(PLACES), 1, 1, 1, CELLS)
    alone = rows[: len(POSES)].transpose(0, 1).reshape(-1, CHANNELS * CELLS)
    pairs = rows[len(POSES) :].reshape(-1, CHANNELS * CELLS)
    colours = decoder.colour.weight.detach()[:, :, None].expand(-1, -1, CELLS).reshape(len(COLOURS) + 1, -1)
    tones = torch.zeros(TONES, CHANNELS, CELLS)
    tones[:, :8] = decoder.tone.weight.detach()[:, :, None]
    table = torch.cat((torch.zeros(1, CHANNELS * CELLS), alone, pairs, colours, tones.view(TONES, -1)))
    return (table.clamp(-1, 1) * 63).round().to(torch.int8).numpy()


def export(decoder: Decoder, tables: Tables, file: pathlib.Path) -> None:
    nodes, initialisers = [], []

    def constant(name: str, value: np.ndarray) -> str:
        initialisers.append(numpy_helper.from_array(value, name))
        return name

    def node(kind: str, inputs: list[str], output: str, **attributes) -> str:
        nodes.append(helper.make_node(kind, inputs, [output], name=output, **attributes))
        return output

    def clip(x: str, name: str, low: float, high: float) -> str:
        return node("Clip", [x, constant(f"{name}_low", np.float32(low)), constant(f"{name}_high", np.float32(high))], name)

    table = node("Cast", [constant("table", vocabulary(decoder, tables))], "table_float", to=TensorProto.FLOAT)
    table = node("Mul", [table, constant("step", np.float32(1 / 63))], "table_scaled")
    x = node("Gather", [table, "ids"], "rows", axis=0)
    x = node("Reshape", [x, constant("shape", np.array([1, 4 * CHANNELS, GRID, GRID], np.int64))], "grids")
    front = np.zeros((32, 4 * CHANNELS, 1, 1), np.float32)
    for channel in range(CHANNELS):
        front[channel, [channel, CHANNELS + channel]] = 1
    mix = decoder.mix.weight.detach().numpy()
    front[16:, 2 * CHANNELS : 3 * CHANNELS, 0, 0] = mix[:, :16]
    front[16:, 3 * CHANNELS : 3 * CHANNELS + 8, 0, 0] = mix[:, 16:]
    bias = np.concatenate((np.zeros(16), decoder.mix.bias.detach().numpy())).astype(np.float32)
    x = node("Conv", [x, constant("front", front), constant("front_bias", bias)], "front_out", kernel_shape=[1, 1])
    x = clip(x, "front_clip", -1, 1)
    for i, block in enumerate(decoder.blocks):
        assert isinstance(block, Block)
        name = f"block{i + 1}"
        weight = eight_bits(block.conv.weight.detach(), 1 if block.up else 0).numpy()
        inputs = [x, constant(f"{name}_weight", weight), constant(f"{name}_bias", block.conv.bias.detach().numpy())]
        if block.up:
            x = node("ConvTranspose", inputs, name, kernel_shape=[2, 2], strides=[2, 2])
        else:
            x = node("Conv", inputs, name, kernel_shape=[3, 3], pads=[1, 1, 1, 1])
        x = clip(x, f"{name}_clip", 0, float(block.top)) if float(block.top) > 0 else node("Relu", [x], f"{name}_relu")
    last = decoder.last
    inputs = [x, constant("last_weight", last.weight.detach().numpy()), constant("last_bias", last.bias.detach().numpy())]
    x = node("Conv", inputs, "scores", kernel_shape=[1, 1])
    node("ArgMax", [x], "pixels", axis=1, keepdims=0)
    graph = helper.make_graph(
        nodes,
        "sprites",
        [helper.make_tensor_value_info("ids", TensorProto.INT32, [1, 4])],
        [helper.make_tensor_value_info("pixels", TensorProto.INT64, [1, 32, 32])],
        initialisers,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], producer_name="models/sprites/export.py")
    model.ir_version = 8
    onnx.checker.check_model(model)
    onnx.save(model, file)


def first_ids(nouns: int) -> dict[str, int]:
    """Where each part of the table begins."""
    alone, pair = len(STYLES) * len(POSES) * nouns, len(STYLES) * nouns
    starts = {"alone": 1, "first": 1 + alone, "second": 1 + alone + pair, "colour": 1 + alone + 2 * pair}
    return starts | {"tone": starts["colour"] + len(COLOURS) + 1}


def requests(nouns: int, count: int, seed: int) -> np.ndarray:
    """Random requests, one in three a pair: [count, 4] ids."""
    draw, at = np.random.default_rng(seed), first_ids(nouns)
    ids = np.zeros((count, 4), np.uint16)
    for row in ids:
        style, noun = draw.integers(len(STYLES)), draw.integers(nouns)
        if draw.random() < 1 / 3:
            row[0] = at["first"] + style * nouns + noun
            row[1] = at["second"] + draw.integers(len(STYLES) * nouns)
        else:
            row[0] = at["alone"] + (style * len(POSES) + draw.integers(len(POSES))) * nouns + noun
        row[2] = at["colour"] + draw.integers(len(COLOURS) + 1) * (draw.random() < 0.6)
        row[3] = at["tone"] + draw.integers(TONES) * (draw.random() < 0.5)
    return ids


def load(file: str) -> tuple[Decoder, Tables, torch.Tensor]:
    state = torch.load(file)
    decoder, tables = Decoder(), Tables(state["tables"]["rows.weight"].shape[0] // (len(PLACES) * len(STYLES)))
    if "blocks.0.norm.weight" not in state["decoder"]:
        for block in decoder.blocks:
            block.fold()
    decoder.load_state_dict(state["decoder"])
    decoder.eval()
    tables.load_state_dict(state["tables"])
    for block in decoder.blocks:
        block.fold()
    return decoder, tables, state["palette"]


if __name__ == "__main__":
    data = sys.argv[1]
    source = sys.argv[2] if len(sys.argv) > 2 else f"{data}/sprites.pt"
    target = pathlib.Path(sys.argv[3]) if len(sys.argv) > 3 else HERE / "model.onnx"
    decoder, tables, palette = load(source)
    export(decoder, tables, target)
    requests(tables.nouns, 400, 1).astype("<u2").tofile(f"{data}/samples.bin")
    if target.parent == HERE:
        shown = ["00000000", *("".join(f"{int(c):02x}" for c in row) + "ff" for row in palette)]
        (HERE / "palette.json").write_text(json.dumps(shown) + "\n")
