"""The site in a real browser: pages, languages, tabs, exam mode, print, theme."""

import re

import pytest
from auditing import violations
from browsing import MIDDLE, NARROW, WIDE, answer, expect, needs_a_browser
from loading import faults

pytestmark = needs_a_browser


PARTS = 6
"""In how many parts the pages are loaded, by processes beside each other."""


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_loads_quietly_and_fits_a_phone(chromium, site, tmp_path, part):
    paths = [path for path in sorted(site.paths) if path != site.folder / "index.html"]
    context = chromium.new_context(viewport={"width": NARROW[0], "height": NARROW[1]})
    addresses = [path.as_uri() for path in paths[part::PARTS]]
    assert not faults(context, NARROW, addresses, tmp_path / "host.html")
    context.close()


def test_search_finds_a_concept_by_either_language(tab):
    page = tab().go("en/concepts/adam.html")
    box = page.get_by_role("combobox", name="Search")
    box.fill("バッチ正規化")
    expect(page.get_by_role("option").first).to_contain_text("Batch normalization")
    box.press("Enter")
    page.wait_for_url("**/en/concepts/batch_norm.html")
    page.keyboard.press("/")
    expect(page.get_by_role("combobox", name="Search")).to_be_focused()
    page.keyboard.type("glorot")
    expect(page.get_by_role("option").nth(1)).to_contain_text("Glorot")
    page.keyboard.press("ArrowDown")
    second = page.get_by_role("option").nth(1)
    expect(second).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("glorot_(uniform|normal)"))
    page.get_by_role("combobox", name="Search").fill("zzqqxx")
    expect(page.locator("#found-none")).to_have_text("Nothing is called so.")
    page.keyboard.press("Escape")
    expect(page.locator("#found-none")).to_have_text("")


def test_the_language_switch_keeps_the_place_and_is_remembered(tab):
    one = tab()
    page = one.go("en/concepts/dense.html#mistakes")
    page.locator("#language").click()
    page.wait_for_url("**/ja/concepts/dense.html#mistakes")
    assert page.locator("html").get_attribute("lang") == "ja"
    expect(page.locator("#mistakes h2")).to_contain_text("よくある誤り")
    one.go("index.html").wait_for_url("**/ja/index.html")


def test_the_entrance_follows_the_browser(tab):
    tab(locale="ja-JP").go("index.html").wait_for_url("**/ja/index.html")
    tab(locale="de-DE").go("index.html").wait_for_url("**/en/index.html")


def shown_frameworks(page):
    cells = page.locator('.row[data-role="forward"] .cell')
    return [cell.get_attribute("data-framework") for cell in cells.all() if cell.is_visible()]


@pytest.mark.parametrize("size", [WIDE, MIDDLE])
def test_numpy_first_and_the_two_frameworks_side_by_side(tab, size):
    page = tab(size).go("en/concepts/conv2d.html")
    assert shown_frameworks(page) == ["numpy", "torch", "keras"]
    numpy, *boxes = [
        cell.bounding_box() for cell in page.locator('.row[data-role="forward"] .cell').all()
    ]
    assert len({round(box["y"]) for box in boxes}) == 1
    assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"]
    assert numpy["y"] + numpy["height"] < boxes[0]["y"]
    expect(page.locator(".tabs")).to_be_hidden()
    backward = page.locator('#frameworks .row[data-role="backward"] .cell')
    tops = {round(cell.bounding_box()["y"]) for cell in backward.all()}
    assert len(tops) == 1
    expect(backward.first).to_contain_text("torch.autograd.grad(")


def test_tabs_on_a_phone(tab):
    page = tab(NARROW).go("ja/concepts/batch_norm.html")
    assert shown_frameworks(page) == ["numpy", "torch"]
    for title, framework in (("Keras", "keras"), ("PyTorch", "torch")):
        button = page.locator(".tabs").get_by_role("button", name=title)
        button.focus()
        page.keyboard.press("Enter")
        assert shown_frameworks(page) == ["numpy", framework]
        expect(button).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("size", [WIDE, MIDDLE, NARROW])
def test_notes_stand_beside_their_lines_where_there_is_room(tab, size):
    page = tab(size).go("ja/concepts/batch_norm.html")
    note = page.locator('.cell[data-framework="numpy"] .note').first
    code = note.locator("xpath=preceding-sibling::code")
    beside = note.bounding_box()["x"] > code.bounding_box()["x"] + 100
    assert beside == (size != NARROW)


def test_a_symbol_lights_up_in_all_three(tab):
    page = tab(WIDE).go("en/concepts/batch_norm.html")
    page.locator('.cell[data-framework="torch"] [data-s="gamma"]').first.hover()
    for framework in ("numpy", "torch", "keras"):
        lit = page.locator(f'.cell[data-framework="{framework}"] .lit')
        assert lit.count() >= 1
        assert {e.get_attribute("data-s") for e in lit.all()} == {"gamma"}
    assert page.locator("math .lit").count() >= 1
    page.locator("h1").hover()
    expect(page.locator(".lit")).to_have_count(0)
    page.locator(".names button", has_text="epsilon").focus()  # and for who has no mouse
    for framework in ("numpy", "torch", "keras"):
        assert page.locator(f'.cell[data-framework="{framework}"] .lit').count() >= 1


def test_the_editor_arrives_without_moving_who_reads_elsewhere(tab):
    page = tab(WIDE).go("en/concepts/batch_norm.html")
    page.locator("#frameworks h2").hover()  # right below what the editor makes longer
    place = page.evaluate("scrollY")
    expect(page.locator("#write .cm-content")).to_have_count(1)
    page.wait_for_timeout(300)  # a page that scrolls does it smoothly
    assert page.evaluate("scrollY") == place


