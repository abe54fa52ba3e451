"""The process between the reader's and the user's: starts the one, and answers the other.

It imports what judges, forks the process in which the user's code runs, and never runs that code
itself: whatever the code changes (a function of NumPy's, a bound of ours), it changes elsewhere.
What comes back is plain data. Where it is said that the code agrees, the arrays that the code gave
come too, and the verdict is computed here, from cases that are drawn here.

Where processes cannot be forked, the other one is started anew.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import subprocess
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, BinaryIO

from parity import children
from parity.checking.running import messages
from parity.checking.running.request import Answer, Request

if TYPE_CHECKING:
    from parity.checking.judging.evidence import Claim
    from parity.checking.report import Report

FIRST, LONGEST = 0.002, 0.1
"""Seconds between two looks whether the other process lives: longer and longer."""

LINGER = 1.0
"""Seconds in which a process that has ended may still be heard, where its pipe stays open."""

Send = Callable[[str, Any], None]


def types_of(kind: str) -> Any:
    """Return the type of the content of what the user's process says."""
    if kind == "claim":
        from parity.checking.judging.evidence import Claim

        return Claim
    return messages.types_of(kind)


class Forked:
    """The user's process as a child that was forked."""

    def __init__(self, work: Callable[[BinaryIO], None]) -> None:
        read, write = os.pipe()
        self.code: int | None = None
        self.pid = os.fork()
        if self.pid == 0:
            try:
                os.close(read)
                children.die_with_parent()
                work(os.fdopen(write, "wb"))
            finally:
                os._exit(1)
        os.close(write)
        self.answers: BinaryIO = os.fdopen(read, "rb")

    def ended(self) -> int | None:
        """Return the exit code, minus the signal's number where one ended it; None while alive."""
        if self.code is None:
            with contextlib.suppress(ChildProcessError):
                pid, status = os.waitpid(self.pid, os.WNOHANG)
                if pid:
                    self.code = os.waitstatus_to_exitcode(status)
        return self.code


class Started:
    """The user's process where there is no fork: the same module, started once more."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            children.command("parity.checking.process", "user"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert self.process.stdout
        self.answers: BinaryIO = self.process.stdout  # type: ignore[assignment]

    def ask(self, request: Request) -> None:
        """Give it its request."""
        assert self.process.stdin
        with contextlib.suppress(OSError):  # if it is gone, that will show
            pickle.dump(request, self.process.stdin)
            self.process.stdin.close()

    def ended(self) -> int | None:
        """Return the exit code; None while it lives."""
        return self.process.poll()


class Umpire:
    """Hears one user's process to its end, and says what is so.

    Args:
        request: what is judged.
        other: the user's process.
        send: says it to the reader's process.
    """

    def __init__(self, request: Request, other: Forked | Started, send: Send) -> None:
        self.request, self.other, self.send = request, other, send
        self.heard: queue.SimpleQueue[Answer | None] = queue.SimpleQueue()
        self.current: tuple[str, str] | None = None
        self.reports = 0
        self.parent = children.Parent()

    def serve(self) -> None:
        """Relay what is said until nothing more comes."""
        threading.Thread(target=self._listen, daemon=True, name="parity-answers").start()
        while True:
            answer = self._next()
            if answer is None:
                self.send("ended", self._code())
                return
            kind, content = answer
            if kind == "end":
                # Code that ends its own process may have said so itself.
                done = self.reports or self.request.find_only
                self.send(*(("end", None) if done else ("ended", 0)))
                return
            self._hear(kind, content)
            if kind in ("refused", "failed", "unloadable", "broken"):
                self.send("end", None)
                return

    def _hear(self, kind: str, content: Any) -> None:
        if kind == "judging":
            self.current = content
        if kind in ("claim", "report"):
            self.send("verifying", None)
            report = content if kind == "report" else self._verified(content)
            report = self._plausible(report, kind)
            self.reports += 1
            self.current = None
            self.send("report", report)
        elif kind not in ("ready", "verifying", "ended"):
            self.send(kind, content)

    def _verified(self, claim: Claim) -> Report:
        from parity.checking.judging.verifying import verified

        name, concept = self.current or ("", "")
        pickled = self.request.records.get(concept)  # from the reader's process
        report = verified(claim, concept, pickle.loads(pickled) if pickled else None)
        hidden = report.verdict == "agrees" and self._hides_its_gradients(claim)
        return self._unproven(name, concept) if hidden else report

    def _hides_its_gradients(self, claim: Claim) -> bool:
        """Tell whether code gave no gradient though a way back is written."""
        from parity.checking.loading.way_back import goes_back, texts_of
        from parity.checking.reading.sessions.functions import partners_of
        from parity.harness.registry import find

        evidence, name = claim.evidence, claim.report.object
        if evidence is None or not evidence.concept or evidence.network:
            return False
        concept = find([evidence.concept])[0]
        if concept.kind not in ("layer", "loss"):
            return False
        if "gradient" in {given.role for run in evidence.runs for given in run.given}:
            return False
        texts = [*texts_of(self.request.path), *map(str, self.request.sources.values())]
        return goes_back(name, texts, partners_of(name), weighted=bool(concept.weights))

    def _plausible(self, report: Report, kind: str) -> Report:
        """Return the report if it may be one, else what stands for it.

        That something agrees is said by a claim alone, and never of what was not being judged;
        that it is passed over, only of what was found beside others.
        """
        from parity.harness.registry import current_name

        name, concept = self.current or ("", "")
        asked = self.request
        right = self.current is not None and report.object == name
        right &= not asked.name or name == asked.name
        right &= not asked.concept or concept in (asked.concept, current_name(asked.concept))
        if kind == "report":
            single = bool(asked.name or asked.pickled or asked.concept)
            right &= report.verdict != "agrees"
            right &= report.verdict != "passed" or not single
        return report if right else self._unproven(name, concept)

    def _unproven(self, name: str, concept: str) -> Report:
        from parity.checking.loading.crashes import report_of
        from parity.checking.loading.seal import unproven

        return report_of(unproven(name or self.request.label), name, concept)

    def _listen(self) -> None:
        while True:
            try:
                answer = messages.read(self.other.answers, types_of)
            except (messages.BadAnswerError, OSError, ValueError):
                self.heard.put(None)
                return
            self.heard.put(answer)

    def _next(self) -> Answer | None:
        """Return the next answer; None if no more can come."""
        pause, over = FIRST, 0.0
        while True:
            try:
                return self.heard.get(timeout=pause)
            except queue.Empty:
                pause = min(2 * pause, LONGEST)
            if self.parent.gone():
                children.kill_below(os.getpid())
                os._exit(1)  # nobody hears us any more
            # A process that it has started may keep the pipe open, so its end need not show.
            if self.other.ended() is not None:
                over = over or time.monotonic() + LINGER
                if time.monotonic() > over:
                    return None

    def _code(self) -> int:
        until = time.monotonic() + LINGER
        while (code := self.other.ended()) is None and time.monotonic() < until:
            time.sleep(FIRST)
        return 1 if code is None else code
