"""The position-wise feed-forward network of a Transformer."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.concepts.attention._transformer_sources import VASWANI
from parity.describing.concept import Case, Concept, Convention, Default, Mistake, Text, Weight
from parity.describing.derivation import Step
from parity.describing.draw import Draw, normal, values
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _params(d_model: int, d_ff: int, scale: float = 0.5) -> dict[str, Draw]:
    return {
        "W1": normal(d_model, d_ff, scale=scale),
        "b1": normal(d_ff, scale=scale),
        "W2": normal(d_ff, d_model, scale=scale),
        "b2": normal(d_model, scale=scale),
    }


def _case(name: str, shape: tuple[int, ...], d_ff: int, **config: Any) -> Case:
    """Return a case for x (..., d_model)."""
    return Case(
        name,
        inputs={"x": normal(*shape)},
        params=_params(shape[-1], d_ff),
        config={"d_model": shape[-1], "d_ff": d_ff, **config},
    )


def _dense_relu_dense(of: Implementations, a: Arrays) -> Arrays:
    first, relu, second = of("dense")(4, 7), of("relu")(), of("dense")(7, 4)
    first.params.update(W=a["W1"], b=a["b1"])
    second.params.update(W=a["W2"], b=a["b2"])
    y = second.forward(relu.forward(first.forward(a["x"])))
    dx = first.backward(relu.backward(second.backward(a["dy"])))
    grads = {f"d{n}{k}": part.grads[n] for k, part in ((1, first), (2, second)) for n in "Wb"}
    return {"y": y, "dx": dx, **grads}


def _position_by_position(of: Implementations, a: Arrays) -> Arrays:
    """Return a network of its own at every position, all with the same weights."""
    steps, ys, dxs, grads = a["x"].shape[1], [], [], []
    for t in range(steps):
        network = of("position_wise_feed_forward")(3, 5, activation="gelu")
        network.params.update({name: a[name] for name in network.params})
        ys.append(network.forward(a["x"][:, t]))
        dxs.append(network.backward(a["dy"][:, t]))
        grads.append(network.grads)
    sums = {f"d{name}": sum(each[name] for each in grads) for name in grads[0]}
    return {"y": np.stack(ys, axis=1), "dx": np.stack(dxs, axis=1), **sums}


PositionWiseFeedForward = Concept(
    kind="layer",
    name="position_wise_feed_forward",
    order=30,
    syllabus=("3-6-1",),
    needs=("dense", "relu", "gelu", "time_distributed"),
    title=Text("Position-wise feed-forward network", "位置ごとの順伝播ネットワーク(FFN)"),
    summary=Text(
        "Two dense layers with ReLU or GELU between them, applied at each position alike: the half "
        "of a Transformer's block in which no position sees another.",
        "ReLU または GELU を挟んだ2つの全結合層を、各位置に同じように適用する。"
        "Transformer のブロックのうち、位置どうしが互いを見ない側の半分である。",
    ),
    why=Text(
        "Attention mixes the positions, but what it gives is a weighted mean of values: nearly "
        "linear. What is computed with the mixture is for this network to say. It widens each "
        "vector, in the paper from 512 to 2048, bends it, and brings it back. The weights are the "
        "same at every position, so a sequence may have any length, and two thirds of a block's "
        "parameters lie here.",
        "注意機構は位置どうしを混ぜ合わせるが、出てくるのは値の重み付き平均であり、線形に近い。"
        "混ぜたものから何を計算するかはこのネットワークが受け持つ。"
        "各ベクトルを広げ(論文では 512 から 2048)、活性化関数を通し、元の長さに戻す。"
        "重みは全位置で共有されるので系列の長さは問わない。"
        "ブロックのパラメータのおよそ 2/3 はここにある。",
    ),
    equation="y = f(x W1 + b1) W2 + b2, at each position",
    formula=(
        r"h_t = f(x_t W_1 + b_1), \quad y_t = h_t W_2 + b_2",
        r"f(a) = \max(0, a)",
        r"\frac{\partial L}{\partial a_t} = f'(a_t) \odot \left( \frac{\partial L}{\partial y_t} "
        r"W_2^\top \right), \quad \frac{\partial L}{\partial x_t} = \frac{\partial L}{\partial "
        r"a_t} W_1^\top",
        r"\frac{\partial L}{\partial W_2} = \sum_t h_t^\top \frac{\partial L}{\partial y_t}, \quad "
        r"\frac{\partial L}{\partial W_1} = \sum_t x_t^\top \frac{\partial L}{\partial a_t}",
        r"\frac{\partial L}{\partial b_2} = \sum_t \frac{\partial L}{\partial y_t}, \quad "
        r"\frac{\partial L}{\partial b_1} = \sum_t \frac{\partial L}{\partial a_t}",
    ),
    derivation=(
        Step(
            heading=Text(
                "The second layer is a dense layer whose input is h",
                "2つ目の層は、h を入力とする全結合層である",
            ),
            text=Text(
                "Let δ_t be the gradient of y_t. All positions share W₂ and b₂, so what each gives "
                "is added.",
                "y_t の勾配を δ_t とする。W₂ と b₂ は全位置で共有されるので、"
                "各位置からの寄与を足し合わせる。",
            ),
            equation=(
                r"\frac{\partial L}{\partial W_2} = \sum_t h_t^\top \delta_t, \quad "
                r"\frac{\partial L}{\partial b_2} = \sum_t \delta_t"
                "\n"
                r"\frac{\partial L}{\partial h_t} = \delta_t W_2^\top"
            ),
        ),
        Step(
            heading=Text(
                "Through f the gradient is multiplied by the slope at a",
                "f を通るとき、a での傾きが掛かる",
            ),
            text=Text(
                "f acts element by element on a = x W₁ + b₁. For ReLU the slope is 1 or 0: a "
                "hidden unit that was silent at a position learns nothing from it.",
                "f は a = x W₁ + b₁ の要素ごとに働く。ReLU の傾きは 1 か 0 であり、"
                "ある位置で 0 だった隠れユニットは、その位置からは何も学ばない。",
            ),
            equation=r"\frac{\partial L}{\partial a_t} = f'(a_t) \odot (\delta_t W_2^\top)",
        ),
        Step(
            heading=Text(
                "The first layer is a dense layer again", "1つ目の層も、再び全結合層である"
            ),
            text=Text(
                "No position stands in another's output, so dx_t comes from δ_t alone.",
                "どの位置の出力にもほかの位置は現れないので、dx_t は δ_t だけから決まる。",
            ),
            equation=(
                r"\frac{\partial L}{\partial W_1} = \sum_t x_t^\top \frac{\partial L}{\partial "
                r"a_t}, \quad \frac{\partial L}{\partial b_1} = \sum_t \frac{\partial L}{\partial "
                r"a_t}"
                "\n"
                r"\frac{\partial L}{\partial x_t} = \frac{\partial L}{\partial a_t} W_1^\top"
            ),
            check=Text(
                "The same as two dense layers with an activation between them.",
                "活性化関数を挟んだ2つの全結合層の勾配と一致する。",
            ),
        ),
    ),
    shapes={
        "x": "(..., d_model)",
        "W1": "(d_model, d_ff)",
        "b1": "(d_ff,)",
        "W2": "(d_ff, d_model)",
        "b2": "(d_model,)",
        "y": "(..., d_model)",
    },
    sources=(f"{VASWANI}, section 3.3, eq. 2",),
    weights={
        "W1": Weight("linear1.weight", "dense1.kernel", torch_layout="out_in"),
        "b1": Weight("linear1.bias", "dense1.bias"),
        "W2": Weight("linear2.weight", "dense2.kernel", torch_layout="out_in"),
        "b2": Weight("linear2.bias", "dense2.bias"),
    },
    cases=(
        _case("sequence", (2, 3, 4), 5),
        _case("gelu", (3, 2, 4), 6, activation="gelu"),
        _case("rows", (4, 2), 5),
        _case("rows_gelu", (5, 4), 3, activation="gelu"),
        _case("gelu_by_tanh", (2, 4, 3), 5, activation="gelu_tanh"),
        _case("one_position", (2, 1, 4), 5),
        _case("one_example", (1, 5, 3), 4),
        _case("one_hidden_unit", (2, 3, 4), 1),
        _case("one_number", (2, 4, 1), 3, activation="gelu"),
        Case(
            "some_units_silent",
            inputs={"x": values([[[1.0, -2.0], [0.5, 3.0], [-1.5, 0.25]]])},
            params={
                **_params(2, 3),
                "W1": values([[1.0, -1.0, 0.5], [0.5, -2.0, 1.0]]),
                "b1": values([0.25, -0.5, -9.0]),
            },
            config={"d_model": 2, "d_ff": 3},
        ),
    ),
    defaults=(
        Default(
            "initializer",
            None,
            keras=("keras.layers.Dense", "kernel_initializer", "glorot_uniform"),
        ),
    ),
    conventions=(
        Convention(
            name="with_gelu",
            text=Text(
                "The activation is GELU, as in BERT; in the Transformer's paper it is ReLU.",
                "活性化関数は BERT と同じ GELU である。Transformer の論文では ReLU を使う。",
            ),
            config={"activation": "gelu"},
        ),
        Convention(
            name="with_gelu_by_tanh",
            text=Text(
                "The activation is GELU by its approximation with tanh, as in GPT-2; in the "
                "Transformer's paper it is ReLU.",
                "活性化関数は GPT-2 と同じ、tanh で近似した GELU である。"
                "Transformer の論文では ReLU を使う。",
            ),
            config={"activation": "gelu_tanh"},
        ),
    ),
    also_called=(
        "feed_forward",
        "feedforward",
        "positionwise_feed_forward",
        "positionwise_feedforward",
        "ffn",
        "feed_forward_network",
        "position_wise_ffn",
        "position_wise_feed_forward_network",
        "pointwise_feed_forward",
    ),
    identities=(
        Identity(
            sibling="dense",
            text=Text(
                "It is two dense layers with ReLU between them.",
                "ReLU を挟んだ2つの全結合層である。",
            ),
            case=_case("two_dense_layers", (2, 3, 4), 7),
            left=evaluated("position_wise_feed_forward"),
            right=_dense_relu_dense,
        ),
        Identity(
            sibling="position_wise_feed_forward",
            text=Text(
                "It is one network at each position, with the same weights; the gradients add up.",
                "同じ重みのネットワークを位置ごとに1つずつ適用し、勾配を足し合わせたものである。",
            ),
            case=_case("position_by_position", (2, 4, 3), 5, activation="gelu"),
            left=evaluated("position_wise_feed_forward"),
            right=_position_by_position,
        ),
    ),
    mistakes=(
        Mistake(
            name="activation_forgotten",
            ja="活性化を忘れる",
            line="self.h = self.f.forward(x @ W1 + b1)",
            wrong="self.f.forward(x @ W1 + b1); self.h = x @ W1 + b1",
            why=Text(
                "Without f between them the two layers are one linear map, W1 W2.",
                "間に f がないと、2つの層は1つの線形変換 W1 W2 になってしまう。",
            ),
        ),
        Mistake(
            name="activation_behind_the_second_layer",
            ja="第 2 層の後に活性化する",
            line="return self.h @ W2 + b2",
            wrong="return np.maximum(self.h @ W2 + b2, 0)",
            why=Text(
                "f stands between the layers alone. What is added to the residual stream must be "
                "able to be negative.",
                "f を置くのは2つの層の間だけである。残差に足される値は負にもなれなければならない。",
            ),
        ),
        Mistake(
            name="slope_of_the_activation_forgotten",
            ja="活性化の傾きを忘れる",
            line="da = self.f.backward(dh)",
            wrong="da = dh",
            why=Text(
                "From h back to x W1 + b1 the gradient passes f, and is multiplied by its slope.",
                "h から x W1 + b1 へ戻るときは f を通るので、その傾きが掛かる。",
            ),
        ),
        Mistake(
            name="last_position_alone_learns",
            ja="最後の位置しか学習しない",
            line='self.grads["b2"] = dy_rows.sum(axis=0)',
            wrong='self.grads["b2"] = dy_rows[-1]',
            why=Text(
                "All positions of all sequences share b2, so its gradient is the sum over them.",
                "b2 は全系列の全位置で共有されるので、勾配はそれらの和である。",
            ),
        ),
        Mistake(
            name="averaged_over_the_positions",
            ja="位置で平均する",
            line='self.grads["W1"] = self.x.reshape(-1, d_model).T @ da_rows',
            wrong='self.grads["W1"] = self.x.reshape(-1, d_model).T @ da_rows / len(da_rows)',
            why=Text(
                "Whether there is a mean is for the loss to say; the layer sums over positions.",
                "平均するかどうかは損失の側で決まる。層の勾配は位置についての和である。",
            ),
        ),
        Mistake(
            name="slope_left_out_of_the_bias",
            ja="バイアスの勾配で活性化の傾きを忘れる",
            line='self.grads["b1"] = da_rows.sum(axis=0)',
            wrong='self.grads["b1"] = dh.reshape(-1, d_ff).sum(axis=0)',
            why=Text(
                "b1 is added before f, so its gradient is that of a, not that of h.",
                "b1 は f の前で足されるので、その勾配は h ではなく a の勾配の和である。",
            ),
        ),
    ),
)
