"""Makes the listed mistakes real: edits one line of the NumPy source and loads the result."""

from __future__ import annotations

import ast
import importlib.util
import io
import sys
import tokenize
import types
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from parity.describing.concept import Concept, Convention, Form, Mistake


class MistakeError(ValueError):
    """A mistake's line does not stand exactly once in the source."""


def in_form(concept: Concept, form: Form) -> Concept:
    """Return ``concept`` as one of its forms implements it: with that form's file and class."""
    if form == "plain":
        return concept
    module, _, twin = concept.fast.rpartition(".")
    return replace(concept, module=module, twin=twin)


def source_path(concept: Concept, package: str = "numpy_impl") -> Path:
    """Return the file that implements ``concept`` in ``package``, found without importing it."""
    spec = importlib.util.find_spec(package)
    assert spec
    assert spec.submodule_search_locations
    root = Path(next(iter(spec.submodule_search_locations)))
    return root.joinpath(*concept.module.split(".")).with_suffix(".py")


def lines_of(concept: Concept, source: str) -> range:
    """Return the line indices of the class or function that implements ``concept``.

    They begin with its decorators. The way back of a function stands right behind it.
    """
    found = _extent(source, concept.twin, concept.way_back)
    if found is None:
        raise MistakeError(f"There is no {concept.twin} in the source of {concept.name}.")
    return found


@lru_cache(maxsize=16)
def _extent(source: str, twin: str, way_back: str) -> range | None:
    nodes = ast.parse(source).body
    for node, following in zip(nodes, [*nodes[1:], nodes[-1]], strict=True):
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and node.name == twin:
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            last = following if getattr(following, "name", "") == way_back else node
            return range(first - 1, last.end_lineno or last.lineno)
    return None


def edited_source(concept: Concept, mistake: Mistake, source: str) -> str:
    """Return ``source`` with the mistake made.

    Raises:
        MistakeError: if the right line does not stand exactly once in the concept.
    """
    return _edited(concept, mistake.name, mistake.line, mistake.wrong, source)


def _edited(concept: Concept, name: str, line: str, other: str, source: str) -> str:
    lines = source.splitlines()
    places = [i for i in lines_of(concept, source) if lines[i].strip() == line.strip()]
    if len(places) != 1:
        raise MistakeError(f"{concept.name}, {name}: the line {line!r} stands {len(places)} times.")
    (place,) = places
    indent = lines[place][: len(lines[place]) - len(lines[place].lstrip())]
    lines[place] = indent + other
    return "\n".join(lines) + "\n"


def without_comment(line: str) -> str:
    """Return one line of code without the comment at its end."""
    try:
        for token in tokenize.generate_tokens(io.StringIO(line).readline):
            if token.type == tokenize.COMMENT:
                return line[: token.start[1]].rstrip()
    except tokenize.TokenError:
        pass  # a bracket stays open until a later line
    return line


def load_source(concept: Concept, source: str, label: str) -> Any:
    """Execute ``source`` as the concept's module and return its class or function."""
    name = f"numpy_impl.{concept.module}"
    module = types.ModuleType(f"{name}__{label}")
    module.__package__ = name.rpartition(".")[0]
    module.__file__ = f"<{concept.module} with {label}>"
    sys.modules[module.__name__] = module  # dataclasses and pickles look their module up
    try:
        exec(compile(source, module.__file__, "exec"), module.__dict__)
    finally:
        del sys.modules[module.__name__]
    return getattr(module, concept.twin)


def with_mistake(concept: Concept, mistake: Mistake) -> Any:
    """Return the NumPy implementation of ``concept`` with ``mistake`` made, in its own form."""
    concept = in_form(concept, mistake.form)
    source = source_path(concept).read_text(encoding="utf-8")
    return load_source(concept, edited_source(concept, mistake, source), mistake.name)


def in_convention(concept: Concept, convention: Convention) -> Any:
    """Return the NumPy implementation as a convention has it that is another text of it.

    Raises:
        MistakeError: if one of its lines does not stand exactly once in the concept.
    """
    if convention.like:
        mistake = next(m for m in concept.mistakes if m.name == convention.like)
        return with_mistake(concept, mistake)
    source = source_path(concept).read_text(encoding="utf-8")
    for line, other in convention.edits.items():
        source = _edited(concept, convention.name, line, other, source)
    return load_source(concept, source, convention.name)
