"""Why code is wrong: what is named, and on which line, for mistakes of every kind."""

import time
from pathlib import Path

import pytest

from parity.checking.causes.budget import Budget
from parity.checking.causes.following.likeness import alike
from parity.checking.causes.following.statements import source_of as users_source
from parity.checking.causes.mending.patch import edited, patched

CORPUS = Path(__file__).parents[1] / "corpus" / "people"

BRACKETS = """
class Sigmoid:
    def forward(self, x):
        self.s = np.where(x >= 0, 1 / (1 + np.exp(-np.abs(x))), 1 - 1 / (1 + np.exp(-np.abs(x))))
        return self.s

    def backward(self, dout):
        slope = self.s * 1 - self.s  # here
        return dout * slope
"""

POWER_OF_T = """
class Adam:
    def __init__(self, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
        self.lr, self.b1, self.b2, self.eps, self.steps = lr, b1, b2, eps, {}

    def update(self, params, grads):
        for k in params:
            m, v, t = self.steps.get(k, (0.0, 0.0, 0))
            t = t + 1
            m = self.b1 * m + (1 - self.b1) * grads[k]
            v = self.b2 * v + (1 - self.b2) * grads[k] ** 2
            self.steps[k] = m, v, t
            first = m / (1 - self.b1)  # here
            second = v / (1 - self.b2)  # here
            params[k] -= self.lr * first / (np.sqrt(second) + self.eps)
"""

ANOTHER_BLOCK = """
def sig(a):
    return 1 / (1 + np.exp(-a))


def step(x, prev_h, prev_c, W, U, b):
    a, f, o, g = np.split(x.dot(W.T) + prev_h.dot(U.T) + b, 4, axis=-1)
    kept = sig(f) * prev_c
    c = kept + sig(o) * np.tanh(g)  # here
    return c, sig(o) * np.tanh(c)
"""

EXCHANGED = """
def avgpool_forward(X, size=2):
    n, c, h, w = X.shape
    windows = X.reshape(n, c, h // size, size, w // size, size)
    return windows.mean(axis=(3, 5)), (X, size)


def avgpool_backward(dout, cache):
    X, size = cache
    n, c, w, h = X.shape  # here
    each = dout.reshape(n, c, h // size, 1, w // size, 1) / size ** 2
    return (each + np.zeros((n, c, h // size, size, w // size, size))).reshape(X.shape)
"""

FIRST_VALUE = """
class Adam:
    def __init__(self, lr=0.001, beta1=0.9, beta2=0.999):
        self.lr, self.beta1, self.beta2, self.t = lr, beta1, beta2, 0

    def update(self, params, grads):
        if self.t == 0:
            self.m, self.v = {}, {}
            for k, g in grads.items():
                self.m[k] = np.zeros_like(g)
                self.v[k] = g * g  # here
        self.t += 1
        for k, g in grads.items():
            self.m[k] = self.beta1 * self.m[k] + (1 - self.beta1) * g
            self.v[k] = self.beta2 * self.v[k] + (1 - self.beta2) * g * g
            m, v = self.m[k] / (1 - self.beta1**self.t), self.v[k] / (1 - self.beta2**self.t)
            params[k] -= self.lr * m / (np.sqrt(v) + 1e-8)
"""

ONE_VELOCITY = """
class Momentum:
    def __init__(self, lr=0.01, momentum=0.9):
        self.lr, self.momentum, self.v = lr, momentum, None

    def update(self, params, grads):
        if self.v is None:
            self.v = {k: -self.lr * g for k, g in grads.items()}  # here
        for k in params:
            self.v[k] *= self.momentum
            self.v[k] -= self.lr * grads[k]
            params[k] += self.v[k]
"""

LINE_TOO_MANY = """
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, x):
        self.x = x
        x = np.abs(x)  # here
        return np.where(x > 0, x, self.alpha * (np.exp(np.minimum(x, 0)) - 1))
"""

OTHER_ARRAY = """
class Affine:
    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, x):
        self.shape = x.shape
        self.x = x.reshape(-1, x.shape[-1])
        return x @ self.W + self.b

    def backward(self, dout):
        rows = dout.reshape(-1, dout.shape[-1])
        self.dW = self.x.T @ rows
        self.db = np.sum(self.x @ self.W, axis=0)  # here
        return (rows @ self.W.T).reshape(self.shape)
"""

