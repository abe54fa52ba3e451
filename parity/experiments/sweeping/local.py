"""A framework's runs on this machine, in a pool of processes that import it alone."""

from __future__ import annotations

import os
import signal
import warnings
from collections import deque
from collections.abc import Generator, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing import resource_tracker
from pathlib import Path

from joblib.externals.loky import BrokenProcessPool, ProcessPoolExecutor

from parity.children import alive, end_with_parent
from parity.experiments.planning.plan import Run
from parity.experiments.results import RUNS, DamagedRunError, load, path_of, save
from parity.experiments.sweeping.runner import Chunk, Outcome, Runner
from parity.files import UnwritableFolderError
from parity.harness.processes.worker import settings

LOOK_SECONDS = 0.5
"""How often finished runs are looked for."""

AHEAD = 2
"""How many chunks are given out for each process."""

STARTS = 2
"""How often a pool whose processes die before they begin a run is started."""

_RUNNERS: dict[str, Runner] = {}


def run_here(chunks: list[Chunk], folder: Path, jobs: int) -> Iterator[Outcome]:
    """Carry out the chunks, all of one framework, and yield each outcome as it comes.

    A process writes each of its results to ``folder`` itself, at once and whole. When one dies,
    the runs that were under way are made again, each alone in a process; one that dies there too
    is given up, and the others go on.

    When the generator is closed, as by Ctrl-C, every process is killed.

    Raises:
        UnwritableFolderError: if a result cannot be written.
    """
    left = list(chunks)
    starts = 0
    while left:
        done_before = sum(len(chunk.runs) for chunk in left)
        suspects: list[Run] = []
        reason = yield from _pool(left, folder, jobs, suspects)
        if not reason:
            return
        for run in suspects:
            _drop(left, run)
            again = yield from _pool([replace(chunks[0], runs=(run,))], folder, 1, [])
            if again:
                yield Outcome(run, "crashed", error=again)
        starts = starts + 1 if sum(len(c.runs) for c in left) == done_before else 0
        if starts == STARTS:
            for chunk in left:
                yield from (Outcome(run, "crashed", error=reason) for run in chunk.runs)
            return


def _pool(
    left: list[Chunk], folder: Path, jobs: int, suspects: list[Run]
) -> Generator[Outcome, None, str]:
    """Start a pool and yield outcomes; return why it broke, or "".

    What is finished is taken out of ``left``. If the pool breaks, ``suspects`` are the runs that
    were under way.
    """
    # One that grew is replaced behind a chunk, which loses nothing.
    warnings.filterwarnings("ignore", message="A worker stopped while some jobs were given")
    _clear(folder, {run.key.digest for chunk in left for run in chunk.runs})
    pool = ProcessPoolExecutor(
        max_workers=min(jobs, len(left)), initializer=_prepare, env=settings()
    )
    reported: set[str] = set()
    reason = ""
    try:
        futures: dict[Future, Chunk] = {}
        waiting: set[Future] = set()
        todo = deque(left)
        while todo or waiting:
            # A few more than processes: loky is not stopped cleanly with a long queue.
            while todo and len(waiting) < AHEAD * jobs:
                chunk = todo.popleft()
                future = _submitted(pool, chunk, folder)
                futures[future] = chunk
                waiting.add(future)
            ended, waiting = wait(waiting, LOOK_SECONDS, FIRST_COMPLETED)
            for future in ended:
                try:
                    outcomes = future.result()
                except BrokenProcessPool as error:
                    reason = f"its process died: {_one_line(error)}"
                    continue
                except UnwritableFolderError:
                    raise
                except Exception as error:  # the framework could not be imported
                    what = f"{type(error).__name__}: {_one_line(error)}"
                    outcomes = [Outcome(run, "failed", error=what) for run in futures[future].runs]
                for outcome in outcomes:
                    yield from _report(outcome, folder, left, reported)
            yield from _finished(futures, waiting, folder, left, reported)
            if reason:
                break
    except BaseException:
        pool.shutdown(wait=True, kill_workers=True)
        _clear(folder, {run.key.digest for chunk in left for run in chunk.runs})
        raise
    finally:
        pool.shutdown(wait=True, kill_workers=True)
    if reason:
        yield from _finished(futures, set(futures), folder, left, reported)
        suspects += [
            run for chunk in left for run in chunk.runs if _mark(folder, run, os.getpid()).exists()
        ]
    return reason


