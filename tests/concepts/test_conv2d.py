"""Convolutions beyond their cases: sizes, errors, adjoints, and a naive loop to compare with.

The fast form is compared with the plain one where only large inputs lead: several blocks, threads.
"""

import itertools
import multiprocessing

import numpy as np
import pytest

from numpy_impl.layers import conv_in_line, fast_conv2d, threads, window_blocks
from numpy_impl.layers.col2im import col2im
from numpy_impl.layers.conv2d import Conv2d
from numpy_impl.layers.conv_transpose2d import ConvTranspose2d
from numpy_impl.layers.fast_conv2d import FastConv2d
from numpy_impl.layers.im2col import im2col
from numpy_impl.layers.output_size import output_size

RNG = np.random.default_rng(7)


class InLine(FastConv2d):
    """The fast layer, in one way for every shape."""

    form = "line"


class InRows(FastConv2d):
    """The same, in the other."""

    form = "rows"


FORMS = pytest.mark.parametrize("form", [Conv2d, FastConv2d, InLine, InRows])


def naive(x, W, b, stride, pads, dilation, groups):
    """Return the convolution by its definition, one window at a time."""
    x = np.pad(x, ((0, 0), (0, 0), *pads))
    (kh, kw), (sh, sw), (dh, dw) = W.shape[2:], stride, dilation
    oh = (x.shape[2] - dh * (kh - 1) - 1) // sh + 1
    ow = (x.shape[3] - dw * (kw - 1) - 1) // sw + 1
    y = np.empty((len(x), len(W), oh, ow))
    n_in, n_out = W.shape[1], len(W) // groups
    for o, h, w in itertools.product(range(len(W)), range(oh), range(ow)):
        first = o // n_out * n_in
        window = x[:, first : first + n_in, h * sh :, w * sw :][:, :, ::dh, ::dw][:, :, :kh, :kw]
        y[:, o, h, w] = (window * W[o]).sum(axis=(1, 2, 3)) + b[o]
    return y


def filled(layer):
    """Return the layer with a bias that is not 0."""
    layer.params["b"] = RNG.standard_normal(layer.params["b"].shape)
    return layer


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize(
    ("form", "block"),
    [
        (Conv2d, 0),
        *((form, block) for form in (InLine, InRows) for block in (1, 500)),
        (FastConv2d, 2**19),
    ],
)
def test_conv2d_is_its_definition_and_its_backward_is_the_adjoint(seed, form, block, monkeypatch):
    for module in (conv_in_line, window_blocks):
        monkeypatch.setattr(module, "BLOCK_BYTES", block)
    monkeypatch.setattr(fast_conv2d, "PORTION_BYTES", 10 * block)
    rng = np.random.default_rng(seed)
    groups, n_in, n_out, N = (int(n) for n in rng.integers(1, 4, 4))
    kernel, stride, dilation = (tuple(int(n) for n in rng.integers(1, 4, 2)) for _ in range(3))
    pads = tuple(tuple(int(n) for n in rng.integers(0, 4, 2)) for _ in range(2))
    x = rng.standard_normal((N, groups * n_in, *rng.integers(7, 10, 2)))
    conv = filled(
        form(groups * n_in, groups * n_out, kernel, stride, pads, dilation, groups, seed=seed)
    )
    W, b = conv.params["W"], conv.params["b"]
    y = conv.forward(x)
    np.testing.assert_allclose(y, naive(x, W, b, stride, pads, dilation, groups), atol=1e-12)
    dy = rng.standard_normal(y.shape)
    dx = conv.backward(dy)
    # y is linear in x and in W, so <dy, y - b> is <dx, x> and <dW, W>.
    bias = (dy * b.reshape(-1, 1, 1)).sum()
    along = (dy * y).sum() - bias
    np.testing.assert_allclose([(dx * x).sum(), (conv.grads["W"] * W).sum()], along, rtol=1e-9)
    np.testing.assert_allclose(conv.grads["b"], dy.sum(axis=(0, 2, 3)), rtol=1e-12)
    # And along one more direction of W, which tells its elements apart.
    direction = rng.standard_normal(W.shape)
    moved = naive(x, direction, np.zeros(len(W)), stride, pads, dilation, groups)
    np.testing.assert_allclose((conv.grads["W"] * direction).sum(), (dy * moved).sum(), rtol=1e-9)
    dW = conv.grads["W"]
    assert conv.backward(dy, need_dx=False).size == 0
    np.testing.assert_allclose(conv.grads["W"], dW, rtol=1e-9, atol=1e-11)


