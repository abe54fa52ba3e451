"""What reports say in words, and the settings that figures outside would fit: made-up runs."""

import math
from typing import get_args

import numpy as np
import pytest

from parity.describing.concept import NOTHING, Text
from parity.experiments.registry import all_experiments
from parity.experiments.results import Curve, RunKey, RunResult
from parity.experiments.setting import Experiment, Reported, Setting, Statement, StatementKind
from reports.experiments.claims import claims
from reports.experiments.judging.fits import fits
from reports.experiments.judging.rounding import rounded
from reports.experiments.judging.statements import COMPARED, MARGIN, decide
from reports.experiments.judging.verdicts import decimals_of, evidence, verdict_of
from reports.experiments.words import WORDS

NONE = np.zeros(0)


def run(
    seed, test=0.9, train=0.95, loss=1.0, classes=10, ratio=1.0, back=1.0, setting="a", data="mnist"
):
    return RunResult(
        key=RunKey("made-up", setting, seed, "numpy", data),
        final={"test_accuracy": test, "train_accuracy": train, "predicted_classes": classes},
        curve=Curve(NONE, NONE, NONE, NONE),
        losses=np.array([loss + 0.1, loss - 0.1]),
        extra={
            "gradient_norms.values": np.array([[ratio, 5.0, 1.0], [0.0, 0.0, 1.0]]),
            "through_time.norms": np.array([[2.0 * back, 5.0, 2.0], [0.0, 0.0, 1.0]]),
        },
    )


def runs(**values):
    """Return a run for each value of the figure that is named."""
    ((name, each),) = values.items()
    return [run(seed, **{name: value}) for seed, value in enumerate(each)]


@pytest.mark.parametrize(
    ("kind", "figure", "true", "false", "undecided"),
    [
        ("higher", "test", (0.95, 0.96, 0.97), (0.8, 0.81, 0.82), (0.8, 0.92, 0.98)),
        ("lower", "test", (0.8, 0.81, 0.82), (0.95, 0.96, 0.97), (0.8, 0.92, 0.98)),
        ("faster", "loss", (0.5, 0.6, 0.55), (1.5, 1.6, 1.55), (0.5, 1.1, 1.3)),
        ("slower", "loss", (1.5, 1.6, 1.55), (0.5, 0.6, 0.55), (0.5, 1.1, 1.3)),
        ("not_lower", "test", (0.9, 0.9, 0.91), (0.8, 0.81, 0.82), (0.88, 0.9, 0.91)),
        ("no_effect", "test", (0.9, 0.9, 0.901), (0.8, 0.81, 0.82), (0.88, 0.9, 0.92)),
        ("less_overfit", "train", (0.9, 0.91, 0.92), (0.97, 0.98, 0.99), (0.9, 0.96, 0.99)),
        ("vanishes_less", "ratio", (2.0, 2.1, 2.2), (0.5, 0.6, 0.7), (0.5, 1.2, 1.4)),
    ],
)
def test_comparisons_seed_by_seed(kind, figure, true, false, undecided):
    others = [run(seed) for seed in range(3)]
    statement = Statement(kind, than="b")
    for values, expected in ((true, True), (false, False), (undecided, None)):
        assert decide(statement, runs(**{figure: values}), others).holds is expected
    assert decide(statement, runs(**{figure: true[:1]}), others).holds is None
    assert decide(statement, runs(**{figure: true}), []) is None


def test_a_comparison_is_paired():
    # Each seed is better by .01, but for rounding; the seeds themselves spread far more.
    before, gains = (0.5, 0.7, 0.9), (0.010, 0.011, 0.012)
    after = [b + g for b, g in zip(before, gains, strict=True)]
    found = decide(Statement("higher", than="b"), runs(test=after), runs(test=before))
    assert found.holds
    assert found.value == pytest.approx(0.011)
    assert found.half == pytest.approx(4.303 * 0.001 / math.sqrt(3), rel=1e-3)
    shifted = [run(seed + 1, test=value) for seed, value in enumerate(before)]
    paired = decide(Statement("higher", than="b"), runs(test=after), shifted)
    assert paired.value == pytest.approx(np.mean([after[1] - before[0], after[2] - before[1]]))


def test_two_seeds_settle_nothing_that_ten_would_refute():
    """Two seeds once made of a network that is worse by .07 one that is "not lower"."""
    worse = (0.83, 0.84)
    others = [run(seed) for seed in range(2)]
    for kind in ("not_lower", "no_effect"):
        assert decide(Statement(kind, than="b"), runs(test=worse), others).holds is None
        ten = [run(seed) for seed in range(10)]
        found = decide(Statement(kind, than="b"), runs(test=worse * 5), ten)
        assert found.holds is False
        assert decide(Statement(kind, than="b"), runs(test=(0.9, 0.9)), others).holds is True


