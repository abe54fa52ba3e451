"""Batch normalization, as the course's 2_3 uses it, and how large a batch it needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parity.describing.concept import NOTHING, Text
from parity.experiments.setting import Experiment, Form, Reported, Setting, Statement

BUG = Text(
    "gamma and beta are never updated (C6)",
    "gamma と beta が更新されない(C6)",
)
BATCHES = (1, 2, 4, 8, 16, 64)
STARTS: dict[str, tuple[Text, str, tuple[str, Mapping[str, Any]]]] = {
    "sigmoid-gauss": (
        Text("sigmoid, Gauss σ .01", "シグモイド、正規分布 σ=0.01"),
        "sigmoid",
        ("gauss", {"sigma": 0.01}),
    ),
    "relu-he": (Text("ReLU, He", "ReLU、He"), "relu", ("he_normal", {})),
}


def _setting(start: str, form: Form | None, batch: int = 100) -> Setting:
    """Return one setting; ``form`` is ``None`` without batch normalization."""
    title, activation, initializer = STARTS[start]
    name, en, ja = start, title.en, title.ja
    if batch != 100:
        name, en, ja = f"{name}-batch-{batch}", f"{en}, batch {batch}", f"{ja}、バッチ {batch}"
    draws = name  # with and without normalization, both start from the same weights
    if form is not None:
        name = f"{name}-batch-norm-{form.replace('_', '-')}"
        en, ja = f"{en}, batch norm", f"{ja}、バッチ正規化"
    options: dict[str, Any] = {"draws": draws}
    if form is not None and batch == 1:
        options["refused_by"] = {"torch": "Expected more than 1 value per channel"}
    return Setting(
        name,
        Text(en, ja),
        config={"activation": activation, "batch_norm": form is not None},
        initializer=initializer,
        optimizer_config={"lr": 0.01},
        batch=batch,
        form=form or "",
        frozen=("norm*.*",) if form == "as_taught" else (),
        bug=BUG if form == "as_taught" else NOTHING,
        options=options,
    )


FORMS: tuple[Form | None, ...] = (None, "as_taught", "corrected")

EXPERIMENT = Experiment(
    name="batch-norm",
    title=Text("Batch normalization", "バッチ正規化"),
    summary=Text(
        "Batch normalization lets a network learn whose weights were drawn too small. It takes "
        "its mean and variance from the batch, so a batch of one tells it nothing: the last rows "
        "measure from which size on it pays.",
        "バッチ正規化は、初期重みが小さすぎるネットワークにも学習を可能にする。平均と分散を"
        "バッチから求めるため、1枚だけのバッチからは何も得られない。後半では、どの大きさから"
        "効果があるかを測る。",
    ),
    source="2_3",
    settings=(
        *(_setting(start, form) for start in STARTS for form in FORMS),
        *(_setting("relu-he", form, batch) for batch in BATCHES for form in FORMS),
    ),
    reported=(
        Reported("R0", "sigmoid-gauss-batch-norm-as-taught", 0.80, 0.8173),
        Reported(
            "R0",
            "relu-he-batch-norm-as-taught",
            0.95,
            0.8981,
            note=Text(
                "taken to be with batch norm, like the rest of the notebook",
                "ノートブック全体と同じく、バッチ正規化ありの値と解釈した",
            ),
        ),
        Reported(
            "R4",
            "sigmoid-gauss-batch-norm-as-taught",
            note=Text(
                "batch norm rescues sigmoid with Gauss",
                "シグモイドと正規分布の組でも、バッチ正規化により学習できる",
            ),
            says=(Statement("learns"), Statement("higher", than="sigmoid-gauss")),
        ),
        Reported(
            "R4",
            "relu-he-batch-norm-as-taught",
            note=Text(
                "with He and ReLU it may be slower", "HeとReLUの組では、かえって遅くなることがある"
            ),
            says=(Statement("slower", than="relu-he"),),
        ),
        Reported(
            "R1",
            "relu-he-batch-16-batch-norm-as-taught",
            note=Text(
                "batch norm needs a batch of about 16 or more (C11)",
                "バッチ正規化には16程度以上のバッチが必要である(C11)",
            ),
            says=(Statement("higher", than="relu-he-batch-16"),),
        ),
        Reported(
            "R0",
            "relu-he-batch-4-batch-norm-as-taught",
            note=Text("small batches are fine (C11)", "小さなバッチでもよい(C11)"),
            says=(Statement("not_lower", than="relu-he-batch-4"),),
        ),
    ),
    order=20,
)
