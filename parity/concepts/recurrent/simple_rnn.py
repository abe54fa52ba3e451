"""The simple recurrent layer."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.concepts.recurrent import _shared as shared
from parity.concepts.recurrent._cases import ALL, sequence_case
from parity.concepts.recurrent._simple_rnn_derivation import DERIVATION
from parity.concepts.recurrent._simple_rnn_mistakes import MISTAKES
from parity.concepts.recurrent._sources import ELMAN, WERBOS
from parity.describing.concept import (
    Case,
    Concept,
    Default,
    Divergence,
    Text,
    Weight,
)
from parity.describing.draw import normal, values
from parity.describing.identity import Arrays, Identity, Implementations, evaluated

RELU: dict[str, Any] = {
    "inputs": {"x": normal(3, 4, 5, scale=0.5)},
    "more": {
        "W": normal(5, 6, scale=0.25),
        "U": normal(6, 6, scale=0.0625),
        "b": values(np.array([3.0, -3.0, 2.5, -2.5, 3.5, 2.0])),
    },
}
"""Units that stay on their side of ReLU's kink, most of them where it lets the gradient pass."""


def _two_calls(of: Implementations, a: Arrays) -> Arrays:
    """Return what two calls give, the second one beginning where the first one ended."""
    layer = of("simple_rnn")(4, 5, stateful=True)
    layer.params.update({name: a[name] for name in layer.params})
    first, _ = layer.forward(a["x"][:, :3], a["h0"])
    second, h = layer.forward(a["x"][:, 3:])
    return {"y": np.concatenate([first, second], axis=1), "h": h}


def _one_call(of: Implementations, a: Arrays) -> Arrays:
    layer = of("simple_rnn")(4, 5)
    layer.params.update({name: a[name] for name in layer.params})
    y, h = layer.forward(a["x"], a["h0"])
    return {"y": y, "h": h}


def _by_cells(of: Implementations, a: Arrays) -> Arrays:
    """Return what cells give that are called step by step, with the gradients of all of them."""
    cells = [of("rnn_cell")(4, 5) for _ in range(3)]
    h, ys = a["h0"], []
    for t, cell in enumerate(cells):
        cell.params.update({name: a[name] for name in cell.params})
        h = cell.forward(a["x"][:, t], h)
        ys.append(h)
    dh, dx = a["dh"], np.empty_like(a["x"])
    for t in reversed(range(3)):
        dx[:, t], dh = cells[t].backward(a["dy"][:, t] + dh)
    shared_by_all = {f"d{name}": sum(cell.grads[name] for cell in cells) for name in "WUb"}
    return {"y": np.stack(ys, axis=1), "h": h, "dx": dx, "dh0": dh, **shared_by_all}


