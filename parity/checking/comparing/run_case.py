"""Runs the user's code on one case and keeps what it gave, as far as it came."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from parity.checking.comparing.cases.attending import attend
from parity.checking.comparing.cases.each_output import gives_each
from parity.checking.comparing.cases.sequences import as_taken, with_one_output
from parity.checking.comparing.networks.running import as_a_network, judge_by_its_own_loss
from parity.checking.comparing.trial import NOT_GIVEN, Trial, cleaned
from parity.checking.loading.signatures import parameters_of, required
from parity.checking.reading.binding import NotApplicableError
from parity.checking.reading.results import SomeOutputs
from parity.checking.reading.sessions.networking.network_session import NetworkSession
from parity.checking.reading.sessions.networks import BookNetwork
from parity.checking.reading.sessions.optimizers import OptimizerSubject, gradients_at, steps_of
from parity.checking.reading.sessions.session import Session, StumbleError, Subject
from parity.describing.concept import DrawnCase, Role, Text
from parity.harness.evaluators.evaluation import (
    Evaluation,
    add_draws,
    outputs_of,
    stacked,
    upstream_of,
)
from parity.harness.evaluators.subject import defaults_of

Progress = Callable[[str], None]


DROPPING = ("dropout", "drop_connect")
"""Layers that may draw their masks themselves."""


def run(
    subject: Subject,
    case: DrawnCase,
    progress: Progress,
    twice: bool = True,
    forward_only: bool = False,
) -> Trial:
    """Run the user's code on ``case``.

    Args:
        subject: the user's code.
        case: what it is given.
        progress: told what the code is at.
        twice: run the same call again on the same object, to see state that is kept, and see
            whether global random numbers are drawn.
        forward_only: leave the way back out.
    """
    trial = Trial(case, forward_only=forward_only)
    np.random.seed(0)  # noqa: NPY002 (the user's code may draw from there)
    random.seed(0)
    try:
        if isinstance(subject, OptimizerSubject):
            _optimizer(subject, trial, progress, twice)
        elif isinstance(subject, BookNetwork) and "own_loss" in case.options:
            try:
                judge_by_its_own_loss(subject, trial, progress)
            except (ValueError, IndexError, TypeError):  # ours, on results of an odd shape
                raise NotApplicableError(
                    "its scores have no usual shape", "スコアの形が通常と異なる"
                ) from None
        else:
            _layer(subject, trial, progress, twice)
    except StumbleError as stumble:
        trial.stumble = stumble
    except NotApplicableError as reason:
        trial.not_applicable = reason.text
    if trial.random_before is not None and trial.random_before != _random_state():
        trial.odd["global_random"] = True
    trial.random_before = None
    return trial


def _random_state() -> tuple[Any, ...]:
    state = np.random.get_state(legacy=False)  # noqa: NPY002
    inner = state["state"]  # type: ignore[index]
    return inner["pos"], inner["key"].tobytes(), random.getstate()[1][:2]


def _layer(subject: Subject, trial: Trial, progress: Progress, twice: bool) -> None:
    progress(f"constructor, {trial.case.name}")
    session: Session
    if isinstance(subject, BookNetwork):
        trial.case, session = subject.prepared(trial.case)
        twice = twice and not subject.at_its_own_size  # which takes long
    else:
        if subject.concept.group == "attention":
            attend(subject, trial)
        _narrow_to_what_is_taken(subject, trial)
        session = subject.start(trial.case)
    case = trial.case
    trial.random_before = _random_state() if twice else None
    trial.used = session.used
    rounds: list[tuple[str, Role, str, Any]] = []
    masks: list[np.ndarray | None] = []
    inputs: dict[str, np.ndarray] = {}
    first: dict[str, Any] = {}
    try:
        for number, drawn in enumerate(case.inputs):
            inputs = {name: np.array(array) for name, array in drawn.items()}
            result = _one_round(subject, session, trial, inputs, number, progress)
            trial.used |= session.used
            rounds += [(name, role, name, array) for name, (role, array) in result.items()]
            masks.append(_own_mask(session, trial, inputs, result))
            first = first or result
        case = trial.case
        asked = session.goes_back and not trial.forward_only
        if _ends_in_a_loss(case) and asked and not session.ignores_upstream:
            session.ignores_upstream = _ignores_upstream(subject, case, first)
            if session.ignores_upstream:
                trial.odd["ignores_upstream"] = True
    finally:
        _collect(trial, rounds)
        trial.used |= session.used
        _as_it_was_run(subject, session, trial, masks)
    if twice and len(case.inputs) == 1 and not case.buffers and masks[0] is None:
        again = {name: np.array(array) for name, array in case.inputs[0].items()}
        try:
            for name, (role, array) in _one_round(
                subject, session, trial, again, 0, progress
            ).items():
                clean = cleaned(trial, name, array)
                if clean is not None:
                    trial.second.add(role, name, clean)
        except StumbleError as stumble:
            trial.odd["second_call"] = stumble


def _ends_in_a_loss(case: DrawnCase) -> bool:
    """Tell whether what comes out is a loss: alone, or that of a model of sequences or of words."""
    of_words = case.kind == "layer" and bool(case.params) and bool(case.upstream)
    return case.kind == "loss" or (of_words and np.ndim(case.upstream[0]) == 0)


def _narrow_to_what_is_taken(subject: Subject, trial: Trial) -> None:
    """Make a case of a recurrent layer what code takes that has one output, or no first state."""
    if gives_each(subject, trial.case):
        trial.odd["each_output"] = True
        return

    def forward(case: DrawnCase) -> Any:
        inputs = {name: np.array(array) for name, array in case.inputs[0].items()}
        return subject.start(case).forward(inputs)

    taken = as_taken(with_one_output(trial.case, _goes_back_from_all(subject, trial.case)), forward)
    if taken is not trial.case:
        trial.case, trial.altered = taken, True


def _goes_back_from_all(subject: Subject, case: DrawnCase) -> bool:
    """Tell whether a generative model's way back takes a gradient of each of its outputs."""
    back = getattr(getattr(subject, "target", None), "backward", None)
    if subject.concept.group != "generative" or back is None:
        return False
    asked = [p for p in parameters_of(back) or [] if required(p) and p.name != "self"]
    return len(asked) == len(case.options.get("outputs", ()))


