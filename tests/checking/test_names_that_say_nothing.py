"""Names are read without what says nothing in them, and what is another function's stays so."""

import numpy as np
import pytest

from parity.checking.judging.judge import check_object
from parity.checking.loading.definitions import load
from parity.checking.reading.recognition import concept_for


@pytest.mark.parametrize(
    ("name", "concept"),
    [
        ("softmax2", "softmax"), ("softmax_v2", "softmax"), ("sigmoid_2", "sigmoid"),
        ("stable_softmax", "softmax"), ("numpy_softmax", "softmax"), ("relu_np", "relu"),
        ("compute_sigmoid", "sigmoid"), ("Activation_ReLU", "relu"), ("CustomReLU", "relu"),
        ("relu6", None), ("relu2", None), ("softmax1", None), ("log2", None), ("exp2", None),
        ("compute_loss", None), ("activation", None), ("apply", None),
    ],
)  # fmt: skip
def test_a_function_is_known_without_what_says_nothing(name, concept):
    assert concept_for(name, lambda x: x) == concept


@pytest.mark.parametrize(
    ("name", "concept"),
    [
        ("Conv2DLayer", "conv2d"), ("Conv2d_np", "conv2d"), ("SimpleRNNLayer", "simple_rnn"),
        ("Layer_Normalization_np", "layer_norm"), ("MaxPooling2D_np", "max_pool2d"),
        ("ReLUActivation", "relu"), ("Activation_Linear", None), ("ReLU6", None),
    ],
)  # fmt: skip
def test_a_class_is_known_without_what_says_nothing(name, concept):
    made = type(name, (), {"forward": lambda self, x: x, "backward": lambda self, dy: dy})
    assert concept_for(name, made) == concept


@pytest.mark.parametrize(
    ("name", "concept"),
    [
        ("AdamNoPower", "adam"), ("RMSPropSwapped", "rmsprop"), ("MomentumBuggy", "momentum"),
        ("AdamWithoutCorrection", "adam"), ("AdamBelief", None),
        ("SGDLookahead", None), ("NoAdam", None),
    ],
)  # fmt: skip
def test_an_optimizer_is_known_by_what_stands_before_what_it_lacks(name, concept):
    made = type(name, (), {"update": lambda self, params, grads: None})
    assert concept_for(name, made) == concept


def test_a_function_is_known_by_what_stands_before_its_kind():
    assert concept_for("batch_normalization_1d", lambda x, gamma, beta: x) == "batch_norm"
    assert concept_for("conv2d_same", lambda x, W, b: x) == "conv2d"
    assert concept_for("softmax_wrong", lambda x: x) == "softmax"
    assert concept_for("loss_wrong", lambda x: x) is None


SEQUENCES_ALONE = """
import numpy as np

class LayerNorm:
    def __init__(self, d_model, eps=1e-5):
        self.eps, self.gamma, self.beta = eps, np.ones(d_model), np.zeros(d_model)

    def forward(self, x):
        centred = x - x.mean(-1, keepdims=True)
        self.std = np.sqrt((centred**2).mean(-1, keepdims=True) + self.eps)
        self.xn = centred / self.std
        return self.gamma * self.xn + self.beta

    def backward(self, dout):
        self.dgamma, self.dbeta = (dout * self.xn).sum((0, 1)), dout.sum((0, 1))
        d = dout * self.gamma
        inner = (d * self.xn).mean(-1, keepdims=True)
        return (d - d.mean(-1, keepdims=True) - self.xn * inner) / self.std
"""


def judged(tmp_path, code, name, concept):
    path = tmp_path / "mine.py"
    path.write_text(code, encoding="utf-8")
    loaded = load(path)
    with np.errstate(all="ignore"):
        return check_object(
            loaded.namespace[name], concept, label=name, namespace=loaded.namespace, mapping={}
        )


