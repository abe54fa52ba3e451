"""What is said of code that has blanks still to be filled in: never that it is wrong there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from parity.checking.report import Crash, Report
from parity.checking.unfilled.blanks import Blank, blanks_of
from parity.describing.concept import Text

BLANK = "blank"
"""The name of what is told of blanks."""

MOST = 6
"""How many blanks are named."""


def told_as_blank(report: Report, obj: Any, namespace: Mapping[str, Any]) -> Report:
    """Return the answer, which says of what does not agree because of a blank that it is one.

    What is wrong apart from the blanks stays wrong: an output, where they stand in the way back
    alone; a gradient that has a name of its own, where those of the blanks are missing.
    """
    if report.verdict == "agrees":
        return report
    of_none = "NoneType" in (report.crash.trace if report.crash else "")
    blanks = [blank for blank in blanks_of(obj, namespace) if blank.sure or of_none]
    if not blanks:
        return report
    if report.verdict == "differs":
        if _apart(report, blanks):
            report.remarks.append(_beside(blanks))
            return report
        return Report(
            report.object,
            report.concept,
            "error",
            crash=_crash(report.object, blanks, right=False),
            shape=report.shape,
            alone=report.alone,
        )
    crash = report.crash
    if crash is not None and (of_none or crash.name in ("absent", "wrong_result")):
        right = crash.name == "absent" and any(q.verdict == "agree" for q in report.quantities)
        report.crash = _crash(report.object, blanks, right)
        report.causes = []
    return report


def _apart(report: Report, blanks: Sequence[Blank]) -> bool:
    """Tell whether what is wrong does not come from the blanks."""
    if not all(blank.back for blank in blanks):
        return False
    wrong = (report.first_wrong or "").split(" ")[0]
    if not wrong.startswith("d"):
        return bool(wrong)
    names = {blank.name.removeprefix("self.") for blank in blanks}
    missing = {q.quantity for q in report.quantities if q.verdict == "missing"}
    return names <= missing and wrong not in names


def _listed(blanks: Sequence[Blank]) -> Text:
    said = [(b.name, b.line) for b in blanks[:MOST]]
    more, more_ja = (", ...", "など") if len(blanks) > MOST else ("", "")
    return Text(
        ", ".join(f"{name or 'a loop over pass'} (line {line})" for name, line in said) + more,
        "、".join(f"{name or 'pass だけのループ'}({line} 行目)" for name, line in said) + more_ja,
    )


def _crash(label: str, blanks: Sequence[Blank], right: bool) -> Crash:
    """Say that code has blanks still to be filled in, so that what it gives there says nothing."""
    which, one = _listed(blanks), len(blanks) == 1
    en = "a blank" if one else "blanks"
    rest, rest_ja = ("; what it gives is right", "。得られた値は正しい") if right else ("", "")
    return Crash(
        BLANK,
        Text(
            f"{label} has {en} still to be filled in: {which.en}{rest}.",
            f"{label} には埋めるべき空欄が残っている:{which.ja}{rest_ja}。",
        ),
        Text(
            f"Fill {'it' if one else 'them'} in, and check again.",
            "空欄を埋めてから、もう一度判定する。",
        ),
    )


def _beside(blanks: Sequence[Blank]) -> Text:
    which = _listed(blanks)
    return Text(
        f"Still to be filled in: {which.en}. What is told has nothing to do with that.",
        f"埋めるべき空欄が残っている:{which.ja}。指摘した誤りはそれとは別のものである。",
    )
