"""Gives a function the code of a mutant where it stands, so that nothing is imported again.

That takes a hundredth of the time in which a module and all that import it are read anew. What it
cannot exchange (what is computed while a module is imported, a default, a variable shared with the
class around) is left to :mod:`standing_in`, as is every mutant that nobody notices in this way.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import CodeType, FunctionType
from typing import Any

from making import Mutant
from standing_in import name_of


def exchanged(mutant: Mutant, original: str) -> bool:
    """Let the mutant's function have its code from now on; tell whether that was possible.

    Meant for a child process: nothing undoes it.

    Args:
        mutant: the mutant.
        original: the source of its file.
    """
    module = sys.modules.get(name_of(mutant.path))
    if module is None or not mutant.first or mutant.default:
        return False
    file = module.__file__ or mutant.path
    old, new = (
        list(_functions(compile(source, file, "exec", dont_inherit=True)))
        for source in (original, mutant.source(original))
    )
    if [code.co_qualname for code in old] != [code.co_qualname for code in new]:
        return False
    pairs = [(a, b) for a, b in zip(old, new, strict=True) if a != b]
    found = [(_living(module, a), b) for a, b in pairs]
    for function, code in found:
        if function is None or function.__code__.co_freevars != code.co_freevars:
            return False
    for function, code in found:
        function.__code__ = code  # type: ignore[union-attr]
    return bool(found)


def _functions(code: CodeType) -> Iterator[CodeType]:
    """Yield the functions and methods of a module or a class, but not those inside functions."""
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            if constant.co_flags & 1:  # it has locals of its own: no class
                yield constant
            else:
                yield from _functions(constant)


def _living(module: Any, code: CodeType) -> FunctionType | None:
    """Return the function of a module that has this code; ``None`` if it is not found."""
    holder = vars(module)
    *classes, name = code.co_qualname.split(".")
    for each in classes:
        if not isinstance(holder.get(each), type):
            return None
        holder = vars(holder[each])
    for function in _inside(holder.get(name)):
        if function.__code__ == code:
            return function
    return None


def _inside(value: Any) -> Iterator[FunctionType]:
    """Yield the functions that a decorated one consists of."""
    if isinstance(value, FunctionType):
        yield value
    for name in ("__func__", "__wrapped__", "fget", "fset", "fdel", "func"):
        more = getattr(value, name, None)
        if more is not None and more is not value:
            yield from _inside(more)
