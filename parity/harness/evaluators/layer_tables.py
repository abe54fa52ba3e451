"""The layers of a network with their sizes, counted by NumPy alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from numpy_impl.networks.layer_table import layer_table
from parity.describing.concept import Case, Concept
from parity.harness.evaluators.subject import implementation


@dataclass(frozen=True)
class LayerRow:
    """One layer: what it gives for one example, and what it learns."""

    name: str
    kind: str
    shape: str
    parameters: int
    multiply_adds: int


@dataclass(frozen=True)
class LayerTable:
    """The layers of one configuration of a network."""

    settings: str
    rows: tuple[LayerRow, ...]

    @property
    def parameters(self) -> int:
        """Return how many numbers the network learns."""
        return sum(row.parameters for row in self.rows)

    @property
    def multiply_adds(self) -> int:
        """Return how many multiply-adds one example takes."""
        return sum(row.multiply_adds for row in self.rows)


def layer_tables(concept: Concept) -> tuple[LayerTable, ...]:
    """Return a table for each case of ``concept`` that asks for one."""
    wanted = [case for case in concept.cases if "layer_table" in case.options]
    return tuple(_table(concept.name, case.name) for case in wanted)


@cache
def _table(name: str, case_name: str) -> LayerTable:
    from parity.harness.registry import all_concepts

    concept = all_concepts()[name]
    case = concept.case(case_name)
    config = {**case.config, "initializer": lambda shape, seed=None: np.zeros(shape)}
    network = implementation("numpy", concept)(**config)
    rows = layer_table(network, case.options["layer_table"])
    return LayerTable(
        settings(case),
        tuple(
            LayerRow(r.name, r.kind, "×".join(map(str, r.shape)), r.parameters, r.multiply_adds)
            for r in rows
        ),
    )


def settings(case: Case) -> str:
    """Return the image's shape and the arguments that set one table apart from another."""
    image = "×".join(str(n) for n in case.options["layer_table"])
    own = [f"{key}={value!r}" for key, value in case.config.items() if key != "initializer"]
    return ", ".join([image, *own])
