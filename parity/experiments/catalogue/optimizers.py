"""Five optimizers, as the course's 2_4 compares them, and their paths on two surfaces."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parity.describing.concept import NOTHING, Text
from parity.experiments.setting import Experiment, Form, Reported, Setting, Statement

# Adam's epsilon as the course has it: 1e-7, added before the bias correction.
BOOK = {"epsilon": 1e-7, "epsilon_place": "uncorrected"}
OPTIMIZERS: dict[str, tuple[str, str, Mapping[str, Any]]] = {
    "sgd": ("SGD", "optimizers.sgd.SGD", {}),
    "momentum": ("Momentum", "optimizers.momentum.Momentum", {"momentum": 0.9}),
    "adagrad": ("AdaGrad", "optimizers.adagrad.Adagrad", {"epsilon": 1e-7}),
    "rmsprop": ("RMSProp", "optimizers.rmsprop.RMSprop", {"rho": 0.99, "epsilon": 1e-7}),
    "adam": ("Adam", "optimizers.adam.Adam", {"beta1": 0.9, "beta2": 0.999, **BOOK}),
}
GAMMA_BETA = Text("gamma and beta are never updated (C6)", "gamma と beta が更新されない(C6)")
NO_CORRECTION = Text("Adam without its bias correction (C19)", "バイアス補正のない Adam(C19)")
HE: tuple[str, Mapping[str, Any]] = ("he_normal", {})
XAVIER: tuple[str, Mapping[str, Any]] = ("xavier_taught", {})


def _setting(
    name: str,
    optimizer: str,
    what: Text = NOTHING,
    lr: float = 0.01,
    form: Form = "",
    bug: Text = NOTHING,
    arguments: Mapping[str, Any] | None = None,
    **fields: Any,
) -> Setting:
    """Return a setting of the course's network, sigmoid with Gauss unless ``fields`` say more."""
    title, dotted, usual = OPTIMIZERS[optimizer]
    fields.setdefault("config", {"activation": "sigmoid"})
    # Every optimizer, and every form, starts from the same weights and sees the same batches.
    fields.setdefault("options", {"draws": "optimizers"})
    return Setting(
        name,
        Text(f"{title}, {what.en}", f"{title}、{what.ja}") if what else Text(title, title),
        optimizer=dotted,
        optimizer_config={"lr": lr, **usual, **(arguments or {})},
        form=form,
        bug=bug,
        **fields,
    )


def _column(name: str, what: Text, **fields: Any) -> tuple[Setting, ...]:
    return tuple(_setting(f"{name}-{o}", o, what, **fields) for o in OPTIMIZERS)


def _normalized() -> tuple[Setting, ...]:
    """Return the column with batch normalization, and the report's mixture of it, both forms."""
    found: list[Setting] = []
    rows: list[tuple[str, str, Text, dict[str, Any]]] = [
        (
            f"batch-norm-{o}",
            o,
            Text("batch norm", "バッチ正規化"),
            {"config": {"activation": "sigmoid", "batch_norm": True}},
        )
        for o in OPTIMIZERS
    ]
    rows.append(
        (
            "batch-norm-relu-he-adam",
            "adam",
            Text("batch norm, ReLU, He", "バッチ正規化、ReLU、He"),
            {"config": {"activation": "relu", "batch_norm": True}, "initializer": HE},
        )
    )
    for name, optimizer, what, fields in rows:
        found.append(
            _setting(
                f"{name}-as-taught",
                optimizer,
                what,
                form="as_taught",
                bug=GAMMA_BETA,
                frozen=("norm*.*",),
                **fields,
            )
        )
        found.append(_setting(f"{name}-corrected", optimizer, what, form="corrected", **fields))
    return tuple(found)


def _walk(
    name: str, optimizer: str, what: Text, surface: str, start: tuple[float, float],
    lr: float, iterations: int, **arguments: Any,
) -> Setting:  # fmt: skip
    return _setting(
        name, optimizer, what, lr, arguments=arguments, network="surfaces.Surface", config={},
        hidden=(), iterations=iterations, options={"path": {"surface": surface, "start": start}},
    )  # fmt: skip


def _paths() -> tuple[Setting, ...]:
    bowl, valleys = Text("path in a bowl", "椀形の面での経路"), Text("two valleys", "谷が2つの面")
    rates = {"sgd": 0.95, "momentum": 0.1, "adagrad": 1.5, "rmsprop": 0.1, "adam": 0.3}
    found = [_walk(f"bowl-{o}", o, bowl, "bowl", (-7.0, 2.0), lr, 30) for o, lr in rates.items()]
    rates = {"sgd": 0.01, "momentum": 0.01, "adagrad": 0.2, "rmsprop": 0.02, "adam": 0.05}
    found += [
        _walk(f"two-valleys-{o}", o, valleys, "two_valleys", (1.5, 1.0), lr, 300)
        for o, lr in rates.items()
    ]
    faster = Text("two valleys, momentum .97", "谷が2つの面、モメンタム係数 0.97")
    found.append(
        _walk(
            "two-valleys-momentum-0.97",
            "momentum",
            faster,
            "two_valleys",
            (1.5, 1.0),
            0.01,
            300,
            momentum=0.97,
        )
    )
    return tuple(found)


