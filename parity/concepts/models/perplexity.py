"""Perplexity."""

from __future__ import annotations

import math

import numpy as np

from parity.concepts.models._shared import MEAN_OVER_TOKENS
from parity.concepts.models._words import words
from parity.describing.concept import Case, Concept, Convention, Default, Divergence, Mistake, Text
from parity.describing.draw import normal, probabilities, uniform, values
from parity.describing.identity import Arrays, Identity, Implementations

TINY = 2.0**-30
"""Less than the 1e-7 at which Keras clips probabilities."""

OUTPUT = {"outputs": ("ppl",)}


def _of_the_loss(of: Implementations, a: Arrays) -> Arrays:
    """Return exp of the mean cross-entropy over the tokens that count."""
    L = of("time_softmax_cross_entropy")().forward(a["x"], a["t"])
    return {"ppl": np.exp(L)}


def _of_logits(of: Implementations, a: Arrays) -> Arrays:
    return {"ppl": of("perplexity")(a["x"], a["t"], given="logits")}


def _of_bits(of: Implementations, a: Arrays) -> Arrays:
    return {"ppl": of("perplexity")(a["x"] / np.log(2), base=2.0, given="losses")}


def _of_nats(of: Implementations, a: Arrays) -> Arrays:
    return {"ppl": of("perplexity")(a["x"], given="losses")}


