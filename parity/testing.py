"""For tests: ``assert_parity`` fails where ``parity.check`` finds a difference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from parity.checking.report import Report


def assert_parity(obj: Any, concept: str | None = None, **options: Any) -> Report:
    """Assert that ``obj`` computes what PyTorch and Keras compute.

    Args:
        obj: what :func:`parity.check` takes: a class, a function, ``"file.py::Name"`` ...
        concept: what it implements; told from its name if ``None``.
        options: :func:`parity.check`'s others.

    Returns:
        The answer.

    Raises:
        AssertionError: if it does not; the message is the whole answer.
    """
    __tracebackhide__ = True  # pytest shows the caller's line
    from parity.checking.api import check

    report = check(obj, concept, **options)
    if not report.passed:
        raise AssertionError(f"\n{report}")
    return report
