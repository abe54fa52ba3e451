"""The siamese network."""

from __future__ import annotations

from parity.concepts.networks._convnets import dense
from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import Draw, normal


def _case(
    name: str, n: int, n_in: int, hidden: int, n_out: int, activation: str, kink: bool = False
) -> Case:
    parameters: dict[str, Draw] = {
        **dense("dense1", n_in, hidden),
        **dense("dense2", hidden, n_out),
    }
    return Case(
        name,
        inputs={"a": normal(n, n_in), "b": normal(n, n_in)},
        params=parameters,
        upstream=normal(n),
        config={"n_in": n_in, "hidden": hidden, "n_out": n_out, "activation": activation},
        kink=kink,
        zero={"ddense2.b": "the last bias is in both embeddings, and their difference loses it"},
    )


Siamese = Concept(
    kind="network",
    order=22,
    syllabus=("4-8-4",),
    needs=("mlp", "triplet_loss"),
    title=Text("Siamese network", "シャムネットワーク(Siamese network)"),
    summary=Text(
        "One network embeds two examples, and their distance is the answer: near for the same "
        "class, far for others, of classes never seen as well.",
        "1つのネットワークで2つのデータを埋め込み、その距離を出力する。"
        "同じクラスなら近く、違うクラスなら遠くなるように学習し、未知のクラスにも使える。",
    ),
    why=Text(
        "A classifier knows the classes of its training and no others; but a bank meets new "
        "customers every day, of whom it has one signature. So learn not what a thing is but "
        "whether two are alike. Both go through the same weights, or their places could not be "
        "compared; what is new is then given to the nearest that is known, of which one each is "
        "enough. The gradients of both ways meet in the shared weights and add up.",
        "分類器は学習時のクラスしか知らない。しかし銀行には毎日新しい客が来て、"
        "手元の署名は1つしかない。そこで、それが何かではなく、2つが似ているかどうかを学習する。"
        "両方に同じ重みを使うので、埋め込みの位置を比べられる。新しいものは、"
        "知っている中で最も近い"
        "ものに割り当てればよく、見本は1つずつで足りる(ワンショット学習)。"
        "両方の道の勾配は、共有する重みで足し合わされる。",
    ),
    equation="y = |e(a) - e(b)|, e(x) = f(x W_1 + b_1) W_2 + b_2",
    formula=(
        r"e(x) = f(x W_1 + b_1) W_2 + b_2",
        r"y = \lVert e(a) - e(b) \rVert",
        r"\frac{\partial L}{\partial e(a)} = \frac{e(a) - e(b)}{y} \frac{\partial L}{\partial "
        r"y} = "
        r"-\frac{\partial L}{\partial e(b)}",
    ),
    derivation=(
        Step(
            heading=Text(
                "A length changes most along its own direction",
                "長さの勾配は、差の向きの単位ベクトル",
            ),
            text=Text(
                "The two embeddings are pulled along the line between them, one the one way, the "
                "other the other.",
                "2つの埋め込みは、両者を結ぶ直線に沿って互いに逆向きに動く。",
            ),
            equation=(
                r"\frac{\partial y}{\partial e(a)} = \frac{e(a) - e(b)}{y}, \quad \frac{\partial "
                r"y}{\partial e(b)} = -\frac{e(a) - e(b)}{y}"
            ),
        ),
        Step(
            heading=Text(
                "Shared weights collect both gradients", "共有する重みには両方の勾配が集まる"
            ),
            text=Text(
                "h is the hidden layer's output. Each weight was used twice, so its gradient is a "
                "sum of two; in one batch with both examples it comes by itself.",
                "h は隠れ層の出力である。どの重みも2回使われるので、勾配は2つの和になる。"
                "両方を1つのバッチにまとめれば、自動的に足される。",
            ),
            equation=(
                r"\frac{\partial L}{\partial W_2} = h(a)^\top \frac{\partial L}{\partial e(a)} + "
                r"h(b)^\top \frac{\partial L}{\partial e(b)}"
            ),
            check=Text(
                "PyTorch and Keras call the network twice, and give the same gradients.",
                "PyTorch と Keras ではネットワークを2回呼ぶが、勾配は一致する。",
            ),
        ),
    ),
    shapes={"a": "(N, n_in)", "b": "(N, n_in)", "y": "(N,)"},
    sources=(
        "Bromley, Guyon, LeCun, Säckinger and Shah (1993), Signature verification using a siamese "
        "time delay neural network",
        "Koch, Zemel and Salakhutdinov (2015), Siamese neural networks for one-shot image "
        "recognition",
    ),
    cases=(
        _case("pairs_apart", 5, 4, 3, 2, "tanh"),
        _case("with_relu", 4, 3, 6, 5, "relu", kink=True),
        _case("one_number", 3, 2, 4, 1, "sigmoid"),
    ),
    also_called=("siamese_network", "siamese_net"),
    mistakes=(
        Mistake(
            name="root_forgotten",
            ja="平方根を忘れる",
            line="self.y = np.sqrt((self.difference**2).sum(axis=1))",
            wrong="self.y = (self.difference**2).sum(axis=1)",
            why=Text("The sum of squares is the distance squared.", "二乗和は距離の2乗である。"),
        ),
        Mistake(
            name="not_divided_by_the_distance",
            ja="距離で割らない",
            line="de = dy[:, None] * self.difference / length[:, None]",
            wrong="de = dy[:, None] * self.difference",
            why=Text(
                "The slope of a length is a direction, of length 1.",
                "長さの傾きは、長さ 1 の方向ベクトルである。",
            ),
        ),
        Mistake(
            name="both_pulled_alike",
            ja="両方に同じ向きの勾配を渡す",
            line="da, db = np.split(self.run_back(self.layers, np.concatenate([de, -de])), 2)",
            wrong="da, db = np.split(self.run_back(self.layers, np.concatenate([de, de])), 2)",
            why=Text(
                "b stands with a minus in the difference.", "差の中で b には負号が付いている。"
            ),
        ),
        Mistake(
            name="gradient_of_one_side",
            ja="片方の勾配しか伝えない",
            line="da, db = np.split(self.run_back(self.layers, np.concatenate([de, -de])), 2)",
            wrong="da, db = np.split(self.run_back(self.layers, np.concatenate([de, 0 * de])), 2)",
            why=Text(
                "Both examples went through the weights, so both send a gradient.",
                "どちらのデータも重みを通ったので、勾配も両方から届く。",
            ),
        ),
    ),
)
