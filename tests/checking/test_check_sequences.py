"""Sequences as people write them: layers over time, models in float32, one function for a text."""

import pytest
from written_code import pieces

RIGHT = pieces("sequences", "right")
WRONG = pieces("sequences", "wrong")
TOLD = {
    "a column for each word": "a column for each word",
    "a pair of functions with a column for each word": "a column for each word",
}


@pytest.mark.parametrize("title", RIGHT)
def test_right_code_agrees_and_how_it_was_read_is_told(title, tmp_path):
    report = RIGHT[title].judged(tmp_path, attempted=True)
    assert report.verdict == "agrees", (report.crash, report.first_wrong, report.quantities)
    if title in TOLD:
        assert any(TOLD[title] in text.en for text in report.reading), report.reading


@pytest.mark.parametrize("title", WRONG)
def test_wrong_code_differs(title, tmp_path):
    report = WRONG[title].judged(tmp_path, attempted=True)
    assert report.verdict == "differs", (report.crash, report.conventions, report.reading)


@pytest.mark.parametrize("title", [title for title in RIGHT if "float32" in title])
def test_what_is_only_as_precise_as_float32_is_told_so(title, tmp_path):
    report = RIGHT[title].judged(tmp_path)
    assert report.float32
    assert "gates_f_g_i_o" in [convention.name for convention in report.conventions]


def test_the_state_before_the_first_letter_is_no_gradient(tmp_path):
    """It returns the last state behind the gradients, of the first one's shape."""
    report = RIGHT["a character RNN in one function, weights in the file"].judged(tmp_path)
    named = {quantity.quantity for quantity in report.quantities}
    assert named == {"dWxh", "dWhh", "dWhy", "dbh", "dby"}