@pytest.mark.parametrize("language", ["en", "ja"])
def test_exam_mode_answered_wrong_and_right(tab, language):
    page = tab(WIDE).go(f"{language}/concepts/batch_norm.html")
    toggle = page.locator("#practise")
    quiz = page.locator("#question-7")
    place = quiz.get_attribute("data-place")
    line = page.locator(f'.cell[data-framework="numpy"] .l[data-n="{place}"] code')
    right = line.inner_text()
    toggle.click()
    expect(toggle).to_have_attribute("aria-pressed", "true")
    expect(line).not_to_contain_text("through")
    expect(page.locator("#mistakes")).to_be_hidden()
    line.locator("a").click()
    assert page.url.endswith("#question-7")
    quiz.get_by_role("button").click()
    expect(quiz.locator(".said")).not_to_be_empty()
    assert quiz.locator(".feedback:visible").count() == 0

    answer(page, quiz, right=False)
    expect(quiz.locator(".said")).to_have_class(re.compile("poor"))
    expect(quiz.locator(".is-wrong")).to_have_count(1)
    expect(quiz.locator(".is-wrong .feedback")).to_contain_text("dx")
    expect(quiz.locator(".is-wrong .feedback")).to_contain_text(re.compile(r"\d\.\d (digits|桁)"))
    expect(line).not_to_contain_text("through")

    answer(page, quiz, right=True)
    expect(quiz.locator(".said")).to_have_class(re.compile("good"))
    expect(quiz.locator(".is-wrong")).to_have_count(0)
    assert line.inner_text() == right
    toggle.click()
    expect(page.locator("#mistakes")).to_be_visible()
    expect(page.locator(".cell .gap")).to_have_count(0)


def background(page):
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


def test_dark_follows_the_system_and_the_button_and_is_remembered(tab):
    light, dark = "rgb(252, 252, 250)", "rgb(21, 23, 26)"
    assert background(tab(scheme="light").go("en/index.html")) == light
    one = tab(scheme="dark")
    page = one.go("en/concepts/relu.html")
    assert background(page) == dark
    page.locator("#theme").click()
    assert background(page) == light
    assert background(one.go("ja/exam.html")) == light
    page.locator("#theme").click()
    assert background(page) == dark
    label = page.locator("#theme").get_attribute("aria-label")
    page.locator("#theme").click()  # and back to the system's
    assert page.evaluate("document.documentElement.dataset.theme") is None
    assert page.locator("#theme").get_attribute("aria-label") != label
    page.emulate_media(color_scheme="light")
    assert background(page) == light


def test_nothing_moves_while_a_page_loads(tab):
    one = tab(MIDDLE)
    for name in ("ja/index.html", "en/concepts/adam.html", "ja/exam.html"):
        page = one.go(name)
        moved = page.evaluate(
            """() => new Promise((resolve) => {
                let sum = 0;
                new PerformanceObserver((list) => {
                  for (const entry of list.getEntries()) sum += entry.value;
                }).observe({ type: "layout-shift", buffered: true });
                setTimeout(() => resolve(sum), 300);
            })"""
        )
        assert moved < 0.01, name


def test_a_figure_whose_script_does_not_load_stands_still(chromium, site):
    context = chromium.new_context()
    page = context.new_page()
    page.route("**/moving/**/*.js", lambda route: route.abort())
    page.goto((site.folder / "en" / "concepts" / "adam.html").as_uri())
    expect(page.locator(".fig > figure svg")).to_be_visible()
    expect(page.locator(".fig .plot")).to_have_count(0)
    context.close()


def test_pages_can_be_printed(tab):
    page = tab().go("ja/sheets/a3-1.html")
    page.emulate_media(media="print")
    expect(page.locator(".top")).to_be_hidden()
    expect(page.locator("#print")).to_be_hidden()
    expect(page.locator(".answers")).to_be_visible()
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.answers')).breakBefore") == "page"
    )
    page = tab(MIDDLE).go("en/concepts/tanh.html")
    page.emulate_media(media="print")
    assert shown_frameworks(page) == ["numpy", "torch", "keras"]


AUDITED = (
    "index.html", "evidence.html", "glossary.html", "concepts/batch_norm.html",
    "concepts/lenet.html", "concepts/im2col.html", "exam.html", "sheets/a3-1.html",
    "claims.html", "experiments/index.html", "experiments/vanishing-gradient.html",
    "check.html",
)  # fmt: skip


@pytest.mark.parametrize(("size", "scheme"), [(WIDE, "light"), (NARROW, "dark")])
def test_an_accessibility_checker_finds_nothing(tab, scheme, size):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    one = tab(size, scheme)
    looks = []
    for i, name in enumerate(AUDITED):
        language = ("en", "ja")[(i + (scheme == "dark")) % 2]
        page = one.go(f"{language}/{name}")
        found, looks = violations(page, axe.axe_script, looks)
        assert not found, (language, name, found)


def test_the_frame_of_a_notebook_works_alone(tab, tmp_path):
    from reports.notebooks.study import study

    page_file = tmp_path / "notebook.html"
    frame = study("relu", "ja")._repr_html_()
    page_file.write_text(f"<!doctype html><meta charset=utf-8><title>n</title>{frame}", "utf-8")
    one = tab()
    one.page.goto(page_file.as_uri())
    inside = one.page.frame_locator("iframe")
    expect(inside.locator("h1")).to_contain_text("ReLU")
    quiz = inside.locator("#question-1")
    quiz.locator(f'input[value="{quiz.get_attribute("data-right")}"]').check()
    quiz.get_by_role("button").click()
    expect(quiz.locator(".said")).to_have_text("正解。")
