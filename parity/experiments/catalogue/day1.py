"""The first day: forward passes by hand, and a regression of 3 x0 + 2 x1."""

from __future__ import annotations

from typing import Any

from parity.concept import Text
from parity.experiments.setting import Experiment, Reported, Setting


def _forward(name: str, title: Text, config: dict[str, Any], **options: Any) -> Setting:
    """Return a forward pass with given weights: nothing is drawn, nothing learned."""
    sizes = [len(array) for key, array in options["params"].items() if key.endswith(".b")]
    return Setting(
        name,
        title,
        config=config,
        hidden=tuple(sizes[:-1]),
        initializer=("zeros", {}),
        iterations=0,
        options={"task": "forward", **options},
    )


def _regression(activation: str, title: Text) -> Setting:
    return Setting(
        f"regression-{activation}",
        title,
        config={"activation": activation},
        hidden=(10,),
        initializer=("gauss", {"sigma": 1.0}),
        optimizer_config={"lr": 0.07},
        loss="losses.HalfSquaredError",
        iterations=1000,
        batch=1,
        options={
            "task": "regression",
            "weights_of_inputs": (3.0, 2.0),
            "examples": 1000,
            "low": 0.0,
            "high": 1.0,
            "noise": 0.0,
        },
    )


EXPERIMENT = Experiment(
    name="day1",
    title=Text("Day 1: forward passes and a regression", "1日目: 順伝播と回帰"),
    summary=Text(
        "Two small forward passes with weights that can be followed by hand, and a network of ten "
        "hidden units that learns 3 x0 + 2 x1 from one example at a time.",
        "手で追える重みでの小さな順伝播2つと、隠れユニット10個のネットワークに 3 x0 + 2 x1 を"
        "1例ずつ学習させる回帰。",
    ),
    source="Day 1",
    settings=(
        _forward(
            "forward-2-3-2-2",
            Text("forward pass, 2-3-2-2, ReLU", "順伝播、2-3-2-2、ReLU"),
            {"activation": "relu"},
            x=((1.0, 2.0),),
            params={
                "dense1.W": ((0.1, 0.3, 0.5), (0.2, 0.4, 0.6)),
                "dense1.b": (0.1, 0.2, 0.3),
                "dense2.W": ((0.1, 0.4), (0.2, 0.5), (0.3, 0.6)),
                "dense2.b": (0.1, 0.2),
                "dense3.W": ((0.1, 0.3), (0.2, 0.4)),
                "dense3.b": (0.1, 0.2),
            },
            output="",
        ),
        # R4 gives x and u = x W + b, and not W; these weights lead to that u.
        _forward(
            "one-layer-sigmoid",
            Text("forward pass, one layer, sigmoid", "順伝播、1層、シグモイド"),
            {},
            x=((1.0, 5.0, 2.0, -1.0),),
            params={
                "dense1.W": ((1.0, 1.0, 3.0), (5.0, 2.0, 1.0), (2.0, 0.0, 1.0), (4.0, 4.0, 4.0)),
                "dense1.b": (0.1, 0.2, 0.3),
            },
            output="sigmoid",
        ),
        _regression("relu", Text("regression, 2-10-1, ReLU", "回帰、2-10-1、ReLU")),
        _regression("sigmoid", Text("regression, 2-10-1, sigmoid", "回帰、2-10-1、シグモイド")),
    ),
    reported=(
        Reported("R4", "one-layer-sigmoid", value=26.1, quantity="u0", decimals=1),
        Reported("R4", "one-layer-sigmoid", value=7.2, quantity="u1", decimals=1),
        Reported("R4", "one-layer-sigmoid", value=6.3, quantity="u2", decimals=1),
    ),
    data=("none",),
    order=60,
)
