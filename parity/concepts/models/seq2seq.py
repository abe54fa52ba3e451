"""Sequence to sequence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from parity.concepts.losses._draws import SCALAR
from parity.concepts.models._seq2seq_derivation import DERIVATION
from parity.concepts.models._seq2seq_mistakes import MISTAKES
from parity.concepts.models._shared import H_ALONE, REVERSED_INSIDE
from parity.concepts.models._sources import CHO, SUTSKEVER, WILLIAMS
from parity.concepts.models._words import EMBEDDING, affine_weights, recurrent_weights, words
from parity.concepts.recurrent import _shared as recurrent
from parity.describing.concept import (
    Case,
    Concept,
    Convention,
    Default,
    Divergence,
    Text,
)
from parity.describing.draw import normal, values
from parity.describing.identity import Arrays, Identity, Implementations, evaluated

Sizes = tuple[int, int, int, int, int, int]


def _case(
    name: str,
    sizes: Sizes,
    lengths: Sequence[int] = (),
    ends: Sequence[int] = (),
    zero: Mapping[str, str] | None = None,
    **config: Any,
) -> Case:
    """Return a case with N, S, T, vocab, emb and n_hidden.

    Args:
        name: the case's.
        sizes: those.
        lengths: of the sources.
        ends: from where on the words of each target do not count.
        zero: gradients that are 0 by definition, with the reason.
        config: the constructor's further arguments.
    """
    N, S, T, vocab, emb, H = sizes
    seen = H if config.get("peeky") else 0
    inputs = {"x": words(N, S, vocab=vocab), "t": words(N, T, vocab=vocab, ends=ends)}
    if lengths:
        inputs["lengths"] = values(list(lengths))
    return Case(
        name,
        inputs=inputs,
        params={
            "encoder_embedding.W": normal(vocab, emb),
            **recurrent_weights("encoder", emb, H),
            "decoder.embedding.W": normal(vocab, emb),
            **recurrent_weights("decoder.cell", seen + emb, H),
            **affine_weights("decoder.affine", seen + H, vocab),
        },
        upstream={"L": SCALAR},
        config={"vocab": vocab, "emb": emb, "n_hidden": H, **config},
        zero=zero or {},
        options={
            "outputs": ("L",),
            "differences": ("dencoder_embedding.W", "dencoder.U", "ddecoder.cell.U"),
        },
    )


def _turned_beforehand(of: Implementations, a: Arrays) -> Arrays:
    """Return what the model gives for sources that were turned around by hand."""
    model = of("seq2seq")(7, 3, 5)
    for name, array in model.params.items():
        array[...] = a[name]
    L = model.forward(a["x"][:, ::-1], a["t"])
    model.backward(a["dy"])
    return {"L": L, **{f"d{name}": gradient for name, gradient in model.grads.items()}}


def _by_parts(of: Implementations, a: Arrays) -> Arrays:
    """Return what an LSTM, the decoder and the loss give one after another."""
    encoder, decoder = of("lstm")(3, 5), of("decoder")(7, 3, 5, "lstm")
    loss = of("time_softmax_cross_entropy")()
    encoder.params.update({name: a[f"encoder.{name}"] for name in encoder.params})
    for name, array in decoder.params.items():
        array[...] = a[f"decoder.{name}"]
    vocabulary = np.eye(7)
    ys, h, c = encoder.forward(vocabulary[a["x"]] @ a["encoder_embedding.W"])
    y, *_ = decoder.forward(a["t"][:, :-1], h, c)
    L = loss.forward(y, a["t"][:, 1:])
    dh, dc = decoder.backward(loss.backward(a["dy"]))
    de, *_ = encoder.backward(np.zeros_like(ys), dh, dc)
    return {
        "L": L,
        "dencoder_embedding.W": np.einsum("ntv,nte->ve", vocabulary[a["x"]], de),
        **{f"dencoder.{name}": gradient for name, gradient in encoder.grads.items()},
        **{f"ddecoder.{name}": gradient for name, gradient in decoder.grads.items()},
    }


Seq2Seq = Concept(
    kind="layer",
    name="seq2seq",
    order=6,
    syllabus=("3-5-3",),
    needs=("lstm", "decoder", "time_softmax_cross_entropy"),
    title=Text("Sequence to sequence", "Seq2Seq(系列変換)"),
    summary=Text(
        "An LSTM reads a sequence, another one writes one of another length from its last state, "
        "taught by the right words. With a reversed source, and peeky.",
        "LSTM が系列を読み、その最後の状態から別の LSTM が長さの異なる系列を書く。"
        "学習時は正解の単語を読ませる(教師強制)。入力の反転と Peeky も選べる。",
    ),
    why=Text(
        "A recurrent layer gives one output for each input; a translation has neither the length "
        "nor the order of its source. So one network reads to the end before another begins to "
        "write, and one vector is all that goes from the first to the second. That is its limit, "
        "for which attention was found. Two tricks came before: to read the source from its end, "
        "so that its first words are near the first ones that are written, and to show the vector "
        "to every step. In training the decoder reads the right word before, not its own guess, or "
        "one early error would spoil the rest.",
        "再帰型の層の出力は入力と1対1に対応するが、翻訳では長さも語順も入力と違う。そこで、"
        "一方のネットワークが最後まで読み終えてから、もう一方が書き始める。両者をつなぐのは"
        "1本のベクトルだけであり、これが限界となって、後に Attention が考えられた。"
        "それ以前の工夫が2つある。入力を末尾から読んで、先頭の単語を書き始めの近くに置くことと、"
        "そのベクトルを毎時刻見せることである。学習時にデコーダが読むのは、自分の予測ではなく"
        "正解の単語である。そうしないと、早い段階の1つの誤りが後をすべて乱してしまう。",
    ),
    equation="h, c = encoder(x); y = decoder(t_1 ... t_(T-1), from h and c); "
    "L = -mean log softmax(y_k)_(t_(k+1))",
    formula=(
        r"h^{\text{enc}}_s, c^{\text{enc}}_s = \text{LSTM}(E[x_s], h^{\text{enc}}_{s-1}, "
        r"c^{\text{enc}}_{s-1})",
        r"h_0 = h^{\text{enc}}_S, \quad c_0 = c^{\text{enc}}_S",
        r"h_k, c_k = \text{LSTM}(E'[t_k], h_{k-1}, c_{k-1}), \quad y_k = h_k V + b",
        r"L = -\frac{1}{n} \sum_k \log\, \text{softmax}(y_k)[t_{k+1}]",
        r"\frac{\partial L}{\partial h^{\text{enc}}_S} = \frac{\partial L}{\partial h_0}, \quad "
        r"\frac{\partial L}{\partial c^{\text{enc}}_S} = \frac{\partial L}{\partial c_0}",
    ),
    derivation=DERIVATION,
    shapes={
        "x": "(N, S) the numbers of words",
        "t": "(N, T) the numbers of words",
        "lengths": "(N,) of x",
        "encoder_embedding.W, decoder.embedding.W": "(vocab, emb)",
        "encoder.W, encoder.U, encoder.b, decoder.cell.W, decoder.cell.U, decoder.cell.b": "as of "
        "an LSTM",
        "decoder.affine.W": "(n_hidden, vocab), peeky (2 n_hidden, vocab)",
        "decoder.affine.b": "(vocab,)",
        "L": "scalar",
    },
    sources=(SUTSKEVER, CHO, WILLIAMS),
    weights={"encoder_embedding.W": EMBEDDING, "decoder.embedding.W": EMBEDDING},
    cases=(
        _case("all_steps", (3, 4, 5, 7, 2, 6)),
        _case("reversed", (2, 5, 4, 7, 3, 6), reverse=True),
        _case("peeky", (2, 4, 3, 6, 3, 5), peeky=True),
        _case("reversed_and_peeky", (3, 5, 4, 7, 2, 4), reverse=True, peeky=True),
        _case("h_alone", (2, 3, 4, 6, 3, 5), pass_cell=False),
        _case("h_alone_and_peeky", (3, 4, 2, 7, 3, 5), peeky=True, pass_cell=False),
        _case("target_padded", (3, 4, 5, 7, 2, 6), ends=(5, 2, 4)),
        _case("another_label_ignored", (2, 3, 6, 4, 3, 5), ignore_label=1),
        _case("source_padded", (3, 5, 4, 7, 2, 6), lengths=(5, 2, 3)),
        _case(
            "both_padded_and_reversed",
            (3, 5, 4, 7, 2, 6),
            lengths=(2, 5, 4),
            ends=(3, 4, 2),
            reverse=True,
        ),
        _case("one_pair", (1, 4, 3, 6, 2, 5), reverse=True),
        _case(
            "one_word_to_one_word",
            (4, 1, 2, 6, 3, 5),
            zero={"dencoder.U": "the encoder's state before its only step is 0"},
        ),
    ),
    defaults=(
        Default("reverse", False),
        Default("peeky", False),
        Default("pass_cell", True),
        Default(
            "ignore_label",
            -1,
            torch=("torch.nn.CrossEntropyLoss", "ignore_index", -100),
            keras=("keras.losses.SparseCategoricalCrossentropy", "ignore_class", None),
        ),
        Default("initializer", None),
    ),
    divergences=(
        Divergence(
            name="padding_turned_to_the_front",
            ja="パディングが前に来る",
            summary=Text(
                "Padded sources that are reversed with torch.flip begin with their padding, and "
                "the encoder reads it before the first word; tf.reverse_sequence turns each one "
                "within its length.",
                "パディングした入力を torch.flip で反転するとパディングが先頭に来て、"
                "エンコーダは最初の単語より先にそれを読む。tf.reverse_sequence は"
                "それぞれの長さの範囲だけを反転する。",
            ),
            reconciled=Text(
                "PyTorch: turn each sequence within its length.",
                "PyTorch では、それぞれの長さの範囲で反転する。",
            ),
            source="torch.flip: reverses along the whole axis; tf.reverse_sequence: seq_lengths",
            case="both_padded_and_reversed",
            native={
                "torch": {
                    "callable": "torch_impl.models.seq2seq._Flipped",
                    "vocab": 7,
                    "emb": 2,
                    "n_hidden": 6,
                    "reverse": True,
                },
                "keras": {},
            },
            quantity="L",
        ),
    ),
    conventions=(
        *recurrent.ORDERS,
        Convention(
            name="peeky",
            text=Text(
                "Every step of the decoder sees the encoder's state.",
                "デコーダは毎時刻、エンコーダの状態を見る(Peeky)。",
            ),
            config={"peeky": True},
        ),
        REVERSED_INSIDE,
        H_ALONE,
    ),
    also_called=("seq_to_seq", "encoder_decoder", "peeky_seq2seq"),
    identities=(
        Identity(
            sibling="seq2seq",
            text=Text(
                "Reversing is nothing but turning the sources around beforehand.",
                "reverse は、入力をあらかじめ逆順にしておくことと同じである。",
            ),
            case=_case("turned_beforehand", (2, 4, 3, 7, 3, 5)),
            left=evaluated("seq2seq", reverse=True),
            right=_turned_beforehand,
        ),
        Identity(
            sibling="decoder",
            text=Text(
                "It is an LSTM whose last states a decoder begins with, and whose gradient comes "
                "from there alone.",
                "LSTM の最後の状態からデコーダが始まる。LSTM の勾配もそこからだけ来る。",
            ),
            case=_case("in_parts", (2, 4, 3, 7, 3, 5)),
            left=evaluated("seq2seq"),
            right=_by_parts,
        ),
    ),
    mistakes=MISTAKES,
)
