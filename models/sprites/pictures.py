"""The pictures that prepare.ts drew, their poses, and the colours that words give them."""

import math

import numpy as np
import torch
import torch.nn.functional as F

SIDE = 32
SOURCE = 96
STYLES = ("fluent", "noto")

# What a colour word does to the pixels it may colour: hue in degrees (None: grey), saturation, and mean lightness (HSL).
COLOURS = {
    "red": (358, 0.80, 0.50),
    "orange": (27, 0.92, 0.54),
    "yellow": (50, 0.95, 0.55),
    "green": (125, 0.55, 0.42),
    "cyan": (184, 0.70, 0.50),
    "blue": (216, 0.80, 0.52),
    "purple": (274, 0.60, 0.52),
    "pink": (330, 0.80, 0.73),
    "brown": (22, 0.50, 0.32),
    "black": (None, 0.0, 0.17),
    "grey": (None, 0.0, 0.55),
    "white": (None, 0.0, 0.92),
}
# A tone is 3 · shade + turn: how much lighter, and how many degrees the hue turns.
SHADES = (0.0, 0.12, -0.12)
TURNS = (0, 10, -10)
TONES = len(SHADES) * len(TURNS)

# (mirrored, degrees, size, right, down), the last two in halves of the picture.
POSES = ((0, 0, 1, 0, 0), (1, 0, 1, 0, 0), (0, 14, 0.9, 0, 0), (1, 14, 0.9, 0, 0))
# A pair: the first noun below on the left in 20 × 20 (or mirrored), the second above on the right in 16 × 16.
FIRST = (0, 0, 20 / 32, -12 / 32, 12 / 32)
SECOND = (0, 0, 16 / 32, 16 / 32, -16 / 32)