SimpleRNN = Concept(
    kind="layer",
    name="simple_rnn",
    order=2,
    syllabus=("3-5-1",),
    needs=("rnn_cell",),
    title=Text("Simple RNN", "単純な RNN(SimpleRNN)"),
    summary=Text(
        "Reads a sequence step by step. The state of each step is computed from the input and the "
        "state before, with the same weights at every step.",
        "系列を1ステップずつ読む。各時刻の状態を、その時刻の入力と直前の状態から、"
        "すべての時刻に共通の重みで計算する。",
    ),
    why=Text(
        "A dense layer takes an input of a fixed length and does not know what came before. A "
        "recurrent layer reads a sequence of any length and carries a state along, in which it can "
        "keep what it has seen; as the weights are the same at every step, what it learns at one "
        "place holds at all of them. The price is the way back: the gradient is multiplied by U at "
        "every step, and over many steps it vanishes or explodes. Gated cells mend that.",
        "全結合層は決まった長さの入力しか受け取れず、それまでに何が来たかを知らない。"
        "再帰型の層は任意の長さの系列を読み、見たものを状態に残しながら進む。重みが全時刻で"
        "共通なので、ある位置で学んだことはどの位置でも通用する。代償は逆伝播にある。"
        "勾配は1ステップさかのぼるごとに U を掛けられ、長い系列では消えるか発散する。"
        "それを改めたのがゲート付きのセルである。",
    ),
    equation="h_t = f(x_t W + h_(t-1) U + b), y_t = h_t, f = tanh or ReLU",
    formula=(
        r"a_t = x_t W + h_{t-1} U + b, \quad y_t = h_t = f(a_t)",
        r"g_t = \frac{\partial L}{\partial y_t} + e_{t+1} U^\top, \quad e_t = g_t \odot f'(a_t)",
        r"\frac{\partial L}{\partial W} = \sum_t x_t^\top e_t, \quad \frac{\partial L}{\partial U} "
        r"= \sum_t h_{t-1}^\top e_t, \quad \frac{\partial L}{\partial b} = \sum_t \sum_n e_{t,n}",
        r"\frac{\partial L}{\partial x_t} = e_t W^\top, \quad \frac{\partial L}{\partial h_0} = "
        r"e_1 U^\top",
    ),
    derivation=DERIVATION,
    shapes={
        "x": "(N, T, n_in)",
        "h0, h": "(N, n_hidden)",
        "lengths": "(N,)",
        "W": "(n_in, n_hidden)",
        "U": "(n_hidden, n_hidden)",
        "b": "(n_hidden,)",
        "y": "(N, T, n_hidden)",
    },
    sources=(
        ELMAN,
        WERBOS,
        "Pascanu, Mikolov and Bengio (2013), On the difficulty of training recurrent neural "
        "networks, ICML, section 2.1",
        "Williams and Peng (1990), An efficient gradient-based algorithm for on-line training of "
        "recurrent network trajectories, Neural Computation 2",
    ),
    weights={
        "W": Weight("weight_ih_l0", "cell.kernel", torch_layout="out_in"),
        "U": Weight("weight_hh_l0", "cell.recurrent_kernel", torch_layout="out_in"),
        "b": Weight("bias_ih_l0", "cell.bias"),
    },
    fast="recurrent.fast_simple_rnn.FastSimpleRNN",
    cases=(
        sequence_case("all_steps", (3, 4, 5, 6), differences=ALL),
        sequence_case("no_first_state", (4, 3, 2, 5), given=False),
        sequence_case("relu", (3, 4, 5, 6), activation="relu", **RELU),
        sequence_case("no_bias", (2, 5, 3, 4), bias=False),
        sequence_case("lengths", (4, 5, 3, 6), lengths=(5, 2, 1, 4)),
        sequence_case("lengths_none_full", (3, 5, 4, 2), lengths=(2, 4, 1), given=False),
        sequence_case("lengths_relu", (3, 4, 5, 6), lengths=(2, 4, 3), activation="relu", **RELU),
        sequence_case("lengths_no_bias", (3, 4, 2, 5), lengths=(4, 1, 3), bias=False),
        sequence_case("truncated", (2, 5, 4, 3), truncate=2),
        sequence_case("truncated_evenly", (2, 6, 3, 4), truncate=3),
        sequence_case("truncated_each_step", (3, 4, 2, 5), truncate=1),
        sequence_case("truncated_beyond_the_end", (2, 3, 5, 4), truncate=9),
        sequence_case("truncated_lengths", (4, 6, 3, 5), truncate=2, lengths=(6, 2, 1, 3)),
        sequence_case("truncated_relu", (3, 4, 5, 6), truncate=2, activation="relu", **RELU),
        sequence_case("stateful", (2, 3, 4, 5), given=False, stateful=True, repeat=3),
        sequence_case(
            "stateful_lengths",
            (3, 4, 2, 5),
            given=False,
            stateful=True,
            lengths=(4, 2, 1),
            repeat=2,
        ),
        sequence_case(
            "stateful_truncated", (2, 5, 3, 4), given=False, stateful=True, truncate=2, repeat=2
        ),
        sequence_case("one_step", (4, 1, 3, 5)),
        sequence_case("one_example", (1, 4, 3, 5)),
        sequence_case("one_unit", (3, 4, 2, 1)),
        sequence_case("one_input", (3, 5, 1, 4)),
        sequence_case("forty_steps", (1, 40, 2, 3), scale=0.375),
    ),
    defaults=(
        Default(
            "activation",
            "tanh",
            torch=("torch.nn.RNNCell", "nonlinearity", "tanh"),
            keras=("keras.layers.SimpleRNN", "activation", "tanh"),
        ),
        Default(
            "use_bias",
            True,
            torch=("torch.nn.RNNCell", "bias", True),
            keras=("keras.layers.SimpleRNN", "use_bias", True),
        ),
        Default("stateful", False),
        Default("truncate", None),
        Default(
            "initializer",
            None,
            keras=("keras.layers.SimpleRNN", "kernel_initializer", "glorot_uniform"),
        ),
    ),
    divergences=(
        Divergence(
            name="two_biases",
            ja="2 つのバイアス",
            summary=shared.TWO_BIASES,
            reconciled=shared.ONE_BIAS,
            source="torch.nn.RNN: h_t = tanh(x_t W_ih^T + b_ih + h_(t-1) W_hh^T + b_hh)",
            case="all_steps",
            native={
                "numpy": {},
                "torch": {
                    "callable": "torch_impl.recurrent.simple_rnn._BothBiases",
                    "n_in": 5,
                    "n_hidden": 6,
                },
            },
            quantity="y",
        ),
        shared.OUTPUT_OF_PADDED_STEPS,
    ),
    siblings=("rnn_cell",),
    also_called=("rnn", "vanilla_rnn", "time_rnn", "elman_rnn", "rnn_forward", "rnn_layer"),
    identities=(
        Identity(
            sibling="rnn_cell",
            text=Text(
                "It is the cell, called step by step; the gradients of the weights are the sums "
                "of the cells'.",
                "セルを1ステップずつ呼び出したものであり、重みの勾配は各セルの勾配の和である。",
            ),
            case=sequence_case("a_cell_a_step", (2, 3, 4, 5)),
            left=evaluated("simple_rnn"),
            right=_by_cells,
        ),
        Identity(
            sibling="simple_rnn",
            text=Text(
                "Stateful, two calls give what one call on the whole sequence gives.",
                "stateful なら、2回に分けて呼び出しても、系列全体を1回で読むのと同じ結果になる。",
            ),
            case=Case(
                "two_calls",
                inputs={"x": normal(2, 7, 4), "h0": normal(2, 5)},
                params={
                    "W": normal(4, 5, scale=0.5),
                    "U": normal(5, 5, scale=0.5),
                    "b": normal(5),
                },
                upstream=normal(2, 7, 5),
            ),
            left=_two_calls,
            right=_one_call,
        ),
    ),
    mistakes=MISTAKES,
)
