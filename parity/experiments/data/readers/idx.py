"""IDX, the format of MNIST's files.

A file begins with four bytes, 0 0 type axes (type 8 is unsigned bytes), and the length of each
axis in four bytes, the most significant first. The values follow, the last axis fastest.
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np

from parity.describing.datasets import DataError
from parity.experiments.data.readers.files import md5, read_bytes, whole_file

UNSIGNED_BYTE = 8
KINDS = {1: "labels", 3: "images"}


def read_idx(path: Path, axes: int, expected_md5: str = "") -> np.ndarray:
    """Return the array in an IDX file of unsigned bytes, gzip'd or not; it is read-only.

    Args:
        path: the file.
        axes: how many axes it must have: 1 for labels (N,), 3 for images (N, rows, columns).
        expected_md5: of the whole uncompressed file, for the message where it is damaged.

    Raises:
        DataError: if it cannot be read, is something else, or its length is not what its header
            says.
    """
    content = read_bytes(path, expected_md5)
    expected = header((0,) * axes)[:4]
    if content[:4] != expected:
        raise DataError(_wrong_magic_number(path, content[:4], axes))
    start = 4 + 4 * axes
    if len(content) < start:
        raise DataError(
            f"{path} is cut short within its header: it has {len(content)} bytes"
            f"{whole_file(expected_md5)}."
        )
    shape = tuple(int(n) for n in np.frombuffer(content, ">u4", axes, offset=4))
    if len(content) - start != math.prod(shape):
        raise DataError(
            f"{path} is damaged: its header says {' x '.join(map(str, shape))} bytes, and "
            f"{len(content) - start:,} follow{whole_file(expected_md5)}."
        )
    return np.frombuffer(content, np.uint8, offset=start).reshape(shape)


def header(shape: tuple[int, ...]) -> bytes:
    """Return how an IDX file of unsigned bytes with this shape begins."""
    return bytes((0, 0, UNSIGNED_BYTE, len(shape))) + np.array(shape, ">u4").tobytes()


def idx_md5(array: np.ndarray) -> str:
    """Return the MD5 of the uncompressed IDX file that holds ``array``, whatever it came from."""
    return md5(header(array.shape), np.ascontiguousarray(array, np.uint8).data)


def _wrong_magic_number(path: Path, begins: bytes, axes: int) -> str:
    number, expected = int.from_bytes(begins, "big"), (UNSIGNED_BYTE << 8) + axes
    wanted = f"the magic number {expected} ({KINDS[axes]}) was expected"
    if len(begins) == 4 and begins[:3] == bytes((0, 0, UNSIGNED_BYTE)) and begins[3] in KINDS:
        return f"{path} holds {KINDS[begins[3]]} (magic number {number}); {wanted}."
    return f"{path} is not an IDX file: it begins with {begins!r}; {wanted}."
