import time

import numpy as np

SPENT = {}


def timed(method):
    def around(*args, **kwargs):
        began = time.time()
        result = method(*args, **kwargs)
        SPENT[method.__name__] = SPENT.get(method.__name__, 0) + time.time() - began
        return result

    return around


class SquashedCube:
    def __init__(self):
        self.given = None

    @timed
    def forward(self, x):
        self.given = x
        return x ** 3 / (1 + x ** 2)

    @timed
    def backward(self, dout, y_true=None):
        assert self.given is not None
        x = self.given
        return dout * (3 * x ** 2 + x ** 4) / (1 + x ** 2) ** 2
