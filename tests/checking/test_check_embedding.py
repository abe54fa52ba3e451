"""Words as people embed and count them: right code agrees, wrong code does not."""

import pytest
from written_code import pieces

RIGHT = pieces("embedding", "right")
WRONG = pieces("embedding", "wrong")
FIRST_WRONG = {
    "embedding": "dW",
    "one_hot": "y",
    "cosine_similarity": "y",
    "co_occurrence": "C",
    "positive_pmi": "y",
}


@pytest.mark.parametrize("title", RIGHT)
def test_right_code_agrees(title, tmp_path):
    report = RIGHT[title].judged(tmp_path)
    assert report.verdict == "agrees", (report.crash, report.first_wrong, report.quantities)


def test_an_argument_that_the_code_lacks_leaves_the_recorded_references(tmp_path):
    """It has no padding_idx, as ours has none by default."""
    piece = next(p for p in RIGHT.values() if p.concept == "embedding")
    report = piece.judged(tmp_path)
    assert [name.split(" ")[0] for name in report.references] == ["PyTorch", "Keras"]


@pytest.mark.parametrize("title", WRONG)
def test_wrong_code_differs(title, tmp_path):
    report = WRONG[title].judged(tmp_path)
    assert report.verdict == "differs", (report.crash, report.conventions, report.reading)
    expected = FIRST_WRONG.get(WRONG[title].concept)
    if title == "own length held fast":
        expected = "du"
    assert expected in (None, report.first_wrong.split(" ")[0])


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("the second book's, word by word", "twice in one row"),
        ("a layer for each step", "1 axes"),
        ("every row with every other", "the diagonal"),
        ("as many classes as occur", "from the largest number"),
    ],
)
def test_what_it_was_not_written_for_is_told(title, word, tmp_path):
    report = RIGHT[title].judged(tmp_path)
    assert any(word in text.en for text in [*report.remarks, *report.limits]), report.limits


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("numpy's signs, V", "no sign of their own"),
        ("numpy's signs, V transposed", "transpose of ours"),
    ],
)
def test_how_it_was_read_is_told(title, word, tmp_path):
    report = RIGHT[title].judged(tmp_path)
    assert any(word in text.en for text in report.reading), report.reading


@pytest.mark.parametrize(
    ("title", "convention"),
    [("probabilities, in nats", "nats"), ("the second book's cosine", "epsilon_added")],
)
def test_a_convention_is_told(title, convention, tmp_path):
    report = RIGHT[title].judged(tmp_path)
    assert convention in [c.name for c in report.conventions]
