"""The activations and initializers that a network can be asked for by name."""

from __future__ import annotations

import keras

from tf_impl.activations.elu import ELU
from tf_impl.activations.gelu import GELU
from tf_impl.activations.leaky_relu import LeakyReLU
from tf_impl.activations.relu import ReLU
from tf_impl.activations.sigmoid import Sigmoid
from tf_impl.activations.softplus import Softplus
from tf_impl.activations.swish import Swish
from tf_impl.activations.tanh import Tanh
from tf_impl.initializers.gauss import Gauss
from tf_impl.initializers.glorot_normal import GlorotNormal
from tf_impl.initializers.glorot_uniform import GlorotUniform
from tf_impl.initializers.he_normal import HeNormal
from tf_impl.initializers.he_uniform import HeUniform
from tf_impl.initializers.initializer import Initializer
from tf_impl.initializers.lecun_normal import LecunNormal
from tf_impl.initializers.lecun_uniform import LecunUniform
from tf_impl.initializers.xavier_taught import XavierTaught
from tf_impl.initializers.zeros import Zeros
from tf_impl.layers.avg_pool2d import AvgPool2d
from tf_impl.layers.max_pool2d import MaxPool2d

ACTIVATIONS: dict[str, type[keras.Layer]] = {
    "sigmoid": Sigmoid,
    "tanh": Tanh,
    "relu": ReLU,
    "leaky_relu": LeakyReLU,
    "elu": ELU,
    "gelu": GELU,
    "softplus": Softplus,
    "swish": Swish,
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


def initializer_called(initializer: str | dict | Initializer) -> Initializer:
    """Return the initializer called so; one that is given as such, or by its configuration, too.

    Besides ``INITIALIZERS`` there is ``"zeros"``, for who wants the shapes of a network alone.
    """
    if not isinstance(initializer, str):
        return keras.initializers.get(initializer)
    return {**INITIALIZERS, "zeros": Zeros}[initializer]()
