"""The Keras exercises' SimpleRNN, which adds binary numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parity.describing.concept import Text
from parity.experiments.setting import Experiment, Reported, Setting

SGD: Mapping[str, Any] = {"optimizer_config": {"lr": 0.1}}
ADAM: Mapping[str, Any] = {
    "optimizer": "optimizers.adam.Adam",
    # Keras' own, with its place of epsilon.
    "optimizer_config": {"lr": 0.001, "epsilon": 1e-7, "epsilon_place": "uncorrected"},
}


def _setting(
    name: str,
    title: Text,
    n_hidden: int = 16,
    activation: str = "relu",
    optimizer: Mapping[str, Any] = SGD,
    **readout: Any,
) -> Setting:
    """Return a network of 16 units with ReLU and SGD, but for what is said."""
    own = {"activation": activation}
    if activation == "sigmoid":  # which is none of the suite's layer
        readout, own = {**readout, **own}, {}
    return Setting(
        name,
        title,
        network="recurrent.simple_rnn.SimpleRNN",
        config={"n_in": 2, "n_hidden": n_hidden, **own},
        initializer=("glorot_uniform", {}),
        loss="losses.mean_squared_error.MeanSquaredError",
        iterations=25_000,  # 5 epochs of 10,000 additions
        batch=2,
        train_accuracy="training_set",
        options={
            "task": "bits",
            "target": "binary_addition",
            "whole": False,
            "n_test": 9999,
            "epochs": 5,
            "readout": {"reads": "each", "answers": "sigmoid", "orthogonal": True, **readout},
            "draws": "keras-simple-rnn",
        },
        **optimizer,
    )


def _reported(name: str, loss: float, decimals: int, accuracy: float = 1.0) -> list[Reported]:
    return [
        Reported("R2", name, value=loss, quantity="test_loss", decimals=decimals),
        Reported("R2", name, test=accuracy),
    ]


EXPERIMENT = Experiment(
    name="keras-simple-rnn",
    title=Text("Keras exercises: SimpleRNN", "Keras演習: SimpleRNN"),
    summary=Text(
        "A simple recurrent layer and a dense one with a sigmoid add two numbers of eight bits: "
        "10,000 additions, five epochs, batch 2, mean squared error, SGD .1 unless the setting "
        "says otherwise. Each bit counts by itself, as in Keras' accuracy. Initial weights as in "
        "Keras, the recurrent ones orthogonal.",
        "単純な再帰層とシグモイド付きの全結合層で8ビットの2数を加算する。10,000例、5エポック、"
        "バッチ2、平均二乗誤差、断りがなければSGD 0.1。正解率はKerasと同じく1ビットずつ数える。"
        "初期重みもKerasと同じ分布で、再帰の重みは直交行列である。",
    ),
    source="Keras exercises",
    settings=(
        _setting("relu-16", Text("ReLU, 16 units", "ReLU、16ユニット")),
        _setting("relu-128", Text("ReLU, 128 units", "ReLU、128ユニット"), n_hidden=128),
        _setting("sigmoid", Text("sigmoid", "シグモイド"), activation="sigmoid"),
        _setting("tanh", Text("tanh", "tanh"), activation="tanh"),
        _setting("adam", Text("ReLU, Adam", "ReLU、Adam"), optimizer=ADAM),
        _setting(
            "dropout",
            Text("ReLU, dropout .5 and .3", "ReLU、ドロップアウト 0.5 と 0.3"),
            input_dropout=0.5,
            state_dropout=0.3,
        ),
        _setting("unrolled", Text("ReLU, unrolled", "ReLU、展開"), unroll=True),
    ),
    reported=(
        *_reported("relu-16", 5.41e-4, 6),
        *_reported("relu-128", 2.35e-4, 6),
        *_reported("sigmoid", 0.0164, 4),
        *_reported("tanh", 2.81e-4, 6),
        *_reported("adam", 3.22e-8, 10),
        *_reported("dropout", 0.2483, 4, accuracy=0.5752),
        *_reported("unrolled", 4.05e-4, 6),
    ),
    data=("none",),
    seeds=3,
    order=85,
)
