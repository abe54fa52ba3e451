import numpy as np

def sigmoid(x):
    return 1 / (1 + np.exp(-x))

def lstm(x, prev_h, prev_c, W, U, b):
    lstm_in = x.dot(W.T) + prev_h.dot(U.T) + b
    i, f, o, g = np.split(lstm_in, 4, axis=-1)
    input_gate = sigmoid(i)
    forget_gate = sigmoid(f)
    output_gate = sigmoid(o)
    a = np.tanh(g)
    c = input_gate * a + forget_gate * c
    h = output_gate * np.tanh(c)
    return c, h
