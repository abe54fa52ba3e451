"""What every shape of code is turned into: something that can be run on a case."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, ClassVar, Protocol

import numpy as np

from parity.checking.reading.binding import (
    NONE_BY_DEFAULT,
    Supply,
    UnknownShapeError,
    supply_of,
)
from parity.checking.reading.spellings import Names
from parity.describing.concept import Concept, DrawnCase, Text
from parity.harness.evaluators.subject import defaults_of

IMPLIED = {
    "n_in", "n_out", "n_hidden", "n_channels", "vocab", "emb", "use_bias", "initializer", "init",
    "seed", "sizes", "input_shape",
}  # fmt: skip
"""Arguments that the shapes of the arrays tell, or that only draw what is then set anyway."""


class StumbleError(Exception):
    """The user's code raised an exception.

    Attributes:
        stage: what it was doing: ``constructor``, ``forward``, ``backward``, ``update``, ``call``.
        error: what it raised.
        refusal: whether the code means it, where that is known from elsewhere.
    """

    def __init__(self, stage: str, error: BaseException) -> None:
        super().__init__(f"{stage}: {type(error).__name__}: {error}")
        self.stage = stage
        self.error = error
        self.refusal: bool | None = None


@contextlib.contextmanager
def users_code(stage: str) -> Iterator[None]:
    """Run the user's code: warnings are silent, and what it raises becomes a StumbleError."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            yield
        except (StumbleError, UnknownShapeError, KeyboardInterrupt):
            raise
        except BaseException as error:
            raise StumbleError(stage, error) from error


NONE: Mapping[str, Any] = MappingProxyType({})
"""Of a session: no outputs besides the first, and no gradients of them."""


class Session(Protocol):
    """The user's code, set up for one case.

    Attributes:
        used: our arguments that were passed on.
        goes_back: whether there is a backward pass.
        ignores_upstream: backward takes no upstream gradient, so that it is that of dL/dy = 1.
        takes_mask: forward takes the mask of dropout.
        way_back: what backward calls, where it is known.
        states: the outputs by our names, where forward gave several of one shape.
        upstream: the gradient of each of them, for the way back.
    """

    used: set[str]
    goes_back: bool
    ignores_upstream: bool
    takes_mask: bool
    way_back: Callable[..., Any] | None = None
    states: Mapping[str, Any] = NONE
    upstream: Mapping[str, Any] = NONE

    def forward(self, inputs: Mapping[str, np.ndarray]) -> Any:
        """Return the output."""

    def backward(self, dy: Any) -> dict[str, Any]:
        """Return the gradients of inputs and parameters, by our names without the d."""

    def buffers(self) -> dict[str, Any]:
        """Return the state that is kept besides parameters."""


@dataclass
class Subject:
    """The user's code and what it is judged as.

    Attributes:
        concept: what it is judged as.
        names: how its names are understood.
        shape: which shape it has, for the reader.
        label: its name.
        told: what this reading takes for granted where that is not the usual, for the reader.
        narrow: for which part of the concept's inputs it was written
            (:mod:`parity.checking.reading.narrowings`); "" for no restriction.
        columns: whether examples are read as columns.
        pairs: window, stride and dilation are given as pairs throughout.
        behind: the source of what its arrays are wrapped in; "" if they are not.
        first_alone: of several outputs it is judged by the first: who goes back is a framework.
    """

    first_alone: ClassVar[bool] = False

    concept: Concept
    names: Names
    shape: Text
    label: str
    defaults: dict[str, Any] = field(default_factory=dict)
    told: list[Text] = field(default_factory=list)
    narrow: str = ""
    pairs: bool = False
    columns: bool = False
    behind: str = ""

    def __post_init__(self) -> None:
        self.defaults = defaults_of(self.concept)

    def others(self) -> Iterator[Subject]:
        """Yield other readings of the same code, the likeliest first.

        They are asked for where this reading does not find the code right.
        """
        return iter(())

    def start(self, case: DrawnCase) -> Session:
        """Set the code up for ``case``.

        Raises:
            StumbleError: if its constructor raises.
            NotApplicableError, UnknownShapeError: if it cannot be given the case.
        """
        raise NotImplementedError

    def supply(self, case: DrawnCase, with_inputs: bool = False) -> Supply:
        """Return what ``case`` has to give, in copies."""
        arrays = {name: array.copy() for name, array in case.params.items()}
        if with_inputs:
            inputs = {name: array.copy() for name, array in case.inputs[0].items()}
            arrays = {**inputs, **arrays}
        order = tuple(name for name in arrays if name != "mask")
        arrays |= {name: array.copy() for name, array in case.buffers.items()}
        supply = supply_of(arrays, self.config(case), order)
        if case.training is not None:
            supply.flags["training"] = case.training
        return supply

    def config(self, case: DrawnCase) -> dict[str, Any]:
        """Return the case's arguments, our defaults where it has none."""
        config = {**self.defaults, **case.config}
        if config.get("stride", 1) is None and "kernel_size" in config:
            config["stride"] = config["kernel_size"]
        for name in NONE_BY_DEFAULT:  # people index weights by an array of labels
            if isinstance(config.get(name), tuple | list):
                config[name] = np.array(config[name])
        if config.get("n_kv_heads", 1) is None:
            config["n_kv_heads"] = config["n_heads"]
        if "kernel_size" in config and "W" in case.params:
            window = case.options.get("window", case.params["W"].shape[2:])
            config["kernel_size"] = window if len(window) > 1 else window[0]
        if self.pairs:
            for name in ("kernel_size", "stride", "dilation"):
                if isinstance(config.get(name), int):
                    config[name] = (config[name], config[name])
        if "square" in self.narrow:
            for name in ("kernel_size", "stride", "padding", "dilation"):
                value = config.get(name)
                if isinstance(value, tuple | list) and len(set(value)) == 1:
                    config[name] = value[0]
        return config


def refuses(framework: str, concept: Concept, case: DrawnCase, error: BaseException) -> bool:
    """Tell whether a framework itself refuses what the case asks for, with this error."""
    known = {own.name: own.refused_by for own in concept.cases}.get(case.name.split("/")[0], {})
    return framework in known and known[framework] in str(error)


def find_attribute(owner: Any, names: tuple[str, ...]) -> str | None:
    """Return the first of ``names`` that ``owner`` has."""
    return next((name for name in names if hasattr(owner, name)), None)


def find_key(mapping: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    """Return the first of ``names`` that is a key of ``mapping``."""
    return next((name for name in names if name in mapping), None)
