"""A fault of the way back does not turn what is excused of the way forward into an accusation."""

import pytest

SOFTMAX = """
import numpy as np

class SoftmaxWithLoss:
    def forward(self, x, t):
        e = np.exp(x - x.max(axis=1, keepdims=True))
        self.p = e / e.sum(axis=1, keepdims=True)
        self.t = t
        return -np.mean(np.log(self.p[np.arange(len(x)), t]))

    def backward(self, dout=1):
        n = len(self.t)
        dx = self.p.copy()
        dx[np.arange(n), self.t] -= 1
        return dx / n
"""
"""Of a certain answer that is wrong it is infinite, for which nobody is accused."""

CLIPPED = """
import numpy as np

class BinaryCrossEntropy:
    def forward(self, y, t):
        self.y, self.t = np.clip(y, 1e-7, 1 - 1e-7), t
        return -np.mean(t * np.log(self.y) + (1 - t) * np.log(1 - self.y))

    def backward(self, dout=1):
        return dout * ((1 - self.t) / (1 - self.y) - self.t / self.y) / self.t.size
"""

SLIPS = [
    ("SoftmaxWithLoss", "softmax_cross_entropy", SOFTMAX, "self.t] -= 1", "self.t] += 1"),
    ("SoftmaxWithLoss", "softmax_cross_entropy", SOFTMAX, "return dx / n", "return dx * n"),
    ("BinaryCrossEntropy", "binary_cross_entropy", CLIPPED, "- self.t /", "+ self.t /"),
    ("BinaryCrossEntropy", "binary_cross_entropy", CLIPPED, "/ (1 - self.y)", "/ (1 + self.y)"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "concept", "code", "right", "wrong"), SLIPS)
def test_the_way_back_is_blamed_and_its_line_told(asked, name, concept, code, right, wrong):
    assert asked(code, name, concept).verdict == "agrees"
    report = asked(code.replace(right, wrong), name, concept)
    assert report.verdict == "differs"
    assert report.first_wrong.startswith("d")
    assert {q.verdict for q in report.quantities if q.quantity == "loss"} <= {"agree", "imprecise"}
    assert wrong in report.causes[0].line.text


def test_a_way_forward_that_is_wrong_is_blamed_first(asked):
    code = SOFTMAX.replace("np.mean(", "np.max(").replace("-= 1", "+= 1")
    assert asked(code, "SoftmaxWithLoss", "softmax_cross_entropy").first_wrong == "loss"
