"""A layer that is made of recurrent layers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

import numpy as np

from numpy_impl.layer import Layer
from numpy_impl.recurrent.gru import GRU
from numpy_impl.recurrent.lstm import LSTM
from numpy_impl.recurrent.simple_rnn import SimpleRNN
from numpy_impl.validation import require_choice, require_shape

Recurrent = SimpleRNN | LSTM | GRU
LAYERS: dict[str, type[Recurrent]] = {"simple_rnn": SimpleRNN, "lstm": LSTM, "gru": GRU}


class MadeOfParts(Layer):
    """Holds the arrays of its parts under the names of both, such as ``layer0.W``.

    Attributes:
        parts: the layers by name.
    """

    def __init__(self, parts: Mapping[str, Layer]) -> None:
        self.parts = parts
        self.buffers = {}

    @property
    def params(self) -> dict[str, np.ndarray]:  # type: ignore[override]
        """The parameters of all parts: their own arrays."""
        return {f"{p}.{n}": a for p, part in self.parts.items() for n, a in part.params.items()}

    @property
    def grads(self) -> dict[str, np.ndarray]:  # type: ignore[override]
        """The gradients of all parts."""
        return {f"{p}.{n}": a for p, part in self.parts.items() for n, a in part.grads.items()}

    def astype(self, dtype: Any) -> Self:
        """Convert the arrays of every part; return the layer."""
        for part in self.parts.values():
            part.astype(dtype)
        return self


def layer_called(name: str, choices: tuple[str, ...] = tuple(LAYERS)) -> type[Recurrent]:
    """Return the class of a recurrent layer.

    Raises:
        ValueError: if it is none of the choices.
    """
    require_choice("layer", name, choices)
    return LAYERS[name]


def first_states(
    layer: Layer, h0: np.ndarray | None, c0: np.ndarray | None
) -> dict[str, np.ndarray | None]:
    """Return the first states that a recurrent layer takes, by name.

    Raises:
        ValueError: if c0 is given, but the layer has no c.
    """
    if isinstance(layer, LSTM):
        return {"h0": h0, "c0": c0}
    if c0 is not None:
        raise ValueError(
            f"c0 of shape {np.shape(c0)} was given, but a {type(layer).__name__} has no c."
        )
    return {"h0": h0}


def states_by_part(
    part: Recurrent, count: int, N: int, **given: np.ndarray | None
) -> list[dict[str, np.ndarray]]:
    """Return the states of each of ``count`` parts, by name, from those given by name.

    Args:
        part: one of the parts; an LSTM has two states, h and c, the others have h alone.
        count: how many parts there are.
        N: how many sequences there are.
        given: the states (count, N, n_hidden), or their gradients; what is None is left out.

    Raises:
        ValueError: if one does not have this shape, or is for a layer that has no such state.
    """
    shape = (count, N, len(part.params["U"]))
    there = {name: np.asarray(state) for name, state in given.items() if state is not None}
    for name, state in there.items():
        if "c" in name and not isinstance(part, LSTM):
            raise ValueError(f"{name} was given, but a {type(part).__name__} has no c.")
        require_shape(name, state, shape)
    return [{name: state[k] for name, state in there.items()} for k in range(count)]
