"""A recurrent language model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from parity.concepts.losses._draws import SCALAR
from parity.concepts.models._rnn_language_model_derivation import DERIVATION
from parity.concepts.models._shared import AN_LSTM, order_mistakes
from parity.concepts.models._sources import MIKOLOV, SUNDERMEYER
from parity.concepts.models._words import EMBEDDING, affine_weights, recurrent_weights, words
from parity.concepts.recurrent import _shared as recurrent
from parity.describing.concept import Case, Concept, Convention, Default, Divergence, Mistake, Text
from parity.describing.draw import normal
from parity.describing.identity import Arrays, Identity, Implementations, evaluated

Sizes = tuple[int, int, int, int, int]


def _case(
    name: str,
    sizes: Sizes,
    layer: str = "",
    states: Sequence[str] = (),
    ends: Sequence[int] = (),
    repeat: int = 1,
    **config: Any,
) -> Case:
    """Return a case with N, T, vocab, emb and n_hidden.

    Args:
        name: the case's.
        sizes: those.
        layer: the recurrent layer's name; the default if none is given.
        states: the first states that are given.
        ends: from where on the targets of each row do not count.
        repeat: how many calls follow each other.
        config: the constructor's further arguments.
    """
    N, T, vocab, emb, H = sizes
    first = {state: normal(N, H, scale=0.5) for state in states}
    told = {"layer": layer} if layer else {}
    return Case(
        name,
        inputs={"x": words(N, T, vocab=vocab), "t": words(N, T, vocab=vocab, ends=ends), **first},
        params={
            "embedding.W": normal(vocab, emb),
            **recurrent_weights("rnn", emb, H, layer or "lstm"),
            **affine_weights("affine", H, vocab),
        },
        upstream={"L": SCALAR},
        config={"vocab": vocab, "emb": emb, "n_hidden": H, **told, **config},
        repeat=repeat,
        options={
            "outputs": ("L",),
            "differences": ("dembedding.W", "drnn.U", *(f"d{state}" for state in states)),
        },
    )


def _by_parts(of: Implementations, a: Arrays) -> Arrays:
    """Return what the recurrent layer, the dense layer and the loss give one after another."""
    rnn, affine = of("lstm")(3, 5), of("time_distributed")(5, 7)
    loss = of("time_softmax_cross_entropy")()
    for part, layer in (("rnn", rnn), ("affine", affine)):
        layer.params.update({name: a[f"{part}.{name}"] for name in layer.params})
    vocabulary = np.eye(7)
    e = vocabulary[a["x"]] @ a["embedding.W"]
    y, *_ = rnn.forward(e, a["h0"], a["c0"])
    value = loss.forward(affine.forward(y), a["t"])
    de, dh0, dc0 = rnn.backward(affine.backward(loss.backward(a["dy"])))
    found = {"L": value, "dh0": dh0, "dc0": dc0}
    found["dembedding.W"] = np.einsum("ntv,nte->ve", vocabulary[a["x"]], de)
    for part, layer in (("rnn", rnn), ("affine", affine)):
        found |= {f"d{part}.{name}": gradient for name, gradient in layer.grads.items()}
    return found


RNNLanguageModel = Concept(
    kind="layer",
    name="rnn_language_model",
    order=4,
    syllabus=("3-5-1", "3-5-2"),
    needs=("lstm", "time_distributed", "time_softmax_cross_entropy", "perplexity"),
    title=Text("Recurrent language model", "RNN言語モデル"),
    summary=Text(
        "Reads a text word by word and says at every step how likely each word is to come next: "
        "vectors of words, an LSTM, a dense layer, and a softmax over the vocabulary.",
        "文章を1語ずつ読み、各時刻で次に来る単語の確率を求める。単語ベクトル、LSTM、全結合層、"
        "語彙についてのソフトマックスからなる。",
    ),
    why=Text(
        "A text is its own teacher: the right answer at each step is the next word, so nobody has "
        "to label anything. An n-gram counts what followed the last few words; a recurrent model "
        "keeps in its state what matters of all words so far. A long text does not fit into one "
        "pass, so it is read in pieces: the state is carried from one to the next, the gradient "
        "is not.",
        "文章はそれ自体が教師である。各時刻の正解は次の単語なので、ラベル付けがいらない。"
        "n-gram は直前の数語の後に何が来たかを数えるが、RNN はそれまでの全単語から必要なことを"
        "状態に保持する。長い文章は一度には処理できないので、区切って読む。状態は次の区間へ"
        "引き継ぎ、勾配は引き継がない。",
    ),
    equation="e_t = E[x_t], h_t = rnn(e_t, h_(t-1)), y_t = h_t V + b; "
    "L = -mean log softmax(y_t)_(t_t)",
    formula=(
        r"e_t = E[x_t], \quad h_t = \text{rnn}(e_t, h_{t-1}), \quad y_t = h_t V + b",
        r"L = -\frac{1}{n} \sum_t \log\, p_t[x_{t+1}], \quad p_t = \text{softmax}(y_t)",
        r"\frac{\partial L}{\partial h_t} = \frac{\partial L}{\partial y_t} V^\top, \quad "
        r"\frac{\partial L}{\partial V} = \sum_t h_t^\top \frac{\partial L}{\partial y_t}",
        r"\frac{\partial L}{\partial E[w]} = \sum_{t : x_t = w} \frac{\partial L}{\partial e_t}",
    ),
    derivation=DERIVATION,
    shapes={
        "x, t": "(N, T) the numbers of words",
        "h0, c0": "(N, n_hidden)",
        "embedding.W": "(vocab, emb)",
        "rnn.W, rnn.U, rnn.b": "as of the layer",
        "affine.W": "(n_hidden, vocab)",
        "affine.b": "(vocab,)",
        "L": "scalar",
    },
    sources=(MIKOLOV, SUNDERMEYER),
    weights={"embedding.W": EMBEDDING},
    cases=(
        _case("all_steps", (3, 4, 7, 5, 6)),
        _case("first_states", (2, 4, 7, 3, 5), "lstm", ("h0", "c0")),
        _case("targets_ignored", (3, 5, 6, 4, 2), ends=(5, 2, 4)),
        _case("another_label_ignored", (2, 6, 3, 4, 5), ignore_label=2),
        _case("simple_rnn", (3, 5, 6, 4, 2), "simple_rnn", ("h0",)),
        _case("gru", (2, 4, 5, 3, 6), "gru", ("h0",), ends=(3, 4)),
        _case("stateful", (2, 3, 7, 4, 5), stateful=True, repeat=3),
        _case(
            "stateful_simple_rnn",
            (3, 2, 5, 6, 4),
            "simple_rnn",
            ends=(2, 1, 2),
            stateful=True,
            repeat=2,
        ),
        _case("one_sequence", (1, 6, 4, 3, 5)),
        _case("one_step", (4, 1, 5, 3, 2), states=("h0", "c0")),
    ),
    defaults=(
        Default("layer", "lstm"),
        Default("stateful", False, keras=("keras.layers.LSTM", "stateful", False)),
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
            name="a_loss_of_probabilities",
            ja="確率を受け取る損失",
            summary=Text(
                "PyTorch's loss takes logits. Keras' takes probabilities unless it is told "
                "from_logits=True: a model that ends in a dense layer gets a number that means "
                "nothing, and no error.",
                "PyTorch の損失はロジットを受け取る。Keras の損失は from_logits=True を指定しない"
                "限り確率を受け取るので、全結合層で終わるモデルでは、エラーにならないまま"
                "意味のない値になる。",
            ),
            reconciled=Text("Keras: from_logits=True.", "Keras では from_logits=True とする。"),
            source="keras.losses.SparseCategoricalCrossentropy: from_logits=False",
            case="all_steps",
            native={
                "torch": {},
                "keras": {
                    "callable": "tf_impl.models.rnn_language_model._OfProbabilities",
                    "vocab": 7,
                    "emb": 5,
                    "n_hidden": 6,
                },
            },
            quantity="L",
        ),
    ),
    also_called=("rnnlm", "simple_rnnlm", "char_rnn", "lstm_language_model", "lm"),
    identities=(
        Identity(
            sibling="lstm",
            text=Text(
                "It is vectors of words, an LSTM, a dense layer at every step and the softmax "
                "cross-entropy over time.",
                "単語ベクトル、LSTM、各時刻の全結合層、"
                "時系列のソフトマックス交差エントロピーを順につないだものである。",
            ),
            case=_case("in_parts", (2, 4, 7, 3, 5), "lstm", ("h0", "c0"), ends=(4, 2)),
            left=evaluated("rnn_language_model"),
            right=_by_parts,
        ),
    ),
    conventions=(
        *recurrent.ORDERS,
        Convention(
            name="stateful",
            text=Text(
                "Each call begins with the last state of the call before.",
                "各呼び出しは、前回の最後の状態から始まる。",
            ),
            config={"stateful": True},
        ),
        Convention(
            name="simple_layer",
            text=Text("The layer is a simple RNN.", "層は単純な RNN である。"),
            config={"layer": "simple_rnn"},
        ),
    ),
    mistakes=(
        *order_mistakes(AN_LSTM),
        Mistake(
            name="target_not_the_next_word",
            ja="目標が次の単語でない",
            line="return self.loss.forward(y, t)",
            wrong="return self.loss.forward(y, np.where(np.asarray(t) < 0, t, x))",
            why=Text(
                "The target at each step is the word that follows; a model that is taught the word "
                "that it just read learns to repeat it.",
                "各時刻の正解は次の単語である。読んだばかりの単語を正解にすると、"
                "それを繰り返すことしか学習しない。",
            ),
        ),
        Mistake(
            name="softmax_twice",
            ja="ソフトマックスを 2 度掛ける",
            line="return self.loss.forward(y, t)",
            wrong="p = np.exp(y - y.max(axis=-1, keepdims=True)); "
            "return self.loss.forward(p / p.sum(axis=-1, keepdims=True), t)",
            why=Text(
                "The loss has the softmax inside and wants logits; of probabilities it takes the "
                "softmax a second time.",
                "損失にはソフトマックスが含まれており、ロジットを受け取る。"
                "確率を渡すとソフトマックスが2回掛かる。",
            ),
        ),
        Mistake(
            name="state_forgotten_between_the_calls",
            ja="呼び出しの間で状態を忘れる",
            line="e = self.embedding.forward(x)",
            wrong="self.reset_state(); e = self.embedding.forward(x)",
            why=Text(
                "A stateful model goes on where the piece before ended; it forgets only where a "
                "new text begins.",
                "stateful なモデルは、前の区間が終わったところから続ける。"
                "状態を消すのは、新しい文章が始まるときだけである。",
            ),
        ),
        Mistake(
            name="first_state_not_taken",
            ja="最初の状態を受け取らない",
            line="h, *_ = self.rnn.forward(e, **first_states(self.rnn, h0, c0))",
            wrong="h, *_ = self.rnn.forward(e)",
            why=Text(
                "The state that is given is what was read before; without it the text begins anew.",
                "渡された状態は、それまでに読んだ内容である。使わないと文章の途中が先頭扱いになる。",
            ),
        ),
        Mistake(
            name="gradient_of_the_last_step_alone",
            ja="最後の時刻の勾配しか使わない",
            line="de, *dfirst = self.rnn.backward(dh)",
            wrong="dh[:, :-1] = 0; de, *dfirst = self.rnn.backward(dh)",
            why=Text(
                "Every step has a target of its own, so every state gets a gradient, not the last "
                "one alone.",
                "正解は時刻ごとにあるので、最後だけでなくすべての状態に勾配が届く。",
            ),
        ),
        Mistake(
            name="vectors_of_words_not_trained",
            ja="単語ベクトルを学習しない",
            line="self.embedding.backward(de)",
            wrong="self.embedding.backward(np.zeros_like(de))",
            why=Text(
                "The vectors of the words are weights too: what the recurrent layer hands back "
                "trains them.",
                "単語ベクトルも重みである。再帰型の層が返す勾配で学習する。",
            ),
        ),
    ),
)
