"""Tables, verdicts and pictures of the experiments, on made-up runs with known figures."""

import math
from dataclasses import replace

import numpy as np
import pytest

from parity.describing.concept import Text
from parity.experiments.claims import CLAIMS
from parity.experiments.results import Curve, RunKey, RunResult
from parity.experiments.setting import Experiment, Reported, Setting
from reports.experiments.claims import claims
from reports.experiments.judging import rounding
from reports.experiments.judging.agreement import agreement, agreements, digits_of
from reports.experiments.judging.statistics import ACCURACY, summary, verdict
from reports.experiments.judging.verdicts import verdict_of
from reports.experiments.pictures import through_time
from reports.experiments.pictures.through_time import by_length
from reports.experiments.tables import table
from reports.experiments.words import WORDS
from reports.experiments.write import write_experiment

SETTINGS = (
    Setting("learns", Text("it learns", "学習する"), iterations=200),
    Setting("dies", Text("it dies", "学習しない"), iterations=200, form="as_taught",
            bug=Text("a bug", "不具合")),
)  # fmt: skip
EXPERIMENT = Experiment(
    name="made-up",
    title=Text("Made up", "架空の実験"),
    summary=Text("Nothing.", "なし。"),
    source="none",
    settings=SETTINGS,
    reported=(
        Reported("R0", "learns", 0.95, 0.91),
        Reported("R1", "learns", 0.95, 0.5),
        Reported("R0", "dies", 0.1, 0.1135),
        Reported("R2", "learns", note=Text("an image", "画像")),
    ),
)
ACCURACIES = (0.90, 0.91, 0.92)


def run(setting, seed, framework, accuracy, classes=10, noise=0.0, steps=200):
    losses = np.exp(-np.arange(steps) / 100) * (1 + noise * (np.arange(steps) >= 150))
    at = np.array([100, 200])
    return RunResult(
        key=RunKey("made-up", setting, seed, framework, "mnist"),
        final={
            "test_accuracy": accuracy,
            "train_accuracy": 0.95,
            "predicted_classes": classes,
            "loss": 0.1,
        },
        curve=Curve(at, losses[at - 1], np.array([0.5, accuracy]), np.array([0.5, accuracy])),
        losses=losses,
        versions=f"{framework} 1",
    )


@pytest.fixture
def results():
    found = []
    for framework in ("numpy", "torch", "keras"):
        for seed, accuracy in enumerate(ACCURACIES):
            noise = 1e-4 if framework == "keras" else 0.0
            found.append(run("learns", seed, framework, accuracy, noise=noise))
            found.append(run("dies", seed, framework, 0.1135, classes=1))
    return found


def test_mean_and_intervals():
    ours = summary(ACCURACIES, [10, 10, 10])
    assert ours.mean == pytest.approx(0.91)
    half = 4.303 * 0.01 / math.sqrt(3)
    assert ours.half == pytest.approx(half, rel=1e-3)
    low, high = ours.single_run()
    assert high - ours.mean == pytest.approx(2 * half, rel=1e-3)  # sqrt(1 + 1/3) sqrt(3) = 2
    assert ours.mean - low == pytest.approx(2 * half, rel=1e-3)
    assert ours.usual()[1] - ours.mean == pytest.approx(1.96 * 0.01, rel=1e-3)


def test_verdicts_at_the_edges():
    ours = summary(ACCURACIES, [10, 10, 10], ACCURACY)
    usual, high = ours.usual()[1], ours.single_run()[1]
    assert verdict(usual, ours, 4) == "inside"
    assert verdict(usual + 0.00004, ours, 4) == "inside"  # the report is rounded
    assert verdict(usual + 0.0001, ours, 4) == "undecided"
    assert verdict(high + 0.00004, ours, 4) == "undecided"
    assert verdict(high + 0.0001, ours, 4) == "outside"
    assert verdict(None, ours, 4) == "not_reproducible"
    assert verdict(0.9, None, 4) == "not_run"


def test_one_seed_decides_nothing_but_its_own_figure():
    one = summary([0.92], [10], ACCURACY)
    assert verdict(0.91, one, 4) == "undecided"
    assert verdict(0.92004, one, 4) == "inside"
    assert math.isnan(one.half)
    assert summary([math.nan, 0.5], [10, 10]).mean == 0.5
    assert summary([math.nan], [10]).n == 0


