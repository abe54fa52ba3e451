"""Which parameters a function, a method or a class of the user's takes."""

from __future__ import annotations

import inspect
import operator
import types
import weakref
from dataclasses import dataclass, replace
from typing import Any

from parity.checking.loading.origin import undecorated

Parameter = inspect.Parameter


def parameters_of(function: Any) -> list[Parameter] | None:
    """Return the parameters of ``function`` without ``self``; ``None`` if nobody can say."""
    known = _known(function)
    if known is not None:
        return known
    written = undecorated(function)
    try:
        found = _signed(written)
    except (TypeError, ValueError):
        return None
    return found[1:] if written is not function and inspect.ismethod(function) else found


def _known(function: Any) -> list[Parameter] | None:
    """Return what was read of a plain function, method or class before; None if nothing was."""
    plain, bound = function, False
    if type(function) is types.MethodType:
        plain, bound = function.__func__, True
    elif _starts_with_init(function):
        plain, bound = function.__init__, True
    if type(plain) is not types.FunctionType or plain.__dict__:
        return None
    kept = _KNOWN.get(id(plain.__code__))
    if (
        kept is None
        or kept.code is not plain.__code__
        or kept.values[0] is not plain.__defaults__
        or kept.values[1] is not plain.__kwdefaults__
        or kept.values[2] is not plain.__annotations__
    ):
        return None
    found = kept.parameters
    if not bound:
        return list(found)
    return list(found[1:]) if found and found[0].kind in _POSITIONAL else None


@dataclass(frozen=True)
class _Signed:
    """The parameters of a function, and what of it they were read from."""

    code: types.CodeType
    form: tuple[Any, ...]
    values: tuple[Any, ...]
    parameters: tuple[Parameter, ...]


def _signed(written: Any) -> list[Parameter]:
    """Return the parameters; those of a plain function, method or class are read once.

    A check binds the same few functions thousands of times.
    """
    plain, bound = written, False
    if inspect.ismethod(written):
        plain, bound = written.__func__, True
    elif _starts_with_init(written):
        plain, bound = written.__init__, True
    if _starts_with_nothing(written):
        return []
    if type(plain) is not types.FunctionType or vars(plain):  # what is wrapped says so there
        return list(inspect.signature(written).parameters.values())
    code = plain.__code__  # another one while a change of a line is tried
    counts = (code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount)
    named = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount + 2]
    form = (*counts, code.co_flags & _VARIADIC, named)
    values = (plain.__defaults__, plain.__kwdefaults__, plain.__annotations__)
    kept = _SIGNED.get(plain)
    if kept is None or kept.form != form or any(map(operator.is_not, kept.values, values)):
        kept = _Signed(code, form, values, tuple(inspect.signature(plain).parameters.values()))
        _SIGNED[plain] = kept
    if code.co_flags & _VARIADIC != _VARIADIC:  # it hides no other
        if len(_KNOWN) >= MOST_KNOWN:
            _KNOWN.clear()
        _KNOWN[id(code)] = replace(kept, code=code)
    found = kept.parameters
    if not bound:
        return list(found)
    if found and found[0].kind in _POSITIONAL:
        return list(found[1:])
    return list(inspect.signature(written).parameters.values())


def _starts_with_nothing(written: Any) -> bool:
    """Tell whether a class has no constructor of its own, and so takes nothing."""
    return (
        type(written) is type
        and written.__new__ is object.__new__
        and getattr(written, "__init__", None) is object.__init__
        and not hasattr(written, "__signature__")
        and not hasattr(written, "__wrapped__")
    )


def _starts_with_init(written: Any) -> bool:
    """Tell whether a call of a class comes to nothing but its ``__init__``."""
    return (
        type(written) is type
        and written.__new__ is object.__new__
        and type(getattr(written, "__init__", None)) is types.FunctionType
        and not hasattr(written, "__signature__")
        and not hasattr(written, "__wrapped__")
    )


_VARIADIC = inspect.CO_VARARGS | inspect.CO_VARKEYWORDS
_POSITIONAL = (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD)
_KNOWN: dict[int, _Signed] = {}
MOST_KNOWN = 1_024
_SIGNED: weakref.WeakKeyDictionary[types.FunctionType, _Signed] = weakref.WeakKeyDictionary()


def required(parameter: Parameter) -> bool:
    """Tell whether a call must give the parameter."""
    return parameter.default is Parameter.empty and parameter.kind not in (
        Parameter.VAR_POSITIONAL,
        Parameter.VAR_KEYWORD,
    )
