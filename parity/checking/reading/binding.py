"""Finds what to pass for each parameter of the user's constructor or function."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from parity.checking.loading.origin import is_users
from parity.checking.loading.signatures import parameters_of, required
from parity.checking.reading.source import source_around
from parity.checking.reading.spellings import (
    ARRAYS,
    AT_ONCE,
    DERIVED,
    SWITCHES,
    Names,
    classes_in,
    how_many,
)
from parity.describing.concept import Text

Parameter = inspect.Parameter
MODES = ("mode", "phase")
"""Parameters that tell training by a word, not by True."""

TRAINING_WORDS = ("train", "training", "test", "testing", "eval", "infer", "inference", "predict")

SHAPES = ("normalized_shape", "n_channels")
NO_KEYS = ("shape", "axis", "size", "n", "d")
"""What normalizations keep in such a dictionary for themselves, and is not one of ``SHAPES``."""

LEFT_OUT = object()
"""Stands for: pass nothing, the user's default holds."""

NONE_BY_DEFAULT = ("weight", "pos_weight")
"""Arguments that are not passed where they are None: people's default may be 1."""


class NotApplicableError(Exception):
    """The user's code cannot be given this case; the text says what it cannot be told."""

    def __init__(self, en: str, ja: str) -> None:
        super().__init__(en)
        self.text = Text(en, ja)


def lacking(name: str) -> NotApplicableError:
    """Return the error for code that needs what the cases do not have."""
    en = f"it needs {name}, which these cases do not have"
    return NotApplicableError(en, f"{name} が必要だが、このケースにはない")


class UnknownShapeError(Exception):
    """Nobody knows how to use the user's code; the text says what is missing."""

    def __init__(self, en: str, ja: str) -> None:
        super().__init__(en)
        self.text = Text(en, ja)


@dataclass
class Supply:
    """What a case has to give.

    Attributes:
        arrays: inputs, parameters and buffers, by our names.
        config: arguments by our names, defaults among them.
        order: names of arrays in the order in which they are passed where names say nothing.
        flags: ``training``, where the case has it.
    """

    arrays: dict[str, Any]
    config: dict[str, Any]
    order: tuple[str, ...] = ()
    flags: dict[str, Any] = field(default_factory=dict)


@dataclass
class Bound:
    """Arguments for a call, and which of the case's were used."""

    positional: list[Any] = field(default_factory=list)
    keywords: dict[str, Any] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)

    def call(self, function: Callable[..., Any]) -> Any:
        """Call ``function`` with the arguments."""
        return function(*self.positional, **self.keywords)


class Settings(dict):
    """A dictionary such as ``bn_param``: has each argument under every spelling, notes the used."""

    def __init__(self, supply: Supply, names: Names) -> None:
        super().__init__()
        self.used: set[str] = set()
        self.meaning: dict[str, str] = {}
        wanted = [*supply.config, *(n for n in supply.arrays if n.startswith("running"))]
        for canonical in wanted:
            value = supply.config.get(canonical, supply.arrays.get(canonical))
            for spelling in names.of(canonical):
                if spelling in NO_KEYS and canonical in SHAPES:
                    continue
                if self.meaning.setdefault(spelling, canonical) == canonical:
                    super().__setitem__(spelling, value)
        for split, (canonical, derive) in DERIVED.items():
            if canonical in supply.config and split != "keep":
                for spelling in names.of(split):
                    if self.meaning.setdefault(spelling, canonical) == canonical:
                        super().__setitem__(spelling, derive(supply.config[canonical]))
        training = supply.flags.get("training")
        for spelling in names.of("training"):
            word = "test" if training is False else "train"
            self.meaning[spelling] = "training"
            super().__setitem__(spelling, word if spelling in MODES else training is not False)

    def __iter__(self) -> Iterator[Any]:
        """Go through the keys; with this, a copy asks for each value, and so makes use of it."""
        return super().__iter__()

    def _note(self, key: Any) -> None:
        if key in self.meaning:
            self.used.add(self.meaning[key])

    def __getitem__(self, key: Any) -> Any:
        self._note(key)
        return super().__getitem__(key)

    def get(self, key: Any, default: Any = None) -> Any:
        """Return the value, as a dictionary does."""
        self._note(key)
        return super().get(key, default)

    def setdefault(self, key: Any, default: Any = None) -> Any:
        """Return the value, as a dictionary does."""
        self._note(key)
        return super().setdefault(key, default)

    def pop(self, key: Any, *default: Any) -> Any:
        """Take the value out, as a dictionary does."""
        self._note(key)
        return super().pop(key, *default)


