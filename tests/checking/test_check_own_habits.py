"""Code with habits of its own: steps inside the way back, tables of its size, turned kernels."""

from collections import defaultdict, deque

import numpy as np
import pytest

from parity.checking.judging.attempt import attempt_alone
from parity.checking.judging.judge import check_object

RANDOM = np.random.default_rng(0)


def judged(obj, concept):
    return check_object(obj, concept, label=obj.__name__, namespace={}, mapping={})


class Learning:
    """A layer that takes its step on the way back, and gives only the gradient of its input."""

    order = 1

    def __init__(self, n_in, n_out, learning_rate=0.01):
        self.W = RANDOM.normal(size=(n_in, n_out))
        self.b = np.zeros(n_out)
        self.learning_rate = learning_rate

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, dout):
        grad_input = dout @ self.W.T
        self.W -= self.learning_rate * (self.x.T @ dout)
        self.b -= self.learning_rate * dout.sum(axis=0)
        return grad_input


class LearningByTheMean(Learning):
    def backward(self, dout):
        grad_input = dout @ self.W.T
        self.W -= self.learning_rate * (self.x.T @ dout)
        self.b -= self.learning_rate * dout.mean(axis=0) / 2
        return grad_input


class LearningTooEarly(Learning):
    """What it hands on is made with the new weights."""

    def backward(self, dout):
        super().backward(dout)
        return dout @ self.W.T


class Remembering:
    """What the way back needs is kept where the object is called, not in ``forward``."""

    share = 1.0

    def __init__(self, in_d, out_d):
        self.W, self.b = RANDOM.normal(size=(in_d, out_d)), np.zeros((1, out_d))
        self.kept = 0

    def __call__(self, x):
        self.kept = x
        return self.forward(x)

    def forward(self, x):
        return x @ self.W + self.b

    def backward(self, error):
        self.W_grad = self.kept.swapaxes(0, 1) @ error
        self.b_grad = self.share * error.sum(axis=0, keepdims=True)
        return error @ self.W.swapaxes(0, 1)


class RememberingHalf(Remembering):
    share = 0.5


class Mover:
    """Its table has sizes of its own."""

    greedy = staticmethod(np.max)

    def __init__(self, lr=0.1, gamma=0.9):
        self.n_states, self.n_actions = 16, 6
        self.lr, self.gamma = lr, gamma
        self.Q = np.zeros((self.n_states, self.n_actions))

    def update(self, state, action, reward, next_state, done):
        best = 0.0 if done else self.greedy(self.Q[next_state])
        self.Q[state, action] += self.lr * (reward + self.gamma * best - self.Q[state, action])


class MoverByTheMean(Mover):
    greedy = staticmethod(np.mean)


class Weighing:
    """It acts by one policy, learns another, and weighs what it sees by their quotient."""

    last = 0.0

    def __init__(self):
        self.gamma, self.alpha, self.action_size = 0.9, 0.8, 4
        even = dict.fromkeys(range(4), 0.25)
        self.pi, self.b = defaultdict(lambda: even), defaultdict(lambda: even)
        self.Q = defaultdict(lambda: 0)
        self.memory = deque(maxlen=2)

    def reset(self):
        self.memory.clear()

    def update(self, state, action, reward, done):
        self.memory.append((state, action, reward, done))
        if len(self.memory) < 2:
            return
        state, action, reward, done = self.memory[0]
        after, taken, _, _ = self.memory[1]
        following, weight = self.last * self.Q[after, taken], 1
        if not done:
            following = self.Q[after, taken]
            weight = self.pi[after].get(taken, 0.25) / self.b[after].get(taken, 0.25)
        target = weight * (reward + self.gamma * following)
        self.Q[state, action] += self.alpha * (target - self.Q[state, action])
        qs = [self.Q[state, a] for a in range(self.action_size)]
        best = int(np.argmax(qs))
        self.pi[state] = {a: float(a == best) for a in range(self.action_size)}
        self.b[state] = {a: 0.1 + 0.6 * (a == best) for a in range(self.action_size)}


class WeighingPastTheEnd(Weighing):
    last = 1.0


def one_hot_encode(class_label, n_classes=10):
    encoded = np.zeros(n_classes)
    encoded[class_label] = 1
    return encoded


def one_hot_by_one(class_label, n_classes=10):
    encoded = np.zeros(n_classes)
    encoded[class_label - 1] = 1
    return encoded


def to_categorical(labels, num_classes, axis=0):
    rows = np.eye(num_classes)[np.asarray(labels)]
    return rows.T if axis == 0 else rows


