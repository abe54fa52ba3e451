"""Which frameworks are installed, and every version that a result depends on."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import platform

REQUIRED = {"numpy": ("numpy",), "torch": ("torch",), "keras": ("keras", "tensorflow")}
"""The distributions that each column needs."""


def installed(framework: str) -> bool:
    """Tell whether ``framework`` can be imported, without importing it."""
    return all(importlib.util.find_spec(name) is not None for name in REQUIRED[framework])


def how_to_install(framework: str) -> str:
    """Return the command that installs ``framework``."""
    return f"pip install 'dl-parity[{framework}]', or in a clone pip install '.[{framework}]'"


def framework_version(framework: str) -> str:
    """Return the installed version, such as ``keras 3.15.1 on tensorflow 2.21.0``."""
    return " on ".join(f"{name} {_version(name)}" for name in REQUIRED[framework])


def versions() -> dict[str, str]:
    """Return the versions of Python, this package and everything that computes."""
    names = ("dl-parity", "numpy", "torch", "keras", "tensorflow", "scikit-learn")
    found = {name: _version(name) for name in names}
    return {
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}",
        **{name: version for name, version in found.items() if version},
    }


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""
