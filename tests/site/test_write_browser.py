"""Writing code in a page and having it judged there: a real Chromium, with Pyodide in a worker."""

import json
import os
import re
import threading
from pathlib import Path

import pytest
from auditing import violations
from browsing import LINE_IS_SEEN, NARROW, WIDE, expect, needs_a_browser

from parity.harness.registry import all_concepts

ROOT = Path(__file__).parents[2]
PYTHON = Path(os.environ.get("PARITY_PYODIDE") or ROOT.parent / "shared" / "pyodide")
pytestmark = [
    needs_a_browser,
    pytest.mark.skipif(
        not (PYTHON / "pyodide.js").is_file(),
        reason=f"no Pyodide at {PYTHON}: name its folder in PARITY_PYODIDE",
    ),
]
NAMES = ("relu", "batch_norm")
LONG = 180_000
"""Milliseconds that a judgement may take, the first among them."""

SHORT = 1.5
"""Seconds that one call has where its end is looked at: in a page ``sleep`` keeps a core busy."""

PATIENT = "(id) => { document.getElementById(id).dataset.limit = '120'; }"

RIGHT = """import time
import numpy as np

class ReLU:
    def forward(self, x):
        self.mask = x <= 0
        return np.where(self.mask, 0, x)

    def backward(self, dout):
        return np.where(self.mask, 0, dout)
"""
AT = "self.mask = x <= 0\n"
ENDLESS = RIGHT.replace(AT, AT + "        n = 0\n        while n < 10:\n            " + AT)
SLOW = RIGHT.replace(AT, AT + "        time.sleep(0.18)\n")
TWO = """import numpy as np

def sigmoid(x):
    return 1 / (1 + np.exp(-x))

class Relu:
    def forward(self, x):
        self.mask = x <= 0
        return np.where(self.mask, 0, x)

    def backward(self, dout):
        return dout
"""
HUNGRY = RIGHT.replace("ReLU", "Relu").replace(
    AT, AT + "        self.kept = [np.empty(2 ** 26) for _ in range(100)]\n"
)


@pytest.fixture(scope="module")
def written(tmp_path_factory, measured):
    """A site of two concepts, with Python beside it."""
    import parity
    from reports.site.build import Contents, build

    folder = tmp_path_factory.mktemp("written")
    concepts = [all_concepts()[name] for name in NAMES]
    results = parity.run(NAMES, frameworks=["numpy"]).to_dict()
    build(Contents(concepts, results, measured(concepts)), folder, python=PYTHON)
    return folder


@pytest.fixture(scope="module")
def address(written):
    from reports.site.writing.serve import server

    with server(written, 0) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield running.url
        running.shutdown()


class Reader:
    """A page, what it asked for, and what went wrong in it."""

    def __init__(self, context, address):
        self.page = context.new_page()
        self.page.set_default_timeout(LONG)
        self.address = address
        self.asked, self.wrong = [], []
        self.page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        self.page.on("console", lambda said: self.wrong.append(f"{said.type}: {said.text}"))
        context.on("request", lambda request: self.asked.append(request.url))

    @property
    def foreign(self):
        ours = (self.address, "data:", "blob:")
        return [url for url in self.asked if not url.startswith(ours)]

    @property
    def python(self):
        """Return what was asked for that only judging needs."""
        names = ("parity.tgz", "worker.js", "/python/", "/records/")
        return [url for url in self.asked if any(name in url for name in names)]

    def go(self, name):
        self.page.goto(self.address + name)
        section = self.page.locator("#write, #mine")
        section.scroll_into_view_if_needed()
        expect(self.page.locator(".cm-content")).to_be_visible()
        self.page.evaluate(PATIENT, section.get_attribute("id"))
        return self.page

    def answer(self, how):
        """Ask for a judgement, and wait for all of it."""
        how()
        result = self.page.locator(".wr-result")
        expect(result.first).to_be_visible(timeout=LONG)
        expect(self.page.locator(".wr-judge:not(.is-stop)")).to_be_visible(timeout=LONG)
        return result

    def keys(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)


@pytest.fixture
def reader(chromium, address):
    """Give a function that opens a page; whatever goes wrong in it fails the test."""
    opened = []

    def new(size=WIDE, scheme="light", touch=False):
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, has_touch=touch
        )
        opened.append((context, Reader(context, address)))
        return opened[-1][1]

    yield new
    for context, one in opened:
        context.close()
        assert not one.wrong
        assert not one.foreign


