"""Learned position embeddings."""

from __future__ import annotations

from parity.concepts.attention._transformer_sources import DEVLIN, DOSOVITSKIY, GEHRING
from parity.describing.concept import Case, Concept, Mistake, Text, Weight
from parity.describing.derivation import Step
from parity.describing.draw import normal
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _case(name: str, shape: tuple[int, int, int], max_length: int) -> Case:
    """Return a case for x (N, T, d_model)."""
    return Case(
        name,
        inputs={"x": normal(*shape)},
        params={"P": normal(max_length, shape[2])},
        config={"max_length": max_length, "d_model": shape[2]},
    )


def _one_hot_positions(of: Implementations, a: Arrays) -> Arrays:
    """Return x plus a dense layer without bias of the positions, one-hot."""
    N, T, _ = a["x"].shape
    dense = of("time_distributed")(6, 3, use_bias=False)
    dense.params["W"] = a["P"]
    positions = [[[float(t == k) for k in range(6)] for t in range(T)]] * N
    y = a["x"] + dense.forward(positions)
    dense.backward(a["dy"])
    return {"y": y, "dx": a["dy"], "dP": dense.grads["W"]}


LearnedPositionEmbedding = Concept(
    kind="layer",
    name="learned_position_embedding",
    order=31,
    syllabus=("3-6-1", "4-4-2", "4-1-2"),
    needs=("time_distributed",),
    title=Text("Learned position embedding", "学習する位置埋め込み"),
    summary=Text(
        "Adds a learned vector to each position of a sequence, so that attention, which sees no "
        "order, can tell the first word from the last.",
        "系列の各位置に、学習されるベクトルを足す。順序を見ない注意機構でも、"
        "先頭の語と末尾の語を区別できるようになる。",
    ),
    why=Text(
        "Attention treats a sequence as a set: exchange two words, and their outputs are "
        "exchanged, nothing else. What stands where must be said in the vectors themselves. BERT, "
        "GPT and the Vision Transformer learn a vector P_t for each position and add it; the first "
        "Transformer adds fixed sines. The learned ones end at max_length: for a position "
        "that training never saw there is no vector.",
        "注意機構は系列を集合として扱う。2つの語を入れ替えれば出力も入れ替わるだけである。"
        "どこにあるかは、ベクトル自体に書き込まなければならない。"
        "BERT や GPT、Vision Transformer は位置ごとのベクトル P_t を学習して足し、"
        "元の Transformer は固定の正弦波を足す。学習するものは max_length で終わり、"
        "学習時になかった位置のベクトルは存在しない。",
    ),
    equation="y_t = x_t + P_t",
    formula=(
        r"y_{n,t} = x_{n,t} + P_t",
        r"\frac{\partial L}{\partial P_t} = \sum_n \frac{\partial L}{\partial y_{n,t}}, \quad "
        r"\frac{\partial L}{\partial x_{n,t}} = \frac{\partial L}{\partial y_{n,t}}",
    ),
    derivation=(
        Step(
            heading=Text(
                "A sum hands its gradient to both terms", "和の勾配は、両方の項にそのまま渡る"
            ),
            text=Text(
                "Both x and P_t stand in y with the factor 1.",
                "x も P_t も、係数 1 で y に現れる。",
            ),
            equation=r"\frac{\partial L}{\partial x_{n,t}} = \frac{\partial L}{\partial y_{n,t}}",
        ),
        Step(
            heading=Text(
                "All sequences share P_t, so its gradient is the sum over them",
                "P_t は全系列で共有されるので、勾配は系列についての和になる",
            ),
            text=Text(
                "The sum runs over the batch, not over the positions: each has a row of its own. "
                "Rows behind the longest sequence stand in no y.",
                "和を取るのはバッチについてであり、位置についてではない。位置ごとに別の行がある。"
                "系列の長さより後ろの行は、どの y にも現れない。",
            ),
            equation=(
                r"\frac{\partial L}{\partial P_t} = \sum_n \frac{\partial L}{\partial y_{n,t}}, "
                r"\quad \frac{\partial L}{\partial P_t} = 0, \; t > T"
            ),
            check=Text(
                "The same as a dense layer whose input is the position, one-hot.",
                "位置を one-hot にして入力した全結合層の勾配と一致する。",
            ),
        ),
    ),
    shapes={"x": "(N, T, d_model)", "P": "(max_length, d_model)", "y": "(N, T, d_model)"},
    sources=(
        f"{GEHRING}, section 3.1",
        f"{DEVLIN}, section 3",
        f"{DOSOVITSKIY}, section 3.1, eq. 1",
    ),
    weights={"P": Weight("weight", "embedding.embeddings")},
    cases=(
        _case("shorter_than_the_table", (2, 3, 4), 5),
        _case("as_long_as_the_table", (3, 4, 2), 4),
        _case("one_position", (4, 1, 3), 2),
        _case("one_example", (1, 5, 3), 7),
        _case("one_number", (3, 2, 1), 4),
    ),
    also_called=(
        "position_embedding",
        "positional_embedding",
        "pos_embedding",
        "learned_positional_embedding",
        "learned_positional_encoding",
    ),
    identities=(
        Identity(
            sibling="time_distributed",
            text=Text(
                "What is added is a dense layer without bias of the positions, one-hot.",
                "足しているのは、one-hot にした位置に対するバイアスなしの全結合層の出力である。",
            ),
            case=_case("one_hot_positions", (2, 4, 3), 6),
            left=evaluated("learned_position_embedding"),
            right=_one_hot_positions,
        ),
    ),
    mistakes=(
        Mistake(
            name="added_by_example",
            ja="事例の番号で足す",
            line="return x + P[:T]",
            wrong="return x + P[np.arange(len(x)) % len(P)][:, np.newaxis]",
            why=Text(
                "The row belongs to the position t, not to the number of the example in the batch: "
                "axis 1, not axis 0.",
                "行を選ぶのは位置 t であって、バッチ内のデータの番号ではない(軸 0 ではなく軸 1)。",
            ),
        ),
        Mistake(
            name="last_rows_for_the_first",
            ja="先頭でなく末尾の行を使う",
            line="return x + P[:T]",
            wrong="return x + P[-T:]",
            why=Text(
                "The first position has row 0, however long the sequence is.",
                "系列の長さにかかわらず、先頭の位置は 0 行目である。",
            ),
        ),
        Mistake(
            name="averaged_over_the_batch",
            ja="バッチで平均する",
            line="dP[: self.shape[1]] = dy.sum(axis=0)",
            wrong="dP[: self.shape[1]] = dy.mean(axis=0)",
            why=Text(
                "All sequences share P_t, so dP_t is the sum of what they give; the mean is the "
                "loss's affair.",
                "P_t は全系列で共有されるので、dP_t は各系列の寄与の和である。"
                "平均を取るのは損失の役目である。",
            ),
        ),
        Mistake(
            name="one_vector_for_all_positions",
            ja="全位置に同じベクトルを使う",
            line="dP[: self.shape[1]] = dy.sum(axis=0)",
            wrong="dP[: self.shape[1]] = dy.sum(axis=(0, 1))",
            why=Text(
                "Each position has a row of its own, so the sum runs over the batch alone.",
                "位置ごとに別の行があるので、和はバッチについてだけ取る。",
            ),
        ),
    ),
)
