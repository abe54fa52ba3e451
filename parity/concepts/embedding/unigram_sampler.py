"""The sampler of negatives."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.concepts.embedding import _word_vectors as shared
from parity.describing.concept import Case, Concept, Default, Divergence, Mistake, Text
from parity.describing.draw import values
from parity.describing.identity import Arrays, Identity, Implementations

TEXT = [0, 1, 1, 2, 2, 2, 2] + [3] * 16
"""A text in which the words come once, twice, four times and sixteen times."""

DRAWS = 600
"""How many examples: enough to see a word that comes too often."""


def _case(name: str, corpus: list[int], target: int, **config: Any) -> Case:
    return Case(
        name,
        inputs={"corpus": values(corpus), "target": values([target] * DRAWS)},
        config={"seed": 3, **config},
        sampled=("negative",),
        options={"outputs": ("p", "negative")},
        dtypes=("float64",),  # made from integers alone, it has no other type to keep
    )


def _of_the_corpus(of: Implementations, a: Arrays) -> Arrays:
    p, _ = of("unigram_sampler")(a["corpus"], a["target"], 1, power=1, seed=0)
    return {"p": p}


def _mean_of_one_hot(of: Implementations, a: Arrays) -> Arrays:
    """Return how often each word comes, by the gradient of a sum of gathered zeros."""
    layer = of("negative_sampling")(4, 1)
    layer.params["W"] = np.zeros((4, 1))
    corpus = a["corpus"]
    none = np.zeros((len(corpus), 0), dtype=int)
    layer.forward(np.ones((len(corpus), 1)), corpus, none)
    layer.backward(np.float64(-2.0))  # the slope at 0 is -1/2 for each time that a word comes
    return {"p": layer.grads["W"][:, 0]}


unigram_sampler = Concept(
    kind="function",
    order=21,
    syllabus=("4-4-1",),
    needs=("negative_sampling",),
    title=Text(
        "Sampler of negatives (unigram, power 3/4)", "負例のサンプリング(出現頻度の 3/4 乗)"
    ),
    summary=Text(
        "Draws the negatives for negative sampling: other words than the target, in proportion to "
        "how often they come in the corpus, to the power 3/4.",
        "ネガティブサンプリングの負例を、コーパスでの出現頻度の 3/4 乗に比例する確率で選ぶ。"
        "正解の単語は選ばない。",
    ),
    why=Text(
        "Drawn as often as in the corpus, the negatives would nearly all be words such as 'the', "
        "and rare ones would hardly ever be told apart from the target; drawn evenly, most of "
        "them would be words that nobody meets. The power 3/4 lies between, found by "
        "trying. The target itself is left out, or it would be answered with yes and no at once.",
        "コーパスと同じ頻度で選ぶと、負例のほとんどが the のような単語になり、"
        "まれな単語と見分ける機会がない。一様に選ぶと、めったに出会わない単語ばかりになる。"
        "3/4 乗はその中間で、実験から選ばれた値である。正解の単語自身は除く。"
        "除かないと、同じ単語に「はい」と「いいえ」を同時に答えることになる。",
    ),
    equation="p_w = count_w^power / sum_v count_v^power; negatives drawn from p without the target",
    formula=(
        r"p_w = \frac{(\text{count}_w)^{3/4}}{\sum_v (\text{count}_v)^{3/4}}",
        r"P(w \mid t) = \begin{cases} 0 & (w = t) \\ \frac{p_w}{1 - p_t} & (w \ne t) \end{cases}",
    ),
    shapes={
        "corpus": "(T,) numbers of words",
        "target": "(N,) numbers of words",
        "p": "(n_words,)",
        "negative": "(N, K), K = sample_size",
    },
    sources=(f"{shared.MIKOLOV_SAMPLING}, section 2.2",),
    cases=(
        _case("three_quarters", TEXT, 2, sample_size=1),
        _case("two_different_words", TEXT, 3, sample_size=2),
        _case("frequent_target", TEXT, 3, sample_size=1),
        _case("the_corpus_itself", TEXT, 1, sample_size=1, power=1.0),
        _case("evenly", TEXT, 0, sample_size=1, power=0),
        _case("a_word_that_never_comes", [0, 4, 4, 2, 2, 2, 2, 4, 4], 2, sample_size=1, power=0),
    ),
    divergences=(
        Divergence(
            name="random_numbers",
            ja="乱数の違い",
            summary=Text(
                "One seed gives other words in each library, for each has a random number "
                "generator of its own. What they share is the distribution.",
                "同じシードでも、選ばれる単語はライブラリごとに違う。"
                "乱数生成器が異なるためで、一致するのは分布だけである。",
            ),
            reconciled=Text(
                "Nothing makes the draws equal; they are compared in distribution.",
                "抽選そのものを一致させる方法はないので、分布で比べる。",
            ),
            source="NumPy: PCG64; torch.multinomial: Mersenne Twister; keras.random: Philox or "
            "ThreeFry",
            case="three_quarters",
            native={
                "torch": {"sample_size": 1, "seed": 1},
                "keras": {"sample_size": 1, "seed": 1},
            },
            quantity="negative",
        ),
    ),
    defaults=(Default("power", 0.75),),
    identities=(
        Identity(
            sibling="negative_sampling",
            text=Text(
                "With the power 1 p is how often each word comes, which the gradient of any "
                "embedding counts.",
                "1 乗なら p は各単語の出現割合であり、埋め込みの勾配が数えるものと同じである。",
            ),
            case=Case(
                "power_1_counts",
                inputs={"corpus": values(TEXT), "target": values([2, 3])},
                dtypes=("float64",),
            ),
            left=_of_the_corpus,
            right=_mean_of_one_hot,
        ),
    ),
    mistakes=(
        Mistake(
            name="power_1",
            ja="べき 3/4 を忘れる",
            line="p = np.where(count > 0, count.astype(np.float64) ** power, 0)",
            wrong="p = count.astype(np.float64)",
            why=Text(
                "The counts are raised to the power 3/4, so that rare words come more often than "
                "in the corpus.",
                "出現回数は 3/4 乗する。まれな単語がコーパスでの割合よりも多く選ばれる。",
            ),
        ),
        Mistake(
            name="power_after_the_division",
            ja="割った後でべき乗する",
            line="p /= p.sum()",
            wrong="p = (p / p.sum()) ** power",
            why=Text(
                "The power comes once, on the counts, and then the division, so that the "
                "probabilities sum to 1.",
                "累乗は出現回数に対して1回だけ行い、そのあとで和が 1 になるように割る。",
            ),
        ),
        Mistake(
            name="target_not_excluded",
            ja="正例を除かない",
            line="others[word] = 0  # the target is no negative of its own",
            wrong="pass",
            why=Text(
                "Drawn as its own negative, the target is answered with yes and no at once, and "
                "the two gradients work against each other.",
                "正解の単語が負例にも選ばれると、同じ単語に「はい」と「いいえ」を同時に"
                "求めることになり、勾配が打ち消し合う。",
            ),
        ),
        Mistake(
            name="drawn_with_replacement",
            ja="復元抽出する",
            line="negative[n] = rng.choice(n_words, size=sample_size, replace=False, p=others)",
            wrong="negative[n] = rng.choice(n_words, size=sample_size, p=others)",
            why=Text(
                "The words of one example are different ones; choice repeats them unless told "
                "replace=False.",
                "1つのデータの負例は互いに異なる。replace=False を指定しないと、"
                "choice は同じ単語を何度も選ぶ。",
            ),
        ),
        Mistake(
            name="evenly_drawn",
            ja="一様に引く",
            line="negative[n] = rng.choice(n_words, size=sample_size, replace=False, p=others)",
            wrong="negative[n] = rng.choice(np.flatnonzero(others), size=sample_size, "
            "replace=False)",
            why=Text(
                "Without p= every word is as likely, and the counts were for nothing.",
                "p= を渡さないとどの単語も同じ確率になり、出現回数を数えた意味がなくなる。",
            ),
        ),
        Mistake(
            name="absent_words_drawn",
            ja="現れない単語も引く",
            line="p = np.where(count > 0, count.astype(np.float64) ** power, 0)",
            wrong="p = np.maximum(count, 1).astype(np.float64) ** power",
            why=Text(
                "A number that no word of the corpus has is no word: its probability is 0.",
                "コーパスに一度も現れない番号は単語ではないので、確率は 0 である。",
            ),
        ),
    ),
)
