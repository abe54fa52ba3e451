"""A question with its choices, as whoever shows it needs it."""

from __future__ import annotations

from dataclasses import dataclass

from parity.describing.text import Text


@dataclass(frozen=True)
class Asked:
    """A question that its stem says whole, with the choices in the order in which they are shown.

    Attributes:
        name: its own.
        items: of the syllabus.
        concepts: that it asks about.
        stem: the text.
        choices: what to choose from.
        right: the place of the right one, from 0.
        why: for each choice, why it is right or what is wrong with it.
        source: where it can be looked up, if it was not computed.
    """

    name: str
    items: tuple[str, ...]
    concepts: tuple[str, ...]
    stem: Text
    choices: tuple[Text, ...]
    right: int
    why: tuple[Text, ...]
    source: str = ""
