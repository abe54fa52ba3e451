import numpy as np

# 活性化関数
def sigmoid(x):
    return 1/(1 + np.exp(-x))

# 導関数 (引数は活性化前の値)
def d_sigmoid(x):
    s = sigmoid(x)
    return s * (1 - s)
