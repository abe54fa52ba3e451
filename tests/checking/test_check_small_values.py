"""Right code that loses small values is right, and is told so with the line."""

import pytest

LOSES = [
    (
        "elu",
        """
        def elu(x, alpha=1.0):
            return np.where(x > 0, x, alpha * (np.exp(np.minimum(x, 0)) - 1))
        """,
        "mine.py:4): y is 0 where -1e-17 is right. np.expm1(x) in place of exp(x) - 1 keeps them.",
    ),
    (
        "softplus",
        """
        def softplus(x):
            big = np.maximum(x, 0)
            return big + np.log(1 + np.exp(-np.abs(x)))
        """,
        "mine.py:5): y is 0 where 1.8e-35 is right. np.log1p(x) in place of log(1 + x)",
    ),
    (
        "tanh",
        """
        class Tanh:
            def forward(self, x):
                x = np.clip(x, -300, 300)
                a, b = np.exp(x), np.exp(-x)
                self.y = (a - b) / (a + b)
                return self.y

            def backward(self, dy):
                return dy * (1 - self.y**2)
        """,
        "mine.py:7): y is 0 where -1e-17 is right.",
    ),
    (
        "gelu",
        """
        from math import erf, sqrt

        class GELU:
            def forward(self, x):
                self.x = x
                self.Phi = 0.5 * (1.0 + np.vectorize(erf)(x / sqrt(2)))
                return x * self.Phi

            def backward(self, dy):
                phi = np.exp(-self.x**2 / 2) / sqrt(2 * np.pi)
                return dy * (self.Phi + self.x * phi)
        """,
        "y is -0 where -7.62e-23 is right.",
    ),
]

KEEPS = [
    ("elu", """
def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))
"""),
    ("softplus", "def softplus(x):\n    return np.logaddexp(0, x)"),
    ("sigmoid", "def sigmoid(x):\n    return np.exp(-np.logaddexp(0, -x))"),
    ("tanh", "def tanh(x):\n    return np.tanh(x)"),
    # Both frameworks lose these, so nobody need do better.
    ("log_softmax", """
def log_softmax(x, axis=-1):
    z = x - x.max(axis=axis, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=axis, keepdims=True))
"""),
]  # fmt: skip


@pytest.mark.parametrize(("concept", "code", "said"), LOSES, ids=[name for name, *_ in LOSES])
def test_it_is_right_and_the_line_is_told(asked, concept, code, said):
    target = {"tanh": "Tanh", "gelu": "GELU"}.get(concept, concept)
    report = asked(code, target, concept)
    assert report.passed
    assert {q.verdict for q in report.quantities} == {"agree"}
    (remark,) = [r for r in report.remarks if "loses small values" in r.en]
    assert remark.en.startswith("Right, but it loses small values")
    assert said in remark.en
    assert "小さな値が失われる" in remark.ja


@pytest.mark.parametrize(("concept", "code"), KEEPS, ids=[name for name, _ in KEEPS])
def test_what_keeps_them_gets_no_remark(asked, concept, code):
    report = asked(code, concept, concept)
    assert report.passed
    assert not [r for r in report.remarks if "small values" in r.en]


def test_wrong_code_is_not_told_of_small_values(asked):
    code = "def softplus(x):\n    return np.log(2 + np.exp(x))"
    report = asked(code, "softplus", "softplus")
    assert report.verdict == "differs"
    assert not [r for r in report.remarks if "small values" in r.en]
