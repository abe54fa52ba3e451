"""One step of an LSTM or a GRU in other forms than the exam's: layouts, gates, dictionaries.

Where the parameters have the exam's names (W, U, b in one order), the exam's conventions hold, and
nothing of this is tried. Elsewhere the order of the gates and the layout of the weights are
whatever the author chose: the one under which the code gives our numbers is taken, and told.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from parity.checking.loading.signatures import parameters_of, required
from parity.checking.reading.binding import NotApplicableError
from parity.checking.reading.sessions.called import CalledFunction
from parity.checking.reading.sessions.session import Session, StumbleError, Subject, users_code
from parity.checking.reading.spellings import Names
from parity.describing.concept import Concept, DrawnCase, Text, draw_case
from parity.harness.evaluators.subject import implementation

STEP = Text("one step of a recurrent network", "再帰型ネットワークの1ステップ")

ORDERS = ("ifog", "ifgo", "fgio", "figo", "fiog", "iofg", "gifo")
"""Orders of the gates on one axis: cs231n's, the frameworks', books'."""

X = ("x", "xt", "x_t", "input", "inputs", "inp")
HIDDEN = re.compile(r"(prev|last|old)?_?(h|hidden|a|s|state)_?(t|prev|last|old|tm1|state|in|0)?_?"
                    r"(prev|tm1|state)?", re.IGNORECASE)  # fmt: skip
CELL = re.compile(
    r"(prev|last|old)?_?(c|cell)_?(t|prev|last|old|tm1|state|in|0)?_?(prev|tm1|state)?",
    re.IGNORECASE,
)
GATES = {"lstm_taught": "ifog", "gru_taught": "rzh"}
SPELLED = {"g": "gc", "h": "hnct"}
"""Other letters for the candidate."""


@dataclass(frozen=True)
class Form:
    """How the arrays of a step are arranged.

    Attributes:
        gates: the order of the gates on one axis, where they are stacked.
        transposed: whether weights are (in, out).
        columns: whether examples are columns.
        joined: ``hx`` or ``xh`` where one weight acts on both side by side; else empty.
        kept: whether the update gate of a GRU says what is kept.
        swapped: whether h is returned before c.
    """

    gates: str = ""
    transposed: bool = False
    columns: bool = False
    joined: str = ""
    kept: bool = False
    swapped: bool = False

    @property
    def told(self) -> list[Text]:
        """What is taken for granted, for the reader."""
        found = []
        if self.gates and self.gates != "ifog":
            found.append(
                Text(
                    f"The gates stand in the order {', '.join(self.gates)}.",
                    f"ゲートは {', '.join(self.gates)} の順に並んでいる。",
                )
            )
        if self.transposed:
            found.append(
                Text(
                    "Weights are (in, out), so that they are multiplied from the right.",
                    "重みは (入力, 出力) の形で、右から掛ける。",
                )
            )
        if self.columns:
            found.append(Text("Examples are columns.", "データは列として並ぶ。"))
        if self.kept:
            found.append(
                Text(
                    "The update gate z is the share of the old state that is kept, as in PyTorch "
                    "and Keras; in the exam it is that of the candidate.",
                    "更新ゲート z は前の状態を残す割合である(PyTorch と Keras の定義)。"
                    "試験の定義では候補の割合である。",
                )
            )
        return found


def recurrent_reading(
    concept: Concept, names: Names, label: str, function: Callable[..., Any]
) -> RecurrentStep | None:
    """Return the form under which a function gives our numbers, as a reading; None without one."""
    parameters = parameters_of(function)
    if concept.name not in GATES or not parameters:
        return None
    theirs = [p.name for p in parameters]
    if set(theirs) >= set(concept.cases[0].inputs) - {"x", "h", "prev_h", "prev_c"}:
        return None  # the exam's names
    case = draw_case(concept, concept.case("batch"))
    right = implementation("numpy", concept)(**case.inputs[0])
    wanted = right if isinstance(right, tuple) else (right,)
    likely: RecurrentStep | None = None
    for form in _forms(concept.name):
        subject = RecurrentStep(concept, names, label, function, form)
        with contextlib.suppress(NotApplicableError, StumbleError, ValueError, TypeError):
            given = subject.start(case).forward(case.inputs[0])
            given = given if isinstance(given, tuple) else (given,)
            agreed = [_near(a, b) for a, b in zip(given, wanted, strict=True)]
            if all(agreed):
                return subject
            if any(agreed):
                likely = likely or subject
    return likely


