"""Writing files whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from parity.errors import ReaderError


def write_whole(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path`` so that a reader sees the old file or the new one, whole.

    Raises:
        OSError: if it cannot be written, with the path; nothing is left behind.
    """
    # Whose it is, is in the name: what a killed process leaves can be told from work under way.
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.{os.getpid()}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException as error:
        Path(name).unlink(missing_ok=True)
        if isinstance(error, OSError) and error.errno and error.filename is None:
            raise OSError(error.errno, error.strerror, str(path)) from error
        raise


class UnwritableFolderError(ReaderError):
    """The folder of a report cannot be written; the message says why."""


def prepare_folder(folder: Path, how: str = "choose another with --out") -> None:
    """Create ``folder`` and see that it can be written, before the work and not after it.

    Several processes may do so at once.

    Args:
        folder: the folder.
        how: what the reader can do if it cannot be written.

    Raises:
        UnwritableFolderError: if it cannot; what was created for it is gone again.
    """
    with prepared_folder(folder, how):
        pass


@contextlib.contextmanager
def prepared_folder(folder: Path, how: str = "choose another with --out") -> Iterator[None]:
    """Prepare ``folder`` as above; where the work within fails, it does not stay behind, empty."""
    created = [path for path in (folder, *folder.parents) if not path.exists()]
    try:
        _require_writable(folder, how)
        yield
    except BaseException:
        for path in created:
            with contextlib.suppress(OSError):  # something was written to it
                path.rmdir()
        raise


def _require_writable(folder: Path, how: str) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # With something in it: on a full disk an empty file can still be made.
        with tempfile.TemporaryFile(dir=folder, prefix=".parity-write-test.") as file:
            file.write(b"parity")
            file.flush()
    except OSError as error:
        why = "it is a file" if isinstance(error, FileExistsError) else error.strerror
        raise UnwritableFolderError(
            f"The folder {folder} cannot be written ({why}); {how}."
        ) from error
