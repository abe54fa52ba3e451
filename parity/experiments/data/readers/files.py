"""Reading a file's bytes, whether it is compressed or not, and its checksum."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from pathlib import Path

from parity.describing.datasets import DataError

GZIP = b"\x1f\x8b"
"""How every gzip file begins. The name says little: browsers unpack a .gz and keep the name."""


def read_bytes(path: Path, expected_md5: str = "") -> bytes:
    """Return the file's content, uncompressed.

    Args:
        path: the file, compressed by gzip or not.
        expected_md5: of the uncompressed content, for the message where it is damaged.

    Raises:
        DataError: if it cannot be read, or its gzip stream is damaged.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror or error}.") from error
    if not content.startswith(GZIP):
        return content
    try:
        return gzip.decompress(content)
    except EOFError as error:
        raise DataError(
            f"{path} is cut short: its gzip stream has no end{whole_file(expected_md5)}."
        ) from error
    except (OSError, zlib.error) as error:
        raise DataError(f"{path} is damaged: {error}{whole_file(expected_md5)}.") from error


def whole_file(expected_md5: str) -> str:
    """Return the end of a message on a damaged file: how the whole one is known."""
    return f"; uncompressed, the published file has the MD5 {expected_md5}" if expected_md5 else ""


def md5(*parts: bytes | memoryview) -> str:
    """Return the MD5 of ``parts``, one after the other, in hexadecimal digits."""
    digest = hashlib.md5(usedforsecurity=False)
    for part in parts:
        digest.update(part)
    return digest.hexdigest()