def _near(a: np.ndarray, b: np.ndarray) -> bool:
    return a.shape == b.shape and bool(np.allclose(a, b, rtol=1e-5, atol=1e-6))


def _forms(name: str) -> Iterator[Form]:
    for columns in (False, True):
        for transposed in (True, False):
            if name == "gru_taught":
                for joined in ("", "hx", "xh"):
                    for kept in (True, False):
                        yield Form("", transposed, columns, joined, kept)
                continue
            for joined in ("", "hx", "xh"):
                for gates in ORDERS:
                    for swapped in (True, False):
                        yield Form(gates, transposed, columns, joined, False, swapped)


class StepFunction(CalledFunction):
    """A function that is one step: in the exam's form, else in one of its own."""

    def others(self) -> Iterator[Subject]:
        """Yield the step in the form under which it gives our numbers."""
        found = recurrent_reading(self.concept, Names(), self.label, self.function)
        if found is not None:
            yield found
        yield from super().others()


class RecurrentStep(Subject):
    """A function that is one step, in a form of its own."""

    def __init__(
        self,
        concept: Concept,
        names: Names,
        label: str,
        function: Callable[..., Any],
        form: Form,
    ) -> None:
        super().__init__(concept, names, STEP, label, told=form.told)
        self.function, self.form = function, form

    def start(self, case: DrawnCase) -> RecurrentSession:
        """Set the function up; nothing runs yet."""
        return RecurrentSession(self, case)


