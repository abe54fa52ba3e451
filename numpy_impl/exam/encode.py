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
    words, E, W, U, b = _given(words, E, W, U, b)
    h = np.zeros_like(b)
    for w in words:
        e = E.dot(w)
        h = np.tanh(W.dot(e) + U.dot(h) + b)
    return h


def encode_backward(
    dh: np.ndarray, words: np.ndarray, E: np.ndarray, W: np.ndarray, U: np.ndarray, b: np.ndarray
) -> tuple[np.ndarray, ...]:
    """Return the gradients of the weights that ``encode`` was given; the words have none.

    The exam's function keeps nothing for the way back, so the states are computed once more.

    Args:
        dh: the gradient of the last state (H,).
        words: the sentence as one-hot rows (T, vocab).
        E: the embedding (emb, vocab).
        W: from the embedding (H, emb).
        U: from the state (H, H).
        b: the bias (H,).

    Returns:
        (dE, dW, dU, db), each of the shape of what it belongs to.
    """
    words, E, W, U, b = _given(words, E, W, U, b)
    dh = as_float("dh", dh)
    require_shape("dh", dh, b.shape)
    states = [np.zeros_like(b)]
    for word in words:
        states.append(np.tanh(W @ (E @ word) + U @ states[-1] + b))
    dE, dW, dU, db = np.zeros_like(E), np.zeros_like(W), np.zeros_like(U), np.zeros_like(b)
    for t in reversed(range(len(words))):
        prev_h, h = states[t : t + 2]
        da = dh * (1 - h**2)
        dW += np.outer(da, E.dot(words[t]))
        dU += np.outer(da, prev_h)
        db += da
        de = W.T.dot(da)
        dE += np.outer(de, words[t])
        dh = U.T.dot(da)  # only the last state is given out: this is all that comes
    return dE, dW, dU, db


def _given(words: np.ndarray, *weights: np.ndarray) -> tuple[np.ndarray, ...]:
    """Return the arguments as floats, and of shapes that fit together."""
    E, W, U, b = (as_float(name, array) for name, array in zip("EWUb", weights, strict=True))
    words = as_float("words", words).astype(E.dtype, copy=False)
    require_shape("E", E, (None, None))
    emb, vocab = E.shape
    require_shape("words", words, (None, vocab))
    require_shape("b", b, (None,))
    (H,) = b.shape
    require_shape("W", W, (H, emb))
    require_shape("U", U, (H, H))
    return words, E, W, U, b
