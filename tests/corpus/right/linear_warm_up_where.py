import numpy as np


def linear_warmup(step, lr=0.1, warmup_steps=5, start_factor=1/3):
    rising = lr * start_factor + (lr - lr * start_factor) * step / warmup_steps
    return np.where(step < warmup_steps, rising, lr)
