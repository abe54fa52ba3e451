"""Regions and losses of detection at their edges."""

import numpy as np
import pytest

from numpy_impl.vision.fcos_targets import fcos_targets
from numpy_impl.vision.roi_align import roi_align, roi_align_backward
from numpy_impl.vision.roi_pool import roi_pool, roi_pool_backward
from numpy_impl.vision.ssd_loss import ssd_loss, ssd_loss_backward
from numpy_impl.vision.yolo_loss import yolo_loss

X = np.arange(2 * 3 * 4 * 5, dtype=float).reshape(2, 3, 4, 5)
BOX = np.array([[0.0, 1.0, 3.0, 2.0]])


@pytest.mark.parametrize("pooling", [roi_pool, roi_align])
def test_regions_name_what_does_not_fit(pooling):
    with pytest.raises(ValueError, match="images must hold numbers from 0 to 1"):
        pooling(X, BOX, np.array([2]))
    for images in ([0.0, 1.0], [0, -1], [2, 0]):
        with pytest.raises(ValueError, match="images must hold numbers from 0 to 1"):
            pooling(X, np.repeat(BOX, 2, axis=0), images)
    with pytest.raises(ValueError, match="images has shape"):
        pooling(X, BOX, np.array([0, 1]))
    with pytest.raises(ValueError, match=r"^boxes has shape"):
        pooling(X, BOX[0], np.array([0]))
    for size in ((0, 2), (2, 0), (2, 2, 2)):
        with pytest.raises(ValueError, match="output_size"):
            pooling(X, BOX, np.array([0]), output_size=size)
    assert pooling(X, np.zeros((0, 4)), np.zeros(0, dtype=int)).shape == (0, 3, 7, 7)


def test_a_box_outside_of_the_map_is_refused_or_0():
    away = np.array([[9.0, 9.0, 12.0, 12.0]])
    for box in (away, [[0, 4, 3, 6]], [[5, 0, 7, 2]], [[0, -3, 3, -1]], [[-3, 0, -1, 2]]):
        with pytest.raises(ValueError, match="outside of the map of 4×5"):
            roi_pool(X, box, np.array([0]))
    assert not roi_align(X, away, np.array([0])).any()


def test_a_pixel_collects_from_two_boxes():
    two = np.repeat(BOX, 2, axis=0)
    (dx,) = roi_pool_backward(np.ones((2, 3, 1, 1)), X, two, np.array([1, 1]), (1, 1))
    assert dx[1, :, 2, 3].tolist() == [2.0, 2.0, 2.0]
    assert dx.sum() == 6


@pytest.mark.parametrize("back", [roi_pool_backward, roi_align_backward])
def test_gradients_may_come_as_lists_and_leave_float32_as_it_is(back):
    dy = np.ones((1, 3, 1, 1))
    for given in (dy, dy.tolist()):
        assert back(given, X.astype(np.float32), BOX, [0], (1, 1))[0].dtype == np.float32


def test_a_bin_has_at_least_one_sample():
    with pytest.raises(ValueError, match="sampling_ratio is 0"):
        roi_align(X, BOX, [0], sampling_ratio=0)


def test_a_constant_map_stays_constant():
    y = roi_align(np.full((1, 1, 6, 6), 3.0), np.array([[0.7, 1.1, 4.9, 5.2]]), np.array([0]))
    np.testing.assert_allclose(y, 3.0, rtol=1e-15)


@pytest.mark.parametrize(("first", "y"), [(-1.5, 3.0), (-1.625, 0.0), (5.5, 3.0), (5.625, 0.0)])
def test_a_sample_counts_up_to_a_pixel_outside_of_the_map(first, y):
    box = [[first, first, first + 1, first + 1]]
    options = {"output_size": (1, 1), "sampling_ratio": 1, "aligned": False}
    assert roi_align(np.full((1, 1, 6, 6), 3.0), box, [0], **options).item() == y


def one_positive(n):
    """Return the scores, offsets, classes and targets of n anchors, of which the last is one."""
    scores = np.zeros((1, n, 3))
    scores[0, :, 0] = np.arange(n) % 3
    classes = np.zeros((1, n), dtype=int)
    classes[0, -1] = 2
    return scores, np.full((1, n, 4), 2.0), classes, np.zeros((1, n, 4))


