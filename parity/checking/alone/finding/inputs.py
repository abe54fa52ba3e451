"""What is passed to the user's constructors and functions where only names tell."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from parity.checking.alone.finding import worlds
from parity.checking.alone.finding.worlds import World
from parity.checking.alone.probing.collecting import tree_of
from parity.checking.alone.probing.probe import UnfitError
from parity.checking.alone.probing.roles import plain, role_of, roles_of
from parity.checking.loading.signatures import parameters_of, required
from parity.checking.reading.binding import Parameter, keeps_for_later
from parity.checking.reading.source import source_of
from parity.checking.reading.spellings import DERIVATIVES

ARRAYS = {
    "attention", "bias", "cell", "hidden", "indices", "labels", "mask", "prediction", "scale",
    "shift", "weight", "x",
}  # fmt: skip
"""Roles of what is an array."""

SETTINGS: dict[str, Any] = {
    "mode": "train", "stride": 1, "pad": 1, "f": 2, "pool_height": 2, "pool_width": 2,
    "pool_h": 2, "pool_w": 2, "p": 0.5, "seed": 1, "eps": 1e-5, "epsilon": 1e-5, "momentum": 0.9,
    "learning_rate": 0.1, "lr": 0.1, "reg": 0.1, "lambd": 0.1, "keep_prob": 0.8,
    "filter_num": 2, "filter_size": 3,
}  # fmt: skip
"""What a dictionary of settings is asked for."""

_NUMBERS = {"lr": 0.1, "reg": 0.1, "epsilon": 1e-5, "momentum": 0.9, "keep": 0.8, "rate": 0.5,
            "stride": 1, "padding": 0, "seed": 0}  # fmt: skip
_OTHERS: dict[str, Any] = {
    "slope": 0.2, "alpha": 0.2, "negativeslope": 0.2, "axis": 1, "keepdims": False, "power": 3.0,
    "exponent": 3.0, "usebias": True, "xmin": -0.5, "xmax": 0.5, "low": -0.5, "high": 0.5,
    "tomatrix": True, "datatype": np.float64, "dtype": np.float64,
    "min": -0.5, "max": 0.5, "delta": 1.0, "margin": 1.0, "beta1": 0.9, "beta2": 0.999,
}  # fmt: skip
_HEADS = re.compile(r"(n|num)_?(attention_?)?heads?|heads?(_?num)?|nhead", re.IGNORECASE)
_DEPTH = re.compile(r"(n|num)_?(\w+_)?(layers?|blocks?)|layers?_?num", re.IGNORECASE)
_SIZES: tuple[tuple[str, str], ...] = (
    (_HEADS.pattern, "HEADS"),
    (r"d_?[kv]|(head|key|value)_?(dim|size)|d_?head", "HEAD"),
    (r"d_m|(in|input|model)_d", "D"),
    (r"(out|output|hidden)_d", "H"),
    (r"d_?ff|d_?inner|(ffn?|mlp|feed_?forward)_?(d|dim|size|hidden\w*|units)", "FF"),
    (r"max_?(len\w*|seq\w*|positions?|tokens)|(context|block)_?(len\w*|size)|n_?positions"
     r"|max_?position\w*", "LONGEST"),
    (_DEPTH.pattern + r"|repeat_?num|(n|num)_?repeats?", "DEEP"),
    (r"(\w+_)?(vocab|dict)\w*|num_?embeddings|n_?words", "V"),
    (r"(input|in|x)_?channels?|in_?ch|c_?in|n_?channels?|num_?channels?|channels?", "C"),
    (r"(out|output)_?channels?|out_?ch|c_?out|(n|num)_?(filters?|kernels?)|filters?|filter_?num"
     r"|depth", "F"),
    (r"(dim|size|features?)_?out|num_?out|n_?out(put)?s?|(out|output)_?(size|dim|features?|units?|nodes?|num)?|units?"
     r"|n_?(neurons?|units?|nodes?)|neurons?|node_?num\w*|h|h_?size|m|n_?hid(den)?s?"
     r"|hidden_?(size|dim|num|units?|nodes?|neurons?|layer(_?size)?)?"
     r"|(n|num)_?hidden(_?(nodes?|units?|neurons?|layer))?", "H"),
    (r"n_?class(es)?|num_?class(es)?|classes|n_?labels|k|n_?y|t_?dim", "K"),
    (r"n_?in(put)?s?|num_?in|(in|input)_?(size|dim|features?|units?|nodes?|num|shape)?|d|n_?x"
     r"|(n|num)?_?features?|dim|size|(embed|wordvec|embedding|word_?vec|model|d)\w*_?(size|dim"
     r"|model)|n_?dim|fan_?in|(dim|size|shape|features?)_?in", "D"),
    (r"\w+_embed(ding)?_?(dim|size)", "D"),
    (r"(noise|latent|z|code|image|img|data|obs|observation|state)_?(dims?|size|features)", "D"),
    (r"(n|num)_?actions?|actions?_?(dim|size|num)", "K"),
    (r"n_?h", "H"),
    (r"time_?steps?|seq_?len\w*|t", "T"),
    (r"batch(_?size)?|n|m", "N"),
)  # fmt: skip


def size_of(name: str, world: World) -> int | None:
    """Return the size that a constructor's parameter means; ``None`` if it tells none."""
    lowered = name.lower()
    for pattern, symbol in _SIZES:
        if re.fullmatch(pattern, lowered):
            images = world.layout in worlds.IMAGES
            # What images have as channels, rows have as features.
            symbol = {"D": "C", "H": "F"}.get(symbol, symbol) if images else symbol
            symbol = symbol if images else {"C": "D", "F": "H"}.get(symbol, symbol)
            if world.sharing and symbol == "H" and "hid" in lowered:
                symbol = "D"  # a state is all that it is given
            if world.heads and lowered == "h":
                symbol = "HEADS"
            elif world.heads:
                symbol = {"D": "E", "H": "FF", "T": "STEPS"}.get(symbol, symbol)
            return int(getattr(worlds, symbol))
    return None


