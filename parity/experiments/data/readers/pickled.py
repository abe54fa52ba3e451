"""The batches of CIFAR-10's Python version, which are pickles.

A pickle can run any code when it is read. This reader builds dictionaries, lists and NumPy arrays,
and refuses everything else.
"""

from __future__ import annotations

import io
import pickle
from pathlib import Path
from typing import Any

import numpy as np

from parity.describing.datasets import DataError


class _ArraysOnly(pickle.Unpickler):
    """Knows what a pickled array is made of, and nothing else."""

    allowed = {
        ("numpy", "ndarray"): np.ndarray,
        ("numpy", "dtype"): np.dtype,
        # Python 3 writes an array's bytes as a string that is to be encoded.
        ("_codecs", "encode"): lambda text, encoding: text.encode("latin1"),
    }
    for package in ("core", "_core"):  # before NumPy 2, and since
        allowed[f"numpy.{package}.multiarray", "_reconstruct"] = np.empty(0).__reduce__()[0]

    def find_class(self, module: str, name: str) -> Any:
        """Return what ``module.name`` stands for."""
        if (module, name) not in self.allowed:
            raise pickle.UnpicklingError(f"it asks for {module}.{name}")
        return self.allowed[module, name]


def read_batch(path: Path, content: bytes) -> tuple[np.ndarray, np.ndarray]:
    """Return the images (N, 3072) and labels (N,) of one batch.

    Raises:
        DataError: if it is damaged, or anything but a batch.
    """
    try:
        batch = _ArraysOnly(io.BytesIO(content), encoding="bytes").load()
        images, labels = np.asarray(batch[b"data"]), np.asarray(batch[b"labels"])
    except Exception as error:  # a damaged pickle can raise any
        reason = str(error) or type(error).__name__
        raise DataError(f"{path} is not a batch of CIFAR-10's Python version: {reason}.") from error
    if images.dtype != np.uint8 or images.ndim != 2 or images.shape[1] != 3072:
        raise DataError(
            f"{path} holds data of shape {images.shape} and type {images.dtype}; bytes (N, 3072) "
            "were expected."
        )
    if labels.shape != (len(images),) or not len(images) or labels.dtype.kind != "i":
        raise DataError(
            f"{path}: images and labels do not belong together: {len(images):,} images, labels of "
            f"shape {labels.shape}."
        )
    return images, labels
