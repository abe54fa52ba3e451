"""Small files in the formats of MNIST and CIFAR-10, for tests."""

import gzip
from pathlib import Path

import numpy as np
import pytest

from parity.describing.datasets import DataError
from parity.experiments.data.load import load
from parity.experiments.data.readers import mnist

RNG = np.random.default_rng(0)
IMAGES = {
    "train": RNG.integers(0, 256, (40, 28, 28), dtype=np.uint8),
    "t10k": RNG.integers(0, 256, (20, 28, 28), dtype=np.uint8),
}
LABELS = {part: np.arange(len(x), dtype=np.uint8) % 10 for part, x in IMAGES.items()}
TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS = mnist.PUBLISHED
FILES = {
    TRAIN_IMAGES: IMAGES["train"],
    TRAIN_LABELS: LABELS["train"],
    TEST_IMAGES: IMAGES["t10k"],
    TEST_LABELS: LABELS["t10k"],
}


def idx(array: np.ndarray) -> bytes:
    """The format written out here again, so that a mistake in the reader's cannot hide."""
    sizes = b"".join(n.to_bytes(4, "big") for n in array.shape)
    return b"\x00\x00\x08" + bytes([array.ndim]) + sizes + array.tobytes()


def write_mnist(folder: Path, compress=False, spelling=lambda name: name) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, array in FILES.items():
        content = gzip.compress(idx(array)) if compress else idx(array)
        (folder / (spelling(name) + (".gz" if compress else ""))).write_bytes(content)
    return folder


def write_cifar10(folder: Path, batches=(1, 2), n=10, compress=False) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    names = [f"data_batch_{k}.bin" for k in batches] + ["test_batch.bin"]
    for name in names:
        content = records(n, seed=names.index(name)).tobytes()
        path = folder / (f"{name}.gz" if compress else name)
        path.write_bytes(gzip.compress(content) if compress else content)
    return folder


def records(n: int, seed: int) -> np.ndarray:
    table = np.random.default_rng(seed).integers(0, 256, (n, 3073), dtype=np.uint8)
    table[:, 0] %= 10
    return table


def message(name: str, folder: Path | None, **options) -> str:
    """What the reader is told, which must be one line."""
    with pytest.raises(DataError) as caught:
        load(name, folder, **options)
    assert "\n" not in str(caught.value)
    return str(caught.value)
