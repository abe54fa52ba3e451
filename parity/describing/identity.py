"""Identities: what one concept is in terms of a sibling, as a fact that every run shows.

"Leaky ReLU with slope 0 is ReLU": two ways of computing the same quantities, both of them made of
the NumPy implementations. An identity holds no mathematics of a concept, and reading one imports
none: the harness hands the implementations in when it evaluates the two sides. ::

    Identity(
        sibling="relu",
        text=Text("With slope 0 it is ReLU.", "傾きを 0 にすると ReLU になる。"),
        case=Case("slope_0", inputs={"x": normal(3, 4, apart=0.125)}),
        left=evaluated("leaky_relu", slope=0.0),
        right=evaluated("relu"),
    )

Where two configurations of one case do not say it, a side is a small function of the concept's
file. It composes implementations, and moves or picks numbers::

    def _sigmoid_of_the_difference(of: Implementations, a: Arrays) -> Arrays:
        sigmoid = of("sigmoid")()
        y = sigmoid.forward(a["x"][:, 0] - a["x"][:, 1])
        dx = sigmoid.backward(a["dy"])
        return {"y": y, "dx": np.stack([dx, -dx], axis=1)}
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from parity.describing.case import Case
from parity.describing.text import Text

Arrays = Mapping[str, np.ndarray]
"""Arrays by name: what a side is given, and the quantities that it returns.

A side is given the case's inputs, parameters and buffers by their names, and ``dy``, the upstream
gradient, where the concept has one.
"""


class Implementations(Protocol):
    """What the harness hands to a side."""

    def __call__(self, name: str) -> Any:
        """Return NumPy's class or function of the concept called ``name``."""

    def evaluated(self, name: str, **config: Any) -> Arrays:
        """Return the quantities of the identity's case, evaluated with the concept ``name``.

        ``config`` is added to the case's own. State that a concept keeps for itself, such as an
        optimizer's averages, is left out: siblings keep different ones.
        """


Side = Callable[[Implementations, Arrays], Arrays]
"""One way of computing the quantities: it must not change the arrays that it is given."""


@dataclass(frozen=True)
class Identity:
    """A concept and a sibling that are the same under a condition, forward and backward.

    Attributes:
        sibling: the name of the other concept.
        text: what is the same, under which condition, in one sentence.
        case: the situation, drawn from a seed of its own like every case; its name is the
            identity's.
        left: the concept's side.
        right: the sibling's.
        only_left: quantities that the left side gives and the right side cannot, such as the
            gradient of a parameter that the sibling does not have.
    """

    sibling: str
    text: Text
    case: Case
    left: Side
    right: Side
    only_left: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name of its case."""
        return self.case.name


def evaluated(name: str, **config: Any) -> Side:
    """Return the side on which the identity's case is evaluated with the concept ``name``.

    ``config`` is added to the configuration of the case.
    """
    return lambda of, a: of.evaluated(name, **config)
