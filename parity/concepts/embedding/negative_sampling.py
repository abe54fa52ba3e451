"""Negative sampling."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.concepts.embedding import _word_vectors as shared
from parity.concepts.embedding._negative_sampling_derivation import DERIVATION
from parity.concepts.losses._conventions import BY_ELEMENT, SUMMED
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
from parity.describing.draw import Draw, labels, normal, values
from parity.describing.identity import Arrays, Identity, Implementations

LOSS = {"outputs": ("loss",)}


def _case(
    name: str, sizes: tuple[int, int, int, int], upstream: Draw = SCALAR, **more: Any
) -> Case:
    """Return a case of N examples with K negatives, of V words with vectors of length H."""
    N, K, V, H = sizes
    config = {"n_words": V, "n_hidden": H, **more.pop("config", {})}
    inputs = {
        "h": normal(N, H),
        "target": labels(N, classes=V),
        "negative": labels(N, K, classes=V),
    }
    return Case(
        name,
        inputs={**inputs, **more.pop("inputs", {})},
        params={"W": normal(V, H)},
        upstream=upstream,
        config=config,
        options=LOSS,
        **more,
    )


def _as_questions(of: Implementations, a: Arrays) -> Arrays:
    """Ask each word's question by the binary cross-entropy of its score."""
    loss = of("binary_cross_entropy_with_logits")("sum")
    words = np.concatenate([a["target"][:, np.newaxis], a["negative"]], axis=1)
    w = a["W"][words]
    score = (w * a["h"][:, np.newaxis]).sum(axis=2)
    t = np.zeros_like(score)
    t[:, 0] = 1
    value = loss.forward(score, t)
    dscore = loss.backward(a["dy"])[..., np.newaxis]
    dW = np.zeros_like(a["W"])
    np.add.at(dW, words, dscore * a["h"][:, np.newaxis])
    return {"loss": value, "dh": (dscore * w).sum(axis=1), "dW": dW}


def _itself(of: Implementations, a: Arrays) -> Arrays:
    layer = of("negative_sampling")(5, 3, "sum")
    layer.params["W"] = a["W"]
    value = layer.forward(a["h"], a["target"], a["negative"])
    return {"loss": value, "dh": layer.backward(a["dy"]), "dW": layer.grads["W"]}


