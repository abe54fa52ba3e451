"""Whether a definition has a way back that stands in its file: read, and never run.

Code that hides its gradients from what judges it would be taken for a forward pass alone, and that
may be right. So who says that it agrees without any gradient must have none to show.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

from parity.checking.judging.evidence import Claim
from parity.checking.loading.crashes import LoadError
from parity.checking.loading.notebooks import cells
from parity.checking.reading.sessions.functions import partners_of
from parity.harness.registry import find

METHODS = frozenset(("backward", "backprop", "backward_pass", "bwd"))
"""What nobody calls anything but a way back."""


def hides_its_gradients(claim: Claim, path: str, sources: Mapping[str, str]) -> bool:
    """Tell whether code gave no gradient though a way back is written.

    Args:
        claim: what is said of the code, as its process sent it.
        path: the file that it comes from; "" if there is none.
        sources: the lines of files that do not exist, such as a notebook's cells.
    """
    evidence, name = claim.evidence, claim.report.object
    if evidence is None or not evidence.concept or evidence.network:
        return False
    if find([evidence.concept])[0].kind not in ("layer", "loss"):
        return False
    gave = (given.role for run in evidence.runs for given in run.given)
    return "gradient" not in gave and goes_back(name, [*_texts(path), *sources.values()])


def goes_back(name: str, texts: list[str]) -> bool:
    """Tell whether the class or function of a name has a way back in one of some sources."""
    classes: dict[str, ast.ClassDef] = {}
    functions: set[str] = set()
    for tree in _trees(texts):
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                classes[node.name] = node
        functions |= {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    if name in classes:
        return not METHODS.isdisjoint(_methods(name, classes))
    return name in functions and not functions.isdisjoint(partners_of(name))


def _methods(name: str, classes: Mapping[str, ast.ClassDef]) -> set[str]:
    """Return what a class defines, or inherits within its file."""
    found: set[str] = set()
    waiting, seen = [name], set()
    while waiting:
        own = waiting.pop()
        if own in seen or own not in classes:
            continue
        seen.add(own)
        node = classes[own]
        found |= {part.name for part in node.body if isinstance(part, ast.FunctionDef)}
        waiting += [base.id for base in node.bases if isinstance(base, ast.Name)]
    return found


def _trees(texts: list[str]) -> Iterator[ast.Module]:
    for text in texts:
        try:
            yield ast.parse(text)
        except (SyntaxError, ValueError):  # a cell with what is no Python
            continue


def _texts(path: str) -> list[str]:
    if not path:
        return []
    file = Path(path)
    try:
        if file.suffix == ".ipynb":
            return [cell.source for cell in cells(file)]
        return [file.read_text(encoding="utf-8-sig")]
    except (OSError, ValueError, LoadError):
        return []
