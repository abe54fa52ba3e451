"""The targets of FCOS."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.validation import as_float, require_shape
from numpy_impl.vision.boxes import as_rows


def fcos_targets(
    locations: ArrayLike,
    boxes: ArrayLike,
    labels: ArrayLike,
    least: float = 0.0,
    most: float = math.inf,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return what each location learns, without anchors: class, distances and centre-ness.

    A location inside of a box learns how far the box's four sides are. Inside of several it learns
    the smallest; one whose farthest side is not between least and most leaves the box to another
    level of the pyramid. Boxes' borders look as good as their middle, but locations there find
    poor boxes, so they learn a centre-ness besides, by which scores are lowered:

        c = sqrt(min(l, r) / max(l, r) * min(t, b) / max(t, b))

    Args:
        locations: the points x, y (P, 2).
        boxes: (M, 4), the corners x1, y1, x2, y2.
        labels: the class of each box (M,), from 1.
        least: the least that the farthest side may be away at this level.
        most: the most.

    Returns:
        (classes, distances, centerness): (P,), 0 where nothing is; (P, 4), left, top, right,
        bottom; (P,), from 0 to 1. Both are 0 where nothing is.

    Raises:
        ValueError: if the shapes do not fit.

    Source:
        Tian, Shen, Chen and He (2019), FCOS: fully convolutional one-stage object detection,
        sections 3.1 and 3.2.
    """
    points, boxes = as_float("locations", locations), as_rows("boxes", boxes)
    labels = np.asarray(labels)
    require_shape("locations", points, (None, 2))
    require_shape("labels", labels, (len(boxes),))
    classes, distances = np.zeros(len(points), dtype=np.intp), np.zeros((len(points), 4))
    centerness = np.zeros(len(points))
    areas = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    for p, (x, y) in enumerate(points):
        sides = np.stack([x - boxes[:, 0], y - boxes[:, 1], boxes[:, 2] - x, boxes[:, 3] - y], 1)
        inside = sides.min(axis=1, initial=np.inf) > 0
        farthest = sides.max(axis=1, initial=-np.inf)
        own = np.flatnonzero(inside & (farthest >= least) & (farthest <= most))
        if not own.size:
            continue
        smallest = own[areas[own].argmin()]
        left, top, right, bottom = sides[smallest]
        classes[p], distances[p] = labels[smallest], sides[smallest]
        across, down = sorted((left, right)), sorted((top, bottom))
        centerness[p] = np.sqrt(across[0] / across[1] * down[0] / down[1])
    return classes, distances.astype(points.dtype), centerness.astype(points.dtype)
