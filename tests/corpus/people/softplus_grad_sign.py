import numpy as np


class SoftPlus(object):
    def fn(self, x):
        return np.log1p(np.exp(x))

    def grad(self, x):
        return 1.0 / (1.0 + np.exp(x))
