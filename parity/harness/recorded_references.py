"""The recorded references: what PyTorch and Keras gave for every case, kept in the package.

One compressed file for each concept, in ``parity/recorded`` under its group. With
them NumPy code can be checked where no framework is installed; a live run shows that they still
hold.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from parity.describing.concept import Concept, DrawnCase
from parity.errors import ReaderError
from parity.files import write_whole
from parity.harness.evaluators.evaluation import Evaluation

FOLDER = Path(__file__).parents[1] / "recorded"
SUMS = "SHA256SUMS"


class DamagedRecordError(ReaderError):
    """A recorded file cannot be read, or is not what was recorded."""


@dataclass
class Record:
    """What was recorded for one concept.

    Attributes:
        versions: by framework, the versions that made its results.
        digests: by case, the digest of what every framework was given.
        conditions: by case and quantity, how strongly it reacts to the inputs.
        evaluations: by (framework, case, dtype).
    """

    versions: dict[str, str] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    conditions: dict[str, dict[str, float]] = field(default_factory=dict)
    evaluations: dict[tuple[str, str, str], Evaluation] = field(default_factory=dict)

    def covers(self, case: DrawnCase) -> bool:
        """Tell whether exactly this case, with these arrays, was recorded."""
        return self.digests.get(case.name) == digest(case)


def digest(case: DrawnCase) -> str:
    """Return a digest of everything that ``case`` hands to a framework."""
    seen = hashlib.sha256()
    for title, arrays in (
        *((f"inputs{i}", drawn) for i, drawn in enumerate(case.inputs)),
        ("params", case.params),
        ("buffers", case.buffers),
        ("upstream", {str(i): array for i, array in enumerate(case.upstream)}),
        *((f"further{i}", arrays) for i, arrays in enumerate(case.further)),
    ):
        for name, array in arrays.items():
            if array.dtype == np.intp:  # of 32 bits in a browser
                array = array.astype(np.int64)
            seen.update(f"{title}/{name}/{array.dtype.kind}/{array.shape}".encode())
            seen.update(np.ascontiguousarray(array).astype(array.dtype.newbyteorder("<")).tobytes())
    rest = [case.config, case.config_for, case.training, case.differentiable, case.options]
    if case.keras_layouts:
        rest.append(case.keras_layouts)
    seen.update(json.dumps(rest, default=_name_of, sort_keys=True).encode())
    return seen.hexdigest()[:16]


def _name_of(value: object) -> str:
    return getattr(value, "__qualname__", None) or repr(value)


def path_of(concept: Concept, folder: Path | None = None) -> Path:
    """Return the concept's file in ``folder``."""
    return (folder or FOLDER) / concept.group / f"{concept.name}.npz"


def load(concept: Concept, folder: Path | None = None) -> Record | None:
    """Read what was recorded for ``concept``; ``None`` if nothing was.

    Raises:
        DamagedRecordError: if the file is damaged, with the checksum that it should have.
    """
    folder = folder or FOLDER
    path = path_of(concept, folder)
    if not path.exists():
        return None
    content = path.read_bytes()
    expected = sums(folder).get(path.relative_to(folder).as_posix())
    found = hashlib.sha256(content).hexdigest()
    if expected is not None and found != expected:
        raise DamagedRecordError(
            f"The recorded reference {path} is damaged: its SHA-256 is {found[:16]}…, expected "
            f"{expected[:16]}…. Reinstall the package, or run `parity record {concept.name}`."
        )
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as archive:
            meta, packed = json.loads(str(archive["meta"])), archive["data"].tobytes()
        record = Record(meta["versions"], meta["digests"], meta["conditions"])
        start = 0
        for framework, case, dtype, role, quantity, kind, shape in meta["arrays"]:
            size = math.prod(shape)
            array = np.frombuffer(packed, kind, size, start).reshape(shape)
            start += array.nbytes
            evaluation = record.evaluations.setdefault((framework, case, dtype), Evaluation())
            evaluation.add(role, quantity, array)
    except (ValueError, KeyError, OSError, zipfile.BadZipFile) as error:
        raise DamagedRecordError(
            f"The recorded reference {path} cannot be read ({error}). "
            f"Reinstall the package, or run `parity record {concept.name}`."
        ) from error
    return record


def save(concept: Concept, record: Record, folder: Path | None = None) -> Path:
    """Write ``record`` whole, note its checksum, and return its path."""
    folder = folder or FOLDER
    meta = {
        "versions": record.versions,
        "digests": record.digests,
        "conditions": {
            case: {name: float(f"{value:.3g}") for name, value in by_quantity.items()}
            for case, by_quantity in record.conditions.items()
        },
    }
    arrays, packed = [], []
    for key, evaluation in record.evaluations.items():
        for quantity, array in evaluation.quantities.items():
            stored = array.astype(array.dtype.newbyteorder("<"))
            packed.append(stored.tobytes())
            role = evaluation.roles[quantity]
            arrays.append([*key, role, quantity, stored.dtype.str, stored.shape])
    # One block instead of thousands of small members: a tenth of the time to read.
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer,
        meta=np.array(json.dumps({**meta, "arrays": arrays}, sort_keys=True)),
        data=np.frombuffer(b"".join(packed), np.uint8),
    )
    path = path_of(concept, folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, buffer.getvalue())
    known = sums(folder)
    known[path.relative_to(folder).as_posix()] = hashlib.sha256(buffer.getvalue()).hexdigest()
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
