"""The course's recurrent network, which learns to add binary numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from parity.concepts.losses._draws import SCALAR
from parity.concepts.models._rnn_taught_derivation import DERIVATION
from parity.concepts.models._rnn_taught_mistakes import MISTAKES
from parity.concepts.recurrent._sources import ELMAN, WERBOS
from parity.describing.concept import (
    Case,
    Concept,
    Convention,
    Default,
    Divergence,
    Text,
    Weight,
)
from parity.describing.draw import Draw, bernoulli, normal, uniform, values
from parity.describing.identity import Arrays, Identity, Implementations

Sizes = tuple[int, int, int, int, int]


ON_ONE_SIDE = {
    "W_in": values(np.outer([0.5, 0.75, 0.25, 1.0], [1.0, -1.0, 1.25, 0.75, -0.5, 1.5])),
    "W": normal(6, 6, scale=0.0625),
}
"""Units that stay on their side of ReLU's kink, where x is positive."""


def _case(
    name: str,
    sizes: Sizes,
    scale: float = 1.0,
    more: Mapping[str, Draw] | None = None,
    dx: bool = False,
    zero: Mapping[str, str] | None = None,
    **config: Any,
) -> Case:
    """Return a case with N, T, n_in, n_hidden and n_out; nobody needs dx, so most have none."""
    N, T, n_in, n_hidden, n_out = sizes
    x = uniform(N, T, n_in, low=0.5, high=1.5) if more else normal(N, T, n_in)
    return Case(
        name,
        inputs={"x": x, "d": uniform(N, T, n_out)},
        params=_weights(n_in, n_hidden, n_out, scale) | dict(more or {}),
        zero=zero or {},
        upstream={"L": SCALAR},
        config={"n_in": n_in, "n_hidden": n_hidden, "n_out": n_out, **config},
        differentiable=("x",) if dx else (),
        ours=dx,
        options={"outputs": ("L", "y"), **({"differences": ()} if "slope_at" in config else {})},
    )


def _weights(n_in: int, n_hidden: int, n_out: int, scale: float = 1.0) -> dict[str, Any]:
    return {
        "W_in": normal(n_in, n_hidden, scale=scale),
        "W_out": normal(n_hidden, n_out, scale=scale),
        "W": normal(n_hidden, n_hidden, scale=scale),
    }


def _tanh_layer(of: Implementations, a: Arrays) -> Arrays:
    """Return what the simple recurrent layer, a dense layer and a sigmoid give."""
    rnn, dense = of("simple_rnn")(3, 4, use_bias=False), of("time_distributed")(4, 2, False)
    sigmoid, loss = of("sigmoid")(), of("half_squared_error")("sum")
    rnn.params.update(W=a["W_in"], U=a["W"])
    dense.params.update(W=a["W_out"])
    y = sigmoid.forward(dense.forward(rnn.forward(a["x"])[0]))
    N = len(y)
    value = loss.forward(y, a["d"])
    dy = sigmoid.backward(loss.backward(a["dy"] / N))
    dx = rnn.backward(dense.backward(dy))[0]
    grads = {"dW_in": rnn.grads["W"], "dW_out": dense.grads["W"], "dW": rnn.grads["U"]}
    return {"L": np.asarray(value) / N, "y": y, "dx": dx, **grads}


def _with_tanh(of: Implementations, a: Arrays) -> Arrays:
    return of.evaluated("rnn_taught")


