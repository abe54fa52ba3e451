import math
import numpy as np

erf = np.frompyfunc(math.erf, 1, 1)

def gelu(x):
    return x * 0.5 * (1.0 + erf(x / np.sqrt(2.0)))