def to_categorical_backwards(labels, num_classes, axis=0):
    rows = np.eye(num_classes)[num_classes - 1 - np.asarray(labels)]
    return rows.T if axis == 0 else rows


class Upsampling:
    """A transposed convolution that reads its kernel backwards: W is learned turned round."""

    turn = True

    def __init__(self, W, b, stride=1, pad=0):
        self.W, self.b, self.stride, self.pad = W, b, stride, pad

    def forward(self, x):
        n, _, h, w = x.shape
        _, c, kh, kw = self.W.shape
        s, p = self.stride, self.pad
        self.x = x
        out = np.zeros((n, c, (h - 1) * s + kh, (w - 1) * s + kw))
        for i in range(kh):
            for j in range(kw):
                tap = self.W[:, :, kh - 1 - i, kw - 1 - j]
                out[:, :, i : i + h * s : s, j : j + w * s : s] += np.einsum(
                    "nahw,ac->nchw", x, tap
                )
        self.size = out.shape[2:]
        out = out[:, :, p : self.size[0] - p, p : self.size[1] - p]
        return out + self.b[:, None, None]

    def backward(self, dout):
        h, w = self.x.shape[2:]
        kh, kw = self.W.shape[2:]
        s, p = self.stride, self.pad
        full = np.zeros((*dout.shape[:2], *self.size))
        full[:, :, p : self.size[0] - p, p : self.size[1] - p] = dout
        dx, self.dW = np.zeros_like(self.x), np.zeros_like(self.W)
        self.db = dout.sum(axis=(0, 2, 3))
        for i in range(kh):
            for j in range(kw):
                part = full[:, :, i : i + h * s : s, j : j + w * s : s]
                a, b = (kh - 1 - i, kw - 1 - j) if self.turn else (i, j)
                self.dW[:, :, a, b] = np.einsum("nahw,nchw->ac", self.x, part)
                dx += np.einsum("nchw,ac->nahw", part, self.W[:, :, kh - 1 - i, kw - 1 - j])
        return dx


class UpsamplingTurnedOnce(Upsampling):
    turn = False


def smooth_labels(y, smooth_factor=0.1):
    return (1 - smooth_factor) * y + smooth_factor / y.shape[-1]


def smooth_labels_too_much(y, smooth_factor=0.1):
    return (1 - smooth_factor) * y + smooth_factor


class LossOfOneHot:
    """It takes class numbers forward alone, and has no constant in its logarithm."""

    share = 1.0

    def forward(self, x, t):
        e = np.exp(x - x.max(axis=-1, keepdims=True))
        self.y, self.t = e / e.sum(axis=-1, keepdims=True), t
        if t.size == self.y.size:
            t = t.argmax(axis=1)
        with np.errstate(divide="ignore"):
            return -np.log(self.y[np.arange(len(t)), t]).sum() / len(t)

    def backward(self, dout=1):
        return self.share * (self.y - self.t) / len(self.t)


class LossOfOneHotHalf(LossOfOneHot):
    share = 0.5


class ReadBothWays:
    """Two recurrent layers, from either end; arrays by numbered names, no first states."""

    late = 0

    def __init__(self, weight_in1, weight_hidden1, bias1, weight_in2, weight_hidden2, bias2):
        self.parts = (ElmanPart(weight_in1, weight_hidden1, bias1),
                      ElmanPart(weight_in2, weight_hidden2, bias2))  # fmt: skip
        self.params = [p for part in self.parts for p in part.params]
        self.grads = [g for part in self.parts for g in part.grads]

    def forward(self, xs):
        first, second = self.parts
        return np.concatenate([first.forward(xs), second.forward(xs[:, ::-1])[:, ::-1]], axis=2)

    def backward(self, dhs):
        first, second = self.parts
        H = dhs.shape[2] // 2
        dxs = first.backward(dhs[:, :, :H])
        return dxs + second.backward(dhs[:, ::-1, H:] if not self.late else dhs[:, :, H:])[:, ::-1]


class ReadBothWaysTurnedOnce(ReadBothWays):
    late = 1