def axe(page):
    checker = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    return violations(page, checker.axe_script, [])[0]


def look(page, name):
    """Keep a picture where somebody wants to look."""
    folder = os.environ.get("PARITY_PICTURES")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{folder}/{name}.png")


def test_by_keyboard_wrong_then_hints_then_right(reader, capsys):
    one = reader()
    page = one.go("ja/concepts/batch_norm.html")
    assert not one.python
    look(page, "write-1440")
    page.locator(".cm-content").focus()
    one.keys("Control+Enter")
    expect(page.locator(".wr-told")).to_have_text("空欄 あ・い・う がまだ埋まっていない。")
    assert not one.python
    one.keys("Control+Home", "Tab")
    page.keyboard.type("dy * self.per_channel(gamma)")
    one.keys("Tab")
    page.keyboard.type("dx_hat - self.per_channel(through_mean)")
    one.keys("Enter")
    page.keyboard.type("centred")
    result = one.answer(lambda: one.keys("Control+Enter"))
    assert one.python
    expect(result).to_be_focused()
    expect(result.locator(".wr-said")).to_contain_text("食い違うのは dx だけ")
    expect(result.locator("tr.bad")).to_have_count(1)
    expect(result.locator("tr.bad th")).to_have_text("dx")
    expect(page.locator(".cm-wrong-line")).to_have_count(0)  # where it is, is a hint
    look(page, "write-1440-wrong")
    folds = result.locator("[data-hint]")
    expect(folds).to_have_count(3)
    for i, words in enumerate(("項の過不足", "分散も動く", "through_var")):
        folds.nth(i).locator("summary").press("Enter")
        expect(folds.nth(i)).to_contain_text(words)
    expect(page.locator(".cm-wrong-line")).to_have_count(1)
    assert axe(page) == []
    look(page, "write-1440-hints")
    assert page.evaluate("localStorage.getItem('parity-progress')") is None
    page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    result.locator("[data-line]").press("Enter")
    expect(page.locator(".cm-content")).to_be_focused()
    page.wait_for_function(LINE_IS_SEEN)
    page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    mended = " - self.x_hat * self.per_channel(through_var)"
    page.keyboard.type(mended)
    one.answer(lambda: one.keys("Control+Enter"))
    expect(page.locator(".wr-result.is-right")).to_be_visible()
    written = json.loads(page.evaluate("localStorage.getItem('parity-progress')"))
    assert written["batch_norm"]["right"] is True
    expect(page.locator(".wr-done")).to_contain_text("正解")
    assert axe(page) == []
    took = page.evaluate("performance.now()"), page.locator(".wr-said + .wr-note").inner_text()
    with capsys.disabled():
        print(f"\njudged in the page: {took[1]}")
    page.reload()
    page.locator("#write").scroll_into_view_if_needed()
    expect(page.locator(".cm-content")).to_contain_text(
        "self.x_hat * self.per_channel(through_var)"
    )
    page.locator(".wr-again").click()
    expect(page.locator(".cm-content")).to_contain_text("____")
    page.locator(".wr-again").click()
    expect(page.locator(".cm-content")).to_contain_text(
        "self.x_hat * self.per_channel(through_var)"
    )
    page.locator("[data-level=empty]").click()
    expect(page.locator(".cm-placeholder")).to_have_text("BatchNorm をはじめから書く。")
    one.keys("Control+Enter")


def test_by_touch_on_a_phone(reader):
    one = reader(NARROW, "dark", touch=True)
    page = one.go("en/concepts/relu.html")
    wide, screen = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide <= screen
    look(page, "write-390")
    blanks = page.locator(".cm-blank")
    expect(blanks).to_have_count(3)
    for answer in ("self.x > 0", "np.where(self.positive, x, 0)", "dy"):
        page.locator(".cm-blank", has_text="____").first.tap()
        page.keyboard.type(answer)
    page.locator(".cm-blank").first.tap()
    page.keyboard.press("Home")
    result = one.answer(lambda: page.locator(".wr-judge").tap())
    expect(result).to_have_attribute("data-verdict", "error")  # there is no self.x
    look(page, "write-390-error")
    expect(page.locator(".cm-wrong-line").last).to_contain_text("self.x > 0")
    result.locator("[data-line]").first.tap()
    for _ in range(len("self.x > 0")):
        page.keyboard.press("Backspace")
    page.keyboard.type("x ")
    page.locator(".wr-keys button", has_text="*").tap()
    page.keyboard.type(" 1 > 0")
    result = one.answer(lambda: page.locator(".wr-judge").tap())
    expect(result).to_have_attribute("data-verdict", "differs")
    expect(result.locator("tr.bad th")).to_have_text("dx")
    result.locator(".wr-text").tap()
    expect(result.locator("[data-hint][open]")).not_to_have_count(0)
    expect(result.locator("[data-line]").first).to_contain_text("return dy")
    assert axe(page) == []
    wide, screen = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide <= screen
    look(page, "write-390-wrong")
    for size in page.locator("#write button:visible, #write summary:visible").all():
        assert size.bounding_box()["height"] >= 24
    page.locator("[data-line]").first.tap()
    for _ in range(len("dy")):
        page.keyboard.press("Backspace")
    page.keyboard.type("dy * self.positive")
    result = one.answer(lambda: page.locator(".wr-judge").tap())
    expect(page.locator(".wr-result.is-right")).to_be_visible()
    look(page, "write-390-right")
    # Python, which takes most of the time to start, is there for these.
    slow_code_has_its_time_for_each_call(one)
    an_endless_loop_is_ended(one)


