"""Every listed mistake is made in the real source, and the harness must find it out."""

import pytest
from every import every

from parity.harness import recorded_references
from parity.harness.against_records import differs, judge
from parity.harness.mistakes import with_mistake
from parity.harness.registry import all_concepts

CONCEPTS = all_concepts()


@pytest.mark.parametrize("name", CONCEPTS)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_a_listed_mistake_is_caught(name):
    """All of a concept one after the other: its cases are drawn, and its record is read, once."""
    concept = CONCEPTS[name]
    record = recorded_references.looked_up(concept)
    assert record is not None, f"run `parity record {name}`"
    missed = [
        mistake.name
        for mistake in concept.mistakes
        if not differs(concept, with_mistake(concept, mistake), record)
    ]
    assert not missed


@every(name=CONCEPTS)
def test_the_right_source_is_not_caught(name):
    from parity.harness.evaluators.subject import implementation

    concept = CONCEPTS[name]
    record = recorded_references.looked_up(concept)
    findings = judge(concept, implementation("numpy", concept), record)
    assert findings
    assert not [finding for finding in findings if finding.verdict != "agree"]


@every(name=CONCEPTS)
def test_a_concept_lists_three_different_mistakes(name):
    mistakes = CONCEPTS[name].mistakes
    assert len({mistake.name for mistake in mistakes}) == len(mistakes) >= 3
    assert len({(mistake.line, mistake.wrong) for mistake in mistakes}) == len(mistakes)
