"""Recurrent networks over a whole sequence, as the exam writes them."""

from __future__ import annotations

from parity.concept import Case, Concept, Divergence, Mistake, Text
from parity.draw import normal, one_hot


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
                "keras": {"callable": "tf_impl.exam.recurrent_nets._bidirectional"},
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


def _sentence(name: str, T: int, vocab: int, emb: int, H: int, scale: float = 1.0) -> Case:
    return Case(
        name,
        inputs={
            "words": one_hot(T, vocab),
            "E": normal(emb, vocab),
            "W": normal(H, emb, scale=scale),
            "U": normal(H, H, scale=scale),
            "b": normal(H, scale=scale),
        },
        options={"outputs": ("h",)},
    )


encode = Concept(
    kind="function",
    order=10,
    title=Text("RNN encoder (exam)", "RNNエンコーダ(試験の形)"),
    summary=Text(
        "The exam's encode(words, E, W, U, b), the first half of a Seq2Seq: an RNN reads the "
        "embedded words, and its last state stands for the whole sentence.",
        "試験に出る encode(words, E, W, U, b)。Seq2Seq の前半にあたり、"
        "埋め込んだ単語を RNN が順に読み、最後の状態を文全体の表現とする。",
    ),
    equation="e = E w; h = tanh(W e + U h + b), word by word, from h = 0",
    formula=(
        r"e_t = E w_t",
        r"h_t = \tanh(W e_t + U h_{t - 1} + b)",
        r"h_0 = 0, \quad h = h_T",
    ),
    shapes={
        "words": "(T, vocab) one-hot",
        "E": "(emb, vocab)",
        "W": "(H, emb)",
        "U": "(H, H)",
        "b": "(H,)",
        "h": "(H,)",
    },
    sources=(
        "Sutskever, Vinyals and Le (2014), Sequence to sequence learning with neural networks, "
        "NIPS, section 2",
        "Elman (1990), Finding structure in time, Cognitive Science 14",
        "Claim C18: the shapes of E and W",
    ),
    cases=(
        _sentence("sentence", T=5, vocab=7, emb=3, H=4),
        _sentence("two_words", T=2, vocab=5, emb=4, H=3),
        _sentence("one_word", T=1, vocab=6, emb=2, H=5),
        _sentence("one_unit", T=4, vocab=3, emb=2, H=1),
        _sentence("saturated_states", T=3, vocab=5, emb=4, H=2, scale=1000.0),
    ),
    also_called=("encoder",),
    mistakes=(
        Mistake(
            name="state_not_carried",
            line="h = np.tanh(W.dot(e) + U.dot(h) + b)",
            wrong="h = np.tanh(W.dot(e) + b)",
            why=Text(
                "Without U h every word starts afresh, and only the last one is encoded.",
                "U h がないと単語ごとに状態が失われ、最後の単語しか表現に残らない。",
            ),
        ),
        Mistake(
            name="recurrent_weight_transposed",
            line="h = np.tanh(W.dot(e) + U.dot(h) + b)",
            wrong="h = np.tanh(W.dot(e) + U.T.dot(h) + b)",
            why=Text(
                "For one vector on the right, W and U are taken as they stand; the transpose "
                "belongs to the form h U^T, with examples as rows. U is square, so no error tells.",
                "右から列ベクトルを掛けるときは、W も U も転置しない。転置が要るのは"
                "データを行に並べた h U^T の形である。U は正方行列なのでエラーにならない。",
            ),
        ),
        Mistake(
            name="activation_before_the_sum",
            line="h = np.tanh(W.dot(e) + U.dot(h) + b)",
            wrong="h = np.tanh(W.dot(e)) + U.dot(h) + b",
            why=Text(
                "tanh takes the whole sum; outside it the state is not bounded and may explode.",
                "tanh は和全体に掛ける。外に出すと状態が有界でなくなり、発散しうる。",
            ),
        ),
        Mistake(
            name="activation_forgotten",
            line="h = np.tanh(W.dot(e) + U.dot(h) + b)",
            wrong="h = W.dot(e) + U.dot(h) + b",
            why=Text(
                "Without tanh all steps together are one linear map of the words.",
                "tanh がないと、全ステップを合わせても単語の線形変換にしかならない。",
            ),
        ),
        Mistake(
            name="first_state_not_0",
            line="h = np.zeros_like(b)",
            wrong="h = b.copy()",
            why=Text(
                "Before the first word there is nothing to remember: h = 0.",
                "最初の単語の前には覚えているものがないので、h = 0 から始める。",
            ),
        ),
        Mistake(
            name="read_backward",
            line="for w in words:",
            wrong="for w in words[::-1]:",
            why=Text(
                "Sutskever et al. did turn the source sentence around, but the exam reads it from "
                "its beginning.",
                "入力文を逆順にする工夫は論文にあるが、試験の形では文の先頭から読む。",
            ),
        ),
    ),
)
