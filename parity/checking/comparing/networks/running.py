"""What a network gave, beside what is right for its own loss; or beside that loss's differences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from numpy_impl.activations.sigmoid import Sigmoid
from numpy_impl.activations.softmax import Softmax
from parity.checking.comparing.networks.finite_differences import (
    Clock,
    Differences,
    along_all,
    differences,
)
from parity.checking.comparing.trial import Trial, cleaned
from parity.checking.loading.signatures import parameters_of
from parity.checking.reading.binding import NotApplicableError
from parity.checking.reading.sessions.networking.losses import plain_loss, recognised, squashed_by
from parity.checking.reading.sessions.networking.network_session import NetworkSession, penalty_of
from parity.checking.reading.sessions.networking.own import (
    BATCH_NORM,
    DROPOUT,
    PLAIN,
    OwnNetwork,
    options_of,
)
from parity.checking.reading.sessions.networking.randomness import Draws
from parity.checking.reading.sessions.networks import BookNetwork
from parity.checking.reading.sessions.session import StumbleError
from parity.describing.concept import DrawnCase

Progress = Callable[[str], None]

ACTIVATIONS = ("relu", "sigmoid", "tanh")
"""What a network that does not know a case's activation is tried with."""


MANY = 20_000
"""From how many numbers on all parameters are tried along one direction, and more only if it is
wrong."""


def as_a_network(session: NetworkSession, trial: Trial, case: DrawnCase) -> DrawnCase:
    """Return the case as the network ran it: the upstream gradient is that of its own loss."""
    x, t = case.inputs[0]["x"], case.inputs[0]["t"]
    y = np.asarray(trial.given.quantities.get("y", np.zeros(t.shape)), dtype=np.float64)
    trial.odd["numerical"] = session.calls.numerical
    trial.odd["unknown_words"] = session.unknown_words
    dy = np.zeros(t.shape)
    if y.shape == t.shape:
        known = session.known or plain_loss(y, t)
        if known.squashed:
            # Our network gives scores: the same function on top makes them comparable.
            trial.odd["on_top"] = Softmax if known.squashed == "softmax" else Sigmoid
        dy = known.upstream
        trial.odd["loss"] = known
        if "loss" in trial.given.quantities:
            trial.extra["loss"] = lambda judged: np.asarray(known.value + penalty_of(judged))
    trial.altered = True
    return replace(case, inputs=({"x": x},), upstream=(dy,), differentiable=())


def further_cases(
    subject: BookNetwork, trials: Sequence[Trial], like: DrawnCase
) -> list[DrawnCase]:
    """Return what a network is run on besides the recorded cases.

    With weight decay, where it takes one; with an activation that it knows; and against its own
    loss, for what our networks cannot express.
    """
    ran = [trial for trial in trials if trial.ran]
    found = [with_decay(t.case) for t in ran if "l2" in t.used][:1]
    if ran and "activation" in subject.defaults:
        found += _usual_activation(subject, ran)
    if not ran and "activation" in subject.defaults:
        for trial in trials:
            if trial.stumble and trial.stumble.stage == "constructor" and not trial.case.buffers:
                found += [
                    replace(
                        trial.case,
                        name=f"{trial.case.name}/{word}",
                        config={**trial.case.config, "activation": word},
                    )
                    for word in ACTIVATIONS
                ]
    wanted = [] if ran else [PLAIN]
    options = options_of(subject.target, subject.names)
    wanted += [variant for variant in (BATCH_NORM, DROPOUT) if options[variant]]
    if DROPOUT not in wanted and subject.drops:
        wanted.append(DROPOUT)
    return [*found, *(own_case(like, variant) for variant in wanted)]


def with_decay(case: DrawnCase) -> DrawnCase:
    """Return a network's case with weight decay, which is in the loss and in the gradients."""
    inputs = ({"x": case.inputs[0]["x"]},)
    return replace(case, name=f"{case.name}/l2", inputs=inputs, config={**case.config, "l2": 0.1})


