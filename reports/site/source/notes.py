"""The notes beside the code, in both languages.

The source's comments and docstrings are English. ``japanese/*.toml`` holds what they say in
Japanese, by the English text, so that nothing is shown beside code that has changed since.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from markupsafe import Markup

from parity.describing.concept import Concept
from parity.harness.evaluators import PACKAGES
from reports.site.source.sources import Source, source_of
from reports.site.text.prose import inline

WORD = re.compile("[A-Za-z]{2}")
"""A text without a word, such as ``(N, C)``, needs no translation."""
FOLDER = Path(__file__).parents[1] / "japanese"


def texts_of(source: Source, with_arguments: bool) -> Iterator[str]:
    """Yield every English text that a page takes from one source."""
    for says in (source.says, *(part.says for part in source.parts)):
        yield from (paragraph.text for paragraph in says.prose if not paragraph.formula)
    if with_arguments:
        for says in (source.says, *(part.says for part in source.parts)):
            yield from (meaning for _, meaning in says.arguments)
    for part in source.parts:
        yield from (line.note for line in part.lines if line.note)


def texts_of_concept(concept: Concept) -> Iterator[str]:
    """Yield every English text that the concept's page takes from the three sources."""
    yield from concept.shapes.values()
    for framework in PACKAGES:
        yield from texts_of(source_of(concept.name, framework), framework == "numpy")


def in_language(text: str, language: str) -> str:
    """Return what ``text``, a comment or a paragraph of a docstring, says in ``language``.

    A text that nobody has put into Japanese yet is given as it is; :func:`untranslated` tells
    which, and the tests accept none.
    """
    return japanese().get(text, text) if language == "ja" else text


def shown_note(text: str, language: str) -> Markup:
    """Return the text as HTML, marked as English where a Japanese page must do without Japanese."""
    told = inline(in_language(text, language))
    if language == "ja" and needs_japanese(text):
        return Markup('<span lang="en">{}</span>').format(told)
    return told


def needs_japanese(text: str) -> bool:
    """Tell whether a text has words, and nobody has put them into Japanese."""
    return bool(WORD.search(text)) and text not in japanese()


def untranslated(concepts: Iterable[Concept]) -> list[tuple[str, str]]:
    """Return (concept, text) of every text that has no Japanese yet."""
    texts = {text: c.name for c in concepts for text in texts_of_concept(c)}
    return [(name, text) for text, name in texts.items() if needs_japanese(text)]


@cache
def japanese() -> dict[str, str]:
    """Return the Japanese of every text, by its English.

    Raises:
        ValueError: if a text has two translations.
    """
    found: dict[str, str] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("text", [])
        for entry in entries:
            if entry["en"] in found:
                raise ValueError(f"{path.name} translates {entry['en']!r} a second time.")
            found[entry["en"]] = entry["ja"]
    return found
