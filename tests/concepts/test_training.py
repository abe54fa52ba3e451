"""Parts of training at the edges."""

import numpy as np
import pytest

from numpy_impl.augmentation.brightness import brightness
from numpy_impl.augmentation.contrast import contrast
from numpy_impl.augmentation.mix_up import mix_up
from numpy_impl.augmentation.rand_augment import rand_augment
from numpy_impl.augmentation.random_erase import random_erase
from numpy_impl.augmentation.random_flip import random_flip
from numpy_impl.augmentation.rotate import rotate
from numpy_impl.augmentation.spec_augment import spec_augment
from numpy_impl.training.cosine_decay import cosine_decay
from numpy_impl.training.data_parallel_gradient import data_parallel_gradient
from numpy_impl.training.early_stopping import early_stopping
from numpy_impl.training.exponential_decay import exponential_decay
from numpy_impl.training.federated_averaging import federated_averaging
from numpy_impl.training.gradient_accumulation import gradient_accumulation
from numpy_impl.training.linear_warm_up import linear_warm_up
from numpy_impl.training.magnitude_pruning import magnitude_pruning
from numpy_impl.training.polynomial_decay import polynomial_decay
from numpy_impl.training.quantize import quantize
from numpy_impl.training.reduce_on_plateau import reduce_on_plateau
from numpy_impl.training.step_decay import step_decay


@pytest.mark.parametrize(
    ("losses", "patience", "decided"),
    [
        ([3.0], 0, (0, 0)),
        ([3.0, 4.0], 0, (1, 0)),
        ([3.0, 4.0, 5.0], 1, (1, 0)),
        ([3.0, 4.0, 2.0, 5.0], 2, (3, 2)),
        ([3.0, 4.0, 5.0, 2.0], 2, (2, 0)),
        ([3.0, np.nan, 2.0], 2, (2, 2)),
    ],
)
def test_the_table_of_decisions(losses, patience, decided):
    found = early_stopping(losses, patience)
    assert found == decided
    assert all(isinstance(epoch, np.ndarray) for epoch in found)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"losses": []}, "one epoch at least"),
        ({"losses": [[1.0]]}, "losses has shape"),
        ({"patience": -1}, "patience is -1"),
        ({"min_delta": -0.5}, "min_delta is -0.5"),
        ({"mode": "auto"}, "mode is 'auto'"),
    ],
)
def test_what_is_refused(change, said):
    with pytest.raises(ValueError, match=said):
        early_stopping(**{"losses": [1.0, 2.0], **change})


@pytest.mark.parametrize(
    ("losses", "options", "rates"),
    [
        ([], {}, []),
        ([3.0], {"patience": 0}, [1.0]),
        ([3, 4, 4], {"patience": 0}, [1.0, 0.5, 0.25]),
        ([3, 4, 4, 4, 4, 4], {"patience": 1, "cooldown": 1}, [1.0, 1.0, 0.5, 0.5, 0.5, 0.25]),
        ([3, 4, 1, 4], {"patience": 1}, [1.0] * 4),
        ([-3.0, -3.0, -2.0], {"patience": 0}, [1.0, 1.0, 1.0]),  # as PyTorch: a share of -3 is < 0
        ([3, 4, 4, 4], {"patience": 0, "min_lr": 0.3}, [1.0, 0.5, 0.3, 0.3]),
        ([3, 4], {"patience": 0, "factor": 0}, [1.0, 0.0]),
    ],
)
def test_the_rates_on_a_plateau(losses, options, rates):
    found = reduce_on_plateau(losses, 1.0, **{"factor": 0.5, "threshold": 0.5, **options})
    np.testing.assert_array_equal(found, rates)
    assert reduce_on_plateau(np.float32(losses)).dtype == np.float32


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"losses": [[1.0]]}, "losses has shape"),
        ({"factor": 1.0}, "factor is 1.0"),
        ({"patience": -1}, "patience is -1"),
        ({"cooldown": -1}, "cooldown is -1"),
        ({"threshold": -0.5}, "^threshold is -0.5"),
        ({"min_lr": -0.5}, "^min_lr is -0.5"),
        ({"lr": -0.5}, "lr is -0.5"),
        ({"mode": "auto"}, "mode is 'auto'"),
        ({"threshold_mode": "relative"}, "threshold_mode is 'relative'"),
    ],
)
def test_a_plateau_that_makes_no_sense(change, said):
    with pytest.raises(ValueError, match=said):
        reduce_on_plateau(**{"losses": [1.0, 2.0], **change})


