"""A crash names its cause where the failing line and the values in it show it, and nowhere else."""

import re
from dataclasses import replace

import numpy as np
import pytest
from peoples_module import module_of

from parity.checking.causes.crashing.crash import (
    OF_CRASHES,
    cause_of,
    seen_in_the_line,
    shapes_at_hand,
)
from parity.checking.judging.nothing_to_compare import with_crash

X = np.arange(12.0).reshape(4, 3) - 5
IMAGES = np.arange(96.0).reshape(2, 3, 4, 4)
LABELS = np.array([0, 2, 1, 1])

# name of the cause: (code, argument of f, the line that is named, the mended line or None)
CRASHES = {
    "keepdims_missing": [
        (
            "def f(x):\n    e = np.exp(x)\n    return e / np.sum(e, axis=1)",
            X, "return e / np.sum(e, axis=1)", "return e / np.sum(e, axis=1, keepdims=True)",
        ),
        (
            "def f(x):\n    m = x.max(1)\n    z = x - m\n    return z",
            X, "m = x.max(1)", "m = x.max(1, keepdims=True)",
        ),
        (
            "def f(x):\n    lse = np.log(np.exp(x).sum(axis=-1))\n    return x - lse",
            X, "lse = np.log(np.exp(x).sum(axis=-1))", None,
        ),
        (
            "def f(x):\n    y = 1 * x\n    y -= np.mean(x, axis=1, keepdims=False)\n    return y",
            X, "y -= np.mean(x, axis=1, keepdims=False)", "y -= np.mean(x, axis=1, keepdims=True)",
        ),
    ],
    "matmul_transposed": [
        (
            "def f(x):\n    dout = np.ones((4, 2))\n    return x @ dout",
            X, "return x @ dout", "return x.T @ dout",
        ),
        (
            "def f(x):\n    W = np.ones((2, 3))\n    return np.dot(x, W)",
            X, "return np.dot(x, W)", "return np.dot(x, W.T)",
        ),
        (
            # Both transpositions fit a square; the shape of W says which one is meant.
            "def f(x):\n    W, d = np.ones((3, 4)), np.ones((4, 4))\n    dW = x @ d\n    return dW",
            X, "dW = x @ d", "dW = x.T @ d",
        ),
    ],
    "matmul_exchanged": [
        (
            "def f(x):\n    W = np.ones((2, 4))\n    return x.dot(W)",
            X, "return x.dot(W)", "return W.dot(x)",
        ),
    ],
    "window_of_the_gradient": [
        (
            "def f(x):\n    return backward(np.ones((2, 3, 3, 3)), x)\n"
            "def backward(dout, x):\n    dx, i = np.zeros_like(x), 1\n"
            "    dx[:, :, i:i + 3, 0:3] += dout[:, :, i:i + 3, 0:3] * 2\n    return dx",
            IMAGES, "dx[:, :, i:i + 3, 0:3] += dout[:, :, i:i + 3, 0:3] * 2", None,
        ),
    ],
    "reshape_of_another_size": [("def f(x):\n    return x.reshape(-1, 5)", X, None, None)],
    "padding_left_out": [
        (
            "class Windows:\n    def __init__(self):\n        self.size, self.pad = 2, 1\n"
            "    def go(self, x):\n        n, c, h, w = x.shape\n"
            "        rows = int(1 + (h - self.size) / 2)\n"
            "        cols = (w - self.size) // 2 + 1\n"
            "        best = np.zeros(n * c * 3 * 3)\n"
            "        return best.reshape(n, c, rows, cols)\n"
            "def f(x):\n    return Windows().go(x)",
            IMAGES, None, "rows = int(1 + (h + 2 * self.pad - self.size) / 2)",
        ),
        (
            "def f(x, padding=2):\n    side = x.shape[2]\n    oh = side - 2\n"
            "    return np.zeros(2 * 36).reshape((2, oh, oh))",
            IMAGES, "oh = side - 2", "oh = side + 2 * padding - 2",
        ),
    ],
    "axis_out_of_bounds": [("def f(x):\n    return x.sum(axis=1)", X[0], None, None)],
    "shape_unpacked": [("def f(x):\n    n, c, h, w = x.shape\n    return n", X, None, None)],
    "results_unpacked": [
        ("def g(x):\n    return x, 1\ndef f(x):\n    a, b, c = g(x)\n    return a", X, None, None),
    ],
    "index_out_of_bounds": [
        (
            "def f(x):\n    for i in range(len(x) + 1):\n        x[i] = 0",
            X, "x[i] = 0", None,
        ),
    ],
    "too_many_indices": [
        ("def f(x):\n    return x[:, :, 0]", X, None, None),
        ("def f(x):\n    return x.shape[2]", X, None, None),
    ],
    "misspelt": [
        ("def f(x):\n    hidden = x\n    return hiden", X, None, "return hidden"),
        (
            "class A:\n    def go(self, x):\n        self.output = x\n        return self.ouput\n"
            "def f(x):\n    return A().go(x)",
            X, None, "return self.output",
        ),
    ],
    "self_missing": [
        (
            "class A:\n    def go(self, x):\n        self.mask = x > 0\n        return x * mask\n"
            "def f(x):\n    return A().go(x)",
            X, None, "return x * self.mask",
        ),
    ],
    "import_missing": [("def f(x):\n    return math.exp(1)", X, None, None)],
    "import_left_out": [
        ("if False:\n    from elsewhere import tanh\ndef f(x):\n    return tanh(x)", X, None, None),
        ("if False:\n    import elsewhere as e\ndef f(x):\n    return e.tanh(x)", X, None, None),
    ],
    "undefined": [("def f(x):\n    return x + qqq", X, None, None)],
    "no_value_yet": [
        ("def f(x, c_prev=1):\n    c = 2 * c + x\n    return c", X, None, "c = 2 * c_prev + x"),
    ],
    "not_started": [
        ("def f(x):\n    for row in x:\n        total += row\n    return total", X, None, None),
        (
            "class A:\n    def __init__(self):\n        self.m = {}\n"
            "    def step(self, g):\n        self.m['W'] = self.m['W'] + g\n"
            "def f(x):\n    A().step(x)",
            X, "self.m['W'] = self.m['W'] + g", None,
        ),
    ],
    "not_kept": [
        (
            "class A:\n    def forward(self, x):\n        mask = x > 0\n        return x * mask\n"
            "    def backward(self, d):\n        return d * self.mask\n"
            "def f(x):\n    a = A()\n    return a.backward(a.forward(x))",
            X, "mask = x > 0", "self.mask = x > 0",
        ),
    ],
    "not_set_yet": [
        (
            "class Affine:\n    def update(self):\n        self.dW = 1\n"
            "def f(x):\n    layer = Affine()\n    return layer.dW",
            X, "return layer.dW", None,
        ),
        (
            "class A:\n    def begin(self):\n        self.total = 0\n"
            "    def go(self, x):\n        return x + self.total\n"
            "def f(x):\n    return A().go(x)",
            X, "return x + self.total", None,
        ),
        (
            # What another method sets is not misspelt, however near another name is.
            "class A:\n    input_size = 3\n    def build(self):\n        self.output_size = 4\n"
            "    def go(self, x):\n        return x * self.output_size\n"
            "def f(x):\n    return A().go(x)",
            X, "return x * self.output_size", None,
        ),
    ],
    "never_set": [
        (
            "class A:\n    def go(self, x):\n        return x * self.scale\n"
            "def f(x):\n    return A().go(x)",
            X, "return x * self.scale", None,
        ),
    ],
    "still_none": [
        (
            "class A:\n    def __init__(self):\n        self.mask = None\n"
            "    def go(self, x):\n        return x * self.mask\n"
            "def f(x):\n    return A().go(x)",
            X, "return x * self.mask", None,
        ),
    ],
    "is_none": [("def f(x, scale=None):\n    return x * scale", X, None, None)],
    "changes_and_returns_none": [
        (
            "def f(x):\n    rows = [1, 2]\n    rows = rows.append(3)\n    return rows[0]",
            X, "rows = rows.append(3)", None,
        ),
    ],
    "return_missing": [
        (
            "def relu(x):\n    y = x * (x > 0)\ndef f(x):\n    y = relu(x)\n    return y + 1",
            X, "y = x * (x > 0)", None,
        ),
        ("def g(x):\n    x * 2\ndef f(x):\n    return g(x) + 1", X, "x * 2", None),
    ],
    "no_branch_taken": [
        (
            "def pads(size, mode='same'):\n    if mode == 'valid':\n        return 0, 0\n"
            "    elif mode == 'same':\n        return size // 2, (size - 1) // 2\n"
            "def f(x, padding=0):\n    before, after = pads(3, padding)\n    return before",
            X, "elif mode == 'same':", None,
        ),
        (
            "def act(x, name):\n    if name == 'relu':\n        return x * (x > 0)\n"
            "def f(x):\n    y = act(x, name='tanh')\n    return y + 1",
            X, "if name == 'relu':", None,
        ),
    ],
    "wrong_call": [
        ("def g(x, w):\n    return x\ndef f(x):\n    return g(x)", X, "return g(x)", None),
    ],
    "key_misspelt": [
        ("def f(x):\n    params = {'W1': x}\n    return params['w1']", X, None, None),
    ],
    "array_for_shape": [
        ("def f(x):\n    return np.zeros(x)", X, None, None),
        ("def f(x):\n    return np.ones(x)", X[0], None, None),
    ],
    "sizes_for_shape": [
        (
            "def f(x):\n    n, m = x.shape\n    out = np.zeros(n, m)\n    return out",
            X, None, "out = np.zeros((n, m))",
        ),
    ],
    "shape_for_sizes": [("def f(x):\n    return np.random.randn((2, 3))", X, None, None)],
    "float_for_integer": [
        (
            "def f(x):\n    n = (len(x) - 2) / 2 + 1\n    return np.zeros((n, 3))",
            X, "n = (len(x) - 2) / 2 + 1", None,
        ),
        ("def f(x):\n    half = len(x) / 2\n    return x[:half]", X, "half = len(x) / 2", None),
        (
            "def f(x):\n    for i in range(len(x) / 2):\n        pass",
            X, "for i in range(len(x) / 2):", None,
        ),
    ],
    "float_array_for_index": [
        ("def f(x):\n    return x[np.arange(4), LABELS.astype(float)]", X, None, None),
    ],
    "no_array": [
        ("def f(x):\n    rows = x.tolist()\n    return rows.shape", X, None, None),
        ("def f(x):\n    rows = [1, 2]\n    return rows - 1", X, None, None),
        ("def f(x):\n    rows = [[1, 2]]\n    return rows[:, 0]", X, None, None),
    ],
    "number_for_array": [("def f(x):\n    n = 3.0\n    return n.shape", X, None, None)],
    "truth_of_an_array": [
        ("def f(x):\n    return max(0, x)", X, None, "return np.maximum(0, x)"),
        ("def f(x):\n    if x > 0:\n        return x\n    return 0 * x", X, "if x > 0:", None),
        ("def f(x):\n    return x if x > 0 else 0", X, None, None),
    ],
    "array_for_number": [
        (
            "import math\ndef f(x):\n    return 1 / (1 + math.exp(-x))",
            X, None, "return 1 / (1 + np.exp(-x))",
        ),
    ],
    "floats_into_integers": [
        ("def f(x):\n    w = np.arange(3)\n    w -= 0.1 * x[0]\n    return w", X,
         "w -= 0.1 * x[0]", "w = w - 0.1 * x[0]"),
    ],
}  # fmt: skip