def _submitted(pool: ProcessPoolExecutor, chunk: Chunk, folder: Path) -> Future:
    try:
        with _ctrl_c_held():
            return pool.submit(_work, chunk, folder, os.getpid())
    except BrokenProcessPool as error:
        future: Future = Future()
        future.set_exception(error)
        return future


@contextmanager
def _ctrl_c_held() -> Iterator[None]:
    """Hold Ctrl-C back: it comes here a little later, and never to what is started meanwhile.

    A process can only ignore it once it runs Python; until then it would print a traceback.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    # A helper that each pool needs; some versions of Python let Ctrl-C through when it starts.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _finished(
    futures: dict[Future, Chunk],
    waiting: set[Future],
    folder: Path,
    left: list[Chunk],
    reported: set[str],
) -> Iterator[Outcome]:
    """Yield the runs of unfinished chunks that are finished themselves."""
    for future in waiting:
        for run in futures[future].runs:
            path = path_of(folder, run.key.digest)
            if run.key.digest not in reported and path.exists():
                yield from _report(Outcome(run, "done"), folder, left, reported)


def _report(
    outcome: Outcome, folder: Path, left: list[Chunk], reported: set[str]
) -> Iterator[Outcome]:
    run = outcome.run
    if run.key.digest in reported:
        return
    reported.add(run.key.digest)
    _drop(left, run)
    if outcome.status == "done":
        try:
            outcome = Outcome(run, "done", load(path_of(folder, run.key.digest)))
        except DamagedRunError as error:
            outcome = Outcome(run, "failed", error=str(error))
    yield outcome


def _drop(left: list[Chunk], run: Run) -> None:
    """Take ``run`` out of the chunks in place."""
    for i, chunk in enumerate(left):
        rest = tuple(other for other in chunk.runs if other.key.digest != run.key.digest)
        if len(rest) < len(chunk.runs):
            left[i : i + 1] = [replace(chunk, runs=rest)] if rest else []
            return


def _clear(folder: Path, digests: set[str]) -> None:
    """Remove what killed processes left of these runs: marks, and files that were not finished.

    Another sweep may be at work in the same folder: what a living process owns is left alone.
    """
    for path in (folder / RUNS).glob(".*"):
        digest, *rest = path.name[1:].split(".")
        owners = [int(part) for part in rest if part.isdigit()]
        if digest in digests and not any(o != os.getpid() and alive(o) for o in owners):
            path.unlink(missing_ok=True)


def _mark(folder: Path, run: Run, sweep: int) -> Path:
    """Return the file that says that a run is under way, in the sweep of this process."""
    return folder / RUNS / f".{run.key.digest}.{sweep}.running"


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split())[:300]


def _prepare() -> None:
    """Prepare a process: what a framework prints is not for the reader; Ctrl-C is the parent's."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # where it could not be held back
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    end_with_parent()


def _work(chunk: Chunk, folder: Path, sweep: int) -> list[Outcome]:
    """Carry out a chunk in this process; the results are in their files, not in what it returns.

    ``sweep`` is the process that asks.
    """
    if chunk.framework not in _RUNNERS:
        _RUNNERS[chunk.framework] = Runner(chunk.framework)
    outcomes = []
    for run in chunk.runs:
        mark = _mark(folder, run, sweep)
        try:
            mark.parent.mkdir(exist_ok=True)
            mark.touch()
            outcome = _RUNNERS[chunk.framework].run(chunk.source, run)
            if outcome.result is not None:
                save(folder, outcome.result)
            mark.unlink(missing_ok=True)
        except OSError as error:
            raise UnwritableFolderError(
                f"The folder {folder} cannot be written ({error.strerror})."
            ) from None
        outcomes.append(Outcome(run, outcome.status, None, outcome.error))
    return outcomes
