"""Practice and papers in a real browser: every kind, by mouse, keys and touch; what is kept."""

import json
import re

import pytest
from browsing import MIDDLE, NARROW, WIDE, expect, needs_a_browser

from parity.questions.asked import KINDS
from parity.questions.paper import PAPER, bank, paper

pytestmark = needs_a_browser

BANK = {question.name: question for question in bank()}
OF_KIND = {kind: next(q.name for q in bank() if q.kind == kind) for kind in KINDS}


def start(page, names, paper=False, limit=0):
    """Begin a sitting with these questions, as a reload would go on with it."""
    sitting = {"paper": paper, "names": names, "answers": [None] * len(names), "marks": [],
               "at": 0, "started": page.evaluate("Date.now()"), "limit": limit}  # fmt: skip
    page.evaluate("kept => localStorage.setItem('parity-sitting', kept)", json.dumps(sitting))
    page.reload()
    expect(page.locator("#asked form")).to_be_visible()


def kept(page, key):
    return json.loads(page.evaluate(f"localStorage.getItem('{key}')") or "null")


@pytest.mark.parametrize("way", ["mouse", "keys", "touch"])
def test_every_kind_is_answered_right_and_wrong_on_a_phone(exam_tab, way):
    page = exam_tab(NARROW, touch=way == "touch").go("ja/exam.html")
    names = [name for kind in KINDS for name in (OF_KIND[kind], OF_KIND[kind])]
    start(page, names)
    for i, name in enumerate(names):
        right = BANK[name].right
        picked = right if i % 2 == 0 else (right + 1) % 4
        form = page.locator("#asked form")
        radio = form.locator("input[type=radio]").nth(picked)
        submit = form.locator("button[type=submit]")
        assert form.locator(".feedback:visible").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW[0]
        if way == "keys":
            page.keyboard.press(str(picked + 1))
            page.keyboard.press("Enter")
        elif way == "touch":
            radio.tap()
            submit.tap()
        else:
            radio.click()
            submit.click()
        said = page.locator("#asked .said")
        expect(said).to_have_class(re.compile("good" if i % 2 == 0 else "poor"))
        expect(page.locator("#asked .feedback:visible")).to_have_count(4)
        if way == "keys":
            page.keyboard.press("Enter")
        elif way == "touch":
            page.locator("#asked button[type=submit]").tap()
        else:
            page.locator("#asked button[type=submit]").click()
    n = len(KINDS)
    expect(page.locator("#score h2")).to_contain_text(f"{2 * n} 問中 {n} 問正解")
    assert kept(page, "parity-sitting") is None
    memory = kept(page, "parity-memory")
    assert set(memory) == set(names)
    assert {one["box"] for one in memory.values()} == {0}  # each was wrong at last


def test_a_blank_a_figure_and_an_equation_are_shown(exam_tab):
    page = exam_tab(MIDDLE, scheme="dark").go("en/exam.html")
    start(page, [OF_KIND["fill"], OF_KIND["figure"], OF_KIND["equation"]])
    expect(page.locator("#asked .quiz-code")).to_contain_text("【")
    for _ in range(2):
        page.keyboard.press("1")
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        if page.locator("#asked svg").count():
            label = page.locator("#asked svg").get_attribute("aria-label")
            assert "P:" in label
            assert not re.search("AdaGrad|SGD|momentum|training", label)
            colour = "getComputedStyle(document.querySelector('#asked svg text')).fill"
            assert page.evaluate(colour) != "rgb(0, 0, 0)"  # the page's own, light on dark
    expect(page.locator("#asked math").first).to_be_visible()


