"""What the answer to a check says, for the terminal and the notebook alike."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Sequence
from pathlib import Path

from parity.checking.report import RIGHT, Cause, Example, Line, Quantity, Report
from reports.check.words import counted, joined, listed, separator, word

MOST_CAUSES = 3
MOST_PRINTED = 8

_ESCAPE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_CAPITAL = re.compile(r"^(It|Its|The|There|This|That|No|Nothing|A|An|In|At|Among|Each|Every)\b")


def cleaned(text: str) -> str:
    """Return ``text`` without what a terminal would obey: escape sequences, control characters."""
    text = _ESCAPE.sub("", text.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4))
    return _CONTROL.sub("", text).encode("utf-8", "backslashreplace").decode("utf-8")


def mark(report: Report) -> str:
    """Return ✔, ✘, – or !."""
    return {"agrees": "✔", "differs": "✘", "passed": "–"}.get(report.verdict, "!")


def headline(report: Report, language: str) -> str:
    """Return the answer in one sentence and one line, without its mark."""
    if report.verdict == "agrees" and report.alone and not report.conventions:
        sentence = word("agrees_alone", language, object=report.object)
        sentence += _bracketed([_least_digits(report, language)], language)
    elif report.verdict == "agrees":
        sentence = _agreement(report, language)
    elif report.verdict == "differs":
        sentence = _difference(report, language)
    elif report.verdict == "passed":
        sentence = word("passed", language, object=report.object)
        if report.remarks:
            why = _going_on(report.remarks[0][language], language)
            sentence += word("because", language, what=why)
    else:
        sentence = word("cannot_judge", language, object=report.object)
        if crashed_with(report, language):
            sentence += word("because", language, what=crashed_with(report, language))
    return " ".join(sentence.split())


def crashed_with(report: Report, language: str) -> str:
    """Return what happened, as it goes on after a colon: the object was named already."""
    if report.crash is None:
        return ""
    what = report.crash.what[language].strip()
    if report.object:
        named = re.escape(report.object)
        if language == "ja":
            return re.sub(rf"^{named} ?[がは] ?(?=.)", "", what)
        what = re.sub(rf"^{named} (?=\w)", "it ", what)
    return _going_on(what, language)


def _going_on(sentence: str, language: str) -> str:
    """Return a sentence as it goes on after a colon; a name keeps its capital."""
    if language == "ja":
        return sentence
    return _CAPITAL.sub(lambda found: found[0].lower(), sentence)


def _agreement(report: Report, language: str) -> str:
    within = separator(language).join(text[language] for text in report.qualified)
    if report.conventions:
        sentence = joined("qualified", language, object=report.object, within=within)
        if len(report.conventions) == 1:
            text = _going_on(report.conventions[0].text[language], language)
            sentence += word("because", language, what=text)
    else:
        against = word("own_forward" if report.alone else "our_numpy", language)
        plain = not report.concept or report.concept == report.object
        sentence = joined(
            "agrees",
            language,
            object=report.object,
            within=within,
            references=listed(report.references, language) or against,
            role="" if plain else joined("role", language, concept=report.concept),
        )
        digits = _least_digits(report, language)
        cases = separator(language).join(_cases(report, language))
        sentence += _bracketed([digits, cases], language)
    imprecise = [
        quantity_name(q.quantity, language) for q in report.quantities if q.verdict == "imprecise"
    ]
    if imprecise and len(report.conventions) != 1 and not report.float32:
        key = "loses" if len(imprecise) == 1 else "lose"
        sentence += word(key, language, quantities=listed(imprecise[:3], language))
    return sentence


def _difference(report: Report, language: str) -> str:
    sentence = word("differs", language, object=report.object)
    first = first_wrong(report)
    if first is None:
        what = crashed_with(report, language)
        return sentence + (word("because", language, what=what) if what else "")
    name, _, step = (report.first_wrong or first.quantity).partition(", step ")
    name = quantity_name(name, language)
    key = f"{first.verdict}_first"
    if first.verdict in ("differ", "agree"):
        wrong = [q for q in report.quantities if q.verdict != "agree"]
        key = "wrong_first" if len(wrong) > 1 else "wrong_only"
        if len(report.quantities) == 1:
            key = "wrong"
    if step and language == "ja":
        name = word("at_step", language, quantity=name, step=step)
    sentence += word(key, language, quantity=name)
    if step and language == "en":
        sentence += word("at_step", language, step=step)
    digits = "" if first.digits is None else digits_in_words(first.digits, language)
    return sentence + _bracketed([digits], language)


def _bracketed(parts: Sequence[str], language: str) -> str:
    """Return the parts in brackets, for the end of a sentence, or nothing."""
    parts = [part for part in parts if part]
    if not parts:
        return ""
    return f"({'、'.join(parts)})" if language == "ja" else f" ({'; '.join(parts)})"


def _least_digits(report: Report, language: str) -> str:
    # What agrees with no digit is 0 by definition, such as the gradient of b_k.
    counted_digits = [
        q.digits
        for q in report.quantities
        if q.digits is not None and not (q.verdict == "agree" and q.digits < 1)
    ]
    return digits_in_words(min(counted_digits), language) if counted_digits else ""


def _cases(report: Report, language: str) -> list[str]:
    """Return how many cases were judged, in words."""
    found = []
    if report.cases:
        found.append(counted("live" if report.live else "recorded", report.cases, language))
    if report.random_cases:
        key = "random_too" if report.cases else "random"
        found.append(counted(key, report.random_cases, language))
    return found


def digits_in_words(digits: float, language: str) -> str:
    """Return such as "1.3 digits"."""
    shown = digits_shown(digits)
    if shown == "0.0":
        return word("digit_of_none", language)
    return word("digits_of", language, digits=shown)


def digits_shown(digits: float | None) -> str:
    """Return the agreed digits with one decimal; a dash where they cannot be counted."""
    if digits is None or not math.isfinite(digits):
        return "–"
    return f"{max(digits, 0.0):.1f}"


def quantity_name(name: str, language: str) -> str:
    """Return a quantity as the reader knows it."""
    return name.replace(word("second_call", "en"), word("second_call", language))


def first_wrong(report: Report) -> Quantity | None:
    """Return the row that the report calls the first to go wrong, else the first that is."""
    # Where there are steps, the report names them too: "W, step 3" is in the row of W.
    name = (report.first_wrong or "").partition(", step ")[0]
    # Where something raised, digits lost to rounding are not what is wrong.
    right = ("agree", "imprecise") if report.crash is not None else ("agree",)
    wrong = [row for row in report.quantities if row.verdict not in right]
    named = [row for row in report.quantities if row.quantity == name]
    return next(iter([*named, *wrong]), None)


def no_cause(report: Report, language: str) -> str:
    """Return what is said where no cause is known."""
    raised = report.crash is not None and bool(report.crash.trace)
    return word("no_cause_raised" if raised else "no_cause", language)


def context(report: Report, language: str) -> list[str]:
    """Return what stands below the headline: what the code is, and what it was compared with."""
    parts = []
    told = report.verdict == "agrees" and not report.conventions
    if not told and report.concept and report.concept != report.object:
        parts.append(word("judged_as", language, concept=report.concept))
    parts.append(report.shape[language])
    if report.alone:
        parts.append(word("alone_told" if told else "alone", language))
    if report.seconds > 0:
        parts.append(word("seconds", language, seconds=f"{report.seconds:.1f}"))
    if not told:
        cases = _cases(report, language)
        if report.cases and report.references:
            references = listed(report.references, language)
            key = "cases_live" if report.live else "cases_recorded"
            cases[0] = word(key, language, cases=cases[0], references=references)
        parts.append(separator(language).join(cases))
    return [part for part in parts if part]


def note_of(row: Quantity, language: str) -> str:
    """Return what there is to say about a row: how far it is off, and its note."""
    parts = []
    error, bound = row.max_abs_error, row.bound
    if row.verdict in ("differ", "imprecise") and error is not None and math.isfinite(error):
        if bound is None:
            parts.append(word("off_by_alone", language, error=f"{error:.1e}"))
        else:
            parts.append(word("off_by", language, error=f"{error:.1e}", bound=f"{bound:.1e}"))
    if row.note[language]:
        parts.append(row.note[language])
    return ("。" if language == "ja" else "; ").join(parts)


def place(line: Line) -> str:
    """Return where a line is, such as ``my_layers.py:41``, seen from the current folder."""
    file = line.file
    path = Path(file)
    if path.is_absolute() and path.is_relative_to(Path.cwd()):
        file = str(path.relative_to(Path.cwd()))
    return f"{file}:{line.number}" if line.number > 0 else file


def example_code(example: Example) -> str:
    """Return the inputs, the user's result and the right one as Python that runs as it stands."""
    parts = [example.code.strip("\n")]
    for name, literal in (("yours", example.yours), ("expected", example.expected)):
        if literal.strip():
            parts.append(_assignment(name, literal.strip()))
    return "\n".join(part for part in parts if part)