def _ignores_upstream(subject: Subject, case: DrawnCase, first: Mapping[str, Any]) -> bool:
    """Tell whether a loss's backward gives the same for three times the upstream gradient."""
    names = [*case.differentiable, *case.params]
    ours = next((name for name in names if f"d{name}" in first), None)
    if ours is None:
        return False
    session = subject.start(case)
    session.forward({n: np.array(a) for n, a in case.inputs[0].items()})
    gradients = session.backward(3 * np.array(case.upstream[0])[()])
    again, before = gradients.get(ours), first[f"d{ours}"][1]
    if again is None or np.shape(again) != np.shape(before):
        return False
    return bool(np.array_equal(again, before) and np.any(before))


def _one_round(
    subject: Subject,
    session: Session,
    trial: Trial,
    inputs: dict[str, np.ndarray],
    number: int,
    progress: Progress,
) -> dict[str, tuple[Role, Any]]:
    """Run forward and backward once; return the quantities by name."""
    case = trial.case
    found: dict[str, tuple[Role, Any]] = {}
    before = {name: array.copy() for name, array in inputs.items()}
    progress(f"forward, {case.name}")
    y = session.forward(inputs)
    if "draws" in case.options:
        draws = [y, *(session.forward(inputs) for _ in range(case.options["draws"] - 1))]
        return _of_draws(draws)
    names = _outputs(subject, case, y)
    for name, value in {**names, **session.states}.items():
        found[name] = ("forward", value)
    y = next(iter(names.values()))
    if case.config.get("reduction") == "none" and np.ndim(y) == 0:
        reduce(trial)
    elif session.goes_back and _for_each(subject, case, y):
        for_each(trial)
        case = trial.case
    try:
        for name, array in session.buffers().items():
            found[name] = ("state", _copied(array))
        if isinstance(session, NetworkSession):
            loss = session.loss(y)
            if loss is not None:
                found["loss"] = ("forward", loss)
        found |= _go_back(session, trial, inputs, number, progress, y, before)
    finally:
        changed = [n for n in inputs if n in before and not _same(inputs[n], before[n])]
        if getattr(subject, "lone", False):
            trial.odd["lone"] = True
        if getattr(session, "in_place", False):
            trial.odd["in_place"] = True
        elif changed:
            trial.odd.setdefault("changed_in_place", sorted(set(changed)))
        if trial.stumble is None:
            _collect_partial(trial, found)
    return found


def reduce(trial: Trial) -> None:
    """Make a case without reduction one of a loss that reduces: it returned one number."""
    case = trial.case
    config = {name: value for name, value in case.config.items() if name != "reduction"}
    upstream = tuple(np.asarray(dy.ravel()[0]) for dy in case.upstream)
    trial.case, trial.altered = replace(case, config=config, upstream=upstream), True


