"""Finds the figures of questions by their names.

A figure's function computes its data and says what each of its rows is::

    @drawn
    def paths_of_three_optimizers() -> Known: ...
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module

from parity.questions.asked import Figure

FILES = ("optimization", "training", "functions", "models")


@dataclass(frozen=True)
class Known:
    """A figure, and what it shows.

    Attributes:
        figure: what is drawn.
        truth: what each row is, by its label, or what can be read, by the name of the quantity.
    """

    figure: Figure
    truth: dict[str, str] = field(default_factory=dict)


FIGURES: dict[str, Callable[[], Known]] = {}
"""Every figure by its name."""


def drawn(make: Callable[[], Known]) -> Callable[[], Known]:
    """Register the function below under its name, and compute it once."""
    FIGURES[make.__name__] = cache(make)
    return FIGURES[make.__name__]


@cache
def figures() -> dict[str, Callable[[], Known]]:
    """Return every figure's function by name."""
    for file in FILES:
        import_module(f"parity.questions.figures.{file}")
    return FIGURES


def figure_of(name: str) -> Figure:
    """Return the figure of that name."""
    return figures()[name]().figure
