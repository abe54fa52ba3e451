"""Which frameworks are installed, and every version that a result depends on."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import platform
from functools import cache

REQUIRED = {"numpy": ("numpy",), "torch": ("torch",), "keras": ("keras", "tensorflow")}
"""The distributions that each column needs."""


def installed(framework: str) -> bool:
    """Tell whether ``framework`` can be imported, without importing it."""
    return all(importable(name) for name in REQUIRED[framework])


def importable(name: str) -> bool:
    """Tell whether a distribution that is named like its module can be imported."""
    return importlib.util.find_spec(name) is not None


def how_to_install(extra: str) -> str:
    """Return the command that installs a framework, or another extra."""
    return f"pip install 'dl-parity[{extra}]', or in a clone pip install '.[{extra}]'"


def framework_version(framework: str) -> str:
    """Return the installed version, such as ``keras 3.15.1 on tensorflow 2.21.0``."""
    return " on ".join(f"{name} {version(name)}" for name in REQUIRED[framework])


def versions() -> dict[str, str]:
    """Return the versions of Python, this package and everything that computes."""
    names = ("dl-parity", "numpy", "torch", "keras", "tensorflow", "scikit-learn")
    found = {name: version(name) for name in names}
    return {
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}",
        **{name: value for name, value in found.items() if value},
    }


@cache
def version(name: str) -> str:
    """Return the version of a distribution; "" if it is not installed."""
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""
