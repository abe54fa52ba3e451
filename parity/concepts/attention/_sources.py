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
GEMMA = (
    "Gemma Team (2024), Gemma 2: improving open language models at a practical size, "
    "arXiv:2408.00118, section 2 (soft cap of the scores)"
)
GROUPED = (
    "Ainslie et al. (2023), GQA: training generalized multi-query transformer models from "
    "multi-head checkpoints, EMNLP, section 2.2"
)

INVERT_THE_MASK = Text(
    "Invert the mask, ~mask.",
    "マスクを反転する(~mask)。",
)
