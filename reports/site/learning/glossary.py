"""The glossary: one term in each language for one thing, and the page that explains it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parity.describing.areas import in_order
from parity.describing.concept import Concept
from parity.describing.text import Text
from reports.site.learning.terms import TERMS


@dataclass(frozen=True)
class Entry:
    """A row of the glossary; ``also`` is what else people call it."""

    text: Text
    page: str
    also: tuple[str, ...]


def glossary(concepts: Sequence[Concept]) -> tuple[Entry, ...]:
    """Return every term once, ordered by its English.

    What a concept is called goes before the terms: where both have a word, the term is left out.
    """
    found: dict[str, Entry] = {}
    said = {"en": set[str](), "ja": set[str]()}
    named = {concept.name for concept in concepts}
    titles = [Entry(c.title, c.name, c.also_called) for c in in_order(concepts)]
    terms = [Entry(term.text, term.page, term.also) for term in TERMS if term.page in named]
    for entry in [*titles, *terms]:
        keys = {language: entry.text[language].casefold() for language in said}
        if any(keys[language] in said[language] for language in said):
            continue
        for language, key in keys.items():
            said[language].add(key)
        found[keys["en"]] = entry
    return tuple(found[key] for key in sorted(found))


def words_for(concept: Concept) -> tuple[str, ...]:
    """Return the terms that a concept's page explains, in both languages, for the search."""
    own = [term for term in TERMS if term.page == concept.name]
    return tuple(w for term in own for w in (term.text.ja, term.text.en, *term.also))