X, T, W, B = np.arange(6.0).reshape(3, 2), [0, 1, 0], np.eye(2), np.zeros(2)


def test_parts_of_one_example_have_no_spread_to_normalize():
    dW, db = data_parallel_gradient(X, T, W, B, n_workers=3, normalize="shard")
    assert not dW.any()  # each x is its own mean
    assert db.any()


@pytest.mark.parametrize(("call", "said"), [
    (lambda: data_parallel_gradient(X, T, W, B, n_workers=4), "n_workers is 4"),
    (lambda: data_parallel_gradient(X, T, W, B, n_workers=0), "n_workers is 0"),
    (lambda: data_parallel_gradient(X, T, W, B, average="sum"), "average is 'sum'"),
    (lambda: data_parallel_gradient(X, T, W, B, normalize="layer"), "normalize is 'layer'"),
    (lambda: gradient_accumulation(W, X, n_accumulated=1), r"g has shape \(3, 2\)"),
    (lambda: gradient_accumulation(B, X, n_accumulated=0), "n_accumulated is 0"),
    (lambda: federated_averaging(W, [0, 0]), "one client at least"),
    (lambda: federated_averaging(W, [2, -1]), "n must not be negative"),
    (lambda: federated_averaging(2.0, [1]), r"W has shape \(\)"),
    (lambda: mix_up(X, np.eye(3), [0, 1, 3], [0.5] * 3), "partner must hold"),
    (lambda: mix_up(X, np.eye(3), [0, 1, -1], [0.5] * 3), "partner must hold"),
    (lambda: mix_up(X, np.eye(3), [0, 1, 2], [0.5, 1.5, 0]), "mix must be"),
    (lambda: mix_up(X, np.eye(3), [0, 1, 2], [0.5, -0.5, 0]), "mix must be"),
    (lambda: spec_augment(X, [[1, 3], [0, 1]], [[0, 1]]), "bands must lie between 0 and 3"),
    (lambda: spec_augment(X, [[1, 3]], [[0, 1]]), "bands must lie between 0 and 3"),
    (lambda: spec_augment(X, [[0, 1]], [[-1, 1]]), "spans must lie between 0 and 2"),
    (lambda: spec_augment(X[0], [[0, 1]], [[0, 1]]), r"x has shape \(2,\)"),
])  # fmt: skip
def test_what_the_parts_of_training_refuse(call, said):
    with pytest.raises(ValueError, match=said):
        call()


def test_one_example_of_one_client_is_enough():
    assert federated_averaging(X, [0, 1, 0]).tolist() == X[1].tolist()


IMAGES = np.linspace(0, 1, 24).reshape(1, 2, 3, 4)


def test_what_is_drawn_does_not_widen_the_images():
    narrow, drawn = IMAGES.astype(np.float32), np.array([0.5])
    assert brightness(narrow, drawn).dtype == contrast(narrow, drawn).dtype == np.float32
    for kinds in ((np.float32, np.float64), (np.float64, np.float32)):
        x, t = (np.eye(2, dtype=kind) for kind in kinds)
        mixed = mix_up(x, t, [1, 0], np.array([0.5, 0.25]))
        assert tuple(part.dtype for part in mixed) == kinds


@pytest.mark.parametrize("m", [1.0, 0.3, -0.3, -1.0])
def test_what_moves_leaves_fill_behind(m):
    x = np.arange(1.0, 51.0).reshape(1, 2, 5, 5)
    steps = int(0.45 * m * 5)
    for axis, operation in ((3, 5), (2, 6)):
        moved = np.roll(x, steps, axis=axis)
        beyond = np.arange(5) < steps if steps >= 0 else np.arange(5) >= 5 + steps
        moved[(slice(None),) * axis + (beyond,)] = 7.0
        np.testing.assert_array_equal(rand_augment(x, [[operation]], [[m]], fill=7.0), moved)


def test_a_pixel_that_just_reaches_the_bound_is_solarized():
    x = np.full((1, 1, 1, 2), 0.7, np.float32)
    x[..., 1] = 0.6
    y = rand_augment(x, [[4]], np.array([[0.3]]))
    np.testing.assert_array_equal(y[0, 0, 0], np.float32([1 - x[0, 0, 0, 0], 0.6]))


