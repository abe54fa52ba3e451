"""The NumPy activations beyond what the parity cases say: odd arguments, and values by hand."""

import math
import re

import numpy as np
import pytest

from numpy_impl.activations.elu import ELU
from numpy_impl.activations.gated_linear_unit import GatedLinearUnit
from numpy_impl.activations.gated_tanh_unit import GatedTanhUnit
from numpy_impl.activations.gelu import GELU
from numpy_impl.activations.hard_sigmoid import HardSigmoid
from numpy_impl.activations.identity import Identity
from numpy_impl.activations.leaky_relu import LeakyReLU
from numpy_impl.activations.log_softmax import LogSoftmax
from numpy_impl.activations.prelu import PReLU
from numpy_impl.activations.relu import ReLU
from numpy_impl.activations.selu import SELU
from numpy_impl.activations.sigmoid import Sigmoid
from numpy_impl.activations.softmax import Softmax
from numpy_impl.activations.softplus import Softplus
from numpy_impl.activations.step import Step
from numpy_impl.activations.swish import Swish
from numpy_impl.activations.tanh import Tanh
from numpy_impl.activations.temperature_softmax import TemperatureSoftmax
from parity.harness.evaluators.subject import implementation
from parity.harness.registry import find

MAKERS = {
    "step": Step,
    "identity": Identity,
    "sigmoid": Sigmoid,
    "tanh": Tanh,
    "relu": ReLU,
    "leaky_relu": LeakyReLU,
    "prelu": PReLU,
    "prelu_by_channel": lambda: PReLU(3),
    "elu": lambda: ELU(alpha=0.7),
    "gelu": GELU,
    "gelu_tanh": lambda: GELU(approximate=True),
    "softplus": Softplus,
    "selu": SELU,
    "swish": Swish,
    "hard_sigmoid": HardSigmoid,
    "softmax": Softmax,
    "softmax_axis_0": lambda: Softmax(axis=0),
    "temperature_softmax": lambda: TemperatureSoftmax(2.0),
    "log_softmax": LogSoftmax,
    "log_softmax_axis_0": lambda: LogSoftmax(axis=0),
}
X = np.array([[-2.0, 0.0, 1.0], [3.0, -0.5, 0.25]])
DY = np.array([[0.5, -1.5, 2.0], [-0.75, 1.25, 3.0]])


@pytest.fixture(params=MAKERS.values(), ids=MAKERS)
def layer(request):
    return request.param()


def test_every_activation_of_the_module_is_tested_here():
    defined = {implementation("numpy", concept) for concept in find(["activations"])}
    assert defined == {type(make()) for make in MAKERS.values()} | {GatedLinearUnit, GatedTanhUnit}


def test_gates_refuse_what_does_not_fit():
    with pytest.raises(ValueError, match=r"\(2, 3\).*even number of elements along the axis -1"):
        GatedLinearUnit().forward(X)
    for axis in (2, -3):
        with pytest.raises(ValueError, match=rf"\(2, 3\).*along the axis {axis}"):
            GatedLinearUnit(axis).forward(X)
    with pytest.raises(ValueError, match=r"\(1, 3\).*\(2, 3\)"):
        GatedTanhUnit().forward(X, X[:1])
    halved, gated = GatedLinearUnit(axis=0), GatedTanhUnit()
    assert halved.forward(X).shape == (1, 3)
    assert gated.forward(X, X).shape == (2, 3)
    with pytest.raises(ValueError, match=r"\(2, 3\).*\(1, 3\)"):
        halved.backward(DY)
    with pytest.raises(ValueError, match=r"\(1, 3\).*\(2, 3\)"):
        gated.backward(DY[:1])


@pytest.mark.parametrize("make", [Softmax, LogSoftmax, lambda: TemperatureSoftmax(2.0)])
@pytest.mark.parametrize("shape", [(), (2, 0)])
def test_of_no_classes_there_is_no_softmax(make, shape):
    with pytest.raises(ValueError, match="at least one class along axis -1"):
        make().forward(np.zeros(shape))


def test_a_dy_of_another_shape_is_refused_with_both_shapes(layer):
    layer.forward(X)
    # (1, 3) would broadcast to a result of the right shape.
    with pytest.raises(ValueError, match=r"\(1, 3\).*\(2, 3\)"):
        layer.backward(DY[:1])


