"""A GAN on a ring of eight Gaussians: what mode collapse looks like."""

from __future__ import annotations

from parity.describing.concept import Text
from parity.experiments.setting import Experiment, Fact, Setting


def _setting(name: str, title: Text, form: str, lr: float, beta1: float) -> Setting:
    return Setting(
        name,
        title,
        network="generative.gan.GAN",
        config={"n_z": 4, "n_hidden": 128, "form": form},
        initializer=("glorot_uniform", {}),
        optimizer="optimizers.adam.Adam",
        optimizer_config={"lr": lr, "beta1": beta1},
        loss="generative.gan_value.gan_value",
        iterations=1500,
        batch=64,
        options={"course": "ring_of_gaussians", "world": "ring", "draws": "gan-ring"},
    )


EXPERIMENT = Experiment(
    name="gan-ring",
    title=Text("A GAN on a ring of Gaussians", "環状の正規分布とGAN"),
    summary=Text(
        "Eight Gaussians stand on a ring, and a GAN of two small networks (one hidden layer of "
        "128, leaky ReLU) is to draw from all of them. With the usual momentum of Adam and a large "
        "rate the generator puts all its points where the discriminator was fooled last, and hops "
        "on when that is found out: mode collapse. With half the rate and beta1 = .5 the same "
        "networks, from the same weights and with the same noise, find all eight.",
        "環の上に8個の正規分布が並び、2つの小さなネットワーク(隠れ層1つ、128ユニット、leaky ReLU)"
        "からなるGANが、そのすべてから生成しようとする。Adamのモメンタムを通常の値、学習率を大きく"
        "すると、生成器は識別器を直前に騙せた場所へ全部の点を置き、見破られると別の場所へ跳び移る"
        "(モード崩壊)。学習率を半分、beta1 を 0.5 にすると、同じネットワークが同じ初期重みと同じ"
        "ノイズから8個すべてを見つける。",
    ),
    source="Goodfellow et al. (2014), algorithm 1; Metz et al. (2017), section 3.1",
    settings=(
        _setting(
            "momentum",
            Text("beta1 .9, rate .01", "beta1 0.9、学習率 0.01"),
            "non_saturating",
            0.01,
            0.9,
        ),
        _setting(
            "calm",
            Text("beta1 .5, rate .005", "beta1 0.5、学習率 0.005"),
            "non_saturating",
            0.005,
            0.5,
        ),
        _setting(
            "minimax",
            Text("the same, minimax", "同じ、minimax"),
            "minimax",
            0.005,
            0.5,
        ),
    ),
    data=("none",),
    seeds=5,
    order=111,
    pictures={
        "points.generated": Text(
            "What the generator makes of the same 400 draws of noise, after so many steps; in grey "
            "the data. On the right the other frameworks' points after the last step",
            "同じ400個のノイズから生成器が作る点(上の数はステップ数)。灰色はデータ。右は、ほかの"
            "フレームワークの最後のステップの点",
        ),
        "series.modes": Text(
            "How many of the eight Gaussians have points, over the steps: the mean of the seeds, "
            "and from least to most",
            "ステップごとの、8個の正規分布のうち点がある数。線はシードの平均、帯は最小から最大",
        ),
    },
    facts=(
        Fact(
            Text("beta1 .5: more of them are found", "beta1 0.5: より多く見つかる"),
            "calm",
            "modes",
            above=0.0,
            than="momentum",
        ),
        Fact(
            Text("beta1 .5: hardly any is missing", "beta1 0.5: ほとんど欠けない"),
            "calm",
            "modes",
            above=6.5,
        ),
    ),
)