def test_a_difference_that_matters_is_an_effect_however_sure_it_is_small():
    others = [run(seed) for seed in range(10)]
    statement = Statement("no_effect", than="b")
    near, beyond = [0.9 + MARGIN * share for share in (0.9, 1.1)]
    exact = [(value - 1e-4, value + 1e-4) * 5 for value in (near, beyond)]
    assert [decide(statement, runs(test=each), others).holds for each in exact] == [True, False]


@pytest.mark.parametrize(
    ("kind", "figure", "true", "false"),
    [
        ("learns", "test", 0.6, 0.4),
        ("fails", "test", 0.4, 0.6),
        ("collapses", "classes", 1, 10),
    ],
)
def test_what_most_runs_do_takes_more_than_most_of_a_few_seeds(kind, figure, true, false):
    def told(*values):
        return decide(Statement(kind), runs(**{figure: values}), []).holds

    assert told(true, true, true) is None  # a coin does that one time in eight
    assert told(*[true] * 5) is True
    assert told(*[false] * 5) is False
    assert told(*[true] * 9, false) is True
    assert told(*[true] * 8, false, false) is None
    assert told(*[false] * 9, true) is False
    assert decide(Statement(kind), [], []) is None


@pytest.mark.parametrize(
    ("kind", "figure", "true", "false", "undecided"),
    [
        ("overfits", "train", (1.04, 1.05, 1.06), (0.95, 0.96, 0.97), (0.95, 1.05, 1.04)),
        ("does_not_vanish", "ratio", (2.0, 2.2, 2.4), (0.01, 0.02, 0.03), (0.05, 0.2, 0.1)),
        ("vanishes_through_time", "back", (0.01, 0.02, 0.03), (1.0, 0.9, 2.0), (0.02, 0.4, 0.01)),
        ("explodes_through_time", "back", (90.0, 200.0, 70.0), (1.0, 0.9, 2.0), (5.0, 90.0, 9.0)),
    ],
)
def test_a_line_is_passed_by_the_whole_interval(kind, figure, true, false, undecided):
    for values, expected in ((true, True), (false, False), (undecided, None), (true[:1], None)):
        assert decide(Statement(kind), runs(**{figure: values}), []).holds is expected


def test_a_gradient_that_is_0_or_unknown_leaves_it_undecided():
    for lost in (0.0, math.nan):
        several = runs(back=(100.0, 200.0, lost))
        assert decide(Statement("explodes_through_time"), several, []).holds is None


A = Setting("a", Text("A", "A"), optimizer_config={"lr": 0.01})
B = Setting("b", Text("B", "B"), optimizer_config={"lr": 0.1})
C = Setting("c", Text("C", "C"), optimizer_config={"lr": 0.1}, batch=10)
OTHER = Setting("other", Text("O", "O"), optimizer="optimizers.adam.Adam")


def experiment(*reported):
    return Experiment("made-up", Text("M", "M"), NOTHING, "none", (A, B, C, OTHER), reported)


def five(setting, test, train=0.95):
    """Return the runs of five seeds, about ``test`` and ``train``."""
    about = (-0.01, -0.005, 0.0, 0.005, 0.01)
    return [
        run(seed, test=test + each, train=train + each, setting=setting)
        for seed, each in enumerate(about)
    ]


def test_all_statements_must_hold():
    results = five("a", 0.9) + five("b", 0.9, 0.99)
    higher, overfits = Statement("higher", than="b"), Statement("learns")
    assert verdict_of(Reported("R0", "a", says=(overfits,)), results) == "holds"
    assert verdict_of(Reported("R0", "a", says=(overfits, higher)), results) == "undecided"
    fails = Statement("fails")
    assert verdict_of(Reported("R0", "a", says=(fails, higher)), results) == "does_not_hold"
    missing = Statement("higher", than="c")
    assert verdict_of(Reported("R0", "a", says=(fails, missing)), results) == "not_run"


def test_a_figure_outside_names_the_nearest_setting_that_gives_it():
    said = Reported("R0", "a", 0.96, 0.71)
    near, far = five("b", 0.70), five("c", 0.70)
    foreign = five("other", 0.70)
    own = five("a", 0.90)
    of = experiment(said)
    assert fits(of, said, own + near + far + foreign) is B
    assert fits(of, said, own + far + foreign) is C
    assert fits(of, said, own + foreign) is None  # another optimizer
    assert fits(of, said, own + five("b", 0.70, train=0.5)) is None  # the training figure is off
    assert fits(of, said, own + five("b", 0.80)) is None
    wide = [run(s, test=t, setting="b") for s, t in enumerate((0.6, 0.7, 0.8))]
    assert fits(of, said, own + wide) is None  # it would give anything


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_claims_table_shows_the_evidence(language):
    outside = Reported("R0", "a", 0.96, 0.71)
    worded = Reported("R1", "a", note=Text("better", "良い"), says=(Statement("higher", "b"),))
    results = five("a", 0.9) + five("b", 0.70)
    text = claims([experiment(outside, worded)], {"made-up": results}, language)
    assert (
        f"| {WORDS['outside'][language]}: {WORDS['fits'][language].format(setting='B')} |" in text
    )
    shown = WORDS["evidence_accuracy"][language].format(value="+0.2000 ± 0.0000")
    assert f"| {WORDS['holds'][language]}: {shown} |" in text
    assert evidence(outside, results, language) == ""


