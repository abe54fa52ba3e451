"""All the runs of a plan: those that are finished are read, the others are made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from parity.experiments.planning.plan import Plan, Run
from parity.experiments.planning.remaining import Remaining
from parity.experiments.results import RUNS, DamagedRunError, RunResult, load, path_of
from parity.experiments.sweeping import cluster as dask_cluster
from parity.experiments.sweeping.local import run_here
from parity.experiments.sweeping.runner import Outcome, chunks_of
from parity.files import prepare_folder
from parity.harness.processes.workers import default_jobs

Progress = Callable[[int, int, str, float | None], None]
"""Told how many runs are done, of how many, which was the last, and how many seconds are left."""

USUAL_FEATURES = {"digits": 64, "mnist": 784, "cifar10": 3072}


@dataclass
class Swept:
    """What came of a sweep.

    Attributes:
        results: of the runs that are done, in the order of the plan.
        failures: the runs that were refused, failed or crashed, with the reason.
        made: how many of the results were made now; the others were there before.
        interrupted: whether Ctrl-C ended it.
    """

    results: list[RunResult] = field(default_factory=list)
    failures: list[Outcome] = field(default_factory=list)
    made: int = 0
    interrupted: bool = False

    @property
    def passed(self) -> bool:
        """Whether every run is done, or refused by its framework as declared."""
        return not self.interrupted and all(o.status == "refused" for o in self.failures)


def sweep(
    plan: Plan,
    out: Path,
    jobs: int | None = None,
    cluster: str | None = None,
    progress: Progress | None = None,
) -> Swept:
    """Make every run of ``plan`` that is not in ``out`` yet.

    Args:
        plan: what is to be run.
        out: the experiment's folder; the runs go to ``out/runs``, one file each.
        jobs: processes at once; one for each core if ``None``.
        cluster: the address of a Dask scheduler, whose workers make the runs then.
        progress: told at the start and after each run.

    Returns:
        The results. After Ctrl-C they are those that were finished.

    Raises:
        UnwritableFolderError: if ``out`` cannot be written.
        ClusterError: if the cluster cannot be used.
    """
    prepare_folder(out / RUNS)
    found: dict[str, RunResult] = {}
    todo: list[Run] = []
    for run in plan.runs:
        path = path_of(out, run.key.digest)
        try:
            found[run.key.digest] = load(path)
        except DamagedRunError:
            path.unlink(missing_ok=True)
            todo.append(run)
    swept = Swept()
    remaining = Remaining(todo, USUAL_FEATURES.get(plan.source.name, 64))
    tell = progress or (lambda *_: None)
    tell(len(found), len(plan.runs), "", None)
    try:
        for outcome in _outcomes(plan, todo, out, jobs, cluster, remaining):
            if outcome.result is not None:
                swept.made += 1
                found[outcome.run.key.digest] = outcome.result
            else:
                swept.failures.append(outcome)
            remaining.finish(outcome.run)
            what = f"{outcome.run.key.framework}: {outcome.run.key.setting}"
            tell(len(found) + len(swept.failures), len(plan.runs), what, remaining.seconds())
    except KeyboardInterrupt:
        swept.interrupted = True
        for run in todo:  # what a process finished a moment ago
            try:
                found.setdefault(run.key.digest, load(path_of(out, run.key.digest)))
            except DamagedRunError:
                continue
    swept.results = [found[run.key.digest] for run in plan.runs if run.key.digest in found]
    return swept


def _outcomes(
    plan: Plan,
    todo: list[Run],
    out: Path,
    jobs: int | None,
    address: str | None,
    remaining: Remaining,
) -> Iterator[Outcome]:
    """Make the runs, one framework after the other."""
    jobs = jobs or default_jobs()
    with ExitStack() as stack:
        client: Any = None
        if address and todo:
            client = stack.enter_context(dask_cluster.connected(address))
            jobs = dask_cluster.cores(client)
        for framework in plan.frameworks:
            own = [run for run in todo if run.key.framework == framework]
            if not own:
                continue
            remaining.begin(framework)
            if client is not None:  # where each chunk imports the framework
                chunks = chunks_of(framework, plan.source, own, jobs, most=10)
                events = dask_cluster.run_there(client, chunks, out)
            else:
                chunks = chunks_of(framework, plan.source, own, jobs, most=5)
                events = run_here(chunks, out, jobs)
            try:
                yield from events
            finally:
                events.close()  # type: ignore[attr-defined]
