"""Variations of an experiment: ``--set learning_rate=0.1`` for all its settings."""

from __future__ import annotations

import ast
import difflib
import inspect
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from parity.errors import ReaderError
from parity.experiments.setting import Setting
from parity.harness.evaluators.subject import dotted

COUNTS = ("iterations", "batch", "train_images", "test_images")
"""Fields that hold a number of at least 1."""

OWN_WORDS = ("learning_rate", *COUNTS, "hidden", "initializer", "sigma", "optimizer", "dtype")
"""What can be set besides the arguments of the network and of the optimizer."""

NOT_SET_SO = ("sizes", "input_shape", "image", "n_in", "n_x", "n_classes", "seed", "lr")
"""Arguments that follow from something else, or have another name."""


OF_THE_DATA: Mapping[str, Any] = {
    "sizes": (4, 3, 2), "input_shape": (1, 28, 28), "image": (1, 28, 28), "n_in": 4, "n_x": 2,
}  # fmt: skip
"""Arguments that the data decide, with a value for which another argument can be tried."""

OF_AGENTS = {
    "agents.values": ("epsilon", "decay"),
    "agents.cart_pole": ("gamma", "value_weight", "entropy_weight"),
    "agents.deep_q.learning": ("gamma", "epsilon"),
}
"""What can be set of an agent's course besides: numbers among a setting's options."""


class BadOverrideError(ReaderError):
    """A variation that cannot be made; the message says what can be set."""


def parse(pairs: Iterable[str]) -> dict[str, Any]:
    """Return ``KEY=VALUE`` pairs as a dictionary: numbers, tuples (``40,20``), words.

    Raises:
        BadOverrideError: if one has no ``=``.
    """
    found = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        if not (equals and name.strip() and text.strip()):
            raise BadOverrideError(f"--set {pair!r} is not of the form learning_rate=0.1.")
        found[name.strip().replace("-", "_")] = _value(text.strip())
    return found


def _value(text: str) -> Any:
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return {"true": True, "false": False}.get(text.lower(), text)
    return tuple(value) if isinstance(value, list) else value


def apply_overrides(settings: Sequence[Setting], overrides: Mapping[str, Any]) -> list[Setting]:
    """Return the settings, changed: a key is left out where a setting has no use for it.

    Raises:
        BadOverrideError: if no setting has any use for one, or a value is impossible.
    """
    if not overrides:
        return list(settings)
    can = {setting.name: settable(setting) for setting in settings}
    known = {key for keys in can.values() for key in keys}
    for key in overrides:
        if key not in known:
            near = difflib.get_close_matches(key, sorted(known), n=2)
            hint = f" Did you mean {' or '.join(near)}?" if near else ""
            listed = ", ".join(sorted(known))
            raise BadOverrideError(
                f"--set {key}: there is no such thing here.{hint} It can be: {listed}."
            )
    # Another optimizer first, since it says which arguments there are.
    first = {key: overrides[key] for key in ("optimizer", "initializer") if key in overrides}
    rest = {key: value for key, value in overrides.items() if key not in first}
    changed = []
    for setting in settings:
        for some in (first, rest):
            own = settable(setting)
            for key, value in some.items():
                setting = _changed(setting, key, value) if key in own else setting
        changed.append(setting)
    for key in rest:
        if not any(key in settable(setting) for setting in changed):
            raise BadOverrideError(f"--set {key} has no effect beside the others.")
    return changed


def settable(setting: Setting) -> list[str]:
    """Return what can be set in ``setting``."""
    course = setting.options.get("course", "")
    if course in OF_AGENTS:
        hidden = set() if course == "agents.values" else {"hidden"}
        return sorted({"learning_rate", "iterations", *OF_AGENTS[course], *hidden})
    keys = set(_arguments(setting.optimizer)) | {"learning_rate", "iterations", "optimizer"}
    if "path" not in setting.options:
        network = _arguments(setting.network)
        keys |= {*network, "batch", "initializer", "dtype"}
        if "task" not in setting.options and "world" not in setting.options:
            keys |= {"train_images", "test_images"}
        if _is_mlp(setting):
            keys.add("hidden")
        if setting.initializer[0] == "gauss":
            keys.add("sigma")
    return sorted(keys - set(NOT_SET_SO))


