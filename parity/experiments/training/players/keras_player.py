"""Takes turns with ``tf_impl``: each is traced once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import keras
import numpy as np
import tensorflow as tf

from parity.describing.concept import DrawnCase
from parity.describing.layouts import to_canonical, to_framework
from parity.experiments.setting import Setting
from parity.experiments.training.players import Turn
from parity.harness.evaluators.keras_evaluator import construct, exact
from parity.harness.evaluators.subject import dotted, locate
from tf_impl.losses.contrastive_loss import contrastive_loss


class KerasPlayer:
    """Keras' side; see :class:`parity.experiments.training.players.Player`."""

    def begin(self, setting: Setting, case: DrawnCase, turns: Sequence[Turn]) -> None:
        """Construct the model and the optimizers."""
        self.case = case
        keras.backend.clear_session()
        keras.config.set_floatx(setting.dtype)
        keras.config.set_dtype_policy(setting.dtype)
        self.model = construct(case, setting.dtype)
        self.steps = [self._step(setting, turn) for turn in turns]

    def _step(self, setting: Setting, turn: Turn) -> Callable[..., tf.Tensor]:
        """Return the traced function of a turn, with an optimizer of its own."""
        moving = [
            getattr(owner, attribute)
            for name in self.case.params
            if name.startswith(turn.part)
            for owner, attribute, _ in [locate("keras", self.case, self.model, name)]
        ]
        found = dotted(f"tf_impl.{setting.optimizer}")
        optimizer = found(**exact(found, dict(setting.optimizer_config), setting.dtype))
        optimizer.build(moving)
        loss_of = dotted(f"tf_impl.{turn.loss}") if turn.loss else None

        def step(*given: tf.Tensor) -> tf.Tensor:
            with tf.GradientTape() as tape:
                outputs = self.model(*(given[:-1] if turn.pairs else given))
                if turn.pairs:
                    y = outputs[:, tf.newaxis]
                    loss = contrastive_loss(y, tf.zeros_like(y), given[-1], **turn.config)
                elif loss_of:
                    loss = loss_of(given[0], *outputs, **turn.config)
                else:
                    loss = outputs[turn.output] if isinstance(outputs, tuple) else outputs
            gradients = tape.gradient(loss, [w.value for w in moving])
            optimizer.apply_gradients(zip(gradients, moving, strict=True))
            return loss

        return tf.function(step, autograph=False, reduce_retracing=True)

    def play(self, turn: int, *given: np.ndarray) -> float:
        """Take a turn; return its loss before it."""
        tensors = [
            tf.constant(to_framework("channels_last", a) if a.ndim == 4 else a) for a in given
        ]
        return float(self.steps[turn](*tensors))

    def parameters(self) -> dict[str, np.ndarray]:
        """Return copies of the parameters."""
        found = {}
        for name in self.case.params:
            owner, attribute, layout = locate("keras", self.case, self.model, name)
            found[name] = to_canonical(layout, getattr(owner, attribute).numpy())
        return found
