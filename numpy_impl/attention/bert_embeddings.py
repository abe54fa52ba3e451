"""What BERT is given: embeddings of token, segment and position."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.initializers.gauss import Gauss
from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layer import Layer
from numpy_impl.layers.layer_norm import LayerNorm
from numpy_impl.seeds import spawned
from numpy_impl.validation import require_shape


class BertEmbeddings(Layer):
    """y = LayerNorm(token[tokens_t] + segment[segments_t] + position[t]).

    Args:
        n_tokens: the tokens of the vocabulary, numbered from 0.
        max_length: how many positions have a vector.
        d_model: length of a vector.
        n_segments: the segments: in BERT 2, sentence A and sentence B.
        epsilon: the layer normalization's.
        initializer: draws the three tables; a normal distribution of standard deviation 0.02 if
            none is given. gamma starts at 1, beta at 0.
        seed: seeds the draw of token; segment and position have seeds of their own, made from it.

    Shapes:
        tokens, segments (N, T) integers; token (n_tokens, d_model), segment (n_segments, d_model),
        position (max_length, d_model), gamma and beta (d_model,); y, dy (N, T, d_model).

    Source:
        Devlin et al. (2019), BERT: Pre-training of deep bidirectional Transformers, section 3 and
        figure 2.
    """

    def __init__(
        self,
        n_tokens: int,
        max_length: int,
        d_model: int,
        n_segments: int = 2,
        epsilon: float = 1e-12,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__()
        draw = initializer or Gauss(0.02)
        rows = {"token": n_tokens, "segment": n_segments, "position": max_length}
        for (name, count), own in zip(rows.items(), (seed, *spawned(seed, 2)), strict=True):
            if count < 1:
                raise ValueError(f"{name} needs at least 1 row, but was given {count}.")
            self.params[name] = draw((count, d_model), own)
        self.norm = LayerNorm(d_model, epsilon)
        self.params.update(self.norm.params)

    def forward(self, tokens: ArrayLike, segments: ArrayLike) -> np.ndarray:
        """Return y (N, T, d_model) for tokens and segments (N, T)."""
        token, segment, position = (self.params[name] for name in ("token", "segment", "position"))
        self.tokens = _rows_of("tokens", tokens, len(token))
        self.segments = _rows_of("segments", segments, len(segment))
        require_shape("tokens", self.tokens, (None, None))
        require_shape("segments", self.segments, self.tokens.shape)
        T = self.tokens.shape[1]
        if len(position) < T:
            raise ValueError(f"tokens has {T} positions, but max_length is {len(position)}.")
        x = token[self.tokens] + segment[self.segments] + position[:T]
        self.norm.params = {name: self.params[name] for name in ("gamma", "beta")}
        return self.norm.forward(x)

    def backward(self, dy: np.ndarray) -> None:
        """Fill the gradients of the three tables, of gamma and of beta; indices have none."""
        dx = self.norm.backward(dy)  # the three are added, so each gets the same gradient
        self.grads.update(self.norm.grads)
        for name, rows in (("token", self.tokens), ("segment", self.segments)):
            self.grads[name] = np.zeros_like(self.params[name])
            np.add.at(self.grads[name], rows, dx)  # a row that was taken twice gets both
        self.grads["position"] = np.zeros_like(self.params["position"])
        self.grads["position"][: dx.shape[1]] = dx.sum(axis=0)


def _rows_of(name: str, indices: ArrayLike, count: int) -> np.ndarray:
    """Return the indices as integers from 0 to count - 1."""
    array = np.array(indices)
    if array.size and array.dtype.kind not in "iu":
        raise ValueError(f"{name} must be integers, but the dtype is {array.dtype}.")
    wrong = (array < 0) | (array >= count)
    if wrong.any():
        raise ValueError(f"{name} holds {array[wrong][0]}, but the rows are 0 to {count - 1}.")
    return array.astype(np.intp)
