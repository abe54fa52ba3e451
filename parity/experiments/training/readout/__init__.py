"""A recurrent layer whose states a dense layer reads: what a setting with ``readout`` trains.

Its ``network`` is a recurrent layer below the three trees, with its arguments in ``config``, and
``options["readout"]`` says what becomes of its states:

- ``reads``: ``"each"`` state, or the ``"last"`` one alone.
- ``answers``: ``"sigmoid"`` of what is read, or the ``"identity"``.
- ``activation``: of a simple layer's states, where it is the ``"sigmoid"``, which our layer and
  PyTorch's do not have.
- ``input_dropout``, ``state_dropout``: rates; a sequence has one mask for all its steps, as in
  Keras.
- ``orthogonal``: the recurrent weights are drawn so, as in Keras.
- ``unroll``: Keras makes no loop of the steps.

The course's network, ``models.rnn_taught.RNNTaught``, reads for itself, and takes ``slope_at``.

Scores and targets are (N, n_out, T) for each state, (N, n_out) for the last one.
"""

from __future__ import annotations

from typing import Any

from parity.experiments.setting import Setting
from parity.harness.evaluators import PACKAGES

TAUGHT = "models.rnn_taught.RNNTaught"


def configurations(setting: Setting, n_out: int) -> dict[str, dict[str, Any]]:
    """Return what constructs the network in each framework."""
    asked = dict(setting.options["readout"])
    own: dict[str, Any]
    if setting.network == TAUGHT:
        name, own = "Taught", {**setting.config, **asked}
    else:
        name = "Readout"
        own = {"layer": setting.network, "arguments": dict(setting.config), "n_out": n_out, **asked}
    return {
        framework: {"callable": f"{__name__}.{framework}_readout.{name}", **own}
        for framework in PACKAGES
    }
