"""The recorded references: what PyTorch and Keras gave for every case, kept in the package.

One compressed file for each concept, in ``parity/recorded`` under its group. With
them NumPy code can be checked where no framework is installed; a live run shows that they still
hold.

PyTorch, Keras, float64 and float32 give almost the same numbers. Of each quantity the first array
is kept as it is, and of the others how many representable numbers they lie away from it: half the
size, to the bit the same. Only samples, of which the distribution is compared, are kept to a few
bits.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

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
        with np.load(io.BytesIO(content), allow_pickle=False) as archive:
            meta, packed = json.loads(str(archive["meta"])), archive["data"].tobytes()
        record = Record(meta["versions"], meta["digests"], meta["conditions"])
        unpacked = _unpacked(packed, meta["arrays"], meta.get("packing"))
        for (framework, case, dtype, role, quantity, _, _), array in zip(
            meta["arrays"], unpacked, strict=True
        ):
            evaluation = record.evaluations.setdefault((framework, case, dtype), Evaluation())
            evaluation.add(role, quantity, array)
    except (ValueError, KeyError, OSError, IndexError, zipfile.BadZipFile) as error:
        raise DamagedRecordError(
            f"The recorded reference {path} cannot be read ({error}). "
            f"Reinstall the package, or run `parity record {name}`."
        ) from error
    return record


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
            role = evaluation.roles[quantity]
            kept = _coarse(array) if role == "distribution" else array
            stored = kept.astype(kept.dtype.newbyteorder("<"))
            packed.append(stored)
            arrays.append([*key, role, quantity, stored.dtype.str, stored.shape])
    # One block instead of thousands of small members: a tenth of the time to read.
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer,
        meta=np.array(json.dumps({**meta, "arrays": arrays, "packing": NEARBY}, sort_keys=True)),
        data=np.frombuffer(_packed(packed, arrays), np.uint8),
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


BITS = 8
"""How many bits of a drawn number's fraction are kept: of samples, only how they are distributed
is compared, and these take a third of the room.
"""


def _coarse(samples: np.ndarray) -> np.ndarray:
    """Return samples rounded to :data:`BITS` bits of their fraction."""
    if samples.dtype.kind != "f":
        return samples
    fraction, exponent = np.frexp(samples)
    return np.ldexp(np.rint(fraction * 2.0**BITS), exponent - BITS).astype(samples.dtype)


NEARBY = "nearby"
"""How the arrays are packed; a file that says nothing has them one behind another."""


def _in_turn(arrays: Sequence[Sequence[Any]]) -> Iterator[tuple[int, int | None]]:
    """Yield the places of the arrays, the widest first, each with that of the one it lies near to.

    That is the first of the same case, quantity and shape; of its own type, if there is one.
    """
    seen: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for place in sorted(range(len(arrays)), key=lambda i: -np.dtype(arrays[i][5]).itemsize):
        _, case, _, _, quantity, kind, shape = arrays[place]
        before = seen[case, quantity, tuple(shape)] if np.dtype(kind).kind == "f" else []
        alike = [i for i in before if arrays[i][5] == kind] or before
        yield place, alike[0] if alike else None
        before.append(place)


def _bits_near(array: np.ndarray, kind: str) -> np.ndarray:
    """Return the bits of an array in another type, as signed integers; zero where it is not finite.

    Machines may differ in the bits that they give to a NaN of another width.
    """
    with np.errstate(all="ignore"):
        near = array.astype(kind)
    return np.where(np.isfinite(near), near, near.dtype.type(0)).view(f"<i{near.dtype.itemsize}")


def _packed(stored: Sequence[np.ndarray], arrays: Sequence[Sequence[Any]]) -> bytes:
    """Return the arrays' bytes: first all first bytes, then all second ones, for each width.

    A distance is folded, 0, -1, 1, -2 ... to 0, 1, 2, 3 ..., so that its upper bytes are zeros.
    """
    streams: dict[tuple[int, bool], list[np.ndarray]] = defaultdict(list)
    for place, near in _in_turn(arrays):
        array = stored[place].reshape(-1)
        width = array.dtype.itemsize
        if near is not None:
            away = array.view(f"<i{width}") - _bits_near(stored[near].reshape(-1), arrays[place][5])
            array = (away << 1) ^ (away >> (8 * width - 1))
        streams[width, near is not None].append(array.view(np.uint8).reshape(-1, width))
    return b"".join(np.concatenate(part).T.tobytes() for part in streams.values())


def _unpacked(
    packed: bytes, arrays: Sequence[Sequence[Any]], packing: str | None
) -> list[np.ndarray]:
    """Return the arrays that :func:`_packed` was given, or those that stand one behind another."""
    sizes = [math.prod(shape) for *_, shape in arrays]
    found: list[np.ndarray] = [np.empty(0)] * len(arrays)
    turns = list(_in_turn(arrays))
    if packing is None:
        start = 0
        for place, (*_, kind, shape) in enumerate(arrays):
            found[place] = np.frombuffer(packed, kind, sizes[place], start).reshape(shape)
            start += found[place].nbytes
        return found
    if packing != NEARBY:
        raise ValueError(f"it is packed as {packing!r}, which this version does not know")
    lengths: dict[tuple[int, bool], int] = defaultdict(int)
    for place, near in turns:
        lengths[np.dtype(arrays[place][5]).itemsize, near is not None] += sizes[place]
    streams, start = {}, 0
    for (width, is_near), length in lengths.items():
        planes = np.frombuffer(packed, np.uint8, width * length, start).reshape(width, length)
        streams[width, is_near] = np.ascontiguousarray(planes.T).reshape(-1)
        start += width * length
    if start != len(packed):
        raise ValueError(f"it holds {len(packed)} bytes, expected {start}")
    read: dict[tuple[int, bool], int] = defaultdict(int)
    for place, near in turns:
        *_, kind, shape = arrays[place]
        key = width, _ = np.dtype(kind).itemsize, near is not None
        piece = streams[key][read[key] : read[key] + width * sizes[place]]
        read[key] += width * sizes[place]
        if near is not None:
            folded = piece.view(f"<u{width}")
            away = ((folded >> 1) ^ -(folded & 1)).view(f"<i{width}")
            piece = away + _bits_near(found[near].reshape(-1), kind)
        found[place] = piece.view(kind).reshape(shape)
    return found


def sums(folder: Path | None = None) -> dict[str, str]:
    """Return the checksum of each recorded file by its path below ``folder``."""
    path = (folder or FOLDER) / SUMS
    if not path.exists():
        return {}
    pairs = (line.split("  ", 1) for line in path.read_text(encoding="utf-8").splitlines())
    return {name: value for value, name in pairs}
