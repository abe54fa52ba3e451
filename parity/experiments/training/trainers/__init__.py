"""One framework's side of a run: the same steps, taken by NumPy, PyTorch or Keras."""

from __future__ import annotations

from typing import Literal, Protocol

import numpy as np

from parity.experiments.training.drawing import Drawn, Segment
from parity.experiments.training.surfaces import Surface
from parity.harness.evaluators import imported

Part = Literal["train", "test"]


class Session(Protocol):
    """What trains in one framework; it lives as long as its process, and runs follow each other."""

    def begin(self, drawn: Drawn) -> None:
        """Construct the network of a run, or reset it where the last run had the same."""

    def steps(self, segment: Segment) -> np.ndarray:
        """Take the steps; return the loss (k,) of each, before it, penalty included."""

    def scores(self, part: Part, chosen: np.ndarray | None = None) -> np.ndarray:
        """Return the scores (n, n_out) of these examples, or of all, in inference."""

    def parameters(self) -> dict[str, np.ndarray]:
        """Return the parameters by name, in the canonical layout."""

    def observed(self) -> dict[str, np.ndarray]:
        """Return what the setting's options ask for besides, at the end of the run."""

    def walk(
        self, surface: Surface, start: np.ndarray, optimizer: str, config: dict, steps: int
    ) -> np.ndarray:
        """Return the path (steps + 1, 2) of an optimizer on a surface, from ``start`` (2,)."""

    def begin_taught(self, drawn: Drawn) -> None:
        """Construct a model of sequences, which computes its loss by itself."""

    def taught(self, x: np.ndarray, t: np.ndarray) -> float:
        """Take a step with sequences x (N, S) and t (N, T); return the loss before it."""


def open_session(framework: str) -> Session:
    """Import ``framework``, and return what trains in it."""
    module = imported(f"parity.experiments.training.trainers.{framework}_trainer")
    return getattr(module, f"{framework.capitalize()}Session")()
