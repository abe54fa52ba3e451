from itertools import combinations
from math import factorial
import numpy as np

def shapley_values(f, x, baseline):
    n = len(x)
    phi = np.zeros(n)
    for i in range(n):
        others = [j for j in range(n) if j != i]
        for k in range(n):
            for S in combinations(others, k):
                z = np.array(baseline, dtype=float)
                z[list(S)] = x[list(S)]
                before = f(z)
                z[i] = x[i]
                phi[i] += factorial(k) * factorial(n - k - 1) / factorial(n) * (f(z) - before)
    return phi
