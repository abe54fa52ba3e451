"""Sequences, turned around by a Transformer: three frameworks from the same weights."""

from __future__ import annotations

from parity.describing.concept import Text
from parity.experiments.setting import Experiment, Setting


def _setting(length: int) -> Setting:
    """Return a Transformer of one block on each side that reads ``length`` words."""
    return Setting(
        f"transformer-{length}",
        Text(f"{length} words", f"{length}語"),
        network="transformer.transformer.Transformer",
        config={"vocab": 9, "d_model": 32, "n_heads": 4, "d_ff": 64, "n_blocks": 1},
        optimizer="optimizers.adam.Adam",
        optimizer_config={"lr": 0.01},
        loss="models.time_softmax_cross_entropy.TimeSoftmaxCrossEntropy",
        iterations=300,
        batch=32,
        options={"sequences": length, "draws": f"sequences-{length}", "scores": True},
    )


EXPERIMENT = Experiment(
    name="transformer",
    title=Text("A Transformer turns sequences around", "Transformer による系列の反転"),
    summary=Text(
        "A Transformer of one encoder block and one decoder block reads words out of eight, and "
        "says them from the last to the first. Nothing in it runs from word to word: where a word "
        "stands it knows by the positional encoding alone. All three implementations start from "
        "the same weights and see the same words.",
        "エンコーダとデコーダが1ブロックずつの Transformer が8種類の単語からなる系列を読み、"
        "末尾から順に言う。単語から単語へ状態を渡す部分はなく、どの単語がどこにあるかは"
        "位置エンコーディングだけで分かる。3つの実装は、同じ重みから始まり、同じ単語を見る。",
    ),
    source="Vaswani et al. (2017), Attention is all you need, section 3",
    settings=tuple(_setting(length) for length in (8, 20)),
    data=("none",),
    seeds=2,
    order=101,
)