EACH = [(name, *crash) for name, crashes in CRASHES.items() for crash in crashes]


def raised_by(code, argument, folder):
    """Run ``f(argument)`` of a file with this code; return what it raises."""
    module = module_of(folder, f"LABELS = np.array([0, 2, 1, 1])\n{code}\n", "mine")
    try:
        module.f(np.array(argument))
    except Exception as error:
        return error
    raise AssertionError("it was to raise")


@pytest.mark.parametrize(("name", "code", "argument", "line", "mended"), EACH)
def test_the_cause_of_a_crash(name, code, argument, line, mended, tmp_path):
    error = raised_by(code, argument, tmp_path)
    cause = cause_of(error)
    assert cause is not None, error
    assert cause.name == name
    assert cause.line.file.endswith("mine.py")
    source = (tmp_path / "mine.py").read_text().splitlines()
    assert source[cause.line.number - 1].strip() == cause.line.text
    if line:
        assert cause.line.text == line
    if mended:
        assert cause.mended == mended
    assert cause.kind.en
    for text in (cause.text, cause.kind):
        assert re.search(r"[a-z]{2}", text.en)
        assert not text.ja.isascii()
        assert "None" not in text.en or "None" in str(error) + name + text.ja


def test_every_cause_is_tried():
    listed = {name for names in OF_CRASHES.values() for name in names}
    assert listed == {*CRASHES, "self_missing_in_definition", "shapes_apart"}


