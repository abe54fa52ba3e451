"""Positive pointwise mutual information."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np

from parity.concepts.embedding._corpus import SENTENCE
from parity.describing.concept import Case, Concept, Convention, Default, Mistake, Text
from parity.describing.draw import Draw, labels, values
from parity.describing.identity import Arrays, Identity, Implementations


def _symmetric(n: int, least: int = 0) -> Draw:
    """Draw counts that are the same both ways, as those of a co-occurrence matrix."""

    def make(rng: np.random.Generator) -> np.ndarray:
        half = np.triu(rng.integers(least, 9, (n, n)))
        return (half + np.triu(half, 1).T).astype(np.float64)

    return Draw("counts", (n, n), make)


def _counts(*shape: int) -> Draw:
    """Draw counts that are not."""
    return Draw("counts", shape, lambda rng: rng.integers(0, 9, shape).astype(np.float64))


def _neighbours() -> np.ndarray:
    """Return the counts of the short text, each word's next one on either side."""
    C = np.zeros((7, 7), dtype=np.int64)
    for left, right in itertools.pairwise(SENTENCE):
        C[left, right] += 1
        C[right, left] += 1
    return C


def _without(word: int) -> np.ndarray:
    """Return counts of four words and six contexts, where a word and a context never occur."""
    C = np.arange(24.0).reshape(4, 6) % 7
    C[word] = C[:, word + 1] = 0
    return C


def _case(name: str, C: Draw, ours: bool = False, **config: Any) -> Case:
    return Case(name, inputs={"C": C}, config=config, ours=ours)


def _by_chance(C: np.ndarray) -> np.ndarray:
    return np.outer(C.sum(axis=1), C.sum(axis=0)) / C.sum()


def _counts_from_pmi(of: Implementations, a: Arrays) -> Arrays:
    C = of("co_occurrence")(a["corpus"], 5, window_size=2)
    y = of("positive_pmi")(C, epsilon=0.0)
    return {"C": np.where(y > 0, 2**y * _by_chance(C), 0)}


def _counts_above_chance(of: Implementations, a: Arrays) -> Arrays:
    C = of("co_occurrence")(a["corpus"], 5, window_size=2)
    return {"C": np.where(_by_chance(C) < C, C, 0.0)}


