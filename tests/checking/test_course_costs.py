"""A course's cost of columns that is wrong is read as what its lines say, and its sign is told."""

import pytest

TURNED = """
def compute_cost(AL, Y):
    m = Y.shape[1]
    cost = 1.0 / m * np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL))
    return np.squeeze(cost)
"""


def test_the_sign_of_a_cost_is_told(asked):
    report = asked(TURNED, "compute_cost", "binary_cross_entropy")
    assert (report.verdict, report.first_wrong) == ("differs", "loss")
    assert report.causes[0].name == "sign"
    assert any("columns" in text.en for text in report.reading)


@pytest.mark.parametrize("rows", ["Y.shape[0]", "len(Y)"])
def test_rows_are_read_as_rows(asked, rows):
    report = asked(TURNED.replace("Y.shape[1]", rows), "compute_cost", "binary_cross_entropy")
    assert report.causes[0].name == "sign"
    assert not any("columns" in text.en for text in report.reading)
    right = TURNED.replace("Y.shape[1]", rows).replace("1.0 / m", "-1.0 / m")
    assert asked(right, "compute_cost", "binary_cross_entropy").verdict == "agrees"


def test_a_wrong_cost_is_read_as_columns_where_it_says_so(asked):
    wrong = TURNED.replace("1.0 / m", "-1.0 / m").replace("+ (1", "- (1")
    report = asked(wrong, "compute_cost", "binary_cross_entropy")
    assert report.verdict == "differs"
    assert any("columns" in text.en for text in report.reading)
