"""The answer to a check in a notebook."""

from __future__ import annotations

import html
from collections.abc import Iterable

from parity.checking.report import RIGHT, Cause, Quantity, Report
from parity.language import from_locale
from reports.check.forms import form_to_write
from reports.check.sentences import (
    MOST_CAUSES,
    MOST_PRINTED,
    cleaned,
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

# A notebook's page is white or nearly black; these can be read on both.
GREEN, RED, AMBER = "#218a4c", "#dc3f3f", "#a87500"
COLOURS = {"agrees": GREEN, "differs": RED, "error": AMBER}
ROW_COLOURS = {"agree": "inherit", "imprecise": AMBER}

QUIET = "opacity:.75"
PRE = (
    "margin:.3em 0;padding:.5em .7em;white-space:pre;overflow-x:auto;line-height:1.4;"
    "font-family:monospace;text-align:left;color:inherit;background:rgba(128,128,128,.13);"
    "border:0;border-radius:3px"
)
CELL = (
    "padding:.15em .9em .15em 0;vertical-align:top;border:0;white-space:nowrap;color:inherit;"
    "background:transparent;text-align:"
)
HEADING = "margin:.8em 0 .2em 0;font-weight:bold"
CODE = "font-family:monospace;color:inherit;background:transparent;padding:0"


def as_html(report: Report, language: str | None = None) -> str:
    """Return the answer as HTML that needs nothing else: no style sheet, no script."""
    language = language or from_locale()
    colour = COLOURS.get(report.verdict, "inherit")
    answer = f"{mark(report)} {headline(report, language)}"
    parts = [_tag("p", _text(answer), f"margin:.2em 0;font-weight:bold;color:{colour}")]
    told = context(report, language)
    if told:
        parts.append(_tag("p", _text(" · ".join(told)), f"margin:.2em 0;{QUIET}"))
    if report.crash:
        parts += _crash(report, language)
    if report.quantities:
        parts.append(_table(report, language))
    parts.append(_causes(report, language))
    if report.example:
        parts.append(
            _heading("example", language, quantity=quantity_name(report.example.quantity, language))
        )
        parts.append(_pre(example_code(report.example)))
    for heading, before, items in sections(report, language):
        parts.append(_tag("p", _text(heading), HEADING))
        parts += [_tag("p", _text(before), "margin:.2em 0")] if before else []
        parts.append(_items(_text(item) for item in items))
    if report.printed.strip():
        lines = cleaned(report.printed).strip("\n").splitlines()
        kept = lines[:MOST_PRINTED]
        if len(lines) > len(kept):
            kept.append(lines_left(len(lines) - len(kept), language))
        parts += [_heading("printed", language), _pre("\n".join(kept), QUIET)]
    return f'<div lang="{language}" style="text-align:left">{"".join(parts)}</div>'


def _text(text: str) -> str:
    return html.escape(cleaned(text)).replace("\n", "<br>")


def _tag(name: str, content: str, style: str = "") -> str:
    """Return an element; ``content`` is HTML already."""
    attribute = f' style="{html.escape(style)}"' if style else ""
    return f"<{name}{attribute}>{content}</{name}>"


def _heading(key: str, language: str, **values: object) -> str:
    return _tag("p", _text(word(key, language, **values)), HEADING)


def _pre(text: str, style: str = "") -> str:
    return _tag("pre", html.escape(cleaned(text).strip("\n")), f"{PRE};{style}".rstrip(";"))


def _items(items: Iterable[str], name: str = "ul") -> str:
    listed = "".join(_tag("li", item, "margin:.2em 0") for item in items)
    return _tag(name, listed, "margin:.2em 0;padding-left:1.6em")


def _table(report: Report, language: str) -> str:
    rows, rest = shown_rows(report.quantities)
    first = first_wrong(report)
    keys = ["quantity", "digits", "verdict", "cases", "worst"]
    with_notes = any(note_of(row, language) for row in rows)
    heads = [word(key, language) for key in keys + ["note"] * with_notes]
    sides = ["left", "right", "left", "right", "left", "left; white-space:normal"]
    head = "".join(
        _tag("th", _text(text), f"{CELL}{side};font-weight:normal")
        for text, side in zip(heads, sides, strict=False)
    )
    lines = [_tag("tr", head, f"background:transparent;{QUIET}")]
    for row in rows:
        cells = _cells(row, language)[: len(heads)]
        colour = ROW_COLOURS.get(row.verdict, RED)
        wrong = row.verdict != "agree"
        weight = "bold" if wrong and row is first else "normal"
        # The note is prose: it keeps the page's own colour.
        styles = [f"{CELL}{side};color:{colour};font-weight:{weight}" for side in sides[:5]]
        styles.append(CELL + sides[5])
        line = "".join(
            _tag("td", _text(cell), style) for cell, style in zip(cells, styles, strict=False)
        )
        lines.append(_tag("tr", line, "background:transparent" + ("" if wrong else f";{QUIET}")))
    table = _tag("table", "".join(lines), "margin:.5em 0;border-collapse:collapse;border:0")
    after = [
        _tag("p", _text(line), f"margin:.2em 0;{QUIET}") for line in rest_of_rows(rest, language)
    ]
    return _tag("div", table, "overflow-x:auto") + "".join(after)


def _cells(row: Quantity, language: str) -> list[str]:
    return [
        quantity_name(row.quantity, language),
        digits_shown(row.digits),
        word(row.verdict, language),
        f"{row.agreed}/{row.compared}" if row.compared else "–",
        row.case,
        note_of(row, language),
    ]


def _crash(report: Report, language: str) -> list[str]:
    crash = report.crash
    assert crash
    parts = []
    if crash.understood[language]:
        told = f"{word('understood', language)}: {crash.understood[language]}"
        parts.append(_tag("p", _text(told), "margin:.2em 0"))
    if crash.hint[language]:
        parts.append(_tag("p", _text(f"→ {crash.hint[language]}"), "margin:.2em 0"))
    form = form_to_write(report, language)
    if form:
        what = word("form_understood", language, concept=report.concept)
        parts.append(_tag("p", _text(f"{word('to_write', language)}: {what}"), HEADING))
        parts.append(_pre(form))
    if crash.trace.strip():
        parts += [_heading("trace", language), _pre(crash.trace)]
    return parts


def _causes(report: Report, language: str) -> str:
    if report.verdict in RIGHT:
        return ""
    left = hint_left(report, language)
    if report.verdict == "error" and not report.causes:
        return _tag("p", _text(left), QUIET) if left else ""
    if left:
        return _hint(report, language) + _tag("p", _text(left), QUIET)
    if not report.causes:
        sentence = no_cause(report, language)
        if report.example:
            sentence += ("" if language == "ja" else " ") + word("start_there", language)
        return _tag("p", _text(sentence), "margin:.8em 0 .2em 0")
    causes = report.causes[:MOST_CAUSES]
    heading = _heading("cause" if len(causes) == 1 else "causes", language)
    return heading + _items(
        (_cause(cause, report.hint, language, first=i == 0) for i, cause in enumerate(causes)),
        "ol",
    )


def _hint(report: Report, language: str) -> str:
    """Return what the second hint tells of the causes."""
    if report.hint != 2:
        return ""
    kinds = [cause.text[language] for cause in report.causes[:MOST_CAUSES]]
    kinds = kinds or [word("hint_no_kind", language)]
    return _heading("hint_kind", language) + _items(map(_text, kinds))


def _cause(cause: Cause, hint: int | None, language: str, first: bool) -> str:
    told = _text(named(cause, language))
    text = _tag("b", told) if first else told
    rows = [
        (label, code, QUIET if which == "ours" else "")
        for label, code, which in lines_of(cause, hint, language)
    ]
    lines = "".join(
        _tag(
            "tr",
            _tag("td", _text(label), f"{CELL}left")
            + _tag("td", _tag("code", _text(code.strip()), CODE), f"{CELL}left;white-space:pre"),
            f"background:transparent;{style}".rstrip(";"),
        )
        for label, code, style in rows
    )
    table = _tag("table", lines, "margin:.2em 0;border-collapse:collapse;border:0")
    return text + (_tag("div", table, "overflow-x:auto") if rows else "")
