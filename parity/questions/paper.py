"""Draws questions: about one thing, or a paper weighed as the syllabus is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from parity.describing.syllabus import ITEMS
from parity.errors import ReaderError
from parity.questions.asked import Asked
from parity.questions.worked.making import worked_questions
from parity.questions.written.reading import written_questions

PAPER = 100
"""Questions of a whole paper, which has 120 minutes."""
MINUTES = 120

WEIGHTS = {"yes": 1.0, "mixed": 0.6, "grey": 0.15}
"""How much an item counts: what is examined first, the rest seldom."""


def bank() -> tuple[Asked, ...]:
    """Return every question that its stem says whole."""
    return (*written_questions(), *worked_questions())


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


def drawn(questions: Sequence[Asked], number: int, seed: int) -> list[Asked]:
    """Draw so many questions, no family twice while there are others."""
    random = np.random.default_rng(seed)
    mixed = [questions[i] for i in random.permutation(len(questions))]
    first: dict[str, Asked] = {}
    for question in mixed:
        first.setdefault(family(question), question)
    ahead = list(first.values())
    behind = [question for question in mixed if question not in ahead]
    return [*ahead, *behind][:number]


def paper(number: int, seed: int) -> list[Asked]:
    """Draw a paper: each item of the syllabus gets its share, in the syllabus' order."""
    by_item: dict[str, list[Asked]] = {item: [] for item in ITEMS}
    for question in drawn(bank(), len(bank()), seed):
        by_item[question.items[0]].append(question)
    weights = {item: WEIGHTS[ITEMS[item].examined] for item, own in by_item.items() if own}
    total = sum(weights.values())
    wanted = {item: number * weight / total for item, weight in weights.items()}
    shares = {item: min(int(share), len(by_item[item])) for item, share in wanted.items()}
    while sum(shares.values()) < min(number, sum(map(len, by_item.values()))):
        left = [item for item in shares if shares[item] < len(by_item[item])]
        shares[max(left, key=lambda item: wanted[item] - shares[item])] += 1
    return [question for item in shares for question in by_item[item][: shares[item]]]


def family(question: Asked) -> str:
    """Return what a question is a variant of."""
    name, _, variant = question.name.rpartition("-")
    return name if name and variant.isdigit() else question.name