def both_forms(*given, form=FastConv2d, **named):
    """Return the plain and the fast layer with the same parameters."""
    plain, fast = Conv2d(*given, **named), form(*given, **named)
    if "b" in plain.params:
        filled(plain)
    fast.params = {name: array.copy() for name, array in plain.params.items()}
    return plain, fast


def assert_the_forms_agree(plain, fast, x, atol=1e-12):
    """Compare y, dx, and the gradients of the parameters with and without dx."""
    y = plain.forward(x)
    np.testing.assert_allclose(fast.forward(x), y, rtol=0, atol=atol)
    assert fast.forward(x).shape == y.shape
    dy = RNG.standard_normal(y.shape).astype(x.dtype)
    for need_dx in (True, False):
        dx = plain.backward(dy, need_dx)
        given = fast.backward(dy, need_dx)
        assert given.shape == dx.shape == (len(x), x.shape[1] * need_dx, *x.shape[2:])
        assert given.dtype == dx.dtype == y.dtype
        np.testing.assert_allclose(given, dx, rtol=0, atol=atol)
        assert list(fast.grads) == list(plain.grads)
        for name, gradient in plain.grads.items():
            assert fast.grads[name].dtype == gradient.dtype
            np.testing.assert_allclose(fast.grads[name], gradient, rtol=0, atol=10 * atol)


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize(
    ("form", "block"), [(InLine, 1), (InRows, 1), (InLine, 700), (InRows, 700), (FastConv2d, 2**19)]
)
def test_the_fast_form_is_the_plain_one(seed, form, block, monkeypatch):
    for module in (conv_in_line, window_blocks):
        monkeypatch.setattr(module, "BLOCK_BYTES", block)
    monkeypatch.setattr(fast_conv2d, "PORTION_BYTES", 10 * block)
    rng = np.random.default_rng(seed)
    groups, n_in, n_out, N = (int(n) for n in rng.integers(1, 4, 4))
    kernel, stride, dilation = (tuple(int(n) for n in rng.integers(1, 4, 2)) for _ in range(3))
    padding = "same" if seed % 3 == 0 else tuple(
        tuple(int(n) for n in rng.integers(0, 4, 2)) for _ in range(2)
    )  # fmt: skip
    plain, fast = both_forms(
        groups * n_in, groups * n_out, kernel, stride, padding, dilation, groups,
        use_bias=seed % 4 != 0, padding_mode=("zeros", "edge", "reflect")[seed % 5 % 3], seed=seed,
        form=form,
    )  # fmt: skip
    assert_the_forms_agree(plain, fast, rng.standard_normal((N, groups * n_in, 9, 8)))


@pytest.mark.parametrize("padding_mode", ["zeros", "edge"])
@pytest.mark.parametrize(
    "named",
    [
        {"kernel_size": 5, "padding": 2},
        {"kernel_size": (4, 3), "padding": ((0, 3), (2, 1))},
        {"kernel_size": 3, "stride": 2, "padding": "same", "dilation": 2},
        {"kernel_size": 7, "stride": (1, 3), "padding": 4, "groups": 2},
    ],
    ids=str,
)
@pytest.mark.parametrize("form", [InLine, InRows])
def test_the_forms_agree_on_images_smaller_than_the_kernel(form, named, padding_mode):
    plain, fast = both_forms(2, 4, **named, padding_mode=padding_mode, seed=1, form=form)
    assert_the_forms_agree(plain, fast, RNG.standard_normal((3, 2, 2, 1)))


def test_the_forms_agree_on_a_line_in_pieces(monkeypatch):
    monkeypatch.setattr(conv_in_line, "SMALL", 50)
    plain, fast = both_forms(3, 2, 3, padding=1, seed=1, form=InLine)
    assert_the_forms_agree(plain, fast, RNG.standard_normal((2, 3, 5, 7)))
    assert fast.in_line.windows(56).pieces > 1


@pytest.mark.parametrize("block", [1, 3000])
@pytest.mark.parametrize(
    "named",
    [
        {"kernel_size": (2, 3), "padding": 1},
        {"kernel_size": (3, 2), "stride": (2, 3), "padding": ((1, 0), (0, 2)), "groups": 2},
        {"kernel_size": 2, "dilation": (1, 2), "use_bias": False, "padding_mode": "edge"},
    ],
    ids=str,
)
def test_the_forms_agree_where_a_window_has_fewer_elements_than_there_are_kernels(
    named, block, monkeypatch
):
    monkeypatch.setattr(conv_in_line, "BLOCK_BYTES", block)
    plain, fast = both_forms(2, 40, **named, seed=1, form=InLine)
    given = RNG.standard_normal((5, 2, 9, 8))
    for x in (given, given[:0], given.copy(order="F")):
        assert_the_forms_agree(plain, fast, x)
    assert fast.in_line.windows().exact


