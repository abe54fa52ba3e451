"""Layers with several outputs: whichever way they are given, and their gradients taken."""

import numpy as np
import pytest
from written_code import pieces

from parity.checking.reading.sessions.layers.parts import parts_found
from parity.checking.reading.spellings import Names

RIGHT = pieces("several_outputs", "right")
WRONG = pieces("several_outputs", "wrong")


@pytest.mark.parametrize("title", RIGHT)
def test_right_code_agrees_in_all_outputs(title, tmp_path):
    report = RIGHT[title].judged(tmp_path)
    assert report.verdict == "agrees", (report.crash, report.first_wrong, report.reading)
    outputs = {"feature_pyramid": {"p2", "p3", "p4"}, "wavenet_block": {"y", "skip"}}
    assert outputs[RIGHT[title].concept] <= {quantity.quantity for quantity in report.quantities}


@pytest.mark.parametrize("title", WRONG)
def test_wrong_code_differs(title, tmp_path):
    report = WRONG[title].judged(tmp_path)
    assert report.verdict == "differs", (report.crash, report.conventions, report.reading)


class Part:
    def __init__(self, *shape):
        self.W = np.zeros(shape)


class Whole:
    pass


def found_in(params, **parts):
    whole = Whole()
    vars(whole).update(parts)
    arrays = {name: np.zeros(shape) for name, shape in params.items()}
    return parts_found(whole, arrays, Names({}))


def test_parts_are_told_by_their_shapes_and_their_names():
    wide, high, other = Part(2, 3), Part(3, 4), Part(2, 3)
    params = {"first.W": (2, 3), "second.W": (3, 4)}
    assert found_in(params, b=high, a=wide) == {"first": wide, "second": high}
    twins = {"first.W": (2, 3), "second.W": (2, 3)}
    assert found_in(twins, second_conv=other, first_conv=wide) == {"first": wide, "second": other}
    assert found_in(twins, b=other, a=wide) == {}


def test_parts_with_numbers_stand_in_a_list_a_dictionary_or_attributes():
    parts = [Part(2, 3), Part(2, 3)]
    params = {"level0.W": (2, 3), "level1.W": (2, 3)}
    expected = dict(zip(params, parts, strict=True))
    expected = {name.removesuffix(".W"): part for name, part in expected.items()}
    assert found_in(params, convs=parts) == expected
    assert found_in(params, convs=dict(zip("ab", parts, strict=True))) == expected
    assert found_in(params, conv2=parts[1], conv1=parts[0]) == expected
    assert found_in(params, convs=parts, others=[Part(2, 3), Part(2, 3)]) == {}
