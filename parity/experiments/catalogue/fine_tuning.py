"""A network that knows five digits learns the other five from a few images."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parity.describing.concept import Text
from parity.experiments.setting import Experiment, Fact, Setting

KNOWN, NEW = (0, 1, 2, 3, 4), (5, 6, 7, 8, 9)
LAYERS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("conv1", "layers.conv2d.Conv2d", {"n_out": 8, "kernel_size": 5, "stride": 2, "padding": 2}),
    ("activation1", "activations.relu.ReLU", {}),
    ("conv2", "layers.conv2d.Conv2d", {"n_out": 16, "kernel_size": 3, "stride": 2, "padding": 1}),
    ("activation2", "activations.relu.ReLU", {}),
    ("flatten", "layers.flatten.Flatten", {}),
    ("dense1", "layers.dense.Dense", {"n_out": 32}),
    ("activation3", "activations.relu.ReLU", {}),
    ("dense2", "layers.dense.Dense", {"n_out": 5}),
)
HEAD = "dense2.*"
CONVOLUTIONS = "conv*.*"
BODY = (CONVOLUTIONS, "dense1.*")
EARLIER: dict[str, Any] = {
    "draws": "fine-tuning-before",
    "classes": KNOWN,
    "iterations": 500,
    "train_accuracy": "last_batch",
    "batch": 32,
    "train_images": 5000,
    "fresh": (HEAD,),
}


def _setting(
    name: str,
    title: Text,
    pretrained: bool = True,
    frozen: tuple[str, ...] = (),
    rates: Mapping[str, float] | None = None,
    images: int = 50,
) -> Setting:
    return Setting(
        f"{name}-{images}",
        Text(f"{title.en}, {images} images", f"{title.ja}、{images}枚"),
        network="networks.network.Sequential",
        initializer=("he_normal", {}),
        optimizer_config={"lr": 0.1},
        iterations=200,
        batch=25,
        train_images=images,
        test_images=500,
        dtype="float32",
        train_accuracy="training_set",
        frozen=frozen,
        options={
            "draws": f"fine-tuning-{images}",
            "classes": NEW,
            "layers": LAYERS,
            **({"pretrained": EARLIER} if pretrained else {}),
            **({"rates": rates} if rates else {}),
        },
    )


def _all(images: int) -> tuple[Setting, ...]:
    return (
        _setting("scratch", Text("from scratch", "最初から学習"), False, images=images),
        _setting("head", Text("last layer alone", "最終層だけ学習"), frozen=BODY, images=images),
        _setting(
            "convolutions-frozen",
            Text("convolutions frozen", "畳み込み層を固定"),
            frozen=(CONVOLUTIONS,),
            images=images,
        ),
        _setting("one-rate", Text("everything, one rate", "全層、学習率は同じ"), images=images),
        _setting(
            "two-rates",
            Text("everything, body at a tenth of the rate", "全層、本体の学習率は10分の1"),
            rates=dict.fromkeys(BODY, 0.1),
            images=images,
        ),
    )


def _exceeds(setting: str, than: str, text: Text, above: bool = True) -> Fact:
    limit = {"above": 0.0} if above else {"below": 0.0}
    return Fact(text, setting, "test_accuracy", than=than, **limit)  # type: ignore[arg-type]


EXPERIMENT = Experiment(
    name="fine-tuning",
    title=Text("Fine-tuning on new digits", "新しい数字へのファインチューニング"),
    summary=Text(
        "A small convolutional network has learnt the digits 0 to 4 from 5,000 images, in NumPy "
        "and the same for all. Now it learns 5 to 9 from 50 images, or from 1,000, with 200 steps: "
        "from scratch, with its last layer alone, with the convolutions frozen, or with everything "
        "moving, at one learning rate or with a tenth of it for all but the last layer. The last "
        "layer is new in any case. Tested on 500 images of the new digits.",
        "小さな畳み込みネットワークが、0~4の数字を5,000枚で学習済みである(NumPyで学習し、3つの実装で"
        "共通)。そこから5~9を50枚または1,000枚で、200ステップ学習する。最初から学習する、最終層だけ"
        "を学習する、畳み込み層を固定する、全層を同じ学習率で、または最終層以外を10分の1の学習率で"
        "学習する場合を比べる。最終層はどの場合も新しく作る。新しい数字500枚でテストする。",
    ),
    source="Yosinski et al. (2014), How transferable are features in deep neural networks?",
    settings=(*_all(50), *_all(1000)),
    order=82,
    facts=(
        _exceeds(
            "convolutions-frozen-50",
            "scratch-50",
            Text(
                "With 50 images, convolutions that know other digits are better than new ones",
                "50枚では、ほかの数字を学んだ畳み込み層のほうが、新しい畳み込み層よりよい",
            ),
        ),
        _exceeds(
            "one-rate-1000",
            "scratch-1000",
            Text(
                "With 1,000 images, fine-tuning everything exceeds learning from scratch",
                "1,000枚では、全層のファインチューニングが最初からの学習を上回る",
            ),
        ),
        _exceeds(
            "head-50",
            "scratch-50",
            Text(
                "The last layer alone is too little even for 50 images",
                "最終層だけでは、50枚でも足りない",
            ),
            above=False,
        ),
        _exceeds(
            "one-rate-1000",
            "convolutions-frozen-1000",
            Text(
                "With 1,000 images it pays to move the convolutions too",
                "1,000枚なら、畳み込み層も動かすほうがよい",
            ),
        ),
        _exceeds(
            "two-rates-50",
            "one-rate-50",
            Text(
                "In 200 steps a tenth of the rate is too little for the body, with 50 images",
                "200ステップでは、本体の学習率10分の1は小さすぎる(50枚)",
            ),
            above=False,
        ),
        _exceeds(
            "two-rates-1000",
            "one-rate-1000",
            Text("and with 1,000", "1,000枚でも小さすぎる"),
            above=False,
        ),
    ),
)