positive_pmi = Concept(
    kind="function",
    order=5,
    syllabus=("4-4-1", "1-3-1"),
    needs=("co_occurrence",),
    title=Text("Positive PMI", "PPMI(正の相互情報量)"),
    summary=Text(
        "Weighs counts by how much oftener than by chance two words meet; what is rarer than "
        "chance counts as 0.",
        "2つの単語の共起が、偶然に比べてどれだけ多いかで重みを付ける。"
        "偶然より少ない場合は 0 とする。",
    ),
    why=Text(
        "Frequent words stand near everything: by count, 'the' is the best neighbour of 'car'. "
        "Divided by what chance would give, from how frequent the two words are, the count says "
        "whether they belong together. Of pairs that never meet the logarithm would be minus "
        "infinity, and of rare ones it is not reliable, so everything below 0 becomes 0.",
        "頻出語はどの単語の近くにも現れる。回数だけを見れば、"
        "car に最も近い単語は the になってしまう。"
        "2つの単語の頻度から決まる偶然の共起確率で割ると、本当に関係があるかどうかが分かる。"
        "一度も共起しない組では対数が負の無限大になり、まれな組では値が当てにならないので、"
        "負の値はすべて 0 とする。",
    ),
    equation="y = max(0, log2(C N / (row sums * column sums) + epsilon))",
    formula=(
        r"\text{PMI}(i, j) = \log_2 \frac{P(i, j)}{P(i)\,P(j)} = \log_2 \frac{C_{ij} "
        r"N}{R_i K_j}",
        r"R_i = \sum_j C_{ij}, \quad K_j = \sum_i C_{ij}, \quad N = \sum_i \sum_j C_{ij}",
        r"y_{ij} = \max(0, \text{PMI}(i, j))",
    ),
    shapes={"C": "(V, K)", "y": "(V, K)"},
    sources=(
        "Church and Hanks (1990), Word association norms, mutual information, and lexicography, "
        "Computational Linguistics 16",
        "Bullinaria and Levy (2007), Extracting semantic representations from word co-occurrence "
        "statistics, Behavior Research Methods 39",
    ),
    cases=(
        _case("sentence", values(_neighbours().astype(np.float64))),
        _case("counts", _symmetric(6)),
        _case("all_pairs_meet", _symmetric(5, least=1)),
        _case("epsilon", _symmetric(4), epsilon=0.25),
        Case("integers", inputs={"C": values(_neighbours())}, dtypes=("float64",)),
        _case("no_epsilon", _symmetric(4), ours=True, epsilon=0.0),
        _case("more_words_than_contexts", _counts(5, 3), ours=True),
        _case("words_and_contexts", _counts(4, 6), ours=True),
        _case("a_word_that_never_occurs", values(_without(2)), ours=True),
        Case(
            "independent",
            inputs={"C": values([[2.0, 4.0], [4.0, 8.0]])},
            config={"epsilon": 0.0},
            zero={"y": "P(i, j) = P(i) P(j): the logarithm of 1"},
            ours=True,
        ),
    ),
    defaults=(Default("epsilon", 1e-8),),
    conventions=(
        Convention(
            "nats",
            Text(
                "The logarithm is natural, so PMI is in nats: all values are smaller by the factor "
                "ln 2. The second volume of the book takes log2.",
                "自然対数を使っているので、単位がナットになる。値はすべて ln 2 倍である。"
                "「ゼロから作る Deep Learning 2」では log2 を使う。",
            ),
            like="natural_logarithm",
        ),
    ),
    also_called=("ppmi", "positive_pointwise_mutual_information", "compute_ppmi", "get_ppmi"),
    identities=(
        Identity(
            sibling="co_occurrence",
            text=Text(
                "2 to its power, times what chance would give, is the count again, of every pair "
                "that meets oftener than by chance.",
                "偶然より多く共起する組では、2 の PPMI 乗に偶然の場合の回数を掛けると、"
                "もとの回数に戻る。",
            ),
            case=Case("back_to_the_counts", inputs={"corpus": labels(18, classes=5)}),
            left=_counts_from_pmi,
            right=_counts_above_chance,
        ),
    ),
    mistakes=(
        Mistake(
            name="natural_logarithm",
            ja="自然対数を使う",
            line="pmi = np.log2(ratio + float(epsilon))",
            wrong="pmi = np.log(ratio + float(epsilon))",
            why=Text(
                "In bits the base is 2: np.log is smaller by the factor ln 2, about 0.69.",
                "ビット単位なら底は 2 である。np.log では値が ln 2 倍(約 0.69 倍)になる。",
            ),
        ),
        Mistake(
            name="sums_on_the_wrong_axis",
            ja="和をとる軸が違う",
            line="columns = C.sum(axis=0, keepdims=True)",
            wrong="columns = C.sum(axis=1, keepdims=True)",
            why=Text(
                "The sum of column j runs along axis 0. Two row sums multiply how frequent word i "
                "is by itself, and j does not come in.",
                "列 j の和は軸 0 に沿って取る。行の和どうしを掛けると、単語 i の頻度の2乗になり、"
                "j の頻度が入らない。",
            ),
        ),
        Mistake(
            name="total_forgotten",
            ja="総数を忘れる",
            line="ratio = np.divide(C * N, by_chance, out=np.zeros_like(C), where=by_chance > 0)",
            wrong="ratio = np.divide(C, by_chance, out=np.zeros_like(C), where=by_chance > 0)",
            why=Text(
                "Three probabilities divide by N, one above and two below: one N is left above.",
                "確率は分子に1つ、分母に2つあり、どれも N で割るので、分子に N が1つ残る。",
            ),
        ),
        Mistake(
            name="number_of_words_for_the_total",
            ja="総数の代わりに語彙数を使う",
            line="N = C.sum()",
            wrong="N = len(C)",
            why=Text(
                "N is the sum of all counts, not the number of words.",
                "N は単語の種類の数ではなく、すべての回数の和である。",
            ),
        ),
        Mistake(
            name="below_0_kept",
            ja="負の値を残す",
            line="return np.maximum(pmi, 0)",
            wrong="return pmi",
            why=Text(
                "That is PMI. The positive one replaces everything below 0 by 0: without it, pairs "
                "that never meet get -26.6, the logarithm of epsilon.",
                "それは PMI である。PPMI では負の値を 0 に置き換える。"
                "置き換えないと、一度も共起しない組の値が epsilon の対数、-26.6 になる。",
            ),
        ),
    ),
)
