"""Judges one object; whatever its code raises becomes part of the answer."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from typing import Any

from parity.checking.loading.crashes import RefusedError, both, raised, report_of
from parity.checking.loading.notebooks import Problem
from parity.checking.report import Crash, Report
from parity.errors import ReaderError
from parity.harness.recorded_references import Record
from parity.harness.registry import all_concepts, find


def require_concept(name: str) -> None:
    """Check that ``name`` is a concept's.

    Raises:
        ReaderError: if it is not, with the nearest names.
    """
    if name not in all_concepts():
        of_group = find([name])
        names = ", ".join(concept.name for concept in of_group)
        raise ReaderError(f"{name} is a group of concepts; name one of them: {names}.")


def attempt(
    obj: Any,
    concept: str,
    *,
    label: str,
    namespace: Mapping[str, Any],
    mapping: Mapping[str, str],
    record: Record | None = None,
    live: bool = False,
    progress: Callable[[str], None] = lambda what: None,
    problems: Mapping[str, Problem] | None = None,
) -> Report:
    """Return the answer for ``obj``; see :func:`parity.checking.judging.judge.check_object`.

    Args:
        problems: why names of a notebook are missing: a remark says so where the code wants one.

    Raises:
        ReaderError: where the question, not the code, is at fault.
    """
    from parity.checking.judging.judge import check_object

    at = ""

    def tell(what: str) -> None:
        nonlocal at
        at = what
        progress(what)

    started = time.perf_counter()
    try:
        report = check_object(
            obj,
            concept,
            label=label,
            namespace=namespace,
            mapping=mapping,
            record=record,
            live=live,
            progress=tell,
        )
    except ReaderError:
        raise
    except BaseException as error:
        # SystemExit and KeyboardInterrupt too: the code raised them, nobody pressed a key.
        report = report_of(raised(error, label, at), label, concept)
    report.seconds = report.seconds or time.perf_counter() - started
    _explain_missing_names(report, problems or {})
    return report


def crash_of(error: Exception) -> Crash:
    """Return why there is no answer: the question is at fault, or the check itself is broken."""
    if isinstance(error, RefusedError):
        return error.crash
    return Crash("bad_usage" if isinstance(error, ReaderError) else "broken", both(str(error)))


def _explain_missing_names(report: Report, problems: Mapping[str, Problem]) -> None:
    """Add why a name is missing that the code asked for in vain."""
    said = [quantity.note.en for quantity in report.quantities]
    if report.crash:
        said += [report.crash.what.en, report.crash.trace]
    for name in dict.fromkeys(re.findall(r"name '(\w+)' is not defined", "\n".join(said))):
        if name in problems:
            report.remarks.append(problems[name].text)