LARGE = [
    {"padding": 1},
    {"padding": 1, "groups": 4},
    {"stride": 2, "groups": 2, "padding": "same"},
    {"stride": (1, 2), "padding": ((2, 0), (1, 3)), "padding_mode": "edge"},
    {"padding": 2, "dilation": 2, "padding_mode": "reflect", "groups": 8},
]


@pytest.mark.parametrize("named", LARGE, ids=str)
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize(("n_threads", "form"), [(1, InLine), (2, InLine), (2, InRows)])
def test_the_forms_agree_on_a_batch_for_two_threads_and_several_blocks(
    named, dtype, n_threads, form, monkeypatch
):
    monkeypatch.setattr(threads, "THREADS", n_threads)
    monkeypatch.setattr(conv_in_line, "BLOCK_BYTES", 2**20)
    monkeypatch.setattr(window_blocks, "BLOCK_BYTES", 2**16)
    asked, blocks, lines = [], [], []
    in_threads, per_block = threads.in_threads, window_blocks.window_blocks
    per_line = conv_in_line._blocks

    def counted(work, n, multiplications):
        asked.append(multiplications >= threads.WORTH_IT)
        return in_threads(work, n, multiplications)

    def noted(*given):
        for here, columns in per_block(*given):
            blocks.append(here)
            yield here, columns

    def lines_noted(*given, **named):
        for here, columns in per_line(*given, **named):
            lines.append(here)
            yield here, columns

    monkeypatch.setattr("numpy_impl.layers.fast_conv2d.in_threads", counted)
    monkeypatch.setattr("numpy_impl.layers.conv_in_rows.window_blocks", noted)
    monkeypatch.setattr("numpy_impl.layers.conv_in_line._blocks", lines_noted)
    plain, fast = both_forms(16, 32, 3, **named, seed=1, form=form)
    plain.astype(dtype)
    fast.astype(dtype)
    x = RNG.standard_normal((9, 16, 44, 42)).astype(dtype)
    assert_the_forms_agree(plain, fast, x, atol=1e-11 if dtype == np.float64 else 5e-3)
    assert all(asked)
    if form is InRows:
        assert len({rows.start for _, rows in blocks}) > 1  # a single image is several blocks
        assert {image.start >= 4 for image, _ in blocks} == {False, True}
    else:
        assert {here.start for here in lines} > {0}  # a part is several blocks


@FORMS
def test_the_order_of_the_axes_in_memory_makes_no_difference(form):
    x = RNG.standard_normal((2, 3, 6, 5))
    last = np.ascontiguousarray(x.transpose(0, 2, 3, 1)).transpose(0, 3, 1, 2)
    conv = filled(form(3, 4, 3, seed=1))
    y = conv.forward(x)
    np.testing.assert_array_equal(conv.forward(last), y)
    dy = RNG.standard_normal(y.shape)
    dx, grads = conv.backward(dy), dict(conv.grads)
    np.testing.assert_allclose(conv.backward(dy.copy(order="F")), dx, atol=1e-14)
    for name, gradient in grads.items():
        np.testing.assert_allclose(conv.grads[name], gradient, atol=1e-14)


@FORMS
def test_what_was_returned_is_not_overwritten_by_the_next_call(form):
    conv = filled(form(2, 3, 3, padding=1, seed=2))
    first, second = RNG.standard_normal((2, 4, 2, 6, 5))
    y = conv.forward(first)
    dx = conv.backward(y)
    dW = conv.grads["W"]
    kept = [array.copy() for array in (y, dx, dW)]
    conv.backward(conv.forward(second))
    for array, copy in zip((y, dx, dW), kept, strict=True):
        np.testing.assert_array_equal(array, copy)
    np.testing.assert_array_equal(conv.forward(first), kept[0])


