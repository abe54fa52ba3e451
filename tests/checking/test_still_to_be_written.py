"""A way back that only hands on what it is given is still to be written, as blanks are."""

import numpy as np
import pytest

from parity.checking.judging.attempt import attempt
from parity.checking.loading.definitions import load
from parity.checking.loading.way_back import goes_back
from parity.checking.reading.source import hands_on

DENSE = """
class Base:
    def backward(self, dout):
        return 2 * dout

class Dense(Base):
    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, x):
        return x @ self.W + self.b

    def backward(self, dout):
        # to do
        return dout
"""


def test_a_dense_layer_is_judged_by_its_forward_pass(asked):
    report = asked(DENSE, "Dense", "dense")
    assert report.verdict == "agrees"
    assert {q.quantity for q in report.quantities} == {"y"}
    wrong = asked(DENSE.replace("return dout\n", "return dout @ self.W\n"), "Dense", "dense")
    assert wrong.verdict in ("differs", "error")
    assert "dx" in {q.quantity for q in wrong.quantities} or wrong.crash


def test_an_activation_may_hand_its_gradient_on(asked):
    code = """
class Identity:
    def forward(self, x):
        return x

    def backward(self, dout):
        return dout
"""
    report = asked(code, "Identity", "identity")
    assert {q.quantity for q in report.quantities} == {"y", "dx"}


@pytest.mark.parametrize(
    ("body", "expected"),
    [("return dout", True), ("return self", False), ("return dout * 2", False), ("pass", False)],
)
def test_what_hands_on(body, expected):
    names = {}
    exec(f"def backward(self, dout):\n    {body}", names)
    assert hands_on(names["backward"]) is expected

    def kept(function):
        return lambda self, dout, **more: function(self, dout)

    assert hands_on(kept(names["backward"])) is expected


def test_the_file_says_that_none_is_written():
    assert not goes_back("Dense", [DENSE], [], weighted=True)
    assert goes_back("Dense", [DENSE], [])  # as an activation may be
    assert goes_back("Base", [DENSE], [], weighted=True)
    written = DENSE.replace("return dout\n", "return dout @ self.W.T\n")
    assert goes_back("Dense", [written], [], weighted=True)


OF_D = """
class Straight:
    def __init__(self, n_in, n_out):
        self.W = np.random.randn(n_in, n_out)

    def forward(self, x):
        self.x = x
        return x @ self.W

    def backward(self, d):
        self.dW = self.x.T @ d
        return d @ self.W.T
"""

LABELS_OF_D = """
class Output:
    def forward(self, x):
        self.y = 1 / (1 + np.exp(-x))
        return self.y

    def backward(self, d):
        return self.y - d
"""


def test_d_is_a_gradient_unless_it_is_taken_off(by_itself):
    assert by_itself("import numpy as np\n" + OF_D).verdict == "agrees"
    wrong = by_itself("import numpy as np\n" + OF_D.replace("self.x.T @ d", "2 * self.x.T @ d"))
    assert (wrong.verdict, wrong.first_wrong) == ("differs", "dW")
    assert by_itself("import numpy as np\n" + LABELS_OF_D).verdict != "differs"


BLANK = """
class Dense:
    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, dout):
        self.dW, self.db = self.x.T @ dout, dout.sum(axis=0)
        dx = np.zeros(self.x.shape)
        for i in range(len(dx)):
            dx[i] = self.W @ dout[i]
        return dx
"""


def attempted(tmp_path, code):
    path = tmp_path / "mine.py"
    path.write_text("import numpy as np\n" + code, encoding="utf-8")
    names = load(path).namespace
    with np.errstate(all="ignore"):
        return attempt(
            names["Dense"], "dense", label="Dense", namespace=names, mapping={}, causes=False
        )


@pytest.mark.parametrize("blank", ["dx[i] = None", "pass"])
def test_a_blank_is_not_accused(tmp_path, blank):
    assert attempted(tmp_path, BLANK).verdict == "agrees"
    report = attempted(tmp_path, BLANK.replace("dx[i] = self.W @ dout[i]", blank))
    assert report.verdict == "error"
    assert "blank" in report.crash.what.en
    wrong = attempted(tmp_path, BLANK.replace("self.W @ dout[i]", "-self.W @ dout[i]"))
    assert wrong.verdict == "differs"
