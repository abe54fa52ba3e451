"""Agents: worlds as tables and a pole on a cart, learned alike in the three frameworks."""

import itertools
import sys
import types
from dataclasses import replace

import numpy as np
import pytest
from typer.testing import CliRunner

from parity import cli
from parity.experiments.planning.overrides import BadOverrideError
from parity.experiments.planning.plan import DataSource, Plan
from parity.experiments.planning.provenance import closure
from parity.experiments.registry import find_experiment
from parity.experiments.sweeping.runner import Runner
from parity.experiments.training.courses.agents.cart_pole import Rollout, rollouts
from parity.experiments.training.courses.agents.deep_q.learning import Learning, Memory
from parity.experiments.training.courses.agents.returns import figures, smoothed
from parity.experiments.training.courses.agents.values import Walk, frames_of
from parity.experiments.training.courses.agents.worlds import WORLDS, World
from parity.harness import environment

OTHERS = [
    pytest.param("torch", marks=pytest.mark.torch),
    pytest.param("keras", marks=pytest.mark.keras),
]
EPISODES = {"grid-worlds": 6, "cart-pole": 4}


class Falling:
    """A small environment of its own: what is pushed to one side too often falls over."""

    def reset(self, seed):
        self.place, self.steps = np.random.default_rng(seed).uniform(-1, 1, 4), 0
        return self.place.astype(np.float32), {}

    def step(self, a):
        self.steps += 1
        self.place = 0.9 * self.place + (0.4 if a else -0.4) * np.array([1, 0.5, -0.5, 0.25])
        fallen = bool(abs(self.place[0]) > 1.2)
        return self.place.astype(np.float32), 1.0, fallen, self.steps >= 12, {}

    def close(self):
        pass


@pytest.fixture
def gymnasium(monkeypatch):
    """Stand in for Gymnasium, installed or not."""
    monkeypatch.setitem(sys.modules, "gymnasium", types.SimpleNamespace(make=lambda _: Falling()))


def results(name, framework):
    """Return the results of an experiment's settings, of a few episodes, made in this process."""
    found = find_experiment(name)
    short = tuple(replace(s, iterations=EPISODES[name]) for s in found.settings)
    plan = Plan.make(replace(found, settings=short), DataSource(), 1, (framework,))
    runner = Runner(framework)
    outcomes = [runner.run(plan.source, run) for run in plan.runs]
    assert [o.error for o in outcomes] == [""] * len(outcomes)
    return {o.run.key.setting: o.result for o in outcomes}


@pytest.fixture(scope="module")
def walked():
    return results("grid-worlds", "numpy")


@pytest.mark.parametrize("framework", OTHERS)
def test_tables_are_moved_alike(framework, walked):
    for name, theirs in results("grid-worlds", framework).items():
        ours = walked[name]
        assert np.ptp(ours.losses) > 0
        np.testing.assert_allclose(theirs.losses, ours.losses, rtol=1e-12)
        assert theirs.extra.keys() == ours.extra.keys()
        for kept, array in ours.extra.items():
            np.testing.assert_allclose(theirs.extra[kept], array, rtol=1e-12, atol=1e-15)
        assert theirs.final == pytest.approx(ours.final, rel=1e-12)


@pytest.mark.parametrize("framework", OTHERS)
def test_agents_take_the_same_actions_and_steps(framework, gymnasium):
    ours, theirs = (results("cart-pole", f) for f in ("numpy", framework))
    for name, found in theirs.items():
        np.testing.assert_allclose(found.losses, ours[name].losses, rtol=1e-11)
        np.testing.assert_array_equal(
            found.extra["series.return"], ours[name].extra["series.return"]
        )
    lengths = ours["reinforce"].extra["series.return"]
    assert lengths.min() >= 1
    assert lengths.max() <= 12


class Fixed:
    """A learner that values the right push more, and notes what is asked of it."""

    def __init__(self):
        self.batches, self.renewed = [], []

    def values(self, s):
        return np.array([0.0, 1.0])

    def learn(self, batch):
        self.batches.append(batch)
        return float(len(self.batches))

    def renew(self):
        self.renewed.append(len(self.batches))


def dqn(**options):
    setting = next(s for s in find_experiment("cart-pole").settings if s.name == "dqn")
    return replace(setting, options=setting.options | options)