@pytest.mark.parametrize("code", [
    # The sum is over the axis that the shapes do not miss: keepdims would not help.
    "def f(x):\n    return np.ones((5, 7)) / np.sum(x, axis=1)",
    "def f(x):\n    return x + np.ones((2, 2))",
    # Neither transposition fits, or both do and nothing says which is meant.
    "def f(x):\n    return x @ np.ones((5, 6))",
    "def f(x):\n    return x @ np.ones((4, 4))[:, :3].T[:, :3].T @ np.ones((7, 7))",
    "def f(x):\n    raise ValueError('n must be even')",
    # It was raised in a function of ours, and not in the line that calls it.
    "from parity.describing.concept import draw_case\ndef f(x):\n    k = None\n"
    "    return draw_case(k, x)",
    "def f(x):\n    return {}[3]",
    "def f(x):\n    return 1 / 0",
    "def f(x):\n    assert x.sum() == 0",
])  # fmt: skip
def test_what_the_line_does_not_show_is_not_told(code, tmp_path):
    assert cause_of(raised_by(code, X, tmp_path)) is None


@pytest.mark.parametrize(("pad", "size"), [(0, 36), (1, 35)])
def test_a_padding_that_explains_nothing_is_not_blamed(pad, size, tmp_path):
    code = (
        f"def f(x, pad={pad}):\n    side = x.shape[2]\n    out = side - 1\n"
        f"    return np.zeros({size}).reshape(out, out)"
    )
    assert cause_of(raised_by(code, IMAGES, tmp_path)).name == "reshape_of_another_size"


