"""Reinforcement learning as people write it: a transition at a time, agents, worlds as lists."""

from __future__ import annotations

import collections
import inspect
import re
import types
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from parity.checking.loading.signatures import parameters_of, required
from parity.checking.reading.binding import NotApplicableError, UnknownShapeError
from parity.checking.reading.results import SomeOutputs
from parity.checking.reading.sessions.called import CalledFunction, CallSession
from parity.checking.reading.sessions.session import Session, Subject, users_code
from parity.checking.reading.sessions.tables import transitions
from parity.checking.reading.sessions.tables.transitions import METHODS, ONE_AT_A_TIME, size_meant
from parity.checking.reading.source import source_around, source_of
from parity.checking.reading.spellings import Names
from parity.describing.concept import Concept, DrawnCase, Text
from parity.harness.evaluators.subject import implementation
from parity.harness.registry import all_concepts

AGENT = Text("an agent with a table of values", "価値の表を持つエージェント")
WORLDS = ("policy_evaluation", "value_iteration")
TRANSITIONS = ("t", "transition", "transitions", "transitionprobs", "transitionmatrix", "probs")
ENVIRONMENTS = ("env", "environment", "mdp")
VALUES = ("v", "values", "valuefunction", "statevalues", "valuetable")
WALKED = re.compile(r"\.next_state\(")
"""How an environment is asked where an action leads, as the fourth volume of the book does."""
TOLERANCES = ("theta", "tol", "epsilon", "eps", "threshold", "delta", "tolerance", "error", "thr")
ROUNDS = (
    "maxiter",
    "niter",
    "iterations",
    "numiterations",
    "maxiterations",
    "numiters",
    "k",
    "maxiters",
    "niterations",
    "nsweeps",
    "epochs",
    "steps",
    "numiter",
    "maxsteps",
    "nsteps",
)
OUTCOMES = Text(
    "P[s][a] is a list of (probability, next state, reward, done), as in Gymnasium.",
    "P[s][a] は、Gymnasium と同じく (確率, 次の状態, 報酬, done) のリストである。",
)
ASKED = Text(
    "Its world was asked with states(), actions(), next_state(s, a) and reward(s, a, s').",
    "環境には states()、actions()、next_state(s, a)、reward(s, a, s') を持つものを渡した。",
)
BEGINS_ANEW = re.compile(r"if\s+\w+\[\w+\]\s*!=\s*0")
"""The line by which returns of Pong begin anew where a point is won or lost."""
PROBABILITIES = ("p", "probs", "prob", "pi", "policy", "action_probs", "probabilities", "ps")
GIVEN_PROBABILITIES = Text(
    "It was given the probabilities of the actions, not logits.",
    "ロジットではなく、行動の確率を渡した。",
)
NOT_SETTLED = 1e-2
"""Values that are this near, in relation to the greatest, may only have stopped too early."""


def tabular_reading(obj: Any, concept: Concept, names: Names, label: str) -> Subject | None:
    """Return how code of reinforcement learning is used; ``None`` where it is called as ours."""
    if concept.name in METHODS:
        if inspect.isclass(obj):
            told = transitions.update_of(obj, names) or (
                concept.name == "sarsa" and transitions.remembering(obj, names)
            )
            return Agent(concept, names, label, obj) if told else None
        if inspect.isfunction(obj) and transitions.takes_a_transition(obj, names):
            return OneTransition(concept, names, label, obj)
    if concept.name == "discounted_returns" and inspect.isfunction(obj):
        return Returns(concept, names, label, obj)
    if concept.name == "policy_gradient" and inspect.isfunction(obj):
        first = [p.name.lower() for p in parameters_of(obj) or []][:1]
        if first and first[0] in PROBABILITIES:
            return OfProbabilities(concept, names, label, obj)
    if concept.name in WORLDS and inspect.isfunction(obj) and _names_a_world(obj, names):
        return World(concept, names, label, obj, as_lists=_takes_a_world(obj))
    return None


