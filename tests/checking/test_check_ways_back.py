"""The exam's functions, with a way back of people's own that is judged by its gradients."""

import numpy as np
import pytest
from written_code import pieces

from parity.checking.judging.judge import check_object
from parity.checking.reading.recognition import concept_for

RIGHT, WRONG = pieces("ways_back", "right"), pieces("ways_back", "wrong")


def gradients(report):
    return {q.quantity for q in report.quantities if q.quantity.startswith("d")}


@pytest.mark.parametrize("title", RIGHT)
def test_a_right_way_back_agrees(title, tmp_path):
    report = RIGHT[title].judged(tmp_path)
    assert report.verdict == "agrees", str(report)
    assert bool(gradients(report)) == ("way back" in title and "cache" not in title)


@pytest.mark.parametrize("title", WRONG)
def test_what_is_wrong_differs_and_nothing_else(title, tmp_path):
    report = WRONG[title].judged(tmp_path)
    assert report.verdict == "differs", str(report)
    wrong = {q.quantity for q in report.quantities if q.verdict == "differ"}
    assert wrong
    assert (wrong <= gradients(report)) == ("back" in title)


def test_the_cause_is_a_line_of_our_way_back(tmp_path):
    piece = WRONG["the cell's own gradient is forgotten on the way back"]
    namespace = {"np": np}
    path = tmp_path / "theirs.py"
    path.write_text(piece.source, encoding="utf-8")
    exec(compile(piece.source, str(path), "exec"), namespace)
    report = check_object(
        namespace["lstm"], "lstm_taught", label="lstm", namespace=namespace, mapping={}
    )
    assert "cell_gradient_dropped" in {cause.name for cause in report.causes}, report.causes


def test_a_function_with_the_exams_arguments_is_the_exams():
    def lstm(x, prev_h, prev_c, W, U, b): ...
    def gru(x, h, W_r, U_r, W_z, U_z, W, U): ...
    def lstm_of_sequences(x, h0, c0, W, U, b): ...

    assert concept_for("lstm", lstm) == "lstm_taught"
    assert concept_for("gru", gru) == "gru_taught"
    assert concept_for("lstm", lstm_of_sequences) == "lstm"
