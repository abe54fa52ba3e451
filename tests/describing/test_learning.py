"""What a concept says to a learner: why, derivation, its place in syllabus and course."""

import graphlib
import re

from every import every

from parity.describing.syllabus import COURSE, ITEMS, title_of
from parity.harness.registry import all_concepts

CONCEPTS = all_concepts()
JAPANESE = re.compile(r"[぀-ヿ一-鿿]")


def lacking(concept):
    """Return the fields that a reader of the concept's page misses."""
    missing = [] if concept.why else ["why"]
    if concept.has_gradients and not concept.derivation:
        missing.append("derivation")
    return missing


@every(name=CONCEPTS)
def test_a_concept_says_why_and_derives_its_gradient(name):
    concept = CONCEPTS[name]
    path = f"parity/concepts/{concept.module.replace('.', '/')}.py"
    missing = lacking(concept)
    assert not missing, (
        f"{path} lacks {' and '.join(missing)}: a few sentences on the problem that it solves, "
        "and the gradient step by step, as in parity/concepts/activations/relu.py"
    )


@every(name=CONCEPTS)
def test_a_concept_has_a_place_in_the_syllabus_and_in_the_course(name):
    concept = CONCEPTS[name]
    assert concept.syllabus, f'{name}: name an item of the syllabus, or "{COURSE}"'
    unknown = set(concept.syllabus) - set(ITEMS) - {COURSE}
    assert not unknown, f"{name}: the syllabus has no {sorted(unknown)}"
    assert COURSE not in concept.syllabus or concept.syllabus == (COURSE,)
    assert concept.needs is not None, f"{name}: say what to know first, or needs=() for nothing"
    unknown = set(concept.needs) - set(CONCEPTS)
    assert not unknown, f"{name} needs {sorted(unknown)}, which are no concepts"
    for field in (concept.syllabus, concept.needs):
        assert len(set(field)) == len(field)


def test_nothing_needs_itself_by_a_detour():
    order = graphlib.TopologicalSorter({name: c.needs or () for name, c in CONCEPTS.items()})
    assert len(list(order.static_order())) == len(CONCEPTS)  # raises CycleError, with the circle


def test_the_syllabus_has_its_73_items_in_both_languages():
    assert len(ITEMS) == 73
    areas = [tuple(int(part) for part in number.split("-")) for number in ITEMS]
    assert areas == sorted(areas)
    for number in (*ITEMS, COURSE):
        assert title_of(number).en
        assert title_of(number).ja
        assert not JAPANESE.search(title_of(number).en)


@every(name=CONCEPTS)
def test_a_step_has_an_equation_and_a_sentence_in_both_languages(name):
    for step in CONCEPTS[name].derivation:
        assert step.equation.strip()
        assert step.text
        for text in (step.text, step.heading, step.check):
            assert bool(text.en) == bool(text.ja), text
            assert not JAPANESE.search(text.en)
            assert not text.ja or JAPANESE.search(text.ja), text