class _Moves(Session):
    """Moves a table, a transition at a time."""

    goes_back = ignores_upstream = takes_mask = in_place = False

    def __init__(self, subject: Any, case: DrawnCase) -> None:
        self.subject, self.case = subject, case
        self.used = {"lr", "gamma"}

    def forward(self, inputs: Mapping[str, np.ndarray]) -> Any:
        """Return the table after all transitions."""
        subject = self.subject
        config = subject.config(self.case)
        moved = transitions.moved(subject.target, subject.names, inputs, config, self._tell)
        return SomeOutputs(Q=moved)

    def _tell(self, text: Text) -> None:
        if text not in self.subject.told:
            self.subject.told.append(text)

    def backward(self, dy: Any) -> dict[str, Any]:
        """Return nothing: a table has no gradient."""
        return {}

    def buffers(self) -> dict[str, Any]:
        """Return nothing: what is kept is the table."""
        return {}


class Agent(Subject):
    """An agent's class, whose method is given one transition after the other."""

    def __init__(self, concept: Concept, names: Names, label: str, target: Any) -> None:
        super().__init__(concept, names, AGENT, label)
        self.target = target
        self.told = [ONE_AT_A_TIME]

    def start(self, case: DrawnCase) -> Session:
        """Set the agent up; nothing runs yet."""
        return _Moves(self, case)


class OneTransition(Agent):
    """A function that is given one transition, or all of them as ours is."""

    def __init__(self, concept: Concept, names: Names, label: str, target: Any) -> None:
        super().__init__(concept, names, label, target)
        self.shape = Text("a function", "関数")

    def others(self) -> Iterator[Subject]:
        """Yield the reading in which it is given all transitions at once."""
        yield AllAtOnce(self.concept, self.names, self.label, self.target)


class AllAtOnce(CalledFunction):
    """A function of all transitions, which may return the table alone."""

    def start(self, case: DrawnCase) -> CallSession:
        """Set the function up; nothing runs yet."""
        return _TableAlone(self, case)


class _TableAlone(CallSession):
    def forward(self, inputs: Mapping[str, np.ndarray]) -> Any:
        """Return the table, where that is all that is returned."""
        given = super().forward(inputs)
        alone = isinstance(given, np.ndarray) and given.shape == inputs["Q"].shape
        return SomeOutputs(Q=given) if alone else given


class OfProbabilities(CalledFunction):
    """A loss of a policy that is given probabilities."""

    def start(self, case: DrawnCase) -> CallSession:
        """Set the function up; nothing runs yet."""
        self.told = [GIVEN_PROBABILITIES]
        self.way_back = None  # its gradient is that of the probabilities
        return _OfProbabilities(self, case)

    def others(self) -> Iterator[Subject]:
        """Yield no other reading."""
        return iter(())


class _OfProbabilities(CallSession):
    def forward(self, inputs: Mapping[str, np.ndarray]) -> Any:
        """Return the loss of the probabilities that belong to the case's logits."""
        softmax = implementation("numpy", all_concepts()["softmax"])()
        return super().forward({**inputs, "x": softmax.forward(inputs["x"])})


class Returns(CalledFunction):
    """A function of rewards, whose discount may stand beside it."""

    def start(self, case: DrawnCase) -> CallSession:
        """Set the function up; nothing runs yet."""
        return _Returned(self, case)

    def others(self) -> Iterator[Subject]:
        """Yield the other ways of calling it."""
        for other in super().others():
            assert isinstance(other, CalledFunction)
            yield Returns(self.concept, self.given_names, self.label, self.function, other.use)


class _Returned(CallSession):
    def forward(self, inputs: Mapping[str, np.ndarray]) -> Any:
        """Return the returns."""
        function = self.subject.function
        config = self.subject.config(self.case)
        if transitions.set_beside(function, self.subject.given_names, config, ["gamma"]):
            self.used.add("gamma")
        ends = "done" in inputs or inputs["r"][:-1].any()
        if ends and BEGINS_ANEW.search(source_of(function)):
            raise NotApplicableError(
                "it begins anew at each reward, as Pong does",
                "Pong のように、報酬があるたびに和を 0 に戻す",
            )
        r, names = inputs["r"], self.subject.given_names
        for parameter in parameters_of(function) or []:  # of a case that has none of it
            meant = names.meaning(parameter.name, ["done", "after"])
            if meant is not None and required(parameter) and meant not in inputs:
                inputs = {**inputs, meant: np.zeros(r.shape if meant == "done" else r.shape[1:])}
        return super().forward(inputs)


