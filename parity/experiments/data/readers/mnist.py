"""MNIST: its four IDX files, or the one NumPy archive that Keras keeps.

The headers and sizes are always checked. Files that are well formed but not the published ones
(Fashion-MNIST, KMNIST, a part of MNIST) are read, with a note: their checksums say that they are
something else, not that they are broken.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from parity.describing.concept import Text
from parity.describing.datasets import DataError
from parity.experiments.data.readers.arrays import Arrays, check_labels, check_same_count
from parity.experiments.data.readers.folders import Found, first_of, search
from parity.experiments.data.readers.idx import idx_md5, read_idx
from parity.experiments.data.readers.npz import read_npz

PUBLISHED = {
    "train-images-idx3-ubyte": "6bbc9ace898e44ae57da46a324031adb",
    "train-labels-idx1-ubyte": "a25bea736e30d166cdddb491f175f624",
    "t10k-images-idx3-ubyte": "2646ac647ad5339dbf082846283269ea",
    "t10k-labels-idx1-ubyte": "27ae3e4e09519cfbb04c329615203637",
}
"""The four files, and the MD5 of each, uncompressed."""

ARCHIVE = "mnist.npz"
OWN_FOLDERS = ("mnist",)
OTHER_FOLDERS = ("fashion", "kmnist", "emnist", "qmnist", "notmnist")
N_CLASSES = 10
SIZE = (28, 28)


def find(folder: Path) -> Found:
    """Return MNIST's files in ``folder`` or one level below.

    Raises:
        DataError: if they are not there, or not all of them.
    """
    expected = f"{', '.join(PUBLISHED)} (each also as .gz), or {ARCHIVE}"
    return search(folder, look, "MNIST", expected, OWN_FOLDERS, OTHER_FOLDERS)


def look(folder: Path, names: frozenset[str]) -> Found | None:
    """Return what of MNIST is among the ``names`` of the files in ``folder``."""
    spelled = {name: first_of(names, name, name.replace("-idx", ".idx")) for name in PUBLISHED}
    missing = tuple(name for name, file in spelled.items() if file is None)
    if not missing or (len(missing) < len(PUBLISHED) and ARCHIVE not in names):
        paths = {name: folder / file for name, file in spelled.items() if file is not None}
        return Found(folder, "idx", paths, missing)
    if ARCHIVE in names:
        return Found(folder, "npz", {ARCHIVE: folder / ARCHIVE})
    return None


def read(found: Found, verify: bool = False) -> Arrays:
    """Return MNIST, or data in its format.

    Args:
        found: its files.
        verify: whether data other than the published is an error, and not a note.

    Raises:
        DataError: if a file cannot be read or is damaged, or they do not belong together.
    """
    if found.format == "npz":
        paths = dict.fromkeys(PUBLISHED, found.paths[ARCHIVE])
        arrays = read_npz(found.paths[ARCHIVE])
        stored = dict(zip(PUBLISHED, arrays, strict=True))
    else:
        paths = dict(found.paths)
        stored = {
            name: read_idx(paths[name], 3 if "images" in name else 1, checksum)
            for name, checksum in PUBLISHED.items()
        }
    x_train, t_train = _one_part(stored, paths, "train")
    x_test, t_test = _one_part(stored, paths, "t10k")
    notes = _provenance(stored, paths, verify)
    return Arrays(x_train, t_train, x_test, t_test, found.folder, notes)


def _one_part(
    stored: dict[str, np.ndarray], paths: dict[str, Path], part: str
) -> tuple[np.ndarray, np.ndarray]:
    """Return the images (N, 1, 28, 28) and the labels (N,) of ``train`` or ``t10k``."""
    images_name, labels_name = f"{part}-images-idx3-ubyte", f"{part}-labels-idx1-ubyte"
    images, labels = stored[images_name], stored[labels_name]
    check_same_count(images, labels, paths[images_name], paths[labels_name])
    if images.shape[1:] != SIZE:
        size = " x ".join(map(str, images.shape[1:]))
        raise DataError(f"{paths[images_name]} holds images of {size} pixels; MNIST's are 28 x 28.")
    check_labels(labels, N_CLASSES, paths[labels_name])
    return images.reshape(-1, 1, *SIZE), labels.astype(np.int64)


def _provenance(
    stored: dict[str, np.ndarray], paths: dict[str, Path], verify: bool
) -> tuple[Text, ...]:
    """Return a note if these are not the published data."""
    wrong = {
        name: found
        for name, checksum in PUBLISHED.items()
        if (found := idx_md5(stored[name])) != checksum
    }
    if not wrong:
        return ()
    if verify:
        name = next(iter(wrong))
        raise DataError(
            f"{paths[name]} is not MNIST's published file: its MD5, uncompressed, is "
            f"{wrong[name]}, and {PUBLISHED[name]} was expected."
        )
    names = ", ".join(wrong)
    return (
        Text(
            f"Not the published MNIST: {names} have other checksums.",
            f"公開されている MNIST とは異なる: {names} のチェックサムが一致しない。",
        ),
    )
