"""The nets: a decoder that ships, an encoder that only fills its tables, and the integers of both, imitated in training."""

import torch
from torch import nn
import torch.nn.functional as F

from pictures import COLOURS, FIRST, POSES, SECOND, STYLES, TONES

CHANNELS = 16  # of the grid that a table's row holds
GRID = 8
CLASSES = 64
PLACES = POSES + (FIRST, SECOND)


def cells() -> torch.Tensor:
    """[places, 1, 8, 8]: the cells that a row of each place may fill. Those of a pair do not meet."""
    mask = torch.ones(len(PLACES), 1, GRID, GRID)
    first, second = mask[len(POSES)], mask[len(POSES) + 1]
    first[:] = 0
    first[0, 3:, :5] = 1
    first[0, 3, 4] = 0
    second[:] = 0
    second[0, :4, 4:] = 1
    return mask


class Steps(torch.autograd.Function):
    """Rounds; its gradient passes."""

    @staticmethod
    def forward(ctx, x):
        return x.round()

    @staticmethod
    def backward(ctx, grad):
        return grad


def seven_bits(z: torch.Tensor) -> torch.Tensor:
    return Steps.apply(z.clamp(-1, 1) * 63) / 63


def eight_bits(weight: torch.Tensor, dim: int) -> torch.Tensor:
    """One step for each output channel, which is axis `dim`."""
    others = [d for d in range(weight.ndim) if d != dim]
    step = weight.detach().abs().amax(others, keepdim=True).clamp(min=1e-8) / 127
    return Steps.apply(weight / step) * step


class Block(nn.Module):
    """A convolution (3 × 3; or ×2 in size, 2 × 2), batch norm, and a clip at 0 and, once it is known, at the largest value."""

    def __init__(self, inputs: int, outputs: int, up: bool = False):
        super().__init__()
        self.conv = nn.ConvTranspose2d(inputs, outputs, 2, 2) if up else nn.Conv2d(inputs, outputs, 3, padding=1)
        self.norm: nn.Module = nn.BatchNorm2d(outputs)
        self.up = up
        self.register_buffer("top", torch.tensor(0.0))
        self.quantised = False

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        conv = self.conv
        weight = eight_bits(conv.weight, 1 if self.up else 0) if self.quantised else conv.weight
        x = F.conv_transpose2d(x, weight, conv.bias, 2) if self.up else F.conv2d(x, weight, conv.bias, padding=1)
        x = self.norm(x).relu()
        if float(self.top) > 0:
            x = x.clamp(max=float(self.top))
        return Steps.apply(x * (127 / self.top)) * (self.top / 127) if self.quantised else x

    def fold(self) -> None:
        """Puts the batch norm into the convolution."""
        norm, conv = self.norm, self.conv
        if not isinstance(norm, nn.BatchNorm2d):
            return
        scale = norm.weight / (norm.running_var + norm.eps).sqrt()
        shape = (1, -1, 1, 1) if self.up else (-1, 1, 1, 1)
        conv.weight.data = (conv.weight * scale.view(shape)).detach()
        conv.bias.data = ((conv.bias - norm.running_mean) * scale + norm.bias).detach()
        self.norm = nn.Identity()


class Decoder(nn.Module):
    """A grid [n, 16, 8, 8] in -1..1, a colour and a tone: 64 scores for each of 32 × 32 pixels."""

    def __init__(self):
        super().__init__()
        self.colour = nn.Embedding(len(COLOURS) + 1, 16)
        self.tone = nn.Embedding(TONES, 8)
        self.mix = nn.Linear(24, 16)
        self.blocks = nn.Sequential(
            Block(CHANNELS + 16, 128),
            Block(128, 128),
            Block(128, 64, up=True),
            Block(64, 64),
            Block(64, 40, up=True),
            Block(40, 40),
        )
        self.last = nn.Conv2d(40, CLASSES, 1)

    def forward(self, grid: torch.Tensor, colour: torch.Tensor, tone: torch.Tensor) -> torch.Tensor:
        words = seven_bits(torch.cat((self.colour(colour), self.tone(tone)), 1))
        words = seven_bits(self.mix(words))[:, :, None, None].expand(-1, -1, GRID, GRID)
        x = torch.cat((grid, words), 1).contiguous(memory_format=torch.channels_last)
        return self.last(self.blocks(x))

    def quantise(self) -> None:
        for block in self.blocks:
            block.quantised = True


class Encoder(nn.Module):
    """A picture [n, 5, 32, 32], the mean lightness under its mask: the grid that the decoder reads."""

    def __init__(self):
        super().__init__()
        widths = ((6, 32, 3, 1), (32, 64, 4, 2), (64, 128, 4, 2), (128, 128, 3, 1))
        parts: list[nn.Module] = []
        for inputs, outputs, size, stride in widths:
            parts += [nn.Conv2d(inputs, outputs, size, stride, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU()]
        self.body = nn.Sequential(*parts, nn.Conv2d(128, CHANNELS, 1))

    def forward(self, layers: torch.Tensor, mean: torch.Tensor) -> torch.Tensor:
        colour, alpha, mask = layers[:, :3], layers[:, 3:4], layers[:, 4:]
        light = (colour.amax(1, True) + colour.amin(1, True)) / 2
        x = torch.cat((layers, light - mean.view(-1, 1, 1, 1) * mask), 1)
        grid = torch.tanh(self.body(x.contiguous(memory_format=torch.channels_last)))
        # An empty cell is zero, so that rows can be added: each fills its own cells.
        drawn = F.max_pool2d(alpha, 6, 4, 1) > 0.02
        return seven_bits(grid * drawn)


class Tables(nn.Module):
    """A row for each place, style and noun."""

    def __init__(self, nouns: int):
        super().__init__()
        self.nouns = nouns
        self.rows = nn.Embedding(len(PLACES) * len(STYLES) * nouns, CHANNELS * GRID * GRID, sparse=True)
        self.register_buffer("cells", cells())

    def forward(self, place: torch.Tensor, picture: torch.Tensor) -> torch.Tensor:
        """The grids of pictures (number = 2 · noun + style) at places."""
        row = (place * len(STYLES) + picture % len(STYLES)) * self.nouns + picture // len(STYLES)
        grid = self.rows(row).view(-1, CHANNELS, GRID, GRID) * self.cells[place]
        return seven_bits(grid)
