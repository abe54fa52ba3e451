"""Bidirectional RNN (exam)."""

from __future__ import annotations

from parity.describing.concept import Case, Concept, Divergence, Mistake, Text
from parity.describing.draw import normal


def _both_ways(name: str, T: int, X: int, H: int, Y: int, scale: float = 1.0) -> Case:
    return Case(
        name,
        inputs={
            "xs": normal(T, X),
            "W_f": normal(H, X, scale=scale),
            "U_f": normal(H, H, scale=scale),
            "W_b": normal(H, X, scale=scale),
            "U_b": normal(H, H, scale=scale),
            "V": normal(Y, 2 * H),
        },
        options={"outputs": ("ys",)},
    )


bidirectional_rnn_net = Concept(
    kind="function",
    order=9,
    syllabus=("3-5-1",),
    needs=("dense", "tanh"),
    title=Text("Bidirectional RNN (exam)", "双方向RNN(試験の形)"),
    summary=Text(
        "The exam's bidirectional_rnn_net: one RNN reads the sequence forward, another backward, "
        "and each output is made from both states at its time, so it knows past and future.",
        "試験に出る bidirectional_rnn_net。系列を順方向に読む RNN と逆方向に読む RNN を用意し、"
        "各時刻の2つの状態を連結して出力を求める。出力は過去と未来の両方の文脈を反映する。",
    ),
    equation="h_f(t) = tanh(x(t) W_f^T + h_f(t-1) U_f^T), "
    "h_b(t) = tanh(x(t) W_b^T + h_b(t+1) U_b^T), y(t) = (h_f(t), h_b(t)) V^T",
    formula=(
        r"h_f(t) = \tanh(x(t) W_f^T + h_f(t - 1) U_f^T)",
        r"h_b(t) = \tanh(x(t) W_b^T + h_b(t + 1) U_b^T)",
        r"h_f(0) = h_b(T + 1) = 0",
        r"y(t) = (h_f(t), h_b(t)) V^T",
    ),
    shapes={
        "xs": "(T, X)",
        "W_f, W_b": "(H, X)",
        "U_f, U_b": "(H, H)",
        "V": "(Y, 2H)",
        "ys": "(T, Y)",
    },
    sources=(
        "Schuster and Paliwal (1997), Bidirectional recurrent neural networks, IEEE Transactions "
        "on Signal Processing 45",
        "Claim C18: the states must be an array, since a list has no dot",
    ),
    cases=(
        _both_ways("sequence", T=6, X=3, H=4, Y=5),
        _both_ways("two_steps", T=2, X=5, H=3, Y=4),
        _both_ways("one_step", T=1, X=4, H=2, Y=3),
        _both_ways("one_unit", T=5, X=2, H=1, Y=3),
        _both_ways("saturated_states", T=4, X=3, H=2, Y=5, scale=1000.0),
    ),
    divergences=(
        Divergence(
            name="last_states_only",
            summary=Text(
                "Unless return_sequences=True, Keras' recurrent layers give the last states alone: "
                "the forward one at the end and the backward one at the beginning. PyTorch and the "
                "exam give the states at every time.",
                "Keras の再帰層は return_sequences=True を指定しない限り、最後の状態だけを返す"
                "(順方向は系列の終わり、逆方向は系列の始まりの状態)。"
                "PyTorch と試験の形では、全時刻の状態を使う。",
            ),
            reconciled=Text("return_sequences=True.", "return_sequences=True を指定する。"),
            source="https://keras.io/api/layers/recurrent_layers/bidirectional/",
            case="sequence",
            native={
                "torch": {},
                "keras": {"callable": "tf_impl.exam.bidirectional_rnn_net._bidirectional"},
            },
            quantity="ys",
        ),
    ),
    also_called=(
        "bidirectional_rnn",
        "birnn",
    ),
    mistakes=(
        Mistake(
            name="not_reversed_back",
            line="hs_b = hs_b[::-1]  # back in the order of xs",
            wrong="pass",
            why=Text(
                "The backward states come out last time first. Joined as they are, the state of "
                "the first time meets that of the last.",
                "逆方向の状態は最後の時刻のものから順に並ぶ。並びを戻さずに連結すると、"
                "最初の時刻の状態と最後の時刻の状態が組になってしまう。",
            ),
        ),
        Mistake(
            name="read_forward_twice",
            line="hs_b = _rnn(xs[::-1], W_b, U_b)",
            wrong="hs_b = _rnn(xs, W_b, U_b)",
            why=Text(
                "The second RNN must be given the sequence from its end; otherwise no output knows "
                "anything of the future.",
                "2つ目の RNN には系列を終わりから与える。"
                "そうしないと、どの出力も未来の情報を持たない。",
            ),
        ),
        Mistake(
            name="features_reversed",
            line="hs_b = _rnn(xs[::-1], W_b, U_b)",
            wrong="hs_b = _rnn(xs[:, ::-1], W_b, U_b)[::-1]",
            why=Text(
                "It is time that runs backward, the first axis; the features of one time keep "
                "their order.",
                "逆にするのは時間の軸(最初の軸)である。各時刻の特徴量の並びは変えない。",
            ),
        ),
        Mistake(
            name="forward_states_twice",
            line="hs = np.concatenate([hs_f, hs_b], axis=1)",
            wrong="hs = np.concatenate([hs_f, hs_f], axis=1)",
            why=Text(
                "The shape is right, but what the backward RNN computed is thrown away.",
                "形は合うが、逆方向の RNN の計算結果が捨てられている。",
            ),
        ),
        Mistake(
            name="halves_exchanged",
            line="hs = np.concatenate([hs_f, hs_b], axis=1)",
            wrong="hs = np.concatenate([hs_b, hs_f], axis=1)",
            why=Text(
                "The first half of V belongs to the forward states.",
                "V の前半は順方向の状態に掛かる重みである。",
            ),
        ),
        Mistake(
            name="one_cell_for_both_directions",
            line="hs_b = _rnn(xs[::-1], W_b, U_b)",
            wrong="hs_b = _rnn(xs[::-1], W_f, U_f)",
            why=Text(
                "Each direction has weights of its own.",
                "順方向と逆方向は、それぞれ別の重みを持つ。",
            ),
        ),
        Mistake(
            name="a_list_has_no_dot",
            line="hs = np.concatenate([hs_f, hs_b], axis=1)",
            wrong="hs = [np.concatenate([f, b]) for f, b in zip(hs_f, hs_b)]",
            why=Text(
                "A list of arrays has no dot: the program stops with an AttributeError. Make it "
                "one array first.",
                "配列のリストに dot はなく、AttributeError になる。先に1つの配列にまとめる。",
            ),
        ),
    ),
)