def _is_mlp(setting: Setting) -> bool:
    return "sizes" in _arguments(setting.network)


def _arguments(name: str) -> dict[str, inspect.Parameter]:
    return dict(inspect.signature(dotted(f"numpy_impl.{name}")).parameters)


def _changed(setting: Setting, key: str, value: Any) -> Setting:
    if key in COUNTS:
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise BadOverrideError(f"--set {key}={value}: a number of at least 1 was expected.")
        options = {name: v for name, v in setting.options.items() if name != "epochs"}
        changed: dict[str, Any] = {key: value}
        if key == "iterations":
            changed["options"] = options
        return replace(setting, **changed)
    if key == "dtype":
        if value not in ("float64", "float32"):
            raise BadOverrideError(f"--set dtype={value}: there are float64 and float32.")
        return replace(setting, dtype=value)
    if key in OF_AGENTS.get(setting.options.get("course", ""), ()):
        if not isinstance(value, int | float) or not 0 <= value <= 1:
            raise BadOverrideError(f"--set {key}={value}: a number from 0 to 1 was expected.")
        return replace(setting, options={**setting.options, key: value})
    if key == "hidden" and (_is_mlp(setting) or "course" in setting.options):
        return replace(setting, hidden=_widths(value))
    if key == "initializer":
        return replace(setting, initializer=(_initializer(value), {}))
    if key == "sigma":
        return replace(setting, initializer=("gauss", {"sigma": _tried("gauss", key, value)}))
    if key == "optimizer":
        return _with_optimizer(setting, value)
    if key == "learning_rate" or (key in _arguments(setting.optimizer) and not _of_network(
        setting, key
    )):  # fmt: skip
        own = "lr" if key == "learning_rate" else key
        config = {**setting.optimizer_config, own: value}
        _try(f"--set {key}={value}", f"numpy_impl.{setting.optimizer}", config)
        return replace(setting, optimizer_config=config)
    return _with_config(setting, key, value)


def _of_network(setting: Setting, key: str) -> bool:
    return "path" not in setting.options and key in _arguments(setting.network)


def _with_config(setting: Setting, key: str, value: Any) -> Setting:
    config = {**setting.config, key: value}
    takes = _arguments(setting.network)
    sizes = {name: size for name, size in OF_THE_DATA.items() if name in takes}
    _try(f"--set {key}={value}", f"numpy_impl.{setting.network}", {**sizes, **config})
    return replace(setting, config=config)


def _with_optimizer(setting: Setting, name: Any) -> Setting:
    from parity.harness.registry import all_concepts

    known = {c.name: c for c in all_concepts().values() if c.kind == "optimizer"}
    if name not in known:
        raise BadOverrideError(f"--set optimizer={name}: there are {', '.join(known)}.")
    path = f"{known[name].module}.{known[name].twin}"
    takes = _arguments(path)
    config = {key: v for key, v in setting.optimizer_config.items() if key in takes}
    return replace(setting, optimizer=path, optimizer_config=config)


def _initializer(name: Any) -> str:
    from numpy_impl.networks.choices import INITIALIZERS

    if name not in INITIALIZERS:
        raise BadOverrideError(f"--set initializer={name}: there are {', '.join(INITIALIZERS)}.")
    return name


def _widths(value: Any) -> tuple[int, ...]:
    widths = value if isinstance(value, tuple) else (value,)
    if not all(isinstance(n, int) and n > 0 for n in widths):
        raise BadOverrideError("--set hidden: units of each layer were expected, such as 40,20.")
    return widths


def _tried(initializer: str, key: str, value: Any) -> Any:
    from numpy_impl.networks.choices import INITIALIZERS

    _call(f"--set {key}={value}", INITIALIZERS[initializer], {key: value})
    return value


def _try(what: str, name: str, config: Mapping[str, Any]) -> None:
    _call(what, dotted(name), config)


def _call(what: str, found: Any, config: Mapping[str, Any]) -> None:
    try:
        found(**config)
    except (TypeError, ValueError, AttributeError) as error:
        raise BadOverrideError(f"{what}: {error}") from None
