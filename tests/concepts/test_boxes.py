"""Boxes at their edges: small, empty or touching ones, equal scores, and what is refused."""

import numpy as np
import pytest

from numpy_impl.vision.anchor_boxes import anchor_boxes
from numpy_impl.vision.box_decoding import box_decoding, box_decoding_backward
from numpy_impl.vision.box_encoding import box_encoding, box_encoding_backward
from numpy_impl.vision.boxes import as_corners
from numpy_impl.vision.fcos_targets import fcos_targets
from numpy_impl.vision.iou import iou, iou_backward
from numpy_impl.vision.mean_iou import mean_iou
from numpy_impl.vision.nms import nms

RNG = np.random.default_rng(41)
BOX = np.array([[1.0, 2.0, 4.0, 4.0]])
ROWS = np.repeat(BOX, 2, axis=0)


def with_size(width, height):
    """Return a box and, below it, one of this width and height."""
    return np.array([BOX[0], [1.0, 2.0, 1.0 + width, 2.0 + height]])


@pytest.mark.parametrize(("call", "said"), [
    (lambda: anchor_boxes([0.0, 1.0], [1.0], (2, 2)), "must be above 0"),
    (lambda: anchor_boxes([-1.0], [1.0], (2, 2)), "must be above 0"),
    (lambda: anchor_boxes([1.0], [1.0, 0.0], (2, 2)), "must be above 0"),
    (lambda: anchor_boxes([1.0], [-1.0], (2, 2)), "must be above 0"),
    (lambda: anchor_boxes([1.0], [1.0], (0, 2)), "must be above 0"),
    (lambda: anchor_boxes([1.0], [1.0], (2, 0)), "must be above 0"),
    (lambda: box_decoding(BOX, BOX[0]), r"^anchors has shape \(4,\).*\(any, 4\)"),
    (lambda: box_encoding(BOX[None], BOX), r"^boxes has shape \(1, 1, 4\).*\(any, 4\)"),
    (lambda: box_encoding(BOX, BOX[:, :3]), r"^anchors has shape \(1, 3\), but \(any, 4\)"),
    (lambda: box_encoding(ROWS, with_size(0, 1)), "anchor is empty"),
    (lambda: box_encoding(ROWS, with_size(1, 0)), "anchor is empty"),
    (lambda: box_encoding(with_size(0, 1), ROWS), "anchor is empty"),
    (lambda: box_encoding(with_size(1, 0), ROWS), "anchor is empty"),
    (lambda: box_encoding(BOX, BOX, box_format="yxyx"), "box_format is 'yxyx'"),
    (lambda: box_encoding(BOX, BOX, variances=(1, 1, 1)), "variances is"),
    (lambda: box_encoding(BOX, BOX, variances=(1, 1, 0, 1)), "variances is"),
    (lambda: iou(BOX[:, :3], BOX), r"^a has shape \(1, 3\)"),
    (lambda: iou(BOX, BOX[:, :3]), r"^b has shape \(1, 3\)"),
    (lambda: iou(BOX, BOX, offset=-1.0), "offset is -1"),
    (lambda: fcos_targets([[0.0, 0.0]], BOX[0], [1]), r"^boxes has shape \(4,\)"),
    (lambda: mean_iou([0, 1], [0, 2], 2), "^t must hold classes from 0 to 1"),
    (lambda: mean_iou([0, 2], [0, 1], 2), "^y must hold classes from 0 to 1"),
    (lambda: mean_iou([0, -1], [0, 1], 2), "^y must hold classes"),
    (lambda: mean_iou([0, 0.5], [0, 1], 2), "^y must hold classes"),
    (lambda: nms(BOX[0], [1.0]), r"^boxes has shape \(4,\)"),
    (lambda: nms(ROWS, [1.0, 2.0], [0]), r"^classes has shape \(1,\)"),
])  # fmt: skip
def test_what_does_not_fit_is_told(call, said):
    with pytest.raises(ValueError, match=said):
        call()


@pytest.mark.parametrize("back", [box_encoding_backward, box_decoding_backward])
def test_gradients_may_come_as_lists_and_leave_float32_as_it_is(back):
    boxes = BOX.astype(np.float32)
    for dy in ([[1.0, 2.0, 3.0, 4.0]], np.ones((1, 4))):
        assert {d.dtype for d in back(dy, boxes, boxes)} == {np.dtype(np.float32)}


