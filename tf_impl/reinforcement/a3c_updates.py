"""A3C in TensorFlow: several workers' gradients, applied to shared parameters."""

from __future__ import annotations

import tensorflow as tf

from tf_impl.reinforcement.actor_critic import actor_critic


def a3c_updates(
    W: tf.Tensor,
    w: tf.Tensor,
    s: tf.Tensor,
    a: tf.Tensor,
    r: tf.Tensor,
    done: tf.Tensor,
    s_last: tf.Tensor,
    worker: tf.Tensor,
    lr: float = 0.01,
    gamma: float = 0.99,
    value_weight: float = 0.5,
    entropy_weight: float = 0.01,
) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
    """Return the shared parameters, which each worker's tape gives a gradient for.

    Shapes:
        W (D, A), w (D,), s (m, T, D), a, r and done (m, T), s_last (m, D), worker and the losses
        (m,).
    """
    shared = [tf.Variable(W), tf.Variable(w)]
    copies = {int(k): [tf.identity(p) for p in shared] for k in worker}
    losses = []
    for i, k in enumerate(int(k) for k in worker):
        with tf.GradientTape() as tape:
            tape.watch(copies[k])
            W_k, w_k = copies[k]
            L, *_ = actor_critic(
                s[i] @ W_k, tf.linalg.matvec(s[i], w_k), a[i], r[i], done[i],
                tf.tensordot(s_last[i], w_k, 1), gamma, value_weight, entropy_weight,
            )  # fmt: skip
        for p, gradient in zip(shared, tape.gradient(L, copies[k]), strict=True):
            p.assign_sub(lr * gradient)
        copies[k] = [tf.identity(p) for p in shared]
        losses.append(L)
    return tf.identity(shared[0]), tf.identity(shared[1]), tf.stack(losses)
