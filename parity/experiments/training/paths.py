"""An optimizer's path on a surface, as a run."""

from __future__ import annotations

import time

import numpy as np

from parity.experiments.planning.plan import Run
from parity.experiments.results import Curve, RunResult
from parity.experiments.setting import Setting
from parity.experiments.training.surfaces import Surface, surface_called
from parity.experiments.training.trainers import Session
from parity.harness import environment


def walk(run: Run, session: Session) -> RunResult:
    """Walk as ``run`` says.

    ``extra`` has ``path`` (iterations + 1, 2), and ``lowest`` (3,): x, y and z of the surface's
    lowest point, which the path may or may not reach.
    """
    started = time.perf_counter()
    setting = run.setting
    surface, start = of_setting(setting)
    path = session.walk(
        surface, start, setting.optimizer, dict(setting.optimizer_config), setting.iterations
    )
    with np.errstate(all="ignore"):
        heights = surface.height(path[:, 0], path[:, 1])
    lowest = np.array(surface.lowest())
    every = max(1, setting.iterations // 20)
    steps = np.array(sorted({*range(every, setting.iterations + 1, every), setting.iterations}))
    nothing = np.full(len(steps), np.nan)
    end_x, end_y = path[-1]
    return RunResult(
        key=run.key,
        final={
            "loss": float(heights[-1]),
            "height": float(heights[-1]),
            "above_lowest": float(heights[-1] - lowest[2]),
            "x": float(end_x),
            "y": float(end_y),
        },
        curve=Curve(steps, heights[steps], nothing, nothing),
        losses=heights[:-1],
        extra={"path": path, "lowest": lowest},
        seconds=time.perf_counter() - started,
        versions=environment.framework_version(run.key.framework),
    )


def of_setting(setting: Setting) -> tuple[Surface, np.ndarray]:
    """Return the surface of a setting, and where on it the optimizer starts, (2,).

    Raises:
        ValueError: if it has no such surface.
    """
    asked = setting.options["path"]
    if isinstance(asked, bool):
        asked = {"surface": setting.network.removeprefix("surfaces."), **setting.options}
    return surface_called(asked["surface"]), np.array(asked["start"], dtype=float)
