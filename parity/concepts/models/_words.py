"""Cases of models that read words: numbers of words, weights of the parts, what is ignored."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from parity.describing.concept import Weight
from parity.describing.draw import Draw, normal

EMBEDDING = Weight("weight", "embeddings")
"""Where the frameworks' own layers keep the vectors of words."""

GATES = {"simple_rnn": 1, "gru": 3, "lstm": 4}


def words(*shape: int, vocab: int, ends: Sequence[int] = ()) -> Draw:
    """Draw words; each row is -1 from its end on, where ``ends`` are given."""

    def make(rng: np.random.Generator) -> np.ndarray:
        found = rng.integers(0, vocab, shape)
        if ends:
            for row, end in zip(found, ends, strict=True):
                row[end:] = -1
        return found

    return Draw("labels", shape, make)


def recurrent_weights(
    part: str, n_in: int, n_hidden: int, layer: str = "lstm", scale: float = 0.5
) -> dict[str, Draw]:
    """Draw W, U and b of a recurrent part."""
    gates = GATES[layer]
    return {
        f"{part}.W": normal(n_in, gates * n_hidden, scale=scale),
        f"{part}.U": normal(n_hidden, gates * n_hidden, scale=scale),
        f"{part}.b": normal(gates * n_hidden, scale=scale),
    }


def affine_weights(part: str, n_in: int, n_out: int) -> dict[str, Draw]:
    """Draw W and b of a dense part."""
    return {f"{part}.W": normal(n_in, n_out), f"{part}.b": normal(n_out)}
