"""A concept that has another name now is found under the old one, and the reader is told."""

from dataclasses import replace

import numpy as np
import pytest
from typer.testing import CliRunner

import parity
from parity.checking.reading.recognition import concept_for
from parity.cli import app
from parity.describing.concept import draw_case
from parity.harness import registry
from parity.harness.recorded_references import digest, load
from parity.harness.registry import all_concepts, current_name, find

OLD, NEW = "conv2d_im2col", "conv2d"
SAID = "conv2d_im2col is conv2d now."


@pytest.fixture(autouse=True)
def nothing_told_yet():
    registry._tell.cache_clear()


def test_an_old_name_finds_the_concept_and_says_the_new_one_once(capsys):
    assert [concept.name for concept in find([OLD])] == [NEW]
    find([OLD, NEW])
    told = capsys.readouterr()
    assert told.err.splitlines() == [SAID]
    assert told.out == ""
    find([NEW, "dense", "layers"])
    assert capsys.readouterr().err == ""


def test_a_present_name_stays():
    assert current_name(OLD) == NEW
    assert current_name(NEW) == NEW
    assert current_name("no_such") == "no_such"


def test_a_former_name_that_is_a_concepts_again_is_refused(monkeypatch):
    monkeypatch.setattr(all_concepts()[NEW], "formerly", (OLD, "dense"))
    with pytest.raises(ValueError, match="A former name is a concept's again: dense"):
        list(all_concepts.__wrapped__())


def test_no_former_name_is_left_in_the_trees():
    for concept in all_concepts().values():
        for old in concept.formerly:
            assert load(replace(concept, name=old)) is None


def test_the_command_line_takes_an_old_name(tmp_path):
    for command in (
        ["show", OLD, "--lang", "en"],
        ["contract", OLD, "--lang", "en"],
        ["run", OLD, "--framework", "numpy", "--out", str(tmp_path), "--lang", "en"],
    ):
        registry._tell.cache_clear()
        done = CliRunner().invoke(app, command)
        assert done.exit_code == 0, done.output
        assert done.stderr.count(SAID) == 1
        assert NEW in done.stdout
        assert SAID not in done.stdout


def test_python_takes_an_old_name(capsys):
    assert parity.study(OLD, "en").concept.name == NEW
    assert capsys.readouterr().err.splitlines() == [SAID]


CODE = """
import numpy as np
from numpy_impl.layers.col2im import col2im
from numpy_impl.layers.im2col import im2col


class Conv2dIm2col:
    def __init__(self, W, b, stride=1, pad=0):
        self.W, self.b, self.stride, self.pad = W, b, stride, pad

    def forward(self, x):
        FN, C, FH, FW = self.W.shape
        out_h = (x.shape[2] + 2 * self.pad - FH) // self.stride + 1
        self.x, self.col = x, im2col(x, FH, FW, self.stride, self.pad)
        y = self.col @ self.W.reshape(FN, -1).T + self.b
        return y.reshape(len(x), out_h, -1, FN).transpose(0, 3, 1, 2)

    def backward(self, dout):
        FN, C, FH, FW = self.W.shape
        rows = dout.transpose(0, 2, 3, 1).reshape(-1, FN)
        self.db, self.dW = rows.sum(axis=0), (rows.T @ self.col).reshape(self.W.shape)
        dcol = rows @ self.W.reshape(FN, -1)
        return col2im(dcol, self.x.shape, FH, FW, self.stride, self.pad)
"""


@pytest.mark.parametrize("asked", [[], ["--as", OLD]])
def test_code_in_the_taught_shape_is_still_judged(tmp_path, asked):
    path = tmp_path / "mine.py"
    path.write_text(CODE)
    done = CliRunner().invoke(app, ["check", str(path), *asked, "--lang", "en"])
    assert done.exit_code == 0, done.output
    assert "as conv2d" in done.stdout
    assert (SAID in done.stderr.splitlines()) == bool(asked)


def test_an_object_is_still_judged_under_the_old_name(capsys):
    namespace = {"__name__": "mine"}
    exec(CODE, namespace)
    report = parity.check(namespace["Conv2dIm2col"], OLD, language="en")
    assert report.passed
    assert report.concept == NEW
    assert capsys.readouterr().err.splitlines() == [SAID]
    assert concept_for("conv2d_im2col", lambda x, W, b, stride, pad: x) == NEW


def test_the_taught_cases_have_the_arrays_that_they_had_under_the_old_name():
    concept = all_concepts()[NEW]
    taught = [case for case in concept.cases if case.drawn_as]
    assert [case.drawn_as for case in taught] == [
        (OLD, name) for name in ("plain", "stride_2", "padding", "stride_and_padding", "no_bias")
    ]
    for case in taught:
        drawn = draw_case(concept, case)
        named = replace(case, name=case.drawn_as[1], drawn_as=None)
        before = draw_case(replace(concept, name=OLD), named)
        np.testing.assert_array_equal(drawn.inputs[0]["x"], before.inputs[0]["x"])
        assert digest(drawn) == digest(before)
        own = draw_case(concept, replace(case, drawn_as=None))
        assert digest(own) != digest(drawn)


def test_what_was_drawn_under_the_old_name_is_what_it_was():
    drawn = draw_case(all_concepts()[NEW], all_concepts()[NEW].case("taught_plain"))
    assert digest(drawn) == "e34498d7cc3f7569"
