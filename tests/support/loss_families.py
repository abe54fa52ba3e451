"""The NumPy losses: worked examples, the relations between them, and what they refuse."""

import math

import numpy as np
import pytest

from numpy_impl.losses.binary_cross_entropy import BinaryCrossEntropy
from numpy_impl.losses.binary_cross_entropy_with_logits import BinaryCrossEntropyWithLogits
from numpy_impl.losses.cross_entropy import CrossEntropy
from numpy_impl.losses.half_squared_error import HalfSquaredError
from numpy_impl.losses.mean_squared_error import MeanSquaredError
from numpy_impl.losses.softmax_cross_entropy import SoftmaxCrossEntropy
from numpy_impl.losses.taught_cross_entropy import TaughtCrossEntropy

OF_NUMBERS = (
    HalfSquaredError,
    MeanSquaredError,
    BinaryCrossEntropyWithLogits,
    BinaryCrossEntropy,
)
OF_CLASSES = (SoftmaxCrossEntropy, CrossEntropy, TaughtCrossEntropy)
WITH_REDUCTION = (*OF_NUMBERS, SoftmaxCrossEntropy, CrossEntropy)
WITH_SMOOTHING = (
    BinaryCrossEntropyWithLogits,
    BinaryCrossEntropy,
    SoftmaxCrossEntropy,
    CrossEntropy,
)


@pytest.fixture
def rng():
    return np.random.default_rng(20240607)


def example(loss_class, rng, dtype=np.float64):
    """Draw a prediction and targets that suit a loss: probabilities suit them all."""
    y = rng.dirichlet(np.ones(3), 5).astype(dtype)
    if loss_class in OF_CLASSES:
        return y, rng.integers(0, 3, 5)
    return y, rng.integers(0, 2, (5, 3)).astype(dtype)


def softmax(x):
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def through_softmax(p, dp):
    """Return the gradient of the logits: dp times the softmax's Jacobian, written out."""
    jacobians = np.einsum("ni,ij->nij", p, np.eye(p.shape[1])) - np.einsum("ni,nj->nij", p, p)
    return np.einsum("ni,nij->nj", dp, jacobians)


# Worked examples


@pytest.mark.parametrize(
    ("loss", "prediction", "target", "value", "gradient"),
    [
        (HalfSquaredError(), [1.0, 2.0, 0.5], [0.0, 4.0, 0.5], 2.5, [1.0, -2.0, 0.0]),
        (HalfSquaredError("mean"), [1.0, 2.0], [0.0, 4.0], 1.25, [0.5, -1.0]),
        (MeanSquaredError(), [1.0, 2.0], [0.0, 4.0], 2.5, [1.0, -2.0]),
        (MeanSquaredError("sum"), [1.0, 2.0], [0.0, 4.0], 5.0, [2.0, -4.0]),
        (BinaryCrossEntropyWithLogits(), [0.0], [1.0], math.log(2), [-0.5]),
        (BinaryCrossEntropyWithLogits(), [math.log(3)], [1.0], math.log(4 / 3), [-0.25]),
        (BinaryCrossEntropyWithLogits(), [-math.log(3)], [1.0], math.log(4), [-0.75]),
        (BinaryCrossEntropy(), [0.25], [1.0], math.log(4), [-4.0]),
        (BinaryCrossEntropy(), [0.25], [0.0], math.log(4 / 3), [4 / 3]),
        (
            SoftmaxCrossEntropy(),
            np.log([[1.0, 2.0, 5.0]]),
            [2],
            math.log(1.6),
            [[0.125, 0.25, -0.375]],
        ),
        (
            SoftmaxCrossEntropy(label_smoothing=0.3),
            np.log([[1.0, 2.0, 5.0]]),
            [2],
            0.1 * math.log(8) + 0.1 * math.log(4) + 0.8 * math.log(1.6),
            [[0.025, 0.15, -0.175]],
        ),
        (CrossEntropy(), [[0.125, 0.25, 0.625]], [1], math.log(4), [[0.0, -4.0, 0.0]]),
        (CrossEntropy("sum"), [[0.5, 0.5], [0.2, 0.8]], [0, 0], math.log(10), [[-2, 0], [-5, 0]]),
        (
            CrossEntropy(normalize=True),
            [[1.0, 2.0, 1.0]],
            [1],
            math.log(2),
            [[0.25, -0.25, 0.25]],
        ),
        (
            TaughtCrossEntropy(),
            [[0.1, 0.6, 0.3], [0.5, 0.25, 0.25]],
            [1, 0],
            -(math.log(0.6 + 1e-7) + math.log(0.5 + 1e-7)) / 2,
            [[0.0, -0.5 / (0.6 + 1e-7), 0.0], [-0.5 / (0.5 + 1e-7), 0.0, 0.0]],
        ),
    ],
)
def test_a_worked_example(loss, prediction, target, value, gradient):
    prediction = np.asarray(prediction)
    assert loss.forward(prediction, target) == pytest.approx(value, rel=1e-14)
    np.testing.assert_allclose(loss.backward(), gradient, rtol=1e-14, atol=1e-16)
    np.testing.assert_allclose(loss.backward(-1.75), -1.75 * np.asarray(gradient), rtol=1e-14)


