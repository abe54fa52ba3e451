"""The padding mask."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.validation import require_shape


def padding_mask(tokens: ArrayLike, pad: int = 0) -> np.ndarray:
    """Return which keys may be attended to: those that are words, not padding.

    Args:
        tokens: the numbers of the words (N, T).
        pad: the number that stands for padding.

    Returns:
        A mask of bools (N, 1, T): True where a token is not ``pad``. The axis of length 1 is that
        of the queries: a key is hidden from all of them.

    Raises:
        ValueError: if tokens has another shape, or holds no integers.

    Source:
        Vaswani et al. (2017), Attention is all you need, section 3.2.3, of masking by -inf.
    """
    tokens = np.asarray(tokens)
    require_shape("tokens", tokens, (None, None))
    if tokens.size and tokens.dtype.kind not in "iu":
        raise ValueError(f"tokens must hold integers, but its dtype is {tokens.dtype}.")
    return (tokens != pad)[:, None, :]
