"""The sinusoidal positional encoding."""

from __future__ import annotations

import numpy as np

from parity.concepts.attention._sources import VASWANI
from parity.describing.concept import Case, Concept, Convention, Default, Divergence, Mistake, Text
from parity.describing.identity import Arrays, Identity, Implementations


def _case(name: str, T: int, d: int, **config: float) -> Case:
    return Case(name, config={"T": T, "d": d, **config}, dtypes=("float64",))


def _shifted(of: Implementations, a: Arrays) -> Arrays:
    return {"later": of("positional_encoding")(7, 6)[3:]}


def _turned(of: Implementations, a: Arrays) -> Arrays:
    """Return the first positions, each pair turned by the angle that three steps are."""
    P = of("positional_encoding")(4, 6)
    step = of("positional_encoding")(4, 6)[3]
    sin, cos = P[:, 0::2], P[:, 1::2]
    turned = [sin * step[1::2] + cos * step[0::2], cos * step[1::2] - sin * step[0::2]]
    return {"later": np.stack(turned, axis=2).reshape(4, 6)}


positional_encoding = Concept(
    kind="function",
    order=4,
    syllabus=("3-6-1",),
    needs=("scaled_dot_product_attention",),
    title=Text("Positional encoding", "位置エンコーディング(Positional Encoding)"),
    summary=Text(
        "A vector for each position, of sines and cosines with longer and longer waves, that is "
        "added to the embedding of the word there.",
        "位置ごとに決まるベクトル。波長のだんだん長くなるサインとコサインからなり、"
        "その位置の単語の埋め込みに足す。",
    ),
    why=Text(
        "Attention sees a set: exchange two words, and each gets the same result as before, at its "
        "new place. The order must be put in by hand. Each pair of entries turns like the hand of "
        "a clock, the first pair fast, the last one slowly, so that every position has its own "
        "setting; and to go k steps on is the same rotation wherever one starts, so that distances "
        "are easy to learn. Nothing of it is trained, and it goes on for sentences longer than any "
        "that were seen.",
        "注意機構は入力を集合として扱う。2つの単語を入れ替えても、それぞれの結果が移るだけで"
        "値は変わらない。そこで順序の情報を外から与える。2成分ずつの組が時計の針のように回り、"
        "最初の組は速く、最後の組はゆっくり回るので、どの位置にも固有の組み合わせがある。"
        "k ステップ進むことは、どこから始めても同じ回転になるので、距離を学びやすい。"
        "学習するパラメータはなく、学習時より長い文にも使える。",
    ),
    equation="P[t, 2i] = sin(t / 10000^(2i / d)), P[t, 2i + 1] = cos(t / 10000^(2i / d))",
    formula=(
        r"P_{t,2i} = \sin \frac{t}{10000^{2i / d}}",
        r"P_{t,2i+1} = \cos \frac{t}{10000^{2i / d}}",
    ),
    shapes={"y": "(T, d)"},
    sources=(f"{VASWANI}, section 3.5",),
    cases=(
        _case("six_entries", 5, 6),
        _case("more_positions", 9, 4),
        _case("odd", 4, 7),
        _case("two_entries", 5, 2),
        _case("one_entry", 4, 1),
        _case("another_base", 6, 8, base=100.0),
        _case("one_position", 1, 4),
    ),
    defaults=(Default("base", 10000.0),),
    divergences=(
        Divergence(
            name="in_halves",
            ja="正弦と余弦を前半と後半に置くか",
            summary=Text(
                "The paper takes sine and cosine by turns. Tensor2Tensor and a tutorial of "
                "TensorFlow put all sines into the first half and all cosines into the second. "
                "It is the same up to the order of the entries, which a model trained one way "
                "does not forgive.",
                "論文ではサインとコサインを交互に並べる。Tensor2Tensor や TensorFlow の"
                "チュートリアルでは、前半をすべてサイン、後半をすべてコサインにする。違いは成分の"
                "並び順だけだが、一方で学習したモデルに他方を使うことはできない。",
            ),
            reconciled=Text(
                "Reorder the columns: the even ones first, then the odd ones.",
                "列を並べ替える。偶数番目の列を前に、奇数番目の列を後ろに置く。",
            ),
            source="tensor2tensor/layers/common_attention.py: get_timing_signal_1d, "
            "tf.concat([tf.sin(scaled_time), tf.cos(scaled_time)], axis=1)",
            case="six_entries",
            native={
                "numpy": {},
                "keras": {
                    "callable": "tf_impl.attention.positional_encoding._in_halves",
                    "T": 5,
                    "d": 6,
                },
            },
            quantity="y",
        ),
    ),
    conventions=(
        Convention(
            name="sines_first",
            text=Text(
                "All sines come first, then all cosines, as in a tutorial of TensorFlow.",
                "前半がすべてサイン、後半がすべてコサインである"
                "(TensorFlow のチュートリアルの並び)。",
            ),
            like="in_halves",
        ),
    ),
    also_called=(
        "get_positional_encoding",
        "sinusoidal_positional_encoding",
        "sinusoidal_encoding",
        "position_encoding",
        "sinusoid_encoding_table",
        "get_sinusoid_encoding_table",
        "create_positional_encoding",
        "pos_encoding",
    ),
    identities=(
        Identity(
            sibling="positional_encoding",
            text=Text(
                "Three positions on is a rotation of each pair, the same wherever it starts.",
                "3つ先の位置は、各組を回転したものになる。回転の角は、どこから始めても同じである。",
            ),
            case=_case("three_positions_on", 7, 6),
            left=_shifted,
            right=_turned,
        ),
    ),
    mistakes=(
        Mistake(
            name="sine_and_cosine_exchanged",
            ja="正弦と余弦を取り違える",
            line="P[:, 0::2], P[:, 1::2] = np.sin(angle), np.cos(angle)[:, : d // 2]",
            wrong="P[:, 0::2], P[:, 1::2] = np.cos(angle), np.sin(angle)[:, : d // 2]",
            why=Text(
                "Even entries are sines, odd ones cosines: position 0 is 0, 1, 0, 1, ...",
                "偶数番目の成分がサイン、奇数番目がコサインである。位置 0 は "
                "0, 1, 0, 1, ... になる。",
            ),
        ),
        Mistake(
            name="in_halves",
            ja="正弦と余弦を前半と後半に分ける",
            line="return P",
            wrong="return np.concatenate([P[:, 0::2], P[:, 1::2]], axis=1)",
            why=Text(
                "Sine and cosine of one wave stand side by side; with all sines first, the "
                "entries are the same in another order.",
                "同じ波のサインとコサインは隣り合う。サインを先にまとめて並べると、"
                "成分は同じでも順序が違ってしまう。",
            ),
        ),
        Mistake(
            name="exponent_without_2",
            ja="指数の 2 を忘れる",
            line="angle = t / base ** (2 * i / d)",
            wrong="angle = t / base ** (i / d)",
            why=Text(
                "i counts pairs, and there are d / 2 of them: i / d goes only half the way, and "
                "the longest wave is base^(1/2).",
                "i は組の番号で、組は d / 2 個である。i / d では指数が半分までしか進まず、"
                "最長の波が base^(1/2) にとどまる。",
            ),
        ),
        Mistake(
            name="a_wave_for_each_entry",
            ja="要素ごとに別の波を使う",
            line="P[:, 0::2], P[:, 1::2] = np.sin(angle), np.cos(angle)[:, : d // 2]",
            wrong="P[:, 0::2], P[:, 1::2] = np.sin(angle), np.cos(t / base ** ((2 * i + 1) / d))"
            "[:, : d // 2]",
            why=Text(
                "Both entries of a pair have the same wave, 2i / d; only so is a step on a "
                "rotation. With the entry's own number the cosine gets another one.",
                "組の2成分は、同じ 2i / d の波を持つ。だからこそ、先へ進むことが回転になる。"
                "成分自身の番号を使うと、コサインだけ別の波になる。",
            ),
        ),
        Mistake(
            name="positions_from_1",
            ja="位置を 1 から数える",
            line="t = np.arange(T)[:, None]",
            wrong="t = np.arange(1, T + 1)[:, None]",
            why=Text(
                "The first position is 0.",
                "最初の位置は 0 である。",
            ),
        ),
        Mistake(
            name="angle_times_the_power",
            ja="角度にべきを掛ける(割るべき)",
            line="angle = t / base ** (2 * i / d)",
            wrong="angle = t * base ** (2 * i / d)",
            why=Text(
                "The waves grow longer from pair to pair: the position is divided.",
                "組が進むほど波は長くなる。位置は割る。",
            ),
        ),
        Mistake(
            name="base_forgotten",
            ja="底を忘れる",
            line="angle = t / base ** (2 * i / d)",
            wrong="angle = t / 10000 ** (2 * i / d)",
            why=Text(
                "The base is an argument; 10000 is the paper's.",
                "base は引数である。10000 は論文の値にすぎない。",
            ),
        ),
    ),
)