def test_places_may_come_as_floats():
    erased = random_erase(np.ones((1, 1, 2, 3)), [[0.0, 1.0, 1.0, 2.0]])
    assert erased[0, 0].tolist() == [[1, 0, 0], [1, 1, 1]]
    assert spec_augment(np.ones((2, 2)), [[0.0, 1.0]], [[1.0, 1.0]]).tolist() == [[0, 0], [1, 0]]


def test_zero_comes_back_as_zero_and_nothing_is_farther_than_half_a_step():
    x = np.random.default_rng(3).normal(size=(4, 7)) + 2
    for options in ({}, {"axis": 0}, {"symmetric": True}, {"n_bits": 4, "axis": 1}):
        q, scale, zero_point = quantize(np.append(x, 0 * x[:1], axis=0), **options)
        if options.get("axis") == 0:
            scale, zero_point = scale[:, None], zero_point[:, None]
        back = scale * (q - zero_point)
        assert (back[-1] == 0).all()
        # One step where the range's end was moved by the rounded zero point, else half a step.
        assert (np.abs(back[:-1] - x) <= np.broadcast_to(scale, back.shape)[:-1]).all()
    q, scale, zero_point = quantize([0.0, 0.0])
    assert (q - zero_point == 0).all()
    assert scale == 1


def test_a_share_of_weights_is_rounded_as_pythons_own_numbers_are():
    assert magnitude_pruning(np.arange(1.0, 6.0), 0.5)[1].tolist() == [0, 0, 1, 1, 1]
    assert magnitude_pruning(np.ones((2, 3)), 1.0, axis=0)[0].sum() == 0


def test_of_equally_small_weights_the_first_go_and_the_mask_is_ones_own():
    alike = np.tile([2.0, 1.0, 1.0], 40)
    _, mask = magnitude_pruning(alike, 1 / 4)
    assert np.flatnonzero(mask == 0).tolist() == np.flatnonzero(alike == 1)[:30].tolist()
    wide = [[3.0, 4.0], [1.0, 1.0]]
    kept, mask = magnitude_pruning(wide, 0.5, axis=-2)
    assert kept.tolist() == [[3.0, 4.0], [0.0, 0.0]]
    mask[0, 0] = 0  # as a further round of pruning does
    assert mask.tolist() == [[0.0, 1.0], [0.0, 0.0]]


def test_two_bits_and_the_first_axis_counted_from_the_last():
    q, scale, zero_point = quantize([[-1.0, 0.5], [2.0, 0.0]], n_bits=2, axis=-2)
    assert q.tolist() == [[-2, 1], [1, -2]]
    np.testing.assert_allclose(scale, [0.5, 2 / 3], rtol=1e-15)
    assert zero_point.tolist() == [0, -2]


@pytest.mark.parametrize(("call", "said"), [
    (lambda: random_flip(IMAGES[0], [1]), r"x has shape \(2, 3, 4\)"),
    (lambda: random_flip(IMAGES, [1, 0]), r"flip has shape \(2,\)"),
    (lambda: rotate(IMAGES[0], [10]), r"x has shape \(2, 3, 4\)"),
    (lambda: rand_augment(IMAGES, [[7]], [[0.5]]), "from 0 to 6"),
    (lambda: rand_augment(IMAGES, [[1.0]], [[0.5]]), "whole numbers"),
    (lambda: rand_augment(IMAGES, [[0, 7]], [[0.5, 0.5]]), "from 0 to 6"),
    (lambda: rand_augment(IMAGES, [[0, 0]], [[0.5, 1.5]]), "between -1 and 1"),
    (lambda: rand_augment(IMAGES, [[1]], [[-1.5]]), "between -1 and 1"),
    (lambda: brightness(IMAGES, [0.5, 0.1]), r"^amount has shape \(2,\)"),
    (lambda: contrast(IMAGES, [0.5, 0.1]), r"^factor has shape \(2,\)"),
    (lambda: contrast(IMAGES, [0.5], about="luma"), "about is 'luma'"),
    (lambda: rand_augment(IMAGES, [[1]], [[1.5]]), "between -1 and 1"),
    (lambda: rand_augment(IMAGES, [[1]], [[0.5, 0.1]]), r"magnitudes has shape \(1, 2\)"),
    (lambda: rotate(IMAGES, [10, 20]), r"angle has shape \(2,\)"),
    (lambda: random_erase(IMAGES, [[2, 0, 2, 1]]), "boxes must lie within"),
    (lambda: random_erase(IMAGES, [[0, -1, 1, 1]]), "boxes must lie within"),
    (lambda: brightness(IMAGES, [0.5], mode="gamma"), "mode is 'gamma'"),
    (lambda: contrast(IMAGES, [0.5], about="gray"), "gray needs 3 channels"),
    (lambda: contrast(IMAGES[:, :, :0], [0.5]), "mean of no pixels"),
    (lambda: quantize([]), "range of no numbers"),
    (lambda: quantize(X, n_bits=1), "n_bits is 1"),
    (lambda: quantize(X, axis=2), "axis is 2"),
    (lambda: magnitude_pruning(W, 1.5), "sparsity is 1.5"),
    (lambda: magnitude_pruning(W, 0.5, axis=-3), "axis is -3"),
    (lambda: magnitude_pruning(W, 0.5, axis=2), "axis is 2"),
])  # fmt: skip
def test_what_augmentation_and_compression_refuse(call, said):
    with pytest.raises(ValueError, match=said):
        call()