def test_the_exam_s_form_is_off_by_its_epsilon():
    y, t = np.array([[0.1, 0.6, 0.3], [0.5, 0.25, 0.25]]), np.array([1, 0])
    taught, exact = TaughtCrossEntropy().forward(y, t), CrossEntropy().forward(y, t)
    assert exact - taught == pytest.approx(1e-7 * (1 / 0.6 + 1 / 0.5) / 2, rel=1e-6)


def test_the_exam_s_form_of_a_probability_of_0_is_16():
    loss = TaughtCrossEntropy()
    assert loss.forward(np.array([[0.0, 1.0]]), [0]) == pytest.approx(16.11809565)
    np.testing.assert_allclose(loss.backward(0.5), [[-5e6, 0.0]])


# Reductions and the gradient that arrives


@pytest.mark.parametrize("loss_class", WITH_REDUCTION)
def test_sum_and_mean_are_of_the_single_losses(loss_class, rng):
    y, t = example(loss_class, rng)
    single = loss_class("none").forward(y, t)
    assert single.shape == t.shape
    assert len(np.unique(single)) > 2
    assert loss_class("sum").forward(y, t) == pytest.approx(single.sum(), rel=1e-14)
    assert loss_class("mean").forward(y, t) == pytest.approx(single.sum() / t.size, rel=1e-14)


@pytest.mark.parametrize("loss_class", WITH_REDUCTION)
def test_each_single_loss_takes_its_own_gradient_back(loss_class, rng):
    y, t = example(loss_class, rng)
    loss = loss_class("none")
    loss.forward(y, t)
    dL = rng.standard_normal(t.shape)
    together = loss.backward(dL)
    for index in np.ndindex(t.shape):
        alone = loss_class("sum")
        alone.forward(y[index], t[index])
        np.testing.assert_allclose(together[index], alone.backward(dL[index]), rtol=1e-13)


@pytest.mark.parametrize("loss_class", WITH_REDUCTION)
@pytest.mark.parametrize(("reduction", "divisor"), [("sum", 1), ("mean", None)])
def test_the_gradient_is_a_multiple_of_the_one_that_arrives(loss_class, reduction, divisor, rng):
    y, t = example(loss_class, rng)
    loss, single = loss_class(reduction), loss_class("none")
    loss.forward(y, t)
    single.forward(y, t)
    expected = single.backward(np.full(t.shape, -0.625 / (divisor or t.size)))
    np.testing.assert_allclose(loss.backward(-0.625), expected, rtol=1e-13)
    np.testing.assert_array_equal(loss.backward(), loss.backward(1.0))


def test_every_leading_axis_counts_as_examples(rng):
    x, t = rng.standard_normal((2, 4, 3)), rng.integers(0, 3, (2, 4))
    loss, flat = SoftmaxCrossEntropy(), SoftmaxCrossEntropy()
    assert loss.forward(x, t) == pytest.approx(flat.forward(x.reshape(8, 3), t.reshape(8)))
    np.testing.assert_allclose(loss.backward(0.75).reshape(8, 3), flat.backward(0.75), rtol=1e-14)


@pytest.mark.parametrize("loss_class", OF_CLASSES)
def test_one_example_needs_no_batch_axis(loss_class):
    loss, batch = loss_class(), loss_class()
    y = np.array([0.25, 0.5, 0.25])
    assert loss.forward(y, 2) == batch.forward(y[np.newaxis], [2])
    np.testing.assert_array_equal(loss.backward(1.5), batch.backward(1.5)[0])


# Targets


@pytest.mark.parametrize("loss_class", OF_CLASSES)
@pytest.mark.parametrize("dtype", [np.int64, np.uint8, np.bool_, np.float32])
def test_one_hot_targets_and_class_numbers_are_the_same(loss_class, dtype, rng):
    y, t = example(loss_class, rng)
    numbers, one_hot = loss_class(), loss_class()
    assert numbers.forward(y, t.astype(np.uint8)) == one_hot.forward(y, np.eye(3, dtype=dtype)[t])
    np.testing.assert_array_equal(numbers.backward(0.75), one_hot.backward(0.75))


