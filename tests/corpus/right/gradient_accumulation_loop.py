import numpy as np


def gradient_accumulation(W, grads, lr, accum_steps):
    W = W.copy()
    history = []
    acc = np.zeros_like(W)
    for i, g in enumerate(grads):
        acc = acc + g / accum_steps
        if (i + 1) % accum_steps == 0:
            W = W - lr * acc
            acc = np.zeros_like(W)
        history.append(W.copy())
    return np.array(history)
