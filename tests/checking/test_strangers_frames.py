"""Frames that strangers build around their layers: tensors in single precision, images only."""

import pytest

from parity.checking.reading.recognition import concept_for

TENSOR = """
class Array:
    def __init__(self, values, made_of=(), back=None):
        self.data = np.array(values, dtype=np.float32)
        self.grad, self.made_of, self.back = None, made_of, back

    def __add__(self, other):
        def back(g):
            self.take(g)
            other.take(g)
        return Array(self.data + other.data, (self, other), back)

    def take(self, g):
        while g.ndim > self.data.ndim:
            g = g.sum(axis=0)
        for axis, size in enumerate(self.data.shape):
            if size == 1 and g.shape[axis] != 1:
                g = g.sum(axis=axis, keepdims=True)
        self.grad = g if self.grad is None else self.grad + g

    def backward(self, grad=None):
        order = []
        def visit(node):
            if node not in order:
                for one in node.made_of:
                    visit(one)
                order.append(node)
        visit(self)
        self.take(np.ones_like(self.data) if grad is None else np.array(grad, dtype=np.float32))
        for node in reversed(order):
            if node.back:
                node.back(node.grad)

class Weights(Array):
    pass

class Part:
    def __call__(self, *given):
        return self.forward(*given)

class Linear(Part):
    def __init__(self, in_features, out_features, bias=True):
        self.weight = Weights(np.random.randn(out_features, in_features))
        self.bias = Weights(np.zeros((1, out_features))) if bias else None

    def forward(self, x):
        w = self.weight
        def back(g):
            x.take(g @ w.data)
            w.take((np.swapaxes(x.data, -1, -2) @ g).swapaxes(-1, -2))
        out = Array(x.data @ w.data.T, (x, w), back)
        return out if self.bias is None else out + self.bias

class ELU(Part):
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, x):
        y = np.where(x.data > 0, x.data, self.alpha * np.expm1(np.minimum(x.data, 0)))
        return Array(y, (x,), lambda g: x.take(g * np.where(x.data > 0, 1, y + self.alpha)))
"""


@pytest.mark.parametrize(("target", "concept"), [("Linear", "dense"), ("ELU", "elu")])
def test_a_tensor_in_single_precision_agrees_in_it(asked, target, concept):
    report = asked(TENSOR, target, concept)
    assert report.verdict == "agrees", (report.first_wrong, report.crash, report.quantities)
    assert report.float32
    assert not any("loses digits" in remark.en for remark in report.remarks)


@pytest.mark.parametrize(
    ("right", "wrong", "first"),
    [
        ("x.take(g @ w.data)", "x.take(g @ w.data / 2)", "dx"),
        ("x.data @ w.data.T, (x, w)", "x.data @ w.data.T * 1.0001, (x, w)", "y"),
    ],
)
def test_and_differs_where_more_is_off_than_rounding(asked, right, wrong, first):
    assert right in TENSOR
    report = asked(TENSOR.replace(right, wrong), "Linear", "dense")
    assert (report.verdict, report.first_wrong) == ("differs", first)


def test_weights_that_cannot_be_put_anywhere_accuse_nobody(asked):
    hidden = TENSOR.replace(
        "self.weight = Weights(", "self.inside = lambda: W\n        W = Weights("
    )
    hidden = hidden.replace("w = self.weight", "w = self.inside()")
    report = asked(hidden, "Linear", "dense")
    assert report.verdict == "error"


BATCH_NORM_OF_IMAGES = """
class Norm:
    def __init__(self, channels, momentum=0.9):
        shape = (1, channels, 1, 1)
        self.gamma, self.beta = np.ones(shape), np.zeros(shape)
        self.running_mean, self.running_var = np.zeros(shape), np.ones(shape)
        self.eps, self.momentum = 1e-5, momentum

    def forward(self, x, training=True):
        if training:
            mean, var = x.mean((0, 2, 3), keepdims=True), x.var((0, 2, 3), keepdims=True)
            m = self.momentum
            self.running_mean = m * self.running_mean + (1 - m) * mean
            self.running_var = m * self.running_var + (1 - m) * var
        else:
            mean, var = self.running_mean, self.running_var
        self.std, self.hat = np.sqrt(var + self.eps), (x - mean) / np.sqrt(var + self.eps)
        return self.gamma * self.hat + self.beta

    def backward(self, dy):
        axes = (0, 2, 3)
        self.dbeta = dy.sum(axes, keepdims=True)
        self.dgamma = (dy * self.hat).sum(axes, keepdims=True)
        d = dy * self.gamma
        d = d - d.mean(axes, keepdims=True) - self.hat * (d * self.hat).mean(axes, keepdims=True)
        return d / self.std
"""


