"""Questions as the pages ask them: the code around a blank, and shuffled choices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup

from parity.describing.concept import Concept
from parity.questions.asked import Asked
from parity.questions.bank import Choice, Question
from reports.site.pages.environment import GAPS
from reports.site.source.code import as_html, dedented, indent_of, plain_line
from reports.site.source.sources import Part, source_of
from reports.site.source.symbols import tokens_of
from reports.site.text.numbers import size
from reports.site.text.prose import inline
from reports.site.text.words import word

AROUND = 7
"""Lines shown on each side of a blank."""


@dataclass(frozen=True)
class ShownChoice:
    """One line to choose, and what is said once it was chosen."""

    code: Markup
    right: bool
    feedback: Markup


@dataclass(frozen=True)
class Quiz:
    """A question with its choices in an order that no one can learn from.

    Attributes:
        concept: the concept's name.
        number: within the concept, from 1.
        place: the number of the blanked line in the NumPy file.
        method: where the blank is.
        before: the lines above the blank.
        indent: how far the blank is indented, in characters.
        after: the lines below it.
        choices: shuffled, always in the same way; numbers ascend.
        stem: what is asked, where no line is blanked.
    """

    concept: str
    number: int
    place: int
    method: str
    before: tuple[Markup, ...]
    indent: int
    after: tuple[Markup, ...]
    choices: tuple[ShownChoice, ...]
    stem: Markup | None = None

    @property
    def letter(self) -> int:
        """Return the place of the right choice, from 0."""
        return next(i for i, choice in enumerate(self.choices) if choice.right)


def asked_quizzes(questions: Sequence[Asked], language: str, first: int = 1) -> tuple[Quiz, ...]:
    """Return questions that their stem says whole, counted from ``first``."""
    return tuple(
        Quiz(
            concept=question.concepts[0] if question.concepts else "",
            number=number,
            place=0,
            method="",
            before=(),
            indent=0,
            after=(),
            choices=tuple(
                ShownChoice(inline(text[language]), i == question.right, inline(why[language]))
                for i, (text, why) in enumerate(zip(question.choices, question.why, strict=True))
            ),
            stem=inline(question.stem[language]),
        )
        for number, question in enumerate(questions, start=first)
    )


def quizzes(concept: Concept, questions: Sequence[Question], language: str) -> tuple[Quiz, ...]:
    """Return the questions of one concept in one language."""
    return tuple(_quiz(concept, question, language) for question in questions)


def _quiz(concept: Concept, question: Question, language: str) -> Quiz:
    source = source_of(concept.name, "numpy")
    part = next(p for p in source.parts if any(x.number == question.line_number for x in p.lines))
    lines = [line for line in part.lines if line.code.strip()]
    at = next(i for i, line in enumerate(lines) if line.number == question.line_number)
    margin = min(indent_of(line.code) for line in lines)
    return Quiz(
        concept=concept.name,
        number=question.number,
        place=question.line_number,
        method=_method(concept, part),
        before=tuple(
            _shown(concept.name, line.number, margin) for line in lines[max(0, at - AROUND) : at]
        ),
        indent=indent_of(lines[at].code) - margin,
        after=tuple(
            _shown(concept.name, line.number, margin) for line in lines[at + 1 : at + 1 + AROUND]
        ),
        choices=tuple(_choice(choice, question, language) for choice in question.shuffled()),
    )


@cache
def _shown(name: str, number: int, margin: int) -> Markup:
    """Return a line of the NumPy code without marks, which stands around several blanks."""
    tokens = tokens_of(name)["numpy"][number]
    return as_html(token._replace(symbol="") for token in dedented(tokens, margin))


def _method(concept: Concept, part: Part) -> str:
    return part.name if part.name == concept.twin else f"{concept.twin}.{part.name}"


def _choice(choice: Choice, question: Question, language: str) -> ShownChoice:
    if choice.right or choice.wrong_line is None:
        reason = question.reason[language]
        why = inline(reason) if reason else Markup(word("why_right", language))
        return ShownChoice(plain_line(choice.code), True, why)
    line = choice.wrong_line
    said = [inline(choice.why[language])]
    broken = [
        word("digits_of", language, quantity=b.quantity, digits=f"{b.digits:.1f}")
        if b.digits is not None
        else b.quantity or b.note
        for b in line.breaks[:3]
    ]
    if line.raises:
        said.append(Markup("{} <code>{}</code>").format(word("raises", language), line.raises))
    elif broken:
        joined = ("、" if language == "ja" else ", ").join(broken)
        off = ""
        if line.breaks[0].max_abs_error is not None:
            off = word("off_by", language, error=size(line.breaks[0].max_abs_error))
        end = "。" if language == "ja" else "."
        said.append(Markup("{} {}{}{}").format(word("breaks", language), joined, off, end))
    return ShownChoice(plain_line(choice.code), False, Markup(GAPS[language]).join(said))
