"""Sequence to sequence with attention."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from parity.concepts.attention._sources import LUONG
from parity.concepts.losses._draws import SCALAR
from parity.concepts.models._attention_seq2seq_derivation import DERIVATION
from parity.concepts.models._attention_seq2seq_mistakes import (
    MISTAKES,
    STATE_BEFORE_CONTEXT,
)
from parity.concepts.models._shared import H_ALONE, REVERSED_INSIDE
from parity.concepts.models._sources import SUTSKEVER
from parity.concepts.models._words import EMBEDDING, affine_weights, recurrent_weights, words
from parity.concepts.recurrent import _shared as recurrent
from parity.describing.concept import Case, Concept, Convention, Default, Divergence, Text
from parity.describing.draw import Draw, normal, values
from parity.describing.identity import Arrays, Identity, Implementations


def _case(
    name: str,
    sizes: tuple[int, int, int, int, int, int],
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
    inputs = {"x": words(N, S, vocab=vocab), "t": words(N, T, vocab=vocab, ends=ends)}
    if lengths:
        inputs["lengths"] = values(list(lengths))
    of_scores: dict[str, dict[str, Draw]] = {
        "dot": {},
        "general": {"attention.W": normal(H, H, scale=0.5)},
        "concat": {"attention.W": normal(2 * H, H, scale=0.5), "attention.v": normal(H, 1)},
        "additive": {
            "attention.W_q": normal(H, H, scale=0.5),
            "attention.W_k": normal(H, H, scale=0.5),
            "attention.v": normal(H, 1),
        },
    }
    scores = of_scores[config.get("score", "dot")]
    return Case(
        name,
        inputs=inputs,
        params={
            "encoder_embedding.W": normal(vocab, emb),
            **recurrent_weights("encoder", emb, H),
            "decoder_embedding.W": normal(vocab, emb),
            **recurrent_weights("decoder", emb, H),
            **scores,
            **affine_weights("affine", 2 * H, vocab),
        },
        upstream={"L": SCALAR},
        config={"vocab": vocab, "emb": emb, "n_hidden": H, **config},
        zero=zero or {},
        options={
            "outputs": ("L",),
            "differences": (
                "dencoder_embedding.W",
                "ddecoder.U",
                *(f"d{name}" for name in scores),
            ),
        },
    )


def _by_parts(of: Implementations, a: Arrays) -> Arrays:
    """Return what two LSTMs, attention, a dense layer and the loss give one after another."""
    encoder, decoder = of("lstm")(3, 5), of("lstm")(3, 5)
    attention, affine = of("dot_product_attention")(), of("dense")(10, 7)
    loss = of("time_softmax_cross_entropy")()
    for name, part in (("encoder", encoder), ("decoder", decoder), ("affine", affine)):
        part.params.update({array: a[f"{name}.{array}"] for array in part.params})
    vocabulary = np.eye(7)
    hs, h, c = encoder.forward(vocabulary[a["x"]] @ a["encoder_embedding.W"])
    d, *_ = decoder.forward(vocabulary[a["t"][:, :-1]] @ a["decoder_embedding.W"], h, c)
    both = np.concatenate([attention.forward(d, hs), d], axis=2)
    L = loss.forward(affine.forward(both), a["t"][:, 1:])
    da, dd = np.split(affine.backward(loss.backward(a["dy"])), 2, axis=2)
    dquery, dhs = attention.backward(da)
    _, dh, dc = decoder.backward(dd + dquery)
    encoder.backward(dhs, dh, dc)
    grads = {
        f"d{name}.{array}": part.grads[array]
        for name, part in (("encoder", encoder), ("decoder", decoder), ("affine", affine))
        for array in part.params
    }
    return {"L": L, **grads}


def _whole(of: Implementations, a: Arrays) -> Arrays:
    """Return what the model gives, but for the gradients of the vectors of words."""
    found = of.evaluated("attention_seq2seq")
    return {name: array for name, array in found.items() if "embedding" not in name}


def _blind(of: Implementations, a: Arrays) -> Arrays:
    """Return what the model gives that looks back, but whose output does not look at it."""
    model = of("attention_seq2seq")(7, 3, 5)
    for name, array in model.params.items():
        array[...] = a[name]
    model.params["affine.W"][:5] = 0
    L = model.forward(a["x"], a["t"])
    model.backward(a["dy"])
    return {"L": L, "dU": model.grads["encoder.U"], "dV": model.grads["affine.W"][5:]}


def _plain(of: Implementations, a: Arrays) -> Arrays:
    """Return what the model without attention gives."""
    model = of("seq2seq")(7, 3, 5)
    for name, array in model.params.items():
        own = name.replace("decoder.embedding", "decoder_embedding").replace("decoder.", "")
        own = {"cell.W": "decoder.W", "cell.U": "decoder.U", "cell.b": "decoder.b"}.get(own, own)
        array[...] = a[own][5:] if own == "affine.W" else a[own]
    L = model.forward(a["x"], a["t"])
    model.backward(a["dy"])
    dU, dV = model.grads["encoder.U"], model.grads["decoder.affine.W"]
    return {"L": L, "dU": dU, "dV": dV}


AttentionSeq2Seq = Concept(
    kind="layer",
    name="attention_seq2seq",
    order=9,
    syllabus=("3-5-3",),
    needs=("seq2seq", "dot_product_attention"),
    title=Text("Sequence to sequence with attention", "Attention 付き Seq2Seq"),
    summary=Text(
        "An LSTM reads a sequence, another one writes, and at every step looks back at all states "
        "of the first: what it says is made of its own state and of their weighted mean.",
        "LSTM が系列を読み、別の LSTM が書く。書く側は毎時刻、読んだ側の全状態を振り返り、"
        "自分の状態とその加重平均から次の単語を出す。",
    ),
    why=Text(
        "Without attention one vector is all that goes from the reader to the writer, however long "
        "the source is, and the gradient has to come back through all the steps of both. With it "
        "every state of the reader stays at hand. The weights say where the writer looked for each "
        "word, which can be drawn; nobody taught them, they follow from the words that had to be "
        "said.",
        "注意機構がなければ、入力がどれほど長くても、書く側に渡るのは1本のベクトルだけで、勾配は"
        "両方の全時刻をさかのぼらなければならない。注意機構があれば、読んだ側の全状態が手元に"
        "残る。重みは、単語ごとにどこを見たかを表すので、図に描ける。誰かが教えた"
        "のではなく、出すべき単語だけから学習される。",
    ),
    equation="hs, h, c = encoder(x); d = decoder(t_1 ... t_(T-1), from h and c); a_k = attention("
    "d_k, hs); y_k = (a_k, d_k) V + b; L = -mean log softmax(y_k)_(t_(k+1))",
    formula=(
        r"h^{\text{enc}}_s, c^{\text{enc}}_s = \text{LSTM}(E[x_s], h^{\text{enc}}_{s-1}, "
        r"c^{\text{enc}}_{s-1})",
        r"d_k, c_k = \text{LSTM}(E'[t_k], d_{k-1}, c_{k-1}), \quad d_0 = h^{\text{enc}}_S",
        r"A_k = \text{softmax}(e_k), \quad e_{ks} = d_k \cdot h^{\text{enc}}_s, \quad a_k = "
        r"\sum_s A_{ks} h^{\text{enc}}_s",
        r"y_k = (a_k, d_k) V + b, \quad L = -\frac{1}{n} \sum_k \log\, "
        r"\text{softmax}(y_k)[t_{k+1}]",
        r"\frac{\partial L}{\partial h^{\text{enc}}_s} = \sum_k A_{ks} "
        r"\frac{\partial L}{\partial a_k} + \sum_k \frac{\partial L}{\partial e_{ks}} d_k",
    ),
    derivation=DERIVATION,
    shapes={
        "x": "(N, S) the numbers of words",
        "t": "(N, T) the numbers of words",
        "lengths": "(N,) of x",
        "encoder_embedding.W, decoder_embedding.W": "(vocab, emb)",
        "encoder.W, encoder.U, encoder.b, decoder.W, decoder.U, decoder.b": "as of an LSTM",
        "attention.W, attention.v": "as of dot-product attention, with n_hidden units",
        "affine.W": "(2 n_hidden, vocab), those of a_k first",
        "affine.b": "(vocab,)",
        "L": "scalar",
    },
    sources=(f"{LUONG}, section 3.1", SUTSKEVER),
    weights={"encoder_embedding.W": EMBEDDING, "decoder_embedding.W": EMBEDDING},
    cases=(
        _case("all_steps", (3, 4, 5, 7, 2, 6)),
        _case("general", (2, 5, 4, 7, 3, 6), score="general"),
        _case("concat", (3, 5, 4, 6, 2, 7), score="concat"),
        _case("additive", (2, 4, 5, 6, 3, 7), score="additive"),
        _case("reversed", (2, 5, 4, 7, 3, 6), reverse=True),
        _case("h_alone", (2, 3, 4, 6, 3, 5), pass_cell=False),
        _case("h_alone_and_general", (3, 4, 5, 7, 3, 5), pass_cell=False, score="general"),
        _case("target_padded", (3, 4, 5, 7, 2, 6), ends=(5, 2, 4)),
        _case("another_label_ignored", (2, 3, 6, 4, 3, 5), ignore_label=1),
        _case("source_padded", (3, 5, 4, 7, 2, 6), lengths=(5, 2, 3)),
        _case("source_padded_and_general", (3, 4, 5, 6, 2, 5), (1, 4, 3), score="general"),
        _case(
            "both_padded_and_reversed",
            (3, 5, 4, 7, 2, 6),
            lengths=(2, 5, 4),
            ends=(3, 4, 2),
            reverse=True,
        ),
        _case("one_pair", (1, 4, 3, 6, 2, 5)),
        _case(
            "one_word_to_one_word",
            (4, 1, 2, 6, 3, 5),
            zero={"dencoder.U": "the encoder's state before its only step is 0"},
        ),
    ),
    defaults=(
        Default("score", "dot"),
        Default("reverse", False),
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
            name="gate_order",
            ja="ゲートの並び順",
            summary=recurrent.GATE_ORDER,
            reconciled=recurrent.REORDERED,
            source=recurrent.GATE_ORDER_SOURCE,
            case="all_steps",
            native={
                "numpy": {},
                "torch": {
                    "callable": "torch_impl.models.attention_seq2seq._GatesAsTheyAre",
                    "vocab": 7,
                    "emb": 2,
                    "n_hidden": 6,
                },
            },
            quantity="L",
        ),
    ),
    conventions=(
        *recurrent.ORDERS,
        Convention("state_before_context", STATE_BEFORE_CONTEXT, like="state_before_context"),
        REVERSED_INSIDE,
        H_ALONE,
    ),
    also_called=(
        "seq2seq_attention",
        "seq2seq_with_attention",
        "attention_encoder_decoder",
        "encoder_decoder_attention",
    ),
    identities=(
        Identity(
            sibling="dot_product_attention",
            text=Text(
                "It is two LSTMs with attention between, and a dense layer that sees both.",
                "2つの LSTM の間に注意機構を置き、両方を全結合層に見せたものである。",
            ),
            case=_case("in_parts", (2, 4, 3, 7, 3, 5)),
            left=_whole,
            right=_by_parts,
        ),
        Identity(
            sibling="seq2seq",
            text=Text(
                "Where the output does not look at the mean, it is sequence to sequence.",
                "出力が加重平均を見なければ、Seq2Seq と同じである。",
            ),
            case=_case("without_looking", (2, 4, 3, 7, 3, 5)),
            left=_blind,
            right=_plain,
        ),
    ),
    mistakes=MISTAKES,
)
