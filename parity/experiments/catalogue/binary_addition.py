"""3_1, a recurrent network that adds binary numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parity.describing.concept import NOTHING, Text
from parity.experiments.setting import Experiment, Form, Reported, Setting, Statement

GAUSS_1 = ("gauss", {"sigma": 1.0})

KINDS: tuple[tuple[str, Text, tuple[str, Mapping[str, Any]], str], ...] = (
    ("sigma-1", Text("sigma 1", "sigma 1"), GAUSS_1, "sigmoid"),
    ("sigma-0.001", Text("sigma .001", "sigma 0.001"), ("gauss", {"sigma": 0.001}), "sigmoid"),
    ("sigma-5", Text("sigma 5", "sigma 5"), ("gauss", {"sigma": 5.0}), "sigmoid"),
    ("xavier", Text("Xavier", "Xavier"), ("xavier_taught", {}), "sigmoid"),
    ("he", Text("He", "He"), ("he_normal", {}), "sigmoid"),
    ("relu", Text("ReLU, sigma 1", "ReLU、sigma 1"), GAUSS_1, "relu"),
    ("tanh", Text("tanh, sigma 1", "tanh、sigma 1"), GAUSS_1, "tanh"),
    # Which no report has: is it the activation, or the weights that it starts from?
    ("relu-he", Text("ReLU, He", "ReLU、He"), ("he_normal", {}), "relu"),
    ("tanh-xavier", Text("tanh, Xavier", "tanh、Xavier"), ("xavier_taught", {}), "tanh"),
)
"""Name, title, initial weights and activation of the states."""

AT_THE_OUTPUT = Text(
    "d_sigmoid is given the output y",
    "d_sigmoid に出力 y を渡す",
)


def _settings(
    name: str, title: Text, initializer: tuple[str, Mapping[str, Any]], activation: str
) -> list[Setting]:
    """Return a network as taught, and corrected: the slope of the last sigmoid at y, and at v."""
    forms: tuple[tuple[Form, str], ...] = (("as_taught", "y"), ("corrected", "v"))
    return [
        Setting(
            f"{name}-{form.replace('_', '-')}",
            title,
            network="models.rnn_taught.RNNTaught",
            config={"n_in": 2, "n_hidden": 16, "n_out": 1, "activation": activation},
            initializer=initializer,
            optimizer_config={"lr": 0.1},
            loss="losses.half_squared_error.HalfSquaredError",
            iterations=10_000,
            batch=1,
            form=form,
            bug=AT_THE_OUTPUT if form == "as_taught" else NOTHING,
            options={
                "task": "sums",
                "target": "binary_addition",
                "sampling": "epochs",  # 10,000 additions, each of them once
                "readout": {"slope_at": slope_at},
                "through_time": True,
                "draws": "binary-addition",
            },
        )
        for form, slope_at in forms
    ]


EXPERIMENT = Experiment(
    name="binary-addition",
    title=Text("3_1 Binary addition", "3_1 バイナリ加算"),
    summary=Text(
        "A recurrent network, 2-16-1 without a bias, adds two numbers of eight bits, one addition "
        "in each of 10,000 steps. A sum counts as right where all its bits are; 1,000 additions "
        "test.",
        "バイアスのない2-16-1のRNNが、8ビットの2数の加算を1ステップに1例ずつ、10,000ステップ学習"
        "する。8ビットがすべて正しい和だけを正解と数え、1,000個の加算でテストする。",
    ),
    source="3_1",
    settings=tuple(setting for kind in KINDS for setting in _settings(*kind)),
    reported=(
        Reported(
            "R2",
            "sigma-1-as-taught",
            note=Text("learns", "学習できる"),
            says=(Statement("learns"),),
        ),
        Reported(
            "R2",
            "sigma-0.001-as-taught",
            note=Text("does not learn (101 + 85 = 255)", "学習できない(101 + 85 = 255)"),
            says=(Statement("fails"),),
        ),
        Reported(
            "R2",
            "sigma-5-as-taught",
            note=Text("faster than sigma 1", "sigma 1 より速い"),
            says=(Statement("faster", than="sigma-1-as-taught"),),
        ),
        Reported(
            "R2",
            "xavier-as-taught",
            note=Text(
                "about the same as sigma 1 (59 + 13 = 72)", "sigma 1 とほぼ同じ(59 + 13 = 72)"
            ),
            says=(Statement("no_effect", than="sigma-1-as-taught"),),
        ),
        Reported(
            "R2",
            "he-as-taught",
            note=Text("tried, without a remark", "試したが、記述がない"),
        ),
        Reported(
            "R2",
            "relu-as-taught",
            note=Text("explodes (121 + 53 = 0)", "勾配爆発する(121 + 53 = 0)"),
            says=(Statement("explodes_through_time"),),
        ),
        Reported(
            "R2",
            "tanh-as-taught",
            note=Text("vanishes (121 + 74 = 251)", "勾配消失する(121 + 74 = 251)"),
            says=(Statement("vanishes_through_time"),),
        ),
        Reported(
            "R4",
            "tanh-as-taught",
            note=Text("learns; from which weights is not told", "学習できる(初期重みの記載がない)"),
        ),
    ),
    data=("none",),
    order=90,
)