@pytest.mark.parametrize("kind", get_args(StatementKind))
def test_every_kind_has_its_evidence_in_words(kind):
    than = "b" if kind in COMPARED else ""
    results = five("a", 0.9) + five("b", 0.7)
    said = Reported("R0", "a", says=(Statement(kind, than),))
    for language in ("en", "ja"):
        text = evidence(said, results, language)
        assert text
        assert "nan" not in text
        assert "{" not in text


def test_the_catalogue_compares_settings_that_exist():
    for each in all_experiments().values():
        names = {setting.name for setting in each.settings}
        for said in each.reported:
            assert said.setting in names
            for statement in said.says:
                compared = statement.kind in COMPARED
                assert bool(statement.than) == compared
                assert statement.than in names | {""}
                assert said.test is None
                assert said.value is None


def test_a_figure_that_was_not_run_names_the_command():
    keras = all_experiments()["keras-exercises"]
    ran = run(0, setting="iris-relu")
    text = claims([keras], {keras.name: [ran]}, "en")
    told = [line for line in text.splitlines() if "CIFAR-10 | R2" in line]
    command = "parity train keras-exercises --data cifar10 --data-dir DIR --setting cnn-cifar10"
    assert [line.endswith(f"| not run: `{command}` |") for line in told] == [True]
    assert "not run: `parity train keras-exercises --setting line` |" in text  # it makes its data


def test_the_digits_say_nothing_about_figures_of_mnist():
    figure = Reported("R0", "a", 0.95, 0.9)
    words = Reported("R0", "a", says=(Statement("learns"),))
    results = [run(seed, data="digits") for seed in range(5)]
    assert verdict_of(figure, results) == "other_data"
    assert verdict_of(words, results) == "holds"
    assert verdict_of(figure, [run(seed) for seed in range(3)]) == "inside"


def test_a_training_accuracy_is_judged_where_it_is_all():
    results = five("a", 0.5, train=0.9)
    assert verdict_of(Reported("R0", "a", train=0.91), results) == "inside"
    assert verdict_of(Reported("R0", "a", train=0.5), results) == "outside"


def test_a_test_accuracy_is_inside_only_with_its_training_accuracy():
    results = five("a", 0.9, train=0.95)
    assert verdict_of(Reported("R0", "a", 0.95, 0.9), results) == "inside"
    assert verdict_of(Reported("R0", "a", 0.5, 0.9), results) == "outside"
    assert verdict_of(Reported("R0", "a", 0.975, 0.9), results) == "undecided"
    assert verdict_of(Reported("R0", "a", 0.95, 0.5), results) == "outside"
    collapsed = [run(seed, test=0.1135, train=0.1, classes=1) for seed in range(5)]
    assert verdict_of(Reported("R0", "a", 0.21, 0.1135), collapsed) == "collapse"


@pytest.mark.parametrize(("train", "decimals"), [(1.0, 2), (0.9, 2), (0.95, 2), (0.8633, 4)])
def test_a_training_accuracy_is_rounded_as_it_is_given(train, decimals):
    assert decimals_of(train) == decimals


def test_a_loss_is_no_collapse():
    results = [run(seed, classes=1) for seed in range(3)]
    for result, loss in zip(results, (0.30, 0.31, 0.32), strict=True):
        result.final["epoch_loss"] = loss
    said = Reported("R0", "a", value=0.305, quantity="epoch_loss")
    assert verdict_of(said, results) == "inside"


@pytest.mark.parametrize(
    ("value", "half", "expected"),
    [
        (5729.6, 103.4, "5730 ± 100"),
        (929.83, 97.9, "930 ± 98"),
        (29.99931, 0.002534, "29.9993 ± 0.0025"),
        (0.00236912, 0.000139, "0.00237 ± 0.00014"),
        (6.68, 0.41, "6.68 ± 0.41"),
        (3.2e-9, 1e-12, "3.2e-09 ± 1e-12"),
        (0.12345678, math.nan, "0.1235"),
        (9.63e-7, 0.0, "9.63e-07"),
    ],
)
def test_a_figure_has_the_digits_that_its_interval_allows(value, half, expected):
    assert rounded(value, half) == expected
    assert rounded(value, half, "+") == f"+{expected}"
