"""A question with its choices, as whoever shows it needs it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

from parity.describing.text import NOTHING, Text

Kind = Literal[
    "fill", "size", "number", "equation", "figure", "framework", "statement", "comparison"
]
"""What is asked for."""
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True)
class Line:
    """One row of data of a figure.

    Attributes:
        label: what it is called in the figure; it does not say what it is.
        x: where its points are; for bars, the middle of each.
        y: their values.
    """

    label: str
    x: tuple[float, ...]
    y: tuple[float, ...]


@dataclass(frozen=True)
class Figure:
    """Data to draw, which tell by themselves what is asked.

    Attributes:
        shape: lines or paths with a mark at each point, plain curves, bars side by side.
        lines: the rows.
        x: what stands across.
        y: what stands upwards.
        log: whether y is on a logarithmic axis.
    """

    shape: Literal["marked", "curves", "bars"]
    lines: tuple[Line, ...]
    x: Text
    y: Text
    log: bool = False


@dataclass(frozen=True)
class Passage:
    """What a question, or several, ask about: a text, code or a figure.

    Attributes:
        name: its own.
        text: the specification.
        code: Python; a blank is written 【あ】.
        figure: what is drawn.
    """

    name: str
    text: Text = NOTHING
    code: str = ""
    figure: Figure | None = None


@dataclass(frozen=True)
class Asked:
    """A question that its stem and its passage say whole.

    Attributes:
        name: its own.
        items: of the syllabus.
        concepts: that it asks about.
        stem: the text.
        choices: what to choose from, in the order in which they are shown.
        right: the place of the right one, from 0.
        why: for each choice, why it is right or what is wrong with it.
        source: where it can be looked up, if it was not computed.
        kind: what is asked for.
        passage: what stands above it; questions with the same one belong together.
        code: code of its own, below the stem.
    """

    name: str
    items: tuple[str, ...]
    concepts: tuple[str, ...]
    stem: Text
    choices: tuple[Text, ...]
    right: int
    why: tuple[Text, ...]
    source: str = ""
    kind: Kind = "statement"
    passage: Passage | None = field(default=None)
    code: str = ""
