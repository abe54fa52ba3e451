"""CIFAR-10's binary version, and the two forms in which Keras users have it.

A binary file is records of 3,073 bytes: the label, then 1,024 bytes each of red, green and blue,
row by row. Training data are whichever of the five batches are there.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from parity.describing.concept import Text
from parity.describing.datasets import DataError
from parity.experiments.data.readers.arrays import Arrays, check_labels, check_same_count
from parity.experiments.data.readers.files import md5, read_bytes
from parity.experiments.data.readers.folders import Found, first_of, search
from parity.experiments.data.readers.npz import read_npz
from parity.experiments.data.readers.pickled import read_batch

BINARY = {
    "data_batch_1.bin": "5dd7e06a14cb22eb9f671a540d1b7c25",
    "data_batch_2.bin": "5ea93a67294ea407fff1d09f752e9692",
    "data_batch_3.bin": "942cd6a4bcdd0dd3c604fbe906cb4421",
    "data_batch_4.bin": "ae636b3ba5c66a11e91e8cb52e771fcb",
    "data_batch_5.bin": "53f37980c15c3d472c316c40844f3f0d",
    "test_batch.bin": "803d5f7f4d78ea53de84dbe85f74fb6d",
}
"""The files of the binary version, and the MD5 of each, uncompressed."""

PICKLED = {
    "data_batch_1": "c99cafc152244af753f735de768cd75f",
    "data_batch_2": "d4bba439e000b95fd0a9bffe97cbabec",
    "data_batch_3": "54ebc095f3ab1f0389bbae665268c751",
    "data_batch_4": "634d18415352ddfa80567beed471001a",
    "data_batch_5": "482c414d41f54cd18b22e5b47cb7c3cb",
    "test_batch": "40351d587109b95175f43aff81a1287e",
}
"""Those of the Python version."""

ARCHIVES = ("cifar10.npz", "cifar-10.npz")
OWN_FOLDERS = ("cifar10", "cifar-10", "cifar-10-batches-bin", "cifar-10-batches-py")
OTHER_FOLDERS = ("cifar100", "cifar-100")
N_CLASSES = 10
SHAPE = (3, 32, 32)
RECORD = 1 + 3 * 32 * 32
WHOLE = (50_000, 10_000)
"""Training and test images of the whole data set."""


def find(folder: Path) -> Found:
    """Return CIFAR-10's files in ``folder`` or one level below.

    Raises:
        DataError: if there is no training batch, or no test batch.
    """
    expected = (
        "test_batch.bin and any of data_batch_1.bin to data_batch_5.bin (each also as .gz), "
        f"the Python version's batches, or {ARCHIVES[0]}"
    )
    return search(folder, look, "CIFAR-10", expected, OWN_FOLDERS, OTHER_FOLDERS)


def look(folder: Path, names: frozenset[str]) -> Found | None:
    """Return what of CIFAR-10 is among the ``names`` of the files in ``folder``."""
    found = [_batches(folder, names, BINARY, "binary"), _batches(folder, names, PICKLED, "pickled")]
    archive = first_of(names, *ARCHIVES)
    if archive in ARCHIVES:
        found.append(Found(folder, "npz", {archive: folder / archive}))
    there = [one for one in found if one]
    return min(there, key=lambda one: len(one.missing), default=None)


def read(found: Found, verify: bool = False) -> Arrays:
    """Return CIFAR-10, or data in its format.

    Args:
        found: its files.
        verify: whether data other than the published is an error, and not a note.

    Raises:
        DataError: if a file cannot be read or is damaged.
    """
    if found.format == "npz":
        return _from_archive(found, verify)
    published = BINARY if found.format == "binary" else PICKLED
    parse = _records if found.format == "binary" else read_batch
    batches: dict[str, tuple[np.ndarray, np.ndarray]] = {}
    other = []
    for name, path in found.paths.items():
        content = read_bytes(path)
        images, labels = parse(path, content)
        check_labels(labels, N_CLASSES, path)
        batches[name] = images, labels
        if md5(content) != published[name]:
            other.append(name)
            if verify:
                raise DataError(
                    f"{path} is not CIFAR-10's published file: its MD5, uncompressed, is "
                    f"{md5(content)}, and {published[name]} was expected."
                )
    test = next(name for name in batches if name.startswith("test"))
    x_test, t_test = batches.pop(test)
    x_train = np.concatenate([images for images, _ in batches.values()])
    t_train = np.concatenate([labels for _, labels in batches.values()]).astype(np.int64)
    notes = _size_note(len(x_train), len(x_test))
    if other:
        names = ", ".join(other)
        notes += (
            Text(
                f"Not the published CIFAR-10: {names} have other checksums.",
                f"公開されている CIFAR-10 とは異なる: {names} のチェックサムが一致しない。",
            ),
        )
    return Arrays(
        x_train.reshape(-1, *SHAPE),
        t_train,
        np.ascontiguousarray(x_test).reshape(-1, *SHAPE),
        t_test.astype(np.int64),
        found.folder,
        notes,
    )


def _batches(
    folder: Path, names: frozenset[str], published: dict[str, str], how: str
) -> Found | None:
    """Return the batches of one version; a test batch and one training batch are needed."""
    paths = {name: folder / file for name in published if (file := first_of(names, name))}
    if not paths:
        return None
    first, *_, test = published
    missing = [] if test in paths else [test]
    if set(paths) <= {test}:
        missing.append(f"{first} (or another training batch)")
    return Found(folder, how, paths, tuple(missing))


def _records(path: Path, content: bytes) -> tuple[np.ndarray, np.ndarray]:
    """Return the images (N, 3072) and labels (N,) of a binary file."""
    if not content or len(content) % RECORD:
        whole, rest = divmod(len(content), RECORD)
        raise DataError(
            f"{path} is not a number of whole records: {len(content):,} bytes are {whole:,} "
            f"records of {RECORD:,} bytes and {rest:,} bytes more."
        )
    records = np.frombuffer(content, np.uint8).reshape(-1, RECORD)
    return records[:, 1:], records[:, 0]


def _from_archive(found: Found, verify: bool) -> Arrays:
    (path,) = found.paths.values()
    if verify:
        raise DataError(
            f"{path} cannot be verified: no checksum of CIFAR-10 in this form is known."
        )
    x_train, t_train, x_test, t_test = read_npz(path)
    for images, labels in ((x_train, t_train), (x_test, t_test)):
        check_same_count(images, labels, path, path)
        check_labels(labels, N_CLASSES, path)
    return Arrays(
        _channels_first(x_train, path),
        t_train.astype(np.int64),
        _channels_first(x_test, path),
        t_test.astype(np.int64),
        found.folder,
        _size_note(len(x_train), len(x_test)),
    )


def _channels_first(x: np.ndarray, path: Path) -> np.ndarray:
    if x.shape[1:] == SHAPE:
        return x
    if x.shape[1:] == (*SHAPE[1:], SHAPE[0]):
        return np.ascontiguousarray(np.moveaxis(x, -1, 1))
    size = " x ".join(map(str, x.shape[1:]))
    raise DataError(f"{path} holds images of {size}; CIFAR-10's are 32 x 32 x 3.")


def _size_note(n_train: int, n_test: int) -> tuple[Text, ...]:
    if (n_train, n_test) == WHOLE:
        return ()
    return (
        Text(
            f"A part of CIFAR-10: {n_train:,} of {WHOLE[0]:,} training images and {n_test:,} of "
            f"{WHOLE[1]:,} test images.",
            f"CIFAR-10 の一部: 訓練画像 {WHOLE[0]:,} 枚中 {n_train:,} 枚、"
            f"テスト画像 {WHOLE[1]:,} 枚中 {n_test:,} 枚。",
        ),
    )
