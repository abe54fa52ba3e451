"""Perplexity."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.losses.arguments import require_probabilities
from numpy_impl.losses.softmax_cross_entropy import SoftmaxCrossEntropy
from numpy_impl.models.token_labels import counted_tokens
from numpy_impl.validation import as_float, require_choice, require_shape


def perplexity(
    x: np.ndarray,
    t: ArrayLike | None = None,
    given: str = "probabilities",
    ignore_label: int | None = -1,
    base: float = math.e,
) -> np.ndarray:
    """Return among how many equally likely words a model hesitates, on average.

        perplexity = exp(mean over the tokens of -log p(token))

    The mean goes over all tokens that count, of all sequences together. From losses that were
    taken with another logarithm it is base ** mean; from bits, 2 ** mean.

    Args:
        x: what the model gave, as ``given`` says: the probabilities or the logits of all words
            (..., C), or the loss of each token (...), which may be their mean as one number.
        t: the right word of each token (...); of losses it may be left out.
        given: ``"probabilities"``, ``"logits"`` or ``"losses"``.
        ignore_label: tokens with this t do not count, such as padding; all count if None.
        base: of the logarithm with which losses were taken.

    Returns:
        A number from 1 to infinity, which it is where a word came that had probability 0.

    Source:
        Jelinek, Mercer, Bahl and Baker (1977), Perplexity: a measure of the difficulty of speech
        recognition tasks; Goodfellow, Bengio and Courville (2016), Deep Learning, section 12.4.
    """
    require_choice("given", given, ("probabilities", "logits", "losses"))
    if not base > 1:
        raise ValueError(f"base is {base}, but must be greater than 1.")
    x = as_float("x", x)
    if given == "losses":
        losses = x
        counts = np.ones(x.shape, dtype=bool) if t is None else np.asarray(t) != ignore_label
        require_shape("t", counts, x.shape)
    elif t is None:
        raise ValueError(f"t is None, but {given} of shape {x.shape} need the right words.")
    else:
        t, counts = counted_tokens(x, t, ignore_label)
        if given == "logits":
            losses = SoftmaxCrossEntropy("none").forward(x, t)
        else:
            require_probabilities(x)
            p = np.take_along_axis(x, t[..., None], axis=-1)[..., 0]
            with np.errstate(divide="ignore"):
                losses = -np.log(p)
    if not counts.any():
        raise ValueError(f"The mean of no tokens is not defined, but none of {counts.size} counts.")
    mean_loss = losses[counts].mean()
    with np.errstate(over="ignore"):
        return np.exp(mean_loss * x.dtype.type(np.log(base)))
