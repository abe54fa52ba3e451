"""Batch normalization in terms of a dense layer, in inference and in training."""

from __future__ import annotations

import numpy as np

from parity.concepts.layers._batch_norm_cases import scale_and_shift, statistics
from parity.describing.concept import Case, Text
from parity.describing.draw import normal
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _folded(of: Implementations, a: Arrays) -> Arrays:
    """Return a dense layer that scales and shifts each channel as the running statistics say."""
    dense = of("dense")(3, 3)
    scale = a["gamma"] / np.sqrt(a["running_var"] + 0.01)
    dense.params.update(W=np.diag(scale), b=a["beta"] - scale * a["running_mean"])
    return {"y": dense.forward(a["x"]), "dx": dense.backward(a["dy"])}


def _behind_dense(of: Implementations, a: Arrays, with_bias: bool) -> Arrays:
    dense, norm = of("dense")(4, 3, use_bias=with_bias), of("batch_norm")(3)
    dense.params.update({name: a[name] for name in dense.params})
    norm.params.update(gamma=a["gamma"], beta=a["beta"])
    y = norm.forward(dense.forward(a["x"]), training=True)
    dx = dense.backward(norm.backward(a["dy"]))
    gradients = {f"d{name}": norm.grads[name] for name in norm.params}
    return {"y": y, "dx": dx, "dW": dense.grads["W"], **gradients}


IDENTITIES = (
    Identity(
        sibling="dense",
        text=Text(
            "In inference it is a dense layer with gamma / sqrt(running_var + epsilon) on the "
            "diagonal of W: it can be folded into the layer in front.",
            "推論時には、W の対角に gamma / sqrt(running_var + epsilon) を並べた"
            "全結合層である。そのため、直前の層にまとめてしまうことができる。",
        ),
        case=Case(
            "folded_into_dense",
            inputs={"x": normal(5, 3)},
            params=scale_and_shift(3),
            buffers=statistics(3),
            config={"n_channels": 3, "epsilon": 0.01},
            training=False,
        ),
        left=evaluated("batch_norm"),
        right=_folded,
        only_left=("dgamma", "dbeta"),
    ),
    Identity(
        sibling="dense",
        text=Text(
            "Behind a dense layer it takes the bias off again: with and without one, output "
            "and gradients are the same in training.",
            "全結合層の直後ではバイアスが打ち消される。"
            "学習時の出力も勾配も、バイアスの有無によらず同じである。",
        ),
        case=Case(
            "bias_taken_off",
            inputs={"x": normal(7, 4)},
            params={"W": normal(4, 3), "b": normal(3), **scale_and_shift(3)},
            upstream=normal(7, 3),
        ),
        left=lambda of, a: _behind_dense(of, a, with_bias=True),
        right=lambda of, a: _behind_dense(of, a, with_bias=False),
    ),
)
