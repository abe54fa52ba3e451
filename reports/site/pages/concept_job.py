"""Writes the pages of one concept, in a process of its own where there are many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from parity.describing.concept import Text
from parity.harness.registry import all_concepts
from parity.language import LANGUAGES
from parity.questions.bank import Question
from parity.questions.wrong_lines import WrongLine
from reports.site.pages.concept_page import concept_page
from reports.site.pages.environment import environment, write_page

Neighbour = tuple[str, Text] | None
"""The name and the title of the concept before or after; ``None`` at either end."""


@dataclass(frozen=True)
class ConceptJob:
    """What the pages of one concept are made from.

    Attributes:
        name: the concept's.
        folder: of the site.
        findings: the concept's own, of ``results.json``.
        wrong_lines: what its wrong lines break.
        questions: made from them.
        about: the environment and the date of the results.
        previous: the concept before it in the course.
        following: the one after it.
    """

    name: str
    folder: Path
    findings: Sequence[dict[str, Any]]
    wrong_lines: Sequence[WrongLine]
    questions: Sequence[Question]
    about: dict[str, Any]
    previous: Neighbour
    following: Neighbour


def write_concept(job: ConceptJob) -> str:
    """Write a concept's page in every language; return its name."""
    concept = all_concepts()[job.name]
    for language in LANGUAGES:
        page = concept_page(concept, language, job.findings, job.wrong_lines, job.questions)
        write_page(
            environment(language, job.about),
            job.folder / language,
            f"concepts/{job.name}.html",
            "concept.html.j2",
            page=page,
            alone=False,
            previous=job.previous,
            following=job.following,
        )
    return job.name