@pytest.mark.parametrize("loss_class", WITH_SMOOTHING)
def test_smoothing_mixes_the_target_with_the_even_one(loss_class, rng):
    y, t = example(loss_class, rng)
    if loss_class in OF_CLASSES:
        mixed = 0.8 * np.eye(3)[t] + 0.2 / 3
        even = np.full((5, 3), 1 / 3)
    else:
        mixed = 0.8 * t + 0.1
        even = np.full((5, 3), 0.5)
    smooth, plain = loss_class(label_smoothing=0.2), loss_class()
    assert smooth.forward(y, t) == pytest.approx(plain.forward(y, mixed), rel=1e-13)
    np.testing.assert_allclose(smooth.backward(1.5), plain.backward(1.5), rtol=1e-12)
    assert loss_class(label_smoothing=0).forward(y, t) == loss_class().forward(y, t)
    almost = loss_class(label_smoothing=1 - 2**-40).forward(y, t)
    assert almost == pytest.approx(loss_class().forward(y, even), rel=1e-10)


def test_squared_errors_take_integer_targets(rng):
    y = rng.standard_normal((4, 2))
    t = rng.integers(-3, 4, (4, 2))
    assert HalfSquaredError().forward(y, t) == HalfSquaredError().forward(y, t.astype(float))


# The losses that belong together


@pytest.mark.parametrize("normalize", [False, True])
def test_softmax_then_cross_entropy_is_softmax_cross_entropy(normalize, rng):
    x, t = rng.standard_normal((5, 4)), rng.integers(0, 4, 5)
    together = SoftmaxCrossEntropy("none", label_smoothing=0.1)
    apart = CrossEntropy("none", label_smoothing=0.1, normalize=normalize)
    p = softmax(x)
    np.testing.assert_allclose(apart.forward(p, t), together.forward(x, t), rtol=1e-12)
    dL = rng.standard_normal(5)
    np.testing.assert_allclose(
        through_softmax(p, apart.backward(dL)), together.backward(dL), rtol=1e-10, atol=1e-14
    )


def test_normalization_changes_the_gradient_of_probabilities_though_not_their_loss(rng):
    y, t = rng.dirichlet(np.ones(4), 5), rng.integers(0, 4, 5)
    plain, normalized = CrossEntropy("none"), CrossEntropy("none", normalize=True)
    np.testing.assert_allclose(plain.forward(y, t), normalized.forward(y, t), rtol=1e-13)
    dL = rng.standard_normal(5)
    difference = normalized.backward(dL) - plain.backward(dL)
    np.testing.assert_allclose(difference, np.tile(dL[:, np.newaxis], (1, 4)), rtol=1e-9)


def test_normalization_makes_the_scale_of_y_meaningless(rng):
    y, t = rng.uniform(0.5, 3, (5, 4)), rng.integers(0, 4, 5)
    loss, scaled = CrossEntropy(normalize=True), CrossEntropy(normalize=True)
    assert loss.forward(y, t) == pytest.approx(scaled.forward(8 * y, t), rel=1e-14)
    np.testing.assert_allclose(loss.backward(0.75), 8 * scaled.backward(0.75), rtol=1e-14)


def test_sigmoid_then_binary_cross_entropy_is_the_loss_from_logits(rng):
    x, t = rng.standard_normal((5, 4)), rng.uniform(size=(5, 4))
    s = 1 / (1 + np.exp(-x))
    together, apart = BinaryCrossEntropyWithLogits("none"), BinaryCrossEntropy("none")
    np.testing.assert_allclose(apart.forward(s, t), together.forward(x, t), rtol=1e-12)
    dL = rng.standard_normal((5, 4))
    np.testing.assert_allclose(
        apart.backward(dL) * s * (1 - s), together.backward(dL), rtol=1e-10, atol=1e-14
    )


def test_two_classes_are_one_logit(rng):
    x, t = rng.standard_normal(6), rng.integers(0, 2, 6)
    two, one = SoftmaxCrossEntropy(), BinaryCrossEntropyWithLogits()
    value = two.forward(np.stack([np.zeros(6), x], axis=1), t)
    assert value == pytest.approx(one.forward(x, t), rel=1e-13)
    np.testing.assert_allclose(two.backward(1.25)[:, 1], one.backward(1.25), rtol=1e-12)


