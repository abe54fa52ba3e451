"""The answer to a check in the terminal: the headline, the table, causes, the smallest example."""

from __future__ import annotations

import io
from collections.abc import Iterator

from rich.cells import cell_len
from rich.console import Console

from parity.checking.report import RIGHT, Quantity, Report
from parity.language import from_locale
from reports.check.forms import form_to_write
from reports.check.line_breaks import code_within
from reports.check.page import Page, shown_language
from reports.check.sentences import (
    MOST_CAUSES,
    MOST_PRINTED,
    context,
    digits_shown,
    example_code,
    first_wrong,
    headline,
    hint_left,
    lines_left,
    lines_of,
    mark,
    named,
    no_cause,
    note_of,
    quantity_name,
    rest_of_rows,
    sections,
    shown_rows,
)
from reports.check.words import word

COLOURS = {"agrees": "green", "differs": "red", "error": "yellow"}
ROW_STYLES = {"agree": "dim", "imprecise": "yellow"}


def print_report(report: Report, language: str, console: Console | None = None) -> None:
    """Print the answer: on a terminal within its width, in a pipe without colours.

    In a pipe the headline, the traceback and code are never broken into shorter lines.
    """
    if console is None:
        from reports.console import out

        console = out
    encoding = getattr(console.file, "encoding", None) or "utf-8"
    language = shown_language(language, encoding)
    page = Page(console.width, encoding, console.is_terminal, console.legacy_windows)
    _fill(page, report, language)
    for line in page.lines:
        console.print(line, soft_wrap=True, markup=False, highlight=False)


def as_text(report: Report, language: str | None = None, width: int = 100) -> str:
    """Return the answer as a pipe gets it: prose within ``width``, code in its own lines."""
    stream = io.StringIO()
    console = Console(file=stream, width=width, color_system=None, force_terminal=False)
    print_report(report, language or from_locale(), console)
    return stream.getvalue()


def _fill(page: Page, report: Report, language: str) -> None:
    """Write the answer on ``page``."""
    colour = COLOURS.get(report.verdict, "")
    page.prose(headline(report, language), f"bold {colour}", f"{mark(report)} ", whole=True)
    for line in _side_by_side(context(report, language), page.width - 2):
        page.prose(line, "dim", "  ")
    if report.crash:
        _crash(page, report, language)
    if report.quantities:
        page.blank()
        _table(page, report, language)
    _causes(page, report, language)
    if report.example:
        page.blank()
        page.prose(
            word("example", language, quantity=quantity_name(report.example.quantity, language)),
            "bold",
        )
        code = page.shown(example_code(report.example))
        page.verbatim(code_within(code, page.width) if page.folded else code)
    for heading, before, items in sections(report, language):
        page.blank()
        page.prose(heading, "bold")
        if before:
            page.prose(before, "", "  ")
        for item in items:
            page.prose(item, "", "  · ")
    if report.printed.strip():
        page.blank()
        page.prose(word("printed", language), "bold")
        left = page.verbatim(report.printed.strip("\n"), "dim", "  ", MOST_PRINTED)
        if left:
            page.prose(lines_left(left, language), "dim", "  ")


def _side_by_side(parts: list[str], width: int) -> Iterator[str]:
    """Yield lines of as many parts as fit."""
    line = ""
    for part in parts:
        if line and cell_len(f"{line} · {part}") > width:
            yield line
            line = part
        else:
            line = f"{line} · {part}" if line else part
    if line:
        yield line


def _crash(page: Page, report: Report, language: str) -> None:
    crash = report.crash
    assert crash
    if crash.understood[language]:
        label = word("understood", language)
        page.prose(f"{label}: {crash.understood[language]}", "", "  · ")
    if crash.hint[language]:
        page.prose(crash.hint[language], "", "  → ")
    form = form_to_write(report, language)
    if form:
        page.blank()
        heading = word("to_write", language)
        what = word("form_understood", language, concept=report.concept)
        page.prose(f"{heading}: {what}", "bold")
        page.verbatim(form, "", "  ")
    if crash.trace.strip():
        page.blank()
        page.prose(word("trace", language), "bold")
        page.verbatim(crash.trace.strip("\n"), "", "  ")


