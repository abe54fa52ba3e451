"""Sends an object of the user's to another process by value, source and all."""

from __future__ import annotations

import contextlib
import inspect
import linecache
import os
import pickle
import sys
import types
from collections.abc import Iterator
from typing import Any

from parity.checking.loading.origin import is_users, own_files

_GENERIC = {"forward", "backward", "grad", "gradient", "derivative", "diff", "prime", "d", "fn"}
"""Words that functions of different concepts share."""


def dump(obj: Any) -> tuple[bytes, dict[str, str]]:
    """Pickle ``obj``, and the functions beside it that may belong to it.

    Returns:
        The pickle, and the source text of files that exist in this process only.

    Raises:
        Exception: of any kind, if it cannot be pickled.
    """
    cloudpickle = _cloudpickle()
    with _users_modules_by_value(cloudpickle):
        try:
            pickled = cloudpickle.dumps((obj, _companions(obj)))
        except Exception:  # something beside it, perhaps
            pickled = cloudpickle.dumps((obj, {}))
    sources = {
        name: "".join(entry[2])
        for name, entry in list(linecache.cache.items())
        if len(entry) == 4 and is_users(name) and not os.path.exists(name)
    }
    return pickled, sources


def restore(pickled: bytes) -> tuple[Any, dict[str, Any]]:
    """Return what :func:`dump` was given, and the names around it.

    Classes get a module that knows their file, so that ``inspect`` finds their source.
    """
    obj, companions = pickle.loads(pickled)
    for value in (*(obj if isinstance(obj, tuple) else (obj,)), *companions.values()):
        cls = value if isinstance(value, type) else type(value)
        for base in cls.__mro__:
            _place(base)
    return obj, {**companions, **namespace_of(obj)}


def _place(cls: type) -> None:
    """Put a class that came by value into a module that says where its source is."""
    if cls.__module__ in sys.modules and cls.__module__ != "__main__":
        return
    codes = (getattr(inspect.unwrap(f), "__code__", None) for f in _functions(cls))
    filename = next((code.co_filename for code in codes if code), None)
    if not filename:
        return
    name = f"checked_{cls.__module__.replace('.', '_')}_{abs(hash(filename))}"
    module = sys.modules.setdefault(name, types.ModuleType(name))
    module.__file__ = filename
    own_files.add(filename)
    setattr(module, cls.__name__, cls)
    line = vars(cls).get("__firstlineno__")
    with contextlib.suppress(AttributeError, TypeError):
        cls.__module__ = name
        if line is not None:  # Python 3.13 takes it away with the old name
            type.__setattr__(cls, "__firstlineno__", line)


def _functions(cls: type) -> Iterator[Any]:
    for value in vars(cls).values():
        value = getattr(value, "__func__", getattr(value, "fget", value))
        if isinstance(value, types.FunctionType):
            yield value


def namespace_of(obj: Any) -> dict[str, Any]:
    """Return the names that ``obj``'s code sees."""
    if isinstance(obj, tuple):
        merged: dict[str, Any] = {}
        for part in reversed(obj):
            merged.update(namespace_of(part))
        return merged
    obj = inspect.unwrap(obj) if callable(obj) else obj
    if isinstance(obj, types.FunctionType):
        return {**obj.__globals__, obj.__name__: obj}
    cls = obj if isinstance(obj, type) else type(obj)
    module = sys.modules.get(cls.__module__)
    names = dict(vars(module)) if module else {}
    for function in _functions(cls):
        names = {**function.__globals__, **names}
    return {**names, cls.__name__: cls}


def _companions(obj: Any) -> dict[str, Any]:
    """Return the functions beside a function that share a word with its name.

    ``batchnorm_forward`` has ``batchnorm_backward``, and ``sigmoid`` has ``d_sigmoid``.
    """
    if not isinstance(obj, types.FunctionType):
        return {}
    words = _words(obj.__name__)
    return {
        name: value
        for name, value in list(obj.__globals__.items())
        if isinstance(value, types.FunctionType)
        and value is not obj
        and value.__module__ == obj.__module__
        and not words.isdisjoint(_words(name))
    }


def _words(name: str) -> set[str]:
    return {word for word in name.lower().split("_") if word} - _GENERIC


def _cloudpickle() -> types.ModuleType:
    try:
        import cloudpickle
    except ImportError:  # older versions of joblib, scikit-learn's companion, bring their own
        from joblib.externals import cloudpickle  # type: ignore[no-redef]
    return cloudpickle


@contextlib.contextmanager
def _users_modules_by_value(cloudpickle: types.ModuleType) -> Iterator[None]:
    """Pickle what the user's modules hold by value.

    By reference, the other process would import the file, which may have changed since, and may
    train a network when it is imported.
    """
    before = set(cloudpickle.list_registry_pickle_by_value())
    added = []
    for name, module in list(sys.modules.items()):
        if name not in before and name != "__main__" and _is_users(name, module):
            cloudpickle.register_pickle_by_value(module)
            added.append(module)
    try:
        yield
    finally:
        for module in added:
            cloudpickle.unregister_pickle_by_value(module)


def _is_users(name: str, module: object) -> bool:
    if not isinstance(module, types.ModuleType) or module.__name__ != name:
        return False
    filename = getattr(module, "__file__", None)
    if isinstance(filename, str):
        return is_users(filename)
    # Made by hand, so that no other process can import it; packages make such parts, too.
    return type(module) is types.ModuleType and module.__spec__ is None and "." not in name
