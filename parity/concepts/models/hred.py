"""The hierarchical recurrent encoder-decoder."""

from __future__ import annotations

import numpy as np

from parity.concepts.models import _dialogues as dialogues
from parity.concepts.models._dialogue_derivations import OF_HRED
from parity.concepts.models._dialogues import dialogue_case, lengths_of
from parity.concepts.models._shared import order_mistakes
from parity.concepts.models._sources import SERBAN, SORDONI
from parity.concepts.models._words import EMBEDDING
from parity.concepts.recurrent import _shared as recurrent
from parity.describing.concept import Concept, Default, Divergence, Mistake, Text
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _by_parts(of: Implementations, a: Arrays) -> Arrays:
    """Return what the layers give one after another, the utterances one by one."""
    encoder, context = of("lstm")(3, 5), of("lstm")(5, 4)
    decoder, loss = of("decoder")(7, 3, 5, "lstm"), of("time_softmax_cross_entropy")()
    encoder.params.update({name: a[f"encoder.{name}"] for name in encoder.params})
    context.params.update({name: a[f"context.{name}"] for name in context.params})
    for name, array in decoder.params.items():
        array[...] = a[f"decoder.{name}"]
    vectors, W, b = a["embedding.W"], a["bridge.W"], a["bridge.b"]
    (N, M, _), t = a["x"].shape, a["t"]
    u = np.stack([encoder.forward(vectors[a["x"][:, m]])[1] for m in range(M)], axis=1)
    s, *_ = context.forward(u)
    h0 = np.tanh(s @ W + b).reshape(N * M, -1)
    y, *_ = decoder.forward(t[..., :-1].reshape(N * M, -1), h0)
    L = loss.forward(y, t[..., 1:].reshape(N * M, -1))
    dh0, _ = decoder.backward(loss.backward(a["dy"]))
    da = (dh0 * (1 - h0**2)).reshape(N, M, -1)
    du, *_ = context.backward(da @ W.T)
    des, grads = [], {name: np.zeros_like(array) for name, array in encoder.params.items()}
    for m in range(M):
        ys, *_ = encoder.forward(vectors[a["x"][:, m]])
        des.append(encoder.backward(np.zeros_like(ys), du[:, m])[0])
        for name, gradient in encoder.grads.items():
            grads[name] += gradient
    de = np.concatenate(des, axis=1)
    return {
        "L": L,
        "dembedding.W": np.einsum("nkv,nke->ve", np.eye(7)[a["x"].reshape(N, -1)], de),
        **{f"dencoder.{name}": gradient for name, gradient in grads.items()},
        **{f"dcontext.{name}": gradient for name, gradient in context.grads.items()},
        **{f"ddecoder.{name}": gradient for name, gradient in decoder.grads.items()},
        "dbridge.W": np.einsum("nmc,nmh->ch", s, da),
        "dbridge.b": da.sum(axis=(0, 1)),
    }


