"""Squeeze and excitation: weighing channels by what the whole image holds."""

from __future__ import annotations

import numpy as np

from numpy_impl.activations.sigmoid import Sigmoid
from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layers.dense import Dense
from numpy_impl.layers.global_avg_pool2d import GlobalAvgPool2d
from numpy_impl.networks.choices import ACTIVATIONS, initializer_called
from numpy_impl.networks.network import Network
from numpy_impl.validation import as_float, require_choice, require_shape


class SqueezeExcite(Network):
    """y = x g: each channel of x times a gate between 0 and 1 of its own.

        g = sigmoid(W2 f(W1 mean(x) + b1) + b2)

    The mean of each channel squeezes the image into one vector, two dense layers with few units
    between them make the gates of it. So a channel hears what the others have seen, anywhere.

    Args:
        n_channels: channels of x and y.
        n_squeezed: units between the two dense layers; a sixteenth of the channels in the paper.
        activation: a name in ``numpy_impl.networks.choices.ACTIVATIONS``; EfficientNet's is
            ``"swish"``.
        initializer: a name in ``INITIALIZERS`` there, or an initializer.
        seed: seeds the draws of the weights.

    Shapes:
        x, y, dy, dx (N, n_channels, H, W), g (N, n_channels).

    Source:
        Hu, Shen and Sun (2018), Squeeze-and-excitation networks, section 3.
    """

    def __init__(
        self,
        n_channels: int,
        n_squeezed: int,
        activation: str = "relu",
        initializer: str | Initializer = "he_normal",
        seed: int | None = None,
    ) -> None:
        super().__init__(seed=seed)
        draw = initializer_called(initializer)
        require_choice("activation", activation, tuple(ACTIVATIONS))
        self.n_channels = n_channels
        self.add("mean", GlobalAvgPool2d())
        self.add("dense1", Dense(n_channels, n_squeezed, True, draw, self.next_seed()))
        self.add("activation1", ACTIVATIONS[activation]())
        self.add("dense2", Dense(n_squeezed, n_channels, True, draw, self.next_seed()))
        self.add("gate", Sigmoid())

    def forward(self, x: np.ndarray, training: bool = True) -> np.ndarray:  # type: ignore[override]
        """Return y, of the shape of x; in training and in inference it is the same."""
        self.x = as_float("x", x)
        require_shape("x", self.x, (None, self.n_channels, None, None))
        self.g = self.run(self.layers, self.x)[:, :, None, None]
        return self.x * self.g

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx: x is a factor itself, and the gates are made of it."""
        require_shape("dy", dy, self.x.shape)
        dg = (dy * self.x).sum(axis=(2, 3))  # one gate serves the whole channel
        return dy * self.g + self.run_back(self.layers, dg)
