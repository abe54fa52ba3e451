"""The verdicts are right as often as ``claims.md`` says, on figures whose truth is known.

Everything is drawn from a fixed seed: so many experiments, each with a report that ran just what
it says, or just not.
"""

import numpy as np
import pytest

from parity.experiments.interval import at_least, mean_and_half_width, student
from parity.experiments.results import Curve, RunKey, RunResult
from parity.experiments.setting import Reported, Statement
from reports.experiments.judging.statements import MARGIN, decide
from reports.experiments.judging.statistics import ACCURACY, summary, verdict
from reports.experiments.judging.verdicts import of_both

TRIES = 2000
NONE = np.zeros(0)


def runs_of(tests, trains=None, classes=None, setting="a"):
    trains = tests if trains is None else trains
    classes = [10] * len(tests) if classes is None else classes
    return [
        RunResult(
            RunKey("made-up", setting, seed, "numpy", "mnist"),
            {"test_accuracy": test, "train_accuracy": train, "predicted_classes": c},
            Curve(NONE, NONE, NONE, NONE),
            NONE,
        )
        for seed, (test, train, c) in enumerate(zip(tests, trains, classes, strict=True))
    ]


def shares(found):
    return {verdict: found.count(verdict) / len(found) for verdict in set(found)}


def at_most(share, stated):
    """Tell whether a share is no more than is stated, but for three deviations of chance."""
    return share <= stated + 3 * np.sqrt(stated * (1 - stated) / TRIES)


@pytest.mark.parametrize("seeds", [2, 3, 5, 10])
def test_a_report_of_the_very_setting_is_outside_5_times_in_100(seeds):
    rng = np.random.default_rng(seeds)
    drawn = rng.normal(0.8, 0.01, (TRIES, seeds + 1))
    found = shares([verdict(d[0], summary(d[1:], (), ACCURACY), 4) for d in drawn])
    assert at_most(found["outside"], 0.05)
    assert seeds == 2 or found["outside"] > 0.03  # it is no empty promise
    assert found["inside"] > 0.6
    assert seeds < 10 or found["inside"] > 0.88


@pytest.mark.parametrize("off", [4, 8])
def test_a_figure_that_is_off_is_inside_no_more_often_where_seeds_are_few(off):
    rng = np.random.default_rng(off)
    inside = []
    for seeds in (2, 3, 10):
        drawn = rng.normal(0.8, 0.01, (TRIES, seeds))
        figure = 0.8 + off * 0.01
        found = [verdict(figure, summary(d, (), ACCURACY), 4) for d in drawn]
        inside.append(found.count("inside") / TRIES)
    assert inside[0] < {4: 0.06, 8: 0.001}[off]  # every seventh, and every sixth once
    assert inside[-1] < 0.01


def test_two_accuracies_together_are_outside_5_times_in_100():
    """The training accuracy is a share of a batch of 100, as the reports have it: no bell curve."""
    rng = np.random.default_rng(3)
    found = []
    for _ in range(TRIES):
        test, train = rng.normal(0.9, 0.01, 11), rng.binomial(100, 0.97, 11) / 100
        said = Reported("R", "a", float(train[0]), round(float(test[0]), 4))
        found.append(of_both(said, runs_of(test[1:], train[1:])))
    told = shares(found)
    assert at_most(told["outside"], 0.05)
    assert told["inside"] > 0.8


@pytest.mark.parametrize("chance", [0.1, 0.2, 0.5, 0.8, 1.0])
def test_where_seeds_collapse_a_report_of_the_setting_is_outside_5_times_in_100(chance):
    """Runs that collapse with some chance and learn otherwise: two kinds, and no bell curve.

    Another 5 in 100 at most are the only one of their kind.
    """
    rng = np.random.default_rng(5)
    found = {True: [], False: []}
    alone = 0
    for _ in range(TRIES):
        fallen = rng.random(11) < chance
        shares_of_digits = rng.choice([0.098, 0.1028, 0.1135], 11)
        values = np.where(fallen, shares_of_digits, rng.normal(0.9, 0.01, 11))
        ours = summary(values[1:], np.where(fallen[1:], 1, 10), ACCURACY)
        told = verdict(float(values[0]), ours, 4)
        if fallen[0] in fallen[1:]:
            found[bool(fallen[0])].append(told)
        else:
            alone += 1
    both = found[True] + found[False]
    assert at_most(both.count("outside") / TRIES, 0.05)
    assert at_most(alone / TRIES, 0.05)
    assert "inside" not in found[True]
    assert "collapse" not in found[False]
    if chance >= 0.5:
        assert found[True].count("collapse") / len(found[True]) > 0.9


@pytest.mark.parametrize("seeds", [2, 10])
def test_what_is_not_so_holds_5_times_in_100_at_most(seeds):
    """Differences on the very line that each kind must pass: the hardest case."""
    rng = np.random.default_rng(7)
    lines = {"higher": 0.0, "lower": 0.0, "not_lower": -MARGIN, "no_effect": MARGIN}
    found = {kind: [] for kind in lines}
    for _ in range(TRIES):
        others = rng.normal(0.8, 0.02, seeds)
        gains = rng.normal(0.0, 0.01, seeds)
        for kind, line in lines.items():
            told = decide(
                Statement(kind, than="b"), runs_of(others + line + gains), runs_of(others)
            )
            found[kind].append(told.holds)
    for told in found.values():
        assert at_most(told.count(True) / TRIES, 0.025)
        assert at_most(told.count(False) / TRIES, 0.025)


@pytest.mark.parametrize("seeds", [3, 5, 10])
def test_what_half_of_the_runs_do_is_most_5_times_in_100_at_most(seeds):
    rng = np.random.default_rng(9)
    drawn = rng.choice([0.2, 0.8], (TRIES, seeds))
    told = [decide(Statement("learns"), runs_of(d), []).holds for d in drawn]
    assert at_most(told.count(True) / TRIES, 0.05)
    assert at_most(told.count(False) / TRIES, 0.05)


def test_the_quantiles_are_those_of_the_tables():
    # Fisher's table of t, two-sided 5 % and 2 %.
    for freedom, five, two in ((1, 12.706, 31.821), (2, 4.303, 6.965), (9, 2.262, 2.821)):
        assert student(0.95, freedom) == pytest.approx(five, abs=5e-4)
        assert student(0.98, freedom) == pytest.approx(two, abs=5e-4)
    assert student(0.95, 30) == pytest.approx(2.042, abs=5e-4)
    assert student(0.95, 1000) == pytest.approx(1.962, abs=5e-4)
    assert at_least(9, 10, 0.5) == 11 / 1024
    assert at_least(0, 4, 0.3) == pytest.approx(1.0)
    assert mean_and_half_width([1.0, 3.0])[1] == pytest.approx(12.706, abs=1e-3)
