"""Recurrent layers on top of each other."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layers.dropout import Dropout
from numpy_impl.recurrent.parts import MadeOfParts, layer_called, states_by_part
from numpy_impl.recurrent.sequences import sequences
from numpy_impl.seeds import spawned


class StackedRNN(MadeOfParts):
    """Each layer reads what the layer below gives at every step; dropout lies between them.

    No dropout lies behind the last layer, and none on the states on their way through time.

    Args:
        n_in: length of the input at each step.
        n_hidden: length of the state of every layer.
        n_layers: how many layers there are.
        layer: ``"simple_rnn"``, ``"lstm"`` or ``"gru"``.
        dropout: the share of the outputs between two layers that is dropped in training.
        use_bias: whether the layers have a bias.
        initializer: draws the weights; Glorot's uniform distribution if none is given.
        seed: the seeds of the layers and of the masks are made from it.

    Shapes:
        x (N, T, n_in); h0, c0, h and c (n_layers, N, n_hidden), the lowest layer's first; y
        (N, T, n_hidden), lengths (N,); a mask (N, T, n_hidden).

    Source:
        Graves, Mohamed and Hinton (2013), Speech recognition with deep recurrent neural networks;
        dropout between layers alone: Zaremba, Sutskever and Vinyals (2014), Recurrent neural
        network regularization, section 3.
    """

    def __init__(
        self,
        n_in: int,
        n_hidden: int,
        n_layers: int = 2,
        layer: str = "simple_rnn",
        dropout: float = 0.0,
        use_bias: bool = True,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        if n_layers < 1:
            raise ValueError(f"n_layers is {n_layers}, but must be at least 1.")
        make = layer_called(layer)
        self.layers, self.dropouts = [], []
        seeds = iter(spawned(seed, 2 * n_layers))
        for k in range(n_layers):
            width = n_hidden if k else n_in
            self.layers.append(
                make(width, n_hidden, use_bias=use_bias, initializer=initializer, seed=next(seeds))
            )
            self.dropouts.append(Dropout(dropout, seed=next(seeds)))
        super().__init__({f"layer{k}": each for k, each in enumerate(self.layers)})

    def forward(
        self,
        x: np.ndarray,
        h0: np.ndarray | None = None,
        c0: np.ndarray | None = None,
        lengths: ArrayLike | None = None,
        masks: Mapping[str, np.ndarray] | None = None,
        training: bool = True,
    ) -> tuple[np.ndarray, ...]:
        """Return (y, h), and c of LSTMs: the top layer's outputs, and every layer's last states.

        ``masks`` holds what a dropout keeps, by the name of the layer below it, such as
        ``layer0``; what is not given is drawn.
        """
        masks = masks or {}
        unknown = set(masks) - {f"layer{k}" for k in range(len(self.layers) - 1)}
        if unknown:
            raise ValueError(f"There is no dropout behind {', '.join(sorted(unknown))}.")
        y = sequences(x, len(self.layers[0].params["W"]))
        first = states_by_part(self.layers[0], len(self.layers), len(y), h0=h0, c0=c0)
        last = []
        for k, layer in enumerate(self.layers):
            if k > 0:
                mask = masks.get(f"layer{k - 1}")
                y = self.dropouts[k - 1].forward(y, training=training, mask=mask)
            y, *states = layer.forward(y, **first[k], lengths=lengths)
            last.append(states)
        return (y, *(np.stack(of_all) for of_all in zip(*last, strict=True)))

    def backward(
        self, dy: np.ndarray, dh: np.ndarray | None = None, dc: np.ndarray | None = None
    ) -> tuple[np.ndarray, ...]:
        """Return (dx, dh0), and dc0 of LSTMs, for dy and the gradients of the last states."""
        dlast = states_by_part(self.layers[0], len(self.layers), len(dy), dh=dh, dc=dc)
        dfirst: list[list[np.ndarray]] = []
        for k, layer in reversed(list(enumerate(self.layers))):
            dy, *states = layer.backward(dy, **dlast[k])
            dfirst.insert(0, states)
            if k > 0:
                dy = self.dropouts[k - 1].backward(dy)
        return (dy, *(np.stack(of_all) for of_all in zip(*dfirst, strict=True)))
