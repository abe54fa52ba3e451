"""The kind of a mistake, the mended line, mapped names that stand nowhere, digits that differ."""

import numpy as np
import pytest

from parity.checking.causes.kinds import KINDS, OF_FINGERPRINTS, kind_of_edit, told
from parity.checking.causes.literals import short_pair
from parity.checking.causes.renaming import in_their_names
from parity.checking.judging.mapped import unmatched
from parity.checking.report import Cause, Line
from parity.describing.concept import Text
from parity.harness.registry import all_concepts, find


@pytest.mark.parametrize(
    ("theirs", "wrong", "right", "mended"),
    [
        (
            "cell = f * c_prev - i * g", "c = f * prev_c - i * g", "c = f * prev_c + i * g",
            "cell = f * c_prev + i * g",
        ),
        (
            "self.db = np.mean(dout, axis=0)", "grads['b'] = dy.mean(axis=0)",
            "grads['b'] = dy.sum(axis=0)", "self.db = dout.sum(axis=0)",
        ),
        ("dx = np.dot(d, self.W)", "return dy @ W", "return dy @ W.T", "dx = d @ self.W.T"),
        (
            "w += rate * grads[k]", "w += self.lr * g", "w -= self.lr * g",
            "w -= rate * grads[k]",
        ),
        # What the user's line does not tell, or where it is another line altogether.
        ("return dout", "return dy", "return dy * self.factor", ""),
        ("dx = dout * 2", "return dy * self.y", "return dy * (1 - self.y)", ""),
        ("a = b - c + d", "a = b + c", "a = b - c", ""),
        ("w = w + lr * g", "w += self.lr * g", "w -= self.lr * g", ""),
        ("x = y @ y", "x = a @ b", "x = b @ a", ""),
        ("if x:", "if y:", "if z:", ""),
    ],
)  # fmt: skip
def test_a_line_is_mended_in_the_users_names(theirs, wrong, right, mended):
    assert in_their_names(theirs, wrong, right) == mended


@pytest.mark.parametrize(
    ("wrong", "right", "kind"),
    [
        ("w += lr * g", "w -= lr * g", "sign"),
        ("return 2 * rate * W", "return rate * W", "factor"),
        ("centred = dx", "centred = dx - mean", "term"),
        ("e.sum(axis=0)", "e.sum(axis=1)", "axis"),
        ("y = x >= 0", "y = x > 0", "condition"),
        ("c2 = 1 - beta1**t", "c2 = 1 - beta2**t", "name"),
        ("s = math.sqrt(2 / n)", "s = math.sqrt(1 / n)", "number"),
        ("v = m * v - lr * g", "v[...] = m * v - lr * g", "in_place"),
        ("c = f * c - i * g", "c = i * c - f * g", "exchanged"),
        ("z = tanh(a)", "z = sigmoid(a)", "function"),
        ("col = col.reshape(n, m)", "col = col.transpose(0, 2, 1)", "order"),
        ("pass", "g = g + decay * w", "missing"),
    ],
)
def test_the_kind_of_an_edit(wrong, right, kind):
    assert kind_of_edit(wrong, right) == KINDS[kind]


def test_every_listed_mistake_has_a_kind_that_does_not_quote_it():
    for concept in all_concepts().values():
        causes = [Cause(m.name, m.why) for m in concept.mistakes]
        for cause in told(causes, concept):
            assert cause.kind.en in {kind.en for kind in KINDS.values()}
            assert not cause.kind.ja.isascii()


def test_what_is_found_by_fingerprint_has_a_kind_too():
    assert set(OF_FINGERPRINTS.values()) <= set(KINDS)
    (dense,) = find(["dense"])
    cause, other, own = told(
        [
            Cause("transposed", Text("t", "t")), Cause("unknown", Text("u", "u")),
            Cause("mine", Text("m", "m"), kind=Text("its own", "独自"), mended="y"),
        ],
        dense,
    )  # fmt: skip
    assert cause.kind == KINDS["order"]
    assert other.kind.en == ""
    assert (own.kind.en, own.mended) == ("its own", "y")


def test_a_listed_mistake_is_mended_in_the_line_that_was_found():
    (concept,) = find(["lstm_taught"])
    mistake = next(m for m in concept.mistakes if m.name == "subtracted")
    line = Line("mine.py", 3, "cell = f * old - i * g")
    (cause,) = told([Cause("subtracted", mistake.why, line, mistake.line)], concept)
    assert cause.mended == "cell = f * old + i * g"


class Mapped:
    """A class of the user's, as far as the check knows."""

    def forward(self, x):
        self.output = x
        return x


def test_a_mapped_name_that_stands_nowhere_is_told():
    assert unmatched({}, Mapped, "Mapped") == []
    assert unmatched({"y": "output"}, Mapped, "Mapped") == []
    (remark,) = unmatched({"y": "output", "dW": "grad_w"}, Mapped, "Mapped")
    assert remark.en == "--map dW=grad_w: nothing called grad_w was found in Mapped."
    assert "grad_w という名前はない" in remark.ja
    # A function's partner stands beside it, in the same file.
    assert unmatched({"y": "unmatched"}, test_the_kind_of_an_edit, "f") == []
    nowhere = "_".join(["no", "such"])
    (remark,) = unmatched({"y": nowhere}, test_the_kind_of_an_edit, "f")
    assert f"nothing called {nowhere}" in remark.en
    assert unmatched({"y": "grad"}, len, "len") == []  # nobody can look into it


def test_numbers_that_differ_look_different():
    yours, right = short_pair(np.array([0.09]), np.array([0.09 + 1e-9]))
    assert yours != right
    yours, right = short_pair(np.array(0.09), np.array(0.09 + 1e-16))
    assert yours != right
    assert short_pair(np.array([0.5]), np.array([0.25])) == ("[0.5]", "[0.25]")
    assert short_pair(np.array([1.0]), np.array([1.0])) == ("[1.]", "[1.]")
