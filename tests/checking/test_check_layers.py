"""Layers in the shapes in which people write them: right ones agree, wrong ones do not."""

import pytest
from peoples_module import module_of
from written_code import Piece, pieces

from parity.checking.judging.judge import check_object

RIGHT = pieces("layers", "right")
WRONG = pieces("layers", "wrong")

WITHOUT_BIAS_GRADIENT = """
class Dense:
    def __init__(self, W, b):
        self.W, self.b = W, b
    def forward(self, x):
        self.x = x
        return x @ self.W + self.b
    def backward(self, dy):
        self.dW = self.x.T @ dy
        return dy @ self.W.T
"""


@pytest.mark.parametrize("title", RIGHT)
def test_a_right_layer_agrees(title, tmp_path):
    RIGHT[title].agrees_here_and_elsewhere(tmp_path)


@pytest.mark.parametrize("title", WRONG)
def test_a_wrong_layer_differs(title, tmp_path):
    report = WRONG[title].judged(tmp_path)
    assert report.verdict == "differs", (report.crash, report.conventions, report.reading)


def test_what_is_not_given_is_no_difference(tmp_path):
    piece = Piece("right", "dense", "Dense", "without db", WITHOUT_BIAS_GRADIENT)
    report = piece.judged(tmp_path)
    assert (report.verdict, report.crash.name) == ("error", "absent")
    assert "gives no db" in report.crash.what.en
    assert "--map db=NAME" in report.crash.hint.en


def test_what_is_not_given_excuses_nothing_that_is_wrong(tmp_path):
    source = WITHOUT_BIAS_GRADIENT.replace("dy @ self.W.T", "2 * dy @ self.W.T")
    report = Piece("wrong", "dense", "Dense", "without db", source).judged(tmp_path)
    assert (report.verdict, report.first_wrong) == ("differs", "dx")


TEMPLATE = """
import numpy as np


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1]))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1]))
    out, cache = None, None
    if mode == "train":
        pass  # TODO
    bn_param["running_mean"], bn_param["running_var"] = running_mean, running_var
    return out, cache


def batchnorm_backward(dout, cache):
    dx, dgamma, dbeta = None, None, None
    return dx, dgamma, dbeta
"""


def test_what_is_still_to_be_written_is_not_accused_of_its_statistics(tmp_path):
    own = vars(module_of(tmp_path, TEMPLATE, "template"))
    report = check_object(
        own["batchnorm_forward"], "batch_norm", label="batchnorm_forward", namespace=own, mapping={}
    )
    assert (report.verdict, report.crash.name) == ("error", "absent")
    assert "still to be written" in report.crash.what.en
