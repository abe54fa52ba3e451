"""Layers that are called, since only ``__call__`` keeps what their way back needs.

``forward`` is then the formula alone, and what is called may take an object that holds an array and
hand one on.
"""

from __future__ import annotations

import ast
import copy
import inspect
import types
from collections.abc import Mapping
from typing import Any

from parity.checking.reading.source import tree_of
from parity.checking.reading.wrapping import DATA, Wrapper, find_wrapper

PROBE = 0.5
"""What is put into a class to see whether it holds it."""


def through_its_call(obj: Any, namespace: Mapping[str, Any]) -> Any:
    """Return ``obj`` with a forward that goes through its ``__call__``, where only that keeps what
    its way back reads; else ``obj`` itself.

    Args:
        obj: a class, or an object of one.
        namespace: what stands beside it.
    """
    cls: Any = obj if inspect.isclass(obj) else type(obj)
    methods = [inspect.getattr_static(cls, n, None) for n in ("__call__", "forward", "backward")]
    if not all(map(inspect.isfunction, methods)):
        return obj
    call, forward, backward = methods
    kept = _attributes(call, ast.Store) - _attributes(forward, ast.Store)
    if not kept & _attributes(backward, ast.Load) or find_wrapper(namespace) is not None:
        return obj
    reads_a_box = _attributes(call, ast.Load, of_any=True) & set(DATA)
    holder = _holder(namespace) if reads_a_box else None
    made = _through(cls, holder)
    if inspect.isclass(obj):
        return made
    instance = copy.copy(obj)
    instance.__class__ = made
    return instance


def _through(cls: Any, holder: Wrapper | None) -> type:
    """Return a class made from ``cls`` whose forward is what calling it gives, on arrays."""

    signature = inspect.signature(cls.forward)

    def forward(self: Any, *inputs: Any, **options: Any) -> Any:
        given = signature.bind(self, *inputs, **options).args
        arrays = [holder.wrap(each) for each in given[1:]] if holder else given[1:]
        # What is called goes forward in its turn: by the formula, and not by this.
        self.__dict__["forward"] = types.MethodType(cls.forward, self)
        try:
            made = cls.__call__(self, *arrays)
        finally:
            self.__dict__.pop("forward", None)
        return holder.unwrap(made) if holder else made

    forward.__signature__ = signature  # type: ignore[attr-defined]
    own = {"forward": forward, "__module__": cls.__module__, "__qualname__": cls.__qualname__}
    return type(cls.__name__, (cls,), own)


def _holder(namespace: Mapping[str, Any]) -> Wrapper | None:
    """Return the class of the file whose objects hold an array, and go nowhere by themselves."""
    for value in namespace.values():
        if not inspect.isclass(value) or callable(getattr(value, "forward", None)):
            continue
        kind: Any = value
        try:
            made = kind(PROBE)
        except Exception:
            continue
        name = next((n for n in DATA if getattr(made, n, None) == PROBE), None)
        if name is not None:
            return Wrapper(kind, name)
    return None


def _attributes(function: Any, used: type[ast.expr_context], of_any: bool = False) -> set[str]:
    """Return the attributes that a method sets or reads, of its object or of anything."""
    tree = tree_of(function)
    return {
        node.attr
        for node in (ast.walk(tree) if tree else ())
        if isinstance(node, ast.Attribute)
        and isinstance(node.ctx, used)
        and (of_any or _is_self(node.value))
    }


def _is_self(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "self"
