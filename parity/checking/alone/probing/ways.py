"""The ways in which an object has a gradient: which methods or functions give it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from parity.checking.alone.probing import behind
from parity.checking.alone.probing.collecting import names_in_return
from parity.checking.alone.probing.roles import roles_of
from parity.checking.loading.signatures import parameters_of, required
from parity.checking.reading.sessions.functions import (
    derivative_of,
    flagged_derivative,
    partner_of,
)
from parity.checking.reading.source import is_stub, is_unwritten
from parity.checking.reading.wrapping import find_wrapper
from parity.describing.concept import Text

FORWARD = ("forward", "forward_pass", "forward_propagation", "_forward_propagation", "forward_prop",
           "feedforward", "feed_forward", "fwd", "fprop", "call", "__call__", "fn", "loss",
           "compute", "function", "f", "forward_propagate", "propagate_forward")  # fmt: skip
BACKWARD = ("backward", "backward_pass", "backward_propagation", "_backward_propagation",
            "backward_prop", "backprop", "back_propagation", "backpropagation", "bwd", "bprop",
            "back", "backword", "backward_step", "back_propagate", "backward_propagate",
            "back_prop", "backpropagate", "propagate_backward")  # fmt: skip
GRADIENT = ("gradient", "gradients", "grad", "derivative", "deriv", "prime", "df", "diff",
            "dfn", "d", "delta", "compute_gradient", "compute_gradients", "get_grad",
            "compute_derivative", "loss_derivative", "calc_gradient")  # fmt: skip
COST = ("loss", "cost", "compute_loss", "compute_cost", "calc_loss", "loss_function",
        "loss_func")  # fmt: skip
LOSS = (*COST, "forward", "__call__")
BOTH = ("forward_backward", "loss_and_grad", "loss_and_gradient", "loss_grad", "loss",
        "compute_loss_and_grad", "value_and_grad", "cost_and_gradient", "train_step",
        "propagate")  # fmt: skip

_FORWARD_NAME = re.compile(r"forward|fwd|feed|loss|cost|propagat", re.IGNORECASE)
_GRADIENT_NAME = re.compile(
    r"(^|_)d[A-Za-z]\w{0,3}$|grad|^d[A-Z]|^d(x|w|b|scores|theta|h)$|deriv", re.IGNORECASE
)

_GRADIENT_FIRST = re.compile(
    r"d(x|X|w|W|b|a|A|z|Z|y|h|inputs?|prev|gamma|beta|out|scores)\d*$|grad"
)


@dataclass(frozen=True)
class Way:
    """One way in which code has a gradient.

    Attributes:
        kind: ``pair`` (forward, then backward), ``derivative`` (of x, by elements),
            ``loss`` (a loss of its own, and its gradient), ``both`` (one call gives the two),
            ``graph`` (it takes and returns autograd objects; ``backward`` then names the method
            whose parameters tell what it takes).
        forward: the name of the method, or the function.
        backward: the same for the way back; ``None`` for ``both``.
        cost: a function that makes a loss of what forward gives, if there is one beside it.
        given: arguments that are known.
        told: what is taken for granted.
    """

    kind: str
    forward: Any
    backward: Any = None
    cost: Callable[..., Any] | None = None
    given: Mapping[str, Any] = field(default_factory=dict)
    told: tuple[Text, ...] = ()


def ways_of(obj: Any, name: str, namespace: Mapping[str, Any]) -> list[Way]:
    """Return the ways in which ``obj`` has a gradient, the likeliest first."""
    if isinstance(obj, tuple) and len(obj) == 2:
        return [Way("pair", *obj)]
    if inspect.isclass(obj) or not inspect.isroutine(obj):
        return _of_class(obj)
    return _of_function(obj, name.split(".")[-1], namespace)


def goes_back(obj: Any, name: str, namespace: Mapping[str, Any]) -> bool:
    """Tell whether ``obj`` looks as if it had a gradient; nothing of it is run for that."""
    return callable(getattr(obj, "backward", None)) or bool(ways_of(obj, name, namespace))


def graph_ways(obj: Any, namespace: Mapping[str, Any]) -> list[Way]:
    """Return the way of what takes and returns autograd objects, if the file knows any."""
    if isinstance(obj, tuple):
        return []
    wrapper = find_wrapper(namespace)
    if wrapper is None or wrapper.scalar or (
        inspect.isclass(obj) and issubclass(obj, wrapper.cls)
    ):  # fmt: skip
        return []
    if inspect.isfunction(obj):
        return [Way("graph", obj)]
    kind = obj if inspect.isclass(obj) else type(obj)
    method = inspect.getattr_static(kind, "__call__", None)
    name = "__call__" if method is not None else "forward"
    if not inspect.isfunction(inspect.getattr_static(kind, name, None)):
        return []
    # A Function's __call__(*inputs) says nothing: its forward tells what it takes.
    return [Way("graph", name, "forward" if hasattr(kind, "forward") else None)]


def _of_class(obj: Any) -> list[Way]:
    kind = obj if inspect.isclass(obj) else type(obj)

    def methods(names: tuple[str, ...]) -> list[str]:
        found = []
        for n in names:
            method = inspect.getattr_static(kind, n, None)
            method = getattr(method, "__func__", method)
            if inspect.isfunction(method) and not is_unwritten(method) and not is_stub(method):
                found.append(n)
        return found

    ways: list[Way] = []
    for back in methods(BACKWARD):
        ways += [Way("pair", f, back) for f in methods(FORWARD)[:2]]
    gradients = methods(GRADIENT)
    losses = [n for n in methods(LOSS) if len(_wanted(kind, n)) > 1]
    for gradient in gradients:
        if len(_wanted(kind, gradient)) > 1:
            costs = [*losses, *(n for n in methods(FORWARD) if len(_wanted(kind, n)) == 2)]
            if costs and behind.of_z(_wanted(kind, gradient)):
                ways += _of_z(obj, costs[0], gradient)
                continue
            ways += [Way("loss", f, gradient) for f in losses[:2]]
            ways += [Way("pair", f, gradient) for f in methods(FORWARD)[:1]]
        else:
            ways += [Way("derivative", f, gradient) for f in methods(FORWARD)[:1]]
            ways += [Way("pair", f, gradient) for f in methods(FORWARD)[:1]]
    for both in methods(BOTH):
        if gives_both(getattr(kind, both)):
            ways.append(Way("both", both))
    return ways


def _of_z(obj: Any, loss: str, gradient: str) -> list[Way]:
    """Return the ways of a cost whose gradient is that of the output layer's input."""
    return [
        Way("loss", *behind.composed(obj, loss, gradient, en, between), told=(behind.told(en, ja),))
        for en, ja, between in behind.FUNCTIONS
    ]


