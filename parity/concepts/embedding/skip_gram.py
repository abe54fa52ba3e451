"""Skip-gram."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.concepts.embedding import _word_vectors as shared
from parity.concepts.losses._draws import SCALAR
from parity.describing.concept import (
    Case,
    Concept,
    Convention,
    Default,
    Divergence,
    Mistake,
    Text,
    Weight,
)
from parity.describing.derivation import Step
from parity.describing.draw import labels, normal, values
from parity.describing.identity import Arrays, Identity, Implementations


def _case(name: str, sizes: tuple[int, int, int, int], K: int = 0, **inputs: Any) -> Case:
    """Return a case of N examples with C words around, of V words with vectors of length H.

    Args:
        name: the case's.
        sizes: N, C, V, H.
        K: how many negatives each word around has; with 0 it is a softmax over all words.
        inputs: other inputs in place of the drawn ones.
    """
    N, C, V, H = sizes
    drawn = {"center": labels(N, classes=V), "contexts": labels(N, C, classes=V)}
    if K:
        drawn["negative"] = labels(N, C, K, classes=V)
    return Case(
        name,
        inputs={**drawn, **inputs},
        params={"W_in": normal(V, H), "W_out": normal(V, H)},
        upstream=SCALAR,
        config={
            "n_words": V,
            "n_hidden": H,
            **({"output": "negative_sampling"} if K else {}),
        },
        options={"outputs": ("loss",)},
    )


def _itself(of: Implementations, a: Arrays) -> Arrays:
    V, H = a["W_in"].shape
    model = of("skip_gram")(V, H, "negative_sampling")
    model.params.update({"W_in": a["W_in"], "W_out": a["W_out"]})
    value = model.forward(a["center"], a["contexts"], a["negative"])
    model.backward(a["dy"])
    return {"loss": value, **{f"d{name}": grad for name, grad in model.grads.items()}}


def _word_by_word(of: Implementations, a: Arrays) -> Arrays:
    """Add up negative sampling's loss and gradients over the words around."""
    V, H = a["W_in"].shape
    h = a["W_in"][a["center"]]
    loss, dh, dW_out = np.zeros(()), np.zeros_like(h), np.zeros_like(a["W_out"])
    for c in range(a["contexts"].shape[1]):
        part = of("negative_sampling")(V, H)
        part.params["W"] = a["W_out"]
        loss = loss + part.forward(h, a["contexts"][:, c], a["negative"][:, c])
        dh += part.backward(a["dy"])
        dW_out += part.grads["W"]
    dW_in = np.zeros_like(a["W_in"])
    np.add.at(dW_in, a["center"], dh)
    return {"loss": loss, "dW_in": dW_in, "dW_out": dW_out}


