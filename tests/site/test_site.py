"""Every page of the site has every part, in both languages; links lead somewhere."""

import functools
import re
from collections import defaultdict
from urllib.parse import unquote, urlsplit

import pages
import pytest
from every import every

from parity.harness.registry import all_concepts
from parity.questions.paper import PAPER, bank
from parity.questions.worked.making import worked_questions
from reports.site.learning.exam import PAPERS
from reports.site.pages.concept_page import SECTIONS
from reports.site.pages.moving import moving
from reports.site.text.prose import plain
from reports.site.text.words import GROUPS, WORDS

CONCEPTS = all_concepts()
JAPANESE = re.compile(r"[぀-ヿ一-鿿]")
ENGLISH = re.compile(r"\b(the|a|of|and|is|are|in|by|as|to|for|with|each|where|that)\b")
LANGUAGES = ("en", "ja")
MOST = 300_000


@pytest.fixture(scope="module")
def read(site):
    kept = {}

    def one(name):
        if name not in kept:
            kept[name] = pages.read(site.folder / name)
        return kept[name]

    return one


@pytest.fixture(scope="module")
def every_page(site):
    return sorted(path.relative_to(site.folder).as_posix() for path in site.paths)


@every(name=CONCEPTS, language=LANGUAGES)
def test_a_concept_has_every_part(site, read, name, language):
    concept = CONCEPTS[name]
    page = read(f"{language}/concepts/{name}.html")
    main = page.one("main")
    assert concept.title.en in main.one("h1").text
    assert concept.title.ja in main.one("h1").text
    assert concept.summary[language] in main.one("p", "summary").text

    assert bool(list(main.all("section", id="why"))) == bool(concept.why[language])
    if concept.why[language]:
        assert plain(concept.why[language]) in main.one("section", id="why").text

    equation = main.one("section", id="equation")
    formulas = list(equation.one("div", "formulas").all("math"))
    assert len(formulas) == len(concept.formula) >= 1
    assert all(formula.text.strip() for formula in formulas)
    assert {e.text for e in equation.one("dl", "shapes").all("dt")} == set(concept.shapes)
    assert all(e.text.strip() for e in equation.all("dd"))

    figure = main.one("section", id="see")
    hook = figure.one("div", "fig")
    moves = moving(name)
    assert hook.attributes.get("data-figure") == (moves.figure if moves else None)
    assert hook.one("svg").attributes["aria-label"].strip()
    assert hook.one("figcaption").text.strip()

    steps = list(main.all("section", id="derivation"))
    assert len(steps) == bool(concept.derivation)
    if concept.derivation:
        folds = list(steps[0].all("details"))
        assert len(folds) == len(concept.derivation)
        for fold, step in zip(folds, concept.derivation, strict=True):
            assert plain(step.heading[language]) in fold.one("summary").text
            assert plain(step.text[language]) in fold.text
            assert plain(step.check[language]) in fold.text
            assert len(list(fold.all("math"))) == len(step.equation.splitlines())

    code = main.one("section", id="code")
    twins = main.one("section", id="frameworks")
    for framework, place in (("numpy", code), ("torch", twins), ("keras", twins)):
        cells = list(place.all("div", "cell", data_framework=framework))
        assert len(cells) >= 1 + (framework != "numpy")
        assert all(cell.text.strip() for cell in cells), framework
        assert any(cell.all("code") for cell in cells)
    for place in (code, twins):
        rows = [
            row.attributes["data-role"]
            for row in place.all("div", "row")
            if "data-role" in row.attributes
        ]
        assert "forward" in rows
        assert ("backward" in rows) == concept.has_gradients
    if concept.has_gradients:
        backward = twins.one("div", "row", data_role="backward")
        flat = WORDS["flat"][language]
        assert "torch.autograd.grad(" in backward.text or flat in backward.text
        assert "tape.gradient(" in backward.text or flat in backward.text

    differ = main.one("section", id="differ")
    for divergence in concept.divergences:
        assert divergence.title[language] in differ.text
        assert divergence.source in differ.text
    if not concept.divergences:
        assert WORDS["differ_none"][language] in differ.text

    evidence = main.one("section", id="evidence")
    assert list(next(evidence.all("tbody")).all("tr"))
    quantities = {e.text for e in evidence.all("th", scope="row")}
    assert quantities, name

    mistakes = main.one("section", id="mistakes")
    titles = [m.title[language] for m in concept.mistakes]
    assert titles == sorted((e.text.strip() for e in mistakes.all("h3")), key=titles.index)
    for shown in mistakes.all("div", "mistake"):
        told = list(shown.all("p", "small"))[-1].text
        word = WORDS["breaks"][language], WORDS["raises"][language]
        assert told.strip().removeprefix(word[0]).removeprefix(word[1]).strip(), told

    assert list(main.one("section", id="exam").all("form", "quiz"))

    beside = main.one("section", id="related")
    lists = [[e.attributes["data-c"] for e in part.all("a")] for part in beside.all("ul")]
    assert lists[0] == list(concept.needs)
    assert set(lists[2]) <= {c.name for c in CONCEPTS.values() if name in (c.needs or ())}
    assert all(e.text.strip() for e in beside.all("span", "t"))
    sources = main.one("section", id="sources")
    assert all(source in sources.text for source in concept.sources)

    order = [e.attributes["id"] for e in main.all("section")]
    assert order == [id_ for id_, _ in SECTIONS if id_ in order]
    assert {"write", "why", "derivation"} >= {id_ for id_, _ in SECTIONS} - set(order)
    links = [e.attributes["href"] for e in main.one("div", "toc").all("a")]
    assert links == [f"#{id_}" for id_ in order]
    for section in main.all("section"):
        heading = section.one("h2")
        assert heading.one("a", "anchor").attributes["href"] == f"#{section.attributes['id']}"