class ElmanPart:
    def __init__(self, W, U, b):
        self.params = [W, U, b]
        self.grads = [np.zeros_like(p) for p in self.params]

    def forward(self, xs):
        W, U, b = self.params
        self.xs, self.hs = xs, [np.zeros((len(xs), len(U)))]
        for t in range(xs.shape[1]):
            self.hs.append(np.tanh(xs[:, t] @ W + self.hs[-1] @ U + b))
        return np.stack(self.hs[1:], axis=1)

    def backward(self, dhs):
        W, U, _ = self.params
        for grad in self.grads:
            grad[...] = 0
        dxs, dh = np.zeros(self.xs.shape), 0
        for t in reversed(range(dhs.shape[1])):
            dz = (dhs[:, t] + dh) * (1 - self.hs[t + 1] ** 2)
            self.grads[0] += self.xs[:, t].T @ dz
            self.grads[1] += self.hs[t].T @ dz
            self.grads[2] += dz.sum(axis=0)
            dxs[:, t], dh = dz @ W.T, dz @ U.T
        return dxs


@pytest.mark.parametrize(
    ("concept", "right", "wrong"),
    [
        ("dense", Learning, LearningByTheMean),
        ("dense", Learning, LearningTooEarly),
        ("dense", Remembering, RememberingHalf),
        ("q_learning", Mover, MoverByTheMean),
        ("sarsa", Weighing, WeighingPastTheEnd),
        ("one_hot", one_hot_encode, one_hot_by_one),
        ("one_hot", to_categorical, to_categorical_backwards),
        ("conv_transpose2d", Upsampling, UpsamplingTurnedOnce),
        ("softmax_cross_entropy", LossOfOneHot, LossOfOneHotHalf),
        ("label_smoothing", smooth_labels, smooth_labels_too_much),
    ],
)
def test_the_habit_is_read_and_what_is_wrong_is_seen(concept, right, wrong):
    report = judged(right, concept)
    assert report.passed, str(report)
    report = judged(wrong, concept)
    assert report.verdict == "differs", str(report)


def test_what_two_policies_are_not_judged_by_is_told():
    assert any("quotient is 1" in told.en for told in judged(Weighing, "sarsa").reading)
    assert not any("quotient" in told.en for told in judged(Mover, "q_learning").reading)


class AddGate:
    """A gate without weights: the bias has the input's width."""

    def forward(self, X, b):
        return X + b

    def backward(self, X, b, dZ):
        return np.ones((1, len(dZ))) @ dZ, dZ * np.ones_like(X)


class AddGateOfTheFirst(AddGate):
    def backward(self, X, b, dZ):
        return dZ[:1], dZ * np.ones_like(X)


def test_arrays_with_numbered_names_are_found():
    assert attempt_alone(ReadBothWays, "ReadBothWays", {}).passed
    report = attempt_alone(ReadBothWaysTurnedOnce, "ReadBothWaysTurnedOnce", {})
    assert report.verdict == "differs", str(report)


def test_a_bias_without_weights_has_the_width_of_the_input():
    report = attempt_alone(AddGate, "AddGate", {})
    assert report.passed, str(report)
    assert {"db", "dX"} <= {q.quantity for q in report.quantities}
    assert attempt_alone(AddGateOfTheFirst, "AddGateOfTheFirst", {}).verdict == "differs"


class Normalizing:
    """The gradient of gamma is made when dout is no longer what came in."""

    def __init__(self, gamma, beta):
        self.gamma, self.beta = gamma, beta

    def forward(self, x):
        xc = x - x.mean(axis=0)
        self.std = np.sqrt((xc**2).mean(axis=0) + 1e-5)
        self.xn = xc / self.std
        return self.gamma * self.xn + self.beta

    def backward(self, dout):
        self.dbeta = dout.sum(axis=0)
        dout = dout * self.gamma
        self.dgamma = (dout * self.xn).sum(axis=0)
        return (dout - dout.mean(axis=0) - self.xn * (dout * self.xn).mean(axis=0)) / self.std


def test_two_lines_in_the_wrong_order_are_named():
    report = judged(Normalizing, "batch_norm")
    assert report.verdict == "differs"
    (cause,) = report.causes
    assert "order" in cause.text.en, cause
    assert cause.mended.splitlines()[0].startswith("self.dgamma"), cause


class DrawingInVain(Remembering):
    """It draws a mask that leaves everything, and sums over the wrong axis."""

    def forward(self, x):
        return super().forward(x) * (np.random.rand(len(x), 1) >= 0)  # noqa: NPY002

    def backward(self, error):
        dx = super().backward(error)
        self.b_grad = error.mean(axis=-1, keepdims=True)
        return dx


def test_draws_that_change_nothing_are_no_cause():
    report = judged(DrawingInVain, "dense")
    assert report.verdict == "differs"
    assert report.first_wrong == "db"
    assert "global_random" not in [cause.name for cause in report.causes], report
