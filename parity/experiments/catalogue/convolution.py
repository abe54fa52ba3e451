"""The course's three convolutional networks, 2_6 to 2_8, on 5,000 images."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parity.describing.concept import NOTHING, Text
from parity.experiments.setting import Experiment, Form, Reported, Setting

PLAIN_MASK = Text(
    "dropout is a plain mask in training, times 1 - p in inference",
    "ドロップアウトが、学習時はマスクを掛けるだけで、推論時に 1 - p を掛ける",
)
# Adam's epsilon as the course has it: 1e-7, added before the bias correction.
ADAM = {"lr": 0.001, "epsilon": 1e-7, "epsilon_place": "uncorrected"}
GAUSS = ("gauss", {"sigma": 0.01})
HE: tuple[str, Mapping[str, Any]] = ("he_normal", {})
MNIST: dict[str, Any] = {"train_images": 5000, "test_images": 1000}


def _setting(
    name: str,
    title: Text,
    network: str,
    data: str,
    initializer: tuple[str, Mapping[str, Any]],
    config: Mapping[str, Any] | None = None,
    options: Mapping[str, Any] | None = None,
    dtype: str = "float32",
    **fields: Any,
) -> Setting:
    """Return a setting for MNIST with the course's sizes, or for the digits with smaller ones.

    In float64 it has the weights and batches of its twin in float32.
    """
    if data == "mnist":
        fields = {**MNIST, **fields}
    else:
        name, title = f"{name}-digits", Text(f"{title.en}, small", f"{title.ja}、小型")
    draws = name
    form: Form = fields.get("form", "")
    if form:
        name = f"{name}-{form.replace('_', '-')}"
    if dtype == "float64":
        name, title = f"{name}-float64", Text(f"{title.en}, float64", f"{title.ja}、float64")
    return Setting(
        name,
        title,
        network=network,
        config=config or {},
        initializer=initializer,
        optimizer="optimizers.adam.Adam",
        optimizer_config=ADAM,
        train_accuracy="training_set",
        dtype=dtype,
        options={"data": (data,), "draws": draws, **(options or {})},
        **fields,
    )


def _deep(data: str, **fields: Any) -> tuple[Setting, ...]:
    forms: tuple[Form, ...] = ("as_taught", "corrected")
    return tuple(
        _setting(
            "deep",
            SIX,
            DEEP,
            data,
            HE,
            form=form,
            bug=PLAIN_MASK if form == "as_taught" else NOTHING,
            options={"dropout_scaling": "taught"} if form == "as_taught" else {},
            **fields,
        )
        for form in forms
    )


DEEP = "networks.deep_convnet.DeepConvNet"
SIX = Text("six convolutions (2_8)", "畳み込み6層(2_8)")
SIMPLE = "networks.simple_convnet.SimpleConvNet"
DOUBLE = "networks.double_convnet.DoubleConvNet"
ONE = Text("one convolution (2_6)", "畳み込み1層(2_6)")
TWO = Text("two convolutions (2_7)", "畳み込み2層(2_7)")

EXPERIMENT = Experiment(
    name="convolution",
    title=Text("Convolutional networks", "畳み込みニューラルネットワーク"),
    summary=Text(
        "One, two and six convolutions on the first 5,000 images, tested on 1,000; in float64 too, "
        "to see that only rounding separates the three. The digits of 8×8 get smaller networks of "
        "the same kind.",
        "最初の5,000枚で畳み込み1層、2層、6層のネットワークを学習させ、1,000枚でテストする。3つの"
        "実装の差が丸め誤差だけであることを確かめるため、float64 でも実行する。"
        "8×8の数字画像には、同じ種類の小さなネットワークを使う。",
    ),
    source="2_6, 2_7, 2_8",
    settings=(
        _setting("simple", ONE, SIMPLE, "mnist", GAUSS),
        _setting("double", TWO, DOUBLE, "mnist", GAUSS),
        *_deep("mnist"),
        _setting("simple", ONE, SIMPLE, "mnist", GAUSS, dtype="float64"),
        _setting("double", TWO, DOUBLE, "mnist", GAUSS, dtype="float64"),
        _setting(
            "deep",
            SIX,
            DEEP,
            "mnist",
            HE,
            options={"long": True},
            dtype="float64",
        ),
        _setting(
            "simple",
            ONE,
            SIMPLE,
            "digits",
            GAUSS,
            {"n_filters": 10, "kernel_size": 3, "hidden": 50},
        ),
        _setting(
            "double",
            TWO,
            DOUBLE,
            "digits",
            GAUSS,
            {"n_filters": (8, 16), "kernel_sizes": (3, 3), "hidden": 50},
        ),
        *_deep("digits", config={"channels": (8, 8, 16, 16, 32, 32)}),
    ),
    reported=(
        Reported(
            "R1",
            "deep-as-taught",
            0.995,
            0.982,
            decimals=3,
            note=Text(
                'after 1,000 iterations, "nearly an hour" on a CPU',
                "1,000ステップ、CPUで「1時間近く」",
            ),
        ),
    ),
    seeds=3,
    order=50,
)
