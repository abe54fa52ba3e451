"""Each worked answer a second time, from the text of its question alone, in plain arithmetic."""

import second_ways
import second_ways_of_models
from every import every
from second_ways import numbers

from parity.questions.paper import family
from parity.questions.worked.making import families, worked_questions

WAYS = second_ways.WAYS | second_ways_of_models.WAYS
QUESTIONS = worked_questions()


def told(question):
    """Return the place of the choice that the second way gives, or None."""
    stem = question.stem.en
    answer = WAYS[family(question)](stem, numbers(stem))
    if isinstance(answer, str):
        found = [i for i, c in enumerate(question.choices) if c.en == answer]
    else:
        near = 0.0051 if "two decimals" in stem else 0.00051
        printed = [float(c.en.replace("−", "-").replace(",", "")) for c in question.choices]
        found = [i for i, one in enumerate(printed) if abs(one - answer) <= near]
    return found[0] if len(found) == 1 else None


@every(question=QUESTIONS)
def test_the_answer_is_that_of_a_second_way(question):
    assert told(question) == question.right


def test_every_family_has_a_second_way():
    assert set(WAYS) == {one.name for one in families()}