def test_seeds_that_all_give_one_value_tell_no_spread():
    assert verdict(0.99, summary([1.0] * 3, (), ACCURACY), 2) == "undecided"
    assert verdict(0.98, summary([1.0] * 7, (), ACCURACY), 2) == "outside"


def test_an_interval_that_most_figures_are_in_decides_nothing():
    wide = summary([0.2, 0.4, 0.5, 0.6, 0.8] * 2, (), ACCURACY)
    assert wide.single_run() == (0.0, 1.0)  # no accuracy is below 0 or above 1
    assert verdict(0.5, wide, 4) == "undecided"
    assert verdict(5.0, summary([-1.0, 4.0, 9.0] * 3), 4) == "undecided"  # it may be 0
    assert verdict(5.0, summary([4.0, 5.0, 6.0] * 3), 4) == "inside"


def test_seeds_that_collapse_are_judged_apart():
    all_of_them = summary([0.1135] * 7, [1] * 7, ACCURACY)
    assert verdict(0.1028, all_of_them, 4) == "collapse"  # another class, the same thing
    assert verdict(0.9, all_of_them, 4) == "outside"
    few = summary([0.1135] * 3, [1] * 3, ACCURACY)
    assert verdict(0.1028, few, 4) == "collapse"
    assert verdict(0.9, few, 4) == "undecided"  # three seeds cannot rule out that one learns
    learnt = [0.89, 0.90, 0.91, 0.90, 0.90]
    half = summary([0.1135] * 5 + learnt, [1] * 5 + [10] * 5, ACCURACY)
    assert verdict(0.1028, half, 4) == "collapse"
    assert verdict(0.90, half, 4) == "inside"
    assert verdict(0.50, half, 4) == "outside"  # between the two kinds, where no run is
    rare = summary([0.1135, *learnt, *learnt], [1] + [10] * 10, ACCURACY)
    assert verdict(0.1028, rare, 4) == "undecided"
    assert verdict(0.90, rare, 4) == "inside"


def test_an_interval_is_shown_only_where_it_is_one():
    assert rounding.accuracy(summary(ACCURACIES, [10] * 3, ACCURACY)) == "0.9100 ± 0.0248"
    assert rounding.accuracy(summary([0.86, 0.96], [10, 10], ACCURACY)) == "0.9100 (0.8600–0.9600)"
    assert (
        rounding.accuracy(summary([0.1, 0.1, 0.9], [1, 1, 10], ACCURACY))
        == "0.3667 (0.1000–0.9000)"
    )
    assert rounding.accuracy(summary([0.1135] * 3, [1] * 3, ACCURACY)) == "0.1135"
    assert rounding.accuracy(summary([0.5], [10], ACCURACY)) == "0.5000"


def test_where_rounding_separates(results):
    together = agreement([r for r in results if r.key.setting == "learns"])
    assert together.steps == (100, 200)
    assert together.digits[0] == 16.0
    assert together.digits[1] == pytest.approx(4.0, abs=0.01)
    assert together.separates == 151
    assert together.accuracy == 0.0
    alone = [r for r in results if r.key.framework == "numpy" and r.key.setting == "learns"]
    assert agreement(alone) is None


def test_digits_of_equal_nan_and_unequal_curves():
    a = np.array([1.0, np.nan, 1.0, np.inf])
    b = np.array([1.0, np.nan, 1.001, 1.0])
    found = digits_of(a, b)
    assert found[0] == found[1] == 16.0
    assert found[2] == pytest.approx(3.0, abs=0.01)
    assert found[3] == 0.0


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_table_says_figures_verdicts_and_forms(results, language):
    text = table(EXPERIMENT, results, language, agreements(EXPERIMENT, results))
    assert "0.9100 ± 0.0248" in text
    for word in ("inside", "outside", "collapse", "not_reproducible", "as_taught"):
        assert WORDS[word][language] in text
    assert WORDS["collapsed"][language].format(k=3, n=3) in text
    assert SETTINGS[1].bug[language] in text


