"""RNN encoder (exam)."""

from __future__ import annotations

import numpy as np

from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.derivation import Step
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
        # Where every state is at tanh's ends there is no slope to compare.
        upstream=None if scale > 100 else normal(H),
        differentiable=("E", "W", "U", "b"),
        zero={"dU": "no state comes before the only word"} if T == 1 else {},
        options={"outputs": ("h",)},
    )


_DERIVATION = (
    Step(
        heading=Text(
            "The only gradient comes at the end, and goes back word by word",
            "勾配は最後の状態にだけ届き、1語ずつさかのぼる",
        ),
        text=Text(
            "Nothing but the last state leaves the encoder. Every earlier state was read by the "
            "next step alone, so its gradient is what that step hands back.",
            "エンコーダから出ていくのは最後の状態だけである。それより前の状態は次の時刻でしか"
            "使われないので、その勾配は次の時刻から戻る分だけである。",
        ),
        equation=(
            r"\frac{\partial L}{\partial a_t} = \frac{\partial L}{\partial h_t} \odot "
            r"(1 - h_t^2), \quad \frac{\partial L}{\partial h_{t-1}} = U^\top \frac{\partial L}"
            r"{\partial a_t}"
        ),
        check=Text(
            "Over T words it is a product of T matrices: it shrinks or grows with each word.",
            "T 語さかのぼると T 個の行列の積になり、1語ごとに小さく、あるいは大きくなる。",
        ),
    ),
    Step(
        heading=Text(
            "All steps share the weights, so each gradient is a sum over the words",
            "重みは全時刻で共有されるので、勾配は単語についての和になる",
        ),
        text=Text(
            "Vectors are columns here: an outer product, the gradient first.",
            "ここではベクトルを列とみなすので、勾配を左に置いた外積になる。",
        ),
        equation=(
            r"\frac{\partial L}{\partial W} = \sum_t \frac{\partial L}{\partial a_t} e_t^\top, "
            r"\quad \frac{\partial L}{\partial U} = \sum_t \frac{\partial L}{\partial a_t} "
            r"h_{t-1}^\top, \quad \frac{\partial L}{\partial b} = \sum_t \frac{\partial L}"
            r"{\partial a_t}"
        ),
    ),
    Step(
        heading=Text(
            "In E only the columns of the words that stood there move",
            "E では、文に現れた単語の列にだけ勾配が入る",
        ),
        text=Text(
            "e = E w picks a column, so the gradient is added to that column; of a word that "
            "stands twice, both times.",
            "e = E w は列を取り出す操作なので、勾配はその列に足される。"
            "2回現れた単語の列には2回足される。",
        ),
        equation=(
            r"\frac{\partial L}{\partial e_t} = W^\top \frac{\partial L}{\partial a_t}, \quad "
            r"\frac{\partial L}{\partial E} = \sum_t \frac{\partial L}{\partial e_t} w_t^\top"
        ),
        check=Text(
            "Every gradient agrees with finite differences, torch.nn.RNN with F.embedding, and "
            "keras.layers.SimpleRNN with Embedding.",
            "どの勾配も、数値微分、torch.nn.RNN と F.embedding、keras.layers.SimpleRNN と "
            "Embedding の組の結果と一致する。",
        ),
    ),
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
    title=Text("RNN encoder (exam)", "RNNエンコーダ(試験での定義)"),
    summary=Text(
        "The exam's encode(words, E, W, U, b), the first half of a Seq2Seq: an RNN reads the "
        "embedded words, and its last state stands for the whole sentence.",
        "試験に出る encode(words, E, W, U, b)。Seq2Seq の前半にあたり、"
        "埋め込んだ単語を RNN が順に読み、最後の状態を文全体の表現とする。",
    ),
    why=Text(
        "A translation is seldom as long as its source, and its words stand in another order, so a "
        "network that gives one output for each input cannot make it. Sequence to sequence splits "
        "the work: an encoder reads the whole source into one vector of fixed length, and a "
        "decoder writes from it for as long as it needs.",
        "翻訳文の長さが原文と同じになることは少なく、語順も違う。入力ごとに1つ出力する"
        "ネットワークでは翻訳できない。Seq2Seq は仕事を2つに分ける。エンコーダが原文全体を"
        "固定長のベクトルにまとめ、デコーダがそこから必要な長さだけ書き出す。",
    ),
    equation="e = E w; h = tanh(W e + U h + b), word by word, from h = 0",
    formula=(
        r"e_t = E w_t",
        r"h_t = \tanh(W e_t + U h_{t - 1} + b)",
        r"h_0 = 0, \quad h = h_T",
        r"\frac{\partial L}{\partial h_{t-1}} = U^\top \left( \frac{\partial L}{\partial h_t} "
        r"\odot (1 - h_t^2) \right)",
    ),
    derivation=_DERIVATION,
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
        _sentence("two_words", T=2, vocab=5, emb=4, H=3, scale=0.5),
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
            ja="状態を引き継がない",
            line="h = np.tanh(W.dot(e) + U.dot(h) + b)",
            wrong="h = np.tanh(W.dot(e) + b)",
            why=Text(
                "Without U h every word starts afresh, and only the last one is encoded.",
                "U h がないと単語ごとに状態が失われ、最後の単語しか表現に残らない。",
            ),
        ),
        Mistake(
            name="recurrent_weight_transposed",
            ja="再帰の重みを転置する",
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
            ja="和の前に活性化する",
            line="h = np.tanh(W.dot(e) + U.dot(h) + b)",
            wrong="h = np.tanh(W.dot(e)) + U.dot(h) + b",
            why=Text(
                "tanh takes the whole sum; outside it the state is not bounded and may explode.",
                "tanh は和全体に掛ける。外に出すと状態が有界でなくなり、発散しうる。",
            ),
        ),
        Mistake(
            name="activation_forgotten",
            ja="活性化を忘れる",
            line="h = np.tanh(W.dot(e) + U.dot(h) + b)",
            wrong="h = W.dot(e) + U.dot(h) + b",
            why=Text(
                "Without tanh all steps together are one linear map of the words.",
                "tanh がないと、全ステップを合わせても単語の線形変換にしかならない。",
            ),
        ),
        Mistake(
            name="first_state_not_0",
            ja="最初の状態が 0 でない",
            line="h = np.zeros_like(b)",
            wrong="h = b.copy()",
            why=Text(
                "Before the first word there is nothing to remember: h = 0.",
                "最初の単語の前には覚えているものがないので、h = 0 から始める。",
            ),
        ),
        Mistake(
            name="read_backward",
            ja="逆向きに読む",
            line="for w in words:",
            wrong="for w in words[::-1]:",
            why=Text(
                "Sutskever et al. did turn the source sentence around, but the exam reads it from "
                "its beginning.",
                "入力文を逆順にする工夫は論文にあるが、試験の形では文の先頭から読む。",
            ),
        ),
        Mistake(
            name="state_gradient_dropped",
            ja="状態の勾配を捨てる",
            line="dh = U.T.dot(da)  # only the last state is given out: this is all that comes",
            wrong="dh = np.zeros_like(da)",
            why=Text(
                "Without what goes back through U, only the last word learns.",
                "U を通して戻る勾配がないと、最後の単語の分しか学習されない。",
            ),
        ),
        Mistake(
            name="recurrent_weight_not_transposed_on_the_way_back",
            ja="逆伝播で再帰の重みを転置しない",
            line="dh = U.T.dot(da)  # only the last state is given out: this is all that comes",
            wrong="dh = U.dot(da)",
            why=Text(
                "The way there multiplied by U, so the way back multiplies by its transpose.",
                "順伝播で U を掛けたので、逆伝播では転置した U を掛ける。",
            ),
        ),
        Mistake(
            name="sum_over_time_forgotten",
            ja="時間について足さない",
            line="dU += np.outer(da, prev_h)",
            wrong="dU = np.outer(da, prev_h)",
            why=Text(
                "All steps share U. An assignment keeps only the first word's share, which is "
                "computed last, and there the state is 0.",
                "U は全時刻で共有される。代入では最後に計算される先頭の単語の分しか残らず、"
                "そこでは状態が 0 なので勾配も 0 になる。",
            ),
        ),
        Mistake(
            name="outer_product_transposed",
            ja="外積が転置されている",
            line="dU += np.outer(da, prev_h)",
            wrong="dU += np.outer(prev_h, da)",
            why=Text(
                "U is square, so no shape tells; its rows belong to the new state.",
                "U は正方行列なので形では分からないが、行は新しい状態に対応する。",
            ),
        ),
        Mistake(
            name="slope_of_tanh_forgotten",
            ja="tanh の傾きを忘れる",
            line="da = dh * (1 - h**2)",
            wrong="da = dh",
            why=Text(
                "tanh stands between the sum and the state; its slope is 1 - h^2.",
                "和と状態の間には tanh がある。その傾き 1 - h^2 を掛ける。",
            ),
        ),
    ),
)
