"""Exam questions: the right line passes in a real run, and each wrong one fails in one."""

import functools
import json
import re
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import parity
from numpy_impl.layers.threads import products_in_one_thread
from parity.describing.concept import Mistake, Text
from parity.harness import recorded_references
from parity.harness.against_records import differs
from parity.harness.mistakes import edited_source, load_source, source_path, without_comment
from parity.harness.registry import all_concepts, find
from parity.harness.slips import slips
from parity.harness.slips.line import shape_of
from parity.questions import kept_lines, measuring, workbench, wrong_lines
from parity.questions.bank import questions
from parity.questions.digest import _OWN, digest
from parity.questions.measuring import measure
from parity.questions.wrong_lines import Broken, WrongLine, WrongLines, WrongLinesError

CONCEPTS = all_concepts()


@pytest.fixture(scope="module")
def dense():
    return measure(find(["dense"]))


@pytest.fixture(scope="module")
def asked_of(measured):
    """A function that returns the wrong lines of a concept and its questions, both made once."""

    @functools.cache
    def made(name):
        known = measured([CONCEPTS[name]])
        return known, questions(CONCEPTS[name], known)

    return made


@pytest.mark.parametrize("name", CONCEPTS)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_the_right_choice_passes_and_each_wrong_one_fails(asked_of, name):
    concept = CONCEPTS[name]
    record = recorded_references.looked_up(concept)
    source = source_path(concept).read_text(encoding="utf-8")

    def chosen(found, code):
        """Return the program with the choice in its place."""
        line = source.splitlines()[found.line_number - 1]
        if without_comment(line).strip() == code:
            return source  # only what is said of the line is missing
        return edited_source(concept, Mistake("choice", line, code, Text("", "")), source)

    def fails(program):
        with products_in_one_thread():
            return differs(concept, load_source(concept, program, "choice"), record)

    known, asked = asked_of(name)
    elsewhere = {convention.like for convention in concept.conventions}
    elsewhere |= {item.name for item in known.items if item.convention}
    plain = [mistake for mistake in concept.mistakes if mistake.form == "plain"]
    lines = {question.line for question in asked}
    assert lines <= {without_comment(mistake.line) for mistake in plain}
    assert lines >= {without_comment(m.line) for m in plain if m.name not in elsewhere}
    by_code = {without_comment(m.wrong.strip()): m.name for m in plain}
    # These run in tests/harness/test_mistakes.py, and so does our own source.
    caught = {
        edited_source(concept, replace(m, wrong=without_comment(m.wrong.strip())), source)
        for m in plain
    }
    for choice in (choice for question in asked for choice in question.choices):
        # Another way is no mistake; what is right in one line may be another way in the next.
        assert choice.right or by_code.get(choice.code) not in elsewhere
    for i, question in enumerate(asked):
        assert question.number == i + 1
        right, *wrong = question.choices
        assert right.right
        assert question.reason.en
        assert right.code == question.line
        assert chosen(question, right.code) == source
        assert 1 <= len(wrong) <= 3
        for choice in wrong:
            assert not choice.right
            program = chosen(question, choice.code)
            assert program in caught or fails(program), choice.code
            assert choice.why.en
            assert choice.why.ja
            assert choice.wrong_line.breaks
        codes = [choice.code for choice in question.choices]
        assert len({shape_of(code) or code for code in codes}) == len(codes)
        assert not any("#" in code for code in codes)
    numbers = [question.line_number for question in asked]
    assert numbers == sorted(numbers)


def test_most_questions_have_four_choices(asked_of):
    # The networks take long to run; of all questions, theirs included, 89 % have four.
    others = [concept for concept in CONCEPTS.values() if concept.group != "networks"]
    known = [asked_of(concept.name) for concept in others]
    four = [question for _, asked in known for question in asked if len(question.choices) == 4]
    lines = {
        (concept.name, mistake.line)
        for concept in others
        for mistake in concept.mistakes
        if mistake.form == "plain"  # a line of the fast form is never asked for
    }
    assert len(four) >= 0.9 * len(lines)
    names = [(item.concept, item.name) for lines_of_one, _ in known for item in lines_of_one.items]
    assert len(set(names)) == len(names)


def test_every_slip_of_a_listed_line_says_why_in_both_languages():
    for concept in CONCEPTS.values():
        for mistake in concept.mistakes:
            for slip in slips(mistake.line):
                assert slip.why.en.endswith(".")
                assert slip.why.ja.endswith("。")
                assert "#" not in slip.wrong


