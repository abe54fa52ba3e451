"""What ``parity check`` does: asks, shows the answers, and gives the exit code."""

from __future__ import annotations

import importlib
import json
import sys
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from parity.checking.running import sandbox
from parity.checking.running.request import ALONE, PASSED, Request
from parity.checking.running.target import (
    file_request,
    read_hint,
    read_mapping,
    read_timeout,
    tell_present_name,
)
from parity.checking.running.waiting import Waiting
from parity.checking.running.watch import watch
from parity.errors import ReaderError
from parity.language import from_locale
from parity.surroundings import print_json, printed_language

if TYPE_CHECKING:
    from parity.checking.live import Live
    from parity.checking.report import Crash, Report

ERROR = 2


@dataclass
class Command:
    """One call of ``parity check``.

    Attributes:
        target: ``FILE`` or ``FILE::NAME``.
        concept: what it is judged as; told from names if ``None``.
        mapping: ``ours=theirs`` pairs.
        live: whether the frameworks compute the references now.
        timeout: seconds for loading the file, and for each object.
        as_json: whether JSON, and nothing else, is printed.
        language: ``en`` or ``ja``; the locale's if ``None``.
        hint: how much is told of a mistake: 1, 2 or 3; everything if ``None``.
        computed: references that were computed before, by the concepts.
    """

    target: str
    concept: str | None = None
    mapping: list[str] = field(default_factory=list)
    live: bool = False
    timeout: float = 20.0
    as_json: bool = False
    language: str | None = None
    hint: str | None = None
    computed: dict[frozenset[str], Live] = field(default_factory=dict, repr=False)

    @property
    def single(self) -> bool:
        """Tell whether one object is judged, and not a whole file."""
        return "::" in self.target or self.concept is not None

    @property
    def lang(self) -> str:
        """Return the language of the answer."""
        if self.as_json:  # which can say everything in any encoding
            return self.language or from_locale()
        return printed_language(self.language)

    def run(self, child: sandbox.Child | None = None) -> int:
        """Check once; return the exit code."""
        waiting = Waiting(self.lang)
        try:
            # What is asked is read first: for what cannot be, no process need get ready.
            level = read_hint(self.hint)
            read_timeout(self.timeout)
            request = file_request(
                self.target, self.concept, read_mapping(self.mapping), self.timeout, self.live
            )
            child = child or (None if self.live else sandbox.Child())
            if not self.as_json:  # what prints, while the other process imports what judges
                importlib.import_module("reports.check.terminal")
                importlib.import_module("reports.console")
            reports = self.reports(request, child, waiting)
        except (ReaderError, sandbox.BrokenError) as error:
            waiting.clear()
            return self.refuse(error)
        finally:
            waiting.clear()
            if child:
                child.close()
        tell_present_name(self.concept, reports)
        self.show([report.hinted(level) for report in reports])
        return max(report.exit_code for report in reports)

    def reports(
        self, request: Request, child: sandbox.Child | None, waiting: Waiting
    ) -> list[Report]:
        """Return the answers.

        Raises:
            ReaderError: if the question cannot be answered.
        """
        if not self.live:
            return sandbox.check(request, child, waiting)
        found = sandbox.find(request, waiting)
        if not isinstance(found, list):
            return [found]
        concepts = (concept for _, concept in found if concept not in (ALONE, PASSED))
        live = self.evaluate(frozenset(concepts), waiting)
        request = replace(request, only=tuple(found), records=live.pickled())
        reports = sandbox.check(request, None, waiting)
        for report in reports:
            report.remarks += [live.remark] if live.remark else []
        return reports

    def evaluate(self, concepts: frozenset[str], waiting: Waiting) -> Live:
        """Return the references, computed now or when this was asked before."""
        if concepts not in self.computed:
            from parity.checking.live import evaluate

            self.computed[concepts] = evaluate(concepts, waiting)
        return self.computed[concepts]

    def show(self, reports: list[Report]) -> None:
        """Print the answers."""
        if self.as_json:
            said = [report.to_dict(self.lang) for report in reports]
            answer = said[0] if self.single else said
            print_json(json.dumps(answer, indent=1, ensure_ascii=False, allow_nan=False))
            return
        if len(reports) == 1:
            from reports.check.terminal import print_report

            print_report(reports[0], self.lang)
            return
        from reports.check.summary import print_summary

        print_summary(reports, self.target, self.lang)

    def refuse(self, error: ReaderError | sandbox.BrokenError) -> int:
        """Say why there is no answer: in one line, or as JSON."""
        from parity.checking.judging.attempt import crash_of
        from parity.checking.loading.crashes import report_of

        crash: Crash = crash_of(error)
        if self.as_json:
            self.show([report_of(crash, self.target, self.concept)])
        else:
            said = [crash.what[self.lang], crash.hint[self.lang], crash.trace]
            print(f"parity: {' '.join(filter(None, said))}", file=sys.stderr)
        return ERROR

    def watch(self) -> int:
        """Check again whenever the file is saved, until Ctrl-C."""
        try:
            read_hint(self.hint)
            read_timeout(self.timeout)
            mapping = read_mapping(self.mapping)
            request = file_request(self.target, self.concept, mapping, self.timeout)
        except ReaderError as error:
            return self.refuse(error)
        ready: list[sandbox.Child] = []

        def answer() -> None:
            if sys.stdout.isatty() and not self.as_json:
                from reports.console import out

                out.clear()
            self.run(ready.pop() if ready else None)
            if not self.as_json:
                print(f"\n{time.strftime('%X')}  {Path(request.path).name}  (Ctrl-C)")
            sys.stdout.flush()
            if not self.live:  # ready before the file is saved again
                ready.append(sandbox.Child())

        try:
            watch(Path(request.path), answer)
        finally:
            for child in ready:
                child.close()
        return 0
