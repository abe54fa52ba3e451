"""Sets the user's code up with inputs that fit, one way after the other."""

from __future__ import annotations

import contextlib
import inspect
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from parity.checking.alone.finding.fitting import fitted_to_weights
from parity.checking.alone.finding.graphs import graph_probe
from parity.checking.alone.finding.inputs import (
    constructor_arguments,
    forward_arguments,
    heads_of,
    keys_of,
)
from parity.checking.alone.finding.labels import labels_beside
from parity.checking.alone.finding.likely import (
    DEGENERATE,
    of_yes_or_no,
    worlds_for,
    worlds_of_a_class,
)
from parity.checking.alone.finding.preparing import asks_for_a_shape, clear, positive, prepare
from parity.checking.alone.finding.surroundings import (
    Both,
    GlobalsOf,
    PlainSteps,
    changes,
    cost_of,
    prediction_in,
)
from parity.checking.alone.finding.texts import text_of, without_states
from parity.checking.alone.finding.worlds import HEADS, K, World
from parity.checking.alone.probing import scores
from parity.checking.alone.probing.calling import BackwardCall, takes_d_off
from parity.checking.alone.probing.collecting import kept, returned
from parity.checking.alone.probing.dice import Dice
from parity.checking.alone.probing.losses import USUAL
from parity.checking.alone.probing.ones import ones_of
from parity.checking.alone.probing.places import arrays_in, to_double
from parity.checking.alone.probing.probe import (
    EndlessNumbersError,
    Gradient,
    Probe,
    Root,
    UnfitError,
    copied,
    influential,
    quiet,
)
from parity.checking.alone.probing.roles import backward_role, role_of, roles_of
from parity.checking.alone.probing.ways import Way, own_cost
from parity.checking.loading.signatures import parameters_of, required
from parity.checking.reading.construction import OPTIMIZERS
from parity.checking.reading.sessions.session import StumbleError
from parity.checking.reading.wrapping import find_wrapper
from parity.describing.concept import Text

FIXED = ("labels", "mask", "reg", "settings")


