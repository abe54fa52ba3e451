"""The parity harness: NumPy from scratch, PyTorch and Keras, compared forward and backward."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from parity.views import drawn_by

if TYPE_CHECKING:
    from parity.checking.api import check
    from parity.checking.report import Report
    from parity.harness.results import Results
    from parity.harness.run import run
    from reports.notebooks.study import study

__all__ = ["Results", "check", "run", "study"]


def __getattr__(name: str) -> Any:
    # Imported when first used: `parity list` needs none.
    if name in __all__:
        import importlib

        modules = {
            "run": "parity.harness.run",
            "Results": "parity.harness.results",
            "check": "parity.checking.api",
            "study": "reports.notebooks.study",
        }
        return getattr(importlib.import_module(modules[name]), name)
    raise AttributeError(f"module 'parity' has no attribute {name!r}")


def _check_as_text(report: Report, language: str | None) -> str:
    from reports.check.terminal import as_text

    return as_text(report, language)


def _check_as_html(report: Report, language: str | None) -> str:
    from reports.notebooks.check import as_html

    return as_html(report, language)


def _run_as_html(results: dict[str, Any]) -> str:
    from reports.notebooks.run import as_html

    return as_html(results)


def load_ipython_extension(shell: Any) -> None:
    """Have ``%load_ext parity`` give a notebook the magic ``%%parity dense``."""
    from reports.notebooks.magic import load

    load(shell)


drawn_by("check.text", _check_as_text)
drawn_by("check.html", _check_as_html)
drawn_by("run.html", _run_as_html)
