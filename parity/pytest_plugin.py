"""For pytest, which finds it by itself: the fixture ``parity_check``, a marker, and ``--parity``.

A test that is given ``parity_check`` judges code as ``parity check`` does, and fails with the same
answer::

    def test_dense(parity_check):
        parity_check(Dense, "dense")

``pytest --parity`` ends with a table of what was judged; ``-m parity`` runs these tests alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from parity.checking.report import Report

PROPERTY = "parity"
MARKER = "parity(concept): judges code against PyTorch and Keras, as the concept if one is named"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--parity``."""
    group = parser.getgroup("parity", "parity: code judged against PyTorch and Keras")
    group.addoption("--parity", action="store_true", help="end with a table of what was judged")
    told = "tell no more of a mistake than 1 the quantity, 2 its kind, 3 the line"
    group.addoption("--parity-hint", choices=("1", "2", "3"), default=None, help=told)


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line("markers", MARKER)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that judge."""
    for item in items:
        if "parity_check" in getattr(item, "fixturenames", ()) and not item.get_closest_marker(
            "parity"
        ):
            item.add_marker("parity")


@pytest.fixture
def parity_check(request: pytest.FixtureRequest) -> Callable[..., Report]:
    """Judge an object: ``parity_check(obj, "dense")``; options are those of ``parity.check``.

    The concept may stand in the test's marker instead: ``@pytest.mark.parity("dense")``. It returns
    the answer, and raises AssertionError where the code does not agree.
    """
    marker = request.node.get_closest_marker("parity")
    marked = marker.args[0] if marker and marker.args else None
    level = request.config.getoption("--parity-hint")

    def check(obj: Any, concept: str | None = None, **options: Any) -> Report:
        __tracebackhide__ = True  # pytest shows the test's own line
        from parity.checking.api import check as judge

        if level is not None:
            options.setdefault("hint", int(level))
        report = judge(obj, concept or marked, **options)
        digits = [q.digits for q in report.quantities if q.digits is not None]
        told = {
            "object": report.object,
            "concept": report.concept,
            "verdict": report.verdict,
            "digits": min(digits, default=None),
            "first_wrong": report.first_wrong,
        }
        request.node.user_properties.append((PROPERTY, told))  # pytest-xdist brings it home
        if not report.passed:
            raise AssertionError(f"\n{report}")
        return report

    return check


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Print what was judged, if that was asked for."""
    if not config.getoption("--parity"):
        return
    rows = [*_rows(terminalreporter)]
    terminalreporter.section("parity")
    if not rows:
        terminalreporter.line("Nothing was judged: no test that ran asked for parity_check.")
        return
    heads = ("object", "concept", "verdict", "digits", "first wrong")
    widths = [max(len(row[i]) for row in (heads, *rows)) for i in range(len(heads))]
    for row in (heads, *rows):
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        terminalreporter.line("  ".join(cells).rstrip())
    agreed = sum(row[2] == "agrees" for row in rows)
    terminalreporter.line(f"{agreed} of {len(rows)} agree.")


def _rows(terminalreporter: Any) -> Iterator[tuple[str, ...]]:
    for outcome in ("passed", "failed"):
        for test in terminalreporter.stats.get(outcome, ()):
            for name, told in getattr(test, "user_properties", ()):
                if name == PROPERTY and test.when == "call":
                    digits = "–" if told["digits"] is None else f"{told['digits']:.1f}"
                    first = told["first_wrong"] or ""
                    yield (told["object"], told["concept"] or "–", told["verdict"], digits, first)
