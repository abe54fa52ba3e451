"""One situation in which every framework is evaluated, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from parity.describing.draw import Draw


@dataclass(frozen=True)
class Case:
    """One situation in which every framework is evaluated.

    Attributes:
        name: unique within the concept.
        inputs: the arguments of the forward pass (gradients by step for an optimizer).
        params: the parameters that are set before it.
        buffers: the state that is set before it.
        upstream: dL/dy; drawn like the first input where nothing is given. Of a layer with several
            outputs, one draw for each by the output's name, in the order of ``outputs``.
        config: the constructor's (a function's) arguments, the same for every framework.
        config_for: what one framework's configuration adds, by framework.
        training: whether the layer trains or infers; ``None`` where that makes no difference.
        repeat: how often forward and backward are run on freshly drawn inputs, state kept.
        differentiable: the inputs whose gradients are compared; all real-valued ones if ``None``.
        images: quantities in NCHW, or with one or three axes of space, that Keras takes and gives
            channels-last.
        keras_layouts: the layout that Keras has of other quantities or parameters, by name, as
            :func:`parity.describing.layouts.layout` understands it.
        sampled: quantities that are random, and compared in distribution.
        exact: quantities that are counted, not measured: they must be equal.
        zero: quantities that are 0 by definition, with the reason.
        by_element: quantities whose formula keeps small elements beside large ones. They are
            compared element by element, not in relation to the largest one.
        loses: frameworks that lose such small elements here, with how. A run shows that they do.
        kink: the case stands on a kink or a tie, so finite differences have no meaning there.
        refused_by: frameworks that raise an error here, with a part of its message.
        stateless: frameworks whose optimizer keeps no state here, such as no velocity where there
            is no momentum.
        ours: the case is about our own implementations: their defaults, or the ways that only they
            have. People's code is not judged by it.
        on_request: the case is large: it runs only where its concept is asked for by name, and is
            not recorded.
        drawn_as: the (concept, case) whose seed it is drawn from, where it came from there and
            its arrays stay as they were; its own if ``None``.
        dtypes: the types in which it runs. Without float64 there is no truth to compare float32
            with, so the frameworks are compared with each other.
        options: what one kind of concept needs besides: ``lr_at`` (an optimizer's learning rate
            from a step on), ``shape``, ``seed`` and ``distribution`` (an initializer's draw),
            ``as_list``, ``leading`` and ``outputs`` (how a function is called, and what it
            returns; the outputs of a layer that has several), ``signs`` (two outputs whose columns
            may turn their sign together, as those of U and V), ``draws`` (a function that draws for
            itself is called so often, with the seeds 0, 1, ... where it takes one; its distinct
            results must be equal, and how often each comes is compared in distribution),
            ``optimizer``, ``optimizer_config``, ``loss`` and
            ``steps`` (a network's training), ``own_steps`` (the subject trains itself: its
            ``step`` is called with the inputs of one step after another, along their first axis;
            what it returns, and the parameters afterwards, are compared), ``with_gradients``
            (those of its first step are compared too),
            ``layer_table`` (the shape of one example: what each part of the network gives and
            learns is compared, and nothing else), ``outputs_alone`` (no gradients are compared:
            rounding moves units across a kink, and they jump), ``differences`` (the quantities
            that finite differences check, where all would take long), ``sampled`` (a layer that
            draws for itself).
    """

    name: str
    inputs: Mapping[str, Draw] = field(default_factory=dict)
    params: Mapping[str, Draw] = field(default_factory=dict)
    buffers: Mapping[str, Draw] = field(default_factory=dict)
    upstream: Draw | Mapping[str, Draw] | None = None
    config: Mapping[str, Any] = field(default_factory=dict)
    config_for: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    training: bool | None = None
    repeat: int = 1
    differentiable: tuple[str, ...] | None = None
    images: tuple[str, ...] = ()
    keras_layouts: Mapping[str, str] = field(default_factory=dict)
    sampled: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    zero: Mapping[str, str] = field(default_factory=dict)
    by_element: tuple[str, ...] = ()
    loses: Mapping[str, str] = field(default_factory=dict)
    kink: bool = False
    refused_by: Mapping[str, str] = field(default_factory=dict)
    stateless: tuple[str, ...] = ()
    ours: bool = False
    on_request: bool = False
    drawn_as: tuple[str, str] | None = None
    dtypes: tuple[str, ...] = ("float64", "float32")
    options: Mapping[str, Any] = field(default_factory=dict)
