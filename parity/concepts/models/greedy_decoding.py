"""Greedy decoding."""

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

OUTPUTS = ("words", "log_p")


def _case(name: str, scores: Draw | tuple[int, int, int], start: int, **more: Any) -> Case:
    return decoding_case(name, scores, start, OUTPUTS, **more)


def _greedy(of: Implementations, a: Arrays) -> Arrays:
    words, log_p = of("greedy_decoding")(a["scores"], start=5)
    return {"said": words.astype(float), "log_p": log_p}


def _beam_of_1(of: Implementations, a: Arrays) -> Arrays:
    words, log_p = of("beam_search_decoding")(a["scores"], start=5, beam=1)
    return {"said": words[0].astype(float), "log_p": np.asarray(log_p[0])}


greedy_decoding = Concept(
    kind="function",
    name="greedy_decoding",
    order=7,
    syllabus=("3-5-3",),
    needs=("seq2seq",),
    title=Text("Greedy decoding", "貪欲法による生成"),
    summary=Text(
        "Takes the likeliest next word at each step until the end is said.",
        "終了記号が出るまで、各時刻で最も確率の高い単語を選んでいく。",
    ),
    why=Text(
        "A trained decoder gives probabilities; somebody must choose words. The likeliest one at "
        "each step is the cheapest choice, and always the same. It looks only one word ahead: a "
        "slightly less likely beginning may have a much better continuation, which beam search "
        "finds.",
        "学習済みのデコーダが出すのは確率であり、単語を選ぶ手続きが別に要る。各時刻で最も確率の"
        "高い単語を取るのが最も安く、結果もいつも同じになる。ただし1語先しか見ない。"
        "少し確率の低い始まりのほうが、続きまで含めればずっと良いことがある。"
        "それを見つけるのがビームサーチである。",
    ),
    equation="w_t = argmax_w p(w | w_1 ... w_(t-1)); log p = sum_t log p(w_t | w_1 ... w_(t-1))",
    formula=(
        r"w_t = \arg\max_w \, p(w \mid w_1 \dots w_{t-1})",
        r"\log\, p = \sum_t \log\, p(w_t \mid w_1 \dots w_{t-1})",
    ),
    shapes={"scores": NEXT_WORD_TABLE, "words": "(length,)", "log_p": "scalar"},
    sources=(SUTSKEVER,),
    cases=(
        _case("no_end", (5, 7, 6), 6),
        _case("an_end", (6, 5, 4), 4, end=2),
        _case("shorter", (6, 5, 4), 4, length=3),
        _case("ties", TIES, 3),
        _case("ties_with_an_end", TIES, 2, end=0),
        _case("one_step", (1, 6, 5), 5),
        _case("a_word_as_start", (4, 6, 5), 1, end=3, length=2),
    ),
    defaults=(Default("start", 0), Default("end", None), Default("length", None)),
    also_called=("greedy_search", "greedy_decode", "generate"),
    identities=(
        Identity(
            sibling="beam_search_decoding",
            text=Text(
                "It is a beam search that keeps one sequence.",
                "保持する系列を1つにしたビームサーチである。",
            ),
            case=_case("a_beam_of_1", (7, 6, 5), 5),
            left=_greedy,
            right=_beam_of_1,
        ),
    ),
    mistakes=(
        Mistake(
            name="word_before_not_fed",
            ja="前の単語を入力しない",
            line="a = score(words)",
            wrong="a = score(words[:1])",
            why=WORD_BEFORE_NOT_FED,
        ),
        Mistake(
            name="last_of_equals",
            ja="同点の最後を選ぶ",
            line="word = int(np.argmax(a))  # of equal ones the lowest number",
            wrong='word = int(np.argsort(a, kind="stable")[-1])',
            why=Text(
                "argsort sorts upwards, so of equally likely words its last one has the highest "
                "number; argmax takes the lowest.",
                "argsort は昇順なので、その末尾は、確率の等しい単語のうち"
                "番号が最も大きいものになる。argmax は最も小さいものを取る。",
            ),
        ),
        Mistake(
            name="not_normalized",
            ja="正規化しない",
            line="log_p_word = a[word] - np.logaddexp.reduce(a)",
            wrong="log_p_word = a[word]",
            why=NOT_NORMALIZED,
        ),
        Mistake(
            name="goes_on_behind_the_end",
            ja="終端の後も続ける",
            line="if word == end:",
            wrong="if False:",
            why=Text(
                "The word that ends a sequence ends it: what the model would say afterwards means "
                "nothing.",
                "終了記号が出たら、そこで終わる。その後にモデルが言うことに意味はない。",
            ),
        ),
        Mistake(
            name="end_not_counted",
            ja="終端を数えない",
            line="log_p = log_p_word if log_p is None else log_p + log_p_word",
            wrong="log_p = (log_p or a.dtype.type(0)) + (0 if word == end else log_p_word)",
            why=Text(
                "That the sequence ends here is a choice like every other, and has a probability.",
                "そこで終わるというのも1つの選択であり、確率を持つ。",
            ),
        ),
    ),
)