def _for_each(subject: Subject, case: DrawnCase, y: Any) -> bool:
    """Tell whether a loss came back for each element, where the case has it reduced."""
    if case.kind != "loss" or not case.upstream or "reduction" not in defaults_of(subject.concept):
        return False
    first = next(iter(case.inputs[0].values()))
    return case.upstream[0].ndim == 0 and np.ndim(y) > 0 and np.shape(y) == first.shape


def for_each(trial: Trial) -> None:
    """Make a case with a reduction one of a loss for each element: it returned so many."""
    case = trial.case
    shape = next(iter(case.inputs[0].values())).shape
    config = {**case.config, "reduction": "none"}
    upstream = tuple(np.full(shape, dy) for dy in case.upstream)
    trial.case, trial.altered = replace(case, config=config, upstream=upstream), True


def _of_draws(draws: list[Any]) -> dict[str, tuple[Role, Any]]:
    """Return what a function gave that draws for itself: its distinct results, and how often."""
    shapes = {np.shape(draw) for draw in draws}
    if len(shapes) > 1:
        error = ValueError(f"results of different shapes: {sorted(shapes)[:3]}")
        raise StumbleError("call", error)
    result = Evaluation()
    add_draws(result, [np.asarray(draw) for draw in draws])
    return {name: (result.roles[name], array) for name, array in result.quantities.items()}


def _collect_partial(trial: Trial, found: dict[str, tuple[Role, Any]]) -> None:
    trial.odd.setdefault("partial", found)


def _go_back(
    session: Session,
    trial: Trial,
    inputs: dict[str, np.ndarray],
    number: int,
    progress: Progress,
    y: Any,
    before: dict[str, np.ndarray],
) -> dict[str, tuple[Role, Any]]:
    case = trial.case
    if trial.forward_only or not (session.goes_back and case.upstream):
        return {}
    dy = np.array(case.upstream[number])
    if session.ignores_upstream:
        dy = np.ones_like(dy)
    kept, dy = dy, dy.copy()
    progress(f"backward, {case.name}")
    if session.states:
        session.upstream = {name: a.copy() for name, a in upstream_of(case, number).items()}
    y_before = np.array(y) if isinstance(y, np.ndarray) else None
    gradients = session.backward(dy if dy.ndim else dy[()])
    if not _same(dy, kept):
        trial.odd.setdefault("changed_in_place", ["dy"])
    if y_before is not None and not _same(y, y_before):
        trial.odd.setdefault("output_changed", True)
    found: dict[str, tuple[Role, Any]] = {}
    for name in [*_parameters(case), *case.differentiable]:
        if gradients.get(name) is not None:
            found[f"d{name}"] = ("gradient", _copied(gradients[name]))
        elif not isinstance(session, NetworkSession):  # of a network, what is given is judged
            trial.bad.setdefault(f"d{name}", NOT_GIVEN)
    return found


def _copied(value: Any) -> Any:
    """Return a copy, since the next call may overwrite the array."""
    return value.copy() if isinstance(value, np.ndarray) else value


def _parameters(case: DrawnCase) -> list[str]:
    """Return parameters in the order in which a backward pass computes their gradients."""
    names = list(case.params)
    if case.kind != "network":
        return names
    layers = list(dict.fromkeys(name.rpartition(".")[0] for name in names))[::-1]
    return sorted(names, key=lambda name: layers.index(name.rpartition(".")[0]))


def _outputs(subject: Subject, case: DrawnCase, y: Any) -> dict[str, Any]:
    if case.kind != "function":
        return {outputs_of(case)[0]: y}
    names = case.options.get("outputs", ("y",))
    if isinstance(y, SomeOutputs):
        return dict(y)
    if len(names) == 1:
        return {names[0]: y}
    if not isinstance(y, tuple | list) or len(y) != len(names):
        got = len(y) if isinstance(y, tuple | list) else 1
        raise StumbleError(
            "call",
            ValueError(f"returns {got} value(s), expected {len(names)}: {', '.join(names)}"),
        )
    return dict(zip(names, y, strict=True))


def _own_mask(
    session: Session,
    trial: Trial,
    inputs: Mapping[str, np.ndarray],
    found: Mapping[str, tuple[Role, Any]],
) -> np.ndarray | None:
    """Return the mask that the code drew for itself: where its output is not 0."""
    case = trial.case
    if case.concept not in DROPPING or session.takes_mask or case.training is False:
        return None
    y = np.asarray(found["y"][1]) if "y" in found else None
    if y is None or y.shape != inputs["x"].shape or y.dtype.kind not in "fiu":
        return None
    return mask_seen(case, y)


