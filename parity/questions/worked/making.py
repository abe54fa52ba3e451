"""Draws the variants of every worked question, and keeps those with one right answer."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module

import numpy as np

from parity.describing.draw import seed_of
from parity.describing.text import Text
from parity.questions.asked import Asked
from parity.questions.worked.problem import FAMILIES, Draws, Family, Problem, Wrong, shown

FILES = (
    "mathematics",
    "measures",
    "losses",
    "layers",
    "sizes",
    "steps",
    "training",
    "sequences",
    "attention",
    "vision",
    "generative",
    "reinforcement",
)
VARIANTS = 4
"""Variants of each question."""
CHOICES = 4
"""Choices of a question, the right one among them."""
APART = 0.02
"""Relative distance below which two numbers look like one that was rounded."""
TRIES = 60
RARE = (6.0, 1.0, 1.0, 2.0)
"""How much a place is sought where it can be had: slips mostly give less than what is right."""


@cache
def families() -> tuple[Family, ...]:
    """Return every family."""
    for file in FILES:
        import_module(f"parity.questions.worked.families.{file}")
    return tuple(FAMILIES)


@cache
def worked_questions() -> tuple[Asked, ...]:
    """Return the variants of every family, always the same."""
    return tuple(question for family in families() for question in variants(family))


def variants(family: Family) -> Iterator[Asked]:
    """Yield up to :data:`VARIANTS` different variants of a family."""
    seen: set[str] = set()
    for attempt in range(TRIES):
        problem = family.draw(Draws(seed_of(family.name, str(attempt))))
        if problem.stem.en in seen:
            continue
        wrong = told_apart(problem)
        if len(wrong) < CHOICES - 1:
            continue
        seen.add(problem.stem.en)
        yield _question(family, f"{family.name}-{len(seen)}", problem, wrong)
        if len(seen) == VARIANTS:
            return


def told_apart(problem: Problem) -> list[Wrong]:
    """Return the slips whose answers can be told from the right one and from each other."""
    kept: list[Wrong] = []
    for one in problem.wrong:
        others = [problem.right, *(other.answer for other in kept)]
        if all(_differ(one.answer, other, problem.places) for other in others):
            kept.append(one)
    return kept


def _differ(left: float | int | str, right: float | int | str, places: int) -> bool:
    if shown(left, places) == shown(right, places):
        return False
    if isinstance(left, str) or isinstance(right, str):
        return True
    return abs(left - right) >= APART * max(abs(left), abs(right))


def _alike(text: str) -> Text:
    return Text(text, text)


def _chosen(problem: Problem, wrong: list[Wrong], random: np.random.Generator) -> list[Wrong]:
    """Choose the wrong choices so that the right one may come to stand in any place."""
    mixed = [wrong[i] for i in random.permutation(len(wrong))]
    if any(isinstance(answer, str) for answer in (problem.right, *(w.answer for w in wrong))):
        return mixed[: CHOICES - 1]
    below = [one for one in mixed if float(one.answer) < float(problem.right)]
    above = [one for one in mixed if one not in below]
    least, most = max(0, CHOICES - 1 - len(above)), min(CHOICES - 1, len(below))
    weights = np.array(RARE[least : most + 1])
    place = least + int(random.choice(len(weights), p=weights / weights.sum()))
    return [*below[:place], *above[: CHOICES - 1 - place]]


def _question(family: Family, name: str, problem: Problem, wrong: list[Wrong]) -> Asked:
    random = np.random.default_rng(seed_of(name))
    chosen = _chosen(problem, wrong, random)
    choices = [(problem.right, problem.why), *((one.answer, one.why) for one in chosen)]
    if any(isinstance(answer, str) for answer, _ in choices):
        order = [int(i) for i in random.permutation(len(choices))]
    else:
        order = sorted(range(len(choices)), key=lambda i: float(choices[i][0]))
    return Asked(
        name,
        family.items,
        family.concepts,
        problem.stem,
        tuple(_alike(shown(choices[i][0], problem.places)) for i in order),
        order.index(0),
        tuple(choices[i][1] for i in order),
        kind="size" if family.draw.__module__.endswith(".sizes") else "number",
    )
