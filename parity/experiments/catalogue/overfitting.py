"""Overfitting on 300 images, and what the course's 2_5 does against it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parity.describing.concept import NOTHING, Text
from parity.experiments.setting import Experiment, Form, Reported, Setting, Statement

OUTPUT_LAYER = Text(
    "the output layer is never updated or decayed (C5)",
    "出力層が更新も減衰もされない(C5)",
)
OUTPUT_LAYER_AND_LOSS = Text(
    "the output layer is never updated or decayed (C5), and the loss shown adds the root of the "
    "sum of squares (C7)",
    "出力層が更新も減衰もされず(C5)、表示される損失には二乗和の平方根が足される(C7)",
)
PLAIN_MASK = Text(
    "a plain mask in training, times 1 - p in inference",
    "学習時はマスクを掛けるだけで、推論時に 1 - p を掛ける",
)
LOST = Text("the figure is lost: it was an image", "図だったため数値が失われている")
NO_FIGURE = Text("tried; no figure is given", "試したが、数値の記載がない")
DENSE = "dense7"  # the output layer, behind six hidden ones
# Adam's epsilon as the course has it: 1e-7, added before the bias correction.
OPTIMIZERS: dict[str, tuple[str, str, Mapping[str, Any]]] = {
    "momentum": ("Momentum", "optimizers.momentum.Momentum", {"lr": 0.01, "momentum": 0.9}),
    "adagrad": ("AdaGrad", "optimizers.adagrad.Adagrad", {"lr": 0.01, "epsilon": 1e-7}),
    "adam": (
        "Adam",
        "optimizers.adam.Adam",
        {"lr": 0.001, "epsilon": 1e-7, "epsilon_place": "uncorrected"},
    ),
}


def _setting(name: str, title: Text, config: Mapping[str, float], **fields: Any) -> Setting:
    """Return a setting of the course's six hidden layers of 100, ReLU with He."""
    fields.setdefault("optimizer_config", {"lr": 0.01})
    return Setting(
        name,
        title,
        config={"activation": "relu", **config},
        hidden=(100,) * 6,
        initializer=("he_normal", {}),
        train_images=300,
        train_accuracy="training_set",
        **fields,
    )


def _both(name: str, title: Text, config: Mapping[str, float], **fields: Any) -> list[Setting]:
    """Return the setting as taught, with the bugs that its penalties and dropout bring, and mended.

    The course's L1 and L2 are loops over ``range(1, hidden_layer_num + 1)``, which update the
    hidden layers and stop before the output layer.
    """
    found = []
    kept = dict(fields.pop("options", {}))
    forms: tuple[Form, ...] = ("as_taught", "corrected")
    for form in forms:
        own: dict[str, Any] = {}
        bugs: list[Text] = []
        options = {**kept, "draws": name}
        if form == "as_taught":
            if "l1" in config or "l2" in config:
                own = {"frozen": (f"{DENSE}.*",), "without_penalty": (f"{DENSE}.W",)}
                own["taught_penalty"] = "l2" in config
                bugs.append(OUTPUT_LAYER_AND_LOSS if "l2" in config else OUTPUT_LAYER)
            if "dropout" in config:
                options["dropout_scaling"] = "taught"
                bugs.append(PLAIN_MASK)
        bug = NOTHING
        if bugs:
            bug = Text("; ".join(b.en for b in bugs), "。".join(b.ja for b in bugs))
        found.append(
            _setting(
                f"{name}-{form.replace('_', '-')}",
                title,
                config,
                form=form,
                bug=bug,
                options=options,
                **own,
                **fields,
            )
        )
    return found


def _number(value: float) -> str:
    """Write a rate without an exponent: 0.0001."""
    return f"{value:.4f}".rstrip("0")


def _penalties() -> list[Setting]:
    found = []
    weights = {"options": {"weights": True}}
    for rate in (0.1, 0.01, 0.15, 0.5, 0.0001):
        title = Text(f"L2 {_number(rate)}", f"L2 {_number(rate)}")
        found += _both(f"l2-{_number(rate)}", title, {"l2": rate}, **weights)
    # The notebook's cell for L1 has a rate of 0.1; the reports change lambda alone.
    for rate in (0.005, 0.1, 0.15):
        title = Text(f"L1 {_number(rate)}, lr .1", f"L1 {_number(rate)}、学習率 0.1")
        found += _both(
            f"l1-{_number(rate)}", title, {"l1": rate}, optimizer_config={"lr": 0.1}, **weights
        )
    return found


