"""The browser, and tabs in it, for the tests of the site."""

import contextlib
from pathlib import Path

import pytest

RUNNING = contextlib.ExitStack()
"""The browser of this process, while tests of this folder follow each other: it takes a second to
start. It must not outlive them: no event loop can be run beside the one that speaks to it."""
BROWSERS = []


@pytest.fixture
def chromium():
    if not BROWSERS:
        from browsing import launched

        BROWSERS.append(RUNNING.enter_context(launched()))
        RUNNING.callback(BROWSERS.clear)
    return BROWSERS[0]


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(nextitem):
    if nextitem is None or Path(__file__).parent not in nextitem.path.parents:
        RUNNING.close()


def pytest_sessionfinish():
    RUNNING.close()  # where the tests were broken off


@pytest.fixture
def tab(chromium, site):
    """Give a function that opens a tab; whatever goes wrong in it fails the test."""
    from browsing import WIDE, Tab

    opened = []

    def new(size=WIDE, scheme="light", locale="en-US"):
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, locale=locale
        )
        opened.append((context, Tab(context, site.folder)))
        return opened[-1][1]

    yield new
    for context, one in opened:
        one.complete()
        context.close()
        assert not one.wrong


@pytest.fixture(scope="session")
def exam_folder(shared):
    """The exam's pages alone, which need no measurement; written once for all processes."""
    folder = shared.folder / "exam"
    shared.once("exam", lambda: write_exam(folder))
    return folder


def write_exam(folder):
    folder.mkdir()
    from parity.harness.registry import all_concepts
    from parity.language import LANGUAGES
    from parity.questions.wrong_lines import WrongLines
    from reports.site.build import Contents, _Writer
    from reports.site.learning.search import search_scripts
    from reports.site.pages.assets import write_assets
    from reports.site.writing import offline

    write_assets(folder / "assets")
    concepts = list(all_concepts().values())
    for name, script in search_scripts(concepts).items():
        (folder / "assets" / "js" / name).write_text(script, "utf-8")
    offline.write_offline(folder)
    for language in LANGUAGES:
        (folder / language).mkdir()
        about = {"environment": {}, "created": "2026-01-01T00:00:00+00:00"}
        _Writer(Contents(concepts, about, WrongLines()), folder, language).exam()


@pytest.fixture
def exam_tab(chromium, exam_folder):
    """Open tabs as ``tab`` does, on the exam's pages alone; with touch where it is asked for."""
    from browsing import WIDE, Tab

    opened = []

    def new(size=WIDE, scheme="light", touch=False):
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, has_touch=touch,
            accept_downloads=True,
        )  # fmt: skip
        opened.append((context, Tab(context, exam_folder)))
        return opened[-1][1]

    yield new
    for context, one in opened:
        context.close()
        assert not one.wrong