perplexity = Concept(
    kind="function",
    name="perplexity",
    order=2,
    syllabus=("2-1-12", "3-5-3", "4-4-3"),
    needs=("softmax_cross_entropy",),
    title=Text("Perplexity", "パープレキシティ"),
    summary=Text(
        "Among how many equally likely words a language model hesitates at each step: exp of the "
        "mean cross-entropy. 1 is perfect, the size of the vocabulary is guessing.",
        "言語モデルが各時刻で、実質何個の単語の間で迷っているか。"
        "平均交差エントロピーの exp である。1 なら完全、語彙数に等しければ当て推量と同じである。",
    ),
    why=Text(
        "A cross-entropy of 4.6 says little by itself. Its exponential does: the model is as "
        "uncertain as if it had to choose among 100 words with equal chances. It is the usual "
        "measure of language models, and comparable only where the vocabulary and the tokens are "
        "the same. What goes wrong is the bookkeeping: the base of the logarithm, the tokens that "
        "do not count, and over what the mean is taken.",
        "交差エントロピーが 4.6 と聞いても大きさの見当がつかない。exp を取ると、100個の単語から"
        "等確率で選ぶのと同じだけ迷っている、と読める。言語モデルの標準的な指標だが、比較できるのは"
        "語彙とトークンの切り方が同じときに限る。間違えやすいのは、対数の底、数えないトークン、"
        "何についての平均か、という点である。",
    ),
    equation="perplexity = exp(-1/n sum_i log p_i), over the n tokens that count; from losses with "
    "another logarithm base ** mean",
    formula=(
        r"\text{PP} = \exp\left( -\frac{1}{n} \sum_i \log\, p_i \right)",
        r"\text{PP} = b^{H}, \quad H = -\frac{1}{n} \sum_i \log_b\, p_i",
    ),
    shapes={
        "x": "(..., C) probabilities or logits, or (...) losses",
        "t": "(...) the numbers of the right words",
        "ppl": "scalar",
    },
    sources=(
        "Jelinek, Mercer, Bahl and Baker (1977), Perplexity: a measure of the difficulty of speech "
        "recognition tasks, JASA 62",
        "Goodfellow, Bengio and Courville (2016), Deep Learning, section 12.4",
    ),
    cases=(
        Case(
            "probabilities",
            inputs={"x": probabilities(3, 4, 5), "t": words(3, 4, vocab=5)},
            options=OUTPUT,
        ),
        Case(
            "one_sequence",
            inputs={"x": probabilities(6, 4), "t": words(6, vocab=4)},
            options=OUTPUT,
        ),
        Case(
            "padded",
            inputs={"x": probabilities(3, 5, 4), "t": words(3, 5, vocab=4, ends=(5, 1, 3))},
            options=OUTPUT,
        ),
        Case(
            "another_label_ignored",
            inputs={"x": probabilities(2, 5, 4), "t": values([[1, 0, 3, 0, 2], [2, 3, 0, 0, 0]])},
            config={"ignore_label": 0},
            options=OUTPUT,
        ),
        Case(
            "all_count",
            inputs={"x": probabilities(2, 3, 4), "t": words(2, 3, vocab=4)},
            config={"ignore_label": None},
            options=OUTPUT,
        ),
        Case(
            "logits",
            inputs={"x": normal(3, 5, 4), "t": words(3, 5, vocab=4, ends=(2, 5, 4))},
            config={"given": "logits"},
            options=OUTPUT,
        ),
        Case(
            "large_logits",
            inputs={"x": normal(2, 3, 4, scale=20.0), "t": values([[0, -1, -1], [2, 1, -1]])},
            config={"given": "logits"},
            options=OUTPUT,
            ours=True,
        ),
        Case(
            "losses",
            inputs={"x": uniform(3, 4, low=0.25, high=3.0)},
            config={"given": "losses"},
            options=OUTPUT,
        ),
        Case(
            "losses_in_bits",
            inputs={"x": uniform(2, 5, low=0.25, high=4.0)},
            config={"given": "losses", "base": 2.0},
            options=OUTPUT,
        ),
        Case(
            "losses_padded",
            inputs={
                "x": uniform(3, 4, low=0.25, high=3.0),
                "t": words(3, 4, vocab=9, ends=(1, 4, 2)),
            },
            config={"given": "losses", "base": 10.0},
            options=OUTPUT,
        ),
        Case(
            "one_loss",
            inputs={"x": values(4.5)},
            config={"given": "losses"},
            options=OUTPUT,
        ),
        Case(
            "a_word_of_tiny_probability",
            inputs={
                "x": values(
                    [[0.5, 0.5, TINY], [0.25, 0.25, 0.5], [TINY, 1, TINY], [0.5, TINY, 0.5]]
                ),
                "t": values([0, 2, 1, 1]),
            },
            options=OUTPUT,
            ours=True,
        ),
    ),
    defaults=(
        Default("given", "probabilities"),
        Default(
            "ignore_label",
            -1,
            torch=("torch.nn.CrossEntropyLoss", "ignore_index", -100),
            keras=("keras.losses.SparseCategoricalCrossentropy", "ignore_class", None),
        ),
        Default("base", math.e),
    ),
    divergences=(
        Divergence(
            name="clipped_probabilities",
            ja="確率のクリッピング",
            summary=Text(
                "A word that came with a tiny probability makes the perplexity large, and infinite "
                "where that was 0. Keras' cross-entropy clips probabilities at 1e-7, so the same "
                "text gets a smaller number that depends on that constant.",
                "ごく小さい確率の単語が実際に現れるとパープレキシティは大きくなり、確率 0 なら"
                "無限大である。Keras の交差エントロピーは確率を 1e-7 で切り詰めるので、"
                "同じ文章に対して、この定数に左右される小さめの値を返す。",
            ),
            reconciled=Text(
                "Take the logarithm of the probabilities as they are, or give the loss logits.",
                "確率の対数をそのまま取るか、損失にロジットを渡す。",
            ),
            source="keras.backend.epsilon: 1e-07; keras/src/backend/tensorflow/nn.py: "
            "sparse_categorical_crossentropy clips its output",
            case="a_word_of_tiny_probability",
            native={
                "numpy": {},
                "keras": {"callable": "tf_impl.models.perplexity._clipped"},
            },
            quantity="ppl",
        ),
    ),
    conventions=(
        Convention(
            name="takes_losses",
            text=Text(
                "What is given are the losses of the tokens, or their mean, in nats.",
                "渡すのは各トークンの損失、またはその平均(ナット)である。",
            ),
            config={"given": "losses"},
        ),
        Convention(
            name="takes_logits",
            text=Text("What is given are logits.", "渡すのはロジットである。"),
            config={"given": "logits"},
        ),
        Convention(
            name="losses_in_bits",
            text=Text(
                "The losses are in bits, so the perplexity is 2 to the power of their mean.",
                "損失はビット単位(底 2)なので、パープレキシティは 2 の平均乗である。",
            ),
            config={"base": 2.0},
        ),
    ),
    also_called=("ppl", "calc_perplexity", "compute_perplexity"),
    identities=(
        Identity(
            sibling="time_softmax_cross_entropy",
            text=Text(
                "It is exp of the softmax cross-entropy over time.",
                "各時刻のソフトマックス交差エントロピーの平均を取り、exp を計算したものである。",
            ),
            case=Case(
                "of_the_loss",
                inputs={"x": normal(3, 4, 5), "t": words(3, 4, vocab=5, ends=(4, 2, 3))},
                options=OUTPUT,
            ),
            left=_of_logits,
            right=_of_the_loss,
        ),
        Identity(
            sibling="perplexity",
            text=Text(
                "The base makes no difference where loss and power have the same.",
                "損失の対数とべき乗の底が同じであれば、底を何にしても値は変わらない。",
            ),
            case=Case(
                "bits_or_nats",
                inputs={"x": uniform(3, 4, low=0.25, high=3.0)},
                options=OUTPUT,
            ),
            left=_of_nats,
            right=_of_bits,
        ),
    ),
    mistakes=(
        Mistake(
            name="power_of_2_of_nats",
            ja="自然対数の値を 2 のべきに使う",
            line="return np.exp(mean_loss * x.dtype.type(np.log(base)))",
            wrong="return x.dtype.type(2) ** mean_loss",
            why=Text(
                "The power must have the base of the logarithm: losses from np.log are nats and "
                "belong into exp, those from log2 are bits and belong into 2 ** H.",
                "べき乗の底は対数の底と揃える。np.log の損失(ナット)なら exp、"
                "log2 の損失(ビット)なら 2 ** H である。",
            ),
        ),
        Mistake(
            name="padding_counted",
            ja="パディングを数える",
            line="mean_loss = losses[counts].mean()",
            wrong="mean_loss = np.where(counts, losses, 0).sum() / counts.size",
            why=Text(
                "Padding adds no loss, so it must not be divided by either; counted, a batch with "
                "much padding looks better than it is.",
                "パディングは損失に寄与しないので、割る数にも入れない。"
                "入れると、パディングの多いバッチほど良く見えてしまう。",
            ),
        ),
        Mistake(
            name="mean_of_each_sequence",
            ja="系列ごとに平均する",
            line="mean_loss = losses[counts].mean()",
            wrong="mean_loss = np.mean([row[c].mean() for row, c in zip(np.atleast_2d(losses), "
            "np.atleast_2d(counts)) if c.any()]).astype(x.dtype)",
            why=MEAN_OVER_TOKENS,
        ),
        Mistake(
            name="not_averaged",
            ja="平均しない",
            line="mean_loss = losses[counts].mean()",
            wrong="mean_loss = losses[counts].sum()",
            why=Text(
                "The sum gives one over the probability of the whole text, which grows with its "
                "length; the mean makes texts comparable.",
                "和では文章全体の確率の逆数になり、長さとともに増えてしまう。"
                "平均を取ることで、長さの違う文章を比べられる。",
            ),
        ),
        Mistake(
            name="exponent_forgotten",
            ja="指数関数を忘れる",
            line="return np.exp(mean_loss * x.dtype.type(np.log(base)))",
            wrong="return mean_loss",
            why=Text(
                "That is the cross-entropy; the perplexity is its exponential.",
                "それは交差エントロピーである。パープレキシティはその exp である。",
            ),
        ),
    ),
)
