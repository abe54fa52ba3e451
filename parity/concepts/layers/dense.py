"""The fully-connected layer."""

from __future__ import annotations

from parity.concepts.layers._sources import RUMELHART
from parity.describing.concept import Case, Concept, Default, Mistake, Text, Weight
from parity.describing.derivation import Step
from parity.describing.draw import normal

Dense = Concept(
    kind="layer",
    order=1,
    syllabus=("3-1-1",),
    needs=(),
    title=Text("Dense (fully-connected) layer", "全結合層"),
    summary=Text(
        "A linear map of the last axis plus a bias. Every leading axis counts as examples.",
        "最後の軸に対する線形変換にバイアスを加える。それより前の軸はすべてデータの個数として扱う。",
    ),
    why=Text(
        "A unit weighs its inputs and adds them up; a dense layer is many such units at once, and "
        "so one product with a matrix. It mixes every input into every output; two such layers "
        "with an activation between them can already come as near as one likes to any continuous "
        "function on a bounded region. W and b are what it learns: its backward pass has to give "
        "their gradients, and dx for the layers in front of it.",
        "ユニットは入力に重みを付けて足し合わせる。全結合層は多数のユニットの計算をまとめたもので、"
        "1回の行列積として書ける。すべての入力をすべての出力に混ぜ合わせる層であり、"
        "活性化関数をはさんで2層重ねるだけで、有界な範囲の連続関数ならいくらでも近似できる。"
        "学習されるのは W と b なので、逆伝播ではこの2つの勾配と、手前の層に渡す dx を求める。",
    ),
    equation="y = x W + b",
    formula=(
        r"y = x W + b",
        r"\frac{\partial L}{\partial W} = x^\top \frac{\partial L}{\partial y}",
        r"\frac{\partial L}{\partial b} = \sum_n \frac{\partial L}{\partial y_n}",
        r"\frac{\partial L}{\partial x} = \frac{\partial L}{\partial y} W^\top",
    ),
    derivation=(
        Step(
            heading=Text(
                "Written out, every output is a weighted sum",
                "成分で書けば、どの出力も重み付きの和である",
            ),
            text=Text(
                "n counts the examples, i the inputs and j the outputs; δ is the gradient that "
                "arrives from behind.",
                "n はデータ、i は入力、j は出力の番号である。後ろから届く勾配を δ とする。",
            ),
            equation=(
                r"y_{nj} = \sum_i x_{ni} W_{ij} + b_j, \quad \delta_{nj} = \frac{\partial "
                r"L}{\partial y_{nj}}"
            ),
        ),
        Step(
            heading=Text(
                "A weight meets every example, so dW sums over the examples",
                "重みはすべてのデータに使われるので、dW はデータについての和になる",
            ),
            text=Text(
                "Wᵢⱼ stands in the output j of every example, with the factor xₙᵢ, and nowhere "
                "else. The sum over n is a matrix product, with x transposed.",
                "Wᵢⱼ は各データの出力 j にだけ、係数 xₙᵢ を伴って現れる。"
                "n についての和は、x を転置した行列積である。",
            ),
            equation=(
                r"\frac{\partial L}{\partial W_{ij}} = \sum_n x_{ni} \, \delta_{nj}"
                "\n"
                r"\frac{\partial L}{\partial W} = x^\top \delta"
            ),
            check=Text(
                "(n_in, N) times (N, n_out) is (n_in, n_out), the shape of W.",
                "(n_in, N) と (N, n_out) の積は (n_in, n_out) で、W と同じ形になる。",
            ),
        ),
        Step(
            heading=Text(
                "b is added to every example, so db is a sum too",
                "b はすべてのデータに足されるので、db も和になる",
            ),
            text=Text(
                "The local derivative is 1. It is a sum and no mean: where the loss is a mean, the "
                "division by N is in δ already.",
                "局所的な微分は 1 である。平均ではなく和を取る。"
                "損失が平均なら、N による割り算はすでに δ に入っている。",
            ),
            equation=r"\frac{\partial L}{\partial b_j} = \sum_n \delta_{nj}",
            check=Text(
                "A sum over axis 0 gives (n_out,), the shape of b.",
                "軸 0 についての和は (n_out,) で、b と同じ形になる。",
            ),
        ),
        Step(
            heading=Text(
                "x goes into every output, so dx sums over the outputs",
                "x はすべての出力に入るので、dx は出力についての和になる",
            ),
            text=Text(
                "xₙᵢ stands in all outputs of its own example, in output j with the factor Wᵢⱼ. "
                "The sum now runs along the other axis of W, which the transpose says.",
                "xₙᵢ は同じデータのすべての出力に現れ、出力 j での係数は Wᵢⱼ である。"
                "今度は W のもう一方の軸に沿って和を取るので、W の転置を掛けることになる。",
            ),
            equation=(
                r"\frac{\partial L}{\partial x_{ni}} = \sum_j \delta_{nj} W_{ij}"
                "\n"
                r"\frac{\partial L}{\partial x} = \delta \, W^\top"
            ),
            check=Text(
                "All three agree with finite differences and with the autograd of PyTorch and "
                "Keras.",
                "3つの勾配はどれも、数値微分、PyTorch と Keras の自動微分と一致する。",
            ),
        ),
    ),
    shapes={"x": "(..., n_in)", "W": "(n_in, n_out)", "b": "(n_out,)", "y": "(..., n_out)"},
    sources=(RUMELHART,),
    weights={
        "W": Weight(torch="weight", keras="kernel", torch_layout="out_in"),
        "b": Weight(torch="bias", keras="bias"),
    },
    cases=(
        Case(
            "batch",
            inputs={"x": normal(5, 7)},
            params={"W": normal(7, 3), "b": normal(3)},
            upstream=normal(5, 3),
            config={"n_in": 7, "n_out": 3},
        ),
        Case(
            "wider",
            inputs={"x": normal(3, 4)},
            params={"W": normal(4, 6), "b": normal(6)},
            upstream=normal(3, 6),
            config={"n_in": 4, "n_out": 6},
        ),
        Case(
            "no_bias",
            inputs={"x": normal(4, 6)},
            params={"W": normal(6, 5)},
            upstream=normal(4, 5),
            config={"n_in": 6, "n_out": 5, "use_bias": False},
        ),
        Case(
            "sequence",
            inputs={"x": normal(2, 3, 5)},
            params={"W": normal(5, 4), "b": normal(4)},
            upstream=normal(2, 3, 4),
            config={"n_in": 5, "n_out": 4},
        ),
        Case(
            "many_axes",
            inputs={"x": normal(2, 3, 4, 6)},
            params={"W": normal(6, 5), "b": normal(5)},
            upstream=normal(2, 3, 4, 5),
            config={"n_in": 6, "n_out": 5},
        ),
    ),
    defaults=(
        Default(
            "use_bias",
            True,
            torch=("torch.nn.Linear", "bias", True),
            keras=("keras.layers.Dense", "use_bias", True),
        ),
    ),
    also_called=(
        "affine",
        "linear",
        "linear_layer",
        "fully_connected",
        "fc",
        "fc_layer",
        "affine_forward",
        "affine_layer",
        "dense_layer",
    ),
    mistakes=(
        Mistake(
            name="bias_gradient_averaged",
            ja="バイアスの勾配を平均する",
            line='self.grads["b"] = dy_rows.sum(axis=0)',
            wrong='self.grads["b"] = dy_rows.mean(axis=0)',
            why=Text(
                "db is the sum over the examples. The loss has already divided by the batch size, "
                "so averaging here divides by it twice.",
                "db はデータについての和である。バッチサイズによる割り算は損失の中で済んでいる。"
                "ここで平均を取ると2回割ることになる。",
            ),
        ),
        Mistake(
            name="weight_gradient_scaled_by_batch",
            ja="重みの勾配がバッチサイズに依存する",
            line='self.grads["W"] = x_rows.T @ dy_rows',
            wrong='self.grads["W"] = x_rows.T @ dy_rows / len(x_rows)',
            why=Text(
                "dW is x^T dy. The loss has already divided by the batch size; "
                "dividing again makes every step N times too small.",
                "dW は x^T dy である。損失がすでにバッチサイズで割っているため、"
                "もう一度割ると更新幅が N 分の1になってしまう。",
            ),
        ),
        Mistake(
            name="input_gradient_of_wrong_sign",
            ja="入力の勾配の符号が逆",
            line="return dy @ W.T",
            wrong="return -dy @ W.T",
            why=Text(
                "dx = dy W^T has no minus sign; the minus of the descent is the optimizer's alone.",
                "dx = dy W^T に負号は付かない。降下のための負号は最適化手法の側だけにある。",
            ),
        ),
        Mistake(
            name="first_example_only",
            ja="最初の事例しか使わない",
            line='self.grads["b"] = dy_rows.sum(axis=0)',
            wrong='self.grads["b"] = dy_rows[0]',
            why=Text(
                "b is added to every example, so its gradient collects all of them.",
                "b はすべてのデータに足されているので、勾配も全データ分を足し合わせる必要がある。",
            ),
        ),
    ),
)