def test_a_function_that_returns_in_every_branch_is_not_blamed(tmp_path):
    code = (
        "def act(x, name):\n    if name == 'relu':\n        return x\n    else:\n"
        "        return None\ndef f(x):\n    y = act(x, 'tanh')\n    return y + 1"
    )
    assert cause_of(raised_by(code, X, tmp_path)).name == "is_none"


def test_what_a_change_mends_is_not_told_twice(tmp_path):
    code = (
        "def f(x, pad=1):\n    side = x.shape[2]\n    out = side - 1\n"
        "    return np.zeros(25).reshape(out, out)"
    )
    error = raised_by(code, IMAGES, tmp_path)
    crash = cause_of(error)
    assert with_crash([], error, None) == [crash]
    mending = replace(crash, name="missing_term", mended="out = side + 2 * pad - 1")
    assert with_crash([mending], error, None) == [mending]
    elsewhere = replace(mending, line=replace(crash.line, text="elsewhere"))
    assert with_crash([elsewhere], error, None) == [elsewhere, crash]


APART = {
    "def f(x):\n    W = np.ones((3, 3))\n    return x + W": "x and W, of shapes (4, 3) and (3, 3),",
    "def f(x):\n    x = x.copy()\n    x += np.ones((3, 3)).T\n    return x":
        "x and np.ones((3, 3)).T, of shapes (4, 3) and (3, 3),",
    "def f(x):\n    d = np.zeros((4, 2))\n    d[:, 0] = x\n    return d":
        "has shape (4, 3), and the place for it (4,).",
    "def f(x):\n    return np.dot(x, x)": "(4, 3) and (4, 3) cannot be multiplied",
    "def f(x):\n    return x @ np.ones((5, 6))": "have 5 elements and 3",
    "def f(x):\n    return np.tensordot(x, np.ones((4, 2)), 1)": "axes that are summed over",
    "def f(x):\n    return np.concatenate([x, x.T])": "put together",
}  # fmt: skip


