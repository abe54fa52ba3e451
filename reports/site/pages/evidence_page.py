"""The evidence: every concept with its digits of agreement, by group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from parity.describing.concept import Concept
from parity.questions.bank import Question
from reports.run.markdown import counts_of
from reports.run.matrix import PAIRS, ROLES, agreement, exact_agreement
from reports.site.text.words import group_title, role_name, word


@dataclass(frozen=True)
class MatrixCell:
    """The fewest digits of one concept and pair.

    Attributes:
        shown: digits, ``=`` for counts and zeros, or a dash.
        level: from 0 to 16, for the colour; -1 where nothing was measured.
        detail: the digits of each role.
    """

    shown: str
    level: int
    detail: str


@dataclass(frozen=True)
class MatrixRow:
    """One concept in the table."""

    name: str
    title: str
    other_title: str
    cells: tuple[MatrixCell, ...]
    conventions: int
    questions: int


@dataclass(frozen=True)
class MatrixGroup:
    """A group of the course."""

    name: str
    title: str
    rows: tuple[MatrixRow, ...]


def matrix(
    concepts: Sequence[Concept],
    results: dict[str, Any],
    questions: Mapping[str, Sequence[Question]],
    language: str,
) -> tuple[MatrixGroup, ...]:
    """Return the table, in the order of the course."""
    digits, exact = agreement(results), exact_agreement(results)
    groups: dict[str, list[MatrixRow]] = {}
    for concept in concepts:
        cells = tuple(_cell(concept.name, pair, digits, exact, language) for pair in PAIRS)
        groups.setdefault(concept.group, []).append(
            MatrixRow(
                concept.name,
                concept.title[language],
                concept.title["en" if language == "ja" else "ja"],
                cells,
                len(concept.divergences),
                len(questions[concept.name]),
            )
        )
    return tuple(
        MatrixGroup(name, group_title(name, language), tuple(rows)) for name, rows in groups.items()
    )


def _cell(
    name: str,
    pair: tuple[str, str],
    digits: Mapping[tuple[str, str, str, str], float],
    exact: set[tuple[str, str, str, str]],
    language: str,
) -> MatrixCell:
    by_role = {role: digits.get((name, *pair, role)) for role in ROLES}
    measured = {role: value for role, value in by_role.items() if value is not None}
    detail = ", ".join(f"{role_name(role, language)} {v:.1f}" for role, v in measured.items())
    if measured:
        least = min(measured.values())
        return MatrixCell(f"{least:.1f}", int(least), detail)
    if any(known[:3] == (name, *pair) for known in exact):
        return MatrixCell("=", 16, "")
    return MatrixCell("–", -1, "")


def verdict(results: dict[str, Any], language: str) -> str:
    """Return what the run found, in one sentence."""
    counts = counts_of(results)
    wrong = counts["differ"] + counts["vacuous"]
    given = {"agree": f"{counts['agree']:,}", "declared": counts["declared"], "wrong": wrong}
    return word("verdict_bad" if wrong else "verdict", language, **given)
