import numpy as np


def polynomial_decay(step, lr=0.1, decay_steps=100, lr_end=0.0, power=1.0):
    step = np.clip(step, 0, decay_steps)
    return (lr - lr_end) * (1 - step / decay_steps) ** power + lr_end
