"""Reads the written questions from the files beside it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from parity.describing.draw import seed_of
from parity.describing.text import Text
from parity.questions.asked import Asked

FOLDER = Path(__file__).parent
CHOICES = 4
"""Choices of a question, the right one among them."""


class WrittenError(ValueError):
    """A written question lacks something."""


@cache
def written_questions() -> tuple[Asked, ...]:
    """Return every written question, in the order of the files.

    Raises:
        WrittenError: if one of them lacks a text, a source or its one right choice.
    """
    files = sorted(FOLDER.rglob("*.toml"))
    return tuple(
        question for file in files for question in read(file.read_text("utf-8"), file.stem)
    )


def read(text: str, file: str) -> Iterator[Asked]:
    """Yield the questions of one file.

    Args:
        text: its content: ``[[question]]`` tables, each with four ``[[question.choice]]``.
        file: its name, for errors and for the order of the choices. A question may name another:
            the wheel has them all in one file.
    """
    for number, entry in enumerate(tomllib.loads(text)["question"], start=1):
        file = entry.get("file", file)
        name = entry.get("name") or f"{file}, question {number}"
        choices = entry.get("choice", [])
        if len(choices) != CHOICES or sum(c.get("right", False) for c in choices) != 1:
            raise WrittenError(
                f"{name} has {len(choices)} choices, "
                f"{sum(c.get('right', False) for c in choices)} of them right; "
                f"it needs {CHOICES} and one."
            )
        order = np.random.default_rng(seed_of(name, file)).permutation(CHOICES)
        shuffled = [choices[i] for i in order]
        yield Asked(
            _of(entry, "name", name),
            tuple(entry["items"]),
            tuple(entry.get("concepts", ())),
            Text(_of(entry, "en", name), _of(entry, "ja", name)),
            tuple(Text(_of(c, "en", name), _of(c, "ja", name)) for c in shuffled),
            next(i for i, c in enumerate(shuffled) if c.get("right")),
            tuple(Text(_of(c, "why_en", name), _of(c, "why_ja", name)) for c in shuffled),
            _of(entry, "source", name),
        )


def _of(table: Mapping[str, Any], key: str, name: str) -> str:
    value = str(table.get(key, "")).strip()
    if not value:
        raise WrittenError(f"{name}: {key} is missing.")
    return value