# Extremes


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_logits_of_any_size_are_exact(dtype):
    x = np.array([1e4, 1e4, -1e4, -1e4, 1e30], dtype=dtype)
    t = np.array([0, 1, 0, 1, 1])
    binary = BinaryCrossEntropyWithLogits("none")
    np.testing.assert_array_equal(binary.forward(x, t), [1e4, 0, 0, 1e4, 0])
    np.testing.assert_array_equal(binary.backward(np.full(5, 1.5)), [1.5, 0, 0, -1.5, 0])
    rows = np.array([[1e4, 0, -1e4], [0, -1e4, 1e4], [-1e30, 0, 1e30]], dtype=dtype)
    classes = SoftmaxCrossEntropy("none")
    np.testing.assert_array_equal(classes.forward(rows, [2, 2, 2]), [2e4, 0, 0])
    np.testing.assert_array_equal(
        classes.backward(np.full(3, -0.5)), [[-0.5, 0, 0.5], [0, 0, 0], [0, 0, 0]]
    )


def test_moving_all_logits_alike_changes_nothing(rng):
    x, t = rng.integers(-8, 8, (5, 3)) / 4, rng.integers(0, 3, 5)
    loss, moved = SoftmaxCrossEntropy(), SoftmaxCrossEntropy()
    assert loss.forward(x, t) == moved.forward(x + 4096.0, t)
    np.testing.assert_array_equal(loss.backward(0.75), moved.backward(0.75))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_saturated_probability_costs_the_logarithm_of_epsilon_and_has_no_gradient(dtype):
    y = np.array([0.0, 1.0, 0.25], dtype=dtype)
    binary = BinaryCrossEntropy("none")
    value = binary.forward(y, [1, 0, 1])
    np.testing.assert_allclose(value, [16.11809565, 16.11809565, math.log(4)], rtol=1e-6)
    np.testing.assert_allclose(binary.backward([1.5, 1.5, 1.5]), [0, 0, -6])
    rows = np.array([[0.0, 1.0], [0.25, 0.75]], dtype=dtype)
    classes = CrossEntropy("none", epsilon=1e-3)
    np.testing.assert_allclose(classes.forward(rows, [0, 0]), [math.log(1e3), math.log(4)], 1e-6)
    np.testing.assert_allclose(classes.backward([1.5, 1.5]), [[0, 0], [-6, 0]])


def test_an_epsilon_that_float32_cannot_tell_from_0_still_gives_a_finite_loss():
    y = np.array([0.0, 1.0], dtype=np.float32)
    value = BinaryCrossEntropy("none", epsilon=1e-12).forward(y, [1, 0])
    np.testing.assert_allclose(value, [-math.log(1e-12)] * 2, rtol=1e-6)


# Types and arguments


@pytest.mark.parametrize("loss_class", [*OF_NUMBERS, *OF_CLASSES])
def test_float32_stays_float32(loss_class, rng):
    y, t = example(loss_class, rng, np.float32)
    options = {}
    if loss_class in WITH_SMOOTHING:
        options["label_smoothing"] = np.float64(0.1)
    if loss_class in (BinaryCrossEntropy, CrossEntropy):
        options["epsilon"] = np.float64(1e-6)
    loss = loss_class(**options)
    targets = t if loss_class in OF_CLASSES else t.astype(np.float64)
    assert loss.forward(y, targets).dtype == np.float32
    assert loss.backward(np.float64(0.75)).dtype == np.float32


@pytest.mark.parametrize("loss_class", [*OF_NUMBERS, *OF_CLASSES])
def test_arguments_are_left_alone(loss_class, rng):
    y, t = example(loss_class, rng)
    kept = y.copy(), t.copy()
    loss = loss_class()
    loss.forward(y, t)
    before = loss.backward(0.75)
    np.testing.assert_array_equal(y, kept[0])
    np.testing.assert_array_equal(t, kept[1])
    np.testing.assert_array_equal(loss.backward(0.75), before)


def test_lists_and_integers_become_float64():
    loss = MeanSquaredError("none")
    assert loss.forward([1, 2], [3, 4]).dtype == np.float64
    np.testing.assert_array_equal(loss.backward([1.0, 2.0]), [-4.0, -8.0])


@pytest.mark.parametrize("loss_class", WITH_REDUCTION)
def test_no_examples_have_a_sum_and_no_mean(loss_class):
    y = np.zeros((0, 3))
    t = np.zeros(0, dtype=int) if loss_class in OF_CLASSES else y
    loss = loss_class("sum")
    assert loss.forward(y, t) == 0
    assert loss.backward(1.5).shape == (0, 3)
    assert loss_class("none").forward(y, t).shape == t.shape
    with pytest.raises(ValueError, match="mean of no examples is not defined"):
        loss_class("mean").forward(y, t)


