"""The way through the site, from data: map, order, glossary, symbols, font, conditions."""

import html
import json
import re

import pages
import pytest

from parity.describing.areas import AREAS, LINES, area_of, in_order, items_of, station_of
from parity.describing.syllabus import COURSE, ITEMS
from parity.experiments.registry import all_experiments
from parity.harness.registry import all_concepts
from reports.site.learning.glossary import glossary
from reports.site.learning.search import search_scripts
from reports.site.learning.symbols import symbols, unexplained
from reports.site.learning.terms import TERMS
from reports.site.pages.assets import STATIC
from reports.site.pages.specs import specs
from reports.site.source.equations import _mathml

CONCEPTS = all_concepts()
JAPANESE = re.compile(r"[぀-ヿ一-鿿]")
LANGUAGES = ("en", "ja")


def test_every_item_has_one_station_and_every_concept_stands_at_one():
    stations = [number for area in AREAS.values() for number in items_of(area)]
    assert sorted(stations) == sorted(ITEMS)
    for concept in CONCEPTS.values():
        area = station_of(concept)
        if set(concept.syllabus) != {COURSE}:
            assert area == area_of(next(n for n in concept.syllabus if n != COURSE))
        else:
            assert concept.group in area.groups, concept.name
    for area in AREAS.values():
        assert all(f"a{number}" in AREAS for number in area.numbers if area.groups)


