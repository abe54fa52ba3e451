"""The exam's functions beyond their cases: signatures, values by hand, errors, views."""

import inspect
import math

import numpy as np
import pytest

from numpy_impl.activations.sigmoid import Sigmoid
from numpy_impl.exam.bidirectional_rnn_net import bidirectional_rnn_net
from numpy_impl.exam.cross_entropy_error import cross_entropy_error
from numpy_impl.exam.encode import encode
from numpy_impl.exam.gradient_clipping import gradient_clipping
from numpy_impl.exam.gru_taught import gru_taught
from numpy_impl.exam.lasso import lasso
from numpy_impl.exam.lstm_taught import lstm_taught
from numpy_impl.exam.minibatch import minibatch
from numpy_impl.exam.random_crop import random_crop
from numpy_impl.exam.ridge import ridge
from numpy_impl.layers.col2im import col2im
from numpy_impl.layers.im2col import im2col
from parity.describing.concept import Mistake, Text
from parity.harness import recorded_references
from parity.harness.against_records import judge
from parity.harness.mistakes import edited_source, load_source, source_path
from parity.harness.registry import COURSE_ORDER, all_concepts

RNG = np.random.default_rng(3)


def normal(*shape):
    return RNG.standard_normal(shape)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


# The exam's signatures


@pytest.mark.parametrize(
    ("function", "signature"),
    [
        (cross_entropy_error, "(d, y)"),
        (ridge, "(param, grad, rate)"),
        (lasso, "(param, grad, rate)"),
        (random_crop, "(image, crop_size, *, seed=None)"),  # the exam's, and a seed by name
        (minibatch, "(data_x, data_t, i, batch_size)"),
        (gradient_clipping, "(grad, threshold)"),
        (lstm_taught, "(x, prev_h, prev_c, W, U, b)"),
        (gru_taught, "(x, h, W_r, U_r, W_z, U_z, W, U)"),
        (bidirectional_rnn_net, "(xs, W_f, U_f, W_b, U_b, V)"),
        (encode, "(words, E, W, U, b)"),
        (im2col, "(input_data, filter_h, filter_w, stride=1, pad=0)"),
        (col2im, "(col, input_shape, filter_h, filter_w, stride=1, pad=0)"),
    ],
)
def test_the_signature_is_the_exams(function, signature):
    plain = inspect.signature(function)
    parameters = [p.replace(annotation=p.empty) for p in plain.parameters.values()]
    bare = plain.replace(parameters=parameters, return_annotation=plain.empty)
    assert str(bare) == signature


def test_the_group_is_taught_last():
    assert COURSE_ORDER[-1] == "exam"
    groups = [concept.group for concept in all_concepts().values()]
    assert groups.count("exam") == 10
    assert groups[-10:] == ["exam"] * 10


# What is left alone


def calls():
    """Yield each function with arguments that it can take."""
    d, y = np.eye(3)[[0, 2]], np.array([[0.5, 0.25, 0.25], [0.125, 0.125, 0.75]])
    yield cross_entropy_error, (d, y)
    yield ridge, (normal(3, 2), normal(3, 2), 0.1)
    yield lasso, (normal(3, 2), normal(3, 2), 0.1)
    yield random_crop, (normal(4, 5, 3), (2, 3))
    yield minibatch, (normal(5, 3), normal(5, 2), 2, 2)
    yield gradient_clipping, (normal(3, 2), 0.1)
    yield gradient_clipping, (normal(3, 2), 100.0)
    h, c = normal(2, 4), normal(2, 4)
    yield lstm_taught, (normal(2, 3), h, c, normal(16, 3), normal(16, 4), normal(16))
    pairs = [weight for _ in range(3) for weight in (normal(4, 3), normal(4, 4))]
    yield gru_taught, (normal(2, 3), h, *pairs)
    weights = (normal(3, 2), normal(3, 3), normal(3, 2), normal(3, 3), normal(4, 6))
    yield bidirectional_rnn_net, (normal(5, 2), *weights)
    yield encode, (np.eye(5)[[0, 3, 3]], normal(2, 5), normal(4, 2), normal(4, 4), normal(4))


CALLS = [pytest.param(*call, id=f"{call[0].__name__}{i}") for i, call in enumerate(calls())]