@pytest.mark.parametrize("shape", [(2, 4), (4,), (2, 4, 3), ()])
def test_prelu_refuses_another_number_of_channels_with_both_shapes(shape):
    pattern = rf"x has shape {re.escape(str(shape))}, but \(any, 3.*\) was expected"
    with pytest.raises(ValueError, match=pattern):
        PReLU(n_channels=3).forward(np.ones(shape))


@pytest.mark.parametrize("make", [Softmax, LogSoftmax])
def test_an_axis_that_is_not_there_is_refused(make):
    with pytest.raises(ValueError, match=r"\(2, 3\).*axis 2"):
        make(axis=2).forward(X)
    with pytest.raises(ValueError, match=r"\(\).*axis -1"):
        make().forward(1.0)


@pytest.mark.parametrize("make", [Softmax, LogSoftmax])
@pytest.mark.parametrize(("shape", "axis"), [((3, 0), -1), ((0, 3), 0), ((2, 0, 4), 1)])
def test_there_is_no_softmax_of_no_classes(make, shape, axis):
    pattern = rf"x has shape {re.escape(str(shape))}, but .* along axis {axis} is needed"
    with pytest.raises(ValueError, match=pattern):
        make(axis=axis).forward(np.zeros(shape))


def test_what_is_no_real_number_is_refused(layer):
    with pytest.raises(ValueError, match=r"real numbers.*complex128"):
        layer.forward(X.astype(complex))


def test_integers_and_lists_become_float64(layer):
    integers = [[-2, 0, 1], [3, -1, 2]]
    expected = layer.forward(np.array(integers, dtype=np.float64))
    for given in (integers, np.array(integers), np.array(integers, dtype=np.int8)):
        y = layer.forward(given)
        assert y.dtype == np.float64
        np.testing.assert_array_equal(y, expected)


