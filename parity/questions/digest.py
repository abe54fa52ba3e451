"""The digest of all that the measurement of a concept depends on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from parity.describing.concept import Concept
from parity.harness import recorded_references
from parity.harness.mistakes import source_path

_OWN = (
    "harness/comparing/compare.py",
    "describing/case.py",
    "describing/concept.py",
    "describing/draw.py",
    "harness/evaluators/evaluation.py",
    "harness/evaluators/numpy_evaluator.py",
    "harness/against_records.py",
    "harness/mistakes.py",
    "harness/comparing/tolerances.py",
    "questions/measuring.py",
    "questions/other_ways.py",
    "questions/workbench.py",
    "questions/wrong_lines.py",
)
"""The files below this package that make a measurement what it is."""


def digest(concept: Concept, numpy: str = "") -> str:
    """Return the digest of all that the measurement of ``concept`` depends on.

    That is all of NumPy's code, since a concept may use any of it, the concept's file and those
    that it shares with its neighbours, its recorded reference, and what measures.

    Args:
        concept: any.
        numpy: what :func:`digest_of_numpy` gives, where many digests are wanted.
    """
    package = Path(__file__).parents[1]
    own = source_path(concept, "parity.concepts")
    shared = sorted(own.parent.glob("_[!_]*.py"))
    slips_ = sorted((package / "harness" / "slips").glob("*.py"))
    texts = [own, *shared, *(package / name for name in _OWN), *slips_]
    seen = hashlib.sha256((numpy or digest_of_numpy()).encode())
    for path in texts:
        seen.update(_text_digest(path).encode())
    reference = recorded_references.path_of(concept)
    seen.update(reference.read_bytes() if reference.exists() else b"none")
    return seen.hexdigest()[:16]


def digest_of_numpy(files: Iterable[str] | None = None) -> str:
    """Return the digest of NumPy's code: of all of it, or of ``files`` alone.

    Raises:
        OSError: if one of them is not there.
    """
    seen = hashlib.sha256()
    root = root_of_numpy()
    if files is None:
        files = (path.relative_to(root).as_posix() for path in root.rglob("*.py"))
    for name in sorted(files):
        seen.update(f"{name} {_text_digest(root / name)}\n".encode())
    return seen.hexdigest()


def root_of_numpy() -> Path:
    """Return the folder of NumPy's code."""
    import numpy_impl

    return Path(str(numpy_impl.__file__)).parent


def _text_digest(path: Path) -> str:
    return hashlib.sha256(path.read_text(encoding="utf-8").encode()).hexdigest()
