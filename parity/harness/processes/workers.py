"""Runs each framework in a process of its own, several at once, and survives their failures."""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import subprocess
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from parity import children
from parity.harness.processes.messages import Job, Reply
from parity.harness.processes.worker import settings

START_TIMEOUT = 180.0
"""Seconds that a framework may take to be imported."""

JOB_TIMEOUT = 120.0
"""Seconds that one evaluation may take."""


HELPED = ("keras", "numpy")
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
    return children.command("parity.harness.processes.worker", framework)


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
        self.process: Process | None = None
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
        if self.process:
            self.process.kill()

    def _serve(self) -> None:
        env = {**os.environ, **settings()}  # before NumPy is imported there
        with Process(self.command(self.framework), env) as process:
            self.process = process
            try:
                process.receive(self.start_timeout, "to start")
                self.events.put(Started(self.framework))
                while self.jobs:
                    try:
                        job = self.jobs.popleft()
                    except IndexError:  # the other process took the last one
                        return
                    process.send(job)
                    what = f"in {job.case.concept}, case {job.case.name}"
                    reply = process.receive(self.job_timeout, what)
                    self.events.put((self.framework, reply))
            except ProcessError as error:
                if not self.stopped:
                    self.events.put(Failure(self.framework, error.reason, error.detail))


class ProcessError(Exception):
    """A worker's process crashed or hung; ``reason`` says which, ``detail`` is what it left."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail


class Process:
    """A worker's process: takes and gives pickles, and is killed when it takes too long."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str] | None = None) -> None:
        self.log = tempfile.TemporaryFile()  # noqa: SIM115 (closed in __exit__)
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log, env=env
        )

    def __enter__(self) -> Process:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        self.process.wait()
        self.log.close()

    @property
    def pid(self) -> int:
        """The process' number."""
        return self.process.pid

    def kill(self) -> None:
        """Kill the process, if it runs."""
        if self.process.poll() is None:
            self.process.kill()

    def send(self, message: Any) -> None:
        """Send a message; if the process is gone, ``receive`` will say why."""
        assert self.process.stdin
        with contextlib.suppress(OSError):
            pickle.dump(message, self.process.stdin)
            self.process.stdin.flush()

    def receive(self, timeout: float, what: str) -> Any:
        """Return the next message.

        Args:
            timeout: seconds until the process is killed.
            what: what it is at, for the reason, such as ``"to start"``.

        Raises:
            ProcessError: if none can come.
        """
        assert self.process.stdout
        late = threading.Event()

        def kill() -> None:
            late.set()
            self.process.kill()

        timer = threading.Timer(timeout, kill)
        timer.start()
        try:
            return pickle.load(self.process.stdout)
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            raise self._error(late.is_set(), timeout, what) from error
        finally:
            timer.cancel()

    def _error(self, late: bool, timeout: float, what: str) -> ProcessError:
        code = self.process.wait()
        self.log.seek(0)
        lines = self.log.read().decode(errors="replace").strip().splitlines()
        last = f": {lines[-1].strip()}" if lines else ""
        if late:
            reason = f"took more than {timeout:g} s {what} and was stopped"
        else:
            reason = f"crashed {what} (exit {code}){last}"
        return ProcessError(reason, "\n".join(lines[-20:]))