def _wanted(kind: type, method: str) -> list[str]:
    """Return the parameters of a method that a call must give, without self."""
    function = inspect.getattr_static(kind, method)
    static = isinstance(function, staticmethod)
    function = getattr(function, "__func__", function)
    names = [p.name for p in parameters_of(function) or [] if required(p)]
    return names if static else names[1:]


def gives_both(function: Any) -> bool:
    """Tell whether what a function returns, to judge by the names, is a loss and its gradients."""
    names = names_in_return(function)
    of_arguments = {f"d{p.name}".lower() for p in parameters_of(function) or []}
    if names and (_GRADIENT_FIRST.match(names[0]) or names[0].lower() in of_arguments):
        return False  # a way back, whose first result is no loss
    return len(names) > 1 and any(_GRADIENT_NAME.search(n) for n in names[1:])


def _of_function(function: Any, name: str, namespace: Mapping[str, Any]) -> list[Way]:
    if hasattr(function, "__training_step__"):
        return [Way("both", function, given=function.__given__)]
    ways: list[Way] = []
    forward = forward_of(name, namespace)
    if forward is not None and forward is not function:
        return _both_kinds(forward, function, namespace)
    back = partner_of(name, namespace) or back_of(name, namespace)
    if back is not None and back is not function:
        ways += _both_kinds(function, back, namespace)
    derivative = derivative_of(name, namespace)
    if derivative is not None and derivative is not function and derivative is not back:
        ways += _both_kinds(function, derivative, namespace)
    flagged = flagged_derivative(function)
    if flagged is not None and not ways:
        ways.append(Way("derivative", function, flagged))
    if gives_both(function):
        ways.append(Way("both", function))
    return ways


