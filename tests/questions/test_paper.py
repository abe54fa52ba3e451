"""Papers and draws: weighed as the syllabus is, the same again by the seed, no variant twice."""

import csv
import io
import subprocess
import sys
from collections import Counter

import pytest

from parity.describing.syllabus import ITEMS
from parity.errors import ReaderError
from parity.questions.paper import WEIGHTS, about, bank, drawn, family, paper, units
from reports.terminal.mathematics import readable
from reports.terminal.quiz import cards


def test_a_paper_is_weighed_as_the_syllabus_is():
    having = {question.items[0] for question in bank()}
    total = sum(WEIGHTS[ITEMS[item].examined] for item in having)
    for seed in range(8):
        asked = paper(100, seed)
        assert len(asked) == len({question.name for question in asked}) == 100
        items = [question.items[0] for question in units_first(asked)]
        assert items == sorted(items, key=list(ITEMS).index)
        of_each = Counter(units_first_item(asked))
        due = so_far = 0.0
        for item in ITEMS:
            due += 100 * WEIGHTS[ITEMS[item].examined] / total if item in having else 0
            so_far += of_each[item]
            assert abs(so_far - due) <= LONGEST, (seed, item)
        of_examined = Counter(ITEMS[q.items[0]].examined for q in asked)
        assert of_examined["yes"] > of_examined["mixed"] + of_examined["grey"]


LONGEST = 8
"""Questions of the longest set, by which a paper may be ahead or behind for a while."""


def units_first(asked):
    return [unit[0] for unit in units(asked)]


def units_first_item(asked):
    return [unit[0].items[0] for unit in units(asked) for _ in unit]


def test_a_paper_keeps_sets_whole_and_has_some():
    whole = {unit[0].name: len(unit) for unit in units(bank())}
    for seed in range(8):
        sets = [unit for unit in units(paper(100, seed)) if len(unit) > 1]
        assert len(sets) >= 3
        for unit in units(paper(100, seed)):
            assert len(unit) == whole[unit[0].name]


def test_a_seed_draws_the_same_again_and_another_seed_others():
    assert drawn(bank(), 20, 1) == drawn(bank(), 20, 1) != drawn(bank(), 20, 2)
    assert paper(40, 1) == paper(40, 1) != paper(40, 2)


def test_no_variant_comes_twice_while_there_are_others():
    families = {family(question) for question in bank()}
    asked = drawn(bank(), len(families), 5)
    assert {family(question) for question in asked} == families


def test_a_concept_and_an_item_have_their_own():
    assert all("adam" in question.concepts for question in about("adam"))
    assert all(any(item.startswith("3-6-") for item in q.items) for q in about("3-6"))
    assert not {q.name for q in about("3-4-1")} & {q.name for q in about("3-5-2")}
    with pytest.raises(ReaderError, match="no_such_thing"):
        about("no_such_thing")


def test_cards_can_be_imported():
    text = cards(bank(), "ja")
    head, _, body = text.partition("#tags column:3\n")
    assert head == "#separator:Tab\n#html:true\n"
    rows = list(csv.reader(io.StringIO(body), delimiter="\t"))
    assert len(rows) == len(bank())
    for question, (front, back, tags) in zip(bank(), rows, strict=True):
        assert front.count("<br>") >= 5
        assert back.startswith(f"<b>{'アイウエ'[question.right]}</b>")
        assert tags.split() == list(question.items)


def quiz(*arguments, typed):
    return subprocess.run(
        [sys.executable, "-m", "parity", "quiz", *arguments],
        input=typed, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_the_command_asks_judges_and_counts(lang):
    asked = drawn(about("3-6-1"), 3, 4)
    keys = [str(question.right + 1) for question in asked]
    all_right = quiz("3-6-1", "--number", "3", "--seed", "4", "--lang", lang,
                     typed="\n".join([keys[0], "what?", *keys[1:]]) + "\n")  # fmt: skip
    assert all_right.returncode == 0, all_right.stderr
    for question in asked:
        why = readable(question.why[question.right][lang])
        assert "".join(why.split())[:12] in "".join(all_right.stdout.split())
    wrong = "\n".join(str((question.right + 1) % 4 + 1) for question in asked) + "\n"
    given = quiz("3-6-1", "--number", "3", "--seed", "4", "--lang", lang, typed=wrong)
    assert given.returncode == 1
    assert given.stdout.count("✘") == 3


def test_what_cannot_be_asked_is_one_line():
    for arguments in (("nothing_of_ours",), ("adam", "--paper")):
        refused = quiz(*arguments, typed="")
        assert refused.returncode == 2
        assert len(refused.stderr.strip().splitlines()) == 1
