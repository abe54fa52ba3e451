"""Recognises what people's code is meant to be: by its name, else by its signature."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from parity.checking.loading.origin import is_users, module_of, undecorated
from parity.checking.loading.signatures import parameters_of, required
from parity.checking.reading.binding import UnknownShapeError
from parity.checking.reading.construction import asks_for_a_size
from parity.checking.reading.sessions.calls import lone
from parity.checking.reading.sessions.calls.costs import loss_of_a_cost
from parity.checking.reading.sessions.calls.made_first import as_function
from parity.checking.reading.sessions.functions import (
    derivative_of,
    flagged_derivative,
    forward_of,
    partner_of,
)
from parity.checking.reading.sessions.layers.layer_class import BACKWARD, FORWARD, LOSS_FORWARD
from parity.checking.reading.sessions.optimizing.ways import METHODS
from parity.checking.reading.sessions.tables.transitions import (
    agent_concept,
    meanings,
    takes_a_transition,
)
from parity.checking.reading.source import is_unwritten, returned_names
from parity.checking.reading.spellings import Names
from parity.describing.concept import Concept
from parity.harness.registry import all_concepts

ENDINGS = ("my", "forward", "layer", "function", "func", "naive", "fast", "loop", "vectorized")
"""Parts of a name that say nothing about the concept."""

SAYING_NOTHING = (
    "activation", "apply", "batched", "calc", "calculate", "compute", "custom", "fn", "get", "impl",
    "implementation", "manual", "np", "numpy", "own", "safe", "scratch", "slow", "stable", "vec",
)  # fmt: skip
"""Further such parts, which are left out where a name with them is none of a concept."""

TOO_LITTLE = ("loss", "lr", "cost", "score")
"""What is left of a name may be anything's."""

QUALIFIED = re.compile(
    r"(.+?)_(?:no|not|non|without|missing|lacking|forgot|forgotten|wrong|bad|buggy|bug|broken|"
    r"faulty|incorrect|swapped|flipped|fixed|correct|corrected|right|simple|simplified|basic|"
    r"minimal|plain|test|example|demo|mistake|error|same|valid)(?:_.*)?"
)
"""A name, and behind it what is special about this one, such as what it lacks."""

NUMBERED = re.compile(r"(?<!relu)(?<!log)(?<!exp)[2-9]|_v?\d+|v\d+", re.IGNORECASE)
"""What numbers the versions of a function at the end of its name; ``relu6``, ``relu2`` and
``softmax1`` are functions of their own."""

BACK = re.compile(
    r"(^|_)(backward|back|bwd|grad(?!_?cam)|derivative|prime)($|_)|^d_|^grad_(?!cam)", re.IGNORECASE
)
"""Names of functions that belong to another one."""

MOVES = re.compile(r"q|sarsa|update|learn", re.IGNORECASE)
"""In the name of a function that is given a transition, and moves a table of values by it."""

CONSTRUCTORS: dict[str, tuple[frozenset[str], ...]] = {
    "conv2d": (frozenset({"w", "b", "stride", "pad"}), frozenset({"w", "b", "stride", "padding"})),
    "batch_norm": (frozenset({"gamma", "beta"}),),
    "max_pool2d": (frozenset({"pool_h", "pool_w"}),),
    "dropout": (frozenset({"dropout_ratio"}),),
    "dense": (frozenset({"w", "b"}),),
}
"""Parameters of constructors that tell the concept, the most telling first."""

TELLING = 3
"""How many parameters a function must share with ours for its signature to tell."""