def _usual_activation(subject: BookNetwork, ran: Sequence[Trial]) -> list[DrawnCase]:
    """Return a case with the activation that the network has by default, if none has it."""
    for parameter in parameters_of(subject.target) or []:
        if subject.names.meaning(parameter.name, ["activation"]) is None:
            continue
        word = str(parameter.default).lower()
        with_words = [t.case for t in ran if "activation" in t.used]
        usual = subject.defaults["activation"]
        seen = {case.config.get("activation", usual) for case in with_words}
        if with_words and word in ACTIVATIONS and word not in seen:
            case = with_words[0]
            config = {**case.config, "activation": word}
            return [replace(case, name=f"{case.name}/{word}", config=config)]
    return []


def own_case(like: DrawnCase, variant: str) -> DrawnCase:
    """Return a case that the network fills itself: its sizes, its names, its loss."""
    name = "own_loss" if variant == PLAIN else f"own_loss/{variant}"
    return replace(
        like, name=name, params={}, buffers={}, config={}, config_for={},
        inputs=(dict(like.inputs[0]),),  # until the network has chosen its own
        upstream=(), differentiable=(), kink=False, training=None, options={"own_loss": variant},
    )  # fmt: skip


def judge_by_its_own_loss(subject: BookNetwork, trial: Trial, progress: Progress) -> None:
    """Compare the gradients of the network with finite differences of its loss.

    Raises:
        NotApplicableError: if its loss and its gradients cannot be compared.
    """
    progress(f"constructor, {trial.case.name}")
    try:
        own = subject.own(trial.case.options["own_loss"])
    except StumbleError:
        if subject.fitted or subject.at_its_own_size:  # our sizes are at fault, not the code
            raise NotApplicableError(
                "we do not know which sizes it can be given", "どの大きさを渡せるか分からない"
            ) from None
        raise
    calls, x, t = own.calls, own.x, own.t
    if not subject.recorded:
        _require_scores(own)
    if calls.numerical:
        raise NotApplicableError("its gradient is numerical", "勾配が数値微分で求められている")
    draws = Draws(calls.network)

    def loss() -> Any:
        draws.again()
        return calls.loss(x, t)

    progress(f"loss, {trial.case.name}")
    value = loss()
    drawn = draws.position()
    draws.again()
    fresh = draws.position()
    if trial.case.options["own_loss"] == DROPOUT and drawn == fresh:
        raise NotApplicableError("nothing is dropped out", "ドロップアウトが働いていない")
    if not np.array_equal(loss(), value):
        raise NotApplicableError("its loss is another one each time", "損失が呼び出すたびに変わる")
    progress(f"gradient, {trial.case.name}")
    draws.again()
    gradients = calls.gradients(x, t)
    if draws.position() != drawn:
        raise NotApplicableError(
            "its loss and its gradient draw other masks",
            "損失と勾配とで異なるマスクが使われる",
        )
    trial.case = replace(
        trial.case, inputs=({"x": x, "t": t},), params={p.name: p.array for p in calls.places}
    )
    _differ(subject, trial, own, gradients, loss, np.asarray(value).dtype == np.float32)
    if any(_off(trial, name) for name in trial.own.quantities):
        _require_one_mode(own, draws, value)


def _require_scores(own: OwnNetwork) -> None:
    """Refuse a network whose last layer is not a dense one without an activation.

    Raises:
        NotApplicableError: if it is not.
    """
    calls, x = own.calls, own.x
    refused = NotApplicableError(
        "its last layer gives no scores", "最後の層の出力がスコアになっていない"
    )
    biases = [p for p in calls.places if p.leaf == "b"]
    if not biases:
        raise refused
    last = sorted(biases, key=lambda p: p.number)[-1]
    calls.training = False
    before = calls.scores(x)
    shift = np.linspace(-3.0, 2.0, last.array.size).reshape(last.array.shape)
    kept = last.array.copy()
    last.array[...] = kept + shift
    after = calls.scores(x)
    last.array[...] = kept
    calls.training = True
    if before is None or np.ndim(before) != 2 or np.shape(before)[1] != shift.size:
        raise refused
    if squashed_by(np.asarray(before)) == "softmax":
        with np.errstate(all="ignore"):
            before, after = (np.log(y) - np.log(y)[:, :1] for y in (before, after))
        shift = shift - shift.ravel()[0]
    if not np.allclose(after, before + shift.reshape(1, -1), rtol=1e-6, atol=1e-9):
        raise refused
    for place in calls.places:
        kept = place.array.copy()
        place.array[...] = kept + 0.5
        moved = calls.scores(x)
        place.array[...] = kept
        if np.array_equal(moved, calls.scores(x)):
            raise refused  # the parameter is of no use


