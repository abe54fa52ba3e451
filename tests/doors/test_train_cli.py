"""`parity train` on the command line: variations, forms, and one line for what cannot be done."""

import os
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from parity import cli
from parity.experiments.results import load_runs
from parity.harness import environment

QUICK = ["train", "vanishing-gradient", "--framework", "numpy", "--seeds", "1", "--jobs", "1",
         "--lang", "en", "--set", "iterations=20"]  # fmt: skip


def parity(*arguments, **environ):
    return subprocess.run(
        [sys.executable, "-m", "parity", *arguments], capture_output=True, text=True,
        env={**os.environ, "COLUMNS": "120", **environ}, check=False,
    )  # fmt: skip


def refused(*arguments, monkeypatch=None):
    """The one line with which a call ends, in this process."""
    result = CliRunner().invoke(cli.app, arguments)
    assert isinstance(result.exception, cli.ReaderError), result.output
    line = str(result.exception)
    assert "\n" not in line
    return line


def test_an_error_is_one_line_and_exit_2(tmp_path):
    done = parity("train", "vanishing-gradiant", "--out", str(tmp_path / "out"))
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "Did you mean vanishing-gradient?" in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Which experiment? There are vanishing-gradient"),
        (("day-1",), "Did you mean day1"),
        (("day1", "--data", "mnist"), "makes its own data"),
        (("optimizers", "--data", "cifar10"), "it can use digits or mnist"),
        (("optimizers", "--data", "mnist", "--data-dir", "/nowhere"), "/nowhere"),
        (("optimizers", "--framework", "jax"), "'jax' is no framework"),
        (("optimizers", "--set", "learning_rat=1"), "Did you mean learning_rate"),
        (("optimizers", "--set", "nonsense=1"), "It can be: activation, batch,"),
        (("optimizers", "--set", "learning_rate"), "is not of the form learning_rate=0.1"),
        (("optimizers", "--set", "learning_rate=-1"), "must not be negative"),
        (("optimizers", "--set", "learning_rate=fast"), "learning_rate=fast"),
        (("optimizers", "--set", "batch=0"), "a number of at least 1"),
        (("optimizers", "--set", "iterations=1.5"), "a number of at least 1"),
        (("optimizers", "--set", "hidden=20,x"), "such as 40,20"),
        (("optimizers", "--set", "activation=relo"), "activation is 'relo'"),
        (("optimizers", "--set", "initializer=xavier"), "there are gauss, xavier_taught"),
        (("optimizers", "--set", "optimizer=adamm"), "there are sgd, momentum"),
        (("optimizers", "--set", "dropout=2"), "dropout=2"),
        (("optimizers", "--set", "dtype=int8"), "there are float64 and float32"),
        (("vanishing-gradient", "--setting", "relu-hee"), "Did you mean relu-he"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(arguments, said, tmp_path):
    assert said in refused("train", *arguments, "--out", str(tmp_path / "out"))
    assert not (tmp_path / "out").exists()


def test_a_missing_framework_is_said_with_how_to_install_it(monkeypatch, tmp_path):
    monkeypatch.setattr(environment, "installed", lambda name: name == "numpy")
    line = refused("train", "day1", "--framework", "torch", "--out", str(tmp_path))
    assert "torch is not installed" in line
    assert "pip install" in line


def test_a_folder_that_cannot_be_written_is_said_before_the_work(tmp_path):
    (tmp_path / "file").write_text("")
    line = refused(*QUICK, "--out", str(tmp_path / "file" / "out"))
    assert "cannot be written" in line


def test_the_list_names_every_experiment():
    result = CliRunner().invoke(cli.app, ["train", "--list", "--lang", "ja"])
    assert result.exit_code == 0
    from parity.experiments.registry import all_experiments

    for experiment in all_experiments().values():
        assert experiment.name in result.output


def test_a_run_writes_its_table_and_a_variation_changes_it(tmp_path):
    arguments = [*QUICK, "--setting", "relu-he", "--out", str(tmp_path)]
    done = parity(*arguments)
    assert done.returncode == 0, done.stderr
    assert "relu-he" in done.stdout
    assert "0.95/0.9548" in done.stdout
    assert "reported on MNIST" in done.stdout  # this was the digits
    assert (tmp_path / "runs.csv").exists()
    changes = ("learning_rate=0.5", "hidden=30,20,10", "dropout=0.1", "optimizer=momentum")
    for change in changes:
        arguments += ["--set", change]
    done = CliRunner().invoke(cli.app, arguments)
    assert done.exit_code == 0, done.output
    plain, varied = sorted(load_runs(tmp_path), key=lambda r: len(r.key.overrides))
    assert plain.key.overrides == ("iterations=20",)
    assert set(varied.key.overrides) == {
        "iterations=20", *changes,
    }  # fmt: skip
    assert len(varied.losses) == 20
    assert varied.losses[-1] != plain.losses[-1]


def test_the_two_forms_can_be_asked_for_apart(tmp_path):
    from parity.experiments.registry import find_experiment
    from reports.terminal.train_command import TrainCommand

    def forms(**asked):
        command = TrainCommand("batch-norm", frameworks=["numpy"], **asked)
        plan = command.plan(find_experiment("batch-norm"))
        return {setting.form for setting in plan.settings}

    assert forms() == {"", "as_taught", "corrected"}
    assert forms(as_taught=True) == {"", "as_taught"}
    assert forms(corrected=True) == {"", "corrected"}


def test_long_settings_are_left_out_unless_they_are_asked_for():
    from parity.experiments.registry import find_experiment
    from reports.terminal.train_command import TrainCommand

    experiment = find_experiment("vanishing-gradient")

    def names(**asked):
        command = TrainCommand(experiment.name, frameworks=["numpy"], **asked)
        return {setting.name for setting in command.plan(experiment).settings}

    assert "relu-he-1000-500" not in names()
    assert "relu-he-1000-500" in names(long=True)
    assert names(only=["relu-he-1000-500"]) == {"relu-he-1000-500"}


def test_every_experiment_of_the_catalogue_can_be_planned_and_drawn():
    from parity.experiments.data.load import load
    from parity.experiments.planning.plan import DataSource, Plan
    from parity.experiments.registry import all_experiments
    from parity.experiments.training.drawing import draw, stream
    from parity.experiments.training.paths import of_setting
    from parity.experiments.training.trainers.common import has_own_penalty, learned, penalized
    from parity.experiments.training.translation import sequences

    data = load("digits")
    for experiment in all_experiments().values():
        plan = Plan.make(experiment, DataSource("digits", None, data.digest), 1, ["numpy"])
        assert len({run.key.digest for run in plan.runs}) == len(plan.runs)
        for setting in plan.settings:
            if "path" in setting.options:
                of_setting(setting)
                continue
            if "course" in setting.options:
                continue  # it draws as it goes
            if "sequences" in setting.options:
                # Drawn while it learns, fresh in each step.
                x, t = sequences(stream(setting, 0, "words"), setting, 2)
                assert t.shape == (2, x.shape[1] + 1)
                continue
            drawn = draw(setting, 0, data)
            assert learned(drawn)
            assert len(learned(drawn)) < len(drawn.case.params) or not setting.frozen
            if has_own_penalty(drawn):
                assert penalized(drawn)
