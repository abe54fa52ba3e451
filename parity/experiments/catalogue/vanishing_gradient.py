"""The vanishing gradient: activations and initial weights, as the course's 2_2 compares them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parity.describing.concept import Text
from parity.experiments.setting import Experiment, Reported, Setting, Statement

INITIALIZERS: dict[str, tuple[str, Mapping[str, Any]]] = {
    "gauss": ("gauss", {"sigma": 0.01}),
    "xavier": ("xavier_taught", {}),
    "he": ("he_normal", {}),
}
NAMES = {
    "sigmoid": Text("sigmoid", "シグモイド"),
    "relu": Text("ReLU", "ReLU"),
    "gauss": Text("Gauss σ .01", "正規分布 σ=0.01"),
    "xavier": Text("Xavier", "Xavier"),
    "he": Text("He", "He"),
}
PAIRS = (
    ("sigmoid", "gauss"),
    ("relu", "gauss"),
    ("sigmoid", "xavier"),
    ("relu", "he"),
    ("relu", "xavier"),
    ("sigmoid", "he"),
)
LOST = Text("the figure is lost: it was an image", "図だったため数値が失われている")


def _title(activation: str, initializer: str, hidden: tuple[int, ...] = ()) -> Text:
    """Name a setting by its activation, its initial weights and, if given, its hidden layers."""
    units = "-".join(map(str, hidden))
    en = f"{NAMES[activation].en}, {NAMES[initializer].en}"
    ja = f"{NAMES[activation].ja}、{NAMES[initializer].ja}"
    return Text(f"{en}, hidden {units}", f"{ja}、隠れ層 {units}") if units else Text(en, ja)


def _trained(activation: str, initializer: str, hidden: tuple[int, ...] = (40, 20)) -> Setting:
    usual = hidden == (40, 20)
    name = "-".join((activation, initializer, *(() if usual else map(str, hidden))))
    options: dict[str, Any] = {}
    if usual:
        options = {"activations": True, "gradient_norms": True}
    if max(hidden) >= 500:
        options["long"] = True
    return Setting(
        name,
        _title(activation, initializer, () if usual else hidden),
        config={"activation": activation},
        hidden=hidden,
        initializer=INITIALIZERS[initializer],
        optimizer_config={"lr": 0.1},
        iterations=2000,
        options=options,
    )


def _untrained(activation: str, name: str, title: Text, initializer: str, **config: Any) -> Setting:
    """Return five hidden layers as they are drawn, for the histograms of their activations."""
    return Setting(
        f"five-layers-{activation}-{name}",
        Text(
            f"five layers untrained, {NAMES[activation].en}, {title.en}",
            f"5層・学習前、{NAMES[activation].ja}、{title.ja}",
        ),
        config={"activation": activation},
        hidden=(100,) * 5,
        initializer=(initializer, config),
        iterations=0,
        train_images=1000,
        options={"activations": True, "gradient_norms": True},
    )


def _five_layers() -> tuple[Setting, ...]:
    found = []
    for activation in ("sigmoid", "relu"):
        found += [
            _untrained(activation, "sigma-1", Text("σ 1", "σ=1"), "gauss", sigma=1.0),
            _untrained(activation, "sigma-0.01", Text("σ .01", "σ=0.01"), "gauss", sigma=0.01),
            _untrained(activation, "xavier", NAMES["xavier"], "xavier_taught"),
        ]
    found.append(_untrained("relu", "he", NAMES["he"], "he_normal"))
    return tuple(found)


EXPERIMENT = Experiment(
    name="vanishing-gradient",
    title=Text("Vanishing gradients", "勾配消失"),
    summary=Text(
        "With a sigmoid and small weights the gradient all but vanishes on its way to the first "
        "layer, and the network answers one digit for everything. ReLU, and initial weights as "
        "wide as the layer needs (Xavier, He), let it through.",
        "シグモイドと小さな初期重みでは、勾配が最初の層に届くまでにほとんど消え、"
        "ネットワークは何を見ても同じ数字を答える。ReLUと、層の幅に合わせた初期値(Xavier、He)なら"
        "勾配が届く。",
    ),
    source="2_2",
    settings=(
        *(_trained(*pair) for pair in PAIRS),
        *(_trained(*pair, hidden=(1000, 500)) for pair in PAIRS[:4]),
        *(_trained(*pair, hidden=(10, 5)) for pair in PAIRS[:4]),
        _trained("relu", "he", (40,)),
        *_five_layers(),
    ),
    reported=(
        Reported("R0", "sigmoid-gauss", 0.17, 0.1135),
        Reported("R1", "sigmoid-gauss", 0.10, 0.1135),
        Reported("R2", "sigmoid-gauss", 0.14, 0.1135),
        Reported("R0", "relu-gauss", 0.95, 0.9145),
        Reported("R1", "relu-gauss", 0.91, 0.9258),
        Reported(
            "R2",
            "relu-gauss",
            note=Text("learns", "学習が進む"),
            says=(Statement("learns"),),
        ),
        Reported("R0", "sigmoid-xavier", 0.83, 0.8744),
        Reported("R1", "sigmoid-xavier", 0.86, 0.8762),
        Reported("R2", "sigmoid-xavier", 0.76, 0.8077),
        Reported("R0", "relu-he", 0.95, 0.9548),
        Reported("R1", "relu-he", 0.98, 0.9523),
        Reported("R2", "relu-he", 0.94, 0.9563),
        Reported(
            "R4",
            "relu-he",
            note=Text(
                "with ReLU, He is a little faster than Xavier",
                "ReLUではHeのほうがXavierより少し速い",
            ),
            says=(Statement("faster", than="relu-xavier"),),
        ),
        Reported("R0", "relu-xavier", note=LOST),
        Reported("R1", "relu-xavier", 0.97, 0.9502),
        Reported(
            "R2",
            "relu-xavier",
            note=Text("does not vanish", "勾配は消失しない"),
            says=(Statement("does_not_vanish"),),
        ),
        Reported("R0", "sigmoid-he", note=LOST),
        Reported("R1", "sigmoid-he", note=LOST),
        Reported(
            "R2",
            "sigmoid-he",
            note=Text("vanishes less", "消失が弱まる"),
            says=(Statement("vanishes_less", than="sigmoid-gauss"),),
        ),
        Reported("R0", "sigmoid-gauss-1000-500", 0.68, 0.6654),
        Reported("R0", "relu-gauss-1000-500", 0.99, 0.9584),
        Reported("R0", "sigmoid-xavier-1000-500", 0.87, 0.8998),
        Reported("R0", "relu-he-1000-500", 1.0, 0.9701),
        Reported("R0", "sigmoid-gauss-10-5", 0.11, 0.1135),
        Reported("R0", "relu-gauss-10-5", 0.74, 0.7329),
        Reported("R0", "sigmoid-xavier-10-5", 0.79, 0.7587),
        Reported("R0", "relu-he-10-5", 0.95, 0.892),
        Reported("R2", "relu-he-40", test=0.9485),
    ),
    order=10,
)
