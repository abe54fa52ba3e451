"""Tables of values that people move one transition at a time: a function, or an agent's method."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from functools import partial
from typing import Any

import numpy as np

from parity.checking.loading.signatures import parameters_of, required
from parity.checking.reading.binding import NotApplicableError, UnknownShapeError
from parity.checking.reading.sessions.session import users_code
from parity.checking.reading.source import source_of
from parity.checking.reading.spellings import Names
from parity.describing.text import Text

METHODS = ("q_learning", "sarsa")
"""The concepts that move a table."""

UPDATES = ("update", "learn", "update_q", "update_q_table", "update_table", "update_Q", "updateQ",
           "update_q_value", "update_value", "train", "step", "td_update", "q_update", "fit",
           "q_learning", "sarsa", "backup", "observe")  # fmt: skip
"""What the method of an agent is called that is given a transition."""

TABLES = ("Q", "q", "q_table", "Q_table", "qtable", "table", "q_values", "Qtable", "Q_values",
          "qvalues", "values", "q_tab", "W")  # fmt: skip
"""What an agent calls its table."""

SIZES = {
    "states": ("n_states", "num_states", "state_size", "n_state", "nS", "ns", "states", "S",
               "state_dim", "n_obs", "num_state", "state_num", "obs_size", "n_observations"),
    "actions": ("n_actions", "num_actions", "action_size", "n_action", "nA", "na", "actions", "A",
                "action_dim", "num_action", "action_num", "action_space"),
}  # fmt: skip
"""What the sizes of a table are called."""

ONE_AT_A_TIME = Text("It was given one transition after the other.", "遷移を1つずつ順に渡した。")

NOT_WEIGHED = Text(
    "Its two policies were put back to how they began before each transition, so that their "
    "quotient is 1: whether it weighs by the quotient rightly is not judged.",
    "2つの方策は遷移ごとに最初の状態へ戻し、その比が 1 になるようにした。"
    "比による重み付けが正しいかどうかは判定していない。",
)
"""What is said of an agent that acts by another policy than it learns."""

SEEN = ("s", "a", "r", "s_next", "a_next", "done")


def size_meant(name: str) -> str | None:
    """Return which size a parameter is: states, actions, or none."""
    plain = name.replace("_", "").lower()
    for size, names in SIZES.items():
        if plain in (n.replace("_", "").lower() for n in names):
            return size
    return None


def meanings(function: Callable[..., Any], names: Names) -> dict[str, str]:
    """Return what each parameter of a function means, by its name: Q, s, lr ..."""
    wanted = ["Q", *SEEN, "lr", "gamma"]
    found: dict[str, str] = {}
    for parameter in parameters_of(function) or []:
        left = [w for w in wanted if w not in found.values()]
        meant = names.meaning(parameter.name, left)
        if parameter.name.endswith("_"):  # s_ is the state that comes after s
            before = names.meaning(parameter.name.rstrip("_"), ["s", "a"])
            meant = f"{before}_next" if before else meant
        if meant is not None:
            found[parameter.name] = meant
    return found


def takes_a_transition(function: Any, names: Names) -> bool:
    """Tell whether a function is given a transition at least."""
    return {"s", "a", "r", "s_next"} <= set(meanings(function, names).values())


def update_of(cls: type, names: Names | None = None) -> str | None:
    """Return the method of an agent's class that is given a transition, if it has one."""
    for name in UPDATES:
        method = inspect.getattr_static(cls, name, None)
        if inspect.isfunction(method) and takes_a_transition(_unbound(method), names or Names()):
            return name
    return None


def remembering(cls: type, names: Names | None = None) -> str | None:
    """Return the method of an agent that remembers one step, and learns from it at the next.

    It is given (s, a, r, done) of each; such an agent forgets by a method ``reset``.
    """
    if not inspect.isfunction(inspect.getattr_static(cls, "reset", None)):
        return None
    for name in UPDATES:
        method = inspect.getattr_static(cls, name, None)
        if inspect.isfunction(method):
            found = set(meanings(_unbound(method), names or Names()).values())
            if {"s", "a", "r", "done"} <= found and not {"s_next", "a_next"} & found:
                return name
    return None


