"""How often words occur near each other."""

from __future__ import annotations

import numpy as np

from parity.concepts.embedding._corpus import SENTENCE
from parity.describing.concept import Case, Concept, Default, Mistake, Text
from parity.describing.draw import Draw, labels, values
from parity.describing.identity import Arrays, Identity, Implementations


def _case(name: str, corpus: Draw, n_words: int, window_size: int | None = None) -> Case:
    window = {} if window_size is None else {"window_size": window_size}
    return Case(
        name,
        inputs={"corpus": corpus},
        config={"n_words": n_words, **window},
        exact=("C",),
        options={"outputs": ("C",)},
    )


def _counted(of: Implementations, a: Arrays) -> Arrays:
    return {"C": of("co_occurrence")(a["corpus"], 6, window_size=2)}


def _products_of_one_hot_rows(of: Implementations, a: Arrays) -> Arrays:
    """Return what the one-hot rows give, moved by 1 and by 2 places against each other."""
    words = of("one_hot")(a["corpus"], 6)
    right = words[:-1].T @ words[1:] + words[:-2].T @ words[2:]
    return {"C": right + right.T}


co_occurrence = Concept(
    kind="function",
    order=4,
    syllabus=("4-4-1",),
    needs=("one_hot",),
    title=Text("Co-occurrence matrix", "共起行列"),
    summary=Text(
        "Counts which words stand near which: a row for each word, from a text and a window.",
        "どの単語がどの単語の近くに現れるかを数える。単語ごとに1行とし、"
        "周囲の何語までを数えるかをウィンドウで決める。",
    ),
    why=Text(
        "A word is known by the company it keeps (the distributional hypothesis): words that are "
        "used alike have the same neighbours. The row of counts is already a vector of the word, "
        "only a long one, in which frequent words drown the rest. Positive PMI and a singular "
        "value "
        "decomposition make it better and shorter.",
        "単語の意味は周囲の単語によって決まる(分布仮説)。似た使い方をする単語は、"
        "周りに現れる単語も似ている。数えた行はそのまま単語のベクトルになるが、"
        "次元が大きく、頻出語の影響も強すぎる。PPMI と特異値分解で、よりよい短いベクトルにする。",
    ),
    equation="C[i, j] = how often word j stands within window_size places of word i",
    formula=(
        r"C_{ij} = \sum_t \sum_{0 < |d| \leq w} [\,\text{corpus}_t = i\,] \, "
        r"[\,\text{corpus}_{t + d} = j\,]",
        r"w = \text{window_size}",
    ),
    shapes={"corpus": "(T,) integers", "C": "(n_words, n_words)"},
    sources=(
        "Lund and Burgess (1996), Producing high-dimensional semantic spaces from lexical "
        "co-occurrence, Behavior Research Methods 28",
    ),
    cases=(
        _case("sentence", values(SENTENCE), 7),
        _case("window_of_2", labels(14, classes=5), 5, 2),
        _case("window_of_3", labels(11, classes=6), 6, 3),
        _case("words_that_do_not_occur", values([0, 2, 1, 2, 4]), 6, 1),
        _case("a_word_beside_itself", values([1, 1, 0, 1, 1, 1]), 2, 2),
        _case("window_wider_than_the_text", values([2, 0, 1, 0]), 3, 9),
        Case(
            "small_integers",
            inputs={"corpus": values(np.array([3, 1, 0, 1, 2], dtype=np.int32))},
            config={"n_words": 4, "window_size": 1},
            exact=("C",),
            options={"outputs": ("C",)},
        ),
        Case(
            "one_word",
            inputs={"corpus": values([1])},
            config={"n_words": 3},
            exact=("C",),
            zero={"C": "a single word has no neighbours"},
            options={"outputs": ("C",)},
        ),
    ),
    defaults=(Default("window_size", 1),),
    also_called=(
        "create_co_matrix",
        "co_matrix",
        "create_cooccurrence_matrix",
        "cooccurrence_matrix",
        "co_occurrence_matrix",
        "compute_co_occurrence_matrix",
    ),
    identities=(
        Identity(
            sibling="one_hot",
            text=Text(
                "It is a product of one-hot rows with the rows beside them.",
                "one-hot の行と、その前後の行との積と同じである。",
            ),
            case=Case("one_hot_products", inputs={"corpus": labels(14, classes=6)}),
            left=_counted,
            right=_products_of_one_hot_rows,
        ),
    ),
    mistakes=(
        Mistake(
            name="right_neighbours_alone",
            ja="右隣しか数えない",
            line="C[word, corpus[t - distance]] += 1",
            wrong="pass",
            why=Text(
                "The context goes to both sides: without the left neighbours C is not symmetric, "
                "and half of the counts are missing.",
                "文脈は左右の両側である。左側を数えないと C は対称にならず、数も半分になる。",
            ),
        ),
        Mistake(
            name="wraps_round_at_the_beginning",
            ja="先頭で末尾に回り込む",
            line="if t - distance >= 0:",
            wrong="if t - distance >= -len(corpus):",
            why=Text(
                "Before the first word nothing stands. Without the check the index is negative, "
                "and Python takes words from the end of the text.",
                "先頭の単語の前には何もない。確かめないと添字が負になり、"
                "Python は文の末尾から単語を取ってしまう。",
            ),
        ),
        Mistake(
            name="window_too_narrow",
            ja="ウィンドウが狭すぎる",
            line="for distance in range(1, window_size + 1):",
            wrong="for distance in range(1, window_size):",
            why=Text(
                "range stops before its end, so window_size + 1 is meant: with a window of 1 "
                "nothing is counted at all.",
                "range は終わりの値を含まないので、window_size + 1 とする。"
                "このままでは、ウィンドウが 1 のとき何も数えられない。",
            ),
        ),
        Mistake(
            name="counts_itself",
            ja="自分自身を数える",
            line="for distance in range(1, window_size + 1):",
            wrong="for distance in range(window_size + 1):",
            why=Text(
                "At distance 0 stands the word itself, which is not its own context.",
                "距離 0 はその単語自身であり、自分の文脈には入らない。",
            ),
        ),
        Mistake(
            name="only_whether_they_meet",
            ja="回数でなく有無を数える",
            line="C[word, corpus[t + distance]] += 1",
            wrong="C[word, corpus[t + distance]] = 1",
            why=Text(
                "How often two words meet is what counts, so 1 is added each time.",
                "知りたいのは共起した回数なので、出会うたびに 1 を足す。",
            ),
        ),
    ),
)
