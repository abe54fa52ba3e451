"""Generative models: facts that hold exactly, and what is refused."""

import re

import numpy as np
import pytest

from numpy_impl.generative.autoencoder import Autoencoder
from numpy_impl.generative.conditional_gan import ConditionalGAN
from numpy_impl.generative.coupling_layer import CouplingLayer
from numpy_impl.generative.cycle_consistency_loss import cycle_consistency_loss
from numpy_impl.generative.dcgan import DCGAN
from numpy_impl.generative.denoising_autoencoder import DenoisingAutoencoder
from numpy_impl.generative.diffusion import Diffusion
from numpy_impl.generative.diffusion_noising import diffusion_noising
from numpy_impl.generative.diffusion_reverse_step import diffusion_reverse_step
from numpy_impl.generative.evidence_lower_bound import evidence_lower_bound
from numpy_impl.generative.gan import GAN
from numpy_impl.generative.gan_value import gan_value, gan_value_backward
from numpy_impl.generative.generator_loss import generator_loss, generator_loss_backward
from numpy_impl.generative.kl_to_standard_normal import kl_to_standard_normal
from numpy_impl.generative.masked_conv2d import MaskedConv2d
from numpy_impl.generative.reparameterize import reparameterize
from numpy_impl.generative.vae import VAE
from numpy_impl.generative.wasserstein_gan import WassersteinGAN

RNG = np.random.default_rng


def test_the_closed_kl_is_the_mean_of_the_log_ratio_over_draws():
    mu, log_var = np.array([[0.7, -1.2]]), np.array([[-0.6, 0.4]])
    eps = RNG(1).standard_normal((400_000, 2))
    z = reparameterize(np.tile(mu, (len(eps), 1)), np.tile(log_var, (len(eps), 1)), eps)
    log_ratio = 0.5 * (z**2 - (z - mu) ** 2 / np.exp(log_var) - log_var).sum(axis=1)
    error = log_ratio.std() / np.sqrt(len(eps))
    assert abs(kl_to_standard_normal(mu, log_var) - log_ratio.mean()) < 4 * error < 0.02


def test_the_kl_is_0_at_the_standard_normal_and_nowhere_negative():
    assert kl_to_standard_normal(np.zeros((2, 3)), np.zeros((2, 3))) == 0
    mu, log_var = RNG(2).normal(size=(2, 500, 3))
    assert np.all(kl_to_standard_normal(mu, log_var, "none") > 0)


class LinearGaussian:
    """x = W z + b + noise of variance 1, with z from N(0, 1): its likelihood is known exactly."""

    def __init__(self, n, n_latent):
        rng = RNG(3)
        # Columns at right angles, so that the true posterior has no correlations.
        self.W = np.linalg.qr(rng.normal(size=(n, n_latent)))[0] * rng.uniform(0.5, 2, n_latent)
        self.b = rng.normal(size=n)
        self.x = rng.normal(size=(6, n)) * 1.5 + self.b

    def log_likelihood(self):
        cov = self.W @ self.W.T + np.eye(len(self.b))
        apart = self.x - self.b
        squares = np.einsum("ni,ij,nj->n", apart, np.linalg.inv(cov), apart)
        return -0.5 * (squares + np.linalg.slogdet(cov)[1] + len(self.b) * np.log(2 * np.pi))

    def posterior(self):
        precision = np.eye(self.W.shape[1]) + self.W.T @ self.W
        cov = np.linalg.inv(precision)
        return (self.x - self.b) @ self.W @ cov, np.tile(np.log(np.diag(cov)), (len(self.x), 1))

    def bound(self, mu, log_var):
        """Return E_q of the bound: Gauss-Hermite quadrature, exact for these squares."""
        nodes, weights = np.polynomial.hermite_e.hermegauss(3)
        weights = weights / weights.sum()
        total = np.zeros(len(self.x))
        for place in np.ndindex(*(3,) * mu.shape[1]):
            eps = np.tile(nodes[list(place)], (len(mu), 1))
            x_hat = reparameterize(mu, log_var, eps) @ self.W.T + self.b
            each = evidence_lower_bound(self.x, x_hat, mu, log_var, "gaussian", "none")
            total += weights[list(place)].prod() * each
        return total


