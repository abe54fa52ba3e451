"""Plausible inputs: arrays whose sizes fit together, for rows, columns, images, sequences."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from parity.checking.alone.probing.roles import of_all_steps, plain

N, D, H, K, T, C, F, V = 4, 5, 6, 3, 2, 3, 2, 7
"""Batch, inputs, hidden, classes, time steps, channels, filters, vocabulary: the sizes that meet
in one array differ, so that no axis is taken for another unseen."""
ROWS, COLS, SIDE = 6, 4, 3
HEADS, E, HEAD, FF, STEPS, LONGEST, DEEP = 2, 12, 6, 10, 3, 5, 2
"""Of attention with several heads: how many there are, features that they divide, of one head, the
inside of a feed-forward network, time steps, for how many there are positions, and blocks."""
IMAGES = ("images", "channels_last", "picture")
"""Layouts of images."""

_GATES = (("lstm", 4), ("gru", 3))
_TO_HIDDEN = re.compile(r"(?:w|weights?)?(hh|h|aa|ss|rec\w*|hidden\w*)")
_TO_OUTPUT = re.compile(r"(?:w|weights?)?(hy|y|ya|ho|out\w*|hq|v)")
_FROM_INPUT = re.compile(r"(?:w|weights?)?(xh|x|ax|ih|in\w*|u)")


@dataclass(frozen=True)
class World:
    """One choice of what arrays look like.

    Attributes:
        layout: ``rows`` (N, D), ``columns`` (D, N), ``images``, ``channels_last``, ``picture`` (one
            image), ``sequence`` (N, T, D), ``steps_first`` (D, N, T), ``indices``, ``vector``,
            ``number``.
        labels: ``onehot`` or ``index`` of the prediction's classes, or of as many as x has
            features (``_of_x``), ``same`` (real numbers shaped as the prediction), ``binary`` or
            ``bits``.
        gates: how many blocks the weights of a recurrent cell stack.
        told: shapes that a docstring tells, by name.
        probabilities: whether predictions are probabilities.
        words: of a text, how many different characters or words there are.
        outputs: how many outputs a network of numbered weights has; as many as there are, if 0.
        sharing: whether a state has the shape of the input, as where gates multiply them, or
            its size, as where attention compares them.
        heads: how many heads attend, if any: then there are as many features as they divide.
        masks: how many axes a mask has between those of the examples and of the words.
    """

    layout: str = "rows"
    labels: str = "onehot"
    gates: int = 1
    told: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    probabilities: bool = False
    sharing: bool = False
    outputs: int = 0
    words: int = 0
    heads: int = 0
    masks: int = 1

    @property
    def batch(self) -> int:
        """Return how many examples there are."""
        return {
            "images": 2,
            "channels_last": 2,
            "squares": 2,
            "pictures": 2,
            "picture": 1,
            "vector": 1,
            "number": 1,
            "text": 1,
        }.get(self.layout, N)

    def x(self) -> tuple[int, ...]:
        """Return the shape of an input."""
        if self.heads:
            return {"sequence": (N, STEPS, E), "indices": (N, STEPS)}.get(self.layout, (STEPS, E))
        return {
            "rows": (N, D),
            "columns": (D, N),
            "images": (2, C, ROWS, COLS),
            "channels_last": (2, ROWS, COLS, C),
            "picture": (C, ROWS, COLS),
            "sequence": (N, T, D),
            "steps_first": (D, N, T),
            "indices": (N, T),
            "words": (N, 2),
            "text": (T,),
            "squares": (2, 1, 8, 8),
            "pictures": (2, 1, 28, 28),
            "contexts": (N, 2, V),
            "scores": (N,),
            "vector": (D,),
            "column": (D, 1),
            "number": (),
        }[self.layout]

    def example(self) -> tuple[int, ...]:
        """Return the shape of one example."""
        return self.x() if self.layout == "picture" else self.x()[1:]

    def out(self) -> tuple[int, ...]:
        """Return the shape of a prediction."""
        if self.outputs:
            return (self.outputs, N) if self.layout == "columns" else (N, self.outputs)
        return {
            "columns": (K, N), "vector": (K,), "number": (), "sequence": (N, T, K),
            "squares": (2, 10), "pictures": (2, 10), "contexts": (N, V), "scores": (N,),
        }.get(self.layout, (N, K))  # fmt: skip

    def hidden(self) -> tuple[int, ...]:
        """Return the shape of a recurrent state."""
        if self.sharing or self.layout == "number":
            return self.x()
        return {"columns": (H, N), "steps_first": (H, N), "vector": (H,), "column": (H, 1)}.get(
            self.layout, (N, H)
        )

    def weight(self, name: str) -> tuple[int, ...]:
        """Return the shape of a weight called ``name``."""
        if self.layout == "number":
            return ()
        bare = plain(name)
        number = re.fullmatch(r"(?:w|weights?|theta)(\d+)", bare)
        bare = bare.rstrip("0123456789")
        if self.layout in IMAGES and not number:
            return (SIDE, SIDE, C, F) if self.layout == "channels_last" else (F, C, SIDE, SIDE)
        rows, cols = D, H * self.gates
        if number and int(number[1]):
            dims = (D, H, H + 2, H + 3, H + 4)
            rows, cols = dims[min(int(number[1]), 5) - 1 : min(int(number[1]), 5) + 1] or (D, H)
        elif self.layout == "indices":
            rows, cols = V, D
        elif self.layout == "words":
            rows, cols = V, H
        elif _TO_HIDDEN.fullmatch(bare):
            rows = H
        elif _TO_OUTPUT.fullmatch(bare):
            rows, cols = H, K
        elif re.fullmatch(r"w[ficogzru]", bare) and self.layout != "rows":
            rows, cols = H + D, H
        return (cols, rows) if self.layout in ("columns", "steps_first", "column") else (rows, cols)

    def bias(self, name: str) -> tuple[int, ...]:
        """Return the shape of a bias called ``name``."""
        bare = plain(name)
        if self.layout == "number":
            return ()
        weight = self.weight("w" + bare[1:] if bare[:1] == "b" and bare != "bias" else "w")
        if self.layout in ("images", "picture"):
            return (F,)
        if self.layout in ("columns", "steps_first", "column"):
            return (weight[0], 1)
        if self.gates > 1:  # that of all gates, whichever of several cells it belongs to
            return (H * self.gates,)
        return (weight[-1],)

    def features(self) -> tuple[int, ...]:
        """Return the shape of a scale or a shift of features."""
        if self.layout in ("columns", "steps_first"):
            return (D, 1)
        if self.heads:
            return (E,)
        return (C,) if self.layout in IMAGES else (D,)

    def array(self, role: str, name: str, rng: np.random.Generator) -> Any:
        """Return an array for a parameter with this role."""
        told = self.told.get(name)
        if self.layout == "text" and role in ("x", "indices", "labels"):
            return rng.integers(0, self.words, told).tolist()
        if self.layout == "words" and role in ("indices", "labels"):
            return rng.integers(0, self.words, told or (N,))
        if self.layout == "sequence" and of_all_steps(name):
            told = told or self.x()
        if self.layout == "indices" and of_all_steps(name):
            told = told or (N, T, H)
        if self.layout == "sequence" and role == "hidden" and self.sharing:
            told = told or (N, D)
        if role == "attention":
            told = told or (N, T)
        if role == "mask" and self.heads:
            hidden = np.ones((N, *[1] * self.masks, STEPS))
            hidden[0, ..., -1] = 0
            return hidden
        if role == "mask":
            return (rng.random(told or self.out()[:-1]) < 0.7).astype(float)
        if self.layout == "contexts" and role in ("x", "indices"):
            return np.eye(V)[rng.integers(0, V, told or self.x()[:-1])]
        shapes = {
            "x": self.x, "prediction": self.out, "hidden": self.hidden, "cell": self.hidden,
            "scale": self.features, "shift": self.features, "mask": self.x,
        }  # fmt: skip
        if role == "indices" or (role == "x" and self.layout == "indices"):
            some = role == "indices" and not self.heads  # of a few; else numbers of words
            return rng.integers(0, K if some else V, told or ((N,) if some else self.x()))
        if role == "labels":
            return self.label_array(told, rng)
        if told is not None:
            shape = told
        elif role in shapes:
            shape = shapes[role]()
        else:
            shape = self.bias(name) if role == "bias" else self.weight(name)
        values = rng.normal(size=shape)
        if role in ("weight", "bias"):
            values = values * 0.6
        if role == "scale":
            values = 1 + 0.3 * values
        if role == "prediction" and self.probabilities:
            values = self._as_probabilities(values)
        return np.asarray(values)

    def label_array(self, told: tuple[int, ...] | None, rng: np.random.Generator) -> np.ndarray:
        """Return labels: one-hot, indices, or numbers."""
        shape = told or self.out()
        like = self.x() if not (told or self.probabilities or self.outputs) else shape
        if self.labels == "same":
            return rng.normal(size=like)
        if self.labels == "words":
            return rng.integers(0, V, told or self.x())
        if self.labels == "binary":
            return rng.integers(0, 2, like).astype(float)
        if self.layout == "scores" or self.labels == "bits":
            return rng.integers(0, 2, like)
        columns = self.layout == "columns"
        if self.labels.endswith("_of_x"):
            shape = told or self.x()
        by_index = self.labels.startswith("index")
        if len(shape) < 2:
            return rng.integers(0, K, shape or ()) if by_index else np.eye(K)[1]
        classes = shape[0] if columns else shape[-1]
        if classes == 1:
            return rng.integers(0, 2, shape).astype(float)
        index = rng.integers(0, classes, shape[1:] if columns else shape[:-1])
        if by_index:
            return index
        onehot = np.eye(classes)[index]
        return np.moveaxis(onehot, -1, 0) if columns else onehot

    def _as_probabilities(self, values: np.ndarray) -> np.ndarray:
        axis = 0 if self.layout == "columns" else -1
        if not values.ndim or values.shape[axis] == 1:
            return np.asarray(1 / (1 + np.exp(-values)))
        exp = np.exp(values - values.max(axis, keepdims=True))
        return np.asarray(exp / exp.sum(axis, keepdims=True))


WORDS = World(
    "words",
    "index",
    told={"contexts": (N, 2), "context": (N, 2), "target": (N,), "center": (N,), "h": (N, H)},
    words=V,
)
"""Words around a word, for a model that draws its negatives from a corpus."""


def gates_of(name: str) -> int:
    """Return how many blocks the weights of a recurrent cell called ``name`` stack."""
    bare = plain(name)
    return next((gates for part, gates in _GATES if part in bare), 1)
