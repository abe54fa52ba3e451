"""Takes turns with ``torch_impl``."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from parity.describing.concept import DrawnCase
from parity.describing.layouts import to_canonical
from parity.experiments.setting import Setting
from parity.experiments.training.players import Turn
from parity.harness.evaluators.subject import dotted, locate
from parity.harness.evaluators.torch_evaluator import construct
from torch_impl.losses.contrastive_loss import contrastive_loss


class TorchPlayer:
    """PyTorch's side; see :class:`parity.experiments.training.players.Player`."""

    def begin(self, setting: Setting, case: DrawnCase, turns: Sequence[Turn]) -> None:
        """Construct the model and the optimizers."""
        self.case, self.turns = case, turns
        dtype = getattr(torch, setting.dtype)
        torch.set_default_dtype(dtype)
        self.model = construct(case, dtype)
        places = {name: locate("torch", case, self.model, name) for name in case.params}
        self.moving = [
            [getattr(owner, at) for name, (owner, at, _) in places.items()
             if name.startswith(turn.part)]
            for turn in turns
        ]  # fmt: skip
        optimizer = dotted(f"torch_impl.{setting.optimizer}")
        self.optimizers = [optimizer(own, **setting.optimizer_config) for own in self.moving]

    def play(self, turn: int, *given: np.ndarray) -> float:
        """Take a turn; return its loss before it."""
        loss = self._loss(self.turns[turn], [torch.from_numpy(array) for array in given])
        moving = self.moving[turn]
        for w, dw in zip(moving, torch.autograd.grad(loss, moving), strict=True):
            w.grad = dw
        self.optimizers[turn].step()
        return float(loss.detach())

    def _loss(self, turn: Turn, given: Sequence[torch.Tensor]) -> torch.Tensor:
        if turn.pairs:
            *inputs, t = given
            y = self.model(*inputs).unsqueeze(1)
            return contrastive_loss(y, torch.zeros_like(y), t, **turn.config)
        outputs = self.model(*given)
        if turn.loss:
            return dotted(f"torch_impl.{turn.loss}")(given[0], *outputs, **turn.config)
        return outputs[turn.output] if isinstance(outputs, tuple) else outputs

    def parameters(self) -> dict[str, np.ndarray]:
        """Return copies of the parameters."""
        found = {}
        for name in self.case.params:
            owner, attribute, layout = locate("torch", self.case, self.model, name)
            array = getattr(owner, attribute).detach().numpy()
            found[name] = to_canonical(layout, array).copy()
        return found
