"""The exam's random crop beyond its cases: chance, seeds, windows that do not fit."""

import numpy as np
import pytest

from numpy_impl.exam.random_crop import random_crop
from parity.harness import recorded_references
from parity.harness.against_records import judge
from parity.harness.registry import all_concepts

RNG = np.random.default_rng(3)


def normal(*shape):
    return RNG.standard_normal(shape)


def test_every_offset_is_drawn_and_about_equally_often():
    image = np.arange(4 * 5 * 2).reshape(4, 5, 2)
    windows = [random_crop(image, (2, 3), seed=seed) for seed in range(900)]
    counts = np.zeros((3, 3), dtype=int)
    for window in windows:
        top, left = divmod(window[0, 0, 0] // 2, 5)
        np.testing.assert_array_equal(window, image[top : top + 2, left : left + 3])
        counts[top, left] += 1
    # Each count is binomial, 100 with a standard deviation of 9.4.
    assert np.all(np.abs(counts - 100) < 4 * 9.4)


def test_a_crop_of_the_whole_image_is_the_image_and_the_course_fails_there():
    image = normal(3, 4, 1)
    np.testing.assert_array_equal(random_crop(image, (3, 4)), image)
    with pytest.raises(ValueError, match="high"):
        np.random.randint(0, 3 - 3)  # noqa: NPY002


def test_a_seed_repeats_the_crop_and_the_global_state_is_left_alone():
    image = normal(30, 40, 1)
    kept = np.random.get_state()[1].copy()  # noqa: NPY002
    a, b, c = (random_crop(image, (5, 6), seed=seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(a, b)
    assert not np.array_equal(a, c)
    assert not np.array_equal(random_crop(image, (5, 6)), random_crop(image, (5, 6)))
    np.testing.assert_array_equal(np.random.get_state()[1], kept)  # noqa: NPY002


@pytest.mark.parametrize("crop_size", [(5, 2), (2, 6), (0, 2), (2, -1)])
def test_a_window_that_does_not_fit_is_refused(crop_size):
    shown = str(crop_size).replace("(", r"\(").replace(")", r"\)")
    with pytest.raises(ValueError, match=rf"{shown}.*\(4, 5\)"):
        random_crop(normal(4, 5, 3), crop_size)


def test_an_image_without_channels_is_refused():
    with pytest.raises(ValueError, match=r"image has shape \(4, 5\)"):
        random_crop(normal(4, 5), (2, 2))


def test_a_readers_own_function_need_not_take_a_seed():
    """It is called as often without one, and found right or wrong."""
    concept = all_concepts()["random_crop"]
    record = recorded_references.load(concept)
    rng = np.random.default_rng(5)

    def right(image, crop_size):
        (H, W, _), (h, w) = image.shape, crop_size
        top, left = rng.integers(H - h + 1), rng.integers(W - w + 1)
        return image[top : top + h, left : left + w]

    def too_often_at_the_top(image, crop_size):
        (H, W, _), (h, w) = image.shape, crop_size
        top, left = rng.integers(H - h + 1), rng.integers(W - w + 1)
        top = top if rng.random() < 0.6 else 0
        return image[top : top + h, left : left + w]

    assert {f.verdict for f in judge(concept, right, record)} == {"agree"}
    wrong = [f for f in judge(concept, too_often_at_the_top, record) if f.verdict == "differ"]
    assert {f.quantity for f in wrong} == {"drawn"}