def _assignment(name: str, literal: str) -> str:
    """Return ``name = literal``, the rows of an array below each other; words as a comment."""
    plain = f"{name} = {literal}"
    aligned = plain.replace("\n", "\n" + " " * len(f"{name} = "))
    try:
        same = ast.dump(ast.parse(aligned)) == ast.dump(ast.parse(plain))
    except (SyntaxError, ValueError):
        return "\n".join(f"# {line}" for line in f"{name}: {literal}".splitlines())
    return aligned if same else plain


def shown_rows(rows: Sequence[Quantity], most: int = 16) -> tuple[list[Quantity], list[Quantity]]:
    """Return the rows worth a line, in order, and those that a count will do for.

    A network has dozens of quantities. What is wrong comes first, then what agrees least.
    """
    if len(rows) <= most:
        return list(rows), []
    ranked = sorted(
        range(len(rows)),
        key=lambda i: (
            rows[i].verdict == "agree",
            (rows[i].digits or 0.0) if rows[i].verdict == "agree" else i,
        ),
    )
    chosen = set(ranked[:most])
    shown = [row for i, row in enumerate(rows) if i in chosen]
    return shown, [row for i, row in enumerate(rows) if i not in chosen]


def rest_of_rows(rest: Sequence[Quantity], language: str) -> list[str]:
    """Return a line on those that are not shown, for each kind."""
    lines = []
    wrong = [row for row in rest if row.verdict != "agree"]
    agreeing = [row for row in rest if row.verdict == "agree"]
    if wrong:
        lines.append(word("wrong_too", language, n=len(wrong)))
    if agreeing:
        digits = [row.digits for row in agreeing if row.digits is not None]
        n = len(agreeing)
        if digits:
            least = digits_shown(min(digits))
            lines.append(word("agree_too", language, n=n, digits=least))
        else:
            lines.append(word("agree_too_uncounted", language, n=n))
    return lines


