"""A GAN, or a Wasserstein GAN, learns to draw a ring of eight Gaussians."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from parity.experiments.planning.plan import Run
from parity.experiments.results import RunResult
from parity.experiments.setting import Setting
from parity.experiments.training.courses.points import modes_found, ring
from parity.experiments.training.courses.taking_turns import take_turns
from parity.experiments.training.drawing import stream
from parity.experiments.training.players import Turn, drawn_case

if TYPE_CHECKING:
    from parity.experiments.data.load import Data

SHOWN = 400
"""How many points are drawn at each look."""

LOOKS = 5
"""How often the points are looked at; the modes are counted five times as often."""


def follow(run: Run, data: Data | None) -> RunResult:
    """Train as ``run`` says.

    ``extra`` has ``points.generated`` (6, n, 2), what the generator makes of the same noise, and
    ``series.modes``, how many Gaussians it reaches. Of the final figures, ``modes`` is that at the
    end, ``near`` the share of points that lie on a Gaussian, and ``most_modes`` the largest number
    on the way.
    """
    setting, seed = run.setting, run.key.seed
    case = drawn_case(setting, seed, n_x=2)
    judge = "critic" if "wasserstein" in setting.network else "discriminator"
    rng = stream(setting, seed, "test")
    z, x = rng.standard_normal((SHOWN, setting.config["n_z"])), ring(rng, SHOWN)
    last = setting.iterations
    shown = [round(last * i / LOOKS) for i in range(LOOKS + 1)]
    frames = sorted({round(last * i / (5 * LOOKS)) for i in range(5 * LOOKS + 1)})

    def look(model: Any, done: int) -> dict[str, np.ndarray]:
        points = model.generator.forward(z)
        found = {"series.modes": np.array(modes_found(points)[0]), "steps.modes": np.array(done)}
        if done in shown:
            found |= {"points.generated": points, "steps.generated": np.array(done)}
        return found

    def end(model: Any) -> tuple[dict[str, float], dict[str, np.ndarray]]:
        modes, near = modes_found(model.generator.forward(z))
        return {"modes": float(modes), "near": near}, {"truth.generated": x}

    turns = {judge: Turn(judge, 0), "generator": Turn("generator", 1)}
    return take_turns(run, case, turns, _given(setting, seed), look, frames, end)


def _given(setting: Setting, seed: int) -> Iterator[list[tuple[np.ndarray, ...]]]:
    """Yield real points and noise for the judge's turn, and with new noise for the generator's."""
    rng, n = stream(setting, seed, "batches"), setting.batch
    between = setting.network.endswith("WassersteinGAN")
    while True:
        x, *z = ring(rng, n), *rng.standard_normal((2, n, setting.config["n_z"]))
        u = (rng.random((n, 1)),) if between else ()
        yield [(x, z[0], *u), (x, z[1], *u)]
