"""Sequences, turned around by a Transformer: three frameworks from the same weights."""

from __future__ import annotations

from parity.describing.concept import Text
from parity.experiments.setting import Experiment, Setting


def _setting(length: int, name: str, title: Text, lr: float = 0.01) -> Setting:
    """Return a Transformer of one block on each side that reads ``length`` words."""
    return Setting(
        name,
        title,
        network="transformer.transformer.Transformer",
        config={"vocab": 9, "d_model": 32, "n_heads": 4, "d_ff": 64, "n_blocks": 1},
        optimizer="optimizers.adam.Adam",
        optimizer_config={"lr": lr},
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
        "the same weights and see the same words. With the learning rate 0.01 rounding grows until "
        "each trains a network of its own; with 0.003 they coincide through all 300 steps, and "
        "learn it as well.",
        "エンコーダとデコーダが1ブロックずつの Transformer が8種類の単語からなる系列を読み、"
        "末尾から順に言う。単語から単語へ状態を渡す部分はなく、どの単語がどこにあるかは"
        "位置エンコーディングだけで分かる。3つの実装は、同じ重みから始まり、同じ単語を見る。"
        "学習率 0.01 では丸め誤差が増幅され、途中からそれぞれ別のネットワークになるが、"
        "0.003 では300ステップの間ずっと一致し、同じように学習できる。",
    ),
    source="Vaswani et al. (2017), Attention is all you need, section 3",
    settings=(
        *(_setting(n, f"transformer-{n}", Text(f"{n} words", f"{n}語")) for n in (8, 20)),
        _setting(8, "transformer-8-slower", Text("8 words, rate 0.003", "8語、学習率0.003"), 0.003),
    ),
    data=("none",),
    seeds=2,
    order=101,
)
