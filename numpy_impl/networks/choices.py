"""The activations and initializers that a network can be asked for by name."""

from __future__ import annotations

from collections.abc import Callable

from numpy_impl.activations.elu import ELU
from numpy_impl.activations.gelu import GELU
from numpy_impl.activations.leaky_relu import LeakyReLU
from numpy_impl.activations.relu import ReLU
from numpy_impl.activations.sigmoid import Sigmoid
from numpy_impl.activations.softplus import Softplus
from numpy_impl.activations.swish import Swish
from numpy_impl.activations.tanh import Tanh
from numpy_impl.initializers.gauss import Gauss
from numpy_impl.initializers.glorot_normal import GlorotNormal
from numpy_impl.initializers.glorot_uniform import GlorotUniform
from numpy_impl.initializers.he_normal import HeNormal
from numpy_impl.initializers.he_uniform import HeUniform
from numpy_impl.initializers.initializer import Initializer
from numpy_impl.initializers.lecun_normal import LecunNormal
from numpy_impl.initializers.lecun_uniform import LecunUniform
from numpy_impl.initializers.xavier_taught import XavierTaught
from numpy_impl.initializers.zeros import Zeros
from numpy_impl.layer import Layer
from numpy_impl.layers.fast_avg_pool2d import FastAvgPool2d
from numpy_impl.layers.fast_max_pool2d import FastMaxPool2d
from numpy_impl.validation import require_choice

ACTIVATIONS: dict[str, type[Layer]] = {
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
POOLINGS: dict[str, Callable[..., Layer]] = {"max": FastMaxPool2d, "average": FastAvgPool2d}


def initializer_called(initializer: str | Initializer) -> Initializer:
    """Return the initializer called so; one that is given as such comes back.

    Besides ``INITIALIZERS`` there is ``"zeros"``, for who wants the shapes of a network alone.
    """
    if not isinstance(initializer, str):
        return initializer
    known: dict[str, type[Initializer]] = {**INITIALIZERS, "zeros": Zeros}
    require_choice("initializer", initializer, tuple(known))
    return known[initializer]()


def parts_called(activation: str, pooling: str) -> tuple[type[Layer], Callable[..., Layer]]:
    """Return the classes of the activation and of the pooling called so.

    Raises:
        ValueError: listing the choices, if there is none.
    """
    require_choice("activation", activation, tuple(ACTIVATIONS))
    require_choice("pooling", pooling, tuple(POOLINGS))
    return ACTIVATIONS[activation], POOLINGS[pooling]
