"""What several parts of a Transformer cite."""

from __future__ import annotations

VASWANI = "Vaswani et al. (2017), Attention is all you need"
DEVLIN = (
    "Devlin et al. (2019), BERT: Pre-training of deep bidirectional Transformers for language "
    "understanding"
)
DOSOVITSKIY = (
    "Dosovitskiy et al. (2021), An image is worth 16x16 words: Transformers for image recognition "
    "at scale"
)
GEHRING = "Gehring et al. (2017), Convolutional sequence to sequence learning"
