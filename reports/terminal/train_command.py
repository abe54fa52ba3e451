"""What ``parity train`` does: plans, sweeps, reports, and gives the exit code."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from parity.errors import ReaderError
from parity.experiments.planning.plan import FORMS, OWN_DATA, DataSource, Plan, makes_its_own_data
from parity.experiments.registry import all_experiments, find_experiment

if TYPE_CHECKING:
    from parity.experiments.setting import Experiment
    from parity.experiments.sweeping.sweep import Swept

FAILED, INTERRUPTED = 1, 130
FOLDER = Path("parity-report")
"""Where an experiment's folder lies unless another one is named."""


class BadDataError(ReaderError):
    """Data that an experiment cannot use; the message names those that it can."""


class NoExperimentError(ReaderError):
    """No experiment was named."""


def require(experiment: Experiment) -> None:
    """Check that what an experiment needs besides the frameworks is there.

    Raises:
        MissingFrameworkError: if it is not, with the command that installs it.
    """
    from parity.harness import environment
    from parity.harness.plan import MissingFrameworkError

    for name in experiment.needs:
        if not environment.importable(name):
            how = environment.how_to_install(name)
            raise MissingFrameworkError(
                f"{experiment.name} needs {name}, which is not installed: {how}."
            )


@dataclass
class TrainCommand:
    """One call of ``parity train``.

    Attributes:
        experiment: the experiment's name.
        data: ``digits``, ``mnist`` or ``cifar10``; the first that the experiment can use if
            ``None``.
        data_dir: where the data lie.
        seeds: how many seeds; the experiment's own number if ``None``.
        frameworks: who computes; all that are installed if ``None``.
        only: names or patterns of the settings that are run; all if ``None``.
        changes: ``KEY=VALUE`` pairs.
        as_taught: whether the settings with the course's bugs are asked for.
        corrected: whether the mended ones are; both if neither is.
        long: whether the long settings are run too.
        out: the experiment's folder.
        jobs: processes at once.
        cluster: the address of a Dask scheduler.
        language: ``en`` or ``ja``; the locale's if ``None``.
    """

    experiment: str | None
    data: str | None = None
    data_dir: Path | None = None
    seeds: int | None = None
    frameworks: list[str] | None = None
    only: list[str] | None = None
    changes: list[str] = field(default_factory=list)
    as_taught: bool = False
    corrected: bool = False
    long: bool = False
    out: Path | None = None
    jobs: int | None = None
    cluster: str | None = None
    language: str | None = None

    @property
    def lang(self) -> str:
        """The language of the answer."""
        from reports.console import chosen_language

        return chosen_language(self.language)

    def show_list(self) -> int:
        """Print the experiments; return the exit code."""
        from reports.console import out
        from reports.terminal.experiments import experiment_table

        out.print(experiment_table(all_experiments().values(), self.lang))
        return 0

    def run(self) -> int:
        """Run the experiment; return the exit code.

        Raises:
            ReaderError: if it cannot be run as asked.
        """
        from parity.experiments.sweeping.sweep import sweep
        from parity.files import prepare_folder
        from reports.console import ShownProgress, err, out
        from reports.terminal.experiments import failure_lines, time_left, word

        experiment = self.chosen_experiment()
        plan = self.plan(experiment)
        folder = self.out or FOLDER / "-".join(
            name for name in (experiment.name, plan.source.name) if name != OWN_DATA
        )
        prepare_folder(folder)
        with ShownProgress() as show_progress:

            def progress(done: int, total: int, what: str, seconds: float | None) -> None:
                left = time_left(seconds, self.lang)
                show_progress(done, total, " · ".join(filter(None, (what, left))))

            swept = sweep(plan, folder, self.jobs, self.cluster, progress)
        for line in failure_lines(swept.failures, self.lang):
            err.print(line, style="yellow", markup=False, soft_wrap=True)
        if swept.interrupted:
            done, total = len(swept.results), len(plan.runs)
            err.print(word("go_on", self.lang, done=done, total=total))
            return INTERRUPTED
        self.report(plan, swept, folder)
        left_out = self.long_ones_left_out(experiment, plan)
        if left_out:
            out.print(word("left_out", self.lang, n=left_out))
        return 0 if swept.passed else FAILED

    def chosen_experiment(self) -> Experiment:
        """Return the experiment.

        Raises:
            ReaderError: if there is none of that name, or none was named.
        """
        if self.experiment is None:
            raise NoExperimentError(f"Which experiment? There are {', '.join(all_experiments())}.")
        return find_experiment(self.experiment)

    def plan(self, experiment: Experiment) -> Plan:
        """Return what is to be run.

        Raises:
            ReaderError: if a framework is missing, the data cannot be had, or a variation makes
                no sense.
        """
        from parity.experiments.planning.overrides import parse
        from parity.harness.plan import choose_live

        require(experiment)
        frameworks = choose_live(self.frameworks)
        overrides = parse(self.changes)
        forms = [form for form in FORMS if getattr(self, form)] or list(FORMS)
        name = self.data_name(experiment)

        def made(source: DataSource) -> Plan:
            return Plan.make(
                experiment, source, self.seeds, frameworks, forms, overrides, self.only, self.long
            )

        plan = made(DataSource(name))  # whatever is wrong is said before the data are read
        if all(makes_its_own_data(setting) for setting in plan.settings):
            return plan
        return made(self.source(name))

    def data_name(self, experiment: Experiment) -> str:
        """Return the name of the data.

        Raises:
            BadDataError: if the experiment cannot use those that were asked for.
        """
        name = self.data or ("digits" if "digits" in experiment.data else experiment.data[0])
        if name not in experiment.data:
            usable = " or ".join(experiment.data)
            if experiment.data == (OWN_DATA,):
                raise BadDataError(f"{experiment.name} makes its own data: leave --data out.")
            raise BadDataError(f"{experiment.name} cannot use {name!r}; it can use {usable}.")
        return name

    def source(self, name: str) -> DataSource:
        """Read the data once, and return where the other processes find them.

        Raises:
            DataError: if they cannot be had.
        """
        from parity.experiments.data.load import load
        from reports.console import err

        data = load(name, self.data_dir)
        for note in data.notes:
            err.print(note[self.lang], style="yellow", markup=False, soft_wrap=True)
        folder = None if data.folder is None else data.folder.resolve()
        return DataSource(name, folder, data.digest)

    def report(self, plan: Plan, swept: Swept, folder: Path) -> None:
        """Write the report, and print its table."""
        from reports.console import out
        from reports.experiments import write_experiment
        from reports.terminal.experiments import reported_table, results_table, word

        experiment = replace(plan.experiment, settings=plan.settings)
        write_experiment(folder, experiment, swept.results, self.lang)
        out.print(results_table(plan, swept.results, self.lang))
        seeds = len({run.key.seed for run in plan.runs})
        said = "interval" if seeds > 1 else "one_seed"
        out.print(f"\n{word(said, self.lang, n=seeds)}", style="dim")
        reports = reported_table(plan, swept.results, self.lang)
        if reports:
            out.print()
            out.print(reports)
            out.print()
        found = len(swept.results) - swept.made
        out.print(word("counted", self.lang, made=swept.made, found=found))
        out.print(f"{word('folder', self.lang)}: {folder}", soft_wrap=True)

    def long_ones_left_out(self, experiment: Experiment, plan: Plan) -> int:
        """Return how many settings are not run because they are long."""
        if self.long or self.only:
            return 0
        data = plan.source.name
        return sum(
            bool(s.options.get("long")) and data in s.options.get("data", (data,))
            for s in experiment.settings
        )
