"""Slips: the wrong lines that small edits make of a right one."""

import ast

import pytest

from parity.harness.slips import slips
from parity.harness.slips.line import shape_of
from parity.harness.slips.scope import names_in


def wrongs(line):
    return [slip.wrong for slip in slips(line)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("c1 = 1 - self.beta1**self.t", "c1 = self.beta1**self.t"),
        ("c1 = 1 - self.beta1**self.t", "c1 = 1 - self.beta2**self.t"),
        ("c1 = 1 - self.beta1**self.t", "c1 = 1 + self.beta1**self.t"),
        ("return dy * self.y * (1 - self.y)", "return dy * self.y * self.y"),
        ("return dy * self.y * (1 - self.y)", "return self.y * (1 - self.y)"),
        ("return dy * self.y * (1 - self.y)", "return dy * self.y"),
        ("root = np.sqrt(v) + self.epsilon", "root = v + self.epsilon"),
        ("root = np.sqrt(v) + self.epsilon", "root = np.sqrt(v + self.epsilon)"),
        ("root = np.sqrt(v + self.epsilon)", "root = np.sqrt(v) + self.epsilon"),
        ("db = dy.sum(axis=0)  # over the batch", "db = dy.mean(axis=0)"),
        ("db = dy.sum(axis=0)  # over the batch", "db = dy.sum(axis=1)"),
        ("db = dy.sum(axis=0)  # over the batch", "db = dy.sum()"),
        ("c = x.max(axis=1, keepdims=True)", "c = x.max(axis=1)"),
        ("c = x.max(axis=1, keepdims=True)", "c = x.min(axis=1, keepdims=True)"),
        ("dW = x.T @ dy", "dW = x @ dy"),
        ("dW = x.T @ dy", "dW = dy.T @ x"),
        ("dW = x.T @ dy", "dW = dy @ x.T"),
        ("h = U.dot(h)", "h = U.T.dot(h)"),
        ("h += g**2", "h = g**2"),
        ("h += g**2", "h += g"),
        ("w -= self.lr * g", "w += self.lr * g"),
        ("w -= a + b", "w = w - (a + b)"),
        ("return np.where(x > 0, x, a * x)", "return np.where(x > 0, a * x, x)"),
        ("return np.where(x > 0, x, a * x)", "return np.where(x < 0, x, a * x)"),
        ("return np.where(x > 0, x, a * x)", "return np.where(x >= 0, x, a * x)"),
        ("d = a + b - c", "d = c - (a + b)"),
        ("d = a * b / c", "d = c / (a * b)"),
        ("d = ((x - mu) ** 2).mean()", "d = (x - mu).mean()"),
        ("y = x.transpose(0, 3, 1, 2)", "y = x.transpose(0, 3, 2, 1)"),
        ("return dx[:, p : H + p]", "return dx[:, :H]"),
        ("i, f = np.split(a, 2)", "f, i = np.split(a, 2)"),
        ("for i in range(1, n + 1):", "for i in range(1, n):"),
        ("if training:", "if not training:"),
        ("elif i < 3:", "elif i <= 3:"),
        ("(channels[2], 3, 1),", "(channels[1], 3, 1),"),
        ("hs = hs[::-1]", "hs = hs"),
    ],
)
def test_a_slip_is_what_it_should_be(line, expected):
    assert expected in wrongs(line)


def test_what_cannot_be_read_has_no_slips():
    assert slips("else:") == ()
    assert slips("x = f(") == ()
    assert slips('y = "π" + x') == ()


def test_no_slip_is_taken_or_comes_twice():
    line = "return dy * self.y * (1 - self.y)  # the derivative"
    found = slips(line, ("return  dy*self.y*self.y",))
    shapes = [shape_of(slip.wrong) for slip in found]
    assert len(set(shapes)) == len(shapes)
    assert shape_of(line) not in shapes
    assert "return dy * self.y * self.y" not in [slip.wrong for slip in found]
    assert len({slip.name for slip in found}) == len(found)


@pytest.mark.parametrize("line", ["y = a + b", "y = np.maximum(a, b)", "y = t - y"])
def test_no_slip_takes_something_from_itself(line):
    assert "y = y - y" not in wrongs(line)
    assert "y = t - t" not in wrongs(line)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("return dy * (1 - self.y)", "return dy * 1 - self.y"),
        ("return (a - b) / c", "return a - b / c"),
        ("d = -(a + b)", "d = -a + b"),
        ("d = a * b + c", "d = a * (b + c)"),
        ("d = a + b * c", "d = (a + b) * c"),
        ("d = a * b", "d = a + b"),
        ("d = a + b", "d = a * b"),
        ("n = (g**2).sum()", "n = (g**2).sum() ** 2"),
        ("db = dy.sum(axis=0)", "db = x.sum(axis=0)"),
        ("c = f * prev_c + i * g", "c = x * prev_c + i * g"),
        ("v = self.rho * v", "v = self.beta1 * v"),
        ("n = (H - kh) // sh", "n = (H - kh) // sw"),
        ("a, b = oh * sh, ow * sw", "a, b = ow * sh, oh * sw"),
    ],
)
def test_slips_that_explain_numbers_are_made_where_names_are_known(line, expected):
    names = ["x", "o", "self.beta1", "sw"]
    assert expected in [slip.wrong for slip in slips(line, names=names)]
    assert expected not in wrongs(line)


def test_what_has_a_name_in_a_function_is_found():
    tree = ast.parse(
        "class A:\n"
        "    def __init__(self):\n        self.kept = 1\n"
        "    def f(self, x, *, y=0):\n        z = x\n        for i in y:\n            self.w = z\n"
    ).body[0]
    assert names_in(tree.body[1], tree) == ["x", "y", "z", "i", "self.kept", "self.w"]
