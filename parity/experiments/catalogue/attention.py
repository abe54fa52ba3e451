"""Long sequences, turned around: through an encoder's last state, and with attention."""

from __future__ import annotations

from typing import Any

from parity.describing.concept import Text
from parity.experiments.setting import Experiment, Setting

PLAIN = Text("without attention", "Attention なし")
WITH = Text("with attention", "Attention あり")


def _setting(length: int, attention: bool) -> Setting:
    """Return a model of 24 units that reads ``length`` words, and says them from the last on."""
    name = "attention" if attention else "plain"
    config: dict[str, Any] = {"vocab": 9, "emb": 8, "n_hidden": 24}
    if attention:
        config["score"] = "general"
    what = WITH if attention else PLAIN
    return Setting(
        f"{name}-{length}",
        Text(f"{length} words, {what.en}", f"{length}語、{what.ja}"),
        network="models.attention_seq2seq.AttentionSeq2Seq"
        if attention
        else "models.seq2seq.Seq2Seq",
        config=config,
        optimizer="optimizers.adam.Adam",
        optimizer_config={"lr": 0.01},
        loss="models.time_softmax_cross_entropy.TimeSoftmaxCrossEntropy",
        iterations=500,
        batch=32,
        options={"sequences": length, "draws": f"sequences-{length}"},
    )


EXPERIMENT = Experiment(
    name="attention",
    title=Text("Attention and long sequences", "Attention と長い系列"),
    summary=Text(
        "An LSTM reads words out of eight, and another one says them from the last to the first. "
        "Without attention all of them must pass through one state of 24 numbers; with it every "
        "state of the encoder stays in sight. Both have the same seeds, words and steps.",
        "LSTM が8種類の単語からなる系列を読み、別の LSTM がそれを末尾から順に言う。Attention が"
        "なければ、すべてが24個の数からなる1つの状態を通らなければならない。Attention があれば、"
        "エンコーダの全状態を見られる。シード、単語、ステップ数はどちらも同じである。",
    ),
    source="Bahdanau, Cho and Bengio (2015), section 5.2: translations of long sentences",
    settings=tuple(_setting(length, looks) for length in (5, 20) for looks in (False, True)),
    data=("none",),
    seeds=10,
    order=100,
)
