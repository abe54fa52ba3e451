"""One step of an LSTM."""

from __future__ import annotations

from typing import Any

from parity.concepts.recurrent import _shared as shared
from parity.concepts.recurrent._cases import step_case
from parity.concepts.recurrent._lstm_derivation import OF_ONE_STEP
from parity.concepts.recurrent._sources import GERS, HOCHREITER, JOZEFOWICZ
from parity.describing.concept import Concept, Default, Divergence, Mistake, Text, Weight
from parity.describing.identity import Arrays, Identity, Implementations

GATES: dict[str, Any] = {"gates": 4, "states": ("h", "c")}


def _forward(of: Implementations, a: Arrays) -> Arrays:
    """Return what the cell gives forward: the exam's function has no way back."""
    cell = of("lstm_cell")(4, 5)
    cell.params.update({name: a[name] for name in cell.params})
    h_new, c_new = cell.forward(a["x"], a["h"], a["c"])
    return {"h_new": h_new, "c_new": c_new}


def _taught(of: Implementations, a: Arrays) -> Arrays:
    c_new, h_new = of("lstm_taught")(a["x"], a["h"], a["c"], a["W"].T, a["U"].T, a["b"])
    return {"h_new": h_new, "c_new": c_new}


LSTMCell = Concept(
    kind="layer",
    name="lstm_cell",
    order=3,
    syllabus=("3-5-2",),
    needs=("rnn_cell", "sigmoid", "tanh"),
    title=Text("LSTM cell, one step", "LSTM セル(1ステップ)"),
    summary=Text(
        "One step of an LSTM, with its backward pass: three gates decide what the cell takes in, "
        "keeps and shows.",
        "LSTM の1ステップとその逆伝播。3つのゲートが、セルに何を取り込み、何を残し、"
        "何を見せるかを決める。",
    ),
    why=Text(
        "In a simple cell everything that it remembers goes through a matrix and tanh at every "
        "step, and so does the gradient on its way back. An LSTM keeps what it remembers apart, in "
        "a cell that is only multiplied by f and added to: a value can stay there for as long as "
        "the forget gate is open, and the gradient with it. The gates are small layers of their "
        "own, so that the network learns when to write, keep and read.",
        "単純なセルでは、記憶は1ステップごとに行列と tanh を通り、戻ってくる勾配も同じ道を通る。"
        "LSTM は記憶を別に持つ。セルに対して行うのは f を掛けることと足すことだけなので、"
        "忘却ゲートが開いている限り値はそこに残り、勾配も残る。ゲートはそれぞれが小さな層であり、"
        "いつ書き、いつ保ち、いつ読むかを学習で身に付ける。",
    ),
    equation="a = x W + h U + b; i, f, o = sigmoid(a_i, a_f, a_o), g = tanh(a_g); "
    "c_new = f c + i g; h_new = o tanh(c_new)",
    formula=(
        r"a = x W + h U + b, \quad s(a) = \frac{1}{1 + \exp({-a})}",
        r"(i, f, o, g) = (s(a_i), s(a_f), s(a_o), \tanh(a_g))",
        r"c_{\text{new}} = f \odot c + i \odot g, \quad h_{\text{new}} = o \odot "
        r"\tanh(c_{\text{new}})",
        r"\frac{\partial L}{\partial c} = \left( \frac{\partial L}{\partial c_{\text{new}}} + "
        r"\frac{\partial L}{\partial h_{\text{new}}} \odot o \odot (1 - \tanh(c_{\text{new}})^2) "
        r"\right) \odot f",
        r"\frac{\partial L}{\partial x} = \frac{\partial L}{\partial a} W^\top, \quad "
        r"\frac{\partial L}{\partial h} = \frac{\partial L}{\partial a} U^\top",
    ),
    derivation=OF_ONE_STEP,
    shapes={
        "x": "(N, n_in)",
        "h, c, h_new, c_new": "(N, n_hidden)",
        "W": "(n_in, 4 n_hidden)",
        "U": "(n_hidden, 4 n_hidden)",
        "b": "(4 n_hidden,)",
    },
    sources=(HOCHREITER, GERS, JOZEFOWICZ),
    weights={
        "W": Weight("weight_ih", "kernel", "i_f_g_o_rows", "i_f_g_o"),
        "U": Weight("weight_hh", "recurrent_kernel", "i_f_g_o_rows", "i_f_g_o"),
        "b": Weight("bias_ih", "bias", "i_f_g_o", "i_f_g_o"),
    },
    cases=(
        step_case("batch", (3, 4, 5), **GATES),
        step_case("no_bias", (4, 5, 3), bias=False, **GATES),
        step_case("one_example", (1, 3, 4), **GATES),
        step_case("one_unit", (3, 2, 1), **GATES),
        step_case("one_input", (3, 1, 4), **GATES),
        step_case("saturated_gates", (2, 3, 4), scale=4.0, **GATES),
    ),
    defaults=(
        Default(
            "use_bias",
            True,
            torch=("torch.nn.LSTMCell", "bias", True),
            keras=("keras.layers.LSTMCell", "use_bias", True),
        ),
        Default(
            "forget_bias",
            1.0,
            keras=("keras.layers.LSTMCell", "unit_forget_bias", True),
        ),
        Default(
            "initializer",
            None,
            keras=("keras.layers.LSTMCell", "kernel_initializer", "glorot_uniform"),
        ),
    ),
    divergences=(
        Divergence(
            name="gate_order",
            ja="ゲートの並び順",
            summary=shared.GATE_ORDER,
            reconciled=shared.REORDERED,
            source=shared.GATE_ORDER_SOURCE,
            case="batch",
            native={
                "numpy": {},
                "torch": {
                    "callable": "torch_impl.recurrent.lstm_cell._GatesAsTheyAre",
                    "n_in": 4,
                    "n_hidden": 5,
                },
            },
            quantity="h_new",
        ),
        Divergence(
            name="two_biases",
            ja="2 つのバイアス",
            summary=shared.TWO_BIASES,
            reconciled=shared.ONE_BIAS,
            source="torch.nn.LSTMCell: i = sigmoid(W_ii x + b_ii + W_hi h + b_hi)",
            case="batch",
            native={
                "numpy": {},
                "torch": {
                    "callable": "torch_impl.recurrent.lstm_cell._BothBiases",
                    "n_in": 4,
                    "n_hidden": 5,
                },
            },
            quantity="c_new",
        ),
    ),
    conventions=shared.ORDERS,
    also_called=("lstm_step", "lstm_step_forward", "lstm_cell_forward"),
    siblings=("lstm_taught",),
    identities=(
        Identity(
            sibling="lstm_taught",
            text=Text(
                "It is the exam's function, whose weights are transposed and which gives c first.",
                "試験の関数と同じ計算である。試験の関数では重みが転置されており、c を先に返す。",
            ),
            case=step_case("as_the_exam_has_it", (3, 4, 5), **GATES),
            left=_forward,
            right=_taught,
        ),
    ),
    mistakes=(
        Mistake(
            name="gates_exchanged",
            ja="ゲートを取り違える",
            line="c_new = f * c + i * g",
            wrong="c_new = i * c + f * g",
            why=shared.GATES_EXCHANGED,
        ),
        Mistake(
            name="order_of_the_frameworks",
            ja="フレームワークの順に並べる",
            line='order = "ifog"  # in which the gates and the candidate g stand in W, U and b',
            wrong='order = "ifgo"',
            why=shared.ORDER_OF_THE_FRAMEWORKS,
        ),
        Mistake(
            name="order_of_the_book",
            ja="書籍の順に並べる",
            line='order = "ifog"  # in which the gates and the candidate g stand in W, U and b',
            wrong='order = "fgio"',
            why=shared.ORDER_OF_THE_BOOK,
        ),
        Mistake(
            name="candidate_by_sigmoid",
            ja="候補をシグモイドで求める",
            line='g = np.tanh(parts["g"])',
            wrong='g = sigmoid(parts["g"])',
            why=shared.CANDIDATE_BY_SIGMOID,
        ),
        Mistake(
            name="tanh_of_c_forgotten",
            ja="c の tanh を忘れる",
            line="tanh_c = np.tanh(c_new)",
            wrong="tanh_c = c_new",
            why=shared.TANH_OF_C_FORGOTTEN,
        ),
        Mistake(
            name="slope_of_tanh_forgotten",
            ja="tanh の傾きを忘れる",
            line="dc_all = dc_new + dh_new * o * (1 - tanh_c**2)  # c_new is also seen through "
            "h_new",
            wrong="dc_all = dc_new + dh_new * o",
            why=shared.TANH_OF_C_FORGOTTEN_BACKWARD,
        ),
        Mistake(
            name="cell_gradient_dropped",
            ja="セルの勾配を捨てる",
            line="dc_all = dc_new + dh_new * o * (1 - tanh_c**2)  # c_new is also seen through "
            "h_new",
            wrong="dc_all = dh_new * o * (1 - tanh_c**2)",
            why=shared.CELL_GRADIENT_DROPPED,
        ),
        Mistake(
            name="slope_of_the_gate_forgotten",
            ja="ゲートの傾きを忘れる",
            line="da_i, da_f, da_o = di * i * (1 - i), df * f * (1 - f), do * o * (1 - o)",
            wrong="da_i, da_f, da_o = di * i * (1 - i), df * f * (1 - f), do",
            why=shared.GATE_DERIVATIVE_FORGOTTEN,
        ),
        Mistake(
            name="gradients_in_another_order",
            ja="勾配の順序が違う",
            line="da = np.concatenate([da_parts[gate] for gate in self.order], axis=1)",
            wrong='da = np.concatenate([da_parts[gate] for gate in "ifgo"], axis=1)',
            why=Text(
                "The gradients must stand in the order in which the gates stood in a.",
                "勾配は、a の中のゲートと同じ順に並べなければならない。",
            ),
        ),
        Mistake(
            name="dropped_at_the_old_cell",
            ja="前のセルに掛ける分を落とす",
            line="dc = dc_all * f  # the constant error carousel: no matrix, no activation",
            wrong="dc = dc_all",
            why=Text(
                "The old cell came in times f, so its gradient goes out times f.",
                "前のセルには f が掛かっていたので、戻る勾配にも f が掛かる。",
            ),
        ),
        Mistake(
            name="new_cell_for_old",
            ja="古いセルの代わりに新しいセルを使う",
            line="df = dc_all * c",
            wrong="df = dc_all * (f * c + i * g)",
            why=shared.CELL_AFTER_FOR_CELL_BEFORE,
        ),
    ),
)
