"""Optimizers in the shapes in which people write them: right ones agree, wrong ones do not."""

import pytest
from peoples_module import module_of
from written_code import pieces

from parity.checking.judging.judge import check_object

RIGHT = pieces("optimizers", "right")
WRONG = pieces("optimizers", "wrong")


@pytest.mark.parametrize("title", RIGHT)
def test_a_right_optimizer_agrees(title, tmp_path):
    RIGHT[title].agrees_here_and_elsewhere(tmp_path)


@pytest.mark.parametrize("title", WRONG)
def test_a_wrong_optimizer_differs(title, tmp_path):
    report = WRONG[title].judged(tmp_path)
    assert report.verdict == "differs", (report.crash, report.conventions)


BROKEN = """
class Descent:
    def __init__(self, lr):
        self.lr = lr

    def update(self, layer_dict):
        for layer in layer_dict.values():
            layer.W = stepped(layer.W, layer.dW)
            layer.b = stepped(layer.b, layer.db)

    def stepped(self, value, slope):
        return value - self.lr * slope
"""


def test_what_is_told_of_an_optimizer_that_runs_in_no_way_is_its_own_fault(tmp_path):
    own = vars(module_of(tmp_path, BROKEN, "descent"))
    report = check_object(own["Descent"], "sgd", label="Descent", namespace=own, mapping={})
    assert report.verdict == "error"
    assert [cause.name for cause in report.causes] == ["self_missing"]
