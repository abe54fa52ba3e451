"""Generative models at the edges of what they take: shapes, sizes, lists, defaults."""

import re

import numpy as np
import pytest

from numpy_impl.generative.conditional_gan import ConditionalGAN
from numpy_impl.generative.coupling_layer import CouplingLayer
from numpy_impl.generative.cycle_consistency_loss import cycle_consistency_loss
from numpy_impl.generative.dcgan import DCGAN
from numpy_impl.generative.diffusion import Diffusion
from numpy_impl.generative.diffusion_noising import diffusion_noising
from numpy_impl.generative.evidence_lower_bound import (
    evidence_lower_bound,
    evidence_lower_bound_backward,
)
from numpy_impl.generative.gan import GAN
from numpy_impl.generative.gan_value import gan_value
from numpy_impl.generative.generator_loss import generator_loss_backward
from numpy_impl.generative.masked_conv2d import MaskedConv2d
from numpy_impl.generative.reparameterize import reparameterize_backward
from numpy_impl.generative.vae import VAE
from numpy_impl.generative.wasserstein_gan import WassersteinGAN
from numpy_impl.initializers.gauss import Gauss
from numpy_impl.seeds import spawned

RNG = np.random.default_rng(14)
X, Z = np.zeros((3, 2)), np.zeros((3, 4))


def test_each_sequence_of_a_batch_has_its_own_bound():
    """The last axis is that of the numbers, however many there are before it."""
    x, x_hat = RNG.random((2, 3, 4)), RNG.uniform(0.1, 0.9, (2, 3, 4))
    mu, log_var = RNG.standard_normal((2, 2, 3, 5))
    for likelihood in ("bernoulli", "gaussian"):
        told = {"likelihood": likelihood, "reduction": "none"}
        found = evidence_lower_bound(x, x_hat, mu, log_var, **told)
        assert found.shape == (2, 3)
        dbound = RNG.standard_normal((2, 3))
        back = evidence_lower_bound_backward(dbound, x, x_hat, mu, log_var, **told)
        for i in range(2):
            one = (x[i], x_hat[i], mu[i], log_var[i])
            np.testing.assert_allclose(evidence_lower_bound(*one, **told), found[i], rtol=1e-14)
            alone = evidence_lower_bound_backward(dbound[i], *one, **told)
            for whole, part in zip(back, alone, strict=True):
                np.testing.assert_allclose(whole[i], part, rtol=1e-14)


@pytest.mark.parametrize(("n_in", "swap"), [(7, True), (7, False), (6, True), (9, True)])
def test_what_moves_and_what_is_kept_have_their_sizes(n_in, swap):
    layer = CouplingLayer(n_in, 4, swap=swap, seed=1)
    half = n_in // 2
    kept = n_in - half if swap else half
    assert layer.net.params["dense1.W"].shape == (kept, 4)
    assert layer.net.params["dense2.W"].shape == (4, 2 * (n_in - kept))
    x = RNG.standard_normal((3, n_in))
    y, log_det = layer.forward(x)
    jacobian = np.array([
        [(layer.forward(x[:1] + h)[0] - layer.forward(x[:1] - h)[0])[0] / 2e-6][0]
        for h in 1e-6 * np.eye(n_in)[:, None]
    ])  # fmt: skip
    assert np.linalg.slogdet(jacobian)[1] == pytest.approx(log_det[0], abs=1e-6)
    assert y.shape == x.shape


def test_a_logarithm_that_nothing_depends_on_has_the_gradient_0():
    layer, x = CouplingLayer(5, 4, seed=1), RNG.standard_normal((3, 5))
    dy = RNG.standard_normal((3, 5))
    layer.forward(x)
    np.testing.assert_array_equal(layer.backward(dy), layer.backward(dy, np.zeros(3)))
    before = layer.backward(dy)
    x[...] = 0  # the caller's own array, which may be used again
    np.testing.assert_array_equal(layer.backward(dy), before)
    narrow = CouplingLayer(2, 4, seed=1)
    narrow.forward(dy[:, 2:4])
    np.testing.assert_array_equal(narrow.backward(dy[:, :2]),
                                  narrow.backward(dy[:, :2], np.zeros(3)))  # fmt: skip


def test_without_gradients_of_its_own_the_code_has_those_of_z_alone():
    model, x, eps = VAE(5, 4, 2, seed=1), RNG.random((3, 5)), RNG.standard_normal((3, 2))
    model.forward(x, eps)
    dx_hat = RNG.standard_normal((3, 5))
    dx = model.backward(dx_hat)
    np.testing.assert_array_equal(dx, model.backward(dx_hat, np.zeros((3, 2)), np.zeros((3, 2))))
    assert np.any(dx)
    model.forward(x, eps)
    eps[...] = 0  # the caller's own array, which may be used again
    np.testing.assert_array_equal(model.backward(dx_hat), dx)


def test_a_critic_without_a_slope_has_a_penalty_without_a_gradient():
    model = WassersteinGAN(4, 5, 2, penalty=10.0, seed=1)
    for array in model.critic.params.values():
        array[...] = 0
    L_C, _ = model.forward(RNG.random((3, 2)), RNG.random((3, 4)), RNG.random((3, 1)))
    assert L_C == 10  # (|g| - 1)^2 of each
    model.backward(1.0, 0.0)
    for name, gradient in model.grads.items():
        assert np.all(np.isfinite(gradient)), name


