"""Reinforcement learning as people write it: agents, a transition at a time, worlds as lists."""

import types

import pytest
from written_code import pieces

from parity.checking.reading.recognition import concept_for

RIGHT = pieces("reinforcement", "right")
WRONG = pieces("reinforcement", "wrong")
UNSURE = pieces("reinforcement", "unsure")
CONVENTIONS = {"standardized": "standardized_with_1e-8", "summed over an episode": "summed"}


@pytest.mark.parametrize("title", RIGHT)
def test_what_is_right_agrees(title, tmp_path):
    report = RIGHT[title].judged(tmp_path)
    assert report.verdict == "agrees", (report.verdict, report.crash, report.reading)
    found = [c.name for c in report.conventions]
    assert CONVENTIONS[title] in found if title in CONVENTIONS else not found


@pytest.mark.parametrize("title", WRONG)
def test_what_is_wrong_differs(title, tmp_path):
    report = WRONG[title].judged(tmp_path)
    assert report.verdict == "differs", (report.verdict, report.crash, report.reading)


@pytest.mark.parametrize("title", UNSURE)
def test_what_nobody_can_tell_is_not_accused(title, tmp_path):
    report = UNSURE[title].judged(tmp_path)
    assert report.verdict in ("cannot judge", "error"), (report.verdict, report.reading)


@pytest.mark.parametrize("title", [*RIGHT, *WRONG])
def test_it_is_recognised(title):
    piece = {**RIGHT, **WRONG}[title]
    module = types.ModuleType("theirs")
    exec("import numpy as np\n" + piece.source, vars(module))
    assert concept_for(piece.name, getattr(module, piece.name)) == piece.concept


def test_a_memory_and_an_error_are_no_q_learning():
    source = (
        "def store(s, a, r, s_next, done): pass\n"
        "def td_error(s, a, r, s_next): return 0\n"
        "class ReplayBuffer:\n"
        "    def push(self, s, a, r, s_next, done): pass\n"
    )
    names = {}
    exec(source, names)
    for name in ("store", "td_error", "ReplayBuffer"):
        assert concept_for(name, names[name]) not in ("q_learning", "sarsa")