@pytest.mark.parametrize(("function", "arguments"), CALLS)
def test_no_argument_is_changed_even_if_it_could_be(function, arguments):
    for argument in arguments:
        if isinstance(argument, np.ndarray):
            argument.flags.writeable = False
    function(*arguments)


@pytest.mark.parametrize(("function", "arguments"), CALLS)
def test_float32_stays_and_whole_numbers_become_float64(function, arguments):
    def results(dtype):
        given = function(*(a.astype(dtype) if isinstance(a, np.ndarray) else a for a in arguments))
        return given if isinstance(given, tuple) else (given,)

    assert {result.dtype for result in results(np.float32)} == {np.dtype(np.float32)}
    if function in (random_crop, minibatch):  # these cut, and do not reckon
        assert {result.dtype for result in results(np.uint8)} == {np.dtype(np.uint8)}
    elif function is cross_entropy_error:
        assert cross_entropy_error([0, 1], [0, 1]).dtype == np.float64
    else:
        assert {result.dtype for result in results(np.int64)} == {np.dtype(np.float64)}


# Cross-entropy


def test_cross_entropy_by_hand():
    d = np.array([[1, 0], [0, 1]])
    y = np.array([[0.25, 0.75], [0.5, 0.5]])
    expected = -(math.log(0.25 + 1e-7) + math.log(0.5 + 1e-7)) / 2
    assert cross_entropy_error(d, y) == pytest.approx(expected, rel=1e-15)
    assert cross_entropy_error(d[0], y[0]) == pytest.approx(-math.log(0.25 + 1e-7), rel=1e-15)
    assert cross_entropy_error([0, 1], [1.0, 0.0]) == pytest.approx(-math.log(1e-7), rel=1e-15)


def test_cross_entropy_takes_soft_targets_and_the_mean_of_the_single_errors():
    y = RNG.dirichlet(np.ones(3), 4)
    d = RNG.dirichlet(np.ones(3), 4)
    singles = [cross_entropy_error(d[n], y[n]) for n in range(4)]
    assert cross_entropy_error(d, y) == pytest.approx(np.mean(singles), rel=1e-14)


@pytest.mark.parametrize(
    ("d", "y", "message"),
    [
        (np.ones((2, 3)), np.ones((3, 2)), r"d has shape \(2, 3\), but \(3, 2\)"),
        (np.array([1, 0]), np.ones((2, 3)), r"\(2,\).*\(2, 3\)"),
        (np.ones((2, 3, 4)), np.ones((2, 3, 4)), r"\(2, 3, 4\)"),
        (np.ones((0, 3)), np.ones((0, 3)), r"\(0, 3\)"),
        (np.array(1.0), np.array(0.5), r"\(\)"),
        (np.array([1.0, 0.0]), np.array([2.5, -1.0]), "2.5, which is no probability"),
    ],
)
def test_cross_entropy_refuses_what_has_no_meaning(d, y, message):
    with pytest.raises(ValueError, match=message):
        cross_entropy_error(d, y)


# Ridge and lasso


def test_ridge_and_lasso_by_hand():
    param, grad = np.array([2.0, 0.0, -4.0]), np.array([1.0, 1.0, 1.0])
    np.testing.assert_array_equal(ridge(param, grad, 0.25), [1.5, 1.0, 0.0])
    np.testing.assert_array_equal(lasso(param, grad, 0.25), [1.25, 1.0, 0.75])


@pytest.mark.parametrize("function", [ridge, lasso])
def test_ridge_and_lasso_refuse_shapes_that_would_broadcast(function):
    with pytest.raises(ValueError, match=r"grad has shape \(3,\), but \(2, 3\)"):
        function(np.ones((2, 3)), np.ones(3), 0.1)
    with pytest.raises(ValueError, match=r"rate is -0\.1"):
        function(np.ones(3), np.ones(3), -0.1)
    assert function(np.ones((0, 3)), np.ones((0, 3)), 0.1).shape == (0, 3)


# Random crop