def test_a_period_ends_and_the_next_begins_at_the_same_step():
    periods = cosine_decay([2, 3, 8, 9, 21], 1.0, 3, restarts=True, t_mult=2)
    assert periods[[1, 3, 4]].tolist() == [1.0, 1.0, 1.0]
    assert (periods[[0, 2]] < 0.3).all()
    assert cosine_decay([3, 4, 99], 1.0, 3).tolist() == [0.0, 0.0, 0.0]


@pytest.mark.parametrize(("call", "said"), [
    (lambda: step_decay(-1), "step must be 0 or greater"),
    (lambda: step_decay([1, -1]), "step must be 0 or greater"),
    (lambda: step_decay(0, lr=0.0), "lr is 0.0"),
    (lambda: step_decay(0, gamma=0.0), "gamma is 0.0"),
    (lambda: exponential_decay(0, lr=0.0), "lr is 0.0"),
    (lambda: exponential_decay(0, gamma=0.0), "gamma is 0.0"),
    (lambda: exponential_decay(0, decay_steps=0), "decay_steps is 0"),
    (lambda: polynomial_decay(0, lr=0.0), "lr is 0.0"),
    (lambda: polynomial_decay(0, decay_steps=0), "decay_steps is 0"),
    (lambda: linear_warm_up(0, lr=0.0), "lr is 0.0"),
    (lambda: linear_warm_up(0, warmup_steps=0), "warmup_steps is 0"),
    (lambda: step_decay(0, step_size=0), "step_size is 0"),
    (lambda: polynomial_decay(0, power=0.0), "power is 0.0"),
    (lambda: linear_warm_up(0, start_factor=1.5), "start_factor is 1.5"),
    (lambda: cosine_decay(0, decay_steps=0), "decay_steps is 0"),
    (lambda: cosine_decay(0, t_mult=0), "t_mult is 0"),
    (lambda: cosine_decay(0, lr=-0.1), "lr is -0.1"),
])  # fmt: skip
def test_what_schedules_refuse(call, said):
    with pytest.raises(ValueError, match=said):
        call()


def test_a_warm_up_may_begin_at_nothing():
    assert linear_warm_up([0, 1, 2], 1.0, 2, start_factor=0.0).tolist() == [0.0, 0.5, 1.0]


def test_a_quarter_turn_is_counterclockwise_and_what_turns_in_is_fill():
    square = np.arange(9).reshape(1, 1, 3, 3)
    quarter = rotate(square, [90])
    assert quarter.dtype == np.float64
    np.testing.assert_allclose(quarter[0, 0], [[2, 5, 8], [1, 4, 7], [0, 3, 6]], atol=1e-14)
    corners = rotate(np.ones((1, 1, 3, 3), np.float32), [45], fill=np.int64(3))[0, 0]
    assert corners.dtype == np.float32
    assert corners[1, 1] == 1
    assert 1 < corners[0, 0] < 3
    assert rotate(np.ones((0, 2, 3, 4)), []).shape == (0, 2, 3, 4)
    turned = np.asfortranarray(np.random.default_rng(0).random((2, 3, 4, 5)))
    before = turned.copy()
    np.testing.assert_array_equal(rotate(turned, [10, 20]), rotate(before, [10, 20]))
    np.testing.assert_array_equal(turned, before)
