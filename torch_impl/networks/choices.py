"""The activations and initializers that a network can be asked for by name."""

from __future__ import annotations

from torch import nn

from torch_impl.activations.elu import ELU
from torch_impl.activations.gelu import GELU
from torch_impl.activations.leaky_relu import LeakyReLU
from torch_impl.activations.relu import ReLU
from torch_impl.activations.sigmoid import Sigmoid
from torch_impl.activations.softplus import Softplus
from torch_impl.activations.swish import Swish
from torch_impl.activations.tanh import Tanh
from torch_impl.initializers.gauss import Gauss
from torch_impl.initializers.glorot_normal import GlorotNormal
from torch_impl.initializers.glorot_uniform import GlorotUniform
from torch_impl.initializers.he_normal import HeNormal
from torch_impl.initializers.he_uniform import HeUniform
from torch_impl.initializers.initializer import Initializer
from torch_impl.initializers.lecun_normal import LecunNormal
from torch_impl.initializers.lecun_uniform import LecunUniform
from torch_impl.initializers.xavier_taught import XavierTaught
from torch_impl.initializers.zeros import Zeros
from torch_impl.layers.avg_pool2d import AvgPool2d
from torch_impl.layers.max_pool2d import MaxPool2d

ACTIVATIONS: dict[str, type[nn.Module]] = {
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
POOLINGS: dict[str, type[nn.Module]] = {"max": MaxPool2d, "average": AvgPool2d}


def initializer_called(initializer: str | Initializer) -> Initializer:
    """Return the initializer called so; one that is given as such comes back.

    Besides ``INITIALIZERS`` there is ``"zeros"``, for who wants the shapes of a network alone.
    """
    if not isinstance(initializer, str):
        return initializer
    return {**INITIALIZERS, "zeros": Zeros}[initializer]()
