"""CTC as people write it: for logits, log-probabilities or probabilities, in either layout."""

import pytest
from written_code import pieces

RIGHT = pieces("ctc", "right")
WRONG = pieces("ctc", "wrong")
TOLD = {
    "log-probabilities with the steps first, as torch takes them": (
        "log-probabilities",
        "(T, N, C), the steps first",
    ),
    "probabilities, and the gradient at the logits": ("given probabilities",),
}


@pytest.mark.parametrize("title", RIGHT)
def test_what_is_right_agrees_and_how_it_was_read_is_told(title, tmp_path):
    report = RIGHT[title].judged(tmp_path)
    assert report.verdict == "agrees", (report.crash, report.first_wrong, report.reading)
    for words in TOLD.get(title, ()):
        assert any(words in text.en for text in report.reading), report.reading


@pytest.mark.parametrize("title", WRONG)
def test_what_is_wrong_differs(title, tmp_path):
    report = WRONG[title].judged(tmp_path)
    assert report.verdict == "differs", (report.crash, report.conventions, report.reading)


def test_a_gradient_of_the_log_probabilities_is_a_convention(tmp_path):
    report = RIGHT["the gradient of the log-probabilities"].judged(tmp_path)
    assert [c.name for c in report.conventions] == ["gradient_of_log_probabilities"]
    report = RIGHT["logits, all of one length"].judged(tmp_path)
    assert any("different lengths" in text.en for text in report.limits)
