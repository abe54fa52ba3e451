"""The graph that differentiates itself gives the gradients that were derived by hand."""

import numpy as np
import pytest

from numpy_impl.activations.gelu import GELU
from numpy_impl.activations.sigmoid import Sigmoid
from numpy_impl.activations.softmax import Softmax
from numpy_impl.activations.softplus import Softplus
from numpy_impl.activations.swish import Swish
from numpy_impl.attention.scaled_dot_product_attention import ScaledDotProductAttention
from numpy_impl.gradients.autodiff import autodiff
from numpy_impl.information.kl_divergence import kl_divergence, kl_divergence_backward
from numpy_impl.layers.batch_norm import BatchNorm
from numpy_impl.layers.dense import Dense
from numpy_impl.layers.layer_norm import LayerNorm
from numpy_impl.losses.gaussian_nll import gaussian_nll, gaussian_nll_backward
from numpy_impl.losses.mean_squared_error import MeanSquaredError
from numpy_impl.losses.softmax_cross_entropy import SoftmaxCrossEntropy
from numpy_impl.recurrent.simple_rnn import SimpleRNN
from numpy_impl.regularizers.l2 import L2

RNG = np.random.default_rng(20)
X, DY = RNG.normal(size=(2, 4, 3))
W, B = RNG.normal(size=(3, 5)), RNG.normal(size=5)
STEPS, DSTEPS, U = RNG.normal(size=(4, 6, 3)), RNG.normal(size=(4, 6, 5)), RNG.normal(size=(5, 5))
Q, K, V = RNG.normal(size=(2, 4, 3)), RNG.normal(size=(2, 6, 3)), RNG.normal(size=(2, 6, 5))
DATTENDED = RNG.normal(size=(2, 4, 5))
P, OTHER = RNG.dirichlet(np.ones(3), size=(2, 4))
CLASSES = np.array([2, 0, 1, 2])
GAMMA, BETA = RNG.normal(size=(2, 3))


def softmax(x):
    e = x.exp()
    return e / e.sum(axis=-1, keepdims=True)


def normalized(x, axis, epsilon):
    n = x.value.shape[axis]
    centred = x - x.sum(axis=axis, keepdims=True) / n
    variance = (centred**2).sum(axis=axis, keepdims=True) / n
    return centred / (variance + epsilon) ** 0.5


def states(x, W, U, b):
    h = np.zeros((4, 5))
    total = 0
    for t in range(6):
        h = (x[:, t] @ W + h @ U + b).tanh()
        total = total + (h * DSTEPS[:, t]).sum()
    return total


def attended(Q, K, V):
    return ((softmax(Q @ K.transpose(0, 2, 1) * 3**-0.5) @ V) * DATTENDED).sum()


def log_likelihood(x):
    return -(x - x.exp().sum(axis=-1, keepdims=True).log())[np.arange(4), CLASSES].sum() / 4


def gelu(x):
    return x * (1 + ((2 / np.pi) ** 0.5 * (x + 0.044715 * x**3)).tanh()) / 2


def of_layer(layer, *inputs, dy=DY, **params):
    for name, array in params.items():
        layer.params[name][...] = array
    layer.forward(*inputs)
    dx = layer.backward(dy)
    return (*(dx if isinstance(dx, tuple) else (dx,)), *(layer.grads[name] for name in params))


def of_loss(loss, *arguments):
    loss.forward(*arguments)
    return (loss.backward(),)


def of_states():
    dx, *_, dW, dU, db = of_layer(SimpleRNN(3, 5), STEPS, dy=DSTEPS, W=W, U=U, b=B)
    return dx, dW, dU, db


