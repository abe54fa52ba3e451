"""A small convolutional GAN on the digits."""

from __future__ import annotations

from parity.describing.concept import Text
from parity.experiments.setting import Experiment, Fact, Setting

EXPERIMENT = Experiment(
    name="dcgan-digits",
    title=Text("A small DCGAN on the digits", "手書き数字の小さなDCGAN"),
    summary=Text(
        "The DCGAN of this suite, far smaller than the paper's: two layers in each network, 8 "
        "filters, noise of 16 numbers, 300 steps on batches of 32 out of 10,000 digits. That is "
        "enough for strokes like those of digits, and not for clean ones. The figure is the "
        "Fréchet distance of 500 made images to 1,000 test digits, in their first 20 principal "
        "directions.",
        "このプロジェクトのDCGANは論文のものよりはるかに小さく、各ネットワークは2層、フィルタ8個、"
        "ノイズ16次元で、1万枚の数字から32枚のバッチで300ステップ学習する。数字らしい筆画には足りるが、"
        "きれいな数字には足りない。値は、生成画像500枚とテスト用の数字1,000枚のフレシェ距離"
        "(テスト画像の主成分20個で測る)。",
    ),
    source="Radford, Metz and Chintala (2016), section 3",
    settings=(
        Setting(
            "dcgan",
            Text("8 filters", "フィルタ8個"),
            network="generative.dcgan.DCGAN",
            config={"n_z": 16, "n_filters": 8},
            initializer=("gauss", {"sigma": 0.02}),
            optimizer="optimizers.adam.Adam",
            optimizer_config={"lr": 0.005, "beta1": 0.5},
            loss="generative.gan_value.gan_value",
            iterations=300,
            batch=32,
            train_images=10_000,
            test_images=1000,
            options={"course": "gan_on_images"},
        ),
    ),
    data=("digits", "mnist"),
    seeds=2,
    order=112,
    pictures={
        "images.samples": Text(
            "What the generator makes of the same ten draws of noise: before the training, after a "
            "quarter, after half and at its end, from top to bottom",
            "同じ10個のノイズから生成器が作る画像。上から、学習前、4分の1、半分、学習後",
        ),
    },
    facts=(
        Fact(
            Text(
                "The made images come nearer to the digits than untrained ones",
                "生成画像は学習前より数字に近づく",
            ),
            "dcgan",
            "gained",
            above=0.0,
        ),
    ),
)
