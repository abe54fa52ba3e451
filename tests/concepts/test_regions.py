"""Regions and losses of detection at their edges."""

import numpy as np
import pytest

from numpy_impl.vision.fcos_targets import fcos_targets
from numpy_impl.vision.roi_align import roi_align
from numpy_impl.vision.roi_pool import roi_pool, roi_pool_backward
from numpy_impl.vision.ssd_loss import ssd_loss, ssd_loss_backward
from numpy_impl.vision.yolo_loss import yolo_loss

X = np.arange(2 * 3 * 4 * 5, dtype=float).reshape(2, 3, 4, 5)
BOX = np.array([[0.0, 1.0, 3.0, 2.0]])


@pytest.mark.parametrize("pooling", [roi_pool, roi_align])
def test_regions_name_what_does_not_fit(pooling):
    with pytest.raises(ValueError, match="images must hold numbers from 0 to 1"):
        pooling(X, BOX, np.array([2]))
    with pytest.raises(ValueError, match="images has shape"):
        pooling(X, BOX, np.array([0, 1]))
    with pytest.raises(ValueError, match="output_size"):
        pooling(X, BOX, np.array([0]), output_size=(0, 2))
    assert pooling(X, np.zeros((0, 4)), np.zeros(0, dtype=int)).shape == (0, 3, 7, 7)


def test_a_box_outside_of_the_map_is_refused_or_0():
    away = np.array([[9.0, 9.0, 12.0, 12.0]])
    with pytest.raises(ValueError, match="outside of the map of 4×5"):
        roi_pool(X, away, np.array([0]))
    assert not roi_align(X, away, np.array([0])).any()


def test_a_pixel_collects_from_two_boxes():
    two = np.repeat(BOX, 2, axis=0)
    (dx,) = roi_pool_backward(np.ones((2, 3, 1, 1)), X, two, np.array([1, 1]), (1, 1))
    assert dx[1, :, 2, 3].tolist() == [2.0, 2.0, 2.0]
    assert dx.sum() == 6


def test_a_constant_map_stays_constant():
    y = roi_align(np.full((1, 1, 6, 6), 3.0), np.array([[0.7, 1.1, 4.9, 5.2]]), np.array([0]))
    np.testing.assert_allclose(y, 3.0, rtol=1e-15)


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
