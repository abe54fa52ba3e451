"""Recurrent layers whose constructor names its arrays as it likes: their gradients are found."""

import numpy as np
import pytest

from parity.checking.judging.judge import check_object


class ElmanRNN:
    """Somebody's layer, with arrays through the constructor and gradients beside them."""

    slope = staticmethod(lambda h: 1 - h**2)

    def __init__(self, Wx, Wh, b):
        self.Wx, self.Wh, self.b = Wx, Wh, b

    def forward(self, xs):
        h = np.zeros((len(xs), len(self.Wh)))
        self.xs, self.hs = xs, [h]
        for t in range(xs.shape[1]):
            h = np.tanh(xs[:, t] @ self.Wx + h @ self.Wh + self.b)
            self.hs.append(h)
        return np.stack(self.hs[1:], axis=1)

    def backward(self, dhs):
        self.dWx, self.dWh, self.db = (np.zeros_like(p) for p in (self.Wx, self.Wh, self.b))
        dxs, dh = np.zeros_like(self.xs), 0
        for t in reversed(range(dhs.shape[1])):
            dz = (dhs[:, t] + dh) * self.slope(self.hs[t + 1])
            self.dWx += self.xs[:, t].T @ dz
            self.dWh += self.hs[t].T @ dz
            self.db += dz.sum(axis=0)
            dxs[:, t] = dz @ self.Wx.T
            dh = dz @ self.Wh.T
        return dxs


class OldStatesGradient(ElmanRNN):
    """dWh is made of the new state."""

    def backward(self, dhs):
        self.hs = [*self.hs[1:], self.hs[-1]]
        self.slope = lambda h: 1 - h**2
        return super().backward(dhs)


class WithoutSlope(ElmanRNN):
    slope = staticmethod(np.ones_like)


def judged(layer):
    return check_object(layer, "simple_rnn", label=layer.__name__, namespace={}, mapping={})


def test_the_gradient_of_the_recurrent_weight_is_found():
    report = judged(ElmanRNN)
    assert report.verdict == "agrees", str(report)
    assert {"y", "dx", "dW", "dU", "db"} == {q.quantity for q in report.quantities}


@pytest.mark.parametrize("layer", [OldStatesGradient, WithoutSlope])
def test_and_judged(layer):
    report = judged(layer)
    assert report.verdict == "differs", str(report)
    assert "dU" in {q.quantity for q in report.quantities if q.verdict == "differ"}