BY_HAND = {
    "sigmoid": (lambda x: (DY / (1 + (-x).exp())).sum(), (X,), lambda: of_layer(Sigmoid(), X)),
    "softplus": (lambda x: ((1 + x.exp()).log() * DY).sum(), (X,),
                 lambda: of_layer(Softplus(), X)),
    "swish": (lambda x: (x * DY / (1 + (-x).exp())).sum(), (X,), lambda: of_layer(Swish(), X)),
    "gelu": (lambda x: (gelu(x) * DY).sum(), (X,), lambda: of_layer(GELU(approximate=True), X)),
    "softmax": (lambda x: (softmax(x) * DY).sum(), (X,), lambda: of_layer(Softmax(), X)),
    "dense": (lambda x, W, b: ((x @ W + b) * DSTEPS[:, 0]).sum(), (X, W, B),
              lambda: of_layer(Dense(3, 5), X, dy=DSTEPS[:, 0], W=W, b=B)),
    "batch_norm": (lambda x, g, b: ((g * normalized(x, 0, 1e-5) + b) * DY).sum(),
                   (X, GAMMA, BETA),
                   lambda: of_layer(BatchNorm(3, epsilon=1e-5), X, gamma=GAMMA, beta=BETA)),
    "layer_norm": (lambda x, g, b: ((g * normalized(x, 1, 1e-5) + b) * DY).sum(),
                   (X, GAMMA, BETA),
                   lambda: of_layer(LayerNorm(3, epsilon=1e-5), X, gamma=GAMMA, beta=BETA)),
    "mean_squared_error": (lambda y: ((y - DY) ** 2).sum() / 12, (X,),
                           lambda: of_loss(MeanSquaredError(), X, DY)),
    "softmax_cross_entropy": (log_likelihood, (X,),
                              lambda: of_loss(SoftmaxCrossEntropy(), X, CLASSES)),
    "l2": (lambda W: 0.5 * 0.25 * (W * W).sum(), (W,), lambda: of_loss(L2(0.25), W)),
    "kl_divergence": (lambda p, q: (p * (p / q).log()).sum(), (P, OTHER),
                      lambda: kl_divergence_backward(np.ones(4), P, OTHER)),
    "gaussian_nll": (lambda y, v: (v.log() + (y - DY) ** 2 / v).sum() / 24, (X, P + 0.5),
                     lambda: gaussian_nll_backward(1.0, X, DY, P + 0.5)),
    "simple_rnn": (states, (STEPS, W, U, B), of_states),
    "scaled_dot_product_attention": (
        attended, (Q, K, V),
        lambda: of_layer(ScaledDotProductAttention(), Q, K, V, dy=DATTENDED)),
}  # fmt: skip


@pytest.mark.parametrize("name", BY_HAND)
def test_it_gives_the_gradients_that_were_derived_by_hand(name):
    f, inputs, by_hand = BY_HAND[name]
    before = [array.copy() for array in inputs]
    y, *found = autodiff(f, *inputs)
    assert y.shape == ()
    for gradient, right in zip(found, by_hand(), strict=True):
        np.testing.assert_allclose(gradient, right, rtol=1e-11, atol=1e-13)
    for array, kept in zip(inputs, before, strict=True):
        np.testing.assert_array_equal(array, kept)


def test_the_values_are_those_of_the_code_too():
    assert autodiff(BY_HAND["kl_divergence"][0], P, OTHER)[0] == pytest.approx(
        kl_divergence(P, OTHER).sum()
    )
    v = P + 0.5
    assert autodiff(BY_HAND["gaussian_nll"][0], X, v)[0] == pytest.approx(gaussian_nll(X, DY, v))


@pytest.mark.parametrize(("a", "b"), [((3,), (3,)), ((4, 3), (3,)), ((3,), (3, 4)),
                                      ((2, 4, 3), (3,)), ((3,), (2, 3, 4)),
                                      ((2, 4, 3), (3, 5)), ((2, 1, 4, 3), (6, 3, 5))])  # fmt: skip
def test_products_of_vectors_matrices_and_stacks_of_them(a, b):
    left, right = RNG.normal(size=a), RNG.normal(size=b)
    dy = RNG.normal(size=(left @ right).shape)
    _, da, db = autodiff(lambda a, b: ((a @ b) * dy).sum(), left, right)
    for k, (x, found) in enumerate(((left, da), (right, db))):
        step = RNG.normal(size=x.shape)
        moved = (left + step, right) if k == 0 else (left, right + step)
        change = ((moved[0] @ moved[1] - left @ right) * dy).sum()  # linear in each
        assert (found * step).sum() == pytest.approx(change, rel=1e-11)
        assert found.shape == x.shape