def test_what_was_wrong_comes_back_and_what_was_right_waits(exam_tab):
    page = exam_tab().go("en/exam.html")
    expect(page.locator("#due")).to_have_text("Nothing comes back today.")
    names = [OF_KIND["number"], OF_KIND["statement"], OF_KIND["fill"]]
    start(page, names)
    for name, right in zip(names, (True, False, False), strict=True):
        place = BANK[name].right if right else (BANK[name].right + 1) % 4
        page.keyboard.press(str(place + 1))
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
    expect(page.locator("#due")).to_have_text("2 questions come back today.")
    for name in names:
        row = page.locator(f'#items tr[data-item="{BANK[name].items[0]}"]')
        expect(row.locator("td").nth(1)).to_have_text(re.compile(r"\d / \d+"))
    page.locator("#score button").click()
    page.locator('input[value="again"]').check()
    page.locator("#setup button[type=submit]").click()
    expect(page.locator("#progress")).to_have_text("Question 1 of 2")
    for _ in range(2):  # now both are right, and wait for a day
        name = kept(page, "parity-sitting")["names"][kept(page, "parity-sitting")["at"]]
        assert name in names[1:]
        page.keyboard.press(str(BANK[name].right + 1))
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
    expect(page.locator("#due")).to_have_text("Nothing comes back today.")
    tomorrow = page.evaluate("window.parityMemory.due(Date.now() + 2 * 86400000).length")
    assert tomorrow == 3
    page.locator("#score button").click()
    page.locator('input[value="weak"]').check()
    page.locator("#setup button[type=submit]").click()
    expect(page.locator("#setup-said")).to_contain_text("No item is weak")


def test_weak_items_are_asked_first(exam_tab):
    page = exam_tab().go("en/exam.html")
    page.evaluate(f"window.parityMemory.answered('{OF_KIND['size']}', false)")
    page.locator('input[value="weak"]').check()
    page.locator("#setup button[type=submit]").click()
    expect(page.locator("#asked form")).to_be_visible()
    names = kept(page, "parity-sitting")["names"]
    assert names[0] == OF_KIND["size"]
    assert {BANK[name].items[0] for name in names} == {BANK[OF_KIND["size"]].items[0]}


def test_practice_by_topic_keeps_sets_together(exam_tab):
    page = exam_tab().go("en/exam.html")
    page.locator("#all").uncheck()
    page.locator("#setup button[type=submit]").click()
    expect(page.locator("#setup-said")).to_have_text("Choose at least one topic.")
    page.locator('input[value="a3-6"]').check()
    page.locator("#number").select_option("40")
    page.locator("#setup button[type=submit]").click()
    expect(page.locator("#asked form")).to_be_visible()
    names = kept(page, "parity-sitting")["names"]
    assert all(BANK[name].items[0].startswith("3-6") for name in names)
    passages = [BANK[n].passage.name if BANK[n].passage else n for n in names]
    runs = [p for i, p in enumerate(passages) if i == 0 or p != passages[i - 1]]
    assert len(runs) == len(set(runs))


def test_a_paper_is_left_reloaded_marked_finished_and_reviewed(exam_tab):
    page = exam_tab(WIDE).go("en/exam.html")
    page.locator('input[value="paper"]').check()
    page.locator("#paper").select_option("2")
    page.locator("#setup button[type=submit]").click()
    expect(page.locator("#numbers button")).to_have_count(PAPER)
    expect(page.locator("#clock")).to_have_text(re.compile(r"Time left (120:00|119:\d\d)"))
    asked = paper(PAPER, 2)
    for question in asked[:3]:
        page.keyboard.press(str(question.right + 1))
        page.keyboard.press("Enter")
    page.keyboard.press("m")
    page.keyboard.press(str((asked[3].right + 1) % 4 + 1))
    expect(page.locator("#numbers .done")).to_have_count(4)
    started = kept(page, "parity-sitting")["started"]
    page.reload()
    expect(page.locator("#progress")).to_have_text(f"Question 4 of {PAPER}")
    expect(page.locator("#asked input:checked")).to_have_value(str((asked[3].right + 1) % 4))
    expect(page.locator("#numbers .marked")).to_have_text("4*")
    expect(page.locator(".mark")).to_have_attribute("aria-pressed", "true")
    assert kept(page, "parity-sitting")["started"] == started  # the clock went on
    assert page.locator("#asked .feedback:visible").count() == 0
    page.locator("#numbers button").nth(PAPER - 1).click()
    page.locator("#asked .end").click()
    expect(page.locator("#score h2")).to_have_text(f"3 of {PAPER} right (3 %)")
    expect(page.locator("#score dl > div")).to_have_count(len({q.items[0] for q in asked}))
    expect(page.locator("#score .review")).to_have_count(PAPER)
    expect(page.locator("#score .review .feedback:visible")).to_have_count(4 * PAPER)
    assert len(kept(page, "parity-memory")) == 4  # what was not answered says nothing
    page.reload()
    expect(page.locator("#setup")).to_be_visible()
    expect(page.locator("#history dd")).to_have_count(1)
    page.locator("#forget").click()
    expect(page.locator("#history")).to_have_text("None yet in this browser.")


