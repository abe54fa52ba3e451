"""The decoder of an encoder-decoder."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.concepts.models._decoder_derivation import DERIVATION
from parity.concepts.models._shared import AN_LSTM, order_mistakes
from parity.concepts.models._sources import CHO, SUTSKEVER
from parity.concepts.models._words import EMBEDDING, affine_weights, recurrent_weights, words
from parity.concepts.recurrent import _shared as recurrent
from parity.describing.concept import (
    Case,
    Concept,
    Convention,
    Default,
    Divergence,
    Mistake,
    Text,
)
from parity.describing.draw import normal, one_hot
from parity.describing.identity import Arrays, Identity, Implementations, evaluated

Sizes = tuple[int, int, int, int, int]
PEEKY = Text(
    "A peeky decoder sees the encoder's state at every step, as part of the input and again beside "
    "the state that goes into the output, so its gradient is a sum over all of these.",
    "Peeky な Decoder は、エンコーダの状態を毎時刻、入力の一部として、また出力の直前でも見る。"
    "したがってその勾配は、これらすべての和になる。",
)


def _case(name: str, sizes: Sizes, layer: str = "", peeky: bool = False, given: str = "hc") -> Case:
    """Return a case with N, T, vocab, emb and n_hidden."""
    N, T, vocab, emb, H = sizes
    lstm = layer != "simple_rnn"
    states = tuple(name for name in ("h", "c") if name == "h" or lstm)
    seen = H if peeky else 0
    config: dict[str, Any] = {"vocab": vocab, "emb": emb, "n_hidden": H}
    config |= {"layer": layer} if layer else {}
    config |= {"peeky": True} if peeky else {}
    return Case(
        name,
        inputs={
            "x": words(N, T, vocab=vocab),
            **{f"{state}0": normal(N, H, scale=0.5) for state in states if state in given},
        },
        params={
            "embedding.W": normal(vocab, emb),
            **recurrent_weights("cell", seen + emb, H, layer or "lstm"),
            **affine_weights("affine", seen + H, vocab),
        },
        upstream={"y": normal(N, T, vocab), **{state: normal(N, H) for state in states}},
        config=config,
        options={
            "outputs": ("y", *states),
            "differences": ("dcell.U", "dembedding.W", *(f"d{s}0" for s in states if s in given)),
        },
    )


def _one_sentence(of: Implementations, a: Arrays) -> Arrays:
    """Return the last state of a decoder that begins with nothing."""
    decoder = of("decoder")(7, 3, 4, "simple_rnn")
    decoder.embedding.params["W"] = a["E"].T
    decoder.cell.params.update(W=a["W"].T, U=a["U"].T, b=a["b"])
    _, h = decoder.forward(a["words"].argmax(axis=1)[None], np.zeros((1, 4)))
    return {"h": h[0]}


def _the_exams_encoder(of: Implementations, a: Arrays) -> Arrays:
    return {"h": of("encode")(a["words"], a["E"], a["W"], a["U"], a["b"])}


def _by_a_layer(of: Implementations, a: Arrays) -> Arrays:
    """Return what an LSTM layer over all steps gives, and a dense layer behind it."""
    lstm, affine = of("lstm")(3, 5), of("time_distributed")(5, 7)
    lstm.params.update({name: a[f"cell.{name}"] for name in lstm.params})
    affine.params.update({name: a[f"affine.{name}"] for name in affine.params})
    vocabulary = np.eye(7)
    hs, h, c = lstm.forward(vocabulary[a["x"]] @ a["embedding.W"], a["h0"], a["c0"])
    y = affine.forward(hs)
    de, dh0, dc0 = lstm.backward(affine.backward(a["dy"]), a["dh"], a["dc"])
    return {
        "y": y,
        "h": h,
        "c": c,
        "dh0": dh0,
        "dc0": dc0,
        "dembedding.W": np.einsum("ntv,nte->ve", vocabulary[a["x"]], de),
        **{f"dcell.{name}": gradient for name, gradient in lstm.grads.items()},
        **{f"daffine.{name}": gradient for name, gradient in affine.grads.items()},
    }


Decoder = Concept(
    kind="layer",
    name="decoder",
    order=5,
    syllabus=("3-5-3",),
    needs=("encode", "rnn_cell", "lstm_cell", "dense"),
    title=Text("Decoder", "デコーダ"),
    summary=Text(
        "The second half of an encoder-decoder: from the encoder's last state it writes word by "
        "word, each step reading the word before.",
        "エンコーダ・デコーダの後半。エンコーダの最後の状態から始め、直前の単語を読みながら"
        "1語ずつ書いていく。",
    ),
    why=Text(
        "An encoder has put a sentence into one vector; somebody must make a sentence of it again, "
        "and of another length. A decoder is a language model that does not begin with nothing: "
        "its first state is what the encoder left. All that it knows of the source is in that "
        "vector, and must last until the end; a peeky decoder is shown it at every step. On the "
        "way back the first state's gradient is the only thing that teaches the encoder.",
        "エンコーダが文を1本のベクトルにまとめた。そこから、長さの異なる文をもう一度作り出すのが"
        "デコーダである。言語モデルと同じ構造だが、0 ではなく、エンコーダが残した状態から始まる。"
        "入力文について知っていることはその1本のベクトルがすべてで、最後まで覚えておかなければ"
        "ならない。Peeky なデコーダは毎時刻それを見る。逆伝播では、この最初の状態の勾配だけが"
        "エンコーダを学習させる。",
    ),
    equation="h_0 = the encoder's last state; h_t = cell(E[x_t], h_(t-1)), y_t = h_t V + b; peeky: "
    "h_t = cell((h_0, E[x_t]), h_(t-1)), y_t = (h_0, h_t) V + b",
    formula=(
        r"e_t = E[x_t], \quad h_t = \text{cell}(e_t, h_{t-1}), \quad y_t = h_t V + b",
        r"h_t = \text{cell}((h_0, e_t), h_{t-1}), \quad y_t = (h_0, h_t) V + b",
        r"\frac{\partial L}{\partial h_t} = \frac{\partial L}{\partial y_t} V^\top + \left. "
        r"\frac{\partial L}{\partial h_t} \right|_{t+1}",
    ),
    derivation=DERIVATION,
    shapes={
        "x": "(N, T) the numbers of words",
        "h0, c0, h, c": "(N, n_hidden)",
        "embedding.W": "(vocab, emb)",
        "cell.W, cell.U, cell.b": "as of the cell",
        "affine.W": "(n_hidden, vocab), peeky (2 n_hidden, vocab)",
        "affine.b": "(vocab,)",
        "y": "(N, T, vocab)",
    },
    sources=(SUTSKEVER, CHO),
    weights={"embedding.W": EMBEDDING},
    cases=(
        _case("all_steps", (2, 4, 7, 3, 5)),
        _case("simple_rnn", (3, 4, 7, 5, 6), "simple_rnn"),
        _case("without_a_cell_state", (3, 2, 6, 4, 5), given="h"),
        _case("peeky", (3, 4, 6, 2, 5), peeky=True),
        _case("peeky_simple_rnn", (2, 5, 6, 3, 4), "simple_rnn", peeky=True),
        _case("peeky_one_step", (4, 1, 7, 3, 2), peeky=True),
        _case("one_step", (4, 1, 5, 3, 2)),
        _case("one_sequence", (1, 5, 4, 3, 6)),
        _case("one_unit", (3, 4, 5, 2, 1), "simple_rnn"),
    ),
    defaults=(
        Default("layer", "lstm"),
        Default("peeky", False),
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
                    "callable": "torch_impl.models.decoder._GatesAsTheyAre",
                    "vocab": 7,
                    "emb": 3,
                    "n_hidden": 5,
                },
            },
            quantity="y",
        ),
    ),
    also_called=("rnn_decoder", "peeky_decoder", "decoder_rnn"),
    identities=(
        Identity(
            sibling="encode",
            text=Text(
                "Begun with nothing, its state after a sentence is what the exam's encoder gives.",
                "0 から始めて文を読ませると、最後の状態は試験の encode の結果と一致する。",
            ),
            case=Case(
                "from_nothing",
                inputs={
                    "words": one_hot(5, 7),
                    "E": normal(3, 7),
                    "W": normal(4, 3),
                    "U": normal(4, 4),
                    "b": normal(4),
                },
                upstream={"h": normal(4)},
                options={"outputs": ("h",)},
            ),
            left=_one_sentence,
            right=_the_exams_encoder,
        ),
        Identity(
            sibling="lstm",
            text=Text(
                "Told all words beforehand, it is an LSTM layer that begins with the encoder's "
                "states, and a dense layer.",
                "読む単語が最初からすべて決まっていれば、エンコーダの状態から始まる LSTM 層と"
                "全結合層である。",
            ),
            case=_case("by_a_layer", (2, 4, 7, 3, 5)),
            left=evaluated("decoder"),
            right=_by_a_layer,
        ),
    ),
    conventions=(
        *recurrent.ORDERS,
        Convention(
            name="peeky",
            text=Text(
                "Every step sees the encoder's state.",
                "毎時刻、エンコーダの状態を見る(Peeky)。",
            ),
            config={"peeky": True},
        ),
        Convention(
            name="simple_cell",
            text=Text("The cell is that of a simple RNN.", "セルは単純な RNN のものである。"),
            config={"layer": "simple_rnn"},
        ),
    ),
    mistakes=(
        *order_mistakes(AN_LSTM),
        Mistake(
            name="state_of_the_encoder_not_passed",
            ja="エンコーダの状態を渡さない",
            line="states = first",
            wrong="states = [np.zeros_like(state) for state in first]",
            why=Text(
                "The encoder's last state is all that the decoder knows of the source. Begun with "
                "zeros it is a language model that has never seen it.",
                "エンコーダの最後の状態が、入力文についてデコーダの知るすべてである。"
                "0 から始めると、入力文を見ていない言語モデルになってしまう。",
            ),
        ),
        Mistake(
            name="state_not_carried",
            ja="状態を引き継がない",
            line="given = self.steps[t].forward(seen, *states)",
            wrong="given = self.steps[t].forward(seen, *first)",
            why=Text(
                "Every step begins from what the step before left, not from the encoder's state "
                "again.",
                "各時刻は、毎回エンコーダの状態からではなく、直前の時刻が残した状態から始まる。",
            ),
        ),
        Mistake(
            name="output_gradient_alone",
            ja="出力の勾配しか使わない",
            line="dh_new = dstates[0] + dh_of_y  # the state is seen by the next step and by the "
            "output",
            wrong="dh_new = dh_of_y",
            why=Text(
                "The state goes into the next step as well: without that part no gradient goes "
                "back through time, and none but the first step's reaches the encoder.",
                "状態は次の時刻でも使われる。その分を落とすと時間をさかのぼる勾配がなくなり、"
                "エンコーダには最初の時刻の分しか届かない。",
            ),
        ),
        Mistake(
            name="peeks_forgotten",
            ja="peek を忘れる",
            line="dpeek += dpeek_of_y + dpeek_of_e  # the encoder's state is seen at every step, "
            "twice",
            wrong="pass",
            why=PEEKY,
        ),
        Mistake(
            name="peeks_before_the_output_forgotten",
            ja="出力の前の peek を忘れる",
            line="dpeek += dpeek_of_y + dpeek_of_e  # the encoder's state is seen at every step, "
            "twice",
            wrong="dpeek += dpeek_of_e",
            why=PEEKY,
        ),
        Mistake(
            name="peeks_of_the_first_step_alone",
            ja="最初の時刻の peek しか数えない",
            line="dpeek += dpeek_of_y + dpeek_of_e  # the encoder's state is seen at every step, "
            "twice",
            wrong="dpeek = dpeek_of_y + dpeek_of_e",
            why=PEEKY,
        ),
        Mistake(
            name="sum_over_time_forgotten",
            ja="時間について足さない",
            line="grads[name] += gradient  # all steps share the weights",
            wrong="grads[name] = gradient",
            why=Text(
                "All steps share the cell's weights; an assignment keeps only the gradient of the "
                "first step, which is computed last.",
                "セルの重みは全時刻で共有される。代入では、最後に計算される最初の時刻の分しか残らない。",
            ),
        ),
        Mistake(
            name="encoders_gradient_dropped",
            ja="エンコーダの勾配を捨てる",
            line="dh0 = dstates[0] + dpeek",
            wrong="dh0 = dpeek",
            why=Text(
                "What comes back before the first step belongs to the encoder; dropped, the "
                "encoder never learns.",
                "最初の時刻より前に戻ってきた勾配はエンコーダのものである。"
                "捨てるとエンコーダが学習しない。",
            ),
        ),
    ),
)
