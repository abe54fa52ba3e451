"""Optimizers in the shapes in which people write them: right ones agree, wrong ones do not."""

import pytest
from written_code import pieces

RIGHT = pieces("optimizers", "right")
WRONG = pieces("optimizers", "wrong")


@pytest.mark.parametrize("title", RIGHT)
def test_a_right_optimizer_agrees(title, tmp_path):
    report = RIGHT[title].judged(tmp_path)
    assert report.verdict == "agrees", (report.crash, report.first_wrong, report.causes)


@pytest.mark.parametrize("title", WRONG)
def test_a_wrong_optimizer_differs(title, tmp_path):
    report = WRONG[title].judged(tmp_path)
    assert report.verdict == "differs", (report.crash, report.conventions)
