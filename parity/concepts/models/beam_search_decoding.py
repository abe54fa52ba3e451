"""Beam search."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.concepts.models._decoding_cases import (
    NEXT_WORD_TABLE,
    NOT_NORMALIZED,
    TIES,
    WORD_BEFORE_NOT_FED,
    decoding_case,
)
from parity.concepts.models._sources import SUTSKEVER
from parity.describing.concept import Case, Concept, Default, Mistake, Text
from parity.describing.draw import Draw
from parity.describing.identity import Arrays, Identity, Implementations

OUTPUTS = ("sequences", "ranked_by")


def _case(name: str, scores: Draw | tuple[int, int, int], start: int, **more: Any) -> Case:
    return decoding_case(name, scores, start, OUTPUTS, **more)


def _wide(of: Implementations, a: Arrays) -> Arrays:
    """Return the best of so many sequences that none is ever dropped."""
    sequences, ranked_by = of("beam_search_decoding")(a["scores"], start=4, beam=256)
    return {"words": sequences[0].astype(float), "log_p": np.asarray(ranked_by[0])}


def _every_one(of: Implementations, a: Arrays) -> Arrays:
    """Return the best of all sequences of three words: one of each first two, and then greedily."""
    best: tuple[float, np.ndarray] = (-np.inf, np.empty(0))
    log_softmax = of("log_softmax")()
    for first in range(4):
        for second in range(4):
            for third in range(4):
                rows = a["scores"][np.arange(3), [4, first, second]]
                log_p = log_softmax.forward(rows)[np.arange(3), [first, second, third]].sum()
                if log_p > best[0]:
                    best = log_p, np.array([first, second, third])
    return {"words": best[1].astype(float), "log_p": np.asarray(best[0])}


beam_search_decoding = Concept(
    kind="function",
    name="beam_search_decoding",
    order=8,
    syllabus=("3-5-3",),
    needs=("greedy_decoding",),
    title=Text("Beam search", "ビームサーチ"),
    summary=Text(
        "Keeps the few likeliest sequences at each step instead of one, and ranks them in the end.",
        "各時刻で1つだけでなく、確率の高い系列を数個残し、最後に順位を付ける。",
    ),
    why=Text(
        "To try all sequences is impossible: their number is the vocabulary to the power of the "
        "length. To follow only the likeliest word is short-sighted. Beam search lies between: it "
        "keeps a few sequences, continues each by every word, and keeps the best of all these "
        "again. Since every further word makes a sequence less likely, short ones win; dividing "
        "log p by a power of the length mends that.",
        "すべての系列を試すのは不可能である(語彙数の「長さ」乗だけある)。かといって最も確率の高い"
        "単語だけを追うのは近視眼的である。ビームサーチはその中間で、数個の系列を残し、それぞれを"
        "全単語で伸ばし、その全体から再び上位だけを残す。単語が増えるほど確率は下がるので、"
        "そのままでは短い系列が有利になる。log p を長さのべき乗で割ると、これを補正できる。",
    ),
    equation="keep the beam largest log p(w_1 ... w_t) over all continuations; rank by "
    "log p / n^alpha",
    formula=(
        r"\log\, p(w_1 \dots w_t) = \log\, p(w_1 \dots w_{t-1}) + \log\, p(w_t \mid w_1 \dots "
        r"w_{t-1})",
        r"\frac{\log\, p(w_1 \dots w_n)}{n^\alpha}",
    ),
    shapes={
        "scores": NEXT_WORD_TABLE,
        "sequences": "(K, length), the best first",
        "ranked_by": "(K,)",
    },
    sources=(
        SUTSKEVER,
        "Wu et al. (2016), Google's neural machine translation system, arXiv:1609.08144, section 7",
    ),
    cases=(
        _case("no_end", (4, 6, 5), 5),
        _case("an_end", (6, 5, 4), 4, end=2),
        _case("an_end_and_its_length", (6, 5, 4), 4, end=1, alpha=1.0),
        _case("half_the_length", (5, 4, 3), 3, end=0, alpha=0.5, beam=4),
        _case("shorter", (6, 5, 4), 4, length=3, beam=2),
        _case("a_beam_of_1", (5, 7, 6), 6, beam=1),
        _case("wider_than_there_are_words", (3, 4, 2), 2, beam=5),
        _case("ties", TIES, 3, beam=4),
        _case("ties_with_an_end", TIES, 2, end=0, beam=4),
        _case("one_step", (1, 6, 5), 5, beam=2),
        _case("a_word_as_start", (4, 6, 5), 1, end=3),
    ),
    defaults=(
        Default("start", 0),
        Default("end", None),
        Default("length", None),
        Default("beam", 3),
        Default("alpha", 0.0),
    ),
    also_called=("beam_search", "beam_decode", "beam_search_decode"),
    identities=(
        Identity(
            sibling="log_softmax",
            text=Text(
                "A beam as wide as there are sequences finds the likeliest of all.",
                "系列の総数と同じ幅にすれば、全系列の中で最も確率の高いものが見つかる。",
            ),
            case=_case("every_sequence", (3, 5, 4), 4),
            left=_wide,
            right=_every_one,
        ),
    ),
    mistakes=(
        Mistake(
            name="log_p_not_added_up",
            ja="対数確率を累積しない",
            line="total[k] = log_p[k] + (a - np.logaddexp.reduce(a))",
            wrong="total[k] = a - np.logaddexp.reduce(a)",
            why=Text(
                "A sequence's probability is that of all its words; by the last word alone a bad "
                "beginning is forgiven.",
                "系列の確率は全単語の確率の積である。最後の単語だけで比べると、"
                "悪い始まりが帳消しになってしまう。",
            ),
        ),
        Mistake(
            name="not_normalized",
            ja="正規化しない",
            line="total[k] = log_p[k] + (a - np.logaddexp.reduce(a))",
            wrong="total[k] = log_p[k] + a",
            why=NOT_NORMALIZED,
        ),
        Mistake(
            name="probabilities_added",
            ja="確率を足す",
            line="total[k] = log_p[k] + (a - np.logaddexp.reduce(a))",
            wrong="total[k] = log_p[k] + np.exp(a - np.logaddexp.reduce(a))",
            why=Text(
                "Probabilities are multiplied, so it is their logarithms that are added.",
                "確率は掛け合わせるものなので、足すのはその対数である。",
            ),
        ),
        Mistake(
            name="worst_kept",
            ja="悪い候補を残す",
            line='best = np.argsort(-total, axis=None, kind="stable")[:beam]',
            wrong='best = np.argsort(total, axis=None, kind="stable")[:beam]',
            why=Text(
                "argsort sorts upwards: without the minus the least likely sequences stay.",
                "argsort は昇順である。マイナスを付けないと、確率の最も低い系列が残る。",
            ),
        ),
        Mistake(
            name="last_of_equals",
            ja="同点の最後を選ぶ",
            line='best = np.argsort(-total, axis=None, kind="stable")[:beam]',
            wrong='best = np.argsort(total, axis=None, kind="stable")[::-1][:beam]',
            why=Text(
                "An ascending order that is turned around puts the last of equals first.",
                "昇順に並べてから逆にすると、値の等しいものは後のほうが先に来る。",
            ),
        ),
        Mistake(
            name="continued_behind_the_end",
            ja="終端の後も続ける",
            line="ended = ended[parents] | (words == end)",
            wrong="ended = np.zeros(len(words), dtype=bool)",
            why=Text(
                "A sequence that has ended stays as it is, and competes with those that go on.",
                "終わった系列はそのまま残り、続いている系列と競う。",
            ),
        ),
        Mistake(
            name="ends_in_the_old_order",
            ja="終端の印を並べ替えない",
            line="ended = ended[parents] | (words == end)",
            wrong="ended = ended | (words == end)",
            why=Text(
                "The sentences have just been put in a new order. Whether one has ended is asked "
                "of another one, which is cut off or goes on behind its end.",
                "文の順序は入れ替わったばかりである。終わったかどうかを別の文について見るため、"
                "途中で打ち切られたり、終端の後も続いたりする。",
            ),
        ),
        Mistake(
            name="word_before_not_fed",
            ja="前の単語を入力しない",
            line="rows = [score(words) for words, over in zip(kept, ended, strict=True) if not "
            "over]",
            wrong="rows = [score(words[:1]) for words, over in zip(kept, ended, strict=True) if "
            "not over]",
            why=WORD_BEFORE_NOT_FED,
        ),
        Mistake(
            name="multiplied_by_the_length",
            ja="長さを掛ける",
            line="ranked_by = log_p / n.astype(log_p.dtype) ** log_p.dtype.type(alpha)",
            wrong="ranked_by = log_p * n.astype(log_p.dtype) ** log_p.dtype.type(alpha)",
            why=Text(
                "log p is negative and grows with the length in size: it is divided, so that long "
                "sequences are not at a disadvantage.",
                "log p は負で、長いほど絶対値が大きくなる。長い系列が不利にならないように、"
                "掛けるのではなく割る。",
            ),
        ),
    ),
)
