"""Mini-batch (exam)."""

from __future__ import annotations

from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.draw import labels, normal, one_hot

_BATCH = {"outputs": ("batch_x", "batch_t")}


minibatch = Concept(
    kind="function",
    gives_views=True,
    order=5,
    syllabus=("3-2-1",),
    needs=("sgd",),
    title=Text("Mini-batch (exam)", "ミニバッチ(試験での定義)"),
    summary=Text(
        "The exam's slice of the data that begins at example i: batch_size examples and their "
        "targets, fewer at the end of the data.",
        "試験に出るミニバッチの切り出し。i 番目のデータから batch_size 個を、"
        "目標値とともに取り出す。データの終わりではそれより少なくなる。",
    ),
    why=Text(
        "One example at a time gives gradients that point all ways and leaves the processor idle; "
        "all examples at a time take too long for one step. A mini-batch lies between. Cutting it "
        "out is one line, in which two things go wrong: the targets must be cut at the same places "
        "as the examples, and the last batch of an epoch is shorter, so that a mean must divide by "
        "its own length.",
        "1件ずつでは勾配の向きがばらつき、並列計算も生かせない。全件をまとめると、"
        "1ステップに時間がかかりすぎる。ミニバッチはその中間である。"
        "切り出すのは1行で書けるが、間違えやすい点が2つある。目標値を入力と同じ位置で"
        "切り出すこと、そしてエポックの最後のバッチは短いので、平均をとるときはその長さで"
        "割ることである。",
    ),
    equation="data_x[i:i_end], data_t[i:i_end], i_end = min(i + batch_size, N)",
    formula=(
        r"i_{\text{end}} = \min(i + \text{batch_size}, N)",
        r"\text{batch_x} = \text{data_x}[i : i_{\text{end}}]",
        r"\text{batch_t} = \text{data_t}[i : i_{\text{end}}]",
    ),
    shapes={
        "data_x": "(N, ...)",
        "data_t": "(N, ...)",
        "batch_x": "(min(batch_size, N - i), ...)",
        "batch_t": "(min(batch_size, N - i), ...)",
    },
    sources=("Goodfellow, Bengio and Courville (2016), Deep Learning, section 8.1.3",),
    cases=(
        Case(
            "first",
            inputs={"data_x": normal(7, 3), "data_t": one_hot(7, 4)},
            config={"i": 0, "batch_size": 2},
            options=_BATCH,
        ),
        Case(
            "between",
            inputs={"data_x": normal(8, 3), "data_t": normal(8, 2)},
            config={"i": 3, "batch_size": 3},
            options=_BATCH,
        ),
        Case(
            "last_is_shorter",
            inputs={"data_x": normal(7, 2, 3), "data_t": normal(7, 5)},
            config={"i": 4, "batch_size": 4},
            options=_BATCH,
        ),
        Case(
            "larger_than_the_data",
            inputs={"data_x": normal(5, 4), "data_t": normal(5, 3)},
            config={"i": 0, "batch_size": 100},
            options=_BATCH,
        ),
        Case(
            "class_numbers",
            inputs={"data_x": normal(6, 1, 5, 4), "data_t": labels(6, classes=10)},
            config={"i": 2, "batch_size": 3},
            exact=("batch_t",),
            options=_BATCH,
        ),
    ),
    also_called=(
        "get_minibatch",
        "mini_batch",
    ),
    mistakes=(
        Mistake(
            name="end_without_the_start",
            ja="終わりに始まりを足さない",
            line="i_end = min(i + batch_size, N)",
            wrong="i_end = min(batch_size, N)",
            why=Text(
                "A slice ends at a place, not after a length: only the first batch comes out "
                "right, the others are empty or too short.",
                "スライスの2つ目は長さではなく終わりの位置である。正しいのは最初のバッチだけで、"
                "以降は空になるか短くなる。",
            ),
        ),
        Mistake(
            name="last_index_left_out",
            ja="最後の番号を落とす",
            line="i_end = min(i + batch_size, N)",
            wrong="i_end = min(i + batch_size, N - 1)",
            why=Text(
                "A slice leaves its end out by itself, so it ends at N. With N - 1 the last "
                "example is never learned from.",
                "スライスの終わりの位置はもともと含まれないので、終わりは N でよい。"
                "N - 1 とすると、最後のデータが一度も学習に使われない。",
            ),
        ),
        Mistake(
            name="end_taken_as_included",
            ja="終わりの番号を含める",
            line="i_end = min(i + batch_size, N)",
            wrong="i_end = min(i + batch_size - 1, N)",
            why=Text(
                "The end of a slice is not part of it: this batch is one short, and every "
                "batch_size-th example is left out.",
                "終わりの位置はスライスに含まれない。これではバッチが1個少なくなり、"
                "batch_size 個に1個のデータが抜け落ちる。",
            ),
        ),
        Mistake(
            name="rest_dropped",
            ja="余りを捨てる",
            line="i_end = min(i + batch_size, N)",
            wrong="i_end = i + batch_size if i + batch_size <= N else i",
            why=Text(
                "The exam keeps the shorter last batch. Dropping it is an option of the "
                "frameworks (drop_last, drop_remainder), not their default.",
                "試験の形では、端数の最後のバッチも使う。これを捨てるのはフレームワークの"
                "オプション(drop_last, drop_remainder)であって、既定ではない。",
            ),
        ),
        Mistake(
            name="targets_not_moved_along",
            ja="目標をいっしょに並べ替えない",
            line="return data_x[i:i_end], data_t[i:i_end]",
            wrong="return data_x[i:i_end], data_t[: i_end - i]",
            why=Text(
                "Examples and targets must be cut at the same places; otherwise the network "
                "learns answers to other questions.",
                "入力と目標値は同じ位置で切り出す。"
                "ずれると、別のデータの正解を学習することになる。",
            ),
        ),
    ),
)
