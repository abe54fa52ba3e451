"""A diffusion model learns to draw two moons."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from numpy_impl.generative.diffusion_noising import diffusion_noising
from numpy_impl.generative.diffusion_reverse_step import diffusion_reverse_step
from parity.experiments.planning.plan import Run
from parity.experiments.results import RunResult
from parity.experiments.setting import Setting
from parity.experiments.training.courses.points import moons, on_the_moons
from parity.experiments.training.courses.taking_turns import take_turns
from parity.experiments.training.drawing import stream
from parity.experiments.training.players import Turn, drawn_case

if TYPE_CHECKING:
    from parity.experiments.data.load import Data

SHOWN = 600
"""How many points are drawn, and tested."""


def follow(run: Run, data: Data | None) -> RunResult:
    """Train as ``run`` says.

    ``extra`` has ``points.noising`` (4, n, 2), the data on their way into noise, and
    ``points.drawing`` (4, n, 2), the way back by the trained model. Of the final figures,
    ``test_loss`` is the error of the predicted noise over all its steps, and ``near`` the share of
    the drawn points that lie on a moon.
    """
    setting, seed = run.setting, run.key.seed
    case = drawn_case(setting, seed, n_x=2)
    T = setting.config["n_steps"]
    rng = stream(setting, seed, "test")
    x, t = moons(rng, SHOWN), rng.integers(T, size=SHOWN)
    eps, noises = rng.standard_normal((SHOWN, 2)), rng.standard_normal((T + 1, SHOWN, 2))
    shown = np.array([T, 2 * T // 5, T // 5, 0])

    def end(model: Any) -> tuple[dict[str, float], dict[str, np.ndarray]]:
        there = [x if s == 0 else diffusion_noising(x, np.full(SHOWN, s - 1), eps, model.betas)
                 for s in shown[::-1]]  # fmt: skip
        back = _draw(model, noises)
        near, lower = on_the_moons(back[0])
        return (
            {"test_loss": float(model.forward(x, t, eps)), "near": near, "lower_moon": lower},
            {
                "points.noising": np.array(there),
                "steps.noising": shown[::-1],
                "points.drawing": np.array([back[s] for s in shown]),
                "steps.drawing": shown,
                "truth.drawing": x,
            },
        )

    return take_turns(
        run, case, {"noise": Turn("net")}, _given(setting, seed, T), lambda *_: {}, (), end
    )


def _given(setting: Setting, seed: int, T: int) -> Iterator[list[tuple[np.ndarray, ...]]]:
    """Yield clean points, their steps and the noise, of each step of the training."""
    rng, n = stream(setting, seed, "batches"), setting.batch
    while True:
        yield [(moons(rng, n), rng.integers(T, size=n), rng.standard_normal((n, 2)))]


def _draw(model: Any, noises: np.ndarray) -> np.ndarray:
    """Return the points (T + 1, n, 2) on their way back from noise: the last is at index 0."""
    T = len(model.betas)
    found = np.empty_like(noises)
    found[T] = noises[T]
    for t in range(T - 1, -1, -1):
        steps = np.full(len(noises[t]), t)
        eps_hat = model.predict(found[t + 1], steps)
        found[t] = diffusion_reverse_step(found[t + 1], steps, eps_hat, noises[t], model.betas)
    return found