class RecurrentSession(Session):
    """Calls a step in its own form."""

    goes_back = False
    ignores_upstream = False
    takes_mask = False

    def __init__(self, subject: RecurrentStep, case: DrawnCase) -> None:
        self.subject, self.case, self.form = subject, case, subject.form
        self.used: set[str] = set()

    def forward(self, inputs: Mapping[str, np.ndarray]) -> Any:
        """Return what the exam's function returns: (c, h), or h_new."""
        state = "h" if "h" in inputs else "prev_h"
        if inputs["x"].ndim == 1 and self.form.columns:
            raise NotApplicableError("it takes columns", "列ベクトルを取る")
        arrays = self._arrays(inputs)
        with users_code("call"):
            given = self.subject.function(*self._arguments(inputs, state, arrays))
        like = inputs[state]
        return self._results(given, like, 2 if state == "prev_h" else 1)

    def _arrays(self, inputs: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
        """Return the weights in the user's form, by gate where they are apart."""
        found: dict[str, np.ndarray] = {}
        if "b" in inputs:
            for letter in "WU":
                found |= {
                    f"{letter}{gate}": part
                    for gate, part in zip("ifog", np.split(inputs[letter], 4), strict=True)
                }
            found |= {f"b{g}": p for g, p in zip("ifog", np.split(inputs["b"], 4), strict=True)}
        else:
            for letter in "WU":
                sign = -1.0 if self.form.kept else 1.0
                found[f"{letter}r"] = inputs[f"{letter}_r"]
                found[f"{letter}z"] = sign * inputs[f"{letter}_z"]
                found[f"{letter}h"] = inputs[letter]
            found |= {f"b{gate}": np.zeros(len(inputs["W"])) for gate in "rzh"}
        return found

    def _weight(self, arrays: Mapping[str, np.ndarray], letter: str, gates: Sequence[str]) -> Any:
        """Return one weight or bias for these gates, stacked in the user's order and layout."""
        if letter == "b":
            bias = np.concatenate([arrays[f"b{g}"] for g in gates])
            return bias.reshape(-1, 1) if self.form.columns else bias
        parts = [arrays[f"{letter}{g}"] for g in gates] if letter in "WU" else []
        if letter == "J":  # one weight for both, side by side
            letters = "UW" if self.form.joined == "hx" else "WU"
            parts = [np.hstack([arrays[f"{m}{g}"] for m in letters]) for g in gates]
        weight = np.vstack(parts)
        return weight.T.copy() if self.form.transposed else weight

    def _arguments(
        self, inputs: Mapping[str, np.ndarray], state: str, arrays: Mapping[str, np.ndarray]
    ) -> list[Any]:
        """Return the arguments in the order of the user's parameters."""
        found: list[Any] = []
        turn = (lambda a: a.T.copy()) if self.form.columns else np.array
        for parameter in parameters_of(self.subject.function) or []:
            name = parameter.name
            if not required(parameter):
                continue
            if name in X:
                found.append(turn(inputs["x"]))
            elif "prev_c" in inputs and CELL.fullmatch(name):
                found.append(turn(inputs["prev_c"]))
            elif HIDDEN.fullmatch(name):
                found.append(turn(inputs[state]))
            elif name.lower().startswith("param") or name.lower() == "weights":
                found.append(_Parameters(self, arrays))
            else:
                found.append(self._named(name, arrays))
        return found

    def _named(self, name: str, arrays: Mapping[str, np.ndarray]) -> Any:
        """Return the array that a name such as ``Wx``, ``U_z``, ``b_f`` means.

        Raises:
            NotApplicableError: if it means none.
        """
        gates = GATES[self.subject.concept.name]
        stacked = self.form.gates or gates
        plain = name.replace("_", "").lower()
        for gate in gates:
            for spelled in SPELLED.get(gate, gate):
                apart = plain not in ("wx", "wh") or gates == "rzh"
                if apart and plain in (f"w{spelled}", f"w{spelled}x", f"wx{spelled}"):
                    letter = "J" if self.form.joined else "W"
                    return self._weight(arrays, letter, gate)
                if plain in (f"u{spelled}", f"w{spelled}h", f"wh{spelled}"):
                    return self._weight(arrays, "U", gate)
                if plain == f"b{spelled}":
                    return self._weight(arrays, "b", gate)
        if plain in ("wx", "wih", "weightih", "w") and not self.form.joined:
            return self._weight(arrays, "W", stacked)
        if plain in ("wh", "whh", "weighthh", "u") and not self.form.joined:
            return self._weight(arrays, "U", stacked)
        if plain in ("w", "weight", "weights") and self.form.joined:
            return self._weight(arrays, "J", stacked)
        if plain in ("b", "bias"):
            return self._weight(arrays, "b", stacked)
        raise NotApplicableError(
            f"we do not know what its {name} is", f"{name} に何を渡すべきか分からない"
        )

    def _results(self, given: Any, like: np.ndarray, count: int) -> Any:
        """Return the states among what the function returned."""
        values = list(given) if isinstance(given, tuple | list) else [given]
        turned = [np.asarray(v).T if self.form.columns else np.asarray(v)
                  for v in values if isinstance(v, np.ndarray)]  # fmt: skip
        states = [v for v in turned if v.shape == like.shape][:count]
        if len(states) < count:
            raise StumbleError("call", ValueError(f"returns {len(states)} state(s), not {count}"))
        if count == 1:
            return states[0]
        return tuple(states[::-1] if self.form.swapped else states)

    def backward(self, dy: Any) -> dict[str, Any]:
        """Never called: a step is judged forward."""
        raise AssertionError

    def buffers(self) -> dict[str, Any]:
        """Return nothing: a step keeps no state."""
        return {}


class _Parameters(dict):
    """A dictionary that has each weight under the name that it is asked for by."""

    def __init__(self, session: RecurrentSession, arrays: Mapping[str, np.ndarray]) -> None:
        super().__init__()
        self.session, self.arrays = session, arrays

    def __missing__(self, key: Any) -> Any:
        try:
            return self.session._named(str(key), self.arrays)
        except NotApplicableError:
            hidden = len(self.arrays["Wr"] if "Wr" in self.arrays else self.arrays["Wi"])
            # The weights of an output that is computed besides: of any size.
            return np.ones((2, hidden)) if str(key).lower().startswith("w") else np.zeros((2, 1))
