"""The arrays that everyone is given: drawn from a seed, so that every process draws the same."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np

from parity.bench.works import Work
from parity.describing.draw import seed_of
from parity.describing.layouts import to_framework

CLASSES = 10


@dataclass
class Prepared:
    """A work that is ready to be repeated.

    Attributes:
        repeat: makes one repeat.
        digest: sums that say whether this side computes what the others do.
        subject: the network, layer or optimizer.
    """

    repeat: Callable[[], Any]
    digest: dict[str, float]
    subject: Any = None


def batch(work: Work) -> tuple[np.ndarray, np.ndarray]:
    """Return a batch: images between 0 and 1, and class numbers."""
    rng = _generator(work)
    x = rng.random(work.x)
    return x, rng.integers(CLASSES, size=len(x))


def around(work: Work, y_shape: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Return the input of a layer and the gradient of its output (of ``y_shape``), both normal.

    Where the input holds word numbers, they are drawn evenly.
    """
    rng = _generator(work)
    x = rng.integers(work.indices, size=work.x) if work.indices else rng.standard_normal(work.x)
    return x, rng.standard_normal(y_shape)


def blank(work: Work) -> np.ndarray:
    """Return an input of zeros, for the shape of what comes of it."""
    return np.zeros(work.x, dtype=np.int64 if work.indices else np.float64)


def parameters(work: Work) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Return the arrays that an optimizer updates, and their gradients."""
    rng = _generator(work)
    return (
        [0.1 * rng.standard_normal(shape) for shape in work.x],
        [0.01 * rng.standard_normal(shape) for shape in work.x],
    )


def twin(tree: str, path: str) -> Any:
    """Return the class at ``path`` below ``tree``, such as ``layers.dense.Dense``."""
    module, _, name = path.rpartition(".")
    return getattr(importlib.import_module(f"{tree}.{module}"), name)


def initial_params(work: Work) -> dict[str, np.ndarray]:
    """Return the parameters that everyone starts from: the NumPy twin's own, from one seed."""
    return dict(_numpy_subject(work).params)


def set_params(
    framework: str, work: Work, subject: Any, assign: Callable[[Any, np.ndarray], None]
) -> None:
    """Give a framework's network or layer the parameters that everyone starts from.

    Args:
        framework: ``"torch"`` or ``"keras"``.
        work: the work.
        subject: its network or layer.
        assign: sets a framework's parameter to an array.
    """
    from parity.harness.evaluators.subject import locate
    from parity.harness.registry import all_concepts

    found = {f"{concept.module}.{concept.twin}": concept for concept in all_concepts().values()}
    numpy_subject = _numpy_subject(work)
    case: Any = SimpleNamespace(  # all that is asked of a case here
        concept=found[work.of].name,
        keras_layouts=_rows_behind_flatten(numpy_subject) | _heads(work, numpy_subject),
    )
    for param, array in numpy_subject.params.items():
        owner, attribute, layout = locate(framework, case, subject, param)
        assign(getattr(owner, attribute), to_framework(layout, array))


def first_of(outputs: Any) -> Any:
    """Return what a layer gives, the first of several: of a recurrent one, that of every step."""
    return outputs[0] if isinstance(outputs, tuple | list) else outputs


def total(*arrays: np.ndarray) -> float:
    """Return the sum of the absolute values, which no change of layout changes."""
    return float(sum(np.abs(np.asarray(array, dtype=np.float64)).sum() for array in arrays))


def _generator(work: Work) -> np.random.Generator:
    return np.random.default_rng(seed_of("bench", work.name))


def _numpy_subject(work: Work) -> Any:
    numpy_twin = twin("numpy_impl", work.of)
    seed = {"seed": 7} if "seed" in inspect.signature(numpy_twin).parameters else {}
    return numpy_twin(**work.config, **seed)


def _rows_behind_flatten(network: Any) -> dict[str, str]:
    """Return the layout of the dense weights behind a flattened image, by name: Keras' order."""
    names = list(getattr(network, "layers", {}))
    if "flatten" not in names:
        return {}
    at = names.index("flatten")
    dense = next(name for name in names[at:] if "W" in network.layers[name].params)
    shape = ",".join(str(n) for n in network.shapes[names[at - 1]])
    return {f"{dense}.W": f"flatten_rows:{shape}"}


def _heads(work: Work, layer: Any) -> dict[str, str]:
    """Return the layout of what leads into the heads of attentions and out of them, by name."""
    if not work.n_heads:
        return {}
    kinds = {
        "heads_last": ("W_q", "W_k", "W_v", "b_q", "b_k", "b_v"),
        "heads_first": ("W_o",),
    }
    return {
        name: f"{kind}:{work.n_heads}"
        for kind, leaves in kinds.items()
        for name in layer.params
        if name.split(".")[-1] in leaves
    }
