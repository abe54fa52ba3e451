"""What has no end: a list that contains itself, and a loop that a change leaves without one."""

import pytest

from parity.checking.causes.following.again import EndlessError, limited
from parity.checking.comparing.trial import Trial, cleaned
from parity.describing.concept import draw_case
from parity.harness.registry import find


def trial():
    (concept,) = find(["relu"])
    return Trial(draw_case(concept, concept.cases[0]))


def test_a_result_that_contains_itself_is_told_and_not_unfolded():
    result = [1.0]
    result.append([2.0, result])
    told = trial()
    assert cleaned(told, "y", result) is None
    assert told.bad["y"].en == "a list that contains itself"


def test_a_list_that_occurs_twice_is_an_array():
    row = [1.0, 2.0]
    assert cleaned(trial(), "y", [row, row]).shape == (2, 2)


def test_a_loop_without_an_end_is_ended():
    def grows():
        numbers = [0]
        for number in numbers:
            numbers.append(number)

    with pytest.raises(EndlessError):
        limited(grows)


def test_a_long_loop_is_not():
    def counts():
        return sum(1 for _ in range(50_000))

    found, lines = limited(counts)
    assert found == 50_000
    assert 50_000 <= lines < 200_000
    with pytest.raises(EndlessError):
        limited(counts, most=10_000)
