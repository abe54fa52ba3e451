"""The NumPy archives in which Keras keeps its data sets."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

import numpy as np

from parity.describing.datasets import DataError

KEYS = ("x_train", "y_train", "x_test", "y_test")


def read_npz(path: Path) -> tuple[np.ndarray, ...]:
    """Return x_train, y_train, x_test and y_test of an archive.

    Images are bytes, as they are stored; an axis of length 1 at the end of the labels, or for the
    only channel of the images, is taken off.

    Raises:
        DataError: if it cannot be read, or holds something else.
    """
    try:
        with np.load(path, allow_pickle=False) as archive:
            missing = [key for key in KEYS if key not in archive]
            if missing:
                there = ", ".join(archive.files) or "nothing"
                raise DataError(f"{path} has no {', '.join(missing)}; it holds {there}.")
            arrays = [archive[key] for key in KEYS]
    except DataError:
        raise
    except PermissionError as error:
        raise DataError(f"{path} cannot be read: {error.strerror}.") from error
    # A damaged archive shows itself in any of these.
    except (OSError, ValueError, EOFError, AttributeError, TypeError, KeyError,
            zipfile.BadZipFile, zlib.error) as error:  # fmt: skip
        raise DataError(f"{path} is not a whole NumPy archive: {error}.") from error
    return tuple(
        _labels(path, key, array) if key.startswith("y") else _images(path, key, array)
        for key, array in zip(KEYS, arrays, strict=True)
    )


def _images(path: Path, key: str, x: np.ndarray) -> np.ndarray:
    if x.dtype != np.uint8 or x.ndim not in (3, 4):
        raise DataError(
            f"{path} holds {key} of shape {x.shape} and type {x.dtype}; images of bytes (uint8) "
            "were expected."
        )
    if x.ndim == 4 and 1 in (x.shape[1], x.shape[3]):
        return x.squeeze(axis=1 if x.shape[1] == 1 else 3)
    return x


def _labels(path: Path, key: str, t: np.ndarray) -> np.ndarray:
    if t.ndim == 2 and t.shape[1] == 1:
        t = t[:, 0]
    if t.ndim != 1 or not np.issubdtype(t.dtype, np.integer):
        raise DataError(
            f"{path} holds {key} of shape {t.shape} and type {t.dtype}; whole numbers (N,) were "
            "expected."
        )
    return t
