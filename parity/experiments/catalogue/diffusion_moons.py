"""A diffusion model on two moons."""

from __future__ import annotations

from parity.describing.concept import Text
from parity.experiments.setting import Experiment, Fact, Setting

DIFFUSION = Setting(
    "diffusion",
    Text("diffusion of 100 steps", "100ステップの拡散モデル"),
    network="generative.diffusion.Diffusion",
    config={
        "n_hidden": 128, "n_steps": 100, "beta_first": 0.001, "beta_last": 0.2,
        "activation": "relu",
    },
    initializer=("glorot_uniform", {}),
    optimizer="optimizers.adam.Adam",
    optimizer_config={"lr": 0.01},
    loss="losses.mean_squared_error.MeanSquaredError",
    iterations=4000,
    batch=128,
    options={"course": "diffusion", "world": "moons"},
)  # fmt: skip

EXPERIMENT = Experiment(
    name="diffusion-moons",
    title=Text("Diffusion: two moons out of noise", "拡散モデル: ノイズから2つの三日月"),
    summary=Text(
        "Points on two half circles are noised in 100 steps until nothing is left of them, and a "
        "network with one hidden layer of 128 learns to say which noise is in a point. Whoever "
        "takes the noise off again, step by step, comes from pure noise to the moons.",
        "2つの半円上の点に100ステップでノイズを加え、跡形もなくする。隠れ層1つ(128ユニット)の"
        "ネットワークは、点に含まれるノイズを予測するように学習する。そのノイズを1ステップずつ除けば、"
        "純粋なノイズから三日月に至る。",
    ),
    source="Ho, Jain and Abbeel (2020), algorithms 1 and 2",
    settings=(DIFFUSION,),
    data=("none",),
    seeds=3,
    order=113,
    pictures={
        "points.noising": Text(
            "The way into noise: the data after so many of the 100 steps",
            "ノイズへの道: 100ステップのうち、上の数だけ進んだデータ",
        ),
        "points.drawing": Text(
            "The way back: pure noise on the left, then with so many steps left as stand above; in "
            "grey the data. On the right the other frameworks' points, from the same noise",
            "逆向きの道: 左端が純粋なノイズ、上の数は残りのステップ数。灰色はデータ。右は、"
            "同じノイズから始めたほかのフレームワークの点",
        ),
    },
    facts=(
        Fact(
            Text(
                "Half of the drawn points or more lie on a moon",
                "生成した点の半分以上が三日月の上にある",
            ),
            "diffusion",
            "near",
            above=0.5,
        ),
        Fact(
            Text(
                "Neither moon is forgotten: the lower one has at least three tenths of the points",
                "どちらの三日月も忘れられない: 下の三日月に点の3割以上がある",
            ),
            "diffusion",
            "lower_moon",
            above=0.3,
        ),
    ),
)