NESTED = """
class SoftmaxLoss:
    def _probabilities(self, x):
        e = np.exp(x - x.max(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True) ** 2  # here

    def forward(self, x, t):
        hot = np.eye(x.shape[-1])[t] if t.ndim < x.ndim else t
        self.p, self.t = self._probabilities(x), hot
        picked = (hot * np.log(self.p)).sum(axis=-1)
        return -picked.mean()

    def backward(self, dout=1.0):
        return dout * (self.p - self.t) / self.p[..., 0].size
"""

SET_IN_FORWARD = """
class Tanh:
    def forward(self, x):
        out = np.tanh(x)
        self.slope = 1 - out  # here
        return out

    def backward(self, dout):
        dx = dout * self.slope
        return dx
"""

CLIPPED = """
def sigmoid(x):
    s = np.where(x >= 0, 1 / (1 + np.exp(-np.abs(x))), 1 - 1 / (1 + np.exp(-np.abs(x))))
    return np.clip(s, 1e-6, 1 - 1e-6)  # here
"""

SUM_FORGOTTEN = """
class AdaGrad:
    def __init__(self, lr=0.01):
        self.lr, self.h = lr, None

    def update(self, params, grads):
        if self.h is None:
            self.h = {k: np.zeros_like(v) for k, v in params.items()}
        for k in params:
            self.h[k] = grads[k] * grads[k]  # here
            params[k] -= self.lr * grads[k] / (np.sqrt(self.h[k]) + 1e-7)
"""

ZEROS_OF_AN_ARRAY = """
class ReLU:
    def forward(self, x):
        self.x = x
        return np.maximum(x, 0)

    def backward(self, dout):
        dx = np.zeros(self.x)  # here
        dx[self.x > 0] = dout[self.x > 0]
        return dx
"""

WINDOW_OF_DOUT = """
class MaxPool:
    def __init__(self, size, stride):
        self.size, self.stride = size, stride

    def forward(self, x):
        self.x = x
        n, c, h, w = x.shape
        oh, ow = (h - self.size) // self.stride + 1, (w - self.size) // self.stride + 1
        out = np.zeros((n, c, oh, ow))
        for i in range(oh):
            for j in range(ow):
                a, b = i * self.stride, j * self.stride
                out[:, :, i, j] = x[:, :, a:a + self.size, b:b + self.size].max(axis=(2, 3))
        return out

    def backward(self, dout):
        dx, k = np.zeros_like(self.x), self.size
        for i in range(dout.shape[2]):
            for j in range(dout.shape[3]):
                a, b = i * self.stride, j * self.stride
                win = self.x[:, :, a:a + k, b:b + k]
                top = win == win.max(axis=(2, 3), keepdims=True)
                dx[:, :, a:a + k, b:b + k] += top * dout[:, :, a:a + k, b:b + k]  # here
        return dx
"""

MENDED = {
    "brackets": (BRACKETS, "Sigmoid", "sigmoid", "other_formula", "Brackets are missing"),
    "power of t, twice": (POWER_OF_T, "Adam", "adam", "missing_term", "a power is missing"),
    "another block": (ANOTHER_BLOCK, "step", "lstm_taught", "permuted", "sig(a)"),
    "names exchanged": (EXCHANGED, "avgpool_forward", "avg_pool2d", "permuted", "c, h, w = X"),
    "a start at the first value": (
        FIRST_VALUE,
        "Adam",
        "adam",
        "wrong_start",
        "The average starts at the first value instead of 0 (v at the first squared gradient)",
    ),
    "a start of one kept for all": (
        ONE_VELOCITY,
        "Momentum",
        "momentum",
        "wrong_start",
        "The velocity starts at the first value instead of 0",
    ),
    "a line too many": (LINE_TOO_MANY, "ELU", "elu", "other_formula", "The line is too many"),
    "a nested method": (NESTED, "SoftmaxLoss", "softmax_cross_entropy", "other_formula", "power"),
    "kept in forward": (SET_IN_FORWARD, "Tanh", "tanh", "", ""),
    "a clip": (CLIPPED, "sigmoid", "sigmoid", "other_formula", "limit is too many"),
    "zeros of an array": (ZEROS_OF_AN_ARRAY, "ReLU", "relu", "wrong_shape", "x.shape"),
    "a window of dout": (WINDOW_OF_DOUT, "MaxPool", "max_pool2d", "other_formula", "One element"),
    "listed": (SUM_FORGOTTEN, "AdaGrad", "adagrad", "last_square_only", "the sum over all steps"),
}


