"""Whether the tests see a mutant: pytest in a child process, with the tests that reach it."""

from __future__ import annotations

import contextlib
import importlib
import os
import pickle
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from children import in_child
from reached import Reached, watched
from standing_in import ROOT

SLOWEST = "tests/concepts/test_convnets.py::test_show_prints_both_tables_of_alexnet"

OPTIONS = ["-q", "-x", "-p", "no:cacheprovider", "-p", "no:xdist", "--no-header", "--no-summary",
           "-m", "not torch and not keras", f"--rootdir={ROOT}",
           "--deselect", SLOWEST]  # fmt: skip

OTHERS = {"pandas", "matplotlib", "jinja2", "markupsafe", "pygments", "rich", "typer", "click",
          "sklearn", "scipy", "PIL", "markdown_it", "latex2mathml", "joblib", "cloudpickle",
          "filelock"}  # fmt: skip
"""Other people's packages, which are imported once for all children."""

TOO_LONG = 3.0
"""A test that takes more seconds than this is not asked: others see what it sees."""

ELSEWHERE = {"recorded_run", "live", "live_run", "measured", "site"}
"""Fixtures that are computed in processes of their own, where no mutant stands in."""


@dataclass
class OneTest:
    """A test that passes.

    Attributes:
        name: as pytest calls it.
        reached: what it calls.
        seconds: how long it takes.
    """

    name: str
    reached: Reached
    seconds: float


class _Reach:
    """A plugin that notes what each passing test calls."""

    def __init__(self) -> None:
        self.found: list[OneTest] = []
        self.reached: dict[str, Reached] = {}
        self.failed: set[str] = set()

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        items[:] = [item for item in items if not ELSEWHERE & set(item.fixturenames)]

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(self, item: Any) -> Any:
        with watched() as reached:
            yield
        self.reached[item.nodeid] = reached

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.outcome != "passed":
            self.failed.add(report.nodeid)
        elif report.when == "call":
            self.found.append(OneTest(report.nodeid, set(), report.duration))

    def tests(self) -> list[OneTest]:
        """Return the tests that pass, with their reach."""
        for test in self.found:
            test.reached = self.reached[test.name]
        return [t for t in self.found if t.name not in self.failed and t.seconds <= TOO_LONG]


def found_in(files: Sequence[str], folder: Path, seconds: float = 1200) -> list[OneTest]:
    """Return the tests of some files that pass, and what each of them reaches."""
    kept = folder / "reach.pickle"

    def work() -> str:
        plugin = _Reach()
        options = [o for o in OPTIONS if o != "-x"]
        _run([*options, *files], [plugin])
        others = [name for name in sys.modules if name.split(".")[0] in OTHERS]
        kept.write_bytes(pickle.dumps((plugin.tests(), others)))
        return "done"

    said, _ = in_child(work, seconds)
    assert said == "done", said
    tests, others = pickle.loads(kept.read_bytes())
    for name in others:  # so that no child imports them for itself
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    return tests


def _run(arguments: list[str], plugins: list[Any]) -> int:
    os.chdir(ROOT)
    for name in ("COLUMNS", "PYTEST_ADDOPTS"):
        os.environ.pop(name, None)
    with contextlib.redirect_stdout(sys.stderr):
        return int(pytest.main(arguments, plugins=plugins))


class _First:
    """A plugin that notes the first test that fails."""

    name = ""

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed and not self.name:
            self.name = report.nodeid

    def pytest_collectreport(self, report: Any) -> None:
        if report.failed and not self.name:
            self.name = report.nodeid


def who_sees(names: Sequence[str]) -> str:
    """Return the first of the tests that fails in this process; "" if all of them pass."""
    if not names:
        return ""
    first = _First()
    status = _run([*OPTIONS, *names], [first])
    return first.name or ("" if status in (0, 5) else f"pytest ends with {status}")