@pytest.mark.parametrize(
    "layer",
    [
        Conv2d(2, 4, 3, 2, "same", groups=2, seed=1),
        Conv2d(2, 4, 3, padding=1, padding_mode="edge", seed=1),
        FastConv2d(2, 4, 3, 2, "same", groups=2, seed=1),
        FastConv2d(2, 4, 3, padding=1, padding_mode="edge", seed=1),
        Conv2d(2, 4, 3, 1, "same_lower", padding_mode="circular", seed=1),
        FastConv2d(2, 4, 3, 1, "same_lower", padding_mode="circular", seed=1),
        ConvTranspose2d(2, 4, 3, 2, 1, 1, seed=1),
        ConvTranspose2d(2, 4, 3, (2, np.int64(3)), "same", groups=2, seed=1),
    ],
)
def test_float32_stays_integers_become_float64_and_an_empty_batch_is_empty(layer):
    taken = layer.forward(np.ones((1, 2, 6, 5), dtype=int))
    assert taken.dtype == np.float64
    empty = layer.forward(np.ones((0, 2, 6, 5)))
    assert empty.shape == (0, *taken.shape[1:])
    assert layer.backward(empty).shape == (0, 2, 6, 5)
    np.testing.assert_array_equal(layer.grads["W"], np.zeros_like(layer.params["W"]))
    layer.astype(np.float32)
    y = layer.forward(RNG.standard_normal((3, 2, 6, 5)).astype(np.float32))
    assert y.dtype == layer.backward(y).dtype == np.float32
    assert {gradient.dtype for gradient in layer.grads.values()} == {np.dtype("float32")}


@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("padding", [0, 1])
def test_the_transposed_convolution_is_the_adjoint(stride, padding):
    kernel = (3, 2)
    conv = Conv2d(2, 4, kernel, stride, padding, use_bias=False, seed=3)
    x = RNG.standard_normal((3, 2, 7, 7))
    y = conv.forward(x)
    back = ConvTranspose2d(4, 2, kernel, stride, padding, use_bias=False)
    back.params["W"] = conv.params["W"]
    z = RNG.standard_normal(y.shape)
    given = back.forward(z)
    seen = x[:, :, : given.shape[2], : given.shape[3]]  # the rest no window may have reached
    if given.shape == x.shape:
        np.testing.assert_allclose((y * z).sum(), (x * given).sum(), rtol=1e-12)
    whole = conv.backward(z)
    np.testing.assert_allclose(whole[:, :, : seen.shape[2], : seen.shape[3]], given, atol=1e-12)
    np.testing.assert_allclose((y * z).sum(), (x * whole).sum(), rtol=1e-12)


def test_col2im_counts_the_windows_over_each_pixel_and_does_not_restore_the_image():
    x = RNG.standard_normal((2, 1, 4, 4))
    back = col2im(im2col(x, 3, 3), x.shape, 3, 3)
    counts = np.outer([1, 2, 2, 1], [1, 2, 2, 1])  # of the windows over a pixel, 3 by 3 in 4 by 4
    np.testing.assert_allclose(back, x * counts, rtol=1e-15)
    assert not np.allclose(back, x)
    x = RNG.standard_normal((2, 3, 6, 4))
    np.testing.assert_array_equal(col2im(im2col(x, 2, 2, 2), x.shape, 2, 2, 2), x)  # no overlap
    padded = col2im(im2col(x, 3, 3, 1, 1), x.shape, 3, 3, 1, 1)
    ones = np.ones_like(x)
    np.testing.assert_allclose(
        padded, x * col2im(im2col(ones, 3, 3, 1, 1), x.shape, 3, 3, 1, 1), rtol=1e-14
    )


def test_im2col_of_the_course():
    x = np.arange(32).reshape(2, 1, 4, 4)
    col = im2col(x, 3, 3)
    assert col.shape == (8, 9)
    np.testing.assert_array_equal(col[1], [1, 2, 3, 5, 6, 7, 9, 10, 11])
    np.testing.assert_array_equal(col[4], [16, 17, 18, 20, 21, 22, 24, 25, 26])
    assert im2col(np.ones((3, 2, 6, 6)), 4, 4, 2).shape == (12, 32)


