"""A real browser for the tests of the site: where it is, and tabs that remember what went wrong."""

import shutil

import pytest

sync_api = pytest.importorskip(
    "playwright.sync_api", reason="Playwright is not installed: pip install -e '.[test]'"
)
expect = sync_api.expect

BROWSER = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
WIDE, MIDDLE, NARROW = (1440, 900), (820, 1180), (390, 844)

LONG = 120_000
"""Milliseconds that a step may take: what is waited for comes at once, unless all is busy."""

COMPLETE = """async () => {
  if (document.readyState !== "complete") {
    await new Promise((done) => addEventListener("load", done));
  }
  const asked = [...document.images];
  for (const image of asked) image.loading = "eager";  // those far below would never be asked for
  await Promise.all(asked.map((image) => image.decode().catch(() => {})));
  await document.fonts.ready;
  return asked.filter((image) => !image.naturalWidth).map((image) => image.src);
}"""
"""Wait for all that a page loads; return the images that could not be."""


needs_a_browser = pytest.mark.skipif(
    BROWSER is None, reason="no Chromium on this machine: apt-get install chromium (or Chrome)"
)


class Tab:
    """A page that remembers what went wrong in it."""

    def __init__(self, context, folder):
        self.page = context.new_page()
        self.page.set_default_timeout(LONG)
        self.folder = folder
        self.wrong = []
        self.page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        self.page.on("requestfailed", lambda request: self.wrong.append(f"failed: {request.url}"))
        self.page.on("console", self.heard)
        self.page.on("request", self.asked)

    def heard(self, message):
        if message.type in ("error", "warning"):
            self.wrong.append(f"console: {message.text}")

    def asked(self, request):
        if not request.url.startswith(("file://", "data:")):
            self.wrong.append(f"request: {request.url}")

    def go(self, name):
        self.complete()
        file, _, place = name.partition("#")
        self.page.goto((self.folder / file).as_uri() + (f"#{place}" if place else ""))
        return self.page

    def complete(self):
        """Wait for all that the page loads: a request that leaving cuts off counts as failed."""
        self.wrong += [f"no image: {source}" for source in self.page.evaluate(COMPLETE)]


def answer(page, quiz, right):
    index = quiz.get_attribute("data-right")
    value = index if right else str(int(index == "0"))
    quiz.locator(f'input[value="{value}"]').check()
    quiz.get_by_role("button").click()
