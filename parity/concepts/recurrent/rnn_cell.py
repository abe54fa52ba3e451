"""One step of a simple recurrent network."""

from __future__ import annotations

import numpy as np

from parity.concepts.recurrent import _shared as shared
from parity.concepts.recurrent._cases import step_case
from parity.concepts.recurrent._sources import ELMAN
from parity.describing.concept import Case, Concept, Default, Divergence, Mistake, Text, Weight
from parity.describing.derivation import Step
from parity.describing.draw import normal, values
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _dense_and_tanh(of: Implementations, a: Arrays) -> Arrays:
    """Return a dense layer on x and h side by side, with tanh behind it."""
    dense, tanh = of("dense")(7, 4), of("tanh")()
    dense.params.update(W=np.concatenate([a["W"], a["U"]]), b=a["b"])
    h_new = tanh.forward(dense.forward(np.concatenate([a["x"], a["h"]], axis=1)))
    both = dense.backward(tanh.backward(a["dy"]))
    dW, dU = np.split(dense.grads["W"], [3])
    gradients = {"dW": dW, "dU": dU, "db": dense.grads["b"]}
    return {"h_new": h_new, "dx": both[:, :3], "dh": both[:, 3:], **gradients}


RNNCell = Concept(
    kind="layer",
    name="rnn_cell",
    order=1,
    syllabus=("3-5-1",),
    needs=("dense", "tanh"),
    title=Text("RNN cell, one step", "RNN セル(1ステップ)"),
    summary=Text(
        "One step of a simple RNN: the new state from the input of the step and the state before.",
        "単純な RNN の1ステップ。その時刻の入力と直前の状態から、新しい状態を計算する。",
    ),
    why=Text(
        "Everything that a recurrent network does is this step, over and over. It takes two "
        "inputs, x from outside and h from itself, and weighs them with two matrices; its "
        "backward pass hands a gradient back to both. Written alone, it can be tested alone, and "
        "used where the next input is known only when the last output is, as in a decoder.",
        "再帰型ネットワークの計算は、すべてこの1ステップの繰り返しである。外からの x と"
        "自分自身の h という2つの入力に、それぞれの行列を掛ける。逆伝播では、両方に勾配を返す。"
        "1ステップだけを取り出しておけば単独で検証でき、デコーダのように、"
        "前の出力が出るまで次の入力が決まらない場面でも使える。",
    ),
    equation="h_new = f(x W + h U + b), f = tanh or ReLU",
    formula=(
        r"h_{\text{new}} = f(a), \quad a = x W + h U + b",
        r"e = \frac{\partial L}{\partial h_{\text{new}}} \odot f'(a), \quad \tanh'(a) = 1 - "
        r"h_{\text{new}}^2",
        r"\frac{\partial L}{\partial W} = x^\top e, \quad \frac{\partial L}{\partial U} = h^\top "
        r"e, \quad \frac{\partial L}{\partial b} = \sum_n e_n",
        r"\frac{\partial L}{\partial x} = e W^\top, \quad \frac{\partial L}{\partial h} = e U^\top",
    ),
    derivation=(
        Step(
            heading=Text(
                "The activation multiplies the gradient by its slope",
                "活性化関数では、勾配に傾きが掛かる",
            ),
            text=Text(
                "e is the gradient of the sum a. The slope of tanh follows from its value alone, "
                "so a need not be kept.",
                "和 a の勾配を e とする。tanh の傾きはその値だけで書けるので、"
                "a を保存しておく必要はない。",
            ),
            equation=(
                r"e = \frac{\partial L}{\partial a} = \frac{\partial L}{\partial h_{\text{new}}} "
                r"\odot (1 - h_{\text{new}}^2)"
            ),
        ),
        Step(
            heading=Text(
                "The sum hands the same gradient to both products",
                "和は、2つの積に同じ勾配を渡す",
            ),
            text=Text(
                "x W and h U are added, so e goes to both unchanged; each is a dense layer, with "
                "the gradients of one.",
                "x W と h U は足されるので、e はそのまま両方に渡る。"
                "それぞれは全結合層であり、勾配の式も全結合層と同じである。",
            ),
            equation=(
                r"\frac{\partial L}{\partial W} = x^\top e, \quad \frac{\partial L}{\partial x} = "
                r"e W^\top"
                "\n"
                r"\frac{\partial L}{\partial U} = h^\top e, \quad \frac{\partial L}{\partial h} = "
                r"e U^\top, \quad \frac{\partial L}{\partial b} = \sum_n e_n"
            ),
            check=Text(
                "The same as one dense layer on x and h side by side: the identity below.",
                "x と h を横に並べた1つの全結合層と同じである(下の恒等式)。",
            ),
        ),
    ),
    shapes={
        "x": "(N, n_in)",
        "h, h_new": "(N, n_hidden)",
        "W": "(n_in, n_hidden)",
        "U": "(n_hidden, n_hidden)",
        "b": "(n_hidden,)",
    },
    sources=(ELMAN,),
    weights={
        "W": Weight("weight_ih", "kernel", torch_layout="out_in"),
        "U": Weight("weight_hh", "recurrent_kernel", torch_layout="out_in"),
        "b": Weight("bias_ih", "bias"),
    },
    cases=(
        step_case("tanh", (3, 4, 5)),
        Case(
            "relu",
            inputs={"x": normal(4, 3, scale=0.5), "h": normal(4, 5, scale=0.5)},
            params={
                "W": normal(3, 5, scale=0.25),
                "U": normal(5, 5, scale=0.25),
                "b": values(np.array([3.0, -3.0, 2.5, -2.5, 3.5])),
            },
            upstream={"h_new": normal(4, 5)},
            config={"n_in": 3, "n_hidden": 5, "activation": "relu"},
            options={"outputs": ("h_new",)},
        ),
        step_case("no_bias", (4, 5, 3), bias=False),
        step_case("one_example", (1, 3, 4)),
        step_case("one_unit", (3, 2, 1)),
        step_case("one_input", (3, 1, 4)),
    ),
    defaults=(
        Default(
            "activation",
            "tanh",
            torch=("torch.nn.RNNCell", "nonlinearity", "tanh"),
            keras=("keras.layers.SimpleRNNCell", "activation", "tanh"),
        ),
        Default(
            "use_bias",
            True,
            torch=("torch.nn.RNNCell", "bias", True),
            keras=("keras.layers.SimpleRNNCell", "use_bias", True),
        ),
        Default(
            "initializer",
            None,
            keras=("keras.layers.SimpleRNNCell", "kernel_initializer", "glorot_uniform"),
        ),
    ),
    divergences=(
        Divergence(
            name="two_biases",
            ja="2 つのバイアス",
            summary=shared.TWO_BIASES,
            reconciled=shared.ONE_BIAS,
            source="torch.nn.RNNCell: h' = tanh(W_ih x + b_ih + W_hh h + b_hh)",
            case="tanh",
            native={
                "numpy": {},
                "torch": {
                    "callable": "torch_impl.recurrent.rnn_cell._BothBiases",
                    "n_in": 4,
                    "n_hidden": 5,
                },
            },
            quantity="h_new",
        ),
    ),
    also_called=("rnn_step", "rnn_step_forward", "simple_rnn_cell", "rnn_cell_forward"),
    identities=(
        Identity(
            sibling="dense",
            text=Text(
                "It is a dense layer on x and h side by side, with W above U, and tanh behind it.",
                "x と h を横に並べ、W の下に U を積んだ全結合層に tanh を続けたものである。",
            ),
            case=step_case("side_by_side", (5, 3, 4)),
            left=evaluated("rnn_cell"),
            right=_dense_and_tanh,
        ),
    ),
    mistakes=(
        Mistake(
            name="state_forgotten",
            ja="状態を忘れる",
            line="a = x @ W + h @ U",
            wrong="a = x @ W",
            why=Text(
                "Without h U the step knows nothing of the steps before.",
                "h U がなければ、それまでの時刻のことを何も知らない。",
            ),
        ),
        Mistake(
            name="slope_of_the_value",
            ja="値そのものを入力とみなして傾きを求める",
            line="da = dh_new * (1 - self.h_new**2)  # tanh's slope, from its value",
            wrong="da = dh_new * (1 - np.tanh(self.h_new) ** 2)",
            why=Text(
                "h_new has been through tanh already: the slope is 1 - h_new^2.",
                "h_new はすでに tanh を通っている。傾きは 1 - h_new^2 である。",
            ),
        ),
        Mistake(
            name="new_state_for_old",
            ja="古い状態の代わりに新しい状態を使う",
            line='self.grads["U"] = self.h.T @ da',
            wrong='self.grads["U"] = self.h_new.T @ da',
            why=Text(
                "U multiplied h, the state before; h_new came out of the step.",
                "U が掛かったのは直前の状態 h であり、h_new はこのステップの出力である。",
            ),
        ),
        Mistake(
            name="recurrent_weight_not_transposed",
            ja="再帰の重みを転置しない",
            line='dh = da @ self.params["U"].T',
            wrong='dh = da @ self.params["U"]',
            why=shared.U_NOT_TRANSPOSED,
        ),
        Mistake(
            name="bias_gradient_averaged",
            ja="バイアスの勾配を平均する",
            line='self.grads["b"] = da.sum(axis=0)',
            wrong='self.grads["b"] = da.mean(axis=0)',
            why=Text(
                "b is added to every example, so db is the sum; the loss has divided by the batch "
                "already.",
                "b は全データに足されるので db は和である。"
                "バッチサイズによる割り算は損失の中で済んでいる。",
            ),
        ),
    ),
)
