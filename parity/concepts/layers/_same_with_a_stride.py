"""What the convolutions share of padding and strides."""

from __future__ import annotations

from typing import Any

from parity.describing.concept import Divergence, Text

SOURCE = (
    "tf.nn documentation, notes on padding; torch.nn.Conv2d: padding='same' is not supported for "
    "strided convolutions"
)

PAD_EXPLICITLY = Text(
    "Pad explicitly: total = max((ceil(n/s) - 1) s + (k - 1) d + 1 - n, 0), of which "
    "total // 2 comes before.",
    "明示的にパディングする。"
    "total = max((ceil(n/s) - 1) s + (k - 1) d + 1 - n, 0) とし、"
    "そのうち total // 2 を前側に付ける。",
)

UNEVEN = "Current implementation only supports equal length strides in the row and column"
"""How TensorFlow refuses a stride along the height that is not that along the width."""


def same_is_not_symmetric(padding: Any) -> Divergence:
    """Return the divergence, with the symmetric padding that gives the same shape."""
    return Divergence(
        name="same_is_not_symmetric",
        ja="same のパディングは対称でない",
        summary=Text(
            "MobileNet's strided layers are padded by 1 on both sides in PyTorch and with 'same' "
            "in Keras, which puts the odd pixel behind the image: the shapes are equal, the "
            "windows lie a pixel apart.",
            "MobileNet のストライド付きの層では、PyTorch は両側に 1 画素ずつ、Keras は 'same' で"
            "パディングする。'same' は端数の1画素を画像の後ろ側に付けるため、出力の形は同じでも"
            "窓の位置が1画素ずれる。",
        ),
        reconciled=PAD_EXPLICITLY,
        source=SOURCE,
        case="same_stride_2",
        native={"torch": {"padding": padding}, "keras": {"padding": "same"}},
        quantity="y",
    )