def test_a_deep_q_network_learns_after_each_step_from_what_it_remembers():
    learner = Fixed()
    learning = Learning(learner, dqn(epsilon=0.0, explore=1, sync=5), 0)
    loss, earned = learning.episode(Falling(), 3)
    steps = int(earned)
    assert len(learner.batches) == steps > 4
    assert loss == np.mean(np.arange(1, steps + 1))
    assert learner.renewed == list(range(0, steps, 5))
    s, a, r, s_next, done = learner.batches[-1]
    assert s.shape == s_next.shape == (32, 4)
    assert a.dtype == np.int64
    np.testing.assert_array_equal(r, 1)
    seen = learning.memory
    for before, after in zip(s, s_next, strict=True):
        place = np.flatnonzero((seen.s[:steps] == before).all(axis=1))[0]
        np.testing.assert_array_equal(seen.s_next[place], after)
    assert len(np.unique(s, axis=0)) > 3
    assert set(done) <= {0.0, 1.0}
    np.testing.assert_array_equal(seen.done[:steps], np.r_[np.zeros(steps - 1), 1])
    assert seen.a[1:steps].tolist() == [1] * (steps - 1)  # the first is random: epsilon begins at 1


def test_the_oldest_transition_is_forgotten_first():
    memory = Memory(3)
    for k in range(5):
        memory.keep(np.full(4, k), k, float(k), np.full(4, k + 1), k == 4)
    assert memory.r.tolist() == [3, 4, 2]
    assert set(memory.drawn(np.random.default_rng(0), 50)[1].tolist()) == {2, 3, 4}


def test_it_explores_less_and_less():
    learning = Learning(Fixed(), dqn(epsilon=0.1, explore=10), 0)
    found = []
    for learning.steps in (0, 5, 10, 100):
        found.append(learning.epsilon())
    assert found == pytest.approx([1.0, 0.55, 0.1, 0.1])


def test_the_methods_differ_on_the_cliff(walked):
    """They have the same draws, so that the first step in which they differ is the method's."""
    q, sarsa = walked["cliff-q-learning"], walked["cliff-sarsa"]
    assert not np.array_equal(q.extra["table.values"], sarsa.extra["table.values"])
    assert q.extra["table.values"].shape == (len(q.extra["steps.values"]), 4, 12)
    assert np.isnan(q.extra["table.values"][:, 3, 1:]).all()


def test_the_best_way_along_the_cliff_has_thirteen_steps():
    world = WORLDS["cliff"]
    discounted = -sum(0.99**k for k in range(13))
    assert world.best[world.number((3, 0))] == pytest.approx(discounted, rel=1e-12)
    assert world.earned[world.number((3, 5))] == -101
    assert world.last.sum() == 11
    Q = np.zeros((48, 4))
    Q[:, 1] = 1  # always to the right: off the edge with the first step
    assert world.of_greedy(Q)[world.number((3, 0))] == pytest.approx(-101, rel=1e-12)


def test_what_a_world_says_of_its_fields():
    world = World(rows=2, columns=3, ends={(0, 2): 1.0}, walls=((1, 1),), step=-0.5)
    assert world.free.tolist() == [0, 1, 3, 5]
    fields = world.as_fields(np.arange(6.0))
    assert np.isnan(fields[0, 2])
    assert np.isnan(fields[1, 1])
    assert fields[0, 1] == 1
    assert world.earned.tolist() == [-0.5, -0.5, 0.5, -0.5, -0.5, -0.5]
    assert np.allclose(world.tables[0].sum(axis=2), 1)


class Told:
    """A learner that writes down what it is told."""

    def __init__(self):
        self.rates, self.next_actions = [], []

    def choose(self, s, u, random):
        return 0

    def learn(self, s, a, r, s_next, a_next, done, lr):
        self.rates.append(lr)
        self.next_actions.append(a_next)
        return 2.0


def test_steps_decrease_with_each_visit_and_an_episode_ends():
    world = World(rows=1, columns=2, ends={(0, 1): 1.0}, start=(0, 0))
    (setting,) = (s for s in find_experiment("grid-worlds").settings if "slippery" in s.name)
    setting = replace(setting, options={**setting.options, "longest": 3, "decay": 1.0})
    told = Told()
    squares, total = Walk(world, setting, seed=0).episode(told)
    assert (squares, total) == (4.0, 0.0)  # up and against the border, all three times
    assert told.rates == [1, 1 / 2, 1 / 3]