def _unbound(method: Callable[..., Any]) -> Callable[..., Any]:
    """Return a stand-in that has a method's parameters without self."""

    def stand_in() -> None:
        """Do nothing: only its signature is read."""

    parameters = list(inspect.signature(method).parameters.values())[1:]
    stand_in.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    return stand_in


OF_A_NETWORK = re.compile(
    r"self\.\w*(optimi[sz]er|qnet|q_net|network|model)\w*\s*=|\.(cleargrads|zero_grad|backward)\("
)
"""What stands in the source of an agent that learns by a network."""


def agent_concept(name: str, cls: type) -> str | None:
    """Return the concept that an agent's class is meant to be, by its method's arguments."""
    update = update_of(cls)
    if OF_A_NETWORK.search(source_of(cls)):
        return None  # its values come from a network, and there is no table
    if update is None:
        return "sarsa" if "sarsa" in name.lower() and remembering(cls) else None
    method = _unbound(inspect.getattr_static(cls, update))
    on_policy = "sarsa" in name.lower() or "a_next" in meanings(method, Names()).values()
    return "sarsa" if on_policy else "q_learning"


def moved(
    obj: Any,
    names: Names,
    inputs: Mapping[str, np.ndarray],
    config: Mapping[str, Any],
    tell: Callable[[Text], None] = lambda _: None,
) -> np.ndarray:
    """Return the table after all transitions, given one at a time.

    Args:
        obj: an agent's class, or a function.
        names: what the user calls things.
        inputs: the transitions, and the table before them.
        config: the rate and the discount.
        tell: takes what is to be said of how the code was read.

    Raises:
        NotApplicableError: if the code cannot be told what the case has.
        UnknownShapeError: if it needs something that nobody knows.
    """
    if np.ndim(config["lr"]):
        raise NotApplicableError("it has one learning rate", "学習率は1つだけである")
    Q = inputs["Q"].copy()
    if inspect.isclass(obj):
        agent = _built(obj, Q.shape, names, config)
        held, update = _hold(agent, Q), update_of(obj, names)
        if update is not None:
            _each(getattr(agent, update), names, inputs, config, {})
            return held()
        update = remembering(obj, names)
        assert update is not None
        for i in range(len(inputs["s"])):
            with users_code("call"):
                agent.reset()
            if _weighs(agent):
                _forget_policies(agent)
                tell(NOT_WEIGHED)
            _each(getattr(agent, update), names, _step_by_step(inputs, i), config, {})
        return held()
    set_beside(obj, names, config, ["lr", "gamma"])
    beside: dict[str, Any] = getattr(obj, "__globals__", {})
    known = getattr(getattr(obj, "__code__", None), "co_names", ())
    if "Q" in meanings(obj, names).values():
        results = _each(obj, names, inputs, config, {"Q": Q})
        last = results[-1] if results else None
        returned = isinstance(last, np.ndarray) and last.shape == Q.shape
        return last if returned and isinstance(last, np.ndarray) else Q
    name = next((n for n in known if n in TABLES and n in beside), None)
    if name is None:
        raise UnknownShapeError("nobody can find its table", "価値の表が見つからない")
    beside[name] = Q
    _each(obj, names, inputs, config, {})
    return np.array(beside[name])


POLICIES = ("pi", "b", "policy", "target_policy", "behavior_policy", "behaviour_policy", "mu")
"""What an agent calls its policies; one that acts by another than it learns has two."""


def _weighs(agent: Any) -> bool:
    """Tell whether an agent has two policies, so that it weighs what it sees by their quotient."""
    return sum(isinstance(getattr(agent, n, None), MutableMapping) for n in POLICIES) > 1


