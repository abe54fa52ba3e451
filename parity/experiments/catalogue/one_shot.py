"""Classes told from one example of each: a siamese network, and a plain classifier."""

from __future__ import annotations

from typing import Any

from parity.describing.concept import Text
from parity.experiments.setting import Experiment, Fact, Setting

FEW, MANY, NEW = (0, 1, 2), (0, 1, 2, 3, 4, 5, 6), (7, 8, 9)
ADAM = {"lr": 0.001}
EARLIER: dict[str, Any] = {
    "draws": "one-shot-before",
    "classes": MANY,
    "per_class": None,
    "sampling": "replacement",
    "iterations": 200,
    "batch": 64,
    "fresh": ("dense2.*",),
}


def _setting(name: str, title: Text, per_class: int, options: dict[str, Any], **fields: Any) -> Any:
    """Return a setting; those of one number of examples are shown the same ones."""
    of = Text(
        "one of each class" if per_class == 1 else f"{per_class} of each class",
        f"各クラス{per_class}枚",
    )
    own = {"draws": f"one-shot-{per_class}", "classes": NEW, "per_class": per_class}
    return Setting(
        f"{name}-{per_class}",
        Text(f"{title.en}, {of.en}", f"{title.ja}、{of.ja}"),
        initializer=("he_normal", {}),
        optimizer="optimizers.adam.Adam",
        optimizer_config=ADAM,
        train_images=10_000,
        test_images=500,
        options={**own, **options},
        **fields,
    )


def _siamese(known: tuple[int, ...], per_class: int) -> Setting:
    return _setting(
        f"siamese-knows-{len(known)}",
        Text(
            f"siamese that knows {len(known)} digits",
            f"数字{len(known)}種を学んだシャムネットワーク",
        ),
        per_class,
        {"course": "one_shot", "known": known, "margin": 4.0},
        network="networks.siamese.Siamese",
        config={"hidden": 128, "n_out": 32},
        loss="losses.contrastive_loss.contrastive_loss",
        iterations=200,
        batch=64,
    )


def _classifier(name: str, title: Text, per_class: int, **options: Any) -> Setting:
    return _setting(
        name,
        title,
        per_class,
        {"sampling": "all", **options},
        config={"activation": "relu"},
        hidden=(128,),
        iterations=100,
        batch=3 * per_class,
    )


def _classifiers(per_class: int) -> tuple[Setting, Setting]:
    return (
        _classifier("classifier", Text("classifier", "分類器"), per_class),
        _classifier(
            "fine-tuned",
            Text("classifier of seven digits, fine-tuned", "数字7種の分類器を微調整"),
            per_class,
            pretrained=EARLIER,
        ),
    )


EXPERIMENT = Experiment(
    name="one-shot",
    title=Text("One example of each class", "1枚だけから見分ける"),
    summary=Text(
        "Three digits, 7 to 9, are told from one image of each, or from five. A siamese network "
        "has learnt from pairs of other digits, three or seven of them, what belongs together, and "
        "names an image after the nearest one that it is shown. A plain classifier is trained on "
        "the few images alone, from scratch or from a network that knows seven digits. Which "
        "images are shown is drawn by the seed, and the same for all. Tested on 500 images.",
        "3種類の数字7~9を、各1枚または5枚だけから見分ける。シャムネットワークは、ほかの数字3種または"
        "7種の組から「同じかどうか」を学習済みで、示された画像のうち最も近いものの名前を答える。普通の"
        "分類器は、その数枚だけで、最初から、または数字7種の分類器から学習する。示す画像はシードごとに"
        "選び、すべてで共通である。500枚でテストする。",
    ),
    source="Koch, Zemel and Salakhutdinov (2015), Siamese neural networks for one-shot recognition",
    settings=(
        _siamese(FEW, 1),
        _siamese(MANY, 1),
        *_classifiers(1),
        _siamese(MANY, 5),
        *_classifiers(5),
    ),
    order=84,
    facts=(
        Fact(
            Text(
                "A siamese network that knows seven digits beats the one that knows three",
                "数字7種を学んだシャムネットワークは、3種のものを上回る",
            ),
            "siamese-knows-7-1",
            "test_accuracy",
            above=0.0,
            than="siamese-knows-3-1",
        ),
        Fact(
            Text(
                "From one image it beats a plain classifier",
                "1枚から見分けるとき、普通の分類器を上回る",
            ),
            "siamese-knows-7-1",
            "test_accuracy",
            above=0.0,
            than="classifier-1",
        ),
        Fact(
            Text(
                "From five of each a plain classifier is the better one",
                "各5枚なら、普通の分類器のほうがよい",
            ),
            "classifier-5",
            "test_accuracy",
            above=0.0,
            than="siamese-knows-7-5",
        ),
        Fact(
            Text(
                "What it has learnt tells more than the pixels do: it beats the nearest image",
                "学んだことは画素より役に立つ。最も近い画像を選ぶ方法を上回る",
            ),
            "siamese-knows-7-1",
            "over_pixels",
            above=0.0,
        ),
    ),
)
