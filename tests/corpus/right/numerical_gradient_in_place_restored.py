import numpy as np


def numerical_gradient(f, x, h=1e-4):
    grad = np.zeros_like(x)
    it = np.nditer(x, flags=["multi_index"], op_flags=["readwrite"])
    while not it.finished:
        i = it.multi_index
        元の値 = x[i]

        x[i] = 元の値 + h
        上 = f(x)
        x[i] = 元の値 - h
        下 = f(x)
        grad[i] = (上 - 下) / (2 * h)

        x[i] = 元の値  # もどしておく
        it.iternext()
    return grad