def test_every_offset_is_drawn_and_about_equally_often():
    image = np.arange(4 * 5 * 2).reshape(4, 5, 2)
    windows = [random_crop(image, (2, 3), seed=seed) for seed in range(900)]
    counts = np.zeros((3, 3), dtype=int)
    for window in windows:
        top, left = divmod(window[0, 0, 0] // 2, 5)
        np.testing.assert_array_equal(window, image[top : top + 2, left : left + 3])
        counts[top, left] += 1
    # Each count is binomial, 100 with a standard deviation of 9.4.
    assert np.all(np.abs(counts - 100) < 4 * 9.4)


def test_a_crop_of_the_whole_image_is_the_image_and_the_course_fails_there():
    image = normal(3, 4, 1)
    np.testing.assert_array_equal(random_crop(image, (3, 4)), image)
    with pytest.raises(ValueError, match="high"):
        np.random.randint(0, 3 - 3)  # noqa: NPY002


def test_a_seed_repeats_the_crop_and_the_global_state_is_left_alone():
    image = normal(30, 40, 1)
    kept = np.random.get_state()[1].copy()  # noqa: NPY002
    a, b, c = (random_crop(image, (5, 6), seed=seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(a, b)
    assert not np.array_equal(a, c)
    assert not np.array_equal(random_crop(image, (5, 6)), random_crop(image, (5, 6)))
    np.testing.assert_array_equal(np.random.get_state()[1], kept)  # noqa: NPY002


@pytest.mark.parametrize("crop_size", [(5, 2), (2, 6), (0, 2), (2, -1)])
def test_a_window_that_does_not_fit_is_refused(crop_size):
    shown = str(crop_size).replace("(", r"\(").replace(")", r"\)")
    with pytest.raises(ValueError, match=rf"{shown}.*\(4, 5\)"):
        random_crop(normal(4, 5, 3), crop_size)


def test_an_image_without_channels_is_refused():
    with pytest.raises(ValueError, match=r"image has shape \(4, 5\)"):
        random_crop(normal(4, 5), (2, 2))


def test_a_readers_own_function_need_not_take_a_seed():
    """It is called as often without one, and found right or wrong."""
    concept = all_concepts()["random_crop"]
    record = recorded_references.load(concept)
    rng = np.random.default_rng(5)

    def right(image, crop_size):
        (H, W, _), (h, w) = image.shape, crop_size
        top, left = rng.integers(H - h + 1), rng.integers(W - w + 1)
        return image[top : top + h, left : left + w]

    def too_often_at_the_top(image, crop_size):
        (H, W, _), (h, w) = image.shape, crop_size
        top, left = rng.integers(H - h + 1), rng.integers(W - w + 1)
        top = top if rng.random() < 0.6 else 0
        return image[top : top + h, left : left + w]

    assert {f.verdict for f in judge(concept, right, record)} == {"agree"}
    wrong = [f for f in judge(concept, too_often_at_the_top, record) if f.verdict == "differ"]
    assert {f.quantity for f in wrong} == {"drawn"}


# Mini-batches


def test_the_batches_are_the_data_in_order():
    x, t = normal(7, 2), np.arange(7)
    batches = [minibatch(x, t, i, 3) for i in range(0, 7, 3)]
    assert [len(batch_x) for batch_x, _ in batches] == [3, 3, 1]
    np.testing.assert_array_equal(np.concatenate([b[0] for b in batches]), x)
    np.testing.assert_array_equal(np.concatenate([b[1] for b in batches]), t)


def test_no_data_give_an_empty_batch():
    x, t = minibatch(np.ones((0, 3)), np.ones(0), 0, 5)
    assert x.shape == (0, 3)
    assert t.shape == (0,)


@pytest.mark.parametrize(
    ("x", "t", "i", "batch_size", "message"),
    [
        (np.ones((4, 2)), np.ones(3), 0, 2, r"\(4, 2\).*\(3,\)"),
        (np.array(1.0), np.array(1.0), 0, 2, r"\(\)"),
        (np.ones((4, 2)), np.ones(4), -1, 2, "i is -1"),
        (np.ones((4, 2)), np.ones(4), 5, 2, "i is 5"),
        (np.ones((4, 2)), np.ones(4), 0, 0, "batch_size is 0"),
    ],
)
def test_batches_without_a_meaning_are_refused(x, t, i, batch_size, message):
    with pytest.raises(ValueError, match=message):
        minibatch(x, t, i, batch_size)


# Gradient clipping


def test_clipping_by_hand():
    np.testing.assert_array_equal(gradient_clipping([3.0, 4.0], 2.5), [1.5, 2.0])
    np.testing.assert_array_equal(gradient_clipping([3.0, 4.0], 5.0), [3.0, 4.0])
    np.testing.assert_array_equal(gradient_clipping([3.0, 4.0], 50.0), [3.0, 4.0])
    np.testing.assert_array_equal(gradient_clipping(np.zeros((2, 3)), 1e-300), np.zeros((2, 3)))
    assert gradient_clipping(np.ones((0, 3)), 1.0).shape == (0, 3)


def test_clipping_keeps_the_direction():
    grad = normal(2, 3, 4)
    clipped = gradient_clipping(grad, 0.5)
    assert np.linalg.norm(clipped) == pytest.approx(0.5, rel=1e-14)
    np.testing.assert_allclose(clipped / grad, 0.5 / np.linalg.norm(grad), rtol=1e-14)


@pytest.mark.parametrize("threshold", [0.0, -1.0, float("nan")])
def test_a_threshold_without_a_meaning_is_refused(threshold):
    with pytest.raises(ValueError, match=f"threshold is {threshold}"):
        gradient_clipping(np.ones(3), threshold)


# LSTM


def test_an_lstm_step_by_hand():
    # a = 1 x + 0 h + 0 = ln 3 in each gate, sigmoid(ln 3) = 3/4, tanh(ln 3) = 4/5.
    W, U, b = np.ones((4, 1)), np.zeros((4, 1)), np.zeros(4)
    c, h = lstm_taught(np.array([math.log(3)]), np.array([7.0]), np.array([2.0]), W, U, b)
    assert c == pytest.approx([0.75 * 2 + 0.75 * 0.8], rel=1e-15)
    assert h == pytest.approx([0.75 * math.tanh(2.1)], rel=1e-15)


@pytest.mark.parametrize(
    ("gate", "c", "h"),
    [
        # One gate is wide open, the other two are half open, and the candidate is tanh(1).
        ("i", 0.5 * 2 + math.tanh(1), 0.5),
        ("f", 2 + 0.5 * math.tanh(1), 0.5),
        ("o", 0.5 * 2 + 0.5 * math.tanh(1), 1.0),
    ],
)
def test_each_gate_stands_at_its_place(gate, c, h):
    b = np.where(np.array(["i", "f", "o", "g"]) == gate, 100.0, 0.0)
    b[3] = 1.0
    zero = np.zeros((4, 1))
    found_c, found_h = lstm_taught(np.zeros(1), np.zeros(1), np.array([2.0]), zero, zero, b)
    assert found_c == pytest.approx([c], rel=1e-15)
    assert found_h == pytest.approx([h * math.tanh(c)], rel=1e-15)


def test_the_carousel_keeps_what_it_was_and_adds():
    """Claim C17: c = f prev_c + i g, so dc/dprev_c = f, and with open gates c = a + c."""
    H = 3
    b = np.repeat([100.0, 100.0, 100.0, 0.5], H)
    zero = np.zeros((4 * H, H))
    prev_c = np.array([0.5, -1.0, 2.0])
    c, _ = lstm_taught(np.zeros(H), np.zeros(H), prev_c, zero, zero, b)
    np.testing.assert_allclose(c, np.tanh(0.5) + prev_c, rtol=1e-15)
    moved, _ = lstm_taught(np.zeros(H), np.zeros(H), prev_c + 0.25, zero, zero, b)
    np.testing.assert_allclose(moved - c, 0.25, rtol=1e-14)


def test_rows_of_a_batch_do_not_know_each_other():
    x, h, c = normal(3, 2), normal(3, 4), normal(3, 4)
    W, U, b = normal(16, 2), normal(16, 4), normal(16)
    together = lstm_taught(x, h, c, W, U, b)
    pairs = [weight for _ in range(3) for weight in (normal(4, 2), normal(4, 4))]
    h_new = gru_taught(x, h, *pairs)
    for n in range(3):
        alone = lstm_taught(x[n], h[n], c[n], W, U, b)
        for ours, theirs in zip(together, alone, strict=True):
            np.testing.assert_allclose(ours[n], theirs, rtol=1e-13)
        np.testing.assert_allclose(h_new[n], gru_taught(x[n], h[n], *pairs), rtol=1e-13)
    assert lstm_taught(x[:0], h[:0], c[:0], W, U, b)[0].shape == (0, 4)
    assert gru_taught(x[:0], h[:0], *pairs).shape == (0, 4)


def test_the_exams_lstm_corrected_line_by_line():
    """Claim C18: with prev_c for c, and one activation for each quarter."""

    def corrected(x, prev_h, prev_c, W, U, b):
        lstm_in = x.dot(W.T) + prev_h.dot(U.T) + b
        i, f, o, a = np.hsplit(lstm_in, 4)
        i, f, o, a = sigmoid(i), sigmoid(f), sigmoid(o), np.tanh(a)
        c = i * a + f * prev_c
        return c, o * np.tanh(c)

    arguments = normal(3, 2), normal(3, 4), normal(3, 4), normal(16, 2), normal(16, 4), normal(16)
    for ours, theirs in zip(lstm_taught(*arguments), corrected(*arguments), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-13)


def test_gates_far_from_0_neither_overflow_nor_warn():
    for size in (1e4, 1e300):
        x, weights = np.array([size]), (np.ones((4, 1)), np.ones((4, 1)), np.zeros(4))
        for sign in (1, -1):
            c, h = lstm_taught(sign * x, np.zeros(1), np.ones(1), *weights)
            assert np.isfinite(c).all()
            assert np.isfinite(h).all()
            assert np.isfinite(gru_taught(sign * x, np.ones(1), *[np.ones((1, 1))] * 6)).all()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"x": (3, 2, 2)}, r"x has shape \(3, 2, 2\), but \(N, X\) or \(X,\)"),
        ({"x": (2,)}, r"prev_h has shape \(3, 4\), but \(any,\)"),
        ({"x": (3, 5)}, r"W has shape \(16, 2\), but \(16, 5\)"),
        ({"prev_h": (2, 4)}, r"prev_h has shape \(2, 4\), but \(3, any\)"),
        ({"prev_c": (3, 5)}, r"prev_c has shape \(3, 5\), but \(3, 4\)"),
        ({"prev_c": (4,)}, r"prev_c has shape \(4,\), but \(3, 4\)"),
        ({"W": (2, 16)}, r"W has shape \(2, 16\), but \(16, 2\)"),
        ({"U": (16, 3)}, r"U has shape \(16, 3\), but \(16, 4\)"),
        ({"b": (4,)}, r"b has shape \(4,\), but \(16,\)"),
    ],
)
def test_lstm_refuses_shapes_that_do_not_fit(change, message):
    shapes = {"x": (3, 2), "prev_h": (3, 4), "prev_c": (3, 4)}
    shapes |= {"W": (16, 2), "U": (16, 4), "b": (16,)} | change
    with pytest.raises(ValueError, match=message):
        lstm_taught(*(normal(*shape) for shape in shapes.values()))


