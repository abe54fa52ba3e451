"""What the page of one concept shows, in one language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from markupsafe import Markup

from parity.describing.areas import station_of
from parity.describing.concept import Concept, Default, Text
from parity.harness.evaluators import PACKAGES
from parity.harness.evaluators.layer_tables import LayerTable, layer_tables
from parity.harness.mistakes import without_comment
from parity.questions.bank import Question
from parity.questions.worked.making import worked_questions
from parity.questions.wrong_lines import WrongLine
from reports.evidence import Evidence, Finding, evidence
from reports.run.matrix import PAIRS
from reports.site.figures import picture
from reports.site.learning.map import said_of_station
from reports.site.learning.related import Related, related
from reports.site.learning.symbols import Symbol, symbols
from reports.site.pages.background import Background, background
from reports.site.pages.derivation import ShownStep, derivation
from reports.site.pages.moving import Moving, moving
from reports.site.pages.quizzes import Quiz, asked_quizzes, quizzes
from reports.site.source.alignment import Row, rows, shown_prose
from reports.site.source.arguments import arguments
from reports.site.source.code import plain_line
from reports.site.source.equations import formulas
from reports.site.source.notes import in_language, shown_note
from reports.site.source.sources import source_of
from reports.site.source.symbols import symbols_of
from reports.site.text.phrases import fast_form, measured, what_breaks, worst_case
from reports.site.text.prose import inline
from reports.site.text.words import TITLES, group_title, word
from reports.site.writing.exercise import Exercise, exercise

SECTIONS = (
    ("why", "why"),
    ("see", "sec_figure"),
    ("equation", "equation"),
    ("derivation", "derivation"),
    ("code", "sec_code"),
    ("write", "sec_write"),
    ("frameworks", "sec_frameworks"),
    ("differ", "differ"),
    ("mistakes", "mistakes"),
    ("exam", "sec_questions"),
    ("related", "sec_related"),
    ("sources", "sec_sources"),
    ("evidence", "evidence"),
)
"""The sections of every concept's page, in their order: each one's id and the key of its title."""


@dataclass(frozen=True)
class Column:
    """The head of one framework's column.

    Attributes:
        framework: its key.
        title: its name.
        path: of the file, from the root of the repository.
        line: where the concept begins there.
        prose: what the class says of itself.
    """

    framework: str
    title: str
    path: str
    line: int
    prose: tuple[Markup, ...]


@dataclass(frozen=True)
class Argument:
    """One argument: its meaning, and the defaults of all three where they are known."""

    name: str
    meaning: Markup
    default: Default | None


@dataclass(frozen=True)
class Difference:
    """A divergence with what the run measured of it."""

    title: str
    between: str
    irreducible: bool
    summary: Markup
    reconciled: Markup
    measured: str
    source: str


@dataclass(frozen=True)
class ShownMistake:
    """A listed mistake: its lines, why it is one, and what it breaks."""

    title: str
    in_fast_form: bool
    right: Markup
    wrong: Markup
    why: Markup
    breaks: tuple[str, ...]
    stays: str
    raises: str


@dataclass(frozen=True)
class ConceptPage:
    """Everything on the page of one concept, in one language."""

    concept: Concept
    language: str
    title: str
    other_title: str
    group: str
    station: str
    station_key: str
    summary: str
    background: Background
    related: Related
    formulas: tuple[Markup, ...]
    derivation: tuple[ShownStep, ...]
    symbols: tuple[Symbol, ...]
    shapes: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]
    arguments: tuple[Argument, ...]
    columns: tuple[Column, ...]
    names: tuple[str, ...]
    rows: tuple[Row, ...]
    layer_tables: tuple[LayerTable, ...]
    differences: tuple[Difference, ...]
    evidence: Evidence
    cases: int
    worst: str
    fast: str
    figure: Markup
    caption: str
    moving: Moving | None
    mistakes: tuple[ShownMistake, ...]
    quizzes: tuple[Quiz, ...]
    exercise: Exercise | None

    def sections(self, writable: bool) -> tuple[tuple[str, int, str], ...]:
        """Return (id, number, title) of each section; one that is missing leaves its number out.

        Args:
            writable: whether the page has a place to write the code oneself.
        """
        missing = {
            "why": not self.background.why,
            "derivation": not self.derivation,
            "write": not writable,
        }
        titles = {} if self.concept.has_gradients else {"derivation": "sec_derivation"}
        return tuple(
            (id_, number, word(titles.get(id_, key), self.language))
            for number, (id_, key) in enumerate(SECTIONS, start=1)
            if not missing.get(id_)
        )

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Return the pairs that were compared, in the order of the tables."""
        return tuple(pair for pair in PAIRS if any(pair in q.double for q in self.measured))

    @property
    def measured(self) -> tuple[Any, ...]:
        """Return the quantities with a row in the table of the evidence."""
        return self.evidence.quantities


