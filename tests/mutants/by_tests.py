"""Whether the tests see a mutant: pytest in a child process, with the tests that reach it."""

from __future__ import annotations

import ast
import contextlib
import importlib
import os
import pickle
import sys
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from children import in_child
from reached import Reached, watched
from standing_in import ROOT, importers, name_of

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


BY_NAME = ("registry", "subject", "import_module", "from parity.harness", "_sources")
"""Words in the source of tests that may come by any concept."""


@dataclass
class OneTest:
    """A test that passes.

    Attributes:
        name: as pytest calls it.
        reached: what it calls.
        seconds: how long it takes a processor.
    """

    name: str
    reached: Reached
    seconds: float


class Collected:
    """Tests that are collected once, and asked again and again.

    Attributes:
        tests: those that pass, with their reach; found out in :meth:`find`.
        early: the functions that are called when the tests are collected.
    """

    def __init__(self, items: Sequence[Any], early: Reached) -> None:
        self.items = {item.nodeid: item for item in items}
        self.early = early
        self.tests: list[OneTest] = []
        self.reports: list[Any] = []

    def find(self, folder: Path, seconds: float = 1800) -> None:
        """Find out which tests pass, and what each of them reaches."""
        kept = folder / "reach.pickle"

        def work() -> str:
            found = []
            items = list(self.items.values())
            for item, after in zip(items, [*items[1:], None], strict=True):
                began = _work_done()
                with watched() as reached:
                    passed = self._passes(item, after)
                if passed:
                    found.append(OneTest(item.nodeid, reached, _work_done() - began))
            kept.write_bytes(pickle.dumps(found))
            return "done"

        said, _ = in_child(work, seconds)
        assert said == "done", said
        found = pickle.loads(kept.read_bytes())
        self.tests = [test for test in found if test.seconds <= TOO_LONG]

    def run(self, names: Sequence[str]) -> str:
        """Run some tests in this process up to one that fails; return its name, or ""."""
        items = [self.items[name] for name in names]
        for item, after in zip(items, [*items[1:], None], strict=True):
            if not self._passes(item, after) and any(report.failed for report in self.reports):
                return str(item.nodeid)
        return ""

    def _passes(self, item: Any, after: Any) -> bool:
        """Run one test; ``after`` is the next, which says what may be taken down."""
        self.reports.clear()
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
        return all(report.passed for report in self.reports)


def _work_done() -> float:
    """Return the seconds of a processor that this process and its children have taken."""
    taken = os.times()
    return sum(taken[:4])


class _Instead:
    """A plugin that does some work with the tests that were collected, instead of running them."""

    def __init__(self, work: Callable[[Collected], None]) -> None:
        self.work = work
        self.early: Reached = set()
        self.collected: Collected | None = None

    @pytest.hookimpl(hookwrapper=True)
    def pytest_collection(self) -> Any:
        with watched() as self.early:
            yield

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: Any) -> bool:
        assert not session.testsfailed, "a file of tests cannot be read"
        items = [item for item in session.items if not ELSEWHERE & set(item.fixturenames)]
        self.collected = Collected(items, self.early)
        self.work(self.collected)
        return True

    def pytest_runtest_logreport(self, report: Any) -> None:
        if self.collected is not None:
            self.collected.reports.append(report)


def with_tests(files: Sequence[str], work: Callable[[Collected], None]) -> None:
    """Collect the tests of some files, and do some work with them."""
    status = _run([*OPTIONS, "-s", *files], [_Instead(work)])
    assert status in (0, 5), f"pytest ends with {status}"


def importing(files: Sequence[str], paths: Collection[str]) -> list[str]:
    """Return the files of tests that import, or may import, one of some files of ours."""
    tests = [path for file in files for path in sorted(_files_of_tests(ROOT / file))]
    ours = {name_of(str(f.relative_to(ROOT))) for f in ROOT.glob("numpy_impl/**/*.py")}
    among = importers(map(name_of, paths), ours)

    def concerns(test: Path) -> bool:
        source = test.read_text(encoding="utf-8")
        nodes = ast.walk(ast.parse(source))
        named = {node.module for node in nodes if isinstance(node, ast.ImportFrom)}
        return bool(named & among) or any(word in source for word in BY_NAME)

    return [str(test.relative_to(ROOT)) for test in tests if concerns(test)]


def _files_of_tests(path: Path) -> Iterable[Path]:
    return path.glob("**/test_*.py") if path.is_dir() else [path]


def import_others() -> None:
    """Import other people's packages, so that no child imports them for itself."""
    for name in sorted(OTHERS):
        with contextlib.suppress(ImportError):
            importlib.import_module(name)


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