OF_A_MODEL = {"d_m", "d_model"}
"""How a Transformer's parts are told the number of features; beside it h is one of heads."""


def heads_of(target: Any) -> bool:
    """Tell whether a constructor asks for a number of heads."""
    names = [p.name for p in parameters_of(target) or []]
    return any(_HEADS.fullmatch(name) for name in names) or bool(OF_A_MODEL & set(names))


def constructor_arguments(target: Any, world: World, rng: np.random.Generator) -> dict[str, Any]:
    """Return what the constructor is given.

    Raises:
        UnfitError: if a parameter without a default means nothing to us.
    """
    found: dict[str, Any] = {}
    parameters = parameters_of(target) or []
    hidden = any("hidden" in p.name.lower() or p.name == "n_h" for p in parameters)
    small: dict[int, int] = {}
    source = source_of(target)
    given = _function_and_derivative([p.name for p in parameters if required(p)])
    for parameter in parameters:
        if parameter.kind in (Parameter.VAR_POSITIONAL, Parameter.VAR_KEYWORD):
            continue
        value: Any = given.get(parameter.name)
        if value is None and SAMPLER.search(parameter.name):
            value = _sampler(target, world, rng)
        if value is None:
            value = _constructor_value(parameter, world, hidden, rng)
        if (
            type(value) is int
            and value == worlds.H
            and re.search(LISTED.format(parameter.name), source)
        ):
            value = [worlds.H, worlds.H + 2]
        if value is None and _is_large(parameter):
            value = small.get(parameter.default) or size_of(parameter.name, world)
            if value is not None:  # those that are equal by default may have to be
                small[parameter.default] = value
        if value is not None:
            found[parameter.name] = value
        elif required(parameter):
            raise unknown_parameter(parameter.name, getattr(target, "__name__", "?"))
    return found


