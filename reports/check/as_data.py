"""The answer to a check as plain data with its sentences, for a page that draws it itself."""

from __future__ import annotations

import re
from typing import Any

from parity.checking.report import RAN, RIGHT, Cause, Crash, Line, Quantity, Report
from reports.check.sentences import (
    MOST_CAUSES,
    MOST_PRINTED,
    cleaned,
    context,
    digits_shown,
    example_code,
    first_wrong,
    headline,
    lines_left,
    no_cause,
    note_of,
    quantity_name,
    rest_of_rows,
    sections,
    shown_rows,
)
from reports.check.words import word

HEADS = ("quantity", "digits", "verdict", "cases", "worst")

_PLACE = re.compile(r'File "(.+?)", line (\d+)')


def as_data(report: Report, language: str) -> dict[str, Any]:
    """Return the answer as JSON can hold it, every text in ``language``.

    The causes come whole, each with its kind: the page folds them into hints.
    """
    rows, rest = shown_rows(report.quantities)
    first = first_wrong(report) if report.verdict == "differs" else None
    causes = report.causes[:MOST_CAUSES]
    return {
        "object": report.object,
        "concept": report.concept,
        "verdict": report.verdict,
        "headline": cleaned(headline(report, language)),
        "context": context(report, language),
        "heads": [word(key, language) for key in HEADS],
        "rows": [_row(row, first, language) for row in rows],
        "rest": rest_of_rows(rest, language),
        "first": first and quantity_name(first.quantity, language),
        "note": first and note_of(first, language),
        "causes": [_cause(cause, language) for cause in causes],
        "no_cause": "" if causes or report.verdict != "differs" else no_cause(report, language),
        "sections": [list(section) for section in sections(report, language)],
        "example": report.example
        and [
            word("example", language, quantity=quantity_name(report.example.quantity, language)),
            example_code(report.example),
        ],
        "crash": report.crash and _crash(report.crash, language),
        "printed": _printed(report.printed, language),
        "right": report.verdict in RIGHT,
    }


def _row(row: Quantity, first: Quantity | None, language: str) -> dict[str, Any]:
    return {
        "quantity": quantity_name(row.quantity, language),
        "digits": digits_shown(row.digits),
        "verdict": row.verdict,
        "said": word(row.verdict, language),
        "cases": f"{row.agreed}/{row.compared}" if row.compared else "–",
        "worst": row.case,
        "note": note_of(row, language),
        "first": row is first,
    }


def _cause(cause: Cause, language: str) -> dict[str, Any]:
    return {
        "name": "" if cause.name == "unknown" else cause.name,
        "kind": cause.kind[language],
        "text": cause.text[language],
        "line": cause.line and _line(cause.line),
        "mended": cause.mended or cause.ours,
        "label": word("mended" if cause.mended else "ours", language),
    }


def _line(line: Line) -> dict[str, Any]:
    return {"file": line.file, "number": line.number, "text": line.text}


def _crash(crash: Crash, language: str) -> dict[str, Any]:
    places = _PLACE.findall(crash.trace)
    return {
        "name": crash.name,
        "what": crash.what[language],
        "understood": crash.understood[language],
        "hint": crash.hint[language],
        "trace": crash.trace,
        "ran": crash.name in RAN,
        "line": _line(Line(places[-1][0], int(places[-1][1]), "")) if places else None,
    }


def _printed(text: str, language: str) -> list[str]:
    """Return the beginning of what the code printed, with a heading before it."""
    if not text.strip():
        return []
    lines = cleaned(text).strip("\n").splitlines()
    kept = lines[:MOST_PRINTED]
    if len(lines) > len(kept):
        kept.append(lines_left(len(lines) - len(kept), language))
    return [word("printed", language), "\n".join(kept)]