# GRU


def test_a_gru_step_by_hand():
    # r = z = sigmoid(ln 3) = 3/4; the candidate sees ln 3 - 3/4 h + 3/4 h = ln 3: tanh = 4/5.
    one, zero = np.ones((1, 1)), np.zeros((1, 1))
    h = np.array([2.0])
    x = np.array([math.log(3)])
    assert gru_taught(x, h, one, zero, one, zero, one, zero) == pytest.approx(
        [0.25 * 2 + 0.75 * 0.8], rel=1e-15
    )
    candidate = math.tanh(math.log(3) + 0.75 * 2 * 0.5)
    assert gru_taught(x, h, one, zero, one, zero, one, 0.5 * one) == pytest.approx(
        [0.25 * 2 + 0.75 * candidate], rel=1e-15
    )


def test_a_closed_update_gate_keeps_the_state_and_an_open_one_replaces_it():
    x, h = np.ones(2), normal(3)
    W, U, zero = normal(3, 2), normal(3, 3), np.zeros((3, 3))
    wide = np.full((3, 2), 500.0)
    closed = gru_taught(x, h, W, U, -wide, zero, W, U)
    np.testing.assert_array_equal(closed, h)
    r = sigmoid(W @ x + U @ h)
    opened = gru_taught(x, h, W, U, wide, zero, W, U)
    np.testing.assert_allclose(opened, np.tanh(W @ x + U @ (r * h)), rtol=1e-14)