def test_output_sizes():
    assert output_size(6, 2, 1, 1, 1) == 7
    assert output_size(8, 3, 2, 1, 1) == 4
    assert output_size(227, 11, 4) == 55
    for n, k, stride, dilation in itertools.product(range(1, 9), (1, 2, 3), (1, 2, 3), (1, 2)):
        conv = Conv2d(1, 1, k, stride, "same", dilation, seed=0)
        size = -(-n // stride)
        assert conv.forward(np.ones((1, 1, n, n))).shape == (1, 1, size, size)
        (pads, _) = conv.pads(n, n)
        assert 0 <= pads[1] - pads[0] <= 1
        assert output_size(n, k, stride, *pads, dilation) == size


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Conv2d(4, 6, 3, groups=4), "groups 4 must divide n_in 4 and n_out 6"),
        (lambda: Conv2d(3, 6, 3, groups=2), "groups 2 must divide n_in 3 and n_out 6"),
        (lambda: Conv2d(3, 6, 3, stride=0), "stride is 0"),
        (lambda: Conv2d(3, 6, 3, dilation=(1, 0)), r"dilation is \(1, 0\)"),
        (lambda: Conv2d(3, 6, 0), "kernel_size is 0"),
        (lambda: Conv2d(3, 6, (3, 3, 3)), r"kernel_size is \(3, 3, 3\)"),
        (lambda: Conv2d(3, 6, 3, padding=-1), "padding is -1"),
        (lambda: Conv2d(3, 6, 3, padding="full"), "'full'"),
        (lambda: Conv2d(3, 6, 3, padding="causal"), "'causal'"),
        (lambda: Conv2d(3, 6, 3, padding_mode="wrap"), "'wrap'"),
        (
            lambda: Conv2d(1, 1, 3, padding=5, padding_mode="circular")(np.ones((1, 1, 4, 9))),
            "4 pixels",
        ),
        (lambda: ConvTranspose2d(3, 6, 3, padding="full"), "'full'"),
        (lambda: Conv2d(3, 6, 3)(np.ones((2, 4, 5, 5))), r"\(2, 4, 5, 5\).*\(any, 3, any, any\)"),
        (lambda: Conv2d(3, 6, 3)(np.ones((3, 5, 5))), r"\(3, 5, 5\)"),
        (lambda: Conv2d(1, 1, 5, padding=1)(np.ones((1, 1, 2, 9))), r"of 5 .*1 \+ 2 \+ 1 = 4"),
        (lambda: Conv2d(1, 1, 3, dilation=3)(np.ones((1, 1, 9, 6))), r"covers 7 .* = 6"),
        (
            lambda: Conv2d(1, 1, 3, padding=4, padding_mode="reflect")(np.ones((1, 1, 4, 9))),
            "4 pixels",
        ),
        (lambda: Conv2d(3, 6, 2.5), r"kernel_size is 2\.5"),
        (lambda: Conv2d(3, 6, 3, padding=((1, -2), 0)), r"padding is \(\(1, -2\), 0\)"),
        (lambda: FastConv2d(3, 6, 3)(np.ones((2, 4, 5, 5))), r"\(2, 4, 5, 5\)"),
        (lambda: FastConv2d(1, 1, 5, padding=1)(np.ones((1, 1, 2, 9))), r"of 5 .*1 \+ 2 \+ 1 = 4"),
        (lambda: ConvTranspose2d(3, 6, 3, stride=0), "stride is 0"),
        (lambda: ConvTranspose2d(3, 6, 3, 2, output_padding=2), "output_padding 2"),
        (
            lambda: ConvTranspose2d(1, 1, 2, padding=3)(np.ones((1, 1, 4, 5))),
            r"leaves y of \[-1, 0\]",
        ),
        (lambda: im2col(np.ones((1, 1, 4, 4)), 5, 3), r"\(5, 3\).*\(4, 4\)"),
        (lambda: col2im(np.ones((4, 9)), (1, 1, 5, 5), 3, 3), r"\(4, 9\).*\(9, 9\)"),
        (lambda: output_size(4, 7), r"of 7 .* = 4"),
        (lambda: output_size(4, 2, stride=0), "stride 0"),
    ],
)
def test_what_does_not_fit_is_one_clear_error(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_a_wrong_upstream_gradient_names_both_shapes():
    for layer in (Conv2d(2, 3, 3), FastConv2d(2, 3, 3), ConvTranspose2d(2, 3, 3)):
        y = layer.forward(np.ones((1, 2, 5, 5)))
        with pytest.raises(ValueError, match="dy has shape"):
            layer.backward(y[:, :, 1:])


@pytest.mark.parametrize(("stride", "pad"), [(1, 0), (2, 1), (1, 2), (3, 4)])
def test_col2im_is_the_adjoint_of_im2col_whatever_the_padding(stride, pad):
    x = RNG.standard_normal((2, 1, 6, 5))
    col = im2col(x, 3, 2, stride, pad)
    dcol = RNG.standard_normal(col.shape)
    back = col2im(dcol, x.shape, 3, 2, stride, pad)
    assert back.shape == x.shape
    np.testing.assert_allclose(np.sum(col * dcol), np.sum(x * back), rtol=1e-12)


def test_a_forked_process_has_threads_of_its_own(monkeypatch):
    """Its parent's threads are not there any more, and would be waited for without end."""
    monkeypatch.setattr(threads, "WORTH_IT", 1)
    monkeypatch.setattr(threads, "THREADS", 2)
    layer = FastConv2d(1, 2, 2, seed=1)
    x = RNG.standard_normal((4, 1, 3, 3))
    layer.forward(x)  # the pool is there, and busy or idle
    child = multiprocessing.get_context("fork").Process(target=layer.forward, args=(x,))
    child.start()
    child.join(30)
    ended = child.exitcode
    child.kill()
    assert ended == 0
