"""Bidirectional RNN (exam)."""

from __future__ import annotations

from parity.concepts.recurrent._sources import SCHUSTER
from parity.describing.concept import Case, Concept, Divergence, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import normal


def _both_ways(name: str, T: int, X: int, H: int, Y: int, scale: float = 0.5) -> Case:
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
        # Where every state is at tanh's ends there is no slope to compare.
        upstream=None if scale > 100 else normal(T, Y),
        zero=dict.fromkeys(("dU_f", "dU_b"), "no state comes before the only step")
        if T == 1
        else {},
        options={"outputs": ("ys",)},
    )


_DERIVATION = (
    Step(
        heading=Text(
            "The output is a dense layer over both states",
            "出力は、2つの状態に対する全結合層である",
        ),
        text=Text(
            "Write δ(t) for the gradient of y(t). V's halves V_f and V_b hand each state its own "
            "share.",
            "y(t) の勾配を δ(t) と書く。V の前半 V_f と後半 V_b が、それぞれの状態に勾配を渡す。",
        ),
        equation=(
            r"\frac{\partial L}{\partial V} = \sum_t \delta(t)^\top (h_f(t), h_b(t)), \quad "
            r"\delta(t) V = (\delta(t) V_f,\; \delta(t) V_b)"
        ),
    ),
    Step(
        heading=Text(
            "Each half goes back against its own direction",
            "それぞれの RNN は、自分が進んだ向きと逆にさかのぼる",
        ),
        text=Text(
            "The forward half's state at t is read by step t + 1, the backward half's by step "
            "t - 1. So the forward half's gradient comes from the future, the backward half's from "
            "the past.",
            "順方向の時刻 t の状態は時刻 t + 1 で、逆方向の状態は時刻 t - 1 で使われる。"
            "したがって、順方向の勾配は未来から、逆方向の勾配は過去から戻ってくる。",
        ),
        equation=(
            r"\frac{\partial L}{\partial a_f(t)} = \left( \delta(t) V_f + \frac{\partial L}"
            r"{\partial a_f(t + 1)} U_f \right) \odot (1 - h_f(t)^2)"
            "\n"
            r"\frac{\partial L}{\partial a_b(t)} = \left( \delta(t) V_b + \frac{\partial L}"
            r"{\partial a_b(t - 1)} U_b \right) \odot (1 - h_b(t)^2)"
        ),
        check=Text(
            "Turned around in time, with its weights exchanged, the network is its own mirror.",
            "時間を逆にして順方向と逆方向の重みを入れ替えると、同じネットワークになる。",
        ),
    ),
    Step(
        heading=Text(
            "Both halves read x, so its gradient is a sum; weights are sums over time",
            "x は両方の RNN が読むので勾配は和になる。重みの勾配は時間についての和である",
        ),
        text=Text(
            "The backward half ran from the end: what it gives for x must be turned back before it "
            "is added.",
            "逆方向の RNN は終わりから進んだので、x の勾配は並びを戻してから足す。",
        ),
        equation=(
            r"\frac{\partial L}{\partial x(t)} = \frac{\partial L}{\partial a_f(t)} W_f + "
            r"\frac{\partial L}{\partial a_b(t)} W_b"
            "\n"
            r"\frac{\partial L}{\partial W_f} = \sum_t \frac{\partial L}{\partial a_f(t)}^\top "
            r"x(t), \quad \frac{\partial L}{\partial U_f} = \sum_t \frac{\partial L}{\partial "
            r"a_f(t)}^\top h_f(t - 1)"
        ),
        check=Text(
            "Every gradient agrees with finite differences, torch.nn.RNN and keras.layers."
            "Bidirectional.",
            "どの勾配も、数値微分、torch.nn.RNN、keras.layers.Bidirectional と一致する。",
        ),
    ),
)