def test_an_anchor_may_be_small_and_lie_anywhere():
    anchor = np.array([[-3.0, -5.0, -2.5, -4.75]])
    y = box_encoding(anchor + np.array([0.25, 0.5, 0.25, 0.5]), anchor)
    np.testing.assert_allclose(y, [[0.5, 2.0, 0.0, 0.0]], atol=1e-14)
    np.testing.assert_array_equal(as_corners("anchor", anchor), anchor)


@pytest.mark.parametrize("generalized", [False, True])
def test_boxes_of_any_size_overlap_alike(generalized):
    corner = RNG.random((5, 2))
    a, b = (np.concatenate([c, c + 1 + RNG.random((5, 2))], 1) for c in (corner, corner + 0.5))
    dy = RNG.random((5, 5))
    y, given = iou(a, b, generalized), iou_backward(dy, a, b, generalized)
    for s in (1e-3, 1e3):
        np.testing.assert_allclose(iou(s * a, s * b, generalized), y, rtol=1e-12)
        for one, other in zip(iou_backward(dy, s * a, s * b, generalized), given, strict=True):
            np.testing.assert_allclose(s * one, other, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("generalized", [False, True])
def test_boxes_without_an_area_have_no_overlap_and_no_gradient(generalized):
    line, point = [1.0, 2.0, 1.0, 4.0], [1.0, 3.0, 1.0, 3.0]
    assert iou(line, point, generalized) == iou(line, line, generalized) == 0
    for d in iou_backward(np.ones((2, 2)), [line, point], [line, point], generalized):
        assert not d.any()


@pytest.mark.parametrize("generalized", [False, True])
def test_where_edges_lie_on_each_other_the_union_alone_moves(generalized):
    a = [0.0, 0.0, 2.0, 2.0]
    slope = 0.0 if generalized else 0.5  # of the hull, what the union takes it gives back
    for d in iou_backward(1.0, a, a, generalized):
        np.testing.assert_allclose(d, [slope, slope, -slope, -slope], atol=1e-15)


def test_classes_may_be_whole_floats():
    assert mean_iou([0.0, 1.0, 1.0], [0.0, 1.0, 0.0], 2) == mean_iou([0, 1, 1], [0, 1, 0], 2)


def test_of_equal_scores_the_first_is_kept_first():
    x = 2.0 * np.arange(30)[:, None]
    apart = np.concatenate([x, 0 * x, x + 1, 0 * x + 1], axis=1)
    scores = np.tile([0.5, 0.25, 0.75], 10)
    best_first = [3 * i + k for k in (2, 0, 1) for i in range(10)]
    assert nms(apart, scores).tolist() == best_first


def test_nothing_is_a_double_of_itself_and_of_nothing_nothing_is_kept():
    assert nms(ROWS, [0.5, 1.0], iou_threshold=1.0, max_output=3).tolist() == [1, 0]
    assert nms(np.zeros((0, 4)), []).dtype == np.intp


def test_a_location_learns_the_smallest_box_around_it():
    rng = np.random.default_rng(42)
    corner, size = 5 + 20 * rng.random((40, 2)), 3 + 15 * rng.random((40, 2))
    boxes, labels = np.concatenate([corner, corner + size], axis=1), np.arange(1, 41)
    points = 5 + 30 * rng.random((60, 2))
    classes, distances, _ = fcos_targets(points, boxes, labels)
    order = size.prod(axis=1).argsort()
    found = 0
    for (x, y), k, (left, top, right, bottom) in zip(points, classes, distances, strict=True):
        around = [
            i for i in order if boxes[i, 0] < x < boxes[i, 2] and boxes[i, 1] < y < boxes[i, 3]
        ]
        assert k == (labels[around[0]] if around else 0)
        if around:
            found += len(around) > 1
            np.testing.assert_allclose([x - left, y - top, x + right, y + bottom], boxes[k - 1])
    assert found > 20


def test_the_border_of_a_box_is_outside_and_the_bounds_of_a_level_belong_to_it():
    def learned(point, **level):
        return int(fcos_targets([point], BOX, [7], **level)[0][0])

    assert learned([1.0, 3.0]) == learned([2.0, 4.0]) == 0
    assert learned([2.0, 3.0]) == 7  # 2 away from the farthest side
    assert learned([2.0, 3.0], least=2.0) == learned([2.0, 3.0], most=2.0) == 7
    assert learned([2.0, 3.0], least=2.5) == learned([2.0, 3.0], most=1.5) == 0