NegativeSampling = Concept(
    kind="layer",
    name="negative_sampling",
    order=20,
    syllabus=("4-4-1",),
    needs=("binary_cross_entropy_with_logits", "softmax_cross_entropy"),
    title=Text("Negative sampling", "ネガティブサンプリング(Negative Sampling)"),
    summary=Text(
        "In place of a softmax over all words: is this the word (yes), and are these few drawn "
        "ones (no)? Each is a question of yes or no, and only these words' vectors are touched.",
        "全単語のソフトマックスの代わりに、正解の単語には「はい」、抽選で選んだ少数の単語には"
        "「いいえ」と答える二値分類を行う。触れるのはこれらの単語のベクトルだけで済む。",
    ),
    why=Text(
        "A softmax over a vocabulary of a million words takes a million scores for each word that "
        "is learned from, and its gradient moves a million vectors. Negative sampling asks only "
        "whether the right word is told from a handful of drawn ones. The number of words no "
        "longer matters, and what is learned is as useful: vectors of words that occur in the "
        "same surroundings come to lie side by side.",
        "語彙が100万語なら、ソフトマックスは1単語を学習するたびに100万個のスコアを計算し、"
        "勾配も100万本のベクトルを動かす。ネガティブサンプリングが問うのは、正解の単語を"
        "抽選で選んだ数個の単語と見分けられるかだけである。計算量は語彙数によらなくなり、"
        "似た文脈に現れる単語のベクトルが近くに集まるという性質は保たれる。",
    ),
    equation="L = -log s(h . w_target) - sum_k log s(-h . w_k), s the sigmoid; mean over n",
    formula=(
        r"L_n = -\log\, s(h_n \cdot w_{t_n}) - \sum_{k=1}^{K} \log\, s(-h_n \cdot w_{nk})",
        r"L = \frac{1}{N} \sum_n L_n, \quad s(a) = \frac{1}{1 + \exp({-a})}",
        r"\frac{\partial L}{\partial a_{nj}} = \frac{1}{N} (s(a_{nj}) - y_{nj}), \quad a_{nj} = "
        r"h_n \cdot w_{nj}",
        r"\frac{\partial L}{\partial h_n} = \sum_j \frac{\partial L}{\partial a_{nj}} w_{nj}",
        r"\frac{\partial L}{\partial w} = \sum_{n, j: w_{nj} = w} \frac{\partial L}{\partial "
        r"a_{nj}} h_n",
    ),
    derivation=DERIVATION,
    shapes={
        "h": "(N, n_hidden)",
        "target": "(N,) numbers of words",
        "negative": "(N, K) numbers of words",
        "W": "(n_words, n_hidden)",
        "L": "scalar, or (N,) without a reduction",
    },
    sources=(
        f"{shared.MIKOLOV_SAMPLING}, section 2.2, eq. 4",
        "Goldberg and Levy (2014), word2vec explained, arXiv:1402.3722",
    ),
    weights={"W": Weight(torch="weight", keras="embedding.embeddings")},
    cases=(
        _case("mean", (5, 3, 7, 4)),
        _case("sum", (4, 2, 6, 3), config={"reduction": "sum"}),
        _case("none", (3, 5, 8, 4), normal(3), config={"reduction": "none"}),
        _case("repeated_words", (6, 4, 3, 5)),
        _case("one_example", (1, 4, 6, 5)),
        _case("one_negative", (4, 1, 5, 3)),
        _case(
            "shared_negatives",
            (3, 4, 6, 5),
            inputs={"negative": values([[0, 2, 5, 2]] * 3), "target": values([1, 3, 4])},
        ),
        _case("no_negatives", (4, 0, 5, 3)),
        Case(
            "sure",
            inputs={
                "h": values([[40.0, 0.0], [0.0, 50.0], [-2.0, 20.0], [30.0, 1.0]]),
                "target": values([0, 1, 1, 2]),
                "negative": values([[2, 2, 2], [2, 2, 3], [3, 2, 2], [0, 3, 1]]),
            },
            params={"W": values([[1.0, 0.25], [-0.5, 1.0], [-1.0, -1.0], [0.5, -0.75]])},
            upstream=normal(4),
            config={"n_words": 4, "n_hidden": 2, "reduction": "none"},
            options=LOSS,
            by_element=("loss",),
            ours=True,  # the logarithm of a sigmoid, as people write it, is infinite here
        ),
    ),
    divergences=(
        Divergence(
            name="noise_contrastive_estimation",
            ja="雑音対照推定(NCE)との違い",
            summary=Text(
                "TensorFlow has no negative sampling. Its nce_loss looks alike, but takes from "
                "each score the logarithm of how often the word is expected among the drawn ones: "
                "it estimates probabilities, where negative sampling only seeks vectors.",
                "TensorFlow にネガティブサンプリングはない。よく似た nce_loss は、その単語が"
                "抽選に現れる回数の期待値の対数をスコアから引く。NCE は確率の推定、"
                "ネガティブサンプリングはベクトルの学習だけを目的とする。",
            ),
            reconciled=Text(
                "Give nce_loss expected counts of 1, whose logarithm is 0, or write the two "
                "log-sigmoids out.",
                "期待値として対数が 0 になる 1 を渡すか、log sigmoid の2つの項を直接書く。",
            ),
            source="tensorflow/python/ops/nn_impl.py, nce_loss: subtract_log_q=True",
            case="shared_negatives",
            native={
                "numpy": {},
                "keras": {
                    "callable": "tf_impl.embedding.negative_sampling._NoiseContrastive",
                    "n_words": 6,
                    "n_hidden": 5,
                },
            },
            quantity="loss",
        ),
    ),
    defaults=(Default("reduction", "mean"), Default("initializer", None)),
    conventions=(
        SUMMED,
        BY_ELEMENT,
        Convention(
            name="small_number_in_the_logarithm",
            text=Text(
                "A small number, 1e-7, is added inside the logarithm, as introductory courses do.",
                "入門書にならい、対数の中に小さな数 1e-7 を足している。",
            ),
            like="small_number_in_the_logarithm",
        ),
    ),
    also_called=("negative_sampling_loss", "neg_sampling_loss", "sgns_loss"),
    identities=(
        Identity(
            sibling="binary_cross_entropy_with_logits",
            text=Text(
                "It is the binary cross-entropy of 1 + K scores, with one label 1 and K labels 0.",
                "1 + K 個のスコアに対する二値交差エントロピーで、"
                "ラベルは1つだけ 1、残り K 個が 0 である。",
            ),
            case=_case("questions_of_yes_or_no", (4, 2, 5, 3)),
            left=_itself,
            right=_as_questions,
        ),
    ),
    mistakes=(
        Mistake(
            name="negatives_labelled_1",
            ja="負例のラベルを 1 とする",
            line="self.t[:, 0] = 1  # the target is a yes, every negative a no",
            wrong="self.t[:] = 1",
            why=Text(
                "A negative stands for the words that do not fit. Labelled 1 as well, there is "
                "nothing to tell apart, and all vectors become alike.",
                "負例は「当てはまらない単語」の代表である。これにも 1 を付けると見分けるものが"
                "なくなり、すべてのベクトルが同じ向きに揃ってしまう。",
            ),
        ),
        Mistake(
            name="repeated_words_lost",
            ja="繰り返す単語の分が失われる",
            line='np.add.at(self.grads["W"], self.words, dw)  # a word that comes twice gets both',
            wrong='self.grads["W"][self.words] += dw',
            why=shared.REPEATS_LOST,
        ),
        Mistake(
            name="negatives_learn_nothing",
            ja="負例が学習しない",
            line='np.add.at(self.grads["W"], self.words, dw)  # a word that comes twice gets both',
            wrong='np.add.at(self.grads["W"], self.words[:, :1], dw[:, :1])',
            why=Text(
                "The negatives' vectors learn too: they are to move away from h.",
                "負例のベクトルも学習する。h から遠ざかる向きに動くべきものである。",
            ),
        ),
        Mistake(
            name="target_not_subtracted",
            ja="目標を引かない",
            line="dscore = self.share(dL)[:, np.newaxis] * (self.y - self.t)",
            wrong="dscore = self.share(dL)[:, np.newaxis] * self.y",
            why=Text(
                "The gradient is answer minus label. Without the label the target is driven away "
                "like a negative.",
                "勾配は「答え − ラベル」である。ラベルを引かないと、"
                "正解の単語まで負例と同じように遠ざけられる。",
            ),
        ),
        Mistake(
            name="gradient_not_averaged",
            ja="勾配を平均しない",
            line="dscore = self.share(dL)[:, np.newaxis] * (self.y - self.t)",
            wrong="dscore = np.asarray(dL)[..., np.newaxis, np.newaxis] * (self.y - self.t)"
            " if np.ndim(dL) == 0 else self.share(dL)[:, np.newaxis] * (self.y - self.t)",
            why=shared.NOT_AVERAGED,
        ),
        Mistake(
            name="averaged_over_the_words",
            ja="単語で平均する",
            line="losses = np.logaddexp(0, np.where(self.t == 1, -score, score)).sum(axis=1)",
            wrong="losses = np.logaddexp(0, np.where(self.t == 1, -score, score)).mean(axis=1)",
            why=Text(
                "The questions of one example are added up; only the examples are averaged. The "
                "gradient is that of the sum.",
                "1つのデータについての 1 + K 個の問いは足し合わせる。"
                "平均を取るのはデータについてだけで、勾配も和に対するものになっている。",
            ),
        ),
        Mistake(
            name="score_of_the_negatives_not_turned",
            ja="負例のスコアの符号を変えない",
            line="losses = np.logaddexp(0, np.where(self.t == 1, -score, score)).sum(axis=1)",
            wrong="losses = np.logaddexp(0, -score).sum(axis=1)",
            why=Text(
                "A negative wants a no, whose probability is s(-a): the sign of its score is "
                "turned.",
                "負例で大きくしたいのは「いいえ」の確率 s(-a) なので、スコアの符号を反転する。",
            ),
        ),
        Mistake(
            name="small_number_in_the_logarithm",
            ja="対数の中に小さな数を足す",
            line="losses = np.logaddexp(0, np.where(self.t == 1, -score, score)).sum(axis=1)",
            wrong="losses = -np.log(np.exp(-np.logaddexp(0, np.where(self.t == 1, -score, score))) "
            "+ 1e-7).sum(axis=1)",
            why=Text(
                "1e-7 keeps log 0 away, and makes the loss smaller by about 1e-7 over the "
                "probability. The logarithm of a sigmoid needs no such help: it is "
                "-log(1 + e^-a).",
                "1e-7 を足すと log 0 は避けられるが、損失が 1e-7 を確率で割った程度小さくなる。"
                "シグモイドの対数は -log(1 + e^-a) なので、こうした補正は要らない。",
            ),
        ),
        Mistake(
            name="only_the_target_reaches_h",
            ja="正例の勾配しか h に届かない",
            line="return (dscore[..., np.newaxis] * self.w).sum(axis=1)",
            wrong="return dscore[:, :1] * self.w[:, 0]",
            why=Text(
                "h has a score with every one of the 1 + K words, so its gradient adds up over "
                "all of them.",
                "h は 1 + K 個すべての単語とのスコアに使われるので、勾配もその和になる。",
            ),
        ),
    ),
)
