"""A variational autoencoder on the digits: what it makes of them, and where it puts them."""

from __future__ import annotations

from parity.describing.concept import Text
from parity.experiments.setting import Experiment, Fact, Setting


def _setting(n_latent: int) -> Setting:
    return Setting(
        f"latent-{n_latent}",
        Text(f"z of {n_latent} numbers", f"z が{n_latent}次元"),
        network="generative.vae.VAE",
        config={"n_hidden": 128, "n_latent": n_latent},
        initializer=("glorot_uniform", {}),
        optimizer="optimizers.adam.Adam",
        optimizer_config={"lr": 0.005},
        loss="generative.evidence_lower_bound.evidence_lower_bound",
        iterations=1000,
        batch=64,
        train_images=10_000,
        test_images=1000,
        options={"course": "vae_on_images", "draws": f"vae-{n_latent}"},
    )


EXPERIMENT = Experiment(
    name="vae-digits",
    title=Text("A variational autoencoder on the digits", "手書き数字の変分オートエンコーダ"),
    summary=Text(
        "An encoder and a decoder with one hidden layer of 128 learn from 10,000 digits, in 1,000 "
        "steps of Adam. The figure is the negative evidence lower bound of 1,000 test digits, in "
        "nats for each. With two numbers for a digit one sees where each digit lies; with ten they "
        "are told apart better, and the bound is higher.",
        "隠れ層1つ(128ユニット)のエンコーダとデコーダが、1万枚の数字からAdamの1,000ステップで学習する。"
        "値は、テスト用の数字1,000枚の変分下限の符号を変えたもの(1枚あたり、単位はナット)。潜在変数が"
        "2次元なら、どの数字がどこにあるかが見える。10次元ではよりよく区別でき、下限も高くなる。",
    ),
    source="Kingma and Welling (2014), section 5 and appendix D",
    settings=(_setting(2), _setting(10)),
    data=("digits", "mnist"),
    seeds=3,
    order=110,
    pictures={
        "images.reconstructions": Text(
            "One test digit of each kind, and below it what the decoder makes of its mean",
            "各数字のテスト画像1枚(上)と、その平均からデコーダが作る画像(下)",
        ),
        "points.latent": Text(
            "Where the encoder puts the test digits: the means of z; each number stands at the "
            "median of its digits",
            "エンコーダがテスト画像を置く場所(z の平均)。数字は、その数字の画像の中央値の"
            "位置に置いた",
        ),
        "images.map": Text(
            "What the decoder makes of a grid over the latent space, evenly spaced in probability",
            "潜在空間の格子(確率で等間隔)からデコーダが作る画像",
        ),
        "images.samples": Text(
            "Samples: what the decoder makes of draws from N(0, 1)",
            "サンプル: N(0, 1) から抽出した z をデコードしたもの",
        ),
    },
    facts=(
        Fact(
            Text(
                "With ten numbers the bound is higher, by more than 20 nats",
                "10次元では下限が20ナット以上高い",
            ),
            "latent-10",
            "test_loss",
            below=-20.0,
            than="latent-2",
        ),
        Fact(
            Text(
                "More of the latent space is used: the KL divergence is larger",
                "潜在空間がより多く使われる: KLダイバージェンスが大きい",
            ),
            "latent-10",
            "divergence",
            above=0.0,
            than="latent-2",
        ),
    ),
)