@pytest.mark.parametrize("name", MENDED)
def test_the_cause_and_its_line_are_the_true_ones(asked, name):
    code, target, concept, called, said = MENDED[name]
    report = asked(code, target, concept)
    assert report.verdict != "agrees"
    first = report.causes[0]
    if called:
        assert first.name == called
    assert said in first.text.en + first.mended
    assert first.text.ja
    numbers = [i for i, line in enumerate(code.splitlines(), 2) if line.endswith("# here")]
    assert first.line.number == numbers[0]


STATISTICS_OF_INFERENCE = """
class BatchNorm:
    def __init__(self, n, epsilon=1e-7, momentum=0.99):
        self.weights, self.biases = np.ones([1, n]), np.zeros([1, n])
        self.epsilon, self.momentum = epsilon, momentum

    def forward(self, x, training):
        self.mean, self.var = x.mean(axis=0, keepdims=True), x.var(axis=0, keepdims=True)
        if not hasattr(self, "moving_mean"):
            self.moving_mean, self.moving_var = np.zeros_like(self.mean), np.zeros_like(self.var)
        m = self.momentum
        self.moving_mean = m * self.moving_mean + (1 - m) * self.mean
        self.moving_var = m * self.moving_var + (1 - m) * self.var
        if not training:
            scaled = (x - self.moving_mean) / np.sqrt(self.moving_var + self.epsilon)
            return scaled * self.weights + self.biases
        self.x_hat = (x - self.mean) / np.sqrt(self.var + self.epsilon)
        return self.x_hat * self.weights + self.biases

    def backward(self, dy):
        self.dweights = np.sum(dy * self.x_hat, axis=0, keepdims=True)
        self.dbiases = np.sum(dy, axis=0, keepdims=True)
        inner = len(dy) * dy - self.dbiases - self.x_hat * self.dweights
        return self.weights / np.sqrt(self.var + self.epsilon) * inner / len(dy)
"""


def test_epsilon_is_not_blamed_where_something_without_it_is_wrong(asked):
    report = asked(STATISTICS_OF_INFERENCE, "BatchNorm", "batch_norm")
    assert report.verdict == "differs"
    assert "epsilon_place" not in [cause.name for cause in report.causes]


def test_a_mistake_is_seen_though_one_case_is_rounded_to_single_precision(asked):
    name = "layer_norm_in_single_precision_gamma_outside.py"
    code = (CORPUS / name).read_text(encoding="utf-8").replace("import numpy as np\n", "")
    report = asked(code, "LayerNormalization", "layer_norm")
    assert [cause.name for cause in report.causes] == ["gamma_behind_the_means"]


def test_one_cause_is_told_where_one_explains(asked):
    assert len(asked(BRACKETS, "Sigmoid", "sigmoid").causes) == 1


TWO_LISTED = """
class BatchNorm:
    def __init__(self, gamma, beta, momentum=0.9, running_mean=None, running_var=None):
        self.gamma, self.beta, self.momentum = gamma, beta, momentum
        self.running_mean, self.running_var = running_mean, running_var

    def forward(self, x, train_flg=True):
        if self.running_mean is None:
            self.running_mean = np.zeros(x.shape[1])
            self.running_var = np.zeros(x.shape[1])
        if not train_flg:
            xn = (x - self.running_mean) / np.sqrt(self.running_var + 1e-5)
            return self.gamma * xn + self.beta
        mu, var = x.mean(axis=0), x.var(axis=0)
        self.std = np.sqrt(var + 1e-5)
        self.xn = (x - mu) / self.std
        self.running_mean = self.momentum * self.running_mean + (1 - self.momentum) * mu
        self.running_var = self.momentum * self.running_var + (1 - self.momentum) * var
        return self.gamma * self.xn + self.beta

    def backward(self, dout):
        self.dbeta, self.dgamma = dout.sum(axis=0), (dout * self.xn).sum(axis=0)
        return self.gamma * dout / self.std
"""


