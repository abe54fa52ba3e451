"""Small worlds as tables: a grid with a goal and a pit, and a walk along a cliff."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

MOVES = ((-1, 0), (0, 1), (1, 0), (0, -1))
"""What the four actions do to row and column: up, right, down, left."""


def grid_world(
    rows: int,
    columns: int,
    ends: Mapping[tuple[int, int], float],
    walls: tuple[tuple[int, int], ...] = (),
    slip: float = 0.0,
    step: float = 0.0,
) -> tuple[np.ndarray, np.ndarray]:
    """Return P (S, 4, S) and R (S, 4) of a grid, a state for each field, row by row.

    Args:
        rows: how many rows.
        columns: how many columns.
        ends: what it earns to come to a field; afterwards nothing is earned any more.
        walls: fields that cannot be entered; so is what lies outside: who tries stays.
        slip: how often one goes off to the left of the action, and as often to its right.
        step: what every step earns besides.
    """
    S = rows * columns
    P, R = np.zeros((S, 4, S)), np.zeros((S, 4))
    for s in range(S):
        here = divmod(s, columns)
        if here in ends or here in walls:
            P[s, :, s] = 1
            continue
        for a in range(4):
            for turn, share in ((0, 1 - 2 * slip), (-1, slip), (1, slip)):
                row, column = (x + dx for x, dx in zip(here, MOVES[(a + turn) % 4], strict=True))
                inside = 0 <= row < rows and 0 <= column < columns and (row, column) not in walls
                there = (row, column) if inside else here
                P[s, a, there[0] * columns + there[1]] += share
                R[s, a] += share * (step + ends.get(there, 0.0))
    return P, R


def small_grid() -> tuple[np.ndarray, np.ndarray]:
    """Return a grid of 3 rows and 4 columns with a wall, a goal, and a pit below it."""
    return grid_world(3, 4, {(0, 3): 1.0, (1, 3): -1.0}, walls=((1, 1),), slip=0.125, step=-0.03125)


CLIFF_ROWS, CLIFF_COLUMNS = 3, 6


def cliff() -> tuple[np.ndarray, np.ndarray]:
    """Return a walk from the lower left corner to the lower right one, with a cliff between."""
    falls = {(CLIFF_ROWS - 1, column): -15.0 for column in range(1, CLIFF_COLUMNS - 1)}
    goal = {(CLIFF_ROWS - 1, CLIFF_COLUMNS - 1): 0.0}
    return grid_world(CLIFF_ROWS, CLIFF_COLUMNS, falls | goal, step=-1.0)
