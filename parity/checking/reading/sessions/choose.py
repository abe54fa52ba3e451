"""Chooses how the user's object is used: which shape of code it has."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

from parity.checking.reading.binding import UnknownShapeError
from parity.checking.reading.sessions.called import CalledFunction
from parity.checking.reading.sessions.calls import lone, targets
from parity.checking.reading.sessions.calls.lone import forward_of_ours, refuse_labels_alone
from parity.checking.reading.sessions.calls.made_first import as_function
from parity.checking.reading.sessions.calls.packed import unpacked
from parity.checking.reading.sessions.functions import (
    Functions,
    derivative_of,
    flagged_derivative,
    forward_of,
    partner_of,
)
from parity.checking.reading.sessions.initializers import InitializerSubject
from parity.checking.reading.sessions.layers.classes_of_functions import (
    ClassOfFunction,
    is_made_of_nothing,
)
from parity.checking.reading.sessions.layers.layer_class import FORWARD, LayerClass
from parity.checking.reading.sessions.networks import BookNetwork, PassingNetwork, is_book_network
from parity.checking.reading.sessions.optimizers import OptimizerSubject
from parity.checking.reading.sessions.recurrent import GATES, StepFunction
from parity.checking.reading.sessions.session import Subject
from parity.checking.reading.sessions.tables.tabular import tabular_reading
from parity.checking.reading.sessions.wrapped import wrapped_reading
from parity.checking.reading.spellings import Names
from parity.describing.concept import Concept


def bases_of(obj: Any) -> set[str]:
    """Return the dotted names of the classes that ``obj`` is, or is made from."""
    kind = obj if inspect.isclass(obj) else type(obj)
    return {f"{base.__module__}.{base.__qualname__}" for base in kind.__mro__}


def is_torch(obj: Any) -> bool:
    """Tell whether ``obj`` is a Module; torch is not imported for that."""
    return "torch.nn.modules.module.Module" in bases_of(obj)


def is_keras(obj: Any) -> bool:
    """Tell whether ``obj`` is a Keras layer; Keras is not imported for that."""
    return any(name.startswith("keras.") and name.endswith(".Layer") for name in bases_of(obj))


def choose(
    obj: Any, concept: Concept, names: Names, label: str, namespace: Mapping[str, Any]
) -> Subject:
    """Return the subject that uses ``obj`` as ``concept``.

    Raises:
        UnknownShapeError: if it has no shape that fits.
    """
    wrapped = wrapped_reading(
        obj, concept, names, label, namespace,
        lambda: _choose(obj, concept, names, label, namespace),
    )  # fmt: skip
    return wrapped or _choose(obj, concept, names, label, namespace)


def _choose(
    obj: Any, concept: Concept, names: Names, label: str, namespace: Mapping[str, Any]
) -> Subject:
    """Return the subject that uses ``obj`` with arrays."""
    if is_torch(obj):
        from parity.checking.reading.sessions.framework_recurrent import RecurrentModule
        from parity.checking.reading.sessions.torch_module import TorchModule

        module = RecurrentModule if concept.group == "recurrent" else TorchModule
        return module(concept, names, label, obj)
    if is_keras(obj):
        from parity.checking.reading.sessions.framework_recurrent import RecurrentKerasLayer
        from parity.checking.reading.sessions.keras_layer import KerasLayer

        layer = RecurrentKerasLayer if concept.group == "recurrent" else KerasLayer
        return layer(concept, names, label, obj)
    if concept.kind == "optimizer":
        return OptimizerSubject(concept, names, label, obj, namespace=namespace)
    if concept.kind == "initializer":
        return InitializerSubject(concept, names, label, obj)
    if isinstance(obj, tuple) and len(obj) == 2 and all(callable(part) for part in obj):
        return Functions(concept, names, label, obj[0], backward=obj[1])
    if concept.kind == "network" and is_book_network(obj):
        return BookNetwork(concept, names, label, obj)
    if concept.kind == "network" and inspect.isclass(obj):
        return PassingNetwork(concept, names, label, obj)
    tabular = tabular_reading(obj, concept, names, label)
    if tabular is not None:
        return tabular
    if inspect.isclass(obj) or any(hasattr(obj, n) for n in FORWARD if n != "__call__"):
        function = as_function(obj, concept) if inspect.isclass(obj) else None
        if concept.kind == "function" and function is not None:
            kind = StepFunction if concept.name in GATES else CalledFunction
            return kind(concept, names, label, function)
        if concept.kind == "function":
            if concept.group == "generative" and is_made_of_nothing(obj):
                return ClassOfFunction(concept, names, label, obj)
            raise UnknownShapeError(
                f"{concept.name} is a function, and {label} is a class",
                f"{concept.name} は関数だが、{label} はクラスである",
            )
        return LayerClass(concept, names, label, obj)
    if not callable(obj):
        raise UnknownShapeError(
            f"{label} is neither a class nor a function", f"{label} はクラスでも関数でもない"
        )
    if concept.kind == "function":
        kind = StepFunction if concept.name in GATES else CalledFunction
        back = partner_of(getattr(obj, "__name__", label), namespace)
        return kind(concept, names, label, obj, back=back if concept.has_gradients else None)
    packed = unpacked(obj, concept)
    if packed is not None:
        subject = Functions(concept, names, label, packed[0])
        subject.told.append(packed[1])
        return subject
    smoothed = targets.of_targets(obj, concept)
    if smoothed is not None:
        subject = Functions(concept, names, label, smoothed)
        subject.told.append(targets.TOLD)
        return subject
    refuse_labels_alone(obj, concept, names)
    name = getattr(obj, "__name__", label)
    forward = forward_of(name, namespace)
    if forward is not None:  # what is named is the way back
        return Functions(concept, names, label, forward, obj)
    ours = forward_of_ours(obj, label, concept, names)
    if ours is not None:
        subject = Functions(concept, names, label, ours, obj)
        subject.told.append(lone.TOLD)
        subject.lone = True
        return subject
    back = partner_of(name, namespace)
    derivative = None
    if back is None and concept.kind in ("layer", "loss", "regularizer"):
        derivative = derivative_of(name, namespace) or flagged_derivative(obj)
    return Functions(concept, names, label, obj, back, derivative)


def is_our_network(obj: Any) -> bool:
    """Tell whether ``obj`` derives from our own networks, so that it trains as they do."""
    return "numpy_impl.networks.network.Network" in bases_of(obj)
