"""Cases of images, and what their augmentations share."""

from __future__ import annotations

from typing import Any

from parity.describing.concept import Case, Convention, Default, Mistake, Text
from parity.describing.draw import Draw, normal, uniform

KRIZHEVSKY = (
    "Krizhevsky, Sutskever and Hinton (2012), ImageNet classification with deep convolutional "
    "neural networks"
)
CLIP = Default("clip", None)
CLIPPED = Convention(
    "clipped",
    Text("Pixels are kept within 0 and 1.", "画素値を 0 から 1 に収める。"),
    {"clip": (0.0, 1.0)},
)

CLIPPED_TO_BYTES = Convention(
    "clipped_to_bytes",
    Text("Pixels are kept within 0 and 255.", "画素値を 0 から 255 に収める。"),
    {"clip": (0.0, 255.0)},
)


def of_images(
    name: str, shape: tuple[int, ...], drawn: str, draw: Draw, positive: bool = True, **config: Any
) -> Case:
    """Return a case of images (N, C, H, W) and of what was drawn for each."""
    x = uniform(*shape) if positive else normal(*shape)
    return Case(
        name,
        inputs={"x": x, drawn: draw},
        differentiable=(),
        config=config,
    )


CLIP_FORGOTTEN = Mistake(
    name="clip_forgotten",
    ja="切り詰めを忘れる",
    line="return clipped(y, clip)",
    wrong="return y",
    why=Text(
        "A pixel beyond white or black is no color; with clip it is brought back.",
        "白や黒を超えた画素値は色ではない。clip を指定したら範囲内に戻す。",
    ),
)
