"""Carries out runs in this process, one after another, in one framework."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from parity.experiments.planning.plan import DataSource, Run
from parity.experiments.results import RunResult
from parity.harness import environment

if TYPE_CHECKING:
    from parity.experiments.data.load import Data
    from parity.experiments.training.trainers import Session

Status = Literal["done", "refused", "failed", "crashed"]


@dataclass(frozen=True)
class Outcome:
    """What came of a run.

    Attributes:
        run: which.
        status: ``done``; ``refused`` by the framework, as the setting declares
            (``options["refused_by"]``); ``failed`` with an exception; ``crashed`` with its process.
        result: the result, if it is done.
        error: what went wrong, in one line.
    """

    run: Run
    status: Status
    result: RunResult | None = None
    error: str = ""


@dataclass(frozen=True)
class Chunk:
    """Runs of one framework that a process makes one after another.

    Attributes:
        framework: whose they are.
        source: where the process finds the data.
        runs: the runs.
        versions: the framework's versions that the plan counts on.
    """

    framework: str
    source: DataSource
    runs: tuple[Run, ...]
    versions: str = ""


class Runner:
    """One framework in this process; it is imported, and data are loaded, once.

    Args:
        framework: ``numpy``, ``torch`` or ``keras``.
    """

    def __init__(self, framework: str) -> None:
        self.framework = framework
        self.session: Session | None = None
        self.data: dict[DataSource, Data] = {}

    def run(self, source: DataSource, run: Run) -> Outcome:
        """Carry out ``run``; an exception in it is part of the outcome."""
        from parity.experiments.planning.plan import makes_its_own_data

        try:
            data = None if makes_its_own_data(run.setting) else self._data(source)
            return Outcome(run, "done", self._carried_out(run, data))
        except Exception as error:
            text = f"{type(error).__name__}: {' '.join(str(error).split())}"[:300]
            refused = run.setting.options.get("refused_by", {}).get(self.framework)
            status: Status = "refused" if refused and refused in text else "failed"
            return Outcome(run, status, error=text)

    def _carried_out(self, run: Run, data: Data | None) -> RunResult:
        from parity.experiments.training.courses import follow
        from parity.experiments.training.train import train
        from parity.experiments.training.trainers import open_session

        if "course" in run.setting.options:
            self.session = None  # what it has constructed is cleared away by the course
            return follow(run, data)
        if self.session is None:
            self.session = open_session(self.framework)
        return train(run, data, self.session)

    def _data(self, source: DataSource) -> Data:
        from parity.experiments.data.load import DataError, load

        if source not in self.data:
            data = load(source.name, source.folder)
            if data.digest != source.digest:
                raise DataError(f"The data in {source.folder} are not those of the plan.")
            self.data = {source: data}
        return self.data[source]


def wrong_versions(chunk: Chunk) -> str:
    """Return what this machine has instead of the versions that ``chunk`` counts on; "" if none."""
    if not environment.installed(chunk.framework):
        return f"{chunk.framework} is not installed: {environment.how_to_install(chunk.framework)}"
    found = environment.framework_version(chunk.framework)
    return "" if found == chunk.versions else f"{found} is installed, and not {chunk.versions}"


def chunks_of(
    framework: str, source: DataSource, runs: list[Run], at_once: int, most: int
) -> list[Chunk]:
    """Divide ``runs`` into chunks for ``at_once`` processes.

    A chunk has at most ``most`` runs, all of one setting, since Keras traces a setting once for a
    process.
    """
    versions = environment.framework_version(framework)
    most = max(1, min(most, len(runs) // (2 * at_once)))
    found: list[list[Run]] = []
    for run in runs:
        if found and len(found[-1]) < most and found[-1][-1].setting == run.setting:
            found[-1].append(run)
        else:
            found.append([run])
    return [Chunk(framework, source, tuple(own), versions) for own in found]
