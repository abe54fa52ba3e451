"""Worlds of fields in which an agent walks, as tables, with their exact values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from numpy_impl.reinforcement.policy_evaluation import policy_evaluation
from numpy_impl.reinforcement.value_iteration import value_iteration
from parity.concepts.reinforcement._tables import grid_world


@dataclass(frozen=True)
class World:
    """Fields in rows and columns; each is a state, and its number counts them row by row.

    Attributes:
        rows: how many rows.
        columns: how many columns.
        ends: the fields where an episode ends, and what is earned on coming there besides.
        walls: fields that cannot be entered.
        slip: how often one goes off to the left of an action, and as often to its right.
        step: what each step earns.
        start: the field where an episode begins; any other than an end if ``None``.
        gamma: the discount.
    """

    rows: int
    columns: int
    ends: Mapping[tuple[int, int], float]
    walls: tuple[tuple[int, int], ...] = ()
    slip: float = 0.0
    step: float = 0.0
    start: tuple[int, int] | None = None
    gamma: float = 0.95

    @cached_property
    def tables(self) -> tuple[np.ndarray, np.ndarray]:
        """P (S, A, S), the probability of each next state, and R (S, A), what is earned."""
        return grid_world(self.rows, self.columns, self.ends, self.walls, self.slip, self.step)

    @cached_property
    def earned(self) -> np.ndarray:
        """What is earned on coming to each state (S,)."""
        found = np.full(self.rows * self.columns, self.step)
        for (row, column), reward in self.ends.items():
            found[row * self.columns + column] += reward
        return found

    @cached_property
    def last(self) -> np.ndarray:
        """Whether an episode ends in each state (S,)."""
        return np.isin(np.arange(len(self.earned)), [self.number(at) for at in self.ends])

    @cached_property
    def free(self) -> np.ndarray:
        """The numbers of the states in which one can walk."""
        walls = [self.number(at) for at in self.walls]
        return np.setdiff1d(np.flatnonzero(~self.last), walls)

    def number(self, at: tuple[int, int]) -> int:
        """Return the number of the state at a row and a column."""
        return at[0] * self.columns + at[1]

    def as_fields(self, values: np.ndarray) -> np.ndarray:
        """Return the values of states (..., S) in rows and columns; NaN where nobody can walk."""
        found = np.full(values.shape, np.nan)
        found[..., self.free] = values[..., self.free]
        return found.reshape(*values.shape[:-1], self.rows, self.columns)

    @cached_property
    def best(self) -> np.ndarray:
        """The values (S,) of the best policy, by value iteration."""
        return value_iteration(*self.tables, gamma=self.gamma)[0]

    def of_greedy(self, Q: np.ndarray) -> np.ndarray:
        """Return the values (S,) of the policy that takes the best action of the table Q (S, A)."""
        P, R = self.tables
        pi = np.eye(Q.shape[1])[Q.argmax(axis=1)]
        return policy_evaluation(P, R, pi, gamma=self.gamma)[0]


WORLDS = {
    "slippery": World(
        rows=5,
        columns=7,
        ends={(0, 6): 1.0, (2, 6): -1.0, (2, 3): -1.0},
        walls=((1, 1), (1, 2), (1, 5), (3, 1), (3, 4), (3, 5)),
        slip=0.1,
        step=-0.02,
    ),
    "cliff": World(
        rows=4,
        columns=12,
        ends={**{(3, column): -100.0 for column in range(1, 11)}, (3, 11): 0.0},
        step=-1.0,
        start=(3, 0),
        gamma=0.99,
    ),
}
"""The cliff is that of Sutton and Barto (2018), example 6.6, but that a fall ends the episode."""