def test_the_bound_is_tight_at_the_true_posterior_of_a_linear_gaussian_model():
    model = LinearGaussian(5, 2)
    exact, best = model.log_likelihood(), model.bound(*model.posterior())
    np.testing.assert_allclose(best, exact, rtol=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_the_bound_is_below_the_exact_likelihood_everywhere_else(seed):
    model, rng = LinearGaussian(5, 2), RNG(seed)
    mu, log_var = model.posterior()
    mu, log_var = mu + rng.normal(0, 0.3, mu.shape), log_var + rng.normal(0, 0.3, mu.shape)
    assert np.all(model.bound(mu, log_var) < model.log_likelihood() - 1e-6)


def test_the_value_at_the_optimum_of_a_discrete_game_is_minus_log_4():
    half = np.full(6, 0.5)
    assert gan_value(half, half) == pytest.approx(-np.log(4), abs=1e-15)


def game(p_data, p_G, D):
    """Return V on a discrete distribution: every outcome as often as its share of 20 says."""
    counts = [np.rint(20 * np.array(p)).astype(int) for p in (p_data, p_G)]
    return gan_value(*(np.repeat(D, count) for count in counts))


@pytest.mark.parametrize("p_G", [(0.25, 0.25, 0.5), (0.5, 0.3, 0.2), (0.1, 0.1, 0.8)])
def test_the_best_discriminator_shows_the_jensen_shannon_divergence(p_G):
    p_data, p_G = np.array([0.25, 0.25, 0.5]), np.array(p_G)
    best = p_data / (p_data + p_G)
    middle = (p_data + p_G) / 2
    js = 0.5 * (p_data @ np.log(p_data / middle) + p_G @ np.log(p_G / middle))
    value = game(p_data, p_G, best)
    assert value == pytest.approx(-np.log(4) + 2 * js, abs=1e-14)
    for seed in range(20):  # no other discriminator has more
        other = np.clip(best + RNG(seed).normal(0, 0.05, 3), 0.01, 0.99)
        assert game(p_data, p_G, other) < value
    assert (value > -np.log(4) + 1e-4) == (not np.allclose(p_G, p_data))


def test_the_slope_of_the_value_vanishes_at_the_best_discriminator():
    p_data, p_G = np.array([4, 10, 6]), np.array([10, 4, 6])
    best = p_data / (p_data + p_G)
    d_real, d_fake = np.repeat(best, p_data), np.repeat(best, p_G)
    of_real, of_fake = gan_value_backward(1.0, d_real, d_fake)
    for outcome in best:
        slope = of_real[d_real == outcome].sum() + of_fake[d_fake == outcome].sum()
        assert abs(slope) < 1e-15


def test_a_fake_that_is_found_out_has_a_slope_only_without_saturation():
    sure = np.array([-20.0])
    (pushed,) = generator_loss_backward(1.0, sure, from_logits=True)
    (flat,) = generator_loss_backward(1.0, sure, "minimax", from_logits=True)
    assert pushed[0] == pytest.approx(-1)
    assert abs(flat[0]) < 1e-8


def test_a_step_of_the_discriminator_leaves_the_generator_alone():
    model = GAN(2, 5, 3, seed=1)
    x, z = RNG(4).normal(size=(6, 3)), RNG(5).normal(size=(6, 2))
    model.forward(x, z)
    model.backward(1.0, 0.0)
    assert all(not np.any(dw) for dw in model.generator.grads.values())
    assert any(np.any(dw) for dw in model.discriminator.grads.values())
    model.backward(0.0, 1.0)
    assert all(not np.any(dw) for dw in model.discriminator.grads.values())
    assert any(np.any(dw) for dw in model.generator.grads.values())


def test_clipped_weights_stay_within_their_bounds():
    model = WassersteinGAN(2, 6, 3, clip=0.01, penalty=0.0, seed=2)
    model.step(RNG(1).normal(size=(5, 3)), *RNG(2).normal(size=(2, 5, 2)))
    assert max(np.abs(w).max() for w in model.critic.params.values()) <= 0.01
    assert max(np.abs(w).max() for w in model.generator.params.values()) > 0.01


def test_the_penalty_is_of_the_gradient_that_differences_show():
    model = WassersteinGAN(2, 6, 3, seed=2)
    x, z, u = RNG(1).normal(size=(4, 3)), RNG(2).normal(size=(4, 2)), RNG(3).random((4, 1))
    plain = WassersteinGAN(2, 6, 3, penalty=0.0, seed=2)
    penalty = (model.forward(x, z, u)[0] - plain.forward(x, z)[0]) / 10
    mixed = u * x + (1 - u) * plain.generator.forward(z)
    h = 1e-5
    g = np.stack(
        [
            (plain.critic.forward(mixed + h * e) - plain.critic.forward(mixed - h * e))[:, 0]
            for e in np.eye(3)
        ],
        axis=1,
    ) / (2 * h)
    assert penalty == pytest.approx(((np.linalg.norm(g, axis=1) - 1) ** 2).mean(), rel=1e-8)


@pytest.mark.parametrize("swap", [False, True])
def test_the_log_determinant_is_that_of_the_jacobian(swap):
    layer = CouplingLayer(5, 7, swap=swap, seed=3)
    x, h = RNG(6).normal(size=(1, 5)), 1e-5
    _, log_det = layer.forward(x)
    J = np.stack(
        [
            (layer.forward(x + h * e)[0] - layer.forward(x - h * e)[0])[0] / (2 * h)
            for e in np.eye(5)
        ],
        axis=1,
    )
    assert np.linalg.slogdet(J)[1] == pytest.approx(log_det[0], abs=1e-8)


def test_noising_at_once_has_the_distribution_of_noising_step_by_step():
    betas, x0 = np.linspace(0.05, 0.3, 6), 1.5
    x = np.full((200_000, 1), x0)
    for t, beta in enumerate(betas):
        x = np.sqrt(1 - beta) * x + np.sqrt(beta) * RNG(t).standard_normal(x.shape)
    zero, one = np.zeros((1, 1)), np.ones((1, 1))
    mean = diffusion_noising(x0 * one, [5], zero, betas)[0, 0]
    sigma = diffusion_noising(zero, [5], one, betas)[0, 0]
    assert x.mean() == pytest.approx(mean, abs=0.01)
    assert x.std() == pytest.approx(sigma, abs=0.01)
    assert mean**2 / x0**2 + sigma**2 == pytest.approx(1)


def test_reverse_steps_with_the_true_noise_end_in_the_data():
    """All data are the one point x0, so the noise in x_t is known: (x_t - signal) / sigma."""
    betas, x0 = np.linspace(0.02, 0.4, 30), np.array([[2.0, -1.0, 0.5]])
    alpha_bar = np.cumprod(1 - betas)
    x = RNG(7).standard_normal((1, 3))
    for t in reversed(range(len(betas))):
        eps_hat = (x - np.sqrt(alpha_bar[t]) * x0) / np.sqrt(1 - alpha_bar[t])
        noise = RNG(t).standard_normal(x.shape)
        x = diffusion_reverse_step(x, [t], eps_hat, noise, betas, "posterior")
    np.testing.assert_allclose(x, x0, atol=1e-12)


@pytest.mark.parametrize("kind", ["A", "B"])
def test_a_pixel_is_seen_by_later_ones_alone(kind):
    layer = MaskedConv2d(2, 3, (3, 5), kind, seed=4)
    x = RNG(8).normal(size=(1, 2, 4, 6))
    y = layer.forward(x)
    other = x.copy()
    other[:, :, 1, 3] += 1
    moved = np.argwhere(np.any(layer.forward(other) != y, axis=(0, 1)))
    first = min(tuple(place) for place in moved.tolist())
    assert first == ((1, 3) if kind == "B" else (1, 4))


def test_autoencoders_learn():
    x = np.tanh(RNG(9).normal(size=(40, 2)) @ RNG(10).normal(size=(2, 6)))
    model = Autoencoder(6, 8, 2, lr=0.2, seed=1)
    losses = [model.step(x) for _ in range(400)]
    assert losses[-1] < 0.1 * losses[0]
    noisy = DenoisingAutoencoder(6, 8, 2, lr=0.2, seed=1)
    masks = RNG(11).random((400, 40, 6)) < 0.8
    losses = [noisy.step(x, mask.astype(float)) for mask in masks]
    assert np.mean(losses[-20:]) < 0.7 * losses[0]


def test_a_vae_raises_its_bound_and_a_diffusion_lowers_its_loss():
    x = (RNG(12).random((50, 6)) < np.array([0.9, 0.9, 0.9, 0.1, 0.1, 0.1])).astype(float)
    model = VAE(6, 8, 2, lr=0.1, seed=1)
    losses = [model.step(x, eps) for eps in RNG(13).standard_normal((200, 50, 2))]
    assert np.mean(losses[-20:]) < 0.9 * losses[0]
    net = Diffusion(2, 16, 20, 0.01, 0.3, lr=0.2, seed=1)
    points, rng = np.tile([[1.0, -1.0]], (50, 1)), RNG(14)
    losses = [
        net.step(points, rng.integers(0, 20, 50), rng.standard_normal((50, 2))) for _ in range(300)
    ]
    assert np.mean(losses[-20:]) < 0.7 * np.mean(losses[:20])


@pytest.mark.parametrize(
    ("model", "same", "other"),
    [
        (cls, cls(*sizes, seed=5), cls(*sizes, seed=6))
        for cls, sizes in (
            (Autoencoder, (5, 4, 2)),
            (DenoisingAutoencoder, (5, 4, 2)),
            (VAE, (5, 4, 2)),
            (GAN, (2, 5, 3)),
            (ConditionalGAN, (2, 5, 3, 4)),
            (WassersteinGAN, (2, 5, 3)),
            (DCGAN, (3, 4, (1, 4, 6))),
            (CouplingLayer, (5, 4)),
            (Diffusion, (3, 4, 5)),
            (MaskedConv2d, (2, 3, 3)),
        )
    ],
)
def test_a_seed_says_the_starting_values_and_parts_have_their_own(model, same, other):
    sizes = {"DCGAN": (3, 4, (1, 4, 6))}.get(model.__name__)
    sizes = sizes or {
        "ConditionalGAN": (2, 5, 3, 4), "CouplingLayer": (5, 4), "Diffusion": (3, 4, 5),
        "MaskedConv2d": (2, 3, 3), "GAN": (2, 5, 3), "WassersteinGAN": (2, 5, 3),
    }.get(model.__name__, (5, 4, 2))  # fmt: skip
    again = model(*sizes, seed=5)
    weights = [name for name, w in same.params.items() if name.endswith("W")]
    for name, w in same.params.items():
        np.testing.assert_array_equal(w, again.params[name])
        if name.endswith(".b") or name == "b":
            assert not np.any(w)
    assert all(np.any(same.params[name] != other.params[name]) for name in weights)
    firsts = [same.params[name].ravel()[0] for name in weights]
    assert len(set(firsts)) == len(firsts)


X, Z = np.zeros((3, 2)), np.zeros((3, 4))


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: reparameterize(X, Z, X), "log_var has shape (3, 4)"),
        (lambda: reparameterize(X, X, Z), "eps has shape (3, 4)"),
        (lambda: kl_to_standard_normal(1.0, 0.0), "n_latent"),
        (lambda: kl_to_standard_normal(X, X, "all"), "reduction is 'all'"),
        (lambda: kl_to_standard_normal(X[:0], X[:0]), "(0,)"),
        (lambda: kl_to_standard_normal(X, X - np.inf), "log_var holds -inf, so sigma is 0"),
        (lambda: evidence_lower_bound(X, X, X, X - np.inf), "log_var holds -inf, so sigma is 0"),
        (lambda: evidence_lower_bound(X, Z, X, X), "x has shape (3, 2)"),
        (lambda: evidence_lower_bound(X, X + 2, X, X), "y holds 2"),
        (lambda: evidence_lower_bound(X, X, X[:2], X[:2]), "mu has shape (2, 2)"),
        (lambda: evidence_lower_bound(X, X, X, X, "poisson"), "likelihood is 'poisson'"),
        (lambda: gan_value(X, X + 0.5), "d_real holds 0"),
        (lambda: gan_value(X + 0.5, X + 1), "d_fake holds 1"),
        (lambda: gan_value([], X + 0.5), "d_real is (0,)"),
        (lambda: generator_loss(X + 0.5, "wasserstein"), "form is 'wasserstein'"),
        (lambda: Autoencoder(5, 4, 2, lr=0), "lr is 0"),
        (lambda: Autoencoder(5, 4, 2).forward(X), "x has shape (3, 2)"),
        (lambda: DenoisingAutoencoder(2, 4, 2).forward(X, Z), "noise has shape (3, 4)"),
        (lambda: DenoisingAutoencoder(2, 4, 2, "salt"), "corruption is 'salt'"),
        (lambda: VAE(2, 4, 3).forward(X, Z), "eps has shape (3, 4)"),
        (lambda: GAN(4, 5, 2).forward(X, X), "z has shape (3, 2)"),
        (lambda: GAN(4, 5, 2).forward(X[:0], Z), "x is (0, 2)"),
        (lambda: ConditionalGAN(4, 5, 2, 3).forward(X, Z, X), "c has shape (3, 2)"),
        (lambda: ConditionalGAN(4, 5, 2, 3).forward(X, Z[:2], X), "z has shape (2, 4)"),
        (lambda: WassersteinGAN(4, 5, 2).forward(X, Z), "needs u"),
        (lambda: WassersteinGAN(4, 5, 2, clip=-1.0), "clip is -1"),
        (lambda: WassersteinGAN(4, 5, 2, penalty=-2.0), "penalty is -2"),
        (lambda: DCGAN(3, 4, (1, 5, 6)), "(1, 5, 6)"),
        (lambda: DCGAN(3, 4, (1, 4, 6), 3), "(3, 3)"),
        (lambda: cycle_consistency_loss(X, Z, X, X), "x_cycled has shape (3, 4)"),
        (lambda: cycle_consistency_loss(X, X, X, X, -1.0), "weight is -1"),
        (lambda: cycle_consistency_loss(X[:0], X[:0], X, X), "(0, 2)"),
        (lambda: CouplingLayer(1, 4), "n_in is 1"),
        (lambda: diffusion_noising(X, [0, 1, 2], X, [0.1, 0.2]), "the step 2"),
        (lambda: diffusion_noising(X, [0, 0, 1], X, [0.1, 1.5]), "holds 1.5"),
        (lambda: diffusion_noising(X, [0.0, 0.0, 1.0], X, [0.1, 0.2]), "float64"),
        (lambda: diffusion_noising(X, [0, 0, 0], X, []), "holds nothing"),
        (lambda: diffusion_reverse_step(X, [0, 0, -1], X, X, [0.1]), "the step -1"),
        (lambda: diffusion_reverse_step(X, [0, 0, 0], Z, X, [0.1]), "eps_hat has shape (3, 4)"),
        (lambda: diffusion_reverse_step(X, [0] * 3, X, X, [0.1], "fixed"), "variance is 'fixed'"),
        (lambda: Diffusion(2, 4, 5, beta_last=1.0), "holds 1"),
        (lambda: MaskedConv2d(1, 2, (3, 4)), "(3, 4)"),
        (lambda: MaskedConv2d(1, 2, 3, "C"), "kind is 'C'"),
    ],
)  # fmt: skip
def test_what_cannot_be_computed_is_refused_with_its_numbers(call, said):
    with pytest.raises(ValueError, match=re.escape(said)):
        call()