RNNTaught = Concept(
    kind="layer",
    name="rnn_taught",
    order=1,
    syllabus=("3-5-1",),
    needs=("rnn_cell", "sigmoid", "half_squared_error"),
    title=Text("The course's RNN (binary addition)", "講座のRNN(バイナリ加算)"),
    summary=Text(
        "The smallest recurrent network that does something: it reads two binary numbers bit by "
        "bit, the lowest first, and gives the bits of their sum. Loss and gradients, through time.",
        "最小限の実用的な RNN。2つの2進数を下位ビットから1桁ずつ読み、和のビットを出力する。"
        "損失と、BPTT による勾配を計算する。",
    ),
    why=Text(
        "To add two binary numbers digit by digit, one must remember the carry. A network that "
        "sees one digit alone cannot know it; a recurrent one keeps it in its state, and has to "
        "find out by itself that it is worth keeping. That makes the task the shortest complete "
        "example of back-propagation through time: no bias, sigmoids, a squared error at each "
        "step. The course's code has a slip in one slope, which is shown here beside the right "
        "form.",
        "2進数を1桁ずつ足すには、繰り上がりを覚えておく必要がある。1桁しか見ないネットワークには"
        "それがわからないが、RNN は状態に保持できる。ただし、保持すべきだということ自体を"
        "学習で見つけなければならない。バイアスなし、シグモイド、時刻ごとの二乗誤差という"
        "構成なので、通時的逆伝播(BPTT)の最も短い完全な例になる。講座のコードには"
        "傾きを取る点に1か所誤りがあり、ここでは正しい形と並べて示す。",
    ),
    equation="u_t = x_t W_in + z_(t-1) W, z_t = f(u_t); v_t = z_t W_out, y_t = sigmoid(v_t); "
    "L = 1/(2N) sum_t |y_t - d_t|^2",
    formula=(
        r"u_t = x_t W_{\text{in}} + z_{t-1} W, \quad z_t = f(u_t), \quad z_0 = 0",
        r"v_t = z_t W_{\text{out}}, \quad y_t = s(v_t) = \frac{1}{1 + \exp({-v_t})}",
        r"L = \frac{1}{2N} \sum_t \| y_t - d_t \|^2",
        r"\delta^{\text{out}}_t = \frac{1}{N} (y_t - d_t) \odot s'(v_t), \quad "
        r"\delta_t = (\delta_{t+1} W^\top + \delta^{\text{out}}_t W_{\text{out}}^\top) \odot "
        r"f'(u_t)",
        r"\frac{\partial L}{\partial W_{\text{in}}} = \sum_t x_t^\top \delta_t, \quad "
        r"\frac{\partial L}{\partial W} = \sum_t z_{t-1}^\top \delta_t, \quad "
        r"\frac{\partial L}{\partial W_{\text{out}}} = \sum_t z_t^\top \delta^{\text{out}}_t",
    ),
    derivation=DERIVATION,
    shapes={
        "x": "(N, T, n_in)",
        "d, y": "(N, T, n_out)",
        "W_in": "(n_in, n_hidden)",
        "W_out": "(n_hidden, n_out)",
        "W": "(n_hidden, n_hidden)",
        "L": "scalar",
    },
    sources=(
        "The course's 3_1_simple_RNN (experiment E6): 2-16-1, sigmoid, squared error, no bias",
        ELMAN,
        WERBOS,
    ),
    weights={
        "W_in": Weight("W_in.weight", "rnn.cell.kernel", "out_in"),
        "W_out": Weight("W_out.weight", "dense.kernel", "out_in"),
        "W": Weight("W.weight", "rnn.cell.recurrent_kernel", "out_in"),
    },
    cases=(
        Case(
            "binary_addition",
            inputs={
                # 6 + 7 = 13, 5 + 3 = 8 and 3 + 6 = 9, the lowest bit first
                "x": values(
                    [
                        [[0.0, 1.0], [1.0, 1.0], [1.0, 1.0], [0.0, 0.0]],
                        [[1.0, 1.0], [0.0, 1.0], [1.0, 0.0], [0.0, 0.0]],
                        [[1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]],
                    ]
                ),
                "d": values(
                    [
                        [[1.0], [0.0], [1.0], [1.0]],
                        [[0.0], [0.0], [0.0], [1.0]],
                        [[1.0], [0.0], [0.0], [1.0]],
                    ]
                ),
            },
            params=_weights(2, 16, 1),
            upstream={"L": SCALAR},
            differentiable=(),
            options={"outputs": ("L", "y")},
        ),
        _case("all_steps", (3, 4, 5, 6, 2)),
        _case("as_taught", (3, 4, 5, 6, 2), slope_at="y"),
        Case(
            "as_taught_one_example",
            inputs={"x": bernoulli(1, 8, 2), "d": bernoulli(1, 8, 1)},
            params=_weights(2, 16, 1),
            upstream={"L": SCALAR},
            config={"slope_at": "y"},
            differentiable=(),
            options={"outputs": ("L", "y"), "differences": ()},
        ),
        _case("gradient_of_x", (2, 4, 3, 5, 6), dx=True),
        _case("one_step", (4, 1, 3, 5, 2), zero={"dW": "the state before the first step is 0"}),
        _case("one_example", (1, 5, 2, 4, 3)),
        _case("one_unit", (3, 4, 2, 1, 5)),
        _case("tanh", (2, 5, 3, 4, 6), activation="tanh"),
        _case("relu", (3, 2, 4, 6, 5), 0.5, ON_ONE_SIDE, activation="relu"),
        _case("tanh_as_taught", (2, 3, 5, 4, 6), activation="tanh", slope_at="y"),
        _case("saturated", (2, 4, 3, 5, 1), 2.0),
    ),
    defaults=(
        Default("n_in", 2),
        Default("n_hidden", 16),
        Default("n_out", 1),
        Default("activation", "sigmoid", keras=("keras.layers.SimpleRNN", "activation", "tanh")),
        Default("slope_at", "v"),
        Default("initializer", None),
    ),
    divergences=(
        Divergence(
            name="slope_at_the_activated_value",
            ja="活性化後の値で求めた傾き",
            summary=Text(
                "The course multiplies by d_sigmoid(y), where y has been through the sigmoid "
                "already; d_sigmoid wants the sum before it. Autograd knows only the right slope. "
                "Taken at y, between 0 and 1, it lies between 0.19 and 0.25 whatever the unit "
                "does, so the output never saturates on its way back, and the network learns all "
                "the same.",
                "講座のコードは d_sigmoid(y) を掛けるが、y はすでにシグモイドを通った値である。"
                "d_sigmoid が求めるのは活性化前の和である。自動微分では正しい傾きしか出ない。"
                "0 から 1 の y で取った傾きは、ユニットの状態によらず 0.19 から 0.25 の間に収まり、"
                "逆伝播で出力が飽和しないので、それでも学習は進む。",
            ),
            reconciled=Text(
                'slope_at="v" here; to get the course\'s numbers from a framework, the output is '
                "detached, and a sigmoid at y lends its slope.",
                'ここでは slope_at="v" とする。フレームワークで講座の数値を再現するには、'
                "出力を detach し、y でのシグモイドの傾きを使う。",
            ),
            source="The course's 3_1_simple_RNN: d_mean_squared_error(dd, y) * d_sigmoid(y) "
            "(claim C4)",
            case="all_steps",
            native={"numpy": {"slope_at": "y"}, "torch": {}},
            quantity="dW_out",
        ),
    ),
    conventions=(
        Convention(
            name="slope_at_the_activated_value",
            text=Text(
                "The last sigmoid's slope is taken at its value, d_sigmoid(y), as in the course's "
                "code.",
                "最後のシグモイドの傾きを、活性化後の値 y で取る(講座のコードの d_sigmoid(y))。",
            ),
            config={"slope_at": "y"},
        ),
    ),
    also_called=("simple_rnn_net", "binary_rnn", "rnn_loss"),
    identities=(
        Identity(
            sibling="simple_rnn",
            text=Text(
                "With tanh it is the simple recurrent layer, a dense layer at every step, a "
                "sigmoid and half the squared error.",
                "tanh なら、単純な RNN 層、各時刻の全結合層、シグモイド、二乗誤差の半分を"
                "順につないだものである。",
            ),
            case=_case("in_parts", (2, 5, 3, 4, 2), dx=True, activation="tanh"),
            left=_with_tanh,
            right=_tanh_layer,
        ),
    ),
    mistakes=MISTAKES,
)
