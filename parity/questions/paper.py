"""Draws questions: about one thing, or a paper weighed as the syllabus is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import groupby

import numpy as np

from parity.describing.syllabus import ITEMS
from parity.errors import ReaderError
from parity.questions.asked import Asked
from parity.questions.equations.reading import equation_questions
from parity.questions.sets.reading import set_questions
from parity.questions.worked.making import worked_questions
from parity.questions.written.reading import written_questions

PAPER = 100
"""Questions of a whole paper, which has 120 minutes."""
MINUTES = 120

WEIGHTS = {"yes": 1.0, "mixed": 0.6, "grey": 0.15}
"""How much an item counts: what is examined first, the rest seldom."""

Unit = tuple[Asked, ...]
"""A question, or those that ask about one passage and stay together."""


@cache
def bank() -> tuple[Asked, ...]:
    """Return every question that its stem and its passage say whole."""
    return (*set_questions(), *equation_questions(), *written_questions(), *worked_questions())


def about(what: str | None) -> tuple[Asked, ...]:
    """Return the questions about a concept or an item of the syllabus; all for None.

    Raises:
        ReaderError: if there is none.
    """
    if what is None:
        return bank()
    found = tuple(q for q in bank() if what in q.concepts or _within(what, q.items))
    if not found:
        raise ReaderError(
            f"No question is about {what!r}: name a concept (`parity list`) or an item of the "
            "syllabus, such as 3-6-1 or 3-6."
        )
    return found


def _within(what: str, items: Sequence[str]) -> bool:
    return any(item == what or item.startswith(f"{what}-") for item in items)


def units(questions: Iterable[Asked]) -> list[Unit]:
    """Return questions with those that share a passage together, in their order."""
    return [tuple(own) for _, own in groupby(questions, key=_together)]


def _together(question: Asked) -> str:
    return question.passage.name if question.passage else question.name


def drawn(questions: Sequence[Asked], number: int, seed: int) -> list[Asked]:
    """Draw so many questions, no family twice while there are others; a set stays together."""
    random = np.random.default_rng(seed)
    all_units = units(questions)
    mixed = [all_units[i] for i in random.permutation(len(all_units))]
    first: dict[str, Unit] = {}
    for unit in mixed:
        first.setdefault(family(unit[0]), unit)
    ahead = list(first.values())
    names = {unit[0].name for unit in ahead}
    behind = [unit for unit in mixed if unit[0].name not in names]
    return [question for unit in (*ahead, *behind) for question in unit][:number]


def paper(number: int, seed: int) -> list[Asked]:
    """Draw a paper: each part of the syllabus gets its share, in the syllabus' order.

    Within a part, such as 3-2, an item is drawn as often as it counts. A set counts for the item
    that it names first, and long sets come before single questions where they fit; where one
    exceeds the part's share, the parts behind get less.
    """
    weights = {q.items[0]: WEIGHTS[ITEMS[q.items[0]].examined] for q in bank()}
    share = number / sum(weights.values())
    taken: list[Unit] = []
    left: list[Unit] = []
    due, so_far = 0.0, 0
    for part, own in _mixed_by_part(seed, weights).items():
        due += share * sum(w for item, w in weights.items() if _part(item) == part)
        for unit in own:
            fits = so_far + len(unit) / 2 <= due and so_far + len(unit) <= number
            (taken if fits else left).append(unit)
            so_far += len(unit) if fits else 0
    left.sort(key=lambda unit: -weights[unit[0].items[0]])
    for unit in left:
        if so_far + len(unit) <= number:
            taken.append(unit)
            so_far += len(unit)
    order = list(ITEMS)
    taken.sort(key=lambda unit: order.index(unit[0].items[0]))
    return [question for unit in taken for question in unit]


def _part(item: str) -> str:
    return item.rpartition("-")[0]


def _mixed_by_part(seed: int, weights: dict[str, float]) -> dict[str, list[Unit]]:
    """Return the units of each part, a family's second and later variants at the end."""
    random = np.random.default_rng(seed)
    all_units = units(bank())
    counts = Counter(unit[0].items[0] for unit in all_units)
    weigh = [
        len(unit) ** 2 * weights[item] / counts[item]  # a paper is mostly made of sets
        for unit in all_units
        for item in (unit[0].items[0],)
    ]
    found: dict[str, list[Unit]] = {_part(item): [] for item in ITEMS}
    families: set[str] = set()
    again: list[Unit] = []
    for i in np.argsort(random.exponential(size=len(all_units)) / weigh):
        unit = all_units[i]
        if family(unit[0]) in families:
            again.append(unit)
        else:
            families.add(family(unit[0]))
            found[_part(unit[0].items[0])].append(unit)
    for unit in again:
        found[_part(unit[0].items[0])].append(unit)
    return {part: own for part, own in found.items() if own}


def family(question: Asked) -> str:
    """Return what a question is a variant of."""
    name, _, variant = question.name.rpartition("-")
    return name if name and variant.isdigit() else question.name