def lines_left(n: int, language: str) -> str:
    """Return that there are ``n`` more lines."""
    return word("line_more" if n == 1 else "lines_more", language, n=n)


def sections(report: Report, language: str) -> list[tuple[str, str, list[str]]]:
    """Return (heading, sentence before the list, list) of what else is told, in its order."""
    found = []
    if report.limits:
        limits = [text[language] for text in report.limits]
        found.append((word("limits", language), word("not_written_for", language), limits))
    if report.reading:
        reading = [text[language] for text in report.reading]
        found.append((word("reading", language), "", reading))
    if report.conventions and (report.verdict != "agrees" or len(report.conventions) > 1):
        key = "convention" if len(report.conventions) == 1 else "conventions"
        conventions = [convention.text[language] for convention in report.conventions]
        found.append((word(key, language), "", conventions))
    remarks = report.remarks[1:] if report.verdict == "passed" else report.remarks
    if remarks:
        found.append((word("remarks", language), "", [remark[language] for remark in remarks]))
    return found


def hint_left(report: Report, language: str) -> str:
    """Return what the next hint tells; nothing where there is none."""
    if report.hint not in (1, 2) or report.verdict in RIGHT:
        return ""
    level = report.hint + 1
    more = word(f"hint_more_{level}", language)
    return word("hint_next", language, level=level, more=more)


def lines_of(cause: Cause, hint: int | None, language: str) -> list[tuple[str, str, str]]:
    """Return (label, code, which) of a cause: the user's line, ours or the mended one."""
    lines = []
    if cause.line:
        lines.append((place(cause.line), cause.line.text, "yours"))
    if cause.mended and (hint or not cause.ours):
        lines.append((word("mended", language), cause.mended, "mended"))
    elif cause.ours:
        lines.append((word("ours", language), cause.ours, "ours"))
    return lines


def named(cause: Cause, language: str) -> str:
    """Return a cause's text behind its name, by which ``--json`` and ``parity show`` know it."""
    if cause.name in ("", "unknown"):
        return cause.text[language]
    return f"{cause.name}: {cause.text[language]}"
