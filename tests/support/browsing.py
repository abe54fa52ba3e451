"""A real browser for the tests of the site: where it is, and tabs that remember what went wrong."""

import contextlib
import shutil
import time

import pytest

sync_api = pytest.importorskip(
    "playwright.sync_api", reason="Playwright is not installed: pip install -e '.[test]'"
)
expect = sync_api.expect

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first one that is there is taken: without a window to draw, a page takes half the time."""

BROWSER = next(filter(None, map(shutil.which, BROWSERS)), None)
WIDE, MIDDLE, NARROW = (1440, 900), (820, 1180), (390, 844)

LONG = 120_000
"""Milliseconds that a step may take: what is waited for comes at once, unless all is busy."""

COMPLETE = """async () => {
  if (document.readyState !== "complete") {
    await new Promise((done) => addEventListener("load", done));
  }
  // The editor puts images without a source beside what it draws, as places for the caret.
  const asked = [...document.images].filter((image) => !image.matches(".cm-widgetBuffer"));
  for (const image of asked) image.loading = "eager";  // those far below would never be asked for
  await Promise.all(asked.map((image) => image.decode().catch(() => {})));
  await document.fonts.ready;
  await new Promise((done) => new IntersectionObserver(done).observe(document.documentElement));
  return asked.filter((image) => !image.naturalWidth).map((image) => image.src);
}"""
"""Wait for all that a page loads, and until what watches for places that come near has seen them;
return the images that could not be loaded."""


needs_a_browser = pytest.mark.skipif(
    BROWSER is None,
    reason="no Chromium on this machine: apt-get install chromium-headless-shell (or Chrome)",
)


@contextlib.contextmanager
def launched():
    """Give a browser, and close it."""
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=BROWSER, args=["--no-sandbox"], timeout=LONG
        )
        expect.set_options(timeout=LONG)
        yield browser
        expect.set_options(timeout=None)
        browser.close()


class Tab:
    """A page that remembers what went wrong in it."""

    def __init__(self, context, folder):
        self.page = context.new_page()
        self.page.set_default_timeout(LONG)
        self.folder = folder
        self.wrong = []
        self.document = 0
        self.loading = {}
        self.cut_off = []
        self.page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        self.page.on("console", self.heard)
        self.page.on("request", self.asked)
        self.page.on("requestfinished", lambda request: self.loading.pop(request, None))
        self.page.on("requestfailed", self.failed)

    def heard(self, message):
        if message.type in ("error", "warning"):
            self.wrong.append(f"console: {message.text}")

    def failed(self, request):
        document = self.loading.pop(request, self.document)
        if request.failure == "net::ERR_ABORTED":  # right if the page was left, else wrong
            self.cut_off.append((document, request.url))
        else:
            self.wrong.append(f"failed: {request.url}: {request.failure}")

    def asked(self, request):
        if request.is_navigation_request() and request.frame == self.page.main_frame:
            self.document += 1
        self.loading[request] = self.document
        if not request.url.startswith(("file://", "data:")):
            self.wrong.append(f"request: {request.url}")

    def go(self, name):
        self.complete()
        file, _, place = name.partition("#")
        self.page.goto((self.folder / file).as_uri() + (f"#{place}" if place else ""))
        return self.page

    def complete(self):
        """Wait for all that the page loads, also for what it asks for only when that comes near."""
        self.wrong += [f"no image: {source}" for source in self.page.evaluate(COMPLETE)]
        end = time.monotonic() + LONG / 1000
        while self.document in self.loading.values() and time.monotonic() < end:
            self.page.wait_for_timeout(10)
        unfinished = [r.url for r, document in self.loading.items() if document == self.document]
        cut_off = [url for document, url in self.cut_off if document == self.document]
        self.wrong += [f"unfinished: {url}" for url in unfinished]
        self.wrong += [f"cut off: {url}" for url in cut_off]
        self.cut_off.clear()


def answer(page, quiz, right):
    index = quiz.get_attribute("data-right")
    value = index if right else str(int(index == "0"))
    quiz.locator(f'input[value="{value}"]').check()
    quiz.get_by_role("button").click()


LINE_IS_SEEN = """() => {
    const at = document.querySelector(".cm-wrong-line").getBoundingClientRect();
    const over = document.elementFromPoint(at.left + at.width / 2, at.top + 4);
    return Boolean(over && over.closest(".cm-wrong-line"));
}"""
"""Whether the marked line is seen: on the screen, and under no bar."""
