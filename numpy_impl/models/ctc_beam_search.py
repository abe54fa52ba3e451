"""CTC's beam search."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.losses.alignments import lengths_of, log_softmax, require_blank
from numpy_impl.validation import as_float, require_shape

Prefix = tuple[int, ...]


def ctc_beam_search(
    x: ArrayLike, input_lengths: ArrayLike | None = None, beam_width: int = 10, blank: int = 0
) -> tuple[np.ndarray, np.ndarray]:
    """Return the likeliest labels that a CTC network says, and the logarithm of their probability.

    Step by step a beam of prefixes is kept. Each has two probabilities: that of all alignments so
    far that end with the blank, and of those that end with its last label. The same label again
    goes on with the latter, and begins anew behind the former.

    Args:
        x: logits (N, T, C).
        input_lengths: the steps of each example (N,); all if None.
        beam_width: how many prefixes are kept; with 0 it is the best path: at each step the
            likeliest class, repeats merged and blanks taken out.
        blank: the class that means nothing.

    Returns:
        (labels (N, T), padded with -1; log_p (N,)), log_p being the sum over the alignments that
        were kept, or the best path's own.

    Source:
        Graves, Fernandez, Gomez and Schmidhuber (2006), Connectionist temporal classification,
        section 3.2; in this form Hannun, Maas, Jurafsky and Ng (2014), First-pass large vocabulary
        continuous speech recognition using bi-directional recurrent DNNs, algorithm 1, without a
        language model.
    """
    x = as_float("x", x)
    require_shape("x", x, (None, None, None))
    N, T, C = x.shape
    require_blank(blank, C)
    if beam_width < 0:
        raise ValueError(f"beam_width is {beam_width}, but must be at least 0.")
    steps = lengths_of("input_lengths", input_lengths, N, T)
    log_y = log_softmax(x)
    labels = np.full((N, T), -1)
    log_p = np.empty(N, dtype=x.dtype)
    for n in range(N):
        if beam_width == 0:
            found, log_p[n] = _best_path(log_y[n, : steps[n]], blank)
            labels[n, : len(found)] = found
            continue
        # log p of each prefix, of the alignments with the blank at their end and without
        beam: dict[Prefix, tuple[float, float]] = {(): (0.0, -np.inf)}
        for log_y_t in log_y[n, : steps[n]]:
            wider: dict[Prefix, tuple[float, float]] = {}
            for prefix, (with_blank, without) in beam.items():
                either = np.logaddexp(with_blank, without)
                _add(wider, prefix, with_blank=either + log_y_t[blank])
                for c, log_y_c in enumerate(log_y_t):
                    longer = (*prefix, c)
                    if c == blank:
                        continue
                    if prefix[-1:] == (c,):  # once more: merged, or parted by the blank
                        _add(wider, prefix, without=without + log_y_c)
                        _add(wider, longer, without=with_blank + log_y_c)
                    else:
                        _add(wider, longer, without=either + log_y_c)
            beam = dict(_best(wider.items(), beam_width))
        ((prefix, ends),) = _best(beam.items(), 1)
        labels[n, : len(prefix)] = prefix
        log_p[n] = np.logaddexp(*ends)
    return labels, log_p


def _best_path(log_y: np.ndarray, blank: int) -> tuple[np.ndarray, np.floating]:
    """Return (labels, log p of the path) for log_y (T, C)."""
    path = log_y.argmax(axis=1)
    changed = np.diff(path, prepend=blank) != 0  # repeats are merged before blanks are taken out
    return path[changed & (path != blank)], log_y.max(axis=1).sum()


def _add(
    beam: dict[Prefix, tuple[float, float]],
    prefix: Prefix,
    with_blank: float = -np.inf,
    without: float = -np.inf,
) -> None:
    """Add alignments to those of a prefix: their probabilities add up."""
    before = beam.get(prefix, (-np.inf, -np.inf))
    beam[prefix] = np.logaddexp(before[0], with_blank), np.logaddexp(before[1], without)


def _best(
    entries: Iterable[tuple[Prefix, tuple[float, float]]], count: int
) -> list[tuple[Prefix, tuple[float, float]]]:
    """Return the likeliest prefixes; of equal ones the first in the order of their labels."""
    return sorted(entries, key=lambda e: (-np.logaddexp(*e[1]), e[0]))[:count]