def _forget_policies(agent: Any) -> None:
    """Let both policies be as they were at first, where the quotient of the two is 1."""
    for name in POLICIES:
        held = getattr(agent, name, None)
        if isinstance(held, MutableMapping) and getattr(held, "default_factory", None):
            held.clear()


def _step_by_step(inputs: Mapping[str, np.ndarray], i: int) -> dict[str, np.ndarray]:
    """Return a transition as two steps, each with what is seen there: the second earns nothing.

    Raises:
        NotApplicableError: if nothing says what is done next.
    """
    if "a_next" not in inputs:
        raise NotApplicableError("it is given no next state", "次の状態を受け取らない")
    of = {name: inputs[name][i] for name in SEEN}
    return {
        "s": np.array([of["s"], of["s_next"]]),
        "a": np.array([of["a"], of["a_next"]]),
        "r": np.array([of["r"], 0.0]),
        "done": np.array([of["done"], 0]),
    }


def set_beside(function: Any, names: Names, config: Mapping[str, Any], wanted: list[str]) -> bool:
    """Set numbers that a function reads beside itself, such as GAMMA; tell whether there are any.

    Args:
        function: the user's.
        names: how its names are understood.
        config: the case's arguments.
        wanted: those that may stand beside it.
    """
    beside: dict[str, Any] = getattr(function, "__globals__", {})
    found = False
    for name in getattr(getattr(function, "__code__", None), "co_names", ()):
        meant = names.meaning(name, wanted)
        if meant is not None and isinstance(beside.get(name), float | int):
            beside[name] = config[meant]
            found = True
    return found


def _each(
    function: Callable[..., Any],
    names: Names,
    inputs: Mapping[str, np.ndarray],
    config: Mapping[str, Any],
    given: dict[str, Any],
) -> list[Any]:
    """Call the code for each transition; a table that it returns goes into the next call."""
    meant = meanings(function, names)
    there = [name for name in SEEN if name in inputs]
    if "done" not in meant.values():
        if inputs["done"].any():
            raise NotApplicableError("it takes no done", "引数 done を取らない")
        there.remove("done")
    missing = [name for name in there if name not in meant.values()]
    if missing:
        raise NotApplicableError(
            f"it takes no {', '.join(missing)}", f"引数 {', '.join(missing)} を取らない"
        )
    for parameter in parameters_of(function) or []:
        if parameter.name not in meant and required(parameter):
            raise UnknownShapeError(
                f"the parameter {parameter.name!r} means nothing to us",
                f"引数 {parameter.name!r} に何を渡すべきか分からない",
            )
    results = []
    for i in range(len(inputs["s"])):
        one: dict[str, Any] = {name: inputs[name][i].item() for name in there}
        if "done" in one:
            one["done"] = bool(one["done"])
        values = {**config, **given, **one}
        with users_code("call"):
            results.append(function(**{name: values[meant[name]] for name in meant}))
        if "Q" in given and np.shape(results[-1]) == given["Q"].shape:
            given["Q"] = results[-1]
    return results


def _built(cls: Any, shape: tuple[int, ...], names: Names, config: Mapping[str, Any]) -> Any:
    """Return an agent with a table of this shape, and the case's learning rate and discount."""
    keywords: dict[str, Any] = {}
    for parameter in parameters_of(cls) or []:
        size = size_meant(parameter.name)
        meant = names.meaning(parameter.name, ["lr", "gamma"])
        if size is not None:
            keywords[parameter.name] = _size(parameter, shape[size == "actions"])
        elif meant is not None:
            keywords[parameter.name] = config[meant]
        elif required(parameter) and parameter.name.lower().startswith(("eps", "seed")):
            keywords[parameter.name] = 0
        elif required(parameter):
            raise UnknownShapeError(
                f"the parameter {parameter.name!r} of {cls.__name__} means nothing to us",
                f"{cls.__name__} の引数 {parameter.name!r} に何を渡すべきか分からない",
            )
    with users_code("constructor"):
        agent = cls(**keywords)
    for name in list(vars(agent)):
        meant = names.meaning(name, ["lr", "gamma"])
        if meant is not None and isinstance(getattr(agent, name), float | int):
            setattr(agent, name, config[meant])
    _widen(agent, shape)
    return agent