SAMPLER = re.compile("sampler", re.IGNORECASE)
"""In the name of what draws negatives, and of the class of it."""


def _sampler(target: Any, world: World, rng: np.random.Generator) -> Any:
    """Return a sampler of the file's own, where a constructor is given one; ``None`` without."""
    beside = getattr(getattr(target, "__init__", None), "__globals__", {})
    for name, kind in beside.items():
        if inspect.isclass(kind) and SAMPLER.search(name) and kind is not target:
            return kind(**constructor_arguments(kind, world, rng))
    return None


LISTED = r"len\({0}\)|\+ *{0} *\+|\bin {0}\b|\*{0}\b|\b{0}\["
"""How a constructor uses a parameter that is a list of sizes."""

LARGE = 64
"""From this size on, a size by default is one of a network that is trained for hours."""


def _is_large(p: Parameter) -> bool:
    deep = type(p.default) is int and p.default > worlds.DEEP and bool(_DEPTH.fullmatch(p.name))
    return deep or (type(p.default) is int and p.default >= LARGE)


def _function_and_derivative(names: Sequence[str]) -> dict[str, Callable[..., Any]]:
    """Return what two parameters are given that are a function and its derivative."""
    for name in names:
        for form in DERIVATIVES:
            if form.format(name) in names:
                return {name: np.tanh, form.format(name): _slope_of_tanh}
    return {}


def _slope_of_tanh(x: np.ndarray) -> np.ndarray:
    slope: np.ndarray = 1 - np.tanh(x) ** 2
    return slope


def unknown_parameter(name: str, owner: str) -> UnfitError:
    """Return the error that says that a parameter means nothing to us."""
    return UnfitError(
        f"what to pass for the parameter {name!r} of {owner} is not known",
        f"{owner} の引数 {name!r} に何を渡すべきか分からない",
    )


def _constructor_value(p: Parameter, world: World, classes: bool, rng: np.random.Generator) -> Any:
    role = role_of(p.name)
    bare = plain(p.name)
    if not required(p):
        if "input" in bare and isinstance(p.default, tuple) and len(p.default) == 3:
            # A network of the book's for (1, 28, 28): as it is, it is slow.
            return world.example() if world.layout in ("squares", "pictures") else None
        if (
            bare in ("inputshape", "inputdim", "inputsize", "inchannels", "nin")
            and p.default is None
        ):
            return world.example() if "shape" in bare else size_of(p.name, world)
        return None
    if bare == "mask" and world.heads:
        return False  # a flag of what attends
    if bare.startswith("pdrop"):
        return 0.0
    if bare == "c":
        return 3.0  # an exponent, as in x ** c
    if bare == "corpus":
        return np.concatenate([np.arange(worlds.V), rng.integers(0, worlds.V, 3 * worlds.V)])
    if bare.startswith("window") and world.layout == "words":
        return 1
    if "neg" in bare or bare == "samplesize":
        return 2
    if "list" in bare or "sizes" in bare or bare in ("layers", "layerdims", "dims", "hiddens"):
        if "hidden" in bare:
            return [worlds.H, worlds.H + 2]
        return [worlds.D, worlds.H, worlds.K] if bare != "layers" else None
    if re.fullmatch(r"(x|in|input|data)(dim|dims)", bare) and world.layout in ("images", "picture"):
        return world.example()
    if re.fullmatch(r"[hw](filter|kernel|size|pool)|(filter|kernel|size|pool)[hw]", bare):
        return worlds.SIDE
    if bare in _OTHERS:
        return _OTHERS[bare]
    if "shape" in bare and role != "kernel":
        return (worlds.D, worlds.H) if bare == "shape" else world.example()
    if role == "kernel":
        side = worlds.SIDE if "pool" not in bare else 2
        if "shape" in bare:
            return (side, side)
        return worlds.SIDE if "filter" in bare or "kernel" in bare or bare[:1] == "f" else 2
    if classes and re.fullmatch(
        r"(n|num|dim|size)?out(put)?s?(size|dim|num|units|features)?", bare
    ):
        return worlds.K
    size = size_of(p.name, world)
    if p.annotation in (int, "int") and size is None:
        return 3
    if role in ("weight", "bias", "scale", "shift") and p.annotation not in (int, "int"):
        return world.array(role, p.name, rng)
    if size is not None:
        return size
    if role in _NUMBERS:
        return _NUMBERS[role]
    if role == "name":
        return "relu"
    if role == "settings":
        return dict(SETTINGS)
    if role == "training":
        return True
    return None