@every(name=CONCEPTS)
def test_japanese_pages_are_japanese_and_english_ones_are_not(read, name):
    english = read(f"en/concepts/{name}.html").one("main")
    japanese = read(f"ja/concepts/{name}.html").one("main")
    for part in ("summary", "says", "note", "feedback"):
        for shown in english.all(cls=part):
            assert not JAPANESE.search(shown.text), shown.text
        for shown in japanese.all(cls=part):
            assert JAPANESE.search(shown.text) or not ENGLISH.search(_prose(shown)), shown.text
    for heading in japanese.all("h2"):
        own = heading.text.strip()
        assert JAPANESE.search(own), own
    for part in ("why", "t", "chk", "lead"):
        for shown in english.all(cls=part):
            assert not JAPANESE.search(shown.text), shown.text
        for shown in japanese.all(cls=part):
            assert JAPANESE.search(shown.text), shown.text
    assert not JAPANESE.search("".join(e.text for e in english.all("figcaption")))
    assert all(JAPANESE.search(e.text) for e in japanese.all("figcaption"))


def _prose(element):
    """The text outside code."""
    if element.tag == "code":
        return ""
    return "".join(c if isinstance(c, str) else _prose(c) for c in element.children)


@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_on_the_pages_are_those_that_were_proven(site, read, language):
    by_concept = defaultdict(list)
    for question in worked_questions():
        by_concept[(*question.concepts, "")[0]].append(question)
    for name, asked in site.contents.questions.items():
        forms = list(read(f"{language}/concepts/{name}.html").all("form", "quiz"))
        worked = [q for q in by_concept[name] if q.name.endswith("-1")]
        assert len(forms) == len(asked) + len(worked)
        for form, question in zip(forms[len(asked) :], worked, strict=True):
            labels = [label.one("code").text for label in form.all("label")]
            right = labels[int(form.attributes["data-right"])]
            assert right == plain(question.choices[question.right][language])
            assert not list(form.all("div", "quiz-code"))
        for form, question in zip(forms[: len(asked)], asked, strict=True):
            labels = [label.one("code").text for label in form.all("label")]
            right = labels[int(form.attributes["data-right"])]
            assert right == question.line
            assert sorted(labels) == sorted(choice.code for choice in question.choices)
            assert len(set(labels)) == len(labels) >= 2
            code = "".join(e.text for e in form.all("div", "quiz-code"))
            assert "#" not in code


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_has_the_four_ways_in(read, every_page, language):
    ways = ("index.html", "exam.html", "check.html", "evidence.html")
    for name in every_page:
        if not name.startswith(f"{language}/") or not list(read(name).all("header", "top")):
            continue
        nav = read(name).one("nav", "ways")
        assert tuple(e.attributes["href"].split("/")[-1] for e in nav.all("a")) == ways, name
        assert len([e for e in nav.all("a") if "aria-current" in e.attributes]) == 1, name


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_evidence_lists_every_concept_with_its_digits(site, read, language):
    page = read(f"{language}/evidence.html")
    rows = [row for row in page.all("tr") if "data-concept" in row.attributes]
    assert [row.attributes["data-concept"] for row in rows] == list(CONCEPTS)
    for row in rows:
        cells = [cell.text for cell in row.all("td", "d")]
        assert len(cells) == 4
        assert any(cell not in ("–", "") for cell in cells), row.attributes
        assert all(re.fullmatch(r"\d+\.\d|=|–", cell) for cell in cells)
    assert {c.group for c in CONCEPTS.values()} <= set(GROUPS)


