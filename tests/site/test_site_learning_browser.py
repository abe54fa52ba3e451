"""The way through the site in a real browser: search, map, progress, contents, steps."""

import json
import re

import pytest
from browsing import MIDDLE, NARROW, WIDE, answer, expect, needs_a_browser

from parity.describing.areas import station_of
from parity.harness.registry import all_concepts

pytestmark = needs_a_browser

SEARCHES = {
    "勾配消失": "sigmoid",
    "過学習": "dropout",
    "学習率": "sgd",
    "忘却ゲート": "lstm",
    "label smoothing": "label_smoothing",
    "vanishing gradient": "sigmoid",
    "Batch Norm": "batch_norm",
    "BPTT": "rnn_taught",
    "ResNet": "resnet",
    "残差ブロック": "residual_block",
}
"""What people look for, and the concept whose page must come first."""


@pytest.mark.parametrize(("language", "size"), [("ja", NARROW), ("en", WIDE)])
def test_search_understands_terms_in_both_languages(tab, language, size):
    page = tab(size).go(f"{language}/index.html")
    box = page.get_by_role("combobox")
    for asked, name in SEARCHES.items():
        box.fill(asked)
        title = all_concepts()[name].title[language]
        expect(page.get_by_role("option").first, asked).to_contain_text(title)
        first = page.get_by_role("option").first.get_attribute("data-to")
        assert first == f"concepts/{name}.html", asked
        place = station_of(all_concepts()[name]).title[language]
        expect(page.get_by_role("option").first, asked).to_contain_text(place)
        expect(page.locator(f'.chip[data-c="{name}"]'), asked).to_have_class(re.compile("hit"))
    box.press("Escape")
    expect(page.locator(".chip.hit")).to_have_count(0)


def test_the_table_of_digits_narrows(tab):
    page = tab(NARROW).go("ja/evidence.html")
    rows = page.locator("tr[data-concept]:visible")
    expect(rows).to_have_count(len(all_concepts()))
    page.locator("#narrow").fill("Dropout")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("ドロップアウト")
    page.locator("#narrow").fill("ぷーりんぐ zzz")
    expect(rows).to_have_count(0)
    expect(page.locator("#narrow-none")).not_to_be_empty()
    page.locator("#narrow").press("Escape")
    expect(rows).to_have_count(len(all_concepts()))


def kept(page):
    return json.loads(page.evaluate("localStorage.getItem('parity-progress')") or "{}")


@pytest.mark.parametrize(
    ("language", "size", "scheme"),
    [("ja", NARROW, "dark"), ("en", MIDDLE, "light"), ("ja", WIDE, "light")],
)
def test_the_map_follows_what_was_read_and_solved(tab, language, size, scheme):
    one = tab(size, scheme)
    page = one.go(f"{language}/index.html")
    expect(page.locator(".chip.now")).to_be_visible()
    first = page.locator(".chip.now").get_attribute("data-c")
    concept = all_concepts()[first]
    assert concept.needs == ()
    told = page.locator("#next-title").inner_text()  # without what stands in brackets
    assert told
    assert concept.title[language].startswith(told)
    page.locator("#next-go").click()
    page.wait_for_url(f"**/{language}/concepts/{first}.html")
    page.locator("#exam").scroll_into_view_if_needed()
    assert "read" not in kept(page).get(first, {})  # it was jumped to, not read
    page.evaluate("scrollTo(0, 0)")
    page.evaluate(
        """async () => {
            for (let y = 0; y < document.body.scrollHeight; y += innerHeight / 2) {
              scrollTo({ top: y, behavior: "instant" });
              await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
            }
        }"""
    )
    page.wait_for_function(f"window.parityProgress.of('{first}').read === true")
    quizzes = page.locator(".quiz")
    solved = [str(i + 1) for i in range(min(3, quizzes.count()))]
    assert solved
    for i in range(len(solved)):
        answer(page, quizzes.nth(i), right=True)
    assert kept(page)[first]["solved"] == dict.fromkeys(solved, True)
    assert page.locator("#n-solved").text_content() == str(len(solved))
    page = one.go(f"{language}/concepts/batch_norm.html")
    answer(page, page.locator("#question-2"), right=False)
    assert kept(page)["batch_norm"]["solved"] == {"2": False}

    page = one.go(f"{language}/index.html")
    expect(page.locator("#n-read")).to_have_text("1")
    expect(page.locator("#n-practised")).to_have_text("1")
    expect(page.locator(f'.chip[data-c="{first}"]')).to_have_class(re.compile(r"\br s\b"))
    area = page.locator(".area", has=page.locator(f'.chip[data-c="{first}"]')).first
    expect(area.locator(".done")).to_have_text("1")
    expect(page.locator("#redo a")).to_have_attribute(
        "href", re.compile("batch_norm.html#question-2")
    )
    following = page.locator(".chip.now")
    assert following.get_attribute("data-c") != first
    title = all_concepts()[following.get_attribute("data-c")].title[language]
    assert page.locator("#next-title").inner_text() in title
    expect(page.locator("#next-why")).not_to_be_empty()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    page.evaluate("window.parityProgress.mark('dense', 'right')")
    page.reload()
    expect(page.locator("#n-right")).to_have_text("1")


