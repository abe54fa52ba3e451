"""The LSTM layer."""

from __future__ import annotations

import numpy as np

from parity.concepts.recurrent import _shared as shared
from parity.concepts.recurrent._cases import ALL, sequence_case
from parity.concepts.recurrent._lstm_derivation import THROUGH_TIME
from parity.concepts.recurrent._sources import GERS, GREFF, HOCHREITER, JOZEFOWICZ
from parity.describing.concept import Case, Concept, Default, Divergence, Mistake, Text, Weight
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _case(name: str, sizes: tuple[int, int, int, int], **more: object) -> Case:
    return sequence_case(name, sizes, gates=4, states=("h", "c"), **more)  # type: ignore[arg-type]


def _by_cells(of: Implementations, a: Arrays) -> Arrays:
    """Return what cells give that are called step by step, with the gradients of all of them."""
    cells = [of("lstm_cell")(4, 5) for _ in range(3)]
    h, c, ys = a["h0"], a["c0"], []
    for t, cell in enumerate(cells):
        cell.params.update({name: a[name] for name in cell.params})
        h, c = cell.forward(a["x"][:, t], h, c)
        ys.append(h)
    dh, dc, dx = a["dh"], a["dc"], np.empty_like(a["x"])
    for t in reversed(range(3)):
        dx[:, t], dh, dc = cells[t].backward(a["dy"][:, t] + dh, dc)
    sums = {f"d{name}": sum(cell.grads[name] for cell in cells) for name in "WUb"}
    return {"y": np.stack(ys, axis=1), "h": h, "c": c, "dx": dx, "dh0": dh, "dc0": dc, **sums}