def test_a_constant_has_no_gradient_and_ties_halve_it():
    y, dx = autodiff(lambda x: 7.0, np.ones((2, 3)))
    assert (y, dx.tolist()) == (7.0, np.zeros((2, 3)).tolist())
    assert [float(g) for g in autodiff(lambda x, y: x.maximum(y), 2.0, 2.0)] == [2.0, 0.5, 0.5]
    assert float(autodiff(lambda x: x.relu(), 0.0)[1]) == 0
    assert float(autodiff(lambda x: x**0 + x**1, 0.0)[1]) == 1


def test_constants_on_either_side_and_arrays_on_the_left():
    a, M = np.array([2.0, 3.0]), np.array([[1.0, 2.0], [3.0, 4.0]])
    f = lambda x: (a * x + a / x - (1 - x) + M @ x + 2**x).reshape(1, 2).sum()  # noqa: E731
    right = a - a / X[0, :2] ** 2 + 1 + M.sum(axis=0) + 2 ** X[0, :2] * np.log(2)
    np.testing.assert_allclose(autodiff(f, X[0, :2])[1], right, rtol=1e-13)


def test_what_is_no_scalar_is_refused_and_float32_stays():
    with pytest.raises(ValueError, match=r"y has shape \(4, 3\)"):
        autodiff(lambda x: x * x, X)
    single = autodiff(lambda x: (2 * x.tanh() ** 2 + x.maximum(0.5) / 3).sum(), X.astype("f4"))
    assert [array.dtype for array in single] == [np.float32] * 2
    assert [array.dtype for array in autodiff(lambda x: x * x, 3)] == [np.float64] * 2


TURNED, ROLLED = RNG.normal(size=(3, 4)), RNG.normal(size=(4, 3, 2))
PLACES = np.array([1.0, 10.0, 100.0])

WORKED_OUT = {
    "a constant less x": (lambda x: 3 - x, (2.0,), [1.0, -1.0]),
    "sizes": (lambda x: abs(x).sum(), ([-2.0, 3.0],), [5.0, [-1.0, 1.0]]),
    "the larger one": (lambda x, y: (x.maximum(y) * PLACES).sum(),
                       ([1.0, 5.0, 2.0], [4.0, 3.0, 2.0]),
                       [254.0, [0.0, 10.0, 50.0], [1.0, 0.0, 50.0]]),
    "rows for columns": (lambda x: (x.transpose() * TURNED).sum(), (X,),
                         [(X.T * TURNED).sum(), TURNED.T]),
    "three axes turned round": (lambda x: (x.transpose() * ROLLED).sum(), (np.ones((2, 3, 4)),),
                                [ROLLED.sum(), ROLLED.transpose()]),
    "an exponent of what is negative": (lambda x, n: x**n, (-2.0, 2.0), [4.0, -4.0, 0.0]),
}  # fmt: skip


@pytest.mark.parametrize("name", WORKED_OUT)
def test_values_and_gradients_worked_out_by_hand(name):
    f, inputs, right = WORKED_OUT[name]
    for found, wanted in zip(autodiff(f, *inputs), right, strict=True):
        np.testing.assert_allclose(found, wanted, rtol=1e-14)


def test_what_is_computed_and_not_used_hides_nothing():
    def f(x):
        y = x * 3 * 4
        x * 2  # made last, and left alone
        return y

    assert float(autodiff(f, 1.0)[1]) == 12


def test_a_long_chain_is_gone_through_once():
    """Each step uses the value twice: a pass along every path would never end."""

    def doubled(x):
        for _ in range(1000):
            x = (x + x) / 2
        return x

    assert autodiff(doubled, 1.5)[1] == 1