@pytest.mark.parametrize(("code", "told"), APART.items(), ids=range(len(APART)))
def test_arrays_that_do_not_fit_are_told_where_nothing_else_is_known(code, told, tmp_path):
    error = raised_by(code, X, tmp_path)
    cause = seen_in_the_line(error)
    assert cause.name == "shapes_apart"
    assert told in cause.text.en
    assert cause.line.text in code
    assert not cause.text.ja.isascii()
    assert cause.kind.en
    if cause_of(error) is None:
        assert with_crash([], error, None) == [cause]
        unknown = replace(cause, name="unknown")
        assert with_crash([unknown], error, None) == [cause]
        known = replace(cause, name="sign")
        assert with_crash([known], error, None) == [known]


def test_what_is_no_matter_of_shapes_is_not_told_as_one(tmp_path):
    assert seen_in_the_line(raised_by("def f(x):\n    raise ValueError(3)", X, tmp_path)) is None


def test_a_method_without_self(tmp_path):
    code = "class A:\n    def forward(x):\n        return x\ndef f(x):\n    return A().forward(x)"
    error = raised_by(code, X, tmp_path)
    kind = error.__traceback__.tb_next.tb_frame.f_globals["A"]
    cause = cause_of(error, kind)
    assert cause.name == "self_missing_in_definition"
    assert cause.line.text == "def forward(x):"
    assert cause.mended == "def forward(self, x):"


def test_the_users_objects_are_not_run_again(tmp_path):
    code = (
        "class Loud:\n    @property\n    def size(self):\n        CALLS.append(1)\n"
        "        return 3.0\n    def __mul__(self, other):\n        CALLS.append(1)\n"
        "        raise ValueError('operands could not be broadcast together')\n"
        "CALLS = []\nloud = Loud()\ndef f(x):\n    return np.sum(loud * loud.size, axis=0)"
    )
    error = raised_by(code, X, tmp_path)
    calls = error.__traceback__.tb_next.tb_frame.f_globals["CALLS"]
    before = len(calls)
    assert cause_of(error) is None
    shapes_at_hand(error, {})
    assert len(calls) == before == 2


def test_the_shapes_in_the_line_are_told_but_not_twice(tmp_path):
    error = raised_by("def f(x):\n    s = np.ones(5)\n    return x * s", X, tmp_path)
    assert shapes_at_hand(error, {}).en == "In that line: x (4, 3), s (5,)."
    assert shapes_at_hand(error, {"x": (4, 3)}).en == "In that line: s (5,)."
    assert not shapes_at_hand(error, {"x": (4, 3), "s": (5,)}).en


def test_an_error_that_no_line_of_the_users_raised_has_no_cause():
    with pytest.raises(ValueError, match="broadcast") as raised:
        np.zeros(3) + np.zeros(4)
    assert cause_of(raised.value.with_traceback(None)) is None
