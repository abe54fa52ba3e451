"""A constructed network: its scores, its loss, its gradients, by our names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from parity.checking.reading.binding import NotApplicableError
from parity.checking.reading.sessions.networking.calls import Calls
from parity.checking.reading.sessions.networking.losses import KnownLoss, recognised, squashed_by
from parity.checking.reading.sessions.networking.parameters import Place, numbered, places_of
from parity.checking.reading.sessions.networking.randomness import Draws
from parity.checking.reading.sessions.session import Session, StumbleError, Subject
from parity.checking.reading.spellings import Names
from parity.describing.concept import Concept, DrawnCase, Text
from parity.harness.evaluators import numpy_evaluator


def penalty_of(case: DrawnCase) -> float:
    """Return what weight decay adds to the loss in our network."""
    if not case.config.get("l1") and not case.config.get("l2"):
        return 0.0
    return float(numpy_evaluator.construct(case, np.dtype("float64")).penalty())


class NetworkSubject(Subject):
    """What is found out about somebody's network while it runs.

    Attributes:
        target: its class.
        theirs: their name for each of our parameters.
        drops: whether it has dropout layers.
    """

    def __init__(
        self, concept: Concept, names: Names, shape: Text, label: str, target: Any
    ) -> None:
        super().__init__(concept, names, shape, label)
        self.target = target
        self.theirs: dict[str, str] = {}
        self.drops = False


class NetworkSession(Session):
    """One constructed network.

    Attributes:
        known: which loss its own is; None if that was not found out.
    """

    takes_mask = False
    ignores_upstream = True

    def __init__(
        self, subject: NetworkSubject, case: DrawnCase, network: Any, used: set[str]
    ) -> None:
        self.subject, self.case, self.used = subject, case, used
        places = places_of(network)
        if not places:
            raise NotApplicableError(
                "its parameters are not seen: it has neither a dictionary params nor attributes "
                "such as W1",
                "パラメータが見当たらない。辞書 params も W1 のような属性もない",
            )
        self.places: dict[str, Place] = numbered(case.params, places)
        for ours, place in self.places.items():
            if _plain(np.shape(place.array)) != _plain(case.params[ours].shape):
                raise NotApplicableError(
                    f"{place.name} has shape {place.array.shape}, ours {case.params[ours].shape}",
                    f"{place.name} の形が {place.array.shape} で、参照の "
                    f"{case.params[ours].shape} と異なる",
                )
        for ours, place in self.places.items():
            place.set(network, case.params[ours].reshape(place.array.shape))
        subject.theirs |= {ours: place.name for ours, place in self.places.items()}
        self.calls = Calls(network, places_of(network), subject.names)
        self.calls.settings = {n: self._l2() for n in ("l2",) if n in subject.defaults}
        self.goes_back = self.calls.goes_back
        self.may_draw = False
        self.unknown_words: list[str] = []
        self.known: KnownLoss | None = None
        self.t: np.ndarray | None = None
        self._first: Any = None

    def _l2(self) -> float:
        return float(self.case.config.get("l2", 0.0))

    def forward(self, inputs: Mapping[str, np.ndarray]) -> Any:
        """Return what the network predicts, before the softmax."""
        self.inputs = inputs
        self.calls.training = self.case.training
        if self.may_draw and self.t is None:
            self.may_draw = self._draws(inputs)
        if self.may_draw:
            self.calls.training = False
        y = self.calls.scores(inputs["x"])
        if y is None:
            raise NotApplicableError(
                "its scores are not seen", "スコアを返すメソッドが見つからない"
            )
        if self.t is None:
            self.t = self._labels(np.asarray(y))
        if self.may_draw:
            self.goes_back = False
        return y

    def _labels(self, y: np.ndarray) -> np.ndarray:
        """Return the labels in the form that the loss takes."""
        t = np.array(self.inputs["t"])
        if y.shape != t.shape:
            return t
        forms = (t, t.argmax(axis=1))
        taken = []
        for form in forms:
            try:
                value = self.calls.loss(self.inputs["x"], form)
            except StumbleError:
                continue
            if value is None:
                break
            if self._recognised(value, y) is not None:
                self._first = value
                return form
            if np.ndim(value) == 0:
                taken.append(form)
        if not taken and self.goes_back:
            for form in forms:
                try:
                    self.calls.gradients(self.inputs["x"], form)
                except StumbleError:
                    continue
                return form
        return taken[0] if taken else t

    def _recognised(self, value: Any, y: np.ndarray) -> KnownLoss | None:
        penalty = penalty_of(self.case)
        penalties = (0.0, penalty, 2 * penalty)
        return recognised(value, y, self.inputs["t"], self._squashed(y), penalties)

    def _squashed(self, y: np.ndarray) -> str:
        """Return what the prediction has gone through at last."""
        seems = squashed_by(y)
        if seems != "sigmoid":
            return seems
        biases = [place for name, place in self.places.items() if name.endswith(".b")]
        if not biases:
            return seems
        array = biases[-1].array
        kept = array.copy()
        try:
            array[...] = kept + 20.0  # scores that lie between 0 and 1 by chance do not stay there
            moved = np.asarray(self.calls.scores(self.inputs["x"]))
        finally:
            array[...] = kept
        return seems if moved.max(initial=0.0) <= 1 else ""

    def _draws(self, inputs: Mapping[str, np.ndarray]) -> bool:
        """Tell whether there are masks that we cannot set: the loss is another one each time."""
        draws = Draws(self.calls.network)
        draws.again()
        before = draws.position()
        values = []
        for t in (inputs["t"], inputs["t"].argmax(axis=1)):
            try:
                values = [self.calls.loss(inputs["x"], t) for _ in range(2)]
                break
            except StumbleError:
                continue
        found = draws.position() != before
        draws.leave()
        if values and values[0] is not None and np.ndim(values[0]) == 0:
            found = found or not np.array_equal(values[0], values[1], equal_nan=True)
        self.subject.drops |= found
        return found

    def loss(self, y: Any) -> Any:
        """Return the loss on the labels that the case has; None without such a method."""
        if self.may_draw:
            return None
        assert self.t is not None
        value, self._first = self._first, None  # evaluated to find out the form of the labels
        if value is None:
            value = self.calls.loss(self.inputs["x"], self.t)
        self.used |= self.calls.passed
        y = np.asarray(y, dtype=np.float64)
        if value is not None and y.shape == self.inputs["t"].shape:
            self.known = self._recognised(value, y)
        return value

    def backward(self, dy: Any) -> dict[str, Any]:
        """Return the gradients of the loss on the labels that the case has."""
        assert self.t is not None
        given = self.calls.gradients(self.inputs["x"], self.t)
        self.used |= self.calls.passed
        found = {}
        for ours, place in self.places.items():
            if place.name in given:
                gradient = np.asarray(given[place.name])
                shape = self.case.params[ours].shape
                same = _plain(gradient.shape) == _plain(shape)
                found[ours] = gradient.reshape(shape) if same else gradient
        return found

    def buffers(self) -> dict[str, Any]:
        """Return nothing: these networks keep running statistics in their layers."""
        return {}


def _plain(shape: tuple[int, ...]) -> tuple[int, ...]:
    """Return a shape without lengths of 1: a bias may be (1, n)."""
    return tuple(n for n in shape if n != 1)
