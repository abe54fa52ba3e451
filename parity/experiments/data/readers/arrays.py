"""What every reader gives, and what is checked whatever the format."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from parity.describing.concept import Text
from parity.describing.datasets import DataError


@dataclass(frozen=True)
class Arrays:
    """Training and test examples as they were stored.

    Attributes:
        x_train: uint8 images (N, C, H, W).
        t_train: int64 class numbers (N,).
        x_test: likewise (M, C, H, W).
        t_test: likewise (M,).
        folder: where the files are.
        notes: what the reader of a result should know of them.
    """

    x_train: np.ndarray
    t_train: np.ndarray
    x_test: np.ndarray
    t_test: np.ndarray
    folder: Path
    notes: tuple[Text, ...] = ()


def check_labels(labels: np.ndarray, n_classes: int, path: Path) -> None:
    """Raise DataError unless every label is in 0..n_classes - 1."""
    wrong = np.flatnonzero((labels < 0) | (labels >= n_classes))
    if len(wrong):
        raise DataError(
            f"{path} has labels outside 0 to {n_classes - 1}: {len(wrong):,} of them, the first "
            f"is {labels[wrong[0]]} (example {wrong[0]})."
        )


def check_same_count(
    images: np.ndarray, labels: np.ndarray, images_path: Path, labels_path: Path
) -> None:
    """Raise DataError unless there are as many labels as images, and at least one."""
    if len(images) != len(labels):
        raise DataError(
            f"Images and labels do not belong together: {len(images):,} images in {images_path}, "
            f"{len(labels):,} labels in {labels_path}."
        )
    if not len(images):
        raise DataError(f"{images_path} holds no image.")