def forward_arguments(
    function: Callable[..., Any],
    world: World,
    namespace: Mapping[str, Any],
    rng: np.random.Generator,
    partners: Sequence[Any] = (),
) -> dict[str, Any]:
    """Return what a forward is given, by the names of its parameters.

    Args:
        function: the forward.
        world: what arrays look like.
        namespace: what stands beside it: something there may make the parameters.
        rng: draws the numbers.
        partners: functions that read the same dictionaries.

    Raises:
        UnfitError: if a parameter without a default means nothing to us.
    """
    parameters = [
        p for p in parameters_of(function) or []
        if p.kind not in (Parameter.VAR_POSITIONAL, Parameter.VAR_KEYWORD)
    ]  # fmt: skip
    roles = roles_of([p.name for p in parameters])
    wanted = [p for p in parameters if required(p) or _worth_passing(p, roles[p.name])]
    flags: dict[str, Any] = {p.name: True for p in parameters if keeps_for_later(p)}
    made: dict[str, Any] = {}
    for p in wanted:
        if roles[p.name] == "params":
            made[p.name] = parameters_for(p.name, [function, *partners], world, namespace, rng)
            world = fitted(world, made[p.name], [n for n in roles if roles[n] == "x"])
    found = {}
    for p in wanted:
        role = roles[p.name]
        if p.name in made:
            found[p.name] = made[p.name]
        elif plain(p.name) in _OTHERS and required(p):
            found[p.name] = _OTHERS[plain(p.name)]
        elif role in ARRAYS:
            found[p.name] = world.array(role, p.name, rng)
        elif role in _NUMBERS:
            found[p.name] = _NUMBERS[role]
        elif role == "kernel":
            found[p.name] = 2
        elif role == "training":
            found[p.name] = "train" if p.name in ("mode", "phase") else True
        elif role == "settings":
            found[p.name] = dict(SETTINGS)
        elif role == "name":
            found[p.name] = "relu"
        elif role == "cache":
            words = world.layout == "words"  # where a context is one of words
            found[p.name] = world.array("indices" if words else "x", p.name, rng)
        elif required(p):
            raise unknown_parameter(p.name, getattr(function, "__name__", "?"))
    found |= flags
    return _with_outputs(found, world) if world.outputs else found


def _worth_passing(p: Parameter, role: str) -> bool:
    """Tell whether an argument with a default is passed all the same."""
    if role == "labels":
        return p.default is None
    if role == "training":  # what the way back needs may be kept only then
        return p.default is False
    return role == "reg" and p.default in (0, 0.0)


def parameters_for(
    name: str,
    functions: Sequence[Any],
    world: World,
    namespace: Mapping[str, Any],
    rng: np.random.Generator,
) -> dict[str, Any]:
    """Return a dictionary of parameters: what the file's own function makes, else by its keys.

    Raises:
        UnfitError: if no key is known.
    """
    keys = [key for function in functions for key in keys_of(function, name, namespace)]
    keys = list(dict.fromkeys(keys))
    if keys:
        found = {
            key: world.array("bias" if role_of(key) == "bias" else "weight", key, rng)
            for key in keys
            if re.match(r"[a-zA-Z]", key) and (key in world.told or role_of(key) in ARRAYS)
        }
        return _with_outputs(found, world) if world.outputs else found
    made = _made_by_the_file(namespace, world)
    if made is None:
        raise UnfitError(
            f"which keys the dictionary {name!r} has does not show",
            f"辞書 {name!r} にどんなキーがあるのか分からない",
        )
    return made