def _names_a_world(function: Callable[..., Any], names: Names) -> bool:
    """Tell whether a parameter's name says that it is the world: else its place has to."""
    theirs = [p.name for p in parameters_of(function) or []]
    said = (name.replace("_", "").lower() for name in theirs)
    return any(names.meaning(name, ["P"]) for name in theirs) or any(
        plain in (*TRANSITIONS, *ENVIRONMENTS) for plain in said
    )


def _takes_a_world(function: Callable[..., Any]) -> bool:
    """Tell whether a function is given an environment, or P alone, whose lists hold the rewards."""
    theirs = {p.name.lower() for p in parameters_of(function) or []}
    rewards = {"r", "rewards", "reward", "reward_matrix", "reward_function"}
    return bool(theirs & set(ENVIRONMENTS)) or not theirs & rewards


class World(Subject):
    """A function that computes values from the tables of a world."""

    def __init__(
        self, concept: Concept, names: Names, label: str, target: Any, as_lists: bool
    ) -> None:
        super().__init__(concept, names, Text("a function", "関数"), label)
        self.target, self.as_lists = target, as_lists
        self.walked = bool(WALKED.search(source_around(target)))
        self.told = [ASKED] if self.walked else [OUTCOMES] if as_lists else []

    def start(self, case: DrawnCase) -> Session:
        """Set the function up; nothing runs yet."""
        return _Values(self, case)


class _Values(_Moves):
    def forward(self, inputs: Mapping[str, np.ndarray]) -> Any:
        """Return the values of the states, and those of the actions where they are returned."""
        config = self.subject.config(self.case)
        try:
            ours = implementation("numpy", self.subject.concept)(**inputs, **config)
        except ValueError as reason:  # a loop over such tables need not end
            raise NotApplicableError(f"ours refuses it: {reason}", "本プロジェクトも拒む") from None
        given = self._called(inputs, config)
        self.used |= {"sweeps"}
        found = self._outputs(given, inputs["R"].shape)
        _require_settled(found, ours)
        return found

    def _called(self, inputs: Mapping[str, np.ndarray], config: Mapping[str, Any]) -> Any:
        target = self.subject.target
        walked = self.subject.walked
        if walked and not ((inputs["P"] == 0) | (inputs["P"] == 1)).all():
            raise NotApplicableError(
                "in its world an action leads to one state for sure",
                "このコードの世界では、行動の結果が確定している",
            )
        keywords: dict[str, Any] = {}
        for parameter in parameters_of(target) or []:
            name, plain = parameter.name, parameter.name.replace("_", "").lower()
            meant = self.subject.names.meaning(name, [*inputs, "gamma"])
            meant = "P" if plain in TRANSITIONS else meant
            if plain in TOLERANCES:
                keywords[name] = 1e-15
            elif plain in ROUNDS:
                keywords[name] = 2000
            elif plain in ENVIRONMENTS:
                keywords[name] = Walk(inputs) if walked else _environment(inputs)
            elif plain in VALUES and meant is None:
                keywords[name] = collections.defaultdict(float)
            elif meant == "pi" and walked:
                keywords[name] = {
                    s: dict(enumerate(row.tolist())) for s, row in enumerate(inputs["pi"])
                }
            elif size_meant(name) and name not in ("P", "R", "S", "A"):
                keywords[name] = inputs["R"].shape[size_meant(name) == "actions"]
            elif name in ("S", "A"):
                keywords[name] = list(range(inputs["R"].shape[name == "A"]))
            elif meant == "gamma":
                keywords[name] = config["gamma"]
            elif meant == "P" and self.subject.as_lists:
                keywords[name] = _outcomes(inputs)
            elif meant is not None:
                keywords[name] = inputs[meant].copy()
            elif required(parameter):
                raise UnknownShapeError(
                    f"the parameter {name!r} means nothing to us",
                    f"引数 {name!r} に何を渡すべきか分からない",
                )
        with users_code("call"):
            return target(**keywords)

    def _outputs(self, given: Any, shape: tuple[int, ...]) -> SomeOutputs:
        """Return the values among what was returned, told by their shapes."""
        parts = given if isinstance(given, tuple) else (given,)
        found = SomeOutputs()
        for part in parts:
            array = _array(part)
            if array.shape == shape[:1] and "V" not in found and array.dtype.kind == "f":
                found["V"] = array
            elif array.shape == shape and not _a_policy(array):
                found.setdefault("Q", array)
        if not found:
            raise NotApplicableError("it returns no values", "価値を返さない")
        return found


