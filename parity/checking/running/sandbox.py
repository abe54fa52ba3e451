"""Runs the user's code in a process of its own, with a time limit, and survives whatever it does.

Nothing here needs NumPy before the process is started: it imports NumPy while this one gets ready.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import secrets
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from parity import children
from parity.checking.running import messages
from parity.checking.running.output import Output
from parity.checking.running.request import TIMED_OUT, Answer, Request
from parity.checking.running.time_limit import IMPORTS

if TYPE_CHECKING:
    from parity.checking.report import Crash, Report

START_TIMEOUT = 60.0
"""Seconds that the process may take to import what judges."""

GRACE = 1.0
"""Seconds after the time limit until a process is killed that has not ended itself."""

_TICK = 0.1
_LINGER = 1.0
"""Seconds in which a process that has ended may still be heard, where its pipe stays open."""

Progress = Callable[[str], None]
"""Called every now and then with what the user's code is at."""


class UnloadableError(Exception):
    """An object could not be built again in another process."""


class BrokenError(RuntimeError):
    """The judge itself failed: a defect of ours, with its traceback."""


class _GoneError(Exception):
    """The process has ended."""


def command() -> list[str]:
    """Return the command line of the process."""
    return children.command("parity.checking.process")


class Child:
    """A process that gets ready to judge; it is killed at the end of the ``with`` block."""

    def __init__(self) -> None:
        self.mark = b"\0" + secrets.token_hex(16).encode() + b"\0"
        self.process = subprocess.Popen(
            command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=os.name != "nt",  # so that what it starts can be killed with it
        )
        assert self.process.stdout
        assert self.process.stderr
        self.answers: queue.SimpleQueue[Answer | None] = queue.SimpleQueue()
        self.output = Output(self.process.stderr.fileno(), self.mark)
        self.output.start()
        self.reader = threading.Thread(
            target=self._read, args=[self.process.stdout], daemon=True, name="parity-answers"
        )
        self.reader.start()
        self.trace = ""
        self.ready = False
        self.at = ""
        self.current: tuple[str, str] | None = None
        self.todo: list[tuple[str, str]] | None = None
        self.deadline = self.latest = time.monotonic() + START_TIMEOUT
        self.code: int | None = None

    def __enter__(self) -> Child:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Kill the process and leave nothing behind."""
        self.kill()
        for pipe, reader in (
            (self.process.stdin, None),
            (self.process.stdout, self.reader),
            (self.process.stderr, self.output),
        ):
            if reader:
                reader.join(timeout=0.2)  # longer where something that got away holds the pipe
            if pipe and not (reader and reader.is_alive()):
                with contextlib.suppress(OSError):
                    pipe.close()
        if self.trace:
            with contextlib.suppress(OSError):
                os.unlink(self.trace)

    def kill(self) -> None:
        """Kill the process, and those that it has started, in whatever session they are."""
        if self.process.poll() is None:
            children.kill_below(self.process.pid)
        if os.name != "nt":
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()

    def _read(self, pipe: Any) -> None:
        while True:
            try:
                answer = messages.read(pipe, messages.types_of)
            except (messages.BadAnswerError, OSError, ValueError):
                # Its end, or nothing that the process meant to send.
                self.answers.put(None)
                return
            self.answers.put(answer)

    def _next(self, progress: Progress) -> Answer:
        """Return the next answer.

        Raises:
            TimeoutError: if the time limit has passed.
            _GoneError: if the process has ended.
        """
        ended = False
        while True:
            try:
                answer = self.answers.get(timeout=_LINGER if ended else _TICK)
            except queue.Empty:
                progress(self.at)
                if ended:
                    raise _GoneError from None
                # A process that it has started may keep the pipe open, so its end need not show.
                ended = self.process.poll() is not None
                if not ended and time.monotonic() > self.deadline:
                    raise TimeoutError from None
                continue
            if answer is None:
                raise _GoneError
            return answer

    def judge(self, request: Request, reports: list[Report], progress: Progress) -> Request | None:
        """Judge what ``request`` asks for, and append each report as it comes.

        Returns:
            The request for what is left after the process hung or crashed; ``None`` if nothing is.

        Raises:
            RefusedError: if the question cannot be answered as it was put.
            UnloadableError: if the object cannot be built again there.
            BrokenError: if the judge itself fails.
        """
        import tempfile

        descriptor, self.trace = tempfile.mkstemp(prefix="parity-check-", suffix=".trace")
        os.close(descriptor)
        request = replace(request, marker=self.mark, trace=self.trace)
        with contextlib.suppress(OSError):  # if it is gone, that will show below
            assert self.process.stdin
            pickle.dump(request, self.process.stdin)
            self.process.stdin.close()
        # Now there is time: the process imports NumPy as well.
        import parity.checking.report  # noqa: F401

        try:
            self._collect(request, reports, progress)
        except (TimeoutError, _GoneError) as error:
            late = isinstance(error, TimeoutError)
            crash = self._ending(request, late)
            # While the file is loaded, everything that was to come shares its fate.
            lost = [self.current] if self.current else request.only
            for name, concept in lost or [(request.label, request.concept or "")]:
                self._add(reports, crash, name, concept)
            if self.current and self.todo:
                return replace(request, only=tuple(self.todo))
        return None

    def _collect(self, request: Request, reports: list[Report], progress: Progress) -> None:
        while True:
            kind, content = self._next(progress)
            match kind:
                case "ready":
                    self.ready = True
                    self.deadline = time.monotonic() + request.timeout + GRACE
                    self.latest = self.deadline + IMPORTS
                case "importing":  # which may take no longer than that all in all
                    later = time.monotonic() + request.timeout + GRACE
                    self.deadline = max(self.deadline, min(later, self.latest))
                case "found":
                    self.todo = list(content)
                    if request.find_only:
                        return
                case "judging":
                    self.current = content
                    self.at = ""
                    if self.todo and content in self.todo:
                        self.todo.remove(content)
                    self.deadline = time.monotonic() + request.timeout + GRACE
                    self.latest = self.deadline + IMPORTS
                case "at":
                    self.at = content
                    progress(content)
                case "verifying":  # in a process that the code cannot keep waiting
                    self.at = ""
                    self.deadline = time.monotonic() + START_TIMEOUT
                case "report":
                    report: Report = content
                    report.printed = self.output.next_part()
                    reports.append(report)
                case "failed":
                    self._add(reports, content, request.label, request.concept or "")
                    return
                case "refused":
                    from parity.checking.loading.crashes import RefusedError

                    raise RefusedError(content)
                case "unloadable":
                    raise UnloadableError(content)
                case "broken":
                    raise BrokenError(f"The check itself failed:\n{content}")
                case "ended":
                    self.code = content
                    raise _GoneError
                case "end":
                    return

    def _add(self, reports: list[Report], crash: Crash, name: str, concept: str) -> None:
        from parity.checking.loading.crashes import report_of

        report = report_of(crash, name, concept)
        report.printed = self.output.next_part(patience=0.5)
        reports.append(report)

    def _ending(self, request: Request, late: bool) -> Crash:
        """Say how the process ended, and where the code was."""
        from parity.checking.loading import crashes
        from parity.checking.running import last_words

        code = self._exit_code(late)
        if not self.ready:  # before it ran any code of the user's
            said = self.output.next_part(patience=2.0).strip()
            reason = "did not start in time" if late else f"exit {code}"
            raise BrokenError(f"The process that judges could not be started ({reason}).\n{said}")
        words = last_words.read(self.trace)
        trace = last_words.trace(words, _sources(request), request.path)
        name = self.current[0] if self.current else request.label
        if late or words.startswith(TIMED_OUT):
            return crashes.timeout(name, self.at, request.timeout, trace, self.current is None)
        if code < 0:
            return crashes.crashed(name, self.at, signal.Signals(-code).name, trace)
        if code > 255:  # what Windows has for signals
            return crashes.crashed(name, self.at, hex(code), trace)
        return crashes.exited(name, self.at, code, trace)

    def _exit_code(self, late: bool) -> int:
        if not late:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=GRACE)
        self.kill()  # what it has started as well, so that its output comes to an end
        return self.process.returncode if self.code is None else self.code


def _sources(request: Request) -> Mapping[str, str]:
    """Return the text of the files that exist in the process only."""
    if not request.path.endswith(".ipynb"):
        return request.sources
    from parity.checking.loading.crashes import LoadError
    from parity.checking.loading.notebooks import cells

    try:
        return {cell.name: cell.source for cell in cells(Path(request.path))}
    except LoadError:  # saved anew just now, and not whole yet
        return {}


def check(
    request: Request, child: Child | None = None, progress: Progress = lambda at: None
) -> list[Report]:
    """Judge what ``request`` asks for; after a hang or a crash, the rest in a fresh process.

    Args:
        request: what is judged.
        child: a process that was started before, and is used up.
        progress: told every tenth of a second what the user's code is at.

    Raises:
        RefusedError, UnloadableError, BrokenError: see :meth:`Child.judge`.
    """
    reports: list[Report] = []
    rest: Request | None = request
    while rest is not None:
        with child or Child() as running:
            rest = running.judge(rest, reports, progress)
        child = None
    return reports


def find(request: Request, progress: Progress = lambda at: None) -> list[tuple[str, str]] | Report:
    """Return (name, concept) of what ``request`` would judge, or why the code cannot be loaded."""
    reports: list[Report] = []
    with Child() as child:
        child.judge(replace(request, find_only=True), reports, progress)
    return reports[0] if reports else child.todo or []
