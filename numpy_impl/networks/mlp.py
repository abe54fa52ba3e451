"""The multi-layer perceptron."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layers.dense import Dense
from numpy_impl.layers.dropout import Dropout
from numpy_impl.layers.fast_batch_norm import FastBatchNorm as BatchNorm
from numpy_impl.networks.choices import ACTIVATIONS, INITIALIZERS
from numpy_impl.networks.network import Network
from numpy_impl.regularizers.elastic_net import ElasticNet
from numpy_impl.validation import require_choice


class MLP(Network):
    """Dense layers, each but the last followed by (normalization,) activation (and dropout).

    Args:
        sizes: (n_in, hidden sizes ..., n_out); at least two numbers.
        activation: a name in ``numpy_impl.networks.choices.ACTIVATIONS``.
        initializer: a name in ``INITIALIZERS`` there, or an initializer.
        batch_norm: normalize before each activation. The dense layer before it then has no bias,
            which the normalization would only take off again (Ioffe and Szegedy 2015, section
            3.2).
        dropout: the rate behind each activation; 0 for none.
        l1: adds l1 * sum |W| over the dense layers to the loss.
        l2: adds l2 / 2 * sum W² likewise. Biases are never penalized.
        seed: seeds the draws of the weights and of the dropout masks.

    Shapes:
        x (N, n_in), y (N, n_out): scores, which the loss turns into probabilities.

    Source:
        Rumelhart, Hinton and Williams (1986), Nature 323.
    """

    def __init__(
        self,
        sizes: Sequence[int],
        activation: str = "relu",
        initializer: str | Initializer = "he_normal",
        batch_norm: bool = False,
        dropout: float = 0.0,
        l1: float = 0.0,
        l2: float = 0.0,
        seed: int | None = None,
    ) -> None:
        if len(sizes) < 2:
            raise ValueError(f"sizes is {tuple(sizes)}, but at least (n_in, n_out) was expected.")
        require_choice("activation", activation, tuple(ACTIVATIONS))
        if isinstance(initializer, str):
            require_choice("initializer", initializer, tuple(INITIALIZERS))
            initializer = INITIALIZERS[initializer]()
        super().__init__(seed=seed)
        last = len(sizes) - 1
        for i in range(1, last + 1):
            normalized = batch_norm and i < last
            dense = Dense(sizes[i - 1], sizes[i], not normalized, initializer, self.next_seed())
            self.add(f"dense{i}", dense)
            if i == last:
                break
            if normalized:
                self.add(f"norm{i}", BatchNorm(sizes[i]))
            self.add(f"activation{i}", ACTIVATIONS[activation]())
            if dropout:
                self.add(f"dropout{i}", Dropout(dropout, seed=self.next_seed()))
        self.dense = [layer for layer in self.layers.values() if isinstance(layer, Dense)]
        self.regularizer = ElasticNet(l1, l2) if l1 or l2 else None

    def forward(
        self,
        x: np.ndarray,
        training: bool = True,
        masks: Mapping[str, np.ndarray] | None = None,
    ) -> np.ndarray:
        """Return the scores (N, n_out) for x (N, n_in).

        Args:
            x: the batch.
            training: whether normalization and dropout are in training.
            masks: masks to replay, by the name of the dropout layer; drawn where none is given.
        """
        y = x
        for name, layer in self.layers.items():
            if isinstance(layer, Dropout):
                y = layer.forward(y, training, (masks or {}).get(name))
            elif isinstance(layer, BatchNorm):
                y = layer.forward(y, training)
            else:
                y = layer.forward(y)
            self.shapes[name] = y.shape[1:]
        return y

    def penalty(self) -> float:
        """Return what the weights add to the loss."""
        if self.regularizer is None:
            return 0.0
        return float(sum(self.regularizer.forward(layer.params["W"]) for layer in self.dense))

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx (N, n_in); fill every gradient, the penalty's included."""
        dx = dy
        for layer in reversed(self.layers.values()):
            dx = layer.backward(dx)
        if self.regularizer is not None:
            for dense in self.dense:
                self.regularizer.forward(dense.params["W"])
                dense.grads["W"] = dense.grads["W"] + self.regularizer.backward()
        return dx