_drawn = cache(picture)
"""A figure is drawn once for both languages."""


def asked(concept: Concept, questions: Sequence[Question], language: str) -> tuple[Quiz, ...]:
    """Return the blanked lines, and one variant of each worked question about the concept."""
    blanked = quizzes(concept, questions, language)
    about = [
        question
        for question in worked_questions()
        if concept.name in question.concepts[:1] and question.name.endswith("-1")
    ]
    return (*blanked, *asked_quizzes(about, language, first=len(blanked) + 1))


def concept_page(
    concept: Concept,
    language: str,
    findings: Sequence[Finding],
    wrong_lines: Sequence[WrongLine],
    questions: Sequence[Question],
) -> ConceptPage:
    """Return the page of ``concept``.

    Args:
        concept: what the page is about.
        language: ``"en"`` or ``"ja"``.
        findings: the concept's own findings of ``results.json``.
        wrong_lines: what the concept's wrong lines break.
        questions: the concept's questions.
    """
    found = evidence(concept.name, findings)
    drawn = _drawn(concept.name)
    meanings = dict(arguments(concept))
    defaults = {default.argument: default for default in concept.defaults}
    unexplained = [name for name in defaults if name not in meanings]
    titles = {mistake.name: mistake.title for mistake in concept.mistakes}
    return ConceptPage(
        concept=concept,
        language=language,
        title=concept.title[language],
        other_title=concept.title["en" if language == "ja" else "ja"],
        group=group_title(concept.group, language),
        station=said_of_station(concept, language),
        station_key=station_of(concept).key,
        summary=concept.summary[language],
        background=background(concept, language, findings),
        related=related(concept, language),
        formulas=formulas(concept),
        derivation=derivation(concept, language),
        symbols=symbols(concept, language),
        shapes=tuple((name, in_language(s, language)) for name, s in concept.shapes.items()),
        sources=concept.sources,
        arguments=tuple(
            Argument(name, shown_note(meaning, language), defaults.get(name))
            for name, meaning in [*meanings.items(), *((name, "") for name in unexplained)]
        ),
        columns=tuple(_column(concept, framework, language) for framework in PACKAGES),
        names=_names(concept, list(meanings)),
        rows=rows(concept, language),
        layer_tables=layer_tables(concept),
        differences=tuple(_differences(concept, language, findings)),
        evidence=found,
        cases=len({case for q in found.quantities for case in q.cases}),
        worst=worst_case(found.worst, language),
        fast=fast_form(found.fast, language),
        figure=Markup(drawn.svg(language)),
        caption=drawn.caption[language],
        moving=moving(concept.name),
        mistakes=tuple(
            _mistake(line, titles[line.name], language) for line in wrong_lines if line.listed
        ),
        quizzes=asked(concept, questions, language),
        exercise=exercise(concept, language),
    )


def _names(concept: Concept, arguments_of: Sequence[str]) -> tuple[str, ...]:
    """Return the names that all who point, tap or tab should find first, in a useful order."""
    known = symbols_of(concept.name)
    inputs = [name for case in concept.cases[:1] for name in case.inputs]
    wanted = [*inputs, *concept.weights, *arguments_of, "y", "dy"]
    return tuple(name for name in dict.fromkeys(wanted) if name in known)


def _column(concept: Concept, framework: str, language: str) -> Column:
    source = source_of(concept.name, framework)
    a_class = (source.parts[0].role == "setup" and len(source.parts) > 1) or source.bases
    prose = shown_prose(source.says.prose, language) if a_class else ()
    return Column(framework, TITLES[framework], source.path, source.first, prose)


def _differences(concept: Concept, language: str, findings: Sequence[Finding]) -> list[Difference]:
    shown = []
    for divergence in concept.divergences:
        left, right = (TITLES[side] for side in divergence.native)
        shown.append(
            Difference(
                divergence.title[language],
                word("between", language, left=left, right=right),
                divergence.irreducible,
                inline(divergence.summary[language]),
                inline(divergence.reconciled[language]),
                measured(concept, divergence, findings, language),
                divergence.source,
            )
        )
    return shown


def _mistake(line: WrongLine, title: Text, language: str) -> ShownMistake:
    return ShownMistake(
        title=title[language],
        in_fast_form=line.form == "fast",
        right=plain_line(without_comment(line.line)),
        wrong=plain_line(without_comment(line.wrong)),
        why=inline(line.why[language]),
        breaks=what_breaks(line, language),
        stays=", ".join(line.agrees),
        raises=line.raises,
    )