def _off(trial: Trial, name: str) -> bool:
    given, right = trial.given.quantities[name], trial.own.quantities[name]
    if given.shape != right.shape:
        return True
    return not bool(np.abs(given - right).max(initial=0.0) <= trial.bounds[name])


def _require_one_mode(own: OwnNetwork, draws: Draws, value: Any) -> None:
    """Refuse a loss that is that of inference where the gradients are those of training."""
    calls, one_hot = own.calls, own.t
    if own.t.ndim == 1:
        one_hot = np.eye(int(own.t.max()) + 1)[own.t]
    modes = []
    for training in (True, False):
        calls.training = training
        draws.again()
        try:
            y = np.asarray(calls.scores(own.x), dtype=np.float64)
        except (StumbleError, TypeError, ValueError):
            return
        finally:
            calls.training = True
        modes.append(y)
    if any(y.shape != one_hot.shape for y in modes) or np.array_equal(modes[0], modes[1]):
        return
    # Whatever its penalty is, it is the same in both.
    in_training, in_inference = (plain_loss(y, one_hot).value for y in modes)
    if (
        recognised(value, modes[1], one_hot, squashed_by(modes[1]), (0.0,))
        and abs(in_training - in_inference) > 1e-9
    ):
        raise NotApplicableError(
            "its loss is that of inference, its gradients are those of training",
            "損失は推論時のもの、勾配は訓練時のものである",
        )


def _differ(
    subject: BookNetwork,
    trial: Trial,
    own: OwnNetwork,
    gradients: dict[str, np.ndarray],
    loss: Callable[[], Any],
    single: bool,
) -> None:
    """Write the gradients and the differences into the trial, under our names where we have."""
    ours = {theirs: name for name, theirs in subject.theirs.items()}
    rng, clock = np.random.default_rng(2), Clock()
    fitting: dict[str, tuple[np.ndarray, np.ndarray]] = {}
    for place in sorted(own.calls.places, key=lambda p: -p.number):
        name = f"d{ours.get(place.name, place.name)}"
        gradient = (
            cleaned(trial, name, gradients.get(place.name)) if place.name in gradients else None
        )
        if gradient is None:
            continue
        if np.squeeze(gradient).shape != np.squeeze(place.array).shape:
            trial.given.add("gradient", name, gradient)
            trial.own.add("gradient", name, np.zeros(place.array.shape))
        else:
            fitting[name] = place.array, gradient.reshape(place.array.shape)
    many = sum(array.size for array, _ in fitting.values()) > MANY
    if subject.recorded and many and not trial.own.quantities:
        arrays, given = zip(*fitting.values(), strict=True)
        along = along_all(loss, arrays, given, rng, single)
        if along is not None and np.abs(along.given - along.right).max() <= along.bound:
            _write(trial, "gradients", along)
            return
    for name, (array, gradient) in fitting.items():
        if clock.late:
            break
        found = differences(loss, array, gradient, rng, clock, single)
        if found is not None:
            _write(trial, name, found)
    if not trial.given.quantities:
        raise NotApplicableError("its gradients are not seen", "勾配が見当たらない")


def _write(trial: Trial, name: str, found: Differences) -> None:
    trial.given.add("gradient", name, found.given)
    trial.own.add("gradient", name, found.right)
    trial.bounds[name] = found.bound
