"""A convolutional GAN learns images."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from parity.experiments.planning.plan import Run
from parity.experiments.results import RunResult
from parity.experiments.setting import Setting
from parity.experiments.training.courses.taking_turns import take_turns
from parity.experiments.training.drawing import stream
from parity.experiments.training.players import Turn, drawn_case

if TYPE_CHECKING:
    from parity.experiments.data.load import Data

COLUMNS = 10
MEASURED = 500
"""How many generated images are measured."""

DIRECTIONS = 20
"""In how many principal directions of the data."""


def follow(run: Run, data: Data | None) -> RunResult:
    """Train as ``run`` says.

    ``extra`` has ``images.samples`` (4, 10, H, W), what the generator makes of the same noise
    before the training, after a quarter, after half and at its end. Of the final figures,
    ``distance`` is the Fréchet distance of generated images to the test data, ``gained`` by how
    much less that is than the untrained generator's, and ``floor`` that of as many training
    images.

    Raises:
        ValueError: if there are no data.
    """
    setting, seed = run.setting, run.key.seed
    if data is None:
        raise ValueError(f"{setting.name} needs data.")
    x = 2 * data.images("train", slice(0, setting.train_images)) - 1  # as tanh has them
    tests = 2 * data.flat("test", slice(0, setting.test_images)) - 1
    case = drawn_case(setting, seed, image=x.shape[1:])
    rng = stream(setting, seed, "test")
    n_z = setting.config["n_z"]
    z, many = rng.standard_normal((COLUMNS, n_z)), rng.standard_normal((MEASURED, n_z))
    real = x[rng.choice(len(x), MEASURED, replace=False)].reshape(MEASURED, -1)
    last = setting.iterations
    frames = (0, last // 4, last // 2, last)
    starts: list[float] = []

    def look(model: Any, done: int) -> dict[str, np.ndarray]:
        if not done:
            starts.append(frechet_distance(_flat(model.generate(many)), tests))
        shown = (1 + model.generate(z)[:, 0]) / 2
        return {"images.samples": shown.astype(np.float32), "steps.samples": np.array(done)}

    def end(model: Any) -> tuple[dict[str, float], dict[str, np.ndarray]]:
        made = frechet_distance(_flat(model.generate(many)), tests)
        return {
            "distance": made,
            "floor": frechet_distance(real, tests),
            "gained": starts[0] - made,
        }, {}

    turns = {"discriminator": Turn("discriminator", 0), "generator": Turn("generator", 1)}
    return take_turns(run, case, turns, _given(setting, seed, x), look, frames, end)


def _given(setting: Setting, seed: int, x: np.ndarray) -> Iterator[list[tuple[np.ndarray, ...]]]:
    """Yield images and noise for the discriminator's turn, and with new noise the generator's."""
    rng, n = stream(setting, seed, "batches"), setting.batch
    while True:
        real = x[rng.choice(len(x), n)]
        z, z_G = rng.standard_normal((2, n, setting.config["n_z"]))
        yield [(real, z), (real, z_G)]


def _flat(images: np.ndarray) -> np.ndarray:
    return images.reshape(len(images), -1)


def frechet_distance(a: np.ndarray, b: np.ndarray) -> float:
    """Return the Fréchet distance of two sets of images (n, F), in b's principal directions.

        |mean_a - mean_b|^2 + trace(A + B - 2 (A B)^(1/2)), A and B the covariances

    Source:
        Dowson and Landau (1982); Heusel et al. (2017) take the features of a trained network in
        place of the directions.
    """
    middle = b.mean(axis=0)
    _, _, directions = np.linalg.svd(b - middle, full_matrices=False)
    a, b = ((x - middle) @ directions[:DIRECTIONS].T for x in (a, b))
    A, B = (np.cov(x, rowvar=False) for x in (a, b))
    values, vectors = np.linalg.eigh(B)
    root = vectors * np.sqrt(np.maximum(values, 0)) @ vectors.T
    inner = np.linalg.eigvalsh(root @ A @ root)  # has the eigenvalues of A B, and is symmetric
    trace = np.trace(A) + np.trace(B) - 2 * np.sqrt(np.maximum(inner, 0)).sum()
    return float(((a.mean(axis=0) - b.mean(axis=0)) ** 2).sum() + trace)
