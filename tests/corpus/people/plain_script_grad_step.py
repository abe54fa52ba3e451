import numpy as np


def numgrad(f, x, h=1e-5):
    g = np.zeros_like(x)
    it = np.nditer(x, flags=['multi_index'])
    while not it.finished:
        i = it.multi_index
        old = x[i]
        x[i] = old + h
        a = f(x)
        x[i] = old - h
        b = f(x)
        x[i] = old
        g[i] = (a - b) / (2 * h)
        it.iternext()
    return g


def gradient_descent(f, init_x, lr=0.01, step_num=100):
    x = init_x.copy()
    for _ in range(step_num):
        x -= lr * numgrad(f, x)
    return x


if __name__ == "__main__":
    print(gradient_descent(lambda v: v[0] ** 2 + v[1] ** 2, np.array([-3.0, 4.0]), lr=0.1))