def test_a_single_object_is_not_averaged_with_another():
    arrays = one_positive(1)
    assert ssd_loss(*arrays, alpha=0.5) == pytest.approx(np.log(3) + 0.5 * 4 * 1.5, rel=1e-14)
    dscores, doffsets = ssd_loss_backward(1.0, *arrays, alpha=0.5)
    np.testing.assert_allclose(dscores[0, 0], [1 / 3, 1 / 3, -2 / 3], rtol=1e-14)
    assert doffsets.tolist() == [[[0.5] * 4]]


def test_of_equally_hard_negatives_the_first_count():
    dscores, _ = ssd_loss_backward(1.0, *one_positive(31), negative_ratio=15.0)
    hardest, next_to_them = range(0, 30, 3), range(1, 15, 3)
    chosen = np.flatnonzero(dscores[0].any(axis=1)).tolist()
    assert chosen == sorted([*hardest, *next_to_them, 30])


def test_the_largest_and_the_smallest_logits_lose_no_number():
    scores, _, classes, targets = one_positive(2)
    scores += np.array([1000.0, -1000.0])[:, None]
    assert ssd_loss(scores, targets, classes, targets) == pytest.approx(
        ssd_loss(one_positive(2)[0], targets, classes, targets), rel=1e-12
    )


def test_what_detectors_are_given_is_named_where_it_does_not_fit():
    scores, offsets, classes, targets = one_positive(2)
    for wrong in (classes.astype(float), classes - 1, classes + np.array([0, 1])):
        with pytest.raises(ValueError, match="classes must hold numbers from 0 to 2"):
            ssd_loss(scores, offsets, wrong, targets)
    with pytest.raises(ValueError, match=r"^offsets has shape \(1, 2, 3\)"):
        ssd_loss(scores, offsets[..., 1:], classes, targets)
    with pytest.raises(ValueError, match="alpha is -1"):
        ssd_loss(scores, offsets, classes, targets, alpha=-1.0)
    boxes, truth, here = np.full((1, 2, 2, 1, 5), 0.5), np.full((1, 2, 2, 4), 0.5), np.eye(2)[None]
    with pytest.raises(ValueError, match=r"^classes has shape \(1, 2, 3\)"):
        yolo_loss(boxes, np.ones((1, 2, 3)), truth, np.ones((1, 2, 3)), here)
    kinds = np.ones((1, 2, 2, 3))
    for side in (2, 3):
        flat = boxes.copy()
        flat[0, 0, 1, 0, side] = 0
        with pytest.raises(ValueError, match="no width or no height"):
            yolo_loss(flat, kinds, truth, kinds, here)
    boxes[..., :2] = 0  # in a corner of the cell
    assert yolo_loss(boxes, kinds, truth, kinds, here) > 0


def test_ssd_without_objects_loses_nothing():
    scores, zeros = np.ones((2, 3, 4)), np.zeros((2, 3, 4))
    classes = np.zeros((2, 3), dtype=int)
    assert ssd_loss(scores, zeros, classes, zeros) == 0
    assert not any(d.any() for d in ssd_loss_backward(1.0, scores, zeros, classes, zeros))
    with pytest.raises(ValueError, match="classes must hold numbers from 0 to 3"):
        ssd_loss(scores, zeros, classes + 4, zeros)
    with pytest.raises(ValueError, match="negative_ratio"):
        ssd_loss(scores, zeros, classes, zeros, negative_ratio=-1)


def test_a_perfect_grid_loses_nothing():
    box = np.array([0.5, 0.5, 0.25, 0.5])
    boxes = np.zeros((1, 2, 2, 1, 5))
    boxes[..., :4] = box
    here = np.array([[[1, 0], [0, 0]]])
    boxes[0, 0, 0, 0, 4] = 1
    truth, kinds = np.broadcast_to(box, (1, 2, 2, 4)), np.zeros((1, 2, 2, 3))
    assert yolo_loss(boxes, kinds, truth, kinds, here) == pytest.approx(0, abs=1e-30)
    with pytest.raises(ValueError, match="no width or no height"):
        yolo_loss(0 * boxes, kinds, truth, kinds, here)


def test_fcos_without_boxes_is_background():
    classes, distances, near = fcos_targets(np.ones((3, 2)), np.zeros((0, 4)), np.zeros(0, int))
    assert not classes.any()
    assert distances.shape == (3, 4)
    assert not near.any()