def test_the_map_shows_prerequisites(tab):
    page = tab(WIDE).go("ja/index.html")
    chip = page.locator('.chip[data-c="batch_norm"]')
    chip.focus()
    before = page.locator(".chip.pre")
    found = {e.get_attribute("data-c") for e in before.all()}
    assert found == set(all_concepts()["batch_norm"].needs)
    expect(page.locator(".arcs path")).to_have_count(len(found))
    expect(page.locator("#read")).to_contain_text("全結合層")
    assert page.locator(".chip.post").count() >= 1
    page.keyboard.press("Escape")
    expect(page.locator(".chip.pre")).to_have_count(0)
    grey = page.locator(".chip.g:visible")
    assert grey.count()
    page.locator("#examined").check()
    expect(grey).to_have_count(0)
    gaps = page.locator("span.chip")  # what has no page yet is told, and leads nowhere
    assert gaps.count()
    assert all(e.get_attribute("href") is None for e in gaps.all())


def test_a_phone_opens_one_station_and_the_map_works_without_scripts(chromium, site, tab):
    page = tab(NARROW).go("ja/index.html")
    shown = page.locator(".area:not(.shut)")
    expect(shown).to_have_count(1)
    expect(page.locator("#a3-4 .chips")).to_be_hidden()
    page.locator("#a3-4 .more").click()
    expect(page.locator("#a3-4 .chips")).to_be_visible()
    page.goto(page.url.split("#")[0] + "#a3-5")
    expect(page.locator("#a3-5 .chips")).to_be_visible()
    context = chromium.new_context(
        java_script_enabled=False, viewport={"width": 390, "height": 844}
    )
    bare = context.new_page()
    bare.goto((site.folder / "ja" / "index.html").as_uri())
    expect(bare.locator(".chip[data-c]:visible")).to_have_count(len(all_concepts()))
    bare.locator('.chip[data-c="lstm"]').click()
    bare.wait_for_url("**/concepts/lstm.html")
    expect(bare.locator("#derivation details").first).to_have_attribute("open", "")
    context.close()


def test_contents_follow_the_reader_and_steps_open(tab):
    page = tab(WIDE).go("ja/concepts/batch_norm.html")
    current = page.locator(".toc a[aria-current]")
    expect(current).to_have_attribute("href", "#why")
    page.locator('.toc a[href="#mistakes"]').click()
    expect(current).to_have_attribute("href", "#mistakes")
    top = page.locator(".toc nav").bounding_box()["y"]
    assert 0 <= top < 100  # it stays beside
    folds = page.locator("#derivation details")
    expect(page.locator("#derivation details[open]")).to_have_count(1)
    page.locator("#all-steps").click()
    expect(page.locator("#derivation details[open]")).to_have_count(folds.count())
    expect(page.locator("#all-steps")).to_have_text("すべてたたむ")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("[data-copy]").click()
    expect(page.locator("[data-copy]")).to_have_text("写した")
    assert "def backward(self, dy: np.ndarray)" in page.evaluate("navigator.clipboard.readText()")
