"""The parity harness: NumPy from scratch, PyTorch and Keras, compared forward and backward."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from parity.results import Results
    from parity.runner import run

__all__ = ["Results", "run"]


def __getattr__(name: str) -> Any:
    # Imported when first used: `parity list` needs neither.
    if name in __all__:
        import importlib

        module = {"run": "parity.runner", "Results": "parity.results"}[name]
        return getattr(importlib.import_module(module), name)
    raise AttributeError(f"module 'parity' has no attribute {name!r}")