def hsl(rgb: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Hue in degrees, saturation, lightness of [..., 3] in 0..1."""
    high, low = rgb.max(-1).values, rgb.min(-1).values
    chroma = high - low
    r, g, b = rgb.unbind(-1)
    safe = chroma.clamp(min=1e-6)
    hue = torch.where(
        high == r, ((g - b) / safe) % 6, torch.where(high == g, (b - r) / safe + 2, (r - g) / safe + 4)
    )
    light = (high + low) / 2
    saturation = chroma / (1 - (2 * light - 1).abs()).clamp(min=1e-6)
    return torch.where(chroma > 1e-6, hue * 60, torch.zeros_like(hue)), saturation.clamp(0, 1), light


def rgb_of(hue: torch.Tensor, saturation: torch.Tensor, light: torch.Tensor) -> torch.Tensor:
    amount = saturation * torch.minimum(light, 1 - light)

    def channel(n: int) -> torch.Tensor:
        k = (n + hue / 30) % 12
        return light - amount * torch.minimum(torch.minimum(k - 3, 9 - k), torch.ones_like(k)).clamp(min=-1)

    return torch.stack((channel(0), channel(8), channel(4)), -1)


def turn_between(a: torch.Tensor, b: float) -> torch.Tensor:
    """Degrees between hues, 0..180."""
    return ((a - b + 180) % 360 - 180).abs()


def dominant_hue(rgb: torch.Tensor, weight: torch.Tensor) -> float:
    """The fullest hue: the top of a smoothed histogram of hues, weighted by chroma."""
    hue, _, _ = hsl(rgb)
    chroma = (rgb.max(-1).values - rgb.min(-1).values) * weight
    counts = torch.zeros(72).index_add_(0, (hue / 5).long().clamp(0, 71).reshape(-1), chroma.reshape(-1))
    ring = F.pad(counts.view(1, 1, -1), (4, 4), mode="circular")
    smooth = F.conv1d(ring, torch.tensor([[[1.0, 2, 3, 4, 5, 4, 3, 2, 1]]])).view(-1)
    return float(smooth.argmax()) * 5 + 2.5


def colourable(rgb: torch.Tensor, alpha: torch.Tensor) -> torch.Tensor:
    """Which pixels a colour word may colour: those of the fullest hue; all but the dark ones where the picture is grey."""
    solid = alpha > 0.5
    hue, saturation, light = hsl(rgb)
    chroma = rgb.max(-1).values - rgb.min(-1).values
    vivid = solid & (chroma > 0.15)
    bright = solid & (light > 0.2)
    total = solid.sum().clamp(min=1)
    if vivid.sum() > 0.3 * total:
        middle = dominant_hue(rgb, vivid.float())
        for width in (35, 50, 70, 90, 180):
            mask = vivid & (turn_between(hue, middle) < width)
            # Another hue must not stay dominant: what is coloured holds most of the vivid pixels.
            if mask.sum() > 0.7 * vivid.sum() and mask.sum() > 0.25 * total:
                return mask
        return vivid
    return bright if bright.sum() > 0.4 * total else solid


class Pictures:
    """Every picture as [premultiplied RGB, alpha, premultiplied mask] at 96 × 96, and the mean lightness under its mask."""

    def __init__(self, file: str):
        raw = torch.from_numpy(np.fromfile(file, np.uint8).reshape(-1, SOURCE, SOURCE, 4).astype(np.float32) / 255)
        self.count = len(raw)
        rgb, alpha = raw[..., :3], raw[..., 3]
        layers, means = [], []
        for i in range(self.count):
            mask = colourable(rgb[i], alpha[i]).float()
            layers.append(torch.cat((rgb[i] * alpha[i, ..., None], alpha[i, ..., None], (mask * alpha[i])[..., None]), -1))
            means.append(float((hsl(rgb[i])[2] * mask).sum() / mask.sum().clamp(min=1)))
        self.layers = torch.stack(layers).permute(0, 3, 1, 2).contiguous()
        self.means = torch.tensor(means)

    def posed(self, index: torch.Tensor, poses: torch.Tensor) -> torch.Tensor:
        """[n, 5, 32, 32]: pictures moved by rows (mirrored, degrees, size, right, down)."""
        mirrored, angle, size, right, down = poses.unbind(1)
        c, s = torch.cos(angle * math.pi / 180), torch.sin(angle * math.pi / 180)
        flip = 1 - 2 * mirrored
        # From a place in the result to one in the source: undo shift, size, turn, then the mirror.
        a, b = torch.stack((flip * c, flip * s), 1) / size[:, None], torch.stack((-s, c), 1) / size[:, None]
        shift = torch.stack((right, down), 1)
        theta = torch.stack((torch.cat((a, -(a * shift).sum(1, True)), 1), torch.cat((b, -(b * shift).sum(1, True)), 1)), 1)
        grid = F.affine_grid(theta, (len(index), 5, SOURCE, SOURCE), align_corners=False)
        moved = F.grid_sample(self.layers[index], grid, align_corners=False)
        return F.avg_pool2d(moved, SOURCE // SIDE)


def over(top: torch.Tensor, bottom: torch.Tensor) -> torch.Tensor:
    """One picture before another; only the one below may be coloured."""
    rest = 1 - top[:, 3:4]
    laid = top + bottom * rest
    return torch.cat((laid[:, :4], bottom[:, 4:] * rest), 1)


def straight(layers: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """RGB [n, 32, 32, 3], whether a pixel is drawn, and whether it may be coloured."""
    alpha = layers[:, 3]
    rgb = (layers[:, :3] / alpha[:, None].clamp(min=1e-3)).clamp(0, 1).permute(0, 2, 3, 1)
    return rgb, alpha > 0.5, layers[:, 4] > 0.5 * alpha


_table = torch.tensor([(0.0, 0.0, 0.0)] + [(h if h is not None else 0.0, s, l) for h, s, l in COLOURS.values()])


def coloured(
    rgb: torch.Tensor, mask: torch.Tensor, mean: torch.Tensor, colour: torch.Tensor, tone: torch.Tensor
) -> torch.Tensor:
    """The pictures as their colour words (0: their own colours) and tones have them."""
    hue, saturation, light = hsl(rgb)
    lead = (-1, 1, 1)
    target = _table[colour]
    own = (colour == 0).view(lead)
    shade = torch.tensor(SHADES)[tone // len(TURNS)].view(lead)
    turn = torch.tensor(TURNS, dtype=torch.float32)[tone % len(TURNS)].view(lead)
    new_hue = torch.where(own, hue + turn, target[:, 0].view(lead) + turn * 0.6) % 360
    full = target[:, 1].view(lead)
    new_saturation = torch.where(own, saturation, full)
    new_light = torch.where(own, light, target[:, 2].view(lead) + (light - mean.view(lead)) * 0.8) + shade
    low = torch.where(own, torch.zeros_like(full), torch.full_like(full, 0.08))
    high = torch.where(own | (full == 0), torch.ones_like(full) * 0.97, torch.full_like(full, 0.86))
    new_light = torch.minimum(torch.maximum(new_light, low), high)
    return torch.where(mask[..., None], rgb_of(new_hue, new_saturation, new_light), rgb).clamp(0, 1)


def oklab(rgb: torch.Tensor) -> torch.Tensor:
    """sRGB in 0..1 to OKLab (Ottosson 2020), where distance is what the eye sees."""
    linear = torch.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    to_cone = torch.tensor(
        [[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566], [0.0883024619, 0.2817188376, 0.6299787005]]
    )
    to_lab = torch.tensor(
        [[0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099], [0.0259040371, 0.7827717662, -0.8086757660]]
    )
    return (linear @ to_cone.T).clamp(min=0) ** (1 / 3) @ to_lab.T


def unlab(lab: torch.Tensor) -> torch.Tensor:
    """OKLab back to sRGB in 0..1."""
    to_cone = torch.tensor([[1, 0.3963377774, 0.2158037573], [1, -0.1055613458, -0.0638541728], [1, -0.0894841775, -1.2914855480]])
    to_rgb = torch.tensor(
        [[4.0767416621, -3.3077115913, 0.2309699292], [-1.2684380046, 2.6097574011, -0.3413193965], [-0.0041960863, -0.7034186147, 1.7076147010]]
    )
    linear = ((lab @ to_cone.T) ** 3 @ to_rgb.T).clamp(0, 1)
    return torch.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)


def make_palette(pictures: Pictures, colours: int, generator: torch.Generator) -> torch.Tensor:
    """[colours, 3] in 0..255: k-means in OKLab over pixels of all pictures, half of them coloured by words."""
    index = torch.arange(pictures.count)
    plain = torch.tensor(POSES[:1], dtype=torch.float32).expand(pictures.count, 5)
    rgb, solid, mask = straight(pictures.posed(index, plain))
    samples = []
    for turn in range(8):
        word = torch.randint(0, len(COLOURS) + 1, index.shape, generator=generator) * (turn % 2)
        tone = torch.randint(0, TONES, index.shape, generator=generator) * (turn % 4 > 1)
        pixels = coloured(rgb, mask, pictures.means, word, tone)[solid]
        samples.append(pixels[torch.randperm(len(pixels), generator=generator)[:12000]])
    lab = oklab(torch.cat(samples))
    centres = lab[torch.randperm(len(lab), generator=generator)[:1]]
    for _ in range(colours - 1):  # farthest first, with the distance damped: rare hues get a place too
        away = torch.cdist(lab, centres).min(1).values
        centres = torch.cat((centres, lab[torch.multinomial(away**2, 1, generator=generator)]))
    for _ in range(25):
        nearest = torch.cdist(lab, centres).argmin(1)
        sums = torch.zeros_like(centres).index_add_(0, nearest, lab)
        counts = torch.bincount(nearest, minlength=colours).clamp(min=1)
        centres = sums / counts[:, None]
    palette = (unlab(centres) * 255).round()
    return palette[torch.argsort(palette @ torch.tensor([0.299, 0.587, 0.114]))]


class Snap:
    """Pixels to numbers of the palette: 0 is transparent, then its colours."""

    def __init__(self, palette: torch.Tensor):
        self.lab = oklab(palette / 255)

    def __call__(self, rgb: torch.Tensor, solid: torch.Tensor) -> torch.Tensor:
        lab = oklab(rgb)
        distance = (self.lab**2).sum(1) - 2 * lab @ self.lab.T
        return torch.where(solid, distance.argmin(-1) + 1, torch.zeros_like(solid, dtype=torch.int64))
