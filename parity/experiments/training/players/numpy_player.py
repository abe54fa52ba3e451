"""Takes turns with ``numpy_impl``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import numpy as np

from numpy_impl.layers import threads
from numpy_impl.losses.contrastive_loss import contrastive_loss, contrastive_loss_backward
from parity.describing.concept import DrawnCase
from parity.experiments.setting import Setting
from parity.experiments.training.players import Turn
from parity.harness.evaluators.numpy_evaluator import construct
from parity.harness.evaluators.subject import dotted

# One part, or a sum over two of them would depend on how many cores there are.
threads.THREADS = 1


class NumpyPlayer:
    """NumPy's side; see :class:`parity.experiments.training.players.Player`."""

    def begin(self, setting: Setting, case: DrawnCase, turns: Sequence[Turn]) -> None:
        """Construct the model and the optimizers."""
        self.turns = turns
        self.model: Any = construct(case, np.dtype(setting.dtype))
        optimizer = dotted(f"numpy_impl.{setting.optimizer}")
        self.optimizers = [optimizer(**setting.optimizer_config) for _ in turns]
        self.names = [
            [name for name in self.model.params if name.startswith(turn.part)] for turn in turns
        ]

    def play(self, turn: int, *given: np.ndarray) -> float:
        """Take a turn; return its loss before it."""
        loss = self._loss_with_gradients(self.turns[turn], given)
        params, grads, names = self.model.params, self.model.grads, self.names[turn]
        self.optimizers[turn].update({name: params[name] for name in names}, grads)
        return loss

    def _loss_with_gradients(self, turn: Turn, given: Sequence[np.ndarray]) -> float:
        if turn.pairs:
            *inputs, t = given
            y = self.model.forward(*inputs)[:, np.newaxis]
            pair = (y, np.zeros_like(y), t)
            dy, _ = contrastive_loss_backward(1.0, *pair, **turn.config)
            self.model.backward(dy[:, 0])
            return float(contrastive_loss(*pair, **turn.config))
        outputs = self.model.forward(*given)
        if turn.loss:
            function = dotted(f"numpy_impl.{turn.loss}")
            way_back = getattr(sys.modules[function.__module__], f"{function.__name__}_backward")
            self.model.backward(*way_back(1.0, given[0], *outputs, **turn.config))
            return float(function(given[0], *outputs, **turn.config))
        if not isinstance(outputs, tuple):
            self.model.backward(1.0)
            return float(outputs)
        self.model.backward(*(float(i == turn.output) for i in range(len(outputs))))
        return float(outputs[turn.output])

    def parameters(self) -> dict[str, np.ndarray]:
        """Return copies of the parameters."""
        return {name: array.copy() for name, array in self.model.params.items()}
