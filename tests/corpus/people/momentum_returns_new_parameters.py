import numpy as np


def momentum_step(params, grads, velocity, lr=0.01, beta=0.9):
    """params, grads, velocity: lists of arrays"""
    velocity = [beta * v + g for v, g in zip(velocity, grads)]
    params = [p - lr * v for p, v in zip(params, velocity)]
    return params, velocity
