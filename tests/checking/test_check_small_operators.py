"""Operators of detection, measures and small layers, as people write them in a few lines."""

import pytest
from written_code import pieces

RIGHT = pieces("small_operators", "right")
WRONG = pieces("small_operators", "wrong")


@pytest.mark.parametrize("title", RIGHT)
def test_right_code_agrees(title, tmp_path):
    report = RIGHT[title].judged(tmp_path)
    assert report.verdict == "agrees", (report.crash, report.first_wrong, report.reading)


@pytest.mark.parametrize("title", WRONG)
def test_wrong_code_differs(title, tmp_path):
    report = WRONG[title].judged(tmp_path)
    assert report.verdict == "differs", (report.crash, report.conventions, report.reading)
