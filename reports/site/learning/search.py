"""What the search knows: the texts of every page in both languages, as the script reads them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from parity.describing.areas import in_order, station_of
from parity.describing.concept import Concept
from parity.describing.syllabus import ITEMS
from parity.describing.text import Text
from parity.experiments.registry import all_experiments
from reports.site.learning.glossary import words_for
from reports.site.text.prose import plain
from reports.site.text.words import WORDS

PAGES = (
    ("glossary.html", "glossary"),
    ("exam.html", "mock_title"),
    ("sheets/index.html", "sheets"),
    ("check.html", "check"),
    ("evidence.html", "way_evidence"),
    ("claims.html", "claims"),
    ("experiments/index.html", "experiments"),
)
"""Pages that are no concept's, with the key of what they are called."""


def search_script(concepts: Sequence[Concept]) -> str:
    """Return the script that gives the search its documents."""
    documents = [
        *map(_of_concept, in_order(concepts)),
        *_of_experiments(),
        *(_document(address, "page", WORDS[key]) for address, key in PAGES),
    ]
    text = json.dumps(documents, ensure_ascii=False, separators=(",", ":"))
    return f"window.parityDocuments = {text};\n"


def _of_concept(concept: Concept) -> dict[str, Any]:
    area = station_of(concept)
    items = [ITEMS[number].title for number in concept.syllabus if number in ITEMS]
    texts = [concept.summary, concept.why]
    headings = [step.heading for step in concept.derivation]
    return _document(
        f"concepts/{concept.name}.html",
        "concept",
        concept.title,
        names=[concept.name, concept.name.replace("_", ""), concept.twin, *concept.also_called],
        terms=words_for(concept),
        text=_both([*texts, *items, *headings]),
        place=[f"{area.label[language]} {area.title[language]}" for language in ("en", "ja")],
    )


def _of_experiments() -> list[dict[str, Any]]:
    found = sorted(all_experiments().values(), key=lambda experiment: experiment.order)
    return [
        _document(
            f"experiments/{one.name}.html",
            "experiment",
            one.title,
            names=[one.name],
            text=_both([one.summary]),
            place=[WORDS["experiments"].en, WORDS["experiments"].ja],
        )
        for one in found
    ]


def _both(texts: Iterable[Text]) -> str:
    return " ".join(plain(t[language]) for t in texts for language in ("en", "ja") if t[language])


def _document(address: str, kind: str, title: Text, **more: Any) -> dict[str, Any]:
    empty: dict[str, Any] = {"names": [], "terms": [], "text": "", "place": ["", ""]}
    own = {key: more.get(key, value) for key, value in empty.items()}
    return {"id": address, "kind": kind, "en": title.en, "ja": title.ja, **own}
