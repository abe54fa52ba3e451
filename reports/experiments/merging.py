"""Runs of several sweeps as one, and new seeds beside those that are published already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from parity.experiments.results import RunResult, in_order, load_runs
from reports.experiments.judging.agreement import Agreement

Together = list[tuple[str, Agreement]]
"""The agreement of each setting."""


def merged(folders: Iterable[Path]) -> list[RunResult]:
    """Return the runs of one experiment in several folders; of two of one run, the later folder's.

    Args:
        folders: one experiment's folder in each sweep; those that do not exist have no runs.
    """
    found = {}
    for folder in folders:
        for run in load_runs(folder) if folder.is_dir() else []:
            found[replace(run.key, digest="")] = run
    return in_order(found.values())


def without(published: Sequence[RunResult], new: Sequence[RunResult]) -> list[RunResult]:
    """Return the published runs of the seeds of which there are no new ones.

    Raises:
        ValueError: if a published run of the same setting and seed is missing among the new ones.
            Its losses are needed, since curves are compared within a seed, and a row has none.
    """
    seeds = {(run.key.setting, run.key.seed) for run in new}
    there = {(run.key.setting, run.key.seed, run.key.framework) for run in new}
    missing = [
        run.key
        for run in published
        if (run.key.setting, run.key.seed) in seeds
        and (run.key.setting, run.key.seed, run.key.framework) not in there
    ]
    if missing:
        key = missing[0]
        raise ValueError(
            f"{key.experiment}: {len(missing)} published runs have no losses to compare the new "
            f"ones with, first {key.setting}, seed {key.seed}, {key.framework}. Run it once more "
            f"with parity train, and name its folder too."
        )
    return [run for run in published if (run.key.setting, run.key.seed) not in seeds]


def both(published: Together, new: Together) -> Together:
    """Return the agreement over the seeds of two lists; the fewest digits of the two count.

    Raises:
        ValueError: if a setting was trained for another number of steps.
    """
    found = dict(published)
    for name, own in new:
        other = found.get(name)
        if other and other.steps != own.steps:
            raise ValueError(
                f"{name}: the new runs have {own.steps[-1]} steps, the published ones "
                f"{other.steps[-1]}."
            )
        found[name] = _over_both(other, own) if other else own
    return list(found.items())


def _over_both(a: Agreement, b: Agreement) -> Agreement:
    """Return the agreement over the seeds of both."""
    differences = [x.accuracy for x in (a, b) if x.accuracy is not None]
    return Agreement(
        steps=a.steps,
        digits=tuple(map(min, zip(a.digits, b.digits, strict=True))),
        separates=min((s for s in (a.separates, b.separates) if s), default=None),
        accuracy=max(differences, default=None),
        seeds=a.seeds + b.seeds,
        apart=_first_apart(a.apart, b.apart),
    )


def _first_apart(a: int | None, b: int | None) -> int | None:
    """Return the first step of the two; 0 if neither has one, ``None`` if one is not known."""
    if a is None or b is None:
        return None
    return min((step for step in (a, b) if step), default=0)