def slow_code_has_its_time_for_each_call(one):
    """As on a phone that takes longer for all calls together than one may take."""
    page = one.page
    page.locator("[data-level=empty]").tap()
    page.locator(".cm-content").focus()
    page.keyboard.insert_text(SLOW)
    page.evaluate(f"document.getElementById('write').dataset.limit = '{SHORT}'")
    result = one.answer(lambda: page.locator(".wr-judge").tap())
    expect(page.locator(".wr-result.is-right")).to_be_visible()
    assert float(re.search(r"([\d.]+) s\b", result.inner_text())[1]) > SHORT + 2 + 1


def an_endless_loop_is_ended(one):
    page = one.page
    page.locator(".cm-content").focus()
    one.keys("Control+A")
    page.keyboard.insert_text(ENDLESS)
    page.evaluate(f"document.getElementById('write').dataset.limit = '{SHORT}'")
    result = one.answer(lambda: page.locator(".wr-judge").tap())
    expect(result).to_contain_text(f"did not finish within {SHORT} s")
    expect(result).to_contain_text("Look for a loop that does not end.")
    expect(page.locator(".cm-wrong-line")).to_contain_text("while n < 10")
    look(page, "write-endless")
    # The next judgement has a Python of its own; what runs can be stopped.
    page.locator(".wr-judge").tap()
    expect(page.locator(".wr-judge.is-stop")).to_be_visible()
    page.locator(".wr-judge").tap()
    expect(page.locator(".wr-progress")).to_contain_text("Stopped.")


DROP = """([selector, name, text]) => {
  const data = new DataTransfer();
  data.items.add(new File([text], name));
  for (const kind of ["dragenter", "dragover", "drop"]) {
    document.querySelector(selector).dispatchEvent(
      new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
  }
}"""


def test_code_of_ones_own_is_judged_whatever_it_holds(reader):
    """One page after the other kind of code: its Python takes most of the time to start."""
    one = reader(NARROW)
    one.go("ja/check.html")
    a_file_is_dropped_and_a_notebook_too(one)
    integers_and_the_digits_are_what_was_recorded(one)
    memory_that_runs_out_is_told(one)


def a_file_is_dropped_and_a_notebook_too(one):
    page = one.page
    assert not one.python
    look(page, "mine-390")
    assert axe(page) == []
    page.evaluate(DROP, ["#mine .wr-drop", "notes.txt", "hello"])
    expect(page.locator(".wr-told")).to_contain_text("notes.txt は .py でも .ipynb でもない")
    page.evaluate(DROP, ["#mine .wr-drop", "My layers.py", TWO])
    expect(page.locator(".cm-content")).to_contain_text("class Relu")
    expect(page.locator("#mine-object option")).to_have_text(["ファイル全体", "sigmoid", "Relu"])
    result = one.answer(lambda: page.locator(".wr-judge").click())
    expect(result).to_have_count(2)
    expect(result.nth(0)).to_have_attribute("data-verdict", "agrees")
    expect(result.nth(1)).to_have_attribute("data-verdict", "differs")
    expect(result.nth(1).locator("[data-line]").first).to_contain_text("return dout")
    expect(page.locator(".cm-wrong-line")).to_contain_text("return dout")
    look(page, "mine-390-both")
    assert axe(page) == []
    page.locator("#mine-object").select_option("sigmoid")
    page.locator("#mine-concept").select_option("relu")
    result = one.answer(lambda: page.locator(".wr-judge").click())
    expect(result).to_have_count(1)
    expect(result).to_have_attribute("data-verdict", "differs")
    cells = [TWO[: TWO.index("class")], "%matplotlib inline\n" + TWO[TWO.index("class") :]]
    notebook = {
        "cells": [{"cell_type": "markdown", "source": ["# A"]}]
        + [{"cell_type": "code", "source": text.splitlines(keepends=True)} for text in cells]
    }
    page.evaluate(DROP, ["#mine .wr-drop", "book.ipynb", json.dumps(notebook)])
    page.locator("#mine-object").select_option("Relu")
    page.locator("#mine-concept").select_option("")
    result = one.answer(lambda: page.locator(".wr-judge").click())
    expect(result.locator("[data-line]").first).to_contain_text("セル 2 の 8 行目")
    expect(page.locator(".cm-wrong-line")).to_contain_text("return dout")


