import numpy as np


def cross_entropy_loss(y_predict, y_true):
    shifted = y_predict - y_predict.max(axis=-1, keepdims=True)
    e = np.exp(shifted)
    prob = e / e.sum(axis=-1, keepdims=True)
    n = len(y_predict)
    loss = -np.sum(y_true * np.log(prob)) / n
    grad = (prob - y_true) / n
    return loss, grad
