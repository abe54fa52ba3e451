"""The siamese network."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layers.dense import Dense
from numpy_impl.networks.choices import ACTIVATIONS, initializer_called
from numpy_impl.networks.network import Network
from numpy_impl.validation import as_float, require_choice, require_shape


class Siamese(Network):
    """y = |e(a) - e(b)|: how far apart one network puts two examples.

    e is a dense layer, an activation and a dense layer, with the same weights for both. Trained
    so that examples of a class come near each other, it tells classes that it has never seen: an
    example belongs to the class of the nearest one that is known, of which one each is enough.

    Args:
        n_in: features of an example.
        hidden: width of the hidden layer.
        n_out: length of the embedding.
        activation: a name in ``numpy_impl.networks.choices.ACTIVATIONS``.
        initializer: a name in ``INITIALIZERS`` there, or an initializer.
        seed: seeds the draws of the weights.

    Shapes:
        a and b (N, n_in), y (N,).

    Source:
        Bromley, Guyon, LeCun, Säckinger and Shah (1993), Signature verification using a siamese
        time delay neural network; Koch, Zemel and Salakhutdinov (2015), Siamese neural networks
        for one-shot image recognition.
    """

    def __init__(
        self,
        n_in: int,
        hidden: int = 32,
        n_out: int = 8,
        activation: str = "relu",
        initializer: str | Initializer = "he_normal",
        seed: int | None = None,
    ) -> None:
        super().__init__(seed=seed)
        draw = initializer_called(initializer)
        require_choice("activation", activation, tuple(ACTIVATIONS))
        self.n_in = n_in
        self.add("dense1", Dense(n_in, hidden, True, draw, self.next_seed()))
        self.add("activation1", ACTIVATIONS[activation]())
        self.add("dense2", Dense(hidden, n_out, True, draw, self.next_seed()))

    def forward(self, a: np.ndarray, b: np.ndarray) -> np.ndarray:  # type: ignore[override]
        """Return y (N,); both go through the network in one batch, so they share its weights."""
        a, b = as_float("a", a), as_float("b", b)
        require_shape("a", a, (None, self.n_in))
        require_shape("b", b, a.shape)
        e = self.run(self.layers, np.concatenate([a, b]))
        self.difference = e[: len(a)] - e[len(a) :]
        self.y = np.sqrt((self.difference**2).sum(axis=1))
        return self.y.copy()  # backward needs y as it is

    def backward(self, dy: np.ndarray) -> tuple[np.ndarray, np.ndarray]:  # type: ignore[override]
        """Return (da, db); the weights collect the gradients of both."""
        require_shape("dy", dy, self.y.shape)
        # Where both embeddings are one there is no direction, and no gradient.
        length = np.where(self.y > 0, self.y, 1)
        de = dy[:, None] * self.difference / length[:, None]
        da, db = np.split(self.run_back(self.layers, np.concatenate([de, -de])), 2)
        return da, db

    def one_shot(self, x: ArrayLike, known: ArrayLike) -> np.ndarray:
        """Return for each x (N, n_in) the number (N,) of the nearest of the known (K, n_in)."""
        x, known = as_float("x", x), as_float("known", known)
        pairs = [self.forward(x, np.broadcast_to(one, x.shape)) for one in known]
        return np.argmin(pairs, axis=0)
