"""PyTorch Modules: parameters set by name, gradients by autograd."""

from __future__ import annotations

import copy
import inspect
from collections.abc import Mapping
from typing import Any

import numpy as np

from parity.checking.reading.binding import NotApplicableError, UnknownShapeError, bind
from parity.checking.reading.sessions.session import (
    Session,
    StumbleError,
    Subject,
    refuses,
    users_code,
)
from parity.checking.reading.spellings import Names
from parity.describing.concept import Concept, DrawnCase, Text
from parity.describing.layouts import to_canonical, to_framework


class TorchModule(Subject):
    """A class that derives from ``torch.nn.Module``, or an instance of one."""

    def __init__(self, concept: Concept, names: Names, label: str, target: Any) -> None:
        shape = Text("a PyTorch Module", "PyTorch の Module")
        super().__init__(concept, names, shape, label)
        self.target = target

    def start(self, case: DrawnCase) -> TorchSession:
        """Construct the module in float64, and give it the case's parameters and buffers."""
        import torch

        supply = self.supply(case)
        supply.arrays, supply.order = {}, ()
        used: set[str] = set()
        with users_code("constructor"):
            if inspect.isclass(self.target):
                bound = bind(self.target, supply, self.names)
                module = bound.call(self.target)
                used = bound.used
            else:
                module = copy.deepcopy(self.target)
            module = module.double()
        placed = {}
        for name, array in {**case.params, **case.buffers}.items():
            weight = self.concept.weights.get(name)
            theirs = (*([weight.torch] if weight else ()), *self.names.of(name))
            found = next(
                (n for n in theirs if isinstance(getattr(module, n, None), torch.Tensor)), None
            )
            if found is None:
                if name in case.buffers:
                    continue
                raise UnknownShapeError(
                    f"{self.label} has no parameter {name}", f"{self.label} に {name} がない"
                )
            tensor = getattr(module, found)
            arranged = array
            if weight and found == weight.torch:
                arranged = to_framework(weight.torch_layout, array)
            if tuple(tensor.shape) != arranged.shape and arranged.T.shape == tuple(tensor.shape):
                arranged = arranged.T
            with torch.no_grad():
                tensor.copy_(torch.tensor(np.array(arranged)))
            placed[name] = (found, arranged is not array)
            used.add(name)
        if case.training is False:
            module.eval()
        return TorchSession(self, case, module, used, placed)


class TorchSession(Session):
    """One constructed module."""

    goes_back = True
    ignores_upstream = False
    takes_mask = False

    def __init__(
        self, subject: TorchModule, case: DrawnCase, module: Any, used: set[str], placed: dict
    ) -> None:
        self.subject, self.case, self.module = subject, case, module
        self.used, self.placed = used, placed

    def forward(self, inputs: Mapping[str, np.ndarray]) -> Any:
        """Return the output as an array."""
        import torch

        self.inputs = {
            name: torch.tensor(array).requires_grad_(name in self.case.differentiable)
            for name, array in inputs.items()
            if not name.startswith("mask")
        }
        try:
            with users_code("forward"):
                self.output = self.module(*self.inputs.values())
                return self.output.detach().numpy().copy()
        except StumbleError as stumble:
            if refuses("torch", self.subject.concept, self.case, stumble.error):
                raise NotApplicableError(
                    "PyTorch itself refuses it", "PyTorch 自身が受け付けない"
                ) from stumble
            raise

    def backward(self, dy: Any) -> dict[str, Any]:
        """Return autograd's gradients."""
        import torch

        for parameter in self.module.parameters():
            parameter.grad = None
        constant = not self.output.requires_grad  # as a step function's, which leads nowhere
        if not constant:
            with users_code("backward"):
                self.output.backward(torch.tensor(dy))
        found: dict[str, Any] = {}
        for name in self.case.differentiable:
            tensor = self.inputs[name]
            found[name] = None if tensor.grad is None else tensor.grad.numpy()
            if constant:
                found[name] = np.zeros(tuple(tensor.shape))
        for name in self.case.params:
            attribute, moved = self.placed[name]
            gradient = getattr(self.module, attribute).grad
            found[name] = None if gradient is None else self._back(name, gradient.numpy(), moved)
        return found

    def buffers(self) -> dict[str, Any]:
        """Return the running statistics."""
        return {
            name: getattr(self.module, self.placed[name][0]).detach().numpy().copy()
            for name in self.case.buffers
            if name in self.placed
        }

    def _back(self, name: str, array: np.ndarray, moved: bool) -> np.ndarray:
        if not moved:
            return array
        weight = self.subject.concept.weights.get(name)
        if weight and self.placed[name][0] == weight.torch:
            return to_canonical(weight.torch_layout, array)
        return array.T
