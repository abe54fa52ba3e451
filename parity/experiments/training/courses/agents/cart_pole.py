"""An agent learns to balance a pole on a cart: Gymnasium's CartPole-v1, an episode a step."""

from __future__ import annotations

import importlib
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from numpy_impl.networks.choices import initializer_called
from numpy_impl.networks.mlp import MLP
from parity.describing.concept import DrawnCase
from parity.experiments.planning.plan import Run
from parity.experiments.results import Curve, RunResult
from parity.experiments.setting import Setting
from parity.experiments.training.courses.agents.returns import figures, smoothed
from parity.experiments.training.drawing import stream
from parity.harness import environment

if TYPE_CHECKING:
    from parity.experiments.data.load import Data

INPUTS, ACTIONS = 4, 2
"""Place and speed of the cart, angle and speed of the pole; push to the left or to the right."""


@dataclass
class Rollout:
    """Some steps of one episode, one after another.

    Attributes:
        s: the states, each (4,).
        a: the actions.
        r: the rewards.
        done: whether the pole fell, or the cart left, with the last step.
        s_last: the state after it (4,).
    """

    s: list[np.ndarray] = field(default_factory=list)
    a: list[int] = field(default_factory=list)
    r: list[float] = field(default_factory=list)
    done: bool = False
    s_last: np.ndarray = field(default_factory=lambda: np.zeros(INPUTS))

    def arrays(self) -> tuple[np.ndarray, ...]:
        """Return s (T, 4), a, r and done (T,)."""
        done = np.zeros(len(self.s))
        done[-1] = self.done
        return np.array(self.s), np.array(self.a), np.array(self.r), done


class Agent(Protocol):
    """An actor and a critic in one framework, two networks with an optimizer for both."""

    def __init__(self, setting: Setting, actor: DrawnCase, critic: DrawnCase) -> None: ...

    def policy(self, s: np.ndarray) -> np.ndarray:
        """Return the probabilities (2,) of the actions in the state s (4,)."""

    def learn(self, rollout: Rollout) -> float:
        """Take a step of the optimizer; return the loss before it."""


def follow(run: Run, data: Data | None) -> RunResult:
    """Learn as ``run`` says; a step is an episode, and its loss the mean over its updates.

    ``extra`` has ``series.return`` (episodes,), how many steps the pole stood, on the mean of ten
    episodes, and ``steps.return``. Of the final figures, ``mean_return`` is the mean of the last
    fifty episodes, and ``lost`` how much larger the mean of fifty episodes was at its best.

    ``options`` of the setting: ``world``, Gymnasium's name of the environment; ``rollout``, after
    how many steps it learns, at the end of the episode alone if ``None``; ``gamma``;
    ``value_weight`` and ``entropy_weight``.
    """
    import gymnasium

    started = time.perf_counter()
    setting, episodes = run.setting, run.setting.iterations
    agent = open_agent(run.key.framework, setting, run.key.seed)
    rng = stream(setting, run.key.seed, "actions")
    world = gymnasium.make(setting.options["world"])
    losses, returns = np.empty(episodes), np.empty(episodes)
    starts = stream(setting, run.key.seed, "starts").integers(2**31, size=episodes)
    for episode, first in enumerate(starts):
        found, total = [], 0.0
        for rollout in rollouts(world, agent, rng, int(first), setting.options["rollout"]):
            found.append(agent.learn(rollout))
            total += sum(rollout.r)
        losses[episode], returns[episode] = np.mean(found), total
    world.close()
    return of_episodes(run, losses, returns, started)


def of_episodes(run: Run, losses: np.ndarray, returns: np.ndarray, started: float) -> RunResult:
    """Return the result of a run whose steps are episodes, with the loss and the return of each.

    Args:
        run: whose result it is.
        losses: the mean loss of each episode.
        returns: the sum of its rewards.
        started: when, by ``time.perf_counter``.
    """
    episodes = len(losses)
    every = max(1, episodes // 20)
    at = np.array(sorted({*range(every, episodes + 1, every), episodes}))
    nothing = np.full(len(at), np.nan)
    return RunResult(
        key=run.key,
        final={"loss": float(losses[-1]), **figures(returns)},
        curve=Curve(at, losses[at - 1], nothing, nothing),
        losses=losses,
        extra={"series.return": smoothed(returns), "steps.return": np.arange(1, episodes + 1)},
        seconds=time.perf_counter() - started,
        versions=f"{environment.framework_version(run.key.framework)} with gymnasium "
        f"{environment.version('gymnasium')}",
    )


def rollouts(
    world: Any, agent: Agent, rng: np.random.Generator, seed: int, length: int | None
) -> Iterator[Rollout]:
    """Yield an episode in rollouts of so many steps; the last one may have fewer.

    Args:
        world: the environment, or what has its ``reset`` and ``step``.
        agent: chooses; it may learn from a rollout before the next one.
        rng: draws a number from 0 to 1 for each action.
        seed: of the first state.
        length: all steps in one if ``None``.
    """
    s, over, rollout = as_state(world.reset(seed=seed)[0]), False, Rollout()
    while not over:
        # The first action whose cumulated probability is above the number; rounding may leave none.
        a = min(int((agent.policy(s).cumsum() <= rng.random()).sum()), ACTIONS - 1)
        s_next, r, done, cut, _ = world.step(a)
        over = bool(done or cut)
        rollout.s.append(s)
        rollout.a.append(a)
        rollout.r.append(float(r))
        s = as_state(s_next)
        if over or len(rollout.s) == length:
            rollout.done, rollout.s_last = bool(done), s
            yield rollout
            rollout = Rollout()


def as_state(s: Any) -> np.ndarray:
    """Return what Gymnasium gives in float64."""
    return np.asarray(s, dtype=np.float64)


def open_agent(framework: str, setting: Setting, seed: int) -> Agent:
    """Import ``framework``, and return its agent with the weights that every framework has."""
    module = importlib.import_module(f"{__name__}_{framework}")
    cases = (drawn(setting, seed, "actor", ACTIONS), drawn(setting, seed, "critic", 1))
    return getattr(module, f"{framework.capitalize()}Agent")(setting, *cases)


def drawn(setting: Setting, seed: int, part: str, n_out: int) -> DrawnCase:
    """Return one of the two networks with its first weights, as every framework constructs it."""
    name, arguments = setting.initializer
    config = {"sizes": (INPUTS, *setting.hidden, n_out), **setting.config}
    network = MLP(
        **config,
        initializer=type(initializer_called(name))(**arguments),
        seed=int(stream(setting, seed, "weights", part).integers(2**62)),
    )
    return DrawnCase(
        concept="mlp",
        name=f"{setting.name}-{part}",
        kind="network",
        inputs=(),
        params=dict(network.params),
        buffers={},
        upstream=(),
        config=config,
        config_for={},
        training=None,
        differentiable=(),
        images=(),
        kink=False,
        options={},
        keras_layouts={},
    )
