"""A recurrent layer with what reads it, in NumPy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from numpy_impl.activations.sigmoid import Sigmoid
from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layer import Layer
from numpy_impl.layers.dense import Dense
from numpy_impl.layers.dropout import Dropout
from numpy_impl.models.rnn_taught import RNNTaught
from numpy_impl.networks.network import Network
from numpy_impl.recurrent.sequences import sigmoid
from numpy_impl.recurrent.simple_rnn import SimpleRNN
from parity.harness.evaluators.subject import dotted, quickest

Masks = Mapping[str, np.ndarray]
ACTIVATIONS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "sigmoid": sigmoid,
    "tanh": np.tanh,
    "relu": lambda a: np.maximum(a, 0),
}


class Taught(Network):
    """The course's network, which has a loss of its own: here only its outputs are wanted."""

    def __init__(
        self, initializer: Initializer | None = None, seed: int | None = None, **arguments: Any
    ) -> None:
        super().__init__(seed=seed)
        self.rnn = RNNTaught(**arguments, initializer=initializer, seed=self.next_seed())
        self.layers["rnn"] = self.rnn

    def forward(
        self, x: np.ndarray, training: bool = True, masks: Masks | None = None
    ) -> np.ndarray:
        """Return y (N, n_out, T) for x (N, T, n_in)."""
        n_out = self.rnn.params["W_out"].shape[1]
        _, y = self.rnn.forward(x, np.zeros((*x.shape[:2], n_out)))
        return y.swapaxes(1, 2)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx, and fill every gradient."""
        # The layer's own dy is (y - d) / N: this d makes it the one that is given.
        self.rnn.d = self.rnn.y - len(dy) * dy.swapaxes(1, 2)
        return self.rnn.backward(1.0)


class Readout(Network):
    """A recurrent layer, a dense one, and the dropout of inputs and states; see the package."""

    def __init__(
        self,
        layer: str,
        arguments: Mapping[str, Any],
        n_out: int,
        reads: str = "each",
        answers: str = "identity",
        activation: str = "",
        input_dropout: float = 0.0,
        state_dropout: float = 0.0,
        orthogonal: bool = False,
        unroll: bool = False,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__(seed=seed)
        self.each, self.stepped = reads == "each", bool(activation or input_dropout)
        own: dict[str, Any] = {"initializer": initializer, "seed": self.next_seed()}
        if self.stepped:
            self.rnn: Layer = Stepped(**arguments, **own)
            self.rnn.activation = activation or self.rnn.activation
        else:
            self.rnn = dotted(f"numpy_impl.{quickest(layer)}")(**arguments, **own)
        if orthogonal:
            U = self.rnn.params["U"]
            U[...] = _orthogonal(U.shape, self.next_seed())
        self.dense = Dense(arguments["n_hidden"], n_out, initializer=initializer,
                           seed=self.next_seed())  # fmt: skip
        self.answer = Sigmoid() if answers == "sigmoid" else None
        self.layers.update(rnn=self.rnn, dense=self.dense)
        if input_dropout:
            self.layers["input_dropout"] = Dropout(input_dropout)
            self.layers["state_dropout"] = Dropout(state_dropout)

    def forward(
        self, x: np.ndarray, training: bool = True, masks: Masks | None = None
    ) -> np.ndarray:
        """Return the scores for x (N, T, n_in)."""
        if self.stepped:
            y = self.rnn.forward(x, *self._factors(x, training, masks or {}))  # type: ignore[call-arg]
        else:
            y = self.rnn.forward(x)[0]
        self.shape = y.shape
        scores = self.dense.forward(y if self.each else y[:, -1])
        if self.answer:
            scores = self.answer.forward(scores)
        return scores.swapaxes(1, 2) if self.each else scores

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx, and fill every gradient."""
        dy = dy.swapaxes(1, 2) if self.each else dy
        dy = self.dense.backward(self.answer.backward(dy) if self.answer else dy)
        if self.each:
            return self.rnn.backward(dy)[0]
        of_states = np.zeros(self.shape, dtype=dy.dtype)
        of_states[:, -1] = dy
        return self.rnn.backward(of_states)[0]

    def _factors(
        self, x: np.ndarray, training: bool, masks: Masks
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return what inputs and states are multiplied by, one factor for all the steps."""
        found = []
        for name, size in zip(
            ("input_dropout", "state_dropout"), self.rnn.params["W"].shape, strict=True
        ):
            ones = np.ones((len(x), size), dtype=x.dtype)
            dropout = self.layers.get(name)
            if isinstance(dropout, Dropout):
                ones = dropout.forward(ones, training, masks.get(name))
            found.append(ones)
        return found[0], found[1]


class Stepped(SimpleRNN):
    """h_t = f(m_x x_t W + m_h h_(t-1) U + b), with a sigmoid too, and with factors m of dropout."""

    def forward(self, x: np.ndarray, m_x: np.ndarray, m_h: np.ndarray) -> np.ndarray:  # type: ignore[override]
        """Return every state (N, T, n_hidden), for x (N, T, n_in), m_x (N, n_in) and m_h."""
        W, U, b = (self.params[name] for name in "WUb")
        self.x, self.m_x, self.m_h = x * m_x[:, None], m_x, m_h
        a = self.x @ W + b
        f = ACTIVATIONS[self.activation]
        h = np.zeros_like(a[:, 0])
        self.before, self.y = np.empty_like(a), np.empty_like(a)
        for t in range(x.shape[1]):
            self.before[:, t] = h * m_h
            self.y[:, t] = h = f(a[:, t] + self.before[:, t] @ U)
        return self.y.copy()

    def backward(self, dy: np.ndarray) -> tuple[np.ndarray]:  # type: ignore[override]
        """Return dx, and fill every gradient."""
        y, U = self.y, self.params["U"]
        slopes = {"sigmoid": y * (1 - y), "tanh": 1 - y**2, "relu": (y > 0).astype(y.dtype)}
        slope = slopes[self.activation]
        da = np.empty_like(y)
        dh = np.zeros_like(y[:, 0])  # what the step after gives back; there is none after the last
        for t in reversed(range(y.shape[1])):
            da[:, t] = (dy[:, t] + dh) * slope[:, t]
            dh = da[:, t] @ U.T * self.m_h
        rows = da.reshape(-1, len(U))
        self.grads["W"] = self.x.reshape(len(rows), -1).T @ rows
        self.grads["U"] = self.before.reshape(len(rows), -1).T @ rows
        self.grads["b"] = rows.sum(axis=0)
        return (da @ self.params["W"].T * self.m_x[:, None],)


def _orthogonal(shape: tuple[int, int], seed: int | None) -> np.ndarray:
    """Return an array with orthonormal rows, or columns if there are more rows.

    Source: Saxe, McClelland and Ganguli (2014), Exact solutions to the nonlinear dynamics of
    learning in deep linear neural networks; as in ``keras.initializers.Orthogonal``.
    """
    drawn = np.random.default_rng(seed).standard_normal((max(shape), min(shape)))
    Q, R = np.linalg.qr(drawn)
    Q *= np.sign(np.diag(R))
    return Q if Q.shape == shape else Q.T