def test_what_is_right_for_so_many_axes_is_not_said_to_be_beyond_it(tmp_path):
    report = judged(tmp_path, SEQUENCES_ALONE, "LayerNorm", "layer_norm")
    assert report.verdict == "agrees"
    told = [limit.en for limit in report.limits]
    assert "inputs with 2 axes are beyond it" in told
    assert "inputs with 3 axes are beyond it" not in told  # it is right for sequences
    assert [t for t in told if t.startswith("some inputs with 3 axes")] == [
        "some inputs with 3 axes are beyond it, as those of the case two_axes"
    ]


OF_PARTS = """
import numpy as np

class Straight:
    def __init__(self, rows, cols):
        self.W, self.b = np.random.randn(rows, cols), np.zeros(cols)
        self.dW = self.db = None

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, dout):
        rows = dout.reshape(-1, dout.shape[-1])
        self.dW, self.db = self.x.reshape(-1, self.x.shape[-1]).T @ rows, rows.sum(0)
        return dout @ self.W.T

class FeedForward:
    def __init__(self, d_model, d_ff):
        self.linear1, self.linear2 = Straight(d_model, d_ff), Straight(d_ff, d_model)

    def forward(self, x):
        self.a = self.linear1.forward(x)
        return self.linear2.forward(np.maximum(self.a, 0))

    def backward(self, dout):
        return self.linear1.backward(self.linear2.backward(dout) * (self.a > 0))
"""


def test_a_part_that_keeps_one_matrix_gives_its_gradient(tmp_path):
    report = judged(tmp_path, OF_PARTS, "FeedForward", "position_wise_feed_forward")
    assert report.verdict == "agrees"
    assert {q.quantity for q in report.quantities} == {"y", "dW1", "db1", "dW2", "db2", "dx"}


COUNTED_TWICE = """
import numpy as np

class Halves:
    def __init__(self, n_in, n_out):
        self.W = np.random.randn(n_in, n_out)
        self.left, self.right = Half(self.W), Half(self.W)

    def forward(self, x):
        return self.left.forward(x) + 3 * self.right.forward(x**2)

    def backward(self, dout):
        self.left.backward(dout)
        self.right.backward(dout)

class Half:
    def __init__(self, W):
        self.params, self.grads = [W], [np.zeros_like(W)]

    def forward(self, x):
        self.x = x
        return x @ self.params[0]

    def backward(self, dout):
        self.grads[0][...] = self.x.T @ dout
"""


def test_a_shared_weight_is_accused_of_the_sum_of_its_gradients(by_itself):
    report = by_itself(COUNTED_TWICE, "Halves")
    assert (report.verdict, report.first_wrong) == ("differs", "left.grads[0]+right.grads[0]")
    right = COUNTED_TWICE.replace("self.right.backward(dout)", "self.right.backward(3 * dout)")
    assert by_itself(right, "Halves").verdict == "agrees"


OF_FEWER_AXES = """
import numpy as np

class Blend:
    def __init__(self, breadth: int, width: int):
        self.W, self.b = np.random.randn(breadth, width), np.zeros(width)

    def forward(self, x):
        self.x = x
        return np.dot(x, self.W) + self.b

    def backward(self, dout):
        self.dW = np.tensordot(self.x, dout, axes=([0, 1], [0, 1]))
        self.db = dout.sum(axis=(0, 1))
        return dout @ self.W.T
"""


def test_sequences_are_made_for_sizes_that_no_name_tells(by_itself):
    assert by_itself(OF_FEWER_AXES).verdict == "agrees"
    report = by_itself(OF_FEWER_AXES.replace("dout.sum(axis=(0, 1))", "dout.mean(axis=(0, 1))"))
    assert (report.verdict, report.first_wrong) == ("differs", "db")


def test_axes_left_over_do_not_accuse_what_may_be_for_fewer(by_itself):
    images = OF_FEWER_AXES.replace("return np.dot", "assert x.ndim == 4\n        return np.dot")
    report = by_itself(images)
    assert report.verdict == "error"
    assert "fewer axes" in report.crash.what.en
