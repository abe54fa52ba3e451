import numpy as np

# シグモイド関数
def sigmoid(x):
    return 0.5 * (np.tanh(0.5 * x) + 1)

# シグモイド関数の導関数
# tanh'(u) = 1 - tanh(u)^2
def d_sigmoid(x):
    return 0.5 * (1 - np.tanh(0.5 * x) ** 2)
