"""Training steps: methods that take examples and move what the object has learned."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from parity.checking.alone.probing.roles import plain, role_of, roles_of
from parity.checking.loading.signatures import parameters_of, required
from parity.checking.reading.binding import Parameter
from parity.checking.reading.source import is_stub, is_unwritten, source_of

STEPS = ("train_step", "training_step", "train_on_batch", "train_batch", "train_one_batch",
         "train_one_step", "train_once", "fit_batch", "partial_fit", "train", "fit", "learn",
         "update", "step", "one_step", "gradient_step", "backprop", "backpropagate")  # fmt: skip
PREDICT = ("predict_proba", "predict", "query", "forward", "feedforward", "feed_forward",
           "forward_pass", "output", "think", "activate", "run", "infer", "inference",
           "__call__")  # fmt: skip

NOT_PLAIN = re.compile(r"adam|rms_?prop|ada_?grad|ada_?delta|moment|velocit|nesterov|clip", re.I)
"""What says that a step is not the gradient times the rate."""

RATED = re.compile(r"\b(lr|learning_?rate|eta|alpha|step_?size)\b", re.I)
"""The rate of a step."""

RATE = 1e-7
"""The rate of every step: so small that of two steps in one call neither feels the other, and large
enough that the change of a number near 1 has nine digits."""

COUNTS = re.compile(r"(n|num|max|no(of)?)?(epochs?|iter(ation)?s?|rounds?|steps?)(num)?")
BATCHES = re.compile(r"(mini)?batch(size)?|nsamples?|bs|batchnum")
SILENT = re.compile(r"verbose|debug|print\w*|plot\w*|show\w*|log|display\w*")

DEEP = 4
"""How far below the object a rate or a number of rounds is looked for."""


@dataclass(frozen=True)
class StepWay:
    """A training step.

    Attributes:
        step: the method's name.
        predict: the name of the method that gives the predictions; "" if there is none.
    """

    step: str
    predict: str


def step_ways(obj: Any) -> list[StepWay]:
    """Return the training steps of a class or an object; none where the rule is not plain."""
    kind = obj if inspect.isclass(obj) else type(obj)
    if inspect.isroutine(obj) or isinstance(obj, tuple) or kind.__module__ == "builtins":
        return []
    source = source_of(kind)
    if not RATED.search(source) or NOT_PLAIN.search(source):
        return []
    written = [n for n in STEPS if _wanted(kind, n) and _takes_examples(_wanted(kind, n))]
    predict = next((n for n in PREDICT if len(_wanted(kind, n)) == 1), "")
    return [StepWay(name, predict) for name in written]


def _wanted(kind: type, name: str) -> list[str]:
    """Return the parameters that a call of a method must give; none if it is not written."""
    method = inspect.getattr_static(kind, name, None)
    method = getattr(method, "__func__", method)
    if not inspect.isfunction(method) or is_unwritten(method) or is_stub(method):
        return []
    return [p.name for p in parameters_of(method) or [] if required(p)][1:]


def _takes_examples(names: list[str]) -> bool:
    roles = roles_of([name for name in names if given_to(name) is None])
    return "x" in roles.values() and not {"upstream", "params", "cache"} & set(roles.values())


def given_to(name: str) -> Any:
    """Return what a parameter of a step is given that is no array; ``None`` where it may be one."""
    bare = plain(name)
    if role_of(name) == "lr":
        return RATE
    if COUNTS.fullmatch(bare):
        return 1
    if SILENT.fullmatch(bare):
        return False
    return None


def settings_of(parameters: list[Parameter], batch: int) -> dict[str, Any]:
    """Return the arguments of a step, or of a constructor, that say how it goes."""
    found: dict[str, Any] = {}
    for p in parameters:
        value = given_to(p.name)
        if value is not None and (required(p) or isinstance(p.default, int | float)):
            found[p.name] = value
        elif BATCHES.fullmatch(plain(p.name)) and (required(p) or isinstance(p.default, int)):
            found[p.name] = batch
    return found


def slowed(obj: Any, rate: float = RATE) -> bool:
    """Give everything below an object a small rate, and one round; tell whether it has a rate."""
    rated = False
    for owner, name, value in _numbers_below(obj):
        if role_of(name) == "lr" and value > 0:
            owner[name] = rate
            rated = True
        elif isinstance(value, int) and COUNTS.fullmatch(plain(name)) and value > 0:
            owner[name] = 1
    return rated


def _numbers_below(obj: Any) -> Iterator[tuple[dict[str, Any], str, Any]]:
    seen: set[int] = set()
    level = [obj]
    for _ in range(DEEP):
        following: list[Any] = []
        for each in level:
            held = each if isinstance(each, dict) else getattr(each, "__dict__", None)
            if isinstance(each, list | tuple):
                following += each
            if not isinstance(held, dict) or id(held) in seen or inspect.isclass(each):
                continue
            seen.add(id(held))
            of_class = {} if isinstance(each, dict) else vars(type(each))
            for name, value in [
                *held.items(),
                *((n, v) for n, v in of_class.items() if n not in held),
            ]:
                if isinstance(name, str) and type(value) in (int, float, np.float64):
                    yield held, name, value
                elif name in held and not _is_a_leaf(value):
                    following.append(value)
        level = following


def _is_a_leaf(value: Any) -> bool:
    return isinstance(value, np.ndarray | str | type) or inspect.isroutine(value)
