"""The activations and initializers that a network can be asked for by name."""

from __future__ import annotations

import keras

from tf_impl.activations import ELU, GELU, LeakyReLU, ReLU, Sigmoid, Softplus, Tanh
from tf_impl.initializers import (
    Gauss,
    GlorotNormal,
    GlorotUniform,
    HeNormal,
    HeUniform,
    Initializer,
    LecunNormal,
    LecunUniform,
    XavierTaught,
    Zeros,
)
from tf_impl.layers.pooling import AvgPool2d, MaxPool2d

ACTIVATIONS: dict[str, type[keras.Layer]] = {
    "sigmoid": Sigmoid,
    "tanh": Tanh,
    "relu": ReLU,
    "leaky_relu": LeakyReLU,
    "elu": ELU,
    "gelu": GELU,
    "softplus": Softplus,
}
INITIALIZERS: dict[str, type[Initializer]] = {
    "gauss": Gauss,
    "xavier_taught": XavierTaught,
    "lecun_normal": LecunNormal,
    "lecun_uniform": LecunUniform,
    "glorot_normal": GlorotNormal,
    "glorot_uniform": GlorotUniform,
    "he_normal": HeNormal,
    "he_uniform": HeUniform,
}
POOLINGS: dict[str, type[keras.Layer]] = {"max": MaxPool2d, "average": AvgPool2d}


def initializer_called(initializer: str | Initializer) -> Initializer:
    """Return the initializer called so; one that is given as such comes back.

    Besides ``INITIALIZERS`` there is ``"zeros"``, for who wants the shapes of a network alone.
    """
    if not isinstance(initializer, str):
        return initializer
    return {**INITIALIZERS, "zeros": Zeros}[initializer]()
