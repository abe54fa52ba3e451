"""Runs what the questions show of Keras, in a process of its own; prints what it found as JSON."""

import contextlib
import io
import json

import keras
import numpy as np
import tensorflow as tf
from filling import functions, wrong_findings

from parity.questions.sets.reading import runs

NAMES = {"keras": keras, "tf": tf, "np": np}


def printed(code):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(code, dict(NAMES))
    return ", ".join(out.getvalue().strip().splitlines())


def training_step(rng):
    x, t = rng.normal(size=(6, 3)), rng.integers(0, 2, (6, 1)).astype(float)
    W, b = rng.normal(size=(3, 1)), rng.normal(size=1)
    p = 1 / (1 + np.exp(-(x @ W + b)))
    want = [-np.mean(t * np.log(p) + (1 - t) * np.log(1 - p)),
            W - 0.3 * x.T @ (p - t) / 6, b - 0.3 * np.mean(p - t)]  # fmt: skip

    def run(ns):
        own = tf.Variable(W, dtype="float64"), tf.Variable(b, dtype="float64")
        loss = ns["step"](*own, tf.constant(x), tf.constant(t), 0.3)
        return [loss.numpy(), own[0].numpy(), own[1].numpy()]

    yield run, want


def dense_layer(rng):
    for shape, units in (((4, 5, 3), 2), ((2, 4), 3)):
        x = rng.normal(size=shape).astype("float32")
        W, b = rng.normal(size=(shape[-1], units)), rng.normal(size=units)

        def run(ns, x=x, W=W, b=b, units=units):
            layer = ns["DenseReLU"](units)
            layer(x)
            layer.set_weights([W, b])
            return [np.array(layer(x))]

        yield run, [np.maximum(0, x @ W + b)]


def masked_attention(rng):
    for N, Tq, Tk, D in ((3, 2, 4, 5), (3, 4, 4, 4)):
        q, k, v = (
            rng.normal(size=s).astype("float32") for s in ((N, Tq, D), (N, Tk, D), (N, Tk, D))
        )
        lengths = np.array([Tk, 2, 1], dtype="int32")
        want = np.zeros((N, Tq, D))
        for n in range(N):
            for i in range(Tq):
                e = np.exp([q[n, i] @ k[n, j] / D**0.5 for j in range(lengths[n])])
                want[n, i] = (e / e.sum()) @ v[n, : lengths[n]]
        yield lambda ns, a=(q, k, v, lengths): [np.array(ns["attention"](*a))], [want]


def side_of_the_mask():
    """Return "M" if True in attention_mask lets a query look, "~M" if it hides."""
    rng = np.random.default_rng(1)
    seen = np.array([[1, 1, 0], [0, 1, 1], [1, 0, 1]], dtype=bool)
    x = rng.normal(size=(1, 3, 8))
    changed = x.copy()
    changed[0, 2] += 5
    layer = keras.layers.MultiHeadAttention(2, 4, dtype="float64")
    one, other = (np.array(layer(x, k, attention_mask=seen[None])) for k in (x, changed))
    moved = np.abs(one - other).max(axis=2)[0] > 1e-9
    return {str(seen[:, 2].tolist()): "M", str((~seen[:, 2]).tolist()): "~M"}[str(moved.tolist())]


CASES = {"keras-training-step": training_step, "keras-dense-layer": dense_layer,
         "keras-masked-attention": masked_attention}  # fmt: skip

if __name__ == "__main__":
    found = functions()
    print(json.dumps({
        "printed": {name: printed(code) for name, code in runs("keras").items()},
        "mask": side_of_the_mask(),
        "fills": {
            name: wrong_findings(found[name], list(make(np.random.default_rng(3))), NAMES)
            for name, make in CASES.items()
        },
    }))  # fmt: skip
