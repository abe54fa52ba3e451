"""Initializers in the shapes in which people write them: right ones agree, wrong ones do not."""

import numpy as np
import pytest
from written_code import pieces

RIGHT = pieces("initializers", "right")
WRONG = pieces("initializers", "wrong")


@pytest.mark.parametrize("title", RIGHT)
def test_a_right_initializer_agrees(title, tmp_path):
    RIGHT[title].agrees_here_and_elsewhere(tmp_path)


@pytest.mark.parametrize("title", WRONG)
def test_a_wrong_initializer_differs(title, tmp_path):
    report = WRONG[title].judged(tmp_path)
    assert report.verdict == "differs", (report.crash, report.conventions)


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("matrices (out, in), as in torch.nn.Linear", "torch.nn.Linear"),
        ("kernels as in Keras", "Keras"),
        ("a seed of its own", "seed"),
        ("the sizes of two layers", "sizes of the layers"),
    ],
)
def test_what_is_taken_for_granted_is_told(title, word, tmp_path):
    reading = RIGHT[title].judged(tmp_path).reading
    assert any(word in text.en for text in reading)


def test_shapes_beyond_it_are_a_limit(tmp_path):
    report = RIGHT["matrices alone, by unpacking"].judged(tmp_path)
    assert [limit.en for limit in report.limits] == ["shapes with 4 axes are beyond it"]


def test_conventions_are_told(tmp_path):
    told = {
        title: [c.name for c in RIGHT[title].judged(tmp_path).conventions]
        for title in ("by fan_out", "cut off at two standard deviations")
    }
    assert list(told.values()) == [["by_fan_out"], ["truncated"]]


def test_the_seeds_work_again_behind_it(tmp_path):
    RIGHT["a seed of its own"].judged(tmp_path)
    np.random.seed(5)  # noqa: NPY002
    first = np.random.rand()  # noqa: NPY002
    np.random.seed(5)  # noqa: NPY002
    assert np.random.rand() == first  # noqa: NPY002
    assert np.random.default_rng(2).random() == np.random.default_rng(2).random()