def is_settings(parameter: Parameter) -> bool:
    """Tell whether a parameter takes a dictionary of arguments, as cs231n's functions do."""
    name = parameter.name.lower()
    endings = ("_param", "_params", "config", "cfg", "options", "opts", "hparameters", "hparams",
               "hyperparameters")  # fmt: skip
    return name.endswith(endings) or name in ("param", "conf", "settings", "hp")


def tells_training(parameter: Parameter, names: Names) -> bool:
    """Tell whether a parameter says that the layer trains; ``mode="max"`` says something else."""
    if names.meaning(parameter.name, ["training"]) != "training":
        return False
    default = parameter.default
    return not isinstance(default, str) or default.lower() in TRAINING_WORDS


_KEEPS = re.compile(r"(save|keep|store|retain|record)_\w+|cache|caching", re.IGNORECASE)


def keeps_for_later(parameter: Parameter) -> bool:
    """Tell whether a flag, off by default, says to keep what the way back needs."""
    return parameter.default is False and bool(_KEEPS.fullmatch(parameter.name))


_IGNORED = re.compile(r"ignored?_?(index|idx|label|class|id|value|token)?", re.IGNORECASE)
"""What a class is called that does not count."""


def _beside_the_point(parameter: Parameter) -> tuple[Any, ...]:
    """Return, in a tuple, what is given for what our cases have none of; () for anything else.

    That is dropout, a type, a device, and a class that does not count.
    """
    name = parameter.name.lower()
    if _IGNORED.fullmatch(name):
        return (-1,)
    if "drop" in name:
        return (0.0,)
    if name in ("dtype", "data_type", "float_type"):
        return (np.float64,)
    return (None,) if name == "device" else ()