HRED = Concept(
    kind="layer",
    order=7,
    syllabus=("3-5-3",),
    needs=("seq2seq",),
    title=Text("HRED", "HRED(階層的エンコーダ・デコーダ)"),
    summary=Text(
        "A dialogue is read by two RNNs, one over the words of an utterance, one over the "
        "utterances; a decoder writes the reply from the state of the second.",
        "対話を2つの RNN で読む。一方は発話の単語を、もう一方は発話を順に読み、"
        "後者の状態からデコーダが返答を書く。",
    ),
    why=Text(
        "A reply depends on what was said long ago, and a dialogue read as one long sentence has "
        "hundreds of words: no state keeps them, and no gradient comes back that far. But it has "
        "few utterances. So one network puts each utterance into a vector, and another one goes "
        "from vector to vector: between the first utterance and the reply stand a few steps. "
        "Sequence to sequence forgets everything but the last utterance; HRED is the same with a "
        "memory between encoder and decoder.",
        "返答は、ずっと前の発話にも左右される。対話全体を1つの長い文として読むと数百語になり、"
        "状態はそれを覚えきれず、勾配もそこまで戻らない。しかし発話の数は少ない。"
        "そこで、一方のネットワークが各発話を1本のベクトルにまとめ、"
        "もう一方がベクトルからベクトルへ進む。"
        "最初の発話から返答までは数ステップで済む。Seq2Seq は直前の発話しか知らないが、"
        "HRED はエンコーダとデコーダの間に記憶を置いたものである。",
    ),
    equation="u_m = encoder(x_m), s_m = context(u_m, s_(m-1)), h0_m = tanh(s_m W + b), "
    "y_m = decoder(t_m, from h0_m); L = -mean log softmax(y_mk)_(t_m(k+1))",
    formula=(
        r"u_m = \text{LSTM}_{\text{enc}}(E[x_{m1}], \dots, E[x_{mS}])",
        r"s_m = \text{LSTM}_{\text{ctx}}(u_m, s_{m-1}), \quad h^0_m = \tanh(s_m W + b)",
        r"L = -\frac{1}{n} \sum_{m, k} \log\, \text{softmax}(y_{mk})[t_{m, k+1}]",
        r"\frac{\partial L}{\partial s_m} = \left( \frac{\partial L}{\partial h^0_m} \odot "
        r"(1 - (h^0_m)^2) \right) W^\top + \left. \frac{\partial L}{\partial s_m} "
        r"\right|_{s_{m+1}}",
    ),
    derivation=OF_HRED,
    shapes={**dialogues.SHAPES, "bridge.W": "(n_context, n_hidden)", "bridge.b": "(n_hidden,)"},
    sources=(SORDONI, SERBAN),
    weights={"embedding.W": EMBEDDING, "decoder.embedding.W": EMBEDDING},
    cases=(
        dialogue_case(
            "all_steps",
            (2, 3, 5, 4, 7, 6, 8, 9),
            differences=("dembedding.W", "dcontext.W", "ddecoder.cell.U"),
        ),
        dialogue_case("simple_rnn", (3, 2, 4, 5, 7, 3, 5, 4), "simple_rnn"),
        dialogue_case(
            "utterances_padded",
            (2, 3, 4, 5, 7, 2, 5, 6),
            lengths=lengths_of((4, 1, 2), (3, 4, 1)),
        ),
        dialogue_case("replies_padded", (2, 3, 4, 5, 6, 4, 5, 3), ends=(5, 2, 4, 3, 5, 2)),
        dialogue_case("a_reply_of_padding", (3, 2, 4, 5, 6, 3, 4, 5), ends=(5, 3, 4, 1, 2, 5)),
        dialogue_case("another_label_ignored", (3, 2, 4, 6, 5, 3, 7, 2), ignore_label=1),
        dialogue_case(
            "simple_rnn_and_both_padded",
            (2, 3, 4, 5, 7, 2, 5, 6),
            "simple_rnn",
            lengths=lengths_of((4, 1, 2), (3, 2, 4)),
            ends=(4, 2, 3, 2, 4, 3),
        ),
        dialogue_case("one_dialogue", (1, 4, 3, 5, 6, 2, 5, 3)),
        dialogue_case(
            "one_word_each",
            (3, 4, 1, 2, 6, 3, 5, 4),
            zero={"dencoder.U": "the encoder's state before its only step is 0"},
        ),
    ),
    defaults=(
        Default("layer", "lstm"),
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
            name="padding_read",
            ja="パディングも読む",
            summary=Text(
                "A recurrent layer of PyTorch knows no mask: utterances that are not packed are "
                "read to the end of their padding, and their last state is that of the padding. "
                "Keras leaves the state as it is where the mask says so.",
                "PyTorch の再帰型の層にはマスクがない。pack しない発話はパディングの終わりまで"
                "読まれ、最後の状態はパディングを読んだ後のものになる。Keras は、マスクの位置では"
                "状態をそのまま保つ。",
            ),
            reconciled=Text(
                "PyTorch: pack the utterances with their lengths.",
                "PyTorch では、発話を長さとともに pack する。",
            ),
            source="torch.nn.utils.rnn.pack_padded_sequence; keras.layers.LSTM: mask",
            case="utterances_padded",
            native={
                "torch": {
                    "callable": "torch_impl.models.hred._PaddingRead",
                    "vocab": 7,
                    "emb": 2,
                    "n_hidden": 5,
                    "n_context": 6,
                },
                "keras": {},
            },
            quantity="L",
        ),
    ),
    conventions=(
        *recurrent.ORDERS,
        dialogues.SIMPLE_LAYERS,
    ),
    also_called=(
        "hierarchical_recurrent_encoder_decoder",
        "hierarchical_encoder_decoder",
        "hierarchical_seq2seq",
    ),
    identities=(
        Identity(
            sibling="decoder",
            text=Text(
                "It is an encoder, a recurrent layer over its last states and a decoder, each "
                "utterance encoded by itself with the same weights.",
                "各発話を同じ重みのエンコーダで別々に読み、その最後の状態を再帰型の層で読み、"
                "デコーダで書くことと同じである。",
            ),
            case=dialogue_case("in_parts", (2, 3, 4, 5, 7, 3, 5, 4)),
            left=evaluated("hred"),
            right=_by_parts,
        ),
    ),
    mistakes=(
        *order_mistakes(
            'order = "ifog"  # in which the gates of all three stand in their W, U and b'
        ),
        Mistake(
            name="context_not_carried",
            ja="文脈を引き継がない",
            line="s, *_ = self.context.forward(u.reshape(N, M, u.shape[1]))",
            wrong="s = self.context.forward(u[:, None])[0].reshape(N, M, -1)",
            why=dialogues.ONE_DIALOGUE,
        ),
        Mistake(
            name="dialogues_mixed",
            ja="対話が混ざる",
            line="s, *_ = self.context.forward(u.reshape(N, M, u.shape[1]))",
            wrong="s, *_ = self.context.forward(u.reshape(M, N, -1).swapaxes(0, 1))",
            why=Text(
                "All utterances of the first dialogue come before those of the second: another "
                "order of the axes mixes the dialogues.",
                "平らにした並びでは、1つ目の対話の発話がすべて2つ目より先に来る。"
                "軸の順を取り違えると対話が混ざる。",
            ),
        ),
        Mistake(
            name="context_not_passed_to_the_decoder",
            ja="文脈をデコーダに渡さない",
            line="y, *_ = self.decoder.forward(read, self.h0.reshape(len(read), -1))",
            wrong="y, *_ = self.decoder.forward(read, np.zeros_like(self.h0).reshape(len(read), "
            "-1))",
            why=Text(
                "The context is all that the decoder knows of the dialogue. Begun with zeros it "
                "says the same to everything.",
                "文脈は、対話についてデコーダの知るすべてである。0 から始めると、"
                "何に対しても同じ返答をするモデルになる。",
            ),
        ),
        Mistake(
            name="tanh_forgotten_on_the_way_back",
            ja="逆伝播で tanh を忘れる",
            line="da = dh0.reshape(self.h0.shape) * (1 - self.h0**2)",
            wrong="da = dh0.reshape(self.h0.shape)",
            why=dialogues.SLOPE_OF_TANH,
        ),
        Mistake(
            name="last_utterance_alone",
            ja="最後の発話しか使わない",
            line="du, *_ = self.context.backward(ds)",
            wrong="ds = ds * (np.arange(ds.shape[1]) == ds.shape[1] - 1)[:, None]; "
            "du, *_ = self.context.backward(ds)",
            why=Text(
                "Every utterance has a reply, so every state of the context gets a gradient of its "
                "own, besides that of the step behind it.",
                "どの発話にも返答があるので、文脈の各状態には、次のステップから戻る分のほかに、"
                "それぞれの返答からの勾配が届く。",
            ),
        ),
        Mistake(
            name="encoders_gradient_dropped",
            ja="エンコーダの勾配を捨てる",
            line="de, *_ = self.encoder.backward(dstates, du)  # only the last state of each was "
            "looked at",
            wrong="de, *_ = self.encoder.backward(dstates)",
            why=dialogues.UTTERANCES_DROPPED,
        ),
        Mistake(
            name="taught_the_word_that_it_reads",
            ja="入力した単語をそのまま正解とする",
            line="read, wanted = t[:, :-1], t[:, 1:]",
            wrong="read, wanted = t[:, :-1], t[:, :-1]",
            why=Text(
                "The decoder reads a word of the reply and should say the next one; not shifted, "
                "it learns to copy.",
                "デコーダは返答の単語を読み、その次の単語を答える。"
                "ずらさないと、写すことしか学習しない。",
            ),
        ),
    ),
)