def _table(page: Page, report: Report, language: str) -> None:
    """Add the quantities; a note stands behind its row, or below where there is no room."""
    rows, rest = shown_rows(report.quantities)
    worst = first_wrong(report)
    heads = [word(key, language) for key in ("quantity", "digits", "verdict", "cases", "worst")]
    cells = [heads, *(_cells(row, language) for row in rows)]
    cells = [[page.shown(cell) for cell in line] for line in cells]
    widths = [max(cell_len(line[i]) for line in cells) for i in range(len(heads))]
    if sum(widths) + 10 > page.width:  # then the case goes below, with the note
        widths.pop()
    page.row(("  " + _aligned(heads, widths), "dim"))
    for row, line in zip(rows, cells[1:], strict=True):
        wrong = row.verdict != "agree"
        first = row is worst and wrong
        style = ROW_STYLES.get(row.verdict, "red")
        text = _aligned(line, widths)
        note = note_of(row, language)
        if len(widths) < len(line) and wrong and row.case:
            note = f"{row.case}: {note}" if note else row.case
        column = sum(widths) + 2 * len(widths)
        note = page.shown(note)
        beside = bool(note) and "\n" not in note and 2 + column + cell_len(note) <= page.width
        page.row(
            ("▸ " if first else "  ", f"bold {style}"),
            (text, f"bold {style}" if first else style),
            (" " * (column - cell_len(text)) + note if beside else "", "" if wrong else "dim"),
        )
        if note and not beside:
            page.prose(note, "" if wrong else "dim", " " * 6)
    for text in rest_of_rows(rest, language):
        page.prose(text, "dim", "  ")


def _cells(row: Quantity, language: str) -> list[str]:
    cases = f"{row.agreed}/{row.compared}" if row.compared else "–"
    verdict = word(row.verdict, language)
    name = quantity_name(row.quantity, language)
    return [name, digits_shown(row.digits), verdict, cases, row.case]


def _aligned(cells: list[str], widths: list[int]) -> str:
    """Return the cells in columns, digits and cases to the right."""
    padded = []
    for i, (cell, width) in enumerate(zip(cells, widths, strict=False)):
        space = " " * (width - cell_len(cell))
        padded.append(space + cell if i in (1, 3) else cell + space)
    return "  ".join(padded).rstrip()


def _causes(page: Page, report: Report, language: str) -> None:
    if report.verdict in RIGHT or (report.verdict == "error" and not report.causes):
        if hint_left(report, language):
            page.prose(hint_left(report, language), "dim", "  ")
        return
    page.blank()
    if report.hint in (1, 2):
        _hint(page, report, language)
        return
    if not report.causes:
        sentence = no_cause(report, language)
        if report.example:
            space = "" if language == "ja" else " "
            sentence += space + word("start_there", language)
        page.prose(sentence)
        return
    causes = report.causes[:MOST_CAUSES]
    page.prose(word("cause" if len(causes) == 1 else "causes", language), "bold")
    for i, cause in enumerate(causes):
        number = f"  {i + 1}. " if len(causes) > 1 else "  "
        page.prose(named(cause, language), "bold" if i == 0 else "", number)
        lines = [
            (label, code, "dim" if which == "ours" else "")
            for label, code, which in lines_of(cause, report.hint, language)
        ]
        _lines_of_code(page, lines, " " * (len(number) + 2))


def _hint(page: Page, report: Report, language: str) -> None:
    """Tell of the causes what a hint tells, and which hint tells more."""
    if report.hint == 2:
        page.prose(word("hint_kind", language), "bold")
        for cause in report.causes[:MOST_CAUSES]:
            page.prose(cause.text[language], "", "  · ")
        if not report.causes:
            page.prose(word("hint_no_kind", language), "", "  ")
    page.prose(hint_left(report, language), "dim")


def _lines_of_code(page: Page, lines: list[tuple[str, str, str]], indent: str) -> None:
    """Add (label, code, style): the code beside its label, or below where there is no room."""
    shown = [(page.shown(a), page.shown(b).strip().splitlines() or [""], s) for a, b, s in lines]
    column = max((cell_len(label) for label, _, _ in shown), default=0) + 2
    widest = max((cell_len(line) for _, code, _ in shown for line in code), default=0)
    below = len(indent) + column + widest > page.width
    for label, code, style in shown:
        if below:
            page.verbatim(label, style, indent)
            page.verbatim("\n".join(code), style, indent + "  ")
            continue
        for i, line in enumerate(code):
            beside = label if i == 0 else ""
            space = " " * (column - cell_len(beside))
            page.row((f"{indent}{beside}{space}{line}", style))
