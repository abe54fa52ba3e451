"""Code that calls methods, arrays and flags otherwise, and what is wrong with it all the same."""

import numpy as np
import pytest

from parity.checking.api import told
from parity.checking.judging.attempt import attempt_alone
from parity.checking.judging.judge import check_object


def judged(obj, concept):
    return check_object(obj, concept, label=obj.__name__, namespace={}, mapping={})


def by_itself(obj):
    return attempt_alone(obj, obj.__name__, {})


class Propagating:
    """A ReLU that keeps what its way back needs only if it is told to."""

    slope = staticmethod(lambda z: z > 0)

    def __init__(self):
        self.cache = {}

    def forward_propagate(self, Z, save_cache=False):
        if save_cache:
            self.cache["Z"] = Z
        return np.maximum(Z, 0)

    def back_propagate(self, dA):
        return dA * self.slope(self.cache["Z"])


class PropagatingTheWrongSide(Propagating):
    slope = staticmethod(lambda z: z < 0)


class Turning:
    """Flattens, and gives the examples as columns unless it is told not to."""

    def __init__(self, transpose=True):
        self.transpose = transpose

    def forward(self, x):
        self.shape = x.shape
        y = x.reshape(len(x), -1)
        return y.T if self.transpose else y

    def backward(self, dout):
        return (dout.T if self.transpose else dout).reshape(self.shape)


class TurningLoudly(Turning):
    def backward(self, dout):
        return 2 * super().backward(dout)


class ElmanLayer:
    """Arrays by long names, none of which is a size."""

    old = 0

    def __init__(self, weight_input, weight_hidden, bias_hidden):
        self.params = [weight_input, weight_hidden, bias_hidden]
        self.grads = [np.zeros_like(p) for p in self.params]

    def forward(self, inputs):
        W, U, b = self.params
        batch, times, _ = inputs.shape
        self.inputs, self.states = inputs, [np.zeros((batch, len(U)))]
        for t in range(times):
            self.states.append(np.tanh(inputs[:, t] @ W + self.states[-1] @ U + b))
        return np.stack(self.states[1:], axis=1)

    def backward(self, dhiddens):
        W, U, _ = self.params
        for grad in self.grads:
            grad[...] = 0
        dinputs, dh = np.zeros_like(self.inputs), 0
        for t in reversed(range(dhiddens.shape[1])):
            dz = (dhiddens[:, t] + dh) * (1 - self.states[t + 1] ** 2)
            self.grads[0] += self.inputs[:, t].T @ dz
            self.grads[1] += self.states[t + self.old].T @ dz
            self.grads[2] += dz.sum(axis=0)
            dinputs[:, t], dh = dz @ W.T, dz @ U.T
        return dinputs


class ElmanLayerOfNewStates(ElmanLayer):
    old = 1


@pytest.mark.parametrize(
    ("concept", "right", "wrong"),
    [
        ("relu", Propagating, PropagatingTheWrongSide),
        ("flatten", Turning, TurningLoudly),
        ("simple_rnn", ElmanLayer, ElmanLayerOfNewStates),
    ],
)
def test_it_is_understood_and_judged(concept, right, wrong):
    report = judged(right, concept)
    assert report.passed, str(report)
    report = judged(wrong, concept)
    assert report.verdict == "differs", str(report)


def test_a_flag_that_is_turned_is_told():
    reading = [text.en for text in judged(Turning, "flatten").reading]
    assert any("transpose=False" in text for text in reading)


class WeightedStates:
    """Names that say nothing, but the code takes their shapes apart."""

    axis = 2

    def forward(self, hiddens, weight):
        batch_num, times, width = hiddens.shape
        self.kept = hiddens, weight.reshape(batch_num, times, 1).repeat(width, axis=2)
        return (hiddens * self.kept[1]).sum(axis=1)

    def backward(self, dout):
        hiddens, spread = self.kept
        dt = dout[:, None, :].repeat(hiddens.shape[1], axis=1)
        return dt * spread, (dt * hiddens).sum(axis=self.axis)


class WeightedStatesOfOne(WeightedStates):
    def backward(self, dout):
        dhiddens, dweight = super().backward(dout)
        return dhiddens, dweight / 2


class LogLikelihood:
    """Its gradient is that of the scores: the softmax' own way back is left out."""

    def __init__(self, eps=1e-12):
        self.eps = eps

    def forward(self, X, Y):
        self.probs, self.labels = X, Y
        return -np.log(np.clip(X[np.arange(len(X)), Y], self.eps, 1)).mean()

    def backward(self):
        dz = self.probs.copy()
        dz[np.arange(len(dz)), self.labels] -= 1
        return dz / len(dz)


class LogLikelihoodOfTheSum(LogLikelihood):
    def backward(self):
        return len(self.probs) * super().backward()


RANDOM = np.random.default_rng(0)


class Language:
    """A network of sizes for hours of training, with dropout; the last weights are the first's."""

    shared = True

    def __init__(self, vocab_size=9000, wordvec_size=700, hidden_size=700, dropout_ratio=0.5):
        self.W = RANDOM.normal(size=(vocab_size, wordvec_size)) / 3
        self.A = RANDOM.normal(size=(wordvec_size, hidden_size)) / 3
        self.ratio = dropout_ratio
        self.params, self.grads = [self.W, self.A], [0, 0]

    def forward(self, xs, ts, train_flg=True):
        self.xs, self.ts = xs.ravel(), ts.ravel()
        self.mask = np.random.rand(len(self.xs), self.W.shape[1]) > self.ratio  # noqa: NPY002
        self.mask = self.mask if train_flg else 1 - self.ratio
        self.e = self.W[self.xs] * self.mask
        self.h = self.e @ self.A
        z = self.h @ self.W.T
        p = np.exp(z - z.max(axis=1, keepdims=True))
        self.p = p / p.sum(axis=1, keepdims=True)
        return -np.log(self.p[np.arange(len(p)), self.ts]).mean()

    def backward(self, dout=1):
        dz = self.p.copy()
        dz[np.arange(len(dz)), self.ts] -= 1
        dz *= dout / len(dz)
        dh = dz @ self.W
        dW = np.zeros_like(self.W)
        if self.shared:
            dW += dz.T @ self.h
        np.add.at(dW, self.xs, dh @ self.A.T * self.mask)
        self.grads[0], self.grads[1] = dW, self.e.T @ dh


class LanguageOfTheFirst(Language):
    shared = False


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (WeightedStates, WeightedStatesOfOne),
        (LogLikelihood, LogLikelihoodOfTheSum),
        (Language, LanguageOfTheFirst),
    ],
)
def test_it_is_judged_by_itself(right, wrong):
    report = by_itself(right)
    assert report.passed, str(report)
    report = by_itself(wrong)
    assert report.verdict == "differs", str(report)


def test_a_network_with_dropout_is_no_dropout():
    assert told(Language, "Language") != "dropout"