def sentences_of_the_pages():
    """Count, in both languages, the sentences of all that a concept's page may say of a line.

    Which slips of a line a page shows is for a run to tell: all of them are counted, so that the
    count holds for any choice, and needs no run. What a page says twice counts once.
    """
    counts = {"en": Counter(), "ja": Counter()}
    for concept in CONCEPTS.values():
        by_line = {}
        for mistake in concept.mistakes:
            by_line.setdefault((mistake.form, mistake.line), []).append(mistake)
        said = {(mistake.wrong, mistake.why) for found in by_line.values() for mistake in found}
        for (form, line), found in by_line.items():
            if form == "plain":
                taken = tuple(mistake.wrong for mistake in found)
                said |= {(slip.wrong, slip.why) for slip in slips(line, taken)}
        for _, why in said:
            counts["en"].update(re.split(r"(?<=[.!?]) +", why.en))
            counts["ja"].update(part for part in why.ja.split("。") if part)
    return counts


def too_often(counts):
    """Return the sentences that stand more than twenty times."""
    return [part for found in counts.values() for part, n in found.items() if n > 20]


def test_no_sentence_stands_more_than_twenty_times_on_the_pages():
    assert too_often(sentences_of_the_pages()) == []


def test_a_template_sentence_on_the_pages_is_noticed(monkeypatch):
    template, made = Text("The sign is wrong.", "符号が逆である。"), slips

    def alike(*given):
        return tuple(
            replace(slip, why=template) if slip.kind == "sign_added" else slip
            for slip in made(*given)
        )

    monkeypatch.setattr(sys.modules[__name__], "slips", alike)
    assert too_often(sentences_of_the_pages()) == ["The sign is wrong.", "符号が逆である"]


def test_a_wrong_line_says_what_it_breaks_and_what_it_leaves(dense):
    by_wrong = {item.wrong: item for item in dense.items}
    mean = by_wrong['self.grads["b"] = dy_rows.mean(axis=0)']
    assert mean.listed
    assert [broken.quantity for broken in mean.breaks] == ["db"]
    assert mean.breaks[0].role == "gradient"
    assert mean.breaks[0].digits < 1
    assert mean.breaks[0].max_abs_error > mean.breaks[0].bound
    assert {"y", "dx", "dW"} <= set(mean.agrees)
    assert "db" not in mean.agrees
    assert "contract" not in mean.agrees
    assert mean.raises == ""


def test_a_line_that_raises_everywhere_says_how():
    (concept,) = find(["prelu"])
    items = measuring.wrong_lines_of(concept)
    (item,) = [item for item in items if item.wrong == "shape[-1] = self.n_channels"]
    assert item.raises.startswith("ValueError: ")
    assert [broken.quantity for broken in item.breaks] == [""]
    assert item.agrees == ()


@pytest.mark.parametrize("name", ["dropout", "max_pool2d"])
def test_neither_chance_nor_unwritten_memory_changes_a_measurement(name):
    (concept,) = find([name])
    junk = [np.random.default_rng().normal(size=4096) for _ in range(64)]
    before = np.empty, np.random.default_rng
    first = measuring.wrong_lines_of(concept)
    del junk
    assert measuring.wrong_lines_of(concept) == first
    assert before == (np.empty, np.random.default_rng)


def by_name(items):
    return {item.name: item for item in items}


@pytest.mark.parametrize(
    ("concept", "mistake", "convention"),
    [
        ("batch_norm", "momentum_on_the_wrong_side", "momentum_of_the_new_value"),
        ("avg_pool2d", "padding_never_counted", "padding_not_counted"),
        ("l2", "penalty_without_the_half", "without_the_half"),  # its gradient stays ours
        ("rmsprop", "epsilon_inside", "epsilon_inside_the_root"),
    ],
)
def test_a_convention_told_by_arguments_is_no_choice(measured, concept, mistake, convention):
    (found,) = find([concept])
    lines = measured([found])
    item = by_name(lines.items)[mistake]
    assert item.convention == convention
    assert item.breaks  # on the cases as they are it is wrong
    assert any(other.listed and not other.convention for other in lines.items)
    asked = questions(found, lines)
    assert item.wrong not in [choice.code for question in asked for choice in question.choices]
    # Were it not recognized, it would be a choice, and the tests of every question would see it.
    blind = replace(lines, items=tuple(replace(item, convention="") for item in lines.items))
    asked = questions(found, blind)
    assert item.wrong in [choice.code for question in asked for choice in question.choices]


def test_json_keeps_everything(dense):
    text = dense.to_json()
    assert WrongLines.from_json(text) == dense
    assert text == WrongLines.from_json(text).to_json()
    lines = [line for line in text.splitlines() if line.startswith('    {"concept"')]
    assert len(lines) == len(dense.items)
    assert json.loads(lines[0].rstrip(","))["concept"] == "dense"


