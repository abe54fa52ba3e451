"""What runs keep is drawn, in both languages; what an experiment shows is decided by its runs."""

from dataclasses import replace

import numpy as np
import pytest

from parity.describing.concept import Text
from parity.experiments.results import Curve, RunKey, RunResult
from parity.experiments.setting import Experiment, Fact, Setting
from reports.experiments import captions
from reports.experiments.facts import told, verdict_on
from reports.experiments.judging.agreement import agreement, agreements, as_csv, read_agreements
from reports.experiments.pictures import kept
from reports.experiments.publish import remade
from reports.experiments.write import write_experiment

NOTHING = np.zeros(0)
TITLE = Text("a title", "題名")
SETTINGS = (Setting("one", Text("the one", "一つめ")), Setting("other", Text("other", "二つめ")))
KINDS = ("points.p", "images.i", "table.t", "series.s")
EXPERIMENT = Experiment(
    "made-up", TITLE, TITLE, "none", SETTINGS,
    pictures={name: Text(f"what {name} shows", f"{name}が示すもの") for name in KINDS},
)  # fmt: skip


def run(setting, seed=0, framework="numpy", figure=1.0, **extra):
    steps = np.arange(1, 201.0)
    rng = np.random.default_rng(seed)
    arrays = {
        "points.p": rng.standard_normal((3, 20, 2)),
        "steps.p": np.array([0, 5, 9]),
        "classes.p": np.arange(20) % 3,
        "truth.p": rng.standard_normal((20, 2)),
        "images.i": rng.random((2, 3, 5, 4)),
        "table.t": np.array([[[0.0, np.nan], [1.0, 2.0]]]),
        "series.s": np.arange(4.0),
        "losses.generator": 1 / steps,
    }
    return RunResult(
        key=RunKey("made-up", setting, seed, framework, "none"),
        final={"near": figure},
        curve=Curve(NOTHING, NOTHING, NOTHING, NOTHING),
        losses=1 / steps,
        extra={**arrays, **extra},
    )


@pytest.fixture(scope="module")
def results():
    frameworks = ("numpy", "torch")
    return [run(s.name, seed, f) for f in frameworks for s in SETTINGS for seed in (1, 0)]


def test_every_kind_is_drawn_in_both_languages_and_told(results, tmp_path):
    paths = write_experiment(tmp_path / "made-up", EXPERIMENT, results)
    files = {p.name for p in paths}
    for name in KINDS:
        stem = name.replace(".", "-")
        assert {f"{stem}.png", f"{stem}.ja.png"} <= files
    english, japanese = ((tmp_path / "made-up" / f"table{end}").read_text(encoding="utf-8")
                         for end in (".md", ".ja.md"))  # fmt: skip
    assert "![what points.p shows](points-p.png)" in english
    assert "![points.pが示すもの](points-p.ja.png)" in japanese
    assert english.index("points-p.png") < english.index("losses.png")
    assert captions.drawn(EXPERIMENT, tmp_path / "made-up")[:4] == list(KINDS)
    if kept._japanese():
        both = (
            (tmp_path / "made-up" / f"points-p{end}").read_bytes() for end in (".png", ".ja.png")
        )
        assert len(set(both)) == 2  # the settings' titles are in the language


def test_the_first_seed_is_drawn_and_the_frameworks_stand_beside_it(results):
    (_, runs), _ = [(s, kept._first_seed(s, results, "points.p")) for s in SETTINGS]
    assert [(r.key.framework, r.key.seed) for r in runs] == [("numpy", 0), ("torch", 0)]
    headings = [panel.heading for panel in kept._panels("points", "p", runs)]
    assert headings == ["NumPy  0", "5", "9", "PyTorch  9"]
    assert [p.frame for p in kept._panels("points", "p", runs)] == [0, 1, 2, 2]
    images = kept._panels("images", "i", runs)
    assert [panel.heading for panel in images] == ["NumPy", "PyTorch"]


def test_without_japanese_a_setting_is_called_by_its_name(monkeypatch):
    monkeypatch.setattr(kept, "_japanese", lambda: ())
    assert kept._titled(SETTINGS[0], "ja") == "one"
    assert kept._titled(SETTINGS[0], "en") == "the one"
    assert kept.picture(EXPERIMENT, [], "points.p", "ja") is None


def test_both_losses_must_agree(tmp_path):
    ours = run("one")
    other = ours.extra["losses.generator"].copy()
    other[120:] *= 1 + 1e-2
    theirs = run("one", framework="torch", **{"losses.generator": other})
    found = agreement([ours, theirs])
    assert (found.separates, found.apart) == (121, 121)
    assert agreement([ours, run("one", framework="torch")]).apart == 0
    written = tmp_path / "digits.csv"
    written.write_bytes(as_csv(agreements(EXPERIMENT, [ours, theirs])))
    ((_, again),) = read_agreements(written, [ours, theirs])
    assert again == replace(found, digits=(16.0, 2.0))
    older = "\n".join(line.rpartition(",")[0] for line in written.read_text().splitlines())
    written.write_text(older)
    assert read_agreements(written, [ours, theirs])[0][1].apart is None


def fact(**said):
    return Fact(Text("so it is", "そうである"), "one", "near", **said)


@pytest.mark.parametrize(
    ("said", "figures", "verdict"),
    [
        ({"above": 0.5}, (0.9, 0.91, 0.92), "holds"),
        ({"above": 0.95}, (0.9, 0.91, 0.92), "does_not_hold"),
        ({"below": 0.95}, (0.9, 0.91, 0.92), "holds"),
        ({"above": 0.905}, (0.9, 0.91, 0.92), "undecided"),
        ({"above": 0.5}, (0.9,), "undecided"),  # one seed
        ({"above": 0.5}, (), "not_run"),
    ],
)
def test_facts_are_decided_by_the_interval(said, figures, verdict):
    runs = [run("one", seed, figure=figure) for seed, figure in enumerate(figures)]
    assert verdict_on(fact(**said), runs) == verdict


def test_a_comparison_is_made_seed_by_seed():
    runs = [run("one", seed, figure=0.5 + 0.1 * seed) for seed in range(3)]
    others = [run("other", seed, figure=0.3 + 0.1 * seed + 0.01 * (seed == 1)) for seed in range(3)]
    assert verdict_on(fact(above=0.0, than="other"), runs + others) == "holds"
    assert verdict_on(fact(above=0.5), runs + others) == "undecided"  # the seeds differ by more
    assert verdict_on(fact(above=0.0, than="other"), runs) == "not_run"
    lines = told([fact(above=0.0, than="other")], runs + others, "en")
    assert lines[-1].startswith("| so it is | share of points on the data, difference: +0.19")
    with pytest.raises(ValueError, match="one of above and below"):
        verdict_on(fact(), runs)


def test_published_pictures_of_its_own_are_in_the_text_made_again(tmp_path, results, monkeypatch):
    monkeypatch.setattr(
        "reports.experiments.publish.all_experiments", lambda: {"made-up": EXPERIMENT}
    )
    known = [replace(r, seconds=1.0) for r in results]
    write_experiment(tmp_path / "made-up", EXPERIMENT, known)
    written = (tmp_path / "made-up" / "table.ja.md").read_text(encoding="utf-8")
    assert remade(tmp_path)["made-up/table.ja.md"] == written
