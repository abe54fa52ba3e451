"""CBOW, the continuous bag of words."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.concepts.embedding import _word_vectors as shared
from parity.concepts.losses._draws import SCALAR
from parity.describing.concept import (
    Case,
    Concept,
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
        K: how many negatives each example has; with 0 it is a softmax over all words.
        inputs: other inputs in place of the drawn ones.
    """
    N, C, V, H = sizes
    drawn = {"contexts": labels(N, C, classes=V), "target": labels(N, classes=V)}
    if K:
        drawn["negative"] = labels(N, K, classes=V)
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


def _in_parts(of: Implementations, a: Arrays) -> Arrays:
    """Average the vectors, and ask the softmax's cross-entropy of the scores."""
    contexts, W_out = a["contexts"], a["W_out"]
    loss = of("softmax_cross_entropy")()
    h = a["W_in"][contexts].mean(axis=1)
    value = loss.forward(h @ W_out.T, a["target"])
    dscore = loss.backward(a["dy"])
    shares = np.stack([np.bincount(words, minlength=len(W_out)) for words in contexts])
    dW_in = (shares / contexts.shape[1]).T @ (dscore @ W_out)
    return {"loss": value, "dW_in": dW_in, "dW_out": dscore.T @ h}


def _one_around(of: Implementations, a: Arrays) -> Arrays:
    """Swap the two: with one word around, skip-gram's centre is CBOW's context."""
    model = of("skip_gram")(6, 4)
    model.params.update({"W_in": a["W_in"], "W_out": a["W_out"]})
    value = model.forward(a["contexts"][:, 0], a["target"][:, np.newaxis])
    model.backward(a["dy"])
    return {"loss": value, **{f"d{name}": grad for name, grad in model.grads.items()}}


def _itself(of: Implementations, a: Arrays) -> Arrays:
    V, H = a["W_in"].shape
    model = of("cbow")(V, H)
    model.params.update({"W_in": a["W_in"], "W_out": a["W_out"]})
    value = model.forward(a["contexts"], a["target"])
    model.backward(a["dy"])
    return {"loss": value, **{f"d{name}": grad for name, grad in model.grads.items()}}