def _widen(agent: Any, shape: tuple[int, ...]) -> None:
    """Tell an agent that keeps its own number of actions how many there are.

    It is asked for where a dictionary is the table, which has no width of its own.
    """
    if not any(isinstance(getattr(agent, name, None), MutableMapping) for name in TABLES):
        return
    for name, value in list(vars(agent).items()):
        if size_meant(name) != "actions":
            continue
        if isinstance(value, int):
            setattr(agent, name, shape[1])
        elif isinstance(value, list | tuple | range) and list(value) == list(range(len(value))):
            setattr(agent, name, list(range(shape[1])))


def _size(parameter: inspect.Parameter, n: int) -> Any:
    """Return a size as a number, or as a list of numbers where the name is that of a list."""
    return list(range(n)) if parameter.name in ("actions", "states", "action_space") else n


def _hold(agent: Any, Q: np.ndarray) -> Callable[[], np.ndarray]:
    """Give an agent the table in the form in which it keeps one; return what reads it again."""
    for name in TABLES:
        held = getattr(agent, name, None)
        if isinstance(held, np.ndarray) and held.shape == Q.shape:
            setattr(agent, name, Q.copy())
            return partial(_array_of, agent, name)
        if isinstance(held, np.ndarray) and held.ndim == 2:  # of sizes of its own
            for attribute, value in list(vars(agent).items()):
                for size, own, ours in zip(SIZES, held.shape, Q.shape, strict=True):
                    if size_meant(attribute) == size and type(value) is int and value == own:
                        setattr(agent, attribute, ours)
            setattr(agent, name, Q.copy())
            return partial(_array_of, agent, name)
        if isinstance(held, MutableMapping):
            by_pair = _by_pair(held)
            _fill(held, Q, by_pair)
            return partial(_read, held, Q.shape, by_pair)
        if _is_nested_list(held, Q.shape):
            setattr(agent, name, Q.tolist())
            return partial(_array_of, agent, name)
    raise UnknownShapeError("nobody can find its table", "価値の表が見つからない")


def _array_of(agent: Any, name: str) -> np.ndarray:
    return np.array(getattr(agent, name))


def _is_nested_list(held: Any, shape: tuple[int, ...]) -> bool:
    """Tell whether a table is a list of lists of numbers."""
    rows = held if isinstance(held, list) and len(held) == shape[0] else [None]
    return all(isinstance(row, list) and len(row) == shape[1] for row in rows)


def _by_pair(held: MutableMapping[Any, Any]) -> bool:
    """Tell whether a dictionary has a value for each pair (s, a), not a row for each s."""
    for key in held:
        return isinstance(key, tuple)
    factory = getattr(held, "default_factory", None)
    if factory is None:
        return True
    made = _made(factory)
    return np.ndim(made) == 0 and not isinstance(made, dict)


def _made(factory: Callable[[], Any]) -> Any:
    with users_code("constructor"):
        return factory()


def _fill(held: MutableMapping[Any, Any], Q: np.ndarray, by_pair: bool) -> None:
    for s, row in enumerate(Q):
        if by_pair:
            for a, value in enumerate(row):
                held[s, a] = float(value)
            continue
        like = held[s] if s in held or getattr(held, "default_factory", None) else row
        held[s] = dict(enumerate(row.tolist())) if isinstance(like, dict) else (
            row.tolist() if isinstance(like, list) else row.copy()
        )  # fmt: skip


def _read(held: Mapping[Any, Any], shape: tuple[int, ...], by_pair: bool) -> np.ndarray:
    def values() -> Iterator[float]:
        for s in range(shape[0]):
            for a in range(shape[1]):
                yield held[s, a] if by_pair else held[s][a]

    return np.array(list(values()), dtype=float).reshape(shape)
