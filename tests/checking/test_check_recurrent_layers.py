"""Recurrent layers in the shapes that people write: steps, pairs with a cache, layers over time."""

import pytest
from peoples_module import module_of

from parity.checking.judging.judge import check_object

STEP = """
def step_forward(x, prev_h, Wx, Wh, b):
    next_h = np.tanh(x @ Wx + prev_h @ Wh + b)
    return next_h, (x, prev_h, Wx, Wh, next_h)


def step_backward(dnext_h, cache):
    x, prev_h, Wx, Wh, next_h = cache
    da = dnext_h * (1 - next_h**2)
    return da @ Wx.T, da @ Wh.T, x.T @ da, prev_h.T @ da, da.sum(axis=0)
"""
SEQUENCE = (
    STEP
    + """
def rnn_forward(x, h0, Wx, Wh, b):
    h, hs, caches = h0, [], []
    for t in range(x.shape[1]):
        h, cache = step_forward(x[:, t], h, Wx, Wh, b)
        hs.append(h)
        caches.append(cache)
    return np.stack(hs, axis=1), caches


def rnn_backward(dh, caches):
    dprev, dWx, dWh, db, dxs = 0, 0, 0, 0, []
    for t in reversed(range(dh.shape[1])):
        dx, dprev, gWx, gWh, gb = step_backward(dh[:, t] + dprev, caches[t])
        dWx, dWh, db = dWx + gWx, dWh + gWh, db + gb
        dxs.insert(0, dx)
    return np.stack(dxs, axis=1), dprev, dWx, dWh, db
"""
)
SIGMOID = """
def s(a):
    return 1 / (1 + np.exp(-a))
"""
LSTM = (
    SIGMOID
    + """
class Cell:
    def __init__(self, Wx, Wh, b):
        self.params = [Wx, Wh, b]
        self.grads = [np.zeros_like(p) for p in self.params]

    def forward(self, x, h_prev, c_prev):
        Wx, Wh, b = self.params
        parts = np.split(x @ Wx + h_prev @ Wh + b, 4, axis=1)
        FIRST, SECOND, THIRD, LAST = parts
        f, i, o, g = s(f), s(i), s(o), np.tanh(g)
        c = f * c_prev + i * g
        self.cache = x, h_prev, c_prev, f, i, o, g, np.tanh(c)
        return o * np.tanh(c), c

    def backward(self, dh, dc):
        Wx, Wh, b = self.params
        x, h_prev, c_prev, f, i, o, g, t = self.cache
        dc = dc + dh * o * (1 - t**2)
        df, di, do = dc * c_prev * f * (1 - f), dc * g * i * (1 - i), dh * t * o * (1 - o)
        dg = dc * i * (1 - g**2)
        da = np.hstack([dFIRST, dSECOND, dTHIRD, dLAST])
        for grad, own in zip(self.grads, (x.T @ da, h_prev.T @ da, da.sum(axis=0))):
            grad[...] = own
        return da @ Wx.T, da @ Wh.T, dc * f


class TimeLayer:
    def __init__(self, Wx, Wh, b, stateful=False):
        self.params = [Wx, Wh, b]
        self.grads = [np.zeros_like(p) for p in self.params]
        self.stateful, self.h, self.c = stateful, None, None

    def forward(self, xs):
        zeros = np.zeros((len(xs), len(self.params[1])))
        if not self.stateful or self.h is None:
            self.h, self.c = zeros, zeros
        self.cells, hs = [], []
        for t in range(xs.shape[1]):
            cell = Cell(*self.params)
            self.h, self.c = cell.forward(xs[:, t], self.h, self.c)
            self.cells.append(cell)
            hs.append(self.h)
        return np.stack(hs, axis=1)

    def backward(self, dhs):
        dh, dc, dxs = 0, 0, []
        for grad in self.grads:
            grad[...] = 0
        for t in reversed(range(dhs.shape[1])):
            dx, dh, dc = self.cells[t].backward(dhs[:, t] + dh, dc)
            dxs.insert(0, dx)
            for grad, own in zip(self.grads, self.cells[t].grads):
                grad += own
        return np.stack(dxs, axis=1)
"""
)
GRU = (
    SIGMOID
    + """
class GRU:
    def __init__(self, Wx, Wh, b):
        self.params = [Wx, Wh, b]
        self.grads = [np.zeros_like(p) for p in self.params]

    def forward(self, x, h_prev):
        (Wz, Wr, Wn), (Uz, Ur, Un), (bz, br, bn) = (np.split(p, 3, -1) for p in self.params)
        z, r = s(x @ Wz + h_prev @ Uz + bz), s(x @ Wr + h_prev @ Ur + br)
        n = np.tanh(x @ Wn + (r * h_prev) @ Un + bn)
        self.cache = x, h_prev, z, r, n
        return (1 - z) * h_prev + z * n

    def backward(self, dh):
        (Wz, Wr, Wn), (Uz, Ur, Un), _ = (np.split(p, 3, -1) for p in self.params)
        x, h_prev, z, r, n = self.cache
        dn = dh * z * (1 - n**2)
        dz = dh * (n - h_prev) * z * (1 - z)
        dr = (dn @ Un.T) * h_prev * r * (1 - r)
        da = np.hstack([dz, dr, dn])
        self.grads[0][...] = x.T @ da
        self.grads[1][...] = np.hstack([h_prev.T @ dz, h_prev.T @ dr, (r * h_prev).T @ dn])
        self.grads[2][...] = da.sum(axis=0)
        back = dh * (1 - z) + (dn @ Un.T) * r + dz @ Uz.T + dr @ Ur.T
        return da @ self.params[0].T, back
"""
)
AFFINE = """
class TimeAffine:
    def __init__(self, W, b):
        self.params = [W, b]
        self.grads = [np.zeros_like(W), np.zeros_like(b)]

    def forward(self, xs):
        self.xs = xs
        return xs @ self.params[0] + self.params[1]

    def backward(self, dout):
        rows = dout.reshape(-1, dout.shape[-1])
        self.grads[0][...] = self.xs.reshape(len(rows), -1).T @ rows
        self.grads[1][...] = rows.sum(axis=0)
        return dout @ self.params[0].T
"""