def recognise(namespace: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return (name, concept) for everything in a namespace that is recognised.

    What a module only imported is left out, and so are functions that belong to another one: its
    backward pass or its derivative.
    """
    own = namespace.get("__name__")
    objects = {
        name: obj
        for name, obj in namespace.items()
        if not name.startswith("_")
        and (inspect.isclass(obj) or inspect.isfunction(obj))
        and (own is None or module_of(obj) == own)
    }
    partners = set()
    for name, obj in objects.items():
        if inspect.isfunction(obj):
            for other in (partner_of(name, objects), derivative_of(name, objects)):
                if other is not None and other is not obj:
                    partners.add(getattr(other, "__name__", ""))
    found = []
    for name, obj in objects.items():
        if name in partners:
            continue
        concept = concept_for(name, obj) or concept_of_way_back(name, obj, objects)
        if concept is not None:
            found.append((name, concept))
    return found


def concept_for(name: str, obj: Any) -> str | None:
    """Return the concept that ``obj``, called ``name``, is meant to be; None if nobody can say."""
    name = name.split(".")[-1]
    if inspect.isfunction(obj) and BACK.search(name):
        return None
    if _plain(name) == "crossentropyerror" and [p.name for p in parameters_of(obj) or []] != [
        "d", "y"
    ]:  # fmt: skip
        return "taught_cross_entropy"  # the book's (y, t); the exam's is (d, y)
    loss = loss_of_a_cost(_plain(name), obj)
    if loss is not None:
        return _from_scores(loss, obj)
    for candidate in sorted(_called(name), key=lambda c: not _alike(c, obj)):
        if _fits(candidate, obj):
            return _from_scores(candidate.name, obj)
    if _plain(name) == "linear" and inspect.isfunction(obj) and _may_hand_on(obj):
        return "identity"  # as an activation: a layer would be given its weights
    if inspect.isclass(obj):
        return _by_constructor(obj) or agent_concept(name, obj)
    if MOVES.search(name) and takes_a_transition(obj, Names()):
        return "sarsa" if "a_next" in meanings(obj, Names()).values() else "q_learning"
    return _by_signature(obj)


def _may_hand_on(function: Any) -> bool:
    """Tell whether a function of that name is an activation: a straight line of data is none."""
    parameters = parameters_of(function) or []
    if len(parameters) != 1:
        return bool(parameters)
    return returned_names(function) == [parameters[0].name]


def concept_of_way_back(name: str, obj: Any, namespace: Mapping[str, Any]) -> str | None:
    """Return the concept of a backward function that stands alone; None if it does not.

    It can be judged behind our forward pass only where it is given all that it needs.
    """
    name = name.split(".")[-1]
    if not inspect.isfunction(obj) or not lone.BACK.search(name):
        return None
    if forward_of(name, namespace) is not None:
        return None
    for candidate in _called(lone.BACK.sub("_", name)):
        try:
            if lone.forward_of_ours(obj, name, candidate, Names({})) is not None:
                return candidate.name
        except UnknownShapeError:
            continue
    return None


SCORES = ("logits", "logit", "scores", "score")
"""What an argument is called that is no probability yet."""

OF_SCORES = {
    "cross_entropy": "softmax_cross_entropy",
    "taught_cross_entropy": "softmax_cross_entropy",
    "binary_cross_entropy": "binary_cross_entropy_with_logits",
}

PROBABILITIES = re.compile(r"(^|_)(p|ps|prob|probs|proba|probability|probabilities)(_|$)")
"""In the name of an argument that is a probability already."""

MAKES_THEM = re.compile(
    r"(^|_)(exp|log_?sum_?exp|(log_?)?soft_?max|sigmoid|expit)(_|$)", re.IGNORECASE
)
"""In the name of what makes probabilities of scores."""


def _from_scores(name: str, obj: Any) -> str:
    """Return the concept; of a loss that is given scores, the one that begins with them.

    It is given them where an argument is called so, or where it makes probabilities itself.
    """
    if name not in OF_SCORES:
        return name
    function = _loss_method(obj) if inspect.isclass(obj) else obj
    given = [p.name.lower() for p in parameters_of(function) or [] if p.name != "self"][:2]
    makes = _makes_them(function) and not any(PROBABILITIES.search(n) for n in given)
    return OF_SCORES[name] if makes or any(n in SCORES for n in given) else name


def _makes_them(function: Any, deep: bool = True) -> bool:
    """Tell whether a function makes probabilities, or hands on to one of the user's that does."""
    written = undecorated(function)
    code = getattr(written, "__code__", None)
    if code is None:
        return False
    if any(MAKES_THEM.search(n) for n in code.co_names):
        return True
    held = getattr(written, "__globals__", {})
    beside = [held[n] for n in code.co_names if n in held] if deep else []
    for part in list(beside):
        if inspect.ismodule(part) and is_users(getattr(part, "__file__", None) or ""):
            beside += [vars(part)[n] for n in code.co_names if n in vars(part)]
    return any(inspect.isfunction(part) and _makes_them(part, deep=False) for part in beside)


def _loss_method(kind: type) -> Any:
    """Return the method of a class that gives its loss."""
    return next((getattr(kind, n) for n in LOSS_FORWARD if _has_method(kind, n)), None)


def _called(name: str) -> list[Concept]:
    """Return the concepts of a name; of one that is none's, those without what says nothing."""
    table = _by_name()
    bare = re.sub(rf"(?:{NUMBERED.pattern})$", "", name, flags=re.IGNORECASE)
    for each in (_plain(name), _plain(bare)):
        if each in table:
            return table[each]
    spaced = re.sub(r"(?<=[A-Z])(?=[A-Z][a-z])", "_", bare)  # RNNLayer
    nothing = (*ENDINGS, *SAYING_NOTHING, *(("1d",) if "norm" in name.lower() else ()))
    word = _plain(spaced, nothing)
    found = table.get(word, []) if word not in TOO_LITTLE else []
    said = QUALIFIED.match(_words(spaced))
    if not found and said and (word := _plain(said[1], nothing)) not in TOO_LITTLE:
        found = table.get(word, [])
    if "activation" in name.lower():  # the line of that name, and no layer
        found = [concept for concept in found if concept.group == "activations"]
    return found


def _plain(name: str, nothing: Sequence[str] = ENDINGS) -> str:
    """Return a name without case, underscores and parts that say nothing."""
    parts = [part for part in _words(name).split("_") if part]
    if parts[:1] == ["layer"] and parts[1:2] and parts[1].startswith("norm"):
        parts[:2] = ["layernorm" + parts[1][4:]]  # there the word says which one
    kept = [part for part in parts if part not in nothing] or parts
    joined = "".join(kept)
    return re.sub(r"^optimi[sz]er|optimi[sz]er$", "", joined) or joined


def _words(name: str) -> str:
    """Return a name in small letters, an underscore between its words."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=\dD)(?=[A-Z][a-z])", "_", name).lower()


def called_like(concept: str, own: Mapping[str, Any]) -> list[str]:
    """Return which of a file's definitions are called like a concept; the only one is, too.

    That takes no look at the other concepts, which are many to import.
    """
    if concept not in all_concepts():
        return []
    if len(own) == 1:
        return list(own)
    known = {_plain(name) for name in _names_of(all_concepts()[concept])}
    return [
        n for n, obj in own.items() if _plain(n) in known and _fits(all_concepts()[concept], obj)
    ]


def _names_of(concept: Concept) -> tuple[str, ...]:
    return (concept.name, concept.twin, *concept.also_called, *concept.formerly)


@cache
def _by_name() -> dict[str, list[Concept]]:
    table: dict[str, list[Concept]] = {}
    for concept in all_concepts().values():
        for name in _names_of(concept):
            known = table.setdefault(_plain(name), [])
            if concept not in known:
                known.append(concept)
    return table


def _fits(concept: Concept, obj: Any) -> bool:
    """Tell whether an object has a shape in which the concept can be written."""
    if concept.kind == "function" and inspect.isfunction(obj) and _asks_for_nothing(obj):
        return len(concept.cases[0].inputs) < 2  # what draws for itself has many names of ours
    if concept.kind == "function":
        return not inspect.isclass(obj) or as_function(obj, concept) is not None
    if concept.kind == "network":
        return inspect.isclass(obj)
    if concept.kind == "initializer" and (
        any(hasattr(obj, name) for name in BACKWARD) or flagged_derivative(obj) is not None
    ):
        return False  # an activation of that name, such as Gaussian
    if concept.kind == "optimizer" and inspect.isclass(obj):
        return any(_has_method(obj, n) for n in METHODS)
    if (
        concept.group == "activations"
        and inspect.isclass(obj)
        and any(_has_method(obj, name) for name in OF_MODELS)
        and any(required(p) and asks_for_a_size(p.name) for p in parameters_of(obj) or [])
    ):
        return False  # the regression of that name, and no activation
    if concept.kind in ("layer", "loss", "regularizer") and inspect.isclass(obj):
        names = LOSS_FORWARD if concept.kind == "loss" else FORWARD
        return any(_has_method(obj, n) and not _only_announced(obj, n) for n in (*names, *FORWARD))
    return _takes_enough(concept, obj)


def _asks_for_nothing(function: Any) -> bool:
    """Tell whether a function can be called with nothing, and takes what it is given one by one."""
    theirs = parameters_of(function)
    return theirs is not None and not any(required(p) or p.kind is p.VAR_POSITIONAL for p in theirs)


OF_MODELS = ("loss", "compute_loss", "compute_cost", "cost", "fit", "predict", "train")
"""Methods of what learns by itself."""


def _takes_enough(concept: Concept, obj: Any) -> bool:
    """Tell whether a function takes as many arguments as its concept has arrays at least.

    What is called ``linear`` and takes x alone is no layer with weights.
    """
    theirs = parameters_of(obj) if inspect.isfunction(obj) else None
    if theirs is None or any(p.kind is p.VAR_POSITIONAL for p in theirs):
        return True
    two = concept.kind in ("loss", "optimizer") or (
        concept.kind == "layer" and "W" in concept.weights
    )
    arrays = [p for p in theirs if not isinstance(p.default, bool)]  # derivative=False is none
    return len(arrays) >= (2 if two else 1)


def _has_method(kind: type, name: str) -> bool:
    """Tell whether a class defines a method; every class itself can be called."""
    return any(name in vars(base) for base in kind.__mro__ if base is not object)


def _only_announced(kind: type, name: str) -> bool:
    """Tell whether a method is that of a base class, which only says that it is to be written."""
    method = inspect.getattr_static(kind, name, None)
    return name not in vars(kind) and inspect.isfunction(method) and is_unwritten(method)


def _by_constructor(obj: type) -> str | None:
    if not hasattr(obj, "forward") or _only_announced(obj, "forward"):
        return None
    names = {p.name.lower() for p in parameters_of(obj) or []}
    for concept, wanted in CONSTRUCTORS.items():
        if any(group <= names for group in wanted):
            if concept == "dense" and names & {"stride", "pad", "padding"}:
                continue
            if concept == "dropout" and any(map(asks_for_a_size, names)):
                continue  # a network that has dropout among its layers
            return concept
    return None


def _by_signature(obj: Any) -> str | None:
    theirs = [p.name for p in parameters_of(obj) or []]
    if len(theirs) < TELLING:
        return None
    for concept in all_concepts().values():
        if concept.kind == "function" and _signature(concept.name)[: len(theirs)] == tuple(theirs):
            return concept.name
    return None


def _alike(concept: Concept, obj: Any) -> bool:
    """Tell whether a function takes just what ours takes, under the same names."""
    if concept.kind != "function" or not inspect.isfunction(obj):
        return False
    return tuple(p.name for p in parameters_of(obj) or []) == _signature(concept.name)


@cache
def _signature(name: str) -> tuple[str, ...]:
    from parity.harness.evaluators.subject import implementation

    function = implementation("numpy", all_concepts()[name])
    return tuple(p.name for p in parameters_of(function) or [])