CBOW = Concept(
    kind="layer",
    name="cbow",
    order=22,
    syllabus=("4-4-1",),
    needs=("softmax_cross_entropy", "negative_sampling"),
    title=Text("CBOW (word2vec)", "CBOW(word2vec)"),
    summary=Text(
        "Predicts a word from those around it: the mean of their vectors gives a score to every "
        "word. What is learned are the vectors.",
        "前後の単語から、間にある単語を予測する。前後の単語のベクトルの平均から、"
        "各単語のスコアを求める。学習の成果として使うのは、その単語ベクトルである。",
    ),
    why=Text(
        "One-hot words are all equally far from each other. CBOW gives every word a short vector "
        "and trains it on a task that needs no labels: guess the word in the gap. Words that fit "
        "into the same gaps are pushed alike, and come to have similar vectors. The order of the "
        "words around is given up, hence a bag of words, and there is no hidden activation: that "
        "makes it fast enough for billions of words.",
        "one-hot で表した単語は、どの2つも互いに同じだけ離れている。CBOW は各単語に短いベクトルを"
        "割り当て、「空所に入る単語を当てる」という正解付けの要らない課題で学習させる。"
        "同じ空所に入りうる単語は同じ向きに動かされ、似たベクトルになる。前後の単語の語順は捨て"
        "(そのため bag of words と呼ばれる)、隠れ層に活性化関数も置かない。そのおかげで、"
        "何十億語のコーパスでも学習できるほど速い。",
    ),
    equation="h = mean of W_in[contexts]; L = -log softmax(h W_out^T)_target; mean over n",
    formula=(
        r"h_n = \frac{1}{C} \sum_{c=1}^{C} W_{\text{in}}[x_{nc}]",
        r"L = -\frac{1}{N} \sum_n \log\, \text{softmax}(h_n W_{\text{out}}^\top)_{t_n}",
        r"\frac{\partial L}{\partial W_{\text{out}}} = \sum_n \delta_n^\top h_n, \quad "
        r"\delta_n = \frac{1}{N} (p_n - y_n)",
        r"\frac{\partial L}{\partial h_n} = \delta_n W_{\text{out}}",
        r"\frac{\partial L}{\partial W_{\text{in}}[w]} = \frac{1}{C} \sum_{n, c: x_{nc} = w} "
        r"\frac{\partial L}{\partial h_n}",
    ),
    derivation=(
        Step(
            heading=Text("Looking a vector up is a product", "ベクトルを引くことは行列積である"),
            text=Text(
                "With a one-hot row e the row of W_in is the product e W_in. h is linear in W_in.",
                "one-hot の行 e を使うと、W_in の行は積 e W_in と書ける。h は W_in の1次式である。",
            ),
            equation=r"h_n = \frac{1}{C} \sum_c e_{nc} W_{\text{in}}",
        ),
        Step(
            heading=Text(
                "The scores' gradient is that of softmax with cross-entropy",
                "スコアの勾配は、ソフトマックスと交差エントロピーの勾配である",
            ),
            text=Text(
                "p is the softmax of the scores, y the target one-hot; with negative sampling the "
                "same stands for the few words that take part.",
                "p はスコアのソフトマックス、y は正解の one-hot である。"
                "ネガティブサンプリングでは、関わる少数の単語について同じ形になる。",
            ),
            equation=r"a_n = h_n W_{\text{out}}^\top, \quad \frac{\partial L}{\partial a_n} = "
            r"\delta_n = \frac{1}{N} (p_n - y_n)",
        ),
        Step(
            heading=Text(
                "A product goes back as in a dense layer", "行列積は全結合層と同じように戻る"
            ),
            text=Text(
                "W_out stands transposed: a row is a word's vector.",
                "W_out は転置されており、1行が1つの単語のベクトルである。",
            ),
            equation=r"\frac{\partial L}{\partial W_{\text{out}}} = \sum_n \delta_n^\top h_n"
            "\n"
            r"\frac{\partial L}{\partial h_n} = \delta_n W_{\text{out}}",
        ),
        Step(
            heading=Text(
                "Each word around gets 1/C, each time that it comes",
                "前後の各単語は、現れるたびに 1/C を受け取る",
            ),
            text=Text(
                "h is a mean, so 1/C of its gradient goes to each word's vector; a word that "
                "stands in several places gets the sum. The other rows have no gradient.",
                "h は平均なので、各単語のベクトルには勾配の 1/C が渡る。"
                "何か所にも現れる単語はその和を受け取る。ほかの行の勾配は 0 である。",
            ),
            equation=r"\frac{\partial L}{\partial W_{\text{in}}[w]} = \frac{1}{C} \sum_{n, c: "
            r"x_{nc} = w} \frac{\partial L}{\partial h_n}",
            check=Text(
                "The rows of dW_in add up to the sum of dh: nothing is lost and nothing doubled.",
                "dW_in の行の総和は dh の総和に等しい。失われも、二重に数えられもしない。",
            ),
        ),
    ),
    shapes={
        "contexts": "(N, C) numbers of words",
        "target": "(N,) numbers of words",
        "negative": "(N, K) numbers of words",
        "W_in, W_out": "(n_words, n_hidden)",
        "L": "scalar",
    },
    sources=(
        f"{shared.MIKOLOV_VECTORS}, section 3.1",
        "Rong (2014), word2vec parameter learning explained, arXiv:1411.2738, section 1.2",
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
        _case("the_same_words_again", (3, 2, 6, 4), contexts=values([[2, 2], [2, 5], [5, 2]])),
        _case("negative_sampling", (4, 6, 8, 3), K=5),
        _case("negative_sampling_of_one", (5, 2, 6, 4), K=1),
        _case("negatives_of_one_example", (1, 3, 6, 4), K=2),
    ),
    divergences=(
        Divergence(
            name="sum_of_the_vectors",
            ja="ベクトルの和",
            summary=Text(
                "The vectors are averaged here and by default in PyTorch's EmbeddingBag. Its "
                'mode="sum" adds them up, as the first word2vec did (cbow_mean=0 in gensim).',
                "ここと PyTorch の EmbeddingBag の既定では、ベクトルの平均を取る。"
                'mode="sum" では和になる。最初期の word2vec もこの形である'
                "(gensim では cbow_mean=0)。",
            ),
            reconciled=Text('Leave mode at "mean".', '"mean" のままにする。'),
            source="torch.nn.EmbeddingBag: mode='mean'; gensim.models.Word2Vec: cbow_mean=1",
            case="softmax",
            native={
                "numpy": {},
                "torch": {
                    "callable": "torch_impl.embedding.cbow._Sum",
                    "n_words": 7,
                    "n_hidden": 3,
                },
            },
            quantity="loss",
        ),
    ),
    defaults=(Default("output", "softmax"), Default("initializer", None)),
    also_called=("simple_cbow", "continuous_bag_of_words"),
    siblings=(),
    identities=(
        Identity(
            sibling="softmax_cross_entropy",
            text=Text(
                "It is the softmax's cross-entropy of the mean vector's scores.",
                "平均ベクトルから求めたスコアに対する、ソフトマックスと交差エントロピーである。",
            ),
            case=_case("mean_and_softmax", (4, 3, 6, 5)),
            left=_itself,
            right=_in_parts,
        ),
        Identity(
            sibling="skip_gram",
            text=Text(
                "With one word around it is skip-gram, the two words having changed places.",
                "前後の単語が1つなら skip-gram と同じであり、2つの単語の役割が"
                "入れ替わるだけである。",
            ),
            case=_case("one_around", (5, 1, 6, 4)),
            left=_itself,
            right=_one_around,
        ),
    ),
    mistakes=(
        Mistake(
            name="sum_for_the_mean",
            ja="平均の代わりに和を使う",
            line="h = W_in[self.contexts].mean(axis=1)",
            wrong="h = W_in[self.contexts].sum(axis=1)",
            why=Text(
                "h is the mean of the vectors. Their sum grows with the window, and the gradient, "
                "which is divided by C, no longer belongs to it.",
                "h はベクトルの平均である。和ではウィンドウが広いほど大きくなり、"
                "C で割った勾配とも合わなくなる。",
            ),
        ),
        Mistake(
            name="share_of_the_mean_forgotten",
            ja="平均の分け前を忘れる",
            line="dx = np.repeat(dh[:, np.newaxis] / C, C, axis=1)  # each word around has 1/C of "
            "the mean",
            wrong="dx = np.repeat(dh[:, np.newaxis], C, axis=1)",
            why=Text(
                "h is a mean over C words, so 1/C of its gradient goes to each.",
                "h は C 個の単語の平均なので、それぞれに渡る勾配は 1/C である。",
            ),
        ),
        Mistake(
            name="repeated_words_lost",
            ja="繰り返す単語の分が失われる",
            line='np.add.at(self.grads["W_in"], self.contexts, dx)  # a word that comes twice gets '
            "both",
            wrong='self.grads["W_in"][self.contexts] += dx',
            why=shared.REPEATS_LOST,
        ),
        Mistake(
            name="assigned_in_place_of_added",
            ja="加算でなく代入する",
            line='np.add.at(self.grads["W_in"], self.contexts, dx)  # a word that comes twice gets '
            "both",
            wrong='self.grads["W_in"][self.contexts] = dx',
            why=shared.ASSIGNED,
        ),
        Mistake(
            name="gradient_not_averaged",
            ja="勾配を平均しない",
            line="dh = self.losses_backward(np.full(N, dL / N))",
            wrong="dh = self.losses_backward(np.full(N, dL))",
            why=shared.NOT_AVERAGED,
        ),
        Mistake(
            name="upstream_ignored",
            ja="上流の勾配を無視する",
            line="dh = self.losses_backward(np.full(N, dL / N))",
            wrong="dh = self.losses_backward(np.full(N, np.ones_like(dL) / N))",
            why=shared.UPSTREAM_IGNORED,
        ),
        Mistake(
            name="loss_summed_over_the_batch",
            ja="損失をバッチで合計する",
            line="return losses.mean()",
            wrong="return losses.sum()",
            why=Text(
                "The loss is the mean over the examples, as its gradient, which is divided by N.",
                "損失はデータについての平均であり、勾配も N で割ったものになっている。",
            ),
        ),
    ),
)
