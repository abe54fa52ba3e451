"""RNN encoder (exam)."""

from __future__ import annotations

import numpy as np

from numpy_impl.validation import as_float, require_shape


def encode(
    words: np.ndarray, E: np.ndarray, W: np.ndarray, U: np.ndarray, b: np.ndarray
) -> np.ndarray:
    """Return what an encoder remembers of a sentence: its last state.

    Word by word, from h = 0: e = E w, then h = tanh(W e + U h + b).

    Args:
        words: the sentence as one-hot rows (T, vocab).
        E: the embedding (emb, vocab), a column for each word.
        W: from the embedding (H, emb).
        U: from the state (H, H).
        b: the bias (H,).

    Returns:
        h after the last word (H,); 0 for a sentence without words.

    Source:
        Sutskever, Vinyals and Le (2014), Sequence to sequence learning with neural networks,
        section 2, with the plain cell of Elman (1990), Finding structure in time.
    """
    E, W, U, b = as_float("E", E), as_float("W", W), as_float("U", U), as_float("b", b)
    words = as_float("words", words).astype(E.dtype, copy=False)
    require_shape("E", E, (None, None))
    emb, vocab = E.shape
    require_shape("words", words, (None, vocab))
    require_shape("b", b, (None,))
    (H,) = b.shape
    require_shape("W", W, (H, emb))
    require_shape("U", U, (H, H))
    h = np.zeros_like(b)
    for w in words:
        e = E.dot(w)
        h = np.tanh(W.dot(e) + U.dot(h) + b)
    return h
