"""What a page and the terminal say around a concept's code: why, where it belongs, identities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from parity.describing.concept import Concept
from parity.describing.syllabus import COURSE, ITEMS, title_of
from parity.harness.registry import all_concepts
from reports.evidence import Finding, identity_findings
from reports.run.matrix import fewest_digits
from reports.site.text.prose import inline
from reports.site.text.words import word


@dataclass(frozen=True)
class Link:
    """A concept to go to."""

    name: str
    title: str


@dataclass(frozen=True)
class SyllabusItem:
    """An item of the exam's syllabus; ``examined`` is empty for what only the course teaches."""

    number: str
    title: str
    examined: str


@dataclass(frozen=True)
class ShownIdentity:
    """An identity with what the run measured of it.

    Attributes:
        text: what is the same.
        sibling: as what.
        quantities: those that were compared.
        measured: the fewest digits, or that it was not measured or does not hold.
        holds: whether nothing differs.
    """

    text: Markup
    sibling: Link
    quantities: tuple[str, ...]
    measured: str
    holds: bool


@dataclass(frozen=True)
class Background:
    """Everything of this file for one page; what a concept does not have yet is empty."""

    why: Markup
    syllabus: tuple[SyllabusItem, ...]
    needs: tuple[Link, ...]
    identities: tuple[ShownIdentity, ...]


def background(concept: Concept, language: str, findings: Sequence[Finding]) -> Background:
    """Return what the page of ``concept`` says around the code."""
    return Background(
        why=inline(concept.why[language]),
        syllabus=syllabus_of(concept, language),
        needs=tuple(link_to(name, language) for name in concept.needs or ()),
        identities=identities_of(concept, language, findings),
    )


def link_to(name: str, language: str) -> Link:
    """Return a link to the concept called ``name``."""
    return Link(name, all_concepts()[name].title[language])


def syllabus_of(concept: Concept, language: str) -> tuple[SyllabusItem, ...]:
    """Return the items of the syllabus that the concept answers."""
    return tuple(
        SyllabusItem(
            "" if number == COURSE else number,
            title_of(number)[language],
            "" if number == COURSE else word(f"examined_{ITEMS[number].examined}", language),
        )
        for number in concept.syllabus
    )


def identities_of(
    concept: Concept, language: str, findings: Sequence[Finding]
) -> tuple[ShownIdentity, ...]:
    """Return the concept's identities with what ``findings`` say of them."""
    shown = []
    for identity in concept.identities:
        own = identity_findings(concept, identity, findings)
        digits = fewest_digits(own)
        holds = all(finding["verdict"] == "agree" for finding in own)
        if not holds:
            measured = word("identity_fails", language)
        elif digits is None:
            measured = word("identity_unmeasured", language)
        else:
            measured = word("identity_digits", language, digits=f"{digits:.1f}")
        shown.append(
            ShownIdentity(
                inline(identity.text[language]),
                link_to(identity.sibling, language),
                tuple(finding["quantity"] for finding in own if finding["quantity"]),
                measured,
                holds,
            )
        )
    return tuple(shown)