def test_two_listed_mistakes_are_told_together(asked):
    (cause,) = asked(TWO_LISTED, "BatchNorm", "batch_norm").causes
    assert cause.text.en.startswith("Two mistakes: ")
    assert "mean" in cause.text.en
    assert "variance" in cause.text.en


def test_a_constant_that_is_another_one_is_fitted(asked):
    code = """
    def gelu(x):
        return 0.5 * x * (1 + np.tanh(0.7978845608028654 * (x + 0.0731 * x**3)))
    """
    (cause,) = asked(code, "gelu", "gelu").causes
    assert cause.name == "wrong_constant"
    assert cause.text.en.startswith("With 0.0731 in the place of 0.044715")


def test_an_argument_that_is_fixed_is_fitted(asked):
    code = """
    def leaky_relu(x):
        return np.where(x > 0, x, 0.137 * x)
    """
    causes = asked(code, "leaky_relu", "leaky_relu").causes
    assert causes[0].text.en == "The numbers are those of slope = 0.137, in every case."


def test_an_input_that_goes_through_a_function_first_is_told(asked):
    code = """
    def loss(x, t):
        e = np.exp(1 / (1 + np.exp(-x)))
        hot = np.eye(x.shape[-1])[t] if t.ndim < x.ndim else t
        return -(hot * np.log(e / e.sum(axis=-1, keepdims=True))).sum(axis=-1).mean()
    """
    (cause,) = asked(code, "loss", "softmax_cross_entropy").causes
    assert cause.text.en == "loss is what comes out if x is put through sigmoid first."


def test_right_code_stands_where_it_stood(asked):
    code = """
    class Tanh:
        def forward(self, x):
            self.y = np.tanh(x)
            return self.y

        def backward(self, dout):
            return super().__init__() or dout * 1 - self.y**2
    """
    report = asked(code, "Tanh", "tanh")
    assert report.causes[0].text.en.startswith("Brackets are missing")
    assert asked(code, "Tanh", "tanh").verdict == "differs"


def test_a_change_is_taken_out_again():
    def outer(scale):
        def inner(x):
            y = x * scale
            return y + 1

        return inner

    function = outer(3.0)
    source = users_source(function.__code__)
    (statement,) = [s for s in source.statements if s.text == "y = x * scale"]
    code = edited(source, {statement: "y = x + scale"})
    with patched({function: code}):
        assert function(2.0) == 6.0
    assert function(2.0) == 7.0
    assert edited(source, {statement: "y = ("}) is None


def test_what_could_run_for_ever_is_not_changed(asked):
    code = """
    def sigmoid(x):
        n = 0
        while n < 3:
            n += 1
        return 1 / (1 + np.exp(x * n / 3))
    """
    began = time.process_time()
    assert asked(code, "sigmoid", "sigmoid").verdict == "differs"
    assert time.process_time() - began < 5


def test_causes_are_found_in_time(asked):
    code = """
    class Adam:
        def __init__(self, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
            self.lr, self.b1, self.b2, self.eps, self.m, self.v, self.t = lr, b1, b2, eps, {}, {}, 0

        def update(self, params, grads):
            self.t += 1
            for k, g in grads.items():
                m, v = self.m.get(k, np.sin(g)), self.v.get(k, np.cos(g) ** 2)
                self.m[k] = self.b1 * m + (1 - self.b1) * np.tanh(g)
                self.v[k] = self.b2 * v + (1 - self.b2) * np.abs(g) ** 1.5
                params[k] -= self.lr * np.arctan(self.m[k]) / (np.cbrt(self.v[k]) + self.eps)
    """
    began = time.process_time()
    report = asked(code, "Adam", "adam")
    assert time.process_time() - began < 5
    assert report.causes[0].name == "unknown"


def test_a_budget_is_spent():
    assert Budget(-1.0).spent
    assert not Budget(60.0).spent
    assert Budget(60.0).at_most(-1.0).spent


def test_how_alike_two_lines_are():
    assert alike("self.y = a * b", "y = a * b") == 1.0
    assert alike("y = a * b", "y = a / b") < 1.0
    assert alike("y = a * b", "for k in range(3):") < 0.3
