"""Judges people's code inside a web page: in the Python of a worker, which the page ends.

There is neither another process nor a file of the reader's: the text comes from an editor. What
judges is :mod:`parity.checking`, with the recorded references that the page has fetched before.
"""

from __future__ import annotations

import json
import os
import re
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from parity.checking.alone.definitions import why_not
from parity.checking.choosing import concept_of, whole_file
from parity.checking.judging.attempt import attempt, attempt_alone, crash_of
from parity.checking.loading.crashes import (
    LoadError,
    RefusedError,
    nothing_recognised,
    report_of,
    timeout,
)
from parity.checking.loading.definitions import Loaded, load, resolve
from parity.checking.loading.seal import Seal, not_by_itself
from parity.checking.report import Crash, Report
from parity.checking.running.printed import captured
from parity.checking.running.request import ALONE, PASSED
from parity.describing.concept import Text
from parity.errors import ReaderError
from parity.harness.recorded_references import sums
from parity.harness.registry import all_concepts
from reports.check.as_data import as_data

Tell = Callable[[str, Any], None]
"""Says what is going on, at once: ``at`` what to say if the code now takes too long, ``late`` that
it does, and in which line."""

LONGER = 3
"""How many times as long looking for causes may take; the page waits so long too."""

CHOOSE = Text(
    "Choose the object and the concept, and have it judged again.",
    "対象と項目を選び、もう一度判定するとよい。",
)
"""What a page says where the command line would name its options."""


END = Text(
    "Look for a loop that does not end.",
    "終わらないループがないか見るとよい。",
)