def test_values_are_kept_ever_more_rarely():
    assert frames_of(512) == [2, 8, 32, 128, 512]
    assert frames_of(256) == [1, 4, 16, 64, 256]
    assert frames_of(6) == [1, 6]


class Even:
    def policy(self, s):
        return np.array([0.5, 0.5])


@pytest.mark.parametrize(("length", "parts"), [(None, [12]), (5, [5, 5, 2]), (6, [6, 6])])
def test_an_episode_comes_in_rollouts_and_being_cut_off_is_no_end(length, parts):
    class Standing(Falling):
        def step(self, a):
            s, r, _, cut, more = super().step(a)
            return s, r, False, cut, more

    found = list(rollouts(Standing(), Even(), np.random.default_rng(0), 3, length))
    assert [len(rollout.a) for rollout in found] == parts
    assert not any(rollout.done for rollout in found)
    for before, after in itertools.pairwise(found):
        assert np.array_equal(before.s_last, after.s[0])
    assert found[-1].arrays()[3].sum() == 0


def test_a_fall_ends_the_last_rollout():
    found = list(rollouts(Falling(), Even(), np.random.default_rng(0), 3, 2))
    if not found[-1].done:
        pytest.fail("the seed was chosen so that it falls")
    assert [rollout.done for rollout in found[:-1]] == [False] * (len(found) - 1)
    assert found[-1].arrays()[3].tolist()[-1] == 1


def test_a_rollout_says_what_was_seen():
    seen = Rollout([np.zeros(4), np.ones(4)], [1, 0], [1.0, 1.0], True, np.ones(4))
    s, a, r, done = seen.arrays()
    assert (s.shape, a.tolist(), r.tolist(), done.tolist()) == ((2, 4), [1, 0], [1, 1], [0, 1])


def test_what_can_be_varied_of_an_agent():
    def planned(name, **changes):
        found = Plan.make(find_experiment(name), DataSource(), 1, ["numpy"], overrides=changes)
        return found.settings[-1]

    assert planned("grid-worlds", epsilon=0.25).options["epsilon"] == 0.25
    assert planned("grid-worlds", learning_rate=0.75).optimizer_config["lr"] == 0.75
    assert planned("cart-pole", gamma=0.5, hidden=(8, 8)).options["gamma"] == 0.5
    assert planned("cart-pole", hidden=(8, 8)).hidden == (8, 8)
    with pytest.raises(BadOverrideError, match="epsilon=2: a number from 0 to 1 was expected"):
        planned("grid-worlds", epsilon=2)
    with pytest.raises(BadOverrideError, match="It can be: decay, epsilon, iterations, learning"):
        planned("grid-worlds", gamma=0.5)


def test_what_was_lost_since_the_best():
    returns = np.r_[np.full(50, 10.0), np.full(50, 100.0), np.full(50, 40.0)]
    assert figures(returns) == pytest.approx({"mean_return": 40, "lost": 60})
    assert figures(np.array([3.0, 5.0])) == pytest.approx({"mean_return": 4, "lost": 0})


def test_a_curve_is_the_mean_of_ten_episodes():
    found = smoothed(np.arange(20.0))
    assert found[0] == 0
    assert found[3] == np.mean([0, 1, 2, 3])
    assert found[-1] == np.mean(np.arange(10, 20))


def test_the_grid_is_part_of_what_a_run_depends_on():
    found = closure(frozenset({"parity.experiments.training.courses.agents.values"}))
    assert "parity.concepts.reinforcement._tables" in found
    assert "numpy_impl.reinforcement.value_iteration" in found


def test_without_gymnasium_one_line_says_what_to_install(monkeypatch):
    monkeypatch.setattr(environment, "importable", lambda name: name != "gymnasium")
    command = ["train", "cart-pole", "--framework", "numpy"]
    error = CliRunner().invoke(cli.app, command).exception
    assert isinstance(error, cli.ReaderError)
    assert str(error).startswith(
        "cart-pole needs gymnasium, which is not installed: pip install 'dl-parity[gymnasium]'"
    )


def test_the_pole_is_gymnasiums():
    pytest.importorskip("gymnasium", reason="gymnasium, an optional extra, is not installed")
    found = results("cart-pole", "numpy")
    for result in found.values():
        assert result.versions.endswith(f"with gymnasium {environment.version('gymnasium')}")
        assert result.extra["series.return"].min() >= 8
