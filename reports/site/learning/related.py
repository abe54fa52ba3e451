"""What belongs to a concept: what it needs, what stands beside it, what needs it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from parity.describing.concept import Concept
from parity.describing.syllabus import COURSE
from parity.harness.registry import all_concepts
from reports.site.text.prose import inline

MOST_BESIDE = 5
MOST_AFTER = 6


@dataclass(frozen=True)
class Neighbour:
    """A concept to go to, and what it is, or why it is named here."""

    name: str
    title: str
    about: Markup


@dataclass(frozen=True)
class Related:
    """The three kinds of neighbours of a concept."""

    needs: tuple[Neighbour, ...]
    beside: tuple[Neighbour, ...]
    after: tuple[Neighbour, ...]


def related(concept: Concept, language: str) -> Related:
    """Return the neighbours of ``concept``.

    Beside it stand those that an identity of either names, with what the identity says; then
    those that go by the same name, and those of the same item and group.
    """
    known = all_concepts()
    needs = tuple(concept.needs or ())
    after = [c.name for c in known.values() if concept.name in (c.needs or ())]
    said = {identity.sibling: identity.text[language] for identity in concept.identities}
    for other in known.values():
        for identity in other.identities:
            if identity.sibling == concept.name and other.name not in said:
                said[other.name] = f"{other.title[language]}: {identity.text[language]}"
    same = [*said, *concept.siblings, *(c.name for c in known.values() if _alike(c, concept))]
    beside = [n for n in dict.fromkeys(same) if n not in (*needs, *after, concept.name)]

    def shown(names: Iterable[str]) -> tuple[Neighbour, ...]:
        return tuple(
            Neighbour(n, known[n].title[language], inline(said.get(n, known[n].summary[language])))
            for n in names
            if n in known
        )

    return Related(shown(needs), shown(beside[:MOST_BESIDE]), shown(after[:MOST_AFTER]))


def _alike(one: Concept, other: Concept) -> bool:
    shared = set(one.syllabus) & set(other.syllabus) - {COURSE}
    return bool(shared) and one.group == other.group
