"""Word vectors as people write them: right ones are not accused, wrong ones are found."""

import pytest
from written_code import pieces

RIGHT = pieces("word_vectors", "right")
WRONG = pieces("word_vectors", "wrong")


@pytest.mark.parametrize("title", RIGHT)
def test_what_is_right_agrees(title, tmp_path):
    report = RIGHT[title].judged(tmp_path)
    assert report.verdict == "agrees", (report.crash, report.first_wrong, report.causes)


@pytest.mark.parametrize("title", WRONG)
def test_what_is_wrong_differs(title, tmp_path):
    report = WRONG[title].judged(tmp_path)
    assert report.verdict == "differs", (report.crash, report.conventions, report.reading)


def test_what_is_told_beside_it(tmp_path):
    report = RIGHT["one sigmoid loss for each negative, with 1e-7"].judged(tmp_path)
    assert [c.name for c in report.conventions] == ["small_number_in_the_logarithm"]
    report = RIGHT["CBOW as a class, the second matrix the other way round"].judged(tmp_path)
    assert any("Not counted: negative_sampling" in text.en for text in report.remarks)
    report = RIGHT["skip-gram, a gradient without a name"].judged(tmp_path)
    assert {"loss", "dW_in", "dW_out"} == {quantity.quantity for quantity in report.quantities}