def test_the_order_of_the_course_keeps_the_needs_of_a_station():
    ordered = in_order(CONCEPTS.values())
    assert sorted(c.name for c in ordered) == sorted(CONCEPTS)
    place = {concept.name: i for i, concept in enumerate(ordered)}
    for concept in ordered:
        for need in concept.needs or ():
            if station_of(CONCEPTS[need]) == station_of(concept):
                assert place[need] < place[concept.name], (need, concept.name)
    assert [station_of(c).key for c in ordered] == sorted(
        (station_of(c).key for c in ordered), key=list(AREAS).index
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_map_has_every_concept_with_its_needs_and_every_item_without_a_page(site, language):
    page = pages.read(site.folder / language / "index.html")
    chips = {e.attributes["data-c"]: e for e in page.one("div", "map").all("a", "chip")}
    assert set(chips) == set(CONCEPTS)
    for name, chip in chips.items():
        assert chip.attributes["href"] == f"concepts/{name}.html"
        assert chip.attributes["data-p"].split() == list(CONCEPTS[name].needs or ())
        assert chip.text.strip() in CONCEPTS[name].title[language]
        assert int(chip.attributes["data-q"]) == len(site.contents.questions[name])
    titles = [chip.text.strip() for chip in chips.values()]
    assert len(set(titles)) == len(titles)
    answered = {number for concept in CONCEPTS.values() for number in concept.syllabus}
    gaps = [e.attributes["title"].split()[0] for e in page.all("span", "chip")]
    assert gaps == [n for area in AREAS.values() for n in items_of(area) if n not in answered]
    assert len(list(page.all("li", "area"))) == sum(len(line.areas) for line in LINES)
    words = json.loads(page.one("script", id="words").children[0])
    assert all(text.strip() for text in words.values())
    first = page.one("a", id="next-title").attributes["href"]
    assert not CONCEPTS[first.removeprefix("concepts/").removesuffix(".html")].needs


LINK, ATTRIBUTE = re.compile(r"<a\b[^>]*>"), re.compile(r'(\w+)="([^"]*)"')


@pytest.mark.parametrize("language", LANGUAGES)
def test_previous_and_next_follow_the_course(site, language):
    ordered = [concept.name for concept in in_order(CONCEPTS.values())]
    for i, name in enumerate(ordered):
        page = (site.folder / language / "concepts" / f"{name}.html").read_text(encoding="utf-8")
        led = [dict(ATTRIBUTE.findall(tag)) for tag in LINK.findall(page)]
        for rel, others in (("prev", ordered[i - 1 : i] if i else []), ("next", ordered[i + 1 :])):
            leads = [link["href"] for link in led if link.get("rel") == rel]
            assert leads == [f"{other}.html" for other in others[:1]], name


def test_the_glossary_has_one_term_for_one_thing_in_each_language():
    entries = glossary(list(CONCEPTS.values()))
    for language in LANGUAGES:
        said = [entry.text[language].casefold() for entry in entries]
        assert len(set(said)) == len(said)
    assert {concept.name for concept in CONCEPTS.values()} <= {entry.page for entry in entries}
    shown = {(entry.text.ja, entry.page) for entry in entries}
    assert ("忘却ゲート", "lstm") in shown
    titles = {c.title[language].casefold() for c in CONCEPTS.values() for language in LANGUAGES}
    for term in TERMS:
        assert term.page in CONCEPTS, term
        assert JAPANESE.search(term.text.ja), term
        assert not JAPANESE.search(term.text.en), term
        left_out = {term.text.ja.casefold(), term.text.en.casefold()} & titles
        assert (term.text.ja, term.page) in shown or left_out, term


def test_the_search_knows_every_page_in_both_languages(site):
    scripts = search_scripts(list(CONCEPTS.values()))
    documents, *texts = (
        json.loads(s.partition(" = ")[2].removesuffix(";\n")) for s in scripts.values()
    )
    assert {d["id"] for d in documents if d["kind"] == "concept"} == {
        f"concepts/{name}.html" for name in CONCEPTS
    }
    for one in documents:
        for language in LANGUAGES:
            assert (site.folder / language / one["id"]).is_file(), one["id"]
    for language, known in zip(LANGUAGES, texts, strict=True):
        assert CONCEPTS["lstm"].summary[language] in known["concepts/lstm.html"]
        assert CONCEPTS["lstm"].why[language] in known["concepts/lstm.html"]
    for name, script in scripts.items():
        assert len(script.encode()) < 300_000, name


WAITING: set[str] = set()
"""Concepts with a letter in their equations that ``symbols.toml`` does not explain yet."""


def test_every_letter_of_the_equations_is_explained():
    missing = {c.name: unexplained(c) for c in CONCEPTS.values() if unexplained(c)}
    assert set(missing) == WAITING, missing


def test_explanations_are_in_both_languages_and_none_is_left_over():
    from reports.site.learning.symbols import _all

    table = _all()
    assert set(table["concept"]) <= set(CONCEPTS)
    assert set(table["group"]) <= {c.group for c in CONCEPTS.values()}
    for part in (table["any"], *table["group"].values(), *table["concept"].values()):
        for letter, (english, japanese) in part.items():
            assert JAPANESE.search(japanese), letter
            assert english, letter
            assert not JAPANESE.search(english), letter
    shown = {s.name: s.meaning for s in symbols(CONCEPTS["batch_norm"], "ja")}
    assert shown["gamma"] == "学習されるスケール"
    for name, accents in (("adam", 2), ("sgd", 0)):  # m and v with a hat, where they stand
        set_ = [s.shown for s in symbols(CONCEPTS[name], "en")]
        assert sum("<mover" in one for one in set_) == accents


def test_the_font_was_made_with_every_letter_of_every_formula():
    recipe = (STATIC / "font" / "README.md").read_text(encoding="utf-8")
    ranges = re.search(r'--unicodes="([^"]+)"', recipe)[1].split(",")
    bounds = [[int(end, 16) for end in part.split("-")] for part in ranges]
    has = {code for bound in bounds for code in range(bound[0], bound[-1] + 1)}
    assert not {chr(code) for code in needed_letters() - has}


def needed_letters():
    """Of the equations as they are set; which letters light up adds none."""
    lines = []
    for concept in CONCEPTS.values():
        lines += map(_mathml, concept.formula)
        for step in concept.derivation:
            lines += map(_mathml, step.equation.splitlines())
    assert len(lines) > len(CONCEPTS)
    text = html.unescape(re.sub(r"<[^>]+>", "", "".join(lines)))
    return {ord(letter) for letter in text} - {0xA0, 0x3000, 0x0A}


def test_the_licences_lie_beside_what_is_others():
    assert "SIL OPEN FONT LICENSE" in (STATIC / "font" / "stix-two-math-OFL.txt").read_text()
    assert "Luca Ongaro" in (STATIC / "vendor" / "minisearch-LICENSE.txt").read_text()
    assert (STATIC / "font" / "stix-two-math.woff2").stat().st_size < 60_000


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_experiment_says_how_it_is_run(site, language):
    for experiment in all_experiments().values():
        page = pages.read(site.folder / language / "experiments" / f"{experiment.name}.html")
        said = page.one("dl", "specs")
        assert all(e.text.strip() for e in said.all("dd")), experiment.name
        assert len(list(said.all("dd"))) == 8
        assert str(experiment.seeds) in said.text
        rows = list(page.one("table", "by-setting").one("tbody").all("tr"))
        assert len(rows) == len(experiment.settings)
        for row, setting in zip(rows, experiment.settings, strict=True):
            assert setting.title[language] in row.text
            if setting.iterations:
                assert str(setting.optimizer_config["lr"]) in row.text
                assert f"{setting.iterations:,}" in row.text
        who = page.one("details", id="who").text
        assert "R0" in who
        assert "R4" in who
        for number in set(re.findall(r"\bC\d+\b", "".join(e.text for e in page.all("td")))):
            assert number in who, (experiment.name, number)


def test_conditions_name_data_architecture_and_initial_weights():
    (first, *_) = specs(all_experiments()["vanishing-gradient"], "en")
    assert first.network == "MLP, hidden 40–20, sigmoid"
    assert first.weights == "gauss (sigma=0.01)"
    assert first.data == "scikit-learn digits (8×8) / MNIST (28×28)"
    last = specs(all_experiments()["keras-exercises"], "ja")[-1]
    assert last.network.startswith("conv 32 3×3 → ReLU → conv 32 3×3")
    assert last.data == "CIFAR-10"
