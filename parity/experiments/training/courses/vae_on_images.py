"""A variational autoencoder learns images."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

import numpy as np

from numpy_impl.generative.evidence_lower_bound import evidence_lower_bound
from numpy_impl.generative.kl_to_standard_normal import kl_to_standard_normal
from parity.experiments.planning.plan import Run
from parity.experiments.results import RunResult
from parity.experiments.setting import Setting
from parity.experiments.training.courses.taking_turns import take_turns
from parity.experiments.training.drawing import stream
from parity.experiments.training.players import Turn, drawn_case

if TYPE_CHECKING:
    from parity.experiments.data.load import Data

LOSS = "generative.evidence_lower_bound.evidence_lower_bound"
COLUMNS = 10
"""How many images stand in a row: of reconstructions, one of each class."""

GRID = 12
"""Rows and columns of the map of a latent space of two numbers."""


def follow(run: Run, data: Data | None) -> RunResult:
    """Train as ``run`` says.

    ``extra`` has ``images.reconstructions`` (2, 10, H, W), images of the test data above what is
    made of their means, ``images.samples`` (2, 10, H, W), decoded draws, and where z has two
    numbers ``points.latent`` (1, n, 2), the means of the test data, and ``images.map``, what is
    decoded from a grid of the normal distribution's quantiles. Of the final figures, ``test_loss``
    is the negative evidence lower bound of the test data, for one draw of the noise, and
    ``divergence`` its part that is the KL divergence.

    Raises:
        ValueError: if there are no data.
    """
    setting, seed = run.setting, run.key.seed
    if data is None:
        raise ValueError(f"{setting.name} needs data.")
    part, of_test = slice(0, setting.train_images), slice(0, setting.test_images)
    x, x_test, t_test = data.flat("train", part), data.flat("test", of_test), data.targets("test")
    t_test = t_test[of_test]
    case = drawn_case(setting, seed, n_in=x.shape[1])
    n_latent = setting.config["n_latent"]
    rng = stream(setting, seed, "test")
    eps = rng.standard_normal((len(x_test), n_latent))
    drawn = rng.standard_normal((2 * COLUMNS, n_latent))
    shape = data.images("test", slice(0, 1)).shape[-2:]
    one_of_each = np.array([np.nonzero(t_test == c)[0][0] for c in range(COLUMNS)])

    def end(model: Any) -> tuple[dict[str, float], dict[str, np.ndarray]]:
        x_hat, mu, log_var = model.forward(x_test, eps)
        bound = evidence_lower_bound(x_test, x_hat, mu, log_var)
        again = model.decode(mu[one_of_each])
        kept = {
            "images.reconstructions": _tiles(np.stack([x_test[one_of_each], again]), shape),
            "images.samples": _tiles(model.decode(drawn).reshape(2, COLUMNS, -1), shape),
        }
        if n_latent == 2:
            kept |= {
                "points.latent": mu[np.newaxis],
                "classes.latent": t_test,
                "images.map": _tiles(model.decode(_grid()).reshape(GRID, GRID, -1), shape),
            }
        return {
            "test_loss": -float(bound),
            "divergence": float(kl_to_standard_normal(mu, log_var)),
        }, kept

    turns = {"bound": Turn(loss=LOSS, config={"as_loss": True})}
    return take_turns(run, case, turns, _given(setting, seed, x, n_latent), lambda *_: {}, (), end)


def _given(
    setting: Setting, seed: int, x: np.ndarray, n_latent: int
) -> Iterator[list[tuple[np.ndarray, ...]]]:
    """Yield the images and the noise of each step."""
    rng, n = stream(setting, seed, "batches"), setting.batch
    while True:
        yield [(x[rng.choice(len(x), n)], rng.standard_normal((n, n_latent)))]


def _tiles(x: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Return images (rows, columns, H, W) of rows of pixels, in single precision."""
    return x.reshape(*x.shape[:2], *shape).astype(np.float32)


def _grid() -> np.ndarray:
    """Return the points (GRID^2, 2) of the quantiles of N(0, 1), the second axis upwards."""
    at = [NormalDist().inv_cdf((i + 0.5) / GRID) for i in range(GRID)]
    across, up = np.meshgrid(at, at[::-1])
    return np.stack([across.ravel(), up.ravel()], axis=1)
