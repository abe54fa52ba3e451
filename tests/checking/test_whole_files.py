"""A whole file: every definition is judged, judged by itself, or it is said why not."""

import pytest
from peoples_module import module_of

import parity
from parity.checking.reading.recognition import concept_for, recognise
from parity.checking.running import sandbox
from parity.checking.running.target import file_request

CODE = """\
import numpy as np


class Relu:
    def forward(self, x):
        self.mask = x <= 0
        return np.where(self.mask, 0, x)

    def backward(self, dout):
        return np.where(self.mask, 0, dout)


def wobble_forward(x):
    return np.sin(x) + x, x


def wobble_backward(dout, cache):
    return dout * (np.cos(cache) + 1)


def load_pictures(folder):
    return folder


def shifted(x):
    return x + 1


def _private(x):
    return x


class Base:
    def forward(self, x):
        raise NotImplementedError

    def backward(self, dout):
        raise NotImplementedError
"""


@pytest.fixture
def reports(tmp_path):
    def check(code, name=""):
        path = tmp_path / "mine.py"
        path.write_text(code, encoding="utf-8")
        target = f"{path}::{name}" if name else str(path)
        return {r.object: r for r in sandbox.check(file_request(target, None, {}, 30.0))}

    return check


def test_every_definition_is_mentioned_once_in_its_order(reports):
    found = reports(CODE)
    assert [(name, r.verdict, r.alone) for name, r in found.items()] == [
        ("Relu", "agrees", False),
        ("wobble_forward", "agrees", True),
        ("wobble_backward", "passed", False),
        ("load_pictures", "passed", False),
        ("shifted", "passed", False),
        ("Base", "passed", False),
    ]
    assert "wobble_forward" in found["wobble_backward"].remarks[0].en
    assert found["load_pictures"].remarks[0].en == "it prepares data"
    assert found["Base"].remarks[0].en == "it is a base class"


def test_what_is_passed_over_does_not_count_in_the_exit_code(reports):
    found = reports(CODE)
    assert max(r.exit_code for r in found.values()) == 0
    found = reports(CODE.replace("(np.cos(cache) + 1)", "np.cos(cache)"))
    assert found["wobble_forward"].verdict == "differs"
    assert max(r.exit_code for r in found.values()) == 1


def test_a_name_that_nobody_knows_is_judged_by_itself(reports):
    (report,) = reports(CODE, "wobble_backward").values()
    assert report.verdict == "agrees"
    assert report.alone


def test_what_cannot_be_used_as_its_concept_is_judged_by_itself(reports):
    code = """\
import numpy as np


class Dense:
    def __init__(self, plan):
        self.layers = [np.random.randn(a, b) for a, b in zip(plan["dims"], plan["dims"][1:])]

    def forward(self, x):
        return x

    def backward(self, dout):
        return dout
"""
    (report,) = reports(code).values()
    assert report.verdict == "error"  # nobody knows what a plan is
    code = code.replace('plan["dims"], plan["dims"][1:]', "layer_dims, layer_dims[1:]")
    code = code.replace("plan", "layer_dims").replace("return x", "self.x = x\n        return x")
    code = code.replace("return x", "return x @ self.layers[0]")
    code = code.replace("return dout", "return dout @ self.layers[0].T")
    (report,) = reports(code).values()
    assert report.verdict == "agrees"
    assert report.alone
    assert any("judged by itself" in text.en for text in report.reading)


def test_a_file_in_which_nothing_can_be_judged_says_why_of_each(reports):
    from parity.checking.loading.crashes import RefusedError

    with pytest.raises(RefusedError) as refused:
        reports("def load_rows(path):\n    return path\n\n\ndef shifted(x):\n    return x + 1\n")
    assert "load_rows: it prepares data" in refused.value.crash.hint.en
    assert "shifted" in refused.value.crash.hint.en


class Wobble:
    made = 0

    def __init__(self):
        Wobble.made += 1

    def forward(self, x):
        return x * x

    def backward(self, dout):
        return dout


def test_an_object_in_a_notebook_is_judged_by_itself_elsewhere():
    report = parity.check(Wobble)
    assert report.alone
    assert report.verdict == "differs"  # it forgets to multiply by 2 x
    assert Wobble.made == 0  # nothing of it ran in this process


def test_a_class_without_a_way_forward_is_no_layer():
    class Softmax:
        def loss(self, X, y):
            return 0.0

    class Forward(Softmax):
        def forward_pass(self, X):
            return X

    assert concept_for("Softmax", Softmax) is None
    assert concept_for("Softmax", Forward) == "softmax"


STACKED = """\
import numpy as np


class RNN:
    def __init__(self, units):
        self.units, self.params = units, {"W": None, "b": None}

    def build(self, input_shape):
        n = input_shape[-1] + self.units
        self.params = {"W": np.random.randn(n, self.units) / n, "b": np.zeros((1, self.units))}

    def forward(self, inputs, training=True):
        n, t, d = inputs.shape
        self.xh, self.h = [], [np.zeros((n, self.units))]
        for k in range(t):
            self.xh.append(np.hstack([inputs[:, k], self.h[-1]]))
            self.h.append(np.tanh(self.xh[-1] @ self.params["W"] + self.params["b"]))
        return self.h[-1]

    def backward(self, dh):
        dx, self.dW, self.db = [], 0, 0
        for xh, h in zip(self.xh[::-1], self.h[::-1]):
            dz = dh * (1 - h ** 2)
            self.dW, self.db = self.dW + xh.T @ dz, self.db + dz.sum(axis=0, keepdims=True)
            back = dz @ self.params["W"].T
            dx, dh = [back[:, : -self.units], *dx], back[:, -self.units :]
        return np.stack(dx, axis=1)
"""


def test_what_raises_on_every_case_of_its_concept_may_be_right_by_itself(reports):
    (report,) = reports(STACKED).values()
    assert report.verdict == "agrees"
    assert report.alone
    (report,) = reports(STACKED.replace("h ** 2", "h")).values()
    assert report.verdict == "error"
    assert report.crash.name == "raised"


def test_a_function_with_fewer_arguments_than_its_concept_has_arrays_is_another(reports):
    found = reports("def linear(x):\n    return x\n\n\ndef sigmoid(x):\n    return x\n")
    assert (found["linear"].concept, found["linear"].verdict) == ("identity", "agrees")
    line = reports("def linear(x):\n    return 2 * x + 1\n\n\ndef sigmoid(x):\n    return x\n")
    assert line["linear"].verdict == "passed"
    assert found["sigmoid"].verdict == "differs"


BASES = """
class Layer:
    def forward(self, x):
        raise NotImplementedError

    def backward(self, dout):
        raise NotImplementedError


class BatchNormalization(Layer):
    def __init__(self, gamma, beta):
        self.gamma, self.beta = gamma, beta

    def normalized(self, x):
        return self.gamma * (x - x.mean(axis=0)) / x.std(axis=0) + self.beta


class BatchNorm(BatchNormalization):
    def forward(self, x):
        return self.normalized(x)
"""


def test_a_class_whose_way_forward_is_only_announced_is_no_layer(tmp_path):
    assert recognise(vars(module_of(tmp_path, BASES, "bases"))) == [("BatchNorm", "batch_norm")]