def bind(
    function: Callable[..., Any], supply: Supply, names: Names, settings: Settings | None = None
) -> Bound:
    """Return the arguments of a call: by their names, and what is left in ``supply.order``.

    Raises:
        NotApplicableError: if the case has no value in the form that a parameter takes.
        UnknownShapeError: if a parameter without a default means nothing to us.
    """
    bound = Bound()
    parameters = parameters_of(function)
    if parameters is None:
        bound.positional = [supply.arrays[name] for name in supply.order]
        bound.used.update(supply.order)
        return bound
    values: dict[str, Any] = {}
    split = {canonical for canonical, _ in DERIVED.values() if canonical in supply.config}
    for parameter in parameters:
        if settings is not None and is_settings(parameter):
            values[parameter.name] = settings
            bound.names[parameter.name] = "settings"
            continue
        if parameter.kind is Parameter.VAR_POSITIONAL:
            continue  # whatever it is called, it takes what is left
        if required(parameter) and (n := how_many(parameter.name, supply.arrays, supply.config)):
            values[parameter.name] = n
            continue
        found = value_by_name(parameter, supply, names)
        if found is not None:
            canonical, value = found
            if value is None and canonical == "n_classes" and required(parameter):
                value = classes_in(supply.arrays)
            if canonical in bound.used and canonical not in split:
                continue
            _refuse_an_unknown_word(function, parameter, canonical, value)
            values[parameter.name] = value
            several = AT_ONCE.get(parameter.name, ())
            if len({supply.config[name] for name in several if name in supply.config}) > 1:
                raise lacking(parameter.name)
            bound.used |= {canonical, *several}
            bound.names[parameter.name] = canonical
        elif parameter.name == "average" and parameter.default in AVERAGES:
            raise NotApplicableError(
                f"by default it gives the {parameter.default} average",
                f"既定では {parameter.default} 平均を返す",
            )
    rest: Iterator[str] = iter([name for name in supply.order if name not in bound.used])
    for parameter in parameters:
        if parameter.name in values or not required(parameter):
            continue
        if beside := _beside_the_point(parameter):
            values[parameter.name] = beside[0]
            continue
        canonical = next(rest, "")
        if not canonical and names.meaning(parameter.name, ARRAYS):
            raise lacking(parameter.name)
        if not canonical:
            raise UnknownShapeError(
                f"the parameter {parameter.name!r} of {_name_of(function)} means nothing to us",
                f"{_name_of(function)} の引数 {parameter.name!r} に何を渡すべきか分からない",
            )
        values[parameter.name] = supply.arrays[canonical]
        bound.used.add(canonical)
        bound.names[parameter.name] = canonical
    if variadic := [p for p in parameters if p.kind is Parameter.VAR_POSITIONAL]:
        handed_on = any(p.kind is Parameter.VAR_KEYWORD for p in parameters)
        if handed_on and len(parameters) > 2:  # to a base class: its own has names before them
            variadic = []
    if variadic:
        left = [n for n in supply.order if n not in bound.used]
        bound.used.update(left)
    by_place = bool(variadic)  # before *arrays, arguments have places, as far as none is left out
    for parameter in parameters:
        if (value := values.get(parameter.name, LEFT_OUT)) is LEFT_OUT:
            by_place = False
            continue
        in_order = by_place and parameter.kind is Parameter.POSITIONAL_OR_KEYWORD
        if parameter.kind is Parameter.POSITIONAL_ONLY or in_order:
            bound.positional.append(value)
        else:
            bound.keywords[parameter.name] = value
    if variadic:
        bound.positional += [supply.arrays[name] for name in left]
    return bound


RARE_WORDS = {"same_lower": "lower", "causal": "causal", "circular": "circular",
              "reflect": "reflect", "edge": "edge", "replicate": "replicate"}  # fmt: skip
"""Words for a padding that only some code knows, and what of it stands in such code."""


AVERAGES = ("micro", "macro", "weighted", "samples")
"""What a metric may give by default, where ours is asked for one class."""


def _refuse_an_unknown_word(
    function: Any, parameter: Parameter, canonical: str, value: Any
) -> None:
    """Refuse a padding, or an average, by a word that does not occur in the user's code.

    What code does with a word that it never mentions is nothing that anybody meant.
    """
    if canonical not in ("padding", "padding_mode", "average") or not isinstance(value, str):
        return
    average = canonical == "average"
    word = f"'{value}'" if average else RARE_WORDS.get(value.lower())
    code = getattr(getattr(function, "__init__", function), "__code__", None)
    if word is None or not is_users(getattr(code, "co_filename", "")):
        return
    source = source_around(function).lower().replace('"', "'")
    if average and not re.search(
        rf"\b{re.escape(parameter.name.lower())}\s*(?:[=!]=|in\b)", source
    ):
        return  # it hands the word on, to who knows what
    if word not in source:
        raise NotApplicableError(
            f"its {parameter.name} does not know {value!r}",
            f"{parameter.name} は {value!r} に対応していない",
        )


def _name_of(function: Any) -> str:
    return getattr(function, "__qualname__", None) or type(function).__name__


