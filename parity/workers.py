"""Runs each framework in a process of its own, several at once, and survives their failures."""

from __future__ import annotations

import os
import pickle
import queue
import subprocess
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any

from parity.messages import Job, Reply

START_TIMEOUT = 180.0
"""Seconds that a framework may take to be imported."""

JOB_TIMEOUT = 120.0
"""Seconds that one evaluation may take."""


HELPED = ("numpy", "keras")
"""Frameworks whose jobs a second process shares: its start costs less than it saves."""

WORTH_A_PROCESS = 100
"""How many jobs must be left for a second process to earn its start."""


@dataclass(frozen=True)
class Failure:
    """A framework's process that did not finish; its column fails with ``reason``."""

    framework: str
    reason: str
    detail: str = ""


@dataclass(frozen=True)
class Started:
    """A framework was imported and is at work."""

    framework: str


Event = tuple[str, Reply] | Failure | Started


def default_jobs() -> int:
    """Return how many processes run at once: one for each core this process may use."""
    count = getattr(os, "process_cpu_count", os.cpu_count)()
    return max(count or 1, 1)


def run_jobs(
    jobs: Mapping[str, Sequence[Job]],
    at_once: int | None = None,
    start_timeout: float = START_TIMEOUT,
    job_timeout: float = JOB_TIMEOUT,
    command: Callable[[str], list[str]] | None = None,
) -> Iterator[Event]:
    """Evaluate every framework's jobs and yield each answer as it comes.

    Args:
        jobs: what each framework evaluates.
        at_once: how many processes run at the same time.
        start_timeout: seconds for a framework's import.
        job_timeout: seconds for one evaluation.
        command: gives the command line of a framework's worker; for tests.

    Yields:
        ``(framework, Reply)`` for each evaluation, :class:`Started` when a framework is ready, and
        :class:`Failure` when its process crashed or hung: its remaining jobs are not evaluated.

    When the generator is closed, as by Ctrl-C, every process is killed.
    """
    events: queue.Queue[Event | None] = queue.Queue()
    slots = threading.Semaphore(at_once or default_jobs())
    # The slowest framework starts first, and gets help from a second process once a core is free.
    todo = {framework: deque(own) for framework, own in reversed(list(jobs.items())) if own}
    workers = [
        _Worker(framework, own, events, slots, start_timeout, job_timeout, command or _command)
        for framework, own in (*todo.items(), *((f, todo[f]) for f in HELPED if f in todo))
    ]
    for worker in workers[len(todo) :]:
        worker.least = WORTH_A_PROCESS
    for worker in workers:
        worker.start()
    running = len(workers)
    try:
        while running:
            event = events.get()
            if event is None:
                running -= 1
            else:
                yield event
    finally:
        for worker in workers:
            worker.stop()


def _command(framework: str) -> list[str]:
    return [sys.executable, "-m", "parity.worker", framework]


class _Worker(threading.Thread):
    """Feeds one process its jobs, one at a time, and kills it when it takes too long."""

    def __init__(
        self,
        framework: str,
        jobs: deque[Job],
        events: queue.Queue[Event | None],
        slots: threading.Semaphore,
        start_timeout: float,
        job_timeout: float,
        command: Callable[[str], list[str]],
    ) -> None:
        super().__init__(daemon=True, name=f"parity-{framework}")
        self.framework = framework
        self.jobs = jobs
        self.events = events
        self.slots = slots
        self.start_timeout = start_timeout
        self.job_timeout = job_timeout
        self.command = command
        self.least = 1
        self.process: subprocess.Popen[bytes] | None = None
        self.stopped = False

    def run(self) -> None:
        with self.slots:
            try:
                if not self.stopped and len(self.jobs) >= self.least:
                    self._serve()
            except Exception as error:
                self.events.put(Failure(self.framework, f"{type(error).__name__}: {error}"))
            finally:
                self.events.put(None)

    def stop(self) -> None:
        """Kill the process, if it runs."""
        self.stopped = True
        if self.process and self.process.poll() is None:
            self.process.kill()

    def _serve(self) -> None:
        with tempfile.TemporaryFile() as log:
            self.process = subprocess.Popen(
                self.command(self.framework),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
            )
            assert self.process.stdin
            assert self.process.stdout
            try:
                if self._receive(self.start_timeout, "to start", log) is None:
                    return
                self.events.put(Started(self.framework))
                while self.jobs:
                    try:
                        job = self.jobs.popleft()
                    except IndexError:  # the other process took the last one
                        return
                    try:
                        pickle.dump(job, self.process.stdin)
                        self.process.stdin.flush()
                    except OSError:  # the process is gone; what it left says why
                        pass
                    what = f"in {job.case.concept}, case {job.case.name}"
                    reply = self._receive(self.job_timeout, what, log)
                    if reply is None:
                        return
                    self.events.put((self.framework, reply))
            finally:
                self.process.kill()
                self.process.wait()

    def _receive(self, timeout: float, what: str, log: IO[bytes]) -> Any:
        """Return the next message; ``None``, after a :class:`Failure`, if none can come."""
        assert self.process
        assert self.process.stdout
        late = threading.Event()

        def kill() -> None:
            late.set()
            assert self.process
            self.process.kill()

        timer = threading.Timer(timeout, kill)
        timer.start()
        try:
            return pickle.load(self.process.stdout)
        except (EOFError, OSError, pickle.UnpicklingError):
            if not self.stopped:
                self.events.put(self._failure(late.is_set(), timeout, what, log))
            return None
        finally:
            timer.cancel()

    def _failure(self, late: bool, timeout: float, what: str, log: IO[bytes]) -> Failure:
        assert self.process
        code = self.process.wait()
        log.seek(0)
        lines = log.read().decode(errors="replace").strip().splitlines()
        last = f": {lines[-1].strip()}" if lines else ""
        if late:
            reason = f"took more than {timeout:g} s {what} and was stopped"
        else:
            reason = f"crashed {what} (exit {code}){last}"
        return Failure(self.framework, reason, "\n".join(lines[-20:]))