LSTM = Concept(
    kind="layer",
    name="lstm",
    order=4,
    syllabus=("3-5-2",),
    needs=("simple_rnn", "lstm_cell"),
    title=Text("LSTM", "LSTM"),
    summary=Text(
        "Reads a sequence with a cell that keeps what it has seen by addition, and three gates "
        "that say what it takes in, keeps and shows.",
        "足し算で記憶を保つセルと、何を取り込み、残し、見せるかを決める3つのゲートで系列を読む。",
    ),
    why=Text(
        "A simple recurrent layer learns what lies a few steps back, and hardly more: its gradient "
        "is multiplied by U and by tanh's slope at every step, and vanishes. In an LSTM a second "
        "state, the cell c, goes through time by a multiplication with the forget gate and an "
        "addition alone. While the gate is open, the gradient comes back along it almost as it "
        "is, so dependencies over hundreds of steps can be learned. Without truncation the price "
        "is four times the weights and that all steps are kept for the way back.",
        "単純な RNN が学習できるのは、数ステップ前までの依存関係がせいぜいである。勾配は"
        "1ステップごとに U と tanh の傾きを掛けられて消えていく。LSTM にはもう1つの状態、"
        "セル c があり、忘却ゲートを掛けて足すだけで次の時刻へ渡る。ゲートが開いている間、"
        "勾配はそこを通ってほぼそのまま戻るので、数百ステップに及ぶ依存関係も学習できる。"
        "その代わり重みは4倍になり、打ち切らない限り全時刻の値を逆伝播まで保存しておく。",
    ),
    equation="a = x_t W + h_(t-1) U + b; i, f, o = sigmoid(a_i, a_f, a_o), g = tanh(a_g); "
    "c_t = f c_(t-1) + i g; y_t = h_t = o tanh(c_t)",
    formula=(
        r"a_t = x_t W + h_{t-1} U + b",
        r"(i_t, f_t, o_t, g_t) = (s(a_i), s(a_f), s(a_o), \tanh(a_g))",
        r"c_t = f_t \odot c_{t-1} + i_t \odot g_t, \quad y_t = h_t = o_t \odot \tanh(c_t)",
        r"\frac{\partial L}{\partial h_t} = \frac{\partial L}{\partial y_t} + \frac{\partial L}"
        r"{\partial a_{t+1}} U^\top",
        r"\frac{\partial L}{\partial c_t} = \frac{\partial L}{\partial c_{t+1}} \odot f_{t+1} + "
        r"\frac{\partial L}{\partial h_t} \odot o_t \odot (1 - \tanh(c_t)^2)",
        r"\frac{\partial L}{\partial W} = \sum_t x_t^\top \frac{\partial L}{\partial a_t}, \quad "
        r"\frac{\partial L}{\partial U} = \sum_t h_{t-1}^\top \frac{\partial L}{\partial a_t}",
    ),
    derivation=THROUGH_TIME,
    shapes={
        "x": "(N, T, n_in)",
        "h0, c0, h, c": "(N, n_hidden)",
        "lengths": "(N,)",
        "W": "(n_in, 4 n_hidden)",
        "U": "(n_hidden, 4 n_hidden)",
        "b": "(4 n_hidden,)",
        "y": "(N, T, n_hidden)",
    },
    sources=(HOCHREITER, GERS, GREFF, JOZEFOWICZ),
    weights={
        "W": Weight("weight_ih_l0", "cell.kernel", "i_f_g_o_rows", "i_f_g_o"),
        "U": Weight("weight_hh_l0", "cell.recurrent_kernel", "i_f_g_o_rows", "i_f_g_o"),
        "b": Weight("bias_ih_l0", "cell.bias", "i_f_g_o", "i_f_g_o"),
    },
    fast="recurrent.fast_lstm.FastLSTM",
    cases=(
        _case("all_steps", (3, 4, 5, 6), differences=(*ALL, "dc0")),
        _case("no_first_state", (4, 3, 2, 5), given=False),
        _case("no_bias", (2, 5, 3, 4), bias=False),
        _case("lengths", (4, 5, 3, 6), lengths=(5, 2, 1, 4)),
        _case("lengths_none_full", (3, 5, 4, 2), lengths=(2, 4, 1), given=False),
        _case("lengths_no_bias", (3, 4, 2, 5), lengths=(4, 1, 3), bias=False),
        _case("truncated", (2, 5, 4, 3), truncate=2),
        _case("truncated_evenly", (2, 6, 3, 4), truncate=3),
        _case("truncated_lengths", (4, 6, 3, 5), truncate=2, lengths=(6, 2, 1, 3)),
        _case("stateful", (2, 3, 4, 5), given=False, stateful=True, repeat=3),
        _case(
            "stateful_lengths",
            (3, 4, 2, 5),
            given=False,
            stateful=True,
            lengths=(4, 2, 1),
            repeat=2,
        ),
        _case("saturated_gates", (2, 4, 3, 5), scale=1.5),
        _case("one_step", (4, 1, 3, 5)),
        _case("one_example", (1, 4, 3, 5)),
        _case("one_unit", (3, 4, 2, 1)),
        _case("one_input", (3, 5, 1, 4)),
        _case("forty_steps", (1, 40, 2, 3)),
    ),
    defaults=(
        Default("use_bias", True, keras=("keras.layers.LSTM", "use_bias", True)),
        Default("forget_bias", 1.0, keras=("keras.layers.LSTM", "unit_forget_bias", True)),
        Default("stateful", False, keras=("keras.layers.LSTM", "stateful", False)),
        Default("truncate", None),
        Default(
            "initializer",
            None,
            keras=("keras.layers.LSTM", "kernel_initializer", "glorot_uniform"),
        ),
    ),
    divergences=(
        Divergence(
            name="gate_order",
            ja="ゲートの並び順",
            summary=shared.GATE_ORDER,
            reconciled=shared.REORDERED,
            source=shared.GATE_ORDER_SOURCE,
            case="all_steps",
            native={
                "numpy": {},
                "torch": {
                    "callable": "torch_impl.recurrent.lstm._GatesAsTheyAre",
                    "n_in": 5,
                    "n_hidden": 6,
                },
            },
            quantity="y",
        ),
        Divergence(
            name="two_biases",
            ja="2 つのバイアス",
            summary=shared.TWO_BIASES,
            reconciled=shared.ONE_BIAS,
            source="torch.nn.LSTM: i_t = sigmoid(W_ii x_t + b_ii + W_hi h_(t-1) + b_hi)",
            case="all_steps",
            native={
                "numpy": {},
                "torch": {
                    "callable": "torch_impl.recurrent.lstm._BothBiases",
                    "n_in": 5,
                    "n_hidden": 6,
                },
            },
            quantity="y",
        ),
        shared.FORGET_BIAS,
        shared.OUTPUT_OF_PADDED_STEPS,
    ),
    conventions=shared.ORDERS,
    siblings=("lstm_cell",),
    also_called=("time_lstm", "lstm_layer", "lstm_forward"),
    identities=(
        Identity(
            sibling="lstm_cell",
            text=Text(
                "It is the LSTM cell, called step by step; the gradients of the weights are the "
                "sums of the cells'.",
                "LSTM セルを1ステップずつ呼び出したものであり、"
                "重みの勾配は各セルの勾配の和である。",
            ),
            case=_case("a_cell_a_step", (2, 3, 4, 5)),
            left=evaluated("lstm"),
            right=_by_cells,
        ),
    ),
    mistakes=(
        Mistake(
            name="state_not_carried",
            ja="状態を引き継がない",
            line="h = np.where(within, h_new, h)  # a padded step keeps the state",
            wrong="h = np.zeros_like(h_new)",
            why=shared.STATE_NOT_CARRIED,
        ),
        Mistake(
            name="cell_not_carried",
            ja="セルを引き継がない",
            line="c = np.where(within, c_new, c)",
            wrong="c = np.zeros_like(c_new)",
            why=Text(
                "The cell is the long memory: each step adds to what the step before left in it.",
                "セルは長期の記憶である。各時刻は、直前の時刻が残した値に足していく。",
            ),
        ),
        Mistake(
            name="padded_step_changes_the_state",
            ja="パディングの時刻で状態が変わる",
            line="h = np.where(within, h_new, h)  # a padded step keeps the state",
            wrong="h = h_new",
            why=shared.PADDED_STEP_CHANGES_THE_STATE,
        ),
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
            line="dc_new = np.where(within, dc, 0) + dh_new * o * (1 - tanh_c**2)",
            wrong="dc_new = np.where(within, dc, 0) + dh_new * o",
            why=shared.TANH_OF_C_FORGOTTEN_BACKWARD,
        ),
        Mistake(
            name="cell_gradient_dropped",
            ja="セルの勾配を捨てる",
            line="dc_new = np.where(within, dc, 0) + dh_new * o * (1 - tanh_c**2)",
            wrong="dc_new = dh_new * o * (1 - tanh_c**2)",
            why=shared.CELL_GRADIENT_DROPPED,
        ),
        Mistake(
            name="state_gradient_dropped",
            ja="状態の勾配を捨てる",
            line="dh_new = np.where(within, dy[:, t] + dh, 0)",
            wrong="dh_new = np.where(within, dy[:, t], 0)",
            why=shared.STATE_GRADIENT_DROPPED,
        ),
        Mistake(
            name="sum_over_time_forgotten",
            ja="時間について足さない",
            line="dU += h_before.T @ da",
            wrong="dU = h_before.T @ da",
            why=shared.SUM_OVER_TIME_FORGOTTEN_OF_U,
        ),
        Mistake(
            name="forget_gate_forgotten_on_the_way_back",
            ja="逆伝播で忘却ゲートを忘れる",
            line="dc = np.where(within, dc_new * f, dc)  # the constant error carousel: times f "
            "alone",
            wrong="dc = np.where(within, dc_new, dc)",
            why=Text(
                "Forward the cell was multiplied by f, so on the way back its gradient is too.",
                "順伝播でセルに f を掛けたので、逆伝播の勾配にも f が掛かる。",
            ),
        ),
        Mistake(
            name="gradient_lost_in_padding",
            ja="パディングで勾配が消える",
            line="dh = np.where(within, da @ U.T, dh)  # through a padded step as it is",
            wrong="dh = da @ U.T",
            why=shared.GRADIENT_LOST_IN_PADDING,
        ),
        Mistake(
            name="cell_not_cut",
            ja="セルの勾配を打ち切らない",
            line="dh, dc = np.zeros_like(dh), np.zeros_like(dc)",
            wrong="dh = np.zeros_like(dh)",
            why=Text(
                "The state is both, h and c: cut at one alone, the gradient goes on along the "
                "other.",
                "状態は h と c の両方である。"
                "一方だけを切っても、勾配はもう一方に沿って流れ続ける。",
            ),
        ),
        Mistake(
            name="half_forgotten",
            ja="1/2 を忘れる",
            line="halved = np.repeat(np.array([0.5, 0.5, 0.5, 1], dtype=dtype), H)",
            wrong="halved = np.ones(4 * H, dtype=dtype)",
            why=Text(
                "sigmoid(a) = (1 + tanh(a / 2)) / 2: the half belongs inside tanh as well.",
                "sigmoid(a) = (1 + tanh(a / 2)) / 2 であり、tanh の中にも 1/2 が必要である。",
            ),
            form="fast",
        ),
        Mistake(
            name="slope_of_the_candidate_by_sigmoid",
            ja="候補の傾きにシグモイドの微分を使う",
            line="np.subtract(1, da[:, 3 * H :], out=da[:, 3 * H :])  # tanh's",
            wrong="np.subtract(g, da[:, 3 * H :], out=da[:, 3 * H :])",
            why=Text(
                "The candidate went through tanh, whose slope is 1 - g^2; g (1 - g) is that of a "
                "sigmoid.",
                "候補は tanh を通ったので、傾きは 1 - g^2 である。g (1 - g) はシグモイドの傾きで"
                "ある。",
            ),
            form="fast",
        ),
    ),
)
