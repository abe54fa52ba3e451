"""``parity show``: one concept in the terminal, with the content of its study page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from rich.console import RenderableType
from rich.markup import escape
from rich.panel import Panel
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text as RichText

from parity.describing.concept import Concept
from parity.harness.evaluators import PACKAGES
from parity.harness.evaluators.layer_tables import LayerTable, layer_tables
from parity.harness.mistakes import lines_of, source_path
from reports.console import out
from reports.evidence import evidence
from reports.site.pages.background import background
from reports.site.source.arguments import arguments
from reports.site.source.notes import in_language
from reports.site.source.sources import source_of
from reports.site.text.phrases import fast_form, measured, worst_case
from reports.site.text.prose import plain
from reports.site.text.words import TITLES, word
from reports.study import Study
from reports.terminal.background import derivation, identities, opening
from reports.terminal.measured import consequence, evidence_table, question_parts


def render(concept: Concept, language: str, known: Study) -> Iterator[RenderableType]:
    """Yield the parts of a concept's page, in the order of the site's.

    Args:
        concept: what is shown.
        language: ``"en"`` or ``"ja"``.
        known: what was measured about it.
    """

    def heading(key: str) -> str:
        return word(key, language)

    yield RichText(f"{concept.title[language]}  ({concept.name})", style="bold cyan")
    yield RichText(concept.summary[language])
    around = background(concept, language, known.findings)
    yield from opening(around, heading)
    yield RichText(f"\n{heading('equation')}: {concept.equation}", style="bold")
    shapes = ", ".join(f"{n} {in_language(s, language)}" for n, s in concept.shapes.items())
    yield RichText(f"{heading('shapes')}: {shapes}")
    for source in concept.sources:
        yield RichText(f"{heading('sources')}: {source}", style="dim")
    yield from derivation(concept, language, heading)
    explained = arguments(concept)
    if explained:
        yield RichText(f"\n{heading('arguments')}", style="bold")
        yield _arguments(explained, language)
    yield ""
    for framework in PACKAGES:
        yield _panel(concept, framework)
        yield from _notes(concept, framework, language)
    for table in layer_tables(concept):
        yield RichText(f"\n{heading('layers')}: {table.settings}", style="bold")
        yield _layers(table, heading)
    if concept.defaults:
        yield RichText(f"\n{heading('defaults')}", style="bold")
        yield _defaults(concept, heading("argument"))
    yield RichText(f"\n{heading('differ')}", style="bold")
    for d in concept.divergences:
        sides = " / ".join(TITLES[side] for side in d.native)
        mark = f" [{heading('irreducible')}]" if d.irreducible else ""
        yield RichText(f"• {d.name} ({sides}){mark}", style="yellow")
        yield RichText(f"  {d.summary[language]}\n  → {d.reconciled[language]}")
        yield RichText(f"  {measured(concept, d, known.findings, language)}", style="dim")
        yield RichText(f"  {d.source}", style="dim")
    if not concept.divergences:
        yield RichText(f"  {heading('differ_none')}")
    yield from identities(around, heading)
    found = evidence(concept.name, known.findings)
    cases = len({case for quantity in found.quantities for case in quantity.cases})
    counted = word("agree_count", language, n=f"{found.agree:,}")
    yield RichText(f"\n{heading('evidence')}", style="bold")
    yield RichText(f"{counted} {word('evidence_about', language, cases=cases)}")
    yield evidence_table(found, language)
    yield RichText(worst_case(found.worst, language), style="dim")
    if found.fast:
        yield RichText(fast_form(found.fast, language), style="dim")
    yield RichText(f"\n{heading('mistakes')}", style="bold")
    for line in known.wrong_lines:
        if line.listed:
            mark = f" [{heading('in_fast_form')}]" if line.form == "fast" else ""
            yield RichText(f"• {line.name}{mark}", style="red")
            yield f"  [dim]-[/] {escape(line.line)}\n  [red]+ {escape(line.wrong)}[/]"
            yield RichText(f"  {line.why[language]}")
            yield RichText(f"  {consequence(line, language)}", style="dim")
    if known.questions:
        yield RichText(f"\n{heading('practise')}", style="bold")
        yield from question_parts(known.questions, language)
    names = ", ".join(case.name for case in concept.cases)
    yield RichText(f"\n{heading('cases')}: {names}")
    yield RichText(f"{heading('see')}: parity site --open", style="dim")


def _panel(concept: Concept, framework: str) -> Panel:
    path = source_path(concept, PACKAGES[framework])
    source = path.read_text(encoding="utf-8")
    own = lines_of(concept, source)
    code = "\n".join(source.splitlines()[own.start : own.stop])
    where = f"{path.parent.parent.name}/{path.parent.name}/{path.name}"
    if path.parent.name == PACKAGES[framework]:
        where = f"{path.parent.name}/{path.name}"
    shown = Syntax(code, "python", background_color="default", word_wrap=True)
    return Panel(
        shown if out.color_system else RichText(code),  # to look for colours takes time
        title=f"{TITLES[framework]} · {where}:{own.start + 1}",
        title_align="left",
        border_style="dim",
    )


def _arguments(explained: Sequence[tuple[str, str]], language: str) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False)
    for name, meaning in explained:
        table.add_row(name, RichText(plain(in_language(meaning, language))))
    return table


def _notes(concept: Concept, framework: str, language: str) -> Iterator[RenderableType]:
    """Yield the comments in the reader's language, where the source's own is another."""
    if language == "en":
        return
    for part in source_of(concept.name, framework).parts:
        for line in part.lines:
            if line.note:
                yield RichText(f"  {line.number}: {plain(in_language(line.note, language))}")


def _layers(table: LayerTable, heading: Callable[[str], str]) -> Table:
    shown = Table(box=None, pad_edge=False, header_style="bold")
    shown.add_column(heading("layer"))
    shown.add_column(heading("kind"))
    for title in ("output", "parameters", "multiply_adds"):
        shown.add_column(heading(title), justify="right")
    for row in table.rows:
        shown.add_row(
            row.name,
            row.kind,
            row.shape,
            f"{row.parameters:,}" if row.parameters else "",
            f"{row.multiply_adds:,}" if row.multiply_adds else "",
        )
    counts = (f"{table.parameters:,}", f"{table.multiply_adds:,}")
    shown.add_row(heading("total"), "", "", *counts, style="bold")
    return shown


def _defaults(concept: Concept, argument: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in (argument, *TITLES.values()):
        table.add_column(title)
    for default in concept.defaults:
        theirs = [
            f"{side[0]} {side[1]}={side[2]!r}" if side else "–"
            for side in (default.torch, default.keras)
        ]
        table.add_row(default.argument, repr(default.numpy), *theirs)
    return table
