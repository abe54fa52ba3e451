"""The data that come with scikit-learn, divided into training and test parts.

The files are read directly: importing scikit-learn for them would take longer than the rest.
"""

from __future__ import annotations

import importlib.util
import math
from pathlib import Path

import numpy as np

from parity.describing.datasets import DataError, digits

Parts = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]
"""x_train, t_train, x_test, t_test."""

DIGITS_FOR_TRAINING = 1437
IRISES_FOR_TRAINING = 120


def divided_digits() -> Parts:
    """Return the 8x8 digits (N, 1, 8, 8) in 0..1: 1,437 to train, 360 to test.

    Raises:
        DataError: if scikit-learn or its file is missing or damaged.
    """
    x, t = digits()
    return _divided(x.reshape(-1, 1, 8, 8), t, DIGITS_FOR_TRAINING, seed=1)


def divided_iris() -> Parts:
    """Return Fisher's irises (N, 4), standardized by the training part: 120 to train, 30 to test.

    Raises:
        DataError: if scikit-learn or its file is missing or damaged.
    """
    x, t = irises()
    x_train, t_train, x_test, t_test = _divided(x, t, IRISES_FOR_TRAINING, seed=1)
    mean, std = zip(*(_mean_and_deviation(column) for column in x_train.T), strict=True)
    return (x_train - mean) / std, t_train, (x_test - mean) / std, t_test


def _divided(x: np.ndarray, t: np.ndarray, n_train: int, seed: int) -> Parts:
    # A bit generator's numbers never change; a permutation may, with NumPy's version.
    order = np.argsort(np.random.PCG64(seed).random_raw(len(x)), kind="stable")
    train, test = order[:n_train], order[n_train:]
    return x[train], t[train], x[test], t[test]


def _mean_and_deviation(column: np.ndarray) -> tuple[float, float]:
    """Return mean and standard deviation, to the last digit the same on every machine."""
    mean = math.fsum(column) / len(column)
    return mean, math.sqrt(math.fsum((column - mean) ** 2) / len(column))


def irises() -> tuple[np.ndarray, np.ndarray]:
    """Return Fisher's irises as they were measured, lengths in cm (150, 4), and kinds (150,).

    Raises:
        DataError: if scikit-learn or its file is missing or damaged.
    """
    spec = importlib.util.find_spec("sklearn")
    if spec is None or not spec.submodule_search_locations:
        raise DataError("The irises come with scikit-learn, which is not installed: "
                        "pip install scikit-learn")  # fmt: skip
    path = Path(next(iter(spec.submodule_search_locations)), "datasets", "data", "iris.csv")
    try:
        table = np.loadtxt(path, delimiter=",", skiprows=1)
    except (OSError, ValueError) as error:
        raise DataError(f"{path} cannot be read ({error}): reinstall scikit-learn.") from error
    if table.shape != (150, 5):
        raise DataError(f"{path} holds a {table.shape} table, (150, 5) was expected.")
    return table[:, :4], table[:, 4].astype(np.int64)
