"""One step of an LSTM or a GRU, in the layouts and orders of the courses and the frameworks."""

import numpy as np
import pytest

from parity.checking.judging.judge import check_object


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def stacked(order):
    """Return somebody's LSTM step whose gates stand in this order."""

    def lstm_step(x, h_prev, c_prev, Wx, Wh, b):
        a = x @ Wx + h_prev @ Wh + b
        n = h_prev.shape[1]
        part = {gate: a[:, k * n : (k + 1) * n] for k, gate in enumerate(order)}
        i, f, o = (sigmoid(part[gate]) for gate in "ifo")
        c = f * c_prev + i * np.tanh(part["g"])
        return o * np.tanh(c), c, (i, f, o)

    return lstm_step


def dictionaries(xt, a_prev, c_prev, parameters):
    """Examples are columns, each gate has a weight for the old state and the input together."""
    both = np.concatenate([a_prev, xt], axis=0)
    f, i, o = (sigmoid(parameters[f"W{g}"] @ both + parameters[f"b{g}"]) for g in "fio")
    c = f * c_prev + i * np.tanh(parameters["Wc"] @ both + parameters["bc"])
    a = o * np.tanh(c)
    return a, c, parameters["Wy"] @ a + parameters["by"], (a, c, a_prev, parameters)


def dictionaries_without_tanh(xt, a_prev, c_prev, parameters):
    a, c, *_ = dictionaries(xt, a_prev, c_prev, parameters)
    return a / np.tanh(c) * c, c


def gru_cell(x, h_prev, Wz, Uz, Wr, Ur, Wh, Uh):
    z, r = sigmoid(x @ Wz + h_prev @ Uz), sigmoid(x @ Wr + h_prev @ Ur)
    return z * h_prev + (1 - z) * np.tanh(x @ Wh + (r * h_prev) @ Uh)


def gru_cell_without_reset(x, h_prev, Wz, Uz, Wr, Ur, Wh, Uh):
    z = sigmoid(x @ Wz + h_prev @ Uz)
    return z * h_prev + (1 - z) * np.tanh(x @ Wh + h_prev @ Uh)


def gru(x, h, W_r, U_r, W_z, U_z, W, U):
    """The exam's names, and the frameworks' side of z: in the exam that is wrong."""
    z, r = sigmoid(x @ W_z.T + h @ U_z.T), sigmoid(x @ W_r.T + h @ U_r.T)
    return z * h + (1 - z) * np.tanh(x @ W.T + (r * h) @ U.T)


def lstm(x, prev_h, prev_c, W, U, b):
    """The exam's names, and another order of the gates: in the exam that is wrong."""
    return stacked("fgio")(x, prev_h, prev_c, W.T, U.T, b)[1::-1]


@pytest.mark.parametrize(
    ("code", "concept", "told"),
    [
        (stacked("ifog"), "lstm_taught", "Weights are (in, out)"),
        (stacked("fgio"), "lstm_taught", "The gates stand in the order f, g, i, o."),
        (dictionaries, "lstm_taught", "Examples are columns."),
        (gru_cell, "gru_taught", "The update gate z is the share of the old state"),
    ],
)
def test_steps_agree_in_their_own_form_and_it_is_told(code, concept, told):
    report = check_object(code, concept, label="step", namespace={}, mapping={})
    assert report.verdict == "agrees", str(report)
    assert any(text.en.startswith(told) for text in report.reading), report.reading


@pytest.mark.parametrize(
    ("code", "concept"),
    [(gru, "gru_taught"), (lstm, "lstm_taught"), (dictionaries_without_tanh, "lstm_taught")],
)
def test_wrong_steps_differ(code, concept):
    report = check_object(code, concept, label="step", namespace={}, mapping={})
    assert report.verdict == "differs", str(report)
    assert report.first_wrong in ("h", "h_new", "c")


def test_a_step_without_any_fitting_form_is_not_accused():
    report = check_object(
        gru_cell_without_reset, "gru_taught", label="step", namespace={}, mapping={}
    )
    assert report.verdict != "agrees"
