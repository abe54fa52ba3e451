"""The fully-connected layer."""

from __future__ import annotations

from parity.describing.concept import Case, Concept, Default, Mistake, Text, Weight
from parity.describing.draw import normal

Dense = Concept(
    kind="layer",
    order=1,
    title=Text("Dense (fully-connected) layer", "全結合層"),
    summary=Text(
        "A linear map of the last axis plus a bias. Every leading axis counts as examples.",
        "最後の軸に対する線形変換にバイアスを加える。それより前の軸はすべてデータの個数として扱う。",
    ),
    equation="y = x W + b",
    formula=(
        r"y = x W + b",
        r"\frac{\partial L}{\partial W} = x^\top \frac{\partial L}{\partial y}",
        r"\frac{\partial L}{\partial b} = \sum_n \frac{\partial L}{\partial y_n}",
        r"\frac{\partial L}{\partial x} = \frac{\partial L}{\partial y} W^\top",
    ),
    shapes={"x": "(..., n_in)", "W": "(n_in, n_out)", "b": "(n_out,)", "y": "(..., n_out)"},
    sources=(
        "Rumelhart, Hinton and Williams (1986), Learning representations by back-propagating "
        "errors, Nature 323",
    ),
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
            line="return dy @ W.T",
            wrong="return -dy @ W.T",
            why=Text(
                "dx = dy W^T has no minus sign; the minus of the descent is the optimizer's alone.",
                "dx = dy W^T に負号は付かない。降下のための負号は最適化手法の側だけにある。",
            ),
        ),
        Mistake(
            name="first_example_only",
            line='self.grads["b"] = dy_rows.sum(axis=0)',
            wrong='self.grads["b"] = dy_rows[0]',
            why=Text(
                "b is added to every example, so its gradient collects all of them.",
                "b はすべてのデータに足されているので、勾配も全データ分を足し合わせる必要がある。",
            ),
        ),
    ),
)