def _both_kinds(forward: Any, back: Any, namespace: Mapping[str, Any]) -> list[Way]:
    """Return the ways of two functions: a derivative by elements is none of an upstream."""
    pairs = _pairs(forward, back, namespace)
    name = back.__name__.lower()
    if "back" in name or "bwd" in name or len(parameters_of(back) or []) > 2:
        return pairs
    labels = "labels" in roles_of([p.name for p in parameters_of(forward) or []]).values()
    return [Way("loss" if labels else "derivative", forward, back), *pairs]


def _pairs(forward: Any, back: Any, namespace: Mapping[str, Any]) -> list[Way]:
    """Return the pair, with each function beside it that makes a loss of what forward gives."""
    roles = roles_of([p.name for p in parameters_of(forward) or []])
    theirs = roles_of([p.name for p in parameters_of(back) or []])
    labelled = "labels" in theirs.values() and "labels" not in roles.values()
    costs = cost_functions(namespace) if labelled else []
    return [*(Way("pair", forward, back, cost) for cost in costs), Way("pair", forward, back)]


_COST = re.compile(r"(compute_|calc_|calculate_)?(\w+_)?(cost|loss|error)(_function|_func|_\w+)?$")


def cost_functions(namespace: Mapping[str, Any]) -> list[Callable[..., Any]]:
    """Return the functions of a file that make a loss of predictions and labels."""
    found: list[Callable[..., Any]] = []
    for name, value in namespace.items():
        if inspect.isfunction(value) and _COST.fullmatch(name.lower()):
            roles = list(roles_of([p.name for p in parameters_of(value) or []]).values())
            if "labels" in roles and len(roles) > 1:
                found.append(value)
    return found


def own_cost(obj: Any) -> Callable[..., Any] | None:
    """Return the method of an object that makes a loss of predictions and labels, if it has one."""
    for name in COST:
        method = getattr(obj, name, None)
        if not inspect.ismethod(method):
            continue
        wanted = [p.name for p in parameters_of(method) or [] if required(p)]
        if len(wanted) == 2 and set(roles_of(wanted).values()) == {"prediction", "labels"}:
            return method
    return None


def forward_of(name: str, namespace: Mapping[str, Any]) -> Callable[..., Any] | None:
    """Return the forward function to which the backward function ``name`` belongs."""
    candidates = []
    for back, fore in (("backward", "forward"), ("bwd", "fwd"), ("backprop", "feedforward"),
                       ("backprop", "forwardprop"), ("backprop", "forward"), ("back", "forward"),
                       ("back_propagation", "forward_propagation"),
                       ("back_propagate", "forward_propagate")):  # fmt: skip
        if back in name:
            candidates += [name.replace(back, fore), name.replace(back, fore).removesuffix("_alt")]
            for tail in ("_naive", "_fast", "_vectorized", "_alt", "_im2col", "_strides"):
                candidates += [name.removesuffix(tail).replace(back, fore) + t
                               for t in ("", "_naive", "_fast")]  # fmt: skip
    bare = re.sub(
        r"_?(backward|bwd|backprop|back|grad|gradient|derivative|prime|deriv)_?", "", name
    )
    bare = bare.removeprefix("d_")
    if bare and bare != name:
        candidates += [f"{bare}_forward", f"forward_{bare}", bare]
    return next((namespace[c] for c in candidates if inspect.isfunction(namespace.get(c))), None)


def back_of(name: str, namespace: Mapping[str, Any]) -> Callable[..., Any] | None:
    """Return the backward function of ``name`` where the usual forms do not find it."""
    for other, value in namespace.items():
        if inspect.isfunction(value) and other != name and forward_of(other, namespace) is not None:
            forward = forward_of(other, namespace)
            if getattr(forward, "__name__", "") == name:
                return value
    return None


__all__ = [
    "Way", "cost_functions", "forward_of", "gives_both", "own_cost", "ways_of",
]  # fmt: skip