class Builder:
    """Makes probes of one object.

    Attributes:
        refusals: why ways did not lead anywhere, the latest last.
        turned: settings of 1 that were given another value, where they are to be.
    """

    def __init__(
        self, obj: Any, label: str, namespace: Mapping[str, Any], turns: bool = False
    ) -> None:
        self.obj, self.label, self.namespace = obj, label, namespace
        self.turns, self.turned = turns, dict[str, float]()
        self.dice = Dice(namespace)
        self.refusals: list[UnfitError | StumbleError] = []
        self.updates = False

    def probes(self, ways: list[Way], until: float) -> Iterator[Probe]:
        """Yield what runs, as long as there is time; why the rest does not is noted."""
        for way in ways:
            ran = False
            for world in self._worlds(way):
                if time.process_time() > until:
                    return
                if ran and world.layout in DEGENERATE:
                    continue  # a single number hides a transpose, a sign, a sum
                for ready in self._ready(way, world):
                    ran = ran or ready.meaning != "loss" or ready.back_alone
                    yield ready

    def _ready(self, way: Way, world: World) -> Iterator[Probe]:
        """Yield the probes of one way in one world, with the first object that runs in it."""
        for each, obj in self._objects(way, world):
            runs = False
            try:
                found = list(self._set_up(way, each, obj))
                found += scores.before_softmax(way, found)
            except (UnfitError, StumbleError) as reason:
                self.refusals.append(reason)
                continue
            for probe in found:
                try:
                    ready = self._finish(probe, each)
                except (UnfitError, StumbleError) as reason:
                    self.refusals.append(reason)
                    continue
                runs = True
                yield ready
            if runs:
                return

    def _objects(self, way: Way, world: World) -> Iterator[tuple[World, Any]]:
        """Yield new objects for a world; then for inputs that fit what they made themselves."""
        told = asks_for_a_shape(self.obj) if inspect.isclass(self.obj) else False
        for with_batch in (True, False) if told else (False,):
            try:
                obj = self._object(world, with_batch)
                yield world, obj
                own = fitted_to_weights(obj, world, self._function(way.forward))
                if own is not None:
                    yield own, self._object(own, with_batch)
            except (UnfitError, StumbleError) as reason:
                self.refusals.append(reason)

    def _worlds(self, way: Way) -> list[World]:
        functions = [self._function(f) for f in (way.forward, way.backward) if f is not None]
        parameters = [p.name for f in functions for p in parameters_of(f) or []]
        own = [p.name for p in parameters_of(functions[0]) or []]
        roles = set(roles_of([n for n in own if n != "self"]).values())
        labelled = bool(roles & {"labels", "prediction"}) or way.kind in ("loss", "both")
        if way.backward is not None:
            theirs = [p.name for p in parameters_of(functions[-1]) or []]
            labelled = labelled or "labels" in roles_of(theirs).values()
        keys = [
            key
            for name in parameters
            if name.startswith(("param", "network", "model", "net"))
            for f in functions
            for key in keys_of(f, name, self.namespace)
        ]
        names = list(dict.fromkeys([*parameters, *keys]))
        states = bool(roles & {"hidden", "cell"})
        made = parameters_of(self.obj) or [] if inspect.isclass(self.obj) else []
        given = [p.name for p in made if required(p)]
        found = worlds_for(self._name(way), functions, labelled, names, given)
        text = text_of(functions[0], np.random.default_rng(5)) if way.kind == "both" else None
        if text is not None:
            return [text.world(functions[0]), *found]
        special = worlds_of_a_class(self.obj, own) if inspect.isclass(self.obj) else []
        if special:
            return [*special, *found]
        if inspect.isclass(self.obj) and heads_of(self.obj):
            attending = [("sequence", "onehot"), ("indices", "words"), ("indices", "index"),
                         ("rows", "onehot")]  # fmt: skip
            masks = (1, 0, 2) if "mask" in roles else (1,)
            return [World(*each, heads=HEADS, masks=m) for each in attending for m in masks]
        if states:
            found[2:2] = [World("rows", sharing=True), World("sequence", sharing=True)]
        weights = [n for n in (*own, *keys) if role_of(n) == "weight"]
        if labelled and not weights and of_yes_or_no(self._name(way), functions):
            one = [World("rows", "binary", outputs=1, probabilities=p) for p in (True, False)]
            return [*one, *found]
        if weights and labelled:
            few = [
                World(layout, kind, outputs=outputs)
                for layout in ("rows", "columns")
                for outputs, kind in ((1, "binary"), (K, "onehot"), (K, "index"), (1, "same"))
            ]
            return [*found[:2], *few, *found[2:]]
        return found

    def _name(self, way: Way) -> str:
        function = self._function(way.forward)
        return f"{self.label} {getattr(function, '__name__', '')}"

    def _function(self, way: Any) -> Any:
        if not isinstance(way, str):
            return way
        kind = self.obj if inspect.isclass(self.obj) else type(self.obj)
        function = inspect.getattr_static(kind, way)
        return getattr(function, "__func__", function)

    def _object(self, world: World, with_batch: bool) -> Any:
        """Return a new object, or nothing where there are only functions."""
        if isinstance(self.obj, tuple) or inspect.isroutine(self.obj):
            return None
        if not inspect.isclass(self.obj):
            clear(self.obj)
            return self.obj
        rng = np.random.default_rng(1)
        arguments = constructor_arguments(self.obj, world, rng)
        if self.turns:
            self.turned |= ones_of(self.obj)
            arguments |= self.turned
        self.dice.reset()
        with quiet("constructor"):
            made: Any = self.obj(**arguments)
            if getattr(made, "input_shape", "") is None:
                with contextlib.suppress(AttributeError):  # a property without a setter
                    made.input_shape = world.example()
            prepare(made, world, with_batch)
            for name in OPTIMIZERS:
                if getattr(made, name, self) is None:
                    setattr(made, name, PlainSteps())
                    self.updates = True
            initialize = getattr(made, "initialize", None)
            if callable(initialize) and len(parameters_of(initialize) or []) == 1:
                initialize(PlainSteps())
                self.updates = True
        return made

    def _set_up(self, way: Way, world: World, obj: Any) -> Iterator[Probe]:
        rng = np.random.default_rng(2)
        if way.kind == "graph":
            yield self._graph(way, world, obj, rng)
            return
        forward = way.forward if not isinstance(way.forward, str) else getattr(obj, way.forward)
        backward = way.backward if not isinstance(way.backward, str) else getattr(obj, way.backward)
        partners = [f for f in (backward,) if f is not None]
        own = [p.name for p in parameters_of(forward) or []]
        args = forward_arguments(forward, world, self.namespace, rng, partners)
        if self.turns and obj is None:
            self.turned |= ones_of(forward, partners)
            args |= self.turned
        args.update({n: np.array(v, dtype=float) for n, v in way.given.items()})
        passed = list(args)
        text = text_of(forward, np.random.default_rng(5)) if world.layout == "text" else None
        args.update(text.globals if text is not None else {})
        root = Root(obj, args)
        to_double(root)
        run = self._run(way, passed)
        if way.kind == "both":
            yield self._both(way, root, run)
            return
        beside = labels_beside(forward, run, root, world) if obj is not None else ""
        extra = self._labels(backward, own, world, rng)
        args.update(extra)
        if way.kind == "derivative":
            for first in ("argument", "output"):
                call = BackwardCall(backward, forward, first, own)
                yield self._back(way, root, run, call, "derivative")
            return
        if way.kind == "loss":
            call = BackwardCall(backward, forward, "argument", own)
            yield self._back(way, root, run, call, "loss", way.told)
            return
        if extra and "labels" not in roles_of(own).values():
            yield from self._with_loss(way, root, run, world, backward, forward, own, extra)
            return
        if beside:
            extra = {beside: args[beside]}
            yield from self._with_loss(way, root, run, world, backward, forward, own, extra)
        for first in ("upstream", "argument", "output"):
            call = BackwardCall(backward, forward, first, own)
            if first != "upstream" and (not call.takers or call.cached or call.upstreams):
                break
            if first != "upstream" and backward_role(next(iter(call.takers))) == "upstream":
                break  # what is called dout is no input
            if first == "upstream" and "labels" in roles_of(own).values() and len(own) > 1:
                # A loss: what its backward takes first may be what forward took.
                again = BackwardCall(backward, forward, "argument", own)
                if len(again.takers) > 1:
                    yield self._back(way, root, run, again, "loss")
            meaning = "backward" if call.upstreams else "loss"
            probe = self._back(way, root, run, call, meaning)
            # What its first argument is was guessed, or what it is the gradient of.
            probe.exact = first == "upstream" and not beside
            probe.back_alone = True
            yield probe

    def _labels(
        self, backward: Any, own: list[str], world: World, rng: np.random.Generator
    ) -> dict[str, Any]:
        """Return the labels that a backward takes and forward does not."""
        names = [p.name for p in parameters_of(backward) or [] if required(p)]
        roles = roles_of(names)
        if names == ["d"] and takes_d_off(backward):
            roles = {"d": "labels"}
        return {
            name: world.array("labels", name, rng)
            for name in names
            if roles[name] == "labels" and name not in own
        }

    def _run(self, way: Way, passed: list[str]) -> Callable[[Root], Any]:
        def run(root: Root) -> Any:
            function = way.forward
            if isinstance(function, str):
                function = getattr(root.obj, function)
            given = {name: root.args[name] for name in passed}
            with GlobalsOf(function, root.args if way.kind == "both" else {}):
                return function(**given)

        return run

    def _with_loss(
        self, way: Way, root: Root, run: Any, world: World, backward: Any, forward: Any,
        own: list[str], extra: dict[str, Any],
    ) -> Iterator[Probe]:  # fmt: skip
        """Yield probes in which a loss is made of what forward gives."""
        labels = next(iter(extra))
        with quiet("forward"):
            first = run(copied(root))
        at = prediction_in(forward, first, extra[labels])
        out = first[at] if isinstance(first, tuple | list) else first
        if np.shape(out) != np.shape(extra[labels]) and world.labels != "index":
            rng = np.random.default_rng(4)
            root.args[labels] = world.label_array(np.shape(out), rng)
        call = BackwardCall(backward, forward, "upstream", own)
        asked = {p.name for p in parameters_of(backward) or [] if required(p)}
        call.takers = {
            n: ("rest" if t == "upstream" else t)
            for n, t in call.takers.items() if t != "upstream" or n in asked
        }  # fmt: skip
        choices: list[tuple[Any, Text | None]] = []
        cost = way.cost or own_cost(root.obj)
        if cost is not None:
            choices.append((cost, None))
        else:
            choices += [(loss, text) for loss, text in USUAL]
        for cost, text in choices:

            def loss(root: Root, cost: Any = cost) -> Any:
                given = run(root)
                out = given[at] if isinstance(given, tuple | list) else given
                return Both(cost_of(cost, out, root.args[labels], root.args), given)

            probe = self._back(way, root, loss, call, "loss")
            probe.exact = text is None
            if text is not None:
                probe.told.append(
                    Text(
                        f"No loss stands beside it; it was taken to be {text.en}.",
                        f"損失関数が見当たらないので、{text.ja}とみなした。",
                    )
                )
            else:
                name = cost.__name__
                probe.told.append(
                    Text(f"The loss is the file's {name}.", f"損失はファイルの {name} とした。")
                    if way.cost is not None
                    else Text(f"The loss is its own {name}.", f"損失は自身の {name} とした。")
                )
            yield probe

    def _graph(self, way: Way, world: World, obj: Any, rng: np.random.Generator) -> Probe:
        """Return the probe of what takes autograd objects."""
        function = self._function(way.backward or way.forward)
        taker = function if obj is None else getattr(obj, way.backward or way.forward)
        args = forward_arguments(taker, world, self.namespace, rng)
        wrapper = find_wrapper(self.namespace)
        assert wrapper

        def call(root: Root, wrapped: dict[str, Any]) -> Any:
            if root.obj is None:
                return way.forward(**wrapped)
            return getattr(root.obj, way.forward)(*wrapped.values())

        root = Root(obj, args)
        to_double(root)
        return graph_probe(root, call, wrapper, self.dice, function)

    def _both(self, way: Way, root: Root, run: Any) -> Probe:
        function = self._function(way.forward)

        def back(root: Root, given: Any, upstream: Any) -> list[Gradient]:
            before = arrays_in(root.obj) if root.obj is not None else {}
            return returned(given, function)[1:] + (kept(root.obj, before) if before else [])

        return Probe(root, run, back, self.dice, 0, "loss", functions=[function])

    def _back(
        self, way: Way, root: Root, run: Any, call: BackwardCall, meaning: str,
        told: Sequence[Text] = (),
    ) -> Probe:  # fmt: skip
        function = self._function(way.backward)

        def back(root: Root, given: Any, upstream: Any) -> list[Gradient]:
            if isinstance(given, Both):
                given = given.given
            snapshot = {p: a.copy() for p, a in arrays_in(root, every=True).items()}
            held = {
                type(p)(p.path[1:]): a for p, a in snapshot.items() if p.path[0] == ("attr", "obj")
            }
            with GlobalsOf(function, root.args):
                result = call.call(root, given, upstream)
            found = returned(result, function) if result is not None else []
            found += returned(call.filled, None) if call.filled else []
            if root.obj is not None:
                found += kept(root.obj, held)
            if call.rated or self.updates:
                found += changes(root, snapshot)
            return found

        return Probe(
            root, run, back, self.dice, call.upstreams, meaning, cached=call.cached,
            functions=[function], told=list(told),
        )  # fmt: skip

    def _finish(self, probe: Probe, world: World) -> Probe:
        """Return the probe with the arrays that its outputs depend on."""
        probe.batch, probe.layout = world.batch, world.layout
        rng = np.random.default_rng(3)
        try:
            probe.variables = influential(probe, rng)
        except EndlessNumbersError:  # such as the logarithm of what is negative
            probe.root.args = positive(probe.root.args)
            probe.variables = influential(probe, rng)
        if world.layout == "text":
            probe.variables = without_states(probe.variables, probe.functions[0])
        if probe.root.obj is not None:
            self._lazy(probe, rng)
        fixed = [n for n, role in roles_of(list(probe.root.args)).items() if role in FIXED]
        probe.variables = [
            p for p in probe.variables if not (p.path[0][1] == "args" and p.path[1][1] in fixed)
        ]
        if not probe.variables:
            raise UnfitError(
                "its forward depends on none of its arrays", "forward がどの配列にも依存しない"
            )
        return probe

    def _lazy(self, probe: Probe, rng: np.random.Generator) -> None:
        """Go on from behind a first forward where that made the parameters."""
        before = set(arrays_in(probe.root))
        root, _ = probe.start({})
        to_double(root)
        for name in ("reset_state", "reset"):
            if callable(getattr(root.obj, name, None)):
                getattr(root.obj, name)()
        new = [p for p in set(arrays_in(root)) - before if p.path[0] == ("attr", "obj")]
        learned = ("weight", "bias", "scale", "shift")
        if not any(role_of(str(step)) in learned for p in new for _, step in p.path[-2:]):
            return
        later = replace(probe, root=root)
        later.root.args = probe.root.args
        try:
            variables = influential(later, rng)
        except (UnfitError, StumbleError):
            return
        if len(variables) > len(probe.variables):
            probe.root, probe.variables = later.root, variables
