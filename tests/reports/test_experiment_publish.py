"""What ``reports/published`` is made of: the sweeps' own runs, and no variation of them."""

import csv

import numpy as np
import pytest

from parity.experiments.results import Curve, RunKey, RunResult, read_runs, save
from reports.experiments.publish import publish


def saved(
    folder, digest, accuracy, seed=0, data="mnist", overrides=(), framework="numpy", off=0.0, n=200
):
    losses = np.linspace(2.0, 1.0, n) * (1 + off)
    at = np.array([100, 200])
    result = RunResult(
        key=RunKey("vanishing-gradient", "relu-he", seed, framework, data, "", overrides, digest),
        final={"test_accuracy": accuracy, "predicted_classes": 10},
        curve=Curve(at, losses[at - 1], np.array([0.5, 0.9]), np.array([0.5, accuracy])),
        losses=losses,
        seconds=1.0,
        versions="numpy 1",
    )
    save(folder, result)


def test_what_is_not_in_the_folder_stays_published(tmp_path):
    target = tmp_path / "published"
    saved(tmp_path / "first" / "vanishing-gradient", "a", 0.95)
    publish(tmp_path / "first", target)
    before = (target / "claims.md").read_text(encoding="utf-8")
    (tmp_path / "second").mkdir()
    publish(tmp_path / "second", target)
    assert (target / "claims.md").read_text(encoding="utf-8") == before


def test_variations_and_other_data_are_left_out(tmp_path):
    sweep = tmp_path / "sweeps" / "vanishing-gradient"
    saved(sweep, "a", 0.95)
    saved(sweep, "b", 0.96, seed=1)
    saved(sweep, "c", 0.2, seed=2, overrides=("learning_rate=10",))
    saved(sweep, "d", 0.3, seed=3, data="digits")
    target = tmp_path / "published"
    publish(tmp_path / "sweeps", target)
    table = (target / "vanishing-gradient" / "table.md").read_text(encoding="utf-8")
    assert "| ReLU, He | 0.9550 (0.9500–0.9600) |" in table
    assert "2 runs, 2 seeds" in (target / "README.md").read_text(encoding="utf-8")
    assert "2 回の実行" in (target / "README.ja.md").read_text(encoding="utf-8")
    lines = (target / "claims.md").read_text(encoding="utf-8").splitlines()
    assert "| ReLU, He | R0 | 0.95/0.9548 | 0.9550 (0.9500–0.9600) | inside |" in lines
    assert "Not run yet." in lines


EXPERIMENT = "vanishing-gradient"


def published(target):
    """Return (seed, framework, accuracy) of each published run, and the digits at the last step."""
    runs = read_runs(target / EXPERIMENT / "runs.csv")
    with (target / EXPERIMENT / "digits.csv").open(encoding="utf-8", newline="") as file:
        *_, last = csv.DictReader(file)
    found = [(r.key.seed, r.key.framework, r.final["test_accuracy"]) for r in runs]
    return found, float(last["digits"]), last["separates"]


def of_a_seed(sweeps, seed, accuracy, off=0.0, frameworks=("numpy", "torch"), n=200):
    for framework in frameworks:
        here = off if framework != "numpy" else 0.0
        saved(sweeps / EXPERIMENT, f"{framework}{seed}{accuracy}", accuracy, seed,
              framework=framework, off=here, n=n)  # fmt: skip


def test_runs_of_several_folders_are_taken_together_and_the_later_counts(tmp_path):
    first, second, target = (tmp_path / name for name in ("first", "second", "target"))
    of_a_seed(first, 0, 0.95)
    of_a_seed(second, 1, 0.96, off=1e-9)
    of_a_seed(second, 0, 0.94, frameworks=("torch",))
    publish([first, second], target)
    runs, digits, _ = published(target)
    assert runs == [(0, "numpy", 0.95), (1, "numpy", 0.96), (0, "torch", 0.94), (1, "torch", 0.96)]
    assert digits == 9.0


def test_seeds_are_added_to_those_that_are_published(tmp_path):
    first, second, target = (tmp_path / name for name in ("first", "second", "target"))
    of_a_seed(first, 0, 0.95, off=1e-7)
    of_a_seed(first, 1, 0.96)
    publish(first, target)
    before = (target / EXPERIMENT / "loss.png").read_bytes()
    of_a_seed(second, 1, 0.97, off=1e-5)
    of_a_seed(second, 2, 0.98)
    publish(second, target, add=True)
    runs, digits, separates = published(target)
    assert runs == [
        (seed, framework, accuracy)
        for framework in ("numpy", "torch")
        for seed, accuracy in enumerate((0.95, 0.97, 0.98))
    ]
    assert (digits, separates) == (5.0, "1")
    assert (target / EXPERIMENT / "loss.png").read_bytes() == before
    table = (target / EXPERIMENT / "table.md").read_text(encoding="utf-8")
    assert "0.9667 (0.9500–0.9800)" in table
    assert "6 runs, 3 seeds" in (target / "README.md").read_text(encoding="utf-8")


def test_digits_of_seeds_that_are_all_replaced_do_not_stay(tmp_path):
    first, second, target = (tmp_path / name for name in ("first", "second", "target"))
    of_a_seed(first, 0, 0.95, off=1e-3)
    publish(first, target)
    of_a_seed(second, 0, 0.95)
    publish(second, target, add=True)
    assert published(target)[1:] == (16.0, "")


def test_a_run_is_not_added_without_those_that_it_is_compared_with(tmp_path):
    first, second, target = (tmp_path / name for name in ("first", "second", "target"))
    of_a_seed(first, 3, 0.95)
    publish(first, target)
    of_a_seed(second, 3, 0.95, frameworks=("keras",))
    with pytest.raises(ValueError, match=r"2 published runs .* relu-he, seed 3, numpy"):
        publish(second, target, add=True)


def test_runs_of_another_length_are_not_added(tmp_path):
    first, second, target = (tmp_path / name for name in ("first", "second", "target"))
    of_a_seed(first, 0, 0.95)
    publish(first, target)
    of_a_seed(second, 1, 0.95, n=300)
    with pytest.raises(ValueError, match=r"relu-he: the new runs have 300 steps.* 200"):
        publish(second, target, add=True)
