"""Reads the equations from the files beside it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from parity.describing.draw import seed_of
from parity.describing.text import Text
from parity.questions.asked import Asked
from parity.questions.equations.latex import latex
from parity.questions.written.reading import CHOICES, WrittenError

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Equation:
    """A question whose choices are expressions.

    Attributes:
        asked: as it is shown.
        inputs: what its names are, see :func:`~parity.questions.equations.evaluating.drawn`.
        values: the expressions, in the order of the choices.
    """

    asked: Asked
    inputs: Mapping[str, str]
    values: tuple[str, ...]


@cache
def equations() -> tuple[Equation, ...]:
    """Return every equation, in the order of the files.

    Raises:
        WrittenError: if one of them lacks a text or its one right choice.
    """
    files = sorted(FOLDER.glob("*.toml"))
    return tuple(one for file in files for one in read(file.read_text("utf-8")))


def equation_questions() -> tuple[Asked, ...]:
    """Return the questions of every equation."""
    return tuple(one.asked for one in equations())


def read(text: str) -> Iterator[Equation]:
    """Yield the equations of one file: ``[[equation]]``, four ``[[equation.choice]]`` each."""
    for entry in tomllib.loads(text)["equation"]:
        name = _of(entry, "name", "an equation")
        choices = entry.get("choice", [])
        if len(choices) != CHOICES or sum(c.get("right", False) for c in choices) != 1:
            raise WrittenError(f"{name} needs {CHOICES} choices, one of them right.")
        order = np.random.default_rng(seed_of(name)).permutation(CHOICES)
        mixed = [choices[int(i)] for i in order]
        values = tuple(_of(c, "value", name) for c in mixed)
        shown = [f"${latex(v)}$" for v in values]
        yield Equation(
            Asked(
                name,
                tuple(entry["items"]),
                tuple(entry.get("concepts", ())),
                Text(_of(entry, "en", name), _of(entry, "ja", name)),
                tuple(Text(text, text) for text in shown),
                next(i for i, c in enumerate(mixed) if c.get("right")),
                tuple(Text(_of(c, "why_en", name), _of(c, "why_ja", name)) for c in mixed),
                kind="equation",
            ),
            entry["inputs"],
            values,
        )


def _of(table: Mapping[str, Any], key: str, name: str) -> str:
    value = str(table.get(key, "")).strip()
    if not value:
        raise WrittenError(f"{name}: {key} is missing.")
    return value
