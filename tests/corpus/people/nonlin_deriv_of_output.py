import numpy as np

# deriv=True wants the already squashed value (as in many short tutorials)
def nonlin(y, deriv=False):
    if deriv == True:
        return y*(1-y)
    return 1/(1+np.exp(-y))

def train(X, T, steps=100, rate=1.0):
    w = np.zeros((X.shape[1], T.shape[1]))
    for _ in range(steps):
        out = nonlin(X.dot(w))
        w -= rate * X.T.dot((out-T) * nonlin(out, True))
    return w
