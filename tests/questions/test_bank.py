"""The whole bank keeps its rules, and a question that breaks one is noticed."""

from dataclasses import replace

import pytest
from bank_checks import complaints, each
from filling import functions, wrong_findings

from parity.describing.text import Text
from parity.questions.asked import KINDS
from parity.questions.paper import bank


def place(kind):
    """Return where the first question of a kind is."""
    return next(i for i, q in enumerate(bank()) if q.kind == kind)


def with_one(at, **changes):
    return [*bank()[:at], replace(bank()[at], **changes), *bank()[at + 1 :]]


def test_the_bank_keeps_its_rules():
    assert complaints(bank()) == []


def changed(texts, at, text):
    return (*texts[:at], text, *texts[at + 1 :])


@pytest.mark.parametrize("kind", KINDS)
def test_a_broken_question_of_any_kind_is_noticed(kind):
    at = place(kind)
    q = bank()[at]
    other = (q.right + 1) % 4
    for changes, said in [
        ({"why": changed(q.why, q.right, Text("", ""))}, "a reason is missing"),
        ({"why": changed(q.why, other, Text("Wrong.", ""))}, "a reason is missing"),
        ({"why": changed(q.why, other, q.why[q.right])}, "explained alike"),
        ({"choices": changed(q.choices, other, q.choices[q.right])}, "different choices"),
        (
            {"choices": changed(q.choices, other, Text("Never.", "必ずそうなる。"))},
            "gives",
        ),
        ({"choices": changed(q.choices, other, Text("`gru_taught`", "`gru_taught`"))}, "of ours"),
        ({"items": ()}, "no item"),
        ({"stem": Text("", q.stem.ja)}, "nothing is asked"),
    ]:
        assert any(said in one for one in each([replace(q, **changes)])), said


def test_an_answer_that_leaks_is_noticed():
    at = place("fill")
    q = bank()[at]
    right = q.choices[q.right].en.strip("`")
    for changes in (
        {"stem": Text(f"{q.stem.en} ({right})", q.stem.ja)},
        {"passage": replace(q.passage, code=f"{q.passage.code}\n# {right}")},
    ):
        assert any("stands beside it" in one for one in complaints(with_one(at, **changes)))
    sibling = at + 1
    assert bank()[sibling].passage == q.passage
    shown = changed(bank()[sibling].choices, 0, q.choices[q.right])
    assert any("stands beside it" in one for one in complaints(with_one(sibling, choices=shown)))


def test_a_sentence_that_is_used_too_often_is_noticed():
    same = Text("The same again.", "また同じである。")
    many = [replace(q, why=changed(q.why, 0, same)) if i < 21 else q for i, q in enumerate(bank())]
    assert any("21 times" in one for one in complaints(many))


def test_a_statement_without_a_source_and_an_item_without_questions_are_noticed():
    assert any("no source" in one for one in complaints(with_one(place("statement"), source="")))
    fewer = [q for q in bank() if "5-4-1" not in q.items]
    assert any("5-4-1 has 0" in one for one in complaints(fewer))


@pytest.mark.parametrize(
    ("name", "blank", "convention"),
    [
        ("adam-update", "あ", "m + (1 - beta1) * (g - m)"),
        ("softmax-with-loss", None, None),
        ("lstm-step", "う", "c_prev * f + g * i"),
        ("attention", "え", "np.einsum('nqk,nkd->nqd', w, V)"),
    ],
)
def test_a_choice_that_is_right_in_other_words_is_noticed(name, blank, convention):
    import numpy as np
    import test_fill_questions as fills

    one = functions()[name]
    if blank is None:
        blank = next(iter(one.choices))
        right = one.choices[blank][one.key[blank]]
        convention = f"({right})"
    wrong = next(i for i in range(4) if i != one.key[blank])
    choices = {**one.choices, blank: list(one.choices[blank])}
    choices[blank][wrong] = convention
    cases = list(fills.CASES[name](np.random.default_rng(1)))
    said = wrong_findings(replace(one, choices=choices), cases, fills.NAMESPACE)
    assert any("also right" in text for text in said)