def test_a_file_that_cannot_be_used_is_as_good_as_none(tmp_path, dense):
    path = tmp_path / wrong_lines.FILE
    assert WrongLines.load(path) is None
    dense.save(path)
    assert WrongLines.load(path) == dense
    other = dense.to_json().replace('"schema": 1', '"schema": 0')
    path.write_text(other, encoding="utf-8")
    assert WrongLines.load(path) is None
    with pytest.raises(WrongLinesError, match="schema 0"):
        WrongLines.from_json(other)
    for text in ("", "[]", '{"schema": 1, "digests": {}, "items": [{}]}'):
        with pytest.raises(WrongLinesError):
            WrongLines.from_json(text)


def test_what_is_known_is_not_measured_again(dense, monkeypatch):
    def fail(concept):
        raise AssertionError(concept.name)

    monkeypatch.setattr(measuring, "wrong_lines_of", fail)
    told = []
    again = measure(find(["dense"]), dense, lambda *what: told.append(what))
    assert again == dense
    assert told == [(1, 1, "")]
    stale = replace(dense, digests={"dense": "another"})
    assert measure(find(["dense"]), stale) == dense  # the package keeps them too
    monkeypatch.setattr(kept_lines, "kept", lambda concept: None)
    with pytest.raises(AssertionError, match="dense"):
        measure(find(["dense"]), stale)


def test_the_digest_sees_the_code_the_concept_and_the_reference(tmp_path, monkeypatch):
    (concept,) = find(["dense"])
    before = digest(concept)
    assert digest(concept) == before
    assert digest(find(["relu"])[0]) != before
    with monkeypatch.context() as patch:
        patch.setattr(recorded_references, "FOLDER", tmp_path)
        assert digest(concept) != before
    read = type(source_path(concept)).read_text

    for changed in (source_path(concept), source_path(concept, "parity.concepts")):
        with monkeypatch.context() as patch:
            patch.setattr(
                type(changed),
                "read_text",
                lambda path, *a, changed=changed, **k: (
                    read(path, *a, **k) + ("# changed" if path == changed else "")
                ),
            )
            assert digest(concept) != before


def test_the_digest_sees_the_files_that_measure():
    files = [Path(parity.__file__).parent / name for name in _OWN]
    assert all(file.is_file() for file in files)
    for module in (measuring, workbench, wrong_lines):
        assert Path(module.__file__) in files


def test_a_wrong_source_is_not_measured(monkeypatch):
    (concept,) = find(["dense"])
    edit = next(mistake for mistake in concept.mistakes if "mean" in mistake.wrong)
    monkeypatch.setattr(
        workbench,
        "source_path",
        lambda concept: _Text(edited_source(concept, edit, source_path(concept).read_text())),
    )
    with pytest.raises(WrongLinesError, match="itself not right: db"):
        measuring.wrong_lines_of(concept)


class _Text:
    def __init__(self, text):
        self.text = text

    def read_text(self, encoding):
        return self.text


def test_a_concept_without_a_reference_is_not_measured(tmp_path, monkeypatch):
    monkeypatch.setattr(recorded_references, "FOLDER", tmp_path)
    with pytest.raises(WrongLinesError, match="parity record dense"):
        measure(find(["dense"]))


def test_questions_leave_out_comments_and_merge_the_same_line():
    (concept,) = find(["im2col"])
    asked = questions(concept, measure([concept]))
    assert any("transpose" in question.line for question in asked)
    assert all(question.method == "im2col" for question in asked)
    for question in asked:
        assert all("#" not in choice.code for choice in question.choices)


def test_a_question_takes_listed_mistakes_first():
    (concept,) = find(["relu"])
    broken = (Broken("y", "forward", "ordinary", 0.0, 1.0, 1e-15, ""),)
    line = "return dy * self.positive"

    def item(name, wrong, listed, raises=""):
        why = Text(f"{name}.", f"{name}。")
        return WrongLine("relu", name, line, wrong, listed, why, broken, (), raises)

    given = WrongLines(
        {},
        (
            item("slip", "return self.positive", False),
            item("raising", "return dy[99]", True, "IndexError: 99"),
            item("listed", "return dy  # forgotten", True),
            item("again", "return  dy", True),
            item("other", "return -dy", True),
        ),
    )
    (question,) = questions(concept, given)
    assert [choice.code for choice in question.choices] == [
        line,
        "return dy",
        "return -dy",
        "return dy[99]",
    ]
    assert question.method == "backward"
    assert question.number == 1