@pytest.mark.parametrize("loss_class", WITH_REDUCTION)
def test_an_unknown_reduction_is_refused(loss_class):
    with pytest.raises(ValueError, match=r"'average'.*'none', 'sum', 'mean'"):
        loss_class("average")


@pytest.mark.parametrize("loss_class", WITH_SMOOTHING)
@pytest.mark.parametrize("smoothing", [-0.1, 1.0, float("nan")])
def test_smoothing_outside_0_to_1_is_refused(loss_class, smoothing):
    with pytest.raises(ValueError, match=f"label_smoothing is {smoothing}"):
        loss_class(label_smoothing=smoothing)


@pytest.mark.parametrize("loss_class", [BinaryCrossEntropy, CrossEntropy])
@pytest.mark.parametrize("epsilon", [0.0, -1e-7, 0.5, float("nan")])
def test_an_epsilon_that_clips_nothing_or_everything_is_refused(loss_class, epsilon):
    with pytest.raises(ValueError, match=f"epsilon is {epsilon}"):
        loss_class(epsilon=epsilon)


@pytest.mark.parametrize("loss_class", OF_NUMBERS)
def test_targets_are_never_broadcast(loss_class):
    with pytest.raises(ValueError, match=r"t has shape \(4,\), but \(4, 1\) was expected"):
        loss_class().forward(np.full((4, 1), 0.5), np.ones(4))


@pytest.mark.parametrize("loss_class", OF_CLASSES)
@pytest.mark.parametrize("shape", [(3,), (4, 1), (4, 2), (3, 4)])
def test_targets_of_another_shape_are_refused(loss_class, shape):
    message = rf"t has shape \({', '.join(map(str, shape))},?\), but . of shape \(4, 3\)"
    with pytest.raises(ValueError, match=message):
        loss_class().forward(np.full((4, 3), 1 / 3), np.zeros(shape, dtype=int))


@pytest.mark.parametrize("loss_class", OF_CLASSES)
@pytest.mark.parametrize("wrong", [3, -1])
def test_a_class_that_does_not_exist_is_refused(loss_class, wrong):
    with pytest.raises(ValueError, match=f"the class {wrong}, but C = 3 classes are 0 to 2"):
        loss_class().forward(np.full((2, 3), 1 / 3), [0, wrong])


@pytest.mark.parametrize("loss_class", OF_CLASSES)
def test_targets_that_are_neither_class_numbers_nor_distributions_are_refused(loss_class):
    y = np.full((2, 3), 1 / 3)
    with pytest.raises(ValueError, match="integers, but the dtype of t is float64"):
        loss_class().forward(y, [0.0, 1.0])
    with pytest.raises(ValueError, match=r"sum to 1 .* but one sums to 0\.75"):
        loss_class().forward(y, [[0.0, 1.0, 0.0], [0.25, 0.5, 0.0]])
    for shape in ((), (2, 0)):
        with pytest.raises(ValueError, match="its last axis must be the classes"):
            loss_class().forward(np.zeros(shape), 0)


@pytest.mark.parametrize("loss_class", [BinaryCrossEntropy, CrossEntropy, TaughtCrossEntropy])
@pytest.mark.parametrize("logit", [-0.5, 1.5])
def test_a_logit_is_not_taken_for_a_probability(loss_class, logit):
    t = [1, 0] if loss_class is BinaryCrossEntropy else 0
    with pytest.raises(ValueError, match=f"y holds {logit}, which is no probability"):
        loss_class().forward(np.array([0.5, logit]), t)


def test_rows_that_cannot_be_normalized_are_refused():
    with pytest.raises(ValueError, match="positive sum over the classes, but one sum is 0"):
        CrossEntropy(normalize=True).forward(np.array([[0.5, 0.5], [0.0, 0.0]]), [0, 1])


@pytest.mark.parametrize("loss_class", [*OF_NUMBERS, *OF_CLASSES])
def test_a_gradient_of_another_shape_is_refused(loss_class, rng):
    y, t = example(loss_class, rng)
    loss = loss_class()
    loss.forward(y, t)
    with pytest.raises(ValueError, match=r"dL has shape \(1,\), but \(\) was expected"):
        loss.backward(np.ones(1))
    if loss_class in WITH_REDUCTION:
        single = loss_class("none")
        single.forward(y, t)
        with pytest.raises(ValueError, match=r"dL has shape \(\), but \(5,"):
            single.backward()
