"""A benchmark: one process for each column, one of them busy at a time, in turns."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from parity import children
from parity.bench.memory import machine_seconds, processor_seconds
from parity.bench.messages import Ask, Problem
from parity.bench.results import REFERENCE, BenchResults, profile_rows, rows_of
from parity.bench.worker import RESUME_SECONDS
from parity.bench.works import COLUMNS, PACKAGE_OF, Work, all_works, choose_works
from parity.harness import environment
from parity.harness.evaluate import Progress
from parity.harness.plan import BadArgumentError, MissingFrameworkError
from parity.harness.processes.worker import settings
from parity.harness.processes.workers import START_TIMEOUT, Process, ProcessError, default_jobs
from parity.harness.results import Column

SAME = 1e-3
"""How far the sums of two sides may be apart, relatively: float32 in another order."""


LEAST_ROUNDS = 2
PARENT, MACHINE = "parent", "machine"


@dataclass(frozen=True)
class Method:
    """How long, how often.

    Attributes:
        rounds: turns of each column in each work.
        warm_seconds: how long the untimed repeats before the first turn last, about.
        turn_seconds: how long the timed repeats of one turn last, about.
        most_repeats: the most of them.
        pause_seconds: sleep before each turn, in which the last one's threads stop spinning.
        budget_seconds: how long all works may take: one that is behind its share of it ends with
            fewer rounds, but at least :data:`LEAST_ROUNDS`.
        profile_rounds: turns of each column in the profile.
        profile_seconds: how long each lasts, about.
    """

    rounds: int = 7
    warm_seconds: float = 0.3
    turn_seconds: float = 0.15
    most_repeats: int = 200
    pause_seconds: float = 0.05
    budget_seconds: float = 420.0
    profile_rounds: int = 3
    profile_seconds: float = 0.4


FULL = Method()
QUICK = Method(rounds=5, turn_seconds=0.1, budget_seconds=95.0)


def choose_columns(asked: Sequence[str] | None) -> tuple[str, ...]:
    """Return the columns that are timed: those asked for, or all whose framework is installed.

    Raises:
        BadArgumentError: for a name that is no column's.
        MissingFrameworkError: for one that is asked for and not installed.
    """
    if asked is None:
        return tuple(c for c in COLUMNS if environment.installed(PACKAGE_OF[c]))
    for name in asked:
        if name not in COLUMNS:
            raise BadArgumentError(
                f"{name!r} is nothing that is timed; there are {', '.join(COLUMNS)}."
            )
        if not environment.installed(PACKAGE_OF[name]):
            raise MissingFrameworkError(
                f"{PACKAGE_OF[name]} is not installed here: "
                f"{environment.how_to_install(PACKAGE_OF[name])}"
            )
    return tuple(c for c in COLUMNS if c in asked)


def bench(
    names: Sequence[str] | None = None,
    frameworks: Sequence[str] | None = None,
    quick: bool = False,
    profile: bool = False,
    progress: Progress | None = None,
    works: Sequence[Work] | None = None,
    method: Method | None = None,
    threads: int | None = None,
    start_timeout: float = START_TIMEOUT,
    turn_timeout: float = 120.0,
    command: Callable[[str, int], list[str]] | None = None,
) -> BenchResults:
    """Time works in every column, in turns.

    Args:
        names: names of works, or patterns such as ``conv_*``; all if none are given.
        frameworks: the columns, of :data:`~parity.bench.works.COLUMNS`; all whose framework is
            installed if ``None``.
        quick: fewer works, fewer rounds.
        profile: also time each layer within the training steps of networks.
        progress: told after each turn.
        works: the works themselves, in the place of ``names``; for tests.
        method: how long and how often.
        threads: how many threads everyone computes with; one for each core if ``None``.
        start_timeout: seconds for a framework's import.
        turn_timeout: seconds for one turn.
        command: gives the command line of a column's worker; for tests.

    Returns:
        What was measured. After Ctrl-C that is the works that were finished, and
        :attr:`BenchResults.interrupted` is set.

    Raises:
        BadArgumentError, MissingFrameworkError: with a message for the reader.
    """
    columns = choose_columns(frameworks)
    if works is None:
        works = choose_works(tuple(names) if names else None, quick)
    if not works:
        known = ", ".join(work.name for work in all_works())
        raise BadArgumentError(f"No work is called {', '.join(names or ())!r}; there are {known}.")
    run = _Run(
        columns,
        works,
        method or (QUICK if quick else FULL),
        threads or default_jobs(),
        progress or (lambda done, total, what: None),
        turn_timeout,
        profile,
    )
    interrupted = False
    with ExitStack() as stack:
        try:
            run.start(stack, start_timeout, command or _command)
            for number, work in enumerate(works):
                run.measure(work, number)
            if profile:
                for work in works:
                    run.profile(work)
        except KeyboardInterrupt:
            interrupted = True
    return run.results(interrupted)


def _command(column: str, threads: int) -> list[str]:
    return children.command("parity.bench.worker", column, str(threads))


class _Run:
    """The processes, and what they have measured so far."""

    def __init__(
        self,
        columns: Sequence[str],
        works: Sequence[Work],
        method: Method,
        threads: int,
        progress: Progress,
        turn_timeout: float,
        with_profile: bool,
    ) -> None:
        self.columns = columns
        self.works = works
        self.until: dict[str, float] = {}
        self.method = method
        self.threads = threads
        self.show = progress
        self.turn_timeout = turn_timeout
        self.processes: dict[str, Process] = {}
        self.facts: dict[str, Any] = {}
        self.failures: dict[str, str] = {}
        self.problems: list[dict[str, str]] = []
        self.rows: list[dict[str, Any]] = []
        self.profile_rows: list[dict[str, Any]] = []
        self.busy = self.others_busy = self.foreign = 0.0
        self.counted = machine_seconds() is not None
        self.done = 0
        turns = [(1 + method.rounds) * len(self._columns_of(work)) for work in works]
        if with_profile:
            turns += [method.profile_rounds * len(self._profiled(work)) for work in works]
        self.total = sum(turns)

    def start(
        self, stack: ExitStack, timeout: float, command: Callable[[str, int], list[str]]
    ) -> None:
        """Start every process, and wait until each has imported its framework."""
        self.show(0, self.total, "")
        began = time.perf_counter()
        env = {**os.environ, **settings(self.threads, exact=False)}
        for column in self.columns:
            process = Process(command(column, self.threads), env)
            self.processes[column] = stack.enter_context(process)
        for column, process in list(self.processes.items()):
            try:
                process.receive(timeout, "to start")
            except ProcessError as error:
                self._lose(column, error)
        for column in list(self.processes):
            self.facts[column] = self._ask(column, None, Ask("facts")) or {}
        shares = np.cumsum([4.0 if work.kind == "step" else 1.0 for work in self.works])
        for work, share in zip(self.works, shares / shares[-1], strict=True):
            self.until[work.name] = began + share * self.method.budget_seconds

    def measure(self, work: Work, number: int) -> None:
        """Give every column its turns at one work."""
        columns = self._columns_of(work)
        ready = self._prepare(work, columns)
        times: dict[str, list[list[float]]] = {column: [] for column in ready}
        order = list(ready)
        for turn in range(self.method.rounds):
            if turn >= LEAST_ROUNDS and time.perf_counter() > self.until[work.name]:
                self.done += (self.method.rounds - turn) * len(order)
                break
            start = (turn + number) % len(order) if order else 0
            for column in (*order[start:], *order[:start]):
                if column in times:
                    seconds = self._turn(column, work, ready[column]["repeats"])
                    if seconds is None:
                        del times[column]
                    else:
                        times[column].append(seconds)
                self._tick(work, column)
        for column in order:
            self._ask(column, work, Ask("drop"))
        in_order = {column: times[column] for column in columns if column in times}
        peaks = {column: ready[column]["peak_bytes"] for column in in_order}
        self.rows += rows_of(work.name, in_order, peaks)

    def profile(self, work: Work) -> None:
        """Time each layer within a network's training steps, in turns."""
        pooled: dict[str, dict[tuple[str, str], list[float]]] = {}
        columns = self._profiled(work)
        for turn in range(self.method.profile_rounds):
            for column in (*columns[turn % 2 :], *columns[: turn % 2]):
                time.sleep(self.method.pause_seconds)
                ask = Ask("profile", {"work": work, "seconds": self.method.profile_seconds})
                for key, seconds in (self._ask(column, work, ask) or {}).items():
                    pooled.setdefault(column, {}).setdefault(key, []).extend(seconds)
                self._tick(work, column)
        for column in columns:
            if column in pooled:
                self.profile_rows += profile_rows(work.name, column, pooled[column])

    def results(self, interrupted: bool) -> BenchResults:
        """Return what was measured."""
        facts = {column: own for column, own in self.facts.items() if own}

        def share(part: float, whole: float) -> float | None:
            return round(part / whole, 5) if self.counted and whole else None

        method = {
            **asdict(self.method),
            "resume_seconds": RESUME_SECONDS,
            "same_within": SAME,
            "least_rounds": LEAST_ROUNDS,
            "threads": self.threads,
            "threads_by_framework": {c: own.get("threads") for c, own in facts.items()},
            "others_busy": share(self.others_busy, self.busy),
            "foreign_busy": share(self.foreign, self.busy * default_jobs()),
        }
        return BenchResults(
            environment={
                **environment.versions(),
                "processor": _processor(),
                "cores": default_jobs(),
                "threads": self.threads,
                "blas": facts.get("numpy", facts.get("taught", {})).get("blas", ""),
            },
            method=method,
            columns=[self._column(column) for column in COLUMNS],
            rows=self.rows,
            profile=self.profile_rows,
            problems=self.problems,
            interrupted=interrupted,
        )

    def _prepare(self, work: Work, columns: Sequence[str]) -> dict[str, dict[str, Any]]:
        """Have each column prepare and warm up; leave out those that compute something else."""
        ready = {}
        for column in columns:
            given = {"work": work, "warm_seconds": self.method.warm_seconds}
            reply = self._ask(column, work, Ask("prepare", given))
            if reply:
                most = int(self.method.turn_seconds / max(reply["seconds"], 1e-9))
                ready[column] = {
                    **reply, "repeats": min(max(most, 1), self.method.most_repeats)
                }  # fmt: skip
            self._tick(work, column)
        reference = REFERENCE if REFERENCE in ready else next(iter(ready), "")
        for column in list(ready):
            note = _difference(ready[column]["digest"], ready[reference]["digest"])
            if note:
                self._note(work, column, f"computes something else than {reference}: {note}")
                del ready[column]
        return ready

    def _turn(self, column: str, work: Work, repeats: int) -> list[float] | None:
        """Have one column make its repeats while the others sleep; see that they do."""
        time.sleep(self.method.pause_seconds)
        before, start = self._clocks(), time.perf_counter()
        seconds = self._ask(column, work, Ask("time", {"repeats": repeats}))
        passed, after = time.perf_counter() - start, self._clocks()
        own = {name: after[name] - before[name] for name in after if name in before}
        self.busy += passed
        self.others_busy += sum(own[name] for name in own if name not in (column, MACHINE))
        if MACHINE in own:
            ours = sum(own[name] for name in own if name != MACHINE)
            self.foreign += max(own[MACHINE] - ours, 0.0)
        return seconds

    def _clocks(self) -> dict[str, float]:
        """Return the processor time of each process, and of the whole machine, where counted."""
        clocks = {name: processor_seconds(process.pid) for name, process in self.processes.items()}
        clocks |= {PARENT: processor_seconds(os.getpid()), MACHINE: machine_seconds()}
        return {name: seconds for name, seconds in clocks.items() if seconds is not None}

    def _ask(self, column: str, work: Work | None, ask: Ask) -> Any:
        """Return a column's answer; ``None``, and a note, if it has none."""
        process = self.processes.get(column)
        if process is None:
            return None
        process.send(ask)
        try:
            reply = process.receive(self.turn_timeout, f"in {work.name if work else 'the start'}")
        except ProcessError as error:
            self._lose(column, error)
            return None
        if isinstance(reply, Problem):
            if work:
                self._note(work, column, reply.error)
            return None
        return reply

    def _lose(self, column: str, error: ProcessError) -> None:
        self.failures[column] = error.reason
        del self.processes[column]

    def _note(self, work: Work, column: str, note: str) -> None:
        problem = {"work": work.name, "framework": column, "note": note}
        if problem not in self.problems:
            self.problems.append(problem)

    def _tick(self, work: Work, column: str) -> None:
        self.done += 1
        self.show(self.done, self.total, f"{work.name}: {column}")

    def _columns_of(self, work: Work) -> tuple[str, ...]:
        return tuple(column for column in work.columns if column in self.columns)

    def _profiled(self, work: Work) -> tuple[str, ...]:
        if work.kind != "step":
            return ()
        return tuple(c for c in self._columns_of(work) if c in ("numpy", "torch"))

    def _column(self, column: str) -> Column:
        if column in self.failures:
            return Column(column, "failed", self.failures[column])
        if column in self.columns:
            return Column(column, "live", environment.framework_version(PACKAGE_OF[column]))
        if environment.installed(PACKAGE_OF[column]):
            return Column(column, "absent", "not asked for")
        return Column(column, "absent", environment.how_to_install(PACKAGE_OF[column]))


def _difference(own: dict[str, float], others: dict[str, float]) -> str:
    """Return which sum differs; nothing if all are the same."""
    for name, value in own.items():
        if abs(value - others[name]) > SAME * max(abs(others[name]), 1e-12):
            return f"{name} sums to {value:.6g}, not {others[name]:.6g}"
    return ""


def _processor() -> str:
    """Return the processor's name, where the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor())
