"""The data that networks learn from.

The default needs no download: the 8×8 digits that ship with scikit-learn (Alpaydin and Kaynak
1998, Optical Recognition of Handwritten Digits, UCI; 1,797 images of its test part).
"""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path

import numpy as np

from parity.errors import ReaderError

PACKED = "digits.csv.gz"


class DataError(ReaderError):
    """Data that cannot be read; the message says what was expected and what to do."""


@cache
def digits() -> tuple[np.ndarray, np.ndarray]:
    """Return the images (1797, 64), scaled to 0..1, and the labels (1797,).

    The file is read directly: importing scikit-learn for it would take longer than the rest.

    Raises:
        DataError: if scikit-learn or its file is missing or damaged.
    """
    path = digits_file()
    try:
        table = np.loadtxt(path, delimiter=",")
    except (OSError, ValueError) as error:
        raise DataError(f"{path} cannot be read ({error}): reinstall scikit-learn.") from error
    if table.shape != (1797, 65):
        raise DataError(f"{path} holds a {table.shape} table, (1797, 65) was expected.")
    return table[:, :64] / 16, table[:, 64].astype(np.int64)


def digits_file() -> Path:
    """Return the file with the digits: beside this one, as pages pack it, or scikit-learn's.

    Raises:
        DataError: if there is neither.
    """
    packed = Path(__file__).with_name(PACKED)
    if packed.exists():
        return packed
    spec = importlib.util.find_spec("sklearn")
    if spec is None or not spec.submodule_search_locations:
        raise DataError("The digits come with scikit-learn, which is not installed: "
                        "pip install scikit-learn")  # fmt: skip
    return Path(next(iter(spec.submodule_search_locations)), "datasets", "data", PACKED)


def digit_batches(steps: int, batch: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return ``steps`` mini-batches of the digits.

    Shapes:
        images (steps, batch, 64), labels (steps, batch).

    Each pass over the data goes in a new random order, without repeating an image within it.
    """
    x, t = digits()
    rng = np.random.default_rng(seed)
    passes = -(-steps * batch // len(x))
    order = np.concatenate([rng.permutation(len(x)) for _ in range(passes)])
    chosen = order[: steps * batch].reshape(steps, batch)
    return x[chosen], t[chosen]
