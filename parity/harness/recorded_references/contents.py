"""What a record is, and its file: a text that says what there is, then the arrays.

The file is one compressed stream behind :data:`MAGIC`. What several cases and columns have in
common stands in the text once, and they name it by its number.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from parity.describing.concept import DrawnCase
from parity.harness.evaluators.evaluation import Evaluation
from parity.harness.recorded_references.packing import Kind, Reader, Writer, pack, unpack

MAGIC = b"record2\n"
"""The file's beginning, with the number of its format."""


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


class _Numbered(dict[Hashable, int]):
    """Numbers different things in the order in which they come."""

    def __missing__(self, key: Hashable) -> int:
        self[key] = len(self)
        return self[key]


def written(record: Record) -> bytes:
    """Return the file of a record, whose evaluations are in order of their keys."""
    keys = record.evaluations
    names = sorted({*record.digests, *record.conditions, *(case for _, case, _ in keys)})
    schemas, forms, measured = _Numbered(), _Numbered(), _Numbered()
    columns: dict[str, dict[str, list[int]]] = {}
    arrays: list[np.ndarray] = []
    alike: list[Hashable] = []
    for (framework, case, dtype), evaluation in sorted(keys.items()):
        schema, shapes = [], []
        for quantity, array in evaluation.quantities.items():
            stored = np.ascontiguousarray(array).astype(array.dtype.newbyteorder("<"))
            kind = "" if stored.dtype == _float(dtype) else stored.dtype.str
            schema.append((evaluation.roles[quantity], quantity, kind))
            shapes.append(array.shape)
            arrays.append(stored.reshape(array.shape))
            alike.append((case, quantity))
        column = columns.setdefault(framework, {}).setdefault(dtype, [-1] * len(names))
        column[names.index(case)] = forms[schemas[tuple(schema)], tuple(shapes)]
    conditions = []
    for case in names:
        values = record.conditions.get(case, {})
        rounded = [float(f"{value:.3g}") for value in values.values()]
        conditions.append([measured[tuple(values)], *rounded] if case in record.conditions else [])
    text = {
        "versions": record.versions,
        "cases": names,
        "digests": [record.digests.get(case) for case in names],
        "measured": list(measured),
        "conditions": conditions,
        "schemas": list(schemas),
        "forms": list(forms),
        "columns": {name: dict(sorted(by_type.items())) for name, by_type in columns.items()},
    }
    writer = Writer()
    encoded = json.dumps(text, separators=(",", ":"), ensure_ascii=False).encode()
    writer.add(len(encoded).to_bytes(4, "little") + encoded)
    pack(writer, arrays, alike)
    return MAGIC + writer.finish()


def read(content: bytes) -> Record:
    """Return the record of a file.

    Raises:
        ValueError, KeyError, IndexError, TypeError, zlib.error: if it is none.
    """
    if not content.startswith(MAGIC):
        raise ValueError("another version of the package wrote it")
    reader = Reader(zlib.decompress(content[len(MAGIC) :]))
    length = int.from_bytes(reader.take(4).tobytes(), "little")
    text: dict[str, Any] = json.loads(reader.take(length).tobytes())
    names = text["cases"]
    record = Record(
        text["versions"],
        {case: found for case, found in zip(names, text["digests"], strict=True) if found},
        {
            case: dict(zip(text["measured"][found[0]], found[1:], strict=True))
            for case, found in zip(names, text["conditions"], strict=True)
            if found
        },
    )
    places: list[tuple[Evaluation, str, str]] = []
    kinds: list[Kind] = []
    for framework, by_type in text["columns"].items():
        for number, case in enumerate(names):
            for dtype, column in by_type.items():
                if column[number] < 0:
                    continue
                evaluation = record.evaluations[framework, case, dtype] = Evaluation()
                schema, shapes = text["forms"][column[number]]
                for (role, quantity, kind), shape in zip(
                    text["schemas"][schema], shapes, strict=True
                ):
                    places.append((evaluation, role, quantity))
                    kinds.append((kind or _float(dtype).str, tuple(shape)))
    if any(size < 0 or not isinstance(size, int) for _, shape in kinds for size in shape):
        raise ValueError("a shape is none")
    for (evaluation, role, quantity), array in zip(places, unpack(reader, kinds), strict=True):
        evaluation.quantities[quantity] = array
        evaluation.roles[quantity] = role  # type: ignore[assignment]
    reader.finish()
    return record


def _float(dtype: str) -> np.dtype:
    """Return a column's own type: the one called so, of little-endian bytes."""
    return np.dtype(dtype).newbyteorder("<")
