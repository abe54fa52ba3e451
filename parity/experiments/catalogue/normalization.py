"""Batch normalization against its relatives, which do not look at other examples, by batch size."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parity.describing.concept import Text
from parity.experiments.setting import Experiment, Fact, Setting

BATCHES = (2, 4, 8, 32)
FEW_AND_MANY = (2, 32)
NORMS: dict[str, tuple[Text, str, Mapping[str, Any]]] = {
    "none": (Text("no normalization", "正規化なし"), "", {}),
    "batch": (Text("batch norm", "バッチ正規化"), "layers.batch_norm.BatchNorm", {}),
    # Of one group: over all channels and pixels of an example, as layer normalization has it.
    "layer": (Text("layer norm", "レイヤー正規化"), "layers.group_norm.GroupNorm", {"n_groups": 1}),
    "group": (
        Text("group norm, 4 groups", "グループ正規化、4グループ"),
        "layers.group_norm.GroupNorm",
        {"n_groups": 4},
    ),
    "instance": (
        Text("instance norm", "インスタンス正規化"),
        "layers.instance_norm.InstanceNorm",
        {},
    ),
}
Layers = tuple[tuple[str, str, Mapping[str, Any]], ...]


def _block(number: int, norm: str, kind: str, arguments: Mapping[str, Any]) -> Layers:
    """Return a layer with weights, what normalizes it, and its ReLU."""
    _, normalizes, its = NORMS[norm]
    return (
        (f"{kind.split('.')[1].rstrip('2d')}{number}", kind, arguments),
        *(((f"norm{number}", normalizes, its),) if normalizes else ()),
        (f"activation{number}", "activations.relu.ReLU", {}),
    )


def _dense(norm: str) -> Layers:
    """Return two hidden layers: an example has one number for each unit."""
    return (
        ("flatten", "layers.flatten.Flatten", {}),
        *_block(1, norm, "layers.dense.Dense", {"n_out": 40}),
        *_block(2, norm, "layers.dense.Dense", {"n_out": 20}),
        ("dense3", "layers.dense.Dense", {"n_out": 10}),
    )


def _conv(norm: str) -> Layers:
    """Return two convolutions: an example has a whole image for each channel."""
    size = {"stride": 2, "padding": "same"}
    return (
        *_block(1, norm, "layers.conv2d.Conv2d", {"n_out": 8, "kernel_size": 5, **size}),
        *_block(2, norm, "layers.conv2d.Conv2d", {"n_out": 16, "kernel_size": 3, **size}),
        ("flatten", "layers.flatten.Flatten", {}),
        ("dense1", "layers.dense.Dense", {"n_out": 10}),
    )


def _setting(kind: str, norm: str, batch: int) -> Setting:
    title = NORMS[norm][0]
    of = Text("dense", "全結合") if kind == "dense" else Text("convolution", "畳み込み")
    return Setting(
        f"{kind}-{norm}-batch-{batch}",
        Text(f"{of.en}, batch {batch}, {title.en}", f"{of.ja}、バッチ {batch}、{title.ja}"),
        network="networks.network.Sequential",
        initializer=("he_normal", {}),
        optimizer_config={"lr": 0.05},
        iterations=500 if kind == "dense" else 200,
        batch=batch,
        train_images=5000,
        test_images=500,
        dtype="float32",
        options={
            "draws": f"{kind}-batch-{batch}",  # all start alike and see the same examples
            "layers": _dense(norm) if kind == "dense" else _conv(norm),
        },
    )


def _against(setting: str, than: str, text: Text, above: bool = True) -> Fact:
    limit = {"above": 0.0} if above else {"below": 0.0}
    return Fact(text, setting, "test_accuracy", than=than, **limit)  # type: ignore[arg-type]


EXPERIMENT = Experiment(
    name="normalization",
    title=Text("Normalization and small batches", "正規化とミニバッチの大きさ"),
    summary=Text(
        "Batch normalization takes its mean and variance from the batch, so with a few examples it "
        "follows their noise (C11). Layer, group and instance normalization look at one example "
        "alone, whatever the batch. In dense layers a unit has one number for each example; in a "
        "convolution a channel has a whole image of them, so that even two examples give many. "
        "Within a network and a batch size all start from the same weights and see the same "
        "examples, as many steps.",
        "バッチ正規化は平均と分散をバッチから求めるため、枚数が少ないとその偶然に左右される(C11)。"
        "レイヤー・グループ・インスタンス正規化は1枚の中だけで計算し、バッチの大きさによらない。"
        "全結合層では1ユニットの値が1枚につき1個しかないが、畳み込み層では1チャネルに画像1枚分の"
        "値があるので、2枚でも数は多い。同じネットワークと同じバッチの大きさでは、すべて同じ重みから"
        "始め、同じ画像を同じステップ数だけ見る。",
    ),
    source="C11; Wu and He (2018), Group normalization, figure 1",
    settings=(
        *(_setting("dense", n, batch) for batch in BATCHES for n in NORMS if n != "instance"),
        *(_setting("conv", norm, batch) for batch in FEW_AND_MANY for norm in NORMS),
    ),
    order=25,
    facts=(
        _against(
            "dense-batch-batch-2",
            "dense-none-batch-2",
            Text(
                "In dense layers batch norm does harm with 2 examples",
                "全結合層では、2枚のバッチ正規化は逆効果である",
            ),
            above=False,
        ),
        _against(
            "dense-layer-batch-2",
            "dense-batch-batch-2",
            Text(
                "There, layer norm is the remedy: it exceeds batch norm with 2 examples",
                "そこではレイヤー正規化が対策になり、2枚ではバッチ正規化を上回る",
            ),
        ),
        _against(
            "dense-layer-batch-4",
            "dense-batch-batch-4",
            Text("and with 4", "4枚でも上回る"),
        ),
        _against(
            "dense-group-batch-2",
            "dense-batch-batch-2",
            Text(
                "Group norm exceeds batch norm with 2 examples too",
                "2枚では、グループ正規化もバッチ正規化を上回る",
            ),
        ),
        _against(
            "dense-batch-batch-32",
            "dense-layer-batch-32",
            Text(
                "With 32 examples batch norm is the better one",
                "32枚ではバッチ正規化のほうがよい",
            ),
        ),
        _against(
            "conv-batch-batch-2",
            "conv-none-batch-2",
            Text(
                "In convolutions batch norm helps even with 2 examples",
                "畳み込み層では、2枚でもバッチ正規化が役に立つ",
            ),
        ),
        _against(
            "conv-group-batch-2",
            "conv-batch-batch-2",
            Text(
                "In convolutions group norm exceeds batch norm with 2 examples",
                "畳み込み層では、2枚でグループ正規化がバッチ正規化を上回る",
            ),
        ),
    ),
)