def _require_settled(found: SomeOutputs, ours: tuple[np.ndarray, ...]) -> None:
    """Refuse values that only stopped before they were ours: a threshold is no mistake."""
    for name, right in zip(("V", "Q"), ours, strict=True):
        if name in found and np.isfinite(found[name]).all():
            far = np.abs(found[name] - right).max() / max(np.abs(right).max(), 1e-300)
            if 1e-12 < far < NOT_SETTLED:
                raise NotApplicableError(
                    "it stops before the values have settled, at a threshold of its own",
                    "値が定まる前に、コード内のしきい値で止まる",
                )


def _array(part: Any) -> np.ndarray:
    """Return what was returned as an array; a dictionary by its numbers."""
    if isinstance(part, dict):
        part = [part[key] for key in sorted(part)]
    try:
        return np.asarray(part)
    except ValueError:
        return np.empty(0)


def _a_policy(array: np.ndarray) -> bool:
    """Tell whether rows are probabilities: a policy, not values."""
    return array.dtype.kind not in "fiu" or bool(
        (array >= 0).all() and np.allclose(array.sum(axis=1), 1)
    )


class Walk:
    """A world that is asked step by step, where every action leads to one state for sure."""

    def __init__(self, inputs: Mapping[str, np.ndarray]) -> None:
        self._next, self._rewards = np.argmax(inputs["P"], axis=2), inputs["R"]
        n = len(self._next)
        stays = [s for s in range(n) if (self._next[s] == s).all() and not self._rewards[s].any()]
        self.start_state, self.goal_state = 0, stays[-1] if stays else None
        self.wall_state = None

    def states(self) -> Iterator[int]:
        """Yield every state."""
        yield from range(len(self._next))

    def actions(self) -> list[int]:
        """Return every action."""
        return list(range(self._next.shape[1]))

    def next_state(self, state: int, action: int) -> int:
        """Return where an action leads."""
        return int(self._next[state, action])

    def reward(self, state: int, action: int, next_state: int | None = None) -> float:
        """Return what an action earns."""
        return float(self._rewards[state, action])

    def is_wall(self, state: int) -> bool:
        """Tell whether nothing can be there: it has no walls."""
        return False

    def is_goal(self, state: int) -> bool:
        """Tell whether an episode ends there."""
        return state == self.goal_state

    is_terminal = is_end = is_goal

    def render_v(self, *_: Any, **__: Any) -> None:
        """Show nothing."""

    render_q = render = render_v


def _outcomes(inputs: Mapping[str, np.ndarray]) -> dict[int, dict[int, list[Any]]]:
    P, R = inputs["P"], inputs["R"]
    return {
        s: {
            a: [(float(p), n, float(R[s, a]), False) for n, p in enumerate(P[s, a]) if p]
            for a in range(R.shape[1])
        }
        for s in range(R.shape[0])
    }


def _environment(inputs: Mapping[str, np.ndarray]) -> Any:
    """Return an object with the tables as environments have them."""
    S, A = inputs["R"].shape
    P = _outcomes(inputs)
    made = types.SimpleNamespace(
        P=P, nS=S, nA=A, n_states=S, n_actions=A, num_states=S, num_actions=A,
        observation_space=types.SimpleNamespace(n=S), action_space=types.SimpleNamespace(n=A),
    )  # fmt: skip
    made.unwrapped = made.env = made
    return made
