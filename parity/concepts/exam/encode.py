"""RNN encoder (exam)."""

from __future__ import annotations

import numpy as np

from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.draw import normal, one_hot, values
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


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


def _last_state_of_a_network(of: Implementations, a: Arrays) -> Arrays:
    """Return what the forward half of a two-way network holds at the last word."""
    H = len(a["W"])
    keeps_forward = np.eye(H, 2 * H)  # y is the forward state, the backward one is left out
    words = a["words"] @ a["E"].T
    states = of("bidirectional_rnn_net")(words, a["W"], a["U"], a["W"], a["U"], keeps_forward)
    return {"y": states[-1]}


encode = Concept(
    kind="function",
    order=10,
    syllabus=("3-5-3",),
    needs=("dense", "tanh"),
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
    identities=(
        Identity(
            sibling="bidirectional_rnn_net",
            text=Text(
                "Without a bias it is what the forward half of a bidirectional network holds at "
                "the last word.",
                "バイアスがなければ、双方向 RNN の順方向の状態を最後の単語で取り出したものである。",
            ),
            case=Case(
                "forward_half",
                inputs={
                    "words": one_hot(5, 6),
                    "E": normal(4, 6, scale=0.5),
                    "W": normal(3, 4, scale=0.5),
                    "U": normal(3, 3, scale=0.5),
                    "b": values([0.0, 0.0, 0.0]),
                },
            ),
            left=evaluated("encode"),
            right=_last_state_of_a_network,
        ),
    ),
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
