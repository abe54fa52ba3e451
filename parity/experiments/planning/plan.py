"""Which runs an experiment consists of, and the digest by which a finished one is known again."""

from __future__ import annotations

import difflib
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from parity.errors import ReaderError
from parity.experiments.planning.overrides import apply_overrides
from parity.experiments.planning.provenance import digest_of
from parity.experiments.results import RunKey
from parity.experiments.setting import Experiment, Form, Setting
from parity.harness import environment

__all__ = ["OWN_DATA", "DataSource", "Plan", "Run", "RunKey", "makes_its_own_data"]

FORMS: tuple[Form, ...] = ("as_taught", "corrected")

OWN_DATA = "none"
"""The name of the data where a setting makes its own."""

ONLY_SAID = ("title", "bug", "form")
"""Fields of a setting that no number depends on."""


class BadPlanError(ReaderError):
    """A plan that cannot be made; the message says why."""


@dataclass(frozen=True)
class DataSource:
    """Where a process finds the data.

    Attributes:
        name: ``digits``, ``mnist`` or ``cifar10``; ``none`` if no setting needs any.
        folder: where its files lie; ``None`` for the digits.
        digest: of the arrays, which the process that loads them checks.
    """

    name: str = OWN_DATA
    folder: Path | None = None
    digest: str = ""


@dataclass(frozen=True)
class Run:
    """One training: a setting, a seed and a framework."""

    key: RunKey
    setting: Setting


@dataclass(frozen=True)
class Plan:
    """What is to be run.

    Attributes:
        experiment: whose settings they are.
        source: the data.
        settings: those that are run, overrides applied.
        runs: one for each setting, framework and seed; those that can share work together.
        overrides: what was changed, by key.
    """

    experiment: Experiment
    source: DataSource
    settings: tuple[Setting, ...]
    runs: tuple[Run, ...]
    overrides: Mapping[str, Any]

    @classmethod
    def make(
        cls,
        experiment: Experiment,
        source: DataSource,
        seeds: int | Sequence[int] | None = None,
        frameworks: Sequence[str] = ("numpy", "torch", "keras"),
        forms: Iterable[str] = FORMS,
        overrides: Mapping[str, Any] | None = None,
        only: Iterable[str] | None = None,
        long: bool = False,
    ) -> Plan:
        """Return the plan.

        Args:
            experiment: whose settings are run.
            source: the data.
            seeds: which, or how many, from 0 on; the experiment's own number if ``None``.
            frameworks: who computes.
            forms: which forms of settings that have two.
            overrides: as :func:`parity.experiments.planning.overrides.parse` gives them.
            only: names of settings, or patterns (:mod:`fnmatch`) of them; all if ``None``.
            long: whether settings marked as long are run too; one that is named is in any case.

        Raises:
            BadPlanError: if nothing is left to run.
            BadOverrideError: if an override fits no setting, or has an impossible value.
        """
        overrides = overrides or {}
        asked = None if only is None else tuple(only)
        settings = apply_overrides(
            chosen(experiment, source.name, tuple(forms), asked, long), overrides
        )
        if seeds is None or isinstance(seeds, int):
            seeds = range(experiment.seeds if seeds is None else seeds)
        changes = tuple(f"{name}={_said(value)}" for name, value in overrides.items())
        runs = tuple(
            Run(_key(experiment, setting, seed, framework, source, changes, code), setting)
            for framework in frameworks
            for setting in settings
            for code in [_code(framework, setting)]
            for seed in seeds
        )
        return cls(experiment, source, tuple(settings), runs, dict(overrides))

    def of(self, framework: str) -> tuple[Run, ...]:
        """Return the runs that ``framework`` makes."""
        return tuple(run for run in self.runs if run.key.framework == framework)

    @property
    def frameworks(self) -> tuple[str, ...]:
        """The frameworks that compute, in the order of the runs."""
        return tuple(dict.fromkeys(run.key.framework for run in self.runs))


def chosen(
    experiment: Experiment,
    data: str,
    forms: tuple[str, ...] = FORMS,
    only: tuple[str, ...] | None = None,
    long: bool = False,
) -> list[Setting]:
    """Return the settings of ``experiment`` that are run; see :meth:`Plan.make`.

    Raises:
        BadPlanError: if there is none.
    """
    fitting = [
        s
        for s in experiment.settings
        if s.form in ("", *forms) and data in s.options.get("data", (data,))
    ]
    for pattern in only or ():
        if not any(fnmatchcase(s.name, pattern) for s in fitting):
            near = difflib.get_close_matches(pattern, [s.name for s in fitting], n=3, cutoff=0.3)
            hint = f" Did you mean {' or '.join(near)}?" if near else ""
            raise BadPlanError(f"{experiment.name} has no setting {pattern!r} here.{hint}")
    if only is not None:
        found = [s for s in fitting if any(fnmatchcase(s.name, pattern) for pattern in only)]
    else:
        found = [s for s in fitting if long or not s.options.get("long")]
    if not found:
        raise BadPlanError(f"There is nothing to run in {experiment.name} on {data}.")
    return found


def makes_its_own_data(setting: Setting) -> bool:
    """Tell whether ``setting`` trains on data that it makes itself, or on none at all."""
    return any(name in setting.options for name in ("task", "path", "sequences", "world"))


def _code(framework: str, setting: Setting) -> str:
    """Return the digest of what ``framework`` trains ``setting`` with, whatever the seed."""
    reads, course = "readout" in setting.options, setting.options.get("course")
    return digest_of(framework, _parts(setting), reads, course)


def _key(
    experiment: Experiment,
    setting: Setting,
    seed: int,
    framework: str,
    source: DataSource,
    overrides: tuple[str, ...],
    code: str,
) -> RunKey:
    own = makes_its_own_data(setting)
    key = RunKey(
        experiment=experiment.name,
        setting=setting.name,
        seed=seed,
        framework=framework,
        data=OWN_DATA if own else source.name,
        form=setting.form,
        overrides=overrides,
    )
    about = {
        "key": [getattr(key, f.name) for f in fields(key) if f.name != "digest"],
        "setting": {
            f.name: getattr(setting, f.name) for f in fields(setting) if f.name not in ONLY_SAID
        },
        "data": "" if own else source.digest,
        "code": code,
    }
    if experiment.needs:
        about["needs"] = {name: environment.version(name) for name in experiment.needs}
    told = json.dumps(about, sort_keys=True, default=_plain)
    return replace(key, digest=hashlib.sha256(told.encode()).hexdigest()[:32])


def _parts(setting: Setting) -> tuple[str, ...]:
    layers = (kind for _, kind, _ in setting.options.get("layers", ()))
    return (setting.network, setting.loss, setting.optimizer, *layers)


def _plain(value: Any) -> Any:
    """Turn what JSON does not know into what it does."""
    return dict(value) if isinstance(value, Mapping) else repr(value)


def _said(value: Any) -> str:
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    return str(value)
