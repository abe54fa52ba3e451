"""An agent learns what pushing a cart is worth: a deep Q-network with replay and a target."""

from __future__ import annotations

import importlib
import time
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from parity.describing.concept import DrawnCase
from parity.experiments.planning.plan import Run
from parity.experiments.results import RunResult
from parity.experiments.setting import Setting
from parity.experiments.training.courses.agents.cart_pole import (
    ACTIONS,
    INPUTS,
    as_state,
    drawn,
    of_episodes,
)
from parity.experiments.training.drawing import stream

if TYPE_CHECKING:
    from parity.experiments.data.load import Data

Batch = tuple[np.ndarray, ...]
"""s (N, 4), a, r (N,), s_next (N, 4) and done (N,) of N transitions."""


class Learner(Protocol):
    """A network that gives the value of each action, its optimizer, and an older copy of it."""

    def __init__(self, setting: Setting, case: DrawnCase) -> None: ...

    def values(self, s: np.ndarray) -> np.ndarray:
        """Return the values (2,) of the actions in the state s (4,)."""

    def learn(self, batch: Batch) -> float:
        """Take a step of the optimizer towards the copy's targets; return the loss before it."""

    def renew(self) -> None:
        """Make the copy equal to the network."""


class Memory:
    """The newest transitions, of which some are drawn to learn from.

    Args:
        capacity: how many it holds; then the newest takes the place of the oldest.
    """

    def __init__(self, capacity: int) -> None:
        self.s, self.s_next = np.zeros((capacity, INPUTS)), np.zeros((capacity, INPUTS))
        self.a, self.r = np.zeros(capacity, dtype=np.int64), np.zeros(capacity)
        self.done, self.seen = np.zeros(capacity), 0

    def keep(self, s: np.ndarray, a: int, r: float, s_next: np.ndarray, done: bool) -> None:
        """Keep a transition."""
        place = self.seen % len(self.a)
        self.s[place], self.a[place], self.r[place] = s, a, r
        self.s_next[place], self.done[place] = s_next, done
        self.seen += 1

    def drawn(self, rng: np.random.Generator, n: int) -> Batch:
        """Return n of them, drawn evenly and with repetition."""
        at = rng.integers(min(self.seen, len(self.a)), size=n)
        return self.s[at], self.a[at], self.r[at], self.s_next[at], self.done[at]


def follow(run: Run, data: Data | None) -> RunResult:
    """Learn as ``run`` says; a step is an episode, and its loss the mean over its updates.

    What is kept is as of :func:`parity.experiments.training.courses.agents.cart_pole.follow`.

    ``options`` of the setting: ``world``, Gymnasium's name of the environment; ``gamma``;
    ``capacity`` of the memory; ``sync``, after how many updates the copy is renewed; ``epsilon``,
    how often an action is random in the end, and ``explore``, after how many steps that is so: it
    falls from 1 in a line.
    """
    import gymnasium

    started = time.perf_counter()
    setting, episodes = run.setting, run.setting.iterations
    learner = open_learner(run.key.framework, setting, run.key.seed)
    learning = Learning(learner, setting, run.key.seed)
    world = gymnasium.make(setting.options["world"])
    losses, returns = np.empty(episodes), np.empty(episodes)
    starts = stream(setting, run.key.seed, "starts").integers(2**31, size=episodes)
    for episode, first in enumerate(starts):
        losses[episode], returns[episode] = learning.episode(world, int(first))
    world.close()
    return of_episodes(run, losses, returns, started)


class Learning:
    """The memory, the draws and the counts of one run.

    Args:
        learner: what chooses and learns.
        setting: its options are those of :func:`follow`.
        seed: the run's.
    """

    def __init__(self, learner: Learner, setting: Setting, seed: int) -> None:
        self.learner, self.options, self.batch = learner, setting.options, setting.batch
        self.memory, self.steps = Memory(setting.options["capacity"]), 0
        self.acting, self.replaying = (
            stream(setting, seed, name) for name in ("actions", "replay")
        )

    def epsilon(self) -> float:
        """Return how often an action is random now."""
        end = float(self.options["epsilon"])
        return end + (1 - end) * max(0.0, 1 - self.steps / self.options["explore"])

    def chosen(self, s: np.ndarray) -> int:
        """Return an action; both numbers are drawn, whichever it takes."""
        u, random = self.acting.random(), int(self.acting.integers(ACTIONS))
        return random if u < self.epsilon() else int(self.learner.values(s).argmax())

    def episode(self, world: Any, seed: int) -> tuple[float, float]:
        """Live through an episode, an update after each step; return the mean loss and the return.

        Args:
            world: the environment, or what has its ``reset`` and ``step``.
            seed: of the first state.
        """
        s, over, losses, total = as_state(world.reset(seed=seed)[0]), False, [], 0.0
        while not over:
            a = self.chosen(s)
            s_next, r, done, cut, _ = world.step(a)
            over = bool(done or cut)
            self.memory.keep(s, a, float(r), as_state(s_next), bool(done))
            s, total = as_state(s_next), total + float(r)
            if self.steps % self.options["sync"] == 0:
                self.learner.renew()
            losses.append(self.learner.learn(self.memory.drawn(self.replaying, self.batch)))
            self.steps += 1
        return float(np.mean(losses)), total


def open_learner(framework: str, setting: Setting, seed: int) -> Learner:
    """Import ``framework``, and return its learner with the weights that every framework has."""
    module = importlib.import_module(f"{__name__}_{framework}")
    case = drawn(setting, seed, "values", ACTIONS)
    return getattr(module, f"{framework.capitalize()}Learner")(setting, case)
