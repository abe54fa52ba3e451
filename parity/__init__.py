"""The parity harness: NumPy from scratch, PyTorch and Keras, compared forward and backward."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from parity.checking.api import check
    from parity.harness.results import Results
    from parity.harness.run import run
    from reports.site.notebook import study

__all__ = ["Results", "check", "run", "study"]


def __getattr__(name: str) -> Any:
    # Imported when first used: `parity list` needs none.
    if name in __all__:
        import importlib

        modules = {
            "run": "parity.harness.run",
            "Results": "parity.harness.results",
            "check": "parity.checking.api",
            "study": "reports.site.notebook",
        }
        return getattr(importlib.import_module(modules[name]), name)
    raise AttributeError(f"module 'parity' has no attribute {name!r}")