def test_where_the_reset_stands_matters_unless_u_is_diagonal():
    x, h, W, W_r, U_r = normal(3), normal(4), normal(4, 3), normal(4, 3), normal(4, 4)
    r = sigmoid(W_r @ x + U_r @ h)
    half = np.zeros((4, 3)), np.zeros((4, 4))  # z = 1/2
    for U, same in ((normal(4, 4), False), (np.diag(normal(4)), True)):
        after = h / 2 + np.tanh(W @ x + r * (U @ h)) / 2
        assert np.allclose(gru_taught(x, h, W_r, U_r, *half, W, U), after, rtol=1e-12) == same


@pytest.mark.parametrize(
    ("place", "shape", "message"),
    [
        (0, (3, 5), r"W_r has shape \(4, 2\), but \(4, 5\)"),
        (1, (2, 4), r"h has shape \(2, 4\), but \(3, any\)"),
        (2, (2, 4), r"W_r has shape \(2, 4\), but \(4, 2\)"),
        (3, (4, 3), r"U_r has shape \(4, 3\), but \(4, 4\)"),
        (4, (4,), r"W_z has shape \(4,\), but \(4, 2\)"),
        (5, (1, 4), r"U_z has shape \(1, 4\), but \(4, 4\)"),
        (6, (4, 3), r"W has shape \(4, 3\), but \(4, 2\)"),
        (7, (16, 4), r"U has shape \(16, 4\), but \(4, 4\)"),
    ],
)
def test_gru_refuses_shapes_that_do_not_fit(place, shape, message):
    shapes = [(3, 2), (3, 4), (4, 2), (4, 4), (4, 2), (4, 4), (4, 2), (4, 4)]
    shapes[place] = shape
    with pytest.raises(ValueError, match=message):
        gru_taught(*(normal(*shape) for shape in shapes))


