"""What a run's result depends on besides its setting: the code that computes it, its versions.

A run is made again when one of them changes, and only then. Comments, docstrings and the layout of
the code do not count.
"""

from __future__ import annotations

import ast
import hashlib
import importlib.util
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from parity.harness import environment
from parity.harness.evaluators import PACKAGES
from parity.harness.evaluators.subject import quickest

OURS = (
    *PACKAGES.values(),
    "parity.experiments",
    "parity.harness.evaluators",
    "parity.describing.layouts",
    "parity.concepts.reinforcement._tables",
)
"""The packages whose code is looked at."""

ALWAYS = (
    "parity.experiments.training.train",
    "parity.experiments.training.paths",
    "parity.experiments.training.translation",
    "numpy_impl.networks.training",
)
"""What every run goes through, whatever it trains."""

READOUT = "parity.experiments.training.readout.{framework}_readout"
"""What puts a recurrent layer and the one that reads it together."""

COURSES = "parity.experiments.training.courses"
PLAYERS = "parity.experiments.training.players.{framework}_player"
"""What a training of its own goes through."""

NOT_ABOUT_NUMBERS = (
    "parity.experiments.results",
    "parity.experiments.planning.plan",
    "parity.experiments.setting",
    "parity.experiments.data.load",
    "parity.experiments.data.readers",
)
"""Left out: they carry what is computed. The data have a digest of their own."""


def digest_of(
    framework: str, parts: Iterable[str], reads: bool = False, course: str | None = None
) -> str:
    """Return the digest of the code and the versions that ``framework`` computes with.

    Args:
        framework: ``numpy``, ``torch`` or ``keras``.
        parts: dotted names below the framework's tree: network, layers, loss, optimizer.
        reads: whether the network is a recurrent layer with what reads it.
        course: the name of the training, where that is one of its own.
    """
    tree = PACKAGES[framework]
    twins = [part for part in parts if not part.startswith("surfaces.")]
    names = [f"{tree}.{twin}" for twin in twins]
    names += [f"numpy_impl.{quickest(twin)}" for twin in twins]
    trainer = f"parity.experiments.training.trainers.{framework}_trainer"
    names += [READOUT.format(framework=framework)] if reads else []
    if course:
        names += [f"{COURSES}.{course}", PLAYERS.format(framework=framework)]
        beside = f"{COURSES}.{course}_{framework}"
        names += [beside] if module_of(beside) == beside else []
    roots = {module_of(name) for name in (*names, f"{tree}.networks.training", trainer, *ALWAYS)}
    digest = hashlib.sha256(environment.framework_version(framework).encode())
    digest.update(environment.framework_version("numpy").encode())
    for module in sorted(closure(frozenset(roots))):
        digest.update(module.encode())
        digest.update(meaning(module).encode())
    return digest.hexdigest()


def module_of(name: str) -> str:
    """Return the module in which the object with the dotted ``name`` stands."""
    while _path(name) is None:
        name = name.rpartition(".")[0]
        if not name:
            raise ImportError("There is no such module.")
    return name


@cache
def closure(roots: frozenset[str]) -> frozenset[str]:
    """Return the modules of ours that ``roots`` import, however far away, and themselves."""
    found: set[str] = set()
    todo = list(roots)
    while todo:
        module = todo.pop()
        if module not in found:
            found.add(module)
            todo += _read(module)[1]
    return frozenset(found)


def meaning(module: str) -> str:
    """Return the module's code without its comments, docstrings and layout."""
    return _read(module)[0]


@cache
def _read(module: str) -> tuple[str, tuple[str, ...]]:
    """Return the module's meaning, and which modules of ours it imports."""
    tree = ast.parse(_source(module))
    imports: list[str] = []
    for node in ast.walk(tree):
        imports += _imported(node)
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and _is_text(body[0]):
            node.body = body[1:] or [ast.Pass()]  # type: ignore[attr-defined]
    return ast.unparse(tree), tuple(imports)


def _is_text(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def _imported(node: ast.AST) -> Iterator[str]:
    names: list[str] = []
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom) and node.module:
        # What is imported may be a module itself.
        names = [f"{node.module}.{alias.name}" for alias in node.names]
    for name in names:
        if any(f"{name}.".startswith(f"{package}.") for package in OURS):
            found = module_of(name)
            if not any(found.startswith(other) for other in NOT_ABOUT_NUMBERS):
                yield found


def _source(module: str) -> str:
    path = _path(module)
    assert path is not None, module
    return path.read_text(encoding="utf-8")


@cache
def _path(module: str) -> Path | None:
    """Return the module's file, if there is one; nothing is imported to find it."""
    package, *inner = module.split(".")
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        return None
    place = Path(next(iter(spec.submodule_search_locations)), *inner)
    for path in (place.with_suffix(".py"), place / "__init__.py"):
        if path.is_file():
            return path
    return None