@pytest.mark.parametrize("model", [GAN(4, 5, 2, seed=1), DCGAN(4, 3, (1, 4, 6), seed=1)])
def test_without_the_generators_loss_the_discriminators_counts_alone(model):
    x = RNG.standard_normal((3, *model.x_shape))
    model.forward(x, RNG.standard_normal((3, 4)))
    for one, other in zip(model.backward(), model.backward(1.0, 0.0), strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize(
    ("image", "kernel", "after"),
    [((1, 8, 6), 4, (4, 3)), ((2, 4, 10), (6, 2), (2, 5)), ((1, 12, 4), (2, 6), (6, 2))],
)
def test_images_and_kernels_of_other_even_sizes(image, kernel, after):
    model = DCGAN(3, 2, image, kernel, seed=1)
    assert model.generator.params["deconv1.W"].shape[2:] == after
    assert model.discriminator.params["conv2.W"].shape[2:] == after
    made = model.generate(RNG.standard_normal((2, 3)))
    assert made.shape == (2, *image)
    assert model.judge(made).shape == (2, 1, 1, 1)


def test_the_weights_of_a_dcgan_are_drawn_as_in_its_paper():
    model, draw = DCGAN(3, 2, (1, 4, 6), seed=7), Gauss(0.02)
    seeds = spawned(7, 4)
    names = ("generator.deconv1.W", "generator.deconv2.W", "discriminator.conv1.W",
             "discriminator.conv2.W")  # fmt: skip
    for name, seed in zip(names, seeds, strict=True):
        W = model.params[name]
        np.testing.assert_array_equal(W, draw(W.shape, seed))
    parts = (model.generator, model.discriminator)
    assert [list(part.layers) for part in parts] == [
        ["deconv1", "norm1", "relu1", "deconv2", "tanh2"],
        ["conv1", "leaky1", "conv2"],
    ]


@pytest.mark.parametrize("size", [1, 3, 5, (5, 7), (7, 3)])
@pytest.mark.parametrize("kind", ["A", "B"])
def test_the_mask_lets_through_what_comes_before_in_reading_order(size, kind):
    layer = MaskedConv2d(1, 1, size, kind, seed=1)
    kh, kw = layer.mask.shape
    order = np.arange(kh * kw).reshape(kh, kw)
    middle = order[kh // 2, kw // 2]
    np.testing.assert_array_equal(layer.mask, order <= middle if kind == "B" else order < middle)


def test_lists_are_taken_and_a_way_back_returns_arrays_of_its_own():
    noise = Diffusion(2, 4, 5, seed=1)
    x = [[0.5, -1.0], [0.25, 2.0]]
    np.testing.assert_array_equal(noise.predict(x, [1, 3]), noise.predict(np.array(x), [1, 3]))
    dz = np.ones((3, 2))
    dmu, _ = reparameterize_backward(dz, X, X, X + 1)
    assert not np.shares_memory(dmu, dz)
    listed, _ = reparameterize_backward(dz.tolist(), X, X, X + 1)
    np.testing.assert_array_equal(listed, dmu)
    assert diffusion_noising(X[:0], [], X[:0], [0.1]).shape == (0, 2)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: GAN(4, 5, 2).forward(X, Z[:0]), "z is (0, 4)"),
        (lambda: GAN(4, 5, 2, form="other"), "form is 'other'"),
        (lambda: GAN(4, 5, 2).forward(Z, Z), "x has shape (3, 4)"),
        (lambda: ConditionalGAN(4, 5, 2, 3).forward(Z, Z, X), "x has shape (3, 4)"),
        (lambda: DCGAN(3, 4, (1, 4, 6), form="other"), "form is 'other'"),
        (lambda: DCGAN(3, 4, (1, 4, 7)), "(1, 4, 7)"),
        (lambda: DCGAN(3, 4, (1, 5, 6)), "(1, 5, 6)"),
        (lambda: DCGAN(3, 4, (1, 4, 6), (3, 4)), "(3, 4)"),
        (lambda: DCGAN(3, 4, (1, 4, 6), (4, 3)), "(4, 3)"),
        (lambda: MaskedConv2d(1, 2, (4, 3)), "(4, 3)"),
        (lambda: CouplingLayer(2, 4).forward(Z), "x has shape (3, 4)"),
        (lambda: cycle_consistency_loss(X, X, X, Z), "y_cycled has shape (3, 4)"),
        (lambda: cycle_consistency_loss(X, X, X[:0], X[:0]), "(0, 2)"),
        (lambda: generator_loss_backward(1.0, X + 0.5, "other"), "form is 'other'"),
        (lambda: gan_value([0.5, 1.5], [0.5, 0.5]), "d_real holds 1.5"),
        (lambda: gan_value([0.5, 0.5], [0.5, -0.5]), "d_fake holds -0.5"),
        (lambda: diffusion_noising(X, [0, 0, 0], X, [0.1, 0.0]), "holds 0"),
        (lambda: diffusion_noising(X, [0, 0, 0], X, [0.1, -0.5]), "holds -0.5"),
        (lambda: diffusion_noising(X, [0, 0, 0], X, [0.1, 1.0]), "holds 1"),
        (lambda: diffusion_noising(X, [0, 0, 0], X, [[0.1, 0.2]]), "betas has shape (1, 2)"),
        (lambda: diffusion_noising(X, [0, 0], X, [0.1]), "t has shape (2,)"),
        (lambda: Diffusion(2, 4, 5).predict(Z, [0, 0, 0]), "x_t has shape (3, 4)"),
        (lambda: Diffusion(2, 4, 5).forward(Z, [0, 0, 0], Z), "x0 has shape (3, 4)"),
        (lambda: VAE(2, 4, 3).forward(Z, X), "x has shape (3, 4)"),
        (lambda: WassersteinGAN(4, 5, 2).forward(Z, Z, np.ones((3, 1))), "x has shape (3, 4)"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_with_its_numbers(call, said):
    with pytest.raises(ValueError, match=re.escape(said)):
        call()