def test_float32_stays_float32_and_is_near_float64(layer):
    y, dx = layer.forward(X), layer.backward(DY)
    layer.astype(np.float32)
    y_single = layer.forward(X.astype(np.float32))
    dx_single = layer.backward(DY.astype(np.float32))
    assert y_single.dtype == dx_single.dtype == np.float32
    assert all(gradient.dtype == np.float32 for gradient in layer.grads.values())
    np.testing.assert_allclose(y_single, y, rtol=1e-6, atol=1e-7)
    np.testing.assert_allclose(dx_single, dx, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("shape", [(0, 3), (2, 3, 0)])
def test_an_empty_input_gives_an_empty_output(layer, shape):
    if isinstance(layer, Softmax | LogSoftmax | TemperatureSoftmax) and shape[layer.axis] == 0:
        layer.axis = 1  # of no classes there is no softmax, see above
    y = layer.forward(np.zeros(shape))
    dx = layer.backward(np.zeros(shape))
    assert y.shape == dx.shape == shape
    for name, gradient in layer.grads.items():
        np.testing.assert_array_equal(gradient, np.zeros_like(layer.params[name]))


def test_a_single_number_is_enough_where_there_is_no_axis():
    for make in (Step, Identity, Sigmoid, Tanh, ReLU, LeakyReLU, PReLU, ELU, GELU, Softplus):
        alone, row = make(), make()
        y, dx = alone.forward(0.75), alone.backward(np.array(2.0))
        assert np.shape(y) == np.shape(dx) == ()
        assert y == row.forward(np.array([0.75]))
        assert dx == row.backward(np.array([2.0]))


def test_nothing_that_is_given_is_changed_or_given_back(layer):
    x, dy = X.copy(), DY.copy()
    y = layer.forward(x)
    dx = layer.backward(dy)
    np.testing.assert_array_equal(x, X)
    np.testing.assert_array_equal(dy, DY)
    for result in (y, dx):  # so whoever changes a result does not change an argument either
        assert not np.shares_memory(result, x)
        assert not np.shares_memory(result, dy)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_huge_inputs_give_finite_results_without_a_warning(layer, dtype):
    x = np.array([[-1e4, 0.0, 1e4], [1e4, 1e4, -1e4], [-1e4, -1e4, -1e4]], dtype=dtype)
    layer.astype(dtype)
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        y = layer.forward(x)
        dx = layer.backward(np.ones_like(x) / 2)
    assert np.all(np.isfinite(y))
    assert np.all(np.isfinite(dx))


@pytest.mark.parametrize(
    ("make", "expected_y", "expected_dx"),
    [
        (Step, [0, 1], [0, 0]),
        (Identity, [-1e4, 1e4], [2, 3]),
        (Sigmoid, [0, 1], [0, 0]),
        (Tanh, [-1, 1], [0, 0]),
        (ReLU, [0, 1e4], [0, 3]),
        (LeakyReLU, [-100, 1e4], [0.02, 3]),
        (PReLU, [-2500, 1e4], [0.5, 3]),
        (ELU, [-1, 1e4], [0, 3]),
        (GELU, [0, 1e4], [0, 3]),
        (lambda: GELU(approximate=True), [0, 1e4], [0, 3]),
        (Softplus, [0, 1e4], [0, 3]),
        (Softmax, [0, 1], [0, 0]),
        (LogSoftmax, [-2e4, 0], [2, -2]),
    ],
)
def test_far_from_0_the_limit_is_reached(make, expected_y, expected_dx):
    layer = make()
    np.testing.assert_array_equal(layer.forward(np.array([-1e4, 1e4])), expected_y)
    np.testing.assert_allclose(layer.backward(np.array([2.0, 3.0])), expected_dx, rtol=1e-15)


@pytest.mark.parametrize("axis", [0, 1, 2, -1, -2])
def test_softmax_sums_to_1_along_its_axis_alone(axis):
    x = np.random.default_rng(5).normal(0, 20, (3, 4, 5))
    y = Softmax(axis=axis).forward(x)
    np.testing.assert_allclose(y.sum(axis=axis), 1, rtol=1e-14)
    for other in {0, 1, 2} - {axis % 3}:
        assert np.ptp(y.sum(axis=other)) > 0.1
    np.testing.assert_allclose(np.exp(LogSoftmax(axis=axis).forward(x)), y, rtol=1e-12)


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_the_gradient_through_softmax_sums_to_0_along_its_axis(axis):
    rng = np.random.default_rng(6)
    x, dy = rng.normal(size=(2, 3, 4, 5))[0], rng.normal(size=(3, 4, 5))
    for make in (Softmax, LogSoftmax):
        layer = make(axis=axis)
        layer.forward(x)
        dx = layer.backward(dy)
        assert np.abs(dx).max() > 0.1
        np.testing.assert_allclose(dx.sum(axis=axis), 0, atol=1e-14)


@pytest.mark.parametrize("make", [Softmax, LogSoftmax])
def test_adding_a_constant_changes_nothing(make):
    x = np.array([[1.0, 2.0, 4.0]])
    np.testing.assert_array_equal(make().forward(x + 2.0**20), make().forward(x))


LN2, LN3 = math.log(2), math.log(3)
BY_HAND = [
    # layer, x, y, dy/dx times 2
    (Step, [-1, 0, 0.5], [0, 0, 1], [0, 0, 0]),
    (Sigmoid, [0, LN3, -LN3], [1 / 2, 3 / 4, 1 / 4], [1 / 2, 3 / 8, 3 / 8]),
    (Tanh, [0, LN2, -LN2], [0, 3 / 5, -3 / 5], [2, 32 / 25, 32 / 25]),
    (ReLU, [-1, 0, 3], [0, 0, 3], [0, 0, 2]),
    (LeakyReLU, [-3, 0, 3], [-0.03, 0, 3], [0.02, 0.02, 2]),
    (lambda: LeakyReLU(0.5), [-3, 0, 3], [-1.5, 0, 3], [1, 1, 2]),
    (PReLU, [-4, 0, 3], [-1, 0, 3], [0.5, 0.5, 2]),
    (ELU, [-LN2, 0, 3], [-1 / 2, 0, 3], [1, 2, 2]),
    (lambda: ELU(3.0), [-LN2, 0, 3], [-3 / 2, 0, 3], [3, 6, 2]),
    # Phi(1) = 0.841344746068543, phi(1) = 0.241970724519143 (tables of the normal distribution).
    (
        GELU,
        [0, 1, -1],
        [0, 0.841344746068543, -0.158655253931457],
        [1, 2.166630941175372, -0.166630941175372],
    ),
    (Softplus, [0, LN3, -LN3], [LN2, 2 * LN2, 2 * LN2 - LN3], [1, 3 / 2, 1 / 2]),
]


@pytest.mark.parametrize(("make", "x", "y", "dx"), BY_HAND)
def test_values_worked_out_by_hand(make, x, y, dx):
    layer = make()
    np.testing.assert_allclose(layer.forward(np.array(x)), y, rtol=1e-14, atol=1e-16)
    np.testing.assert_allclose(layer.backward(np.full(3, 2.0)), dx, rtol=1e-13, atol=1e-16)


def test_softmax_worked_out_by_hand():
    x = np.array([[0.0, LN2, 0.0], [0.0, 0.0, math.log(6)]])
    y = np.array([[1 / 4, 1 / 2, 1 / 4], [1 / 8, 1 / 8, 3 / 4]])
    dy = np.array([[4.0, 0.0, 8.0], [8.0, 16.0, 0.0]])
    softmax, log_softmax = Softmax(), LogSoftmax()
    np.testing.assert_allclose(softmax.forward(x), y, rtol=1e-15)
    # Row 1: the mean of dy weighted by y is 3, so dx = y (dy - 3). Row 2: it is 3 as well.
    np.testing.assert_allclose(
        softmax.backward(dy), [[1 / 4, -3 / 2, 5 / 4], [5 / 8, 13 / 8, -9 / 4]], rtol=1e-14
    )
    np.testing.assert_allclose(log_softmax.forward(x), np.log(y), rtol=1e-15)
    # dx = dy - y sum(dy): the sums are 12 and 24.
    np.testing.assert_allclose(
        log_softmax.backward(dy), [[1, -6, 5], [5, 13, -18]], rtol=1e-14, atol=1e-14
    )


def test_the_tanh_form_of_gelu_is_near_the_exact_one_and_not_it():
    x = np.linspace(-6, 6, 1201)
    difference = np.abs(GELU(approximate=True).forward(x) - GELU().forward(x))
    assert 1e-4 < difference.max() < 5e-4


def test_prelu_starts_at_its_init_and_learns_a_slope_for_each_channel():
    np.testing.assert_array_equal(PReLU().params["a"], [0.25])
    np.testing.assert_array_equal(PReLU(3, init=0.5).params["a"], [0.5, 0.5, 0.5])
    shared, by_channel = PReLU(), PReLU(n_channels=3)
    x = np.array([[-2.0, 1.0, -3.0], [-1.0, -4.0, 2.0]])
    dy = np.array([[1.0, 10.0, 2.0], [3.0, 0.5, 100.0]])
    for layer, da in ((shared, [-13.0]), (by_channel, [-5.0, -2.0, -6.0])):
        layer.forward(x)
        layer.backward(dy)
        np.testing.assert_array_equal(layer.grads["a"], da)


def test_prelu_gives_each_channel_of_an_image_its_own_slope():
    layer = PReLU(n_channels=2)
    layer.params["a"][...] = [0.5, 2.0]
    y = layer.forward(-np.ones((3, 2, 4, 5)))
    np.testing.assert_array_equal(y[:, 0], np.full((3, 4, 5), -0.5))
    np.testing.assert_array_equal(y[:, 1], np.full((3, 4, 5), -2.0))
    layer.backward(np.ones((3, 2, 4, 5)))
    np.testing.assert_array_equal(layer.grads["a"], [-60.0, -60.0])


@pytest.mark.parametrize("make", [Identity, ReLU, LeakyReLU, PReLU, ELU, Softplus, Step])
def test_an_infinite_gradient_stays_infinite_and_makes_no_nan(make):
    layer = make()
    layer.forward(np.array([[-2.0, 1.5, -0.5, 3.0]]))
    dx = layer.backward(np.array([[np.inf, -np.inf, 2.0, 0.5]]))
    assert not np.isnan(dx).any()
    if make is ReLU:
        np.testing.assert_array_equal(dx, [[0, -np.inf, 0, 0.5]])
