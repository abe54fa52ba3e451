"""Trains with ``torch_impl``."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import torch

from parity.describing.layouts import to_canonical
from parity.experiments.training.drawing import Drawn, Segment
from parity.experiments.training.surfaces import Surface
from parity.experiments.training.trainers import Part
from parity.experiments.training.trainers.common import (
    Kept,
    by_rate,
    has_own_penalty,
    learned,
    penalized,
    pieces,
    scaled,
)
from parity.harness.evaluators.subject import dotted, locate
from parity.harness.evaluators.torch_evaluator import construct
from torch_impl.layers.dropout import Dropout
from torch_impl.networks.training import train_step


class TorchSession:
    """PyTorch's side; see :class:`parity.experiments.training.trainers.Session`."""

    def __init__(self) -> None:
        self.kept = Kept()

    def begin(self, drawn: Drawn) -> None:
        """Construct the network of a run."""
        setting, task = drawn.setting, drawn.task
        self.drawn = drawn
        self.dtype = getattr(torch, setting.dtype)
        torch.set_default_dtype(self.dtype)
        self.network = construct(drawn.case, self.dtype)
        for layer in self.network.modules():
            if isinstance(layer, Dropout):
                layer.scaling = setting.options.get("dropout_scaling", "inverted")
        if has_own_penalty(drawn):
            self._change_penalty()
        self.loss = dotted(f"torch_impl.{setting.loss}")()
        for name in set(drawn.case.params) - set(learned(drawn)):
            self._parameter(name).requires_grad_(False)
        config = dict(setting.optimizer_config)
        found = [([self._parameter(n) for n in names], rate) for rate, names in by_rate(drawn)]
        given: Any = found[0][0]
        if "rates" in setting.options:
            given = [{"params": own, "lr": scaled(config, rate)["lr"]} for own, rate in found]
        self.optimizer = dotted(f"torch_impl.{setting.optimizer}")(given, **config)
        self.x = {"train": self._given(task.x_train), "test": self._given(task.x_test)}
        self.t = self._given(task.t_train)

    def _parameter(self, name: str) -> torch.nn.Parameter:
        owner, attribute, _ = locate("torch", self.drawn.case, self.network, name)
        return getattr(owner, attribute)  # type: ignore[no-any-return]

    def _given(self, array: np.ndarray) -> torch.Tensor:
        def convert(array: np.ndarray) -> torch.Tensor:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # that the images are read-only: nobody writes
                tensor = torch.from_numpy(array)
            return tensor.to(self.dtype) if tensor.is_floating_point() else tensor

        return self.kept.get(array, str(self.dtype), convert)

    def _change_penalty(self) -> None:
        """Penalize some of the layers only; show the taught penalty if it is asked for."""
        network, setting = self.network, self.drawn.setting
        layers = [getattr(network, name) for name in penalized(self.drawn)]
        l1, l2 = setting.config.get("l1", 0.0), setting.config.get("l2", 0.0)

        def penalty() -> torch.Tensor:
            value = torch.stack([network.regularizer(layer.weight) for layer in layers]).sum()
            if not setting.taught_penalty:
                return value
            with torch.no_grad():
                shown = sum(
                    l1 * layer.weight.abs().sum() + 0.5 * l2 * layer.weight.square().sum().sqrt()
                    for layer in layers
                )
                difference = shown - value
            return value + difference  # shown, with the gradient of value

        network.penalty = penalty

    def steps(self, segment: Segment) -> np.ndarray:
        """Take the steps; return their losses."""
        x, t = self.x["train"], self.t
        masks = {name: torch.from_numpy(mask) for name, mask in segment.masks.items()}
        losses = np.empty(len(segment.chosen))
        for i, chosen in enumerate(torch.from_numpy(segment.chosen)):
            own = {name: mask[i] for name, mask in masks.items()} or None
            losses[i], _ = train_step(
                self.network, self.loss, self.optimizer, x[chosen], t[chosen], own
            )
        return losses

    def scores(self, part: Part, chosen: np.ndarray | None = None) -> np.ndarray:
        """Return the scores in inference."""
        x = self.x[part] if chosen is None else self.x[part][torch.from_numpy(chosen)]
        self.network.eval()
        with torch.inference_mode():
            return torch.cat([self.network(x[piece]) for piece in pieces(len(x))]).numpy()

    def parameters(self) -> dict[str, np.ndarray]:
        """Return copies of the parameters."""
        found = {}
        for name in self.drawn.case.params:
            owner, attribute, layout = locate("torch", self.drawn.case, self.network, name)
            found[name] = to_canonical(layout, getattr(owner, attribute).detach().numpy()).copy()
        return found

    def observed(self) -> dict[str, np.ndarray]:
        """Return nothing: only NumPy's run is observed."""
        return {}

    def walk(
        self, surface: Surface, start: np.ndarray, optimizer: str, config: dict, steps: int
    ) -> np.ndarray:
        """Return an optimizer's path."""
        w = torch.nn.Parameter(torch.tensor(np.array(start, dtype=float)))
        mover = dotted(f"torch_impl.{optimizer}")([w], **config)
        path = [w.detach().numpy().copy()]
        for _ in range(steps):
            w.grad = torch.from_numpy(surface.gradient(path[-1]))
            mover.step()
            path.append(w.detach().numpy().copy())
        return np.array(path)

    def begin_taught(self, drawn: Drawn) -> None:
        """Construct a model of sequences."""
        setting = drawn.setting
        self.drawn = drawn
        self.dtype = getattr(torch, setting.dtype)
        torch.set_default_dtype(self.dtype)
        self.network = construct(drawn.case, self.dtype)
        of_scores = setting.options.get("scores", False)
        self.loss = dotted(f"torch_impl.{setting.loss}")() if of_scores else None
        places = [locate("torch", drawn.case, self.network, name) for name in drawn.case.params]
        # The second bias of PyTorch's recurrent layers stays 0: it is in no list.
        learnt = [getattr(owner, attribute) for owner, attribute, _ in places]
        self.optimizer = dotted(f"torch_impl.{setting.optimizer}")(
            learnt, **setting.optimizer_config
        )

    def taught(self, x: np.ndarray, t: np.ndarray) -> float:
        """Take a step; return the loss before it."""
        self.optimizer.zero_grad()
        words, wanted = torch.from_numpy(x), torch.from_numpy(t)
        if self.loss is None:
            loss = self.network(words, wanted)
        else:
            loss = self.loss(self.network(words, wanted[:, :-1]), wanted[:, 1:])
        loss.backward()
        self.optimizer.step()
        return float(loss.detach())
