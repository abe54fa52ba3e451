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


POOL = """
import numpy as np

class MaxPool1d:
    def __init__(self, kernel_size, stride=None):
        self.k, self.s = kernel_size, stride or kernel_size

    def forward(self, x):
        self.x = x
        n, c, t = x.shape
        m = (t - self.k) // self.s + 1
        y = np.empty((n, c, m))
        for i in range(m - 1):
            y[:, :, i] = x[:, :, i * self.s : i * self.s + self.k].max(axis=2)
        return y
"""


def test_what_is_never_written_is_told_and_not_taken_for_what_is_kept(asked):
    assert asked(POOL.replace("m - 1", "m"), "MaxPool1d", "max_pool1d").verdict == "agrees"
    report = asked(POOL, "MaxPool1d", "max_pool1d")
    names = [cause.name for cause in report.causes]
    assert "state_kept" not in names
    assert "never_written" in names
    told = report.causes[names.index("never_written")]
    assert told.line.text == "for i in range(m - 1):"  # a change of it mends everything
    assert told.kind.en
    assert not told.text.ja.isascii()


DROPOUT = """
import numpy as np

class Dropout:
    def __init__(self, rate=0.5):
        self.rate = rate

    def forward(self, x, training=True):
        self.scale = np.ones_like(x)
        if training:
            self.scale = (np.random.rand(*x.shape) > self.rate) / (1 - self.rate)
        return x * self.scale

    def backward(self, dout):
        return dout * self.scale
"""


def test_a_mask_that_is_left_out_on_the_way_back_is_told_there_and_once(asked):
    assert asked(DROPOUT, "Dropout", "dropout").verdict == "agrees"
    report = asked(DROPOUT.replace("dout * self.scale", "dout"), "Dropout", "dropout")
    assert [cause.line.text for cause in report.causes] == ["return dout"]


def test_a_factor_within_a_term_is_found(asked):
    code = """
import numpy as np

class Momentum:
    def __init__(self, lr=0.01, momentum=0.9):
        self.lr, self.momentum, self.v = lr, momentum, {}

    def update(self, params, grads):
        for key in params:
            g, m = grads[key], self.momentum
            old = self.v.get(key, np.zeros_like(g))
            self.v[key] = m * old - self.lr
            params[key] += self.v[key]
"""
    right = code.replace("- self.lr\n", "- self.lr * g\n")
    assert asked(right, "Momentum", "momentum").verdict == "agrees"
    report = asked(code, "Momentum", "momentum")
    assert report.causes[0].line.text == "self.v[key] = m * old - self.lr"
    assert report.causes[0].mended == "self.v[key] = m * old - self.lr * g"