# Recurrent networks


def test_a_bidirectional_network_by_hand():
    # Without recurrent weights each state is tanh(x); y = forward - 10 backward.
    one, zero = np.ones((1, 1)), np.zeros((1, 1))
    xs, V = np.array([[1.0], [2.0], [3.0]]), np.array([[1.0, -10.0]])
    np.testing.assert_allclose(
        bidirectional_rnn_net(xs, one, zero, one, zero, V), -9 * np.tanh(xs), rtol=1e-15
    )
    # With them the forward state at the beginning is tanh(1), and the backward one at the end
    # tanh(3): each has seen one element only.
    ys = bidirectional_rnn_net(xs, one, one, one, one, np.eye(2))
    assert ys[0, 0] == pytest.approx(math.tanh(1), rel=1e-15)
    assert ys[2, 1] == pytest.approx(math.tanh(3), rel=1e-15)
    assert ys[1, 0] == pytest.approx(math.tanh(2 + math.tanh(1)), rel=1e-15)
    assert ys[1, 1] == pytest.approx(math.tanh(2 + math.tanh(3)), rel=1e-15)


def test_reading_from_the_other_end_with_the_weights_exchanged_reverses_the_outputs():
    xs, V = normal(5, 2), normal(4, 6)
    W_f, U_f, W_b, U_b = normal(3, 2), normal(3, 3), normal(3, 2), normal(3, 3)
    there = bidirectional_rnn_net(xs, W_f, U_f, W_b, U_b, V)
    exchanged = np.concatenate([V[:, 3:], V[:, :3]], axis=1)
    back = bidirectional_rnn_net(xs[::-1], W_b, U_b, W_f, U_f, exchanged)
    np.testing.assert_allclose(back[::-1], there, rtol=1e-13)
    assert bidirectional_rnn_net(xs[:0], W_f, U_f, W_b, U_b, V).shape == (0, 4)


@pytest.mark.parametrize(
    ("place", "shape", "message"),
    [
        (0, (5, 3), r"xs has shape \(5, 3\), but \(any, 2\)"),
        (0, (1, 5, 2), r"xs has shape \(1, 5, 2\), but \(any, 2\)"),
        (1, (3,), r"W_f has shape \(3,\), but \(any, any\)"),
        (2, (3, 4), r"U_f has shape \(3, 4\), but \(3, 3\)"),
        (3, (2, 3), r"W_b has shape \(2, 3\), but \(3, 2\)"),
        (4, (4, 4), r"U_b has shape \(4, 4\), but \(3, 3\)"),
        (5, (4, 3), r"V has shape \(4, 3\), but \(any, 6\)"),
    ],
)
def test_a_bidirectional_network_refuses_shapes_that_do_not_fit(place, shape, message):
    shapes = [(5, 2), (3, 2), (3, 3), (3, 2), (3, 3), (4, 6)]
    shapes[place] = shape
    with pytest.raises(ValueError, match=message):
        bidirectional_rnn_net(*(normal(*shape) for shape in shapes))


