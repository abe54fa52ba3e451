"""The measured wrong lines that the package keeps, so that nobody waits for their measurement.

One file for each group of concepts, beside their recorded references: they say much the same, and
together take half the room. Of each concept it names the files of NumPy's code that the measurement
ran or that these import, and has a digest of them and of what else a measurement depends on: where
one has changed, the wrong lines are measured again.
"""

from __future__ import annotations

import ast
import inspect
import json
import sys
import types
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from parity.describing.concept import Concept, Text
from parity.files import write_whole
from parity.harness import recorded_references
from parity.harness.mistakes import in_form
from parity.harness.slips import slip_called
from parity.questions.digest import digest, digest_of_numpy, root_of_numpy
from parity.questions.wrong_lines import Broken, WrongLine

SCHEMA = 2
FILE = "wrong_lines.json"


@dataclass(frozen=True)
class KeptLines:
    """The wrong lines of one concept.

    Attributes:
        digest: of all that their measurement depends on.
        sources: the files of NumPy's code among that, by their paths.
        items: as they were measured.
    """

    digest: str
    sources: tuple[str, ...]
    items: tuple[WrongLine, ...]


def path_of(concept: Concept, folder: Path | None = None) -> Path:
    """Return the file in ``folder`` that the concept shares with its group."""
    return recorded_references.path_of(concept, folder).with_name(FILE)


def digest_of(concept: Concept, sources: Iterable[str]) -> str:
    """Return the digest of a measurement that depends on ``sources`` and no other NumPy code."""
    return digest(concept, digest_of_numpy(sources))


def kept(concept: Concept, folder: Path | None = None) -> tuple[WrongLine, ...] | None:
    """Return the kept wrong lines of ``concept``; ``None`` if what they depend on has changed."""
    found = load(concept, folder)
    try:
        if found is None or found.digest != digest_of(concept, found.sources):
            return None
    except OSError:  # a source is no longer there
        return None
    return found.items


def load(concept: Concept, folder: Path | None = None) -> KeptLines | None:
    """Read what is kept for ``concept``; ``None`` if nothing that can be used is there."""
    try:
        content = _content(path_of(concept, folder))[concept.name]
        items: list[WrongLine] = []
        for item in content["items"]:
            items.append(_read(concept, item, items[-1].line if items else ""))
        return KeptLines(content["digest"], tuple(content["sources"]), tuple(items))
    except (OSError, ValueError, KeyError, TypeError, StopIteration):
        return None


def _content(path: Path) -> dict[str, Any]:
    """Return what a file says, by concept.

    Raises:
        OSError, ValueError, KeyError, TypeError: if it cannot be read, or says something else.
    """
    now = path.stat()
    return _content_of(path, now.st_mtime_ns, now.st_size)


@lru_cache(maxsize=64)
def _content_of(path: Path, changed: int, size: int) -> dict[str, Any]:
    content = json.loads(path.read_text(encoding="utf-8"))
    if content["schema"] != SCHEMA:
        raise ValueError(f"its schema is {content['schema']!r}, not {SCHEMA}")
    return dict(content["concepts"])


def save(
    concept: Concept,
    items: Iterable[WrongLine],
    sources: Iterable[str],
    folder: Path | None = None,
) -> Path:
    """Write the measured wrong lines of ``concept`` beside its group's, and return the path.

    The file is written whole, a line for each wrong line.
    """
    sources = tuple(sources)
    items = tuple(items)
    lines = ["", *(item.line for item in items)]
    path = path_of(concept, folder)
    try:
        concepts = dict(_content(path))
    except (OSError, ValueError, KeyError, TypeError):
        concepts = {}
    concepts[concept.name] = {
        "digest": digest_of(concept, sources),
        "sources": sources,
        "items": [_written(item, line) for item, line in zip(items, lines, strict=False)],
    }
    parts = ",\n".join(_part(name, content) for name, content in sorted(concepts.items()))
    path.parent.mkdir(parents=True, exist_ok=True)
    text = f'{{"schema": {SCHEMA}, "concepts": {{\n{parts}\n}}}}\n'
    write_whole(path, text.encode())
    return path


def _part(name: str, content: dict[str, Any]) -> str:
    """Return what a file says of one concept."""
    head = json.dumps({"digest": content["digest"], "sources": content["sources"]})[:-1]
    lines = ",\n".join(json.dumps(item, ensure_ascii=False) for item in content["items"])
    return f'"{name}": {head}, "items": [\n{lines}\n]}}'


def _written(item: WrongLine, line: str) -> dict[str, Any]:
    """Return a wrong line without what the concept, a default, a slip or the last one says."""
    content = asdict(item)
    del content["concept"]
    slip = None if item.listed else slip_called(item.name, item.line)
    if item.listed or (slip and (slip.wrong, slip.why) == (item.wrong, item.why)):
        del content["wrong"], content["why"]
    if item.listed or item.line == line:
        del content["line"]
    content["breaks"] = [list(asdict(broken).values()) for broken in item.breaks]
    return {k: v for k, v in content.items() if v != _DEFAULTS.get(k)}


_DEFAULTS = {"raises": "", "form": "plain", "convention": ""}


def _read(concept: Concept, item: dict[str, Any], line: str) -> WrongLine:
    item = {**_DEFAULTS, "line": line, **item}
    if item["listed"]:
        named = (m for m in concept.mistakes if (m.name, m.form) == (item["name"], item["form"]))
        mistake = next(named)
        item |= {"line": mistake.line, "wrong": mistake.wrong, "why": mistake.why}
    elif "why" in item:
        item["why"] = Text(**item["why"])
    elif slip := slip_called(item["name"], item["line"]):
        item |= {"wrong": slip.wrong, "why": slip.why}
    item["breaks"] = tuple(Broken(*broken) for broken in item["breaks"])
    item["agrees"] = tuple(item["agrees"])
    return WrongLine(concept=concept.name, **item)


def sources_run_by(concept: Concept, call: Callable[[], Any]) -> tuple[tuple[str, ...], Any]:
    """Return the files of NumPy's code that ``call`` runs or that those import, and its result.

    The concept's own are among them in any case: a measurement runs them as edited text.
    """
    ran: set[str] = set()

    def watch(frame: types.FrameType, event: str, argument: object) -> None:
        if event == "call" and frame.f_code.co_flags & inspect.CO_OPTIMIZED:
            ran.add(frame.f_code.co_filename)  # of a function: to be imported is not to be run

    before = sys.getprofile()
    sys.setprofile(watch)
    try:
        result = call()
    finally:
        sys.setprofile(before)
    root = root_of_numpy()
    own = [concept.module, *([in_form(concept, "fast").module] if concept.fast else [])]
    todo = [_file(f"numpy_impl.{module}") for module in own]
    todo += [Path(name) for name in ran if Path(name).is_relative_to(root)]
    found: set[Path] = set()
    while todo:
        path = todo.pop()
        if path not in found and path.exists():
            found.add(path)
            todo += _imported(path)
    return tuple(sorted(path.relative_to(root).as_posix() for path in found)), result


@lru_cache(maxsize=1_000)
def _imported(path: Path) -> tuple[Path, ...]:
    """Return the files of NumPy's code that a file imports, packages with what they import."""
    found: list[Path] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        found += [_file(name) for name in names if name.split(".")[0] == "numpy_impl"]
    return tuple(path for path in found if path.exists())


def _file(module: str) -> Path:
    path = root_of_numpy().joinpath(*module.split(".")[1:])
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
