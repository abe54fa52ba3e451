"""What was measured about a concept, for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text as RichText

from parity.questions.bank import Question
from parity.questions.wrong_lines import WrongLine
from reports.evidence import Evidence
from reports.run.matrix import PAIRS
from reports.site.text.numbers import digits
from reports.site.text.phrases import what_breaks
from reports.site.text.words import TITLES, role_name, word

LETTERS = {"en": "ABCDEFGH", "ja": "アイウエオカキク"}


def evidence_table(found: Evidence, language: str) -> Table:
    """Return the fewest digits of each quantity, by pair and in single precision."""
    pairs = [pair for pair in PAIRS if any(pair in q.double for q in found.quantities)]
    singles = [name for name in TITLES if any(name in q.single for q in found.quantities)]
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(word("quantity", language))
    table.add_column(word("role", language))
    for left, right in pairs:
        table.add_column(word(f"{left}_{right}", language), justify="right")
    for name in singles:
        table.add_column(word("single", language, framework=TITLES[name]), justify="right")
    for one in found.quantities:
        cells = [digits(one.double[pair]) if pair in one.double else "–" for pair in pairs]
        cells += [digits(one.single[name]) if name in one.single else "–" for name in singles]
        table.add_row(one.name, role_name(one.role, language), *cells)
    return table


def consequence(line: WrongLine, language: str) -> str:
    """Return what a wrong line breaks, and what stays right."""
    if not line.breaks:
        return word("not_measured", language)
    if line.raises:
        return f"{word('raises', language)} {line.raises}"
    said = f"{word('breaks', language)} {' · '.join(what_breaks(line, language))}"
    kept = ", ".join(line.agrees)
    return f"{said} · {word('stays', language)} {kept}" if kept else said


def question_parts(asked: Sequence[Question], language: str) -> Iterator[RenderableType]:
    """Yield the questions with lettered choices, and the answers after all of them."""
    answers = []
    for question in asked:
        number = word("question", language, n=question.number)
        ask = word("question_ask", language, method=question.method)
        yield RichText(f"{number} ({question.line_number}) {ask}")
        for letter, choice in zip(LETTERS[language], question.shuffled(), strict=False):
            yield f"  {letter} {escape(choice.code)}"
            if choice.right:
                answers.append(f"{question.number} {letter}")
    yield RichText(f"{word('answers', language)}: {', '.join(answers)}", style="dim")
