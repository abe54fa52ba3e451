"""LSTM, one step (exam)."""

from __future__ import annotations

from parity.concepts.exam._lstm_taught_derivation import OF_THE_STEP
from parity.concepts.recurrent import _shared as shared
from parity.describing.concept import Case, Concept, Divergence, Mistake, Text
from parity.describing.draw import normal


def _lstm(name: str, lead: tuple[int, ...], X: int, H: int, scale: float = 1.0) -> Case:
    """Return a case for x (*lead, X), states (*lead, H) and weights of this standard deviation.

    Gates that are shut for good have no slope to compare.
    """
    shut = scale > 100
    return Case(
        name,
        inputs={
            "x": normal(*lead, X),
            "prev_h": normal(*lead, H, scale=0.5),
            "prev_c": normal(*lead, H),
            "W": normal(4 * H, X, scale=scale),
            "U": normal(4 * H, H, scale=scale),
            "b": normal(4 * H, scale=scale),
        },
        upstream=None if shut else {"c": normal(*lead, H), "h": normal(*lead, H)},
        options={"outputs": ("c", "h")},
    )


lstm_taught = Concept(
    kind="function",
    order=7,
    syllabus=("3-5-2",),
    needs=("dense", "sigmoid", "tanh"),
    title=Text("LSTM, one step (exam)", "LSTMの1ステップ(試験での定義)"),
    summary=Text(
        "One step of an LSTM with the exam's signature. The cell state c passes from step to step "
        "by multiplication and addition alone; three gates say what it takes in, keeps and shows.",
        "試験に出る LSTM の1ステップ。セルの状態 c は積と和だけで次の時刻へ渡り、"
        "3つのゲートが、何を取り込み、何を残し、何を出力するかを決める。",
    ),
    why=Text(
        "In a plain RNN the state is rewritten at every step, and a gradient that goes back over "
        "many steps is multiplied by the same matrix again and again until nothing is left. An "
        "LSTM keeps a second state c that is only multiplied by f and added to, so a value, and "
        "the gradient with it, survives for as long as the forget gate stays open. The exam asks "
        "for the lines of one step; the way back is the same step read from its end.",
        "単純な RNN では状態が毎ステップ書き換えられ、何ステップもさかのぼる勾配には同じ行列が"
        "繰り返し掛かるので、やがて消えてしまう。LSTM は、f を掛けることと足すことしかしない"
        "もう1つの状態 c を持つ。忘却ゲートが開いている限り、値も勾配もそこに残る。"
        "試験で問われるのは1ステップの各行であり、逆伝播はそれを終わりから読んだものである。",
    ),
    equation="a = x W^T + prev_h U^T + b; i, f, o = sigmoid(a_i, a_f, a_o), g = tanh(a_g); "
    "c = f prev_c + i g; h = o tanh(c)",
    formula=(
        r"a = x W^T + \text{prev_h}\, U^T + b, \quad s(a) = \frac{1}{1 + \exp({-a})}",
        r"(i, f, o, g) = (s(a_i), s(a_f), s(a_o), \tanh(a_g))",
        r"c = f \odot \text{prev_c} + i \odot g",
        r"h = o \odot \tanh(c)",
        r"\frac{\partial c}{\partial \text{prev_c}} = f",
        r"\frac{\partial L}{\partial \text{prev_c}} = \left( \frac{\partial L}{\partial c} + "
        r"\frac{\partial L}{\partial h} \odot o \odot (1 - \tanh(c)^2) \right) \odot f",
        r"\frac{\partial L}{\partial W} = \frac{\partial L}{\partial a}^\top x, \quad "
        r"\frac{\partial L}{\partial x} = \frac{\partial L}{\partial a} W",
    ),
    derivation=OF_THE_STEP,
    shapes={
        "x": "(N, X) or (X,)",
        "prev_h, prev_c": "(N, H) or (H,)",
        "W": "(4H, X)",
        "U": "(4H, H)",
        "b": "(4H,)",
        "c, h": "as prev_h",
    },
    sources=(
        "Hochreiter and Schmidhuber (1997), Long short-term memory, Neural Computation 9",
        "Gers, Schmidhuber and Cummins (2000), Learning to forget: continual prediction with LSTM, "
        "Neural Computation 12",
        "Claims C17 and C18: c adds both terms, keeps prev_c, and each gate is activated once",
    ),
    cases=(
        _lstm("batch", (3,), X=4, H=5),
        _lstm("one_example", (), X=3, H=4),
        _lstm("batch_of_one", (1,), X=5, H=2),
        _lstm("one_unit", (4,), X=3, H=1),
        _lstm("saturated_gates", (2,), X=4, H=3, scale=1000.0),
    ),
    divergences=(
        Divergence(
            name="gate_order",
            ja="ゲートの並び順",
            summary=Text(
                "The exam stacks the gates as i, f, o, g; PyTorch and Keras as i, f, g, o (Keras "
                "calls g c). With weights copied as they are, the output gate becomes the "
                "candidate, and no shape tells.",
                "ゲートの並びは、試験では i, f, o, g、PyTorch と Keras では i, f, g, o である"
                "(Keras では g を c と書く)。重みをそのまま写すと出力ゲートと入力の候補が"
                "入れ替わるが、形は同じなのでエラーにならない。",
            ),
            reconciled=Text(
                "Reorder the quarters of W, U and b; one of PyTorch's two biases stays 0.",
                "W, U, b を4等分して並べ替える。PyTorch に2つあるバイアスの一方は 0 にする。",
            ),
            source="torch.nn.LSTMCell: (W_ii|W_if|W_ig|W_io); keras/src/layers/rnn/lstm.py: "
            "z0, z1, z2, z3 = i, f, c, o",
            case="batch",
            native={"numpy": {}, "torch": {"callable": "torch_impl.exam.lstm_taught._lstm_cell"}},
            quantity="h",
        ),
    ),
    also_called=("lstm", "lstm_cell"),
    mistakes=(
        Mistake(
            name="c_for_prev_c",
            ja="前のセルの代わりに今のセルを使う",
            line="c = f * prev_c + i * g",
            wrong="c = f * c + i * g",
            why=Text(
                "The forget gate acts on the state before, prev_c. At this place c is not "
                "computed yet.",
                "忘却ゲートが掛かるのは前の時刻の状態 prev_c である。"
                "この時点で c はまだ計算されていない。",
            ),
        ),
        Mistake(
            name="activated_twice",
            ja="活性化を 2 回掛ける",
            line="a = x.dot(W.T) + prev_h.dot(U.T) + b",
            wrong="a = sigmoid(x.dot(W.T) + prev_h.dot(U.T) + b)",
            why=Text(
                "Each quarter gets its own activation below. Activated here too, every gate lies "
                "between sigmoid(0) = 0.5 and sigmoid(1) = 0.73 and can neither open nor close.",
                "活性化関数は、4つに分けた後でそれぞれに1回だけ掛ける。ここでも掛けると、"
                "ゲートの値が sigmoid(0) = 0.5 から sigmoid(1) = 0.73 の間に限られ、"
                "開くことも閉じることもできなくなる。",
            ),
        ),
        Mistake(
            name="candidate_first",
            ja="候補を先頭に置く",
            line="i, f, o, g = np.split(a, 4, axis=-1)",
            wrong="g, i, f, o = np.split(a, 4, axis=-1)",
            why=Text(
                "Here the candidate stands last. The order is a convention of whoever made the "
                "weights, and a wrong one raises no error.",
                "ここでは入力の候補 g が最後に並ぶ。並び順は重みの作り手が決める約束であり、"
                "間違えてもエラーにはならない。",
            ),
        ),
        Mistake(
            name="order_of_the_frameworks",
            ja="フレームワークの順に並べる",
            line="i, f, o, g = np.split(a, 4, axis=-1)",
            wrong="i, f, g, o = np.split(a, 4, axis=-1)",
            why=Text(
                "That is PyTorch's and Keras' order. The exam's weights have o before g.",
                "これは PyTorch と Keras の並び順である。試験の重みでは o が g より前にくる。",
            ),
        ),
        Mistake(
            name="tanh_forgotten",
            ja="tanh を忘れる",
            line="h = o * np.tanh(c)",
            wrong="h = o * c",
            why=Text(
                "c is a sum over time and may grow beyond any bound; tanh brings what is shown "
                "back between -1 and 1.",
                "c は時間方向の和なので、際限なく大きくなりうる。"
                "tanh を通して、出力を -1 から 1 の間に収める。",
            ),
        ),
        Mistake(
            name="candidate_by_sigmoid",
            ja="候補をシグモイドで求める",
            line="g = np.tanh(g)",
            wrong="g = sigmoid(g)",
            why=Text(
                "Gates are shares between 0 and 1; the candidate is content and must be able to "
                "lower c as well.",
                "ゲートは 0 から 1 の割合だが、g は取り込む内容そのものであり、"
                "c を減らす負の値も取れなければならない。",
            ),
        ),
        Mistake(
            name="input_and_forget_gate_exchanged",
            ja="入力ゲートと忘却ゲートを取り違える",
            line="c = f * prev_c + i * g",
            wrong="c = i * prev_c + f * g",
            why=Text(
                "The forget gate says how much of prev_c stays, the input gate how much of g comes "
                "in.",
                "忘却ゲート f は prev_c をどれだけ残すか、入力ゲート i は g をどれだけ取り込むか"
                "を決める。",
            ),
        ),
        Mistake(
            name="subtracted",
            ja="足さずに引く",
            line="c = f * prev_c + i * g",
            wrong="c = f * prev_c - i * g",
            why=Text(
                "What comes in is added; whether it raises or lowers c is for the sign of g.",
                "取り込む内容は足す。c を増やすか減らすかは g の符号が決める。",
            ),
        ),
        Mistake(
            name="slope_of_tanh_forgotten",
            ja="tanh の傾きを忘れる",
            line="dc_all = dc + dh * o * (1 - tanh_c**2)  # c is read twice: by the next step, and "
            "by h",
            wrong="dc_all = dc + dh * o",
            why=shared.TANH_OF_C_FORGOTTEN_BACKWARD,
        ),
        Mistake(
            name="cell_gradient_dropped",
            ja="セルの勾配を捨てる",
            line="dc_all = dc + dh * o * (1 - tanh_c**2)  # c is read twice: by the next step, and "
            "by h",
            wrong="dc_all = dh * o * (1 - tanh_c**2)",
            why=shared.CELL_GRADIENT_DROPPED,
        ),
        Mistake(
            name="gradients_in_the_order_of_the_frameworks",
            ja="勾配をフレームワークの順に並べる",
            line="da = np.concatenate([da_i, da_f, da_o, da_g], axis=-1)",
            wrong="da = np.concatenate([da_i, da_f, da_g, da_o], axis=-1)",
            why=Text(
                "The gradients must stand in the order in which the gates stand in W: i, f, o, g.",
                "勾配は、W の中のゲートと同じ順(i, f, o, g)に並べなければならない。",
            ),
        ),
        Mistake(
            name="cell_after_for_cell_before",
            ja="前のセルの代わりに後のセルを使う",
            line="df = dc_all * prev_c",
            wrong="df = dc_all * (f * prev_c + i * g)",
            why=shared.CELL_AFTER_FOR_CELL_BEFORE,
        ),
        Mistake(
            name="slope_of_the_gate_forgotten",
            ja="ゲートの傾きを忘れる",
            line="da_i, da_f, da_o = di * i * (1 - i), df * f * (1 - f), do * o * (1 - o)",
            wrong="da_i, da_f, da_o = di * i * (1 - i), df * f * (1 - f), do",
            why=shared.GATE_DERIVATIVE_FORGOTTEN,
        ),
        Mistake(
            name="carousel_forgotten",
            ja="セルを通る勾配(CEC)を忘れる",
            line="dprev_c = dc_all * f  # the constant error carousel",
            wrong="dprev_c = dc_all",
            why=Text(
                "prev_c came in times f, so its gradient goes out times f.",
                "prev_c には f が掛かっていたので、戻る勾配にも f が掛かる。",
            ),
        ),
    ),
)
