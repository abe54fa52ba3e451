"""What holds the weights that people pass to a penalty."""

from __future__ import annotations

import types
from collections.abc import Callable
from typing import Any

import numpy as np

from parity.describing.concept import Text


def _layers(W: np.ndarray) -> list[Any]:
    zeros = np.zeros(W.shape[-1])
    return [types.SimpleNamespace(W=W, w=W, weight=W, weights=W, b=zeros, params={"W": W})]


HOLDERS: dict[str, tuple[Text, Callable[[np.ndarray], Any]]] = {
    "layers": (
        Text("It is given a list of layers that have W.", "W を持つレイヤのリストを渡した。"),
        _layers,
    ),
    "list": (
        Text("It is given a list of weights.", "重みのリストを渡した。"),
        lambda W: [W],
    ),
    "dictionary": (
        Text("It is given a dictionary of parameters.", "パラメータの辞書を渡した。"),
        lambda W: {"W1": W, "b1": np.zeros(W.shape[-1])},
    ),
}
"""In what people pass weights to a penalty: what is told, and how it is made."""
