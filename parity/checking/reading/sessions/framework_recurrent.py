"""PyTorch Modules and Keras layers around a recurrent layer: its weights, states and outputs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from parity.checking.loading.signatures import parameters_of, required
from parity.checking.reading.binding import NotApplicableError
from parity.checking.reading.sessions.keras_layer import KerasLayer, KerasSession
from parity.checking.reading.sessions.session import StumbleError, Subject, users_code
from parity.checking.reading.sessions.torch_module import TorchModule, TorchSession
from parity.describing.concept import DrawnCase, Text

STATES = ("h0", "c0", "h", "c")
TIME_FIRST = Text(
    "Time is the first axis of its input and output, as PyTorch has it unless batch_first=True.",
    "入出力の最初の軸を時刻とみなした(PyTorch では batch_first=True としない限りそうなる)。",
)


def _every_step(given: Any, shape: tuple[int, ...]) -> Any:
    """Return the first tensor of this shape among nested results.

    Raises:
        NotApplicableError: if there is none: the last step alone, or what a head makes of it.
    """
    ahead = [given]
    while ahead:
        part = ahead.pop(0)
        if isinstance(part, tuple | list):
            ahead = [*part, *ahead]
        elif tuple(getattr(part, "shape", ())) == shape:
            return part
    raise NotApplicableError(
        f"it gives no output of shape {shape}, which holds every step",
        f"全時刻の出力(形状 {shape})を返さない",
    )


def _first_that_runs(ways: list[Callable[[], Any]]) -> Any:
    """Return what the first of several calls gives that does not raise; the first's error."""
    errors: list[StumbleError] = []
    for way in ways:
        try:
            with users_code("forward"):
                return way()
        except StumbleError as stumble:
            errors.append(stumble)
    raise errors[0]


def _split(
    inputs: Mapping[str, Any], called: Callable[..., Any]
) -> tuple[Any, list[Any], dict[str, Any]]:
    """Return the sequence, its first states, and the lengths where the code takes them.

    Raises:
        NotApplicableError: if there are lengths or states that it does not take, or none that it
            needs.
    """
    parameters = parameters_of(called) or []
    takes = [p.name for p in parameters]
    if len([p for p in parameters if required(p)]) > 1 and not set(STATES) & set(inputs):
        raise NotApplicableError("it needs a first state", "初期状態が必要である")
    alone = len(parameters) == 1 and parameters[0].kind is not parameters[0].VAR_POSITIONAL
    if alone and set(STATES) & set(inputs):
        raise NotApplicableError("it takes no first state", "初期状態を受け取らない")
    named = {name: a for name, a in inputs.items() if name == "lengths"}
    if named and "lengths" not in takes:
        raise NotApplicableError(
            "it takes no lengths of padded sequences", "パディングした系列の長さを受け取らない"
        )
    x = next(iter(inputs.values()))
    return x, [a for name, a in inputs.items() if name in STATES], named


class RecurrentModule(TorchModule):
    """A Module that is ``nn.RNN``, ``nn.LSTM``, ``nn.GRU`` or a cell of theirs, or has one.

    Attributes:
        time_first: whether it takes and gives time on the first axis, as PyTorch does by default.
    """

    time_first = False

    def others(self) -> Iterator[Subject]:
        """Yield the reading in which time is the first axis."""
        if not self.time_first:
            other = RecurrentModule(self.concept, self.names, self.label, self.target)
            other.time_first = True
            other.told = [TIME_FIRST]
            yield other

    def owner(self, module: Any, case: DrawnCase) -> Any:
        """Return the one recurrent part, its unused bias at 0; the module if there is none."""
        import torch

        kinds = (torch.nn.RNNBase, torch.nn.RNNCellBase)
        parts = [part for part in module.modules() if isinstance(part, kinds)]
        if len(parts) != 1:
            return module
        (part,) = parts
        if getattr(part, "num_layers", 1) != 1 or getattr(part, "bidirectional", False):
            raise NotApplicableError(
                "it has several layers or directions", "層または方向が複数ある"
            )
        if part.bias and "b" not in case.params:
            raise NotApplicableError(
                "it has a bias, which these cases do not have", "このケースにはないバイアスを持つ"
            )
        gru = isinstance(part, torch.nn.GRU | torch.nn.GRUCell)
        if gru and part is not module and case.config.get("reset") != "after":
            raise NotApplicableError(
                "PyTorch's GRU resets after the product", "PyTorch の GRU は積の後にリセットする"
            )
        with torch.no_grad():
            for name, parameter in part.named_parameters():
                if name.startswith("bias"):
                    parameter.zero_()
        return part

    def session(self, *made: Any) -> TorchSession:
        """Return the session of a constructed module."""
        _, case, _, used, _ = made
        used.update({"reset"} & set(case.config))  # PyTorch's GRU has no other way
        return _RecurrentSession(*made)


class _RecurrentSession(TorchSession):
    subject: RecurrentModule

    def call(self) -> Any:
        """Return the output of every step, or a cell's new state."""
        x, states, named = _split(self.inputs, self.module.forward)
        turned = self.subject.time_first and x.ndim == 3
        x = x.swapaxes(0, 1) if turned else x
        axis = [state[None] for state in states]
        ways: list[Callable[[], Any]] = [lambda: self.module(x, *states, **named)]
        if states:
            ways += [
                lambda: self.module(x, *axis, **named),
                lambda: self.module(x, tuple(axis), **named),
                lambda: self.module(x, tuple(states), **named),
            ]
        n, t, *rest = self.case.upstream[0].shape
        y = _every_step(_first_that_runs(ways), (t, n, *rest) if turned else (n, t, *rest))
        return y.swapaxes(0, 1) if turned else y


class RecurrentKerasLayer(KerasLayer):
    """A layer that is ``keras.layers.LSTM`` or its like, or has one."""

    def session(self, case: DrawnCase, layer: Any, used: set[str]) -> KerasSession:
        """Return the session of a constructed layer."""
        return _RecurrentKerasSession(self, case, layer, used)


class _RecurrentKerasSession(KerasSession):
    def build(self) -> None:
        """Build the layer, and what it is made of, by a first call."""
        import keras

        first = next(iter(self.case.inputs[0]))
        if not self.layer.weights:
            if type(self.layer).build is keras.Layer.build:
                # Keras would run it symbolically once more, for what it is made of to be built.
                self.layer.built = True
            with users_code("constructor"):
                self.layer(self.given(first, self.case.inputs[0][first]))

    def place(self) -> None:
        """Set the parameters; a bias that the case does not have would stay as it was drawn."""
        biased = any(getattr(owner, "use_bias", False) for owner in self.owners()[1:])
        if biased and "b" not in self.case.params:
            raise NotApplicableError(
                "it has a bias, which these cases do not have", "このケースにはないバイアスを持つ"
            )
        super().place()

    def owners(self) -> list[Any]:
        """Return the layer and those in it."""
        return list(self.layer._flatten_layers())

    def call(self, keywords: dict[str, Any]) -> Any:
        """Return the output of every step, or a cell's new state."""
        takes = [p.name for p in parameters_of(self.layer.call) or []]
        x, states, named = _split(self.inputs, self.layer.call)
        named |= keywords
        ways: list[Callable[[], Any]] = [lambda: self.layer(x, *states, **named)]
        if "initial_state" in takes and states:
            ways = [lambda: self.layer(x, initial_state=states, **named)]
        elif states:
            ways.append(lambda: self.layer(x, states, **named))
        return _every_step(_first_that_runs(ways), np.shape(self.case.upstream[0]))
