"""Where attention comes from."""

from __future__ import annotations

from parity.describing.text import Text

VASWANI = "Vaswani et al. (2017), Attention is all you need, NIPS"
BAHDANAU = (
    "Bahdanau, Cho and Bengio (2015), Neural machine translation by jointly learning to align and "
    "translate, ICLR"
)
LUONG = (
    "Luong, Pham and Manning (2015), Effective approaches to attention-based neural machine "
    "translation, EMNLP"
)

INVERT_THE_MASK = Text(
    "Invert the mask, ~mask.",
    "マスクを反転する(~mask)。",
)