def _with_outputs(arrays: dict[str, Any], world: World) -> dict[str, Any]:
    """Return the parameters with as many outputs as the world says, in the last layer."""
    own = [k for k, a in arrays.items() if role_of(k) in ("weight", "bias") and np.ndim(a)]
    numbered = [key for key in own if re.fullmatch(r"[A-Za-z]+\d+", key)]
    last = max((re.sub(r"\D", "", key) for key in numbered), default="", key=int)
    for key in numbered or own:
        if re.sub(r"\D", "", key) == last:
            axis = 0 if world.layout == "columns" or arrays[key].ndim == 1 else 1
            arrays[key] = np.take(arrays[key], range(world.outputs), axis)
    return arrays


def keys_of(
    function: Any, name: str, namespace: Mapping[str, Any] | None = None, depth: int = 2
) -> list[str]:
    """Return the keys under which a function, and those that it calls, read a dictionary."""
    tree = tree_of(function)
    if tree is None:
        return []
    called = {
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    below = [
        key
        for other, value in (namespace or {}).items()
        if depth and other in called and inspect.isfunction(value) and value is not function
        for key in keys_of(value, name, namespace, depth - 1)
    ]
    reads = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Subscript)
        and isinstance(node.value, ast.Name | ast.Attribute)
        and (node.value.id if isinstance(node.value, ast.Name) else node.value.attr) == name
        and isinstance(node.ctx, ast.Load)
    ]
    reads.sort(key=lambda node: (node.lineno, node.col_offset))
    constants = [node.slice.value for node in reads if isinstance(node.slice, ast.Constant)]
    keys = [key for key in constants if isinstance(key, str)]
    return list(dict.fromkeys([*keys, *below]))


_MAKERS = re.compile(r"(init(ialize|ialise)?|make|create|build)_?\w*", re.IGNORECASE)


def _made_by_the_file(namespace: Mapping[str, Any], world: World) -> dict[str, Any] | None:
    """Return the parameters that a function of the file's makes, such as ``init_network()``."""
    for name, maker in namespace.items():
        if not (inspect.isfunction(maker) and _MAKERS.fullmatch(name)):
            continue
        arguments: list[Any] = []
        for p in parameters_of(maker) or []:
            if required(p):
                if "dims" in p.name or "layers" in p.name or "sizes" in p.name:
                    arguments.append([worlds.D, worlds.H, worlds.K])
                else:
                    arguments.append(size_of(p.name, replace(world, layout="rows")) or 3)
        try:
            made = maker(*arguments)
        except Exception:
            continue
        if isinstance(made, dict) and any(isinstance(v, np.ndarray) for v in made.values()):
            return {
                k: np.asarray(v, dtype=float) if isinstance(v, np.ndarray) else v
                for k, v in made.items()
            }
    return None


def fitted(world: World, params: Mapping[str, Any], inputs: Sequence[str]) -> World:
    """Return the world whose inputs fit the first weight of a dictionary."""
    weights = sorted(k for k, v in params.items() if getattr(v, "ndim", 0) == 2)
    weights.sort(key=lambda k: int(re.sub(r"\D", "", k) or 0))
    first = params[weights[0]] if weights else None
    if first is None or not inputs or any(name in world.told for name in inputs):
        return world
    told = dict(world.told)
    if world.layout == "columns":
        told[inputs[0]] = (first.shape[1], worlds.N)
    elif world.layout == "rows":
        told[inputs[0]] = (worlds.N, first.shape[0])
    elif world.layout == "vector":
        told[inputs[0]] = (first.shape[0],)
    return replace(world, told=told)
