"""The browser, and tabs in it, for the tests of the site."""

import pytest


@pytest.fixture(scope="module")
def chromium():
    from browsing import BROWSER, LONG, expect, sync_api

    expect.set_options(timeout=LONG)
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=BROWSER, args=["--no-sandbox"], timeout=LONG
        )
        yield browser
        browser.close()
    expect.set_options(timeout=None)


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
