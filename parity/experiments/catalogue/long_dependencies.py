"""The adding problem: how far back a simple recurrent network and an LSTM can learn to look."""

from __future__ import annotations

from parity.describing.concept import Text
from parity.experiments.setting import Experiment, Setting

LENGTHS = {10: (1000, 32_000), 30: (1000, 32_000), 100: (2000, 16_000)}
"""For each length the steps of training, and how many sequences they are taken from."""

LAYERS = (
    ("rnn", "RNN", "recurrent.simple_rnn.SimpleRNN"),
    ("lstm", "LSTM", "recurrent.lstm.LSTM"),
)
BATCH = 32


def _setting(name: str, title: str, layer: str, length: int) -> Setting:
    iterations, n = LENGTHS[length]
    return Setting(
        f"{name}-{length}",
        Text(f"{title}, {length} steps", f"{title}、{length}ステップ"),
        network=layer,
        config={"n_in": 2, "n_hidden": 32},
        initializer=("glorot_uniform", {}),
        optimizer="optimizers.adam.Adam",
        optimizer_config={"lr": 0.01},
        loss="losses.mean_squared_error.MeanSquaredError",
        iterations=iterations,
        batch=BATCH,
        options={
            "task": "near",
            "target": "adding",
            "length": length,
            "n": n,
            "sampling": "epochs",
            "readout": {"reads": "last", "orthogonal": True},
            "through_time": True,
            "draws": f"adding-{length}",
        },
    )


EXPERIMENT = Experiment(
    name="long-dependencies",
    title=Text("Long dependencies: the adding problem", "長期依存: 加算問題"),
    summary=Text(
        "Of a sequence of numbers from 0 to 1 two are marked, one in each half; behind the last "
        "step their sum is asked for. A simple recurrent network (tanh) and an LSTM of 32 units "
        "have 1,000 steps of Adam to learn it, of 32 sequences each, and 2,000 at the length of "
        "100. Test accuracy is the share of 500 sums that are right within .1; who always says 1 "
        "gets a fifth of them.",
        "0〜1の数の系列のうち、前半と後半に1つずつ印が付き、最後のステップの後でその2数の和を答え"
        "る。単純なRNN(tanh)とLSTM(どちらも32ユニット)を、32系列ずつ、Adamで1,000ステップ(長さ100"
        "では2,000ステップ)学習する。"
        "テスト精度は、500個の和のうち誤差が0.1未満のものの割合である。常に1と答えても約2割になる。",
    ),
    source="Hochreiter and Schmidhuber (1997)",
    settings=tuple(_setting(*layer, length) for layer in LAYERS for length in LENGTHS),
    data=("none",),
    order=95,
)
