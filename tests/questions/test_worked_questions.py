"""Questions whose answer is a number: one right choice each, told apart, and why."""

import re
from fractions import Fraction

import pytest
from every import every

from parity.describing.syllabus import ITEMS
from parity.describing.text import Text
from parity.harness.registry import all_concepts
from parity.questions.worked.making import (
    APART,
    CHOICES,
    VARIANTS,
    families,
    told_apart,
    variants,
    worked_questions,
)
from parity.questions.worked.problem import Problem, Wrong, shown, slips

QUESTIONS = worked_questions()
WHY = Text("x", "x")


def test_there_are_many_of_them_and_each_family_gives_several():
    assert len(families()) >= 75
    assert len(QUESTIONS) >= 300
    for family in families():
        assert len(list(variants(family))) >= 2, family.name
    assert VARIANTS * len(families()) - len(QUESTIONS) <= 4


def test_they_are_the_same_every_time():
    again = [question for family in families() for question in variants(family)]
    assert again == list(QUESTIONS)


@every(question=QUESTIONS)
def test_a_question_has_one_right_choice_and_says_why(question):
    assert len(question.choices) == len(question.why) == CHOICES
    assert len(set(question.choices)) == CHOICES
    assert set(question.items) <= set(ITEMS)
    for why in question.why:
        assert why.en
        assert why.ja
    reasons = [why.en for why in question.why]
    assert len(set(reasons)) == CHOICES, "two choices are explained alike"
    numbers = [number(choice.en) for choice in question.choices]
    if None not in numbers:
        assert numbers == sorted(numbers)
        for i, one in enumerate(numbers):
            for other in numbers[i + 1 :]:
                assert abs(one - other) >= Fraction(9, 1000) * max(abs(one), abs(other))


def number(text):
    """Return a choice as a number, or None if it is none."""
    plain = text.replace("−", "-").replace(",", "")
    return Fraction(plain) if re.fullmatch(r"-?\d+(\.\d+)?", plain) else None


@every(question=QUESTIONS)
def test_a_question_can_be_read_in_either_language(question):
    en, ja = question.stem.en, question.stem.ja
    assert en.endswith(("?", ")"))
    assert re.search(r"[。)]$", ja)
    figures = re.compile(r"\d+(?:\.\d+)?")

    def given(text):
        # The number of examples, classes and so on may be a word in one language.
        return {f for f in figures.findall(text.replace(",", "")) if float(f) > 4}

    assert given(en) == given(ja)
    assert not re.search(r"\b(nan|inf|None)\b|np\.", en)


def test_every_family_names_concepts_that_exist():
    for family in families():
        assert set(family.concepts) <= set(all_concepts()), family.name


def test_the_right_choice_is_not_always_at_one_place():
    places = [question.right for question in QUESTIONS]
    for place in range(CHOICES):
        assert 0.12 < places.count(place) / len(places) < 0.4


def test_no_reason_is_used_too_often():
    reasons = {}
    for question in QUESTIONS:
        for why in question.why:
            reasons[why.en] = reasons.get(why.en, 0) + 1
    assert max(reasons.values()) <= 20


def test_what_cannot_be_told_apart_is_no_choice():
    wrong = [
        Wrong(1.0, WHY),  # the right one again
        Wrong(1 + APART / 2, WHY),  # looks rounded
        Wrong(2.0, WHY),
        Wrong(2.0 + 1e-9, WHY),  # the same as another
        Wrong(-1.0, WHY),
    ]
    problem = Problem(WHY, 1.0, WHY, wrong)
    assert [one.answer for one in told_apart(problem)] == [2.0, -1.0]


def test_slips_are_the_concepts_listed_mistakes():
    import numpy as np

    def loss(kind):
        return float(kind().forward(np.array([[1.0]]), np.array([[3.0]])))

    found = {one.answer for one in slips("mean_squared_error", loss)}
    assert 4.0 in found  # a mistake of the way back leaves the loss alone
    with pytest.raises(KeyError, match="no_such_mistake"):
        list(slips("mean_squared_error", loss, "no_such_mistake"))


@pytest.mark.parametrize(
    ("answer", "text"), [(3.0, "3"), (-0.25, "−0.25"), (1234567, "1,234,567"), (1e-9, "0")]
)
def test_answers_are_printed_without_needless_digits(answer, text):
    assert shown(answer, 4) == text
