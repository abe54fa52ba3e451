"""The first day: a regression of 3 x0 + 2 x1, one example at a time.

The day's two forward passes learn nothing; ``tests/experiments/test_claims.py`` computes them.
"""

from __future__ import annotations

from parity.describing.concept import Text
from parity.experiments.setting import Experiment, Reported, Setting


def _regression(activation: str, title: Text) -> Setting:
    return Setting(
        f"regression-{activation}",
        title,
        config={"activation": activation},
        hidden=(10,),
        initializer=("gauss", {"sigma": 1.0}),
        optimizer_config={"lr": 0.07},
        loss="losses.half_squared_error.HalfSquaredError",
        iterations=1000,
        batch=1,
        options={"task": "regression", "target": "plane", "n": 1000, "draws": "regression"},
    )


EXPERIMENT = Experiment(
    name="day1",
    title=Text("Day 1: a regression", "1日目: 回帰"),
    summary=Text(
        "A network of ten hidden units learns 3 x0 + 2 x1 by stochastic gradient descent, from one "
        "example in each of 1,000 steps.",
        "隠れユニット10個のネットワークが、1ステップに1例ずつ、1,000ステップの確率的勾配降下法で"
        "3 x0 + 2 x1 を学習する。",
    ),
    source="Day 1",
    settings=(
        _regression("relu", Text("2-10-1, ReLU", "2-10-1、ReLU")),
        _regression("sigmoid", Text("2-10-1, sigmoid", "2-10-1、シグモイド")),
    ),
    reported=(
        Reported(
            "R4",
            "regression-relu",
            note=Text("tried; no figure is given", "試したが、数値の記載がない"),
        ),
    ),
    data=("none",),
    order=60,
)