def _dropouts() -> list[Setting]:
    found = []
    for rate in (0.15, 0.5, 0.015, 0.1, 0.2):
        title = Text(f"dropout {_number(rate)}", f"ドロップアウト {_number(rate)}")
        found += _both(f"dropout-{_number(rate)}", title, {"dropout": rate})
    # R0 tried each optimizer at 0.1, and then each at a rate of its own.
    for optimizer, own in (("momentum", 0.35), ("adagrad", 0.425), ("adam", 0.437)):
        label, dotted, arguments = OPTIMIZERS[optimizer]
        for rate in (0.1, own):
            found += _both(
                f"dropout-{_number(rate)}-{optimizer}",
                Text(
                    f"dropout {_number(rate)}, {label}", f"ドロップアウト {_number(rate)}、{label}"
                ),
                {"dropout": rate},
                optimizer=dotted,
                optimizer_config=arguments,
            )
    found += _both(
        "dropout-0.08-l1-0.004",
        Text("dropout 0.08, L1 0.004", "ドロップアウト 0.08、L1 0.004"),
        {"dropout": 0.08, "l1": 0.004},
    )
    found += _both(
        "dropout-0.15-l2-0.1",
        Text(
            "dropout 0.15, L2 0.1, 5,000 iterations", "ドロップアウト 0.15、L2 0.1、5,000ステップ"
        ),
        {"dropout": 0.15, "l2": 0.1},
        iterations=5000,
    )
    return found


def _said(report: str, name: str, note: Text, statement: Statement) -> Reported:
    """Return what a report says in words about the setting as taught."""
    return Reported(report, f"{name}-as-taught", note=note, says=(statement,))


LESS = Statement("less_overfit", than="none")
NO_EFFECT = Statement("no_effect", than="none")
OVERFITS = Text("overfits", "過学習する")

EXPERIMENT = Experiment(
    name="overfitting",
    title=Text("Overfitting", "過学習"),
    summary=Text(
        "Six hidden layers learn 300 images by heart. L1, L2 and dropout narrow the gap between "
        "training and test, mostly by making training worse; a little more of any of them, and "
        "the network answers one digit for everything.",
        "隠れ層6つのネットワークは300枚の画像を丸暗記する。L1、L2、ドロップアウトは訓練と"
        "テストの差を縮めるが、多くは訓練側の精度を下げることによる。少し強すぎるだけで、"
        "何を見ても同じ数字を答えるようになる。",
    ),
    source="2_5",
    settings=(
        _setting("none", Text("none", "なし"), {}, options={"weights": True}),
        *_penalties(),
        *_dropouts(),
    ),
    reported=(
        Reported("R1", "none", 1.0, 0.7732),
        Reported("R2", "none", 1.0, 0.7542),
        Reported("R1", "l2-0.1-as-taught", 0.8633, 0.6759),
        _said("R2", "l2-0.1", Text("a little less overfit", "過学習が少し弱まる"), LESS),
        _said("R0", "l2-0.01", Text("no effect", "効果がない"), NO_EFFECT),
        Reported("R0", "l2-0.15-as-taught", note=LOST),
        _said("R0", "l2-0.5", Text("collapse", "崩壊する"), Statement("collapses")),
        _said("R2", "l2-0.0001", Text("no effect", "効果がない"), NO_EFFECT),
        _said("R2", "l2-0.5", Text("fails", "学習に失敗する"), Statement("fails")),
        _said("R2", "l1-0.005", Text("less overfit", "過学習が弱まる"), LESS),
        _said("R0", "l1-0.005", OVERFITS, Statement("overfits")),
        Reported("R0", "l1-0.1-as-taught", note=LOST),
        _said("R0", "l1-0.15", Text("collapses", "崩壊する"), Statement("collapses")),
        Reported(
            "R1",
            "dropout-0.15-as-taught",
            0.92,
            0.7261,
            note=Text(
                'said to be "higher than above", which is .7732 (C20)',
                "「上より高い」とあるが、上の値は .7732 である(C20)",
            ),
        ),
        Reported("R2", "dropout-0.15-as-taught", 0.85, 0.6631),
        Reported("R2", "dropout-0.5-as-taught", 0.13, 0.1135),
        _said("R2", "dropout-0.015", OVERFITS, Statement("overfits")),
        _said("R0", "dropout-0.1", OVERFITS, Statement("overfits")),
        _said("R0", "dropout-0.2", Text("the gap narrows", "差が縮まる"), LESS),
        Reported("R0", "dropout-0.1-momentum-as-taught", note=NO_FIGURE),
        Reported("R0", "dropout-0.1-adagrad-as-taught", note=NO_FIGURE),
        Reported("R0", "dropout-0.1-adam-as-taught", note=NO_FIGURE),
        Reported("R0", "dropout-0.35-momentum-as-taught", note=NO_FIGURE),
        Reported("R0", "dropout-0.425-adagrad-as-taught", note=NO_FIGURE),
        Reported("R0", "dropout-0.437-adam-as-taught", note=NO_FIGURE),
        _said("R2", "dropout-0.08-l1-0.004", Text("less overfit", "過学習が弱まる"), LESS),
        Reported(
            "R1",
            "dropout-0.15-l2-0.1-as-taught",
            0.8667,
            0.6343,
            note=Text(
                "the rate of L2 is not given; .1 is that of R1's run without dropout",
                "L2の係数の記載がない。R1のドロップアウトなしの実行と同じ 0.1 とした",
            ),
        ),
    ),
    order=40,
)
