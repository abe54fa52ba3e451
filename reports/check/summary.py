"""The answers to a whole file: one table, and behind it more on what differs."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.console import Console

from parity.checking.report import Report
from parity.language import from_locale
from reports.check.line_breaks import wrap
from reports.check.page import Page, shown_language
from reports.check.sentences import crashed_with, digits_shown, first_wrong, mark, quantity_name
from reports.check.terminal import COLOURS, print_report
from reports.check.words import counted, separator, word

HEADS = ("object", "concept", "verdict", "digits", "reason")
VERDICT, DIGITS = 2, 3
"""Where the verdict and the digits stand among the columns."""

LEAST = 24
"""In how few cells the last column may be broken into lines; else it stands below its row."""


def print_summary(
    reports: Sequence[Report], file: str, language: str, console: Console | None = None
) -> None:
    """Print a table of every definition, then the whole answer for each that differs."""
    if console is None:
        from reports.console import out

        console = out
    encoding = getattr(console.file, "encoding", None) or "utf-8"
    shown = shown_language(language, encoding)
    page = Page(console.width, encoding, console.is_terminal, console.legacy_windows)
    _fill(page, reports, file, shown)
    for line in page.lines:
        console.print(line, soft_wrap=True, markup=False, highlight=False)
    for report in reports:
        if report.verdict == "differs":
            console.print()
            print_report(report, language, console)


def summary_text(
    reports: Sequence[Report], file: str, language: str | None = None, width: int = 100
) -> str:
    """Return the table of a whole file without colours, and without what follows it."""
    page = Page(width)
    _fill(page, reports, file, language or from_locale())
    return "\n".join(line.plain for line in page.lines) + "\n"


def _fill(page: Page, reports: Sequence[Report], file: str, language: str) -> None:
    found = [report.verdict for report in reports]
    counts = [
        counted(f"n_{verdict}", found.count(verdict), language)
        for verdict in ("agrees", "differs", "error", "passed")
        if verdict in found
    ]
    told = separator(language).join(counts)
    page.prose(word("of_a_file", language, file=file, counts=told), "bold", whole=True)
    page.blank()
    _table(page, reports, language)
    short = [r.object for verdict in ("error", "agrees") for r in reports if r.verdict == verdict]
    if short:
        page.blank()
        target = f"{file}::{short[0]}"
        page.prose(word("more_on_one", language, target=target), "dim")


def _table(page: Page, reports: Sequence[Report], language: str) -> None:
    """Add a row for each report; what has no room beside its row stands below it.

    Where the columns are too many for the page, the verdict and its reason share the last one.
    """
    heads = [word(key, language) for key in HEADS]
    rows = [[page.shown(cell) for cell in _cells(report, language)] for report in reports]
    before = 1 + max(cell_len(page.shown(mark(report))) for report in reports)
    if _left(page.width - before, [heads, *rows]) < LEAST:
        told = f"{heads[VERDICT]}{word('then', language)}{heads[-1]}"
        heads = [*heads[:2], heads[DIGITS], told]
        rows = [
            [
                *row[:2],
                row[DIGITS],
                word("then", language).join(filter(None, (row[VERDICT], row[-1]))),
            ]
            for row in rows
        ]
    widths = [max(cell_len(line[i]) for line in [heads, *rows]) for i in range(len(heads) - 1)]
    room = _left(page.width - before, [heads, *rows])
    column = page.width - room
    fitting = [text for text in (heads[-1], word("verdict", language)) if cell_len(text) <= room]
    head = fitting[0] if fitting else ""
    page.row((" " * before + _aligned([*heads[:-1], head], widths), "dim"))
    for report, row in zip(reports, rows, strict=True):
        colour = COLOURS.get(report.verdict, "dim")
        style = "" if report.verdict == "agrees" else colour
        beside = room >= LEAST or cell_len(row[-1]) <= room
        reason = wrap(row[-1], room) if beside else [""]
        sign = page.shown(mark(report))
        page.row(
            (sign + " " * (before - cell_len(sign)), colour),
            (_aligned([*row[:-1], reason[0]], widths), style),
        )
        for line in reason[1:]:
            page.row((" " * column + line, style))
        if not beside and row[-1]:
            page.prose(row[-1], style, " " * 6)


def _left(width: int, lines: Sequence[Sequence[str]]) -> int:
    """Return how much of the width is left for the last column."""
    widths = [max(cell_len(line[i]) for line in lines) for i in range(len(lines[0]) - 1)]
    return width - sum(each + 2 for each in widths)


def _aligned(cells: Sequence[str], widths: Sequence[int]) -> str:
    """Return the cells in columns, digits to the right."""
    padded = []
    for i, width in enumerate(widths):
        space = " " * (width - cell_len(cells[i]))
        right = i == len(widths) - 1  # the digits stand before the last column
        padded.append(space + cells[i] if right else cells[i] + space)
    return "  ".join([*padded, cells[-1]]).rstrip()


def _cells(report: Report, language: str) -> list[str]:
    concept = word("by_itself", language) if report.alone else report.concept
    # In another convention some numbers are meant to be others, and are told as imprecise.
    kinds = ("agree",) if report.conventions else ("agree", "imprecise")
    digits = [q.digits for q in report.quantities if q.digits is not None and q.verdict in kinds]
    if report.verdict == "differs":
        first = first_wrong(report)
        shown = digits_shown(first.digits if first else None)
    else:
        shown = digits_shown(None if report.verdict == "error" else min(digits, default=None))
    cells = [report.object, concept, report.judgement[language], shown, reason_of(report, language)]
    return [" ".join(cell.split()) for cell in cells]


def reason_of(report: Report, language: str) -> str:
    """Return the first wrong quantity, or why there is no verdict."""
    if report.verdict == "passed":
        return report.remarks[0][language] if report.remarks else ""
    if report.verdict == "error":
        what = crashed_with(report, language)
        named = [cause.name for cause in report.causes if cause.name]
        return f"{what.rstrip('.')} ({named[0]})" if named else what
    if report.verdict != "differs":
        return ""
    first = first_wrong(report)
    if first is None:
        return crashed_with(report, language).rstrip(".")
    name, _, step = (report.first_wrong or first.quantity).partition(", step ")
    name = quantity_name(name, language)
    if not step:
        return name
    if language == "ja":
        return word("at_step", language, quantity=name, step=step)
    return name + word("at_step", language, step=step)