def value_by_name(parameter: Parameter, supply: Supply, names: Names) -> tuple[str, Any] | None:
    """Return what a parameter means by its name, and its value."""
    splits = [s for s, (canonical, _) in DERIVED.items() if canonical in supply.config]
    flags = list(supply.flags)
    wanted = [*supply.arrays, *supply.config, *splits, *flags]
    if isinstance(parameter.default, bool):  # bias=True asks for a bias, and is none
        wanted = [name for name in wanted if name not in supply.arrays]
    else:  # what is no flag asks for the array itself
        bias = ("use_bias",) if parameter.name.strip("_").lower() == "bias" else ()
        wanted = [name for name in wanted if name not in (*SWITCHES, *bias)]
    meaning = names.meaning(parameter.name, wanted)
    if meaning is None:
        return None
    if meaning in supply.arrays:
        return meaning, supply.arrays[meaning]
    if meaning in flags:
        if not tells_training(parameter, names):
            return None
        return meaning, training_value(parameter, supply.flags[meaning])
    if meaning in splits:
        canonical, derive = DERIVED[meaning]
        return canonical, derive(supply.config[canonical])
    return meaning, fitted(parameter, meaning, supply.config[meaning])


def training_value(parameter: Parameter, training: bool | None) -> Any:
    """Return ``training`` in the form that a parameter takes: True, or ``"train"``."""
    if parameter.name in MODES or isinstance(parameter.default, str):
        return "test" if training is False else "train"
    return training is not False


def fitted(parameter: Parameter, canonical: str, value: Any) -> Any:
    """Return a value of the case's in the form that a parameter takes.

    A square stride is passed as one number where the user's default is a number. Any other pair is
    passed as it is: a default of 1 does not say that code takes no pair, and code that takes none
    raises.

    Raises:
        NotApplicableError: if the parameter is declared to be one number.
    """
    if canonical == "dilation" and parameter.default == 0 and parameter.default is not False:
        # 0 by default: it counts what is inserted between two elements.
        return tuple(v - 1 for v in value) if isinstance(value, tuple | list) else value - 1
    a_pair = canonical in ("stride", "padding", "dilation", "kernel_size") and isinstance(
        value, tuple | list
    )
    if a_pair and isinstance(parameter.default, int):
        flat = {part for item in value for part in (item if isinstance(item, tuple) else (item,))}
        if len(flat) == 1:
            return flat.pop()
        if parameter.annotation in (int, "int"):
            raise NotApplicableError(
                f"{parameter.name} takes one number, and the case needs {value}",
                f"{parameter.name} は 1 つの数しか取れず、{value} を渡せない",
            )
    if canonical == "approximate" and isinstance(parameter.default, str):
        return "tanh" if value else "none"
    if value is None and canonical in ("stride", *NONE_BY_DEFAULT):
        if required(parameter) and canonical != "stride":
            raise lacking(parameter.name)
        return LEFT_OUT
    if canonical in ("initializer", "init") and not required(parameter):
        return LEFT_OUT  # the case brings the weights, and theirs may know other words
    if canonical == "padding" and isinstance(parameter.default, str):
        return _padding_word(parameter, value)
    if canonical in ("stride", "dilation", "kernel_size") and isinstance(value, int):
        pair = isinstance(parameter.default, tuple | list) and len(parameter.default) == 2
        return (value, value) if pair else value
    return value


def _padding_word(parameter: Parameter, value: Any) -> Any:
    """Return the padding as a word, in the letters of the user's own default."""
    word = value if isinstance(value, str) else "valid" if value == 0 else None
    if word is None:
        raise NotApplicableError(
            f"{parameter.name} takes a word, and the case needs {value}",
            f"{parameter.name} は単語で指定するもので、{value} を渡せない",
        )
    return word.upper() if parameter.default.isupper() else word


def supply_of(
    arrays: Mapping[str, Any], config: Mapping[str, Any], order: tuple[str, ...] | None = None
) -> Supply:
    """Return a supply; arrays are passed in the order of ``arrays`` if none is given."""
    return Supply(dict(arrays), dict(config), tuple(arrays) if order is None else order)