def mask_seen(case: DrawnCase, y: np.ndarray) -> np.ndarray:
    """Return the mask that a result shows: of each number, or with drop connect of each example."""
    kept = y != 0
    if case.concept == "drop_connect":
        kept = kept.reshape(len(kept), -1).any(axis=1)
    return kept.astype(np.float64)


def _as_it_was_run(
    subject: Subject, session: Session, trial: Trial, masks: list[np.ndarray | None]
) -> None:
    """Make the case what the code was given: its own mask, dL/dy = 1."""
    case = trial.case
    if any(mask is not None for mask in masks):
        case = own_masks(case, masks)
        trial.altered = True
        trial.odd.pop("global_random", None)
    if session.ignores_upstream and case.upstream and session.goes_back:
        case = given_ones(case)
        trial.altered = True
    trial.case = as_a_network(session, trial, case) if isinstance(session, NetworkSession) else case


def own_masks(case: DrawnCase, masks: Sequence[np.ndarray | None]) -> DrawnCase:
    """Return the case with the masks that the code drew for itself, one for each round."""
    inputs = tuple(
        {**{n: a for n, a in drawn.items() if n != "mask"}, "mask": mask}
        for drawn, mask in zip(case.inputs, masks, strict=False)
        if mask is not None
    )
    return replace(case, inputs=inputs)


def given_ones(case: DrawnCase) -> DrawnCase:
    """Return the case for code that takes no upstream gradient: dL/dy is 1."""
    return replace(case, upstream=tuple(np.ones_like(dy) for dy in case.upstream))


def _collect(trial: Trial, rounds: list[tuple[str, Role, str, Any]]) -> None:
    if not rounds and "partial" in trial.odd:
        rounds = [(n, role, n, a) for n, (role, a) in trial.odd["partial"].items()]
    trial.odd.pop("partial", None)
    by_name: dict[str, list[np.ndarray]] = {}
    roles: dict[str, Role] = {}
    for name, role, _, array in rounds:
        clean = cleaned(trial, name, array)
        if clean is not None:
            by_name.setdefault(name, []).append(clean)
            roles[name] = role
    order = {"forward": 0, "state": 1, "gradient": 2, "steps": 3}
    for name in sorted(by_name, key=lambda n: order.get(roles[n], 4)):
        arrays = by_name[name]
        if len(arrays) < len(trial.case.inputs):
            continue  # a later call raised: what all of them give is not known
        if len({a.shape for a in arrays}) == 1:
            trial.given.add(roles[name], name, stacked(arrays))


def _same(a: np.ndarray, b: np.ndarray) -> bool:
    return a.shape == b.shape and np.array_equal(a, b, equal_nan=a.dtype.kind == "f")


def _optimizer(subject: OptimizerSubject, trial: Trial, progress: Progress, twice: bool) -> None:
    case = trial.case
    progress(f"constructor, {case.name}")
    dtype = np.dtype("float64")
    params = {name: np.array(array, dtype=dtype) for name, array in case.params.items()}
    session = subject.open(case, params)
    trial.random_before = _random_state() if twice else None
    path: dict[str, list[Any]] = {name: [] for name in params}
    changes: Mapping[int, float] = case.options.get("lr_at", {})
    try:
        session.change_rate(subject.config(case)["lr"])
    except NotApplicableError:
        changes = {}
        kept_options = {k: v for k, v in case.options.items() if k != "lr_at"}
        trial.case, trial.altered = replace(case, options=kept_options), True
    progress(f"update, {case.name}")
    try:
        for step in range(steps_of(case)):
            if step in changes:
                session.change_rate(changes[step])
            grads = gradients_at(case, step, dtype)
            kept = {name: array.copy() for name, array in grads.items()}
            session.step(grads)
            if any(not _same(grads[name], kept[name]) for name in kept):
                trial.odd.setdefault("changed_in_place", ["the gradients"])
            for name, array in session.params.items():
                path[name].append(np.array(array))
    finally:
        trial.used |= session.used
        for name, arrays in path.items():
            if arrays and len({a.shape for a in arrays}) == 1:
                clean = cleaned(trial, name, np.stack(arrays))
                if clean is not None:
                    trial.given.add("steps", name, clean)
            elif arrays:
                trial.bad[name] = Text("its shape changes", "形が途中で変わる")