def test_sheets_hold_every_question_once_with_its_answer(site, read):
    total = len(bank()) + PAPERS * PAPER
    for language in LANGUAGES:
        sheets = [
            read(path.relative_to(site.folder).as_posix())
            for path in sorted((site.folder / language / "sheets").glob("*.html"))
            if path.name != "index.html"
        ]
        assert sum(len(list(sheet.all("ul", "letters"))) for sheet in sheets) == total
        for sheet in sheets:
            asked = list(sheet.one("ol", "sheet").children)
            asked = [e for e in asked if not isinstance(e, str)]
            lists = [e for e in sheet.one("section", "answers").children if not isinstance(e, str)]
            given = [e for e in lists[-1].children if not isinstance(e, str)]
            assert len(given) == len(asked)


def test_links_lead_somewhere(site, read, every_page):
    missing = []

    @functools.cache
    def ids(name):
        return {element.attributes.get("id") for element in read(name).walk()}

    for name in every_page:
        page = read(name)
        for element in page.walk():
            for key in ("href", "src"):
                target = element.attributes.get(key, "")
                if not target or target.startswith("data:"):
                    continue
                parts = urlsplit(target)
                assert not parts.scheme, f"{name} asks another place for {target}"
                assert not parts.netloc, f"{name} asks another place for {target}"
                path = (
                    (site.folder / name).parent / unquote(parts.path)
                    if parts.path
                    else site.folder / name
                )
                path = path.resolve()
                if not path.is_file():
                    missing.append((name, target))
                elif parts.fragment and path.suffix == ".html":
                    other = path.relative_to(site.folder.resolve()).as_posix()
                    if parts.fragment not in ids(other):
                        missing.append((name, target))
    assert not missing


def test_ids_are_unique(read, every_page):
    for name in every_page:
        ids = [e.attributes["id"] for e in read(name).walk() if "id" in e.attributes]
        assert len(ids) == len(set(ids)), name


def test_pages_are_light(site, read, every_page):
    for name in every_page:
        page = read(name)
        weight = (site.folder / name).stat().st_size
        for element in page.walk():
            target = element.attributes.get("src") or (
                element.attributes.get("href", "")
                if element.attributes.get("rel") == "stylesheet"
                else ""
            )
            if target and element.tag in ("script", "link"):
                weight += ((site.folder / name).parent / target).resolve().stat().st_size
        assert weight < MOST, (name, weight)
    for script in site.folder.glob("*/questions/*.js"):
        assert script.stat().st_size < MOST, script


@every(name=CONCEPTS)
def test_a_concepts_page_asks_for_few_files(read, name):
    """On a phone each takes as long as what it holds."""
    page = read(f"ja/concepts/{name}.html")
    sheets = page.all("link", rel="stylesheet")
    asked = [e.attributes["href"] for e in sheets]
    asked += [e.attributes["src"] for e in page.all("script") if "src" in e.attributes]
    assert len(asked) <= (6 if moving(name) else 3), asked


def test_both_languages_have_the_same_pages(every_page):
    by_language = {
        language: {name.split("/", 1)[1] for name in every_page if name.startswith(f"{language}/")}
        for language in LANGUAGES
    }
    assert by_language["en"] == by_language["ja"]
    assert len(by_language["en"]) >= len(CONCEPTS) + 5


def test_building_twice_gives_the_same_bytes(site, tmp_path):
    from dataclasses import replace

    from reports.site.build import build

    few = [CONCEPTS[name] for name in ("batch_norm", "adam", "he_normal")]
    build(replace(site.contents, concepts=few), tmp_path / "a")
    build(replace(site.contents, concepts=few), tmp_path / "b")
    for path in sorted((tmp_path / "a").rglob("*")):
        if path.is_file():
            other = tmp_path / "b" / path.relative_to(tmp_path / "a")
            assert path.read_bytes() == other.read_bytes(), path


def test_every_note_has_its_japanese_and_no_translation_is_left_over():
    from reports.site.source.notes import japanese, texts_of_concept, untranslated

    assert untranslated(CONCEPTS.values()) == []
    said = {text for concept in CONCEPTS.values() for text in texts_of_concept(concept)}
    assert set(japanese()) <= said
    for english, text in japanese().items():
        assert JAPANESE.search(text) or not ENGLISH.search(english), english


def test_every_concept_has_a_formula():
    assert [concept.name for concept in CONCEPTS.values() if not concept.formula] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_address_that_a_concept_had_leads_to_the_one_it_has(site, language):
    moved = [(old, concept) for concept in CONCEPTS.values() for old in concept.formerly]
    assert ("conv2d_im2col", CONCEPTS["conv2d"]) in moved
    for old, concept in moved:
        page = (site.folder / language / "concepts" / f"{old}.html").read_text(encoding="utf-8")
        assert f'content="0; url={concept.name}.html"' in page
        assert f'<a href="{concept.name}.html">{concept.title[language]}</a>' in page
