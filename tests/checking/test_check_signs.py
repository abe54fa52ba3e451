"""What a sign of a mistake says: what it shows, and no more."""

from types import SimpleNamespace

import pytest

from parity.checking.causes.fingerprints import arithmetic, precision, relations
from parity.describing.concept import NOTHING, Mistake

CLIPPED = """
def sigmoid(x):
    s = np.where(x >= 0, 1 / (1 + np.exp(-np.abs(x))), 1 - 1 / (1 + np.exp(-np.abs(x))))
    return np.clip(s, 1e-7, 1 - 1e-7)  # here
"""

SECOND_STEP = """
class Momentum:
    def __init__(self, lr=0.01, momentum=0.9):
        self.lr, self.momentum, self.v = lr, momentum, {}

    def update(self, params, grads):
        for k in params:
            v = self.v.get(k, np.zeros_like(params[k]))
            self.v[k] = np.sin(7 * v) * self.momentum - self.lr * grads[k]
            params[k] += self.v[k]
"""

PART_OF_THE_INPUTS = """
def elu(x, alpha=1.0):
    return np.where(x > 0, x, np.sin(x) * alpha - 0.3 * np.cos(3 * x))
"""

ROWS = """
def softmax(x):
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / np.linalg.norm(e, axis=-1, keepdims=True)
"""

ON_TOP = """
def tanh(x):
    y = np.tanh(x)
    return 1 / (1 + np.exp(-y))
"""

ALL_SMALL = """
def tanh(x):
    return np.around(np.tanh(x), 7)
"""

SAID = {
    "a second step": (SECOND_STEP, "Momentum", "momentum", "The first step of W is right"),
    "a part": (PART_OF_THE_INPUTS, "elu", "elu", "0, and right everywhere else: start with what"),
    "rows": (ROWS, "softmax", "softmax", "is off by a factor of its own. What each row"),
    "a function": (ON_TOP, "tanh", "tanh", "equals the right result, put through a sigmoid"),
    "small errors": (ALL_SMALL, "tanh", "tanh", "as small as the rounding of single precision"),
}


@pytest.mark.parametrize("name", SAID)
def test_a_sign_says_no_more_than_it_shows(asked, name):
    code, target, concept, said = SAID[name]
    (cause,) = asked(code, target, concept).causes
    assert said in cause.text.en
    for too_much in ("is not kept", "condition", "another axis", "is missing", "was computed in"):
        assert too_much not in cause.text.en


def test_a_step_without_memory_is_told(asked):
    code = SECOND_STEP.replace("self.v.get(k, np.zeros_like(params[k]))", "0.0 * grads[k]")
    report = asked(code.replace("np.sin(7 * v)", "v"), "Momentum", "momentum")
    assert report.causes[0].name in ("state_kept", "velocity_not_kept", "other_formula")


def test_a_clip_of_the_size_of_single_precision_is_not_called_so(asked):
    report = asked(CLIPPED, "sigmoid", "sigmoid")
    assert "float32" not in [cause.name for cause in report.causes]


@pytest.mark.parametrize(
    ("code", "subtracts"),
    [
        (["e = np.exp(x - np.max(x))"], True),
        (["e = np.exp(x - x.max(axis=1, keepdims=True))"], True),
        (["c = np.max(a)", "exp_a = np.exp(a - c)"], True),
        (["x -= x.max()"], True),
        (["c = np.max(a)", "exp_a = np.exp(a)"], False),
        (["y = np.maximum(x, 0) - 1"], False),
    ],
)
def test_whether_the_maximum_is_subtracted_already_is_seen(code, subtracts):
    assert precision.subtracts_the_maximum(code) is subtracts


def test_a_scaled_term_is_one_that_a_listed_mistake_leaves_out():
    sum_, other = (
        Mistake("a", "y = u + v", "y = u", NOTHING),
        Mistake("b", "y = u", "y = -u", NOTHING),
    )
    assert arithmetic.leaves_out_a_term(sum_)
    assert not arithmetic.leaves_out_a_term(other)


def test_a_case_with_another_argument_is_where_it_is_wrong():
    def in_case(padding, fine):
        case = SimpleNamespace(config={"padding": padding})
        return SimpleNamespace(case=case, comparisons=[SimpleNamespace(quantity="y", fine=fine)])

    evidence = SimpleNamespace(
        quantity="y",
        plain="y",
        wrong=[in_case(2, False)],
        judged=[in_case(2, False), in_case(0, True)],
        referee=SimpleNamespace(defaults={"padding": 0}),
    )
    said = relations.only_with_argument(evidence)
    assert said.name == "unknown"
    assert said.text.en.startswith("y is right in every case with padding = 0, and wrong in every")