DEFAULT = Text("as given", "既定の設定")

EXPERIMENT = Experiment(
    name="optimizers",
    title=Text("Optimizers", "最適化手法"),
    summary=Text(
        "On the course's sigmoid network, drawn too small, plain SGD and Momentum do not get off "
        "the ground in 1,000 steps, while RMSProp and Adam, which scale each step, do. With ReLU "
        "and Xavier all of them learn. The last rows walk on two surfaces: none is sure of the "
        "deepest valley.",
        "初期重みが小さすぎる講座のシグモイドのネットワークでは、SGDとモメンタムは1,000ステップでは"
        "ほとんど学習せず、歩幅を要素ごとに調整するRMSPropとAdamは学習する。ReLUとXavierなら、"
        "どれも学習する。最後の行は2つの曲面の上を歩く。最も深い谷に着く保証は、どの手法にもない。",
    ),
    source="2_4",
    settings=(
        *_column("default", DEFAULT),
        *_column("lr-0.1", Text("lr .1", "学習率 0.1"), lr=0.1),
        *_column(
            "relu-xavier",
            Text("ReLU, Xavier", "ReLU、Xavier"),
            config={"activation": "relu"},
            initializer=XAVIER,
        ),
        *_normalized(),
        _setting("lr-0.0001-momentum", "momentum", Text("lr 1e-4", "学習率 1e-4"), lr=1e-4),
        _setting("lr-0.001-rmsprop", "rmsprop", Text("lr .001", "学習率 0.001"), lr=0.001),
        _setting(
            "adagrad-from-theta",
            "adagrad",
            Text("h from theta = 1e-4 (C9)", "h の初期値 theta = 1e-4(C9)"),
            arguments={"initial_accumulator": 1e-4},
        ),
        _setting(
            "adam-bias-as-taught",
            "adam",
            Text("as R4 has it", "R4の式"),
            form="as_taught",
            bug=NO_CORRECTION,
            arguments={"bias_correction": False},
        ),
        _setting(
            "adam-bias-corrected",
            "adam",
            Text("as in its paper", "論文の式"),
            form="corrected",
            arguments={"epsilon": 1e-8, "epsilon_place": "corrected"},
        ),
        *_paths(),
    ),
    reported=(
        Reported("R0", "default-sgd", 0.07, 0.1135),
        Reported("R0", "default-momentum", 0.10, 0.1135),
        Reported("R0", "default-adagrad", 0.12, 0.1135),
        Reported("R0", "default-rmsprop", 0.99, 0.9421),
        Reported("R0", "default-adam", 0.95, 0.9456),
        Reported("R0", "lr-0.1-sgd", 0.17, 0.1135),
        Reported("R0", "lr-0.1-momentum", 0.60, 0.573),
        Reported("R0", "lr-0.1-adagrad", 0.76, 0.7306),
        Reported("R0", "lr-0.1-rmsprop", 0.21, 0.1028),
        Reported("R0", "lr-0.1-adam", 0.09, 0.1028),
        Reported("R0", "relu-xavier-sgd", 0.87, 0.8801),
        Reported("R0", "relu-xavier-momentum", 0.93, 0.9325),
        Reported("R0", "relu-xavier-adagrad", 0.89, 0.9296),
        Reported("R0", "relu-xavier-rmsprop", 0.96, 0.9479),
        Reported("R0", "relu-xavier-adam", 0.95, 0.958),
        Reported("R0", "batch-norm-sgd-as-taught", 0.71, 0.6722),
        Reported("R0", "batch-norm-momentum-as-taught", 0.87, 0.8984),
        Reported("R0", "batch-norm-adagrad-as-taught", 0.93, 0.8882),
        Reported("R0", "batch-norm-rmsprop-as-taught", 0.98, 0.9265),
        Reported("R0", "batch-norm-adam-as-taught", 0.95, 0.9228),
        Reported(
            "R1",
            "default-momentum",
            0.98,
            0.938,
            note=Text("at settings where R0 has .1135 (C10)", "R0では .1135 となる設定である(C10)"),
        ),
        Reported("R1", "default-adagrad", 0.97, 0.9375),
        Reported("R1", "default-rmsprop", 0.98, 0.9408),
        Reported("R1", "default-adam", 0.95, 0.9437),
        Reported("R2", "lr-0.0001-momentum", 0.06, 0.1028),
        Reported("R2", "default-adagrad", 0.04, 0.098),
        Reported("R2", "default-rmsprop", 0.98, 0.9449),
        Reported(
            "R2",
            "lr-0.001-rmsprop",
            note=Text("slower than lr .01", "学習率 0.01 より遅い"),
            says=(Statement("slower", than="default-rmsprop"),),
        ),
        Reported(
            "R1",
            "batch-norm-relu-he-adam-as-taught",
            note=Text(
                "Adam with batch norm, ReLU and He is faster and better",
                "Adamにバッチ正規化、ReLU、Heを合わせると、速く精度も良い",
            ),
            says=(
                Statement("faster", than="default-adam"),
                Statement("higher", than="default-adam"),
            ),
        ),
    ),
    order=30,
)