def test_what_takes_images_only_is_judged_on_images(asked):
    report = asked(BATCH_NORM_OF_IMAGES, "Norm", "batch_norm")
    assert report.verdict == "agrees", (report.first_wrong, report.crash)
    without = BATCH_NORM_OF_IMAGES.replace(
        " - self.hat * (d * self.hat).mean(axes, keepdims=True)", ""
    )
    report = asked(without, "Norm", "batch_norm")
    assert (report.verdict, report.first_wrong) == ("differs", "dx")
    assert [cause.name for cause in report.causes] == ["variance_term_dropped"]


SOFTMAX = """
def softmax(x):
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / (e.sum(axis=-1, keepdims=True) + 1e-9)
"""


def test_a_small_constant_in_the_denominator_is_told(asked):
    report = asked(SOFTMAX, "softmax", "softmax")
    assert report.verdict == "agrees", report.first_wrong
    assert [c.name for c in report.conventions] == ["constant_in_the_denominator"]
    for wrong in (SOFTMAX.replace("1e-9", "1e-2"), SOFTMAX.replace("+ 1e-9", "- 1e-9")):
        assert asked(wrong, "softmax", "softmax").verdict == "differs"


SOFTPLUS = """
class Softplus:
    def forward(self, x):
        self.x = x
        return np.where(x > LIMIT, x, np.log1p(np.exp(np.minimum(x, LIMIT))))
    def backward(self, dy):
        return dy * np.where(self.x > LIMIT, 1, 1 / (1 + np.exp(-np.minimum(self.x, 700))))
"""


def test_softplus_is_x_from_20_on_as_in_pytorch(asked):
    report = asked("LIMIT = 20\n" + SOFTPLUS, "Softplus", "softplus")
    assert report.verdict == "agrees", report.first_wrong
    assert [c.name for c in report.conventions] == ["linear_above_20"]
    assert asked("LIMIT = 5\n" + SOFTPLUS, "Softplus", "softplus").verdict == "differs"


MAX_POOL = """
def max_pool_forward(x, size):
    n, c, h, w = x.shape
    cut = x.reshape(n, c, h // size, size, w // size, size)
    out = cut.max(axis=(3, 5))
    return out, (x, cut, out)

def max_pool_backward(dout, cache):
    x, cut, out = cache
    mask = cut == out[:, :, :, None, :, None]
    shared = mask / mask.sum(axis=(3, 5), keepdims=True)
    return (shared * dout[:, :, :, None, :, None]).reshape(x.shape)
"""


def test_equal_maxima_may_share(asked):
    report = asked(MAX_POOL, "max_pool_forward", "max_pool2d")
    assert report.verdict == "agrees", (report.first_wrong, report.crash)
    assert "ties" in [c.name for c in report.conventions]
    greedy = MAX_POOL.replace("mask / mask.sum(axis=(3, 5), keepdims=True)", "mask")
    report = asked(greedy, "max_pool_forward", "max_pool2d")
    assert "gradient_to_all_maxima" in [c.name for c in report.conventions]
    halved = MAX_POOL.replace("(shared * dout", "(shared / 2 * dout")
    assert asked(halved, "max_pool_forward", "max_pool2d").verdict == "differs"


KEPT_FOR_ITSELF = """
class Penalty:
    def forward(self, x, t):
        self.x, self.t = x, t
        self.loss = ((x - t) ** 2).sum()
        return x

    def backward(self, dy):
        return dy + 2 * (self.x - self.t)
"""


def test_a_loss_that_hands_its_input_on_is_not_accused(by_itself):
    assert by_itself(KEPT_FOR_ITSELF).verdict == "error"
    returned = KEPT_FOR_ITSELF.replace("return x\n", "return self.loss\n")
    returned = returned.replace("dy + 2", "dy * 2")
    assert by_itself(returned).verdict == "agrees"


@pytest.mark.parametrize(
    ("name", "concept"),
    [("LayerNorm", "layer_norm"), ("Layer_Dense", "dense"), ("layer_normalization", "layer_norm"),
     ("Normalization", None), ("norm", None), ("DenseLayer", "dense")],
)  # fmt: skip
def test_the_word_layer_says_which_normalization(name, concept):
    made = type(name, (), {"forward": lambda self, x: x, "backward": lambda self, dy: dy})
    assert concept_for(name, made) == concept
