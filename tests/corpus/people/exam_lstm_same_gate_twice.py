import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def lstm(x, prev_h, prev_c, W, U, b):
    W_i, W_f, W_o, W_g = np.vsplit(W, 4)
    U_i, U_f, U_o, U_g = np.vsplit(U, 4)
    b_i, b_f, b_o, b_g = np.split(b, 4)
    i = sigmoid(np.dot(x, W_i.T) + np.dot(prev_h, U_i.T) + b_i)
    f = sigmoid(np.dot(x, W_f.T) + np.dot(prev_h, U_f.T) + b_i)
    o = sigmoid(np.dot(x, W_o.T) + np.dot(prev_h, U_o.T) + b_o)
    g = np.tanh(np.dot(x, W_g.T) + np.dot(prev_h, U_g.T) + b_g)
    c = f * prev_c + i * g
    h = o * np.tanh(c)
    return c, h
