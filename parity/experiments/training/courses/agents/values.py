"""An agent walks through a world of fields, and learns what each is worth: Q-learning or SARSA."""

from __future__ import annotations

import importlib
import time
from typing import TYPE_CHECKING, Protocol

import numpy as np

from parity.experiments.planning.plan import Run
from parity.experiments.results import Curve, RunResult
from parity.experiments.setting import Setting
from parity.experiments.training.courses.agents.returns import figures, smoothed
from parity.experiments.training.courses.agents.worlds import WORLDS, World
from parity.experiments.training.drawing import stream
from parity.harness import environment

if TYPE_CHECKING:
    from parity.experiments.data.load import Data

FRAMES = 5
"""How often the values are kept: each time after four times as many episodes."""


class Learner(Protocol):
    """A table of values in one framework, and what changes it."""

    def __init__(self, states: int, actions: int, setting: Setting, gamma: float) -> None: ...

    def choose(self, s: int, u: float, random: int) -> int:
        """Return the action that is taken in s, where these are drawn."""

    def learn(
        self, s: int, a: int, r: float, s_next: int, a_next: int, done: bool, lr: float
    ) -> float:
        """Learn from a transition; return the error before."""

    def table(self) -> np.ndarray:
        """Return the table (S, A)."""


def follow(run: Run, data: Data | None) -> RunResult:
    """Learn as ``run`` says; a step is an episode, and its loss the mean of the errors' squares.

    ``extra`` has ``table.values`` (K, rows, columns), the value of each field's best action during
    the training, and ``steps.values`` (K,), after how many episodes; ``exact.values`` (rows,
    columns), by value iteration; ``series.return`` (episodes,), the sum of the rewards of an
    episode, on the mean of ten, and ``series.value_error`` (episodes,), the largest difference of
    a value from the exact one, with ``steps.return`` and ``steps.value_error``. Of the final
    figures, ``mean_return`` is the mean of the last fifty episodes, ``lost`` how much larger that
    of fifty others was, and ``greedy_return`` what the best actions of the table would earn
    without exploring, discounted and on average over the starts.
    """
    started = time.perf_counter()
    setting, episodes = run.setting, run.setting.iterations
    world = WORLDS[setting.options["world"]]
    learner = open_learner(run.key.framework, setting, world)
    walk = Walk(world, setting, run.key.seed)
    frames = frames_of(episodes)
    kept = []
    losses, returns, errors = (np.empty(episodes) for _ in range(3))
    for episode in range(episodes):
        losses[episode], returns[episode] = walk.episode(learner)
        Q = learner.table()
        errors[episode] = np.abs(Q.max(axis=1) - world.best)[world.free].max()
        if episode + 1 in frames:
            kept.append(Q)
    starts = world.free if world.start is None else [world.number(world.start)]
    done = np.arange(1, episodes + 1)
    every = max(1, episodes // 20)
    at = np.array(sorted({*range(every, episodes + 1, every), episodes}))
    nothing = np.full(len(at), np.nan)
    values = np.array([Q.max(axis=1) for Q in kept])
    return RunResult(
        key=run.key,
        final={
            "loss": float(losses[-1]),
            **figures(returns),
            "greedy_return": float(world.of_greedy(kept[-1])[starts].mean()),
            "value_error": float(errors[-1]),
        },
        curve=Curve(at, losses[at - 1], nothing, nothing),
        losses=losses,
        extra={
            "table.values": world.as_fields(values),
            "steps.values": np.array(frames),
            "exact.values": world.as_fields(world.best),
            "series.return": smoothed(returns),
            "steps.return": done,
            "series.value_error": errors,
            "steps.value_error": done,
        },
        seconds=time.perf_counter() - started,
        versions=environment.framework_version(run.key.framework),
    )


def frames_of(episodes: int) -> list[int]:
    """Return after how many episodes the values are kept."""
    return sorted({max(1, episodes // 4**k) for k in range(FRAMES)})


def open_learner(framework: str, setting: Setting, world: World) -> Learner:
    """Import ``framework``, and return its table of zeros."""
    module = importlib.import_module(f"{__name__}_{framework}")
    S, A = world.tables[1].shape
    return getattr(module, f"{framework.capitalize()}Learner")(S, A, setting, world.gamma)


class Walk:
    """Episodes in a world, with what is drawn for them.

    Args:
        world: where.
        setting: ``options`` has ``epsilon``, how often a random action is taken; ``longest``, how
            many steps an episode has at most; and ``decay``: the learning rate of a pair of state
            and action that was seen n times before is lr / (1 + n)^decay.
        seed: the run's.
    """

    def __init__(self, world: World, setting: Setting, seed: int) -> None:
        self.world, self.setting = world, setting
        self.rng = stream(setting, seed, "walk")
        self.seen: np.ndarray = np.zeros(world.tables[1].shape)
        self.up_to = world.tables[0].cumsum(axis=2)

    def episode(self, learner: Learner) -> tuple[float, float]:
        """Walk until the end; return the mean of the squares of the errors, and the return."""
        world, options = self.world, self.setting.options
        on_policy = self.setting.network.endswith("sarsa")
        lr, decay = self.setting.optimizer_config["lr"], options["decay"]
        s = int(self.rng.choice(world.free)) if world.start is None else world.number(world.start)
        a = learner.choose(s, *self._drawn())
        squares, total = [], 0.0
        for _ in range(options["longest"]):
            s_next = int(np.searchsorted(self.up_to[s, a], self.rng.random(), side="right"))
            r, done = float(world.earned[s_next]), bool(world.last[s_next])
            drawn = self._drawn()
            # SARSA learns from the action that comes next; Q-learning chooses it afterwards.
            a_next = learner.choose(s_next, *drawn) if on_policy else 0
            rate = lr / (1 + self.seen[s, a]) ** decay
            delta = learner.learn(s, a, r, s_next, a_next, done, rate)
            self.seen[s, a] += 1
            squares.append(delta**2)
            total += r
            if done:
                break
            s, a = s_next, a_next if on_policy else learner.choose(s_next, *drawn)
        return float(np.mean(squares)), total

    def _drawn(self) -> tuple[float, int]:
        """Return what decides whether the agent explores, and the action that it takes then."""
        return self.rng.random(), int(self.rng.integers(self.seen.shape[1]))
