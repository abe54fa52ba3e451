"""The LSTM with peepholes."""

from __future__ import annotations

from typing import Any

from parity.concepts.recurrent import _shared as shared
from parity.concepts.recurrent._cases import ALL, sequence_case
from parity.concepts.recurrent._sources import GERS, GREFF
from parity.describing.concept import Case, Concept, Default, Mistake, Text, Weight
from parity.describing.derivation import Step
from parity.describing.draw import normal
from parity.describing.identity import Identity, evaluated


def _case(name: str, sizes: tuple[int, int, int, int], **more: Any) -> Case:
    p = normal(3, sizes[3], scale=0.5)
    return sequence_case(name, sizes, gates=4, states=("h", "c"), more={"p": p}, **more)


LSTMPeephole = Concept(
    kind="layer",
    name="lstm_peephole",
    order=5,
    syllabus=("3-5-2",),
    needs=("lstm",),
    title=Text("LSTM with peepholes", "覗き穴(peephole)結合付きの LSTM"),
    summary=Text(
        "An LSTM whose gates also see the cell, each unit's gates the cell of that unit.",
        "ゲートがセルの値も見る LSTM。各ユニットのゲートは、そのユニットのセルだけを見る。",
    ),
    why=Text(
        "The gates of an LSTM see h, which is the cell as far as the output gate lets it through: "
        "with that gate shut they decide without knowing what is in the cell. A peephole hands "
        "them the cell itself. It was made for tasks in which a length of time must be measured, "
        "as the cell can count; for most others it changes little, and neither PyTorch nor Keras "
        "has it.",
        "LSTM のゲートが見る h は、出力ゲートを通った分のセルの値にすぎない。出力ゲートが"
        "閉じていると、ゲートはセルの中身を知らずに開閉を決めることになる。覗き穴結合は、"
        "セルの値をゲートに直接渡す。セルで時間の長さを数える課題のために考えられた。"
        "多くの課題では大きな差がなく、PyTorch にも Keras にもない。",
    ),
    equation="i, f = sigmoid(a_i + p_i c_(t-1), a_f + p_f c_(t-1)); c_t = f c_(t-1) + i tanh(a_g); "
    "o = sigmoid(a_o + p_o c_t); y_t = h_t = o tanh(c_t); a = x_t W + h_(t-1) U + b",
    formula=(
        r"i_t = s(a_i + p_i \odot c_{t-1}), \quad f_t = s(a_f + p_f \odot c_{t-1}), \quad g_t = "
        r"\tanh(a_g)",
        r"c_t = f_t \odot c_{t-1} + i_t \odot g_t, \quad o_t = s(a_o + p_o \odot c_t), \quad h_t = "
        r"o_t \odot \tanh(c_t)",
        r"\frac{\partial L}{\partial p_i} = \sum_t \sum_n e_i \odot c_{t-1}, \quad "
        r"\frac{\partial L}{\partial p_f} = \sum_t \sum_n e_f \odot c_{t-1}, \quad "
        r"\frac{\partial L}{\partial p_o} = \sum_t \sum_n e_o \odot c_t",
    ),
    derivation=(
        Step(
            heading=Text(
                "The new cell goes three ways: to the next step, to h, and to the output gate",
                "新しいセルは、次の時刻・h・出力ゲートの3か所に使われる",
            ),
            text=Text(
                "e_o is the gradient of the output gate's sum. It comes first, as it adds a third "
                "term to that of the cell; γ arrives from the next step.",
                "出力ゲートの和の勾配 e_o を先に求める。セルの勾配に第3の項が加わるからである。"
                "次の時刻から届く勾配を γ とする。",
            ),
            equation=(
                r"e_o = \frac{\partial L}{\partial h_t} \odot \tanh(c_t) \odot o_t (1 - o_t)"
                "\n"
                r"\frac{\partial L}{\partial c_t} = \gamma + \frac{\partial L}{\partial h_t} \odot "
                r"o_t \odot (1 - \tanh(c_t)^2) + e_o \odot p_o"
            ),
        ),
        Step(
            heading=Text(
                "The old cell goes three ways too",
                "前のセルも3か所に使われる",
            ),
            text=Text(
                "By the forget gate as ever, and now into the sums of the input and the forget "
                "gate, times p.",
                "従来どおり忘却ゲートを通るほか、入力ゲートと忘却ゲートの和にも p を掛けて入る。",
            ),
            equation=(
                r"e_i = \frac{\partial L}{\partial c_t} \odot g_t \odot i_t (1 - i_t), \quad e_f = "
                r"\frac{\partial L}{\partial c_t} \odot c_{t-1} \odot f_t (1 - f_t)"
                "\n"
                r"\frac{\partial L}{\partial c_{t-1}} = \frac{\partial L}{\partial c_t} \odot f_t "
                r"+ e_i \odot p_i + e_f \odot p_f"
            ),
            check=Text(
                "With p = 0 this is the LSTM: the identity below.",
                "p = 0 とすれば LSTM に一致する(下の恒等式)。",
            ),
        ),
        Step(
            heading=Text(
                "p is shared by all steps and examples, so its gradient sums over both",
                "p は全時刻・全データで共有されるので、その両方について和を取る",
            ),
            text=Text(
                "p is multiplied element by element and no matrix, so its gradient is a product of "
                "the same kind. The output gate saw the new cell, the others the old one.",
                "p は行列ではなく要素ごとの積なので、勾配も要素ごとの積になる。"
                "出力ゲートが見るのは新しいセル、ほかの2つが見るのは前のセルである。",
            ),
            equation=(
                r"\frac{\partial L}{\partial p_i} = \sum_t \sum_n e_i \odot c_{t-1}, \quad "
                r"\frac{\partial L}{\partial p_o} = \sum_t \sum_n e_o \odot c_t"
            ),
            check=Text(
                "All gradients agree with finite differences and with both autograds.",
                "どの勾配も、数値微分と2つの自動微分に一致する。",
            ),
        ),
    ),
    shapes={
        "x": "(N, T, n_in)",
        "h0, c0, h, c": "(N, n_hidden)",
        "lengths": "(N,)",
        "W": "(n_in, 4 n_hidden)",
        "U": "(n_hidden, 4 n_hidden)",
        "b": "(4 n_hidden,)",
        "p": "(3, n_hidden)",
        "y": "(N, T, n_hidden)",
    },
    sources=(
        "Gers and Schmidhuber (2000), Recurrent nets that time and count, IJCNN, section 3",
        GERS,
        GREFF,
    ),
    weights={
        "W": Weight("W", "cell.W", torch_layout="out_in"),
        "U": Weight("U", "cell.U", torch_layout="out_in"),
        "b": Weight("b", "cell.bias"),
        "p": Weight("p", "cell.p"),
    },
    cases=(
        _case("all_steps", (2, 3, 4, 5), differences=(*ALL, "dc0", "dp")),
        _case("no_first_state", (4, 3, 2, 5), given=False),
        _case("no_bias", (2, 5, 4, 6), bias=False),
        _case("lengths", (4, 5, 2, 6), lengths=(5, 2, 1, 4)),
        _case("lengths_no_bias", (2, 4, 3, 5), lengths=(1, 3), bias=False, given=False),
        _case("one_step", (4, 1, 2, 5)),
        _case("one_example", (1, 4, 2, 5)),
        _case("one_unit", (3, 4, 2, 1)),
        _case("saturated_gates", (2, 3, 4, 5), scale=1.5),
        _case("thirty_steps", (1, 30, 2, 4)),
    ),
    defaults=(
        Default("use_bias", True),
        Default("forget_bias", 1.0),
        Default("initializer", None),
    ),
    also_called=("peephole_lstm", "lstm_with_peepholes"),
    identities=(
        Identity(
            sibling="lstm",
            text=Text(
                "With p = 0 it is the LSTM.",
                "p を 0 にすると LSTM と同じになる。",
            ),
            case=sequence_case(
                "without_peepholes",
                (2, 3, 4, 5),
                gates=4,
                states=("h", "c"),
            ),
            left=evaluated("lstm_peephole"),
            right=evaluated("lstm"),
            only_left=("dp",),
        ),
    ),
    mistakes=(
        Mistake(
            name="output_gate_sees_the_old_cell",
            ja="出力ゲートが前のセルを見る",
            line="o = sigmoid(a_o + p_o * c_new)  # the output gate sees the new cell",
            wrong="o = sigmoid(a_o + p_o * c)",
            why=Text(
                "The output gate decides what is shown of c_t, so it sees c_t, which is known by "
                "then.",
                "出力ゲートは c_t のどれだけを見せるかを決めるので、"
                "その時点で求まっている c_t を見る。",
            ),
        ),
        Mistake(
            name="way_through_the_output_gate_forgotten",
            ja="出力ゲートを通る経路を忘れる",
            line="dc_new = dc_new + da_o * p_o  # the new cell also opened the output gate",
            wrong="dc_new = dc_new + 0 * da_o",
            why=Text(
                "c_t opened the output gate too, so it gets a third gradient through p_o.",
                "c_t は出力ゲートの開閉にも関わるので、p_o を通して第3の勾配が加わる。",
            ),
        ),
        Mistake(
            name="ways_through_the_gates_forgotten",
            ja="ゲートを通る経路を忘れる",
            line="dc_before = dc_new * f + da_i * p_i + da_f * p_f",
            wrong="dc_before = dc_new * f",
            why=Text(
                "c_(t-1) stands in the sums of two gates as well, not only behind f.",
                "c_(t-1) は f を掛けられるだけでなく、2つのゲートの和にも入っている。",
            ),
        ),
        Mistake(
            name="peepholes_gradient_not_summed_over_time",
            ja="のぞき穴の勾配を時間で足さない",
            line="dp += [(da_i * c_before).sum(0), (da_f * c_before).sum(0), (da_o * c_new)"
            ".sum(0)]",
            wrong="dp = np.array([(da_i * c_before).sum(0), (da_f * c_before).sum(0), (da_o * "
            "c_new).sum(0)])",
            why=Text(
                "All steps share p, so its gradient is the sum of what every step gives.",
                "p は全時刻で共有されるので、勾配は各時刻の寄与の和である。",
            ),
        ),
        Mistake(
            name="state_not_carried",
            ja="状態を引き継がない",
            line="h = np.where(within, h_new, h)  # a padded step keeps the state",
            wrong="h = np.zeros_like(h_new)",
            why=shared.STATE_NOT_CARRIED,
        ),
        Mistake(
            name="padded_step_changes_the_cell",
            ja="パディングの時刻でセルが変わる",
            line="c = np.where(within, c_new, c)",
            wrong="c = c_new",
            why=shared.PADDED_STEP_CHANGES_THE_STATE,
        ),
        Mistake(
            name="state_gradient_dropped",
            ja="状態の勾配を捨てる",
            line="dh_new = np.where(within, dy[:, t] + dh, 0)",
            wrong="dh_new = np.where(within, dy[:, t], 0)",
            why=shared.STATE_GRADIENT_DROPPED,
        ),
    ),
)
