"""What all of the exam's functions keep: their signatures, arguments and types."""

import inspect

import numpy as np
import pytest

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
from parity.harness.registry import COURSE_ORDER, all_concepts

RNG = np.random.default_rng(3)


def normal(*shape):
    return RNG.standard_normal(shape)


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
