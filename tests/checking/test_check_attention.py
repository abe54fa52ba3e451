"""Attention as people write it: with masks of either kind, in the book's parts, head by head."""

import pytest
from written_code import pieces

from parity.checking.judging.judge import check_object

RIGHT = pieces("attention", "right")
WRONG = pieces("attention", "wrong")


@pytest.mark.parametrize("title", RIGHT)
def test_right_attention_agrees(title, tmp_path):
    RIGHT[title].agrees_here_and_elsewhere(tmp_path)


@pytest.mark.parametrize("title", WRONG)
def test_wrong_attention_differs(title, tmp_path):
    report = WRONG[title].judged(tmp_path)
    assert report.verdict == "differs", (report.crash, report.conventions, report.reading)


@pytest.mark.parametrize(
    ("title", "convention"),
    [
        ("the mask is 1 where it blocks", "mask_blocks"),
        ("what is given as mask is added", "mask_is_added"),
        ("1 where it blocks", "mask_blocks"),
        ("to be added", "mask_is_added"),
        ("to be added, without infinity", "mask_is_added_finite"),
        ("1 for padding, two axes more", "mask_blocks"),
        ("the sines first, even lengths alone", "sines_first"),
        ("concat, with one matrix for both", "concat"),
        ("one sequence of a GPT, the mask is added", "mask_is_added"),
        ("a GPT's function of one sequence, causal", "causal_inside"),
    ],
)
def test_another_convention_is_told(title, convention, tmp_path):
    report = RIGHT[title].judged(tmp_path)
    assert [told.name for told in report.conventions] == [convention]


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("a pair with a cache, three axes", "4 axes"),
        ("the sines first, even lengths alone", "odd length"),
        ("every step of the decoder", "2 axes"),
        ("of one input, with both ways", "no V of its own"),
        ("without a batch, weights beside the output", "no mask"),
    ],
)
def test_what_it_was_not_written_for_is_told(title, word, tmp_path):
    report = RIGHT[title].judged(tmp_path)
    assert any(word in text.en for text in [*report.remarks, *report.limits])


@pytest.mark.parametrize(
    ("title", "cause"),
    [
        ("divided by d", "scale_without_the_root"),
        ("over the queries", "softmax_over_queries"),
        ("only the diagonal of the softmax", "softmax_diagonal_only"),
        ("the mask is multiplied", "mask_multiplied"),
        ("without the diagonal", "without_the_diagonal"),
        ("transposed", "wrong_triangle"),
        ("sine and cosine exchanged", "sine_and_cosine_exchanged"),
        ("heads by reshape alone", "heads_not_transposed"),
        ("the values' gradient is left out", "values_without_gradient"),
        ("without tanh", "tanh_forgotten"),
    ],
)
def test_a_listed_mistake_is_named(title, cause, tmp_path):
    piece = WRONG[title]
    path = tmp_path / "theirs.py"
    path.write_text("import numpy as np\n" + piece.source, encoding="utf-8")
    namespace = {"__name__": "theirs"}
    exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), namespace)
    report = check_object(
        namespace[piece.name], piece.concept, label=piece.name, namespace=namespace, mapping={}
    )
    assert cause in [c.name for c in report.causes], report.causes