SkipGram = Concept(
    kind="layer",
    name="skip_gram",
    order=23,
    syllabus=("4-4-1",),
    needs=("cbow", "negative_sampling"),
    title=Text("Skip-gram (word2vec)", "skip-gram(word2vec)"),
    summary=Text(
        "Predicts the words around from the one between them; the losses of the words around are "
        "added up. CBOW the other way round.",
        "中央の1単語から前後の単語を予測し、前後の各単語についての損失を足し合わせる。"
        "CBOW とは向きが逆である。",
    ),
    why=Text(
        "CBOW averages the words around before it guesses, so a rare word's vector is moved "
        "together with those of its neighbours. Skip-gram makes a task of its own of every pair "
        "of words: a word that comes seldom still gets C gradients each time, and nothing is "
        "averaged away. It is slower, and its vectors are better where data are few or words are "
        "rare.",
        "CBOW は前後の単語を平均してから予測するので、まれな単語のベクトルは隣の単語と"
        "まとめて動かされる。skip-gram は単語の組の1つ1つを独立した課題にする。"
        "めったに現れない単語でも、現れるたびに C 個分の勾配を受け取り、"
        "平均でならされることがない。"
        "計算は遅くなるが、データが少ない場合やまれな単語では、より良いベクトルが得られる。",
    ),
    equation="h = W_in[center]; L = -sum_c log softmax(h W_out^T)_context_c; mean over n",
    formula=(
        r"h_n = W_{\text{in}}[x_n]",
        r"L = -\frac{1}{N} \sum_n \sum_{c=1}^{C} \log\, \text{softmax}(h_n "
        r"W_{\text{out}}^\top)_{t_{nc}}",
        r"\frac{\partial L}{\partial W_{\text{out}}} = \sum_n \left( \sum_c \delta_{nc} "
        r"\right)^\top h_n, \quad \delta_{nc} = \frac{1}{N} (p_n - y_{nc})",
        r"\frac{\partial L}{\partial h_n} = \sum_c \delta_{nc} W_{\text{out}}",
        r"\frac{\partial L}{\partial W_{\text{in}}[w]} = \sum_{n: x_n = w} \frac{\partial "
        r"L}{\partial h_n}",
    ),
    derivation=(
        Step(
            heading=Text(
                "Every word around is an example of its own", "前後の各単語が1つのデータになる"
            ),
            text=Text(
                "The words around are taken as independent given the one between, so their "
                "probabilities multiply and the losses add up. All share the same scores.",
                "中央の単語が与えられたとき、前後の単語は互いに独立とみなす。確率は積になり、"
                "損失は和になる。スコアはどれにも共通である。",
            ),
            equation=r"a_n = h_n W_{\text{out}}^\top, \quad L_n = -\sum_c \log\, "
            r"\text{softmax}(a_n)_{t_{nc}}",
        ),
        Step(
            heading=Text(
                "The scores' gradient adds up over the words around",
                "スコアの勾配は前後の単語についての和である",
            ),
            text=Text(
                "Each word around gives p - y with its own one-hot y; p is the same for all.",
                "前後の各単語が、それぞれの one-hot y による p − y を与える。p は共通である。",
            ),
            equation=r"\frac{\partial L}{\partial a_n} = \sum_c \delta_{nc} = \frac{1}{N} "
            r"\left( C p_n - \sum_c y_{nc} \right)",
            check=Text(
                "It is 0 where p is the share of each word among the words around.",
                "p が前後の単語の出現割合に等しいとき、勾配は 0 になる。",
            ),
        ),
        Step(
            heading=Text(
                "h and W_out go back as in CBOW", "h と W_out の勾配は CBOW と同じ形になる"
            ),
            text=Text(
                "It is the same product; nothing is divided by C, for nothing was averaged.",
                "同じ行列積である。平均を取っていないので、C で割ることもない。",
            ),
            equation=r"\frac{\partial L}{\partial h_n} = \sum_c \delta_{nc} W_{\text{out}}"
            "\n"
            r"\frac{\partial L}{\partial W_{\text{in}}[w]} = \sum_{n: x_n = w} \frac{\partial "
            r"L}{\partial h_n}",
            check=Text(
                "All agree with finite differences and with both frameworks' autograd.",
                "いずれも、数値微分および両フレームワークの自動微分と一致する。",
            ),
        ),
    ),
    shapes={
        "center": "(N,) numbers of words",
        "contexts": "(N, C) numbers of words",
        "negative": "(N, C, K) numbers of words",
        "W_in, W_out": "(n_words, n_hidden)",
        "L": "scalar",
    },
    sources=(
        f"{shared.MIKOLOV_VECTORS}, section 3.2",
        f"{shared.MIKOLOV_SAMPLING}, eq. 1, 2 and 4",
    ),
    weights={
        "W_in": Weight(torch="W_in", keras="embedding.embeddings"),
        "W_out": Weight(torch="sampling.weight", keras="sampling.embedding.embeddings"),
    },
    cases=(
        _case("softmax", (5, 4, 7, 3)),
        _case("window_of_one", (4, 2, 6, 5)),
        _case("one_example", (1, 4, 6, 5)),
        _case("one_word_around", (5, 1, 7, 4)),
        _case("the_same_word_again", (3, 2, 6, 4), center=values([2, 5, 2])),
        _case("negative_sampling", (4, 6, 8, 3), K=5),
        _case("negative_sampling_of_one", (5, 2, 6, 4), K=1),
        _case("negatives_of_one_example", (1, 3, 6, 4), K=2),
    ),
    divergences=(
        Divergence(
            name="mean_over_the_words_around",
            ja="周りの単語で平均する",
            summary=Text(
                "Here the losses of the words around are added up, as in the paper. PyTorch's "
                "cross_entropy over all pairs takes the mean over the words around too: C times "
                "less.",
                "ここでは論文どおり、前後の単語についての損失を足し合わせる。"
                "PyTorch の cross_entropy を単語の組すべてに使うと、前後の単語についても"
                "平均を取るので、C 分の1になる。",
            ),
            reconciled=Text(
                "Take the losses without reduction, add them up over the words around, and average "
                "over the examples.",
                "reduction を none とし、前後の単語について和を、データについて平均を取る。",
            ),
            source="torch.nn.functional.cross_entropy: reduction='mean'",
            case="softmax",
            native={
                "numpy": {},
                "torch": {
                    "callable": "torch_impl.embedding.skip_gram._MeanOverContexts",
                    "n_words": 7,
                    "n_hidden": 3,
                },
            },
            quantity="loss",
        ),
    ),
    defaults=(Default("output", "softmax"), Default("initializer", None)),
    also_called=("skipgram", "simple_skip_gram"),
    conventions=(
        Convention(
            name="averaged_over_the_words_around",
            text=Text(
                "The losses of the words around are averaged, not added up.",
                "前後の単語についての損失を足し合わせず、平均している。",
            ),
            like="averaged_over_the_words_around",
        ),
    ),
    identities=(
        Identity(
            sibling="negative_sampling",
            text=Text(
                "Its loss is that of negative sampling, added up over the words around.",
                "損失は、ネガティブサンプリングの損失を前後の単語について足し合わせたものである。",
            ),
            case=_case("word_by_word", (4, 3, 6, 5), K=2),
            left=_itself,
            right=_word_by_word,
        ),
    ),
    mistakes=(
        Mistake(
            name="only_the_last_word_around",
            ja="周りの最後の単語しか使わない",
            line="dx = dh.reshape(N, C, -1).sum(axis=1)  # h was used for every word around",
            wrong="dx = dh.reshape(N, C, -1)[:, -1]",
            why=Text(
                "h was used for each of the words around, so its gradient is the sum of theirs; "
                "an assignment in a loop keeps the last one.",
                "h は前後のすべての単語に使われたので、勾配はその和である。"
                "ループの中で代入すると、最後の1つしか残らない。",
            ),
        ),
        Mistake(
            name="gradient_averaged_over_the_words_around",
            ja="勾配を周りの単語で平均する",
            line="dx = dh.reshape(N, C, -1).sum(axis=1)  # h was used for every word around",
            wrong="dx = dh.reshape(N, C, -1).mean(axis=1)",
            why=Text(
                "The losses of the words around are added up, not averaged, and so are their "
                "gradients.",
                "前後の単語の損失は平均ではなく和なので、勾配も和になる。",
            ),
        ),
        Mistake(
            name="averaged_over_the_words_around",
            ja="周りの単語で平均する",
            line="return losses.reshape(N, C).sum(axis=1).mean()",
            wrong="return losses.reshape(N, C).mean()",
            why=Text(
                "The loss adds up over the words around; only the examples are averaged.",
                "損失は前後の単語について和を取る。平均を取るのはデータについてだけである。",
            ),
        ),
        Mistake(
            name="repeated_words_lost",
            ja="繰り返す単語の分が失われる",
            line='np.add.at(self.grads["W_in"], self.center, dx)  # a word that comes twice gets '
            "both",
            wrong='self.grads["W_in"][self.center] += dx',
            why=shared.REPEATS_LOST,
        ),
        Mistake(
            name="assigned_in_place_of_added",
            ja="加算でなく代入する",
            line='np.add.at(self.grads["W_in"], self.center, dx)  # a word that comes twice gets '
            "both",
            wrong='self.grads["W_in"][self.center] = dx',
            why=shared.ASSIGNED,
        ),
        Mistake(
            name="gradient_not_averaged",
            ja="勾配を平均しない",
            line="dh = self.losses_backward(np.full(N * C, dL / N))",
            wrong="dh = self.losses_backward(np.full(N * C, dL))",
            why=shared.NOT_AVERAGED,
        ),
        Mistake(
            name="upstream_ignored",
            ja="上流の勾配を無視する",
            line="dh = self.losses_backward(np.full(N * C, dL / N))",
            wrong="dh = self.losses_backward(np.full(N * C, np.ones_like(dL) / N))",
            why=shared.UPSTREAM_IGNORED,
        ),
        Mistake(
            name="contexts_in_another_order",
            ja="文脈の順序が違う",
            line="losses = self.losses(np.repeat(h, C, axis=0), contexts.reshape(-1), negative)",
            wrong="losses = self.losses(np.tile(h, (C, 1)), contexts.reshape(-1), negative)",
            why=Text(
                "The words around are laid out example by example, so h repeats as h1, h1, h2, "
                "h2; tile gives h1, h2, h1, h2, and pairs words with the wrong centre.",
                "前後の単語はデータごとに並ぶので、h は h1, h1, h2, h2 の順に繰り返す。"
                "tile では h1, h2, h1, h2 となり、別の中央の単語と組み合わされる。",
            ),
        ),
    ),
)
