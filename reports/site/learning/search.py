"""What the search knows: the texts of every page in both languages, as the script reads them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from parity.describing.areas import in_order, station_of
from parity.describing.concept import Concept
from parity.describing.syllabus import ITEMS
from parity.describing.text import Text
from parity.experiments.registry import all_experiments
from parity.experiments.setting import Experiment
from parity.language import LANGUAGES
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


def search_scripts(concepts: Sequence[Concept]) -> Mapping[str, str]:
    """Return the scripts that give the search what it knows, by the names of their files.

    One has every page with what it is called; the texts of each language have a script of their
    own.
    """
    documents = [
        *map(_of_concept, in_order(concepts)),
        *_of_experiments(),
        *(_document(address, "page", WORDS[key]) for address, key in PAGES),
    ]
    scripts = {"documents.js": f"window.parityDocuments = {_as_json(documents)};\n"}
    for language in LANGUAGES:
        texts = {
            **{_address(c): _joined(_texts_of(c), language) for c in concepts},
            **{_address(e): _joined([e.summary], language) for e in all_experiments().values()},
        }
        scripts[f"texts-{language}.js"] = (
            f"(window.parityTexts ??= {{}}).{language} = {_as_json(texts)};\n"
        )
    return scripts


def _as_json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _address(page: Concept | Experiment) -> str:
    kind = "concepts" if isinstance(page, Concept) else "experiments"
    return f"{kind}/{page.name}.html"


def _texts_of(concept: Concept) -> list[Text]:
    items = [ITEMS[number].title for number in concept.syllabus if number in ITEMS]
    headings = [step.heading for step in concept.derivation]
    return [concept.summary, concept.why, *items, *headings]


def _joined(texts: Iterable[Text], language: str) -> str:
    return " ".join(plain(text[language]) for text in texts if text[language])


def _of_concept(concept: Concept) -> dict[str, Any]:
    area = station_of(concept)
    return _document(
        _address(concept),
        "concept",
        concept.title,
        names=[concept.name, concept.name.replace("_", ""), concept.twin, *concept.also_called],
        terms=words_for(concept),
        place=[f"{area.label[language]} {area.title[language]}" for language in ("en", "ja")],
    )


def _of_experiments() -> list[dict[str, Any]]:
    found = sorted(all_experiments().values(), key=lambda experiment: experiment.order)
    return [
        _document(
            _address(one),
            "experiment",
            one.title,
            names=[one.name],
            place=[WORDS["experiments"].en, WORDS["experiments"].ja],
        )
        for one in found
    ]


def _document(address: str, kind: str, title: Text, **more: Any) -> dict[str, Any]:
    empty: dict[str, Any] = {"names": [], "terms": [], "place": ["", ""]}
    own = {key: more.get(key, value) for key, value in empty.items()}
    return {"id": address, "kind": kind, "en": title.en, "ja": title.ja, **own}
