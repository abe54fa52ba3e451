"""Functions with other arguments, results and layouts than ours: right ones agree, wrong do not."""

import pytest
from written_code import pieces

RIGHT = pieces("functions", "right")
WRONG = pieces("functions", "wrong")


@pytest.mark.parametrize("title", RIGHT)
def test_a_right_function_agrees(title, tmp_path):
    RIGHT[title].agrees_here_and_elsewhere(tmp_path)


@pytest.mark.parametrize("title", WRONG)
def test_a_wrong_function_differs(title, tmp_path):
    report = WRONG[title].judged(tmp_path)
    assert report.verdict == "differs", (report.crash, report.conventions, report.reading)


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("columns of windows, as CS231n has them", "CS231n"),
        ("padded images with channels last", "(N, H, W, C)"),
        ("padding on both sides", "both sides"),
        ("h before c", "another order"),
        ("all batches in a list", "all batches"),
    ],
)
def test_what_is_taken_for_granted_is_told(title, word, tmp_path):
    reading = RIGHT[title].judged(tmp_path).reading
    assert any(word in text.en for text in reading)


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("vectors only", "one axis"),
        ("whole numbers cut off", "whole numbers"),
        ("square windows only", "square windows only"),
        ("a quotient that is not rounded", "divides without a rest"),
    ],
)
def test_what_it_was_not_written_for_is_told(title, word, tmp_path):
    report = RIGHT[title].judged(tmp_path)
    assert any(word in text.en for text in [*report.remarks, *report.limits])