def integers_and_the_digits_are_what_was_recorded(one):
    """NumPy's integers have 32 bits here, and there is no scikit-learn."""
    from reports.site.writing.exercise import GAP, with_blanks

    page = one.page
    for name in ("embedding", "mlp"):
        text, answers = with_blanks(all_concepts()[name])
        for answer in answers:
            text = text.replace(GAP, answer, 1)
        page.evaluate(DROP, ["#mine .wr-drop", f"{name}.py", text])
        expect(page.locator(".wr-opened")).to_contain_text(name)
        result = one.answer(lambda: page.locator(".wr-judge").click())
        expect(result.first).to_have_attribute("data-verdict", "agrees")
        expect(result.first).to_contain_text("PyTorch")


def memory_that_runs_out_is_told(one):
    page = one.page
    page.evaluate(DROP, ["#mine .wr-drop", "hungry.py", HUNGRY])
    expect(page.locator(".cm-content")).to_contain_text("class Relu")
    result = one.answer(lambda: page.locator(".wr-judge").click())
    expect(result.first).to_contain_text("MemoryError")
    look(page, "mine-memory")


def test_python_that_cannot_be_loaded_is_told(chromium, address):
    context = chromium.new_context(service_workers="block")  # so that the route is asked
    context.route("**/python/pyodide.asm.wasm", lambda route: route.abort())
    page = context.new_page()
    page.goto(address + "en/concepts/relu.html")
    page.locator("#write").scroll_into_view_if_needed()
    page.locator("[data-level=signature]").click()
    page.locator(".wr-judge").click()
    expect(page.locator(".wr-progress")).to_contain_text("Python could not be loaded", timeout=LONG)
    expect(page.locator(".wr-judge")).to_have_text("Judge")
    context.close()


def test_what_was_read_is_there_offline_and_can_be_installed(chromium, written):
    from reports.site.writing.serve import server

    context = chromium.new_context()
    page = context.new_page()
    with server(written, 0) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        page.goto(running.url + "ja/concepts/relu.html")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.wait_for_function("navigator.serviceWorker.controller")
        page.reload()
        page.locator("#write").scroll_into_view_if_needed()
        expect(page.locator(".cm-content")).to_be_visible()
        manifest = page.evaluate(
            "fetch(document.querySelector('link[rel=manifest]').href).then((r) => r.json())"
        )
        assert manifest["name"] == "dl-parity"
        running.shutdown()
    page.reload()
    expect(page.locator("h1")).to_contain_text("ReLU")
    page.locator("#write").scroll_into_view_if_needed()
    expect(page.locator(".cm-content")).to_contain_text("class ReLU")
    context.close()


def test_a_page_from_a_file_says_what_to_do(chromium, written):
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto((written / "ja" / "concepts" / "relu.html").as_uri())
    page.locator("#write").scroll_into_view_if_needed()
    expect(page.locator(".wr-from-file")).to_contain_text("parity site --serve")
    expect(page.locator(".wr-judge")).to_be_disabled()
    expect(page.locator(".cm-content")).to_contain_text("class ReLU")  # it can be written in
    assert axe(page) == []
    context.close()


def test_without_javascript_the_section_says_what_is_needed(chromium, address):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "ja/concepts/relu.html")
    expect(page.locator("#write .wr-needs").first).to_contain_text("JavaScript が必要である")
    expect(page.locator("#write .wr-editor pre")).to_contain_text("class ReLU")
    expect(page.locator(".wr-judge")).to_be_hidden()
    context.close()