bidirectional_rnn_net = Concept(
    kind="function",
    order=9,
    syllabus=("3-5-1",),
    needs=("dense", "tanh"),
    title=Text("Bidirectional RNN (exam)", "双方向RNN(試験での定義)"),
    summary=Text(
        "The exam's bidirectional_rnn_net: one RNN reads the sequence forward, another backward, "
        "and each output is made from both states at its time, so it knows past and future.",
        "試験に出る bidirectional_rnn_net。系列を順方向に読む RNN と逆方向に読む RNN を用意し、"
        "各時刻の2つの状態を連結して出力を求める。出力は過去と未来の両方の文脈を反映する。",
    ),
    why=Text(
        "What a word means often depends on what comes after it. An RNN that reads from the front "
        "knows only the past. Where the whole sequence is there before an answer is needed, as in "
        "tagging or reading aloud, a second RNN reads it from the end, and each output sees both "
        "states.",
        "単語の意味は、後に続く語で決まることが多い。先頭から読む RNN が知るのは過去だけである。"
        "品詞付けや読み上げのように、答える前に系列全体が手元にあるなら、もう1つの RNN に"
        "終わりから読ませ、各時刻の出力に両方の状態を使うことができる。",
    ),
    equation="h_f(t) = tanh(x(t) W_f^T + h_f(t-1) U_f^T), "
    "h_b(t) = tanh(x(t) W_b^T + h_b(t+1) U_b^T), y(t) = (h_f(t), h_b(t)) V^T",
    formula=(
        r"h_f(t) = \tanh(x(t) W_f^T + h_f(t - 1) U_f^T)",
        r"h_b(t) = \tanh(x(t) W_b^T + h_b(t + 1) U_b^T)",
        r"h_f(0) = h_b(T + 1) = 0",
        r"y(t) = (h_f(t), h_b(t)) V^T",
        r"\frac{\partial L}{\partial h_f(t)} = \delta(t)\, V_f + \frac{\partial L}{\partial "
        r"a_f(t + 1)} U_f, \quad \frac{\partial L}{\partial h_b(t)} = \delta(t)\, V_b + "
        r"\frac{\partial L}{\partial a_b(t - 1)} U_b",
    ),
    derivation=_DERIVATION,
    shapes={
        "xs": "(T, X)",
        "W_f, W_b": "(H, X)",
        "U_f, U_b": "(H, H)",
        "V": "(Y, 2H)",
        "ys": "(T, Y)",
    },
    sources=(
        SCHUSTER,
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
            ja="最後の状態だけを返す",
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
            ja="元の順に戻さない",
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
            ja="2 度とも順方向に読む",
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
            ja="特徴の軸を反転する",
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
            ja="順方向の状態を 2 度つなぐ",
            line="hs = np.concatenate([hs_f, hs_b], axis=1)",
            wrong="hs = np.concatenate([hs_f, hs_f], axis=1)",
            why=Text(
                "The shape is right, but what the backward RNN computed is thrown away.",
                "形は合うが、逆方向の RNN の計算結果が捨てられている。",
            ),
        ),
        Mistake(
            name="halves_exchanged",
            ja="前半と後半を取り違える",
            line="hs = np.concatenate([hs_f, hs_b], axis=1)",
            wrong="hs = np.concatenate([hs_b, hs_f], axis=1)",
            why=Text(
                "The first half of V belongs to the forward states.",
                "V の前半は順方向の状態に掛かる重みである。",
            ),
        ),
        Mistake(
            name="one_cell_for_both_directions",
            ja="両方向に同じセルを使う",
            line="hs_b = _rnn(xs[::-1], W_b, U_b)",
            wrong="hs_b = _rnn(xs[::-1], W_f, U_f)",
            why=Text(
                "Each direction has weights of its own.",
                "順方向と逆方向は、それぞれ別の重みを持つ。",
            ),
        ),
        Mistake(
            name="a_list_has_no_dot",
            ja="リストに dot はない",
            line="hs = np.concatenate([hs_f, hs_b], axis=1)",
            wrong="hs = [np.concatenate([f, b]) for f, b in zip(hs_f, hs_b)]",
            why=Text(
                "A list of arrays has no dot: the program stops with an AttributeError. Make it "
                "one array first.",
                "配列のリストに dot はなく、AttributeError になる。先に1つの配列にまとめる。",
            ),
        ),
        Mistake(
            name="gradient_not_reversed",
            ja="勾配を反転しない",
            line="dhs_b = dhs_b[::-1]  # in the order in which the backward half ran",
            wrong="pass",
            why=Text(
                "The backward half's first state belongs to the last time. Its gradients must be "
                "turned around as its states were.",
                "逆方向の最初の状態は最後の時刻のものである。状態と同じように、"
                "勾配も並びを逆にしなければならない。",
            ),
        ),
        Mistake(
            name="gradient_of_xs_not_reversed_back",
            ja="xs の勾配を元の順に戻さない",
            line="dxs = dxs_f + dxs_b[::-1]  # both halves read xs",
            wrong="dxs = dxs_f + dxs_b",
            why=Text(
                "What the backward half gives for xs stands last time first.",
                "逆方向の RNN が返す xs の勾配は、最後の時刻から順に並んでいる。",
            ),
        ),
        Mistake(
            name="gradient_of_one_half_only",
            ja="片方の半分にしか勾配を渡さない",
            line="dxs = dxs_f + dxs_b[::-1]  # both halves read xs",
            wrong="dxs = dxs_f",
            why=Text(
                "xs goes two ways, so two gradients come back.",
                "xs は2つの RNN に使われるので、戻る勾配も2つある。",
            ),
        ),
        Mistake(
            name="gradient_halves_exchanged",
            ja="勾配の前半と後半を取り違える",
            line="dhs_f, dhs_b = np.split(dhs, 2, axis=1)",
            wrong="dhs_b, dhs_f = np.split(dhs, 2, axis=1)",
            why=Text(
                "The first half of V belongs to the forward states, and so does the first half of "
                "the gradient.",
                "V の前半は順方向の状態に掛かるので、勾配の前半も順方向のものである。",
            ),
        ),
    ),
)