def test_an_encoder_by_hand():
    E = np.array([[1.0, 2.0, 4.0]])  # three words, each one number
    W, U, b = np.array([[0.5]]), np.array([[0.25]]), np.array([-1.0])
    first = math.tanh(0.5 * 4 - 1)
    assert encode(np.eye(3)[[2]], E, W, U, b) == pytest.approx([first], rel=1e-15)
    second = math.tanh(0.5 * 1 + 0.25 * first - 1)
    assert encode(np.eye(3)[[2, 0]], E, W, U, b) == pytest.approx([second], rel=1e-15)
    assert encode(np.zeros((0, 3)), E, W, U, b).tolist() == [0.0]


def test_an_encoder_tells_the_order_of_the_words_and_takes_them_as_whole_numbers():
    E, W, U, b = normal(2, 5), normal(4, 2), normal(4, 4), normal(4)
    words = np.eye(5, dtype=int)[[0, 3, 1]]
    assert not np.allclose(encode(words, E, W, U, b), encode(words[::-1], E, W, U, b))
    single = encode(words, *(a.astype(np.float32) for a in (E, W, U, b)))
    assert single.dtype == np.float32


@pytest.mark.parametrize(
    ("place", "shape", "message"),
    [
        (0, (3, 4), r"words has shape \(3, 4\), but \(any, 5\)"),
        (0, (5,), r"words has shape \(5,\), but \(any, 5\)"),
        (1, (5, 2), r"words has shape \(3, 5\), but \(any, 2\)"),
        (1, (5,), r"E has shape \(5,\), but \(any, any\)"),
        (2, (2, 4), r"W has shape \(2, 4\), but \(4, 2\)"),
        (3, (4, 2), r"U has shape \(4, 2\), but \(4, 4\)"),
        (4, (1, 4), r"b has shape \(1, 4\), but \(any,\)"),
    ],
)
def test_an_encoder_refuses_shapes_that_do_not_fit(place, shape, message):
    shapes = [(3, 5), (2, 5), (4, 2), (4, 4), (4,)]
    shapes[place] = shape
    with pytest.raises(ValueError, match=message):
        encode(*(normal(*shape) for shape in shapes))


def test_the_cells_sigmoid_is_the_layers():
    from numpy_impl.exam.cells import sigmoid

    x = np.linspace(-800, 800, 101)
    np.testing.assert_array_equal(sigmoid(x), Sigmoid().forward(x))


# Mistakes that nobody listed


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("lstm_taught", "h = o * np.tanh(c)", "h = o * np.tanh(c) * (1 + 1e-9)"),
        (
            "lstm_taught",
            "i, f, o = sigmoid(i), sigmoid(f), sigmoid(o)",
            "i, f, o = sigmoid(i), sigmoid(f), np.tanh(o)",
        ),
        (
            "gru_taught",
            "r = sigmoid(x.dot(W_r.T) + h.dot(U_r.T))",
            "r = sigmoid(x.dot(W_r.T) - h.dot(U_r.T))",
        ),
        ("bidirectional_rnn_net", "hs_f = _rnn(xs, W_f, U_f)", "hs_f = _rnn(xs, W_f, U_f.T)"),
        ("encode", "e = E.dot(w)", "e = -E.dot(w)"),
        ("gradient_clipping", "norm = np.linalg.norm(grad)", "norm = np.abs(grad).sum()"),
        ("lasso", "return grad + rate * np.sign(param)", "return grad + rate"),
        (
            "minibatch",
            "return data_x[i:i_end], data_t[i:i_end]",
            "return data_x[i : i + 1], data_t[i : i + 1]",
        ),
        (
            "random_crop",
            "left = rng.integers(0, W - w + 1)",
            "left = np.random.default_rng(seed).integers(0, W - w + 1)",
        ),
    ],
)
def test_a_mistake_that_is_not_listed_is_found_too(name, right, wrong):
    concept = all_concepts()[name]
    assert (right, wrong) not in {(m.line, m.wrong) for m in concept.mistakes}
    source = source_path(concept).read_text(encoding="utf-8")
    edited = edited_source(concept, Mistake("unlisted", right, wrong, Text("", "")), source)
    record = recorded_references.load(concept)
    findings = judge(concept, load_source(concept, edited, "unlisted"), record)
    assert any(finding.verdict == "differ" for finding in findings)
