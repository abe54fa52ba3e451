"""PyTorch Modules: parameters set by name, gradients by autograd."""

from __future__ import annotations

import copy
import inspect
from collections.abc import Mapping
from typing import Any

import numpy as np

from parity.checking.loading.signatures import parameters_of
from parity.checking.reading.binding import NotApplicableError, UnknownShapeError, bind
from parity.checking.reading.results import WEIGHTS
from parity.checking.reading.sessions.layers.torch_parts import (
    Options,
    part_of,
    silence,
    takes_options,
)
from parity.checking.reading.sessions.session import (
    Session,
    StumbleError,
    Subject,
    refuses,
    users_code,
)
from parity.checking.reading.source import returned_names
from parity.checking.reading.spellings import Names
from parity.describing.concept import Concept, DrawnCase, Text
from parity.describing.layouts import to_canonical, to_framework


class TorchModule(Subject):
    """A class that derives from ``torch.nn.Module``, or an instance of one."""

    first_alone = True

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
        placed: dict[str, Any] = {}
        module: Any
        with users_code("constructor"):
            if inspect.isclass(self.target) and takes_options(self.target):
                options = Options(supply.config, self.names)
                made: Any = self.target
                module, used = made(options), options.used
            elif inspect.isclass(self.target):
                bound = bind(self.target, supply, self.names)
                module = bound.call(self.target)
                used = bound.used
            else:
                module = copy.deepcopy(self.target)
            module = module.double()
        owner = self.owner(module, case)
        for name, array in {**case.params, **case.buffers}.items():
            weight = self.concept.weights.get(name)
            known = [weight.torch, weight.torch.removesuffix("_l0")] if weight else []
            theirs = (*known, *self.names.of(name))
            found = next((n for n in theirs if isinstance(_reached(owner, n), torch.Tensor)), None)
            if found is None and (part := part_of(owner, name)) is not None:
                self._fill(part, name, array, placed)
                bias = f"b{name[1:]}"
                if name[0] == "W" and bias not in case.params:  # a bias of 0 is none
                    silence(part_of(owner, bias))
                used.add(name)
                continue
            if found is None:
                if name in case.buffers:
                    continue
                raise UnknownShapeError(
                    f"{self.label} has no parameter {name}", f"{self.label} に {name} がない"
                )
            tensor = _reached(owner, found)
            arranged = array
            if weight and found in known:
                arranged = to_framework(weight.torch_layout, array)
            if tuple(tensor.shape) != arranged.shape and arranged.T.shape == tuple(tensor.shape):
                arranged = arranged.T
            if tuple(tensor.shape) != np.shape(arranged):
                raise NotApplicableError(
                    f"its {found} has the shape {tuple(tensor.shape)}",
                    f"{found} の形状が {tuple(tensor.shape)} である",
                )
            with torch.no_grad():
                tensor.copy_(torch.tensor(np.array(arranged)))
            placed[name] = (tensor, found in known, arranged is not array)
            used.add(name)
        if not case.training:  # what drops something in training only is no part of the concept
            module.eval()
        return self.session(self, case, module, used, placed)

    def _fill(self, part: Any, name: str, array: np.ndarray, placed: dict) -> None:
        """Put an array into a linear layer, or a part of one, which is (out, in)."""
        import torch

        if tuple(part.shape) != array.T.shape:
            raise NotApplicableError(
                f"where it keeps {name} the shape is {tuple(part.shape)}",
                f"{name} を入れる所の形状が {tuple(part.shape)} である",
            )
        with torch.no_grad():
            part.copy_(torch.tensor(np.array(array.T)))
        placed[name] = (part, False, array.ndim > 1)

    def owner(self, module: Any, case: DrawnCase) -> Any:
        """Return what has the parameters: the module, or a part of it."""
        return module

    def session(self, *made: Any) -> TorchSession:
        """Return the session of a constructed module."""
        return TorchSession(*made)


def _reached(owner: Any, path: str) -> Any:
    """Return an attribute, or that of a part, as in ``depthwise.weight``; None if there is none."""
    for name in path.split("."):
        owner = getattr(owner, name, None)
    return owner


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
        self.mask = inputs.get("mask")
        try:
            self.output = self._among(self.call())
            with users_code("forward"):
                return self.output.detach().numpy().copy()
        except StumbleError as stumble:
            if refuses("torch", self.subject.concept, self.case, stumble.error):
                raise NotApplicableError(
                    "PyTorch itself refuses it", "PyTorch 自身が受け付けない"
                ) from stumble
            raise

    def _among(self, given: Any) -> Any:
        """Return the output among several results, such as weights of attention beside it."""
        if not isinstance(given, tuple | list) or not self.case.upstream:
            return given
        wanted = self.case.upstream[0].shape
        called = returned_names(self.module.forward)
        named = called if len(called) == len(given) else [""] * len(given)
        fitting = [
            (name in WEIGHTS, i)
            for i, (name, part) in enumerate(zip(named, given, strict=True))
            if tuple(getattr(part, "shape", ())) == wanted
        ]
        return given[min(fitting)[1]] if fitting else given[0]

    def call(self) -> Any:
        """Return the output, a tensor."""
        with users_code("forward"):
            return self.module(*self.inputs.values(), **self._masks())

    def _masks(self) -> dict[str, Any]:
        """Return the mask under the name that the module has for it, if it takes one."""
        import torch

        if self.mask is None:
            return {}
        names = self.subject.names
        takes = [p.name for p in parameters_of(self.module.forward) or []]
        called = [name for name in takes if names.meaning(name, ["mask"])]
        return {name: torch.tensor(self.mask) for name in called[:1]}

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
            gradient = self.placed[name][0].grad
            found[name] = None if gradient is None else self._back(name, gradient.numpy())
        return found

    def buffers(self) -> dict[str, Any]:
        """Return the running statistics."""
        return {
            name: self.placed[name][0].detach().numpy().copy()
            for name in self.case.buffers
            if name in self.placed
        }

    def _back(self, name: str, array: np.ndarray) -> np.ndarray:
        _, known, moved = self.placed[name]
        if not moved:
            return array
        weight = self.subject.concept.weights.get(name)
        return to_canonical(weight.torch_layout, array) if weight and known else array.T
