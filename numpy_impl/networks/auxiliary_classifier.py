"""Auxiliary classifier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layers.dense import Dense
from numpy_impl.layers.dropout import Dropout
from numpy_impl.layers.fast_avg_pool2d import FastAvgPool2d as AvgPool2d
from numpy_impl.layers.fast_conv2d import FastConv2d as Conv2d
from numpy_impl.layers.flatten import Flatten
from numpy_impl.losses.softmax_cross_entropy import SoftmaxCrossEntropy
from numpy_impl.networks.choices import ACTIVATIONS, initializer_called
from numpy_impl.networks.network import Sequential
from numpy_impl.validation import require_choice


class AuxiliaryClassifier(Sequential):
    """weight × cross-entropy of a small classifier that hangs on a hidden layer.

    In training its loss is added to the main one, so that a strong gradient reaches the lower
    layers; in inference it is taken off. Average pooling, a 1×1 convolution, a dense layer with
    dropout behind it, and the scores.

    Args:
        input_shape: (C, H, W) of the hidden layer.
        n_filters: channels of the 1×1 convolution.
        hidden: width of the dense layer.
        n_classes: how many scores.
        weight: what the loss counts beside the main one.
        window: (window, stride) of the pooling.
        dropout: the rate.
        activation: a name in ``numpy_impl.networks.choices.ACTIVATIONS``.
        initializer: a name in ``INITIALIZERS`` there, or an initializer.
        seed: seeds the draws of the weights and of the dropout masks.

    Shapes:
        x (N, C, H, W), t (N,) class numbers, y (): the weighted loss.

    Source:
        Szegedy et al. (2015), Going deeper with convolutions, section 5.
    """

    def __init__(
        self,
        input_shape: Sequence[int] = (512, 14, 14),
        n_filters: int = 128,
        hidden: int = 1024,
        n_classes: int = 1000,
        weight: float = 0.3,
        window: Sequence[int] = (5, 3),
        dropout: float = 0.7,
        activation: str = "relu",
        initializer: str | Initializer = "he_normal",
        seed: int | None = None,
    ) -> None:
        super().__init__(input_shape, seed)
        draw = initializer_called(initializer)
        require_choice("activation", activation, tuple(ACTIVATIONS))
        act = ACTIVATIONS[activation]
        self.add("pool", AvgPool2d(window[0], window[1]))
        conv = Conv2d(self.size[0], n_filters, 1, initializer=draw, seed=self.next_seed())
        self.add("conv", conv)
        self.add("activation1", act())
        self.add("flatten", Flatten())
        self.add("dense1", Dense(self.size[0], hidden, True, draw, self.next_seed()))
        self.add("activation2", act())
        self.add("dropout1", Dropout(dropout, seed=self.next_seed()))
        self.add("dense2", Dense(hidden, n_classes, True, draw, self.next_seed()))
        self.weight = float(weight)
        self.loss = SoftmaxCrossEntropy()

    def forward(  # type: ignore[override]
        self,
        x: np.ndarray,
        t: np.ndarray | None = None,
        training: bool = True,
        masks: Mapping[str, np.ndarray] | None = None,
    ) -> Any:
        """Return the weighted loss of x against t; the scores (N, n_classes) without a t."""
        scores = super().forward(x, training, masks)
        if t is None:
            return scores
        return self.weight * self.loss.forward(scores, t)

    def backward(self, dy: float = 1.0) -> np.ndarray:  # type: ignore[override]
        """Return dx, the hidden layer's share of the gradient."""
        dloss = self.weight * dy
        dscores = self.loss.backward(dloss)
        return self.run_back(self.layers, dscores)

    def fill_gradients(self, dy: float = 1.0) -> None:  # type: ignore[override]
        """Fill every gradient."""
        self.backward(dy)
