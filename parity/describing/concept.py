"""What a concept is: names, sources, cases, divergences and mistakes, as data.

A file in ``parity/concepts`` binds one :class:`Concept` to the name that its twins have in
``numpy_impl``, ``torch_impl`` and ``tf_impl``. It holds no mathematics: what is computed stands in
the three implementations alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

import numpy as np

from parity.describing.case import Case
from parity.describing.derivation import Step
from parity.describing.draw import Draw, seed_of, single
from parity.describing.identity import Identity
from parity.describing.text import NOTHING, Text

Kind = Literal["layer", "loss", "regularizer", "initializer", "optimizer", "function", "network"]
DIFFERENTIABLE = ("layer", "loss", "regularizer", "network")
"""The kinds that always have gradients; a function has, where a case gives it an upstream one."""
Role = Literal["forward", "gradient", "state", "steps", "distribution", "contract", "identity"]
Form = Literal["plain", "fast"]
ROLES: tuple[str, ...] = get_args(Role)
FRAMEWORKS = ("numpy", "torch", "keras")


@dataclass(frozen=True)
class Weight:
    """Where each framework keeps one of a concept's arrays, and in which layout.

    Attributes:
        torch: the attribute of the Module, such as ``"weight"``.
        keras: the attribute of the Layer, such as ``"kernel"``.
        torch_layout: the layout's name in :mod:`parity.describing.layouts`.
        keras_layout: likewise.
    """

    torch: str
    keras: str
    torch_layout: str = "canonical"
    keras_layout: str = "canonical"


def _title(name: str, ja: str) -> Text:
    words = name.replace("_", " ")
    return Text(words[:1].upper() + words[1:], ja)


@dataclass(frozen=True)
class Divergence:
    """A difference by convention, which a run demonstrates each time.

    The ``case`` is evaluated with each side's ``native`` configuration, and the difference must
    appear in ``quantity``; the concept's ordinary cases show that it is gone once reconciled.

    Attributes:
        name: unique within the concept; with spaces it is the English title.
        summary: what differs.
        reconciled: how the two are made equal, or why they cannot be.
        source: where the convention is stated.
        case: the name of the case that is evaluated.
        native: for each of two frameworks, the configuration in which it follows its own way.
        quantity: where the difference shows.
        irreducible: nothing makes the two equal: the difference must stay within ``size``.
        size: the largest difference of an irreducible divergence.
        dtype: the type in which it shows.
        ja: the Japanese title.
    """

    name: str
    summary: Text
    reconciled: Text
    source: str
    case: str
    native: Mapping[str, Mapping[str, Any]]
    quantity: str
    irreducible: bool = False
    size: float | None = None
    dtype: str = "float64"
    ja: str = ""

    @property
    def title(self) -> Text:
        """What the difference is called."""
        return _title(self.name, self.ja)


@dataclass(frozen=True)
class Convention:
    """Another way of doing the same, under which people's code is judged right and told so.

    Attributes:
        name: unique within the concept.
        text: what the convention is and who follows it.
        config: our arguments that express it; a callable turns the case's value into ours
            (``{"momentum": lambda m: 1 - m}`` where the new value is weighted), and may take the
            whole configuration as its second argument.
        like: the listed mistake that is this convention, where it cannot be told by arguments.
        edits: lines of our NumPy code, each with the one that stands in its place there, where the
            convention changes more than one: the way back of another formula is another, too.
    """

    name: str
    text: Text
    config: Mapping[str, Any] = field(default_factory=dict)
    like: str = ""
    edits: Mapping[str, str] = field(default_factory=dict)

    @property
    def rewrites(self) -> bool:
        """Tell whether it is another text of our code, and no arguments of it."""
        return bool(self.like or self.edits)

    def applied(self, config: Mapping[str, Any], defaults: Mapping[str, Any]) -> dict[str, Any]:
        """Return a case's arguments ``config`` as the convention has them.

        ``defaults`` are those of our implementation, for what the case does not set.
        """
        turned = dict(config)
        for name, value in self.config.items():
            now = turned.get(name, defaults.get(name))
            turned[name] = _turned(value, now, {**defaults, **turned})
        return turned


def _turned(value: Any, now: Any, config: Mapping[str, Any]) -> Any:
    """Return a convention's value for an argument: a constant, or made from the case's own."""
    if not callable(value) or now is None:
        return value
    return value(now, config) if value.__code__.co_argcount == 2 else value(now)


@dataclass(frozen=True)
class Default:
    """What an argument is when nobody sets it.

    Attributes:
        argument: our argument's name.
        numpy: our default.
        torch: (dotted name of the framework's own callable, its argument, the default), if any.
        keras: likewise.
    """

    argument: str
    numpy: Any
    torch: tuple[str, str, Any] | None = None
    keras: tuple[str, str, Any] | None = None


@dataclass(frozen=True)
class Mistake:
    """A mistake that people make, as an edit of one line of the NumPy source.

    Attributes:
        name: unique within the concept; with spaces it is the English title.
        line: the right line, without its indentation; it stands once in the class or function.
        wrong: what people write in its place.
        why: what goes wrong, and why.
        form: whose line it is: the concept's own, or that of its fast form, which makes no
            question.
        ja: the Japanese title.
    """

    name: str
    line: str
    wrong: str
    why: Text
    form: Form = "plain"
    ja: str = ""

    @property
    def title(self) -> Text:
        """What the mistake is called."""
        return _title(self.name, self.ja)


@dataclass
class Concept:
    """A concept and everything about it that is not its mathematics.

    ``siblings`` are concepts that go by the same name: code is tried as each before it is accused.
    ``conventions`` and ``also_called`` (what people call it in their code) serve the check of
    people's own code. ``formula`` is the equation, and the gradients that are derived by hand, in
    LaTeX, a line each, without words, for the study pages. ``why`` says in a few sentences
    which problem it solves; ``derivation`` derives its gradient step by step. ``syllabus`` names
    the exam's items that it answers (:mod:`parity.describing.syllabus`), or ``"course"`` where
    only the course asks for it. ``needs`` names the concepts to know first; ``()`` says that there
    are none, ``None`` that nobody has said. ``identities`` are facts about it and its siblings.
    ``order`` is its place within its group, as the course goes. ``fast`` is the dotted name below
    ``numpy_impl`` of a form that computes the same faster, which every run compares with the plain
    one; ``formerly`` are names that the concept had, under which it is still found.
    ``gives_views`` says that a function's results share memory with its arguments, as its
    docstring tells. ``twin`` (the
    class's or function's name), ``module`` (its path below each tree) and, where it is not given,
    ``name`` are filled in by :mod:`parity.harness.registry` from the file and the variable that
    bind it.
    """

    kind: Kind
    title: Text
    summary: Text
    equation: str
    shapes: Mapping[str, str]
    sources: tuple[str, ...]
    cases: tuple[Case, ...]
    mistakes: tuple[Mistake, ...]
    divergences: tuple[Divergence, ...] = ()
    defaults: tuple[Default, ...] = ()
    conventions: tuple[Convention, ...] = ()
    also_called: tuple[str, ...] = ()
    siblings: tuple[str, ...] = ()
    formula: tuple[str, ...] = ()
    why: Text = NOTHING
    derivation: tuple[Step, ...] = ()
    syllabus: tuple[str, ...] = ()
    needs: tuple[str, ...] | None = None
    identities: tuple[Identity, ...] = ()
    weights: Mapping[str, Weight] = field(default_factory=dict)
    state: Mapping[str, Weight] = field(default_factory=dict)
    order: int = 50
    fast: str = ""
    formerly: tuple[str, ...] = ()
    gives_views: bool = False
    name: str = ""
    twin: str = ""
    module: str = ""

    @property
    def group(self) -> str:
        """The family that the concept belongs to: the first part of its path."""
        return self.module.split(".")[0]

    @property
    def has_gradients(self) -> bool:
        """Whether gradients belong to it: to a function, where a case has an upstream one."""
        return self.kind in DIFFERENTIABLE or any(case.upstream is not None for case in self.cases)

    @property
    def way_back(self) -> str:
        """What NumPy's function is called that gives the gradients of a function."""
        return f"{self.twin}_backward"

    def case(self, name: str) -> Case:
        """Return the case called ``name``.

        Raises:
            KeyError: if there is none.
        """
        for case in self.cases:
            if case.name == name:
                return case
        raise KeyError(f"{self.name} has no case {name!r}; it has {[c.name for c in self.cases]}.")


@dataclass(frozen=True)
class DrawnCase:
    """A case with its arrays: what is handed, unchanged, to every framework.

    ``upstream`` holds dL/dy for each round; of a layer with several outputs that of the first one,
    and ``further`` those of the others, by the outputs' names.
    """

    concept: str
    name: str
    kind: Kind
    inputs: tuple[dict[str, np.ndarray], ...]
    params: dict[str, np.ndarray]
    buffers: dict[str, np.ndarray]
    upstream: tuple[np.ndarray, ...]
    config: dict[str, Any]
    config_for: dict[str, dict[str, Any]]
    training: bool | None
    differentiable: tuple[str, ...]
    images: tuple[str, ...]
    kink: bool
    options: dict[str, Any]
    keras_layouts: dict[str, str] = field(default_factory=dict)
    by_element: tuple[str, ...] = ()
    further: tuple[dict[str, np.ndarray], ...] = ()
    sampled: tuple[str, ...] = ()

    @property
    def weights(self) -> str | None:
        """The name of a layer's matrix or kernel, if it has one."""
        return next((name for name in ("W", "W_depth") if name in self.params), None)

    def configuration(self, framework: str) -> dict[str, Any]:
        """Return the arguments for ``framework``'s constructor or function.

        With the key ``callable`` they are those of a framework's own class or function, which
        stands in for the concept's twin and knows nothing of our arguments.
        """
        own = self.config_for.get(framework, {})
        return dict(own) if "callable" in own else {**self.config, **own}


def draw_case(concept: Concept, case: Case) -> DrawnCase:
    """Draw the arrays of ``case`` from its own seed.

    Each array has a generator of its own, seeded by its name, so that adding one array to a case
    leaves the others as they were.
    """
    origin = case.drawn_as or (concept.name, case.name)

    def sample(draw: Draw, *name: str) -> np.ndarray:
        return draw.sample(np.random.default_rng(seed_of(*origin, *name)))

    rounds = range(case.repeat)
    inputs = tuple(
        {name: sample(draw, "input", name, str(r)) for name, draw in case.inputs.items()}
        for r in rounds
    )
    upstream: tuple[np.ndarray, ...] = ()
    further: tuple[dict[str, np.ndarray], ...] = ()
    if concept.kind in DIFFERENTIABLE or case.upstream is not None:
        if case.upstream is None:
            first = next(iter(case.inputs.values()))
            like = Draw("normal", first.shape, lambda rng: _nonzero(rng, first.shape))
        elif isinstance(case.upstream, Draw):
            like = case.upstream
        else:
            (_, like), *others = case.upstream.items()
            further = tuple(
                {name: sample(draw, "upstream", name, str(r)) for name, draw in others}
                for r in rounds
                if others
            )
        upstream = tuple(sample(like, "upstream", str(r)) for r in rounds)
    differentiable = case.differentiable
    if differentiable is None:
        differentiable = tuple(
            name
            for name, array in (inputs[0].items() if inputs else ())
            if array.dtype.kind == "f" and name != "t" and not name.startswith("mask")
        )
    return DrawnCase(
        concept=concept.name,
        name=case.name,
        kind=concept.kind,
        inputs=inputs,
        params={name: sample(draw, "param", name) for name, draw in case.params.items()},
        buffers={name: sample(draw, "buffer", name) for name, draw in case.buffers.items()},
        upstream=upstream,
        config=dict(case.config),
        config_for={name: dict(config) for name, config in case.config_for.items()},
        training=case.training,
        differentiable=differentiable,
        images=case.images,
        kink=case.kink,
        options=dict(case.options),
        keras_layouts=dict(case.keras_layouts),
        by_element=case.by_element,
        further=further,
        sampled=case.sampled,
    )


def _nonzero(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    """Draw an upstream gradient: random in sign and size, and nowhere near 0."""
    size = single(rng.uniform(0.5, 2.0, shape))
    return np.where(rng.random(shape) < 0.5, -size, size)


def snake_case(twin: str) -> str:
    """Return the command line's name for a class: ``BatchNorm`` is ``batch_norm``.

    An acronym stays together: ``LeakyReLU`` is ``leaky_relu``, ``RMSprop`` is ``rmsprop``.
    """
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z][a-z])", "_", twin).lower()