class Desk:
    """The code of one reader, and the answers to it.

    Args:
        folder: where the text is written, so that tracebacks and sources find it.
        language: of the answers, ``"en"`` or ``"ja"``.
        tell: hears what is going on.
        limit: seconds of one call of the code after which ``late`` is told; the page ends the
            worker itself. A slow phone judges for longer in all.
    """

    def __init__(
        self, folder: str, language: str, tell: Tell = lambda kind, what: None, limit: float = 10.0
    ) -> None:
        self.folder = Path(folder)
        self.language = language
        self.tell = tell
        self.limit = limit
        self.loaded: Loaded | None = None
        self.own: dict[str, Any] = {}
        self.seal = Seal()

    def open(self, text: str, file: str, concept: str = "", name: str = "") -> str:
        """Load the code; return what of it will be judged, and which records that takes, as JSON.

        Where it cannot be loaded, or nothing in it is known, the answer is there already.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        os.chdir(self.folder)
        path = self.folder / file
        path.write_text(text, encoding="utf-8")
        sys.modules.pop("checked_" + re.sub(r"\W", "_", path.stem), None)
        self.seal = Seal()
        self.tell("at", self._late(file, "", loading=True))
        try:
            with captured() as printed, _Watch(self.limit, self.tell):
                self.loaded = load(path)
            self.own = self.loaded.definitions()
            found = self._chosen(str(path), concept, name)
        except (LoadError, ReaderError) as error:
            crash = error.crash if isinstance(error, LoadError) else crash_of(error)
            report = report_of(_for_a_page(crash, concept), name or file, concept)
            report.printed = printed.text()
            return json.dumps({"reports": [as_data(report, self.language)]})
        return json.dumps({"found": found, "records": records_of(c for _, c in found)})

    def _chosen(self, path: str, concept: str, name: str) -> list[tuple[str, str]]:
        assert self.loaded
        space = self.loaded.namespace
        if name:
            names: list[tuple[str, str | None]] = [(name, concept or None)]
        else:
            names = whole_file(self.own, space, path, concept or None)
        chosen = []
        for each, known in names:
            obj = resolve(space, each, self.loaded.file, self.own, self.loaded.problems)
            chosen.append((each, concept_of(each, obj, space, path) if known is None else known))
        if not chosen or all(c == PASSED for _, c in chosen):
            why = {n: why_not(n, self.own[n], self.own) for n, _ in chosen if n in self.own}
            raise RefusedError(nothing_recognised(self.loaded.file, self.own, why))
        return chosen

    def _late(self, name: str, at: str, loading: bool) -> list[str]:
        """Return what is to be said if the time is over now: by then nothing here can say it."""
        crash = timeout(name, at, self.limit, "", loading)
        return [crash.what[self.language], END[self.language]]

    def judge(self, name: str, concept: str, causes: bool = True) -> str:
        """Judge one of what was found, and return the answer as JSON.

        Without the causes it comes at once: looking for them takes most of the time.
        """
        assert self.loaded
        space, problems = self.loaded.namespace, self.loaded.problems
        obj = resolve(space, name, self.loaded.file, self.own, problems)
        if concept == PASSED:
            report = Report(name, "", "passed", remarks=[why_not(name, obj, self.own)])
            return json.dumps(as_data(report, self.language))

        began = time.perf_counter()
        watch = _Watch(self.limit * (LONGER if causes else 1), self.tell)

        def at(what: str) -> None:
            watch.begin()
            self.tell("at", self._late(name, what, loading=False))

        at("")
        with captured() as printed, watch:
            try:
                if concept == ALONE:
                    report = attempt_alone(obj, name, space, at, problems)
                else:
                    report = attempt(obj, concept, label=name, namespace=space, mapping={},
                                     progress=at, problems=problems, causes=causes)  # fmt: skip
            except ReaderError as error:
                report = report_of(_for_a_page(crash_of(error), concept), name, concept)
        replaced = self.seal.broken()
        if replaced and report.verdict == "agrees":
            report = report_of(not_by_itself(name, replaced), name, concept)
        if self.loaded.remark is not None:
            report.remarks.append(self.loaded.remark)
        report.seconds = time.perf_counter() - began
        report.printed = printed.text()
        # What was replaced would judge the next code too: the page takes another worker then.
        return json.dumps(as_data(report, self.language) | {"spoiled": bool(replaced)})


def records_of(concepts: Any) -> list[str]:
    """Return the files of ``parity/recorded`` that judging as these concepts may read."""
    known, there = all_concepts(), sums()
    found: dict[str, None] = {}
    for name in concepts:
        if name not in known:
            continue
        for each in (known[name], *(known[n] for n in known[name].siblings if n in known)):
            path = f"{each.group}/{each.name}.record"
            if path in there:
                found[path] = None
    return list(found)


def _for_a_page(crash: Crash, concept: str) -> Crash:
    """Return the same without the options of a command line."""
    if crash.name not in ("not_recognised", "bad_usage") or "parity" not in crash.hint.en:
        return crash
    twin = all_concepts()[concept].twin if concept in all_concepts() else ""
    called = Text(f"Call it {twin}.", f"名前を {twin} にするとよい。")
    return replace(crash, hint=called if twin else CHOOSE)


class _Watch:
    """Tells, once the time is over, in which line of the user's the code is.

    The page ends the worker, which then can say nothing any more. Only jumps backwards are
    watched, which is what a loop makes; each place outside the user's code is asked once.
    """

    TOOL = 3

    def __init__(self, limit: float, tell: Tell) -> None:
        self.limit, self.tell = limit, tell
        self.monitoring: Any = getattr(sys, "monitoring", None)  # from Python 3.12
        self.end = 0.0

    def __enter__(self) -> None:
        if self.monitoring is None or self.monitoring.get_tool(self.TOOL):
            self.monitoring = None
            return
        self.begin()
        at = self.monitoring
        at.use_tool_id(self.TOOL, "parity")
        at.register_callback(self.TOOL, at.events.JUMP, self._jumped)
        at.set_events(self.TOOL, at.events.JUMP)

    def begin(self) -> None:
        """Give the next call its time."""
        self.end = time.perf_counter() + self.limit

    def __exit__(self, *_: object) -> None:
        if self.monitoring is not None:
            self.monitoring.set_events(self.TOOL, 0)
            self.monitoring.register_callback(self.TOOL, self.monitoring.events.JUMP, None)
            self.monitoring.free_tool_id(self.TOOL)

    def _jumped(self, code: Any, start: int, end: int) -> Any:
        from parity.checking.loading.origin import is_users, shown

        if end > start or not is_users(code.co_filename):
            return self.monitoring.DISABLE
        if time.perf_counter() > self.end:
            # The jump and its goal: the head of a loop is one of the two, mostly.
            lines = [n for first, last, n in code.co_lines() if n and (
                first <= start < last or first <= end < last)]  # fmt: skip
            where = {"file": shown(code.co_filename), "number": min(lines, default=0)}
            self.tell("late", where)
            self.end = float("inf")
        return None