def test_time_ends_a_sitting_also_while_the_page_was_away(exam_tab):
    page = exam_tab(NARROW).go("ja/exam.html")
    names = [question.name for question in paper(PAPER, 1)]
    sitting = {"paper": True, "names": names, "answers": [None] * PAPER, "marks": [],
               "at": 5, "started": 0, "limit": 7200}  # fmt: skip
    page.evaluate("kept => localStorage.setItem('parity-sitting', kept)", json.dumps(sitting))
    page.reload()
    expect(page.locator("#score .bad")).to_have_text("時間切れ。")


@pytest.mark.parametrize("damaged", ["{", "[]", '{"names": ["no-such"], "answers": [null]}'])
def test_a_damaged_sitting_is_dropped(exam_tab, damaged):
    page = exam_tab().go("en/exam.html")
    page.evaluate("kept => localStorage.setItem('parity-sitting', kept)", damaged)
    page.reload()
    expect(page.locator("#setup")).to_be_visible()
    page.wait_for_function("localStorage.getItem('parity-sitting') === null")


def test_what_is_remembered_goes_to_a_file_and_back(exam_tab, tmp_path):
    page = exam_tab().go("en/exam.html")
    for kind in KINDS:
        page.evaluate(f"window.parityMemory.answered('{OF_KIND[kind]}', false)")
    page.evaluate("window.parityProgress.answered('adam', 1, false)")
    with page.expect_download() as saved:
        page.locator("#export").click()
    file = tmp_path / saved.value.suggested_filename
    saved.value.save_as(file)
    before = kept(page, "parity-memory")
    page.evaluate("localStorage.clear()")
    page.reload()
    expect(page.locator("#due")).to_have_text("Nothing comes back today.")
    wrong = tmp_path / "other.json"
    wrong.write_text('{"schema": "another"}')
    page.locator("#import").set_input_files(wrong)
    expect(page.locator("#kept-said")).to_contain_text("nothing was changed")
    page.locator("#import").set_input_files(file)
    expect(page.locator("#kept-said")).to_have_text("Read.")
    expect(page.locator("#due")).to_have_text(f"{len(KINDS)} questions come back today.")
    assert kept(page, "parity-memory") == before
    assert page.evaluate("window.parityProgress.again()") == [["adam", "1"]]


def test_sheets_and_papers_are_printed_on_a4_with_the_answers_apart(exam_tab, exam_folder):
    page = exam_tab().go("ja/sheets/paper-1.html")
    page.emulate_media(media="print")
    expect(page.locator(".top")).to_be_hidden()
    expect(page.locator("#print")).to_be_hidden()
    expect(page.locator(".answers")).to_be_visible()
    style = "getComputedStyle(document.querySelector('.answers')).breakBefore"
    assert page.evaluate(style) == "page"
    pdf = page.pdf(format="A4")
    assert pdf.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) > 10
    expect(page.locator("ol.sheet > li")).to_have_count(PAPER)
    expect(page.locator(".answers > ol > li")).to_have_count(PAPER)
    assert "○" not in page.locator("ol.sheet").inner_text()