def ordered(order):
    """Return the LSTM with its gates in this order."""
    source = LSTM
    for place, gate in zip(("FIRST", "SECOND", "THIRD", "LAST"), order, strict=True):
        source = source.replace(place, gate)
    return source


def check(tmp_path, source, name, concept, causes=False):
    module = module_of(tmp_path, source)
    return check_object(
        getattr(module, name),
        concept,
        label=name,
        namespace=vars(module),
        mapping={},
        causes=causes,
    )


@pytest.mark.parametrize(
    ("source", "name", "concept", "conventions"),
    [
        (STEP, "step_forward", "rnn_cell", []),
        (SEQUENCE, "rnn_forward", "simple_rnn", []),
        (ordered("ifog"), "Cell", "lstm_cell", []),
        (ordered("fgio"), "Cell", "lstm_cell", ["gates_f_g_i_o"]),
        (ordered("ifgo"), "Cell", "lstm_cell", ["gates_i_f_g_o"]),
        (ordered("ifog"), "TimeLayer", "lstm", []),
        (ordered("fgio"), "TimeLayer", "lstm", ["gates_f_g_i_o"]),
        (ordered("fgio"), "Cell", "lstm", ["lstm_cell", "gates_f_g_i_o"]),
        (GRU, "GRU", "gru_cell", ["gates_z_r_n"]),
        (GRU, "GRU", "gru", ["gru_cell", "gates_z_r_n"]),
        (AFFINE, "TimeAffine", "time_distributed", []),
    ],
)
def test_right_code_agrees(tmp_path, source, name, concept, conventions):
    report = check(tmp_path, source, name, concept)
    assert report.verdict == "agrees", str(report)
    assert [convention.name for convention in report.conventions] == conventions


@pytest.mark.parametrize(
    ("source", "name", "concept", "right", "wrong", "cause"),
    [
        (SEQUENCE, "rnn_forward", "simple_rnn", "dh[:, t] + dprev", "dh[:, t]",
         "state_gradient_dropped"),
        (SEQUENCE, "rnn_forward", "simple_rnn", "dWx + gWx", "gWx", "sum_over_time_forgotten"),
        (STEP, "step_forward", "rnn_cell", "da @ Wh.T", "da @ Wh",
         "recurrent_weight_not_transposed"),
        (ordered("ifog"), "TimeLayer", "lstm", "(1 - t**2)", "1", "slope_of_tanh_forgotten"),
        (ordered("ifog"), "TimeLayer", "lstm", "f * c_prev + i * g", "i * c_prev + f * g",
         "gates_exchanged"),
        (ordered("ifog"), "Cell", "lstm_cell", "o * np.tanh(c), c", "o * c, c", None),
    ],
)  # fmt: skip
def test_wrong_code_is_told_its_cause(tmp_path, source, name, concept, right, wrong, cause):
    assert source.count(right) == 1
    report = check(tmp_path, source.replace(right, wrong), name, concept, causes=True)
    assert report.verdict == "differs", str(report)
    if cause:
        assert cause in [c.name for c in report.causes], str(report)
