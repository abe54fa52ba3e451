"""Code that takes and returns autograd objects, used with arrays."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from parity.checking.loading.signatures import parameters_of, required
from parity.checking.reading.sessions.called import CalledFunction
from parity.checking.reading.sessions.functions import Functions
from parity.checking.reading.sessions.layers.layer_class import LayerClass
from parity.checking.reading.sessions.session import Subject
from parity.checking.reading.source import source_of
from parity.checking.reading.spellings import Names
from parity.checking.reading.wrapping import Wrapped, Wrapper, find_wrapper, taking_arrays
from parity.describing.concept import Concept, Text


def told(wrapper: Wrapper) -> Text:
    """Say what was done with the arrays."""
    name = wrapper.cls.__name__
    return Text(
        f"Arrays were passed in as {name} objects, and taken out of them again.",
        f"配列は {name} に包んで渡し、結果から取り出した。",
    )


def wrapped_reading(
    obj: Any, concept: Concept, names: Names, label: str, namespace: Mapping[str, Any],
    plain: Callable[[], Subject],
) -> Subject | None:  # fmt: skip
    """Return the reading in which ``obj`` is given autograd objects; ``None`` if there are none.

    Args:
        obj: the user's object.
        concept: what it is judged as.
        names: how its names are understood.
        label: its name.
        namespace: what stands beside it.
        plain: makes the reading in which it is given arrays, which is tried as well.
    """
    if concept.kind not in ("layer", "loss", "function") or isinstance(obj, tuple):
        return None
    if any(case.options.get("leading") for case in concept.cases):
        return None  # what is handed a function wraps what goes into it
    wrapper = find_wrapper(namespace)
    if wrapper is None or wrapper.scalar:
        return None
    if inspect.isclass(obj) and _keeps_parameters(obj, concept, names, wrapper):
        layer = _Layer(concept, names, label, taking_arrays(obj, wrapper))
        layer.plain = plain
        return _through(layer, wrapper)
    applied = inspect.isclass(obj) and is_applied(obj)
    if inspect.isclass(obj) and concept.weights and not (
        applied or _takes_parameters(obj, concept, names)
    ):  # fmt: skip
        return None  # nowhere to put them: what it drew itself would be judged
    pair = pair_of(obj, wrapper)
    if pair is None:
        return None
    if concept.kind == "function":
        called = _Called(concept, names, label, pair[0])
        called.plain = plain
        return _through(called, wrapper)
    subject = _Pair(concept, names, label, *pair)
    subject.plain = plain
    return _through(subject, wrapper)


def _through(subject: Subject, wrapper: Wrapper) -> Subject:
    """Return a reading that says what its arrays go through."""
    subject.told.append(told(wrapper))
    subject.behind = source_of(wrapper.cls)
    return subject


def _keeps_parameters(cls: type, concept: Concept, names: Names, wrapper: Wrapper) -> bool:
    """Tell whether a class is a layer whose objects have the parameters: it is given none."""
    forward = inspect.getattr_static(cls, "forward", None)
    if not concept.weights or not inspect.isfunction(forward) or issubclass(cls, wrapper.cls):
        return False
    if not inspect.isfunction(inspect.getattr_static(cls, "__call__", None)):
        return False
    return not _takes_parameters(cls, concept, names)


def _takes_parameters(cls: type, concept: Concept, names: Names) -> bool:
    """Tell whether a class is given the concept's parameters, and not only whether to have them."""
    forward = inspect.getattr_static(cls, "forward", None)
    given = [
        p.name
        for f in (forward, cls)
        for p in parameters_of(f) or []
        if not isinstance(p.default, bool)
    ]
    return any(names.meaning(name, list(concept.weights)) for name in given)


class _Wrapping(Subject):
    """A reading with autograd objects, of which there are others."""

    plain: Callable[[], Subject]

    def others(self) -> Iterator[Subject]:
        """Yield the other readings with autograd objects, then those with arrays."""
        for other in super().others():
            other.told.append(self.told[-1])
            other.behind = self.behind
            yield other
        yield from _with_others(self.plain)


class _Layer(_Wrapping, LayerClass):
    """A layer that is given autograd objects."""


class _Pair(Functions):
    plain: Callable[[], Subject]

    def others(self) -> Iterator[Subject]:
        """Yield the reading in which the code is given arrays, and those that follow from it."""
        yield from _with_others(self.plain)


class _Called(_Wrapping, CalledFunction):
    """A function that is given autograd objects."""


def _with_others(plain: Callable[[], Subject]) -> Iterator[Subject]:
    subject = plain()
    yield subject
    yield from subject.others()


def pair_of(obj: Any, wrapper: Wrapper) -> tuple[Any, Any] | None:
    """Return a forward and a backward on arrays, of a function or of a class that is called.

    A class with a method ``forward`` takes what that takes, and what its constructor does.
    """
    if inspect.isclass(obj) and is_applied(obj):
        cls: Any = obj
        takes = (parameters_of(cls.forward) or [])[1:]  # the first is what is kept for later

        def applied(*inputs: Any, **options: Any) -> Any:
            rest = [p for p in takes[len(inputs) :] if p.name in options or not required(p)]
            return cls.apply(*inputs, *(options.get(p.name, p.default) for p in rest))

        return _functions(Wrapped(applied, wrapper), takes)
    if inspect.isclass(obj):
        forward = inspect.getattr_static(obj, "forward", None)
        call = inspect.getattr_static(obj, "__call__", None)
        if issubclass(obj, wrapper.cls) or not (
            inspect.isfunction(forward) and inspect.isfunction(call)
        ):
            return None
        takes = list(inspect.signature(forward).parameters.values())[1:]
        made_of = parameters_of(obj) or []
        if {p.name for p in takes} & {p.name for p in made_of}:
            return None

        def made(*inputs: Any, **options: Any) -> Any:
            own = {p.name: options.pop(p.name) for p in made_of if p.name in options}
            layer: Any = obj(**own)
            # What is left out is passed as well: such a class may unpack all of its inputs.
            rest = [p for p in takes[len(inputs) :] if p.name in options or not required(p)]
            return layer(*inputs, *(options.get(p.name, p.default) for p in rest))

        return _functions(Wrapped(made, wrapper), [*takes, *made_of])
    if inspect.isfunction(obj):
        return _functions(Wrapped(obj, wrapper), parameters_of(obj) or [])
    return None


def is_applied(cls: type) -> bool:
    """Tell whether a class is used by its ``apply``, with static methods, as PyTorch's are."""
    static = isinstance(inspect.getattr_static(cls, "forward", None), staticmethod)
    return static and callable(getattr(cls, "apply", None))


def _functions(wrapped: Wrapped, parameters: list[inspect.Parameter]) -> tuple[Any, Any]:
    def forward(*inputs: Any, **options: Any) -> Any:
        ordered = {p.name: options[p.name] for p in parameters if p.name in options}
        return wrapped.forward(*inputs, **ordered)

    def backward(dy: Any) -> Any:
        return wrapped.backward(dy)

    keyword = inspect.Parameter.KEYWORD_ONLY
    names = [p for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD]
    forward.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [p.replace(kind=keyword) for p in names]
    )
    return forward, backward
