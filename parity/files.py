"""Writing files whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from parity.errors import ReaderError


def write_whole(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path`` so that a reader sees the old file or the new one, whole.

    Raises:
        OSError: if the folder cannot be written; nothing is left behind.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


class UnwritableFolderError(ReaderError):
    """The folder of a report cannot be written; the message says why."""


def prepare_folder(folder: Path) -> None:
    """Create ``folder`` and see that it can be written, before the work and not after it.

    Raises:
        UnwritableFolderError: if it cannot.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(folder / ".parity-write-test", b"")
        os.unlink(folder / ".parity-write-test")
    except OSError as error:
        raise UnwritableFolderError(
            f"The folder {folder} cannot be written ({error.strerror}); choose another with --out."
        ) from error
