"""The bank as the exam's pages and the sheets read it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from markupsafe import Markup

from parity.describing.areas import area_of
from parity.describing.syllabus import ITEMS
from parity.questions.asked import Asked, Passage
from parity.questions.paper import MINUTES, PAPER, bank, paper, units
from reports.site.drawing.plot import plot
from reports.site.source.code import plain_line
from reports.site.text.mathematics import with_mathematics

PAPERS = 5
"""Papers of full length that are drawn beforehand, so that they can be printed too."""


@dataclass(frozen=True)
class ShownQuestion:
    """A question in one language.

    Attributes:
        asked: what it is made from.
        opens: what stands above it, if it is the first of its set; else nothing.
        stem: what is asked.
        code: code of its own.
        choices: what to choose from.
        why: for each choice.
    """

    asked: Asked
    opens: Markup
    stem: Markup
    code: Markup
    choices: tuple[Markup, ...]
    why: tuple[Markup, ...]

    @property
    def letter(self) -> int:
        """Return the place of the right choice, from 0."""
        return self.asked.right


def shown(questions: Iterable[Asked], language: str) -> list[ShownQuestion]:
    """Return questions in one language; the passage of a set stands above its first."""
    return [
        ShownQuestion(
            question,
            passage_html(question.passage, language) if question.passage and not i else Markup(),
            with_mathematics(question.stem[language]),
            code_html(question.code),
            tuple(with_mathematics(choice[language]) for choice in question.choices),
            tuple(with_mathematics(why[language]) for why in question.why),
        )
        for unit in units(questions)
        for i, question in enumerate(unit)
    ]


@cache
def passage_html(passage: Passage, language: str) -> Markup:
    """Return a passage: its text, its figure, its code."""
    parts = []
    if passage.text:
        parts.append(Markup("<p>{}</p>").format(with_mathematics(passage.text[language])))
    if passage.figure:
        parts.append(plot(passage.figure, language))
    parts.append(code_html(passage.code))
    return Markup("").join(parts)


def code_html(code: str) -> Markup:
    """Return lines of code as a block; nothing for none."""
    if not code:
        return Markup()
    lines = [
        Markup('<div class="l"><code>{}</code></div>').format(plain_line(line) or " ")
        for line in code.splitlines()
    ]
    return Markup('<div class="code quiz-code">{}</div>').format(Markup("").join(lines))


def topics(language: str) -> list[tuple[str, str, int]]:
    """Return (key, title, number of questions) of each station of the syllabus."""
    counts: dict[str, int] = {}
    for question in bank():
        key = topic_of(question)
        counts[key] = counts.get(key, 0) + 1
    found = {area_of(item).key: area_of(item) for item in ITEMS}
    return [
        (key, f"{area.label[language]} {area.title[language]}", counts.get(key, 0))
        for key, area in found.items()
    ]


def topic_of(question: Asked) -> str:
    """Return the key of the station that a question belongs to."""
    return area_of(question.items[0]).key


def index_script(language: str) -> str:
    """Return the script with each question's item, the items' titles and the papers."""
    content = {
        "items": {number: item.title[language] for number, item in ITEMS.items()},
        "of": {question.name: question.items[0] for question in bank()},
        "topic": {number: area_of(number).key for number in ITEMS},
        "sets": [[q.name for q in unit] for unit in units(bank()) if len(unit) > 1],
        "papers": [[q.name for q in paper(PAPER, seed)] for seed in range(1, PAPERS + 1)],
        "minutes": MINUTES,
    }
    return f"window.parityIndex = {_json(content)};\n"


def topic_script(key: str, language: str) -> str:
    """Return the script with the questions of one station."""
    own = [question for question in bank() if topic_of(question) == key]
    passages = {q.passage.name: passage_html(q.passage, language) for q in own if q.passage}
    questions = {one.asked.name: _data(one) for one in shown(own, language)}
    return (
        f"Object.assign(window.parityBank ||= {{}}, {_json(questions)});\n"
        f"Object.assign(window.parityPassages ||= {{}}, {_json(passages)});\n"
    )


def _data(one: ShownQuestion) -> dict[str, Any]:
    asked = one.asked
    return {
        "name": asked.name,
        "item": asked.items[0],
        "kind": asked.kind,
        "concept": asked.concepts[0] if asked.concepts else "",
        "passage": asked.passage.name if asked.passage else "",
        "stem": str(one.stem),
        "code": str(one.code),
        "choices": [[str(c), str(w)] for c, w in zip(one.choices, one.why, strict=True)],
        "right": asked.right,
        "source": asked.source,
    }


def _json(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")


@dataclass(frozen=True)
class Sheet:
    """A printable sheet: some questions, the answers at its end."""

    file: str
    title: str
    questions: Sequence[ShownQuestion]
