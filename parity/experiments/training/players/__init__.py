"""One framework's side of a model that computes its losses by itself: it takes turns."""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from numpy_impl.networks.choices import initializer_called
from parity.describing.concept import DrawnCase
from parity.experiments.setting import Setting
from parity.experiments.training.drawing import stream
from parity.harness.evaluators.numpy_evaluator import construct
from parity.harness.evaluators.subject import dotted
from parity.harness.registry import all_concepts


@dataclass(frozen=True)
class Turn:
    """A step for some of a model's parameters.

    Attributes:
        part: the part of the model that moves; all of it if "".
        output: which of the outputs of ``forward`` is the loss.
        loss: instead, a function of the three trees that makes a loss of the first input and all
            outputs, such as ``"generative.evidence_lower_bound.evidence_lower_bound"``.
        config: the function's other arguments.
        pairs: the model gives the distances of pairs, and the last input, which it does not get,
            says which are of one kind: the loss is the contrastive one, with ``config``.
    """

    part: str = ""
    output: int = 0
    loss: str = ""
    config: Mapping[str, Any] = field(default_factory=dict)
    pairs: bool = False


class Player(Protocol):
    """What trains such a model in one framework."""

    def begin(self, setting: Setting, case: DrawnCase, turns: Sequence[Turn]) -> None:
        """Construct the model, and an optimizer of the setting for each turn."""

    def play(self, turn: int, *given: np.ndarray) -> float:
        """Take a turn with the inputs of ``forward``; return its loss before it."""

    def parameters(self) -> dict[str, np.ndarray]:
        """Return copies of the parameters by name, in the canonical layout."""


def open_player(framework: str) -> Player:
    """Import ``framework``, and return what trains in it."""
    module = importlib.import_module(f"{__name__}.{framework}_player")
    return getattr(module, f"{framework.capitalize()}Player")()


def drawn_case(setting: Setting, seed: int, **sizes: Any) -> DrawnCase:
    """Return the setting's model with its first weights, as every framework constructs it.

    Args:
        setting: names the model, its arguments and how its weights are drawn.
        seed: the run's.
        sizes: arguments that follow from the data.
    """
    name, arguments = setting.initializer
    config = {**setting.config, **sizes}
    model = dotted(f"numpy_impl.{setting.network}")(
        **config,
        initializer=type(initializer_called(name))(**arguments),
        seed=int(stream(setting, seed, "weights").integers(2**62)),
    )
    module, _, twin = setting.network.rpartition(".")
    concepts = all_concepts().values()
    concept = next(c for c in concepts if (c.module, c.twin) == (module, twin))
    return DrawnCase(
        concept=concept.name,
        name=setting.name,
        kind=concept.kind,
        inputs=(),
        params=dict(model.params),
        buffers=dict(model.buffers),
        upstream=(),
        config=config,
        config_for={},
        training=None,
        differentiable=(),
        images=(),
        kink=False,
        options={},
        keras_layouts={},
    )


def in_numpy(case: DrawnCase, parameters: Mapping[str, np.ndarray]) -> Any:
    """Return NumPy's model with these parameters: what any framework learnt is shown by one."""
    model = construct(case, np.dtype(np.float64))
    for name, array in parameters.items():
        model.params[name][...] = array
    return model
