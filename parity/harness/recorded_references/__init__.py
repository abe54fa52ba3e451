"""The recorded references: what PyTorch and Keras gave for every case, kept in the package.

One compressed file for each concept, in ``parity/recorded`` under its group. With
them NumPy code can be checked where no framework is installed; a live run shows that they still
hold. What a run compares in float64 is kept to the bit; :mod:`.thinning` says what else is kept,
:mod:`.packing` how.
"""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from parity.describing.concept import Concept
from parity.errors import ReaderError
from parity.files import write_whole
from parity.harness.recorded_references.contents import Record, digest, read, written
from parity.harness.recorded_references.thinning import thinned

__all__ = [
    "FOLDER", "SUMS", "DamagedRecordError", "Record", "digest", "load", "looked_up", "path_of",
    "save", "sums", "thinned",
]  # fmt: skip

FOLDER = Path(__file__).parents[2] / "recorded"
SUMS = "SHA256SUMS"


class DamagedRecordError(ReaderError):
    """A recorded file cannot be read, or is not what was recorded."""


def path_of(concept: Concept, folder: Path | None = None) -> Path:
    """Return the concept's file in ``folder``."""
    return (folder or FOLDER) / concept.group / f"{concept.name}.record"


def load(concept: Concept, folder: Path | None = None) -> Record | None:
    """Read what was recorded for ``concept``; ``None`` if nothing was.

    Raises:
        DamagedRecordError: if the file is damaged, with the checksum that it should have.
    """
    folder = folder or FOLDER
    path = path_of(concept, folder)
    if not path.exists() and (old := path.with_suffix(".npz")).exists():
        raise DamagedRecordError(
            f"An older version wrote {old}, which is no longer read. "
            f"Run `parity record {concept.name}`."
        )
    return _read(path, folder, concept.name) if path.exists() else None


def _read(path: Path, folder: Path, name: str) -> Record:
    content = path.read_bytes()
    expected = sums(folder).get(path.relative_to(folder).as_posix())
    found = hashlib.sha256(content).hexdigest()
    if expected is not None and found != expected:
        raise DamagedRecordError(
            f"The recorded reference {path} is damaged: its SHA-256 is {found[:16]}…, expected "
            f"{expected[:16]}…. Reinstall the package, or run `parity record {name}`."
        )
    try:
        return read(content)
    except (ValueError, KeyError, IndexError, TypeError, zlib.error) as error:
        raise DamagedRecordError(
            f"The recorded reference {path} cannot be read ({error}). "
            f"Reinstall the package, or run `parity record {name}`."
        ) from error


@lru_cache(maxsize=8)
def _once(path: Path, folder: Path, name: str, changed: int, size: int) -> Record:
    record = _read(path, folder, name)
    for evaluation in record.evaluations.values():
        for array in evaluation.quantities.values():
            array.setflags(write=False)
    return record


def looked_up(concept: Concept) -> Record | None:
    """Return what :func:`load` does, read once of a file: for those who only look things up.

    Nobody may change it, and nobody can write to its arrays: the next who asks gets the same.

    Raises:
        DamagedRecordError: as :func:`load`.
    """
    path = path_of(concept, FOLDER)
    if not path.exists():
        return None
    now = path.stat()
    return _once(path, FOLDER, concept.name, now.st_mtime_ns, now.st_size)


def save(concept: Concept, record: Record, folder: Path | None = None) -> Path:
    """Write ``record`` whole, note its checksum, and return its path."""
    folder = folder or FOLDER
    kept = replace(record, evaluations=thinned(concept, record.evaluations))
    content = written(kept)
    path = path_of(concept, folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, content)
    known = sums(folder)
    known[path.relative_to(folder).as_posix()] = hashlib.sha256(content).hexdigest()
    known = {name: value for name, value in known.items() if (folder / name).exists()}
    lines = "".join(f"{value}  {name}\n" for name, value in sorted(known.items()))
    write_whole(folder / SUMS, lines.encode())
    return path


def sums(folder: Path | None = None) -> dict[str, str]:
    """Return the checksum of each recorded file by its path below ``folder``."""
    path = (folder or FOLDER) / SUMS
    if not path.exists():
        return {}
    pairs = (line.split("  ", 1) for line in path.read_text(encoding="utf-8").splitlines())
    return {name: value for value, name in pairs}
