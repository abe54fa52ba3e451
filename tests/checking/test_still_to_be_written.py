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
    for blank in ("return None", "return", "pass", "raise NotImplementedError"):
        assert not goes_back("Dense", [DENSE.replace("return dout\n", f"{blank}\n")], [])


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


def attempted(tmp_path, code, name="Dense", concept="dense"):
    path = tmp_path / "mine.py"
    path.write_text("import numpy as np\n" + code, encoding="utf-8")
    names = load(path).namespace
    with np.errstate(all="ignore"):
        return attempt(names[name], concept, label=name, namespace=names, mapping={}, causes=False)


@pytest.mark.parametrize("blank", ["dx[i] = None", "pass"])
def test_a_blank_is_not_accused(tmp_path, blank):
    assert attempted(tmp_path, BLANK).verdict == "agrees"
    report = attempted(tmp_path, BLANK.replace("dx[i] = self.W @ dout[i]", blank))
    assert report.verdict == "error"
    assert "blank" in report.crash.what.en
    wrong = attempted(tmp_path, BLANK.replace("self.W @ dout[i]", "-self.W @ dout[i]"))
    assert wrong.verdict == "differs"


NONE = {
    "softmax": """
def softmax(x):
    e = None  # YOUR CODE HERE
    s = None
    return s
""",
    "linear_forward": """
def linear_forward(A, W, b):
    ### START CODE HERE ###
    Z = None
    ### END CODE HERE ###
    return Z, (A, W, b)
""",
    "tanh_forward": """
def tanh_forward(x):
    out, cache = None, None
    cache = x
    return out, cache
""",
    "mean_squared_error": """
def mean_squared_error(y, t):
    squared = None
    return np.mean(squared)
""",
    "relu": """
def relu(x):
    return np.maximum(x, 0)

def relu_backward(dout, x):
    dx = None
    return dx
""",
    "Adam": """
class Adam:
    def __init__(self, lr=0.001, beta1=0.9, beta2=0.999):
        self.lr, self.beta1, self.beta2, self.t = lr, beta1, beta2, 0
        self.m, self.v = None, None

    def update(self, params, grads):
        if self.m is None:
            self.m = {k: np.zeros_like(p) for k, p in params.items()}
            self.v = {k: np.zeros_like(p) for k, p in params.items()}
        self.t += 1
        for k in params:
            self.m[k] += (1 - self.beta1) * (grads[k] - self.m[k])
            m = None
            v = None
            params[k] -= self.lr * m / (np.sqrt(v) + 1e-8)
""",
    "MSELoss": """
class MSELoss:
    def forward(self, y, t):
        self.y, self.t = y, t
        self.loss = None
        return self.loss

    def backward(self, dout=1):
        dx = None
        return dx
""",
}
BLANKS = {
    "softmax": ("softmax", "blanks still to be filled in: e (line 4), s (line 5)"),
    "linear_forward": ("dense", "Z (line 5)"),
    "tanh_forward": ("tanh", "a blank still to be filled in: out (line 4)"),
    "mean_squared_error": ("mean_squared_error", "squared (line 4)"),
    "relu": ("relu", "dx (line 7); what it gives is right"),
    "Adam": ("adam", "m (line 15), v (line 16)"),
    "MSELoss": ("mean_squared_error", "self.loss (line 6), dx (line 10)"),
}


@pytest.mark.parametrize("name", NONE)
def test_a_name_that_is_none_is_told_as_a_blank(tmp_path, name):
    concept, said = BLANKS[name]
    report = attempted(tmp_path, NONE[name], name, concept)
    assert (report.verdict, report.crash.name) == ("error", "blank")
    assert said in report.crash.what.en
    assert "空欄" in report.crash.what.ja


HALF = """
class Dense:
    def __init__(self, W, b):
        self.W, self.b = W, b
        self.x = self.dW = self.db = None

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, dout):
        self.dW = None  # YOUR CODE HERE
        self.db = dout.sum(axis=0)
        return dout @ self.W.T
"""


def test_what_is_right_beside_a_blank_is_told(tmp_path):
    report = attempted(tmp_path, HALF)
    assert report.crash.what.en.startswith("Dense has a blank still to be filled in: self.dW (line")
    assert "what it gives is right" in report.crash.what.en


@pytest.mark.parametrize(
    ("right", "wrong", "first"),
    [
        ("dout.sum(axis=0)", "2 * dout.sum(axis=0)", "db"),
        ("x @ self.W + self.b", "x @ self.W - self.b", "y"),
    ],
)
def test_what_is_wrong_beside_a_blank_is_told(tmp_path, right, wrong, first):
    report = attempted(tmp_path, HALF.replace(right, wrong))
    assert (report.verdict, report.first_wrong) == ("differs", first)
    assert any("Still to be filled in: self.dW" in remark.en for remark in report.remarks)


NO_BLANK = """
class Tanh:
    def __init__(self):
        self.out = None

    def forward(self, x, mask=None):
        scale = None
        self.out = np.tanh(x) if scale is None else scale
        return self.out

    def backward(self, dout):
        dx = None
        dx = dout * (1 - self.out)
        return dx

    def reset(self):
        self.out = None
"""


def test_none_that_is_meant_is_no_blank(tmp_path):
    report = attempted(tmp_path, NO_BLANK, "Tanh", "tanh")
    assert (report.verdict, report.first_wrong) == ("differs", "dx")
    assert not report.remarks