def test_verdicts_of_reported_figures(results):
    found = [verdict_of(said, results) for said in EXPERIMENT.reported]
    assert found == ["inside", "outside", "collapse", "not_reproducible"]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_claims_count_the_verdicts_and_name_every_claim(results, language):
    text = claims([EXPERIMENT], {"made-up": results}, language)
    for claim in CLAIMS:
        assert f"| {claim.name} | " in text
        assert claim.settled_by in text
    for word in ("inside", "outside", "collapse", "not_reproducible"):
        figures, words = (1, "–") if word != "not_reproducible" else ("–", 1)
        assert f"| {WORDS[word][language]} | {figures} | {words} |" in text
    assert WORDS["by_chance"][language].format(held=2, chance=0) in text
    assert WORDS["nothing_run"][language] in claims([EXPERIMENT], {}, language)


def test_everything_is_written_whole(results, tmp_path):
    paths = write_experiment(tmp_path, EXPERIMENT, results, "ja")
    assert [p.name for p in paths[:3]] == ["table.ja.md", "table.md", "runs.csv"]
    assert len((tmp_path / "runs.csv").read_text().splitlines()) == 1 + len(results)
    pictures = [p for p in paths if p.suffix == ".png"]
    assert {p.stem for p in pictures} == {"test_accuracy", "train_accuracy", "loss", "digits"}
    for picture in pictures:
        content = picture.read_bytes()
        assert content.startswith(b"\x89PNG")
        assert len(content) > 4_000


def lengths(layer, *tests):
    """Return a setting for sequences of two lengths each, and its runs over five seeds."""
    settings, found = [], []
    for length, test in zip((10, 30), tests, strict=True):
        name = f"{layer.lower()}-{length}"
        settings.append(
            Setting(
                name, Text(name, name), network=f"recurrent.{layer}", options={"length": length}
            )
        )
        for seed in range(3):
            own = run(name, seed, "numpy", test + seed / 100)
            norms = np.array([np.geomspace(1e-3, 1.0, length), np.linspace(0.5, 1, length)])
            found.append(replace(own, extra={"through_time.norms": norms}))
    return settings, found


def test_what_is_learned_by_length_and_the_gradient_through_time_are_drawn(tmp_path):
    of_rnn, of_lstm = lengths("RNN", 0.9, 0.2), lengths("LSTM", 0.9, 0.8)
    experiment = replace(EXPERIMENT, settings=(*of_rnn[0], *of_lstm[0]), reported=())
    paths = write_experiment(tmp_path, experiment, of_rnn[1] + of_lstm[1])
    pictures = [p.stem for p in paths if p.suffix == ".png"]
    assert pictures == ["by_length", "test_accuracy", "train_accuracy", "loss", "through_time"]
    assert all(p.stat().st_size > 2_000 for p in paths if p.suffix == ".png")
    text = (tmp_path / "table.md").read_text(encoding="utf-8")
    assert text.index("](by_length.png)") < text.index("](through_time.png)")
    again = by_length(experiment, of_rnn[1] + of_lstm[1][:3])
    assert again != (tmp_path / "by_length.png").read_bytes()


def test_no_gradient_is_drawn_where_none_is_left():
    norms = [np.array([1.0, 2.0, 4.0]), np.array([1.0, 1.0, 0.0]), np.array([np.nan, 1.0, 1.0])]
    np.testing.assert_allclose(through_time._median(norms), [0.25, 0.5, 1.0])
    assert through_time._median(norms[1:]) is None
    assert through_time.gradients(EXPERIMENT, [run("learns", 0, "numpy", 0.9)]) is None
    assert by_length(EXPERIMENT, []) is None


def test_the_digits_after_each_hundred_steps_are_written(results, tmp_path):
    write_experiment(tmp_path, EXPERIMENT, results)
    assert (tmp_path / "digits.csv").read_text().splitlines() == [
        "setting,step,digits,separates,apart",
        "learns,100,16.0,151,0",
        "learns,200,4.0,151,0",
        "dies,100,16.0,,0",
        "dies,200,16.0,,0",
    ]
    assert "](digits.csv)" in (tmp_path / "table.md").read_text(encoding="utf-8")
    alone = [r for r in results if r.key.framework == "numpy"]
    write_experiment(tmp_path / "alone", EXPERIMENT, alone)
    assert WORDS["agreement"]["en"] not in (tmp_path / "alone" / "table.md").read_text()
    assert not (tmp_path / "alone" / "digits.csv").exists()
    assert not (tmp_path / "alone" / "digits.png").exists()


def test_every_word_has_both_languages():
    for text in WORDS.values():
        assert text.en
        assert text.ja
