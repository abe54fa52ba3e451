"""What ``reports/published`` is made of: the sweeps' own runs, and no variation of them."""

import numpy as np

from parity.experiments.results import Curve, RunKey, RunResult, save
from reports.experiments.publish import publish


def saved(folder, digest, accuracy, seed=0, data="mnist", overrides=()):
    losses = np.linspace(2.0, 1.0, 200)
    at = np.array([100, 200])
    result = RunResult(
        key=RunKey("vanishing-gradient", "relu-he", seed, "numpy", data, "", overrides, digest),
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
